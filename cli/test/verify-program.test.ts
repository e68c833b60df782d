import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
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

  describe("--idl", () => {
    const IDL = join(__dirname, "../../sdk/idl.json");
    const PROGRAM_METADATA = new PublicKey("ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S");
    const SEED = Buffer.from("idl".padEnd(16, "\0"));
    const [at] = PublicKey.findProgramAddressSync([PROGRAM_ID.toBytes(), SEED], PROGRAM_METADATA);

    /** As the program-metadata program stores it. */
    function publish(data: Uint8Array, { compression = 2, canonical = 1, source = 0 } = {}): void {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(data.length);
      const parts = [
        ...[Uint8Array.of(2), PROGRAM_ID.toBytes(), new Uint8Array(32), Uint8Array.of(1, canonical), SEED],
        ...[Uint8Array.of(1, compression, 1, source), length, new Uint8Array(5), data],
      ];
      world.chain.setAccount(at, PROGRAM_METADATA, Buffer.concat(parts));
    }

    it("says that none is published", async () => {
      const { exitCode, out } = await run("--idl", IDL);
      expect(exitCode).to.equal(1);
      expect(out).to.include(`NOT VERIFIED: the upgrade authority published no IDL at ${at.toBase58()}.`);
    });

    it("says that the published one is the file, packed and spaced as its publisher liked", async () => {
      const text = JSON.stringify(JSON.parse(readFileSync(IDL, "utf8")));
      for (const [compression, data] of [Buffer.from(text), gzipSync(text), deflateSync(text)].entries()) {
        publish(data, { compression });
        const { exitCode, out } = await run("--idl", IDL);
        expect(out).to.include(`VERIFIED: the IDL that the upgrade authority published at ${at.toBase58()} is ${IDL}.`);
        expect(exitCode).to.equal(0);
      }
    });

    it("finds another one", async () => {
      const idl = JSON.parse(readFileSync(IDL, "utf8"));
      publish(deflateSync(JSON.stringify({ ...idl, metadata: { ...idl.metadata, version: "9.9.9" } })));
      const { exitCode, out } = await run("--idl", IDL, "--artifact", COMMITTED);
      expect(exitCode).to.equal(1);
      expect(out).to.include(`NOT VERIFIED: the IDL at ${at.toBase58()} is another one than ${IDL}.`);
    });

    it("takes nothing that is not the upgrade authority's, is elsewhere, or cannot be unpacked", async () => {
      const text = readFileSync(IDL);
      for (const [data, how] of [
        [text, { compression: 0, canonical: 0 }],
        [Buffer.from("https://idl.example"), { compression: 0, source: 1 }],
        [text, { compression: 2 }],
        [text, { compression: 9 }],
      ] as const) {
        publish(data, how);
        expect((await run("--idl", IDL)).out).to.include("published no IDL");
      }
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
