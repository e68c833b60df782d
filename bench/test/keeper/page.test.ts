import { expect } from "chai";
import type { Rest, Sizes, UnderLoad } from "../../keeper/measure";
import { figuresLine, type Measured, page } from "../../keeper/page";
import { percentile } from "../../percentile";

const SIZES: Sizes = {
  subscriptions: 10_000,
  active: 5_000,
  closesPerS: 50,
  loadS: 60,
  restS: 30,
  patienceS: 90,
  growth: [100],
  history: 1_000,
  settleMs: 4_000,
};
const REST: Rest = {
  subscriptions: 10_000,
  coldStartS: 12.5,
  coldRequests: 1_400,
  neverLookedAt: 0,
  rssMb: 310,
  requestsPerS: 14.2,
  cpuPercent: 8.1,
};
const LOAD: UnderLoad = {
  settledPerS: 49.9,
  p50Ms: 320,
  p99Ms: 910,
  unsettled: 0,
  cpuPercent: 71,
  rssMb: 330,
  besideLost: { p50Ms: 300, p99Ms: 800, unsettled: 0 },
};
const NOW: Measured = { rest: REST, load: LOAD, foreignRequests: 3, growth: [REST] };
const BEFORE: Measured = {
  ...NOW,
  rest: { ...REST, coldStartS: null, neverLookedAt: 8_000, requestsPerS: 142 },
  load: { ...LOAD, p50Ms: 16_000, p99Ms: null },
};

const row = (text: string, what: string) => text.split("\n").find((line) => line.startsWith(`| ${what}`));

describe("the page of the keeper's bench", () => {
  it("ends in one line of figures", () => {
    expect(figuresLine(NOW, SIZES)).to.equal(
      '{"subscriptions":10000,"coldStartS":12.5,"rssMb":310,"restRequestsPerS":14.2,"restCpuPercent":8.1,' +
        '"closesPerS":49.9,"p99Ms":910,"neverLookedAt":0}',
    );
  });

  it("has the figures beside their budgets", () => {
    const text = page({ sizes: SIZES, now: NOW, before: null, commit: null, database: "pglite" });
    expect(row(text, "cold start of 10,000")).to.equal("| cold start of 10,000: all looked at, s | 30 | 12.5 |");
    expect(row(text, "the same, p99")).to.equal("| the same, p99, ms | 1,000 | 910 |");
    expect(row(text, "10,000")).to.equal("| 10,000 | 12.5 | 1,400 | 0 | 310 | 14.2 | 8.1 |");
  });

  it("has ratios to another commit, where both have a figure", () => {
    const text = page({ sizes: SIZES, now: NOW, before: BEFORE, commit: "abc1234", database: "postgres" });
    expect(row(text, "requests a second at rest")).to.equal("| requests a second at rest | 15 | 142 | 14.2 | 0.10 |");
    expect(row(text, "close to confirmed")).to.equal(
      "| close to confirmed settlement, p50, ms |  | 16,000 | 320 | 0.020 |",
    );
    expect(row(text, "cold start of")).to.equal("| cold start of 10,000: all looked at, s | 30 | — | 12.5 |  |");
    expect(row(text, "never")).to.equal("| never looked at | 0 | 8,000 | 0 | 0.0 |");
  });
});

describe("percentile", () => {
  it("is the least value that so many do not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(hundred, 50), percentile(hundred, 99), percentile(hundred, 100)]).to.deep.equal([50, 99, 100]);
    expect([percentile([7.4], 50), percentile([7.4], 99)]).to.deep.equal([7, 7]);
    expect(percentile([], 50)).to.equal(null);
  });
});
