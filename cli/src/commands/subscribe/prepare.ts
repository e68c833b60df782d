/** `subscribe prepare`: the transaction that subscriber and agent have to sign, each on a machine of its own. */
import { InvalidInput, type ProfitShareClient, type Subscribe } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { handOver, signaturesOf } from "../../acting/handed-over";
import { prepare } from "../../acting/prepare";
import { previewJson, previewText } from "../../acting/preview";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { namesIn, proposalIn, proposalJson, proposalText } from "./proposal";

export interface Preparation {
  bot: PublicKey;
  subscriber: PublicKey;
  agent: PublicKey;
  /** Of the fee and the rent. */
  payer: PublicKey;
  account: Subscribe["account"];
  /** Base units. */
  dailyCap: bigint;
  /** Base units. */
  deposit: bigint;
  /** File for the text; null: it is only printed. */
  out: string | null;
}

export async function prepareSubscription(
  client: ProfitShareClient,
  { bot, out, ...parties }: Preparation,
): Promise<Outcome> {
  const { terms, open } = await client.bot(bot);
  if (!open) throw new InvalidInput(`Bot ${bot.toBase58()} takes no new subscribers: ask its owner`);
  const instruction = client.subscribe({ ...parties, bot, terms });
  const { transaction, simulation } = await prepare(client, parties.payer, [instruction]);
  const proposal = await proposalIn(client, transaction);
  const text = handOver(transaction, out);
  const signers = signaturesOf(transaction).map(({ signer }) => signer);
  const what = `Subscribe to bot ${bot.toBase58()}`;
  return {
    text: [
      proposalText(proposal),
      previewText({ what, names: namesIn(proposal) }, simulation),
      `${signers.map((signer) => signer.toBase58()).join(", ")} have to sign. Nothing is signed or sent yet.\n` +
        "One of them runs `subscribe sign`, which takes a new blockhash, and hands its text over; the last one runs\n" +
        "`subscribe cosign` within a blockhash's life: half a minute where slots take 200 ms.",
      out === null ? `base64\n${text}` : `written to ${out}`,
    ].join("\n\n"),
    json: { ...proposalJson(proposal), signers, transaction: text, ...previewJson(simulation) },
    exitCode: EXIT.done,
  };
}
