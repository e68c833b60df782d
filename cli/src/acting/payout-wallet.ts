/** Whether money that is sent to a wallet's own token account can be taken out again: somebody has to sign for the wallet. */
import { describeAccount, InvalidInput, PROGRAM_ID } from "@profit-share/sdk";
import { type AccountInfo, type Connection, PublicKey, SystemProgram } from "@solana/web3.js";

/**
 * A multisig's vault is off the curve and fine, as long as it exists: an address without a key and without an account may be
 * anything, such as a token account that was not made yet.
 * @param name what the wallet is called, for the message
 * @throws InvalidInput if nobody signs for it
 */
export async function expectPayable(connection: Connection, wallet: PublicKey, name: string): Promise<void> {
  expectPayableAccount(await connection.getAccountInfo(wallet, "confirmed"), wallet, name);
}

/** The same of what was read already. @param account null: there is none */
export function expectPayableAccount(account: AccountInfo<Uint8Array> | null, wallet: PublicKey, name: string): void {
  const named = `${name}, ${wallet.toBase58()},`;
  if (account === null) {
    if (PublicKey.isOnCurve(wallet.toBytes())) return;
    throw new InvalidInput(
      `${named} does not exist and has no key: pass a wallet. A multisig's vault has to hold a little SOL first`,
    );
  }
  if (!account.executable && account.owner.equals(SystemProgram.programId) && account.data.length === 0) return;
  throw new InvalidInput(
    `${named} is ${describeAccount(account, PROGRAM_ID)}: nobody can take out what is paid there. Pass a wallet, or a multisig's vault`,
  );
}
