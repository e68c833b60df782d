import { EventEmitter } from "node:events";
import { Keypair, type VersionedMessage } from "@solana/web3.js";
import { accountsOf, type LookupContext, type TransactionAccounts } from "./accounts-of";
import { Archive } from "./archive";
import { execute } from "./execute";
import { airdropTransaction, FAUCET_LAMPORTS } from "./faucet";
import { feeOf } from "./fee";
import { Ledger, type TransactionRecord } from "./ledger";
import { loadsTooMuch } from "./loaded-size";
import { LAMPORTS_PER_BYTE } from "./rent";
import { type AccountState, type EpochSchedule, NO_ACCOUNT, notRun, Runtime, type Simulation } from "./runtime";
import { SLOT_HASHES, Slots } from "./slots";
import { Supply } from "./supply";
import { type TransactionError, TransactionRefused } from "./transaction-error";
import { WallClock } from "./wall-clock";
import { decodeTransaction, signatureOf, type WireTransaction } from "./wire";

export interface ChainOptions {
  /** Unix seconds at which the chain's clock starts; from then on it runs with the machine's. Default: now. */
  startTime?: number;
  /** Whether every submitted transaction closes its slot. Default: no, somebody calls `advanceSlots`. */
  slotPerTransaction?: boolean;
  /** Rent of one byte. Default: 5,080 lamports. */
  lamportsPerByte?: number;
  /** The clock that the chain's time runs with, in milliseconds. Default: the machine's. */
  nowMs?: () => number;
  /** File that keeps the landed transactions, instead of the memory. It is written anew. */
  archive?: string;
  /** Gives each new slot its blockhash, base58, none twice. Default: LiteSVM's. */
  nextBlockhash?: () => string;
}

/** What the chain tells its listeners, synchronously and in order. */
export interface ChainEvents {
  slot: [{ slot: number; parent: number; root: number }];
  /** A transaction reached the chain, before it was checked. */
  received: [signature: string];
  transaction: [record: TransactionRecord];
  /** A submitted transaction did not land; a node would drop it without a word. */
  dropped: [signature: string, reason: TransactionError];
  /** An account changed; null: it is gone. */
  account: [address: string, account: AccountState | null];
}

/** One Solana chain in this process: a single node, so what it has processed is final. */
export class Chain {
  readonly events = new EventEmitter<ChainEvents>();
  /** The changes of single accounts, by address: whoever follows one of many is not called for all the others. */
  readonly changes = new EventEmitter<Record<string, [account: AccountState | null]>>();
  readonly ledger: Ledger;
  readonly slots: Slots;
  /** A transaction that names one of these accounts never lands, as if every leader had lost it: for tests to fill. */
  readonly losing = new Set<string>();
  private readonly runtime: Runtime;
  private readonly lamports = new Supply();
  private readonly clock: WallClock;
  private readonly startTime: number;
  private readonly faucet = Keypair.generate();
  private airdrops = 0;

  constructor(private readonly options: ChainOptions = {}) {
    this.events.setMaxListeners(0);
    this.changes.setMaxListeners(0);
    const archive = options.archive === undefined ? null : new Archive(options.archive);
    this.ledger = archive === null ? new Ledger() : new Ledger((record) => archive.keep(record));
    this.runtime = new Runtime(options.lamportsPerByte ?? LAMPORTS_PER_BYTE);
    this.clock = new WallClock(options.startTime, options.nowMs);
    this.startTime = this.clock.now();
    this.slots = new Slots(Number(this.runtime.slot()), this.runtime.blockhash(), this.startTime);
    this.publishSlot();
    this.runtime.setAccount(this.faucet.publicKey.toBase58(), { ...NO_ACCOUNT, lamports: FAUCET_LAMPORTS });
  }

  /** Closes this many slots. */
  advanceSlots(count = 1): void {
    const before = this.slots.slot;
    const next = this.options.nextBlockhash ?? (() => this.runtime.nextBlockhash());
    for (let opened = 0; opened < count; opened += 1) this.slots.open(next(), this.clock.now());
    this.publishSlot();
    for (let parent = before; parent < before + count; parent += 1) {
      this.events.emit("slot", { slot: parent + 1, parent, root: parent });
    }
  }

  /**
   * As a fork does: the slot is open again, and what landed after it never did. Its accounts are not set back: who calls this
   * knows what they were, and writes them with `setAccount`. Throws if it is not a slot of the chain.
   */
  rewind(slot: number): void {
    this.slots.rewind(slot);
    this.ledger.rewind(slot);
    this.publishSlot();
  }

  /** The chain's time, unix seconds. */
  time(): number {
    return this.clock.now();
  }

  /** Sets the chain's time, unix seconds; it runs on from there. Opens a slot: no block has two times. */
  setTime(unixTimestamp: number): void {
    this.clock.set(unixTimestamp);
    this.advanceSlots();
  }

  account(key: string): AccountState | null {
    return this.runtime.account(key);
  }

  /** By address, in no order. */
  accountsOwnedBy(program: string): Map<string, AccountState> {
    return this.runtime.accountsOwnedBy(program);
  }

  /**
   * Writes the account without a transaction; null or zero lamports remove it.
   * Throws, and writes nothing, if it could not be loaded: a damaged sysvar, or executable without being a program.
   */
  setAccount(key: string, account: AccountState | null): void {
    this.runtime.setAccount(key, account ?? NO_ACCOUNT);
    this.lamports.saw(account);
    // Reading it back is dear, and most of the time nobody listens.
    if (this.isFollowed(key)) this.tell(key, this.runtime.account(key));
  }

