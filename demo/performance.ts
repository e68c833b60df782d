/** Performs the story: does what a person or an agent does, waits until the keeper is done, and tells what happened. */
import { createProfitShareHost, type DistributionResult, type Keeper, toDollars } from "@profit-share/keeper";
import { PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import type { Stage } from "@profit-share/testing/chain/local-chain";
import { findUser, openAccount, readUser, type Trade, takeOver, trade } from "@profit-share/testing/chain/trading";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";
import * as cast from "./cast";
import type { VenueUserDump } from "./dump";
import { Refused } from "./errors";
import { isDone, startKeeper } from "./keeper";
import { tell, unrecorded } from "./narration";
import { type Line, line } from "./print";
import { Feed } from "./program-log";
import { Books } from "./tally";

export class Show {
  readonly members: cast.Membership[] = [];
  readonly books = new Books();
  private readonly names = new Map<string, string>();
  private readonly feed: Feed;
  private keeper: Keeper | null = null;
  private closes = 0;

  /**
   * @param folder of the keeper's database and log
   * @param print one line of the story
   */
  constructor(
    readonly stage: Stage,
    private readonly folder: string,
    readonly print: (text: string) => void,
  ) {
    this.feed = new Feed(stage.connection);
    for (const [name, { address }] of Object.entries(cast.BOTS)) this.names.set(address.toBase58(), name);
    this.names.set(stage.purse(cast.CREATOR.publicKey).toBase58(), "the creator");
    this.names.set(cast.NEW_KEEPER_SIGNER.publicKey.toBase58(), "a new key");
    this.names.set(stage.purse(cast.SAFE.publicKey).toBase58(), "the creator's safe");
  }

  /** Program, keeper, bots, everybody's money and every subscription. */
  async prepare(dumps: readonly VenueUserDump[]): Promise<void> {
    const { stage } = this;
    await stage.deploy(cast.deployment(stage.mint));
    this.print(`program ${PROGRAM_ID.toBase58()} installed`);
    await this.tellNews();

    for (const { publicKey } of [cast.CREATOR, cast.KEEPER_SIGNER, cast.NEW_KEEPER_SIGNER]) stage.airdrop(publicKey);
    await openAccount(stage, cast.MARKET_MAKER, cast.MARKET_MAKER_COLLATERAL);
    for (const subscriber of cast.SUBSCRIBERS) await this.enter(subscriber);
    for (const [index, dump] of dumps.entries()) await this.enterGuest(cast.guest(index + 1), dump);
    await this.startKeeper(cast.KEEPER_SIGNER);
  }

  /** @param signer whose key its process has */
  async startKeeper(signer: Keypair): Promise<void> {
    const agents = this.members.map(({ subscriber }) => subscriber.agent);
    this.keeper = await startKeeper(this.stage, signer, agents, this.folder);
  }

  async stopKeeper(): Promise<void> {
    await this.keeper?.stop();
    this.keeper = null;
  }

  /** @param label like "Anna · Tide" */
  member(label: string): cast.Membership {
    const found = this.members.find((member) => member.label === label);
    if (found === undefined) throw new Error(`Nobody plays ${label}`);
    return found;
  }

  /** An agent trades on the venue. @param owed what stays owed when the keeper is done, base units */
  async trade(member: cast.Membership, what: string, execution: Trade, owed = 0n): Promise<void> {
    const { trader } = member;
    if (trader === null) throw new Error(`${member.label} has no account on the venue`);
    const signature = await trade(this.stage, trader, execution);
    const { realizedPnl } = await readUser(this.stage, trader);
    await this.line({ what: `${member.subscriber.name}'s agent ${what}`, realized: realizedPnl, signature });
    if (this.keeper !== null) await this.keeperIsDone(member, owed);
  }

  /** Waits until the keeper has nothing more to do for a member. @param owed what stays owed then, base units */
  async keeperIsDone(member: cast.Membership, owed = 0n): Promise<void> {
    await isDone(this.keeper!, member, owed);
    await this.tellNews();
  }

  /** A market that a member's account on the venue can trade in, whatever it holds. */
  async firstMarket({ trader }: cast.Membership): Promise<number> {
    const { positions } = await readUser(this.stage, trader!);
    return positions[0]!.marketIndex;
  }

  /** The marketplace's server hears of a close elsewhere and hands it to the keeper. @param closePnl base units */
  async attest(member: cast.Membership, closePnl: bigint): Promise<void> {
    const { success, error, tradeId } = await this.distribute(member, closePnl);
    if (!success) throw new Error(`The keeper did not settle ${tradeId}: ${error}`);
    await this.tellNews();
  }

  /** As `attest`, with a keeper that cannot settle the close now and says why. */
  async attestInVain(member: cast.Membership, closePnl: bigint): Promise<void> {
    const { success, error } = await this.distribute(member, closePnl);
    if (success) throw new Error(`The keeper settled a close of ${member.label} that it could not settle`);
    this.print(`The keeper is handed a close of ${member.label}: ${error}`);
  }

  /** Sends one transaction and tells what came of it. */
  async act(instructions: readonly TransactionInstruction[], ...signers: Keypair[]): Promise<void> {
    await this.stage.send(instructions, ...signers);
    await this.tellNews();
  }

  /** Sends one transaction that the program refuses. @param what it tries @throws Error if it is not refused */
  async isRefused(what: string, instruction: TransactionInstruction, ...signers: Keypair[]): Promise<void> {
    const refused = await this.stage.send([instruction], ...signers).catch((error) => error);
    if (!(refused instanceof Refused)) throw new Error(`The program did not refuse this: ${what}`, { cause: refused });
    const { name, message } = refused.explanation;
    this.print(`${what}: refused with ${name} (${message})`);
  }

  /** Lets days go by. */
  daysPass(days: number): void {
    this.stage.wait(days);
    this.print(days === 1 ? "A day goes by" : `${days} days go by`);
  }

  /** Tells what the program did since the last time. */
  async tellNews(): Promise<void> {
    const entries = await this.feed.read();
    const realizedNow = await this.realizedOf(unrecorded(entries));
    for (const entry of entries) {
      for (const told of tell(entry, { names: this.names, books: this.books, realizedNow })) this.print(line(told));
    }
  }

  /** The accounts that only the program pays into, with what it paid (base units). */
  received(): Map<string, bigint> {
    const wallets = [cast.CREATOR, cast.SAFE].map(({ publicKey }) => this.stage.purse(publicKey));
    const vaults = Object.values(cast.BOTS).map(({ address }) => vaultAddress(address));
    const accounts = [...wallets, ...vaults].map((account) => account.toBase58());
    return new Map(accounts.map((account) => [account, this.books.received.get(account) ?? 0n]));
  }

  /** Realized PnL on the venue now, by subscription (base58). */
  private async realizedOf(subscriptions: ReadonlySet<string>): Promise<Map<string, bigint>> {
    const found = new Map<string, bigint>();
    for (const { address, trader } of this.members) {
      if (trader === null || !subscriptions.has(address.toBase58())) continue;
      const user = await findUser(this.stage, trader);
      if (user !== null) found.set(address.toBase58(), user.realizedPnl);
    }
    return found;
  }

  private distribute({ label, subscriber }: cast.Membership, closePnl: bigint): Promise<DistributionResult> {
    const host = createProfitShareHost({
      keeper: this.keeper!,
      resolve: (subscriberBotId) => this.member(subscriberBotId).address,
      mint: this.stage.mint,
    });
    this.closes += 1;
    const agent = subscriber.agent.publicKey.toBase58();
    return host.distributeCreatorProfitShare(label, toDollars(closePnl), agent, `demo trade ${this.closes}`);
  }

  private async enter(subscriber: cast.Subscriber): Promise<void> {
    const { wallet, agent, collateral, agentDollars } = subscriber;
    await this.fund(subscriber);
    const trader = collateral === null ? null : await openAccount(this.stage, agent, collateral);
    if (agentDollars > 0n) await this.stage.mintTo(agent.publicKey, agentDollars);
    this.stage.airdrop(wallet.publicKey);
    for (const bot of Object.keys(subscriber.deposits) as cast.BotName[]) {
      await this.subscribe(cast.membership(subscriber, bot, trader));
    }
  }

  /** A real account comes in, with only its authority replaced. */
  private async enterGuest(subscriber: cast.Subscriber, dump: VenueUserDump): Promise<void> {
    await this.fund(subscriber);
    this.stage.airdrop(subscriber.wallet.publicKey);
    const { trader, did } = await takeOver(this.stage, dump, subscriber.agent);
    this.print(
      `${subscriber.name} brings ${dump.address.toBase58()} from ${dump.file}: its authority is the agent now`,
    );
    if (did.length > 0) this.print(`  to subscribe it has to be flat and free: ${did.join("; ")}`);
    await this.subscribe(cast.membership(subscriber, "Tide", trader));
  }

  private async fund({ wallet, dollars }: cast.Subscriber): Promise<void> {
    await this.stage.mintTo(wallet.publicKey, dollars);
  }

  private async subscribe(member: cast.Membership): Promise<void> {
    const { stage } = this;
    const { address, account, deposit, subscriber } = member;
    const bot = cast.BOTS[member.bot].address;
    const { terms } = await stage.client.bot(bot);
    const instruction = stage.client.subscribe({
      subscriber: subscriber.wallet.publicKey,
      agent: subscriber.agent.publicKey,
      payer: stage.payer.publicKey,
      bot,
      terms,
      account,
      dailyCap: cast.DAILY_CAP,
      deposit,
    });
    await stage.send([instruction], subscriber.wallet, subscriber.agent);
    this.members.push(member);
    this.names.set(address.toBase58(), member.label);
    this.books.note(address.toBase58(), (await stage.client.subscription(address)).last);
    await this.tellNews();
  }

  private async line({ what, realized, signature }: Pick<Line, "what" | "realized" | "signature">): Promise<void> {
    const { connection } = this.stage;
    const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    const computeUnits = found?.meta?.computeUnitsConsumed ?? 0;
    this.print(line({ what, realized, share: null, credited: null, owed: null, computeUnits, signature }));
  }
}
