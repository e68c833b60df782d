/** The cluster's clock: what the program goes by, and so everything that says what the program would do. */
import { ByteReader } from "../wire/bytes";

const UNIX_TIMESTAMP = 32;

/** @param data of the clock's account, `SYSVAR_CLOCK_PUBKEY` @returns unix seconds @throws RangeError if it is too short */
export const decodeClock = (data: Uint8Array): bigint => new ByteReader(data).at(UNIX_TIMESTAMP).i64();
