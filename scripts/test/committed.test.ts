import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const ROOT = join(__dirname, "../..");
/** Where an ELF of 64 bits, little endian, says what it is. */
const [MACHINE, FLAGS] = [18, 48];
const SBPF = 247;

describe("the built programs", () => {
  for (const file of ["sdk/artifacts/profit_share.so", "localnet/artifacts/drift_sim.so"]) {
    it(`should be SBPF v3: ${file}`, () => {
      const elf = readFileSync(join(ROOT, file));
      expect([...elf.subarray(0, 6)]).to.deep.equal([0x7f, ...Buffer.from("ELF"), 2, 1]);
      expect([elf.readUInt16LE(MACHINE), elf.readUInt32LE(FLAGS)]).to.deep.equal([SBPF, 3]);
    });
  }
});

describe("package-lock.json", () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; link?: boolean }>;
  };

  // The Drift SDK asks for 1.98.0 exactly. With a second copy a PublicKey of one is none of the other.
  it("should hold one copy of web3.js, which reads version-1 transactions", () => {
    const copies = Object.entries(packages).filter(([at]) => at.endsWith("node_modules/@solana/web3.js"));
    expect(copies.map(([at, { version }]) => [at, version])).to.deep.equal([
      ["node_modules/@solana/web3.js", "1.99.0"],
    ]);
  });
});
