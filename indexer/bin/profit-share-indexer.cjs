#!/usr/bin/env node
// A checkout runs from its sources, so that nothing has to be built; an installed package has none.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "../src/main.ts"))) {
  process.env.TSX_TSCONFIG_PATH ??= join(__dirname, "../../tsconfig.json");
  require("tsx/cjs");
  require("../src/main.ts");
} else {
  require("../dist/main.cjs");
}
