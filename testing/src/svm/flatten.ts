/** Makes a venue user of anybody's fit for subscribing. */
import type { Keypair, PublicKey } from "@solana/web3.js";
import { unwind } from "../unwind";
import type { World } from "./world";

/** Flat, free and no liquidity provider; nothing is realized. @param authority the account's */
export function flatten(world: World, user: PublicKey, authority: Keypair): void {
  const { instructions } = unwind(user, world.account(user), authority.publicKey);
  for (const instruction of instructions) {
    world.send(instruction, ...(instruction.keys.some(({ isSigner }) => isSigner) ? [authority] : []));
  }
}
