import { hex } from "@profit-share/sdk";
import { type ChangeEvent, useId, useState } from "react";
import { useConfig } from "../config/context";
import { useTermsText } from "../data/indexer";
import { Hash } from "./hash";

/**
 * The hash of the legal text that the chain holds. The text itself is nowhere on the chain: whoever has it finds out here whether it
 * is the one. It stays in this browser.
 */
export function TermsHash({ hash }: { hash: Uint8Array }) {
  const id = useId();
  const { indexerUrl } = useConfig();
  const [isOpen, setIsOpen] = useState(false);
  const { data: text, error } = useTermsText(hash, isOpen);
  const [verdict, setVerdict] = useState<string | null>(null);
  const check = async ({ currentTarget: { files } }: ChangeEvent<HTMLInputElement>) => {
    const file = files?.[0];
    if (file === undefined) return;
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    setVerdict(
      hex(found) === hex(hash)
        ? `${file.name} is the text that was agreed`
        : `${file.name} is another text: ${hex(found)}`,
    );
  };
  return (
    <div>
      <span className="mr-2 font-mono text-muted text-xs">sha256</span>
      <Hash bytes={hash} />
      {indexerUrl !== null && (
        <details className="mt-1 text-left" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
          <summary className="link cursor-pointer text-right text-xs">Read the text, whose hash this is</summary>
          <span className="mt-2 block max-h-80 overflow-y-auto whitespace-pre-wrap break-words rounded-lg bg-sunk p-3 font-normal text-sm">
            {text ??
              (text === null ? "The index has no text with this hash." : (error?.message ?? "It is being read."))}
          </span>
        </details>
      )}
      <span className="mt-1 block text-xs">
        <label htmlFor={id} className="link cursor-pointer has-focus-visible:outline-2">
          Check a text against it
          <input id={id} type="file" className="sr-only" onChange={(event) => void check(event)} />
        </label>
      </span>
      <span role="status" className="block break-all text-xs">
        {verdict}
      </span>
    </div>
  );
}
