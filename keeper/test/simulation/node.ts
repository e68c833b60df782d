/** A node: it is so far behind, on this or that line of blocks, says what it likes of some things, and is up or down. */
import { answerRpc, type Chain } from "@profit-share/localnet";
import type { Branch } from "./branch";
import type { Timeline } from "./timeline";
import { FINAL_SLOTS, type Truth } from "./truth";
import { signatureOf, View } from "./view";

/** Slots after which a block is confirmed. */
const CONFIRMED_SLOTS = 2;
/** Slots for which a node remembers the status of a transaction without its history. */
const REMEMBERED_SLOTS = 300;

/** What a node is like. */
export interface Nature {
  /** Slots that it is behind. */
  lag: number;
  /** What it says too much in its block height. */
  heightError: number;
  /** "none": it says that it has none; a number: only so many slots, and it does not say so. */
  history: "all" | "none" | number;
  /** Most that it lists in one page of signatures. */
  pageSize: number;
  /** Whether it lists the transactions of one slot the other way round. */
  turned: boolean;
  /** Whether it serves `getProgramAccounts`. */
  programAccounts: boolean;
}

export const HEALTHY: Nature = {
  lag: 0,
  heightError: 0,
  history: "all",
  pageSize: 1_000,
  turned: false,
  programAccounts: true,
};

interface Request {
  id: unknown;
  method: string;
  params: unknown[];
}

type Config = { commitment?: string; limit?: number; searchTransactionHistory?: boolean };

const HISTORY = ["getTransaction", "getSignaturesForAddress"];

export class Node {
  nature: Nature = HEALTHY;
  /** Null: it sees the line that there is. Else it has not noticed a fork yet, and sees no slot after the one given. */
  private left: { branch: Branch; slot: number } | null = null;
  /** It sees nothing newer than this time. */
  private stuckAt: number | null = null;
  private down = false;

  constructor(
    readonly name: string,
    private readonly truth: Truth,
    private readonly timeline: Timeline,
    private readonly forward: (transaction: Parameters<Chain["submit"]>[0]) => void,
  ) {}

  get isDown(): boolean {
    return this.down;
  }

  /** It is what it was at first, and sees everything. */
  heal(): void {
    this.nature = HEALTHY;
    this.left = null;
    this.stuckAt = null;
    this.down = false;
  }

  stop(down: boolean): void {
    this.down = down;
  }

  stick(stuck: boolean): void {
    this.stuckAt = stuck ? this.timeline.now() : null;
  }

  /** A fork took over, and this node goes on with the old line. */
  miss(branch: Branch, slot: number): void {
    this.left ??= { branch, slot };
  }

  follow(): void {
    this.left = null;
  }

  /** @param extraLag slots that it is behind more than usual, for this request */
  answer(body: string, extraLag = 0): string {
    const content = JSON.parse(body) as Request | Request[];
    if (!Array.isArray(content)) return this.one(content, extraLag);
    return `[${content.map((request) => this.one(request, extraLag)).join(",")}]`;
  }

  private one(request: Request, extraLag: number): string {
    const { method, params, id } = request;
    const config = (params.findLast((param) => param !== null && typeof param === "object" && !Array.isArray(param)) ??
      {}) as Config;
    const searches = method === "getSignatureStatuses" && config.searchTransactionHistory === true;
    if (this.nature.history === "none" && (searches || HISTORY.includes(method))) {
      return failure(id, -32_011, "Transaction history is not available from this node");
    }
    if (method === "getProgramAccounts" && !this.nature.programAccounts) {
      return failure(id, -32_010, "getProgramAccounts is excluded from this plan");
    }
    const tip = this.tip(extraLag);
    if (method === "getSignatureStatuses") {
      return success(id, this.statuses(params[0] as string[], config, tip));
    }
    const slot = tip.slot - depthOf(config.commitment ?? "finalized");
    const asked = method === "getSignaturesForAddress" ? { ...request, params: this.paged(params) } : request;
    return answerRpc(this.view(tip.branch, slot).chain, JSON.stringify(asked)) ?? "";
  }

  private tip(extraLag: number): { branch: Branch; slot: number } {
    const { truth, timeline, left, stuckAt, nature } = this;
    const seen = truth.slotAt(stuckAt ?? timeline.now()) - nature.lag - extraLag;
    if (left !== null) return { branch: left.branch, slot: Math.min(seen, left.slot) };
    return { branch: truth.branch, slot: seen };
  }

  private view(branch: Branch, slot: number): View {
    const { truth, forward, nature } = this;
    const { heightError, turned, history } = nature;
    const firstSlot = typeof history === "number" ? slot - history : 0;
    return new View({ truth, branch, slot, forward, heightError, firstSlot, turned });
  }

  /** The page that is asked for, or as much as the node cares to list. */
  private paged([address, config]: unknown[]): unknown[] {
    const { limit = 1_000 } = (config ?? {}) as Config;
    return [address, { ...(config as Config), limit: Math.min(limit, this.nature.pageSize) }];
  }

  private statuses(signatures: string[], { searchTransactionHistory }: Config, tip: { branch: Branch; slot: number }) {
    const { slot, branch } = tip;
    const { history } = this.nature;
    const kept = typeof history === "number" ? history : Number.POSITIVE_INFINITY;
    const value = signatures.map((signature) => {
      const record = branch.records.find((one) => one.slot <= slot && signatureOf(one) === signature);
      if (record === undefined) return null;
      const age = slot - record.slot;
      if (age > (searchTransactionHistory ? kept : REMEMBERED_SLOTS)) return null;
      const final = age >= FINAL_SLOTS;
      const { err } = record.outcome;
      return {
        slot: record.slot,
        err,
        status: err === null ? { Ok: null } : { Err: err },
        confirmations: final ? null : age,
        confirmationStatus: final ? "finalized" : age >= CONFIRMED_SLOTS ? "confirmed" : "processed",
      };
    });
    return { context: { slot, apiVersion: "4.3.2" }, value };
  }
}

function depthOf(commitment: string): number {
  if (commitment === "finalized") return FINAL_SLOTS;
  return commitment === "confirmed" ? CONFIRMED_SLOTS : 0;
}

const success = (id: unknown, result: unknown): string => JSON.stringify({ jsonrpc: "2.0", result, id });
const failure = (id: unknown, code: number, message: string): string =>
  JSON.stringify({ jsonrpc: "2.0", error: { code, message }, id });
