/** How large the built app is, gzipped. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { builtApp } from "@profit-share/app/serve";
import type { Page } from "playwright-core";

export interface BuiltFile {
  name: string;
  /** Bytes, gzipped. */
  size: number;
  text: string;
}

export async function builtFiles(): Promise<BuiltFile[]> {
  const folder = join(await builtApp(), "assets");
  return readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, size: gzipSync(bytes).length, text: bytes.toString("utf8") };
  });
}

export const PICTURES = /^pictures-.*\.js$/;

export const sizeOf = (files: readonly BuiltFile[], wanted: RegExp): number =>
  files.filter(({ name }) => wanted.test(name)).reduce((sum, { size }) => sum + size, 0);

/** Of each file that a first visit to the first page fetches of the app. @param page one that was nowhere yet */
export async function fetchedAtFirst(page: Page, url: string): Promise<number[]> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith(url) && response.ok()) bodies.push(response.body());
  });
  await page.goto(url);
  await page.getByText("Estimated creator earnings").first().waitFor();
  await page.waitForLoadState("networkidle");
  return (await Promise.all(bodies)).map((body) => gzipSync(body).length);
}
