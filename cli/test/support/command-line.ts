/** Runs the command line in this process. */
import { join } from "node:path";
import { perform } from "../../src/perform";
import { run } from "../../src/program";

/** What a run left behind. */
export interface Run {
  exitCode: number;
  out: string;
  err: string;
}

/** @param env all that it sees of the environment: without HOME it finds none of Solana's settings */
export async function runWith(env: Record<string, string>, ...args: string[]): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const exitCode = await run(args, io, (typed) => perform(typed, env, io));
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

export const runBare = (...args: string[]): Promise<Run> => runWith({}, ...args);

/** The program, for a process of its own. */
export const BIN = join(__dirname, "../../bin/profit-share.cjs");
