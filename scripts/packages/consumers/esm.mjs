import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deploy } from "@profit-share/cli/deploy";
import { checkYellowstone, openWebSocketFeed } from "@profit-share/feed";
import { createKeeper, MemoryAgents } from "@profit-share/keeper";
import { profitShareDistributions } from "@profit-share/keeper/tables";
import { DRIFT_SIM_PROGRAM, startLocalnet } from "@profit-share/localnet";
import { connect, PROGRAM_ID, ProfitShareClient, settle } from "@profit-share/sdk";
import { anchorProgram } from "@profit-share/sdk/anchor";
import { driftUserAddress } from "@profit-share/sdk/drift";
import { IDL } from "@profit-share/sdk/idl";
import idl from "@profit-share/sdk/idl.json" with { type: "json" };
import { listBots } from "@profit-share/sdk/listing";
import { watchSubscriptions } from "@profit-share/sdk/watching";
import { PublicKey } from "@solana/web3.js";
import { getTableName } from "drizzle-orm";

const key = PublicKey.default;
assert.equal(settle({ subscription: key, venueUser: driftUserAddress(key, 0) }).programId, PROGRAM_ID);
assert.equal(anchorProgram({ connection: connect("http://127.0.0.1:1") }).programId.toBase58(), idl.address);
assert.equal(IDL.instructions.length, idl.instructions.length);
for (const made of [createKeeper, openWebSocketFeed, MemoryAgents, deploy, listBots, watchSubscriptions])
  assert.equal(typeof made, "function");
assert.equal(getTableName(profitShareDistributions), "profit_share_distributions");
// It is not installed here: a host is told what to do.
await assert.rejects(checkYellowstone(), /npm install @triton-one\/yellowstone-grpc/);

const require = createRequire(import.meta.url);
const program = readFileSync(require.resolve("@profit-share/sdk/artifacts/profit_share.so"));
assert.ok(readFileSync(DRIFT_SIM_PROGRAM).length > 0);
const net = await startLocalnet({ port: 0, programs: { [PROGRAM_ID.toBase58()]: program } });
assert.ok((await new ProfitShareClient(connect(net.rpcUrl)).time()) > 0n);
await net.close();
