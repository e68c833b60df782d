/** What is asked of a node, at a rate of one's own. Whatever a node does not do is a `NodeFailure`, or what web3.js throws. */
import { decodeClock, MAX_TRANSACTION_VERSION, NodeFailure } from "@profit-share/sdk";
import { transactionsAtOnce } from "@profit-share/sdk/history";
import {
  type ConfirmedSignatureInfo,
  type Connection,
  type PublicKey,
  SYSVAR_CLOCK_PUBKEY,
  type VersionedTransactionResponse,
} from "@solana/web3.js";
import type { Pace } from "./pace";

/** The most that nodes answer at once. */
const PAGE = 1_000;
const STATUSES = 256;

export interface Standing {
  /** Whether it succeeded, and where; null: the node does not know it. */
  found: { slot: number; succeeded: boolean } | null;
  /** How far the node was. */
  asOf: number;
}

export class Node {
  private takesBatches = true;

  constructor(
    private readonly connection: Connection,
    readonly programId: PublicKey,
    private readonly pace: Pace,
  ) {}

  genesisHash(): Promise<string> {
    return this.pace.ask(() => this.connection.getGenesisHash());
  }

  finalSlot(): Promise<number> {
    return this.pace.ask(() => this.connection.getSlot("finalized"));
  }

  /** Unix seconds of the cluster's clock. */
  async time(): Promise<number> {
    const clock = await this.pace.ask(() => this.connection.getAccountInfo(SYSVAR_CLOCK_PUBKEY, "confirmed"));
    if (clock === null) throw new NodeFailure("The node has no clock: ask one of a Solana cluster");
    return Number(decodeClock(clock.data));
  }

  /** Successful and failed transactions that name the address, the newest first. @param before those behind it; null: all */
  async page(before: string | null, address = this.programId): Promise<ConfirmedSignatureInfo[]> {
    const options = { limit: PAGE, ...(before === null ? {} : { before }) };
    const page = await this.pace.ask(() => this.connection.getSignaturesForAddress(address, options, "confirmed"));
    if (before !== null && page.at(-1)?.signature === before) {
      throw new NodeFailure(`The node lists the same transactions of ${address.toBase58()} again: ask another one`);
    }
    return page;
  }

  /** How many transactions are asked for by one request. */
  get atOnce(): number {
    return this.takesBatches ? this.pace.atOnce : 1;
  }

  /** By signature, asked for by one request, at most `atOnce`: what is missing may be asked for alone. */
  async transactions(signatures: readonly string[]): Promise<ReadonlyMap<string, VersionedTransactionResponse>> {
    if (signatures.length < 2) return new Map();
    const request = () => transactionsAtOnce(this.connection, signatures, "confirmed");
    const found = await this.pace.ask(request, signatures.length);
    this.takesBatches = found !== null;
    return found ?? new Map();
  }

  /** null: the node does not return it. */
  transaction(signature: string): Promise<VersionedTransactionResponse | null> {
    const config = { commitment: "confirmed", maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION } as const;
    return this.pace.ask(() => this.connection.getTransaction(signature, config));
  }

  /** In the order of the signatures. */
  async standings(signatures: readonly string[]): Promise<Standing[]> {
    const all: Standing[] = [];
    for (let start = 0; start < signatures.length; start += STATUSES) {
      const some = signatures.slice(start, start + STATUSES);
      const { context, value } = await this.pace.ask(() =>
        this.connection.getSignatureStatuses(some, { searchTransactionHistory: true }),
      );
      for (const status of value) {
        const found = status === null ? null : { slot: status.slot, succeeded: status.err === null };
        all.push({ found, asOf: context.slot });
      }
    }
    return all;
  }
}
