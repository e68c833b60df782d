#!/usr/bin/env node
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "../src/main.ts");
if (existsSync(source)) {
  // A checkout: no build is needed.
  process.env.TSX_TSCONFIG_PATH ??= join(__dirname, "../../tsconfig.json");
  void import("tsx").then(() => require(source));
} else {
  require("../dist/main.cjs");
}
