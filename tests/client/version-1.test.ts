/** Whoever calls the program may do so with a version-1 transaction: nobody's history may end at one. */
import { botAddress, ProfitShareClient, verifiedSubscriptionAddress } from "@profit-share/sdk";
import { readHistory, readLife } from "@profit-share/sdk/history";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { version1 } from "@profit-share/testing/version-1";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { agent, creator, DOLLAR, payoutWallet, realize, startChain, subscriber, venueUser } from "./parties";

const ID = new Uint8Array(16).fill(1);
const bot = botAddress(creator.publicKey, ID);
const subscription = verifiedSubscriptionAddress(venueUser);
const ASKED = { computeUnitLimit: 200_000, loadedAccountsDataSizeLimit: 2_000_000 };

describe("a subscription with nothing but version-1 transactions", () => {
  let chain: LocalChain;
  let client: ProfitShareClient;

  async function send(instruction: TransactionInstruction, ...signers: Keypair[]): Promise<string> {
    const { blockhash } = await chain.connection.getLatestBlockhash();
    const wire = await version1(blockhash, [creator, ...signers], [instruction], ASKED);
    return chain.connection.sendRawTransaction(wire);
  }

  before(async () => {
    chain = await startChain();
    client = new ProfitShareClient(chain.connection);
    const terms = {
      profitShareBps: 1_000,
      minBalance: 2n * DOLLAR,
      minDailyCap: 1n,
      mint: MINT,
      hash: new Uint8Array(32).fill(9),
      source: "drift",
      feeBasis: "high_water_mark",
      keeper: null,
    } as const;
    await send(client.publishBot({ creator: creator.publicKey, id: ID, terms, minPayout: 10_000n, payoutWallet }));
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: creator.publicKey };
    const money = { dailyCap: 10n * DOLLAR, deposit: 3n * DOLLAR };
    const offered = (await client.bot(bot)).terms;
    await send(
      client.subscribe({ ...parties, ...money, bot, terms: offered, account: { venueUser } }),
      subscriber,
      agent,
    );
    realize(chain, 2n * DOLLAR);
    await send(await client.settle(subscription));
    realize(chain, 4n * DOLLAR);
    await send(await client.settleBatch([{ subscription }]));
  });

  after(() => chain.close());

  it("has its history, alone and in batches, proved from the terms that were offered", async () => {
    const { events, report } = await readHistory(client, subscription);
    expect(report.mismatch).to.equal(null);
    // −3 to 2, then to 4.
    expect(events.map(({ record }) => [record.sequence, record.profit, record.accrued])).to.deep.equal([
      [1n, 5_000_000n, 500_000n],
      [2n, 2_000_000n, 700_000n],
    ]);
  });

  it("has its movements of money", async () => {
    const { movements } = await readLife(client, subscription);
    expect(movements).to.have.length.above(0);
    const [first] = movements;
    const found = await chain.connection.getTransaction(first!.signature, { maxSupportedTransactionVersion: 1 });
    expect(found?.version).to.equal(1);
  });
});
