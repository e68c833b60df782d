/** Takes over a real account: puts it on the local chain with the demo's agent as its authority, and unwinds it. */
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import type { Trader } from "@profit-share/testing/chain/venue";
import { unwind } from "@profit-share/testing/unwind";
import type { Keypair } from "@solana/web3.js";
import type { VenueUserDump } from "./account-dump";

/** Of the authority in a user's account. */
const AUTHORITY = 8;

/** @returns the trader, and in words what was done so that the account can subscribe */
export async function takeOver(
  chain: LocalChain,
  dump: VenueUserDump,
  agent: Keypair,
): Promise<{ trader: Trader; did: string[] }> {
  const { address, lamports, owner } = dump;
  const data = Uint8Array.from(dump.data);
  data.set(agent.publicKey.toBytes(), AUTHORITY);
  chain.localnet.chain.setAccount(address.toBase58(), { lamports, owner: owner.toBase58(), data, executable: false });

  const { did, instructions } = unwind(address, { owner, data }, agent.publicKey);
  const signs = instructions.some(({ keys }) => keys.some(({ isSigner }) => isSigner));
  if (instructions.length > 0) await chain.send(instructions, ...(signs ? [agent] : []));
  return { trader: { agent, user: address }, did };
}
