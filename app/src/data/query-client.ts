/** How questions are asked: once for all who ask, again after a fault, and kept while something newer is on its way. */
import { QueryClient } from "@tanstack/react-query";

/** After a fault of the node somebody looks at the page and waits. */
const AFTER_FAULT_MS = 5_000;
/** By name, so that the shell need not load the classes. Other faults do not pass by themselves. */
const MAY_PASS = ["NodeFailure", "SolanaJSONRPCError"];

/** Asks again every so many milliseconds, and sooner after a fault of the node. */
export const every =
  (ms: number | false) =>
  ({ state: { error } }: { state: { error: unknown } }): number | false =>
    error instanceof Error && MAY_PASS.includes(error.name) ? AFTER_FAULT_MS : ms;

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
