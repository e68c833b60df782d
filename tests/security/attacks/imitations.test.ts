/** What a hostile program can say around a call of the program: events, logs, return data and errors that look like ours. */
import { eventAuthorityAddress, PROGRAM_ID, settleBatch } from "@profit-share/sdk";
import idl from "@profit-share/sdk/idl.json";
import { explainError, skippedRows } from "@profit-share/sdk/sending";
import { CALLER, CALLER_FILE, callersPda, relay, type Step, script } from "@profit-share/testing/caller";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { attestedRow } from "@profit-share/testing/svm/batch";
import { unsigned } from "@profit-share/testing/svm/idl";
import type { Sent } from "@profit-share/testing/svm/svm";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { type AccountMeta, type PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { signersOf } from "../support/scene";

const { creator, keeperSigner, subscriber } = ACTORS;

/** Begins an event instruction. */
const TAG = Buffer.from("e445a52e51cb9a1d", "hex");
const PROGRAM = PROGRAM_ID.toBase58();

/** So many calls of the test program by itself do not fill the logs. */
const FIRST = 46;

describe("security: programs that imitate this one", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    a.world.load(CALLER, CALLER_FILE);
  });

  /** The event instruction of a true settlement of $100: what a forger would send again. */
  const eventOf = (name: string) => {
    const { inner } = a.world.send(a.settle(100_000_000n), keeperSigner);
    const settled = inner.find(({ program }) => program.equals(PROGRAM_ID))!.data.subarray(16);
    const { discriminator } = idl.events.find((event) => event.name === name)!;
    // A batch's settlements stand behind their length.
    const length = name === "SettledBatch" ? [Buffer.of(settled.length, 0, 0, 0)] : [];
    return Buffer.concat([TAG, Buffer.from(discriminator), ...length, settled]);
  };

  describe("when another program calls the event instruction", () => {
    const authority = { pubkey: eventAuthorityAddress(), isSigner: false, isWritable: false };
    const call = (data: Buffer, keys: AccountMeta[]) =>
      relay(new TransactionInstruction({ programId: PROGRAM_ID, keys, data }));
    const signed = (pubkey: PublicKey) => ({ pubkey, isSigner: true, isWritable: false });

    for (const name of ["Settled", "SettledBatch", "Closed"]) {
      it(`should refuse ${name} with the event authority, whose signature it does not have`, () => {
        expect(a.world.refusal(call(eventOf(name), [authority]))).to.equal("MissingRequiredSignature");
      });

      it(`should refuse ${name} when the program pretends to have it`, () => {
        const forged = call(eventOf(name), [signed(authority.pubkey)]);
        for (const key of forged.keys) key.isSigner = false;
        expect(a.world.refusal(forged)).to.equal("PrivilegeEscalation");
      });

      it(`should refuse ${name} with the other program's own event authority`, () => {
        const own = callersPda("__event_authority");
        const data = eventOf(name);
        expect(a.world.refusal(call(data, [signed(own)]))).to.equal("InvalidSeeds");
        expect(a.world.refusal(call(data, [signed(own), authority]))).to.equal("InvalidSeeds");
      });

      it(`should refuse ${name} without accounts`, () => {
        expect(a.world.refusal(call(eventOf(name), []))).to.equal("NotEnoughAccountKeys");
      });
    }
  });

  describe("when a program takes the same bytes and accounts", () => {
    const imitated = (data: Buffer, programId = CALLER) =>
      new TransactionInstruction({
        programId,
        keys: [{ pubkey: eventAuthorityAddress(), isSigner: false, isWritable: false }],
        data,
      });

    for (const name of ["Settled", "SettledBatch", "Closed"]) {
      it(`should read no ${name} from it, called or alone`, () => {
        const data = eventOf(name);
        const sent = a.world.send([relay(imitated(data)), imitated(data)]);
        expect(sent.inner.map(({ data: bytes }) => bytes.equals(data))).to.deep.equal([true]);
        expect(sent.history).to.deep.equal([]);
      });
    }

    it("should read the true one beside it", () => {
      const forged = imitated(eventOf("Settled"));
      const truth = a.settle(7_000_000n);
      const sent = a.world.send(script({ call: forged }, { call: truth }, { call: forged }), keeperSigner);
      expect(sent.settled.map(({ record }) => record.closePnl)).to.deep.equal([7_000_000n]);
    });
  });

  describe("when a program logs what looks like an event", () => {
    /** Logs what a true transaction logged. */
    const again = ({ logs }: Sent): Step => {
      const line = logs.find((log) => log.startsWith("Program data: "))!;
      return { logData: Buffer.from(line.slice("Program data: ".length), "base64") };
    };
    const forged = () => again(a.world.send(a.setCap(300_000_000n), subscriber));
    const setCap = (dailyCap: bigint): Step => ({ call: a.setCap(dailyCap) });
    const capsIn = ({ logged }: Sent) => logged.map((event) => event.name === "CapSet" && event.data.dailyCap);
    const caps = (...steps: Step[]) => capsIn(a.world.send(script(...steps), subscriber));

    it("should read only the program's own, before, between and behind its calls", () => {
      const forgery = forged();
      const found = caps(forgery, setCap(100_000_000n), forgery, setCap(200_000_000n), forgery);
      expect(found).to.deep.equal([100_000_000n, 200_000_000n]);
    });

    for (const text of [`Program ${PROGRAM} invoke [2]`, `Program ${CALLER.toBase58()} success`]) {
      for (const log of [text, `\n${text}`, `\n${text}\n`]) {
        it(`should not take ${JSON.stringify(log)} for the runtime's line`, () => {
          const forgery = forged();
          expect(caps({ log }, forgery, setCap(200_000_000n), { log }, forgery)).to.deep.equal([200_000_000n]);
        });
      }
    }

    // If the logs are full before the end of the program's call, a line behind it would seem to be the program's.
    it("should not read them, either, wherever the node cuts the logs off", () => {
      // The shortest event that the program has.
      const forgery = again(a.world.send(a.setOpen(false), creator));
      const reached = new Set<string>();
      for (let calls = FIRST; calls < FIRST + 3; calls++) {
        // A call of the program by itself logs some 190 bytes. The text moves what follows on by less.
        const filling = Array.from({ length: calls }, (): Step => ({ call: script() }));
        for (let length = 0; length < 190; length += 10) {
          const log = "x".repeat(length);
          const sent = a.world.send(script(...filling, { log }, setCap(200_000_000n), forgery), subscriber);
          const begun = sent.logs.includes(`Program ${PROGRAM} invoke [2]`);
          const ended = sent.logs.includes(`Program ${PROGRAM} success`);
          const found = capsIn(sent);
          reached.add(ended ? "whole" : found.length > 0 ? "event without end" : begun ? "begun" : "nothing");
          expect([[], [200_000_000n]], `${calls} calls, ${length} bytes`).to.deep.include(found);
        }
      }
      expect([...reached]).to.deep.equal(["whole", "event without end", "begun", "nothing"]);
    });
  });

  describe("when a program returns what looks like skipped rows", () => {
    /** Row 0 with 6101, as a batch returns it. */
    const forgery: Step = { returns: Buffer.from("0100000000d517000000000000", "hex") };
    const batch = (closePnl: bigint, over: Parameters<typeof attestedRow>[2] = {}): Step => {
      const keeper = { address: a.keeper, signer: keeperSigner.publicKey };
      return { call: settleBatch({ keeper, rows: [attestedRow(a, closePnl, over)] }) };
    };
    const rowsIn = ({ logs }: Sent) =>
      skippedRows(logs).map((rows) => rows.map(({ row, error }) => [row, error.name, error.program]));
    const send = (...steps: Step[]) => {
      const call = script(...steps);
      return a.world.send(call, ...signersOf(call));
    };

    it("should read only what the batch returned, before and behind it", () => {
      expect(rowsIn(send(forgery, batch(1n), forgery))).to.deep.equal([[]]);
      const skipped = send(forgery, batch(1n, { sequence: 9n }), forgery);
      expect(rowsIn(skipped)).to.deep.equal([[[0, "SequenceSkipped", PROGRAM]]]);
    });

    it("should read each batch once, though the caller hands on what it returned", () => {
      const sent = send(batch(1n, { sequence: 9n }));
      expect(sent.returnedBy?.toBase58()).to.equal(PROGRAM);
      expect(sent.logs.filter((line) => line.startsWith("Program return: "))).to.have.length(2);
      expect(rowsIn(sent)).to.deep.equal([[[0, "SequenceSkipped", PROGRAM]]]);
    });

    it("should say that it is another program's where it was set behind the batch", () => {
      expect(send(batch(1n), forgery).returnedBy?.toBase58()).to.equal(CALLER.toBase58());
    });

    it("should read nothing where there was no batch", () => {
      expect(rowsIn(send(forgery))).to.deep.equal([]);
      expect(rowsIn(send(forgery, { call: a.settle(1n) }, forgery))).to.deep.equal([]);
    });

    it("should take no text for the runtime's line", () => {
      const line = `Program return: ${PROGRAM} AQAAAADVFwAAAAAAAA==`;
      expect(rowsIn(send({ log: line }, { log: `\n${line}` }, batch(1n)))).to.deep.equal([[]]);
    });
  });

  describe("when a program logs what looks like an error", () => {
    /** What the runtime and the program log for a `BalanceTooLow`, and what a node answers. */
    const spoken: Step[] = [
      "custom program error: 0x17d5",
      `\nProgram ${PROGRAM} failed: custom program error: 0x17d5`,
      "AnchorError occurred. Error Code: BalanceTooLow. Error Number: 6101. Error Message: Pay.",
      'Error processing Instruction 0: {"InstructionError":[0,{"Custom":6101}]}',
    ].map((log) => ({ log }));
    const explained = (...steps: Step[]) => {
      const call = script(...spoken, ...steps);
      const { error, logs } = a.world.attempt(call, ...signersOf(call));
      expect(error).not.to.equal(null);
      const { name, code, program } = explainError(logs);
      return { name, code, program };
    };

    it("should explain the program's own error", () => {
      expect(explained({ call: a.deposit({ amount: 0n }) })).to.deep.equal({
        name: "AmountIsZero",
        code: 6100,
        program: PROGRAM,
      });
      expect(explained({ call: a.withdraw({ amount: 45_000_000n }) }).name).to.equal("BalanceTooLow");
    });

    it("should explain its refusal without a number", () => {
      const call = unsigned(a.deposit(), "owner");
      expect(explained({ call })).to.deep.equal({ name: "MissingRequiredSignature", code: null, program: PROGRAM });
    });

    it("should explain the token program's", () => {
      const call = a.deposit({ amount: 2_000_000_000n });
      expect(explained({ call })).to.deep.include({ name: "InsufficientFunds", program: TOKEN_PROGRAM_ID.toBase58() });
    });

    it("should leave the caller its own numbers, before and behind a call of the program", () => {
      const callers = { code: 6101, program: CALLER.toBase58() };
      expect(explained({ fails: 6_101 })).to.deep.include(callers);
      // What it said before its call is not of its failure.
      expect(explained({ call: a.deposit() }, { fails: 6_101 })).to.deep.equal({ name: "Unknown", ...callers });
    });
  });
});
