import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { runBefore } from "./support/command-line";
import { cells } from "./support/table";
import { World } from "./support/world";

const DAY = 86_400;

describe("what there is", () => {
  let world: World;
  before(async () => {
    world = await World.open();
    await world.attest(100_000_000n);
  });
  after(() => world.close());

  async function json(...args: string[]) {
    const { exitCode, out, err } = await world.run(...args, "--json");
    expect([exitCode, err]).to.deep.equal([0, ""]);
    return JSON.parse(out);
  }

  const creator = () => world.creator.publicKey.toBase58();
  const bots = () => [world.verifiedBot.toBase58(), world.attestedBot.toBase58()];
  const subscriptions = () => [world.verified.toBase58(), world.attested.toBase58()];

  describe("list", () => {
    it("shows a creator its bots and its keeper, with the roles", async () => {
      const found = await json("list", creator());
      const roles = found.bots.map(({ address, roles: held }: { address: string; roles: string[] }) => [address, held]);
      expect(roles).to.have.deep.members(bots().map((bot) => [bot, ["owner", "creator", "payout wallet"]]));
      expect(found.subscriptions).to.deep.equal([]);
      expect(found.keepers).to.have.length(1);
      expect(found.keepers[0]).to.deep.include({ admin: creator(), roles: ["admin"] });
    });

    it("shows a subscriber its subscriptions, with their ledgers", async () => {
      const { out } = await world.run("list", world.subscriber.publicKey.toBase58());
      const titles = ["subscription", "state", "balance", "share", "claimable", "owed", "you are"];
      expect(cells(`${out}\n\n`, titles)).to.have.deep.members([
        [subscriptions()[0], "active", "$10.00", "$0.00", "$0.00", "$0.00", "subscriber"],
        [subscriptions()[1], "active", "$10.00", "$10.00", "$10.00", "$0.00", "subscriber"],
      ]);
    });

    it("shows an agent the subscriptions that it trades for", async () => {
      const found = await json("list", world.agent.publicKey.toBase58());
      const roles = found.subscriptions.map((one: { address: string; roles: string[] }) => [one.address, one.roles]);
      expect(roles).to.have.deep.members(subscriptions().map((one) => [one, ["agent"]]));
    });

    it("shows a keeper's signer its keeper", async () => {
      const { keepers } = await json("list", world.keeperSigner.publicKey.toBase58());
      expect(keepers.map(({ roles }: { roles: string[] }) => roles)).to.deep.equal([["signer"]]);
    });

    it("says that there is nothing", async () => {
      const { exitCode, out } = await world.run("list", world.eve.publicKey.toBase58());
      expect(exitCode).to.equal(0);
      expect(out).to.include("has no bot, subscription or keeper here: check the address and the cluster");
    });

    it("refuses what is no address", async () => {
      const { exitCode, err } = await world.run("list", "me");
      expect([exitCode, err]).to.deep.equal([
        2,
        'error: The wallet "me" is no Solana address: pass 32 bytes in base58',
      ]);
    });
  });

  describe("bot", () => {
    it("list names all bots", async () => {
      const { out } = await world.run("bot", "list");
      expect(cells(`${out}\n\n`, ["bot", "open", "source", "share", "subscribers", "owner"])).to.have.deep.members([
        [bots()[0], "yes", "drift", "10 %", "1", creator()],
        [bots()[1], "yes", "attested", "10 %", "1", creator()],
      ]);
    });

    it("list names those of one owner only", async () => {
      expect(await json("bot", "list", "--owner", world.eve.publicKey.toBase58())).to.deep.equal([]);
    });

    it("show says what is offered and what was earned", async () => {
      const { out } = await world.run("bot", "show", bots()[1]!);
      for (const text of [
        "profit share       10 % of each profitable close: losses do not count",
        "minimum cap        $1.00 (1000000 base units) of share a day",
        "minimum payout     $0.01 (10000 base units)",
        "subscriptions       1 live, 0 closed",
        "creator's share     $10.00 (10000000 base units)",
        "claimable           $10.00 (10000000 base units)",
      ]) {
        expect(out).to.include(text);
      }
    });

    it("show refuses a subscription's address with what it is", async () => {
      const { exitCode, err } = await world.run("bot", "show", subscriptions()[0]!);
      expect(exitCode).to.equal(2);
      expect(err).to.include("is no bot, it is a subscription: pass the address of a bot");
    });

    it("vault says what is in it", async () => {
      const { out } = await world.run("vault", bots()[0]!);
      expect(out).to.match(/^The vault \w+ of bot \w+ holds \$0\.00\. There is nothing to claim\.$/);
    });
  });

  describe("earnings", () => {
    it("sums up what accrued in the last 30 and 7 days, and ever", async () => {
      // $10 today; 8 days later $5 more, 25 days after that $2.
      const { chain } = world.chain.localnet;
      chain.setTime(chain.time() + 8 * DAY);
      await world.attest(50_000_000n);
      chain.setTime(chain.time() + 25 * DAY);
      await world.attest(20_000_000n);
      const { bots: found, sum } = await json("earnings", bots()[1]!);
      expect(found).to.have.length(1);
      expect(found[0].lately.month).to.include({ accrued: "7000000", sinceItBegan: false, days: 30 });
      expect(found[0].lately.week).to.include({ accrued: "2000000", days: 7 });
      expect(sum).to.deep.equal({ accrued: "17000000", month: "7000000", week: "2000000" });
    });

    it("of a wallet are those of all its bots", async () => {
      const { out } = await world.run("earnings", creator());
      expect(out).to.include("Together $17.00 of share: $7.00 in the last 30 days, $2.00 in the last 7.");
    });

    it("refuses a wallet without bots", async () => {
      const { exitCode, err } = await world.run("earnings", world.eve.publicKey.toBase58());
      expect(exitCode).to.equal(2);
      expect(err).to.include("is no bot and owns none");
    });
  });

  describe("watch", () => {
    const watched = (onLine: (line: string, interrupt: () => void) => void, ...args: string[]) =>
      runBefore({ answer: null, onLine }, {}, "watch", ...args, "--url", world.chain.localnet.rpcUrl);

    it("tells of each change until it is interrupted", async () => {
      const { exitCode, out } = await watched(
        (line, interrupt) => {
          if (line.includes(", 3 settlements")) void world.attest(1_000_000n);
          if (line.includes(", 4 settlements")) interrupt();
        },
        subscriptions()[1]!,
        "--every",
        "0.05",
      );
      expect(exitCode).to.equal(0);
      const lines = out.split("\n");
      expect(lines[0]).to.match(/^slot \d+ {2}\w+ {2}active, 3 settlements, .* share \$17\.00, /);
      expect(lines[1]).to.match(/^slot \d+ {2}\w+ {2}active, 4 settlements, .* share \$17\.10, /);
      expect(lines.at(-1)).to.equal("Stopped.");
    });

    it("ends when all of them are closed, a line of JSON each", async () => {
      const none = Keypair.generate().publicKey;
      const address = world.chain.purse(none).toBase58();
      const { exitCode, out } = await watched(() => {}, address, "--json");
      expect(exitCode).to.equal(0);
      expect(JSON.parse(out)).to.deep.include({ address, subscription: null });
    });

    it("refuses a wallet's address", async () => {
      const { exitCode, err } = await watched(() => {}, creator());
      expect(exitCode).to.equal(2);
      expect(err).to.include("is no subscription, it is a wallet");
    });
  });
});
