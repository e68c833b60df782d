/** Builds and judges mutants, one building while the one before is judged. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Builder, sha256 } from "./build";
import { apply, type Mutant } from "./mutant";
import type { Results } from "./results";
import { Runner } from "./runner";
import type { Source } from "./source";
import { everything, near } from "./tests";

interface Built {
  mutant: Mutant;
  /** Null if it does not compile. */
  program: string | null;
}

export class Hunt {
  private readonly programs: string;
  private readonly sources: Map<string, Source>;

  constructor(
    private readonly builder: Builder,
    private readonly results: Results,
    sources: Source[],
    folder: string,
    private readonly say: (line: string) => void,
  ) {
    this.programs = join(folder, "programs");
    this.sources = new Map(sources.map((source) => [source.file, source]));
    mkdirSync(this.programs, { recursive: true });
  }

  /** Judges all by the near tests. @throws Error if the unchanged program does not pass them */
  async near(mutants: Mutant[]): Promise<void> {
    const control = await this.builder.original(this.keep("original"));
    const known = sha256(control);
    const runner = new Runner();
    try {
      await this.prove(runner, control, mutants);
      await this.eachBuilt(mutants, async ({ mutant, program }) => {
        if (program === null) return this.note(mutant, "uncompilable");
        if (sha256(program) === known) return this.note(mutant, "equivalent");
        const verdict = await runner.judge({ program, runs: near([mutant.file], this.results) });
        this.results.set(mutant.id, verdict.killer === null ? "pending" : "killed", verdict);
        if (verdict.killer !== null) rmSync(program);
        this.say(`${verdict.killer === null ? "pending" : `killed by ${verdict.killer.file}`}: ${mutant.id}`);
      });
      // The worker has run many broken programs: had one left something behind, verdicts after it would be wrong.
      await this.prove(runner, control, mutants);
    } finally {
      // Its process would keep this one alive.
      runner.stop();
    }
  }

  /** Judges by all tests what the near ones let live, each in a process of its own. */
  async everything(mutants: Mutant[]): Promise<void> {
    await this.eachBuilt(mutants, async ({ mutant, program }) => {
      const runner = new Runner();
      const verdict = await runner.judge({ program: program!, runs: everything(mutant.file, this.results) });
      runner.stop();
      this.results.set(mutant.id, verdict.killer === null ? "survived" : "killed", verdict);
      this.say(`${verdict.killer === null ? "SURVIVED" : `killed by ${verdict.killer.file}`}: ${mutant.id}`);
    });
  }

  private async prove(runner: Runner, control: string, mutants: Mutant[]): Promise<void> {
    const files = [...new Set(mutants.map((mutant) => mutant.file))];
    const { killer } = await runner.judge({ program: control, runs: near(files, this.results) });
    if (killer !== null) throw new Error(`The unchanged program fails "${killer.title}" (${killer.file})`);
  }

  private async eachBuilt(mutants: Mutant[], judge: (built: Built) => Promise<void> | void): Promise<void> {
    let next = mutants[0] && this.build(mutants[0]);
    for (let index = 0; index < mutants.length; index++) {
      const built = await next!;
      const following = mutants[index + 1];
      next = following && this.build(following);
      await judge(built);
    }
  }

  private async build(mutant: Mutant): Promise<Built> {
    const kept = this.keep(mutant.id);
    if (existsSync(kept) && this.results.of(mutant.id)?.status === "pending") return { mutant, program: kept };
    const source = this.sources.get(mutant.file)!;
    return { mutant, program: await this.builder.mutated(source, apply(source.text, mutant), kept) };
  }

  private keep(id: string): string {
    return join(this.programs, `${createHash("sha256").update(id).digest("hex").slice(0, 16)}.so`);
  }

  private note(mutant: Mutant, status: "uncompilable" | "equivalent"): void {
    this.results.set(mutant.id, status);
    this.say(`${status}: ${mutant.id}`);
  }
}
