/** One agreement on a chain of its own that can be set back to any earlier moment: what the search plays on. */
import {
  driftInstructions,
  driftPerpMarketAddress,
  driftUserAddress,
  driftVaultAddress,
} from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { Amount } from "@profit-share/testing/svm/constants";
import { writeField } from "@profit-share/testing/svm/idl";
import type { Account } from "@profit-share/testing/svm/svm";
import { Traded } from "@profit-share/testing/svm/traded";
import { World } from "@profit-share/testing/svm/world";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { WALLETS } from "./parties";
import type { Setting } from "./setting";
import type { Holdings } from "./takings";

/** $20 of share a day, so that two days reach further than the day's profit. */
const DAILY_CAP = 20n * Amount.DOLLAR;
/** Markets of the trades, and one in which PnL is shifted. */
const MARKETS = [1, 2, 3];

/** What really happened on the market, whatever anybody says of it. */
export interface Trades {
  /** PnL (1e-6) of each close that was made while the agreement bound. */
  closes: readonly bigint[];
  /** A trade is open. */
  open: boolean;
  /** The open position lies in the sibling account. */
  diverted: boolean;
}

export interface Moment {
  accounts: Map<string, Account | null>;
  time: bigint;
  trades: Trades;
  honestSigner: Keypair;
}

export class Game {
  readonly world = new World();
  readonly verified: Traded | null;
  readonly attested: Attested | null;
  readonly sibling = driftUserAddress(ACTORS.agent.publicKey, 1);
  /** Where the agent takes what it withdraws from the venue. */
  readonly venueWallet = keyOf("venue wallet").publicKey;
  readonly start: Moment;
  /** Tokens of everybody at the start. */
  readonly held: Holdings;
  trades: Trades = { closes: [], open: false, diverted: false };
  /** The keeper's signer while its admin is honest. */
  honestSigner = ACTORS.keeperSigner;

  private readonly tracked: readonly PublicKey[];
  private readonly places: { vault: PublicKey; escrow: PublicKey };
  private readonly names = new WeakMap<PublicKey, string>();
  private readonly built = new Map<string, TransactionInstruction[]>();
  private accounts = new Map<string, Account | null>();

  constructor(readonly setting: Setting) {
    const { world } = this;
    if (setting === "verified, high-water mark") {
      this.verified = new Traded(world);
      this.attested = null;
      this.prepareVenue(this.verified);
    } else {
      this.verified = null;
      this.attested = new Attested(world, {
        basis: setting === "attested, each close" ? "each_close" : "high_water_mark",
      });
      world.send(this.attested.registerKeeper(), ACTORS.marketplace);
    }
    this.agreement.publish().start({ dailyCap: DAILY_CAP });
    this.places = { vault: this.agreement.vault, escrow: this.agreement.escrow };
    this.tracked = this.everyAccount();
    this.refresh(this.tracked);
    this.held = this.holdings();
    this.start = this.moment();
  }

  get agreement() {
    return (this.verified ?? this.attested)!;
  }

  /**
   * Sends one transaction; what the program refuses changes nothing.
   * @param name of the transaction: the same name makes the same instructions, which are built once
   * @returns whether it was accepted
   */
  try(name: string, make: () => TransactionInstruction | TransactionInstruction[], ...signers: Keypair[]): boolean {
    const list = this.built.get(name) ?? [make()].flat();
    this.built.set(name, list);
    try {
      this.world.send(list, ...signers);
    } catch {
      return false;
    }
    this.refresh(list.flatMap(({ keys }) => keys.filter(({ isWritable }) => isWritable).map(({ pubkey }) => pubkey)));
    return true;
  }

  /** The keeper's next statement. */
  state(closePnl: bigint, signer: Keypair, isFinal = false): boolean {
    const { sequence } = this.agreement.read();
    const by = { signer: signer.publicKey, isFinal };
    const name = `state ${closePnl} ${sequence} ${signer.publicKey.toBase58()} ${isFinal}`;
    return this.try(name, () => this.attested!.settle(closePnl, by), signer);
  }

