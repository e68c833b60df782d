import bs58 from "bs58";
import { z } from "zod";
import { invalidParams } from "./errors";

/**
 * Parameter schemas whose messages are those of a node (Rust's serde): the first issue's message is sent as it is,
 * inside "Invalid params: ...", while a transform that throws `RpcError` decides about its own text.
 */
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
    });
}

export function oneOf<const T extends readonly string[]>(...variants: T) {
  return z.enum(variants, {
    error: ({ input }) => {
      if (input === undefined) return MISSING;
      if (typeof input !== "string") return `invalid type: ${describe(input)}, expected string or map`;
      const names = variants.map((variant) => `\`${variant}\``);
      return `unknown variant \`${input}\`, expected ${names.length === 1 ? names[0] : `one of ${names.join(", ")}`}`;
    },
  });
}

/** An object; unknown members are ignored, as on a node. */
export function struct<T extends z.ZodRawShape>(name: string, shape: T) {
  return z.object(shape, expected(`struct ${name}`));
}

/** An object with exactly one of the members, as Rust writes an enum. */
export function tagged<T extends Record<string, z.ZodType>>(variants: T) {
  type Tagged = { [K in keyof T]: { kind: K; value: z.output<T[K]> } }[keyof T];
  return z.unknown().transform((input): Tagged => {
    if (input === null || typeof input !== "object" || Array.isArray(input)) {
      throw invalidParams(`Invalid params: invalid type: ${describe(input)}, expected map.`);
    }
    const [entry, ...others] = Object.entries(input);
    if (entry === undefined || others.length > 0) {
      throw invalidParams("Invalid params: invalid value: map, expected map with a single key.");
    }
    const [kind, value] = entry;
    const schema = Object.hasOwn(variants, kind) ? variants[kind] : undefined;
    if (schema === undefined) {
      const names = Object.keys(variants).map((name) => `\`${name}\``);
      throw invalidParams(`Invalid params: unknown variant \`${kind}\`, expected one of ${names.join(", ")}.`);
    }
    return { kind, value: parseParam(schema, value) } as Tagged;
  });
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
    const decoded = bs58.decodeUnsafe(value);
    if (decoded === undefined) throw invalidParams(refuse("Invalid"));
    if (decoded.length !== bytes) throw invalidParams(refuse("WrongSize"));
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

export const dataSlice = struct("UiDataSliceConfig", {
  offset: unsigned("usize"),
  length: unsigned("usize"),
}).nullish();

export const accountEncoding = oneOf("binary", "base58", "base64", "jsonParsed");

/** One positional parameter; throws the node's answer to a bad one. */
export function parseParam<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const message = issue.message === MISSING ? `missing field \`${String(issue.path.at(-1))}\`` : issue.message;
  throw invalidParams(`Invalid params: ${message}.`);
}
