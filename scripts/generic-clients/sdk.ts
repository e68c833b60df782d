/** What this repository's SDK reads, with its own words taken back to the codes on the chain. */
import { decodeBot, decodeKeeper, decodeSubscription, PROGRAM_ID } from "@profit-share/sdk";
import { decodeHistoryEvents, encodeRecord, logEvents, type SettledEvent } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import type { Stored } from "./flow";
import { fieldsOf, plain, type Reading } from "./values";

const ACCOUNTS: Record<string, (data: Uint8Array) => object> = {
  Bot: decodeBot,
  Keeper: decodeKeeper,
  Subscription: decodeSubscription,
};
const CODES: Record<string, Record<string, number>> = {
  state: { active: 1, closing: 2, ended: 3 },
  source: { drift: 1, velocity: 2, attested: 3 },
  feeBasis: { high_water_mark: 1, each_close: 2 },
  kind: { verified: 1, attested: 2 },
};
const FLAGS: Record<string, number> = { liquidation: 1, recreated: 2, capped: 4, final: 8, ended: 16 };
/** Begins the data of an event instruction. */
const TAG = Buffer.from("e445a52e51cb9a1d", "hex");
const SELF_CPI = ["Settled", "SettledBatch", "Closed"];

/** It leaves out the version, which it checks, bumps and reserved bytes. */
export const sdkAccount = ({ name, data }: Stored): Reading => ({
  name,
  fields: fieldsOf(coded(ACCOUNTS[name]!(data))),
});

export function sdkEvent(event: Stored): Reading {
  return SELF_CPI.includes(event.name) ? historyEvent(event) : logEvent(event);
}

function logEvent({ data }: Stored): Reading {
  const program = PROGRAM_ID.toBase58();
  const line = `Program data: ${Buffer.from(data).toString("base64")}`;
  const [event] = logEvents([`Program ${program} invoke [1]`, line, `Program ${program} success`]);
  return { name: event!.name, fields: fieldsOf(event!.data) };
}

function historyEvent({ name, data }: Stored): Reading {
  const events = decodeHistoryEvents(Buffer.concat([TAG, data]));
  // The SDK reads a batch as the settlements in it.
  if (name === "SettledBatch") {
    const settled = events.map((event) => settlementBytes(event.data as SettledEvent));
    return { name, fields: { settlements: plain(Buffer.concat(settled)) } };
  }
  const [event] = events;
  return { name: event!.name, fields: fieldsOf(coded(event!.data)) };
}

const settlementBytes = ({ subscription, record, head }: SettledEvent): Buffer =>
  Buffer.concat([subscription.toBytes(), encodeRecord(record), head]);

/** Names, flags and absent addresses as the chain has them. */
function coded(read: object): object {
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, codedValue(name, value)]));
}

function codedValue(name: string, value: unknown): unknown {
  if (value === null) return PublicKey.default;
  if (typeof value === "boolean") return Number(value);
  if (name in CODES) return CODES[name]![value as string];
  if (name === "flags") return flagBits(value as Record<string, boolean>);
  return name === "terms" || name === "record" ? coded(value as object) : value;
}

const flagBits = (flags: Record<string, boolean>): number =>
  Object.entries(flags).reduce((bits, [name, set]) => bits | (set ? FLAGS[name]! : 0), 0);
