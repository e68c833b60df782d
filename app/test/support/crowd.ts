/** Many subscriptions of the market's verified bot, each with an account on the venue. */
import { encodeDriftUser } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, settle, venueUserAddress, verifiedSubscriptionAddress } from "@profit-share/sdk";
import { agent, DOLLAR } from "@profit-share/testing/chain/market";
import type { PublicKey } from "@solana/web3.js";
import type { AppWorld } from "./world";

interface Member {
  venueUser: PublicKey;
  subscription: PublicKey;
  realized: bigint;
}

/** Pays the shares of five settlements. */
const DEPOSIT = DOLLAR / 2n;
/** Transactions that are sent at the same time. */
const AT_ONCE = 8;

export class Crowd {
  private readonly members: Member[] = [];

  private constructor(private readonly world: AppWorld) {}

  /** Beside the market's own subscription. */
  static async of(world: AppWorld, count: number): Promise<Crowd> {
    const crowd = new Crowd(world);
    for (let number = 1; number <= count; number++) {
      const venueUser = venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, number);
      crowd.members.push({ venueUser, subscription: verifiedSubscriptionAddress(venueUser), realized: 0n });
    }
    await crowd.each(async (member) => {
      await crowd.realize(member);
      await world.subscribe({ venueUser: member.venueUser }, DEPOSIT);
    });
    return crowd;
  }

  /** Each wins a dollar, which is settled, so many times, on another day each time. */
  async settle(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      if (round > 0) this.world.chain.passDays(1);
      await this.each(async (member) => {
        member.realized += DOLLAR;
        await this.realize(member);
        await this.world.chain.send([settle(member)]);
      });
    }
  }

  private async each(work: (member: Member) => Promise<void>): Promise<void> {
    for (let start = 0; start < this.members.length; start += AT_ONCE) {
      await Promise.all(this.members.slice(start, start + AT_ONCE).map(work));
    }
  }

  private async realize({ venueUser, realized }: Member): Promise<void> {
    const data = encodeDriftUser({ authority: agent.publicKey, settledPerpPnl: realized });
    await this.world.chain.setAccount(venueUser, DRIFT_PROGRAM_ID, data);
  }
}
