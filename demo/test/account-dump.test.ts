import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "../command-line/usage-error";
import { readDumps } from "../performance/account-dump";
import { dumpOf, writeDump } from "./dumps";

describe("--venue-user", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "profit-share-dumps-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("reads what `solana account --output json` writes", () => {
    const content = dumpOf("short with realized profit");
    const [dump] = readDumps([writeDump(folder, "good.json", content)]);
    expect(dump!.address.toBase58()).to.equal(content.pubkey);
    expect(dump!.lamports).to.equal(31_347_840n);
    expect(dump!.data.length).to.equal(4_376);
    expect(dump!.user.realizedPnl).to.equal(6_250_000n);
  });

  it("reads a number of lamports and a rent epoch beyond what a double holds", () => {
    const text = JSON.stringify(dumpOf("fresh")).replace('"rentEpoch":0', '"rentEpoch":18446744073709551615');
    expect(readDumps([writeDump(folder, "epoch.json", text)])).to.have.length(1);
  });

  const good = dumpOf("fresh");
  const { account } = good;
  const bytes = Buffer.from(account.data[0]!, "base64");
  const withData = (data: Buffer) => ({ ...good, account: { ...account, data: [data.toString("base64"), "base64"] } });
  const flipped = Buffer.from(bytes);
  flipped[0]! ^= 1;
  const bad: [string, unknown, string][] = [
    ["no JSON", "Public Key: abc", "is not JSON"],
    ["other JSON", [], 'has no address in "pubkey"'],
    ["an address that is none", { ...good, pubkey: "abc" }, 'has no address in "pubkey"'],
    ["no account", { pubkey: good.pubkey }, 'has no address in "account.owner"'],
    [
      "no lamports",
      { ...good, account: { ...account, lamports: 0 } },
      'has no amount above zero in "account.lamports"',
    ],
    [
      "data in another encoding",
      { ...good, account: { ...account, data: ["abc", "base58"] } },
      'has no base64 in "account.data"',
    ],
    [
      "data that is no base64",
      { ...good, account: { ...account, data: ["§", "base64"] } },
      'has no base64 in "account.data"',
    ],
    [
      "another owner",
      { ...good, account: { ...account, owner: "11111111111111111111111111111111" } },
      "is no venue user. The account is owned by 11111111111111111111111111111111",
    ],
    ["another length", withData(bytes.subarray(1)), "is no venue user. The drift account has 4375 bytes"],
    ["another discriminator", withData(flipped), "is no venue user. The drift account begins with 9e755fe3ef973aec"],
    [
      "a position beyond trading",
      dumpOf("the lowest quote amount"),
      "has a position so large that the next trade would overflow",
    ],
    [
      "a Velocity account",
      {
        ...good,
        account: {
          ...account,
          owner: "vELoC1audYbSYVRXn1vPaV8Axoa9oU6BYmNGZZBDZ1P",
          data: [Buffer.concat([bytes, Buffer.alloc(120)]).toString("base64"), "base64"],
        },
      },
      "is a velocity account; the demo trades on Drift",
    ],
  ];
  for (const [what, content, message] of bad) {
    it(`refuses ${what} and names the file`, () => {
      const file = writeDump(folder, "bad.json", content);
      expect(() => readDumps([file])).to.throw(UsageError, `--venue-user ${file}: the file ${message}`);
    });
  }

  it("refuses a file that is missing", () => {
    expect(() => readDumps(["/nowhere.json"])).to.throw(
      UsageError,
      "--venue-user /nowhere.json: the file cannot be read",
    );
  });

  it("refuses the same account twice", () => {
    const files = [writeDump(folder, "one.json", good), writeDump(folder, "two.json", good)];
    expect(() => readDumps(files)).to.throw(
      UsageError,
      `two.json: the file is the account ${good.pubkey} of ${files[0]}`,
    );
  });
});
