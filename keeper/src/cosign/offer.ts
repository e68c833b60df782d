/** What the chain says now of a subscription that somebody asks for: the instruction that makes it, and what is in its way. */
import {
  type Bot,
  formatDollars,
  type Located,
  NotFound,
  type ProfitShareClient,
  readVenueUser,
  type Subscribe,
  subscriptionAddress,
  tokenAccountIn,
  tokenAddress,
  U64_MAX,
  UnreadableData,
  VenueUserError,
  WrongAccount,
} from "@profit-share/sdk";
import { type AccountInfo, type PublicKey, SystemProgram, type TransactionInstruction } from "@solana/web3.js";
import { CosignRefused, type RefusalReason } from "./refusal";

/** What subscriber and server agree on. */
export interface SubscribeRequest {
  bot: PublicKey;
  /** The wallet in the browser: signs first, pays deposit, rent and fee. */
  subscriber: PublicKey;
  /** The wallet that trades; this server has its key. */
  agent: PublicKey;
  /** Verified: the agent's account on the venue. Attested: which account of the agent, u16. */
  account: Subscribe["account"];
  /** Base units: the most that may accrue in one UTC day. */
  dailyCap: bigint;
  /** Base units. */
  deposit: bigint;
  /** Pays the deposit; the subscriber's associated token account if left out. */
  depositFrom?: PublicKey;
}

export interface Offer {
  bot: Located<Bot>;
  /** Where the subscription will be. */
  subscription: PublicKey;
  /** null if the deposit is 0. */
  depositFrom: PublicKey | null;
  /** `subscribe` under the terms of now. */
  instruction: TransactionInstruction;
  /** Why it cannot be now; null if nothing is in the way. */
  obstacle: CosignRefused | null;
}

type Account = AccountInfo<Uint8Array> | null;

/** @throws CosignRefused where there is no instruction to build; NodeFailure and what else the connection throws */
export async function readOffer(client: ProfitShareClient, request: SubscribeRequest): Promise<Offer> {
  checkNumbers(request);
  const bot = await readBot(client, request.bot);
  const { account, subscriber, deposit } = request;
  const isVerified = "venueUser" in account;
  if (isVerified === (bot.terms.source === "attested")) {
    const wanted = isVerified ? "the number of an account" : "the agent's account on the venue";
    throw new CosignRefused("bad_request", `The bot's source is ${bot.terms.source}: pass ${wanted}`);
  }
  const subscription = subscriptionAddress(request, client.programId);
  const depositFrom = deposit === 0n ? null : (request.depositFrom ?? tokenAddress(bot.terms.mint, subscriber));
  // The same number of addresses for every request: the system program stands in for what there is none of.
  const addresses = [
    subscription,
    isVerified ? account.venueUser : SystemProgram.programId,
    depositFrom ?? SystemProgram.programId,
  ];
  const [made, venueUser, tokens] = await client.connection.getMultipleAccountsInfo(addresses, client.commitment);
  const instruction = client.subscribe({ ...request, terms: bot.terms });
  const obstacle =
    botObstacle(bot, request) ??
    takenObstacle(subscription, made ?? null) ??
    (isVerified ? venueObstacle(bot, request.agent, account.venueUser, venueUser ?? null) : null) ??
    (depositFrom === null ? null : tokensObstacle(bot, request, depositFrom, tokens ?? null));
  return { bot, subscription, depositFrom, instruction, obstacle };
}

/** Those that the instruction's fields hold. */
function checkNumbers({ dailyCap, deposit, account }: SubscribeRequest): void {
  for (const [name, amount] of Object.entries({ dailyCap, deposit })) {
    if (amount < 0n || amount > U64_MAX) throw new CosignRefused("bad_request", `${name} ${amount} is no u64`);
  }
  if ("accountNo" in account && !isU16(account.accountNo)) {
    throw new CosignRefused("bad_request", `accountNo ${account.accountNo} is no number from 0 to 65,535`);
  }
}

const isU16 = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xffff;

async function readBot(client: ProfitShareClient, address: PublicKey): Promise<Located<Bot>> {
  try {
    return await client.bot(address);
  } catch (error) {
    const none = error instanceof NotFound || error instanceof WrongAccount || error instanceof UnreadableData;
    if (!none) throw error;
    throw new CosignRefused("no_such_bot", error.message, { cause: error });
  }
}

const refused = (reason: RefusalReason, message: string): CosignRefused => new CosignRefused(reason, message);

function botObstacle({ address, open, terms }: Located<Bot>, { dailyCap, deposit }: SubscribeRequest) {
  if (!open) return refused("bot_closed", `The bot ${address.toBase58()} takes no new subscribers`);
  if (dailyCap < terms.minDailyCap) {
    const least = formatDollars(terms.minDailyCap);
    return refused("cap_too_low", `The daily cap ${formatDollars(dailyCap)} is below the bot's minimum ${least}`);
  }
  if (deposit < terms.minBalance) {
    const least = formatDollars(terms.minBalance);
    return refused("deposit_too_low", `The deposit ${formatDollars(deposit)} is below the bot's minimum ${least}`);
  }
  return null;
}

/** SOL that somebody sent to the address makes no subscription of it. */
function takenObstacle(subscription: PublicKey, made: Account) {
  if (made === null || made.owner.equals(SystemProgram.programId)) return null;
  const address = subscription.toBase58();
  return refused("subscription_exists", `This account has the subscription ${address} already: close that one first`);
}

function venueObstacle({ terms }: Located<Bot>, agent: PublicKey, address: PublicKey, account: Account) {
  const name = `The venue account ${address.toBase58()}`;
  const no = (what: string) => refused("venue_account", `${name} ${what}`);
  if (account === null) return no("does not exist: open it first");
  try {
    const user = readVenueUser(account.owner, account.data);
    if (user.venue !== terms.source) return no(`is of ${user.venue}, and the bot trades on ${terms.source}`);
    if (!user.authority.equals(agent)) return no(`belongs to ${user.authority.toBase58()}, not to the agent`);
    if (user.beingLiquidated) return no("is in liquidation: wait until that is over");
    return user.flat ? null : no("has open positions: close them first");
  } catch (error) {
    if (!(error instanceof VenueUserError)) throw error;
    return no(`cannot be read: ${error.message}`);
  }
}

function tokensObstacle(
  { terms }: Located<Bot>,
  { subscriber, deposit }: SubscribeRequest,
  address: PublicKey,
  account: Account,
) {
  const no = (what: string) => refused("not_enough_tokens", `The token account ${address.toBase58()} ${what}`);
  const tokens = tokenAccountIn(account);
  if (tokens === null) return no(`does not exist: it has to hold the deposit of ${formatDollars(deposit)}`);
  if (!tokens.mint.equals(terms.mint)) return no(`is not of the bot's mint ${terms.mint.toBase58()}`);
  if (!tokens.owner.equals(subscriber)) return no(`belongs to ${tokens.owner.toBase58()}, not to the subscriber`);
  if (tokens.frozen) return no("is frozen by the mint's issuer");
  if (tokens.amount >= deposit) return null;
  return no(`holds ${formatDollars(tokens.amount)}, less than the deposit of ${formatDollars(deposit)}`);
}
