/**
 * Agreements of which every party is a PDA of another program, as it is with the vaults of a multisig: nobody has a key. All
 * that they do is called by that program.
 */
import { encodeDriftUser } from "@profit-share/localnet";
import * as sdk from "@profit-share/sdk";
import { driftUserAddress } from "@profit-share/sdk/drift";
import { CALLER, CALLER_FILE, callersPda, relay } from "@profit-share/testing/caller";
import { COMMON_TERMS } from "@profit-share/testing/svm/agreement";
import { Amount, Lamports } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import type { Sent } from "@profit-share/testing/svm/svm";
import { Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";

export const owner = callersPda("owner");
export const subscriber = callersPda("subscriber");
export const agent = callersPda("agent");
export const admin = callersPda("admin");
export const keeperSigner = callersPda("keeper signer");
/** Pays rent, and deposits for others. */
export const sponsor = callersPda("sponsor");
/** Has nothing yet: takes over bots and keepers, is paid out to. */
export const heir = callersPda("heir");

/** 16 bytes. */
export const idOf = (name: string): Buffer => Buffer.from(name.padEnd(16, "-"));

const keeper = sdk.keeperAddress(admin, idOf("keeper"));

/** One agreement: the account of the subscription and what identifies it. */
export interface Deal {
  bot: PublicKey;
  terms: sdk.Terms;
  subscription: PublicKey;
  instance: bigint;
  /** Null if attested. */
  venueUser: PublicKey | null;
}

export class Vaults {
  readonly world = new World();
  readonly keeper = keeper;
  readonly attested = this.dealOf("attested");
  readonly verified = this.dealOf("drift") as Deal & { venueUser: PublicKey };

  /** A keeper, two bots, and a subscription to each with $50 of balance. */
  constructor() {
    this.world.load(CALLER, CALLER_FILE);
    new Verified(this.world).placeQuoteMarket();
    for (const party of [owner, subscriber, agent, admin, keeperSigner, sponsor, heir]) {
      this.world.airdrop(party, Lamports.PURSE);
      this.world.setTokens(this.world.purse(party), party, Amount.PURSE);
    }
    this.realize(0n);
    this.send(sdk.registerKeeper({ creator: admin, payer: sponsor, id: idOf("keeper"), signer: keeperSigner }));
    for (const deal of [this.attested, this.verified]) {
      this.send(this.publish(deal.terms.source, deal.terms));
      this.send(this.subscribe(deal));
    }
  }

  /** Sends the instruction, called by the program with the signatures of the PDAs that it names as signers. */
  send(instruction: TransactionInstruction): Sent {
    return this.world.send(relay(instruction));
  }

  publish(id: string, terms: sdk.Terms, payoutWallet = owner): TransactionInstruction {
    const minPayout = Amount.MIN_PAYOUT;
    return sdk.publishBot({ creator: owner, payer: sponsor, id: idOf(id), terms, minPayout, payoutWallet });
  }

  /** @param number which of the agent's accounts, in its attested or its venue's count */
  subscribe(deal: Deal, number = 0, over: Partial<sdk.Subscribe> = {}): TransactionInstruction {
    return sdk.subscribe({
      subscriber,
      agent,
      payer: sponsor,
      depositor: sponsor,
      depositFrom: this.world.purse(sponsor),
      bot: deal.bot,
      terms: deal.terms,
      account: deal.venueUser === null ? { accountNo: number } : { venueUser: driftUserAddress(agent, number) },
      dailyCap: Amount.DAILY_CAP,
      deposit: Amount.DEPOSIT,
      ...over,
    });
  }

  /** A close of the attested deal, the first if not said otherwise. */
  close(closePnl: bigint, sequence = 1n): sdk.SettleAttested {
    const reference = referenceOf(`trade ${sequence}`);
    const { subscription, bot, instance } = this.attested;
    return { signer: keeperSigner, keeper, subscription, bot, instance, sequence, closePnl, reference };
  }

  /** Settles $100 of profit of the attested deal: $10 are claimable, $40 of balance are left. */
  earn(): void {
    this.send(sdk.settleAttested(this.close(100_000_000n)));
  }

  /** Writes the venue user with this realized PnL (1e-6 quote). @param number which of the agent's accounts */
  realize(settledPerpPnl: bigint, number = 0): PublicKey {
    const user = driftUserAddress(agent, number);
    const data = encodeDriftUser({ authority: agent, subAccountId: number, settledPerpPnl });
    this.world.setAccount(user, { owner: sdk.DRIFT_PROGRAM_ID, data });
    return user;
  }

  ledger({ subscription }: Deal): sdk.Subscription {
    return sdk.decodeSubscription(this.world.account(subscription).data);
  }

  bot({ bot }: Pick<Deal, "bot">): sdk.Bot {
    return sdk.decodeBot(this.world.account(bot).data);
  }

  private dealOf(source: "attested" | "drift"): Deal {
    const attested = source === "attested";
    const venueUser = attested ? null : driftUserAddress(agent, 0);
    const subscription =
      venueUser === null ? sdk.attestedSubscriptionAddress(agent, 0) : sdk.verifiedSubscriptionAddress(venueUser);
    return {
      bot: sdk.botAddress(owner, idOf(source)),
      terms: {
        ...COMMON_TERMS,
        source,
        feeBasis: attested ? "each_close" : "high_water_mark",
        keeper: attested ? keeper : null,
        mint: this.world.mint,
      },
      subscription,
      instance: 1n,
      venueUser,
    };
  }
}
