/**
 * What a keeper noted beside the chain: trades by their ids, and realized PnL between records. It is read from the keeper's own
 * database and never changed. No chain proves it: it is marked `kept`.
 */
import { type Database, openReadOnly } from "@profit-share/storage";
import { type SQL, sql } from "drizzle-orm";

export interface AgreementKey {
  subscription: string;
  instance: bigint;
}

/** A look at the venue's account. Amounts are 1e-6 of the quote; null where the account was gone. */
export interface Observation {
  slot: number;
  /** Unix seconds. */
  at: number;
  realized: bigint | null;
  loss: bigint | null;
  flat: boolean | null;
}

/** A closed trade. */
export interface Trade {
  /** `close`: as the host said it. The others are from Drift's log. */
  kind: "close" | "fill" | "flip" | "liquidation" | "unread";
  /** As the host said it, or `drift:<market>:<fill>`; null if nobody knows it. */
  tradeId: string | null;
  /** Of the settlement that includes it; null if that is not known. */
  sequence: bigint | null;
  /** 1e-6 of the quote; null if nobody knows it. */
  pnl: bigint | null;
  /** Of the transaction that settled it, or in which it was traded; null: it waits. */
  signature: string | null;
  slot: number | null;
  market: number | null;
}

type Row = Record<string, string | null>;

export class KeeperTables {
  private readonly database: Database;

  /** @param url `postgres://…` of the keeper. No connection is made before the first question */
  constructor(url: string) {
    this.database = openReadOnly(url, "profit_share_indexer_reading");
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** Oldest first. @param after the slot of the last that is known; -1: from the first */
  async observations(of: AgreementKey, after: number, limit: number): Promise<Observation[]> {
    const rows = await this.ask(sql`select slot::text, at::text, realized_pnl::text, loss::text, flat::text
      from profit_share.observations where ${isOf(of)} and slot > ${after} order by slot limit ${limit}`);
    return rows.map(({ slot, at, realized_pnl, loss, flat }) => ({
      slot: Number(slot),
      at: Number(at),
      realized: amount(realized_pnl),
      loss: amount(loss),
      flat: flat === null ? null : flat === "true",
    }));
  }

  /** Oldest first; those of the host before those of the venue, of which an agreement has one kind. @param skip so many are known */
  async trades(of: AgreementKey, skip: number, limit: number): Promise<Trade[]> {
    const rows = await this.ask(sql`select * from (
        select 'close' as kind, trade_id, sequence, sequence::text as sequence_text, close_pnl::text as pnl, signature,
          slot::text as slot, null as market, 0 as event_order
        from profit_share.closes where ${isOf(of)}
        union all
        select kind, 'drift:' || market_index || ':' || fill_record_id, slot, sequence::text, pnl::text, signature,
          slot::text, market_index::text, event_order
        from profit_share.profit_share_venue_trades where ${isOf(of)}
      ) trades order by sequence, signature, event_order limit ${limit} offset ${skip}`);
    return rows.map(({ kind, trade_id, sequence_text, pnl, signature, slot, market }) => ({
      kind: kind as Trade["kind"],
      tradeId: trade_id ?? null,
      sequence: amount(sequence_text),
      pnl: amount(pnl),
      signature: signature ?? null,
      slot: slot == null ? null : Number(slot),
      market: market == null ? null : Number(market),
    }));
  }

  private async ask(query: SQL): Promise<Row[]> {
    return ((await this.database.db.execute(query)) as unknown as { rows: Row[] }).rows;
  }
}

const isOf = ({ subscription, instance }: AgreementKey): SQL =>
  sql`subscription = ${subscription} and instance = ${instance}`;

const amount = (text: string | null | undefined): bigint | null => (text == null ? null : BigInt(text));
