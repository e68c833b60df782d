/** The indexer as a process of its own, by its command line. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@profit-share/testing/free-port";
import { Running } from "../processes/running";
import { Asking } from "./asking";

/** Nothing limits it. */
const UNLIMITED = 1_000_000_000;
const POLL_MS = 500;
const LOOK_MS = 100;

/** As `/v1/status` answers. */
export interface Status {
  slot: number | null;
  waiting: number;
  listedWhole: boolean;
  problem: { reason: string } | null;
}

export interface IndexerOptions {
  /** What `bundle` made. */
  file: string;
  rpcUrl: string;
  /** `postgres://…` */
  database: string;
  /** Folder of its profile; null: none. */
  profile: string | null;
}

export class IndexerProcess {
  private constructor(
    private readonly folder: string,
    private readonly running: Running,
    readonly asking: Asking,
  ) {}

  /** It answers. @throws Error with what it said if it ends before */
  static async start({ file, rpcUrl, database, profile }: IndexerOptions): Promise<IndexerProcess> {
    const folder = mkdtempSync(join(tmpdir(), "profit-share-bench-"));
    const port = await freePort();
    const config = join(folder, "indexer.json");
    const http = { port, requestsPerMinute: UNLIMITED };
    writeFileSync(config, JSON.stringify({ rpcUrl, requestsPerSecond: UNLIMITED, pollMs: POLL_MS, database, http }));
    const running = new Running({ args: [file, "--config", config], profile, log: join(folder, "log") });
    const started = new IndexerProcess(folder, running, new Asking(`http://127.0.0.1:${port}`));
    while ((await started.status().catch(() => null)) === null) {
      running.expectAlive();
      await sleep(LOOK_MS);
    }
    return started;
  }

  async status(): Promise<Status> {
    return JSON.parse(await this.asking.get("/v1/status")) as Status;
  }

  /** Waits for this. @throws Error with what it said if it ends before, or with why it does not go on */
  async until(what: (status: Status) => boolean): Promise<void> {
    for (;;) {
      const status = await this.status().catch(() => null);
      this.running.expectAlive();
      if (status?.problem != null) throw new Error(`The index does not go on: ${status.problem.reason}`);
      if (status !== null && what(status)) return;
      await sleep(LOOK_MS);
    }
  }

  /** Everything up to this slot is entered. */
  untilSlot(slot: number): Promise<void> {
    return this.until((now) => now.listedWhole && now.waiting === 0 && now.slot !== null && now.slot >= slot);
  }

  cpuSeconds(): number {
    return this.running.cpuSeconds();
  }

  /** Megabytes, the most that it held. */
  peakMb(): number {
    return this.running.peakMb();
  }

  /** As a machine does that goes out. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** A profile is written then. */
  stop(): Promise<void> {
    return this.end("SIGTERM");
  }

  private async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    await this.running.end(signal);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
