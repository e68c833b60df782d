import { fromBase58, tokenAddress } from "@profit-share/sdk";
import { Keypair, PublicKey, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { type Run, runBefore } from "./support/command-line";
import { World } from "./support/world";

describe("before a transaction is sent", () => {
  let world: World;
  before(async () => {
    world = await World.open();
    await world.attest(100_000_000n);
  });
  after(() => world.close());

  const sent = () => world.chain.localnet.chain.ledger.count;
  const claim = (...args: string[]) => [
    ...["claim", world.attested.toBase58(), "1", "--keypair", world.keyFile(world.creator)],
    ...["--url", world.chain.localnet.rpcUrl, ...args],
  ];
  const asked = (answer: boolean | null, ...args: string[]): Promise<Run> =>
    runBefore({ answer }, {}, ...claim(...args));

  describe("a person", () => {
    it("sees what changes and what it costs, and is asked", async () => {
      const { exitCode, out, err } = await asked(true);
      expect(exitCode).to.equal(0);
      const owner = world.creator.publicKey.toBase58();
      expect(out).to.include("Claim $1.00 of the creator's share from subscription");
      expect(out).to.match(new RegExp(`^bot's owner ${owner} +\\+\\$1\\.00 +-0\\.\\d+ SOL$`, "m"));
      expect(out).to.match(new RegExp(`^escrow of subscription ${world.attested.toBase58()} +-\\$1\\.00$`, "m"));
      expect(out).to.include("The fee is 0.000005 SOL.");
      expect(out).to.match(/^New accounts take 0\.\d+ SOL of rent\.$/m);
      expect(err).to.equal("Send it? [y/N] ");
      expect(out).to.match(/Claimed \$1\.00 .*\nsignature \w+$/);
    });

    it("who says no sends nothing, exit code 1", async () => {
      const before = sent();
      const { exitCode, err } = await asked(false);
      expect([exitCode, sent()]).to.deep.equal([1, before]);
      expect(err).to.equal("Send it? [y/N] \nerror: You said no: nothing was sent");
    });

    it("who wants JSON reads it beside the question", async () => {
      const { exitCode, out, err } = await asked(true, "--json");
      expect(exitCode).to.equal(0);
      expect(JSON.parse(out)).to.include({ claimed: "1000000", fee: "5000" });
      expect(err).to.include("Claim $1.00").and.include("Send it? [y/N] ");
    });
  });

  describe("a script", () => {
    it("without --yes is refused, exit code 2", async () => {
      const before = sent();
      const { exitCode, err } = await asked(null);
      expect([exitCode, sent()]).to.deep.equal([2, before]);
      expect(err).to.equal(
        "error: Nobody can be asked, because this is no terminal: pass --yes to send it, or --dry-run to look only",
      );
    });

    it("with --yes is not asked", async () => {
      const { exitCode, err } = await asked(false, "--yes");
      expect([exitCode, err]).to.deep.equal([0, ""]);
    });
  });

  describe("--dry-run", () => {
    it("sends nothing, and prints the transaction in words and in base64", async () => {
      const before = sent();
      const { exitCode, out } = await asked(null, "--dry-run");
      expect([exitCode, sent()]).to.deep.equal([0, before]);
      expect(out).to.match(/^profit_share: claim\n {2}instance: 1\n {2}amount: 1000000\n {2}owner: \w+$/m);
      expect(out).to.match(/^compute budget: compute units at most\n {2}value: \d+$/m);
      expect(out).to.match(/^associated token: create the token account if it is missing\n {2}payer: \w+$/m);
      expect(out).to.include("Nothing was signed or sent: this is a dry run.");
      const [, base64] = /^base64\n(\S+)$/m.exec(out)!;
      const { message, signatures } = VersionedTransaction.deserialize(Buffer.from(base64!, "base64"));
      expect(message.staticAccountKeys[0]!.toBase58()).to.equal(world.creator.publicKey.toBase58());
      expect(signatures.every((signature) => signature.every((byte) => byte === 0))).to.equal(true);
    });

    it("gives machines the same", async () => {
      const { out } = await asked(null, "--dry-run", "--json");
      const found = JSON.parse(out);
      expect(found).to.include({ signature: null, signer: world.creator.publicKey.toBase58(), fee: "5000" });
      expect(found.instructions.at(-1)).to.deep.include({ program: "profit_share", name: "claim" });
      expect(found.changes[0].tokens).to.deep.equal([{ mint: world.chain.mint.toBase58(), amount: "1000000" }]);
    });
  });

  describe("for somebody elsewhere", () => {
    /** Off the curve, as a multisig's vault is. */
    const [vault] = PublicKey.findProgramAddressSync([Buffer.from("vault")], Keypair.generate().publicKey);

    it("--unsigned prints the transaction for that wallet, without any key", async () => {
      const before = sent();
      const owner = world.creator.publicKey.toBase58();
      const { exitCode, out } = await world.run("claim", world.attested.toBase58(), "--unsigned", owner, "--json");
      expect([exitCode, sent()]).to.deep.equal([0, before]);
      const found = JSON.parse(out);
      expect(found).to.include({ signer: owner, signature: null });
      const transaction = VersionedTransaction.deserialize(Buffer.from(found.transaction, "base64"));
      transaction.sign([world.creator]);
      const connection = world.chain.connection;
      await connection.confirmTransaction(await connection.sendTransaction(transaction), "confirmed");
      expect(await world.tokens(world.chain.purse(world.creator.publicKey))).to.equal(10_000_000n);
    });

    it("--unsigned for the wrong wallet is refused", async () => {
      const eve = world.eve.publicKey.toBase58();
      const { exitCode, err } = await world.run("claim", world.attested.toBase58(), "--unsigned", eve);
      expect(exitCode).to.equal(2);
      expect(err).to.match(
        /^error: --unsigned \w+ is another one: only the bot's owner \w+ claims, pass that address$/,
      );
    });

    it("an owner that is a multisig's vault gets the transaction to import, not an error", async () => {
      const { chain } = world;
      chain.airdrop(vault);
      await chain.send([await chain.client.transferBot(world.attestedBot, vault)], world.creator);
      await acceptAs(vault);
      await world.attest(10_000_000n);
      const { exitCode, out } = await world.run(...claim().slice(0, 5));
      expect(exitCode).to.equal(0);
      expect(out).to.match(new RegExp(`^bot's owner ${vault.toBase58()} +\\+\\$1\\.00 `, "m"));
      const [, base58] = /^base58\n([1-9A-HJ-NP-Za-km-z]+)$/m.exec(out)!;
      const { message } = VersionedTransaction.deserialize(fromBase58(base58!));
      // The multisig asks for compute units itself.
      expect(message.compiledInstructions).to.have.length(2);
      expect(out).to.not.include("compute budget");
      expect(out).to.include(`Import it where ${vault.toBase58()} signs: for Squads that is the base58 text.`);
      expect(out).to.include(tokenAddress(chain.mint, vault).toBase58());
    });

    /** Writes the new owner into the bot's account: nobody can sign for it here. */
    async function acceptAs(owner: PublicKey): Promise<void> {
      const { chain } = world.chain.localnet;
      const bot = world.attestedBot.toBase58();
      const account = chain.account(bot)!;
      const data = Buffer.from(account.data);
      const creator = world.creator.publicKey.toBuffer();
      // The creator stands first, the owner behind it.
      const first = data.indexOf(creator);
      data.set(owner.toBytes(), data.indexOf(creator, first + 1));
      chain.setAccount(bot, { ...account, data });
      expect((await world.chain.client.bot(world.attestedBot)).owner.toBase58()).to.equal(owner.toBase58());
    }
  });
});
