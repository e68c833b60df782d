// The IDL lies beside its JSON under the same name: the typed one is meant.
process.env.TS_NODE_PREFER_TS_EXTS = "true";
process.env.TS_NODE_TRANSPILE_ONLY = "true";

module.exports = { timeout: 120_000 };
