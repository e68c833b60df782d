/** Chromium, which tests of web pages drive. */
import { existsSync } from "node:fs";
import { Program } from "./program";

/** Where systems have it. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const browser = new Program({
  name: "browser",
  place: PLACES.find((place) => existsSync(place)) ?? null,
  sought: `Chromium at ${PLACES.join(", ")}`,
  debian: "chromium",
});

/** Like `describe`, for tests that need a browser: they get the path of its program, or are left out. */
export const describeWithBrowser = (title: string, tests: (executablePath: string) => void): void =>
  browser.describe(title, tests);
