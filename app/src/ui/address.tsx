import type { ReactNode } from "react";
import { useConfig } from "../config/context";
import { shortAddress } from "../format/short";
import { CopyIcon, OutIcon } from "./icons";
import { toast } from "./toast";

interface Props {
  /** base58: an address, or a signature with `kind`. */
  value: string;
  kind?: "address" | "transaction";
  /** A page of this app about it, around the short form. */
  link?: (text: ReactNode) => ReactNode;
}

/** Short, to copy, and to look up in the explorer where one is configured. */
export function Address({ value, kind = "address", link = (text) => text }: Props) {
  const { explorer } = useConfig();
  const text = (
    <span className="whitespace-nowrap font-mono text-sm" title={value}>
      {shortAddress(value)}
    </span>
  );
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => toast("Copied", value),
      () => toast("Your browser does not let this page copy", value),
    );
  return (
    <span className="inline-flex items-center gap-1">
      {link(text)}
      <button
        type="button"
        aria-label={`Copy ${value}`}
        className="cursor-pointer rounded p-1 text-muted hover:text-ink"
        onClick={() => void copy()}
      >
        <CopyIcon />
      </button>
      {explorer !== null && (
        <a
          href={explorer[kind].replace("{}", value)}
          target="_blank"
          rel="noreferrer"
          aria-label={`${value} in the explorer`}
          className="rounded p-1 text-muted hover:text-ink"
        >
          <OutIcon />
        </a>
      )}
    </span>
  );
}
