/** Transactions of version 1, which web3.js reads and cannot write. */
import {
  AccountRole,
  type Address,
  address,
  appendTransactionMessageInstructions,
  type Blockhash,
  compileTransaction,
  createKeyPairFromBytes,
  createTransactionMessage,
  getTransactionEncoder,
  type Instruction,
  pipe,
  setTransactionMessageConfig,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransaction,
} from "@solana/kit";
import type { Keypair, TransactionInstruction } from "@solana/web3.js";

/** What the message asks for in place of instructions to the compute budget. Whatever is left out is zero, and the heap 32 kB. */
export interface Asked {
  computeUnitLimit?: number;
  /** Bytes. */
  loadedAccountsDataSizeLimit?: number;
  /** Lamports, for the whole transaction. */
  priorityFeeLamports?: bigint;
  /** Bytes. */
  heapSize?: number;
}

/** The signed transaction as it goes over the wire. The first signer pays. */
export async function version1(
  blockhash: string,
  signers: readonly [Keypair, ...Keypair[]],
  instructions: readonly TransactionInstruction[],
  asked: Asked,
): Promise<Uint8Array> {
  const [payer] = signers;
  const message = pipe(
    createTransactionMessage({ version: 1 }),
    (made) => setTransactionMessageFeePayer(address(payer.publicKey.toBase58()), made),
    (made) =>
      setTransactionMessageLifetimeUsingBlockhash(
        { blockhash: blockhash as Blockhash, lastValidBlockHeight: 0n },
        made,
      ),
    (made) => setTransactionMessageConfig(asked, made),
    (made) => appendTransactionMessageInstructions(instructions.map(inKit), made),
  );
  const keys = await Promise.all(signers.map(({ secretKey }) => createKeyPairFromBytes(secretKey)));
  const transaction = await signTransaction(keys, compileTransaction(message));
  return new Uint8Array(getTransactionEncoder().encode(transaction));
}

function inKit({ programId, keys, data }: TransactionInstruction): Instruction {
  return {
    programAddress: address(programId.toBase58()),
    accounts: keys.map(({ pubkey, isSigner, isWritable }) => ({
      address: address(pubkey.toBase58()) as Address,
      role: ROLES[isSigner ? "signer" : "other"][isWritable ? "writable" : "readonly"],
    })),
    data: new Uint8Array(data),
  };
}

const ROLES = {
  signer: { writable: AccountRole.WRITABLE_SIGNER, readonly: AccountRole.READONLY_SIGNER },
  other: { writable: AccountRole.WRITABLE, readonly: AccountRole.READONLY },
} as const;
