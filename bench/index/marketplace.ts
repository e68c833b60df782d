/**
 * A creator's bots and their subscriptions, made by transactions. Every address follows from a name and a number, so that all runs
 * have the same. Of two bots one is settled on what the venue's account holds, the other on what a keeper attests.
 */
import { encodeDriftUser } from "@profit-share/localnet";
import {
  attestedSubscriptionAddress,
  botAddress,
  DRIFT_PROGRAM_ID,
  decodeBot,
  keeperAddress,
  type Terms,
  venueUserAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { idOf, keyOf } from "@profit-share/testing/keys";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { type Lander, Prepared } from "./lander";

const BOTS = 10;
const SUBSCRIBERS = 50;
const DOLLAR = 1_000_000n;
/** Base units: it pays for every share of a year. */
const DEPOSIT = 1_000n * DOLLAR;
const DAILY_CAP = 1_000n * DOLLAR;
const KEEPER_ID = idOf("bench keeper");

export const creator = keyOf("bench index: creator");
export const keeperSigner = keyOf("bench index: keeper's signer");
export const keeper = keeperAddress(creator.publicKey, KEEPER_ID);
const agent = keyOf("bench index: agent");
const subscriberAt = (number: number): Keypair => keyOf(`bench index: subscriber ${number % SUBSCRIBERS}`);
const botIdAt = (number: number): Uint8Array => idOf(`bench bot ${number}`);
export const botAt = (number: number): PublicKey => botAddress(creator.publicKey, botIdAt(number));
const isVerified = (bot: number): boolean => bot % 2 === 0;

export interface Member {
  subscription: PublicKey;
  bot: PublicKey;
  /** Which of the bot's subscriptions, from 1. */
  instance: bigint;
  /** null if a keeper attests. */
  venueUser: PublicKey | null;
  /** Of the venue user or of the agent's account. */
  accountNo: number;
}

/** Of each bot as many. @throws Error if the number cannot be divided */
export function membersOf(subscriptions: number): Member[] {
  const each = subscriptions / BOTS;
  if (!Number.isInteger(each) || each < 4 || each % 4 !== 0) {
    throw new Error(`--subscriptions has to be a multiple of ${4 * BOTS}, not ${subscriptions}`);
  }
  return Array.from({ length: subscriptions }, (_, accountNo) => {
    const bot = Math.floor(accountNo / each);
    const venueUser = isVerified(bot) ? venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, accountNo) : null;
    const subscription =
      venueUser === null
        ? attestedSubscriptionAddress(agent.publicKey, accountNo)
        : verifiedSubscriptionAddress(venueUser);
    return { subscription, bot: botAt(bot), instance: BigInt((accountNo % each) + 1), venueUser, accountNo };
  });
}

/** Writes a flat account on the venue. @param realized PnL, 1e-6 quote */
export function placeVenueUser(chain: LocalChain, { venueUser, accountNo }: Member, realized: bigint): void {
  const user = { authority: agent.publicKey, subAccountId: accountNo, settledPerpPnl: realized };
  chain.setAccount(venueUser!, DRIFT_PROGRAM_ID, encodeDriftUser(user));
}

/** Registers the keeper, publishes the bots and lets everybody subscribe. */
export async function furnish(chain: LocalChain, lander: Lander, members: readonly Member[]): Promise<void> {
  const { client, payer } = chain;
  const send = (instruction: TransactionInstruction, ...signers: Keypair[]) =>
    lander.land(new Prepared(instruction, payer, signers));
  const paid = { payer: payer.publicKey };
  for (let number = 0; number < SUBSCRIBERS; number++) {
    const share = BigInt(Math.ceil(members.length / SUBSCRIBERS));
    await chain.mintTo(subscriberAt(number).publicKey, DEPOSIT * share);
  }
  const by = { creator: creator.publicKey, ...paid };
  send(client.registerKeeper({ ...by, id: KEEPER_ID, signer: keeperSigner.publicKey }), creator);
  for (let number = 0; number < BOTS; number++) {
    const bot = { ...by, id: botIdAt(number), minPayout: 10_000n, payoutWallet: creator.publicKey };
    send(client.publishBot({ ...bot, terms: termsAt(number) }), creator);
  }
  for (const member of members) {
    const { bot, venueUser, accountNo } = member;
    if (venueUser !== null) placeVenueUser(chain, member, 0n);
    const subscriber = subscriberAt(accountNo);
    const instruction = client.subscribe({
      ...{ bot, subscriber: subscriber.publicKey, agent: agent.publicKey, ...paid },
      terms: decodeBot(chain.localnet.chain.account(bot.toBase58())!.data).terms,
      account: venueUser === null ? { accountNo } : { venueUser },
      ...{ dailyCap: DAILY_CAP, deposit: DEPOSIT },
    });
    send(instruction, subscriber, agent);
  }
}

function termsAt(bot: number): Omit<Terms, "version"> {
  const common = { profitShareBps: 1_000, minBalance: 0n, minDailyCap: 1n, mint: MINT, hash: new Uint8Array(32) };
  return isVerified(bot)
    ? { ...common, source: "drift", feeBasis: "high_water_mark", keeper: null }
    : { ...common, source: "attested", feeBasis: "each_close", keeper };
}
