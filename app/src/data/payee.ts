/** Whether money that is sent to an address can be spent again: what lies there, in words. */
import { type ProfitShareClient, tokenAccountIn, tokenAddress } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import { useQuery } from "@tanstack/react-query";
import { addressIn, useChain } from "./chain";

export type Payee =
  | {
      kind: "wallet";
      wallet: PublicKey;
      /** Its associated token account, and whether that exists. */
      tokens: PublicKey;
      exists: boolean;
      /** What is unusual about it; null if nothing is. */
      note: string | null;
    }
  /** A token account of the mint. */
  | { kind: "tokens"; tokens: PublicKey; owner: PublicKey }
  | { kind: "unfit"; words: string };

const unfit = (words: string): Payee => ({ kind: "unfit", words });

/** @param text as somebody typed it */
async function lookAtPayee(client: ProfitShareClient, mint: PublicKey, text: string): Promise<Payee> {
  const address = addressIn(text);
  if (address === null) return unfit(`"${text}" is no address on Solana`);
  const { connection, programId } = client;
  const tokens = tokenAddress(mint, address);
  const [account, purse] = await connection.getMultipleAccountsInfo([address, tokens]);
  const hasKey = PublicKey.isOnCurve(address.toBytes());
  const exists = tokenAccountIn(purse ?? null) !== null;
  const wallet = (note: string | null): Payee => ({ kind: "wallet", wallet: address, tokens, exists, note });
  if (account == null) {
    return hasKey
      ? wallet("Nothing was ever sent to this wallet: check the address.")
      : unfit("Nothing is at this address, and no key can sign for it: money sent there would be lost");
  }
  if (account.executable) return unfit("This is a program: money sent there would be lost");
  if (account.owner.equals(PublicKey.default)) {
    return wallet(hasKey ? null : "No key signs for this address: only a program can, such as that of a multisig.");
  }
  const held = tokenAccountIn(account);
  if (held !== null) {
    return held.mint.equals(mint)
      ? { kind: "tokens", tokens: address, owner: held.owner }
      : unfit(`This is a token account of another token, ${held.mint.toBase58()}`);
  }
  if (address.equals(mint)) return unfit("This is the token itself, its mint: money sent there would be lost");
  if (account.owner.equals(programId)) {
    return unfit("This is an account of profit share, such as a bot: nobody could take money out of it");
  }
  return unfit(`This is an account of the program ${account.owner.toBase58()}, and no wallet`);
}

/** No answer while nothing is typed. */
export function usePayee(mint: PublicKey, text: string) {
  const { client } = useChain();
  const address = text.trim();
  return useQuery({
    queryKey: ["payee", mint.toBase58(), address],
    queryFn: () => lookAtPayee(client, mint, address),
    enabled: address !== "",
  });
}
