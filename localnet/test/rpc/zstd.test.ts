import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { zstdFrame } from "../../src/rpc/zstd";
import { result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, SOL } from "./transactions";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const BLOCK = 131_072;
/** Bytes that do not repeat soon. */
const content = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);

/** What the `zstd` command makes of a frame; null on a machine without it. */
function decompress(frame: Uint8Array): Buffer | null {
  try {
    return execFileSync("zstd", ["-d", "-c", "-q"], {
      input: frame,
      maxBuffer: 2 ** 24,
      stdio: ["pipe", "pipe", "ignore"],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

describe("a zstd frame", () => {
  // Magic 0xFD2FB528; one segment and the size (1 byte: 20, 4 bytes: a0); block: last + raw + 8 times its size.
  it("has an empty block for nothing", () => {
    expect(hex(zstdFrame(new Uint8Array()))).to.equal("28b52ffd2000010000");
  });

  it("says a size below 256 in one byte", () => {
    expect(hex(zstdFrame(Uint8Array.of(7, 8, 9)))).to.equal("28b52ffd2003190000070809");
    expect(hex(zstdFrame(content(255)).subarray(0, 9))).to.equal("28b52ffd20fff90700");
  });

  it("says a larger one in four", () => {
    expect(hex(zstdFrame(content(256)).subarray(0, 12))).to.equal("28b52ffda000010000010800");
  });

  it("has blocks of at most 128 KiB, the last one marked", () => {
    const one = zstdFrame(content(BLOCK));
    expect(hex(one.subarray(0, 12))).to.equal("28b52ffda000000200010010");
    expect(one.length).to.equal(9 + 3 + BLOCK);
    const two = zstdFrame(content(BLOCK + 1));
    expect(hex(two.subarray(0, 12))).to.equal("28b52ffda001000200000010");
    expect(hex(two.subarray(12 + BLOCK))).to.equal(`090000${hex(content(BLOCK + 1).subarray(BLOCK))}`);
  });

  it("is read by the command", function () {
    for (const length of [0, 1, 255, 256, 1_000, BLOCK, BLOCK + 1, 3 * BLOCK]) {
      const read = decompress(zstdFrame(content(length)));
      if (read === null) this.skip();
      expect(Buffer.compare(read, content(length)), `${length} bytes`).to.equal(0);
    }
  });
});

describe("accounts as base64+zstd", () => {
  onEveryNode((node, value) => {
    const wallet = key(68).publicKey;
    before(() => fund(node().rpcUrl, wallet, SOL));

    it("are frames", async () => {
      const config = { encoding: "base64+zstd" };
      const { value: account } = await result(node().rpcUrl, "getAccountInfo", wallet.toBase58(), config);
      expect(account.data).to.deep.equal(["KLUv/SAAAQAA", "base64+zstd"]);
      const { value: accounts } = await result(node().rpcUrl, "getMultipleAccounts", [wallet.toBase58()], config);
      expect(accounts[0].data).to.deep.equal(account.data);
    });

    it("are cut before they are packed", async () => {
      const ata = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
      const config = { encoding: "base64+zstd", dataSlice: { offset: 1, length: 3 } };
      const { value: account } = await result(node().rpcUrl, "getAccountInfo", ata, config);
      // "ELF" in a raw block. Surfpool's frame says the window instead of the size.
      const frame = value("28b52ffd2003190000454c46", "28b52ffd0058190000454c46");
      expect(hex(Buffer.from(account.data[0], "base64"))).to.equal(frame);
    });
  });
});
