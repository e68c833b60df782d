/** The chain's clock, by which the program goes: a visitor's own clock can be wrong, and a local chain's can be set. */
import { useQuery } from "@tanstack/react-query";
import { useChain } from "./chain";

const ASK_EVERY_MS = 15_000;

/** Unix seconds of the chain now; undefined until the node has told. */
export function useNow(): bigint | undefined {
  const { client } = useChain();
  const { data } = useQuery({
    queryKey: ["clock"],
    queryFn: async () => ({ time: await client.time(), at: performance.now() }),
    refetchInterval: ASK_EVERY_MS,
  });
  return data && data.time + BigInt(Math.floor((performance.now() - data.at) / 1_000));
}
