/** Closes as they are handed over: durable before anything is asked of the chain. */
import type { Db } from "@profit-share/storage";
import { and, asc, count, desc, eq, inArray, isNull, min, sql } from "drizzle-orm";
import type { Checkpoints } from "./checkpoints";
import { insertNext, lock, type SubscriptionInstance } from "./closes";
import { closes, type IntakeRow, intake } from "./schema";

export interface NewClose {
  /** Hexadecimal, 32 bytes: sha256 of the trade's id. */
  reference: string;
  tradeId: string | null;
  /** i64, 1e-6 quote. */
  closePnl: bigint;
  /** Base58: the wallet that traded, to be compared with the subscription's agent. Left out (or null), it is not compared. */
  agent?: string | null;
  /** Whether nothing of the position is left; false if left out. */
  positionClosed?: boolean;
}

/** A close that never will be settled; the message says why. */
export class CloseRefused extends Error {
  override readonly name: string = "CloseRefused";
}

/** The same trade was handed over before with another PnL, or for another wallet. */
export class CloseConflict extends CloseRefused {
  override readonly name = "CloseConflict";
}

/** What is to become of a close that was taken. */
export type Verdict = { state: "admitted" } | { state: "refused" | "void"; reason: string };

/** Seconds for which no node has shown the subscription of a close until the close is refused. */
const UNKNOWN_SECONDS = 86_400n;

export class Intake {
  /** What is asked about in this turn. */
  private asked: { subscriptions: Set<string>; taken: Promise<Set<string>> } | null = null;

