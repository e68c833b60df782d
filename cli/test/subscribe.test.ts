import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attestedSubscriptionAddress, tokenAddress, transferTokens } from "@profit-share/sdk";
import { SystemProgram, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("subscribe, two signatures on two machines", () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  let files = 0;
  /** A file that is not there yet. */
  const fresh = () => {
    files += 1;
    return join(world.folder, `handed-over-${files}.txt`);
  };
  let accounts = 100;
  /** The typed parties, each time with another account of the agent. */
  function parties(): { args: string[]; accountNo: number } {
    accounts += 1;
    const args = ["--subscriber", world.subscriber.publicKey.toBase58(), "--agent", world.agent.publicKey.toBase58()];
    return { args: [...args, "--account-no", String(accounts), "--cap", "50", "--deposit", "6"], accountNo: accounts };
  }
  const bot = () => world.attestedBot.toBase58();

  async function prepared(): Promise<{ file: string; accountNo: number }> {
    const file = fresh();
    const { args, accountNo } = parties();
    const { exitCode, err } = await world.run("subscribe", "prepare", bot(), ...args, "--out", file);
    expect([exitCode, err]).to.deep.equal([0, ""]);
    return { file, accountNo };
  }
  async function signed(file: string): Promise<string> {
    const next = fresh();
    const args = ["--yes", "--keypair", world.keyFile(world.subscriber), "--out", next];
    const { exitCode, err } = await world.run("subscribe", "sign", file, ...args);
    expect([exitCode, err]).to.deep.equal([0, ""]);
    return next;
  }
  const cosign = (text: string, keypair = world.agent) =>
    world.run("subscribe", "cosign", text, "--yes", "--keypair", world.keyFile(keypair));

  it("prepare says what would be agreed, and that nobody has signed", async () => {
    const { exitCode, out } = await world.run("subscribe", "prepare", bot(), ...parties().args);
    expect(exitCode).to.equal(0);
    for (const text of [
      `subscriber       ${world.subscriber.publicKey.toBase58()}`,
      "profit share     10 % of each profitable close: losses do not count",
      "daily cap        $50.00 (50000000 base units) of share",
      "deposit          $6.00 (6000000 base units)",
      "Nothing is signed or sent yet.",
    ]) {
      expect(out).to.include(text);
    }
    expect(out).to.match(/^subscriber \w+ +-\$6\.00 +-0\.\d+ SOL$/m);
  });

  it("the subscriber signs, the agent cosigns, and the subscription is there", async () => {
    const { file, accountNo } = await prepared();
    // A blockhash has died since it was prepared; that of the first signature counts.
    world.chain.localnet.chain.advanceSlots(152);
    const { exitCode, out, err } = await cosign(await signed(file));
    expect([exitCode, err]).to.deep.equal([0, ""]);
    const address = attestedSubscriptionAddress(world.agent.publicKey, accountNo);
    expect(out).to.include(`Subscribed: ${address.toBase58()}`);
    const subscription = await world.chain.client.subscription(address);
    expect(subscription).to.deep.include({ balance: 6n * DOLLAR, dailyCap: 50n * DOLLAR });
    expect(subscription.subscriber.toBase58()).to.equal(world.subscriber.publicKey.toBase58());
  });

  it("a text does as well as a file, and JSON holds it", async () => {
    const { args } = parties();
    const { out } = await world.run("subscribe", "prepare", bot(), ...args, "--json");
    const key = ["--yes", "--json", "--keypair", world.keyFile(world.subscriber)];
    const first = await world.run("subscribe", "sign", JSON.parse(out).transaction, ...key);
    const { transaction, missing } = JSON.parse(first.out);
    expect(missing).to.deep.equal([world.agent.publicKey.toBase58()]);
    expect((await cosign(transaction)).exitCode).to.equal(0);
  });

  describe("refuses, and sends nothing:", () => {
    async function expectRefused(run: () => ReturnType<typeof cosign>, words: RegExp): Promise<void> {
      const { ledger } = world.chain.localnet.chain;
      const before = ledger.count;
      const { exitCode, err } = await run();
      expect(err).to.match(words);
      expect([exitCode, ledger.count]).to.deep.equal([2, before]);
    }

    it("one that nobody has signed", async () => {
      const { file } = await prepared();
      await expectRefused(() => cosign(file), /\w+ has not signed yet: that is `subscribe sign`, and comes first/);
    });

    it("one that has expired", async () => {
      const file = await signed((await prepared()).file);
      world.chain.localnet.chain.advanceSlots(152);
      await expectRefused(() => cosign(file), /The transaction has expired: a blockhash lives for 150 blocks/);
    });

    it("a wallet that is no party", async () => {
      const file = await signed((await prepared()).file);
      await expectRefused(() => cosign(file, world.eve), /is that of \w+, who is no party/);
    });

    it("a second signature of the same party", async () => {
      const file = await signed((await prepared()).file);
      await expectRefused(() => cosign(file, world.subscriber), /has signed it already: hand it to the other party/);
    });

    it("terms that the bot offers no more", async () => {
      const file = await signed((await prepared()).file);
      const change = await world.chain.client.updateTerms(world.attestedBot, { profitShareBps: 900 });
      await world.chain.send([change], world.creator);
      await expectRefused(
        () => cosign(file),
        /accepts version 1 of the terms, the bot offers version 2: prepare it again/,
      );
    });

    it("anything beside the subscription", async () => {
      const { file } = await prepared();
      const { message } = VersionedTransaction.deserialize(Buffer.from(readFileSync(file, "utf8"), "base64"));
      const { instructions, ...rest } = TransactionMessage.decompile(message);
      const { chain, agent, eve } = world;
      const steal = transferTokens({
        ...{ from: tokenAddress(chain.mint, agent.publicKey), to: tokenAddress(chain.mint, eve.publicKey) },
        ...{ owner: agent.publicKey, mint: chain.mint, amount: 1n, decimals: 6 },
      });
      const tampered = new TransactionMessage({ ...rest, instructions: [...instructions, steal] });
      const text = Buffer.from(new VersionedTransaction(tampered.compileToLegacyMessage()).serialize());
      const args = ["--yes", "--keypair", world.keyFile(world.subscriber)];
      await expectRefused(
        () => world.run("subscribe", "sign", text.toString("base64"), ...args),
        /holds an instruction of the program Tokenkeg\w+ beside a subscription: do not sign it/,
      );
    });

    it("another transaction", async () => {
      const message = new TransactionMessage({
        payerKey: world.subscriber.publicKey,
        recentBlockhash: (await world.chain.connection.getLatestBlockhash()).blockhash,
        instructions: [
          SystemProgram.transfer({
            fromPubkey: world.subscriber.publicKey,
            toPubkey: world.eve.publicKey,
            lamports: 1,
          }),
        ],
      });
      const text = Buffer.from(new VersionedTransaction(message.compileToLegacyMessage()).serialize()).toString(
        "base64",
      );
      await expectRefused(() => cosign(text, world.subscriber), /holds an instruction of the program 1111\w+ beside/);
    });

    it("what is no transaction", async () => {
      await expectRefused(() => cosign("nothing"), /"nothing" holds no transaction: pass the base64 text/);
    });

    it("a file that is there already", async () => {
      const { args } = parties();
      const file = world.file("there.txt", "mine");
      await expectRefused(
        () => world.run("subscribe", "prepare", bot(), ...args, "--out", file),
        /--out \S+ cannot be written: there is a file already/,
      );
      expect(readFileSync(file, "utf8")).to.equal("mine");
    });

    it("neither or both of the agent's accounts", async () => {
      const { args } = parties();
      const words = /Which account of the agent\? Pass --venue-user for a verified bot, or --account-no/;
      const out = fresh();
      await expectRefused(() => world.run("subscribe", "prepare", bot(), ...args, "--venue-user", bot()), words);
      await expectRefused(() => world.run("subscribe", "prepare", bot(), ...args.toSpliced(4, 2), "--out", out), words);
      expect(existsSync(out)).to.equal(false);
    });

    it("an account number that is none", async () => {
      const args = [...parties().args, "--account-no", "65536"];
      await expectRefused(
        () => world.run("subscribe", "prepare", bot(), ...args),
        /--account-no "65536" is no account number/,
      );
    });
  });
});
