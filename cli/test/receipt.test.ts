import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hex } from "@profit-share/sdk";
import { expect } from "chai";
import { runBare } from "./support/command-line";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("receipt", () => {
  let world: World;
  const settlements: string[] = [];
  let head: string;
  before(async () => {
    world = await World.open();
    for (const closePnl of [100n, -40n, 70n, 30n]) settlements.push(await world.attest(closePnl * DOLLAR));
    head = hex((await world.chain.client.subscription(world.attested)).head);
  });
  after(() => world.close());

  let files = 0;
  /** The receipt of the settlement with this number, in a file. */
  async function receiptOf(number: number): Promise<string> {
    files += 1;
    const file = join(world.folder, `receipt-${files}.json`);
    const { exitCode, err } = await world.run("receipt", settlements[number - 1]!, "--out", file);
    expect([exitCode, err]).to.deep.equal([0, ""]);
    return file;
  }
  /** Without a node: nothing listens there. */
  const offline = (...args: string[]) => runBare("verify", "--receipt", ...args, "--url", "http://127.0.0.1:1");

  it("of a settlement in the middle leads to the account's head, without a node", async () => {
    const { exitCode, out } = await offline(await receiptOf(3), "--head", head);
    expect(exitCode).to.equal(0);
    expect(out).to.include("settlement          3, at ");
    expect(out).to.include("profit charged      $70.00 (70000000 base units)");
    expect(out).to.include("creator's share     $7.00 (7000000 base units)");
    expect(out).to.include("VERIFIED: 1 settlements lead from it to that head.");
  });

  for (const number of [1, 2, 4]) {
    it(`of settlement ${number} does, too`, async () => {
      expect((await offline(await receiptOf(number), "--head", head)).exitCode).to.equal(0);
    });
  }

  it("without a head says which one it leads to", async () => {
    const { exitCode, out } = await offline(await receiptOf(1));
    expect(exitCode).to.equal(0);
    expect(out).to.include(`RIGHT IN ITSELF: it proves the settlement to whoever finds the head ${head}`);
  });

  it("gives machines the settlement", async () => {
    const { out } = await offline(await receiptOf(3), "--head", head, "--json");
    expect(JSON.parse(out)).to.deep.include({ verified: true, share: "7000000", after: 1, head });
  });

  describe("tampered with: exit code 1", () => {
    interface Written {
      records: string[];
      previous: { record: string; profitTotal: string };
      head: string;
    }
    const cases: [what: string, change: (receipt: Written) => void, words: RegExp][] = [
      ["the settlement changed", (one) => one.records.splice(0, 1, flip(one.records[0]!)), /^NOT VERIFIED: /],
      ["a record after it changed", (one) => one.records.splice(1, 1, flip(one.records[1]!)), /^NOT VERIFIED: /],
      ["the record before changed", (one) => (one.previous.record = flip(one.previous.record)), /^NOT VERIFIED: /],
      [
        "a record after it dropped",
        (one) => one.records.pop(),
        /^NOT VERIFIED: the records lead to the head \w+, it says \w+/,
      ],
      [
        "a record doubled",
        (one) => one.records.push(one.records[1]!),
        /^NOT VERIFIED: record 4: its sequence is 4 where 5/,
      ],
      ["the order changed", (one) => one.records.reverse(), /^NOT VERIFIED: record 4: its sequence is 4 where 3/],
      [
        "the profit before changed",
        (one) => (one.previous.profitTotal = "5"),
        /^NOT VERIFIED: record 3: its accrued is/,
      ],
      ["another head", (one) => (one.head = flip(one.head)), /^NOT VERIFIED: the records lead to the head/],
    ];
    const flip = (text: string) => `${text.slice(0, 40)}${text[40] === "0" ? "1" : "0"}${text.slice(41)}`;
    for (const [what, change, words] of cases) {
      it(what, async () => {
        const receipt = JSON.parse(readFileSync(await receiptOf(3), "utf8"));
        change(receipt);
        const file = world.file("tampered.json", JSON.stringify(receipt));
        const { exitCode, out, err } = await offline(file, "--head", head);
        expect([exitCode, err]).to.deep.equal([1, ""]);
        expect(out).to.match(words);
      });
    }

    it("the head of something else", async () => {
      const { exitCode, out } = await offline(await receiptOf(3), "--head", "00".repeat(32));
      expect(exitCode).to.equal(1);
      expect(out).to.match(/^NOT VERIFIED: it leads to the head \w+, not to 0{64}$/);
    });
  });

  describe("refuses, exit code 2:", () => {
    it("a transaction that settled nothing", async () => {
      const [published] = await world.chain.connection.getSignaturesForAddress(world.attestedBot);
      const { exitCode, err } = await world.run("receipt", published!.signature);
      expect(exitCode).to.equal(2);
      expect(err).to.match(/settled nothing: pass that of a settlement, as "history" lists them/);
    });

    it("a transaction that is nowhere", async () => {
      const { exitCode, err } = await world.run("receipt", "1".repeat(64));
      expect(exitCode).to.equal(2);
      expect(err).to.match(/There is no transaction 1+: check it and the cluster/);
    });

    it("a signature that is none", async () => {
      const { exitCode, err } = await world.run("receipt", "abc");
      expect([exitCode, err]).to.deep.equal([
        2,
        'error: The signature "abc" is none of a transaction: pass 64 bytes in base58',
      ]);
    });

    it("a file that is no receipt", async () => {
      const { exitCode, err } = await offline(world.file("other.json", "[]"));
      expect(exitCode).to.equal(2);
      expect(err).to.match(/other.json is no receipt of this version/);
    });

    for (const name of ["programId", "subscription", "bot", "instance", "terms", "head", "records", "signature"]) {
      it(`a receipt with a broken ${name}`, async () => {
        const receipt = JSON.parse(readFileSync(await receiptOf(1), "utf8"));
        receipt[name] = name === "signature" ? 5 : "!";
        const { exitCode, err } = await offline(world.file("broken.json", JSON.stringify(receipt)));
        expect(exitCode).to.equal(2);
        expect(err).to.match(new RegExp(`has no right "${name}": ask for another one`));
      });
    }
  });
});