  constructor(
    private readonly db: Db,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Stores the close. The same close again changes nothing; one that was refused is replaced by one that says something else.
   * @param subscription base58
   * @throws CloseConflict if the trade is stored with another PnL, or was admitted for another wallet
   */
  take(subscription: string, close: NewClose): Promise<IntakeRow> {
    const { reference, tradeId, closePnl, agent = null, positionClosed = false } = close;
    return this.checkpoints.pass("take_close", () =>
      this.db.transaction(async (tx) => {
        const [made] = await tx
          .insert(intake)
          .values({ subscription, reference, tradeId, closePnl, agent, positionClosed })
          .onConflictDoNothing()
          .returning();
        if (made !== undefined) return made;
        const [known] = await tx.select().from(intake).where(is(subscription, reference)).for("update");
        const sameWallet = agent === null || known!.agent === agent;
        const settledForAny = known!.state === "admitted" && known!.agent === null;
        if (known!.closePnl === closePnl && (sameWallet || settledForAny)) return known!;
        refuseConflict(known!, close);
        const [replaced] = await tx
          .update(intake)
          .set({ closePnl, agent, positionClosed, state: "taken", reason: null, missingSince: null })
          .where(is(subscription, reference))
          .returning();
        return replaced!;
      }),
    );
  }

  async get(subscription: string, reference: string): Promise<IntakeRow | null> {
    const [row] = await this.db.select().from(intake).where(is(subscription, reference));
    return row ?? null;
  }

  /** Whether closes wait for a look at their subscription. What one look showed asks in one turn, and one query answers all. */
  async hasTaken(subscription: string): Promise<boolean> {
    this.asked ??= this.askTogether();
    this.asked.subscriptions.add(subscription);
    return (await this.asked.taken).has(subscription);
  }

  /** Whether the newest close, settled or not, left nothing of the position. */
  async isPositionClosed(subscription: string): Promise<boolean> {
    const [newest] = await this.db
      .select({ positionClosed: intake.positionClosed })
      .from(intake)
      .where(and(eq(intake.subscription, subscription), inArray(intake.state, ["taken", "admitted"])))
      .orderBy(desc(intake.number))
      .limit(1);
    return newest?.positionClosed ?? false;
  }

  /** How many closes wait for a look at their subscription, and since when the oldest does; null without one. */
  async waiting(): Promise<{ count: number; since: Date | null }> {
    const [row] = await this.db
      .select({ count: count(), since: min(intake.takenAt) })
      .from(intake)
      .where(eq(intake.state, "taken"));
    return row!;
  }

  /** Those with closes that wait for a look. @param among only these; all if left out */
  async subscriptions(among?: readonly string[]): Promise<string[]> {
    const rows = await this.db
      .selectDistinct({ subscription: intake.subscription })
      .from(intake)
      .where(and(eq(intake.state, "taken"), among && inArray(intake.subscription, [...among])));
    return rows.map(({ subscription }) => subscription);
  }

  /**
   * Gives every close that was taken the next sequence, in the order in which they came, or refuses it.
   * @param chainSequence the subscription's sequence; the rows of closes have to be in line with it
   */
  admit(instance: SubscriptionInstance, chainSequence: bigint, judge: (close: IntakeRow) => Verdict): Promise<void> {
    return this.checkpoints.pass("admit_closes", () =>
      this.db.transaction(async (tx) => {
        await lock(tx, [instance]);
        const taken = await tx
          .select()
          .from(intake)
          .where(takenOf(instance.subscription))
          .orderBy(asc(intake.number))
          .for("update");
        for (const close of taken) {
          const { instance: where, ...verdict } = await admitOne(tx, instance, close, chainSequence, judge(close));
          await tx
            .update(intake)
            .set({ reason: null, ...verdict, instance: where })
            .where(is(close.subscription, close.reference));
        }
      }),
    );
  }

  /**
   * A look found no subscription: closes that were taken for it wait, and are refused when that lasts for a day.
   * @param now unix seconds of the cluster's clock @param reason said to who asks for one that is refused
   */
  async missing(subscription: string, now: bigint, reason: string): Promise<void> {
    const taken = takenOf(subscription);
    if (!(await this.hasTaken(subscription))) return;
    await this.checkpoints.pass("admit_closes", () =>
      this.db.transaction(async (tx) => {
        await tx
          .update(intake)
          .set({ missingSince: now })
          .where(and(taken, isNull(intake.missingSince)));
        const late = sql`${intake.missingSince} <= ${now - UNKNOWN_SECONDS}`;
        await tx.update(intake).set({ state: "refused", reason }).where(and(taken, late));
      }),
    );
  }

  private askTogether() {
    const subscriptions = new Set<string>();
    const taken = Promise.resolve().then(async () => {
      this.asked = null;
      return new Set(await this.subscriptions([...subscriptions]));
    });
    return { subscriptions, taken };
  }
}

/** @throws CloseConflict unless the one that is known may be replaced */
function refuseConflict(known: IntakeRow, { closePnl, agent = null }: NewClose): void {
  if (known.state === "refused" || known.state === "void") return;
  if (known.closePnl !== closePnl) throw new CloseConflict(conflict(known, known.closePnl, closePnl));
  if (known.state === "admitted") {
    throw new CloseConflict(
      `The trade ${nameOf(known)} of subscription ${known.subscription} was settled for the wallet ${known.agent}, now it is said to be of ${agent}`,
    );
  }
}

async function admitOne(
  tx: Db,
  instance: SubscriptionInstance,
  close: IntakeRow,
  chainSequence: bigint,
  verdict: Verdict,
): Promise<Verdict & { instance: bigint | null }> {
  // Settled before, by a keeper whose database is lost, or for an earlier agreement at the address.
  const [known] = await tx
    .select()
    .from(closes)
    .where(and(eq(closes.subscription, close.subscription), eq(closes.reference, close.reference)))
    .orderBy(desc(closes.instance))
    .limit(1);
  if (known !== undefined) {
    if (known.closePnl === close.closePnl) return { state: "admitted", instance: known.instance };
    const reason = conflict(close, known.closePnl, close.closePnl);
    return { state: "refused", reason, instance: null };
  }
  if (verdict.state !== "admitted") return { ...verdict, instance: null };
  const { reference, tradeId, closePnl } = close;
  await insertNext(tx, instance, { reference, tradeId, closePnl }, chainSequence);
  return { ...verdict, instance: instance.instance };
}

const nameOf = ({ tradeId, reference }: Pick<IntakeRow, "tradeId" | "reference">): string => tradeId ?? reference;

const conflict = (close: IntakeRow, before: bigint, now: bigint): string =>
  `The trade ${nameOf(close)} of subscription ${close.subscription} was recorded with a PnL of ${before} base units, ` +
  `now it is said to be ${now}: a close is settled once, pass a new trade id for another one`;

const is = (subscription: string, reference: string) =>
  and(eq(intake.subscription, subscription), eq(intake.reference, reference));

const takenOf = (subscription: string) => and(eq(intake.subscription, subscription), eq(intake.state, "taken"));
