/** `bot publish`. */
import {
  botAddress,
  formatDollars,
  formatPercent,
  type ProfitShareClient,
  publishBot,
  type Source,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { Intent } from "../../acting/intent";
import { expectPayable } from "../../acting/payout-wallet";
import type { Signers } from "../../acting/signer";
import { completeTerms, type Offered } from "./offered";

export interface Publication {
  signers: Signers;
  /** 16 bytes. */
  id: Uint8Array;
  source: Source;
  mint: PublicKey;
  terms: Partial<Offered>;
  /** Base units. */
  minPayout: bigint;
  /** null: the creator. */
  payoutWallet: PublicKey | null;
}

export async function publish(
  client: ProfitShareClient,
  { signers, id, source, mint, terms, minPayout, payoutWallet }: Publication,
): Promise<Intent> {
  const offered = completeTerms(terms, source);
  const signer = signers.anybody("creator");
  const creator = signer.address;
  const wallet = payoutWallet ?? creator;
  await expectPayable(client.connection, wallet, payoutWallet === null ? "The creator" : "The payout wallet");
  // Whether the keeper is one, the program would say in worse words.
  if (offered.keeper !== null) await client.keeper(offered.keeper);
  const bot = botAddress(creator, id, client.programId);
  return {
    what:
      `Publish bot ${bot.toBase58()}: ${formatPercent(offered.profitShareBps)} of profit, source ${source}, ` +
      `payouts from ${formatDollars(minPayout)} to ${wallet.toBase58()}`,
    signer,
    instructions: [
      publishBot(
        { creator, id, terms: { ...offered, source, mint }, minPayout, payoutWallet: wallet },
        client.programId,
      ),
    ],
    names: [[creator, "creator"]],
    json: { bot, id, payoutWallet: wallet, terms: { ...offered, source, mint } },
    landed: () => ({ text: `Published bot ${bot.toBase58()}`, json: {} }),
  };
}
