import { eventAuthorityAddress, PROGRAM_ID } from "@profit-share/sdk";
import idl from "@profit-share/sdk/idl.json";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { CALLS } from "../matrix/calls";
import { Scene, signersOf } from "../support/scene";

const { eve } = ACTORS;

/** Instructions whose discriminator or tag is 8 bytes; everything else is refused before an account is looked at. */
describe("security: instruction data and account lists", () => {
  for (const [name, call] of Object.entries(CALLS)) {
    describe(name, () => {
      let scene: Scene;
      let original: TransactionInstruction;
      before(() => {
        scene = new Scene();
        original = call.make(scene);
      });
      const outcome = (change: { data?: Buffer; keys?: TransactionInstruction["keys"] }) => {
        const changed = new TransactionInstruction({ ...original, ...change });
        return scene.world.refusal(changed, ...signersOf(changed));
      };

      it("should refuse its data cut at every length", () => {
        const cut = Array.from(original.data, (_, length) => outcome({ data: original.data.subarray(0, length) }));
        expect(cut).to.deep.equal(Array(original.data.length).fill("InvalidInstructionData"));
      });

      it("should refuse its accounts cut at every length", () => {
        const { length } = idl.instructions.find((found) => found.name === call.instruction)!.accounts;
        const cut = Array.from({ length }, (_, count) => outcome({ keys: original.keys.slice(0, count) }));
        expect(cut).to.deep.equal(Array(length).fill("NotEnoughAccountKeys"));
      });
    });
  }

  it("should refuse what no instruction is called, Anchor's own for IDL accounts included", () => {
    const { world } = new Scene();
    const authority = { pubkey: eventAuthorityAddress(), isSigner: false, isWritable: false };
    const signer = { pubkey: eve.publicKey, isSigner: true, isWritable: true };
    for (const data of ["", "00", "0a69e9a778bcf440", "40f4bc78a7e9690a", "0000000000000000", "ffffffffffffffff"]) {
      for (const keys of [[], [authority], [signer, authority]]) {
        const call = new TransactionInstruction({ programId: PROGRAM_ID, keys, data: Buffer.from(data, "hex") });
        expect(world.refusal(call, ...signersOf(call)), data).to.equal("InvalidInstructionData");
      }
    }
  });

  it("should refuse a flag that is neither true nor false, and a row of no known kind", () => {
    const scene = new Scene();
    for (const [call, offset] of [
      ["set_open", 8],
      ["settle_attested", 96],
      ["settle_batch", 12],
    ] as const) {
      const original = CALLS[call]!.make(scene);
      const data = Buffer.from(original.data);
      data[offset] = 2;
      const changed = new TransactionInstruction({ ...original, data });
      expect(scene.world.refusal(changed, ...signersOf(changed)), call).to.equal("InvalidInstructionData");
    }
  });

  it("should refuse a batch that says it has more rows than it holds", () => {
    const scene = new Scene();
    const original = CALLS.settle_batch!.make(scene);
    for (const rows of [3, 0xff, 0xffff_ffff]) {
      const data = Buffer.from(original.data);
      data.writeUInt32LE(rows, 8);
      const changed = new TransactionInstruction({ ...original, data });
      expect(scene.world.refusal(changed, ...signersOf(changed)), String(rows)).to.equal("InvalidInstructionData");
    }
  });
});
