/** The venue's own account of a verified subscription. */
import type { Located, Subscription } from "@profit-share/sdk";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "./chain";
import { every } from "./query-client";

/** null if the account is gone; no answer for an attested one. */
export function useVenueUser(subscription: Located<Subscription>) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["venue", subscription.address.toBase58()],
    queryFn: () => client.venueUser(subscription),
    enabled: subscription.venueUser !== null,
    refetchInterval: every(10_000),
  });
}
