/** The closes of a subscription: taken, in line with what the chain has settled of them, and admitted. */
import { hasEnded, type ProfitShareReader, type Subscription } from "@profit-share/sdk";
import { readHistory, type VerifiedHistory } from "@profit-share/sdk/history";
import type { PublicKey } from "@solana/web3.js";
import type { Logger } from "pino";
import { type HistoryPart, type SettledClose, standing } from "../store/align";
import type { CloseAmounts, CloseStore, KnownHistory, SubscriptionInstance } from "../store/closes";
import type { Finishing } from "../store/finishing";
import type { Intake, NewClose, Verdict } from "../store/intake";
import type { CloseRow, IntakeRow } from "../store/schema";
import { cursorOf, knownIn, knownOf } from "./known-history";
import type { Observed, PendingClose } from "./observed";

/** What is stored of a close that was handed over. */
export interface StoredClose {
  /** `taken`: nobody has looked at its subscription since. `void`: there is nothing to settle of it. */
  status: "taken" | "pending" | "settled" | "refused" | "void";
  /** Why it was refused, or is void. */
  reason: string | null;
  tradeId: string | null;
  /** i64, 1e-6 quote. */
  closePnl: bigint;
  /** null until it is pending. */
  sequence: bigint | null;
  /** Of the transaction that settled it; null until then. */
  signature: string | null;
  /** null until it is settled, and where neither the close before it nor a history says what it led to. */
  amounts: CloseAmounts | null;
}

type Seen = Pick<Observed, "address" | "subscription" | "slot" | "now">;
type Closes = Pick<Observed, "closes" | "closesWait" | "finish">;

const NONE: Closes = { closes: [], closesWait: null, finish: false };

export class CloseBook {
  constructor(
    private readonly store: CloseStore,
    private readonly intake: Intake,
    private readonly finishing: Finishing,
    private readonly reader: ProfitShareReader,
    private readonly logger: Logger,
  ) {}

  /** Stores a close durably. Asks nothing of the chain. @throws CloseConflict */
  take(address: PublicKey, close: NewClose): Promise<IntakeRow> {
    return this.intake.take(address.toBase58(), close);
  }

  /** Whether the newest close left nothing of the position, as the host said. */
  isPositionClosed(address: PublicKey): Promise<boolean> {
    return this.intake.isPositionClosed(address.toBase58());
  }

  /** What is stored of a close; null if it was never handed over. */
  async get(address: PublicKey, reference: string): Promise<StoredClose | null> {
    const subscription = address.toBase58();
    const row = await this.intake.get(subscription, reference);
    if (row === null) return null;
    const { state, reason, tradeId, closePnl, instance } = row;
    const said = { reason, tradeId, closePnl };
    const close = state === "admitted" ? await this.store.get({ subscription, instance: instance! }, reference) : null;
    if (close === null) {
      // Admitted, and forgotten with its row: the chain's next reading brings it back.
      const status = state === "admitted" ? "pending" : state;
      return { ...said, status, sequence: null, signature: null, amounts: null };
    }
    const { status, sequence, signature } = close;
    return { ...said, status, sequence, signature, amounts: await this.store.amountsOf(close, close) };
  }

  /** How many closes are stored and not settled, and since when the oldest is; null without one. */
  async waiting(): Promise<{ count: number; since: Date | null }> {
    const [taken, pending] = await Promise.all([this.intake.waiting(), this.store.waiting()]);
    const since = [taken.since, pending.since].flatMap((date) => date ?? []);
    return {
      count: taken.count + pending.count,
      since: since.length === 0 ? null : new Date(Math.min(...since.map(Number))),
    };
  }

  /** A look found no subscription at the address. @param now unix seconds of the cluster's clock */
  missing(address: PublicKey, now: bigint, reason: string): Promise<void> {
    return this.intake.missing(address.toBase58(), now, reason);
  }

  /**
   * The closes to be settled, in the order of their sequences, after the rows were brought in line with the chain, and what
   * was taken was admitted. The chain's history is read only where it has settlements that the rows do not know, from the last
   * one that they know, and only if a close waits.
   * @returns null if history was read: what was seen may be older by now
   */
  async closesOf(seen: Seen): Promise<Closes | null> {
    const { address, subscription } = seen;
    const taken = await this.intake.hasTaken(address.toBase58());
    if (subscription.terms.source !== "attested") {
      if (taken) await this.admit(seen);
      return NONE;
    }
    const instance = instanceOf(address, subscription);
    const chain = { sequence: subscription.sequence, reference: hexOf(subscription.reference), slot: seen.slot };
    const known = await this.store.known(instance);
    const ends = await this.store.ends(instance, known, chain);
    switch (standing(ends, chain)) {
      case "ahead":
        await this.reconcile(seen, { after: chain.sequence, settlements: [], slot: seen.slot }, knownOf(seen));
        break;
      case "apart":
        return this.catchUp(seen, null);
      case "behind":
        if (!taken && ends.firstPending === null && !ends.beyond) return { ...NONE, finish: await this.hasWord(seen) };
        return this.catchUp(seen, known);
      case "in line":
        if (ends.known < chain.sequence) await this.store.note(instance, knownOf(seen)!, subscription.waived);
    }
    if (taken) await this.admit(seen);
    const closes = (await this.store.pending(instance)).map(pendingOf);
    return { closes, closesWait: null, finish: await this.hasWord(seen) };
  }

