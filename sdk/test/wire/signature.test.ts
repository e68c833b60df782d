import { Keypair, SystemProgram, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { signatureOf } from "../../src/wire/signature";

const payer = Keypair.fromSeed(new Uint8Array(32).fill(1));

function transfer(): VersionedTransaction {
  const instruction = SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: payer.publicKey, lamports: 1 });
  const recentBlockhash = payer.publicKey.toBase58();
  return new VersionedTransaction(
    new TransactionMessage({
      payerKey: payer.publicKey,
      recentBlockhash,
      instructions: [instruction],
    }).compileToV0Message(),
  );
}

describe("signatureOf", () => {
  it("is what a node calls the transaction", () => {
    const transaction = transfer();
    transaction.addSignature(payer.publicKey, new Uint8Array(64).fill(1));
    // base58 of 64 ones
    expect(signatureOf(transaction)).to.equal(
      "2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6ijwfYmfZYsKRxboQMPh3R4kUhXRVdtSXFXMheka4Rc4P2",
    );
  });

  it("needs the fee payer's signature", () => {
    expect(() => signatureOf(transfer())).to.throw("The fee payer has not signed the transaction");
  });
});
