/** What only a local chain can do: give SOL and dollars away, set its clock, and move a venue's account. */
import {
  DRIFT,
  DRIFT_PROGRAM_ID,
  type Located,
  MINT_LENGTH,
  type Subscription,
  settle as settleInstruction,
  TOKEN_ACCOUNT_LENGTH,
  TOKEN_PROGRAM_ID,
  tokenAccountIn,
  tokenAddress,
} from "@profit-share/sdk";
import { sendTransaction } from "@profit-share/sdk/sending";
import { type AccountInfo, type Keypair, LAMPORTS_PER_SOL, type PublicKey } from "@solana/web3.js";
import { toBase64 } from "./base64";
import type { Chain } from "./chain";
import { askJson } from "./http";

/** @throws ServerFailure, Error with what the chain says */
async function ask({ config }: Chain, method: string, params: unknown[]): Promise<unknown> {
  const answer = await askJson("The local chain", config.rpcUrl, { jsonrpc: "2.0", id: 1, method, params });
  const { error, result } = answer as { error?: { message: string }; result?: unknown };
  if (error !== undefined) throw new Error(error.message);
  return result;
}

/** @returns unix seconds of the chain then */
export const forward = (chain: Chain, seconds: number): Promise<unknown> =>
  ask(chain, "localnet_setClock", [{ forward: seconds }]);

export async function giveSol({ client }: Chain, to: PublicKey, sol: number): Promise<void> {
  await client.connection.requestAirdrop(to, sol * LAMPORTS_PER_SOL);
}

/** Writes dollars into the wallet's token account, and into the mint's supply, so that both still add up. */
export async function giveTokens(chain: Chain, mint: PublicKey, to: PublicKey, amount: bigint): Promise<void> {
  const { connection } = chain.client;
  const purse = tokenAddress(mint, to);
  const [held, minted] = await connection.getMultipleAccountsInfo([purse, mint]);
  if (minted?.data.length !== MINT_LENGTH) throw new Error(`There is no token at ${mint.toBase58()}`);
  const tokens = tokenAccountIn(held ?? null);
  const data = tokens === null ? emptyTokens(mint, to) : Uint8Array.from(held!.data);
  add(data, AMOUNT_AT, amount);
  const supply = Uint8Array.from(minted.data);
  add(supply, SUPPLY_AT, amount);
  const lamports = held?.lamports ?? (await connection.getMinimumBalanceForRentExemption(TOKEN_ACCOUNT_LENGTH));
  await write(chain, purse, { lamports, owner: TOKEN_PROGRAM_ID, data });
  await write(chain, mint, { ...minted, data: supply });
}

/** Where amounts stand in accounts of the token program. */
const AMOUNT_AT = 64;
const SUPPLY_AT = 36;
const STATE_AT = 108;
const INITIALIZED = 1;

function emptyTokens(mint: PublicKey, owner: PublicKey): Uint8Array {
  const data = new Uint8Array(TOKEN_ACCOUNT_LENGTH);
  data.set(mint.toBytes(), 0);
  data.set(owner.toBytes(), 32);
  data[STATE_AT] = INITIALIZED;
  return data;
}

function add(data: Uint8Array, at: number, amount: bigint): void {
  const view = new DataView(data.buffer, data.byteOffset);
  view.setBigUint64(at, view.getBigUint64(at, true) + amount, true);
}

type Written = Pick<AccountInfo<Uint8Array>, "lamports" | "owner" | "data">;

const write = (chain: Chain, address: PublicKey, { lamports, owner, data }: Written): Promise<unknown> =>
  ask(chain, "localnet_setAccount", [
    address.toBase58(),
    { lamports, owner: owner.toBase58(), data: toBase64(Uint8Array.from(data)) },
  ]);

/** As if a position was closed on Drift with this PnL. @param pnl base units, below zero for a loss */
export async function closeOnVenue(chain: Chain, user: PublicKey, pnl: bigint): Promise<void> {
  const account = await chain.client.connection.getAccountInfo(user);
  if (account === null || !account.owner.equals(DRIFT_PROGRAM_ID)) {
    throw new Error(`There is no account of Drift at ${user.toBase58()}`);
  }
  const data = Uint8Array.from(account.data);
  const view = new DataView(data.buffer);
  view.setBigInt64(DRIFT.settledPerpPnl, view.getBigInt64(DRIFT.settledPerpPnl, true) + pnl, true);
  await write(chain, user, { ...account, data });
}

/** Anybody may settle: somebody with a throw-away key does. A keeper that was faster has left nothing to do. */
export async function settleNow(chain: Chain, { address, venueUser }: Located<Subscription>, payer: Keypair) {
  const { client } = chain;
  if ((await client.connection.getBalance(payer.publicKey)) === 0) await giveSol(chain, payer.publicKey, 1);
  const settle = settleInstruction({ subscription: address, venueUser: venueUser! }, client.programId);
  await sendTransaction(client.connection, [settle], { payer });
}
