/** What one transaction did, from the transaction alone. */
import { MAX_TRANSACTION_VERSION } from "@profit-share/sdk";
import { type ProgramEvent, programEvents } from "@profit-share/sdk/history";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "./chain";

export interface Receipt {
  slot: number;
  /** Unix seconds; null if the node does not know. */
  time: number | null;
  /** Lamports. */
  fee: bigint;
  /** Whether the chain refused it: then nothing of it happened. */
  failed: boolean;
  /** In the order in which they happened, from 0. */
  events: { index: number; event: ProgramEvent }[];
}

/** null while the node does not know such a transaction. @param signature base58 */
export function useReceipt(signature: string) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["receipt", signature],
    queryFn: async (): Promise<Receipt | null> => {
      const found = await client.connection.getTransaction(signature, {
        commitment: "confirmed",
        maxSupportedTransactionVersion: MAX_TRANSACTION_VERSION,
      });
      if (found === null) return null;
      return {
        slot: found.slot,
        time: found.blockTime ?? null,
        fee: BigInt(found.meta?.fee ?? 0),
        failed: found.meta?.err != null,
        events: programEvents(found, client.programId).map((event, index) => ({ index, event })),
      };
    },
  });
}
