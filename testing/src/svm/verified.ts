/** An agreement whose profit the program reads from the agent's account on Drift. Its bytes are written by the tests. */
import { encodeDriftUser, type UserValues } from "@profit-share/localnet";
import { botAddress, DRIFT_PROGRAM_ID, settle, type Terms, verifiedSubscriptionAddress } from "@profit-share/sdk";
import { driftSpotMarketAddress, driftUserAddress } from "@profit-share/sdk/drift";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Agreement, COMMON_TERMS } from "./agreement";
import type { Sent } from "./svm";
import { World } from "./world";

/** sha256("account:SpotMarket")[..8], as Drift's IDL has it. */
const SPOT_MARKET_DISCRIMINATOR = Buffer.from("64b1086ba8414127", "hex");
const SPOT_MARKET_LENGTH = 776;
const SPOT_MARKET_MINT = 72;

/** An open long, at a price that leaves realized PnL alone. */
export const OPEN_POSITION = {
  marketIndex: 1,
  baseAssetAmount: 1_000_000_000n,
  quoteAssetAmount: -100_000_000n,
  quoteEntryAmount: -100_000_000n,
};

/** Offset of `last_add_perp_lp_shares_ts`, unix seconds. */
const LAST_LIQUIDITY_TIME = 4_264;

/** Makes the account one that once provided liquidity: its position flags are values of an older field. */
export const provideLiquidity = (data: Buffer): void => {
  data.writeBigInt64LE(1_701_787_534n, LAST_LIQUIDITY_TIME);
};

export class Verified extends Agreement {
  readonly bot = botAddress(ACTORS.creator.publicKey, Buffer.from("verified-bot-001"));
  readonly botId = Buffer.from("verified-bot-001");
  readonly venueUser: PublicKey;
  readonly subscription: PublicKey;
  readonly terms: Terms;
  protected readonly account;
  private user: UserValues = { authority: ACTORS.agent.publicKey };

  /** @param subAccount which of the agent's accounts on the venue */
  constructor(world: World, terms: Partial<Terms> = {}, subAccount = 0) {
    super(world);
    this.venueUser = driftUserAddress(ACTORS.agent.publicKey, subAccount);
    this.subscription = verifiedSubscriptionAddress(this.venueUser);
    this.account = { venueUser: this.venueUser };
    this.terms = {
      ...COMMON_TERMS,
      source: "drift",
      feeBasis: "high_water_mark",
      keeper: null,
      mint: world.mint,
      ...terms,
    };
  }

  /** Bot published; the venue user is flat and holds the realized PnL `settledPerpPnl`. */
  static published(user: Partial<UserValues> = {}, terms: Partial<Terms> = {}): Verified {
    const agreement = new Verified(new World(), terms);
    agreement.placeQuoteMarket();
    agreement.placeUser(user);
    return agreement.publish();
  }

  /** Subscribed, too. */
  static running(user: Partial<UserValues> = {}, terms: Partial<Terms> = {}): Verified {
    return Verified.published(user, terms).start();
  }

  /** Drift's spot market 0 with the world's mint, or with `change` made to its bytes. */
  placeQuoteMarket(change: (data: Buffer) => void = () => {}, owner = DRIFT_PROGRAM_ID): void {
    const data = Buffer.alloc(SPOT_MARKET_LENGTH);
    data.set(SPOT_MARKET_DISCRIMINATOR);
    data.set(this.world.mint.toBytes(), SPOT_MARKET_MINT);
    change(data);
    this.world.setAccount(driftSpotMarketAddress(0), { owner, data });
  }

  /** Writes the venue user anew, `change` on top of what it was. */
  placeUser(change: Partial<UserValues>): void {
    this.user = { ...this.user, ...change };
    this.world.setAccount(this.venueUser, { owner: DRIFT_PROGRAM_ID, data: encodeDriftUser(this.user) });
  }

  /** Changes bytes of the venue user that have no name in `placeUser`; the next `placeUser` writes it anew. */
  editUser(change: (data: Buffer) => void): void {
    const account = this.world.account(this.venueUser);
    change(account.data);
    this.world.setAccount(this.venueUser, account);
  }

  /** Sets the account's realized PnL (1e-6 quote). */
  realize(realized: bigint): void {
    this.placeUser({ settledPerpPnl: realized });
  }

  settle(): TransactionInstruction {
    return settle({ subscription: this.subscription, venueUser: this.venueUser });
  }

  earn(pnl: bigint): Sent {
    this.realize((this.user.settledPerpPnl ?? 0n) + pnl);
    return this.world.send(this.settle());
  }
}
