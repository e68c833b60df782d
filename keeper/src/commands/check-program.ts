/** What stands at the program's address. */
import { createHash } from "node:crypto";
import { PROGRAM_ID } from "@profit-share/sdk";
import { type Connection, PublicKey } from "@solana/web3.js";
import { bad, type Finding, good, note } from "./finding";

const UPGRADEABLE = "BPFLoaderUpgradeab1e11111111111111111111111";
/** In a program's account: the address of its data. In that one: whether it has an authority, which, and the code. */
const DATA_ADDRESS = 4;
const HAS_AUTHORITY = 12;
const AUTHORITY = 13;
const CODE = 45;

/** The code's hash is that of a release (`sha256sum` of its profit_share.so), or nobody knows what it does. */
export async function checkProgram(connection: Connection): Promise<Finding[]> {
  const subject = `program ${PROGRAM_ID.toBase58()}`;
  const account = await connection.getAccountInfo(PROGRAM_ID, "confirmed");
  if (account === null || !account.executable) {
    return [
      bad(subject, "there is none", "Check that rpcUrl is a node of the cluster that the program is deployed on."),
    ];
  }
  if (account.owner.toBase58() !== UPGRADEABLE) return [hashOf(subject, account.data)];
  const data = await connection.getAccountInfo(new PublicKey(account.data.subarray(DATA_ADDRESS)), "confirmed");
  if (data === null) return [bad(subject, "its code is gone: it was closed", "Nothing can be settled any more.")];
  const authority = data.data[HAS_AUTHORITY] === 1 ? new PublicKey(data.data.subarray(AUTHORITY, CODE)) : null;
  const upgrades =
    authority === null
      ? good(subject, "nobody can change it")
      : note(subject, `${authority.toBase58()} can replace its code at any time`);
  return [hashOf(subject, data.data.subarray(CODE)), upgrades];
}

/** The place for the code is larger than it: what is behind it is zeros. */
function hashOf(subject: string, code: Uint8Array): Finding {
  const end = code.findLastIndex((byte) => byte !== 0) + 1;
  const hash = createHash("sha256").update(code.subarray(0, end)).digest("hex");
  return note(subject, `the code's SHA-256 is ${hash}: compare it with the release's`);
}
