/** Chromium, which tests of web pages drive. */
import { existsSync } from "node:fs";
import { Program } from "./program";

/** Where systems have it. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const place = PLACES.find((one) => existsSync(one)) ?? null;

export const browser = new Program({
  name: "browser",
  place,
  sought: `Chromium at ${PLACES.join(", ")}`,
  debian: "chromium",
});

/** Like `describe`, for tests that need a browser: they get the path of its program, or are left out. */
export const describeWithBrowser = (title: string, tests: (executablePath: string) => void): void =>
  browser.describe(title, tests);

/** For what is no test. @throws Error if there is none */
export function browserPath(): string {
  if (place !== null) return place;
  throw new Error(`${browser.missing()}`);
}
