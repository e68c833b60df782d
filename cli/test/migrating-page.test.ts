/** The blocks of docs/migrating.md, and what it says of old losses, against the local chain. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { attestedSubscriptionAddress, keyFileText } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { expect } from "chai";
import { BIN } from "./support/command-line";
import { Marketplace, writtenRows } from "./support/marketplace";

const PAGE = readFileSync(join(__dirname, "../../docs/migrating.md"), "utf8");
const DOLLAR = 1_000_000n;

describe("migrating", function () {
  this.timeout(60_000);
  let marketplace: Marketplace;
  const folder = mkdtempSync(join(tmpdir(), "profit-share-migrating-"));
  before(async () => {
    marketplace = await Marketplace.open(2, 2);
    const [first] = marketplace.subscribers;
    mkdirSync(join(folder, "keys"));
    const files = {
      "bots.csv": marketplace.botsCsv(marketplace.bots.map((bot) => ({ ...bot, feeBasis: "high_water_mark" }))),
      "subscribers.csv": marketplace.subscribersCsv(),
      "host.json": keyFileText(marketplace.host),
      "keys/creator.json": keyFileText(marketplace.creators[0]!),
      "subscriber.json": keyFileText(first!.wallet),
      "agent.json": keyFileText(first!.agent),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await marketplace.close();
  });

  it("the blocks of the page do what they say", async () => {
    const blocks = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => code!);
    expect(blocks).to.have.length(4);
    const said: string[] = [];
    const env = {
      ...process.env,
      ...{ PROFIT_SHARE_URL: marketplace.rpcUrl, HOME: folder },
      ...{ MINT: marketplace.chain.mint.toBase58(), KEEPER: marketplace.keeper.toBase58() },
    };
    for (const code of blocks) {
      const command = code.replaceAll("npx profit-share", `"${process.execPath}" "${BIN}"`);
      said.push((await promisify(execFile)("sh", ["-ec", command], { cwd: folder, env })).stdout);
    }
    expect(said[0]).to.include("Nothing was sent or written: this is a dry run.");
    expect(said[1]).to.include("Bots published: 2.").and.include("Subscriptions to sign: 2,");
    expect(said[2]).to.include("Subscribed: ");
    expect(said[3]).to.include("Subscriptions to sign: 1,");
  });

  it("a loss of the old books is taken along as the first close", async () => {
    const { chain } = marketplace;
    const [row] = writtenRows(readFileSync(join(folder, "migration/subscriptions-to-sign.csv"), "utf8"));
    await marketplace.sign(row!.transaction!);
    const subscription = attestedSubscriptionAddress(marketplace.subscribers[1]!.agent.publicKey, 0);
    const accrued: bigint[] = [];
    for (const [index, closePnl] of [-30n * DOLLAR, 30n * DOLLAR, 20n * DOLLAR].entries()) {
      const reference = Buffer.alloc(32, index + 1);
      await chain.send([await chain.client.settleAttested(subscription, { closePnl, reference })], keyOf("signer"));
      accrued.push((await chain.client.subscription(subscription)).accrued);
    }
    // 7.5 % of the last $20 alone.
    expect(accrued).to.deep.equal([0n, 0n, 1_500_000n]);
  });
});
