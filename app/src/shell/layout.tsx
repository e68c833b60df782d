import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useConfig } from "../config/context";
import { Loading } from "../ui/states";
import { Toasts } from "../ui/toast";
import { Header } from "./header";

/** Brings the chain's code along, so it comes after the first paint. */
const TransactionHost = lazy(() => import("../transactions/host"));

/** On a local chain there is a wallet for whoever has none. */
function LabWallet() {
  const { cluster } = useConfig();
  useEffect(() => {
    if (cluster === "localnet") void import("../wallet/lab-wallet").then(({ offerLabWallet }) => offerLabWallet());
  }, [cluster]);
  return null;
}

export const Layout = () => (
  <>
    <LabWallet />
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded focus:bg-card focus:p-2"
    >
      Skip to the content
    </a>
    <Header />
    <main id="content" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6 sm:py-10">
      <Suspense>
        <TransactionHost />
      </Suspense>
      <Suspense fallback={<Loading what="The page is coming." />}>
        <Outlet />
      </Suspense>
    </main>
    <footer className="mx-auto max-w-6xl px-4 pb-10 text-muted text-xs sm:px-6">
      Not audited. No public deployment. Every number here is read from the chain in your browser, unless it says
      otherwise.{" "}
      <Link to="/operator" className="link">
        For operators
      </Link>
    </footer>
    <Toasts />
  </>
);
