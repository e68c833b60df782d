/** A host's bots, as its file has them. Pure. */
import { createHash } from "node:crypto";
import {
  botAddress,
  InvalidInput,
  MAX_PROFIT_SHARE_BPS,
  type PublishBot,
  type Source,
  type Terms,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { FEE_BASES, SOURCES } from "../deployment/plan";
import { parseAddress, parseDollarsOf, parseDollarsOrZero, parseId, parsePercent } from "../input/arguments";
import { type Columns, cell, type Read, type Row, readEach } from "./rows";

export const BOT_COLUMNS: Columns = {
  required: ["id", "owner", "source", "profitSharePercent", "minDailyCap", "terms"],
  optional: ["payoutWallet", "feeBasis", "minBalance", "minPayout"],
};

/** What all bots of a marketplace have in common. */
export interface Market {
  programId: PublicKey;
  mint: PublicKey;
  /** Attests the closes of attested bots; null if there are none. */
  keeper: PublicKey | null;
}

export interface HostBot {
  place: string;
  /** By which subscribers name it. */
  id: string;
  address: PublicKey;
  publication: PublishBot;
}

export function readBots(rows: readonly Row[], market: Market): Read<HostBot> {
  const places = new Map<string, string>();
  return readEach(rows, (row) => {
    const bot = botIn(row, market);
    const before = places.get(bot.id);
    if (before !== undefined) throw new InvalidInput(`id "${bot.id}" is that of ${before}, too: each bot has its own`);
    places.set(bot.id, row.place);
    return bot;
  });
}

const ID_LENGTH = 16;

function botIn(row: Row, { programId, mint, keeper }: Market): HostBot {
  const id = cell(row, "id");
  const creator = parseAddress("owner", cell(row, "owner"));
  const { payoutWallet, minBalance = "0", minPayout = "0.01" } = row.cells;
  const source = oneOf("source", cell(row, "source"), SOURCES);
  const bytes = idBytes(id);
  return {
    place: row.place,
    id,
    address: botAddress(creator, bytes, programId),
    publication: {
      creator,
      id: bytes,
      terms: {
        source,
        feeBasis: feeBasisIn(row, source),
        profitShareBps: shareIn(cell(row, "profitSharePercent")),
        minBalance: parseDollarsOrZero("minBalance", minBalance),
        minDailyCap: parseDollarsOf("minDailyCap", cell(row, "minDailyCap")),
        keeper: source === "attested" ? requireKeeper(keeper) : null,
        mint,
        hash: createHash("sha256").update(cell(row, "terms")).digest(),
      },
      minPayout: parseDollarsOf("minPayout", minPayout),
      payoutWallet: payoutWallet === undefined ? creator : parseAddress("payoutWallet", payoutWallet),
    },
  };
}

/** A short text fills up with zeros, as in a plan of `deploy`; longer ones are UUIDs. */
function idBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  if (bytes.length > ID_LENGTH) return parseId(text, "id");
  return Buffer.concat([bytes, Buffer.alloc(ID_LENGTH - bytes.length)]);
}

function shareIn(text: string): number {
  const bps = parsePercent("profitSharePercent", text);
  if (bps <= MAX_PROFIT_SHARE_BPS) return bps;
  throw new InvalidInput(`profitSharePercent ${text} is more than ${MAX_PROFIT_SHARE_BPS / 100}, the most of a bot`);
}

function feeBasisIn(row: Row, source: Source): Terms["feeBasis"] {
  const feeBasis = oneOf("feeBasis", row.cells.feeBasis ?? "high_water_mark", FEE_BASES);
  if (source === "attested" || feeBasis === "high_water_mark") return feeBasis;
  throw new InvalidInput(`feeBasis each_close is for attested bots, the source is ${source}: use high_water_mark`);
}

function requireKeeper(keeper: PublicKey | null): PublicKey {
  if (keeper !== null) return keeper;
  throw new InvalidInput("source is attested, so a keeper attests its closes: pass its account with --keeper");
}

function oneOf<Name extends string>(column: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new InvalidInput(`${column} "${text}" is none of ${names.join(", ")}`);
  return found;
}
