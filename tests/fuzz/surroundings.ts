/** What is around the transactions: actors with money, mints and venue users at the start, and what happens to them later. */
import {
  type Address,
  actor,
  DRIFT,
  drawer,
  EVENT_AUTHORITY,
  FOREIGN_TOKENS,
  mint,
  PROGRAM,
  purse,
  QUOTE_MARKET,
  SYSTEM,
  TOKEN,
  TOKEN_2022,
  venueUser,
} from "./addresses";
import { bytesOf, type Content, LENGTH } from "./contents";
import type { NativeSvm } from "./native-svm";
import type { Operation } from "./operations";
import { type Cell, rent, type State } from "./state";
import { newUser, type VenueUser, venueAccount, venueOwner } from "./venue";

const ACTOR_COUNT = 14;
export const ACTORS = Array.from({ length: ACTOR_COUNT }, (_, index) => actor(index));
/** Owns too little for any rent. */
const PAUPER = ACTORS[ACTOR_COUNT - 1]!;
const PAUPER_LAMPORTS = 1_000_000n;
const LAMPORTS = 10n ** 15n;

/** The quote of the venue, another one with six decimals, one with nine. */
export const MINTS = [mint(0), mint(1), mint(2)] as const;
export const decimalsOf = (of: Address): number => (of === MINTS[2] ? 9 : 6);

/** All tokens of a mint: the most there can be, so that amounts of any size occur. */
export const SUPPLY = 2n ** 64n - 1n;
const EACH = 10n ** 15n;
/** Has what the others have not. */
export const WHALE = ACTORS[0]!;

/** Every agent's accounts on the venue. */
export const VENUE_USERS = ACTORS.slice(0, 8).flatMap((agent) => [venueUser(agent, 0), venueUser(agent, 1)]);

/** Starts at day 20,000. */
const START = 1_728_000_000n;

const NATIVE_LOADER = "native loader";
const SPOT_MARKET_DISCRIMINATOR = Buffer.from("64b1086ba8414127", "hex");
const MARKET_LENGTH = 776;
const MARKET_MINT = 72;
/** Of a token account with an extension. */
const FOREIGN_LENGTH = 170;

export function establish(state: State, chain: NativeSvm): void {
  if (chain.rent(LENGTH.tokens) !== rent(LENGTH.tokens)) throw new Error("The chain's rent is not mainnet's");
  setTime(state, chain, START);
  for (const program of [PROGRAM, SYSTEM, TOKEN]) {
    const cell = state.cell(program);
    cell.content = { kind: "program", length: 1 };
    cell.lamports = 1n;
    cell.owner = { ...SYSTEM, name: NATIVE_LOADER };
  }
  state.cell(EVENT_AUTHORITY);
  for (const one of ACTORS) place(state, chain, one, SYSTEM, null, one === PAUPER ? PAUPER_LAMPORTS : LAMPORTS);
  for (const of of MINTS) {
    place(state, chain, of, TOKEN, { kind: "mint", length: LENGTH.mint }, undefined, mintBytes(decimalsOf(of)));
    for (const owner of ACTORS) {
      const whale = owner === WHALE;
      const amount = whale ? SUPPLY - EACH * BigInt(2 * ACTOR_COUNT - 1) : EACH;
      place(state, chain, purse(owner, of), TOKEN, { kind: "tokens", mint: of, owner, amount, frozen: false });
      place(state, chain, drawer(owner, of), TOKEN, { kind: "tokens", mint: of, owner, amount: EACH, frozen: false });
    }
  }
  const market = Buffer.alloc(MARKET_LENGTH);
  market.set(SPOT_MARKET_DISCRIMINATOR);
  market.set(MINTS[0].bytes, MARKET_MINT);
  place(state, chain, QUOTE_MARKET, DRIFT, { kind: "market", length: MARKET_LENGTH }, undefined, market);
  const foreign = Buffer.alloc(FOREIGN_LENGTH);
  place(
    state,
    chain,
    FOREIGN_TOKENS,
    TOKEN_2022,
    { kind: "foreign tokens", length: foreign.length },
    undefined,
    foreign,
  );
  for (const user of VENUE_USERS) setVenueUser(state, chain, user, newUser(user.of[0]!));
}

