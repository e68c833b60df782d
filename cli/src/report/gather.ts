/** Reads from a node all transactions that a report rests on: those of bots, subscriptions and their token accounts, from their beginning on. */
import { escrowAddress, type ProfitShareReader, vaultAddress } from "@profit-share/sdk";
import {
  executedInstructions,
  type ProgramCall,
  programCall,
  transactionsOf,
  type WalkedTransaction,
} from "@profit-share/sdk/history";
import type { Scope } from "@profit-share/statements";
import type { PublicKey } from "@solana/web3.js";

export type Role = "creator" | "subscriber";

/** What a report is about, and what it rests on. */
export interface Gathered {
  scope: Scope;
  /** Oldest first. */
  transactions: WalkedTransaction[];
}

/**
 * @param address of a wallet, or of a bot (creator) or subscription (subscriber)
 * @param onFetched told how many transactions were read so far
 * @throws MissingTransaction, NodeFailure
 */
export async function gather(
  reader: ProfitShareReader,
  address: PublicKey,
  role: Role,
  onFetched: (count: number) => void = () => undefined,
): Promise<Gathered> {
  const gathering = new Gathering(reader, onFetched);
  for (const call of await gathering.walk(address)) gathering.note(call, address, role);
  const { bots, subscriptions } = gathering;
  // A creator's subscriptions are named by its bots; a subscriber's bots by the subscriptions, and by those before at the address.
  if (role === "creator") {
    for (const bot of bots.values()) await gathering.addSubscriptionsOf(bot);
  }
  for (const subscription of [...subscriptions.values()]) await gathering.addLifeOf(subscription, role);
  for (const bot of bots.values()) {
    await gathering.walk(bot);
    await gathering.walk(vaultAddress(bot, reader.programId));
  }
  return {
    scope: { bots: new Set(bots.keys()), subscriptions: new Set(subscriptions.keys()) },
    transactions: [...gathering.transactions.values()].sort((a, b) => a.slot - b.slot),
  };
}

class Gathering {
  readonly transactions = new Map<string, WalkedTransaction>();
  readonly bots = new Map<string, PublicKey>();
  readonly subscriptions = new Map<string, PublicKey>();
  private readonly walked = new Map<string, ProgramCall[]>();

  constructor(
    private readonly reader: ProfitShareReader,
    private readonly onFetched: (count: number) => void,
  ) {}

  /** Reads all transactions of an address, once. @returns what they call of the program */
  async walk(address: PublicKey): Promise<ProgramCall[]> {
    const known = this.walked.get(address.toBase58());
    if (known !== undefined) return known;
    const { connection, commitment, programId } = this.reader;
    const newestFirst: WalkedTransaction[] = [];
    for await (const walked of transactionsOf(connection, address, commitment)) newestFirst.push(walked);
    this.onFetched(this.transactions.size + newestFirst.length);
    const calls = newestFirst.reverse().flatMap((walked) => {
      this.transactions.set(walked.signature, walked);
      return executedInstructions(walked.transaction).flatMap((ran) => programCall(ran, programId) ?? []);
    });
    this.walked.set(address.toBase58(), calls);
    return calls;
  }

  /** Notes the bot or subscription that a call makes, or takes over, for the address, or that is the address. */
  note(call: ProgramCall, address: PublicKey, role: Role): void {
    if (role === "creator") {
      const owner = newOwnerIn(call);
      const bot = "bot" in call.accounts ? call.accounts.bot : null;
      if (bot !== null && (owner?.equals(address) || bot.equals(address))) this.bots.set(bot.toBase58(), bot);
    } else if (call.name === "subscribe") {
      const { subscription, subscriber } = call.accounts;
      if (subscriber.equals(address) || subscription.equals(address)) {
        this.subscriptions.set(subscription.toBase58(), subscription);
      }
    }
  }

  async addSubscriptionsOf(bot: PublicKey): Promise<void> {
    for (const call of await this.walk(bot)) {
      if (call.name !== "subscribe" || !call.accounts.bot.equals(bot)) continue;
      const { subscription } = call.accounts;
      this.subscriptions.set(subscription.toBase58(), subscription);
    }
  }

  async addLifeOf(subscription: PublicKey, role: Role): Promise<void> {
    for (const call of await this.walk(subscription)) {
      if (role !== "subscriber" || call.name !== "subscribe" || !call.accounts.subscription.equals(subscription))
        continue;
      this.bots.set(call.accounts.bot.toBase58(), call.accounts.bot);
    }
    await this.walk(escrowAddress(subscription, this.reader.programId));
  }
}

function newOwnerIn(call: ProgramCall): PublicKey | null {
  if (call.name === "publish_bot") return call.accounts.creator;
  return call.name === "accept_bot" ? call.accounts.newOwner : null;
}
