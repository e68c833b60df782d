import {
  botAddress,
  connect,
  encodeTerms,
  ProfitShareClient,
  setOpen,
  updateTerms,
  verifiedSubscriptionAddress,
} from "@profit-share/sdk";
import { openAccount } from "@profit-share/testing/chain/venue";
import { keyOf } from "@profit-share/testing/keys";
import { ComputeBudgetProgram, Keypair, type PublicKey, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import type { Cosigner, CosignResult, SubscribeRequest } from "../../src";
import { FaultyRpc, type Judge } from "../support/faulty-rpc";
import { Market, USDC } from "../support/market";
import { encode, refusalOf, signWith, TwoSignatures } from "../support/two-signatures";

describe("subscribing with two signatures", () => {
  let market: Market;
  let two: TwoSignatures;
  let server: Cosigner;
  /** The bots of a subscription of each kind. */
  let bots: { verified: PublicKey; attested: PublicKey };

  before(async () => {
    market = await Market.open({ newKey: keyOf });
    two = new TwoSignatures(market);
    server = two.server();
    bots = { verified: (await market.verified()).bot, attested: (await market.attested()).bot };
  });

  after(() => market.close());

  const exists = (address: PublicKey): boolean => market.chain.localnet.chain.account(address.toBase58()) !== null;

  describe("preparing", () => {
    it("should say what the subscriber agrees to and what it costs", async () => {
      const { request } = await two.newcomer(bots.attested);
      const { chain } = market;
      const { terms } = await chain.client.bot(bots.attested);
      const prepared = await server.prepare(request);
      expect(prepared).to.deep.include({ dailyCap: 50n * USDC, deposit: 20n * USDC, fee: 10_000n });
      expect(encodeTerms(prepared.terms)).to.deep.equal(encodeTerms(terms));
      expect(prepared.depositFrom).to.deep.equal(chain.purse(request.subscriber));
      expect(prepared.lastValidBlockHeight).to.equal((await chain.connection.getBlockHeight()) + 150);
      // Two accounts: the subscription and the escrow, a token account.
      const { signatures } = VersionedTransaction.deserialize(Buffer.from(prepared.transaction, "base64"));
      expect(signatures.map((bytes) => bytes.every((byte) => byte === 0))).to.deep.equal([true, true]);
      expect(prepared.rent > chain.localnet.chain.rentExemption(165)).to.equal(true);
    });

    const refusals: [what: string, reason: string, change: (request: SubscribeRequest) => Promise<object> | object][] =
      [
        ["a bot that is not there", "no_such_bot", () => ({ bot: Keypair.generate().publicKey })],
        ["a wallet in place of the bot", "no_such_bot", ({ subscriber }) => ({ bot: subscriber })],
        [
          "an account on the venue for an attested bot",
          "bad_request",
          ({ agent }) => ({ account: { venueUser: agent } }),
        ],
        ["an account number beyond a u16", "bad_request", () => ({ account: { accountNo: 65_536 } })],
        ["a deposit below zero", "bad_request", () => ({ deposit: -1n })],
        ["a cap beyond a u64", "bad_request", () => ({ dailyCap: 1n << 64n })],
        ["a cap of zero", "cap_too_low", () => ({ dailyCap: 0n })],
        ["an agent that this server has not", "wrong_agent", () => ({ agent: Keypair.generate().publicKey })],
        [
          "the agent of somebody else",
          "wrong_agent",
          async () => ({ agent: (await two.newcomer(bots.attested)).agent.publicKey }),
        ],
        ["more than the wallet has", "not_enough_tokens", () => ({ deposit: 100n * USDC + 1n })],
        [
          "a paying account that is not there",
          "not_enough_tokens",
          ({ agent }) => ({ depositFrom: market.chain.purse(agent) }),
        ],
        [
          "a paying account of somebody else",
          "not_enough_tokens",
          async () => ({ depositFrom: await market.chain.mintTo(Keypair.generate().publicKey, 100n * USDC) }),
        ],
        ["a paying account that is the mint", "not_enough_tokens", () => ({ depositFrom: market.chain.mint })],
      ];
    for (const [what, reason, change] of refusals) {
      it(`should refuse ${what}`, async () => {
        const { request } = await two.newcomer(bots.attested);
        const asked = { ...request, ...(await change(request)) };
        expect(await refusalOf(server.prepare(asked))).to.deep.include({ reason });
      });
    }

    describe("of a verified bot", () => {
      const accounts: [what: string, words: RegExp, account: (request: SubscribeRequest) => Promise<PublicKey>][] = [
        ["that is not there", /does not exist/, async () => Keypair.generate().publicKey],
        ["that is none", /cannot be read/, async ({ subscriber }) => subscriber],
        [
          "of another authority",
          /not to the agent/,
          async () => (await openAccount(market.chain, Keypair.generate(), USDC)).user,
        ],
      ];
      for (const [what, words, account] of accounts) {
        it(`should refuse a venue account ${what}`, async () => {
          const { request } = await two.newcomer(bots.verified, "verified");
          const asked = { ...request, account: { venueUser: await account(request) } };
          const { reason, message } = await refusalOf(server.prepare(asked));
          expect(reason).to.equal("venue_account");
          expect(message).to.match(words);
        });
      }

      it("should refuse a venue account with an open position, and one in liquidation", async () => {
        const { request, agent, wallet } = await two.newcomer(bots.verified, "verified");
        const { venueUser } = request.account as { venueUser: PublicKey };
        const at = { address: venueUser, bot: bots.verified, payoutWallet: agent.publicKey, subscriber: wallet };
        await market.open({ ...at, agent, venueUser });
        expect((await refusalOf(server.prepare(request))).message).to.match(/open positions/);
        await market.enterLiquidation({ ...at, agent, venueUser });
        expect((await refusalOf(server.prepare(request))).message).to.match(/in liquidation/);
      });

      it("should refuse the number of an account", async () => {
        const { request } = await two.newcomer(bots.verified);
        expect(await refusalOf(server.prepare(request))).to.deep.include({ reason: "bad_request" });
      });
    });

    it("should refuse a bot that is closed, and a deposit below its minimum", async () => {
      const id = 1 + 2; // The market's third bot.
      const { bot } = await market.attested();
      const owner = keyOf(`creator ${id}`);
      expect(bot).to.deep.equal(botAddress(owner.publicKey, Uint8Array.of(...new Array(15).fill(0), id)));
      const { terms } = await market.chain.client.bot(bot);
      const { request } = await two.newcomer(bot);
      const dearer = updateTerms({ owner: owner.publicKey, bot, terms: { ...terms, minBalance: 20n * USDC + 1n } });
      await market.chain.send([dearer], owner);
      expect(await refusalOf(server.prepare(request))).to.deep.include({ reason: "deposit_too_low" });
      await market.chain.send([setOpen({ owner: owner.publicKey, bot, open: false })], owner);
      expect(await refusalOf(server.prepare(request))).to.deep.include({ reason: "bot_closed" });
    });

    it("should refuse a subscriber that is the agent, whatever the host says", async () => {
      const { request } = await two.newcomer(bots.attested);
      const lenient = two.server({ isAgentOf: () => true });
      const { reason, message } = await refusalOf(lenient.prepare({ ...request, subscriber: request.agent }));
      expect(reason).to.equal("wrong_agent");
      expect(message).to.match(/is the subscriber/);
    });

    it("should refuse an account that has a subscription", async () => {
      const { request, wallet } = await two.newcomer(bots.attested);
      const { transaction } = await server.prepare(request);
      await server.cosign(signWith(wallet, transaction), request);
      expect(await refusalOf(server.prepare(request))).to.deep.include({ reason: "subscription_exists" });
    });

    it("should refuse a wallet without SOL in the words of the simulation", async () => {
      const { request, agent } = await two.newcomer(bots.attested);
      const poor = Keypair.generate();
      await market.chain.mintTo(poor.publicKey, 100n * USDC);
      const lenient = two.server({ isAgentOf: () => true });
      const asked = { ...request, subscriber: poor.publicKey, agent: agent.publicKey };
      const { reason, message } = await refusalOf(lenient.prepare(asked));
      expect(reason).to.equal("would_fail");
      expect(message).to.match(/SOL/);
    });
  });

  describe("signing", () => {
    for (const kind of ["attested", "verified"] as const) {
      it(`should subscribe, ${kind}`, async () => {
        const { request, wallet } = await two.newcomer(bots[kind], kind);
        const { transaction, subscription, terms } = await server.prepare(request);
        const result = await server.cosign(signWith(wallet, transaction), request);
        expect(result).to.deep.include({ kind: "confirmed", subscription });
        const made = await market.chain.client.subscription(subscription);
        expect(made).to.deep.include({ dailyCap: 50n * USDC, balance: 20n * USDC });
        expect(made.terms.version).to.equal(terms.version);
        expect(made.subscriber).to.deep.equal(request.subscriber);
        expect(made.agent).to.deep.equal(request.agent);
        if ("venueUser" in request.account) {
          expect(subscription).to.deep.equal(verifiedSubscriptionAddress(request.account.venueUser));
        }
      });
    }

    it("should take what a wallet adds: a limit, a price, a blockhash of its own", async () => {
      const { request, wallet } = await two.newcomer(bots.attested);
      const { transaction, subscription } = await server.prepare(request);
      await market.chain.send([]); // Another block.
      const { blockhash } = await market.chain.connection.getLatestBlockhash();
      const signed = signWith(wallet, transaction, ({ instructions }) => ({
        blockhash,
        instructions: [
          ComputeBudgetProgram.setComputeUnitLimit({ units: 60_000 }),
          ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000_000 }),
          ...instructions,
        ],
      }));
      // 10,000 lamports for the signatures, and 60,000 for priority.
      const exact = two.server({ maxFee: 70_000n });
      expect(await exact.cosign(signed, request)).to.deep.include({ kind: "confirmed", subscription });
    });

    it("should subscribe with a deposit of zero, and from a token account that was named", async () => {
      const first = await two.newcomer(bots.attested);
      const free = { ...first.request, deposit: 0n };
      const prepared = await server.prepare(free);
      expect(prepared.depositFrom).to.equal(null);
      expect(await server.cosign(signWith(first.wallet, prepared.transaction), free)).to.include({ kind: "confirmed" });

      const second = await two.newcomer(bots.attested);
      const depositFrom = Keypair.generate().publicKey;
      market.chain.setTokens(depositFrom, second.wallet.publicKey, 20n * USDC);
      const named = { ...second.request, depositFrom };
      const { transaction } = await server.prepare(named);
      expect(await server.cosign(signWith(second.wallet, transaction), named)).to.include({ kind: "confirmed" });
      expect(market.chain.tokens(depositFrom)).to.equal(0n);
    });

    it("should answer the same again, sign once, and send once", async () => {
      const { request, wallet } = await two.newcomer(bots.attested);
      const signed = signWith(wallet, (await server.prepare(request)).transaction);
      const [before, landed] = [two.agents.signed, market.landed];
      const first = await server.cosign(signed, request);
      expect(await server.cosign(signed, request)).to.deep.equal(first);
      // After a restart, when its blockhash is long dead.
      market.chain.localnet.chain.advanceSlots(400);
      expect(await two.server().cosign(signed, request)).to.deep.equal(first);
      expect([two.agents.signed - before, market.landed - landed]).to.deep.equal([1, 1]);
    });

    it("should answer the same to two at once", async () => {
      const { request, wallet } = await two.newcomer(bots.attested);
      const signed = signWith(wallet, (await server.prepare(request)).transaction);
      const landed = market.landed;
      const [first, second] = await Promise.all([server.cosign(signed, request), server.cosign(signed, request)]);
      expect(first).to.include({ kind: "confirmed" });
      expect(second).to.deep.equal(first);
      expect(market.landed - landed).to.equal(1);
    });

    it("should answer the same although the bot's terms have changed since", async () => {
      const { bot } = await market.attested();
      const owner = keyOf(`creator ${(await market.chain.client.bot(bot)).id[15]}`);
      const { terms } = await market.chain.client.bot(bot);
      const change = updateTerms({ owner: owner.publicKey, bot, terms: { ...terms, profitShareBps: 500 } });
      const [early, late] = [await two.newcomer(bot), await two.newcomer(bot)];
      const done = signWith(early.wallet, (await server.prepare(early.request)).transaction);
      const open = signWith(late.wallet, (await server.prepare(late.request)).transaction);
      const first = await server.cosign(done, early.request);
      await market.chain.send([change], owner);
      expect(await server.cosign(done, early.request)).to.deep.equal(first);
      expect(await refusalOf(server.cosign(open, late.request))).to.deep.include({ reason: "terms_changed" });
    });
  });

  describe("what becomes of it", () => {
    let rpc: FaultyRpc;
    let judge: Judge;

    before(async () => {
      rpc = await FaultyRpc.start(market.chain.localnet.rpcUrl, (...given) => judge(...given));
    });

    after(() => rpc.close());

    beforeEach(() => {
      judge = () => "pass";
      rpc.seen.clear();
    });

    /** A server behind the faulty node, and what a wallet signed for it. */
    async function signedFor(changes: Parameters<TwoSignatures["server"]>[0] = {}) {
      const faulty = two.server({ client: new ProfitShareClient(connect(rpc.url, { timeoutMs: 2_000 })), ...changes });
      const { request, wallet } = await two.newcomer(bots.attested);
      const { transaction, subscription } = await faulty.prepare(request);
      const signed = signWith(wallet, transaction);
      return { subscription, cosign: (): Promise<CosignResult> => faulty.cosign(signed, request), faulty, request };
    }

    it("should say that it expired if no leader took it", async () => {
      const { cosign, subscription } = await signedFor();
      judge = (method) => {
        // As many blocks go by as it can wait for.
        if (method === "sendTransaction") setImmediate(() => market.chain.localnet.chain.advanceSlots(250));
        return method === "sendTransaction" ? "swallow" : "pass";
      };
      expect(await cosign()).to.include({ kind: "expired" });
      expect(exists(subscription)).to.equal(false);
    });

    it("should say that its end is unknown while it can still land, and how it ended when asked again", async () => {
      const { cosign, subscription } = await signedFor({ looking: { lookEveryMs: 5, giveUpMs: 20 } });
      judge = (method) => (method === "sendTransaction" ? "swallow" : "pass");
      const first = await cosign();
      expect(first).to.include({ kind: "unknown" });
      expect(exists(subscription)).to.equal(false);
      judge = () => "pass";
      expect(await cosign()).to.deep.equal({ kind: "confirmed", signature: first.signature, subscription });
    });

    it("should say that its end is unknown if the node fails after it was sent", async () => {
      const { cosign, subscription } = await signedFor();
      judge = (method) => (method === "sendTransaction" ? "lose answer" : "pass");
      const first = await cosign();
      expect(first).to.include({ kind: "unknown" });
      expect(exists(subscription)).to.equal(true);
      judge = () => "pass";
      expect(await cosign()).to.deep.equal({ kind: "confirmed", signature: first.signature, subscription });
    });

    it("should say that it failed if it landed and failed", async () => {
      const { cosign, request, subscription } = await signedFor();
      judge = (method) => {
        // The money is gone between the simulation and the landing.
        if (method === "sendTransaction") market.setTokens(request.subscriber, 0n);
        return "pass";
      };
      const first = await cosign();
      expect(first).to.include({ kind: "failed" });
      // The token program's, of too few tokens.
      expect((first as { error: { code: number } }).error.code).to.equal(1);
      expect(exists(subscription)).to.equal(false);
      expect(await cosign()).to.deep.equal(first);
    });

    it("should wait for one that is processed and not confirmed yet", async () => {
      const { cosign } = await signedFor();
      const first = await cosign();
      let looks = 0;
      const early = ({ context, value }: { context: object; value: object[] }) => ({
        context,
        value: value.map((status) => ({ ...status, confirmationStatus: "processed", confirmations: 0 })),
      });
      judge = (method) => (method === "getSignatureStatuses" && ++looks === 1 ? { change: early } : "pass");
      expect(await cosign()).to.deep.equal(first);
      expect(looks).to.equal(2);
    });

    it("should throw if no node answers before it is sent, and not have signed", async () => {
      const { cosign } = await signedFor();
      judge = () => ({ error: { code: -32_000, message: "no" } });
      const before = two.agents.signed;
      const error = await cosign().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Error);
      expect(two.agents.signed).to.equal(before);
    });

    it("should ask a node without history once more, without it", async () => {
      const { cosign } = await signedFor();
      judge = (method, [, config]) =>
        method === "getSignatureStatuses" &&
        (config as { searchTransactionHistory?: boolean })?.searchTransactionHistory
          ? { error: { code: -32_011, message: "Transaction history is not available from this node" } }
          : "pass";
      expect(await cosign()).to.include({ kind: "confirmed" });
    });

    it("should take few requests", async () => {
      const { cosign, faulty, request } = await signedFor();
      const asking = async (work: () => Promise<unknown>) => {
        rpc.seen.clear();
        await work();
        return [...rpc.seen.values()].reduce((sum, one) => sum + one, 0);
      };
      expect(await asking(() => faulty.prepare(request))).to.equal(5);
      expect(await asking(cosign)).to.equal(9);
    });
  });

  describe("the agent's signer", () => {
    it("should be told of if it does not sign, or signs something else", async () => {
      const { request, wallet } = await two.newcomer(bots.attested);
      const signed = signWith(wallet, (await server.prepare(request)).transaction);
      const has = () => true;
      const silent = two.server({ agents: { has, sign: () => new Promise(() => {}) }, signMs: 10 });
      expect(await refusalOf(silent.cosign(signed, request))).to.deep.include({ reason: "not_signed_by_agent" });
      const idle = two.server({ agents: { has, sign: async (_, transaction) => transaction } });
      expect(await refusalOf(idle.cosign(signed, request))).to.deep.include({ reason: "not_signed_by_agent" });
      const careless = two.server({
        agents: {
          has,
          sign: async (agent, transaction) => {
            const bare = new VersionedTransaction(transaction.message);
            return two.agents.sign(agent, bare);
          },
        },
      });
      expect(await refusalOf(careless.cosign(signed, request))).to.deep.include({ reason: "not_signed_by_agent" });
      expect(encode(VersionedTransaction.deserialize(Buffer.from(signed, "base64")))).to.equal(signed);
    });
  });
});
