/** What came of sending a message. */
export type Delivery =
  | { kind: "sent" }
  /** It will never be taken. */
  | { kind: "refused"; error: string }
  /** It may be taken another time. */
  | { kind: "failed"; error: string }
  /** Nothing is taken before so long; `everywhere`: in the whole channel, not by this target alone. */
  | { kind: "busy"; error: string; waitMs: number; everywhere: boolean };

/** Never throws, and takes no longer than it may. */
export type Send = (target: string, payload: string, id: string) => Promise<Delivery>;

/** Nobody holds messages back for longer, whatever they say. */
const LONGEST_WAIT_MS = 3_600_000;

export const busy = (error: string, seconds: number, everywhere: boolean): Delivery => ({
  kind: "busy",
  error,
  waitMs: Math.min(Math.max(seconds, 1) * 1_000, LONGEST_WAIT_MS),
  everywhere,
});
