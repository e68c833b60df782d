/** What people do with their wallets. Amounts are base units. */
import { type SettleBatch, settleBatch } from "@profit-share/sdk";
import { createAssociatedTokenAccountIdempotentInstruction } from "@solana/spl-token";
import type { Keypair } from "@solana/web3.js";
import { BOTS, type BotName, CREATOR, KEEPER, MARKETPLACE, type Membership } from "./cast";
import type { Show } from "./performance";

/** The creator claims all that is claimable. */
export async function claim(show: Show, { address }: Membership, wallet: Keypair): Promise<void> {
  const { stage } = show;
  const destination = stage.purse(wallet.publicKey);
  const payer = stage.payer.publicKey;
  const create = createAssociatedTokenAccountIdempotentInstruction(payer, destination, wallet.publicKey, stage.mint);
  await show.act([create, await stage.client.claim(address, { destination })], CREATOR);
}

export async function claimVault(show: Show, bot: BotName): Promise<void> {
  await show.act([await show.stage.client.claimVault(BOTS[bot].address)], CREATOR);
}

export async function waive(show: Show, { address }: Membership, amount: bigint): Promise<void> {
  await show.act([await show.stage.client.waive(address, amount)], CREATOR);
}

export async function withdraw(show: Show, { address, subscriber }: Membership, amount: bigint): Promise<void> {
  await show.act([await show.stage.client.withdraw(address, { amount })], subscriber.wallet);
}

export async function setCap(show: Show, { address, subscriber }: Membership, dailyCap: bigint): Promise<void> {
  await show.act([await show.stage.client.setCap(address, dailyCap)], subscriber.wallet);
}

export async function unsubscribe(show: Show, { address, subscriber }: Membership): Promise<void> {
  await show.act([await show.stage.client.unsubscribe(address)], subscriber.wallet);
}

/** Anybody may. */
export async function close(show: Show, { address }: Membership): Promise<void> {
  await show.act([await show.stage.client.closeSubscription(address)]);
}

/** Anybody may, for verified rows. */
export async function settleTogether(show: Show, rows: SettleBatch["rows"]): Promise<void> {
  await show.act([settleBatch({ rows })]);
}

/** The marketplace rotates its keeper's key. */
export async function setKeeperSigner(show: Show, signer: Keypair): Promise<void> {
  await show.act([await show.stage.client.setKeeperSigner(KEEPER, signer.publicKey)], MARKETPLACE);
}
