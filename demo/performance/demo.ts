/** Performs the story: does what a person or an agent does, waits until the keeper is done, and tells what happened. */
import {
  createProfitShareHost,
  type DistributionResult,
  type Keeper,
  MemoryAgents,
  type ProfitShareHost,
  serveKeeper,
} from "@profit-share/keeper";
import { MAX_TRANSACTION_VERSION, PROGRAM_ID, toDollars, vaultAddress } from "@profit-share/sdk";
import { Refused } from "@profit-share/sdk/sending";
import { paidTo } from "@profit-share/statements";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { readUser, type Trade, trade, userOrGone } from "@profit-share/testing/chain/venue";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import pino from "pino";
import type { Membership } from "../cast/membership";
import { BOTS, CREATOR, NEW_KEEPER_SIGNER, SAFE } from "../cast/people";
import { narrate, unrecorded } from "../telling/narration";
import type { Page } from "../telling/page";
import { isDone, startKeeper } from "./keeper";
import { Ledgers } from "./ledgers";
import { subscribingFor } from "./newcomers";
import { ProgramLog } from "./program-log";

export class Demo {
  readonly members: Membership[] = [];
  readonly ledgers = new Ledgers();
  private readonly names = new Map<string, string>();
  private readonly log: ProgramLog;
  private readonly agents = new MemoryAgents();
  private keeper: Keeper | null = null;
  private closes = 0;

  /** @param folder of the keeper's database and log */
  constructor(
    readonly chain: LocalChain,
    private readonly folder: string,
    readonly page: Page,
  ) {
    this.log = new ProgramLog(chain.connection);
    for (const [name, { address }] of Object.entries(BOTS)) this.names.set(address.toBase58(), name);
    this.names.set(chain.purse(CREATOR.publicKey).toBase58(), "the creator");
    this.names.set(NEW_KEEPER_SIGNER.publicKey.toBase58(), "a new key");
    this.names.set(chain.purse(SAFE.publicKey).toBase58(), "the creator's safe");
  }

  /** @param signer whose key its process has */
  async startKeeper(signer: Keypair): Promise<void> {
    for (const { subscriber } of this.members) this.agents.add(subscriber.agent);
    this.keeper = await startKeeper(this.chain, signer, this.agents, this.folder);
  }

  /** The keeper over HTTP, for the web app: how it is, and subscribing. */
  serveKeeper(): ReturnType<typeof serveKeeper> {
    const subscribing = subscribingFor(this.chain, this.agents);
    return serveKeeper({ keeper: this.keeper!, subscribing, logger: pino({ level: "silent" }) });
  }

  async stopKeeper(): Promise<void> {
    await this.keeper?.stop();
    this.keeper = null;
  }

  /** From now on this subscription takes part. @param realized its realized PnL, base units */
  admit(member: Membership, realized: bigint): void {
    const address = member.address.toBase58();
    this.members.push(member);
    this.names.set(address, member.label);
    this.ledgers.setRealized(address, realized);
  }

  /** @param label like "Anna · Tide" */
  member(label: string): Membership {
    const found = this.members.find((member) => member.label === label);
    if (found === undefined) throw new Error(`Nobody plays ${label}`);
    return found;
  }

  /** An agent trades on the venue. @param owed what stays owed when the keeper is done, base units */
  async trade(member: Membership, what: string, execution: Trade, owed = 0n): Promise<void> {
    const { trader } = member;
    if (trader === null) throw new Error(`${member.label} has no account on the venue`);
    const signature = await trade(this.chain, trader, execution);
    const { realizedPnl: realized } = await readUser(this.chain, trader);
    const computeUnits = await this.computeUnits(signature);
    const nothing = { share: null, credited: null, owed: null };
    this.page.line({
      what: `${member.subscriber.name}'s agent ${what}`,
      realized,
      ...nothing,
      computeUnits,
      signature,
    });
    if (this.keeper !== null) await this.keeperIsDone(member, owed);
  }

  /** Waits until the keeper has nothing more to do for a member. @param owed what stays owed then, base units */
  async keeperIsDone(member: Membership, owed = 0n): Promise<void> {
    await isDone(this.keeper!, member, owed);
    await this.tellNews();
  }

  /** A market that a member's account on the venue can trade in, whatever it holds. */
  async firstMarket({ trader }: Membership): Promise<number> {
    const { positions } = await readUser(this.chain, trader!);
    return positions[0]!.marketIndex;
  }

