/** Reads many accounts, a hundred at a time. */
import type { ProfitShareClient } from "@profit-share/sdk";
import type { AccountInfo, PublicKey } from "@solana/web3.js";

/** The most that a node returns at a time. */
const PAGE = 100;

export type Accounts = ReadonlyMap<string, AccountInfo<Buffer>>;

/** By address (base58); what does not exist is left out. @throws NodeFailure */
export async function readAccounts(
  { connection, commitment }: ProfitShareClient,
  addresses: readonly PublicKey[],
): Promise<Accounts> {
  const wanted = [...new Map(addresses.map((address) => [address.toBase58(), address])).values()];
  const found = new Map<string, AccountInfo<Buffer>>();
  for (let start = 0; start < wanted.length; start += PAGE) {
    const page = wanted.slice(start, start + PAGE);
    for (const [index, account] of (await connection.getMultipleAccountsInfo(page, commitment)).entries()) {
      if (account !== null) found.set(page[index]!.toBase58(), account);
    }
  }
  return found;
}

/** What the program has there; null, too, if somebody only sent SOL to the address. */
export function ownData(accounts: Accounts, address: PublicKey, { programId }: ProfitShareClient): Uint8Array | null {
  const account = accounts.get(address.toBase58());
  return account?.owner.equals(programId) ? account.data : null;
}
