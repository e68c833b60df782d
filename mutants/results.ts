/** What is known of each mutant, kept on disk after every one. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Experience } from "./tests";
import type { Killer, Verdict } from "./worker";

/** `pending`: survived the near tests; the others have still to be run. */
export type Status = "killed" | "survived" | "pending" | "equivalent" | "uncompilable";

export interface Result {
  status: Status;
  killer?: Killer;
  /** Hash of the tests that a survivor survived. */
  tests?: string;
}

interface Stored {
  source: string;
  results: Record<string, Result>;
  durations: Record<string, number>;
}

export class Results implements Experience {
  private readonly file: string;
  private readonly stored: Stored;
  private readonly learned = new Map<string, number>();

  /** @param source hash of the sources @param resume keeps what an earlier run found out about the same sources */
  constructor(
    folder: string,
    source: string,
    private readonly tests: string,
    resume: boolean,
  ) {
    this.file = join(folder, "results.json");
    const earlier: Stored | null = existsSync(this.file) ? JSON.parse(readFileSync(this.file, "utf8")) : null;
    const same = resume && earlier?.source === source;
    this.stored = { source, results: same ? earlier.results : {}, durations: earlier?.durations ?? {} };
    for (const [id, { killer }] of Object.entries(earlier?.results ?? {})) this.learn(id, killer);
  }

  /** Undefined if nothing is known, or a test has changed since the mutant survived. */
  of(id: string): Result | undefined {
    const result = this.stored.results[id];
    const doubtful = result?.status === "survived" || result?.status === "pending";
    return doubtful && result.tests !== this.tests ? undefined : result;
  }

  set(id: string, status: Status, verdict?: Verdict): void {
    const { killer, durations } = verdict ?? { killer: null, durations: {} };
    this.stored.results[id] = { status, ...(killer && { killer }), tests: this.tests };
    this.learn(id, killer ?? undefined);
    Object.assign(this.stored.durations, durations);
    writeFileSync(`${this.file}.new`, JSON.stringify(this.stored, null, 1));
    renameSync(`${this.file}.new`, this.file);
  }

  kills(source: string, test: string): number {
    return this.learned.get(`${source} ${test}`) ?? 0;
  }

  milliseconds(test: string): number {
    return this.stored.durations[test] ?? 1_000;
  }

  private learn(id: string, killer: Killer | undefined): void {
    if (killer === undefined) return;
    const key = `${id.split(" ")[0]} ${killer.file}`;
    this.learned.set(key, (this.learned.get(key) ?? 0) + 1);
  }
}
