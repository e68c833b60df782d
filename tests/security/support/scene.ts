/**
 * Everybody's accounts on one chain: the honest parties' agreements (one attested, one verified), a sibling of each account
 * that belongs to the same parties, and eve's counterpart of each, made by the program for eve. Every part has money in it.
 */
import { encodeDriftUser } from "@profit-share/localnet";
import {
  attestedSubscriptionAddress,
  botAddress,
  DRIFT_PROGRAM_ID,
  decodeSubscription,
  escrowAddress,
  keeperAddress,
  publishBot,
  registerKeeper,
  type Subscription,
  settle,
  settleAttested,
  subscribe,
  type Terms,
  vaultAddress,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { driftSpotMarketAddress, driftUserAddress } from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { COMMON_TERMS } from "@profit-share/testing/svm/agreement";
import { Amount } from "@profit-share/testing/svm/constants";
import { referenceOf } from "@profit-share/testing/svm/history";
import { Verified } from "@profit-share/testing/svm/verified";
import { World } from "@profit-share/testing/svm/world";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";

const { creator, subscriber, agent, marketplace, keeperSigner, sponsor, eve } = ACTORS;

/** Who fills which part. */
interface People {
  owner: Keypair;
  subscriber: Keypair;
  agent: Keypair;
  admin: Keypair;
  signer: Keypair;
  rentPayer: Keypair;
}

const HONEST: People = {
  owner: creator,
  subscriber,
  agent,
  admin: marketplace,
  signer: keeperSigner,
  rentPayer: sponsor,
};
const EVE: People = { owner: eve, subscriber: eve, agent: eve, admin: eve, signer: eve, rentPayer: eve };

export type Source = "attested" | "verified";

export interface Deal {
  people: People;
  source: Source;
  bot: PublicKey;
  vault: PublicKey;
  subscription: PublicKey;
  escrow: PublicKey;
  /** Null if attested. */
  venueUser: PublicKey | null;
  instance: bigint;
  terms: Terms;
}

/** One `Deal` of each source, and the keeper of the attested one. */
export interface Side {
  keeper: PublicKey;
  attested: Deal;
  verified: Deal;
}

/** 16 bytes. */
export const idOf = (name: string): Buffer => Buffer.from(name.padEnd(16, "-"));

export class Scene {
  readonly world = new World();
  readonly honest: Side;
  /** The same parties' second keeper, and second subscriptions to the same bots. */
  readonly sibling: Side;
  readonly eves: Side;
  /** The creator's second bots. */
  readonly otherBot: Record<Source, PublicKey>;

  constructor() {
    new Verified(this.world).placeQuoteMarket();
    const keeper = this.register(marketplace, "keeper");
    const attested = this.publish(HONEST, "attested", keeper);
    const verified = this.publish(HONEST, "verified", null);
    this.otherBot = {
      attested: this.publish(HONEST, "attested", keeper, "other attested").bot,
      verified: this.publish(HONEST, "verified", null, "other verified").bot,
    };
    this.honest = {
      keeper,
      attested: this.agree(attested, HONEST, 0),
      verified: this.agree(verified, HONEST, 0),
    };
    this.sibling = {
      keeper: this.register(marketplace, "keeper 2"),
      attested: this.agree(attested, HONEST, 1, 2n),
      verified: this.agree(verified, HONEST, 1, 2n),
    };
    const evesKeeper = this.register(eve, "keeper");
    this.eves = {
      keeper: evesKeeper,
      attested: this.agree(this.publish(EVE, "attested", evesKeeper), EVE, 0),
      verified: this.agree(this.publish(EVE, "verified", null), EVE, 0),
    };
  }

  get deals(): Deal[] {
    return [this.honest, this.sibling, this.eves].flatMap(({ attested, verified }) => [attested, verified]);
  }

  register(admin: Keypair, id: string): PublicKey {
    const signer = (admin === eve ? eve : keeperSigner).publicKey;
    this.world.send(registerKeeper({ creator: admin.publicKey, id: idOf(id), signer }), admin);
    return keeperAddress(admin.publicKey, idOf(id));
  }

  publish(people: People, source: Source, keeper: PublicKey | null, id: string = source): Pick<Deal, "bot" | "terms"> {
    const owner = people.owner.publicKey;
    const bot = botAddress(owner, idOf(id));
    const terms = this.terms(source, keeper);
    this.world.send(
      publishBot({ creator: owner, id: idOf(id), terms, minPayout: Amount.MIN_PAYOUT, payoutWallet: owner }),
      people.owner,
    );
    this.world.setTokens(vaultAddress(bot), bot, Amount.DOLLAR);
    return { bot, terms };
  }

  terms(source: Source, keeper: PublicKey | null): Terms {
    return {
      ...COMMON_TERMS,
      source: source === "attested" ? "attested" : "drift",
      feeBasis: source === "attested" ? "each_close" : "high_water_mark",
      keeper,
      mint: this.world.mint,
    };
  }

  /** A flat venue user with this realized PnL. */
  placeUser(authority: Keypair, subAccountId: number, settledPerpPnl = 0n): PublicKey {
    const user = driftUserAddress(authority.publicKey, subAccountId);
    const data = encodeDriftUser({ authority: authority.publicKey, subAccountId, settledPerpPnl });
    this.world.setAccount(user, { owner: DRIFT_PROGRAM_ID, data });
    return user;
  }

  /** Drift's spot market 1 in the same form as market 0. */
  placeOtherMarket(): PublicKey {
    const market = driftSpotMarketAddress(1);
    this.world.setAccount(market, this.world.account(driftSpotMarketAddress(0)));
    return market;
  }

  /** Subscribes with $50 and settles $100 of profit: $10 claimable, $40 of balance. A dollar more lies in the escrow. */
  agree({ bot, terms }: Pick<Deal, "bot" | "terms">, people: People, accountNo: number, instance = 1n): Deal {
    const attested = terms.source === "attested";
    const venueUser = attested ? null : this.placeUser(people.agent, accountNo);
    const account = venueUser === null ? { accountNo } : { venueUser };
    const subscription =
      venueUser === null
        ? attestedSubscriptionAddress(people.agent.publicKey, accountNo)
        : verifiedSubscriptionAddress(venueUser);
    const by = { subscriber: people.subscriber.publicKey, agent: people.agent.publicKey, bot, terms, account };
    const deal: Deal = {
      people,
      source: attested ? "attested" : "verified",
      bot,
      vault: vaultAddress(bot),
      subscription,
      escrow: escrowAddress(subscription),
      venueUser,
      instance,
      terms,
    };
    this.send(
      subscribe({
        ...by,
        payer: people.rentPayer.publicKey,
        depositFrom: this.world.purse(people.subscriber.publicKey),
        dailyCap: Amount.DAILY_CAP,
        deposit: Amount.DEPOSIT,
      }),
    );
    this.realize(deal, PROFIT);
    const { world } = this;
    world.setTokens(deal.escrow, subscription, world.tokens(deal.escrow) + Amount.DOLLAR);
    return deal;
  }

  /** Settles a profit (1e-6 quote): an attested close of this sequence, or a verified account that holds it. */
  realize(deal: Deal, pnl: bigint, sequence = 1n): void {
    if (deal.venueUser === null) this.send(this.closeOf(deal, pnl, sequence));
    else {
      this.world.setAccount(deal.venueUser, this.userWith(deal, pnl));
      this.send(settle({ subscription: deal.subscription, venueUser: deal.venueUser }));
    }
  }

  /** The next attested close. */
  closeOf(deal: Deal, closePnl: bigint, sequence = 1n): TransactionInstruction {
    const { people, subscription, bot, instance, terms } = deal;
    const reference = referenceOf(`${subscription.toBase58()} ${sequence}`);
    const by = { signer: people.signer.publicKey, keeper: terms.keeper! };
    return settleAttested({ ...by, subscription, bot, instance, sequence, closePnl, reference });
  }

  /** The deal's venue user with another realized PnL. */
  userWith(deal: Deal, settledPerpPnl: bigint) {
    const authority = deal.people.agent.publicKey;
    return { owner: DRIFT_PROGRAM_ID, data: encodeDriftUser({ authority, settledPerpPnl }) };
  }

  /** What the subscription's account says. */
  ledger({ subscription }: Deal): Subscription {
    return decodeSubscription(this.world.account(subscription).data);
  }

  /** Sends an instruction with the signatures it asks for. @throws Error if it is refused */
  send(instruction: TransactionInstruction): void {
    this.world.send(instruction, ...signersOf(instruction));
  }
}

const PROFIT = 100_000_000n;

/** Whose signature can be had: everybody's who is no program account. */
const WALLETS = new Map([...Object.values(ACTORS), keyOf("nobody")].map((pair) => [pair.publicKey.toBase58(), pair]));

export const canSign = (at: PublicKey): boolean => WALLETS.has(at.toBase58());

/** The keys of all who have to sign `instruction`. @throws Error if nobody has the key */
export function signersOf({ keys }: TransactionInstruction): Keypair[] {
  const asked = keys.filter(({ isSigner }) => isSigner).map(({ pubkey }) => pubkey.toBase58());
  return [...new Set(asked)].map((at) => {
    const pair = WALLETS.get(at);
    if (pair === undefined) throw new Error(`Nobody can sign for ${at}`);
    return pair;
  });
}
