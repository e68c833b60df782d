/** The client that Codama generates from the IDL, and what it reads. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AnchorIdl, rootNodeFromAnchor } from "@codama/nodes-from-anchor";
import { renderVisitor } from "@codama/renderers-js";
import { visit } from "@codama/visitors-core";
import idl from "@profit-share/sdk/idl.json";
import type { Decoder } from "@solana/kit";
import type { Stored } from "./flow";
import { fieldsOf, type Reading } from "./values";

/** Where the client is written: its imports are found from there. */
export const CLIENT = join(__dirname, "../../.build/codama");

/** A module of functions such as `getBotDecoder`. */
type Client = Record<string, () => Decoder<object>>;

/** Converts the IDL, writes the client's sources and loads them. @throws CodamaError if it cannot read the IDL */
export async function codamaClient(): Promise<Client> {
  // Codama adds what it finds to the IDL.
  const root = rootNodeFromAnchor(structuredClone(idl) as AnchorIdl);
  const options = { generatedFolder: ".", kitImportStrategy: "rootOnly", formatCode: false, syncPackageJson: false };
  await visit(root, renderVisitor(CLIENT, options as object));
  expectPluginError(join(CLIENT, "programs/profitShare.ts"));
  return require(CLIENT);
}

/**
 * The renderer's plugin for kit's own client compiles with the kit of its time, 6.5, and not with one of today. Nothing in it
 * comes from the IDL but names.
 */
function expectPluginError(file: string): void {
  const source = readFileSync(file, "utf8");
  const plugin = "return extendClient(";
  if (source.split(plugin).length !== 2) throw new Error(`${file} has not one "${plugin}"`);
  writeFileSync(file, source.replace(plugin, `// @ts-expect-error: written for kit 6.5\n${plugin}`));
}

export function codamaAccount(client: Client, { name, data }: Stored): Reading {
  const { discriminator, ...read } = decode(client, name, data) as { discriminator: Uint8Array };
  return { name, fields: fieldsOf(read) };
}

/** Codama has the types of events and not their discriminators. */
export function codamaEvent(client: Client, { name, data }: Stored): Reading {
  const { discriminator } = idl.events.find((event) => event.name === name)!;
  return { name, fields: fieldsOf(decode(client, name, data.subarray(discriminator.length))) };
}

/** @throws Error unless it reads all of the bytes */
function decode(client: Client, name: string, data: Uint8Array): object {
  const [value, end] = client[`get${name}Decoder`]!().read(data, 0);
  if (end !== data.length) throw new Error(`Codama reads ${end} of the ${data.length} bytes of ${name}`);
  return value;
}
