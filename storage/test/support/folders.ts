/** Folders of this test process, which are removed when it ends. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "./tables";

const all = mkdtempSync(join(tmpdir(), "profit-share-storage-test-"));
process.on("exit", () => rmSync(all, { recursive: true, force: true }));

export const newFolder = (): string => mkdtempSync(join(all, "folder-"));

let template: Promise<string> | null = null;

/** The folder of an empty database that nobody has opened. Making one takes seconds, copying it does not. */
export async function newDatabase(): Promise<string> {
  template ??= makeTemplate();
  const folder = join(newFolder(), "database");
  cpSync(await template, folder, { recursive: true });
  return folder;
}

async function makeTemplate(): Promise<string> {
  const folder = newFolder();
  await (await open(folder)).close();
  return folder;
}
