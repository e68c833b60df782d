/** Program-derived addresses of `profit_share`. */
import { PublicKey } from "@solana/web3.js";
import { InvalidInput } from "../failures";
import { derive, u16Seed } from "../wire/derive";
import { PROGRAM_ID } from "../wire/idl";
import { once } from "../wire/once";
import {
  ATTESTED_SEED,
  BOT_SEED,
  ESCROW_SEED,
  KEEPER_SEED,
  VAULT_SEED,
  VERIFIED_SEED,
} from "../wire/profit-share-constants";

/** @param id 16 bytes, for example a UUID's */
export function keeperAddress(creator: PublicKey, id: Uint8Array, programId = PROGRAM_ID): PublicKey {
  return derive(programId, KEEPER_SEED, creator.toBytes(), sixteen(id));
}

/** @param id 16 bytes, for example a UUID's */
export function botAddress(creator: PublicKey, id: Uint8Array, programId = PROGRAM_ID): PublicKey {
  return derive(programId, BOT_SEED, creator.toBytes(), sixteen(id));
}

/** Token account of the bot that takes what a closing subscription could not pay out. */
export function vaultAddress(bot: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, VAULT_SEED, bot.toBytes());
}

/** The one subscription that a venue account can have at a time. */
export function verifiedSubscriptionAddress(venueUser: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, VERIFIED_SEED, venueUser.toBytes());
}

/** @param accountNo u16: which account of the agent */
export function attestedSubscriptionAddress(agent: PublicKey, accountNo: number, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ATTESTED_SEED, agent.toBytes(), u16Seed(accountNo));
}

/** Token account that holds a subscription's balance and the creator's claimable. */
export function escrowAddress(subscription: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ESCROW_SEED, subscription.toBytes());
}

/** Signs the program's self-CPI events; nobody else can. */
export function eventAuthorityAddress(programId = PROGRAM_ID): PublicKey {
  return eventAuthorityOf(programId.toBase58());
}

const eventAuthorityOf = once((programId: string) => derive(new PublicKey(programId), "__event_authority"));

function sixteen(id: Uint8Array): Uint8Array {
  if (id.length !== 16) throw new InvalidInput(`An id has 16 bytes, not ${id.length}`);
  return id;
}
