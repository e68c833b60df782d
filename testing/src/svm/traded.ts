/** A verified agreement whose venue user the drift_sim program moves. */
import { driftSimulation } from "@profit-share/localnet";
import { readVenueUser, type Terms, type VenueUser } from "@profit-share/sdk";
import { driftInstructions, driftUserAddress, driftVaultAddress } from "@profit-share/sdk/drift";
import { type Keypair, PublicKey, type TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import type { Sent } from "./svm";
import { Verified } from "./verified";
import { World } from "./world";

/** One base unit of a market is 1e9. */
const BASE = 1_000_000_000n;
/** Price (1e-6) at which `earn` opens. */
const PRICE = 100_000_000n;
/** More than any loss. */
const ALL = 1n << 64n;

const { agent, sponsor, eve } = ACTORS;

export class Traded extends Verified {
  /** Markets, account and bot in place, subscribed while flat. */
  static trading(terms: Partial<Terms> = {}, world = new World()): Traded {
    const agreement = new Traded(world, terms);
    agreement.openVenue();
    agreement.openUser(agent);
    agreement.publish().start();
    return agreement;
  }

  openVenue(): void {
    const { mint } = this.world;
    this.world.send(driftInstructions.initializeSpotMarket({ mint, admin: sponsor.publicKey }), sponsor);
  }

  /** Creates the first sub-account of an authority. */
  openUser(authority: Keypair): PublicKey {
    const by = { authority: authority.publicKey, payer: sponsor.publicKey };
    const stats = driftInstructions.initializeUserStats(by);
    this.world.send([stats, driftInstructions.initializeUser({ ...by, subAccountId: 0 })], sponsor);
    return driftUserAddress(authority.publicKey, 0);
  }

  /** A trade of `units` base units (positive buys) for `quote` (1e-6, never negative). */
  trade(units: bigint, quote: bigint, options?: { fee?: bigint; market?: number }): void {
    this.world.send(this.fill(units, quote, options), agent);
  }

  /**
   * Writes a market with a price of 100.
   * @param fundingRate what a long of one base unit has paid so far (quote, 1e-9); positions book it when next touched
   */
  setMarket({ fundingRate = 0n, market = 1 } = {}): void {
    const by = { payer: sponsor.publicKey, marketIndex: market };
    this.world.send(driftSimulation.setPerpMarket({ ...by, fundingRate, price: PRICE }), sponsor);
  }

  /** Books funding and moves a market's realized PnL into the account's deposit. */
  settlePnl(market = 1): void {
    const by = { user: this.venueUser, authority: agent.publicKey, marketIndex: market };
    this.world.send(driftInstructions.settlePnl(by), agent);
  }

  /** From an actor's purse into an account's deposit. */
  depositOnVenue(amount: bigint, authority = agent): void {
    const user = driftUserAddress(authority.publicKey, 0);
    const from = this.world.purse(authority.publicKey);
    this.world.send(driftInstructions.deposit({ user, authority: authority.publicKey, from, amount }), authority);
  }

  /** From the account's deposit to any token account. */
  withdrawFromVenue(amount: bigint, to: PublicKey): void {
    const by = { user: this.venueUser, authority: agent.publicKey };
    this.world.send(driftInstructions.withdraw({ ...by, to, amount }), agent);
  }

  /** A position that is closed at a loss (1e-6), which stays in it: a liquidation can take it. A negative one is won back. */
  lose(loss: bigint, market: number): void {
    this.world.send([this.fill(1n, PRICE + loss, { market }), this.fill(-1n, PRICE, { market })], agent);
  }

  /** Eve's account on the venue takes so much (1e-6) of a market's loss for as much of the deposit. */
  liquidate(market: number, loss = ALL): void {
    const liquidator = driftUserAddress(eve.publicKey, 0);
    if (!this.world.exists(liquidator)) this.openUser(eve);
    this.setMarket({ market });
    const by = { authority: eve.publicKey, liquidator, user: this.venueUser, userAuthority: agent.publicKey };
    const taken = { marketIndex: market, maxPnlTransfer: loss };
    this.world.send(driftInstructions.liquidatePerpPnlForDeposit({ ...by, ...taken }), eve);
  }

  /** Tokens that other traders lost to this account: the simulator has no other side. */
  fundVenue(amount: bigint): void {
    const vault = driftVaultAddress(0);
    const signer = PublicKey.findProgramAddressSync(
      [Buffer.from("drift_signer")],
      this.world.account(this.venueUser).owner,
    );
    this.world.setTokens(vault, signer[0], this.world.tokens(vault) + amount);
  }

  /** Opens one unit and closes it with this PnL (1e-6), without settling it. */
  realizeByTrade(pnl: bigint): void {
    this.world.send([this.fill(1n, PRICE), this.fill(-1n, PRICE + pnl)], agent);
  }

  override earn(pnl: bigint): Sent {
    this.realizeByTrade(pnl);
    return this.world.send(this.settle());
  }

  private fill(units: bigint, quote: bigint, { fee = 0n, market = 1 } = {}): TransactionInstruction {
    const signed = units > 0n ? -quote : quote;
    const by = { user: this.venueUser, authority: agent.publicKey, marketIndex: market };
    return driftSimulation.fill({ ...by, base: units * BASE, quote: signed, fee });
  }

  readUser(): VenueUser {
    const { owner, data } = this.world.account(this.venueUser);
    return readVenueUser(owner, data);
  }
}
