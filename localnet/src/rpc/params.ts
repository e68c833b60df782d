/**
 * Schemas of parameters. Their messages are those of a node (Rust's serde): the first issue's message is sent, inside
 * "Invalid params: ...", while a transform that throws `RpcError` decides about the whole text.
 */
import { fromBase58 } from "@profit-share/sdk";
import { z } from "zod";
import { NOT_BASE58 } from "./binary";
import { invalidParams, type RpcError } from "./errors";

/** Stands for "missing field `name`", which a schema cannot say: it does not know its name. */
const MISSING = "missing";

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "sequence";
  switch (typeof value) {
    case "string":
      return `string ${JSON.stringify(value)}`;
    case "boolean":
      return `boolean \`${value}\``;
    case "number":
      return Number.isInteger(value) ? `integer \`${value}\`` : `floating point \`${value}\``;
    default:
      return "map";
  }
}

function expected(what: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      input === undefined ? MISSING : `invalid type: ${describe(input)}, expected ${what}`,
  };
}

/** A string. */
export const text = z.string(expected("a string"));

/** A boolean. */
export const flag = z.boolean(expected("a boolean"));

/** An unsigned integer; `what` is its Rust type. JSON numbers above 2^53 - 1 lose digits and are refused. */
export function unsigned(what: "u8" | "u64" | "usize") {
  return z
    .number(expected(what))
    .refine((value) => Number.isInteger(value), {
      error: ({ input }) => `invalid type: floating point \`${input}\`, expected ${what}`,
      abort: true,
    })
    .refine((value) => Number.isSafeInteger(value) && value >= 0 && (what !== "u8" || value < 256), {
      error: ({ input }) => `invalid value: integer \`${input}\`, expected ${what}`,
      abort: true,
    });
}

/** A u64 in full: a decimal string, or a number that a double holds exactly. */
export const fullU64 = z.union(
  [
    unsigned("u64").transform(BigInt),
    z
      .string()
      .regex(/^\d{1,20}$/)
      .transform(BigInt)
      .refine((value) => value < 2n ** 64n, { abort: true }),
  ],
  expected("u64, as a number or a decimal string"),
);

/** One of these names. */
export function oneOf<const T extends readonly string[]>(...names: T) {
  return z.enum(names, {
    error: ({ input }) => {
      if (input === undefined) return MISSING;
      if (typeof input !== "string") return `invalid type: ${describe(input)}, expected string or map`;
      return unknownVariant(input, names);
    },
  });
}

/** An object; unknown members are ignored, as on a node. */
export function struct<T extends z.ZodRawShape>(name: string, shape: T) {
  return z.object(shape, expected(`struct ${name}`));
}

/**
 * Rust's enum as serde writes it: `"name"` for a variant without a value (here: null), `{name: value}` for the others.
 * Gives `{kind: name, value}`.
 */
export function variants<T extends Record<string, z.ZodType | null>>(schemas: T) {
  type Variant = {
    [K in keyof T]: { kind: K; value: T[K] extends z.ZodType ? z.output<T[K]> : null };
  }[keyof T];
  return z.unknown().transform((input): Variant => {
    const [kind, value] = variantOf(input);
    const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
    if (schema === undefined) throw badParam(unknownVariant(kind, Object.keys(schemas)));
    if (schema === null && value !== null) throw badParam(`invalid type: ${describe(value)}, expected unit`);
    return { kind, value: schema === null ? null : parseParam(schema, value) } as Variant;
  });
}

function variantOf(input: unknown): [kind: string, value: unknown] {
  if (typeof input === "string") return [input, null];
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    throw badParam(`invalid type: ${describe(input)}, expected string or map`);
  }
  const [entry, ...others] = Object.entries(input);
  if (entry !== undefined && others.length === 0) return entry;
  throw badParam("invalid value: map, expected map with a single key");
}

function unknownVariant(name: string, known: readonly string[]): string {
  const names = known.map((one) => `\`${one}\``);
  const list = names.length === 2 ? names.join(" or ") : `${names.length > 2 ? "one of " : ""}${names.join(", ")}`;
  return `unknown variant \`${name}\`, expected ${list}`;
}

export function list<T extends z.ZodType>(item: T) {
  return z.array(item, expected("a sequence"));
}

/** The most characters that 32 and 64 bytes take in base58. */
const MAX_BASE58 = { 32: 44, 64: 88 } as const;

/** A text that is this many bytes in base58; `refuse` words the answer to another one. */
function fixed(bytes: 32 | 64, refuse: (reason: "WrongSize" | "Invalid") => string) {
  return text.transform((value) => {
    if (value.length > MAX_BASE58[bytes]) throw invalidParams(refuse("WrongSize"));
    if (NOT_BASE58.test(value)) throw invalidParams(refuse("Invalid"));
    if (fromBase58(value).length !== bytes) throw invalidParams(refuse("WrongSize"));
    return value;
  });
}

export const address = fixed(32, (reason) => `Invalid param: ${reason}`);
export const signature = fixed(64, (reason) => `Invalid param: ${reason}`);
export const blockhash = fixed(32, (reason) => reason);

/** Addresses and signatures of subscriptions; `thing` is what a node calls the parameter. */
export const subscriptionAddress = (thing: string) => fixed(32, () => `Invalid Request: Invalid ${thing} provided`);
export const subscriptionSignature = fixed(64, () => "Invalid Request: Invalid signature provided");

/** Read by every method: the slot that the chain must have reached. Any commitment is accepted: there is only one. */
export const context = { minContextSlot: unsigned("u64").nullish() };

/** The commitment of what reads history: it has no uncommitted part, so a node refuses "processed". */
export const historyCommitment = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === "processed") throw invalidParams("Method does not support commitment below `confirmed`");
  });

export const transactionEncoding = oneOf("binary", "base64", "base58", "json", "jsonParsed");

/** A transaction's or block's configuration; older clients give the encoding alone. */
export function encodingOr<T extends z.ZodType>(config: T) {
  return z.union([transactionEncoding.transform((encoding) => config.parse({ encoding })), config], {
    error: () => "data did not match any variant of untagged enum RpcEncodingConfigWrapper",
  });
}

export const dataSlice = struct("UiDataSliceConfig", {
  offset: unsigned("usize"),
  length: unsigned("usize"),
}).nullish();

export const accountEncoding = oneOf("binary", "base58", "base64", "jsonParsed", "base64+zstd");

/** One positional parameter; throws the node's answer to a bad one. */
export function parseParam<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const message = issue.message === MISSING ? `missing field \`${String(issue.path.at(-1))}\`` : issue.message;
  throw badParam(message);
}

function badParam(message: string): RpcError {
  return invalidParams(`Invalid params: ${message}.`);
}
