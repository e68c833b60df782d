/** What only one wallet may change of an account: the way is the same for bots and keepers. */
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import type { Intent } from "./intent";
import type { Signers } from "./signer";

/** Whose the account is. */
interface Authority {
  kind: "bot" | "keeper";
  account: PublicKey;
  wallet: PublicKey;
  /** Such as "bot's owner". */
  who: string;
}

export interface Change {
  /** What only that wallet does, for the message. */
  does: string;
  what: string;
  make: () => Promise<TransactionInstruction>;
  done: string;
  json: object;
}

export async function changeBy(
  { kind, account, wallet, who }: Authority,
  signers: Signers,
  { does, what, make, done, json }: Change,
): Promise<Intent> {
  const signer = signers.oneOf([{ address: wallet, who, does }]);
  return {
    what: `${kind === "bot" ? "Bot" : "Keeper"} ${account.toBase58()}: ${what}`,
    signer,
    instructions: [await make()],
    names: [[wallet, who]],
    json: { [kind]: account, ...json },
    landed: () => ({ text: done, json: {} }),
  };
}
