/** Files as `solana account ADDRESS --output json` writes them, made from the venue accounts that lie in this repository. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Keypair } from "@solana/web3.js";
import { committedUsers } from "../../fixtures/read-users";

/** What the file holds. @param what names the account among the committed ones */
export function dumpOf(what: string) {
  const { data } = committedUsers().find((user) => user.what === what)!;
  return {
    pubkey: Keypair.generate().publicKey.toBase58(),
    account: {
      lamports: 31_347_840,
      data: [data, "base64"],
      owner: "dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH",
      executable: false,
      rentEpoch: 0,
      space: 4_376,
    },
  };
}

/** @returns the file's path */
export function writeDump(folder: string, name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return file;
}
