/** A market that an indexer follows through some weather, and what its tables have to say. */
import {
  claimable,
  MAX_TRANSACTION_VERSION,
  owed,
  PROGRAM_ID,
  type Subscription,
  TOKEN_PROGRAM_ID,
} from "@profit-share/sdk";
import {
  balanceIn,
  claimableIn,
  type Entry,
  enter,
  openBooks,
  owedIn,
  type ReadTransaction,
} from "@profit-share/statements";
import type { Database } from "@profit-share/storage";
import { Market as MarketOfTests } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import { isTermsHash, ownerOf } from "../../src/answers/known";
import { Node } from "../../src/chain/node";
import { Pace } from "../../src/chain/pace";
import { Follower } from "../../src/follow/follower";
import { createServer, type ServerOptions } from "../../src/http/server";
import { openPublished } from "../../src/published/database";
import { Publications } from "../../src/published/publications";
import { openDatabase } from "../../src/store/database";
import type { StepListener } from "../../src/store/steps";
import { Weather } from "./weather";

class Market extends MarketOfTests<string> {
  static async open(): Promise<Market> {
    return new Market(await MarketOfTests.chain()).furnish();
  }

  protected override async landed(signature: string): Promise<string> {
    return signature;
  }
}

type Row = Record<string, unknown>;

export class Followed {
  private constructor(
    readonly market: Market,
    readonly weather: Weather,
  ) {}

  static async open(): Promise<Followed> {
    const market = await Market.open();
    return new Followed(market, await Weather.over(market.chain.localnet.chain));
  }

  async close(): Promise<void> {
    await this.weather.close();
    await this.market.close();
  }

  get chain() {
    return this.market.chain.localnet.chain;
  }

  index(place: string | null, listener?: StepListener): Promise<Index> {
    return Index.open(this, place, listener);
  }
}

export class Index {
  private published: Database | null = null;

  private constructor(
    private readonly followed: Followed,
    private readonly database: Database,
    private readonly node: Node,
    private readonly follower: Follower,
  ) {}

  static async open(followed: Followed, place: string | null, listener?: StepListener): Promise<Index> {
    const database = await openDatabase(place);
    const node = new Node(followed.weather.connection, PROGRAM_ID, new Pace(Number.POSITIVE_INFINITY));
    return new Index(followed, database, node, new Follower(node, database.db, listener));
  }

  pass() {
    return this.follower.pass();
  }

  /** The next process on the same database. */
  restarted(listener: StepListener): Follower {
    return new Follower(this.node, this.database.db, listener);
  }

  /** @param more what is not as usual */
  async server(more: Partial<ServerOptions> = {}): Promise<FastifyInstance> {
    const { db } = this.database;
    this.published ??= await openPublished(null);
    const known = { ownerOf: (bot: string) => ownerOf(db, bot), isTermsHash: (hash: string) => isTermsHash(db, hash) };
    return createServer({
      ...{ db, kept: null, logger: { info: () => {}, warn: () => {} } },
      publications: new Publications(this.published.db, known),
      genesisHash: () => this.node.genesisHash(),
      ...more,
    });
  }

  async close(): Promise<void> {
    await this.published?.close();
    await this.database.close();
  }

  async rows(query: string): Promise<Row[]> {
    return ((await this.database.db.execute(sql.raw(query))) as unknown as { rows: Row[] }).rows;
  }

  /** Everything that it answers from. */
  async answers(): Promise<unknown> {
    const texts = async (query: string) => (await this.rows(query)).map(({ row }) => row);
    return {
      entries: await texts("select to_jsonb(e)::text as row from entries e order by slot, place"),
      days: await texts("select to_jsonb(d)::text as row from days d order by owner, bot, day"),
      records: await texts("select to_jsonb(r)::text as row from records r order by bot, instance, sequence"),
      bots: await texts(
        "select (to_jsonb(b) - 'slot')::text as row from (select distinct on (address) * from bots order by address, slot desc) b",
      ),
      subscriptions: await texts(
        "select (to_jsonb(s) - 'slot')::text as row from (select distinct on (bot, instance) * from subscriptions order by bot, instance, slot desc) s",
      ),
    };
  }

