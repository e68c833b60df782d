/** Chain and model in lockstep: every operation goes to the chain and to the model, and both have to agree. */
import { createHash } from "node:crypto";
import { PROGRAM_ID } from "@profit-share/sdk";
import { worstOf } from "@profit-share/sdk/sending";
import { TransactionInstruction } from "@solana/web3.js";
import { PROGRAM, TOKEN } from "./addresses";
import { differenceAnywhere, differenceAt } from "./checks";
import { encode } from "./instructions";
import { Invariants } from "./invariants";
import { predict } from "./model";
import { NativeSvm } from "./native-svm";
import type { Operation, Send } from "./operations";
import { State } from "./state";
import { establish, happen } from "./surroundings";

/** How often every account is compared, not only those a transaction could write. */
const EVERY = 1_000;

export class Lockstep {
  readonly state = new State();
  readonly chain = new NativeSvm();
  transactions = 0;
  succeeded = 0;
  /** How often each instruction succeeded, and how often it failed with which error. */
  readonly outcomes = new Map<string, number>();
  private readonly invariants = new Invariants(this.state);

  constructor() {
    establish(this.state, this.chain);
  }

  /** @returns what went wrong; null if chain, model and invariants agree */
  perform(operation: Operation): string | null {
    if (operation.kind === "send") return this.attempt(operation);
    this.invariants.note(operation);
    happen(this.state, this.chain, operation);
    return null;
  }

  /** A model that breaks, for example by a number that fits no field, is a violation as well. */
  private attempt(send: Send): string | null {
    try {
      return this.send(send);
    } catch (failure) {
      return `${send.instruction}: the model failed: ${(failure as Error).stack}`;
    }
  }

  private send(send: Send): string | null {
    const { state, chain } = this;
    const expected = predict(state, send);
    const data = encode(send.instruction, send.args);
    const outcome = chain.send(send.accounts, data);
    this.transactions++;
    const key = `${send.instruction} ${outcome.error ?? "succeeded"}`;
    this.outcomes.set(key, (this.outcomes.get(key) ?? 0) + 1);
    if (outcome.error !== expected.error) {
      return `${send.instruction}: ${expected.error ?? "success"} expected, ${outcome.error ?? "success"} found\n${outcome.logs().join("\n")}`;
    }
    if (send.rightful && outcome.error !== null) {
      return `invariant 10: a rightful ${send.instruction} was refused with ${outcome.error}`;
    }
    // The limits that the SDK asks for rest on this.
    const worst = worstOf([new TransactionInstruction({ programId: PROGRAM_ID, keys: [], data })]);
    if (outcome.error === null && worst.complete && outcome.computeUnits > worst.computeUnits) {
      return `${send.instruction}: ${outcome.computeUnits} compute units, ${worst.computeUnits} on its dearest path expected`;
    }
    const events = outcome.events.map((data) => data.toString("hex")).join();
    const expectedEvents = expected.events.map((data) => data.toString("hex")).join();
    if (events !== expectedEvents) return `${send.instruction}: events ${expectedEvents} expected, ${events} found`;
    if (!outcome.returned.equals(expected.returned)) {
      return `${send.instruction}: ${expected.returned.toString("hex")} to be returned, ${outcome.returned.toString("hex")} found`;
    }
    for (const { address, writable } of send.accounts) {
      const difference = writable ? differenceAt(chain, state.cell(address)) : null;
      if (difference !== null) return `${send.instruction}: ${difference}`;
    }
    if (outcome.error === null) {
      this.succeeded++;
      for (const cell of state.journal.keys()) {
        const difference = differenceAt(chain, cell);
        if (difference !== null) return `${send.instruction}: ${difference}`;
      }
      const violated = this.invariants.after(send, outcome);
      if (violated !== null) return `${send.instruction}: ${violated}`;
    }
    return this.transactions % EVERY === 0 ? this.everything() : null;
  }

  /** Compares every account. */
  everything(): string | null {
    return differenceAnywhere(this.chain, this.state);
  }

  /** sha256 over all accounts of the program and the token program: address, lamports and data, by address. */
  stateHash(): string {
    const hash = createHash("sha256");
    for (const program of [PROGRAM, TOKEN]) {
      for (const { address, account } of this.chain.owned(program)) {
        const lamports = Buffer.alloc(8);
        lamports.writeBigUInt64LE(account.lamports());
        hash.update(address).update(lamports).update(account.data());
      }
    }
    return hash.digest("hex");
  }
}
