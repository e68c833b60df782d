/** Rows of a batch, and what came of them. */
import { type BatchRow, settleBatch } from "@profit-share/sdk";
import type { TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Attested } from "./attested";
import { skippedErrorName } from "./errors";
import { referenceOf } from "./history";
import type { Sent } from "./svm";
import { Verified } from "./verified";
import type { World } from "./world";

/** Bytes of a skipped row as it is returned: its number, u8, and its error, u64. */
const SKIPPED_LENGTH = 9;

type AttestedRow = Extract<BatchRow, { kind: "attested" }>;
type VerifiedRow = Extract<BatchRow, { kind: "verified" }>;

/** The next close, with a reference of its own. */
export function attestedRow(agreement: Attested, closePnl: bigint, over: Partial<AttestedRow> = {}): AttestedRow {
  const { sequence, instance } = agreement.read();
  return {
    kind: "attested",
    subscription: agreement.subscription,
    bot: agreement.bot,
    instance,
    sequence: sequence + 1n,
    closePnl,
    reference: referenceOf(`trade ${sequence + 1n}`),
    ...over,
  };
}

export const verifiedRow = ({ subscription, venueUser }: Verified): VerifiedRow => ({
  kind: "verified",
  subscription,
  venueUser,
});

/** The rows that a batch returned as skipped, with the names of their errors. */
export function skippedIn({ returned }: Sent): { row: number; error: string }[] {
  // LiteSVM cuts zeroes off the end of what is returned, as every node does.
  if (returned.length === 0) return [];
  const length = 4 + returned.readUInt32LE(0) * SKIPPED_LENGTH;
  const bytes = Buffer.concat([returned, Buffer.alloc(Math.max(0, length - returned.length))]);
  const rows: { row: number; error: string }[] = [];
  for (let at = 4; at < bytes.length; at += SKIPPED_LENGTH) {
    rows.push({ row: bytes.readUInt8(at), error: skippedErrorName(bytes.readBigUInt64LE(at + 1)) });
  }
  return rows;
}

/** A verified and an attested subscription of the same agent in one world, each the first of its bot. */
export class Mixed {
  private constructor(
    readonly verified: Verified,
    readonly attested: Attested,
  ) {}

  static running(): Mixed {
    const verified = Verified.running();
    const attested = new Attested(verified.world);
    verified.world.send(attested.registerKeeper(), ACTORS.marketplace);
    attested.publish().start();
    return new Mixed(verified, attested);
  }

  get world(): World {
    return this.verified.world;
  }

  /** With the keeper's signature. */
  batch(rows: BatchRow[]): TransactionInstruction {
    const keeper = { address: this.attested.keeper, signer: ACTORS.keeperSigner.publicKey };
    return settleBatch({ keeper, rows });
  }
}
