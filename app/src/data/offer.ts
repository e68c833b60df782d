/** What somebody needs who publishes a bot: the token, whether the keeper is one, and whether the bot is there. */
import {
  decodeMint,
  MINT_DECIMALS,
  spotMarketAddress,
  TOKEN_PROGRAM_ID,
  type Venue,
  venueProgram,
} from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { addressIn, useChain } from "./chain";

/** Where the mint stands in a spot market's account, on Drift and on its fork alike: discriminator, address, oracle. */
const MINT_OFFSET = 8 + 32 + 32;

/** The token in which a venue counts profits; null if the venue is not on this chain. */
export function useVenueMint(venue: Venue | null) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["venue mint", venue],
    queryFn: async () => {
      const account = await client.connection.getAccountInfo(spotMarketAddress(venueProgram(venue!), 0));
      return account === null ? null : new PublicKey(account.data.subarray(MINT_OFFSET, MINT_OFFSET + 32));
    },
    enabled: venue !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What is wrong with a token; null if nothing is. No answer while nothing is typed. */
export function useMintProblem(text: string) {
  const { client } = useChain();
  const address = addressIn(text.trim());
  return useQuery({
    queryKey: ["mint", text.trim()],
    queryFn: async (): Promise<string | null> => {
      if (address === null) return "This is no address";
      const account = await client.connection.getAccountInfo(address);
      const mint = account?.owner.equals(TOKEN_PROGRAM_ID) ? decodeMint(account.data) : null;
      if (mint === null) return "No token of the classic token program has its mint there";
      return mint.decimals === MINT_DECIMALS
        ? null
        : `It has ${mint.decimals} decimals, and only ${MINT_DECIMALS} will do`;
    },
    enabled: text.trim() !== "",
  });
}

/** What is wrong with a keeper's account; null if nothing is. No answer while nothing is typed. */
export function useKeeperProblem(text: string) {
  const { client } = useChain();
  const address = addressIn(text.trim());
  return useQuery({
    queryKey: ["keeper account", text.trim()],
    queryFn: async (): Promise<string | null> => {
      if (address === null) return "This is no address";
      return client.keeper(address).then(
        () => null,
        (error: Error) => error.message,
      );
    },
    enabled: text.trim() !== "",
  });
}

/** Whether a bot is at the address now. */
export function useIsPublished(address: PublicKey | null) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["published", address?.toBase58()],
    queryFn: async () => (await client.connection.getAccountInfo(address!)) !== null,
    enabled: address !== null,
  });
}
