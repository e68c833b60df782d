import type { ReactNode } from "react";
import { addressIn } from "../data/chain";
import { ErrorState } from "./states";

/** What a link names, if it is an address. @param props `address` as the link has it */
export const AtAddress = ({ address, children }: { address: string; children: ReactNode }) =>
  addressIn(address) === null ? (
    <ErrorState
      title="This is no address"
      words={`"${address}" in the link is no address on Solana. Check the link.`}
    />
  ) : (
    children
  );
