/** Lets the wallet sign what was reviewed, and sees that it returned that. */
import { toBase58 } from "@profit-share/sdk";
import { type PublicKey, type TransactionInstruction, VersionedTransaction } from "@solana/web3.js";
import type { Chain } from "../data/chain";
import { sign } from "../wallet/wallet";
import type { Pending } from "./pending";
import { keepsAll, transactionOf } from "./prepare";

interface ToSign {
  title: string;
  instructions: readonly TransactionInstruction[];
}

/** @returns in their order @throws what the wallet says; Error if it returned something else */
export async function signedBy(chain: Chain, signer: PublicKey, wanted: readonly ToSign[]): Promise<Pending[]> {
  const { connection } = chain.client;
  const [{ blockhash, lastValidBlockHeight }, genesis] = await Promise.all([
    connection.getLatestBlockhash("confirmed"),
    chain.genesis(),
  ]);
  const asked = wanted.map(({ instructions }) => transactionOf(signer, instructions, blockhash));
  const signed = await sign(
    chain.config.cluster,
    signer.toBase58(),
    asked.map((transaction) => transaction.serialize()),
  );
  return signed.map((bytes, index) => {
    const returned = VersionedTransaction.deserialize(bytes);
    if (!keepsAll(asked[index]!.message, returned.message)) {
      throw new Error("The wallet returned another transaction than this one: nothing was sent");
    }
    const signature = toBase58(returned.signatures[0]!);
    return { title: wanted[index]!.title, signature, lastValidBlockHeight, wire: toBase58(bytes), genesis };
  });
}
