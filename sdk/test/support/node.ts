/** A node that lists what a test makes up, and remembers what it was asked. */
import type { Connection, PublicKey, VersionedTransactionResponse } from "@solana/web3.js";

export interface Listed {
  signature: string;
  slot: number;
  /** null: it is listed and not returned. */
  transaction: VersionedTransactionResponse | null;
}

/** @param all newest first */
export function nodeOf(all: readonly Listed[], { pageSize = 1_000 } = {}) {
  const asked = { pages: [] as { before?: string; limit: number }[], transactions: [] as string[] };
  const connection = {
    async getSignaturesForAddress(_: PublicKey, { limit, before }: { limit: number; before?: string }) {
      asked.pages.push(before === undefined ? { limit } : { limit, before });
      const known = all.findIndex(({ signature }) => signature === before);
      // As on a node, nothing is older than an unknown transaction.
      const start = before === undefined ? 0 : known < 0 ? all.length : known + 1;
      return all.slice(start, start + Math.min(limit, pageSize)).map(({ signature, slot, transaction }) => ({
        ...{ signature, slot, memo: null, blockTime: 1_000 + slot },
        err: transaction?.meta?.err ?? null,
      }));
    },
    async getTransaction(signature: string) {
      asked.transactions.push(signature);
      return all.find((one) => one.signature === signature)?.transaction ?? null;
    },
    async getSignatureStatus(signature: string) {
      const known = all.some((one) => one.signature === signature);
      return { context: { slot: 1 }, value: known ? { slot: 1, err: null, confirmations: null } : null };
    },
  };
  return { connection: connection as unknown as Connection, asked };
}
