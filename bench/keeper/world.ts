/**
 * A marketplace of any size, written onto a chain without a transaction: verified subscriptions of twenty bots, each with an account
 * on the venue, an escrow and an agent. Every address follows from a number, so that all runs have the same.
 */
import { createHash } from "node:crypto";
import { encodeDriftUser } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, escrowAddress, PROGRAM_ID, tokenAddress } from "@profit-share/sdk";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { writeField } from "@profit-share/testing/svm/idl";
import { Verified } from "@profit-share/testing/svm/verified";
import { PublicKey } from "@solana/web3.js";

const BOTS = 20;
/** Base units, 1e-6. */
const ESCROW = 50_000_000n;
const DAILY_CAP = 1_000_000_000n;
const DEPOSITED = 1_000_000_000n;

/** Pays the keeper's fees. */
export const SIGNER = keyOf("bench: the keeper's signer");

export interface Member {
  /** base58. */
  subscription: string;
  venueUser: string;
  agent: string;
}

const text = new TextEncoder();
const keyAt = (what: string, index: number): PublicKey =>
  new PublicKey(createHash("sha256").update(`bench ${what} ${index}`).digest());

export class World {
  readonly bots: PublicKey[] = [];
  readonly members: Member[] = [];
  private readonly template = Verified.running();

  constructor(private readonly chain: LocalChain) {
    chain.airdrop(SIGNER.publicKey);
    for (let index = 0; index < BOTS; index++) this.addBot(index);
    chain.setTokens(tokenAddress(MINT, ACTORS.payoutWallet.publicKey), ACTORS.payoutWallet.publicKey, 0n);
  }

  /** Adds subscriptions until there are so many. */
  grow(count: number): void {
    for (let index = this.members.length; index < count; index++) this.members.push(this.addMember(index));
  }

  private addBot(index: number): void {
    const id = createHash("sha256").update(`bench bot ${index}`).digest().subarray(0, 16);
    const seeds = [text.encode("bot"), ACTORS.creator.publicKey.toBytes(), id];
    const [address, bump] = PublicKey.findProgramAddressSync(seeds, PROGRAM_ID);
    const data = Buffer.from(this.template.world.account(this.template.bot).data);
    writeField(data, "Bot", "bump", bump);
    writeField(data, "Bot", "id", id);
    this.chain.setAccount(address, PROGRAM_ID, data);
    this.bots.push(address);
  }

  private addMember(index: number): Member {
    const [venueUser, agent] = [keyAt("venue user", index), keyAt("agent", index)];
    const seeds = [text.encode("verified"), venueUser.toBytes()];
    const [subscription, bump] = PublicKey.findProgramAddressSync(seeds, PROGRAM_ID);
    const escrow = escrowAddress(subscription);
    const data = Buffer.from(this.template.world.account(this.template.subscription).data);
    const fields = {
      bump,
      bot: this.bots[index % BOTS]!.toBytes(),
      escrow: escrow.toBytes(),
      agent: agent.toBytes(),
      venue_user: venueUser.toBytes(),
      instance: index + 1,
      balance: ESCROW,
      daily_cap: DAILY_CAP,
      next_daily_cap: DAILY_CAP,
      // What the venue's account says, so that there is nothing to settle before the first close.
      total_deposits: DEPOSITED,
    };
    for (const [name, value] of Object.entries(fields)) writeField(data, "Subscription", name, value);
    this.chain.setAccount(subscription, PROGRAM_ID, data);
    this.chain.setTokens(escrow, subscription, ESCROW);
    this.chain.setAccount(venueUser, DRIFT_PROGRAM_ID, venueUserData(agent.toBytes(), 0n));
    return { subscription: subscription.toBase58(), venueUser: venueUser.toBase58(), agent: agent.toBase58() };
  }
}

/** A flat account on the venue that holds a deposit. @param realized PnL, 1e-6 quote */
export const venueUserData = (agent: Uint8Array, realized: bigint): Buffer =>
  encodeDriftUser({
    authority: new PublicKey(agent),
    quoteScaledBalance: 1_000_000_000_000n,
    totalDeposits: DEPOSITED,
    settledPerpPnl: realized,
  });
