/** Everything of the SDK in a page without Node's globals: what it makes is what it makes elsewhere. */
import * as sdk from "@profit-share/sdk";
import { Keypair, PublicKey, Transaction } from "@solana/web3.js";

function use(): string {
  if ("Buffer" in globalThis || "process" in globalThis) throw new Error("The page has globals of Node");
  const payer = Keypair.fromSeed(new Uint8Array(32).fill(1));
  const user = sdk.venueUserAddress(sdk.DRIFT_PROGRAM_ID, payer.publicKey, 0);
  const subscription = sdk.verifiedSubscriptionAddress(user);
  const instruction = sdk.settleBatch({ rows: [{ kind: "verified", subscription, venueUser: user }] });
  const transaction = new Transaction({
    feePayer: payer.publicKey,
    blockhash: PublicKey.default.toBase58(),
    lastValidBlockHeight: 1,
  });
  transaction.add(instruction, sdk.createTokenAccount(user, payer.publicKey, payer.publicKey)).sign(payer);
  const client = new sdk.ProfitShareClient(sdk.connect("http://127.0.0.1:8899"));
  const names = Object.keys(sdk).length;
  return `${sdk.hex(instruction.data)} ${transaction.serialize().length} ${client.programId} ${names}`;
}

const text = (() => {
  try {
    return use();
  } catch (error) {
    return String(error);
  }
})();
document.body.dataset.result = text;