/** SPL mint without authorities: supply, decimals, initialized. */
function mintBytes(decimals: number): Buffer {
  const data = Buffer.alloc(LENGTH.mint);
  data.writeBigUInt64LE(SUPPLY, 36);
  data.writeUInt8(decimals, 44);
  data.writeUInt8(1, 45);
  return data;
}

/** Writes an account in model and chain. @param data needed where the model does not know the bytes */
function place(
  state: State,
  chain: NativeSvm,
  at: Address,
  owner: Address,
  content: Content | null,
  lamports?: bigint,
  data?: Buffer,
): void {
  const cell = state.cell(at);
  cell.owner = owner;
  cell.content = content;
  const bytes = data ?? bytesOf(content)!;
  cell.lamports = lamports ?? rent(bytes.length);
  chain.set(at, owner, cell.lamports, bytes);
}

function setTime(state: State, chain: NativeSvm, now: bigint): void {
  chain.setTime(now, (now - state.now) * 2n);
  state.now = now;
}

function setVenueUser(state: State, chain: NativeSvm, at: Address, user: VenueUser): void {
  state.venueUsers.set(at, user);
  const account = venueAccount(user);
  const cell = state.cell(at);
  cell.owner = venueOwner(user);
  cell.content = account === null ? null : { kind: "venue", length: account.data.length };
  cell.lamports = account === null ? 0n : rent(account.data.length);
  chain.set(at, cell.owner, cell.lamports, account?.data ?? Buffer.alloc(0));
}

type Event = Exclude<Operation, { kind: "send" }>;
type TokenEvent = Exclude<Event, { kind: "time" | "venue" }>;

/** Does what happens outside of the program, in model and chain alike. */
export function happen(state: State, chain: NativeSvm, event: Event): void {
  if (event.kind === "time") setTime(state, chain, state.now + event.seconds);
  else if (event.kind === "venue") setVenueUser(state, chain, event.user, event.state);
  else for (const cell of changed(state, event)) write(chain, cell);
}

const write = (chain: NativeSvm, { address, owner, lamports, content }: Cell): void =>
  chain.set(address, owner, lamports, bytesOf(content)!);

/** Changes the model's cells and returns them; none if the event is impossible by now. */
function changed(state: State, event: TokenEvent): Cell[] {
  if (event.kind === "give")
    return give(state, event.from, event.to, event.amount) ? cells(state, event.from, event.to) : [];
  const cell = state.cell(event.at);
  const tokens = state.tokens(event.at);
  switch (event.kind) {
    case "lamports":
      cell.lamports += event.amount;
      return [cell];
    case "assign":
      return [Object.assign(cell, { owner: event.owner })];
    case "open": {
      if (cell.content !== null) return [];
      const content = { kind: "tokens", mint: event.mint, owner: event.owner, amount: 0n, frozen: false } as const;
      return [Object.assign(cell, { lamports: rent(LENGTH.tokens), owner: TOKEN, content: { ...content } })];
    }
    case "vanish":
      if (tokens === null || !give(state, event.at, event.to, tokens.amount)) return [];
      Object.assign(cell, { lamports: 0n, owner: SYSTEM, content: null });
      return cells(state, event.at, event.to);
    default:
      if (tokens === null) return [];
      if (event.kind === "freeze") tokens.frozen = event.frozen;
      else tokens.owner = event.owner;
      return [cell];
  }
}

const cells = (state: State, ...addresses: Address[]): Cell[] => addresses.map((address) => state.cell(address));

/** Whether such tokens are there to be given. */
export function canGive(state: State, fromAt: Address, toAt: Address, amount: bigint): boolean {
  const [from, to] = [state.tokens(fromAt), state.tokens(toAt)];
  return from !== null && to !== null && from !== to && from.mint === to.mint && from.amount >= amount;
}

function give(state: State, from: Address, to: Address, amount: bigint): boolean {
  if (!canGive(state, from, to, amount)) return false;
  state.tokens(from)!.amount -= amount;
  state.tokens(to)!.amount += amount;
  return true;
}
