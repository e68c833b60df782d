/** A node's JSON-RPC over WebSocket: what it says, with numbers as digits. */
import type { AccountChange, TransactionSeen } from "../feed";

/** An answer, or a notification. */
export type Message =
  /** `result`: the node's number of a subscription, in digits. */
  | { kind: "answer"; id: number; result: string | null; error: string | null }
  | { kind: "notification"; subscription: string; result: unknown };

/** Members that are u64 on the wire: as numbers of JavaScript, two of them can become the same. */
const NUMBERS = /"(result|subscription|lamports|rentEpoch|slot)"\s*:\s*(\d+)/g;

/** null for what is no message that means anything here. */
export function parseMessage(text: string): Message | null {
  let value: unknown;
  try {
    // In a text of JSON a quote is escaped, so that none of these members can be inside of one.
    value = JSON.parse(text.replaceAll(NUMBERS, '"$1":"$2"'));
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { id, result, error, params } = value as Record<string, unknown>;
  if (isRecord(params) && typeof params.subscription === "string") {
    return { kind: "notification", subscription: params.subscription, result: params.result };
  }
  if (typeof id !== "number") return null;
  const reason = isRecord(error) ? String(error.message) : null;
  return { kind: "answer", id, result: typeof result === "string" ? result : null, error: reason };
}

/** Of an `accountNotification`; without data if none was asked for. null if it has not the shape of one. */
export function readAccount(address: string, result: unknown, withData: boolean): AccountChange | null {
  const { slot, value } = contextOf(result);
  if (slot === null || !isRecord(value)) return null;
  return changeOf({ address, slot, filter: null }, value, withData);
}

/** Of a `programNotification` of that filter. */
export function readProgramAccount(filter: number, result: unknown, withData: boolean): AccountChange | null {
  const { slot, value } = contextOf(result);
  if (slot === null || !isRecord(value) || typeof value.pubkey !== "string" || !isRecord(value.account)) return null;
  return changeOf({ address: value.pubkey, slot, filter }, value.account, withData);
}

/** Of a `logsNotification`. */
export function readTransaction(result: unknown): TransactionSeen | null {
  const { slot, value } = contextOf(result);
  if (slot === null || !isRecord(value) || typeof value.signature !== "string") return null;
  return { signature: value.signature, slot, failed: value.err !== null && value.err !== undefined };
}

/** Of a `slotNotification`. */
export function readSlot(result: unknown): number | null {
  return isRecord(result) ? slotIn(result) : null;
}

function changeOf(
  place: Omit<AccountChange, "account">,
  { owner, lamports, data }: Record<string, unknown>,
  withData: boolean,
): AccountChange | null {
  if (typeof owner !== "string" || typeof lamports !== "string") return null;
  // Where an account is gone a node tells of an empty one.
  if (lamports === "0") return { ...place, account: null };
  if (!withData) return { ...place, account: { owner, lamports: BigInt(lamports), data: null } };
  const text: unknown = Array.isArray(data) ? data[0] : null;
  if (typeof text !== "string") return null;
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  return { ...place, account: { owner, lamports: BigInt(lamports), data: bytes } };
}

function contextOf(result: unknown): { slot: number | null; value: unknown } {
  if (!isRecord(result) || !isRecord(result.context)) return { slot: null, value: null };
  return { slot: slotIn(result.context), value: result.value };
}

function slotIn({ slot }: Record<string, unknown>): number | null {
  return typeof slot === "string" ? Number(slot) : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
