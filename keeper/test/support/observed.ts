/** An `Observed` from plain values: a quiet subscription in which nothing is to be done, and what a test changes of it. */
import type { Bot, Subscription, Terms, VenueUser } from "@profit-share/sdk";
import type { DriftAccount, DriftMarkets } from "@profit-share/sdk/drift";
import { PublicKey } from "@solana/web3.js";
import type { PlanSettings } from "../../src/decide/plan";
import type { Observed, PendingClose, VenueReading } from "../../src/observe/observed";

export const key = (number: number): PublicKey => new PublicKey(Uint8Array.of(...new Array(31).fill(0), number));

const ADDRESS = key(1);
const VENUE_USER = key(2);
const AGENT = key(3);
const WALLET = key(4);
const MINT = key(5);
const KEEPER = key(6);
const BOT = key(7);

/** Noon of day 20,000. */
export const NOW = 20_000n * 86_400n + 43_200n;

const TERMS: Terms = {
  source: "drift",
  feeBasis: "high_water_mark",
  profitShareBps: 1_000,
  version: 1,
  minBalance: 0n,
  minDailyCap: 1n,
  keeper: null,
  mint: MINT,
  hash: new Uint8Array(32),
};

const BOT_ACCOUNT: Bot = {
  open: true,
  creator: key(8),
  id: new Uint8Array(16),
  owner: key(8),
  pendingOwner: null,
  payoutWallet: WALLET,
  terms: TERMS,
  minPayout: 10_000n,
  subscriptions: 1n,
  closed: 0n,
  closedProfit: 0n,
  closedAccrued: 0n,
  closedCredited: 0n,
  closedWaived: 0n,
};

/** 1,000 of realized PnL are settled, 100 of share are paid out, 500 of balance are left. */
const SUBSCRIPTION: Subscription = {
  state: "active",
  bot: BOT,
  instance: 1n,
  subscriber: key(9),
  agent: AGENT,
  accountNo: 0,
  venueUser: VENUE_USER,
  escrow: key(10),
  rentPayer: key(9),
  terms: TERMS,
  mark: 1_000_000n,
  last: 1_000_000n,
  loss: 0n,
  profitTotal: 1_000_000n,
  accrued: 100_000n,
  credited: 100_000n,
  claimed: 100_000n,
  waived: 0n,
  balance: 500_000n,
  dailyCap: 1_000_000n,
  nextDailyCap: 0n,
  nextDailyCapDay: 0,
  windowDay: 20_000,
  windowAccrued: 100_000n,
  liquidationId: 1,
  beingLiquidated: false,
  totalDeposits: 5_000_000n,
  totalWithdraws: 0n,
  sequence: 1n,
  reference: new Uint8Array(32),
  head: new Uint8Array(32),
  subscribedAt: NOW - 86_400n,
  settledAt: NOW - 3_600n,
  closingAt: 0n,
  endedAt: 0n,
};

const USER: VenueUser = {
  venue: "drift",
  layoutChecked: true,
  authority: AGENT,
  delegate: PublicKey.default,
  subAccountId: 0,
  realizedPnl: 1_000_000n,
  loss: 0n,
  flat: true,
  beingLiquidated: false,
  liquidationId: 1,
  totalDeposits: 5_000_000n,
  totalWithdraws: 0n,
  totalSocialLoss: 0n,
  settledPerpPnl: 1_000_000n,
  positions: [],
};

/** A spot market whose deposits have earned no interest, so that a scaled 1e-9 is a thousandth of a base unit. */
export const MARKETS: DriftMarkets = {
  spot: new Map([[0, { address: key(20), oracle: null, depositInterest: 10_000_000_000n, decimals: 6 }]]),
  perp: new Map(),
};

export interface Changes {
  subscription?: Partial<Subscription>;
  terms?: Partial<Terms>;
  bot?: Partial<Bot>;
  user?: Partial<VenueUser>;
  /** Instead of a reading of `user`. */
  venue?: VenueReading;
  /** Base units in the venue account's deposit. */
  venueDeposit?: bigint;
  /** Base units that the escrow holds beyond its ledger. */
  surplus?: bigint;
  escrowAmount?: null;
  agent?: Partial<Observed["agent"]>;
  payout?: Observed["payout"]["state"];
  refund?: Observed["refund"]["state"];
  owedByOthers?: bigint;
  spentToday?: bigint;
  moneySince?: bigint;
  positionClosed?: boolean;
  finish?: boolean;
  now?: bigint;
}

export function verified(changes: Changes = {}): Observed {
  const subscription = { ...SUBSCRIPTION, ...changes.subscription, terms: { ...TERMS, ...changes.terms } };
  const { balance, credited, claimed } = subscription;
  const account: DriftAccount = {
    quoteScaledBalance: (changes.venueDeposit ?? 0n) * 1_000n,
    spotMarkets: [0],
    positions: [],
  };
  return {
    address: ADDRESS,
    slot: 7,
    now: changes.now ?? NOW,
    subscription,
    bot: { ...BOT_ACCOUNT, ...changes.bot },
    escrowAmount: changes.escrowAmount === null ? null : balance + credited - claimed + (changes.surplus ?? 0n),
    venue: changes.venue ?? { kind: "read", user: { ...USER, ...changes.user }, drift: { account, markets: MARKETS } },
    keeperSigns: false,
    agent: { signs: true, tokenAccount: key(11), tokens: 0n, ...changes.agent },
    payout: { wallet: WALLET, tokenAccount: key(12), state: changes.payout ?? "ready" },
    refund: { tokenAccount: key(13), state: changes.refund ?? "ready" },
    owedByOthers: changes.owedByOthers ?? 0n,
    spentToday: changes.spentToday ?? 0n,
    moneySince: changes.moneySince ?? null,
    positionClosed: changes.positionClosed ?? false,
    closes: [],
    closesWait: null,
    finish: changes.finish ?? false,
  };
}

/** Of closes: each-close, nothing settled yet, 500,000 of balance. */
export function attested(closes: PendingClose[], changes: Changes & { keeperSigns?: boolean } = {}): Observed {
  const observed = verified({
    venue: { kind: "none" },
    ...changes,
    terms: { source: "attested", feeBasis: "each_close", keeper: KEEPER, ...changes.terms },
    subscription: { ...NOTHING_YET, ...changes.subscription },
  });
  return { ...observed, keeperSigns: changes.keeperSigns ?? true, closes };
}

const NOTHING_YET: Partial<Subscription> = {
  venueUser: null,
  mark: 0n,
  last: 0n,
  profitTotal: 0n,
  accrued: 0n,
  credited: 0n,
  claimed: 0n,
  windowAccrued: 0n,
  liquidationId: 0,
  totalDeposits: 0n,
  sequence: 0n,
  settledAt: 0n,
};

export const close = (sequence: bigint, closePnl: bigint): PendingClose => ({
  sequence,
  closePnl,
  recordedAt: new Date(0),
  reference: new Uint8Array(32).fill(Number(sequence)),
});

export const SETTINGS: PlanSettings = {
  policy: { kind: "immediate" },
  policies: {},
  venueMarginBuffer: 0n,
  minFunding: 1n,
  minSync: 1n,
  agentReserve: 0n,
  dailyBudgetPerBot: 5_000_000n,
  lastCallSeconds: 3_600,
};
