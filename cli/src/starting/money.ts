/** Starts the commands that make a transaction: checks the rest of what was typed, finds the wallet, and goes the common way. */
import { InvalidInput, parseDollars, type Source } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { act } from "../acting/act";
import type { Intent } from "../acting/intent";
import type { Sending } from "../acting/manner";
import { Signers } from "../acting/signer";
import { acceptBot, changePayout, changeTerms, setOpen, transferBot } from "../commands/bots/change";
import { offeredIn } from "../commands/bots/offered";
import { publish } from "../commands/bots/publish";
import { deployPlan } from "../commands/deploy";
import { acceptKeeper, registerKeeper, rotateKeeper, transferKeeper } from "../commands/keepers";
import { payout, settle, sync } from "../commands/money/anyone";
import { claim } from "../commands/money/claim";
import { claimAll } from "../commands/money/claim-all";
import { close, unsubscribe } from "../commands/money/end";
import { cap, deposit, waive } from "../commands/money/ledger";
import { withdraw } from "../commands/money/withdraw";
import { parseAddress, parseDollarsOf, parseId, readFile } from "../input/arguments";
import { openWallet } from "../input/open-wallet";
import type { Wallet } from "../input/wallet";
import type { Outcome } from "../outcome";
import type { Money } from "../typing/inputs";
import type { Context } from "./context";
import type { Starters } from "./starters";

export const MONEY: Starters<
  | "claim"
  | "withdraw"
  | "deposit"
  | "cap"
  | "settle"
  | "sync"
  | "payout"
  | "waive"
  | "unsubscribe"
  | "close"
  | "bot publish"
  | "bot terms"
  | "bot payout"
  | "bot open"
  | "bot close"
  | "bot transfer"
  | "bot accept"
  | "keeper register"
  | "keeper rotate"
  | "keeper transfer"
  | "keeper accept"
  | "deploy"
> = {
  claim: async (input, context) => {
    const { address, amount, to } = input;
    if (address === undefined) return claimEverything(input, context);
    const from = parseAddress("address", address);
    const options = { amount: amountIn(amount), to: destinationIn(to) };
    return way(input, context, (signers) => claim(context.client, from, { signers, ...options }));
  },
  withdraw: async (input, context) => {
    const from = subscriptionIn(input);
    const options = { amount: amountIn(input.amount), to: destinationIn(input.to) };
    return way(input, context, (signers) => withdraw(context.client, from, { signers, ...options }));
  },
  deposit: async (input, context) => {
    const to = subscriptionIn(input);
    const amount = parseDollars(input.amount);
    return way(input, context, (signers) => deposit(context.client, to, { signers, amount }));
  },
  cap: async (input, context) => {
    const of = subscriptionIn(input);
    const dailyCap = parseDollars(input.amount);
    return way(input, context, (signers) => cap(context.client, of, { signers, dailyCap }));
  },
  waive: async (input, context) => {
    const of = subscriptionIn(input);
    const amount = amountIn(input.amount);
    return way(input, context, (signers) => waive(context.client, of, { signers, amount }));
  },
  settle: async (input, context) => {
    const subscription = subscriptionIn(input);
    return way(input, context, (signers) => settle(context.client, subscription, signers));
  },
  sync: async (input, context) => {
    const subscription = subscriptionIn(input);
    return way(input, context, (signers) => sync(context.client, subscription, signers));
  },
  payout: async (input, context) => {
    const subscription = subscriptionIn(input);
    return way(input, context, (signers) => payout(context.client, subscription, signers));
  },
  unsubscribe: async (input, context) => {
    const subscription = subscriptionIn(input);
    return way(input, context, (signers) => unsubscribe(context.client, subscription, signers));
  },
  close: async (input, context) => {
    const subscription = subscriptionIn(input);
    const to = destinationIn(input.to);
    return way(input, context, (signers) => close(context.client, subscription, { signers, to }));
  },

  "bot publish": async (input, context) => {
    const publication = {
      id: parseId(input.id),
      source: input.source as Source,
      mint: parseAddress("--mint address", input.mint),
      terms: offeredIn(input),
      minPayout: parseDollarsOf("--min-payout", input.minPayout),
      payoutWallet: input.wallet === undefined ? null : parseAddress("--wallet address", input.wallet),
    };
    return way(input, context, (signers) => publish(context.client, { signers, ...publication }));
  },
  "bot terms": async (input, context) => {
    const bot = botIn(input);
    const terms = offeredIn(input);
    return way(input, context, (signers) => changeTerms(context.client, bot, { signers, terms }));
  },
  "bot payout": async (input, context) => {
    const bot = botIn(input);
    const wallet = input.wallet === undefined ? null : parseAddress("--wallet address", input.wallet);
    const minPayout = input.min === undefined ? null : parseDollarsOf("--min", input.min);
    return way(input, context, (signers) => changePayout(context.client, bot, { signers, wallet, minPayout }));
  },
  "bot open": async (input, context) => {
    const bot = botIn(input);
    return way(input, context, (signers) => setOpen(context.client, bot, signers, true));
  },
  "bot close": async (input, context) => {
    const bot = botIn(input);
    return way(input, context, (signers) => setOpen(context.client, bot, signers, false));
  },
  "bot transfer": async (input, context) => {
    const bot = botIn(input);
    const owner = input.owner === undefined ? null : parseAddress("owner", input.owner);
    return way(input, context, (signers) => transferBot(context.client, bot, { signers, owner }));
  },
  "bot accept": async (input, context) => {
    const bot = botIn(input);
    return way(input, context, (signers) => acceptBot(context.client, bot, signers));
  },

  "keeper register": async (input, context) => {
    const hotKey = parseAddress("signer", input.signer);
    const id = parseId(input.id);
    return way(input, context, (signers) => registerKeeper(context.client, { signers, hotKey, id }));
  },
  "keeper rotate": async (input, context) => {
    const keeper = keeperIn(input);
    const hotKey = parseAddress("signer", input.signer);
    return way(input, context, (signers) => rotateKeeper(context.client, keeper, { signers, hotKey }));
  },
  "keeper transfer": async (input, context) => {
    const keeper = keeperIn(input);
    const admin = input.admin === undefined ? null : parseAddress("admin", input.admin);
    return way(input, context, (signers) => transferKeeper(context.client, keeper, { signers, admin }));
  },
  deploy: async (input, context) => {
    const plan = new TextDecoder().decode(readFile("plan", input.plan));
    const wallet = await walletIn(input.keypair, context, "admin and owner to be");
    return deployPlan(plan, wallet, sendingIn(input, context));
  },
  "keeper accept": async (input, context) => {
    const keeper = keeperIn(input);
    return way(input, context, (signers) => acceptKeeper(context.client, keeper, signers));
  },
};

