/** Many subscriptions of the market's verified bot: written onto the chain without a transaction, and then really settled. */
import { createHash } from "node:crypto";
import { encodeDriftUser } from "@profit-share/localnet";
import {
  DRIFT_PROGRAM_ID,
  escrowAddress,
  PROGRAM_ID,
  type Subscription,
  settle,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { firstHead } from "@profit-share/sdk/history";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { writeField } from "@profit-share/testing/svm/idl";
import { PublicKey } from "@solana/web3.js";
import type { AppWorld } from "./world";

interface Member {
  subscription: PublicKey;
  venueUser: PublicKey;
  agent: PublicKey;
  realized: bigint;
}

const BALANCE = 100n * DOLLAR;
/** Settlements that are sent at the same time. */
const AT_ONCE = 8;
const text = new TextEncoder();

/** Every address follows from a number, so that all runs have the same. */
const keyAt = (what: string, index: number): PublicKey =>
  new PublicKey(createHash("sha256").update(`crowd ${what} ${index}`).digest());

export class Crowd {
  readonly members: Member[] = [];

  private constructor(
    private readonly world: AppWorld,
    private readonly first: Subscription,
    /** Of the market's own subscription before anything was settled. */
    private readonly template: Uint8Array,
  ) {}

  /** Beside the market's own verified subscription, of which nothing may be settled yet. */
  static async of(world: AppWorld, count: number): Promise<Crowd> {
    const first = await world.client.subscription(world.verified);
    const { data } = world.chain.localnet.chain.account(world.verified.toBase58())!;
    const crowd = new Crowd(world, first, data);
    for (let index = 0; index < count; index++) crowd.add(index);
    return crowd;
  }

  /** Each wins a dollar, a settlement each, so many times, a day each. */
  async settle(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      if (round > 0) this.world.chain.passDays(1);
      for (let start = 0; start < this.members.length; start += AT_ONCE) {
        await Promise.all(this.members.slice(start, start + AT_ONCE).map((member) => this.win(member)));
      }
    }
  }

  private async win(member: Member): Promise<void> {
    member.realized += DOLLAR;
    this.realize(member);
    await this.world.chain.send([settle(member)]);
  }

  private realize({ venueUser, agent, realized }: Member): void {
    const data = encodeDriftUser({ authority: agent, settledPerpPnl: realized });
    this.world.chain.setAccount(venueUser, DRIFT_PROGRAM_ID, data);
  }

  private add(index: number): void {
    const { bot, terms } = this.first;
    const [venueUser, agent] = [keyAt("venue user", index), keyAt("agent", index)];
    const subscription = verifiedSubscriptionAddress(venueUser);
    const escrow = escrowAddress(subscription);
    const instance = this.first.instance + BigInt(index) + 1n;
    const seeds = [text.encode("verified"), venueUser.toBytes()];
    const fields = {
      bump: PublicKey.findProgramAddressSync(seeds, PROGRAM_ID)[1],
      escrow: escrow.toBytes(),
      agent: agent.toBytes(),
      venue_user: venueUser.toBytes(),
      instance,
      balance: BALANCE,
      head: firstHead({ programId: PROGRAM_ID, subscription, bot, instance, terms }),
    };
    const data = Buffer.from(this.template);
    for (const [name, value] of Object.entries(fields)) writeField(data, "Subscription", name, value);
    const { chain } = this.world;
    chain.setAccount(subscription, PROGRAM_ID, data);
    chain.setTokens(escrow, subscription, BALANCE);
    const member = { subscription, venueUser, agent, realized: 0n };
    this.realize(member);
    this.members.push(member);
  }
}
