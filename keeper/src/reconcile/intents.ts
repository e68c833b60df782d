/** From what is decided to a transaction that can be made: of one action, or of several that are due together. Pure. */
import { type BatchRow, settleBatch } from "@profit-share/sdk";
import type { AddressLookupTableAccount, PublicKey } from "@solana/web3.js";
import type { Action } from "../decide/actions";
import { instructionsFor } from "../decide/instructions";
import type { Observed } from "../observe/observed";
import type { Intent } from "../send/executor";
import { usableFrom } from "../send/tables";
import type { LaneClose } from "../store/flights";

/** An action, and what it was decided on. */
export interface Due {
  action: Action;
  observed: Observed;
}

/** @param payer fee payer, and for attested closes the keeper account's signer */
export function intentOf({ action, observed }: Due, payer: PublicKey): Intent {
  return {
    lanes: [observed.address.toBase58()],
    action: action.kind,
    ...instructionsFor(action, observed, payer),
    tables: [],
    closes: closesOf({ action, observed }),
    minContextSlot: observed.slot,
  };
}

/** The most rows that a batch of the kind can have, whatever fits. */
const MOST = { settle: 30, settle_attested: 14, payout: 12, sync: 12 } as const;

/** What can go into one transaction. */
export interface Together {
  /** Only what has the same name. */
  name: string;
  most: number;
}

/** null if the action needs a transaction of its own: one that an agent signs, or that touches the venue. */
export function togetherWith({ action, observed }: Due): Together | null {
  switch (action.kind) {
    case "settle":
    case "payout":
    case "sync":
      return { name: action.kind, most: MOST[action.kind] };
    case "settle_attested": {
      const { keeper } = observed.subscription.terms;
      if (action.deposit > 0n || keeper === null) return null;
      return { name: `${action.kind} ${keeper.toBase58()}`, most: MOST[action.kind] };
    }
    default:
      return null;
  }
}

/**
 * One transaction for all of them, which `togetherWith` names alike, each of another subscription. A settlement that would be
 * refused is skipped there and holds up no other. A close that would be paid at once is settled alone; the payment follows.
 */
export function intentOfAll(due: readonly Due[], payer: PublicKey): Intent {
  const [first] = due as [Due];
  if (due.length === 1) return intentOf(first, payer);
  const rows = due.flatMap(rowOf);
  const { keeper } = first.observed.subscription.terms;
  const attested = first.action.kind === "settle_attested" && keeper !== null;
  const instructions =
    rows.length === 0
      ? due.flatMap(({ action, observed }) => instructionsFor(action, observed, payer).instructions)
      : [settleBatch({ rows, ...(attested ? { keeper: { address: keeper, signer: payer } } : {}) })];
  return {
    lanes: due.map(({ observed }) => observed.address.toBase58()),
    action: first.action.kind,
    instructions,
    tables: [],
    agents: [],
    closes: due.flatMap(closesOf),
    minContextSlot: Math.max(...due.map(({ observed }) => observed.slot)),
  };
}

/** The same with addresses out of tables, on a slot in which they are usable. */
export const taking = (intent: Intent, tables: readonly AddressLookupTableAccount[]): Intent => ({
  ...intent,
  tables,
  minContextSlot: Math.max(intent.minContextSlot, ...tables.map(usableFrom)),
});

function rowOf({ action, observed }: Due): BatchRow[] {
  const { address, subscription } = observed;
  const { bot, instance, venueUser } = subscription;
  if (action.kind === "settle" && venueUser !== null) return [{ kind: "verified", subscription: address, venueUser }];
  if (action.kind === "settle_attested") {
    const { sequence, reference, closePnl } = action.close;
    return [{ kind: "attested", subscription: address, bot, instance, sequence, reference, closePnl }];
  }
  return [];
}

function closesOf({ action, observed }: Due): LaneClose[] {
  if (action.kind !== "settle_attested") return [];
  const { address, subscription } = observed;
  const reference = Buffer.from(action.close.reference).toString("hex");
  return [{ lane: address.toBase58(), instance: subscription.instance, reference }];
}
