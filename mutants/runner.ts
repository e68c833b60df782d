/** Gives jobs to a worker process, and starts another one when it dies, hangs or grew old. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { FUZZ_ENVIRONMENT } from "./tests";
import type { Job, Verdict } from "./worker";

/** A program that keeps the tests from ending is found out by them, too. */
const TIMEOUT_MS = 15 * 60_000;
/** The native memory of some hundred thousand transactions is not given back. */
const JOBS_PER_WORKER = 60;

export class Runner {
  private worker: ChildProcess | null = null;
  private jobs = 0;

  async judge(job: Job): Promise<Verdict> {
    if (this.jobs++ >= JOBS_PER_WORKER) this.stop();
    // A process may die for its own reasons: only what dies twice is the program's doing.
    return (await this.attempt(job)) ?? (await this.attempt(job)) ?? lost("the test process dies or does not end");
  }

  stop(): void {
    this.worker?.kill("SIGKILL");
    this.worker = null;
    this.jobs = 0;
  }

  /** Null if the process died or took too long. */
  private attempt(job: Job): Promise<Verdict | null> {
    // A test may make its chain while it is loaded: a process of its own has the program from the start.
    const env = { ...process.env, ...FUZZ_ENVIRONMENT, PROFIT_SHARE_SO: job.program };
    this.worker ??= fork(join(__dirname, "worker.ts"), {
      env,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const worker = this.worker;
    return new Promise((resolve) => {
      const done = (verdict: Verdict | null): void => {
        clearTimeout(timer);
        worker.removeAllListeners();
        if (verdict === null) this.stop();
        resolve(verdict);
      };
      const timer = setTimeout(() => done(null), TIMEOUT_MS);
      worker.once("message", (verdict: Verdict) => done(verdict));
      worker.once("exit", () => done(null));
      worker.send(job);
    });
  }
}

const lost = (title: string): Verdict => ({ killer: { file: "", title }, durations: {} });
