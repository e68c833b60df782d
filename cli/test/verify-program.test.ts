import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROGRAM_ID } from "@profit-share/sdk";
import { COMMITTED } from "@profit-share/testing/program-file";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { World } from "./support/world";

describe("verify-program", () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  const run = (...args: string[]) => world.run("verify-program", ...args);

  /** The account of the program's bytes, after a change. */
  async function withData(change: (data: Buffer) => Uint8Array, then: () => Promise<void>): Promise<void> {
    const { chain } = world.chain.localnet;
    const at = new PublicKey(chain.account(PROGRAM_ID.toBase58())!.data.subarray(4, 36)).toBase58();
    const account = chain.account(at)!;
    chain.setAccount(at, { ...account, data: change(Buffer.from(account.data)) });
    try {
      await then();
    } finally {
      chain.setAccount(at, account);
    }
  }

  it("says that the program is the file, and that nobody can replace it", async () => {
    const { exitCode, out } = await run("--artifact", COMMITTED);
    expect(exitCode).to.equal(0);
    const file = readFileSync(COMMITTED);
    const last = file.findLastIndex((byte) => byte !== 0);
    const sha256 = createHash("sha256")
      .update(file.subarray(0, last + 1))
      .digest("hex");
    expect(out).to.include(`sha256             ${sha256}, of its bytes without the zeros at the end`);
    expect(out).to.include("upgrade authority  none: nobody can replace it");
    expect(out).to.include(`VERIFIED: it is the file ${COMMITTED}.`);
  });

  it("names the upgrade authority and the slot", async () => {
    const authority = world.creator.publicKey;
    const change = (data: Buffer) => {
      data.writeBigUInt64LE(1_234n, 4);
      data[12] = 1;
      data.set(authority.toBytes(), 13);
      return data;
    };
    await withData(change, async () => {
      const { out } = await run("--json");
      expect(JSON.parse(out)).to.include({ upgradeAuthority: authority.toBase58(), slot: "1234" });
    });
  });

  it("does not mind that the account is longer than the program", async () => {
    await withData(
      (data) => Buffer.concat([data, Buffer.alloc(10_000)]),
      async () => {
        expect((await run("--artifact", COMMITTED)).exitCode).to.equal(0);
      },
    );
  });

  it("finds one byte of difference, exit code 1", async () => {
    const other = Buffer.from(readFileSync(COMMITTED));
    other[5_000]! ^= 1;
    const file = join(world.folder, "other.so");
    writeFileSync(file, other);
    const { exitCode, out } = await run("--artifact", file);
    expect(exitCode).to.equal(1);
    expect(out).to.match(/NOT VERIFIED: the file \S+other\.so has the sha256 [0-9a-f]{64}\./);
  });

  describe("--build", () => {
    /** A repository whose build is this script. */
    function repository(name: string, script: string): string {
      const folder = join(world.folder, name);
      mkdirSync(join(folder, "scripts"), { recursive: true });
      writeFileSync(join(folder, "scripts/build-program.sh"), script);
      return folder;
    }

    it("compares with what the repository's script builds", async () => {
      const folder = repository("builds", `mkdir -p "$OUT/sdk/artifacts"; cp "${COMMITTED}" "$OUT/sdk/artifacts/"`);
      const { exitCode, out } = await run("--build", folder);
      expect(exitCode).to.equal(0);
      expect(out).to.include(`VERIFIED: it is a fresh build of ${folder}.`);
    });

    it("says why it does not build", async () => {
      const folder = repository("broken", `echo "toolchain: rustup is missing" >&2; exit 1`);
      const { exitCode, err } = await run("--build", folder);
      expect([exitCode, err]).to.deep.equal([
        2,
        `error: --build ${folder} does not build: toolchain: rustup is missing`,
      ]);
    });
  });

  it("refuses a file that is not there", async () => {
    const { exitCode, err } = await run("--artifact", "/nowhere.so");
    expect([exitCode, err]).to.deep.equal([
      2,
      "error: The program file /nowhere.so cannot be read: there is no such file",
    ]);
  });
});
