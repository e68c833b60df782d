import { InvalidInput, PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import fc from "fast-check";
import { BOT_COLUMNS, readBots } from "../../src/migration/bots";
import { type Columns, type Row, readRows } from "../../src/migration/rows";
import { readSubscribers, SUBSCRIBER_COLUMNS } from "../../src/migration/subscribers";

const KEY = keyOf("somebody").publicKey;
const MARKET = { programId: PROGRAM_ID, mint: KEY, keeper: KEY };
/** What stands in a good row, and what a person may write instead. */
const GOOD: Readonly<Record<string, string>> = {
  ...{ id: "bot 1", owner: KEY.toBase58(), source: "attested", profitSharePercent: "7.5", minDailyCap: "1" },
  ...{ terms: "text", payoutWallet: KEY.toBase58(), feeBasis: "each_close", minBalance: "5", minPayout: "0.5" },
  ...{ bot: "bot 1", subscriber: KEY.toBase58(), agent: KEY.toBase58(), dailyCap: "50", deposit: "6" },
  ...{ venueUser: "", accountNo: "0" },
};

const rowOf = ({ required, optional }: Columns): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    Object.fromEntries(
      [...required, ...optional].map((name) => [
        name,
        fc.oneof(
          { weight: 9, arbitrary: fc.constant(GOOD[name]!) },
          fc.string({ unit: "grapheme" }),
          fc.constantFrom("", "0", "-1", "1e9", "99999999999999999999", "drift", " ", "\0"),
        ),
      ]),
    ),
  );

describe("a host's files", () => {
  const read = (rows: readonly object[], columns: Columns): Row[] =>
    readRows(JSON.stringify(rows), "file.json", columns);

  it("are read row by row: each is taken, or named with what is wrong", () => {
    fc.assert(
      fc.property(fc.array(rowOf(BOT_COLUMNS)), fc.array(rowOf(SUBSCRIBER_COLUMNS)), (bots, subscribers) => {
        const asked = readBots(read(bots, BOT_COLUMNS), MARKET);
        expect(asked.found.length + asked.problems.length).to.equal(bots.length);
        const byId = new Map(asked.found.map((bot) => [bot.id, bot]));
        const joined = readSubscribers(read(subscribers, SUBSCRIBER_COLUMNS), byId, PROGRAM_ID);
        expect(joined.found.length + joined.problems.length).to.equal(subscribers.length);
        for (const problem of [...asked.problems, ...joined.problems])
          expect(problem).to.match(/^file\.json item \d+: /);
      }),
    );
  });

  it("are refused in words, whatever they hold", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.json(),
      fc.string().map((rest) => `id,owner\n"${rest}`),
    );
    fc.assert(
      fc.property(text, (file) => {
        try {
          readRows(file, "file", BOT_COLUMNS);
        } catch (error) {
          expect(error).to.be.instanceOf(InvalidInput);
        }
      }),
    );
  });
});
