/** Reads the program's schema: what its structs and instructions are made of. */
import type { InstructionName } from "./idl-types";
import { once } from "./once";
import { ACCOUNTS, EVENTS, INSTRUCTIONS, TYPES } from "./profit-share-schema";

/** A value with a name. Its type is in the schema's words, such as `u64`, `u8[16]`, `Terms`. */
export interface Field {
  readonly name: string;
  readonly type: string;
}

/** An account that an instruction takes. */
export interface AccountSpec {
  readonly name: string;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
  readonly isOptional: boolean;
}

type InstructionSpec = readonly [accounts: string, args?: string, returns?: string];

const specOf = (name: InstructionName): InstructionSpec => INSTRUCTIONS[name];

/** The accounts of an instruction, in order. */
export const accountsOf = /* @__PURE__ */ once((name: InstructionName): AccountSpec[] =>
  specOf(name)[0]
    .split(" ")
    .map((text) => ({
      name: text.replace(/\W+/, ""),
      isSigner: text.includes("!"),
      isWritable: text.includes("*"),
      isOptional: text.includes("?"),
    })),
);

/** The arguments of an instruction, in order. */
export const argsOf = (name: InstructionName): Field[] => fieldsIn(specOf(name)[1] ?? "");

/** The type of what an instruction returns. */
export const returnedBy = (name: InstructionName): string => specOf(name)[2]!;

/** What a struct or enum is made of, see `profit-share-schema.ts`; undefined if the program has none of this name. */
export const definitionOf = (name: string): string | readonly string[] | undefined =>
  ({ ...ACCOUNTS, ...EVENTS, ...TYPES })[name as keyof typeof TYPES];

/** The fields in a text such as `u8:version,bump pubkey:owner`. */
export const fieldsIn = (text: string): Field[] =>
  [...text.matchAll(/(\S+):(\S+)/g)].flatMap(([, type, names]) =>
    names!.split(",").map((name) => ({ name, type: type! })),
  );
