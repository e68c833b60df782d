/** A program of this repository as a process of its own: what it takes of the machine, and what it said when it ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { residentMb } from "@profit-share/testing/memory";

/** Of `/proc/PID/stat`. */
const TICKS_PER_SECOND = 100;
/** Characters of what it said last. */
const SAID = 4_000;

export interface RunningOptions {
  /** Of Node: the first is a file, such as `bundle` makes. */
  args: readonly string[];
  /** Where everything that it says goes; left out: nowhere. */
  log?: string;
  /** Folder of its processor profile, which is written when it ends by itself; null: none. */
  profile?: string | null;
}

export class Running {
  /** The exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
  /** On its standard output so far, at most the end of it. */
  out = "";
  private said = "";
  private readonly child: ChildProcess;
  readonly profiled: boolean;

  constructor({ args, log, profile = null }: RunningOptions) {
    // What names a database there would count more than a file.
    const { DATABASE_URL, ...env } = process.env;
    this.profiled = profile !== null;
    const profiling = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    this.child = spawn(process.execPath, [...profiling, ...args], { env });
    this.ended = once(this.child, "close").then(([code]) => code);
    const kept = log === undefined ? null : createWriteStream(log);
    const { stdout, stderr } = this.child;
    stdout!.on("data", (chunk) => {
      this.out = (this.out + chunk).slice(-SAID);
    });
    for (const stream of [stdout!, stderr!]) {
      if (kept !== null) stream.pipe(kept, { end: false });
      stream.on("data", (chunk) => {
        this.said = (this.said + chunk).slice(-SAID);
      });
    }
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Seconds of the processor that it has used. @throws Error if it has ended */
  cpuSeconds(): number {
    const fields = this.read("stat").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Megabytes of memory that it holds. @throws Error if it has ended */
  rssMb(): number {
    this.expectAlive();
    return residentMb(this.child.pid!);
  }

  /** Megabytes, the most that it ever held. @throws Error if it has ended */
  peakMb(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(this.read("status"))![1]) / 1_000;
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (this.isAlive) this.child.kill(signal);
    await this.ended;
  }

  /** @throws Error with what it said last */
  expectAlive(): void {
    if (!this.isAlive) throw new Error(`${this.child.spawnfile} ended with ${this.child.exitCode}:\n${this.said}`);
  }

  private read(name: string): string {
    this.expectAlive();
    return readFileSync(`/proc/${this.child.pid}/${name}`, "utf8");
  }
}
