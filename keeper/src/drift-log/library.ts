/** Drift's own reader of its log, loaded when it is needed: its package brings 290 MB, which nobody needs who reads no trades. */
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";

const PACKAGE = "@drift-labs/sdk";

/** An event as Anchor's coder decodes it. */
export interface LogEvent {
  name: string;
  data: unknown;
}

/** Drift's events among the lines of a transaction's log, in order. It throws if one cannot be decoded. */
export type ParseLog = (lines: readonly string[]) => LogEvent[];

/** @throws Error that says what to install */
export function loadDriftLog(): ParseLog {
  try {
    // Where the running script finds packages: a bundle of this file has no place of its own.
    const script = realpathSync(process.argv[1] ?? process.cwd());
    const resolved = createRequire(script).resolve(`${PACKAGE}/package.json`);
    // Of the version of Anchor that Drift's IDL is written for.
    const load = createRequire(resolved);
    const { BorshEventCoder } = load("@coral-xyz/anchor");
    const { parseLogs } = load("./lib/node/events/parse");
    const program = { coder: { events: new BorshEventCoder(load("./lib/node/idl/drift.json")) } };
    return (lines) => parseLogs(program, lines);
  } catch (error) {
    const text = `Trades on Drift are read with the package ${PACKAGE} 2.156 (npm install ${PACKAGE}@2.156.0)`;
    throw new Error(text, { cause: error });
  }
}
