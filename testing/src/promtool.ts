/** Prometheus' promtool, which checks alert rules. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Program } from "./program";

const place = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => join(folder, "promtool"))
  .find((file) => existsSync(file));

export const promtool = new Program({
  name: "promtool",
  place: place ?? null,
  sought: "promtool on the path",
  debian: "prometheus",
});

/** Like `describe`, for tests that need the program: they get its path, or are left out. */
export const describeWithPromtool = (title: string, tests: (promtool: string) => void): void =>
  promtool.describe(title, tests);
