import { hex } from "@profit-share/sdk";

/** 32 bytes in two lines of the same length. */
export const Hash = ({ bytes }: { bytes: Uint8Array }) => (
  <span className="inline-flex w-[32ch] break-all text-left font-mono text-xs">{hex(bytes)}</span>
);
