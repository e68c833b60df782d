/** An attested subscription with a long history, which somebody else settles: another keeper with the same key, or a host's own tool. */
import { decodeTransaction } from "@profit-share/localnet";
import { PROGRAM_ID, settleAttested } from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { referenceOf } from "@profit-share/testing/svm/history";
import { writeField } from "@profit-share/testing/svm/idl";
import { Transaction } from "@solana/web3.js";
import { SIGNER } from "./world";

export class Foreign {
  readonly agreement = Attested.running();
  private sequence = 0n;

  constructor(private readonly chain: LocalChain) {
    const { world, bot, keeper, subscription, escrow } = this.agreement;
    const signed = Buffer.from(world.account(keeper).data);
    writeField(signed, "Keeper", "signer", SIGNER.publicKey.toBytes());
    chain.setAccount(keeper, PROGRAM_ID, signed);
    for (const address of [bot, subscription]) chain.setAccount(address, PROGRAM_ID, world.account(address).data);
    chain.setTokens(escrow, subscription, world.tokens(escrow));
    chain.setTokens(world.purse(ACTORS.agent.publicKey), ACTORS.agent.publicKey, 0n);
  }

  get keeper(): string {
    return this.agreement.keeper.toBase58();
  }

  get subscription(): string {
    return this.agreement.subscription.toBase58();
  }

  /** Settles so many losses, one a transaction: nothing is to be paid out. */
  settle(count: number): void {
    const { keeper, subscription, bot } = this.agreement;
    const { chain } = this.chain.localnet;
    for (let times = 0; times < count; times++) {
      this.sequence += 1n;
      const transaction = new Transaction({
        feePayer: SIGNER.publicKey,
        blockhash: chain.slots.blockhash,
        lastValidBlockHeight: 0,
      });
      transaction.add(
        settleAttested({
          signer: SIGNER.publicKey,
          keeper,
          subscription,
          bot,
          instance: 1n,
          sequence: this.sequence,
          closePnl: -1n,
          reference: referenceOf(`foreign ${this.sequence}`),
        }),
      );
      transaction.sign(SIGNER);
      if (chain.submit(decodeTransaction(transaction.serialize()))?.outcome.err !== null)
        throw new Error(`The settlement ${this.sequence} did not land`);
    }
  }
}
