/**
 * A process that holds the program's tests loaded and runs them as often as it is asked to, each time on another build.
 * Loading takes longer than most mutants live.
 */
import { join, relative } from "node:path";
import Mocha from "mocha";
import { FUZZ, TESTS, type TestRun, testFiles } from "./tests";

export interface Job {
  program: string;
  /** Made in order up to the first that fails. */
  runs: TestRun[];
}

export interface Killer {
  file: string;
  title: string;
}

/** What the worker answers to a job: the first failure, and how long files without one took. */
export interface Verdict {
  killer: Killer | null;
  /** Milliseconds by test file. */
  durations: Record<string, number>;
}

async function load(): Promise<Mocha> {
  const mocha = new Mocha({ timeout: 120_000, bail: true, reporter: class {} as unknown as Mocha.ReporterConstructor });
  for (const file of [...testFiles(), FUZZ]) mocha.addFile(join(TESTS, file));
  mocha.cleanReferencesAfterRun(false);
  await mocha.loadFilesAsync();
  return mocha;
}

const nameOf = ({ file }: { file?: string | undefined }): string => relative(TESTS, file ?? TESTS);

function test(mocha: Mocha, all: Mocha.Suite[], { files, named }: TestRun): Promise<Verdict> {
  mocha.suite.suites = files.flatMap((file) => all.filter((suite) => nameOf(suite) === file));
  mocha.grep(named === undefined ? /(?:)/ : new RegExp(`\\b${named}\\b`));
  const durations: Record<string, number> = {};
  let killer: Killer | null = null;
  let since = performance.now();
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve({ killer, durations }));
    runner.on("suite", ({ parent }) => {
      if (parent?.root) since = performance.now();
    });
    runner.on("suite end", (suite) => {
      if (!suite.parent?.root) return;
      durations[nameOf(suite)] = (durations[nameOf(suite)] ?? 0) + performance.now() - since;
    });
    runner.on("fail", (test) => {
      killer ??= { file: nameOf(test), title: test.fullTitle() };
    });
  });
}

async function judge(mocha: Mocha, all: Mocha.Suite[], { program, runs }: Job): Promise<Verdict> {
  process.env.PROFIT_SHARE_SO = program;
  const durations: Record<string, number> = {};
  for (const run of runs) {
    const verdict = await test(mocha, all, run);
    if (verdict.killer !== null) return { killer: verdict.killer, durations };
    Object.assign(durations, verdict.durations);
  }
  return { killer: null, durations };
}

const loaded = load().then((mocha) => ({ mocha, all: mocha.suite.suites }));
process.on("message", async (job: Job) => {
  const { mocha, all } = await loaded;
  process.send!(await judge(mocha, all, job));
});
