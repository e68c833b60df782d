/** Drift's own instructions that bring money out of an account: discriminators, arguments and accounts of its IDL. */
import { createHash } from "node:crypto";
import { DRIFT_PROGRAM_ID } from "@profit-share/sdk";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { type AccountMeta, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { type Markets, QUOTE_MARKET } from "./markets";

interface Withdrawal {
  user: PublicKey;
  /** Signs; the account's authority. */
  authority: PublicKey;
  /** The markets that the account uses. */
  markets: Markets;
}

/** Moves a market's PnL into the deposit. */
export function settlePnl({
  user,
  authority,
  markets,
  marketIndex,
}: Withdrawal & { marketIndex: number }): TransactionInstruction {
  return instruction(
    "settle_pnl",
    [u16(marketIndex)],
    [reads(STATE), writes(user), signs(authority), reads(QUOTE_VAULT), ...remaining(markets, marketIndex)],
  );
}

/** Moves quote tokens from the deposit to a token account; never more than the deposit, so it never borrows. */
export function withdrawReduceOnly({
  user,
  authority,
  markets,
  to,
  amount,
}: Withdrawal & { to: PublicKey; amount: bigint }): TransactionInstruction {
  const reduceOnly = Uint8Array.of(1);
  return instruction(
    "withdraw",
    [u16(QUOTE_MARKET), u64(amount), reduceOnly],
    [
      reads(STATE),
      writes(user),
      writes(derive("user_stats", authority.toBytes())),
      signs(authority),
      writes(QUOTE_VAULT),
      reads(SIGNER),
      writes(to),
      reads(TOKEN_PROGRAM_ID),
      ...remaining(markets, null),
    ],
  );
}

/**
 * What the venue weighs the account's risk with, in its order: oracles, spot markets, perp markets. The quote market is
 * written, and so is the perp market that is settled.
 */
function remaining(markets: Markets, settled: number | null): AccountMeta[] {
  const all = [...markets.spot.values(), ...markets.perp.values()];
  const oracles = new Map(all.flatMap(({ oracle }) => (oracle === null ? [] : [[oracle.toBase58(), oracle]])));
  return [
    ...[...oracles.values()].map(reads),
    ...[...markets.spot].map(([index, { address }]) => (index === QUOTE_MARKET ? writes(address) : reads(address))),
    ...[...markets.perp].map(([index, { address }]) => (index === settled ? writes(address) : reads(address))),
  ];
}

function instruction(name: string, args: Uint8Array[], keys: AccountMeta[]): TransactionInstruction {
  const discriminator = createHash("sha256").update(`global:${name}`).digest().subarray(0, 8);
  return new TransactionInstruction({
    programId: DRIFT_PROGRAM_ID,
    keys,
    data: Buffer.concat([discriminator, ...args]),
  });
}

function derive(...seeds: (string | Uint8Array)[]): PublicKey {
  const bytes = seeds.map((seed) => (typeof seed === "string" ? Buffer.from(seed) : seed));
  return PublicKey.findProgramAddressSync(bytes, DRIFT_PROGRAM_ID)[0];
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

const reads = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: false });
const writes = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: false, isWritable: true });
const signs = (pubkey: PublicKey): AccountMeta => ({ pubkey, isSigner: true, isWritable: false });

const STATE = derive("drift_state");
const SIGNER = derive("drift_signer");
const QUOTE_VAULT = derive("spot_market_vault", u16(QUOTE_MARKET));
