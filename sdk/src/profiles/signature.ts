/** Who said it: a profile counts while the one who signed it owns the bot. */
import { ed25519 } from "@noble/curves/ed25519";
import type { PublicKey } from "@solana/web3.js";
import { type Deployment, type Profile, profileMessage } from "./profile";

/**
 * Whether this wallet signed the profile for this program and cluster. Compare the wallet with the bot's owner on the chain.
 * @param signature 64 bytes, as a wallet's `signMessage` returns it
 * @throws InvalidInput if the profile itself is none
 */
export function isSignedBy(
  profile: Profile,
  deployment: Deployment,
  wallet: PublicKey,
  signature: Uint8Array,
): boolean {
  const message = new TextEncoder().encode(profileMessage(profile, deployment));
  try {
    return ed25519.verify(signature, message, wallet.toBytes());
  } catch {
    // Bytes that are no signature, or an address that is no key.
    return false;
  }
}