  /**
   * Brings the rows of an attested subscription in line with the chain's history, whether or not a close waits for that.
   * @returns how many settlements were read: 0 if none was missing
   * @throws Error if no node has the history
   */
  async backfill(seen: Seen): Promise<number> {
    const { address, subscription, slot } = seen;
    const instance = instanceOf(address, subscription);
    const chain = { sequence: subscription.sequence, reference: hexOf(subscription.reference), slot };
    const known = await this.store.known(instance);
    const where = standing(await this.store.ends(instance, known, chain), chain);
    if (where === "ahead" || (where === "in line" && !(await this.store.isIncomplete(instance)))) return 0;
    const { part, known: now } = await this.missingHistory(seen, where === "behind" ? known : null);
    await this.reconcile(seen, part, now);
    return part.settlements.length;
  }

  /** The host's word that no close follows counts while the subscription is closing. */
  private async hasWord({ address, subscription }: Seen): Promise<boolean> {
    return subscription.state === "closing" && (await this.finishing.isRequested(address.toBase58()));
  }

  /** Where the history cannot be read only the closes wait. */
  private async catchUp(seen: Seen, known: KnownHistory | null): Promise<Closes | null> {
    try {
      const { part, known: now } = await this.missingHistory(seen, known);
      await this.reconcile(seen, part, now);
      return null;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...NONE, closesWait: `the chain's history is needed to give closes their sequence: ${message}` };
    }
  }

  private async reconcile(seen: Seen, part: HistoryPart, known: KnownHistory | null): Promise<void> {
    const { settled, pending, forgotten } = await this.store.reconcile(
      instanceOf(seen.address, seen.subscription),
      part,
      known,
      seen.subscription.waived,
    );
    const counts = { settled: settled.length, pending: pending.length, forgotten: forgotten.length };
    this.logger.warn(
      { subscription: seen.address, after: part.after.toString(), ...counts },
      "the stored closes have been brought in line with what the chain has settled",
    );
  }

  /** From what is known on; all of it, if a node has that, where accounts left something open. */
  private async missingHistory(seen: Seen, known: KnownHistory | null): ReturnType<CloseBook["historyBehind"]> {
    if (known === null || !(await this.store.isIncomplete(instanceOf(seen.address, seen.subscription))))
      return this.historyBehind(seen, known);
    return this.historyBehind(seen, null).catch(() => this.historyBehind(seen, known));
  }

  private async historyBehind(
    { address, subscription }: Pick<Seen, "address" | "subscription">,
    known: KnownHistory | null,
  ): Promise<{ part: HistoryPart; known: KnownHistory | null }> {
    const from = known && cursorOf(address, subscription, known);
    const history = await readHistory(this.reader, address, subscription, { from });
    // What was known is not on this fork.
    if (history.report.mismatch !== null && known !== null) return this.historyBehind({ address, subscription }, null);
    const wrong = wrongWith(history, subscription);
    if (wrong !== null) {
      throw new Error(`the node's history of ${address.toBase58()} cannot be used, ${wrong}. Ask an archive node`);
    }
    const after = known?.sequence ?? 0n;
    const slot = history.cursor?.readTo.slot ?? 0;
    return { part: { after, settlements: history.events.map(settledOf), slot }, known: knownIn(history.cursor) };
  }

  private async admit(seen: Seen): Promise<void> {
    const { address, subscription } = seen;
    await this.intake.admit(instanceOf(address, subscription), subscription.sequence, (close) => judge(seen, close));
  }
}

/** Whether a close can be settled. Pure. */
function judge({ address, subscription, now }: Seen, { agent }: IntakeRow): Verdict {
  const name = address.toBase58();
  const { terms } = subscription;
  const refused = (reason: string): Verdict => ({ state: "refused", reason });
  if (agent !== null && agent !== subscription.agent.toBase58()) {
    return refused(`The agent of subscription ${name} is ${subscription.agent.toBase58()}, not ${agent}`);
  }
  if (terms.source !== "attested") {
    const reason = `The subscription ${name} is verified: the venue says its PnL, not a close`;
    return { state: "void", reason };
  }
  if (terms.profitShareBps === 0) return { state: "void", reason: `The profit share of ${name} is 0 %` };
  if (hasEnded(subscription, now)) return refused(`The subscription ${name} has ended: no close counts any more`);
  return { state: "admitted" };
}

function wrongWith({ report, subscription }: VerifiedHistory, seen: Subscription): string | null {
  if (report.mismatch !== null) return `record ${report.mismatch.sequence}: ${report.mismatch.what}`;
  if (subscription.sequence >= seen.sequence) return null;
  return `it ends at ${subscription.sequence}, ${seen.sequence} was seen before`;
}

const settledOf = ({ record, signature, slot }: VerifiedHistory["events"][number]): SettledClose => ({
  sequence: record.sequence,
  reference: hexOf(record.reference),
  closePnl: record.closePnl,
  accrued: record.accrued,
  credited: record.credited,
  dropped: record.dropped,
  signature,
  slot,
});

const pendingOf = ({ sequence, reference, closePnl, recordedAt }: CloseRow): PendingClose => ({
  sequence,
  recordedAt,
  reference: Buffer.from(reference, "hex"),
  closePnl,
});

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const instanceOf = (address: PublicKey, { instance }: Subscription): SubscriptionInstance => ({
  subscription: address.toBase58(),
  instance,
});
