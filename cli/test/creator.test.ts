import { Keypair, PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { LEGAL_HASH, LEGAL_TEXT, World } from "./support/world";

const DOLLAR = 1_000_000n;

describe("bots and keepers", () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });
  after(() => world.close());

  async function done(keypair: Keypair, ...args: string[]) {
    const run = await world.run(...args, "--yes", "--json", "--keypair", world.keyFile(keypair));
    expect([run.exitCode, run.err]).to.deep.equal([0, ""]);
    return JSON.parse(run.out);
  }

  /** The error of a command that sends nothing. */
  async function refused(keypair: Keypair, ...args: string[]): Promise<string> {
    const { ledger } = world.chain.localnet.chain;
    const before = ledger.count;
    const { exitCode, err } = await world.run(...args, "--yes", "--keypair", world.keyFile(keypair));
    expect([exitCode, ledger.count]).to.deep.equal([2, before]);
    return err;
  }

  const { creator, eve } = { creator: () => world.creator, eve: () => world.eve };
  const text = () => world.file("terms.txt", LEGAL_TEXT);
  const mint = () => world.chain.mint.toBase58();
  const bot = () => world.attestedBot.toBase58();

  describe("bot publish", () => {
    it("publishes a verified one, with the sha256 of the text", async () => {
      const id = "0189d2a4-0000-7000-8000-00000000002a";
      const args = ["--source", "drift", "--mint", mint(), "--share", "7.5", "--min-cap", "2", "--text", text()];
      const found = await done(eve(), "bot", "publish", "--id", id, ...args);
      const published = await world.chain.client.bot(new PublicKey(found.bot));
      expect(Buffer.from(published.id).toString("hex")).to.equal(id.replaceAll("-", ""));
      expect(published.owner.toBase58()).to.equal(eve().publicKey.toBase58());
      expect(published.payoutWallet.toBase58()).to.equal(eve().publicKey.toBase58());
      expect(published.minPayout).to.equal(10_000n);
      const { terms } = published;
      expect(terms).to.include({ source: "drift", feeBasis: "high_water_mark", profitShareBps: 750, version: 1 });
      expect([terms.minBalance, terms.minDailyCap, terms.keeper]).to.deep.equal([0n, 2n * DOLLAR, null]);
      expect(Buffer.from(terms.hash).toString("hex")).to.equal(LEGAL_HASH);
    });

    it("publishes an attested one, at a random id", async () => {
      const { keeper } = (await world.chain.client.bot(world.attestedBot)).terms;
      const args = ["--source", "attested", "--keeper", keeper!.toBase58(), "--basis", "each_close", "--mint", mint()];
      const more = ["--share", "10", "--min-cap", "1", "--min-balance", "5", "--hash", LEGAL_HASH];
      const found = await done(eve(), "bot", "publish", ...args, ...more);
      const { terms } = await world.chain.client.bot(new PublicKey(found.bot));
      expect(terms).to.include({ source: "attested", feeBasis: "each_close", minBalance: 5n * DOLLAR });
    });

    const complete = () => [
      "--source",
      "drift",
      "--mint",
      mint(),
      "--share",
      "7.5",
      "--min-cap",
      "2",
      "--text",
      text(),
    ];
    const cases: [what: string, args: () => string[], words: RegExp][] = [
      [
        "more than a bot can take",
        () => [...complete(), "--share", "10.5"],
        /--share 10.5 is more than a bot can take: pass at most 10/,
      ],
      ["a share that is none", () => [...complete(), "--share", "ten"], /--share "ten" is no number of percent/],
      ["no share", () => complete().toSpliced(4, 2), /What is the creator's share\? Pass --share, like 7.5/],
      ["no cap", () => complete().toSpliced(6, 2), /lowest daily cap .*\? Pass --min-cap, like 1/],
      ["no text", () => complete().toSpliced(8, 2), /What do subscribers agree to\? Pass --text <file>/],
      ["a text and a hash", () => [...complete(), "--hash", LEGAL_HASH], /--text and --hash both say/],
      [
        "an attested one without a keeper",
        () => [...complete(), "--source", "attested"],
        /Who attests the closes\? Pass --keeper/,
      ],
      [
        "a verified one of each close",
        () => [...complete(), "--basis", "each_close"],
        /--basis each_close is for attested bots/,
      ],
      [
        "an id that is none",
        () => [...complete(), "--id", "Tide"],
        /--id "Tide" is no id: pass a UUID, or 32 hexadecimal digits/,
      ],
      [
        "a source that is none",
        () => [...complete(), "--source", "oracle"],
        /argument 'oracle' is invalid. Allowed choices are drift/,
      ],
      ["a minimum of nothing", () => [...complete(), "--min-payout", "0"], /--min-payout: The amount is zero/],
    ];
    for (const [what, args, words] of cases) {
      it(`refuses ${what}`, async () => {
        expect(await refused(eve(), "bot", "publish", ...args())).to.match(words);
      });
    }
  });

  describe("bot terms", () => {
    it("changes only what was typed", async () => {
      await done(creator(), "bot", "terms", bot(), "--share", "8");
      const { terms } = await world.chain.client.bot(world.attestedBot);
      expect(terms).to.include({ profitShareBps: 800, version: 2, minBalance: 5n * DOLLAR, feeBasis: "each_close" });
      expect(Buffer.from(terms.hash).toString("hex")).to.equal(LEGAL_HASH);
    });

    it("refuses where nothing changes", async () => {
      expect(await refused(creator(), "bot", "terms", bot(), "--share", "8")).to.include(
        "Nothing of the terms would change",
      );
    });

    it("is the owner's", async () => {
      expect(await refused(eve(), "bot", "terms", bot(), "--share", "1")).to.match(
        /only the bot's owner \w+ changes its terms/,
      );
    });
  });

  describe("bot payout", () => {
    it("sets wallet and minimum", async () => {
      const wallet = Keypair.generate().publicKey;
      await done(creator(), "bot", "payout", bot(), "--wallet", wallet.toBase58(), "--min", "2.5");
      const found = await world.chain.client.bot(world.attestedBot);
      expect(found.payoutWallet.toBase58()).to.equal(wallet.toBase58());
      expect(found.minPayout).to.equal(2_500_000n);
    });

    it("takes a multisig's vault that holds SOL", async () => {
      const [vault] = PublicKey.findProgramAddressSync([Buffer.from("vault")], Keypair.generate().publicKey);
      world.chain.airdrop(vault);
      await done(creator(), "bot", "payout", bot(), "--wallet", vault.toBase58());
      expect((await world.chain.client.bot(world.attestedBot)).payoutWallet.toBase58()).to.equal(vault.toBase58());
    });

    const unpayable: [what: string, wallet: () => PublicKey | Promise<PublicKey>, words: RegExp][] = [
      ["a mint", () => world.chain.mint, /is a mint: nobody can take out what is paid there/],
      [
        "a token account",
        () => world.chain.mintTo(world.eve.publicKey, 1n),
        /is a token account of the mint \w+: nobody can take out/,
      ],
      [
        "a token account that does not exist yet",
        () => world.chain.purse(Keypair.generate().publicKey),
        /does not exist and has no key: pass a wallet\. A multisig's vault has to hold a little SOL first/,
      ],
      ["a bot", () => world.verifiedBot, /is a bot: nobody can take out/],
      ["an escrow", async () => (await world.chain.client.subscription(world.attested)).escrow, /is a token account/],
      ["a program", () => SystemProgram.programId, /is a program: nobody can take out/],
      ["an account of another program", () => world.trader.user, /is a user account of the venue drift: nobody/],
    ];
    for (const [what, wallet, words] of unpayable) {
      it(`refuses ${what}`, async () => {
        const address = (await wallet()).toBase58();
        expect(await refused(creator(), "bot", "payout", bot(), "--wallet", address)).to.match(words);
      });

      it(`refuses ${what} when a bot is published, too`, async () => {
        const terms = ["--source", "drift", "--mint", mint(), "--share", "5", "--min-cap", "2", "--text", text()];
        const address = (await wallet()).toBase58();
        expect(await refused(eve(), "bot", "publish", ...terms, "--wallet", address)).to.match(words);
      });
    }

    it("refuses where nothing is typed", async () => {
      expect(await refused(creator(), "bot", "payout", bot())).to.include("Pass --wallet, --min or both");
    });
  });

  describe("bot open, close, transfer and accept", () => {
    it("closes and opens for new subscribers", async () => {
      await done(creator(), "bot", "close", bot());
      expect((await world.chain.client.bot(world.attestedBot)).open).to.equal(false);
      await done(creator(), "bot", "open", bot());
      expect((await world.chain.client.bot(world.attestedBot)).open).to.equal(true);
    });

    it("offers it, takes that back, and hands it over", async () => {
      const to = eve().publicKey.toBase58();
      expect(await refused(eve(), "bot", "accept", bot())).to.include("is offered to nobody: its owner begins with");
      await done(creator(), "bot", "transfer", bot(), to);
      const { bots } = JSON.parse((await world.run("list", to, "--json")).out);
      expect(bots.find((one: { address: string }) => one.address === bot()).roles).to.deep.equal([
        "new owner, if it accepts",
      ]);
      await done(creator(), "bot", "transfer", bot(), "--cancel");
      await done(creator(), "bot", "transfer", bot(), to);
      expect(await refused(creator(), "bot", "accept", bot())).to.match(/only the new owner \w+ accepts/);
      await done(eve(), "bot", "accept", bot());
      const found = await world.chain.client.bot(world.attestedBot);
      expect([found.owner, found.payoutWallet].map(String)).to.deep.equal([to, to]);
    });

    it("asks to whom", async () => {
      expect(await refused(creator(), "bot", "transfer", bot())).to.include(
        "To whom? Pass either a wallet or --cancel",
      );
    });
  });

  describe("keeper", () => {
    it("is registered, rotated and handed over", async () => {
      const [first, second] = [Keypair.generate().publicKey, Keypair.generate().publicKey];
      const { keeper } = await done(creator(), "keeper", "register", first.toBase58());
      const read = () => world.chain.client.keeper(new PublicKey(keeper));
      expect((await read()).signer.toBase58()).to.equal(first.toBase58());
      await done(creator(), "keeper", "rotate", keeper, second.toBase58());
      expect((await read()).signer.toBase58()).to.equal(second.toBase58());
      expect(await refused(eve(), "keeper", "rotate", keeper, first.toBase58())).to.match(
        /only the keeper's admin \w+ rotates/,
      );
      await done(creator(), "keeper", "transfer", keeper, eve().publicKey.toBase58());
      await done(eve(), "keeper", "accept", keeper);
      expect((await read()).admin.toBase58()).to.equal(eve().publicKey.toBase58());
    });
  });
});
