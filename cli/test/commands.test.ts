import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodeTerms } from "@profit-share/sdk";
import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { runBare } from "./support/command-line";
import { openSpoiledNode, sendJson } from "./support/fake-node";
import { cells } from "./support/table";
import { LEGAL_HASH, LEGAL_TEXT, World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("profit-share over JSON-RPC", () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  /** The JSON that a command prints. */
  async function json(...args: string[]) {
    const { exitCode, out, err } = await world.run(...args, "--json");
    expect(err).to.equal("");
    return { exitCode, ...JSON.parse(out) };
  }

  const verified = () => world.verified.toBase58();
  const attested = () => world.attested.toBase58();

  describe("before the first settlement", () => {
    it("terms says who agreed to what, and that the first head binds it", async () => {
      const { exitCode, out } = await world.run("terms", verified());
      expect(exitCode).to.equal(0);
      for (const text of [
        `bot owner        ${world.creator.publicKey.toBase58()}`,
        `subscriber       ${world.subscriber.publicKey.toBase58()}`,
        `agent            ${world.agent.publicKey.toBase58()}`,
        `venue user       ${world.trader.user.toBase58()}`,
        "profit share     10 % of profit above the high-water mark: losses are made up first",
        "daily cap        $1,000.00 (1000000000 base units) of share",
        "minimum balance  $0.00 (0 base units)",
        `terms            version 1, legal text sha256 ${LEGAL_HASH}`,
        "balance          $10.00 (10000000 base units)",
        "ok  history: its first head binds these terms, 0 settlements follow from it",
        "The bot offers the same terms to new subscribers.",
      ]) {
        expect(out).to.include(text);
      }
    });

    it("terms says who attests an attested one", async () => {
      const { out } = await world.run("terms", attested());
      expect(out).to.include("account number   7");
      expect(out).to.include("profit share     10 % of each profitable close: losses do not count");
      expect(out).to.include("realized PnL     attested: stated by the keeper");
    });

    it("terms compares the legal text", async () => {
      const right = await world.run("terms", verified(), "--text", world.file("terms.txt", LEGAL_TEXT));
      expect(right.exitCode).to.equal(0);
      expect(right.out).to.include("legal text: it is the one agreed to");
      const wrong = await world.run("terms", verified(), "--text", world.file("other.txt", "Half."));
      expect(wrong.exitCode).to.equal(1);
      expect(wrong.out).to.match(/NOT OK +legal text: its sha256 is [0-9a-f]{64}: it is another text/);
    });

    it("history is empty and verified", async () => {
      const found = await json("history", attested());
      expect(found).to.include({ exitCode: 0, verified: true, count: 0 });
      expect(found.settlements).to.deep.equal([]);
    });

    it("there is nothing to claim, and nothing is sent", async () => {
      const found = await json("claim", attested(), "--yes", "--keypair", world.keyFile(world.creator));
      expect(found).to.deep.include({ exitCode: 0, claimed: "0", signature: null });
    });
  });

  describe("after a win of $100, a loss of $40 and a win of $70.05", () => {
    before(async () => {
      for (const closePnl of [100_000_000n, -40_000_000n, 70_050_000n]) await world.attest(closePnl);
      await world.earn();
      await world.settle();
    });

    it("history shows each settlement and verifies them", async () => {
      const { exitCode, out } = await world.run("history", attested());
      expect(exitCode).to.equal(0);
      const titles = ["#", "what", "realized PnL", "change", "charged up to", "profit", "dropped", "share", "paid"];
      expect(cells(out, titles)).to.deep.equal([
        ["", "subscribed", "", "", "", "", "", "", ""],
        ["1", "settled", "$100.00", "$100.00", "$100.00", "$100.00", "$0.00", "$10.00", "$10.00"],
        ["2", "settled", "$60.00", "-$40.00", "$100.00", "$0.00", "$0.00", "$0.00", "$0.00"],
        ["3", "settled", "$130.05", "$70.05", "$130.05", "$70.05", "$0.00", "$7.005", "$7.005"],
        ["", "sum", "", "$130.05", "", "$170.05", "$0.00", "$17.005", "$17.005"],
      ]);
      expect(out).to.include("VERIFIED: 3 settlements, from the terms to the account's head without a gap");
      expect(out).to.include("together a share of $17.005.\nThe sums are the account's.");
    });

    it("history gives machines every record", async () => {
      const found = await json("history", verified());
      expect(found).to.include({ exitCode: 0, verified: true, count: 1, mismatch: null });
      expect(found.settlements[0]).to.include({
        sequence: "1",
        kind: "verified",
        realized: "100000000",
        profit: "100000000",
        accrued: "10000000",
        credited: "10000000",
        share: "10000000",
        paid: "10000000",
      });
    });

    it("terms shows the ledger", async () => {
      const found = await json("terms", attested());
      // $20 deposited, $17.005 of it the creator's; the minimum of $5 is more than the $2.995 left.
      expect(found).to.include({
        exitCode: 0,
        state: "active",
        accrued: "17005000",
        claimable: "17005000",
        owed: "0",
        balance: "2995000",
        withdrawable: "0",
        botOffersOtherTerms: false,
      });
    });

    it("terms says when the bot offers other terms by now", async () => {
      const { chain } = world.chain.localnet;
      const bot = world.attestedBot.toBase58();
      const account = chain.account(bot)!;
      const { terms } = await world.chain.client.bot(world.attestedBot);
      const data = Buffer.from(account.data);
      data.set(encodeTerms({ ...terms, version: 2, profitShareBps: 850 }), data.indexOf(encodeTerms(terms)));
      chain.setAccount(bot, { ...account, data });
      try {
        const { exitCode, out } = await world.run("terms", attested());
        expect(exitCode).to.equal(0);
        expect(out).to.include(
          "The bot offers other terms to new subscribers; they do not change this subscription:\n" +
            "  profit share: 8.5 % of each profitable close: losses do not count (here: 10 % of each profitable close: losses do not count)\n" +
            "  version: 2 (here: 1)",
        );
        expect(out).to.match(/^profit share +10 % /m);
      } finally {
        chain.setAccount(bot, account);
      }
    });

    it("history fails where the account does not end with the chain of heads", async () => {
      const { chain } = world.chain.localnet;
      const account = chain.account(attested())!;
      const data = Uint8Array.from(account.data);
      const { head } = await world.chain.client.subscription(world.attested);
      const at = Buffer.from(data).indexOf(Buffer.from(head));
      data[at]! ^= 1;
      chain.setAccount(attested(), { ...account, data });
      try {
        const { exitCode, out } = await world.run("history", attested());
        expect(exitCode).to.equal(1);
        expect(out).to.match(/NOT VERIFIED: record 4 is wrong: the chain ends with [0-9a-f]{64}/);
        const { exitCode: ofTerms, out: shown } = await world.run("terms", attested());
        expect(ofTerms).to.equal(1);
        expect(shown).to.include("NOT OK  history: record 4 is wrong");
      } finally {
        chain.setAccount(attested(), account);
      }
    });

    it("claim moves a part to the owner's own account, which it makes", async () => {
      const purse = world.chain.purse(world.creator.publicKey);
      expect(await world.chain.connection.getAccountInfo(purse)).to.equal(null);
      const found = await json("claim", attested(), "2.5", "--yes", "--keypair", world.keyFile(world.creator));
      expect(found).to.include({ exitCode: 0, claimed: "2500000", destination: purse.toBase58() });
      expect(await world.tokens(purse)).to.equal(2_500_000n);
      const landed = await world.chain.connection.getTransaction(found.signature, {
        maxSupportedTransactionVersion: 1,
      });
      expect(landed?.meta?.err).to.equal(null);
    });

    it("claim moves all the rest to another wallet", async () => {
      const wallet = Keypair.generate().publicKey;
      const args = ["claim", attested(), "--yes", "--keypair", world.keyFile(world.creator), "--to", wallet.toBase58()];
      const { exitCode, out } = await world.run(...args);
      expect(exitCode).to.equal(0);
      expect(out).to.include(`Claimed $14.505 (14505000 base units) to ${world.chain.purse(wallet).toBase58()}`);
      expect(await world.tokens(world.chain.purse(wallet))).to.equal(14_505_000n);
    });

    it("claim moves to a token account, and takes what there is if more is asked", async () => {
      const purse = await world.chain.mintTo(world.eve.publicKey, 0n);
      const args = ["--yes", "--keypair", world.keyFile(world.creator), "--to", purse.toBase58()];
      expect(await json("claim", verified(), "999", ...args)).to.include({ exitCode: 0, claimed: "10000000" });
      expect(await world.tokens(purse)).to.equal(10_000_000n);
    });

    it("withdraw takes an amount, and what is earned until then is charged first", async () => {
      const deposit = await world.chain.client.deposit(world.verified, {
        owner: world.subscriber.publicKey,
        amount: 50n * DOLLAR,
      });
      await world.chain.send([deposit], world.subscriber);
      await world.earn();
      const purse = world.chain.purse(world.subscriber.publicKey);
      const before = await world.tokens(purse);
      const found = await json("withdraw", verified(), "15", "--yes", "--keypair", world.keyFile(world.subscriber));
      expect(found).to.include({ exitCode: 0, withdrawn: "15000000" });
      expect((await world.tokens(purse)) - before).to.equal(15_000_000n);
      // $50 − $10 of share − $15.
      expect(await json("terms", verified())).to.include({ accrued: "20000000", balance: "25000000" });
    });

    it("withdraw --all counts on the settlement that it begins with", async () => {
      await world.earn();
      const found = await json("withdraw", verified(), "--all", "--yes", "--keypair", world.keyFile(world.subscriber));
      expect(found).to.include({ exitCode: 0, withdrawn: "15000000" });
      expect(await json("terms", verified())).to.include({ accrued: "30000000", balance: "0", owed: "0" });
    });

    it("withdraw --all has nothing to take under the minimum balance", async () => {
      const found = await json("withdraw", attested(), "--all", "--yes", "--keypair", world.keyFile(world.subscriber));
      expect(found).to.include({ exitCode: 0, withdrawn: "0", signature: null });
    });
  });

  describe("what the chain refuses", () => {
    it("is said in plain words, with exit code 1", async () => {
      const args = ["withdraw", attested(), "1", "--yes", "--keypair", world.keyFile(world.subscriber)];
      const { exitCode, out, err } = await world.run(...args);
      expect(exitCode).to.equal(1);
      expect(out).to.equal("");
      expect(err).to.equal(
        "error: The chain refused to withdraw. More is asked than the balance above the minimum balance of the terms" +
          " (BalanceTooLow, 6101)",
      );
    });
  });

  describe("bad input: exit code 2, and nothing is sent", () => {
    const key = () => world.keyFile(world.creator);
    const cases: [string, () => string[], RegExp][] = [
      ["an unknown command", () => ["steal", attested()], /unknown command 'steal'/],
      ["no subscription", () => ["terms"], /missing required argument 'subscription'/],
      ["no address", () => ["terms", "abc"], /subscription "abc" is no Solana address/],
      [
        "an address with nothing",
        () => ["history", Keypair.generate().publicKey.toBase58()],
        /No such subscription exists or was closed at/,
      ],
      [
        "the address of a bot",
        () => ["terms", world.attestedBot.toBase58()],
        /is no subscription, it is a bot: pass the address of a subscription/,
      ],
      ["a wallet's address", () => ["terms", world.creator.publicKey.toBase58()], /is no subscription, it is a wallet/],
      [
        "no key file",
        () => ["claim", attested()],
        /Which wallet signs\? Pass --keypair <file>, the key file of the bot's owner/,
      ],
      [
        "a missing key file",
        () => ["claim", attested(), "--yes", "--keypair", "/nowhere.json"],
        /\/nowhere.json cannot be read: there is no such file/,
      ],
      [
        "a broken key file",
        () => ["claim", attested(), "--yes", "--keypair", world.file("broken.json", "[1,2]")],
        /broken.json is no key file: it has to hold the 64 bytes .* as `solana-keygen` writes them/,
      ],
      [
        "another's key file",
        () => ["claim", attested(), "--yes", "--keypair", world.keyFile(world.eve)],
        /^error: The key file \S+json is that of \w+; only the bot's owner \w+ claims: pass its key file with --keypair$/,
      ],
      [
        "the owner's key to withdraw",
        () => ["withdraw", attested(), "1", "--yes", "--keypair", key()],
        /^error: The key file \S+json is that of \w+; only the subscriber \w+ withdraws: pass its key file with --keypair$/,
      ],
      [
        "an amount that is none",
        () => ["claim", attested(), "ten", "--yes", "--keypair", key()],
        /"ten" is no number of dollars/,
      ],
      [
        "too many decimals",
        () => ["claim", attested(), "0.0000001", "--yes", "--keypair", key()],
        /more than 6 decimals/,
      ],
      ["neither amount nor --all", () => ["withdraw", attested(), "--yes", "--keypair", key()], /How much\?/],
      ["both", () => ["withdraw", attested(), "1", "--all", "--yes", "--keypair", key()], /How much\?/],
      [
        "no recipient",
        () => ["claim", attested(), "--yes", "--keypair", key(), "--to", "x"],
        /--to address "x" is no Solana/,
      ],
      [
        "a recipient that is a mint",
        () => ["claim", attested(), "--yes", "--keypair", key(), "--to", world.chain.mint.toBase58()],
        /is neither a wallet nor a token account/,
      ],
      [
        "a recipient for whom nobody signs",
        () => [
          "claim",
          attested(),
          "--keypair",
          key(),
          "--to",
          world.chain.purse(Keypair.generate().publicKey).toBase58(),
        ],
        /does not exist and nobody can sign for it/,
      ],
      [
        "a missing legal text",
        () => ["terms", attested(), "--text", "/nowhere"],
        /legal text \/nowhere cannot be read: there is no such file/,
      ],
    ];
    for (const [what, args, message] of cases) {
      it(what, async () => {
        const sent = world.chain.localnet.chain.ledger.count;
        const { exitCode, err } = await world.run(...args());
        expect(err).to.match(message);
        expect(exitCode).to.equal(2);
        expect(world.chain.localnet.chain.ledger.count).to.equal(sent);
      });
    }

    it("another's key file, of Solana's settings", async () => {
      const settings = world.file("config.yml", `keypair_path: ${world.keyFile(world.eve)}\n`);
      const { exitCode, err } = await world.run("claim", attested(), "--config", settings);
      expect(exitCode).to.equal(2);
      expect(err).to.match(/^error: The key file \S+json \(keypair_path of \S+config.yml\) is that of \w+; only the/);
    });

    it("no command", async () => {
      const { exitCode, err } = await runBare();
      expect(exitCode).to.equal(2);
      expect(err).to.include("Usage: profit-share");
    });

    it("a URL that is none", async () => {
      const { exitCode, err } = await runBare("terms", attested(), "--url", "local");
      expect([exitCode, err]).to.deep.equal([
        2,
        'error: --url "local" is no address of a JSON-RPC node: pass one like http://127.0.0.1:8899, or one of ' +
          "mainnet-beta, testnet, devnet, localhost",
      ]);
    });
  });

  describe("besides", () => {
    it("says when the node does not keep the history, with exit code 3", async () => {
      const node = await openSpoiledNode(world.chain.localnet.rpcUrl, (response, { method, id }) => {
        if (method !== "getTransaction") return false;
        sendJson(response, { jsonrpc: "2.0", id, result: null });
        return true;
      });
      const { exitCode, out, err } = await runBare("history", attested(), "--url", node.url);
      await node.close();
      expect([exitCode, out]).to.deep.equal([3, ""]);
      expect(err).to.match(/^error: The node lists transaction \w+ but does not return it: ask an archive node$/m);
    });

    it("explains itself, with exit code 0", async () => {
      const { exitCode, out } = await runBare("claim", "--help");
      expect(exitCode).to.equal(0);
      expect(out).to.include("Usage: profit-share claim [options] [address] [amount]");
    });

    it("runs as a program of its own", async () => {
      const bin = join(__dirname, "../bin/profit-share.cjs");
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...[bin, "history", attested(), "--url", world.chain.localnet.rpcUrl, "--json"],
      ]);
      expect(JSON.parse(stdout)).to.include({ verified: true, count: 3 });
      const failed = await promisify(execFile)(process.execPath, [bin, "history", "abc"]).catch((error) => error);
      expect(failed.code).to.equal(2);
      expect(failed.stderr).to.equal('error: The subscription "abc" is no Solana address: pass 32 bytes in base58\n');
    });
  });

  describe("after the subscription was closed", () => {
    before(async () => {
      const { client } = world.chain;
      await world.chain.send([await client.unsubscribe(world.verified)], world.subscriber);
      await world.chain.send([await client.closeSubscription(world.verified)]);
    });

    it("history proves it up to the head in its closing, and says where the money went", async () => {
      const { exitCode, out } = await world.run("history", verified());
      expect(exitCode).to.equal(0);
      // Three of $100 and the end.
      expect(out).to.include("VERIFIED: 4 settlements, from the terms to the closing's head without a gap");
      // $30 of share, of which $10 were claimed.
      expect(out).to.match(
        /Closed by \w+: \$20\.00 to the bot's vault, \$0\.00 to the subscriber, \$0\.00 written off\.$/,
      );
      const { closed } = await json("history", verified());
      expect(closed).to.include({ toVault: "20000000", toSubscriber: "0", writtenOff: "0" });
    });
  });
});
