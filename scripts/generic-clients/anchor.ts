/** What Anchor's TypeScript client reads. */
import { EventParser } from "@coral-xyz/anchor";
import { anchorProgram } from "@profit-share/sdk/anchor";
import { Connection } from "@solana/web3.js";
import type { Stored } from "./flow";
import { fieldsOf, type Reading } from "./values";

/** It only decodes: nothing is asked of a node. */
const program = anchorProgram({ connection: new Connection("http://127.0.0.1:1") });

const anchorsName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const idlsName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export function anchorAccount({ name, data }: Stored): Reading {
  return { name, fields: fieldsOf(program.coder.accounts.decode(anchorsName(name), Buffer.from(data))) };
}

/** @throws Error if Anchor knows no such event */
export function anchorEvent({ data }: Pick<Stored, "data">): Reading {
  const event = program.coder.events.decode(Buffer.from(data).toString("base64"));
  if (event === null) throw new Error("Anchor knows no such event");
  return { name: idlsName(event.name), fields: fieldsOf(event.data) };
}

/** The events that it finds in a transaction's logs. */
export const anchorLogEvents = (logs: string[]): Reading[] =>
  [...new EventParser(program.programId, program.coder).parseLogs(logs)].map(({ name, data }) => ({
    name: idlsName(name),
    fields: fieldsOf(data),
  }));
