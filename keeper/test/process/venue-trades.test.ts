import { createRequire } from "node:module";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import pino from "pino";
import type { Keeper, KeeperOptions } from "../../src";
import { openDatabase } from "../../src/store/database";
import { profitShareVenueTrades } from "../../src/tables";
import { onEachDatabase } from "../support/database";
import { fillLine, INVOKE, liquidationLine, TRUNCATED } from "../support/drift-log";
import { type Fate, FaultyRpc } from "../support/faulty-rpc";
import { openKeeper, silent, TIMING } from "../support/keeper";
import { Market, ONE, type TestSubscription, USDC } from "../support/market";

type Answer = { meta: { logMessages: string[] | null } };
