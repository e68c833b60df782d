import { expect } from "chai";
import type { LogEvent } from "../../src/history/events";
import { type LedgerAmounts, type LedgerEntry, ledgerOf } from "../../src/history/ledger";
import type { LifeHistory } from "../../src/history/read";
import type { EventPlace } from "../../src/history/transactions";
import { chain, VERIFIED, verified } from "../support/history";

type Life = Parameters<typeof ledgerOf>[0];
type Amounts = Parameters<typeof verified>[1];

/** The place of the event with this number, alone in its slot. */
const at = (slot: number, signature = `s${slot}`, index = 0): EventPlace => ({
  ...{ slot, signature, index, time: 1_000 + slot },
});

const levels = { mark: 0n };

/**
 * Began at −3 with a deposit of 10. Settled at 47 (slot 2): 50 of profit, 5 of share, paid. Losses down to 20, of which no record
 * tells. A withdrawal of 4 (slot 4). Settled at 77 (slot 5): 30 of profit, 3 of share, of which the balance of 1 pays 1. A deposit of
 * 6 (slot 6) pays the 2 that are owed. A claim of 7 (slot 7). Losses again, down to 60.
 */
const RECORDS: (Amounts & { credited: bigint })[] = [
  { ...levels, last: -3n, realized: 47n, profit: 50n, accrued: 5n, credited: 5n },
  { ...levels, last: 20n, realized: 77n, profit: 30n, accrued: 8n, credited: 6n },
];
const settled = (places: EventPlace[], records = RECORDS): LifeHistory["events"] =>
  chain(
    VERIFIED,
    records.map((amounts, index) => ({ ...verified(BigInt(index) + 1n, amounts), credited: amounts.credited })),
  ).map((event, index) => ({ ...event, ...places[index]! }));

const { subscription, bot, instance } = VERIFIED;
const wallet = bot;
const moved = (event: LogEvent, place: EventPlace) => ({ ...event, ...place });
const begun = (place = at(1)) =>
  moved(
    {
      name: "Subscribed",
      data: {
        ...{ subscription, bot, instance, subscriber: wallet, agent: wallet, termsVersion: 1, dailyCap: 9n },
        ...{ deposit: 10n, mark: -3n, loss: 0n },
      },
    },
    place,
  );
const withdrawn = (place = at(4), amount = 4n, balance = 1n) =>
  moved({ name: "Withdrawn", data: { subscription, amount, balance, destination: wallet } }, place);
const funded = (place = at(6), amount = 6n, paid = 2n, balance = 4n) =>
  moved({ name: "Funded", data: { subscription, amount, paid, balance } }, place);
const claimed = (place = at(7), amount = 7n, total = 7n) =>
  moved({ name: "Claimed", data: { subscription, amount, claimed: total, destination: wallet } }, place);
const waived = (place: EventPlace, amount: bigint, total = amount) =>
  moved({ name: "Waived", data: { subscription, amount, waived: total } }, place);
const unsubscribed = (place: EventPlace) =>
  moved({ name: "Unsubscribed", data: { subscription, signer: wallet, state: 2 } }, place);

const ACCOUNT = {
  ...{ last: 60n, profitTotal: 80n, accrued: 8n, credited: 8n, claimed: 7n, waived: 0n, balance: 4n },
} as LifeHistory["account"];

const LIFE = {
  account: ACCOUNT,
  events: settled([at(2), at(5)]),
  movements: [begun(), withdrawn(), funded(), claimed()],
  closed: null,
  report: { startMark: -3n },
} as unknown as Life;

const AMOUNTS = [
  "pnl",
  "profit",
  "dropped",
  "accrued",
  "credited",
  "deposited",
  "withdrawn",
  "claimed",
  "waived",
] as const;

/** What is not 0, such as "pnl 50, profit 50". */
const words = (amounts: LedgerAmounts): string =>
  AMOUNTS.filter((name) => amounts[name] !== 0n)
    .map((name) => `${name} ${amounts[name]}`)
    .join(", ");
const line = ({ what, place, balance, ...amounts }: LedgerEntry): string =>
  `${what}@${place?.signature ?? "-"}: ${words(amounts)} → ${balance}`;
const lines = (life: Life): string[] => ledgerOf(life).entries.map(line);

/** The sums, and that they are those of the entries. */
function sums(life: Life): string {
  const { entries, sums } = ledgerOf(life);
  for (const name of AMOUNTS) expect(entries.reduce((sum, entry) => sum + entry[name], 0n)).to.equal(sums[name]);
  return words(sums);
}

