/** `subscribe sign` and `subscribe cosign`: the signatures of the parties, the last of which sends it. */
import { InvalidInput, type ProfitShareClient } from "@profit-share/sdk";
import { sendSigned } from "@profit-share/sdk/sending";
import type { VersionedTransaction } from "@solana/web3.js";
import { expectConsent } from "../../acting/consent";
import { handOver, isSigned, signaturesOf } from "../../acting/handed-over";
import type { Sending } from "../../acting/manner";
import { simulated } from "../../acting/prepare";
import { previewJson, previewText } from "../../acting/preview";
import { EXIT } from "../../exit-codes";
import type { Wallet } from "../../input/wallet";
import type { Outcome } from "../../outcome";
import { namesIn, type Proposal, proposalIn, proposalJson, proposalText } from "./proposal";

/** What a party signs, and with what. */
export interface Signing {
  transaction: VersionedTransaction;
  wallet: Wallet;
}

/** The first signature takes a new blockhash; from then on the message stays. @param out file for the text; null: it is only printed */
export async function signSubscription(
  { transaction, wallet, out }: Signing & { out: string | null },
  sending: Sending,
): Promise<Outcome> {
  const { client } = sending;
  const missing = missingBeside(transaction, wallet);
  if (missing.length === 0) {
    throw new InvalidInput(
      `${wallet.address.toBase58()} is the last one to sign: use \`subscribe cosign\`, which sends it`,
    );
  }
  const first = !isSigned(transaction);
  const { proposal, preview, previewed } = await look({ transaction, wallet }, sending);
  if (sending.manner.dryRun) return dryRun(proposal, preview, previewed);
  await expectConsent(preview, sending);
  if (first) transaction.message.recentBlockhash = (await client.connection.getLatestBlockhash("confirmed")).blockhash;
  await wallet.sign(transaction);
  const text = handOver(transaction, out);
  const names = missing.map((signer) => signer.toBase58()).join(", ");
  return {
    text: [
      `Signed by ${wallet.address.toBase58()}. ${names} has to sign now: \`subscribe cosign\`, within a blockhash's life.`,
      out === null ? `base64\n${text}` : `written to ${out}`,
    ].join("\n\n"),
    json: { ...proposalJson(proposal), signer: wallet.address, missing, transaction: text, ...previewed },
    exitCode: EXIT.done,
  };
}

/** Adds the last signature, and sends it. */
export async function cosignSubscription({ transaction, wallet }: Signing, sending: Sending): Promise<Outcome> {
  const { client } = sending;
  const missing = missingBeside(transaction, wallet);
  if (missing.length > 0) {
    const names = missing.map((signer) => signer.toBase58()).join(", ");
    throw new InvalidInput(`${names} has not signed yet: that is \`subscribe sign\`, and comes first`);
  }
  await expectAlive(client, transaction);
  const { proposal, preview, previewed } = await look({ transaction, wallet }, sending);
  if (sending.manner.dryRun) return dryRun(proposal, preview, previewed);
  await expectConsent(preview, sending);
  await wallet.sign(transaction);
  // Its own blockhash is older than this one, so it has expired by then, too.
  const { lastValidBlockHeight } = await client.connection.getLatestBlockhash("confirmed");
  const signature = await sendSigned(client.connection, transaction, { lastValidBlockHeight });
  return {
    text: `Subscribed: ${proposal.call.accounts.subscription.toBase58()}\nsignature ${signature}`,
    json: { ...proposalJson(proposal), signature, ...previewed },
    exitCode: EXIT.done,
  };
}

/** What is signed, in words, and what it would change. */
async function look({ transaction }: Signing, { client }: Sending) {
  const proposal = await proposalIn(client, transaction);
  const simulation = await simulated(client, transaction);
  const { bot } = proposal;
  const changes = previewText(
    { what: `Subscribe to bot ${bot.address.toBase58()}`, names: namesIn(proposal) },
    simulation,
  );
  return { proposal, preview: `${proposalText(proposal)}\n\n${changes}`, previewed: previewJson(simulation) };
}

const dryRun = (proposal: Proposal, preview: string, previewed: object): Outcome => ({
  text: `${preview}\n\nNothing was signed or sent: this is a dry run.`,
  json: { ...proposalJson(proposal), signature: null, ...previewed },
  exitCode: EXIT.done,
});

/** Who has to sign beside the wallet. @throws InvalidInput if the wallet need not, or has already */
function missingBeside(transaction: VersionedTransaction, { address, name }: Wallet) {
  const parties = signaturesOf(transaction);
  const own = parties.find(({ signer }) => signer.equals(address));
  if (own === undefined) {
    const names = parties.map(({ signer }) => signer.toBase58()).join(", ");
    throw new InvalidInput(`${name} is that of ${address.toBase58()}, who is no party: ${names} have to sign`);
  }
  if (own.signed) throw new InvalidInput(`${address.toBase58()} has signed it already: hand it to the other party`);
  return parties.filter(({ signer, signed }) => !signed && !signer.equals(address)).map(({ signer }) => signer);
}

async function expectAlive({ connection }: ProfitShareClient, { message }: VersionedTransaction): Promise<void> {
  const { value: alive } = await connection.isBlockhashValid(message.recentBlockhash, { commitment: "confirmed" });
  if (alive) return;
  throw new InvalidInput(
    "The transaction has expired: a blockhash lives for 150 blocks. Let it be signed again, and cosign it at once",
  );
}
