import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("what moves money", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.close());

  const attested = () => world.attested.toBase58();
  const verified = () => world.verified.toBase58();
  const subscriber = () => world.keyFile(world.subscriber);
  const owner = () => world.keyFile(world.creator);
  const eve = () => world.keyFile(world.eve);

  /** Runs a command with `--yes` and a key file; the JSON that it prints. */
  async function done(keyFile: string, ...args: string[]) {
    const { exitCode, out, err } = await world.run(...args, "--yes", "--json", "--keypair", keyFile);
    expect([exitCode, err]).to.deep.equal([0, ""]);
    return JSON.parse(out);
  }

  /** The error of a command that sends nothing. */
  async function refused(keyFile: string, ...args: string[]): Promise<string> {
    const { ledger } = world.chain.localnet.chain;
    const before = ledger.count;
    const { exitCode, err } = await world.run(...args, "--yes", "--keypair", keyFile);
    expect([exitCode, ledger.count]).to.deep.equal([2, before]);
    return err;
  }

  const ledger = () => world.chain.client.subscription(world.attested);

  /** Closes of $300 leave a share of $30 under a balance of $20. */
  const runIntoDebt = () => world.attest(300n * DOLLAR);

  describe("deposit", () => {
    it("pays into the balance, and what is owed first", async () => {
      await runIntoDebt();
      const found = await done(subscriber(), "deposit", attested(), "12.5");
      expect(found).to.include({ deposited: "12500000", balance: "2500000" });
      expect(await ledger()).to.deep.include({ balance: 2_500_000n, credited: 30n * DOLLAR });
    });

    it("is anybody's to make", async () => {
      await world.chain.mintTo(world.eve.publicKey, DOLLAR);
      await done(eve(), "deposit", attested(), "1");
      expect((await ledger()).balance).to.equal(21n * DOLLAR);
    });

    it("of more than there is, is refused by the chain in words", async () => {
      const args = ["deposit", attested(), "1000", "--yes", "--keypair", subscriber()];
      const { exitCode, err } = await world.run(...args);
      expect(exitCode).to.equal(1);
      expect(err).to.match(/^error: The chain refused to deposit\. /);
    });
  });

  describe("cap", () => {
    it("below the present one counts from the next day", async () => {
      const { from } = await done(subscriber(), "cap", attested(), "50");
      // Noon of day 20,000.
      expect(from).to.equal(String(20_001 * 86_400));
      expect(await ledger()).to.deep.include({ dailyCap: 1_000n * DOLLAR, nextDailyCap: 50n * DOLLAR });
    });

    it("above it counts at once", async () => {
      await done(subscriber(), "cap", attested(), "2000");
      expect((await ledger()).dailyCap).to.equal(2_000n * DOLLAR);
    });

    it("is the subscriber's", async () => {
      expect(await refused(eve(), "cap", attested(), "50")).to.match(
        /only the subscriber \w+ sets the cap: pass its key file/,
      );
    });
  });

  describe("settle", () => {
    it("charges what the venue account made", async () => {
      await world.earn();
      const found = await done(eve(), "settle", verified());
      expect(found).to.include({ profit: "100000000", share: "10000000", records: true });
      expect((await world.chain.client.subscription(world.verified)).accrued).to.equal(10n * DOLLAR);
    });

    it("says when there is no record", async () => {
      expect(await done(eve(), "settle", verified())).to.include({ share: "0", records: false });
    });

    it("refuses an attested one", async () => {
      expect(await refused(eve(), "settle", attested())).to.match(/is attested: only its keeper settles it/);
    });
  });

  describe("sync", () => {
    it("counts what reached the escrow", async () => {
      const { escrow } = await ledger();
      world.chain.setTokens(escrow, world.attested, 23n * DOLLAR);
      expect(await done(eve(), "sync", attested())).to.include({ found: "3000000" });
      expect((await ledger()).balance).to.equal(23n * DOLLAR);
    });

    it("sends nothing where there is nothing", async () => {
      expect(await done(eve(), "sync", attested())).to.include({ found: "0", signature: null });
    });
  });

  describe("payout", () => {
    it("makes the payout wallet's account, and pays", async () => {
      await world.attest(20n * DOLLAR);
      const found = await done(eve(), "payout", attested());
      const purse = world.chain.purse(world.creator.publicKey);
      expect(found).to.include({ paid: "2000000", destination: purse.toBase58() });
      expect(found.rent.paid).not.to.equal("0");
      expect(await world.tokens(purse)).to.equal(2n * DOLLAR);
    });

    it("sends nothing below the minimum", async () => {
      expect(await done(eve(), "payout", attested())).to.include({ paid: "0", signature: null });
    });
  });

  describe("waive", () => {
    it("gives up a part of the debt, and all", async () => {
      await runIntoDebt();
      expect(await done(owner(), "waive", attested(), "4")).to.include({ waived: "4000000" });
      expect(await done(owner(), "waive", attested(), "--all")).to.include({ waived: "6000000" });
      expect((await ledger()).waived).to.equal(10n * DOLLAR);
    });

    it("sends nothing without a debt", async () => {
      expect(await done(owner(), "waive", attested(), "--all")).to.include({ waived: "0", signature: null });
    });

    it("asks how much", async () => {
      expect(await refused(owner(), "waive", attested())).to.include(
        "How much? Pass either an amount in dollars or --all",
      );
    });
  });

  describe("unsubscribe and close", () => {
    it("end a verified subscription at once, and everybody has what is theirs", async () => {
      await world.earn();
      expect(await done(subscriber(), "unsubscribe", verified())).to.include({ ended: true });
      const purse = world.chain.purse(world.subscriber.publicKey);
      const before = await world.tokens(purse);
      const found = await done(eve(), "close", verified());
      // $10 of balance, all of it the creator's.
      expect(found).to.include({ toSubscriber: "0", toVault: "10000000", writtenOff: "0" });
      expect(await world.tokens(purse)).to.equal(before);
      const vault = await done(owner(), "claim", world.verifiedBot.toBase58());
      expect(vault).to.include({ claimed: "10000000" });
      expect(await world.tokens(world.chain.purse(world.creator.publicKey))).to.equal(10n * DOLLAR);
    });

    it("take the subscriber's money where it says", async () => {
      world.chain.airdrop(world.agent.publicKey);
      await done(world.keyFile(world.agent), "unsubscribe", attested());
      expect(await refused(subscriber(), "close", attested())).to.include("is closing: wait until it has ended");
      world.chain.passDays(8);
      const wallet = Keypair.generate().publicKey;
      const to = ["--to", wallet.toBase58()];
      expect(await refused(eve(), "close", attested(), ...to)).to.include("only the subscriber");
      expect(await done(subscriber(), "close", attested(), ...to)).to.include({ toSubscriber: "20000000" });
      expect(await world.tokens(world.chain.purse(wallet))).to.equal(20n * DOLLAR);
    });

    it("wait for a debt that nobody has paid", async () => {
      await runIntoDebt();
      await done(subscriber(), "unsubscribe", attested());
      world.chain.passDays(8);
      expect(await refused(eve(), "close", attested())).to.match(
        /owes \$10\.00 more than its escrow holds: deposit that, let the bot's owner waive it, or wait until .* UTC/,
      );
      world.chain.passDays(7);
      expect(await done(eve(), "close", attested())).to.include({ writtenOff: "10000000", toVault: "20000000" });
    });

    it("refuse one that lives", async () => {
      expect(await refused(eve(), "close", attested())).to.include("is active: unsubscribe first");
    });
  });

  describe("claim --all", () => {
    it("empties all escrows of the owner's bots", async () => {
      await world.attest(20n * DOLLAR);
      await world.earn();
      await world.settle();
      const found = await done(owner(), "claim", "--all");
      expect(found.claimed).to.equal("12000000");
      expect(found.transactions).to.have.length(1);
      expect(found.transactions[0].claims).to.have.length(2);
      expect(await world.tokens(world.chain.purse(world.creator.publicKey))).to.equal(12n * DOLLAR);
      expect(await done(owner(), "claim", "--all")).to.include({ claimed: "0" });
    });

    it("needs no address, and takes none", async () => {
      const words = "What is claimed? Pass either the address of a subscription or bot, or --all";
      expect(await refused(owner(), "claim")).to.include(words);
      expect(await refused(owner(), "claim", attested(), "--all")).to.include(words);
    });
  });
});
