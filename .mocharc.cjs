// Workspaces are tested from source: tsconfig's paths say where each name's source is.
process.env.TS_CONFIG_PATHS = "true";
process.env.TS_NODE_TRANSPILE_ONLY = "true";

module.exports = { timeout: 120_000, require: [require.resolve("./scripts/after-tests.cjs")] };
