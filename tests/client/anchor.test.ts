/** A whole flow with Anchor's typed client: what it sends, reads and hears is what this SDK sends, reads and hears. */
import { AnchorError, AnchorProvider, BN, EventParser, Wallet } from "@coral-xyz/anchor";
import {
  attestedSubscriptionAddress,
  botAddress,
  escrowAddress,
  keeperAddress,
  ProfitShareClient,
  vaultAddress,
} from "@profit-share/sdk";
import { anchorProgram } from "@profit-share/sdk/anchor";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { agent, creator, DOLLAR, keypair, purse, startChain, subscriber } from "./parties";

const signer = keypair(4);
const ID = new Array<number>(16).fill(7);
const REFERENCE = new Array<number>(32).fill(9);
const HASH = new Array<number>(32).fill(8);
const FEE_BASIS_EACH_CLOSE = 2;
const SOURCE_ATTESTED = 3;

const amount = (baseUnits: bigint): BN => new BN(baseUnits.toString());

describe("Anchor's typed program", function () {
  this.timeout(60_000);
  const keeper = keeperAddress(creator.publicKey, Uint8Array.from(ID));
  const bot = botAddress(creator.publicKey, Uint8Array.from(ID));
  const subscription = attestedSubscriptionAddress(agent.publicKey, 1);
  let chain: LocalChain;
  let program: ReturnType<typeof anchorProgram>;

  before(async () => {
    chain = await startChain();
    program = anchorProgram(new AnchorProvider(chain.connection, new Wallet(creator), { commitment: "confirmed" }));
  });

  after(() => chain.close());

  it("registers a keeper and publishes a bot", async () => {
    const { methods } = program;
    await methods
      .registerKeeper(ID, signer.publicKey)
      .accountsPartial({ creator: creator.publicKey, payer: creator.publicKey, keeper })
      .rpc();
    const terms = {
      ...{ feeBasis: FEE_BASIS_EACH_CLOSE, profitShareBps: 1_000, hash: HASH },
      ...{ minBalance: amount(0n), minDailyCap: amount(DOLLAR) },
    };
    await methods
      .publishBot(ID, SOURCE_ATTESTED, terms, amount(10_000n))
      .accountsPartial({
        creator: creator.publicKey,
        payer: creator.publicKey,
        payoutWallet: creator.publicKey,
        bot,
        vault: vaultAddress(bot),
        mint: MINT,
        keeper,
      })
      .accountsPartial({ quoteMarket: null })
      .rpc();
    const read = await program.account.bot.fetch(bot);
    expect(read.terms.profitShareBps).to.equal(1_000);
    expect(read.owner.equals(creator.publicKey)).to.equal(true);
  });

  it("subscribes with subscriber and agent", async () => {
    const input = {
      termsVersion: 1,
      maxProfitShareBps: 1_000,
      accountNo: 1,
      dailyCap: amount(10n * DOLLAR),
      deposit: amount(5n * DOLLAR),
    };
    await program.methods
      .subscribe(input)
      .accountsPartial({
        subscriber: subscriber.publicKey,
        agent: agent.publicKey,
        payer: creator.publicKey,
        depositor: subscriber.publicKey,
        source: purse(subscriber.publicKey),
        bot,
        subscription,
        escrow: escrowAddress(subscription),
        venueUser: PublicKey.default,
        mint: MINT,
      })
      .signers([subscriber, agent])
      .rpc();
    expect((await program.account.subscription.fetch(subscription)).balance.toString()).to.equal("5000000");
  });

  it("settles a close of $20, of which the creator claims $2", async () => {
    const close = { sequence: amount(1n), closePnl: amount(20n * DOLLAR), reference: REFERENCE, isFinal: false };
    await program.methods
      .settleAttested(bot, amount(1n), close)
      .accountsPartial({ signer: signer.publicKey, keeper, subscription })
      .signers([signer])
      .rpc();
    const before = chain.tokens(purse(creator.publicKey));
    const signature = await program.methods
      .claim(amount(1n), amount(2n * DOLLAR))
      .accountsPartial({
        owner: creator.publicKey,
        bot,
        subscription,
        escrow: escrowAddress(subscription),
        destination: purse(creator.publicKey),
      })
      .rpc();
    expect(chain.tokens(purse(creator.publicKey)) - before).to.equal(2n * DOLLAR);

    const landed = await chain.connection.getTransaction(signature, {
      commitment: "confirmed",
      maxSupportedTransactionVersion: 1,
    });
    const [claimed] = [...new EventParser(program.programId, program.coder).parseLogs(landed!.meta!.logMessages!)];
    expect(claimed!.name).to.equal("claimed");
    expect(String(claimed!.data.amount)).to.equal("2000000");
  });

  it("reads what this SDK reads", async () => {
    const theirs = await program.account.subscription.fetch(subscription);
    const ours = await new ProfitShareClient(chain.connection).subscription(subscription);
    for (const name of [
      "instance",
      "mark",
      "last",
      "loss",
      "profitTotal",
      "accrued",
      "credited",
      "claimed",
      "waived",
      "balance",
      "dailyCap",
      "sequence",
    ] as const) {
      expect(theirs[name].toString(), name).to.equal(ours[name].toString());
    }
    expect(ours).to.deep.include({ accrued: 2n * DOLLAR, claimed: 2n * DOLLAR, balance: 3n * DOLLAR });
    expect(Uint8Array.from(theirs.head)).to.deep.equal(ours.head);
    expect(theirs.terms.hash).to.deep.equal(Array.from(ours.terms.hash));
  });

  for (const [what, asked, signed, code, number, message] of [
    [
      "a withdrawal above the balance",
      50n * DOLLAR,
      subscriber,
      "BalanceTooLow",
      6_101,
      "More is asked than the balance above the minimum balance of the terms",
    ],
    ["a withdrawal of nothing", 0n, subscriber, "AmountIsZero", 6_100, "The amount is zero"],
    ["a withdrawal by the agent", DOLLAR, agent, "NotSubscriber", 6_061, "The signer is not the subscriber"],
  ] as const) {
    it(`says the name of the error that refuses ${what}`, async () => {
      const refused = program.methods
        .withdraw(bot, amount(1n), amount(asked))
        .accountsPartial({
          subscriber: signed.publicKey,
          destination: purse(subscriber.publicKey),
          subscription,
          escrow: escrowAddress(subscription),
          venueUser: PublicKey.default,
        })
        .signers([signed])
        .rpc();
      const error = await refused.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(AnchorError);
      expect((error as AnchorError).error).to.deep.include({ errorCode: { code, number }, errorMessage: message });
    });
  }
});
