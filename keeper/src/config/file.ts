/** A configuration file: YAML 1.2, which JSON is a part of. */
import { existsSync, readFileSync } from "node:fs";
import { parseDocument, type YAMLError } from "yaml";
import { ConfigError } from "./error";

/**
 * Whole numbers are exact: one that a JavaScript number does not hold is a bigint.
 * @throws ConfigError naming the file, and the line of what is no YAML
 */
export function readConfigFile(file: string): Record<string, unknown> {
  if (!existsSync(file)) throw new ConfigError(`${file}: there is no such file; pass one with --config FILE`);
  // Some editors put a byte order mark before it.
  const text = textOf(file).replace(/^\uFEFF/, "");
  const document = parseDocument(text, { version: "1.2", schema: "core", intAsBigInt: true, stringKeys: true });
  // An unknown tag is a warning there: its value would be taken for a text.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new ConfigError(`${file}: ${inWords(problem, text)}`);
  let values: unknown;
  try {
    values = document.toJS({ reviver: (_, value) => numberIfExact(value) });
  } catch (error) {
    throw new ConfigError(`${file}: is no YAML or JSON: ${(error as Error).message}`);
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new ConfigError(`${file}: has to hold keys and values, as YAML or as one JSON object`);
  }
  return values as Record<string, unknown>;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(`${file}: cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function inWords({ code, message, pos, linePos }: YAMLError, text: string): string {
  const line = linePos?.[0].line ?? 1;
  if (code === "DUPLICATE_KEY") {
    const key = /^["']?([\w.-]+)/.exec(text.slice(pos[0]))?.[1] ?? "a key";
    return `line ${line}: ${key} is there twice: keep one of them`;
  }
  // Behind the first line it shows the place, which may hold a secret.
  const said = message.split(/ at line \d+|\n/)[0];
  return `line ${line} is no YAML or JSON: ${said}`;
}

const numberIfExact = (value: unknown): unknown =>
  typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
