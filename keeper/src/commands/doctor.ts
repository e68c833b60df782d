/** `doctor`: whether a keeper with this configuration can do its work, and how to mend what it cannot. Sends and stores nothing. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { askYellowstone } from "@profit-share/feed";
import { placeOf } from "@profit-share/sdk";
import { isPostgresUrl } from "@profit-share/storage";
import type { Keypair } from "@solana/web3.js";
import type { KeeperConfig } from "../config/config";
import { loadDriftLog } from "../drift-log/library";
import { HostTables } from "../host/host-tables";
import { createDryRun, type DryRun } from "../process/dry-run";
import { LOW_LAMPORTS } from "../process/problems";
import { openConnection } from "../send/connection";
import { newLogger } from "../send/logger";
import { systemClock } from "../time/clock";
import { checkFleet } from "./check-fleet";
import { checkNode } from "./check-node";
import { checkProgram } from "./check-program";
import { bad, type Finding, good, note } from "./finding";
import { keysOf } from "./keys";

/** Bits of a file's mode by which others than its owner read it. */
const OTHERS = 0o077;

export async function doctor(config: KeeperConfig): Promise<Finding[]> {
  const findings = keyFiles(config);
  let genesisHash: string | null = null;
  const { rpcUrl, requestsPerSecond, rpcUrls, sendUrls } = config;
  for (const endpoint of [{ url: rpcUrl, requestsPerSecond }, ...rpcUrls, ...sendUrls]) {
    const checked = await checkNode(endpoint, genesisHash);
    findings.push(...checked.findings);
    genesisHash = checked.genesisHash;
  }
  if (config.yellowstone !== null) findings.push(await notifications(config.yellowstone));
  if (config.venueTrades) findings.push(venueTrades());
  if (genesisHash === null) {
    return [...findings, note("chain", "without a node nothing more can be checked")];
  }
  const { connection } = openConnection(config, { clock: systemClock });
  findings.push(...(await checkProgram(connection)));
  const keys = await keysOf(config).catch((error: Error) => error);
  if (keys instanceof Error) {
    return [...findings, bad("keys", keys.message, "Correct it; the rest is checked when the keys are right.")];
  }
  findings.push(payer(keys.signer, BigInt(await connection.getBalance(keys.signer.publicKey))));
  findings.push(...(await tables(config)));
  return [...findings, ...(await work(config, keys))];
}

async function notifications(yellowstone: NonNullable<KeeperConfig["yellowstone"]>): Promise<Finding> {
  const subject = `Yellowstone ${placeOf(yellowstone.url)}`;
  try {
    return good(subject, `answers as ${await askYellowstone(yellowstone)}`);
  } catch (error) {
    const mend = "Check yellowstoneUrl and its token. Without it changes are found by polls only.";
    return bad(subject, (error as Error).message, mend);
  }
}

function venueTrades(): Finding {
  const subject = "venueTrades";
  try {
    loadDriftLog();
    return good(subject, "Drift's log can be read");
  } catch (error) {
    return bad(
      subject,
      (error as Error).message,
      "Install it, or leave venueTrades out: the keeper does not start before.",
    );
  }
}

/** The database, and what there is to look after. */
async function work(config: KeeperConfig, keys: Awaited<ReturnType<typeof keysOf>>): Promise<Finding[]> {
  const place = isPostgresUrl(config.database) ? "PostgreSQL" : config.database;
  const options = { settings: config, database: config.database, logger: newLogger(config, "silent"), ...keys };
  const worker = await createDryRun(options).catch((error: Error) => error);
  if (worker instanceof Error) {
    const mend =
      "While a keeper runs on it, ask that one: /health and /v1/status. Otherwise check the address, and that it is running.";
    return [bad("database", worker.message, mend)];
  }
  try {
    const { seen, unseen } = await worker.survey();
    return [good("database", `${place} can be opened`), ...tablesOf(worker), ...checkFleet(seen, unseen)];
  } catch (error) {
    return [bad("database", (error as Error).message, "Correct it: nothing is settled before.")];
  } finally {
    await worker.stop();
  }
}

/** Whether the keeper's tables are those of this version. */
function tablesOf({ pendingMigrations }: DryRun): Finding[] {
  if (pendingMigrations === null) return [note("database", "it has no tables yet: the first start makes them")];
  if (pendingMigrations.length === 0) return [];
  const names = pendingMigrations.join(", ");
  const said = `${pendingMigrations.length} migrations are pending: ${names}. A copy took them. Back the database up, then restart: this version carries them out`;
  return [note("database", said)];
}

/** The host's own, if the configuration names any. */
async function tables({ hostTables }: KeeperConfig): Promise<Finding[]> {
  if (hostTables === null) return [];
  try {
    await (await HostTables.open(hostTables)).close();
    return [good("host tables", "all that are named can be read")];
  } catch (error) {
    return [bad("host tables", (error as Error).message, "Correct it: the keeper does not start before.")];
  }
}

function payer({ publicKey }: Keypair, lamports: bigint): Finding {
  const subject = `payer ${publicKey.toBase58()}`;
  const said = `has ${lamports} lamports`;
  if (lamports >= LOW_LAMPORTS) return good(subject, said);
  return bad(subject, said, `Send it SOL: below ${LOW_LAMPORTS} lamports it soon cannot pay fees.`);
}

/** Whether others on this machine can read the keys. What cannot be read at all is said where the keys are read. */
function keyFiles({ signer, agentKeys }: KeeperConfig): Finding[] {
  const files = [signer, ...(agentKeys === null ? [] : listed(agentKeys))];
  const open = files.filter((file) => ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS) !== 0);
  if (open.length === 0) return [good("key files", `${files.length}, which nobody else on this machine reads`)];
  const said = `${open.length} of ${files.length} can be read by others on this machine. The first is ${open[0]}`;
  return [bad("key files", said, "Make them readable for their owner alone: chmod 600 FILE.")];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
