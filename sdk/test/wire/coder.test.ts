/** Anchor's coder, which other clients use, reads and writes the same bytes. */
import { BN, BorshCoder, type Idl } from "@coral-xyz/anchor";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import fc from "fast-check";
import { IDL } from "../../src/idl";
import { decodeAccount, decodeEvent, encodeInstruction } from "../../src/wire/coder";
import { hex } from "../../src/wire/text";

const anchor = new BorshCoder(IDL as unknown as Idl);

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

type Values = Record<string, unknown>;

/** Any value of an IDL type, as this SDK has it and as Anchor has it. */
function anyOf(type: unknown): fc.Arbitrary<{ ours: unknown; anchors: unknown }> {
  const same = (values: fc.Arbitrary<unknown>) => values.map((value) => ({ ours: value, anchors: value }));
  const wide = (low: bigint, high: bigint) =>
    fc.bigInt(low, high).map((value) => ({ ours: value, anchors: new BN(value.toString()) }));
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  if (type === "bool") return same(fc.boolean());
  if (type === "u8") return same(fc.integer({ min: 0, max: 255 }));
  if (type === "u16") return same(fc.integer({ min: 0, max: 65_535 }));
  if (type === "u32") return same(fc.integer({ min: 0, max: 4_294_967_295 }));
  if (type === "u64") return wide(0n, 2n ** 64n - 1n);
  if (type === "i64") return wide(-(2n ** 63n), 2n ** 63n - 1n);
  if (type === "pubkey") return same(bytes(32).map((key) => new PublicKey(key)));
  if (type === "bytes") {
    return fc.uint8Array({ maxLength: 600 }).map((value) => ({ ours: value, anchors: Buffer.from(value) }));
  }
  const { array, vec, defined } = type as { array?: [string, number]; vec?: unknown; defined?: { name: string } };
  if (array) return bytes(array[1]).map((value) => ({ ours: value, anchors: Array.from(value) }));
  if (vec !== undefined) {
    return fc.array(anyOf(vec), { maxLength: 20 }).map((items) => ({
      ours: items.map(({ ours }) => ours),
      anchors: items.map(({ anchors }) => anchors),
    }));
  }
  const definition = IDL.types.find(({ name }) => name === defined!.name)!.type as never as Definition;
  return definition.variants ? fc.oneof(...definition.variants.map(anyVariant)) : anyStruct(definition.fields!);
}

/** Anchor names a variant by a key, this SDK by `kind` beside the fields. */
function anyVariant({
  name,
  fields = [],
}: {
  name: string;
  fields?: Field[];
}): fc.Arbitrary<{ ours: unknown; anchors: unknown }> {
  return anyStruct(fields).map(({ ours, anchors }) => ({
    ours: { kind: name.charAt(0).toLowerCase() + name.slice(1), ...ours },
    anchors: { [name]: anchors },
  }));
}

interface Definition {
  fields?: Field[];
  variants?: { name: string; fields?: Field[] }[];
}

interface Field {
  name: string;
  type: unknown;
}

function anyStruct(fields: readonly Field[]): fc.Arbitrary<{ ours: Values; anchors: Values }> {
  return fc.tuple(...fields.map(({ type }) => anyOf(type))).map((values) => ({
    ours: Object.fromEntries(fields.map(({ name }, index) => [camelCase(name), values[index]!.ours])),
    anchors: Object.fromEntries(fields.map(({ name }, index) => [name, values[index]!.anchors])),
  }));
}

const RUNS = { numRuns: 25 };

describe("coder", () => {
  for (const { name, args } of IDL.instructions) {
    it(`writes ${name}`, () => {
      const check = ({ ours, anchors }: { ours: Values; anchors: Values }): void => {
        expect(hex(encodeInstruction(name, ours))).to.equal(hex(anchor.instruction.encode(name, anchors)));
      };
      fc.assert(fc.property(anyStruct(args), check), RUNS);
    });
  }

  for (const { name } of IDL.accounts) {
    it(`reads ${name}`, async () => {
      const check = async ({ ours, anchors }: { ours: unknown; anchors: unknown }): Promise<void> => {
        const data = await anchor.accounts.encode(name, anchors);
        expect(decodeAccount(name, data)).to.deep.equal(ours);
      };
      await fc.assert(fc.asyncProperty(anyOf({ defined: { name } }), check), RUNS);
    });
  }

  for (const { name, discriminator } of IDL.events) {
    it(`reads ${name}`, () => {
      const check = ({ ours, anchors }: { ours: unknown; anchors: unknown }): void => {
        const data = Buffer.concat([Buffer.from(discriminator), anchor.types.encode(name, anchors)]);
        expect(decodeEvent(data)).to.deep.equal({ name, data: ours });
      };
      fc.assert(fc.property(anyOf({ defined: { name } }), check), RUNS);
    });
  }

  it("knows no event behind another discriminator", () => {
    expect(decodeEvent(new Uint8Array(200))).to.equal(null);
    expect(decodeEvent(new Uint8Array(0))).to.equal(null);
  });
});
