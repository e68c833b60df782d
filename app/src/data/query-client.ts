/** How questions are asked: once for all who ask, again after a fault, and kept while something newer is on its way. */
import { QueryClient } from "@tanstack/react-query";

/** After a fault somebody looks at the page and waits. */
const AFTER_FAULT_MS = 5_000;

/** Asks again every so many milliseconds, and sooner after a fault. */
export const every =
  (ms: number | false) =>
  ({ state }: { state: { error: unknown } }): number | false =>
    state.error === null ? ms : AFTER_FAULT_MS;

export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The SDK asks again by itself where that helps.
        retry: false,
        // A local chain answers without a network.
        networkMode: "always",
        staleTime: 5_000,
        refetchInterval: every(false),
      },
    },
  });
