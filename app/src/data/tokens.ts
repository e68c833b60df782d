/** What a wallet has of a token. */
import { tokenAccountIn, tokenAddress } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "./chain";

/** Base units in its associated token account; 0 without one. */
export function useTokens(mint: PublicKey, wallet: PublicKey) {
  const { client } = useChain();
  return useQuery({
    queryKey: ["tokens", mint.toBase58(), wallet.toBase58()],
    queryFn: async () =>
      tokenAccountIn(await client.connection.getAccountInfo(tokenAddress(mint, wallet)))?.amount ?? 0n,
  });
}
