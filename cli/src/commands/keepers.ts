/** `keeper register`, `rotate`, `transfer` and `accept`. */
import { InvalidInput, keeperAddress, type ProfitShareClient } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { type Change, changeBy } from "../acting/change";
import type { Intent } from "../acting/intent";
import type { Signers } from "../acting/signer";

/** @param id 16 bytes */
export function registerKeeper(
  client: ProfitShareClient,
  { signers, hotKey, id }: { signers: Signers; hotKey: PublicKey; id: Uint8Array },
): Intent {
  const signer = signers.anybody("admin to be");
  const creator = signer.address;
  const keeper = keeperAddress(creator, id, client.programId);
  return {
    what: `Register keeper ${keeper.toBase58()}: ${hotKey.toBase58()} settles, ${creator.toBase58()} is the admin`,
    signer,
    instructions: [client.registerKeeper({ creator, id, signer: hotKey })],
    names: [[creator, "admin"]],
    json: { keeper, id, signer: hotKey, admin: creator },
    landed: () => ({ text: `Registered keeper ${keeper.toBase58()}`, json: {} }),
  };
}

export const rotateKeeper = (
  client: ProfitShareClient,
  address: PublicKey,
  { signers, hotKey }: { signers: Signers; hotKey: PublicKey },
): Promise<Intent> =>
  byAdmin(client, address, signers, {
    does: "rotates its signer",
    what: `Let ${hotKey.toBase58()} settle instead of the present signer`,
    make: () => client.setKeeperSigner(address, hotKey),
    done: `${hotKey.toBase58()} settles now: give its key file to the keeper's process`,
    json: { signer: hotKey },
  });

/** @param admin null takes the offer back */
export const transferKeeper = (
  client: ProfitShareClient,
  address: PublicKey,
  { signers, admin }: { signers: Signers; admin: PublicKey | null },
): Promise<Intent> =>
  byAdmin(client, address, signers, {
    does: "transfers it",
    what: admin === null ? "Take back the offer of the keeper" : `Offer the keeper to ${admin.toBase58()}`,
    make: () => client.transferKeeper(address, admin),
    done:
      admin === null
        ? "The keeper is offered to nobody"
        : `The keeper is offered to ${admin.toBase58()}, who has to accept`,
    json: { pendingAdmin: admin },
  });

export async function acceptKeeper(client: ProfitShareClient, address: PublicKey, signers: Signers): Promise<Intent> {
  const { pendingAdmin, signer: hotKey } = await client.keeper(address);
  if (pendingAdmin === null) {
    throw new InvalidInput(
      `Keeper ${address.toBase58()} is offered to nobody: its admin begins with \`keeper transfer\``,
    );
  }
  const signer = signers.oneOf([{ address: pendingAdmin, who: "new admin", does: "accepts" }]);
  return {
    what: `Take over keeper ${address.toBase58()}; ${hotKey.toBase58()} settles until you rotate it`,
    signer,
    instructions: [await client.acceptKeeper(address)],
    names: [[signer.address, "new admin"]],
    json: { keeper: address, admin: pendingAdmin },
    landed: () => ({ text: `You are the admin of keeper ${address.toBase58()}`, json: {} }),
  };
}

async function byAdmin(
  client: ProfitShareClient,
  account: PublicKey,
  signers: Signers,
  change: Change,
): Promise<Intent> {
  const { admin: wallet } = await client.keeper(account);
  return changeBy({ kind: "keeper", account, wallet, who: "keeper's admin" }, signers, change);
}
