import type { ProgramEvent, SettlementRecord } from "@profit-share/sdk/history";
import { type Amounts, type Entry, NO_AMOUNTS } from "@profit-share/statements";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { type Known, narrate, type ProgramCall, unrecorded } from "../telling/narration";

const key = (byte: number) => new PublicKey(new Uint8Array(32).fill(byte));
const [ANNA, BEN, BOT, PURSE] = [key(1), key(2), key(3), key(4)];

const names = new Map([
  [ANNA.toBase58(), "Anna"],
  [BEN.toBase58(), "Ben"],
  [BOT.toBase58(), "Tide"],
  [PURSE.toBase58(), "the creator"],
]);

const call = (instruction: string, ...events: ProgramEvent[]): ProgramCall => ({
  instruction,
  accounts: [],
  events,
  skipped: null,
});

const settledEvent = (subscription: PublicKey, changes: Partial<SettlementRecord>): ProgramEvent => ({
  name: "Settled",
  data: {
    subscription,
    head: new Uint8Array(32),
    record: {
      sequence: 1n,
      kind: "verified",
      flags: { liquidation: false, recreated: false, capped: false, final: false, ended: false },
      time: 0n,
      closePnl: 0n,
      last: 0n,
      realized: 0n,
      mark: 0n,
      lossBefore: 0n,
      loss: 0n,
      profit: 0n,
      dropped: 0n,
      accrued: 0n,
      credited: 0n,
      reference: new Uint8Array(32),
      ...changes,
    },
  },
});

const CLOSED: ProgramEvent = {
  name: "Closed",
  data: {
    subscription: ANNA,
    bot: BOT,
    instance: 1n,
    endedAt: 0n,
    sequence: 1n,
    head: new Uint8Array(32),
    profitTotal: 100_000_000n,
    accrued: 10_000_000n,
    credited: 6_000_000n,
    claimed: 1_000_000n,
    waived: 1_000_000n,
    writtenOff: 3_000_000n,
    toVault: 5_000_000n,
    toSubscriber: 2_000_000n,
  },
};

/** What the books entered of a subscription, and what was owed afterwards. */
const entered = (subscription: PublicKey, amounts: Partial<Amounts>, owed: bigint): Entry => ({
  ...{ kind: "settlement", time: 0, slot: 0, signature: "signature", index: 0, bot: BOT, creator: PURSE, owner: PURSE },
  ...{ gift: 0n, record: null, destination: null, basis: "proven" },
  parties: { subscription, instance: 1n, subscriber: subscription },
  amounts: { ...NO_AMOUNTS, ...amounts },
  after: { balance: 0n, owed, claimable: 0n },
});

interface Situation {
  entries?: Entry[];
  known?: Known;
  realizedNow?: Map<string, bigint>;
}

describe("narrate", () => {
  const told = (calls: ProgramCall[], { entries = [], known, realizedNow = new Map() }: Situation = {}) => {
    const before = () => known ?? { realized: 0n, owed: 0n };
    return narrate({ signature: "signature", computeUnits: 1, calls }, { names, entries, before, realizedNow });
  };

  it("tells where the money of a closed subscription went, and that nothing is owed any more", () => {
    const [line] = told([call("close_subscription", CLOSED)], {
      known: { realized: 100_000_000n, owed: 3_000_000n },
      entries: [entered(ANNA, { writtenOff: 3_000_000n }, 0n)],
    });
    expect(line).to.include({
      what: "  Anna: closed, $5.00 to the bot's vault, $2.00 to the subscriber, $3.00 written off, rent back to its payer",
      realized: 100_000_000n,
      share: 0n,
      credited: 0n,
      owed: 0n,
    });
  });

  it("counts what a close paid of the share", () => {
    const entries = [
      entered(ANNA, { credited: 2_000_000n }, 3_000_000n),
      entered(ANNA, { writtenOff: 3_000_000n }, 0n),
    ];
    expect(told([call("close_subscription", CLOSED)], { entries })[0]).to.include({ credited: 2_000_000n, owed: 0n });
  });

  it("says what is owed as before where the books entered nothing", () => {
    const known = { realized: 7n, owed: 9n };
    const cap: ProgramEvent = { name: "CapSet", data: { subscription: ANNA, dailyCap: 5_000_000n, fromDay: 0 } };
    expect(told([call("set_cap", cap)], { known })[0]).to.include({ realized: 7n, owed: 9n, share: 0n });
  });

  it("tells what is claimed from a vault", () => {
    const claimed: ProgramEvent = {
      name: "VaultClaimed",
      data: { bot: BOT, amount: 5_000_000n, destination: PURSE },
    };
    expect(told([call("claim_vault", claimed)])).to.deep.equal([
      {
        what: "  claim of $5.00 from the vault of Tide to the creator",
        realized: null,
        share: null,
        credited: null,
        owed: null,
        computeUnits: 1,
        signature: "signature",
      },
    ]);
  });

  it("has a line for each subscription of a transaction, in the order of the instructions", () => {
    const loss: ProgramCall = { ...call("settle_batch"), accounts: [BEN, key(5)] };
    const profit = call("settle_batch", settledEvent(ANNA, { profit: 10_000_000n, accrued: 1_000_000n }));
    const withdrawn: ProgramEvent = {
      name: "Withdrawn",
      data: { subscription: BEN, amount: 1_000_000n, balance: 0n, destination: key(6) },
    };
    const calls = [loss, profit, call("withdraw", withdrawn)];
    expect(unrecorded([{ signature: "signature", computeUnits: 1, calls }])).to.deep.equal(new Set([BEN.toBase58()]));
    const lines = told(calls, {
      entries: [entered(ANNA, { accrued: 1_000_000n }, 1_000_000n)],
      realizedNow: new Map([[BEN.toBase58(), -5_000_000n]]),
    });
    expect(lines.map(({ what, realized, share }) => [what, realized, share])).to.deep.equal([
      ["  Ben: the batch settles, nothing above the mark; withdrawal of $1.00", -5_000_000n, 0n],
      ["  Anna: the batch settles, profit $10.00", 0n, 1_000_000n],
    ]);
  });

  it("says from when a cap applies", () => {
    const cap = (fromDay: number) =>
      told([call("set_cap", { name: "CapSet", data: { subscription: ANNA, dailyCap: 5_000_000n, fromDay } })])[0]!.what;
    expect([cap(0), cap(20_000)]).to.deep.equal([
      "  Anna: cap of $5.00 a day",
      "  Anna: cap of $5.00 a day from tomorrow",
    ]);
  });
});
