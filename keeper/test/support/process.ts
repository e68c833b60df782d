/** The keeper as a process of its own, as a user starts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import type { Keypair } from "@solana/web3.js";
import { newDatabase, newFolder } from "./database";
import type { Market } from "./market";

const BIN = join(__dirname, "../../bin/profit-share-keeper.cjs");
const TSX = require.resolve("tsx/cjs");

/** A folder with a configuration file, key files, and place for a database. */
export class Installation {
  readonly folder = newFolder();
  readonly config = join(this.folder, "keeper.json");
  readonly database = join(this.folder, "database");

  constructor(market: Market, changes: Record<string, unknown> = {}) {
    writeKey(join(this.folder, "signer.json"), market.signer);
    mkdirSync(join(this.folder, "agents"));
    for (const agent of market.agentKeys) {
      writeKey(join(this.folder, "agents", `${agent.publicKey.toBase58()}.json`), agent);
    }
    const values = {
      rpcUrl: market.chain.localnet.rpcUrl,
      wsUrl: market.chain.localnet.wsUrl,
      keeper: market.keeper.toBase58(),
      agents: market.agentKeys.map(({ publicKey }) => publicKey.toBase58()),
      signer: "signer.json",
      agentKeys: "agents",
      database: "database",
      pollIntervalMs: 200,
      ...changes,
    };
    writeFileSync(this.config, JSON.stringify(values));
  }

  /** With an empty database, which saves a process the seconds that making one takes. */
  static async withDatabase(market: Market, changes: Record<string, unknown> = {}): Promise<Installation> {
    const installation = new Installation(market, changes);
    renameSync(await newDatabase(), installation.database);
    return installation;
  }

  start(...args: string[]): Running {
    return new Running(["--config", this.config, ...args]);
  }
}

/** A line of the log. */
export interface LogLine {
  level: number;
  msg: string;
  [key: string]: unknown;
}

export class Running {
  private readonly child: ChildProcess;
  private readonly exit: Promise<[number | null, NodeJS.Signals | null]>;
  private output = "";
  private errors = "";

  /** @param script of this project, or what it was made into, instead of the command line's */
  constructor(args: string[], environment: Record<string, string> = {}, script?: string) {
    const file = script ?? BIN;
    const program = file.endsWith(".ts") ? ["--require", TSX, file] : [file];
    this.child = spawn(process.execPath, [...program, ...args], { env: { ...process.env, ...environment } });
    this.child.stdout!.on("data", (chunk) => {
      this.output += chunk;
    });
    this.child.stderr!.on("data", (chunk) => {
      this.errors += chunk;
    });
    this.exit = once(this.child, "close") as typeof this.exit;
  }

  /** Resolves with the first log line that matches. @throws Error if the process ends before */
  async says(pattern: RegExp): Promise<LogLine> {
    for (;;) {
      const line = this.log().find(({ msg }) => pattern.test(msg));
      if (line !== undefined) return line;
      const ended = await Promise.race([
        this.exit.then(() => true),
        once(this.child.stdout!, "data").then(() => false),
      ]);
      if (ended) throw new Error(`It ended without saying ${pattern}: ${this.output}${this.errors}`);
    }
  }

  get pid(): number {
    return this.child.pid!;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }> {
    const [code, signal] = await this.exit;
    return { code, signal, stdout: this.output, stderr: this.errors };
  }

  log(): LogLine[] {
    const complete = this.output.split("\n").slice(0, -1);
    return complete.map((line) => JSON.parse(line) as LogLine);
  }
}

export function writeKey(file: string, keypair: Keypair): void {
  writeFileSync(file, keyFileText(keypair), { mode: 0o600 });
}
