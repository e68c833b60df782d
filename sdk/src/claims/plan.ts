/** Claims in bulk: which escrows and vaults, in which transactions. It asks no node: the accounts are loaded already. */
import {
  ComputeBudgetProgram,
  PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import type { Located } from "../client/reader";
import { InvalidInput } from "../failures";
import { claim } from "../instructions/claim";
import { claimVault } from "../instructions/claimVault";
import type { Bot, Subscription } from "../program/accounts";
import { limitInstructions } from "../sending/limits";
import { MAX_TRANSACTION_BYTES } from "../sending/message";
import { ASSOCIATED_TOKEN_PROGRAM_ID, createTokenAccount, TOKEN_PROGRAM_ID, tokenAddress } from "../spl/token";
import { claimable } from "../views/views";
import { PROGRAM_ID } from "../wire/idl";
import { max } from "../wire/integers";
import { Length, type Part, partOf } from "./length";
import { pack } from "./pack";

/** Where claims of a mint go: to a token account that exists, or to the owner's associated one, which is made first. */
export type Destination = { mint: PublicKey } & ({ address: PublicKey } | { create: true });

export interface ClaimsInput {
  /** Bots of one owner. */
  bots: readonly Located<Bot>[];
  /** Subscriptions of these bots; those with nothing to claim are left out of the plan. */
  subscriptions: readonly Located<Subscription>[];
  /** What lies in the bots' vaults, base units. Left out, no vault is claimed. */
  vaults?: readonly { bot: PublicKey; amount: bigint }[];
  /** For each mint; left out, the owner's associated token account, which exists. */
  destinations?: readonly Destination[];
  /** Signs, pays the fees, and the rent of token accounts that are made; the owner if left out. */
  payer?: PublicKey;
  /** Base units: an escrow or a vault that gives less is left out. At least 1. */
  minimum?: bigint;
  version?: "legacy" | 0;
  /**
   * Micro-lamports per compute unit. Every transaction asks for the compute units that it needs and a few more, and for 2 MiB of
   * loaded data; null: it asks for nothing, and gets the runtime's default.
   */
  computeUnitPrice?: bigint | null;
}

/** One escrow or vault. */
export interface PlannedClaim {
  bot: PublicKey;
  /** null: the bot's vault. */
  subscription: PublicKey | null;
  /** Base units: what was claimable when the account was loaded. */
  amount: bigint;
}

/** One transaction. */
export interface PlannedClaims {
  mint: PublicKey;
  destination: PublicKey;
  /** Largest first. */
  claims: PlannedClaim[];
  /** Base units: what they give together; less if a payout or another claim comes first. */
  amount: bigint;
  /** To be signed by the owner, and by the payer if it is another. */
  payer: PublicKey;
  version: "legacy" | 0;
  instructions: TransactionInstruction[];
}

/**
 * Compute units: those of a claim, of a vault's and of a new token account as measured and a tenth more; those of an instruction
 * for the compute budget, which never change.
 */
const UNITS = { claim: 2_200, vault: 2_350, create: 15_000, budget: 150 };
/**
 * Bytes of accounts and programs, which a plan does not ask a node for: three programs have 400 kB of code, and a claim's accounts
 * have 1 kB. The rest is what upgrades may add; it counts for 400 of the units that a block has room for.
 */
const LOADED_BYTES = 2 * 1_024 * 1_024;
/** What each address costs that is tried in vain for a token account, and one more if it was sent SOL before. */
const UNITS_PER_MISS = 1_500;

/**
 * As few transactions as the claims fit into by their bytes; those that bring most come first, and the largest claims of a bot.
 * Each stands alone: it does not matter in which order they land and whether one is refused. Planned and sent twice, the
 * second time moves only what became claimable in between, because `claim` takes no more than there is.
 *
 * A transaction has claims of one mint only, so that its amount is one number.
 * @throws InvalidInput if the bots have several owners, or a subscription or vault is of another bot
 */
export function planClaims(input: ClaimsInput, programId: PublicKey = PROGRAM_ID): PlannedClaims[] {
  const { bots, payer, version = "legacy", computeUnitPrice = 0n } = input;
  const owner = ownerOf(bots);
  if (owner === null) return [];
  const claims = claimsIn(input);
  const plans = distinct(claims.map(({ mint }) => mint)).flatMap((mint) => {
    const chosen = input.destinations?.find((one) => one.mint.equals(mint));
    const route: Route = {
      ...{ owner, payer: payer ?? owner, version, computeUnitPrice, programId, mint },
      destination: chosen !== undefined && "address" in chosen ? chosen.address : tokenAddress(mint, owner),
      create: chosen !== undefined && "create" in chosen,
    };
    return planMint(
      route,
      claims.filter((one) => one.mint.equals(mint)),
    );
  });
  return plans.sort((a, b) => descending(a.amount, b.amount));
}

/** The transaction, unsigned. @param blockhash a recent one */
export function claimsTransaction({ payer, version, instructions }: PlannedClaims, blockhash: string) {
  const message = new TransactionMessage({ payerKey: payer, recentBlockhash: blockhash, instructions });
  return new VersionedTransaction(version === 0 ? message.compileToV0Message() : message.compileToLegacyMessage());
}

type Claim = PlannedClaim & { mint: PublicKey; located: Located<Subscription> | null };

/** From whom to whom claims of a mint go, and how. */
interface Route {
  owner: PublicKey;
  payer: PublicKey;
  mint: PublicKey;
  destination: PublicKey;
  create: boolean;
  version: "legacy" | 0;
  computeUnitPrice: bigint | null;
  programId: PublicKey;
}

function planMint(route: Route, claims: readonly Claim[]): PlannedClaims[] {
  const { payer, version, mint, destination } = route;
  const items = claims.map((one) => {
    const made = instructionOf(one, route);
    return { ...one, instruction: made, part: partOf([made]) };
  });
  const groups = distinct(items.map(({ bot }) => bot)).map((bot) =>
    items.filter((item) => item.bot.equals(bot)).sort((a, b) => descending(a.amount, b.amount)),
  );
  // The numbers in it do not change its length.
  const head: Part = partOf(headOf(route, []));
  const empty = () => {
    const length = new Length(payer, version);
    length.add(head);
    return length;
  };
  return pack(groups, { empty, limit: MAX_TRANSACTION_BYTES }).map((packed) => {
    const chosen = packed.toSorted((a, b) => descending(a.amount, b.amount));
    return {
      ...{ mint, destination, payer, version },
      claims: chosen.map(({ bot, subscription, amount }) => ({ bot, subscription, amount })),
      amount: chosen.reduce((sum, { amount }) => sum + amount, 0n),
      instructions: [...headOf(route, chosen), ...chosen.map(({ instruction }) => instruction)],
    };
  });
}

/** What comes before the claims: the compute budget, and the token account if it is to be made. */
function headOf(route: Route, claims: readonly PlannedClaim[]): TransactionInstruction[] {
  const { owner, payer, mint, create, computeUnitPrice } = route;
  const made = create ? [createTokenAccount(mint, owner, payer)] : [];
  if (computeUnitPrice === null) return made;
  const price =
    computeUnitPrice === 0n ? [] : [ComputeBudgetProgram.setComputeUnitPrice({ microLamports: computeUnitPrice })];
  const units =
    UNITS.budget * (2 + price.length) +
    (create ? creationUnits(mint, owner) : 0) +
    claims.reduce((sum, { subscription }) => sum + (subscription === null ? UNITS.vault : UNITS.claim), 0);
  return [...limitInstructions({ computeUnits: units, loadedBytes: LOADED_BYTES }), ...price, ...made];
}

/** The associated token program looks for the address anew, from the highest bump on. */
function creationUnits(mint: PublicKey, owner: PublicKey): number {
  const seeds = [owner, TOKEN_PROGRAM_ID, mint].map((key) => key.toBytes());
  const [, bump] = PublicKey.findProgramAddressSync(seeds, ASSOCIATED_TOKEN_PROGRAM_ID);
  return UNITS.create + UNITS_PER_MISS * (256 - bump);
}

function instructionOf({ bot, located, amount }: Claim, { owner, destination, programId }: Route) {
  if (located === null) return claimVault({ owner, bot, destination }, programId);
  const { address: subscription, instance } = located;
  return claim({ owner, bot, subscription, instance, destination, amount }, programId);
}

/** Everything that gives enough, with its mint. */
function claimsIn({ bots, subscriptions, vaults = [], minimum = 1n }: ClaimsInput): Claim[] {
  const byAddress = new Map(bots.map((bot) => [bot.address.toBase58(), bot]));
  const botAt = (address: PublicKey, what: string): Located<Bot> => {
    const bot = byAddress.get(address.toBase58());
    if (bot === undefined) throw new InvalidInput(`${what} is of bot ${address.toBase58()}: pass that bot, too`);
    return bot;
  };
  const escrows = [...new Map(subscriptions.map((one) => [one.address.toBase58(), one])).values()].map((located) => {
    const bot = botAt(located.bot, `Subscription ${located.address.toBase58()}`);
    const { address: subscription, terms } = located;
    return { bot: bot.address, subscription, located, mint: terms.mint, amount: claimable(located) };
  });
  const filled = vaults.map(({ bot, amount }) => {
    const { address, terms } = botAt(bot, "A vault");
    return { bot: address, subscription: null, located: null, mint: terms.mint, amount };
  });
  return [...escrows, ...filled].filter(({ amount }) => amount >= max(1n, minimum));
}

/** null if there are no bots. */
function ownerOf(bots: readonly Located<Bot>[]): PublicKey | null {
  const [first, ...others] = bots;
  if (first === undefined) return null;
  const foreign = others.find(({ owner }) => !owner.equals(first.owner));
  if (foreign !== undefined) {
    throw new InvalidInput(
      `Bot ${foreign.address.toBase58()} belongs to ${foreign.owner.toBase58()}, bot ${first.address.toBase58()} to ${first.owner.toBase58()}: plan for one owner at a time`,
    );
  }
  return first.owner;
}

const distinct = (keys: readonly PublicKey[]): PublicKey[] => [
  ...new Map(keys.map((key) => [key.toBase58(), key])).values(),
];

const descending = (a: bigint, b: bigint): number => Number(b > a) - Number(b < a);
