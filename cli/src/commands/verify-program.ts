/** `verify-program`: whether the program on the chain is, byte for byte, a file, and who could replace it. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { InvalidInput, NotFound, type ProfitShareClient, WrongAccount } from "@profit-share/sdk";
import { type AccountInfo, PublicKey } from "@solana/web3.js";
import { EXIT } from "../exit-codes";
import { readFile } from "../input/arguments";
import type { Outcome } from "../outcome";
import { isSameJson, readPublishedIdl } from "../program-metadata/idl";
import { list } from "../text/table";

export interface ProgramSources {
  /** A program file; null: not compared. */
  artifact: string | null;
  /** Folder of this repository, which is built anew; null: not compared. */
  build: string | null;
  /** An IDL, to be compared with the one that is published; null: not compared. */
  idl: string | null;
}

/** What lies on the chain. */
interface Deployed {
  address: PublicKey;
  bytes: Uint8Array;
  /** null: nobody can replace it. */
  authority: PublicKey | null;
  /** In which it was deployed last; null if the loader does not say. */
  slot: bigint | null;
}

export async function verifyProgram(
  client: ProfitShareClient,
  { artifact, build, idl }: ProgramSources,
): Promise<Outcome> {
  const deployed = await deployedAt(client);
  const files = [
    ...(artifact === null ? [] : [{ what: `the file ${artifact}`, bytes: readFile("program file", artifact) }]),
    ...(build === null ? [] : [{ what: `a fresh build of ${build}`, bytes: await built(build) }]),
  ];
  const compared = files.map(({ what, bytes }) => ({
    what,
    same: hashOf(bytes) === hashOf(deployed.bytes),
    sha256: hashOf(bytes),
  }));
  const published = idl === null ? null : await comparedIdl(client, idl);
  const { address, authority, slot } = deployed;
  return {
    text: [
      list([
        ["program", address.toBase58()],
        ["sha256", `${hashOf(deployed.bytes)}, of its bytes without the zeros at the end, as solana-verify counts it`],
        ["upgrade authority", authority?.toBase58() ?? "none: nobody can replace it"],
        ...(slot === null ? [] : [["deployed", `in slot ${slot}`] as const]),
      ]),
      ...compared.map(({ what, same, sha256 }) =>
        same ? `VERIFIED: it is ${what}.` : `NOT VERIFIED: ${what} has the sha256 ${sha256}.`,
      ),
      ...(published === null ? [] : [published.text]),
    ].join("\n\n"),
    json: {
      program: address,
      sha256: hashOf(deployed.bytes),
      upgradeAuthority: authority,
      slot,
      compared,
      idl: published?.json ?? null,
    },
    exitCode: compared.every(({ same }) => same) && published?.same !== false ? EXIT.done : EXIT.refused,
  };
}

async function comparedIdl(client: ProfitShareClient, file: string) {
  const wanted = new TextDecoder().decode(readFile("IDL", file));
  const { address, text } = await readPublishedIdl(client);
  const same = text !== null && isSameJson(text, wanted);
  const at = address.toBase58();
  return {
    same,
    json: { address, published: text !== null, same },
    text: same
      ? `VERIFIED: the IDL that the upgrade authority published at ${at} is ${file}.`
      : `NOT VERIFIED: ${text === null ? `the upgrade authority published no IDL at ${at}` : `the IDL at ${at} is another one than ${file}`}.`,
  };
}

const UPGRADEABLE = new PublicKey("BPFLoaderUpgradeab1e11111111111111111111111");
/** Its programs never change. */
const FINAL = new PublicKey("BPFLoader2111111111111111111111111111111111");
/** Of the upgradeable loader's accounts: a u32 first says which it is. */
const PROGRAM = 2;
const PROGRAM_DATA = 3;
/** Kind, slot, and an optional address. */
const PROGRAM_DATA_HEADER = 4 + 8 + 1 + 32;

async function deployedAt({ connection, commitment, programId: address }: ProfitShareClient): Promise<Deployed> {
  const program = await connection.getAccountInfo(address, commitment);
  if (program === null) throw new NotFound("program", address);
  if (program.owner.equals(FINAL)) return { address, bytes: program.data, authority: null, slot: null };
  const at = kindOf(program) === PROGRAM ? new PublicKey(program.data.subarray(4, 36)) : null;
  const data = at === null ? null : await connection.getAccountInfo(at, commitment);
  if (data === null || kindOf(data) !== PROGRAM_DATA) {
    throw new WrongAccount("program", "an account of another kind, or its bytes are gone", address);
  }
  const bytes = data.data;
  return {
    address,
    bytes: bytes.subarray(PROGRAM_DATA_HEADER),
    authority: bytes[12] === 1 ? new PublicKey(bytes.subarray(13, PROGRAM_DATA_HEADER)) : null,
    slot: bytes.readBigUInt64LE(4),
  };
}

const kindOf = ({ owner, data }: AccountInfo<Buffer>): number | null =>
  owner.equals(UPGRADEABLE) && data.length >= 36 ? data.readUInt32LE(0) : null;

/** The account can be longer than its program. */
function hashOf(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return createHash("sha256").update(bytes.subarray(0, end)).digest("hex");
}

/** Minutes: the compilers are pinned, and may have to be installed first. */
async function built(repository: string): Promise<Uint8Array> {
  const out = mkdtempSync(join(tmpdir(), "profit-share-build-"));
  const script = join(repository, "scripts/build-program.sh");
  try {
    await promisify(execFile)("bash", [script], { env: { ...process.env, OUT: out }, maxBuffer: 64 * 1_024 * 1_024 });
    return readFile("built program", join(out, "sdk/artifacts/profit_share.so"));
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const { stderr = "" } = error as { stderr?: string };
    const last = stderr.trim().split("\n").at(-1);
    throw new InvalidInput(`--build ${repository} does not build: ${last || "pass the folder of this repository"}`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
