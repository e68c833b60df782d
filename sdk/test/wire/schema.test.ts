/** What the SDK knows of the program at run time is what the IDL says, all of it and nothing else. */
import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { IDL } from "../../src/idl";
import { TOKEN_PROGRAM_ID } from "../../src/spl/token";
import { accountDiscriminator, decodeInstruction, eventName } from "../../src/wire/coder";
import { PROGRAM_ID } from "../../src/wire/idl";
import * as constants from "../../src/wire/profit-share-constants";
import { ERRORS } from "../../src/wire/profit-share-errors";
import { ACCOUNTS, EVENTS, INSTRUCTIONS, TYPES } from "../../src/wire/profit-share-schema";
import { accountsOf, argsOf, definitionOf, fieldsIn, returnedBy } from "../../src/wire/schema";

type Type = string | { array: [string, number] } | { vec: Type } | { defined: { name: string } };

interface Field {
  name: string;
  type: Type;
}

interface Definition {
  kind: "struct" | "enum";
  fields?: Field[];
  variants?: { name: string; fields?: Field[] }[];
}

/** The parts of the IDL that the schema has, without the literal types. */
const idl = IDL as unknown as {
  instructions: {
    name: keyof typeof INSTRUCTIONS;
    discriminator: number[];
    accounts: { name: string; signer?: true; writable?: true; optional?: true; address?: string }[];
    args: Field[];
    returns?: Type;
  }[];
  types: { name: string; type: Definition }[];
};

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

function typeText(type: Type): string {
  if (type === "bytes") return "u8[]";
  if (typeof type === "string") return type;
  if ("array" in type) return `${type.array[0]}[${type.array[1]}]`;
  return "vec" in type ? `${typeText(type.vec)}[]` : type.defined.name;
}

const named = (fields: Field[] = []) =>
  fields.map(({ name, type }) => ({ name: camelCase(name), type: typeText(type) }));

const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

describe("schema", () => {
  it("has the program's address", () => {
    expect(PROGRAM_ID.toBase58()).to.equal(IDL.address);
  });

  it("has every instruction, account, event, type and error", () => {
    expect(Object.keys(INSTRUCTIONS)).to.have.members(names(IDL.instructions));
    expect(Object.keys(ACCOUNTS)).to.have.members(names(IDL.accounts));
    expect(Object.keys(EVENTS)).to.have.members(names(IDL.events));
    expect(Object.keys({ ...ACCOUNTS, ...EVENTS, ...TYPES })).to.have.members(names(IDL.types));
    expect(ERRORS.trim().split("\n")).to.deep.equal(IDL.errors.map(({ code, name, msg }) => `${code} ${name} ${msg}`));
  });

  for (const { name, accounts, args, returns, discriminator } of idl.instructions) {
    describe(name, () => {
      it("takes the IDL's accounts", () => {
        const expected = accounts.map((account) => ({
          name: camelCase(account.name),
          isSigner: account.signer === true,
          isWritable: account.writable === true,
          isOptional: account.optional === true,
        }));
        expect(accountsOf(name)).to.deep.equal(expected);
      });

      it("takes the IDL's arguments and returns what the IDL says", () => {
        expect(argsOf(name)).to.deep.equal(named(args));
        expect(returnedBy(name)).to.equal(returns && typeText(returns));
      });

      it("begins with the IDL's discriminator", () => {
        // Zeros are a value of every argument.
        const data = new Uint8Array(1_000);
        data.set(discriminator);
        expect(decodeInstruction(name, data)).to.not.equal(null);
        data[7]! ^= 1;
        expect(decodeInstruction(name, data)).to.equal(null);
      });
    });
  }

  for (const { name, type } of idl.types) {
    it(`has ${name} as in the IDL`, () => {
      const definition = definitionOf(name)!;
      if (type.kind === "struct") return expect(fieldsIn(String(definition))).to.deep.equal(named(type.fields));
      const variants = type.variants!.map((variant) => [
        `${variant.name[0]!.toLowerCase()}${variant.name.slice(1)}`,
        named(variant.fields),
      ]);
      return expect(Array.from(definition, (text) => [text.split(" ")[0], fieldsIn(text)])).to.deep.equal(variants);
    });
  }

  for (const { name, discriminator } of IDL.accounts) {
    it(`knows ${name} by the IDL's discriminator`, () => {
      expect([...accountDiscriminator(name)]).to.deep.equal([...discriminator]);
    });
  }

  for (const { name, discriminator } of IDL.events) {
    it(`knows ${name} by the IDL's discriminator`, () => {
      expect(eventName(Uint8Array.from(discriminator))).to.equal(name);
    });
  }

  it("has every constant, with its value", () => {
    const ours = Object.entries(constants);
    expect(ours.map(([name]) => name)).to.have.members(names(IDL.constants));
    for (const { name, type, value } of IDL.constants) {
      const [, is] = ours.find(([constant]) => constant === name)!;
      if (type === "bytes") expect([...Buffer.from(is as string)], name).to.deep.equal(JSON.parse(value));
      else expect([typeof is, String(is)], name).to.deep.equal([type.endsWith("64") ? "bigint" : "number", value]);
    }
  });

  it("leaves the addresses to those who know them", () => {
    const addresses = idl.instructions.flatMap(({ accounts }) =>
      accounts.flatMap(({ name, address }) => (address === undefined ? [] : [`${name} ${address}`])),
    );
    expect([...new Set(addresses)]).to.have.members([
      `token_program ${TOKEN_PROGRAM_ID.toBase58()}`,
      `system_program ${SystemProgram.programId.toBase58()}`,
    ]);
  });
});
