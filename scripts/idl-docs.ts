/** The parts of an IDL that the documentation speaks of. */

export type IdlType =
  | string
  | { array: [IdlType, number] }
  | { vec: IdlType }
  | { option: IdlType }
  | { defined: { name: string } };

export interface Field {
  name: string;
  type: IdlType;
  docs?: string[];
}

export interface IdlAccount {
  name: string;
  docs?: string[];
  writable?: boolean;
  signer?: boolean;
  optional?: boolean;
  address?: string;
  relations?: string[];
  pda?: { seeds: ({ kind: "const"; value: number[] } | { kind: "account" | "arg"; path: string })[] };
}

export interface Instruction {
  name: string;
  docs: string[];
  discriminator: number[];
  accounts: IdlAccount[];
  args: Field[];
  returns?: IdlType;
}

export interface Idl {
  address: string;
  instructions: Instruction[];
  accounts: { name: string; discriminator: number[] }[];
  events: { name: string; discriminator: number[] }[];
  constants: { name: string; docs?: string[]; type: string; value: string }[];
  errors: { code: number; name: string; msg: string }[];
  types: {
    name: string;
    docs?: string[];
    type: { kind: string; fields?: Field[]; variants?: { name: string; fields?: Field[] }[] };
  }[];
}

const WIDTHS: Readonly<Record<string, number>> = { bool: 1, u8: 1, u16: 2, u32: 4, u64: 8, i64: 8, pubkey: 32 };

/** Bytes of a value of fixed size. @throws Error for any other type */
export function size(idl: Idl, type: IdlType): number {
  if (typeof type === "string" && WIDTHS[type] !== undefined) return WIDTHS[type];
  if (typeof type === "object" && "array" in type) return size(idl, type.array[0]) * type.array[1];
  if (typeof type === "object" && "defined" in type) {
    const fields = idl.types.find(({ name }) => name === type.defined.name)?.type.fields;
    if (fields !== undefined) return fields.reduce((sum, field) => sum + size(idl, field.type), 0);
  }
  throw new Error(`${typeText(type)} has no fixed size`);
}

/** A type in Rust's words. */
export function typeText(type: IdlType): string {
  if (type === "bytes") return "Vec<u8>";
  if (typeof type === "string") return type;
  if ("array" in type) return `[${typeText(type.array[0])}; ${type.array[1]}]`;
  if ("vec" in type) return `Vec<${typeText(type.vec)}>`;
  if ("option" in type) return `Option<${typeText(type.option)}>`;
  return type.defined.name;
}

/** The seeds of a derived account: words in quotes, accounts and arguments by their names. */
export function address({ name, pda }: IdlAccount): string {
  if (pda === undefined) throw new Error(`The IDL does not say the seeds of ${name}`);
  const seeds = pda.seeds.map((seed) =>
    seed.kind === "const" ? `"${Buffer.from(seed.value).toString()}"` : seed.path,
  );
  return `\`${seeds.join(", ")}\``;
}
