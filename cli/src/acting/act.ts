/** The one way of every command that sends a transaction: simulate, show, ask, sign, send, tell. */
import { type ProfitShareClient, toBase58 } from "@profit-share/sdk";
import { sendSigned } from "@profit-share/sdk/sending";
import { EXIT } from "../exit-codes";
import type { Outcome } from "../outcome";
import { expectConsent } from "./consent";
import { inWords, wordsOf } from "./in-words";
import type { Intent } from "./intent";
import { landedEvents } from "./landed-events";
import type { Sending } from "./manner";
import { compile, type Prepared, prepare } from "./prepare";
import { previewJson, previewText } from "./preview";
import { isVault } from "./signer";

/** @throws Refused if the simulation is refused; what `sendSigned` throws; Declined */
export async function act(intent: Intent, sending: Sending): Promise<Outcome> {
  const { client, manner } = sending;
  const { signer } = intent;
  const { wallet } = signer;
  const prepared = await prepare(client, signer.address, intent.instructions);
  const preview = previewText(intent, prepared.simulation);
  if (wallet === null || manner.dryRun) return printed(intent, prepared, client, preview);
  await expectConsent(preview, sending);
  // A person may have thought for longer than a blockhash lives.
  const { blockhash, lastValidBlockHeight } = await client.connection.getLatestBlockhash("confirmed");
  const transaction = compile(signer.address, prepared.instructions, blockhash);
  await wallet.sign(transaction);
  const signature = await sendSigned(client.connection, transaction, { lastValidBlockHeight });
  const told = intent.landed({ signature, events: await landedEvents(client, signature) });
  return {
    text: `${told.text}\nsignature ${signature}`,
    json: { ...intent.json, ...told.json, signature, ...previewJson(prepared.simulation) },
    exitCode: EXIT.done,
  };
}

function printed(intent: Intent, prepared: Prepared, { programId }: ProfitShareClient, preview: string): Outcome {
  const { signer, json } = intent;
  const { simulation } = prepared;
  const { instructions, transaction } = isVault(signer.address) ? unlimited(intent, prepared) : prepared;
  const wire = transaction.serialize();
  const base64 = Buffer.from(wire).toString("base64");
  const worded = instructions.map((instruction) => inWords(instruction, programId));
  const elsewhere = signer.wallet === null;
  const note = elsewhere
    ? `Nothing was signed or sent. Import it where ${signer.address.toBase58()} signs: for Squads that is the base58 text.`
    : "Nothing was signed or sent: this is a dry run.";
  return {
    text: [
      preview,
      worded.map(wordsOf).join("\n"),
      `base64\n${base64}`,
      ...(elsewhere ? [`base58\n${toBase58(wire)}`] : []),
      note,
    ].join("\n\n"),
    json: {
      ...json,
      signature: null,
      signer: signer.address,
      transaction: base64,
      ...(elsewhere ? { base58: toBase58(wire) } : {}),
      instructions: worded,
      ...previewJson(simulation),
    },
    exitCode: EXIT.done,
  };
}

/** Without instructions that ask for compute units: a multisig runs the others inside one of its own, which asks itself. */
function unlimited({ signer, instructions }: Intent, { transaction }: Prepared): Omit<Prepared, "simulation"> {
  return { instructions, transaction: compile(signer.address, instructions, transaction.message.recentBlockhash) };
}
