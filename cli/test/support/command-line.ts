/** Runs the command line in this process. */
import { join } from "node:path";
import type { Io } from "../../src/io";
import { perform } from "../../src/perform";
import { run } from "../../src/program";

/** What a run left behind. */
export interface Run {
  exitCode: number;
  out: string;
  err: string;
}

/** How a person in front of the terminal behaves. */
export interface Person {
  /** What is answered to a question; null: there is no terminal. */
  answer: boolean | null;
  /** Told each line that is printed, and how to interrupt. */
  onLine?: (line: string, interrupt: () => void) => void;
}

/** @param env all that it sees of the environment: without HOME it finds none of Solana's settings */
export const runWith = (env: Record<string, string>, ...args: string[]): Promise<Run> =>
  runBefore({ answer: null }, env, ...args);

export async function runBefore(
  { answer, onLine }: Person,
  env: Record<string, string>,
  ...args: string[]
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  let interrupt = () => {};
  const io: Io = {
    out: (text) => {
      out.push(text);
      onLine?.(text, () => interrupt());
    },
    err: (text) => err.push(text),
    confirm:
      answer === null
        ? null
        : async (question) => {
            err.push(question);
            return answer;
          },
    onInterrupt: (stop) => {
      interrupt = stop;
    },
  };
  const exitCode = await run(args, io, (typed) => perform(typed, env, io));
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

export const runBare = (...args: string[]): Promise<Run> => runWith({}, ...args);

/** The program, for a process of its own. */
export const BIN = join(__dirname, "../../bin/profit-share.cjs");
