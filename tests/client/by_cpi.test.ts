/** An agreement of which every party is a PDA of another program, over real JSON-RPC: what the SDK reads of it. */
import { readFileSync } from "node:fs";
import {
  attestedSubscriptionAddress,
  botAddress,
  keeperAddress,
  PROGRAM_ID,
  ProfitShareClient,
  tokenAddress,
} from "@profit-share/sdk";
import { historyEvents, readClosings, readHistory, readLife } from "@profit-share/sdk/history";
import { Refused, skippedRows } from "@profit-share/sdk/sending";
import { CALLER, CALLER_FILE, callersPda, relay, relayThrough, type Step, script } from "@profit-share/testing/caller";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import type { TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";

const DOLLAR = 1_000_000n;
const owner = callersPda("owner");
const subscriber = callersPda("subscriber");
const agent = callersPda("agent");
const signer = callersPda("signer");
const ID = new Uint8Array(16).fill(1);
const keeper = keeperAddress(owner, ID);
const bot = botAddress(owner, ID);
const subscription = attestedSubscriptionAddress(agent, 0);

const reference = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe("an agreement of PDAs", () => {
  let chain: LocalChain;
  let client: ProfitShareClient;

  const send = (instruction: TransactionInstruction) => chain.send([relay(instruction)]);
  const fetched = async (signature: string) =>
    (await chain.connection.getTransaction(signature, {
      commitment: "confirmed",
      maxSupportedTransactionVersion: 1,
    }))!;
  const close = (byte: number, closePnl: bigint) =>
    client.settleAttested(subscription, { closePnl, reference: reference(byte) });

  before(async () => {
    chain = await LocalChain.start();
    chain.localnet.chain.loadProgram(CALLER.toBase58(), readFileSync(CALLER_FILE));
    client = new ProfitShareClient(chain.connection);
    for (const party of [owner, subscriber]) {
      chain.airdrop(party);
      await chain.mintTo(party, 100n * DOLLAR);
    }
    await send(client.registerKeeper({ creator: owner, id: ID, signer }));
    const terms = {
      source: "attested",
      feeBasis: "each_close",
      keeper,
      profitShareBps: 1_000,
      minBalance: 2n * DOLLAR,
      minDailyCap: 1n,
      mint: MINT,
      hash: reference(9),
    } as const;
    await send(client.publishBot({ creator: owner, id: ID, terms, minPayout: 10_000n, payoutWallet: owner }));
    // The terms that the subscription is made under are found in an inner instruction, once it is closed.
    await send(await client.updateTerms(bot, { minDailyCap: 2n }));
    await send(
      client.subscribe({
        subscriber,
        agent,
        bot,
        terms: (await client.bot(bot)).terms,
        account: { accountNo: 0 },
        dailyCap: 10n * DOLLAR,
        deposit: 3n * DOLLAR,
      }),
    );
    await send(await client.updateTerms(bot, { minDailyCap: 3n }));
  });

  after(() => chain.close());

  it("is found by its parties", async () => {
    expect((await client.subscriptionsOfSubscriber(subscriber)).map(({ address }) => address.toBase58())).to.deep.equal(
      [subscription.toBase58()],
    );
  });

  it("is settled by calls, at any depth and more than one in a transaction", async () => {
    await send(await close(1, DOLLAR));
    const deep = await chain.send([relayThrough(3, await close(2, 2n * DOLLAR))]);
    const [event] = historyEvents(await fetched(deep));
    expect(event!.name === "Settled" && event!.data.record.profit).to.equal(2_000_000n);

    const batch = await client.settleBatch([
      { subscription, close: { closePnl: 4n * DOLLAR, reference: reference(3) } },
    ]);
    const bad = await client.settleBatch([{ subscription, close: { closePnl: 1n, reference: reference(2) } }]);
    const { meta } = await fetched(await chain.send([script({ call: bad }, { call: batch }, { call: bad })]));
    const rows = skippedRows(meta!.logMessages!).map((skipped) => skipped.map(({ error }) => error.name));
    expect(rows).to.deep.equal([["ReferenceRepeated"], [], ["SequenceRepeated"]]);
  });

  it("says in words why a call was refused, and believes nobody else", async () => {
    const lie: Step = { log: "AnchorError occurred. Error Code: NotOwner. custom program error: 0x17ac" };
    const refused = (step: Step) =>
      chain.send([script(lie, step)]).then(
        () => null,
        (error: unknown) => (error instanceof Refused ? error.explanation : error),
      );
    expect(await refused({ call: await client.withdraw(subscription, { amount: 3n * DOLLAR }) })).to.deep.include({
      name: "BalanceTooLow",
      program: PROGRAM_ID.toBase58(),
    });
    expect(await refused({ fails: 6_060 })).to.deep.include({ name: "Unknown", program: CALLER.toBase58() });
  });

  it("moves money by calls", async () => {
    await send(await client.deposit(subscription, { owner: subscriber, amount: DOLLAR }));
    await send(await client.withdraw(subscription, { amount: DOLLAR / 2n }));
    await send(await client.payout(subscription));
    // A tenth of seven dollars of profit.
    expect(chain.tokens(tokenAddress(MINT, owner))).to.equal(100_700_000n);
  });

  it("ends by a call, and its rent and money return", async () => {
    await send(await client.unsubscribe(subscription, agent));
    chain.passDays(7);
    await send(await client.closeSubscription(subscription));
    // 100 less 0.70 of share.
    expect(chain.tokens(tokenAddress(MINT, subscriber))).to.equal(99_300_000n);
    expect(await chain.connection.getAccountInfo(subscription)).to.equal(null);
  });

  it("has a history that is proved to its end, with terms and movements", async () => {
    const { events, closed, report, subscription: was } = await readHistory(client, subscription);
    expect(report).to.deep.include({ verified: 3, mismatch: null });
    expect(events.map(({ record }) => record.profit)).to.deep.equal([1_000_000n, 2_000_000n, 4_000_000n]);
    expect(closed).to.deep.include({ sequence: 3n, claimed: 700_000n, toSubscriber: 2_800_000n });
    expect(was.terms).to.deep.include({ version: 2, minDailyCap: 2n });
    expect(await readClosings(client, subscription)).to.have.length(1);
    const { movements } = await readLife(client, subscription);
    expect(movements.map(({ name }) => name)).to.deep.equal([
      "Subscribed",
      "Funded",
      "Withdrawn",
      "Claimed",
      "Unsubscribed",
    ]);
  });
});
