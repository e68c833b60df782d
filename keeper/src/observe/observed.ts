/** Everything that is known of one subscription at one moment: plain values, read from one slot. */
import type { Bot, Subscription, VenueUser } from "@profit-share/sdk";
import type { DriftAccount, DriftMarkets } from "@profit-share/sdk/drift";
import type { PublicKey } from "@solana/web3.js";

export interface Observed {
  address: PublicKey;
  /** The slot of the reading. */
  slot: number;
  /** Unix seconds of the cluster's clock. */
  now: bigint;
  subscription: Subscription;
  bot: Bot;
  /** Base units in the escrow's token account; null if it cannot be read. */
  escrowAmount: bigint | null;
  venue: VenueReading;
  /** Attested: whether this process holds the key of the keeper's signer. */
  keeperSigns: boolean;
  agent: {
    /** Whether this process can sign for the agent. */
    signs: boolean;
    /** The agent's associated token account. */
    tokenAccount: PublicKey;
    /** Base units that it could pay; 0 if it is missing or frozen. */
    tokens: bigint;
  };
  /** Base units that other subscriptions of the agent owe, as far as they were looked at. */
  owedByOthers: bigint;
  /** Lamports that were spent for the bot on accounts of others on this UTC day; 0 where no account is missing. */
  spentToday: bigint;
  /** Unix seconds since when money waits for the policy's next time; null if none waits, or the policy has no times. */
  moneySince: bigint | null;
  /** Whether the host said that the newest close left nothing of the position; asked of attested ones under a threshold. */
  positionClosed: boolean;
  payout: {
    wallet: PublicKey;
    /** The wallet's associated token account. */
    tokenAccount: PublicKey;
    /** `unpayable`: the wallet is no wallet, but a mint, a token account or a program's account: nobody could sign for it. */
    state: TokenAccountState | "unpayable";
  };
  /** Where a closing subscription's balance goes: the subscriber's associated token account. */
  refund: { tokenAccount: PublicKey; state: TokenAccountState };
  /** Attested: in the order of their sequences. */
  closes: PendingClose[];
  /** Attested: why closes that are stored cannot be settled now; null if they can. */
  closesWait: string | null;
  /** Attested: whether the host said that no close follows. */
  finish: boolean;
}

/** What the chain shows. The rest is stored here. */
export type Sighted = Omit<
  Observed,
  "closes" | "closesWait" | "finish" | "owedByOthers" | "spentToday" | "moneySince" | "positionClosed"
>;

/** `foreign`: it has another owner by now. */
export type TokenAccountState = "ready" | "missing" | "foreign" | "frozen";

/** The venue account of a verified subscription. */
export type VenueReading =
  | { kind: "none" }
  | { kind: "gone" }
  | { kind: "unreadable"; problem: string }
  | {
      kind: "read";
      user: VenueUser;
      /** What money can be taken from; null where this keeper does not know how. */
      drift: { account: DriftAccount; markets: DriftMarkets } | null;
    };

/** An attested close that is recorded and not settled. */
export interface PendingClose {
  sequence: bigint;
  /** By the database's clock. */
  recordedAt: Date;
  /** 32 bytes. */
  reference: Uint8Array;
  /** i64, 1e-6 quote. */
  closePnl: bigint;
}
