/** One thing after the other that can happen to money; some of it in one slot. */
import { anna, ben, DOLLAR } from "@profit-share/testing/chain/market";
import { type PublicKey, TransactionInstruction } from "@solana/web3.js";
import type { Followed } from "./followed";

export type Scene = [title: string, play: () => Promise<unknown>];

export function story({ market }: Followed): Scene[] {
  const { client, chain, verified } = market;
  const one = market.attested(1);
  const deposit = (amount: bigint) => client.deposit(one, { owner: anna.publicKey, amount });
  return [
    ["a subscription with $2", () => market.subscribe({ accountNo: 1 }, 2n * DOLLAR)],
    ["a profit of $50, of which $3 are owed", () => market.attest(one, 50n * DOLLAR)],
    ["a loss", () => market.attest(one, -5n * DOLLAR)],
    ["a waiver of $1", async () => market.send(await client.waive(one, DOLLAR))],
    ["$10 that pay the debt", async () => market.send(await deposit(10n * DOLLAR))],
    ["a gift", () => market.donate(one, 7n)],
    ["which sync finds", () => market.send(client.sync(one))],
    [
      "a claim to somewhere else",
      async () => market.send(await client.claim(one, { amount: DOLLAR, destination: chain.purse(ben.publicKey) })),
    ],
    ["a payout", async () => market.send(await client.payout(one))],
    ["a verified subscription", () => market.subscribe({ venueUser: market.venueUser }, 20n * DOLLAR)],
    ["which is settled", () => market.settleAt(100n * DOLLAR)],
    [
      "a settlement and a deposit in one transaction",
      async () => market.send([await client.settleAttested(one, market.nextClose(DOLLAR)), await deposit(DOLLAR)]),
    ],
    [
      "a withdrawal, before which it is settled",
      async () => {
        await market.realize(130n * DOLLAR);
        return market.send(await client.withdraw(verified, { amount: DOLLAR }));
      },
    ],
    [
      "a transfer that only names the program",
      () => market.send(naming(client.programId, market.transfer(chain.purse(ben.publicKey), 1n))),
    ],
    [
      "the end of the first, to the vault",
      async () => {
        await market.send(await client.unsubscribe(one));
        chain.passDays(40);
        return market.send(await client.closeSubscription(one));
      },
    ],
    ["another one at its address", () => market.subscribe({ accountNo: 1 }, 3n * DOLLAR, ben)],
    ["which has a profit, too", () => market.attest(one, 10n * DOLLAR)],
    ["what is taken from the vault", async () => market.send(await client.claimVault(market.attestedBot))],
  ];
}

const naming = (programId: PublicKey, { keys, ...transfer }: TransactionInstruction) =>
  new TransactionInstruction({
    ...transfer,
    keys: [...keys, { pubkey: programId, isSigner: false, isWritable: false }],
  });
