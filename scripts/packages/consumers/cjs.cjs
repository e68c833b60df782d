const assert = require("node:assert/strict");
const { deploy } = require("@profit-share/cli/deploy");
const { createKeeper } = require("@profit-share/keeper");
const { startLocalnet } = require("@profit-share/localnet");
const { PROGRAM_ID, settle } = require("@profit-share/sdk");
const { anchorProgram } = require("@profit-share/sdk/anchor");
const { driftUserAddress } = require("@profit-share/sdk/drift");
const { PublicKey } = require("@solana/web3.js");

const key = PublicKey.default;
assert.equal(settle({ subscription: key, venueUser: driftUserAddress(key, 0) }).programId, PROGRAM_ID);
for (const made of [createKeeper, startLocalnet, deploy, anchorProgram]) assert.equal(typeof made, "function");
