/** The settling instructions in the model. */
import { sha256 } from "@profit-share/testing/svm/history";
import { type Address, DRIFT, SYSTEM } from "../addresses";
import { ACTIVE, CLOSING, LENGTH, lengthOf, type Subscription } from "../contents";
import type { Row } from "../instructions";
import type { State } from "../state";
import { type Reading, readingOf } from "../venue";
import { type Call, checkEventAuthority, checkInstance, type Given, loadTyped } from "./call";
import { need, Refusal, refuse, returnedCode } from "./refusal";
import {
  ATTESTED_SOURCE,
  append,
  checkClose,
  DRIFT_SOURCE,
  hasEnded,
  settleClose,
  settledEvent,
  settleReading,
} from "./settlement";

/** What a venue user tells; null if it is gone. @throws Refusal if it is there but unreadable */
export function readUser(state: State, at: Address): Reading | null {
  const { owner, content } = state.cell(at);
  if (owner !== DRIFT) {
    need(owner === SYSTEM && content === null, "VenueOwner");
    return null;
  }
  need(lengthOf(content) === LENGTH.venue, "VenueLength");
  const user = state.venueUsers.get(at);
  if (user?.form !== "user") refuse("VenueDiscriminator");
  return readingOf(user);
}

/** Null also if the account is unreadable or the subscription attested. */
function tryReading(state: State, s: Subscription): { reading: Reading | null } | null {
  if (s.terms.source !== DRIFT_SOURCE) return null;
  try {
    return { reading: readUser(state, s.venueUser) };
  } catch (failure) {
    if (failure instanceof Refusal) return null;
    throw failure;
  }
}

/** Settles before something else is done; what cannot be read is left out. */
export function settleFirst(call: Call, s: Subscription): void {
  const read = tryReading(call.state, s);
  if (read === null) return;
  const record = settleReading(s, read.reading, call.state.now);
  if (record !== null) call.events.push(settledEvent(append(call.address("subscription"), s, record)));
}

/** Whether a settlement has nothing to do at all; then not even its time is stored. */
function isSettledAt(s: Subscription, reading: Reading): boolean {
  const waits = s.mark < reading.realized || (s.balance > 0n && s.accrued > s.credited + s.waived);
  const moved =
    s.last !== reading.realized ||
    s.loss !== reading.loss ||
    s.liquidationId !== reading.liquidationId ||
    s.totalDeposits !== reading.deposits ||
    s.totalWithdraws !== reading.withdraws;
  return s.state === ACTIVE && !waits && !moved && !reading.beingLiquidated && s.beingLiquidated === 0;
}

export function settle(call: Call): void {
  const { state } = call;
  need(call.address("venue_user") === call.subscription().venueUser, "VenueUserMismatch");
  checkEventAuthority(call);
  const s = call.change<Subscription>("subscription");
  need(s.terms.source !== ATTESTED_SOURCE, "WrongSource");
  const read = tryReading(state, s);
  if (hasEnded(s, state.now)) return;
  const reading = read === null ? readUser(state, s.venueUser) : read.reading;
  if (reading !== null && isSettledAt(s, reading)) return;
  const record = settleReading(s, reading, state.now);
  if (record !== null) call.events.push(settledEvent(append(call.address("subscription"), s, record)));
}

export function settleAttested(call: Call): void {
  need(call.address("signer") === call.keeper("keeper").signer, "NotKeeperSigner");
  need(call.address("keeper") === call.subscription().terms.keeper, "KeeperMismatch");
  checkEventAuthority(call);
  checkInstance(call);
  const s = call.change<Subscription>("subscription");
  const { now } = call.state;
  checkClose(s, call.args.close!, now);
  const record = settleClose(s, call.args.close!, now);
  call.events.push(settledEvent(append(call.address("subscription"), s, record)));
}

/** Begins the data of a `SettledBatch` event instruction. */
const BATCH_TAG = Buffer.concat([
  Buffer.from("e445a52e51cb9a1d", "hex"),
  sha256(Buffer.from("event:SettledBatch")).subarray(0, 8),
]);

export function settleBatch(call: Call): void {
  checkEventAuthority(call);
  const rows = call.args.rows!;
  const { remaining } = call;
  need(remaining.length === 2 * rows.length, "MalformedBatch");
  const keeper = call.has("keeper") ? call.address("keeper") : null;
  const signed = keeper !== null && call.has("signer") && call.keeper("keeper").signer === call.address("signer");
  const settled: Buffer[] = [];
  const done = new Set<Address>();
  const skipped: [number, bigint][] = [];
  rows.forEach((row, index) => {
    const given = remaining[2 * index]!;
    try {
      need(!done.has(given.cell.address), "SubscriptionRepeated");
      const event = settleRow(call.state, given, remaining[2 * index + 1]!.cell.address, row, { keeper, signed });
      if (event === null) return;
      settled.push(event);
      done.add(given.cell.address);
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      skipped.push([index, returnedCode(failure.error)]);
    }
  });
  if (settled.length > 0) {
    const bytes = Buffer.concat(settled);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    call.events.push(Buffer.concat([BATCH_TAG, length, bytes]));
  }
  call.returned = skippedBytes(skipped);
}

function skippedBytes(skipped: [number, bigint][]): Buffer {
  const bytes = Buffer.alloc(4 + 9 * skipped.length);
  bytes.writeUInt32LE(skipped.length);
  skipped.forEach(([row, error], index) => {
    bytes.writeUInt8(row, 4 + 9 * index);
    bytes.writeBigUInt64LE(error, 5 + 9 * index);
  });
  return bytes;
}

/** The keeper of a batch, and whether its signer signed. */
interface Attester {
  keeper: Address | null;
  signed: boolean;
}

/** What the row adds to the event; null if there was nothing to record. @throws Refusal before anything is written */
function settleRow(state: State, given: Given, other: Address, row: Row, attester: Attester): Buffer | null {
  loadTyped("subscription", true, given);
  const { cell } = given;
  const s = state.touch(cell).content as Subscription;
  if (row !== null) {
    need(attester.keeper !== null && attester.keeper === s.terms.keeper, "KeeperMismatch");
    need(attester.signed, "NotKeeperSigner");
    need(other === s.bot, "BotMismatch");
    need(row.instance === s.instance, "InstanceMismatch");
    checkClose(s, row.close, state.now);
    return append(cell.address, s, settleClose(s, row.close, state.now));
  }
  need(other === s.venueUser, "VenueUserMismatch");
  need(s.terms.source === DRIFT_SOURCE, "WrongSource");
  const reading = readUser(state, s.venueUser);
  const record = settleReading(s, reading, state.now);
  return record === null ? null : append(cell.address, s, record);
}

export function unsubscribe(call: Call): void {
  const signer = call.address("signer");
  need(call.address("venue_user") === call.subscription().venueUser, "VenueUserMismatch");
  checkEventAuthority(call);
  checkInstance(call);
  const { subscriber, agent, state } = call.subscription();
  need(signer === subscriber || signer === agent, "NotSubscriberOrAgent");
  need(state === ACTIVE, "AlreadyClosing");
  const s = call.change<Subscription>("subscription");
  s.state = CLOSING;
  s.closingAt = call.state.now;
  settleFirst(call, s);
}
