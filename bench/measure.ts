/** What a transaction costs: compute units, accounts, bytes and rent. */

import { ACTORS } from "@profit-share/testing/svm/actors";
import type { World } from "@profit-share/testing/svm/world";
import type { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";

export interface Measurement {
  name: string;
  computeUnits: number;
  /** All that the transaction names: programs and the fee payer, who is nobody else in it, too. */
  accounts: number;
  /** On the wire, signatures included. */
  bytes: number;
  /** Lamports put into accounts that it creates, less those of accounts that it closes; without the fee. */
  rent: bigint;
  /** Settlements that it recorded. */
  records: number;
}

/** A v0 transaction takes its addresses from a lookup table. */
export interface Sending {
  signers?: Keypair[];
  withTable?: boolean;
}

/** Sends the instructions as one transaction. @throws Error with the logs if it is refused */
export function measure(
  world: World,
  name: string,
  instructions: TransactionInstruction | TransactionInstruction[],
  { signers = [], withTable = false }: Sending = {},
): Measurement {
  const list = [instructions].flat();
  const named = accountsOf(list);
  const before = named.map((at) => lamports(world, at));
  const sent = withTable ? world.sendWithTable(list, ...signers) : world.send(list, ...signers);
  const after = named.map((at) => lamports(world, at));
  const rent = named.reduce((sum, _, index) => {
    const [was, is] = [before[index]!, after[index]!];
    return was === 0n || is === 0n ? sum + is - was : sum;
  }, 0n);
  return {
    name,
    computeUnits: Number(sent.computeUnits),
    accounts: named.length,
    bytes: sent.length,
    rent,
    records: sent.settled.length,
  };
}

/** Every address of a transaction, the fee payer's and the programs' too. */
export function accountsOf(instructions: TransactionInstruction[]): PublicKey[] {
  const all = [
    ACTORS.postman.publicKey,
    ...instructions.flatMap(({ programId, keys }) => [programId, ...keys.map(({ pubkey }) => pubkey)]),
  ];
  return [...new Map(all.map((at) => [at.toBase58(), at])).values()];
}

const lamports = (world: World, at: PublicKey): bigint => (world.exists(at) ? world.account(at).lamports : 0n);
