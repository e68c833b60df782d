import { vaultAddress } from "@profit-share/sdk";
import type { SettlementRecord } from "@profit-share/sdk/history";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import type { ProgramCall, ProgramEvent } from "../accounting/program-log";
import { Tally } from "../accounting/tally";
import { narrate, unrecorded } from "../telling/narration";

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

describe("narrate", () => {
  let tally: Tally;
  beforeEach(() => {
    tally = new Tally();
  });

  const told = (calls: ProgramCall[], realizedNow = new Map<string, bigint>()) =>
    narrate({ signature: "signature", computeUnits: 1, calls }, { names, tally, realizedNow });

  it("tells where the money of a closed subscription went, and that nothing is owed any more", () => {
    tally.add(settledEvent(ANNA, { realized: 100_000_000n, accrued: 10_000_000n, credited: 6_000_000n }));
    const [line] = told([call("close_subscription", CLOSED)]);
    expect(line).to.include({
      what: "  Anna: closed, $5.00 to the bot's vault, $2.00 to the subscriber, $3.00 written off, rent back to its payer",
      realized: 100_000_000n,
      share: 0n,
      credited: 0n,
      owed: 0n,
    });
    expect(tally.of(ANNA.toBase58())).to.include({ forgone: 4_000_000n, withdrawn: 2_000_000n });
    expect(tally.received.get(vaultAddress(BOT).toBase58())).to.equal(5_000_000n);
  });

  it("counts what a close paid of the share", () => {
    tally.add(settledEvent(ANNA, { accrued: 10_000_000n, credited: 4_000_000n }));
    expect(told([call("close_subscription", CLOSED)])[0]).to.include({ credited: 2_000_000n, owed: 0n });
  });

  it("moves what is claimed from a vault", () => {
    tally.add(CLOSED);
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
    expect(tally.received.get(vaultAddress(BOT).toBase58())).to.equal(0n);
    expect(tally.received.get(PURSE.toBase58())).to.equal(5_000_000n);
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
    const lines = told(calls, new Map([[BEN.toBase58(), -5_000_000n]]));
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
