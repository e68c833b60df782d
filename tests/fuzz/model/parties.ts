/** Keepers and bots in the model. */
import { type Address, DRIFT, idBytes, PROGRAM, QUOTE_MARKET, SYSTEM, TOKEN, TOKEN_2022 } from "../addresses";
import { type Bot, type Keeper, Terms } from "../contents";
import type { TermsArgs } from "../instructions";
import { decimalsOf, MINTS } from "../surroundings";
import type { Call } from "./call";
import { need, refuse } from "./refusal";
import { ATTESTED_SOURCE, DRIFT_SOURCE, EACH_CLOSE } from "./settlement";
import { create } from "./tokens";

const HIGH_WATER_MARK = 1;
const MAX_BPS = 1_000;
const DECIMALS = 6;

/** Whether `at` is the program's address of this kind for this creator and id. */
const derives = (at: Address, kind: "keeper" | "bot", creator: Address, id: Buffer): boolean =>
  at.name.startsWith(`${kind} of `) && at.of[0] === creator && idBytes(at.number).equals(id);

export const isVaultOf = (at: Address, bot: Address): boolean => at.name.startsWith("vault of ") && at.of[0] === bot;

export function registerKeeper(call: Call): void {
  const creator = call.address("creator");
  const { id, signer } = call.args;
  const at = call.address("keeper");
  need(derives(at, "keeper", creator, id!), "InvalidSeeds");
  needWritable(call, "keeper");
  create(call.state, call.at("payer"), call.at("keeper"), PROGRAM, {
    kind: "keeper",
    creator,
    id: id!,
    bump: at.bump,
    admin: creator,
    pendingAdmin: SYSTEM,
    signer: signer!,
  });
}

/** The framework does not look at this flag of an account that it creates: the runtime does. */
const needWritable = (call: Call, name: string): void => need(call.writable(name), "PrivilegeEscalation");

export function setKeeperSigner(call: Call): void {
  need(call.address("admin") === call.keeper("keeper").admin, "NotKeeperAdmin");
  call.change<Keeper>("keeper").signer = call.args.signer!;
}

export function transferKeeper(call: Call): void {
  need(call.address("admin") === call.keeper("keeper").admin, "NotKeeperAdmin");
  call.change<Keeper>("keeper").pendingAdmin = call.args.newAdmin!;
}

export function acceptKeeper(call: Call): void {
  need(call.address("new_admin") === call.keeper("keeper").pendingAdmin, "NotPendingAdmin");
  const keeper = call.change<Keeper>("keeper");
  keeper.admin = keeper.pendingAdmin;
  keeper.pendingAdmin = SYSTEM;
}

/** Terms as the program accepts them. */
function termsOf(args: TermsArgs, version: number, source: number, mint: Address, keeper: Address | null): Terms {
  const { feeBasis, bps, minBalance, minDailyCap, hash } = args;
  const attested = source === ATTESTED_SOURCE;
  need(attested || source === DRIFT_SOURCE, "InvalidSource");
  need(feeBasis === HIGH_WATER_MARK || (feeBasis === EACH_CLOSE && attested), "InvalidFeeBasis");
  need(attested === (keeper !== null), "KeeperNotForSource");
  need(bps <= MAX_BPS, "ProfitShareAboveLimit");
  need(minDailyCap > 0n, "MinDailyCapIsZero");
  return new Terms(source, feeBasis, bps, version, minBalance, minDailyCap, keeper, mint, hash);
}

export function publishBot(call: Call): void {
  const { state, args } = call;
  const creator = call.address("creator");
  const at = call.address("bot");
  const mint = call.address("mint");
  const keeper = call.has("keeper") ? call.address("keeper") : null;
  need(derives(at, "bot", creator, args.id!), "InvalidSeeds");
  const bot: Omit<Bot, "terms"> & { terms: Terms | null } = {
    kind: "bot",
    bump: at.bump,
    vaultBump: call.address("vault").bump,
    open: 1,
    creator,
    id: args.id!,
    owner: creator,
    pendingOwner: SYSTEM,
    payoutWallet: call.address("payout_wallet"),
    terms: null,
    minPayout: args.minPayout!,
    subscriptions: 0n,
    closed: 0n,
    totals: { profit: 0n, accrued: 0n, credited: 0n, waived: 0n },
  };
  needWritable(call, "bot");
  create(state, call.at("payer"), call.at("bot"), PROGRAM, bot as Bot);
  need(isVaultOf(call.address("vault"), at), "InvalidSeeds");
  needWritable(call, "vault");
  create(state, call.at("payer"), call.at("vault"), TOKEN, {
    kind: "tokens",
    mint,
    owner: at,
    amount: 0n,
    frozen: false,
  });
  need(decimalsOf(mint) === DECIMALS, "MintDecimals");
  need(args.minPayout! > 0n, "MinPayoutIsZero");
  checkPayoutWallet(call);
  bot.terms = termsOf(args.terms!, 1, args.source!, mint, keeper);
  if (args.source === ATTESTED_SOURCE) return;
  if (!call.has("quote_market")) refuse("QuoteMarketMismatch");
  const market = call.at("quote_market");
  const isQuoteMarket = market.address === QUOTE_MARKET && market.owner === DRIFT;
  need(isQuoteMarket && MINTS[0] === mint, "QuoteMarketMismatch");
}

export function updateTerms(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  const keeper = call.has("keeper") ? call.address("keeper") : null;
  const { version, source, mint } = call.bot().terms;
  const terms = termsOf(call.args.terms!, version + 1, source, mint, keeper);
  call.change<Bot>("bot").terms = terms;
}

/** A payout would be lost at a program, a mint, a token account or an account of this program. */
function checkPayoutWallet(call: Call): void {
  const { owner, content } = call.at("payout_wallet");
  const owned = owner === TOKEN || owner === TOKEN_2022 || owner === PROGRAM;
  need(content?.kind !== "program" && !owned, "PayoutWallet");
}

export function setPayout(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  need(call.args.minPayout! > 0n, "MinPayoutIsZero");
  checkPayoutWallet(call);
  const bot = call.change<Bot>("bot");
  bot.payoutWallet = call.address("payout_wallet");
  bot.minPayout = call.args.minPayout!;
}

export function setOpen(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  call.change<Bot>("bot").open = call.args.open ? 1 : 0;
}

export function transferBot(call: Call): void {
  need(call.address("owner") === call.bot().owner, "NotOwner");
  call.change<Bot>("bot").pendingOwner = call.args.newOwner!;
}

export function acceptBot(call: Call): void {
  need(call.address("new_owner") === call.bot().pendingOwner, "NotPendingOwner");
  const bot = call.change<Bot>("bot");
  bot.owner = bot.payoutWallet = bot.pendingOwner;
  bot.pendingOwner = SYSTEM;
}
