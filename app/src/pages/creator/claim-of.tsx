import type { PublicKey } from "@solana/web3.js";
import { useChain } from "../../data/chain";
import { type CreatorBot, claimableOf } from "../../data/creator";
import { useBeginBatch } from "../../transactions/batch";
import { Button } from "../../ui/button";
import { claimIntent } from "./claims";

interface Props {
  one: CreatorBot;
  owner: PublicKey;
  /** For screen readers, where several stand below each other. */
  label?: string;
}

/** Claims everything of one bot. */
export function ClaimOf({ one, owner, label }: Props) {
  const { client } = useChain();
  const begin = useBeginBatch();
  const amount = claimableOf(one);
  return (
    <Button
      kind={label === undefined ? "primary" : "quiet"}
      disabled={amount === 0n}
      aria-label={label}
      onClick={() => begin(claimIntent({ client, bots: [one], owner, to: null }, amount))}
    >
      {label === undefined ? "Claim all" : "Claim"}
    </Button>
  );
}
