/**
 * Address lookup tables, as transactions take them: those that are usable now, and what there was no room for without one.
 * Nothing here asks or sends: a transaction without a usable table goes with less in it.
 */
import { AddressLookupTableAccount, type PublicKey, type TransactionInstruction } from "@solana/web3.js";
import type { Clock } from "../time/clock";

/** A table names itself with 32 bytes, and each address of it with one in place of 32: from two on it is shorter. */
const LEAST_FOUND = 2;
/**
 * From the third crowd on an account has paid for its place. The two of a row cost some 470 lamports: their part of the fees of
 * the transactions that make, extend and close a table. A row that goes with 29 others instead of 13 saves 190 a time.
 */
const CROWDS = 3;
/** A crowd is that of one minute, and counts for a day. */
const CROWD_MS = 60_000;
const REMEMBERED_MS = 86_400_000;

interface Usable {
  table: AddressLookupTableAccount;
  names: readonly string[];
}

interface Wish {
  key: PublicKey;
  crowds: number;
  at: number;
}

export class Tables {
  /** Whether there is nothing to read again: nothing that was wrong, and nothing that was not usable yet. */
  isTrusted = false;
  private usable: readonly Usable[] = [];
  /** Addresses that are in a table, or will be when its last extension is usable. */
  private held = new Set<string>();
  private readonly wishes = new Map<string, Wish>();
  private readonly used = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /** What the chain holds. @param slot in which it was read */
  set(tables: readonly AddressLookupTableAccount[], slot: number): void {
    const active = tables.filter((table) => table.isActive());
    this.held = new Set(active.flatMap(namesOf));
    this.usable = active.map((each) => {
      const table = usableIn(each, slot);
      return { table, names: namesOf(table) };
    });
    this.isTrusted = this.usable.every(({ names }, index) => names.length === active[index]!.state.addresses.length);
    for (const name of this.held) this.wishes.delete(name);
  }

  /** What is known may be wrong: none is used until they are set again. */
  distrust(): void {
    this.usable = [];
    this.isTrusted = false;
  }

  /** The tables that make a transaction of these instructions shorter, the most useful first. */
  covering(instructions: readonly TransactionInstruction[]): AddressLookupTableAccount[] {
    const open = new Set(keysOf(instructions).map((key) => key.toBase58()));
    const covering: AddressLookupTableAccount[] = [];
    const sorted = this.usable
      .map(({ table, names }) => ({ table, names: names.filter((name) => open.has(name)) }))
      .filter(({ names }) => names.length >= LEAST_FOUND)
      .sort((one, other) => other.names.length - one.names.length);
    for (const { table, names } of sorted) {
      if (names.filter((name) => open.delete(name)).length < LEAST_FOUND) continue;
      covering.push(table);
      this.used.add(table.key.toBase58());
    }
    return covering;
  }

  /** They were due together, and there was no room for all of them. */
  crowded(instructions: readonly TransactionInstruction[]): void {
    const now = this.clock.now();
    for (const key of keysOf(instructions)) {
      const name = key.toBase58();
      if (this.held.has(name)) continue;
      const { crowds, at } = this.wishes.get(name) ?? { crowds: 0, at: Number.NEGATIVE_INFINITY };
      const past = now - at < REMEMBERED_MS ? crowds : 0;
      if (now - at >= CROWD_MS) this.wishes.set(name, { key, crowds: past + 1, at: now });
    }
  }

  /** A transaction of these alone is too large: without a table it is never sent. */
  needed(instructions: readonly TransactionInstruction[]): void {
    const at = this.clock.now();
    for (const key of keysOf(instructions)) {
      if (!this.held.has(key.toBase58()))
        this.wishes.set(key.toBase58(), { key, crowds: Number.POSITIVE_INFINITY, at });
    }
  }

  /** The accounts that are worth a place, those that are needed first. */
  worthwhile(): { keys: PublicKey[]; needed: boolean } {
    const now = this.clock.now();
    for (const [name, { at }] of this.wishes) if (now - at >= REMEMBERED_MS) this.wishes.delete(name);
    const worth = [...this.wishes.values()].filter(({ crowds }) => crowds >= CROWDS);
    worth.sort((one, other) => Number(other.crowds > one.crowds) - Number(one.crowds > other.crowds));
    return { keys: worth.map(({ key }) => key), needed: worth[0]?.crowds === Number.POSITIVE_INFINITY };
  }

  /** The tables that were used since this was asked last, base58. */
  takeUsed(): string[] {
    const used = [...this.used];
    this.used.clear();
    return used;
  }
}

const namesOf = ({ state }: AddressLookupTableAccount): string[] => state.addresses.map((key) => key.toBase58());

/** The first slot in which a transaction can use all that the table shows. */
export const usableFrom = ({ state }: AddressLookupTableAccount): number => state.lastExtendedSlot + 1;

/** Without what was added in the very slot. */
function usableIn(table: AddressLookupTableAccount, slot: number): AddressLookupTableAccount {
  const { key, state } = table;
  if (slot >= usableFrom(table)) return table;
  const addresses = state.addresses.slice(0, state.lastExtendedSlotStartIndex);
  // What is left was usable before.
  return new AddressLookupTableAccount({ key, state: { ...state, addresses, lastExtendedSlot: 0 } });
}

/** What a table may hold: no signer, and no program that is called. */
function keysOf(instructions: readonly TransactionInstruction[]): PublicKey[] {
  const fixed = new Set(instructions.map(({ programId }) => programId.toBase58()));
  const metas = instructions.flatMap(({ keys }) => keys);
  for (const { pubkey, isSigner } of metas) if (isSigner) fixed.add(pubkey.toBase58());
  const all = new Map(metas.map(({ pubkey }) => [pubkey.toBase58(), pubkey]));
  return [...all].filter(([name]) => !fixed.has(name)).map(([, key]) => key);
}