const WHOLE = [
  "Subscribed@s1: deposited 10 → 10",
  "Settled@s2: pnl 50, profit 50, accrued 5, credited 5 → 5",
  "Withdrawn@s4: withdrawn 4 → 1",
  "Unrecorded@-: pnl -27 → 1",
  "Settled@s5: pnl 57, profit 30, accrued 3, credited 1 → 0",
  "Funded@s6: credited 2, deposited 6 → 4",
  "Claimed@s7: claimed 7 → 4",
  "Unrecorded@-: pnl -17 → 4",
];
const SUMS = "pnl 63, profit 80, accrued 8, credited 8, deposited 16, withdrawn 4, claimed 7";

describe("ledgerOf", () => {
  it("has each event with what it changed, losses without a record, and sums that are the account's", () => {
    expect(lines(LIFE)).to.deep.equal(WHOLE);
    expect(sums(LIFE)).to.equal(SUMS);
  });

  it("has the record and the place of each event", () => {
    const { entries } = ledgerOf(LIFE);
    expect(entries.map(({ record }) => record?.sequence ?? null)).to.deep.equal([
      ...[null, 1n, null, null, 2n, null, null, null],
    ]);
    expect(entries[5]!.place).to.deep.equal({ slot: 6, signature: "s6", index: 0, time: 1_006 });
  });

  it("is empty of a subscription that never was settled, but for its deposit", () => {
    const account = { ...ACCOUNT!, last: -3n, profitTotal: 0n, accrued: 0n, credited: 0n, claimed: 0n, balance: 10n };
    expect(lines({ ...LIFE, account, events: [], movements: [begun()] })).to.deep.equal([
      "Subscribed@s1: deposited 10 → 10",
    ]);
  });

  it("shows what the cap dropped, and what the owner waived", () => {
    const events = settled([at(2)], [RECORDS[0]!]);
    events[0]!.record = { ...events[0]!.record, kind: "attested", dropped: 9n, credited: 2n };
    const movements = [begun(), waived(at(3), 1n), waived(at(4), 2n, 3n)];
    const account = { ...ACCOUNT!, last: 47n, profitTotal: 50n, accrued: 5n, credited: 2n, claimed: 0n, waived: 3n };
    const life = { ...LIFE, account: { ...account, balance: 8n }, events, movements };
    expect(lines(life)).to.deep.equal([
      "Subscribed@s1: deposited 10 → 10",
      "Settled@s2: pnl 50, profit 50, dropped 9, accrued 5, credited 2 → 8",
      "Waived@s3: waived 1 → 8",
      "Waived@s4: waived 2 → 8",
    ]);
    expect(sums(life)).to.equal("pnl 50, profit 50, dropped 9, accrued 5, credited 2, deposited 10, waived 3");
  });

  describe("within a slot", () => {
    it("goes by the order in a transaction: what settles and pays in one", () => {
      const movements = [begun(at(1)), withdrawn(), funded(at(5, "x", 1)), claimed(at(5, "x", 2))];
      expect(lines({ ...LIFE, events: settled([at(2), at(5, "x", 0)]), movements })).to.deep.equal(
        WHOLE.map((one) => one.replace(/s[567]/, "x")),
      );
    });

    it("finds the one order of transactions that adds up", () => {
      // All in slot 9; the node lists them in any order.
      const one = (name: string) => at(9, name);
      const events = settled([one("s2"), one("s5")]);
      const movements = [begun(one("s1")), withdrawn(one("s4")), funded(one("s6")), claimed(one("s7"))];
      const { entries } = ledgerOf({ ...LIFE, events, movements: movements.toReversed() });
      const told = entries.filter(({ what }) => what !== "Untold").map(line);
      expect(told).to.have.length(8);
      expect(sums({ ...LIFE, events, movements: movements.toReversed() })).to.equal(SUMS);
      // A claim needs only to be behind what paid it, so that its place can be another one.
      const ordered = told.filter((text) => !text.startsWith("Claimed"));
      expect(ordered).to.deep.equal(WHOLE.filter((text) => !text.startsWith("Claimed")));
    });

    it("does not try all orders of what changes nothing", () => {
      const many = Array.from({ length: 40 }, (_, index) => unsubscribed(at(9, `u${index}`)));
      // A claim whose total tells of another one that is not there: no order adds up.
      const movements = [begun(), withdrawn(), funded(), ...many, claimed(at(9, "c"), 2n, 7n)];
      expect(sums({ ...LIFE, movements })).to.equal(SUMS);
    });
  });

  describe("where logs are missing", () => {
    it("says what the totals have and nobody told of", () => {
      expect(lines({ ...LIFE, movements: [begun()] })).to.deep.equal([
        "Subscribed@s1: deposited 10 → 10",
        "Settled@s2: pnl 50, profit 50, accrued 5, credited 5 → 5",
        "Unrecorded@-: pnl -27 → 5",
        "Settled@s5: pnl 57, profit 30, accrued 3, credited 1 → 4",
        "Unrecorded@-: pnl -17 → 4",
        // A deposit of 6 and a withdrawal of 4 are a deposit of 2 to the totals.
        "Untold@-: credited 2, deposited 2, claimed 7 → 4",
      ]);
      expect(sums({ ...LIFE, movements: [begun()] })).to.equal(
        SUMS.replace("deposited 16, withdrawn 4", "deposited 12"),
      );
    });

    it("says it where the next event shows it", () => {
      const without = (name: string) => LIFE.movements.filter((event) => event.name !== name);
      expect(lines({ ...LIFE, movements: without("Withdrawn") }).slice(4, 6)).to.deep.equal([
        "Untold@-: withdrawn 4 → 0",
        "Funded@s6: credited 2, deposited 6 → 4",
      ]);
      expect(lines({ ...LIFE, movements: without("Funded") }).at(-1)).to.equal("Untold@-: credited 2, deposited 6 → 4");
      expect(lines({ ...LIFE, movements: without("Subscribed") }).slice(0, 2)).to.deep.equal([
        "Untold@-: deposited 5 → 5",
        "Settled@s2: pnl 50, profit 50, accrued 5, credited 5 → 0",
      ]);
      const twice = [begun(), withdrawn(), funded(), claimed(at(7), 2n, 7n), waived(at(8), 1n, 4n)];
      const account = { ...ACCOUNT!, waived: 4n };
      expect(lines({ ...LIFE, account, movements: twice }).slice(6, 10)).to.deep.equal([
        ...["Untold@-: claimed 5 → 4", "Claimed@s7: claimed 2 → 4"],
        ...["Untold@-: waived 3 → 4", "Waived@s8: waived 1 → 4"],
      ]);
    });

    it("begins where the first record found it, if no log tells", () => {
      const life = { ...LIFE, report: { startMark: null } } as Life;
      expect(sums(life)).to.equal(SUMS);
      const never = { ...life, events: [], movements: [], account: { ...ACCOUNT!, balance: 0n, claimed: 0n } };
      expect(words({ ...ledgerOf(never).sums, profit: 0n, accrued: 0n, credited: 0n, deposited: 0n })).to.equal("");
    });
  });

  describe("of a closed subscription", () => {
    const end = (over: object) =>
      ({
        ...{
          subscription,
          bot,
          instance,
          sequence: 2n,
          head: new Uint8Array(32),
          profitTotal: 80n,
          accrued: 8n,
          credited: 8n,
        },
        ...{ claimed: 7n, waived: 0n, writtenOff: 0n, toVault: 1n, toSubscriber: 4n, ...at(9) },
        ...over,
      }) as unknown as NonNullable<Life["closed"]>;

    it("ends with nothing, and its sums are the end's", () => {
      const life = { ...LIFE, account: null, closed: end({}) };
      expect(lines(life)).to.deep.equal([...WHOLE.slice(0, -1), "Closed@s9: withdrawn 4 → 0"]);
      expect(sums(life)).to.equal("pnl 80, profit 80, accrued 8, credited 8, deposited 16, withdrawn 8, claimed 7");
    });

    it("counts what the closing found in the escrow, and what it paid of the debt", () => {
      // 20 were sent to the escrow of which no `sync` told; 2 of them paid the debt.
      const movements = [begun(), withdrawn(), claimed(at(7), 5n, 5n)];
      const closed = end({ claimed: 5n, toVault: 3n, toSubscriber: 18n });
      const life = { ...LIFE, account: null, movements, closed };
      expect(lines(life).at(-1)).to.equal("Closed@s9: credited 2, deposited 20, withdrawn 18 → 0");
    });

    it("says what no log told of", () => {
      const movements = [begun(), funded()];
      const closed = end({ waived: 1n, writtenOff: 0n });
      expect(lines({ ...LIFE, account: null, movements, closed }).slice(-3)).to.deep.equal([
        ...[
          "Funded@s6: credited 2, deposited 6 → 4",
          "Untold@-: claimed 7, waived 1 → 4",
          "Closed@s9: withdrawn 4 → 0",
        ],
      ]);
    });
  });
});
