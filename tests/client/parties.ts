/** Who takes part in the client's tests, with money on a local chain, and the venue account that a verified bot reads. */
import { encodeDriftUser } from "@profit-share/localnet";
import { DRIFT_PROGRAM_ID, tokenAddress, venueUserAddress } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import {
  Keypair,
  type PublicKey,
  sendAndConfirmTransaction,
  Transaction,
  type TransactionInstruction,
} from "@solana/web3.js";

export const DOLLAR = 1_000_000n;

export const keypair = (byte: number): Keypair => Keypair.fromSeed(new Uint8Array(32).fill(byte));
export const creator = keypair(1);
export const subscriber = keypair(2);
export const agent = keypair(3);
export const payoutWallet = keypair(5).publicKey;
export const venueUser = venueUserAddress(DRIFT_PROGRAM_ID, agent.publicKey, 0);

/** The token account of a wallet. */
export const purse = (owner: PublicKey): PublicKey => tokenAddress(MINT, owner);

/** Creator, subscriber and payout wallet have 100 dollars each, the venue user has realized −3. */
export async function startChain(): Promise<LocalChain> {
  const chain = await LocalChain.start();
  realize(chain, -3n * DOLLAR);
  for (const { publicKey } of [creator, subscriber]) chain.airdrop(publicKey);
  for (const owner of [creator.publicKey, subscriber.publicKey, payoutWallet]) await chain.mintTo(owner, 100n * DOLLAR);
  return chain;
}

/** Puts a flat venue user with this realized PnL on the chain. */
export function realize(chain: LocalChain, settledPerpPnl: bigint): void {
  chain.setAccount(venueUser, DRIFT_PROGRAM_ID, encodeDriftUser({ authority: agent.publicKey, settledPerpPnl }));
}

export type Send = (
  instructions: TransactionInstruction | TransactionInstruction[],
  ...signers: Keypair[]
) => Promise<string>;

/** Sends one transaction that the creator pays for, as a user of web3.js does: what it throws is for `explainError`. */
export const sendWithWeb3 =
  ({ connection }: LocalChain): Send =>
  (instructions, ...signers) => {
    const transaction = new Transaction().add(...[instructions].flat());
    return sendAndConfirmTransaction(connection, transaction, [creator, ...signers]);
  };