  /** What happens is indexed, and then taken back. @param indexed called in between */
  async onAFork(play: () => Promise<unknown>, indexed: () => Promise<unknown> = async () => {}): Promise<void> {
    const { chain } = this.followed;
    const owners = [PROGRAM_ID, TOKEN_PROGRAM_ID].map((owner) => owner.toBase58());
    const accounts = () => new Map(owners.flatMap((owner) => [...chain.accountsOwnedBy(owner)]));
    const [before, slot] = [accounts(), chain.slots.slot];
    // What lands in the slot itself stays.
    chain.advanceSlots();
    await play();
    await this.pass();
    await this.expectAsOnChain();
    await indexed();
    chain.rewind(slot);
    for (const key of accounts().keys()) if (!before.has(key)) chain.setAccount(key, null);
    for (const [key, account] of before) chain.setAccount(key, account);
    // Until a node is as far as what it does not list, its list may be an old one.
    chain.advanceSlots(20);
  }

  /** What the chain's transactions come to, without an index. */
  async happened(): Promise<readonly Entry[]> {
    return enter(openBooks(PROGRAM_ID, { arrivals: "told" }), await this.transactions()).entries;
  }

  /** It has every entry that the chain's transactions make, and every live ledger says what its account says. */
  async expectAsOnChain(): Promise<void> {
    const entries = await this.happened();
    const stored = await this.rows("select * from entries order by slot, place");
    const told = stored.map(({ slot, signature, index, kind, deposited, credited, accrued, claimed, withdrawn }) =>
      [slot, signature, index, kind, deposited, credited, accrued, claimed, withdrawn].map(String),
    );
    expect(told).to.deep.equal(
      entries.map(({ slot, signature, index, kind, amounts: { deposited, credited, accrued, claimed, withdrawn } }) =>
        [slot, signature, index, kind, deposited, credited, accrued, claimed, withdrawn].map(String),
      ),
    );
    const sums = await this.rows(`select distinct on (s.subscription) s.*, encode(last_head, 'hex') as head
      from subscriptions s order by subscription, slot desc, live desc`);
    for (const row of sums) await this.expectLedger(row);
  }

  private async expectLedger(row: Row): Promise<void> {
    const { market } = this.followed;
    const address = [market.verified, ...[1, 2, 3].map((no) => market.attested(no))].find(
      (one) => one.toBase58() === row.subscription,
    );
    const account = await accountAt(market, address!);
    expect(row.live, `live ${row.subscription}`).to.equal(account !== null);
    if (account === null) return;
    const amount = (name: string) => BigInt(row[name] as string);
    const names = ["profit", "accrued", "credited", "claimed", "waived", "deposited", "withdrawn"] as const;
    const read = Object.fromEntries(names.map((name) => [name, amount(name)]));
    const ledger = { ...read, writtenOff: amount("written_off"), toVault: amount("to_vault") } as never;
    expect({
      ...read,
      balance: balanceIn(ledger),
      owed: owedIn(ledger),
      claimable: claimableIn(ledger),
    }).to.deep.include({
      profit: account.profitTotal,
      accrued: account.accrued,
      credited: account.credited,
      claimed: account.claimed,
      waived: account.waived,
      balance: account.balance,
      owed: owed(account),
      claimable: claimable(account),
    });
    if (row.head !== null) expect(row.head).to.equal(Buffer.from(account.head).toString("hex"));
    expect(BigInt(row.instance as string)).to.equal(account.instance);
  }

  private async transactions(): Promise<ReadTransaction[]> {
    const { connection } = this.followed.market.chain;
    const listed = await connection.getSignaturesForAddress(PROGRAM_ID, {}, "confirmed");
    const found: ReadTransaction[] = [];
    for (const { signature, err } of listed.reverse()) {
      if (err !== null) continue;
      const transaction = await connection.getTransaction(signature, {
        maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
        commitment: "confirmed",
      });
      found.push({
        signature,
        slot: transaction!.slot,
        time: transaction!.blockTime ?? null,
        transaction: transaction!,
      });
    }
    return found;
  }
}

const accountAt = (market: Market, address: PublicKey): Promise<Subscription | null> =>
  market.client.subscription(address).catch((error: Error) => {
    if (error.name === "NotFound") return null;
    throw error;
  });
