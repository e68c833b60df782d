/** One instruction in the model: its accounts as the program would load them. */
import { type Address, EVENT_AUTHORITY, PROGRAM, SYSTEM, TOKEN } from "../addresses";
import { type Bot, type Content, type Keeper, LENGTH, lengthOf, type Subscription, type Tokens } from "../contents";
import { type Args, PLACES, type Place } from "../instructions";
import type { Send } from "../operations";
import type { Cell, State } from "../state";
import { need, refuse } from "./refusal";

/** An account as an instruction sees it. */
export interface Given {
  cell: Cell;
  signer: boolean;
  writable: boolean;
}

/** The runtime takes the flag away from the system program and from the one that is invoked. */
const NEVER_WRITABLE = [SYSTEM, PROGRAM];

export class Call {
  readonly args: Args;
  /** In the order in which the program declares them; then what remains. */
  readonly given: Given[];
  /** Expected data of the self-CPI events. */
  readonly events: Buffer[] = [];
  returned: Buffer = Buffer.alloc(0);
  private readonly places: readonly Place[];

  constructor(
    readonly state: State,
    { instruction, accounts, args }: Send,
  ) {
    this.args = args;
    this.places = PLACES[instruction];
    // A transaction lists an address once: it signs or is writable everywhere or nowhere.
    this.given = accounts.map(({ address }) => {
      const same = accounts.filter((other) => other.address === address);
      return {
        cell: state.cell(address),
        signer: same.some(({ signer }) => signer),
        writable: same.some(({ writable }) => writable) && !NEVER_WRITABLE.includes(address),
      };
    });
  }

  /** What every instruction checks before its own checks. */
  load(): void {
    const declared = this.given.slice(0, this.places.length);
    const repeated = declared.map(({ cell }) => declared.filter((other) => other.cell === cell).length > 1);
    const clash = this.places.some(({ mut, dup, optional }, index) => mut && !dup && !optional && repeated[index]);
    need(!clash, "ConstraintDuplicateMutableAccount");
    this.places.forEach((place, index) => {
      if (place.init || (place.optional && !this.has(place.name))) return;
      need(!(place.optional && place.mut && repeated[index]), "ConstraintDuplicateMutableAccount");
      loadAs(place, declared[index]!);
    });
  }

  /** Accounts beyond the declared ones. */
  get remaining(): Given[] {
    return this.given.slice(this.places.length);
  }

  private place(name: string): Given {
    const index = this.places.findIndex((place) => place.name === name);
    return this.given[index]!;
  }

  at(name: string): Cell {
    return this.place(name).cell;
  }

  address(name: string): Address {
    return this.at(name).address;
  }

  /** Whether an optional account was given: left out it is written as the program. */
  has(name: string): boolean {
    return this.address(name) !== PROGRAM;
  }

  signed(name: string): boolean {
    return this.place(name).signer;
  }

  writable(name: string): boolean {
    return this.place(name).writable;
  }

  /** The content of a loaded account, to be read. */
  keeper(name: string): Keeper {
    return this.at(name).content as Keeper;
  }

  bot(name = "bot"): Bot {
    return this.at(name).content as Bot;
  }

  subscription(name = "subscription"): Subscription {
    return this.at(name).content as Subscription;
  }

  tokens(name: string): Tokens {
    return this.at(name).content as Tokens;
  }

  /** The same, to be changed. */
  change<C extends Content>(name: string): C {
    return this.state.touch(this.at(name)).content as C;
  }
}

function loadAs({ type, mut, name }: Place, given: Given): void {
  if (type === "signer") need(given.signer && (!mut || given.writable), "MissingRequiredSignature");
  else if (type === "any") need(!mut || given.writable, "ConstraintMut");
  else if (type === "program") {
    need(given.cell.content?.kind === "program", "ConstraintExecutable");
    need(given.cell.address === (name === "token_program" ? TOKEN : SYSTEM), "IncorrectProgramId");
  } else loadTyped(type, mut, given);
}

/** The checks of a typed account, as the framework makes them: in another order if it is mutable. */
export function loadTyped(
  type: "keeper" | "bot" | "subscription" | "tokens" | "mint",
  mut: boolean,
  { cell, writable }: Given,
): void {
  const owner = type === "tokens" || type === "mint" ? TOKEN : PROGRAM;
  const length = lengthOf(cell.content);
  need(!mut || writable, "ConstraintMut");
  need(!mut || length >= LENGTH[type], "AccountDataTooSmall");
  if (cell.owner !== owner) {
    refuse(
      owner === PROGRAM && cell.lamports === 0n && cell.owner === SYSTEM ? "UninitializedAccount" : "IllegalOwner",
    );
  }
  need(owner === PROGRAM || length === LENGTH[type], "InvalidAccountData");
  need(length >= LENGTH[type], "AccountDataTooSmall");
  need(cell.content?.kind === type, "InvalidAccountData");
}

/** Refuses an instruction that was made for another agreement at the address. @param bot the one that is meant */
export function checkInstance(call: Call, bot = call.args.bot): void {
  const s = call.subscription();
  need(s.bot === bot, "BotMismatch");
  need(s.instance === call.args.instance, "InstanceMismatch");
}

export function checkEventAuthority(call: Call): void {
  need(call.address("event_authority") === EVENT_AUTHORITY, "InvalidSeeds");
}
