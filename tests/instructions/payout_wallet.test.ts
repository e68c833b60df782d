import { DRIFT_PROGRAM_ID, PROGRAM_ID } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Attested } from "@profit-share/testing/svm/attested";
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";

const { creator, sponsor, eve } = ACTORS;

/** Bytes of a mint, a token account and a signer group of the token programs. */
const LENGTHS = { mint: 82, account: 165, group: 355 };

/** A program that is neither a token program nor this one. */
const MULTISIG = keyOf("a multisig program").publicKey;
/** What a multisig pays from: no key signs for it, its program does. */
const [MULTISIG_VAULT] = PublicKey.findProgramAddressSync([Buffer.from("vault")], MULTISIG);

describe("the payout wallet", () => {
  let a: Attested;
  beforeEach(() => {
    a = Attested.running();
    // $10 claimable.
    a.earn(100_000_000n);
  });

  /** An account of `owner` with `length` bytes. */
  const place = (name: string, owner: PublicKey, length: number) => {
    const at = keyOf(name).publicKey;
    a.world.setAccount(at, { owner, data: Buffer.alloc(length, 1) });
    return at;
  };
  const otherBot = () => new Attested(a.world, { botId: "attested-bot-002" });
  /** Both ways to name a wallet: for a new bot, and for one that is there. */
  const refusals = (payoutWallet: PublicKey) => [
    a.world.refusal(otherBot().publishBot({ payoutWallet }), creator),
    a.world.refusal(a.setPayout({ payoutWallet }), creator),
  ];

  describe("when nobody can sign for it", () => {
    const nobodys: [string, () => PublicKey][] = [
      ["the zero address", () => PublicKey.default],
      ["the mint", () => a.world.mint],
      ["another mint", () => place("a mint", TOKEN_PROGRAM_ID, LENGTHS.mint)],
      ["a mint of Token-2022", () => place("a mint", TOKEN_2022_PROGRAM_ID, LENGTHS.mint)],
      ["the owner's token account", () => a.world.purse(creator.publicKey)],
      ["a token account of Token-2022", () => place("tokens", TOKEN_2022_PROGRAM_ID, LENGTHS.account)],
      ["a longer token account of Token-2022", () => place("tokens", TOKEN_2022_PROGRAM_ID, LENGTHS.account + 20)],
      ["a token account that is not initialized", () => place("tokens", TOKEN_PROGRAM_ID, LENGTHS.account)],
      ["an empty account of the token program", () => place("tokens", TOKEN_PROGRAM_ID, 0)],
      ["a signer group of the token program", () => place("group", TOKEN_PROGRAM_ID, LENGTHS.group)],
      ["the escrow", () => a.escrow],
      ["the vault", () => a.vault],
      ["a keeper", () => a.keeper],
      ["a subscription", () => a.subscription],
      ["another bot", () => new Attested(a.world, { botId: "attested-bot-003" }).publish().bot],
      ["this program", () => PROGRAM_ID],
      ["the token program", () => TOKEN_PROGRAM_ID],
      ["Token-2022", () => TOKEN_2022_PROGRAM_ID],
      ["a venue's program", () => DRIFT_PROGRAM_ID],
    ];

    for (const [what, wallet] of nobodys) {
      it(`should refuse ${what}`, () => {
        expect(refusals(wallet())).to.deep.equal(["PayoutWallet", "PayoutWallet"]);
      });
    }

    it("should refuse the bot itself, and its vault when it is created: the framework takes no account twice", () => {
      const twice = "ConstraintDuplicateMutableAccount";
      const { bot, vault } = otherBot();
      expect(a.world.refusal(otherBot().publishBot({ payoutWallet: bot }), creator)).to.equal(twice);
      expect(a.world.refusal(otherBot().publishBot({ payoutWallet: vault }), creator)).to.equal(twice);
      expect(a.world.refusal(a.setPayout({ payoutWallet: a.bot }), creator)).to.equal(twice);
    });

    it("should refuse it to every owner, whatever else is changed", () => {
      const change = a.setPayout({ payoutWallet: a.escrow, minPayout: 1n });
      expect(a.world.refusal(change, creator)).to.equal("PayoutWallet");
      a.world.send(a.transferBot(eve.publicKey), creator);
      a.world.send(a.acceptBot(eve.publicKey), eve);
      expect(a.world.refusal(a.setPayout({ owner: eve.publicKey, payoutWallet: a.escrow }), eve)).to.equal(
        "PayoutWallet",
      );
    });
  });

  describe("when somebody can sign for it", () => {
    const wallets: [string, () => PublicKey][] = [
      ["a wallet that was never used", () => keyOf("a wallet without account").publicKey],
      ["a wallet with SOL", () => sponsor.publicKey],
      ["the owner", () => creator.publicKey],
      ["a wallet with data of the system program", () => place("nonce", SystemProgram.programId, 80)],
      ["a multisig's vault that has no account", () => MULTISIG_VAULT],
      [
        "a multisig's vault with SOL",
        () => {
          a.world.airdrop(MULTISIG_VAULT, 1_000_000n);
          return MULTISIG_VAULT;
        },
      ],
      [
        "a multisig's vault that its program owns",
        () => {
          a.world.setAccount(MULTISIG_VAULT, { owner: MULTISIG, data: Buffer.alloc(100) });
          return MULTISIG_VAULT;
        },
      ],
    ];

    for (const [what, wallet] of wallets) {
      it(`should pay ${what}`, () => {
        const payoutWallet = wallet();
        a.world.send(a.setPayout({ payoutWallet, minPayout: 1n }), creator);
        const destination = a.world.purse(payoutWallet);
        const before = a.world.exists(destination) ? a.world.tokens(destination) : 0n;
        a.world.setTokens(destination, payoutWallet, before);
        a.world.send(a.payout({ destination }));
        expect(a.world.tokens(destination) - before).to.equal(10_000_000n);
      });

      it(`should publish a bot that pays ${what}`, () => {
        const payoutWallet = wallet();
        const bot = otherBot().publish({ payoutWallet });
        expect(bot.readBot().payoutWallet.equals(payoutWallet)).to.equal(true);
      });
    }

    it("should wait for the wallet's token account, and pay then", () => {
      const payoutWallet = keyOf("a wallet without account").publicKey;
      a.world.send(a.setPayout({ payoutWallet }), creator);
      const destination = a.world.purse(payoutWallet);
      expect(a.world.refusal(a.payout({ destination }))).to.equal("PayoutDestination");
      a.world.setTokens(destination, payoutWallet, 0n);
      a.world.send(a.payout({ destination }));
      expect(a.world.tokens(destination)).to.equal(10_000_000n);
    });

    it("should publish a bot whose rent the payout wallet pays", () => {
      const bot = otherBot();
      const by = sponsor.publicKey;
      a.world.send(bot.publishBot({ payer: by, payoutWallet: by }), creator, sponsor);
      expect(bot.readBot().payoutWallet.equals(by)).to.equal(true);
    });
  });
});
