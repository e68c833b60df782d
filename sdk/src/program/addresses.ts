/** Program-derived addresses of `profit_share` and of the venues it reads. */
import { PublicKey } from "@solana/web3.js";
import { PROGRAM_ID } from "../wire/idl";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const u16 = (value: number): Uint8Array => {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError(`${value} does not fit a u16`);
  return Uint8Array.of(value & 0xff, value >> 8);
};

const derive = (programId: PublicKey, ...seeds: Uint8Array[]): PublicKey =>
  PublicKey.findProgramAddressSync(seeds, programId)[0];

/** @param id 16 bytes, for example a UUID's */
export function keeperAddress(creator: PublicKey, id: Uint8Array, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("keeper"), creator.toBytes(), sixteen(id));
}

/** @param id 16 bytes, for example a UUID's */
export function botAddress(creator: PublicKey, id: Uint8Array, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("bot"), creator.toBytes(), sixteen(id));
}

/** Token account of the bot that takes what a closing subscription could not pay out. */
export function vaultAddress(bot: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("vault"), bot.toBytes());
}

/** The one subscription that a venue account can have at a time. */
export function verifiedSubscriptionAddress(venueUser: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("verified"), venueUser.toBytes());
}

/** @param accountNo u16: which account of the agent */
export function attestedSubscriptionAddress(agent: PublicKey, accountNo: number, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("attested"), agent.toBytes(), u16(accountNo));
}

/** Token account that holds a subscription's balance and the creator's claimable. */
export function escrowAddress(subscription: PublicKey, programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("escrow"), subscription.toBytes());
}

/** Signs the program's self-CPI events; nobody else can. */
export function eventAuthorityAddress(programId = PROGRAM_ID): PublicKey {
  return derive(programId, ascii("__event_authority"));
}

/** A sub-account on a venue. @param subAccountId u16 */
export function venueUserAddress(venueProgram: PublicKey, authority: PublicKey, subAccountId: number): PublicKey {
  return derive(venueProgram, ascii("user"), authority.toBytes(), u16(subAccountId));
}

/** A venue's spot market; 0 is the quote, in which realized PnL is counted. @param marketIndex u16 */
export function spotMarketAddress(venueProgram: PublicKey, marketIndex: number): PublicKey {
  return derive(venueProgram, ascii("spot_market"), u16(marketIndex));
}

function sixteen(id: Uint8Array): Uint8Array {
  if (id.length !== 16) throw new RangeError(`An id has 16 bytes, not ${id.length}`);
  return id;
}
