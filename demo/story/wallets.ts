/** What people do with their wallets. Amounts are base units. */
import { createTokenAccount, type SettleBatch, settleBatch } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import type { Membership } from "../cast/membership";
import { BOTS, type BotName, CREATOR, KEEPER, MARKETPLACE } from "../cast/people";
import type { Demo } from "../performance/demo";

/** The creator claims all that is claimable. */
export async function claim(demo: Demo, { address }: Membership, wallet: Keypair): Promise<void> {
  const destination = demo.chain.purse(wallet.publicKey);
  const create = createTokenAccount(demo.chain.mint, wallet.publicKey, demo.chain.payer.publicKey);
  await demo.act([create, await demo.chain.client.claim(address, { destination })], CREATOR);
}

export async function claimVault(demo: Demo, bot: BotName): Promise<void> {
  await demo.act([await demo.chain.client.claimVault(BOTS[bot].address)], CREATOR);
}

export async function waive(demo: Demo, { address }: Membership, amount: bigint): Promise<void> {
  await demo.act([await demo.chain.client.waive(address, amount)], CREATOR);
}

export async function withdraw(demo: Demo, { address, subscriber }: Membership, amount: bigint): Promise<void> {
  await demo.act([await demo.chain.client.withdraw(address, { amount })], subscriber.wallet);
}

export async function setCap(demo: Demo, { address, subscriber }: Membership, dailyCap: bigint): Promise<void> {
  await demo.act([await demo.chain.client.setCap(address, dailyCap)], subscriber.wallet);
}

export async function unsubscribe(demo: Demo, { address, subscriber }: Membership): Promise<void> {
  await demo.act([await demo.chain.client.unsubscribe(address)], subscriber.wallet);
}

/** Anybody may. */
export async function close(demo: Demo, { address }: Membership): Promise<void> {
  await demo.act([await demo.chain.client.closeSubscription(address)]);
}

/** Anybody may, for verified rows. */
export async function settleTogether(demo: Demo, rows: SettleBatch["rows"]): Promise<void> {
  await demo.act([settleBatch({ rows })]);
}

/** The marketplace rotates its keeper's key. */
export async function setKeeperSigner(demo: Demo, signer: Keypair): Promise<void> {
  await demo.act([await demo.chain.client.setKeeperSigner(KEEPER, signer.publicKey)], MARKETPLACE);
}
