import { uiTokenAmount } from "../../chain/token";
import { TOKEN_EXTENSIONS } from "../token-extensions";
import type { DataReader } from "./data-reader";
import { readUtf8 } from "./utf8";

/** An instruction: its name, what its accounts are called, and its fields in the order of its data. */
export interface Layout {
  type: string;
  accounts: readonly string[];
  /** The account behind those, called the first name if it signs itself, the second if it is a multisig whose signers follow. */
  authority?: readonly [single: string, multisig: string];
  /** What all accounts behind those are called together; there is at least one. */
  rest?: string;
  fields?: readonly (readonly [name: string, kind: keyof typeof FIELDS])[];
}

const FIELDS = {
  u8: (from: DataReader) => from.u8(),
  u64: (from: DataReader) => from.u64(),
  /** A u64 as a decimal string. */
  amount: (from: DataReader) => from.u64().toString(),
  /** A u64 with the decimals behind it. */
  tokenAmount: (from: DataReader) => uiTokenAmount(from.u64(), from.u8()),
  key: (from: DataReader) => from.key(),
  /** Left out if there is none. */
  optionalKey: (from: DataReader) => optionalKey(from) ?? undefined,
  nullableKey: (from: DataReader) => optionalKey(from),
  /** A text behind its length, a u64. */
  text: (from: DataReader) => textOf(from.bytes(Number(from.u64()))),
  /** A text that takes all that is left. */
  restText: (from: DataReader) => textOf(from.rest()),
  authorityType: (from: DataReader) => nameOf(AUTHORITY_TYPES, from.u8()),
  /** Left out if there are none. */
  extensionTypes: (from: DataReader) => extensionTypes(from.rest()),
} as const;

/** What an authority of the classic token program may do. */
const AUTHORITY_TYPES = ["mintTokens", "freezeAccount", "accountOwner", "closeAccount"];

function nameOf(names: readonly string[], index: number): string {
  const name = names[index];
  if (name === undefined) throw new RangeError(`no name has the number ${index}`);
  return name;
}

function optionalKey(from: DataReader): string | null {
  const there = from.u8();
  if (there > 1) throw new RangeError(`${there} says neither that a key is there nor that none is`);
  return there === 1 ? from.key() : null;
}

function textOf(bytes: Uint8Array): string {
  const text = readUtf8(bytes);
  if (text === null) throw new RangeError("the text is no UTF-8");
  return text;
}

function extensionTypes(bytes: Buffer): string[] | undefined {
  if (bytes.length === 0) return undefined;
  return Array.from({ length: Math.ceil(bytes.length / 2) }, (_, index) =>
    nameOf(TOKEN_EXTENSIONS, bytes.readUInt16LE(2 * index)),
  );
}

/** `{type, info}` as a node writes it; null if the accounts or the data do not fit the layout. */
export function parseLayout(layout: Layout, accounts: readonly string[], data: DataReader): object | null {
  const named = namedAccounts(layout, accounts);
  if (named === null) return null;
  try {
    const fields = (layout.fields ?? []).map(([name, kind]) => [name, FIELDS[kind](data)] as const);
    return { type: layout.type, info: { ...named, ...Object.fromEntries(fields) } };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function namedAccounts(layout: Layout, accounts: readonly string[]): object | null {
  const { authority, rest } = layout;
  const fixed = layout.accounts.length;
  if (accounts.length < fixed + (authority || rest ? 1 : 0)) return null;
  const named = Object.fromEntries(layout.accounts.map((name, index) => [name, accounts[index]]));
  const behind = accounts.slice(fixed);
  if (rest) return { ...named, [rest]: behind };
  if (!authority) return named;
  const [first, ...signers] = behind;
  return signers.length === 0 ? { ...named, [authority[0]]: first } : { ...named, [authority[1]]: first, signers };
}
