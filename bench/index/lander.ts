/** Puts transactions onto a chain, several into a slot. */
import { sign } from "node:crypto";
import { type Chain, decodeTransaction } from "@profit-share/localnet";
import { privateKeyOf } from "@profit-share/testing/svm/svm";
import {
  type AddressLookupTableAccount,
  type Keypair,
  MessageV0,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";

/** Transactions of one slot. */
const PER_SLOT = 4;

/** A transaction but for its blockhash. It can be sent again and again. */
export class Prepared {
  private readonly message: MessageV0;

  /** @param signers beside who pays */
  constructor(
    instruction: TransactionInstruction,
    private readonly payer: Keypair,
    private readonly signers: readonly Keypair[] = [],
    tables: AddressLookupTableAccount[] = [],
  ) {
    const recentBlockhash = PublicKey.default.toBase58();
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash, instructions: [instruction] });
    this.message = message.compileToV0Message(tables);
  }

  /** @param data of the instruction, where it is another one each time */
  signed(recentBlockhash: string, data?: Uint8Array): Uint8Array {
    const [instruction] = this.message.compiledInstructions;
    const compiledInstructions = [{ ...instruction!, ...(data === undefined ? {} : { data }) }];
    const message = new MessageV0({ ...this.message, recentBlockhash, compiledInstructions });
    const bytes = message.serialize();
    const transaction = new VersionedTransaction(message);
    for (const key of new Set([this.payer, ...this.signers])) {
      transaction.addSignature(key.publicKey, sign(null, bytes, privateKeyOf(key)));
    }
    return transaction.serialize();
  }
}

export class Lander {
  private landed = 0;
  private dropped: unknown = null;

  constructor(readonly chain: Chain) {
    chain.events.on("dropped", (_, reason) => {
      this.dropped = reason;
    });
  }

  /** @throws Error with the reason if it does not land, or fails */
  land(prepared: Prepared, data?: Uint8Array): void {
    const { chain } = this;
    const record = chain.submit(decodeTransaction(prepared.signed(chain.slots.blockhash, data)));
    const problem = record === null ? this.dropped : record.outcome.err;
    if (problem !== null) {
      throw new Error(
        `A transaction did not go through: ${JSON.stringify(problem)}\n${record?.outcome.logs.join("\n") ?? ""}`,
      );
    }
    this.landed += 1;
    if (this.landed % PER_SLOT === 0) chain.advanceSlots();
  }
}
