import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Loading } from "../ui/states";
import { Toasts } from "../ui/toast";
import { Header } from "./header";

/** Brings the chain's code along, so it comes after the first paint. */
const TransactionHost = lazy(() => import("../transactions/host"));

export const Layout = () => (
  <>
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
      otherwise.
    </footer>
    <Toasts />
  </>
);