/** The common way: the wallet, what is to be done, then `act`. @param plan what there is to be sent, or that there is nothing */
async function way(
  input: Money,
  context: Context,
  plan: (signers: Signers) => Promise<Intent | Outcome> | Intent,
): Promise<Outcome> {
  const planned = await plan(await signersIn(input, context));
  return "instructions" in planned ? act(planned, sendingIn(input, context)) : planned;
}

async function claimEverything(input: Money & { to?: string }, context: Context): Promise<Outcome> {
  const to = destinationIn(input.to);
  return claimAll({ signers: await signersIn(input, context), to }, sendingIn(input, context));
}

/** @param who it has to be, for the message @throws InvalidInput without one */
export async function walletIn(keypair: string | undefined, { config }: Context, who: string): Promise<Wallet> {
  const wallet = await openWallet(keypair, config);
  if (wallet !== null) return wallet;
  throw new InvalidInput(`Which wallet signs? Pass --keypair <file>, the key file of the ${who}`);
}

async function signersIn({ keypair, unsigned }: Money, { config }: Context): Promise<Signers> {
  if (unsigned !== undefined) return new Signers(null, parseAddress("--unsigned address", unsigned));
  return new Signers(await openWallet(keypair, config), null);
}

export const sendingIn = ({ yes, dryRun, json }: Omit<Money, "unsigned">, { client, io }: Context): Sending => ({
  client,
  manner: { yes: yes === true, dryRun: dryRun === true, json: json === true },
  io,
});

const subscriptionIn = ({ subscription }: { subscription: string }): PublicKey =>
  parseAddress("subscription", subscription);
const botIn = ({ bot }: { bot: string }): PublicKey => parseAddress("bot", bot);
const keeperIn = ({ keeper }: { keeper: string }): PublicKey => parseAddress("keeper", keeper);

/** Base units; null is all. */
const amountIn = (amount: string | undefined): bigint | null => (amount === undefined ? null : parseDollars(amount));

/** null is the signer's own account. */
const destinationIn = (to: string | undefined): PublicKey | null =>
  to === undefined ? null : parseAddress("--to address", to);
