import { eventAuthorityAddress, PROGRAM_ID } from "@profit-share/sdk";
import { historyEvents, loggedEvents, settledEvents } from "@profit-share/sdk/history";
import idl from "@profit-share/sdk/idl.json";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { NO_REFERENCE, recordBytes, SETTLED_TAG } from "@profit-share/testing/svm/history";
import { TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { fetched, type Inner } from "../support/fetched";

const { eve, keeperSigner, subscriber } = ACTORS;

const TAG = SETTLED_TAG.subarray(0, 8);

describe("security: forged events", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
  });

  /** What a settlement of $100 profit would say. */
  const forged = () =>
    Buffer.concat([
      SETTLED_TAG,
      a.subscription.toBytes(),
      recordBytes({
        sequence: 1n,
        kind: 2,
        flags: 0,
        time: 1_728_003_600n,
        closePnl: 100_000_000n,
        last: 0n,
        realized: 100_000_000n,
        mark: 100_000_000n,
        lossBefore: 0n,
        loss: 0n,
        profit: 100_000_000n,
        dropped: 0n,
        accrued: 10_000_000n,
        credited: 10_000_000n,
        reference: NO_REFERENCE,
      }),
      Buffer.alloc(32, 9),
    ]);

  describe("when the event instruction is called directly", () => {
    const call = (data: Buffer, keys: TransactionInstruction["keys"]) =>
      new TransactionInstruction({ programId: PROGRAM_ID, keys, data });
    const unsignedAuthority = { pubkey: eventAuthorityAddress(), isSigner: false, isWritable: false };
    const evesSignature = { pubkey: eve.publicKey, isSigner: true, isWritable: false };

    for (const name of ["Settled", "SettledBatch", "Closed"]) {
      const { discriminator } = idl.events.find((event) => event.name === name)!;
      const data = () => Buffer.concat([TAG, Buffer.from(discriminator), forged().subarray(16)]);

      it(`should refuse ${name} with the event authority, which cannot sign`, () => {
        expect(a.world.refusal(call(data(), [unsignedAuthority]))).to.equal("MissingRequiredSignature");
      });

      it(`should refuse ${name} with eve's signature in its place`, () => {
        expect(a.world.refusal(call(data(), [evesSignature]), eve)).to.equal("InvalidSeeds");
      });

      it(`should refuse ${name} with eve's signature before and behind it`, () => {
        expect(a.world.refusal(call(data(), [evesSignature, unsignedAuthority]), eve)).to.equal("InvalidSeeds");
        expect(a.world.refusal(call(data(), [unsignedAuthority, evesSignature]), eve)).to.equal(
          "MissingRequiredSignature",
        );
      });

      it(`should refuse ${name} without accounts`, () => {
        expect(a.world.refusal(call(data(), []))).to.equal("NotEnoughAccountKeys");
      });
    }

    it("should refuse the tag alone", () => {
      expect(a.world.refusal(call(TAG, [unsignedAuthority]))).to.equal("MissingRequiredSignature");
    });

    it("should refuse a whole transaction for one forged event behind a true settlement", () => {
      const forgery = call(forged(), [unsignedAuthority]);
      expect(a.world.refusal([a.settle(1n), forgery], keeperSigner)).to.equal("MissingRequiredSignature");
    });
  });

  describe("when a transaction holds what looks like an event", () => {
    const other = keyOf("eve's program").publicKey;
    const inner = (over: Partial<Inner> = {}): Inner => ({
      program: PROGRAM_ID,
      accounts: [eventAuthorityAddress()],
      data: forged(),
      ...over,
    });
    const found = (instruction: Inner, err: object | null = null) =>
      historyEvents(fetched([instruction], { err })).map(({ name }) => name);

    it("should read the true form", () => {
      expect(found(inner())).to.deep.equal(["Settled"]);
      expect(settledEvents(fetched([inner()]))[0]!.subscription.equals(a.subscription)).to.equal(true);
    });

    for (const [what, over] of [
      ["another program's inner instruction", { program: other }],
      ["the token program's inner instruction", { program: TOKEN_PROGRAM_ID }],
      ["one whose account 0 is eve's", { accounts: [eve.publicKey] }],
      ["one whose account 0 is eve's, the authority behind it", { accounts: [eve.publicKey, eventAuthorityAddress()] }],
      ["one with another program's event authority", { accounts: [eventAuthorityAddress(other)] }],
      ["one without accounts", { accounts: [] }],
      ["one whose tag is another", { data: Buffer.alloc(202) }],
      ["one without an event behind the tag", { data: TAG }],
    ] as [string, Partial<Inner>][]) {
      it(`should ignore ${what}`, () => {
        expect(found(inner(over))).to.deep.equal([]);
      });
    }

    it("should ignore one in a transaction that failed", () => {
      expect(found(inner(), { InstructionError: [0, { Custom: 1 }] })).to.deep.equal([]);
    });

    it("should ignore one that is no inner instruction", () => {
      const { program, accounts, data } = inner();
      const keys = accounts.map((pubkey) => ({ pubkey, isSigner: false, isWritable: false }));
      const topLevel = new TransactionInstruction({ programId: program, keys, data });
      expect(historyEvents(fetched([], { err: null }, [topLevel]))).to.deep.equal([]);
    });
  });

  describe("when another program logs what looks like an event", () => {
    const PROGRAM = PROGRAM_ID.toBase58();
    const OTHER = keyOf("eve's program").publicKey.toBase58();
    /** The data line of a true deposit of a dollar. */
    const line = () => {
      const { logs } = a.world.send(a.deposit(), subscriber);
      return logs.find((log) => log.startsWith("Program data: "))!;
    };
    const names = (logMessages: string[]) =>
      loggedEvents({ meta: { err: null, logMessages } as never }).map(({ name }) => name);

    it("should read the program's own", () => {
      expect(names([`Program ${PROGRAM} invoke [1]`, line(), `Program ${PROGRAM} success`])).to.deep.equal(["Funded"]);
    });

    for (const [what, logs] of [
      ["alone", (data: string) => [`Program ${OTHER} invoke [1]`, data, `Program ${OTHER} success`]],
      [
        "behind the program",
        (data: string) => [
          `Program ${PROGRAM} invoke [1]`,
          `Program ${PROGRAM} success`,
          `Program ${OTHER} invoke [1]`,
          data,
          `Program ${OTHER} success`,
        ],
      ],
      [
        "called by the program",
        (data: string) => [
          `Program ${PROGRAM} invoke [1]`,
          `Program ${OTHER} invoke [2]`,
          data,
          `Program ${OTHER} success`,
          `Program ${PROGRAM} success`,
        ],
      ],
      [
        "after a text that pretends to be the program's line",
        (data: string) => [
          `Program ${OTHER} invoke [1]`,
          `Program log: Program ${PROGRAM} invoke [2]`,
          data,
          `Program ${OTHER} success`,
        ],
      ],
      [
        "after a text with a line break in it",
        (data: string) => [
          `Program ${OTHER} invoke [1]`,
          `Program log: \nProgram ${PROGRAM} invoke [2]\n`,
          data,
          `Program ${OTHER} success`,
        ],
      ],
    ] as [string, (data: string) => string[]][]) {
      it(`should ignore it ${what}`, () => {
        expect(names(logs(line()))).to.deep.equal([]);
      });
    }
  });

  it("should have an event authority that is no key: nobody can ever sign for it", () => {
    expect(PublicKey.isOnCurve(eventAuthorityAddress())).to.equal(false);
  });
});
