import { expect } from "chai";
import { cells } from "./support/table";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;
/** The local chain begins at noon of day 20,000: 4 October 2024. */
const YEAR = "2024";

describe("profit-share report", function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await World.open();
    // 10 % of $40 and of $100; the balance of $10 pays $10 of the second share's part.
    await world.attest(40n * DOLLAR);
    await world.earn();
    await world.settle();
    await world.chain.mintTo(world.creator.publicKey, 0n);
    await world.chain.send([await world.chain.client.claim(world.attested)], world.creator);
  });
  after(() => world.close());

  const report = (address: { toBase58(): string }, role: string, ...more: string[]) =>
    world.run("report", address.toBase58(), "--role", role, "--year", YEAR, ...more);
  const SUM = ["month", "profit", "share", "paid", "claimed", "in", "out"];

  it("sums up a creator's year by month", async () => {
    const { exitCode, out, err } = await report(world.creator.publicKey, "creator");
    expect([exitCode, err]).to.deep.equal([0, ""]);
    const row = ["$140.00", "$14.00", "$14.00", "$4.00", "$30.00", "$0.00"];
    expect(cells(out, SUM)).to.deep.equal([
      ["2024-10", ...row],
      ["sum", ...row],
    ]);
    expect(out).to.contain("Each ledger was checked against the chain.");
  });

  it("keeps to one bot", async () => {
    const { out } = await report(world.attestedBot, "creator");
    expect(cells(out, SUM).at(-1)).to.deep.equal(["sum", "$40.00", "$4.00", "$4.00", "$4.00", "$20.00", "$0.00"]);
  });

  it("keeps to one subscription, and to all of a subscriber", async () => {
    const one = await report(world.verified, "subscriber");
    expect(cells(one.out, SUM).at(-1)).to.deep.equal([
      "sum",
      "$100.00",
      "$10.00",
      "$10.00",
      "$0.00",
      "$10.00",
      "$0.00",
    ]);
    const all = await report(world.subscriber.publicKey, "subscriber");
    expect(cells(all.out, SUM).at(-1)).to.deep.equal([
      "sum",
      "$140.00",
      "$14.00",
      "$14.00",
      "$4.00",
      "$30.00",
      "$0.00",
    ]);
  });

  it("has nothing in another year", async () => {
    const { out } = await world.run("report", world.verified.toBase58(), "--role", "subscriber", "--year", "2025");
    expect(cells(out, ["month", "share"])).to.deep.equal([["sum", "$0.00"]]);
  });

  it("prints rows as CSV and JSON, with local times", async () => {
    const vienna = ["--time-zone", "Europe/Vienna"];
    const csv = await report(world.verified, "subscriber", "--csv", ...vienna);
    const [titles, ...rows] = csv.out.split("\r\n");
    expect(titles).to.match(/^timeUtc,timeLocal,kind,/);
    expect(rows.map((row) => row.split(",")[2])).to.deep.equal([
      "subscribed",
      "deposit",
      "settlement",
      "deduction",
      "",
    ]);
    expect(rows[0]!.split(",")[1]).to.contain("+02:00");
    const json = JSON.parse((await report(world.verified, "subscriber", "--json", ...vienna)).out);
    expect(json.totals).to.include({ profit: "100000000", accrued: "10000000", credited: "10000000" });
    expect(json.rows.map(({ kind }: { kind: string }) => kind)).to.have.length(4);
  });

  describe("with --tax", () => {
    const tax = (text: string, ...more: string[]) =>
      report(world.creator.publicKey, "creator", "--tax", "--prices", world.file("prices.csv", text), ...more);

    it("values what was credited, or claimed", async () => {
      const credited = await tax("date,EUR\n2024-10-04,0.9\n", "--currency", "EUR");
      expect(credited.err).to.equal("");
      expect(credited.out).to.contain("no tax advice");
      expect(credited.out.split("\n").at(-1)).to.match(/^sum +14\.00 +12\.60$/);
      const claimed = await tax("date,EUR\n2024-10-04,0.9\n", "--currency", "EUR", "--basis", "claimed", "--json");
      expect(JSON.parse(claimed.out).totals).to.deep.equal({ quantity: "4.00", value: "3.60" });
    });

    it("names a day without a price, or takes an earlier one", async () => {
      const prices = "date,EUR\n2024-10-01,0.5\n";
      const missing = await tax(prices, "--currency", "EUR");
      expect(missing.exitCode).to.equal(2);
      expect(missing.err).to.contain("no price in EUR for 2024-10-04");
      const earlier = await tax(prices, "--currency", "EUR", "--earlier-price", "--csv");
      expect(earlier.out).to.contain(",0.5,2024-10-01,");
    });

    it("needs prices and a currency", async () => {
      const { exitCode, err } = await report(world.verified, "subscriber", "--tax");
      expect(exitCode).to.equal(2);
      expect(err).to.contain("--prices FILE and --currency");
    });
  });

  describe("refuses", () => {
    it("prices without --tax, and CSV that is JSON", async () => {
      const { exitCode, err } = await report(world.verified, "subscriber", "--currency", "EUR");
      expect([exitCode, err.includes("pass --tax, too")]).to.deep.equal([2, true]);
      expect((await report(world.verified, "subscriber", "--csv", "--json")).exitCode).to.equal(2);
    });

    it("an address that had no bot, and one without a subscription", async () => {
      for (const [role, kind] of [
        ["creator", "bot"],
        ["subscriber", "subscription"],
      ] as const) {
        const { exitCode, err } = await report(world.eve.publicKey, role);
        expect(exitCode).to.equal(2);
        expect(err).to.contain(`is no ${kind} and had none`);
      }
    });

    it("a year, a role and a time zone that are none", async () => {
      const of = world.verified.toBase58();
      const year = await world.run("report", of, "--role", "subscriber", "--year", "26");
      expect([year.exitCode, year.err]).to.deep.equal([2, 'error: The --year "26" is no year: pass one like 2026']);
      expect((await world.run("report", of, "--role", "keeper", "--year", YEAR)).exitCode).to.equal(2);
      const zone = await report(world.verified, "subscriber", "--time-zone", "Vienna");
      expect([zone.exitCode, zone.err.includes('no time zone "Vienna"')]).to.deep.equal([2, true]);
    });
  });
});
