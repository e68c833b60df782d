import { Link } from "@tanstack/react-router";
import { useConfig } from "../config/context";
import { MoonIcon, SunIcon } from "../ui/icons";
import { ConnectButton } from "../wallet/connect-button";
import { chooseTheme, useTheme } from "./theme";

/** The pages that everybody finds from everywhere. */
const PLACES = [
  { to: "/", text: "Bots" },
  { to: "/me", text: "Mine" },
  { to: "/creator", text: "Creator" },
  { to: "/verify", text: "Verify" },
] as const;
const LAB = { to: "/lab", text: "Lab" } as const;

export function Header() {
  const { cluster } = useConfig();
  const theme = useTheme();
  const other = theme === "light" ? "dark" : "light";
  return (
    <header className="border-line border-b bg-card">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-2 px-4 sm:gap-x-6 py-3 sm:px-6">
        <Link to="/" className="flex items-center gap-2 whitespace-nowrap font-semibold">
          <img src="/favicon.svg" alt="" className="size-6" />
          <span className="max-[430px]:sr-only">Profit share</span>
        </Link>
        {cluster !== "mainnet" && (
          <span className="rounded bg-warn-soft px-1.5 py-0.5 text-warn text-xs">{cluster}</span>
        )}
        <nav aria-label="Main" className="order-last flex w-full gap-5 text-sm sm:order-none sm:w-auto">
          {[...PLACES, ...(cluster === "localnet" ? [LAB] : [])].map(({ to, text }) => (
            <Link
              key={to}
              to={to}
              className="py-1 text-muted hover:text-ink"
              activeProps={{ className: "font-medium !text-ink" }}
              activeOptions={{ exact: to === "/" }}
            >
              {text}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <button
            type="button"
            aria-label={`Use ${other} colours`}
            className="flex size-10 cursor-pointer items-center justify-center rounded-lg text-muted hover:bg-sunk hover:text-ink"
            onClick={() => chooseTheme(other)}
          >
            {theme === "light" ? <MoonIcon /> : <SunIcon />}
          </button>
          <ConnectButton />
        </div>
      </div>
    </header>
  );
}
