/** All accounts of the model, and a journal that takes a refused transaction back. */
import { type Address, SYSTEM } from "./addresses";
import type { Bot, Content, Keeper, Subscription, Tokens } from "./contents";
import type { VenueUser } from "./venue";

/** One address of the chain. */
export class Cell {
  lamports = 0n;
  owner: Address = SYSTEM;
  content: Content | null = null;

  constructor(readonly address: Address) {}
}

interface Saved {
  lamports: bigint;
  owner: Address;
  content: Content | null;
}

export class State {
  /** Unix seconds. */
  now = 0n;
  readonly cells = new Map<Address, Cell>();
  readonly venueUsers = new Map<Address, VenueUser>();
  /** What each cell was before the running transaction changed it. */
  readonly journal = new Map<Cell, Saved>();

  cell(address: Address): Cell {
    let cell = this.cells.get(address);
    if (cell === undefined) {
      cell = new Cell(address);
      this.cells.set(address, cell);
    }
    return cell;
  }

  /** Has to come before a change to the cell. */
  touch(cell: Cell): Cell {
    if (!this.journal.has(cell)) {
      const { lamports, owner, content } = cell;
      this.journal.set(cell, { lamports, owner, content: content === null ? null : { ...content } });
    }
    return cell;
  }

  begin(): void {
    this.journal.clear();
  }

  /** Takes every change since `begin` back. */
  rollBack(): void {
    for (const [cell, saved] of this.journal) Object.assign(cell, saved);
    this.journal.clear();
  }

  /** The cell's content before the running transaction. */
  before(cell: Cell): Content | null {
    const saved = this.journal.get(cell);
    return saved === undefined ? cell.content : saved.content;
  }

  tokens(address: Address): Tokens | null {
    const { content } = this.cell(address);
    return content?.kind === "tokens" ? content : null;
  }

  subscription(address: Address): Subscription | null {
    const { content } = this.cell(address);
    return content?.kind === "subscription" ? content : null;
  }

  bot(address: Address): Bot | null {
    const { content } = this.cell(address);
    return content?.kind === "bot" ? content : null;
  }

  keeper(address: Address): Keeper | null {
    const { content } = this.cell(address);
    return content?.kind === "keeper" ? content : null;
  }
}

/** Lamports that keep an account of this length alive. */
export const rent = (length: number): bigint => BigInt(length + 128) * 6_960n;
