import { expect } from "chai";
import { EARNINGS, type Sizes } from "../../index/measure";
import { figuresLine, type Measured, page } from "../../index/page";

const SIZES: Sizes = { subscriptions: 1_000, settlements: 1_000_000, forkSlots: 32, requests: 300 };
const MEASURED: Measured = {
  world: {
    settlements: 1_000_000,
    alone: 50_000,
    transactions: 101_234,
    slot: 9,
    rssMb: 400,
    seconds: 600,
    archiveMb: 900,
  },
  ingest: {
    seconds: 400,
    settlementsPerS: 2_500,
    transactionsPerS: 250,
    rssMb: 210,
    cpuS: 350,
    databaseMb: 3_000,
  },
  rebuild: {
    seconds: 380,
    settlementsPerS: 2_600,
    transactionsPerS: 260,
    rssMb: 205,
    cpuS: 340,
    databaseMb: 3_000,
  },
  ...{ restartS: 1.4, forkS: 2.5, takeoverS: 1.8 },
  pages: [
    { what: "all bots", p50Ms: 3, p99Ms: 5, liveP99Ms: 60 },
    { what: EARNINGS, p50Ms: 20, p99Ms: 41, liveP99Ms: 48 },
  ],
  verify: { records: 100_000, transactions: 52_000, seconds: 50.5, cpuS: 37, rssMb: 180 },
  verifyTenth: { records: 10_000, transactions: 5_200, seconds: 5.5, cpuS: 4, rssMb: 175 },
};
const MACHINE = { cores: 2, memoryGb: 24, node: "20.19.0", postgres: "17.1", load: 3.1 };

const row = (text: string, what: string) => text.split("\n").find((line) => line.startsWith(`| ${what}`));

describe("the page of the index's bench", () => {
  it("ends in one line of figures", () => {
    expect(figuresLine(MEASURED)).to.equal(
      '{"settlements":1000000,"ingestPerS":2500,"earningsP99Ms":41,"verify100kS":50.5,"verifyRssMb":180}',
    );
  });

  it("has the figures beside their budgets, and those of each page", () => {
    const text = page(SIZES, MEASURED, MACHINE);
    expect(row(text, "settlements entered")).to.equal("| settlements entered in a second |  | 2,500 |");
    expect(row(text, "a creator's earnings, p99")).to.equal("| a creator's earnings, p99, ms | 50 | 41 |");
    expect(row(text, "`verify` of 100,000")).to.equal("| `verify` of 100,000 records, s | 60 | 50.5 |");
    expect(row(text, "a fork of 32 slots")).to.match(/ 2\.5 \|$/);
    expect(row(text, "all bots")).to.equal("| all bots | 3 | 5 | 60 |");
  });
});
