/** All token accounts of a mint, also those that nobody told the demo about. */
import type { TokenAmounts } from "@profit-share/statements";
import { AccountLayout, MintLayout, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import type { Connection, PublicKey } from "@solana/web3.js";

/** With the mint's supply, read over RPC. */
export async function readHoldings(
  connection: Connection,
  mint: PublicKey,
): Promise<{ holdings: TokenAmounts; supply: bigint }> {
  const [accounts, mintAccount] = await Promise.all([
    connection.getProgramAccounts(TOKEN_PROGRAM_ID, {
      filters: [{ dataSize: AccountLayout.span }, { memcmp: { offset: 0, bytes: mint.toBase58() } }],
    }),
    connection.getAccountInfo(mint),
  ]);
  if (mintAccount === null) throw new Error(`The mint ${mint.toBase58()} does not exist on ${connection.rpcEndpoint}`);
  return {
    holdings: new Map(
      accounts.map(({ pubkey, account }) => [pubkey.toBase58(), AccountLayout.decode(account.data).amount]),
    ),
    supply: MintLayout.decode(mintAccount.data).supply,
  };
}
