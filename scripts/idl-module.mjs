/**
 * The IDL as TypeScript modules: `node scripts/idl-module.mjs <IDL's file> <folder>` writes
 *
 * - `profit-share-idl.ts`: the IDL itself, without its docs, which the published JSON has. `@profit-share/sdk/idl` loads it; the
 *   rest of the SDK only takes its types.
 * - `profit-share-schema.ts` and `profit-share-errors.ts`: what the SDK needs of it at run time. A browser loads these, so they
 *   are short texts: half the bytes of the IDL, compressed.
 * - `profit-share-constants.ts`: the program's constants. A bundle holds those that it uses.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [file, folder] = process.argv.slice(2);
const published = readFileSync(file, "utf8");
const withoutDocs = (key, value) => (key === "docs" ? undefined : value);
const idl = JSON.parse(published, withoutDocs);

const MADE = "Written by scripts/idl-module.mjs from the program's IDL";

function idlModule() {
  const json = JSON.stringify(idl, null, 2);
  // A discriminator takes one line.
  const compact = json.replace(/\[\s+(\d+(?:,\s+\d+)*)\s+\]/g, (_, numbers) => `[${numbers.replace(/\s+/g, " ")}]`);
  return `/** ${MADE}: the whole of it, without docs. */
export const IDL = ${compact} as const;

export type ProfitShareIdl = typeof IDL;
`;
}

const errorsModule = () => `/** ${MADE}: a line for each error, with its code, its name, and what it says. */
export const ERRORS = \`
${idl.errors.map(({ code, name, msg }) => `${code} ${name} ${msg.replace(/[\\`$]/g, "\\$&")}`).join("\n")}\`;
`;

function schemaModule() {
  const accounts = idl.accounts.map(({ name }) => name);
  const events = idl.events.map(({ name }) => name);
  const others = idl.types.map(({ name }) => name).filter((name) => ![...accounts, ...events].includes(name));
  return `/**
 * ${MADE}: the names and types in it, in short.
 *
 * Names are in camelCase, except those of instructions. Fields: a type, then the names that have it, such as
 * \`u8:version,bump pubkey:owner\`. Types: \`u8[16]\` is 16 bytes, \`u8[]\` bytes and \`Row[]\` a list, with a u32 in front that says
 * how many. Discriminators are not here: they are hashes of the names.
 */

/** Where the program is. */
export const ADDRESS = ${quote(idl.address)};

/** The accounts: \`!\` signs, \`*\` is written to, \`?\` can be left out. The arguments. The type of what is returned. */
export const INSTRUCTIONS = {
${lines(idl.instructions, ({ name, ...instruction }) => `${name}: [${partsOf(instruction).map(quote).join(", ")}]`)}
} as const;

export const ACCOUNTS = {
${lines(accounts, definition)}
} as const;

export const EVENTS = {
${lines(events, definition)}
} as const;

/** What those are made of. Of an enum its variants: a name, then the fields. */
export const TYPES = {
${lines(others, definition)}
} as const;
`;
}

const lines = (items, line) => items.map((item) => `  ${line(item)},`).join("\n");
const quote = (text) => JSON.stringify(text);
const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const typeOf = (name) => idl.types.find((type) => type.name === name).type;

function partsOf({ accounts, args, returns }) {
  const parts = [accounts.map(accountText).join(" ")];
  if (args.length > 0 || returns) parts.push(fieldsText(args));
  if (returns) parts.push(typeText(returns));
  return parts;
}

const accountText = ({ name, signer, writable, optional }) =>
  `${camelCase(name)}${signer ? "!" : ""}${writable ? "*" : ""}${optional ? "?" : ""}`;

function definition(name) {
  const { kind, fields = [], variants } = typeOf(name);
  return `${name}: ${kind === "enum" ? `[${variants.map(variantText).map(quote).join(", ")}]` : quote(fieldsText(fields))}`;
}

/** Named as the `kind` of a value is. */
const variantText = ({ name, fields = [] }) =>
  `${name.charAt(0).toLowerCase()}${name.slice(1)} ${fieldsText(fields)}`.trimEnd();

/** Neighbours of one type share it. */
function fieldsText(fields) {
  const groups = [];
  for (const { name, type } of fields) {
    const text = typeText(type);
    if (groups.at(-1)?.type !== text) groups.push({ type: text, names: [] });
    groups.at(-1).names.push(camelCase(name));
  }
  return groups.map(({ type, names }) => `${type}:${names}`).join(" ");
}

const SIMPLE = ["u8", "u16", "u32", "u64", "i64", "bool", "pubkey"];

function typeText(type) {
  if (SIMPLE.includes(type)) return type;
  if (type === "bytes") return "u8[]";
  if (type.array?.[0] === "u8") return `u8[${type.array[1]}]`;
  if (type.vec) return `${typeText(type.vec)}[]`;
  const { name } = type.defined ?? {};
  if (name === undefined)
    throw new Error(`sdk/src/wire/codec.ts cannot read the type ${quote(type)} yet: add it there and here`);
  return name;
}

/** The program's constants: 64 bits a bigint, fewer a number, bytes the text that they spell. */
function constantsModule() {
  const declaration = ({ name, type, value, docs = [] }) =>
    `${docs.length > 0 ? `/** ${docs.join(" ")} */\n` : ""}export const ${name} = ${constantText(name, type, value)};`;
  return `/** ${MADE}: its constants. Times are seconds; seeds and domains are the text whose bytes they are. */

${JSON.parse(published).constants.map(declaration).join("\n\n")}
`;
}

function constantText(name, type, value) {
  if (/^[ui]64$/.test(type)) return `${BigInt(value)}n`;
  if (/^[ui](8|16|32)$/.test(type)) return String(Number(value));
  const text = type === "bytes" ? String.fromCharCode(...JSON.parse(value)) : "";
  if (!/^[ -~]+$/.test(text)) throw new Error(`The constant ${name} is neither an integer nor a text in bytes`);
  return quote(text);
}

const modules = { idl: idlModule(), schema: schemaModule(), errors: errorsModule(), constants: constantsModule() };
for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `profit-share-${name}.ts`), text);
