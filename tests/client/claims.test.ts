/** Claims in bulk on the local chain: what is planned is what moves, whatever happens to one transaction. */
import { type Bot, InvalidInput, type Located, NodeFailure, type Subscription, vaultAddress } from "@profit-share/sdk";
import {
  type ClaimsInput,
  type ClaimsReport,
  claimsTransaction,
  type PlannedClaims,
  planClaims,
  sendClaims,
} from "@profit-share/sdk/claims";
import { Expired, Refused, simulate } from "@profit-share/sdk/sending";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { type Connection, type Keypair, PublicKey, type VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { BotMarket } from "./bots";
import { creator, keypair, purse, startChain, subscriber } from "./parties";

const CENT = 10_000n;
const LOOK_EVERY_MS = 5;

/** As a wallet does. */
const signedBy =
  (...signers: Keypair[]) =>
  async (transactions: VersionedTransaction[]): Promise<VersionedTransaction[]> => {
    for (const transaction of transactions) transaction.sign(signers);
    return transactions;
  };

const thrownBy = (asked: Promise<unknown>): Promise<Error> =>
  asked.then(
    () => new Error("nothing was thrown"),
    (error: Error) => error,
  );

describe("claims in bulk", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  let market: BotMarket;
  /** Owns the bots at the end. */
  const heir = keypair(90);
  const bots: PublicKey[] = [];
  const subscriptions: PublicKey[] = [];

  /** What a page has loaded. */
  async function loaded(): Promise<{ bots: Located<Bot>[]; subscriptions: Located<Subscription>[] }> {
    const { client } = market;
    const all = await Promise.all(bots.map((bot) => client.subscriptionsOfBot(bot)));
    return { bots: await Promise.all(bots.map((bot) => client.bot(bot))), subscriptions: all.flat() };
  }

  async function planned(more: Partial<ClaimsInput> = {}): Promise<PlannedClaims[]> {
    return planClaims({ ...(await loaded()), ...more });
  }

  async function send(
    plan: readonly PlannedClaims[],
    {
      connection = chain.connection,
      sign = signedBy(creator),
      ...more
    }: Partial<Parameters<typeof sendClaims>[2]> & {
      connection?: Connection;
    } = {},
  ): Promise<ClaimsReport[]> {
    const reports: ClaimsReport[] = [];
    const options = { sign, lookEveryMs: LOOK_EVERY_MS, ...more };
    for await (const report of sendClaims(connection, plan, options)) reports.push(report);
    return reports;
  }

  const total = (plan: readonly PlannedClaims[]): bigint => plan.reduce((sum, { amount }) => sum + amount, 0n);
  const owned = (wallet = creator.publicKey): bigint => chain.tokens(purse(wallet));

  /** Every subscription accrues once more: the first a cent, the second two, … */
  async function earn(): Promise<void> {
    for (const [index, subscription] of subscriptions.entries()) {
      await market.close(subscription, 10n * CENT * BigInt(index + 1));
    }
  }

  before(async () => {
    chain = await startChain();
    market = await BotMarket.open(chain);
    bots.push(await market.publish(2), await market.publish(3));
    for (let index = 0; index < 23; index += 1) {
      subscriptions.push(await market.subscribe(bots[index % 3 === 0 ? 1 : 0]!, index));
    }
  });

  after(() => chain.close());

  it("are none before anything is settled", async () => {
    expect(await planned()).to.deep.equal([]);
  });

  it("ask for little more than they use, each transaction alone", async () => {
    await earn();
    for (const computeUnitPrice of [0n, 1_000n]) {
      for (const version of ["legacy", 0] as const) {
        for (const plan of await planned({ computeUnitPrice, version })) {
          const { error, computeUnits, owners } = await simulate(
            chain.connection,
            claimsTransaction(plan, PublicKey.default.toBase58()),
          );
          expect(error).to.equal(null);
          expect(owners[0]!.tokens).to.deep.equal([{ mint: MINT, amount: plan.amount }]);
          const asked = plan.instructions[0]!.data.readUInt32LE(1);
          expect(computeUnits).to.be.at.most(asked);
          expect(computeUnits / asked).to.be.greaterThan(0.85);
        }
      }
    }
  });

  it("give the owner all that is claimable, largest first", async () => {
    const plan = await planned({ computeUnitPrice: 1_000n });
    // 1 + 2 + … + 23 cents.
    expect(total(plan)).to.equal(276n * CENT);
    expect(plan.length).to.equal(3);
    const before = owned();
    const reports = await send(plan);
    expect(reports.map((report) => report.planned)).to.deep.equal(plan);
    for (const { signature, error } of reports) {
      expect(error).to.equal(null);
      expect((await chain.connection.getSignatureStatus(signature!)).value?.err).to.equal(null);
    }
    expect(owned() - before).to.equal(276n * CENT);
    expect(await planned()).to.deep.equal([]);
  });

  it("sent again, move only what came in between", async () => {
    await earn();
    const plan = await planned();
    const before = owned();
    await send(plan);
    await market.close(subscriptions[4]!, 10n * CENT);
    const again = await send(plan);
    expect(again.every(({ error }) => error === null)).to.equal(true);
    // Of the fifth were planned five cents, of which one is there by now.
    expect(owned() - before).to.equal(276n * CENT + CENT);
  });

  it("go on where one transaction is refused, and say which and why", async () => {
    await earn();
    const plan = await planned({ computeUnitPrice: 1_000n });
    const [first] = plan;
    // The largest of the first transaction is closed before it is sent: its money is in the vault.
    const gone = first!.claims[0]!.subscription!;
    await market.send(await market.client.unsubscribe(gone), subscriber);
    await market.close(gone, 0n, true);
    await market.send(await market.client.closeSubscription(gone));
    const accountNo = subscriptions.findIndex((one) => one.equals(gone));
    subscriptions.splice(accountNo, 1);
    const before = owned();
    const [refused, ...others] = await send(plan, { atATime: 2 });
    expect(refused!.error).to.be.instanceOf(Refused);
    expect((refused!.error as Refused).explanation.program).to.equal(market.client.programId.toBase58());
    expect(refused!.signature).to.equal(null);
    // The same where the address is used again: by then it is another agreement.
    const again = await market.subscribe(first!.claims[0]!.bot, accountNo);
    expect(again.equals(gone)).to.equal(true);
    const [mistaken] = await send(plan.slice(0, 1));
    expect((mistaken!.error as Refused).explanation.name).to.equal("InstanceMismatch");
    expect(others.map(({ error }) => error)).to.deep.equal([null, null]);
    expect(owned() - before).to.equal(total(plan.slice(1)));

    // Loaded again, the rest comes, the vault's money, too.
    const vaults = bots.map((bot) => ({ bot, amount: chain.tokens(vaultAddress(bot)) }));
    const rest = await planned({ vaults });
    expect(total(rest)).to.equal(first!.amount);
    expect(rest.flatMap(({ claims }) => claims).filter(({ subscription }) => subscription === null)).to.have.length(1);
    expect((await send(rest)).map(({ error }) => error)).to.deep.equal([null]);
    expect(owned() - before).to.equal(total(plan));
  });

  it("are not sent where the wallet does not sign", async () => {
    await market.close(subscriptions[0]!, 10n * CENT);
    const plan = await planned();
    const before = owned();
    const refusal = new Error("User rejected the request");
    const rejects = async () => {
      throw refusal;
    };
    expect(await thrownBy(send(plan, { sign: rejects }))).to.equal(refusal);
    const unsigned = await thrownBy(send(plan, { sign: async (transactions) => transactions }));
    expect(unsigned).to.be.instanceOf(InvalidInput);
    expect(unsigned.message).to.equal(`${creator.publicKey.toBase58()} has not signed the transaction`);
    const fewer = await thrownBy(send(plan, { sign: async () => [] }));
    expect(fewer).to.be.instanceOf(InvalidInput);
    expect(owned()).to.equal(before);
  });

  it("make the token account of a new owner, whoever pays for it", async () => {
    await earn();
    for (const bot of bots) {
      await market.send(await market.client.transferBot(bot, heir.publicKey));
      await market.send(await market.client.acceptBot(bot), heir);
    }
    const plan = await planned({ payer: creator.publicKey, destinations: [{ mint: MINT, create: true }] });
    expect(plan.length).to.be.greaterThan(1);
    const [first] = plan;
    const told = await simulate(chain.connection, claimsTransaction(first!, PublicKey.default.toBase58()));
    expect(told.error).to.equal(null);
    expect(told.rent.paid).to.equal(chain.localnet.chain.rentExemption(165));
    const asked = first!.instructions[0]!.data.readUInt32LE(1);
    expect(told.computeUnits).to.be.at.most(asked);
    expect(told.computeUnits / asked).to.be.greaterThan(0.85);
    // The other order: whichever lands first makes the account.
    const reports = await send(plan.toReversed(), { sign: signedBy(heir, creator), atATime: 1 });
    expect(reports.every(({ error }) => error === null)).to.equal(true);
    expect(owned(heir.publicKey)).to.equal(total(plan));
  });

  it("go on where a transaction expires, or its fate is not known", async () => {
    await market.close(subscriptions[0]!, 10n * CENT);
    const [plan] = await planned();
    const sign = signedBy(heir);
    const deaf = (): Connection => Object.create(chain.connection);
    const forgetful = Object.assign(deaf(), {
      sendRawTransaction: async () => {
        chain.localnet.chain.advanceSlots(400);
        return "forgotten";
      },
    });
    expect((await send([plan!], { connection: forgetful, sign }))[0]!.error).to.be.instanceOf(Expired);
    const broken = Object.assign(deaf(), {
      sendRawTransaction: async () => {
        throw new NodeFailure("The node has a fault of its own (500)", { status: 500 });
      },
    });
    const [report] = await send([plan!], { connection: broken, sign });
    expect(report!.error).to.be.instanceOf(NodeFailure);
    expect(report!.error!.message).to.contain("may have landed");
    expect(await planned()).to.deep.equal([plan]);
  });
});
