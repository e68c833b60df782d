const assert = require("node:assert/strict");
const { deploy } = require("@profit-share/cli/deploy");
const { openWebSocketFeed } = require("@profit-share/feed");
const { createKeeper } = require("@profit-share/keeper");
const { profitShareDistributions } = require("@profit-share/keeper/tables");
const { startLocalnet } = require("@profit-share/localnet");
const { PROGRAM_ID, settle } = require("@profit-share/sdk");
const { anchorProgram } = require("@profit-share/sdk/anchor");
const { driftUserAddress } = require("@profit-share/sdk/drift");
const { listBots } = require("@profit-share/sdk/listing");
const { watchSubscriptions } = require("@profit-share/sdk/watching");
const { PublicKey } = require("@solana/web3.js");
const { getTableName } = require("drizzle-orm");

const key = PublicKey.default;
assert.equal(settle({ subscription: key, venueUser: driftUserAddress(key, 0) }).programId, PROGRAM_ID);
const made = [createKeeper, openWebSocketFeed, startLocalnet, deploy, anchorProgram, listBots, watchSubscriptions];
for (const one of made) assert.equal(typeof one, "function");
assert.equal(getTableName(profitShareDistributions), "profit_share_distributions");
