/** Every command on a subscription that was closed, and on one that was made at its address. */
import { vaultAddress } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { runBare } from "./support/command-line";
import { openSpoiledNode } from "./support/fake-node";
import { cells } from "./support/table";
import { LEGAL_TEXT, World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("profit-share with a closed subscription", () => {
  let world: World;
  /** The closing's transaction. */
  let closing: string;
  const verified = () => world.verified.toBase58();
  const attested = () => world.attested.toBase58();

  async function json(...args: string[]) {
    const { exitCode, out, err } = await world.run(...args, "--json");
    expect(err).to.equal("");
    return { exitCode, ...JSON.parse(out) };
  }

  // A profit of $100, its share of $10 paid; a loss; $30 more of profit, $3 of share unpaid until $5 are deposited; $4 claimed;
  // the cap halved; the rest left as it is.
  before(async () => {
    world = await World.open();
    const { chain, subscriber, creator } = world;
    const { client } = chain;
    await world.earn();
    await world.settle();
    await world.lose(40n);
    await world.settle();
    await world.win(70n);
    await world.settle();
    const deposit = { owner: subscriber.publicKey, amount: 5n * DOLLAR };
    await chain.send([await client.deposit(world.verified, deposit)], subscriber);
    await chain.mintTo(creator.publicKey, 0n);
    await chain.send([await client.claim(world.verified, { amount: 4n * DOLLAR })], creator);
    await chain.send([await client.setCap(world.verified, 500n * DOLLAR)], subscriber);
    await chain.send([await client.unsubscribe(world.verified)], subscriber);
    closing = await chain.send([await client.closeSubscription(world.verified)]);
  });
  after(() => world.close());

  describe("history", () => {
    it("shows losses without a record, debts that a deposit paid, and the end", async () => {
      const { exitCode, out } = await world.run("history", verified());
      expect(exitCode).to.equal(0);
      const titles = [
        "#",
        "what",
        "realized PnL",
        "change",
        "profit",
        "share",
        "paid",
        "claimed",
        "in",
        "out",
        "balance",
      ];
      expect(cells(out, titles)).to.deep.equal([
        ["", "subscribed", "", "", "", "", "", "", "$10.00", "", "$10.00"],
        ["1", "settled", "$100.00", "$100.00", "$100.00", "$10.00", "$10.00", "", "", "", "$0.00"],
        ["", "no record", "$60.00", "-$40.00", "", "", "", "", "", "", "$0.00"],
        ["2", "settled", "$130.00", "$70.00", "$30.00", "$3.00", "$0.00", "", "", "", "$0.00"],
        ["", "deposit", "", "", "", "", "$3.00", "", "$5.00", "", "$2.00"],
        ["", "claim", "", "", "", "", "", "$4.00", "", "", "$2.00"],
        ["", "cap", "", "", "", "", "", "", "", "", "$2.00"],
        ["3", "settled", "$130.00", "$0.00", "$0.00", "$0.00", "$0.00", "", "", "", "$2.00"],
        ["", "unsubscribed", "", "", "", "", "", "", "", "", "$2.00"],
        ["", "closed", "", "", "", "", "", "", "", "$2.00", "$0.00"],
        ["", "sum", "", "$130.00", "$130.00", "$13.00", "$13.00", "$4.00", "$15.00", "$2.00", "$0.00"],
      ]);
      const [noRecord] = cells(out, ["time (UTC)", "notes", "signature"]).slice(2);
      expect(noRecord).to.deep.equal(["", "settled without a charge", ""]);
      expect(cells(out, ["time (UTC)"])[0]![0]).to.match(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(out).to.match(
        /The sums are the closing's\.\nClosed by \w+: \$9\.00 to the bot's vault, \$2\.00 to the subscriber, /,
      );
    });

    it("adds up for machines, too", async () => {
      const { sums, entries, closed, settlements } = await json("history", verified());
      for (const name of ["accrued", "credited", "claimed", "waived"]) expect(sums[name]).to.equal(closed[name]);
      expect(sums).to.include({
        profit: closed.profitTotal,
        deposited: "15000000",
        withdrawn: "2000000",
        dropped: "0",
      });
      for (const name of Object.keys(sums)) {
        const added = entries.reduce((sum: bigint, entry: Record<string, string>) => sum + BigInt(entry[name]!), 0n);
        expect(String(added)).to.equal(sums[name]);
      }
      expect(settlements.map(({ share, paid }: Record<string, string>) => [share, paid])).to.deep.equal([
        ...[
          ["10000000", "10000000"],
          ["3000000", "0"],
          ["0", "0"],
        ],
      ]);
    });
  });

  describe("terms", () => {
    it("says what was agreed, and where the money went", async () => {
      const { exitCode, out } = await world.run("terms", verified(), "--text", world.file("terms.txt", LEGAL_TEXT));
      expect(exitCode).to.equal(0);
      for (const text of [
        `subscriber       ${world.subscriber.publicKey.toBase58()}`,
        `agent            ${world.agent.publicKey.toBase58()}`,
        "profit share     10 % of profit above the high-water mark: losses are made up first",
        "daily cap        $500.00 (500000000 base units) of share",
        `state              closed by ${closing}`,
        "realized PnL       $130.00 (130000000 base units) at the last of them, charged up to $130.00 (130000000 base units)",
        "profit charged     $130.00 (130000000 base units)",
        "creator's share    $13.00 (13000000 base units)",
        "  claimed          $4.00 (4000000 base units)",
        "  to the vault     $9.00 (9000000 base units)",
        "to the subscriber  $2.00 (2000000 base units)",
        "history: its first head binds these terms, 3 settlements follow from it",
        "legal text: it is the one agreed to",
        "The bot offers the same terms to new subscribers.",
      ]) {
        expect(out).to.include(text);
      }
      expect(out).to.match(/^ended +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC$/m);
    });

    it("says it to machines", async () => {
      expect(await json("terms", verified())).to.deep.include({
        ...{ exitCode: 0, state: "closed", ended: true, instance: "1", sequence: "3", dailyCap: "500000000" },
        ...{ accrued: "13000000", claimed: "4000000", toVault: "9000000", toSubscriber: "2000000", writtenOff: "0" },
        ...{ owed: "0", claimable: "0", withdrawable: "0", balance: "0", botOffersOtherTerms: false },
        ...{ subscriber: world.subscriber.publicKey.toBase58(), signature: closing },
      });
    });

    it("are those of its time, and what the bot offers now is told apart", async () => {
      const { client } = world.chain;
      await world.chain.send([await client.updateTerms(world.verifiedBot, { profitShareBps: 850 })], world.creator);
      const { exitCode, out } = await world.run("terms", verified());
      expect(exitCode).to.equal(0);
      expect(out).to.match(/^profit share +10 % of profit/m);
      expect(out).to.include("  profit share: 8.5 % of profit above the high-water mark");
    });
  });

  it("claim says where the creator's money is", async () => {
    const vault = vaultAddress(world.verifiedBot).toBase58();
    const key = world.keyFile(world.creator);
    const { exitCode, out } = await world.run("claim", verified(), "--keypair", key);
    expect(exitCode).to.equal(0);
    expect(out).to.match(
      /^Nothing to claim\. This subscription was closed by \w+ at 20\d\d-\S+ \S+ UTC: \$9\.00 of the creator's share went to the bot's vault then, \$4\.00 had been claimed\.$/m,
    );
    expect(out).to.include(
      `The vault ${vault} holds $9.00; the bot's owner ${world.creator.publicKey.toBase58()} empties it`,
    );
    const found = await json("claim", verified(), "5", "--keypair", key);
    expect(found).to.deep.include({ exitCode: 0, claimed: "0", signature: null, vault, vaultHolds: "9000000" });
    await world.chain.send([await world.chain.client.claimVault(world.verifiedBot)], world.creator);
    expect(await json("claim", verified(), "--keypair", key)).to.include({ vaultHolds: "0" });
  });

  it("withdraw says where the subscriber's money went", async () => {
    const key = world.keyFile(world.subscriber);
    const { exitCode, out } = await world.run("withdraw", verified(), "--all", "--keypair", key);
    expect(exitCode).to.equal(0);
    expect(out).to.match(
      /^Nothing to withdraw\. This subscription was closed by \w+ at \S+ \S+ UTC: \$9\.00 to the bot's vault, \$2\.00 to the subscriber, \$0\.00 written off\.$/,
    );
    const found = await json("withdraw", verified(), "1", "--keypair", key);
    expect(found).to.deep.include({ exitCode: 0, withdrawn: "0", signature: null });
    expect(found.closed).to.include({ signature: closing, toSubscriber: "2000000" });
  });

  describe("where there never was one, exit code 2", () => {
    const key = () => world.keyFile(world.creator);
    const never = () => vaultAddress(world.attested).toBase58();
    for (const [command, ...rest] of [["terms"], ["history"], ["claim", "1"], ["withdraw", "--all"]] as const) {
      it(command, async () => {
        const signs = rest.length === 0 ? [] : ["--keypair", key()];
        const { exitCode, out, err } = await world.run(command, never(), ...rest, ...signs);
        expect([exitCode, out]).to.deep.equal([2, ""]);
        expect(err).to.match(
          /^error: (No such subscription exists or was closed|There is no subscription) at \w+: check/,
        );
      });
    }

    it("a wallet is told apart, however much it has done", async () => {
      for (const [command, ...rest] of [["terms"], ["history"], ["claim", "1"], ["withdraw", "--all"]] as const) {
        const signs = rest.length === 0 ? [] : ["--keypair", key()];
        const { exitCode, err } = await world.run(command, world.creator.publicKey.toBase58(), ...rest, ...signs);
        expect(exitCode).to.equal(2);
        expect(err).to.match(/is no subscription, it is a wallet/);
      }
    });

    it("nothing is searched for at an address that has a key", async () => {
      const node = await openSpoiledNode(world.chain.localnet.rpcUrl, () => false);
      for (const command of ["history", "terms"]) {
        const { exitCode, err } = await runBare(command, Keypair.generate().publicKey.toBase58(), "--url", node.url);
        expect(exitCode).to.equal(2);
        expect(err).to.match(/^error: No such subscription exists or was closed at/);
      }
      await node.close();
      expect(node.asked).to.deep.equal(["getAccountInfo", "getAccountInfo"]);
    });
  });

  describe("when its address was used again", () => {
    before(async () => {
      await world.subscribeVerified(3n * DOLLAR);
      await world.earn();
      await world.settle();
    });

    it("the one that exists is meant", async () => {
      expect(await json("terms", verified())).to.include({ instance: "2", state: "active", accrued: "8500000" });
      const { out } = await world.run("history", verified());
      expect(out).to.include("VERIFIED: 1 settlements");
    });

    it("the closed one answers by its number", async () => {
      const first = ["--instance", "1"];
      expect(await json("terms", verified(), ...first)).to.include({
        instance: "1",
        state: "closed",
        accrued: "13000000",
      });
      const { out } = await world.run("history", verified(), ...first);
      expect(out).to.include("VERIFIED: 3 settlements");
      expect(await json("terms", verified(), "--instance", "2")).to.include({ instance: "2", state: "active" });
    });

    it("a number that is not there is answered with those that are", async () => {
      for (const [address, message] of [
        [verified(), /^error: No subscription at \w+ has the number 7: there are 2, 1$/],
        [attested(), /^error: No subscription at \w+ has the number 7: there are 1$/],
        [
          vaultAddress(world.attested).toBase58(),
          /^error: No subscription at \w+ has the number 7: there never was one$/,
        ],
      ] as const) {
        const { exitCode, err } = await world.run("history", address, "--instance", "7");
        expect(exitCode).to.equal(2);
        expect(err).to.match(message);
      }
      const { exitCode, err } = await world.run("terms", verified(), "--instance", "0");
      expect(exitCode).to.equal(2);
      expect(err).to.match(/^error: The --instance "0" is no number of a subscription: pass a whole number from 1$/);
    });
  });
});