  /** The marketplace's server hears of a close elsewhere and hands it to the keeper. @param closePnl base units */
  async attest(member: Membership, closePnl: bigint): Promise<void> {
    const { success, error, tradeId } = await this.distribute(member, closePnl);
    if (!success) throw new Error(`The keeper did not settle ${tradeId}: ${error}`);
    await this.tellNews();
  }

  /** As `attest`, with a keeper that cannot settle the close now and says why. */
  async attestInVain(member: Membership, closePnl: bigint): Promise<void> {
    const { success, error } = await this.distribute(member, closePnl);
    if (success) throw new Error(`The keeper settled a close of ${member.label} that it could not settle`);
    this.page.say(`The keeper is handed a close of ${member.label} and answers: ${error}`);
  }

  /** The marketplace says that no close of a member follows: the keeper ends the subscription, and closes it. */
  async finish({ label, subscriber }: Membership): Promise<void> {
    const { success, error } = await this.host().finishSubscription(label, subscriber.agent.publicKey.toBase58());
    if (!success) throw new Error(`The keeper did not end ${label}: ${error}`);
    await this.tellNews();
  }

  /** Sends one transaction and tells what came of it. */
  async act(instructions: readonly TransactionInstruction[], ...signers: Keypair[]): Promise<void> {
    await this.chain.send(instructions, ...signers);
    await this.tellNews();
  }

  /** Sends one transaction that the program refuses. @param what it tries @throws Error if it is not refused */
  async isRefused(what: string, instruction: TransactionInstruction, ...signers: Keypair[]): Promise<void> {
    const refused = await this.chain.send([instruction], ...signers).catch((error) => error);
    if (!(refused instanceof Refused)) throw new Error(`The program did not refuse this: ${what}`, { cause: refused });
    const { name, message } = refused.explanation;
    this.page.say(`${what}: refused with ${name} (${message})`);
  }

  /** Lets days go by. */
  daysPass(days: number): void {
    this.chain.passDays(days);
    this.page.say(days === 1 ? "A day goes by" : `${days} days go by`);
  }

  /** Tells what the program did since the last time. */
  async tellNews(): Promise<void> {
    const { names, ledgers } = this;
    const transactions = await this.log.read();
    const realizedNow = await this.realizedOf(unrecorded(transactions));
    for (const transaction of transactions) {
      const known = new Map(this.members.map(({ address }) => [address.toBase58(), ledgers.known(address.toBase58())]));
      const before = (address: string) => known.get(address) ?? ledgers.known(address);
      const entries = ledgers.enter(transaction);
      for (const line of narrate(transaction, { names, entries, before, realizedNow })) this.page.line(line);
      for (const address of unrecorded([transaction])) {
        const realized = realizedNow.get(address);
        if (realized !== undefined) ledgers.setRealized(address, realized);
      }
    }
  }

  /** The accounts that only the program pays into, with what it paid (base units). */
  received(): Map<string, bigint> {
    const wallets = [CREATOR, SAFE].map(({ publicKey }) => this.chain.purse(publicKey));
    const vaults = Object.values(BOTS).map(({ address }) => vaultAddress(address));
    const accounts = [...wallets, ...vaults].map((account) => account.toBase58());
    const paid = paidTo(this.ledgers.entries, PROGRAM_ID);
    return new Map(accounts.map((account) => [account, paid.get(account) ?? 0n]));
  }

  /** Realized PnL on the venue now, by subscription (base58). */
  private async realizedOf(subscriptions: ReadonlySet<string>): Promise<Map<string, bigint>> {
    const found = new Map<string, bigint>();
    for (const { address, trader } of this.members) {
      if (trader === null || !subscriptions.has(address.toBase58())) continue;
      const user = await userOrGone(this.chain, trader);
      if (user !== null) found.set(address.toBase58(), user.realizedPnl);
    }
    return found;
  }

  private distribute({ label, subscriber }: Membership, closePnl: bigint): Promise<DistributionResult> {
    this.closes += 1;
    const agent = subscriber.agent.publicKey.toBase58();
    return this.host().distributeCreatorProfitShare(label, toDollars(closePnl), agent, `demo trade ${this.closes}`);
  }

  private host(): ProfitShareHost {
    return createProfitShareHost({
      keeper: this.keeper!,
      resolve: (subscriberBotId) => this.member(subscriberBotId).address,
      mint: this.chain.mint,
    });
  }

  private async computeUnits(signature: string): Promise<number> {
    const found = await this.chain.connection.getTransaction(signature, {
      maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
    });
    return found?.meta?.computeUnitsConsumed ?? 0;
  }
}