  /** Deploys a program at a given address, without upgrade authority. Throws if the bytes are no loadable program. */
  loadProgram(key: string, elf: Uint8Array): void {
    this.runtime.loadProgram(key, elf);
    this.tell(key, this.runtime.account(key));
  }

  /** Lamports that keep an account of so many bytes alive. */
  rentExemption(space: number): bigint {
    return this.runtime.rentExemption(BigInt(space));
  }

  /** Lamports of all accounts together. A fee burns them, and `setAccount` makes and takes them. */
  supply(): bigint {
    return this.lamports.total(this.runtime);
  }

  epochSchedule(): EpochSchedule {
    return this.runtime.epochSchedule();
  }

  epoch(): { epoch: number; slotIndex: number; slotsInEpoch: number } {
    const { slotsPerEpoch, firstNormalEpoch, firstNormalSlot } = this.runtime.epochSchedule();
    const slots = BigInt(this.slots.slot) - firstNormalSlot;
    return {
      epoch: Number(firstNormalEpoch + slots / slotsPerEpoch),
      slotIndex: Number(slots % slotsPerEpoch),
      slotsInEpoch: Number(slotsPerEpoch),
    };
  }

  /** The accounts that a transaction names. Throws `TransactionRefused` if it is malformed or a lookup fails. */
  accountsOf(transaction: WireTransaction): TransactionAccounts {
    return accountsOf(transaction, this.lookups());
  }

  /**
   * Runs a transaction without committing it. Throws `TransactionRefused` as `accountsOf`.
   * @param options.anyBlockhash accept a blockhash that is unknown or expired, and a signature seen before
   */
  simulate(transaction: WireTransaction, options: { verifySignatures: boolean; anyBlockhash: boolean }): Simulation {
    this.publishTime();
    const { keys } = this.accountsOf(transaction);
    const refused = (options.anyBlockhash ? null : this.refusal(transaction)) ?? this.overload(transaction, keys);
    return refused === null ? this.runtime.simulate(transaction, options.verifySignatures) : notRun(refused);
  }

  /** Runs a transaction and commits it; null if it did not land (event `dropped` says why). */
  submit(transaction: WireTransaction): TransactionRecord | null {
    const signature = signatureOf(transaction);
    this.events.emit("received", signature);
    const result = this.process(transaction);
    if ("refused" in result) {
      this.events.emit("dropped", signature, result.refused);
    } else {
      this.ledger.add(result.record);
      this.events.emit("transaction", result.record);
      for (const [key, account] of result.changed) {
        this.lamports.saw(account);
        this.tell(key, account);
      }
    }
    if (this.options.slotPerTransaction) this.advanceSlots();
    return "refused" in result ? null : result.record;
  }

  /** Sends lamports from the faucet and returns the transaction; null if the faucet cannot pay. */
  airdrop(recipient: string, lamports: bigint): TransactionRecord | null {
    this.airdrops += 1;
    const bytes = airdropTransaction(this.faucet, recipient, lamports, this.slots.blockhash, this.airdrops);
    return this.submit(decodeTransaction(bytes));
  }

  /** Lamports that the message would pay; null if its blockhash is unknown or has expired. */
  feeFor(message: VersionedMessage): bigint | null {
    return this.slots.lastValidHeight(message.recentBlockhash) === null ? null : feeOf(message);
  }

  private isFollowed(key: string): boolean {
    return this.events.listenerCount("account") > 0 || this.changes.listenerCount(key) > 0;
  }

  private tell(key: string, account: AccountState | null): void {
    this.events.emit("account", key, account);
    this.changes.emit(key, account);
  }

  private process(transaction: WireTransaction): ReturnType<typeof execute> {
    this.publishTime();
    try {
      const accounts = this.accountsOf(transaction);
      if (this.losing.size > 0 && accounts.keys.some((key) => this.losing.has(key)))
        return { refused: "BlockhashNotFound" };
      const refused = this.refusal(transaction) ?? this.overload(transaction, accounts.keys);
      if (refused !== null) return { refused };
      return execute(this.runtime, transaction, accounts, { slot: this.slots.slot, time: this.clock.now() });
    } catch (error) {
      if (error instanceof TransactionRefused) return { refused: error.reason };
      throw error;
    }
  }

  /** Why the transaction may not run at all. A node checks its age first, so an old one reads as expired, not as repeated. */
  private refusal(transaction: WireTransaction): TransactionError | null {
    if (this.slots.lastValidHeight(transaction.message.recentBlockhash) === null) return "BlockhashNotFound";
    return this.ledger.get(signatureOf(transaction)) === null ? null : "AlreadyProcessed";
  }

  private overload(transaction: WireTransaction, keys: readonly string[]): TransactionError | null {
    return loadsTooMuch(this.runtime, transaction, keys) ? "MaxLoadedAccountsDataSizeExceeded" : null;
  }

  private lookups(): LookupContext {
    return {
      account: (key) => this.runtime.account(key),
      slot: BigInt(this.slots.slot),
      isRecentSlot: (slot) => slot > BigInt(this.slots.slot - SLOT_HASHES),
    };
  }

  /** The sysvars of a new slot. SlotHashes names the open slot too, so that `getSlot` gives a slot a lookup table can be made from. */
  private publishSlot(): void {
    this.publishTime();
    this.runtime.setSlotHashes(this.slots.recent());
  }

  private publishTime(): void {
    this.runtime.setClock({
      slot: BigInt(this.slots.slot),
      epoch: BigInt(this.epoch().epoch),
      epochStartTimestamp: BigInt(this.startTime),
      unixTimestamp: BigInt(this.clock.now()),
    });
  }
}