  exists(at: PublicKey): boolean {
    return this.accounts.get(this.nameOf(at)) !== null;
  }

  moment(): Moment {
    const { trades, honestSigner } = this;
    return { accounts: new Map(this.accounts), time: this.world.time(), trades, honestSigner };
  }

  goTo(moment: Moment): void {
    for (const at of this.tracked) {
      const name = this.nameOf(at);
      const then = moment.accounts.get(name)!;
      if (this.accounts.get(name) !== then) this.world.setAccount(at, then);
    }
    this.accounts = new Map(moment.accounts);
    this.world.setTime(moment.time);
    this.trades = moment.trades;
    this.honestSigner = moment.honestSigner;
  }

  /** The same for moments from which the same can follow: how the history got there does not count. */
  fingerprint(): string {
    const subscription = this.nameOf(this.agreement.subscription);
    const parts = [...this.accounts].map(([name, account]) => {
      if (account === null) return "";
      if (name !== subscription) return account.data.toString("latin1");
      const data = Buffer.from(account.data);
      for (const [field, value] of Object.entries(HISTORY)) writeField(data, "Subscription", field, value);
      return data.toString("latin1");
    });
    const closes = this.trades.closes.join();
    return [this.world.time(), closes, this.trades.open, this.trades.diverted, ...parts].join("|");
  }

  /** Tokens of every role; the bot's vault is the creator's, the escrow the subscriber's. */
  holdings(): Holdings {
    const { world, places } = this;
    const tokens = (at: PublicKey) => (this.exists(at) ? world.tokens(at) : 0n);
    const wallets = Object.entries(WALLETS).map(([role, names]) => {
      const all = names.map((name) => tokens(world.purse(ACTORS[name].publicKey)));
      return [role, all.reduce((sum, amount) => sum + amount, 0n)];
    });
    const holdings = Object.fromEntries(wallets) as Holdings;
    holdings.creator += tokens(places.vault);
    holdings.subscriber += tokens(places.escrow);
    return holdings;
  }

  private refresh(touched: readonly PublicKey[]): void {
    const known = new Set(this.tracked.map((at) => this.nameOf(at)));
    for (const at of touched) {
      const name = this.nameOf(at);
      if (known.has(name)) this.accounts.set(name, this.world.exists(at) ? this.world.account(at) : null);
    }
  }

  /** In base 58, which takes long to write. */
  private nameOf(at: PublicKey): string {
    const known = this.names.get(at) ?? at.toBase58();
    this.names.set(at, known);
    return known;
  }

  private prepareVenue(traded: Traded): void {
    const { world } = this;
    const { agent, sponsor } = ACTORS;
    traded.openVenue();
    for (const market of MARKETS) traded.setMarket({ market });
    traded.openUser(agent);
    const by = { authority: agent.publicKey, payer: sponsor.publicKey, subAccountId: 1 };
    world.send(driftInstructions.initializeUser(by), sponsor);
    traded.openUser(sponsor);
    traded.depositOnVenue(100n * Amount.DOLLAR);
    traded.depositOnVenue(100n * Amount.DOLLAR, sponsor);
    traded.fundVenue(10_000n * Amount.DOLLAR);
    world.setTokens(this.venueWallet, agent.publicKey, 0n);
  }

  private everyAccount(): PublicKey[] {
    const { subscription, escrow, bot, vault, venueUser } = this.agreement;
    const purses = Object.values(WALLETS)
      .flat()
      .map((name) => this.world.purse(ACTORS[name].publicKey));
    const venue = [
      ...[this.sibling, driftUserAddress(ACTORS.sponsor.publicKey, 0), this.venueWallet, driftVaultAddress(0)],
      ...MARKETS.map(driftPerpMarketAddress),
    ];
    const others = this.attested === null ? [venueUser!, ...venue] : [this.attested.keeper];
    return [
      ...new Map([subscription, escrow, bot, vault, ...purses, ...others].map((at) => [String(at), at])).values(),
    ];
  }
}

/** Fields that only tell how a state was reached. */
const HISTORY = { sequence: 0n, settled_at: 0n, reference: Buffer.alloc(32), head: Buffer.alloc(32) };
