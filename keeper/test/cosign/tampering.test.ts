import { type Subscribe, subscribe, sync, type Terms, transferTokens, unsubscribe } from "@profit-share/sdk";
import { keyOf } from "@profit-share/testing/keys";
import { version1 } from "@profit-share/testing/version-1";
import {
  AddressLookupTableAccount,
  ComputeBudgetProgram,
  Keypair,
  type Message,
  MessageV0,
  PublicKey,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import type { Cosigner, PreparedSubscription, SubscribeRequest } from "../../src";
import { Market, USDC } from "../support/market";
import { type Change, encode, refusalOf, signWith, TwoSignatures } from "../support/two-signatures";

/** Writes down what it is given; on every real cluster, and on none of these chains. */
const MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
const OTHER = keyOf("somebody else").publicKey;

/** The accounts of `subscribe`, in order. */
const ACCOUNTS = [
  ...["subscriber", "agent", "payer", "depositor", "source", "bot"],
  ...["subscription", "escrow", "venue user", "mint", "token program", "system program"],
];

describe("what a wallet returns in place of what was prepared", () => {
  let market: Market;
  let two: TwoSignatures;
  let server: Cosigner;
  let wallet: Keypair;
  let agent: Keypair;
  let request: SubscribeRequest;
  let prepared: PreparedSubscription;

  before(async () => {
    market = await Market.open({ newKey: keyOf });
    two = new TwoSignatures(market);
    server = two.server();
    ({ wallet, agent, request } = await two.newcomer((await market.attested()).bot));
    prepared = await server.prepare(request);
  });

  after(() => market.close());

  /** @returns the words */
  async function expectRefused(reason: string, signed: string, by: Cosigner = server): Promise<string> {
    const [signatures, landed] = [two.agents.signed, market.landed];
    const refusal = await refusalOf(by.cosign(signed, request));
    expect(refusal.reason).to.equal(reason);
    expect([two.agents.signed, market.landed]).to.deep.equal([signatures, landed]);
    return refusal.message;
  }

  const changed = (change: Change): string => signWith(wallet, prepared.transaction, change);

  /** Every instruction of the program put together from other values. */
  const resubscribed = (change: (made: Subscribe) => Partial<Subscribe>): string => {
    const { deposit, dailyCap, account, ...parties } = request;
    const { terms, depositFrom } = prepared;
    const agreed: Subscribe = { ...parties, deposit, dailyCap, account, terms, depositFrom };
    return changed(() => ({ instructions: [subscribe({ ...agreed, ...change(agreed) })] }));
  };

  const withTerms = (change: Partial<Terms>) => () => ({ terms: { ...prepared.terms, ...change } });

  const adding =
    (...more: TransactionInstruction[]): Change =>
    ({ instructions }) => ({ instructions: [...instructions, ...more] });

  const memo = (...named: PublicKey[]): TransactionInstruction => {
    const keys = named.map((pubkey) => ({ pubkey, isSigner: pubkey.equals(wallet.publicKey), isWritable: false }));
    return new TransactionInstruction({ programId: MEMO, keys, data: Buffer.from("hello") });
  };

  it("should sign it as it is", async () => {
    const { bot } = request;
    const other = await two.newcomer(bot);
    const { transaction } = await server.prepare(other.request);
    expect(await server.cosign(signWith(other.wallet, transaction), other.request)).to.include({ kind: "confirmed" });
  });

  describe("an account of subscribe", () => {
    for (const [position, name] of ACCOUNTS.entries()) {
      it(`should refuse another ${name}`, async () => {
        const signed = changed(({ instructions: [made] }) => {
          const keys = made!.keys.map((key, index) =>
            index === position ? { ...key, pubkey: OTHER, isSigner: false } : key,
          );
          return { instructions: [new TransactionInstruction({ ...made!, keys })] };
        });
        expect(await expectRefused("not_as_agreed", signed)).to.match(/Account \d+ of subscribe|agent .* has to sign/);
      });
    }

    it("should refuse one that is left out, and one more", async () => {
      for (const length of [11, 13]) {
        const signed = changed(({ instructions: [made] }) => {
          const keys = [...made!.keys, { pubkey: OTHER, isSigner: false, isWritable: false }].slice(0, length);
          return { instructions: [new TransactionInstruction({ ...made!, keys })] };
        });
        expect(await expectRefused("not_as_agreed", signed)).to.include(`names ${length} accounts`);
      }
    });

    it("should refuse a writable agent, and a bot that is read-only", async () => {
      for (const [position, isWritable] of [
        [1, true],
        [5, false],
      ] as const) {
        const signed = changed(({ instructions: [made] }) => {
          const keys = made!.keys.map((key, index) => (index === position ? { ...key, isWritable } : key));
          return { instructions: [new TransactionInstruction({ ...made!, keys })] };
        });
        expect(await expectRefused("not_as_agreed", signed)).to.match(/has to be (writable|read-only)/);
      }
    });
  });

  describe("a number of subscribe", () => {
    const numbers: [what: string, change: (made: Subscribe) => Partial<Subscribe>][] = [
      ["another cap", () => ({ dailyCap: 50n * USDC + 1n })],
      ["another deposit", () => ({ deposit: 20n * USDC - 1n })],
    ];
    for (const [what, change] of numbers) {
      it(`should refuse ${what}`, () => expectRefused("not_as_agreed", resubscribed(change)));
    }

    it("should refuse another account number at the same address", async () => {
      const ACCOUNT_NO = 14;
      const signed = changed(({ instructions: [made] }) => {
        const data = Buffer.from(made!.data);
        data.writeUInt16LE(1, ACCOUNT_NO);
        return { instructions: [new TransactionInstruction({ ...made!, data })] };
      });
      await expectRefused("not_as_agreed", signed);
    });

    it("should refuse other terms", async () => {
      await expectRefused("terms_changed", resubscribed(withTerms({ version: prepared.terms.version + 1 })));
      await expectRefused("terms_changed", resubscribed(withTerms({ profitShareBps: 999 })));
    });

    it("should refuse a byte more and a byte less", async () => {
      for (const edit of [
        (data: Buffer) => Buffer.concat([data, Buffer.of(0)]),
        (data: Buffer) => data.subarray(0, -1),
      ]) {
        const signed = changed(({ instructions: [made] }) => ({
          instructions: [new TransactionInstruction({ ...made!, data: edit(Buffer.from(made!.data)) })],
        }));
        await expectRefused("not_as_agreed", signed);
      }
    });
  });

  describe("an instruction more", () => {
    const extra: [what: string, add: () => TransactionInstruction[]][] = [
      ["a second subscribe", () => [TransactionMessage.decompile(messageOf(prepared)).instructions[0]!]],
      [
        "another one of the program that the agent may sign",
        () => [
          unsubscribe({
            signer: agent.publicKey,
            subscription: prepared.subscription,
            bot: request.bot,
            instance: 1n,
            venueUser: null,
          }),
        ],
      ],
      ["another one of the program that names nobody", () => [sync({ subscription: prepared.subscription })]],
      [
        "a payment from the agent",
        () => {
          const [from, to] = [market.chain.purse(agent.publicKey), market.chain.purse(wallet.publicKey)];
          return [
            transferTokens({ from, to, mint: market.chain.mint, owner: agent.publicKey, amount: 1n, decimals: 6 }),
          ];
        },
      ],
      [
        "a transfer of the agent's SOL",
        () => [SystemProgram.transfer({ fromPubkey: agent.publicKey, toPubkey: OTHER, lamports: 1 })],
      ],
      ["one that names the agent as an account to read", () => [memo(agent.publicKey)]],
      ["one of a program that is not allowed", () => [memo()]],
      [
        "the subscriber's own payment",
        () => [SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey: OTHER, lamports: 1 })],
      ],
      ["a nonce", () => [SystemProgram.nonceAdvance({ noncePubkey: OTHER, authorizedPubkey: wallet.publicKey })]],
      [
        "one of the compute budget that names the agent",
        () => {
          const made = ComputeBudgetProgram.setComputeUnitLimit({ units: 100_000 });
          made.keys.push({ pubkey: agent.publicKey, isSigner: false, isWritable: false });
          return [made];
        },
      ],
      [
        "one that the compute budget does not know",
        () => [
          new TransactionInstruction({ programId: ComputeBudgetProgram.programId, keys: [], data: Buffer.alloc(9, 5) }),
        ],
      ],
      ["two prices", () => [1, 2].map((microLamports) => ComputeBudgetProgram.setComputeUnitPrice({ microLamports }))],
      [
        "the agent as a program",
        () => [new TransactionInstruction({ programId: agent.publicKey, keys: [], data: Buffer.alloc(0) })],
      ],
    ];
    for (const [what, add] of extra) {
      it(`should refuse ${what}`, () => expectRefused("not_as_agreed", changed(adding(...add()))));
    }

    it("should refuse a fee above the server's limit, with and without a limit of units", async () => {
      const modest = two.server({ maxFee: 20_000n });
      const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 100_001 });
      const units = ComputeBudgetProgram.setComputeUnitLimit({ units: 100_000 });
      await expectRefused("not_as_agreed", changed(adding(price, units)), modest);
      const low = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 7_143 });
      await expectRefused("not_as_agreed", changed(adding(low)), modest);
    });

    describe("of a program that the host allows", () => {
      it("should refuse one that names the agent, and sign one that does not", async () => {
        const allowing = two.server({ allowedPrograms: [SystemProgram.programId, agent.publicKey] });
        const paying = (toPubkey: PublicKey) =>
          SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey, lamports: 1_000_000 });
        await expectRefused("not_as_agreed", changed(adding(paying(agent.publicKey))), allowing);
        const called = new TransactionInstruction({ programId: agent.publicKey, keys: [], data: Buffer.alloc(0) });
        await expectRefused("not_as_agreed", changed(adding(called)), allowing);
        const other = await two.newcomer(request.bot);
        const { transaction } = await server.prepare(other.request);
        const signed = signWith(other.wallet, transaction, ({ payer, instructions }) => ({
          instructions: [
            SystemProgram.transfer({ fromPubkey: payer, toPubkey: OTHER, lamports: 1_000_000 }),
            ...instructions,
          ],
        }));
        expect(await allowing.cosign(signed, other.request)).to.include({ kind: "confirmed" });
      });
    });
  });

  describe("the whole", () => {
    it("should refuse one without subscribe", async () => {
      const units = ComputeBudgetProgram.setComputeUnitLimit({ units: 1_000 });
      // The agent has to be among those who sign, and nothing else may name it.
      await expectRefused(
        "not_as_agreed",
        changed(() => ({ instructions: [units, memo(agent.publicKey)] })),
      );
      const message = messageOf(prepared);
      message.compiledInstructions = [];
      await expectRefused("not_as_agreed", signedBy(wallet, message));
    });

    it("should refuse another instruction of the program with the same accounts and numbers", async () => {
      const signed = changed(({ instructions: [made] }) => {
        const data = Buffer.from(made!.data);
        data[0] = data[0]! ^ 1;
        return { instructions: [new TransactionInstruction({ ...made!, data })] };
      });
      expect(await expectRefused("not_as_agreed", signed)).to.match(/only subscribe is signed/);
    });

    it("should refuse the same call to another program", async () => {
      const signed = changed(({ instructions: [made] }) => ({
        instructions: [new TransactionInstruction({ ...made!, programId: OTHER })],
      }));
      expect(await expectRefused("not_as_agreed", signed)).to.match(/names the agent/);
    });

    it("should refuse the agent as fee payer, and somebody else", async () => {
      for (const payer of [agent.publicKey, OTHER]) {
        const signed = changed(() => ({ payer }));
        expect(await expectRefused("not_as_agreed", signed)).to.include(`The fee payer is ${payer.toBase58()}`);
      }
    });

    it("should refuse a third who signs", async () => {
      const third = memo(OTHER);
      third.keys[0]!.isSigner = true;
      const allowing = two.server({ allowedPrograms: [MEMO] });
      const message = await expectRefused("not_as_agreed", changed(adding(third)), allowing);
      expect(message).to.match(/has to sign, and nobody else/);
    });

    it("should refuse a lookup table", async () => {
      const { instructions, recentBlockhash } = TransactionMessage.decompile(messageOf(prepared));
      const table = new AddressLookupTableAccount({
        key: OTHER,
        state: {
          deactivationSlot: (1n << 64n) - 1n,
          lastExtendedSlot: 0,
          lastExtendedSlotStartIndex: 0,
          addresses: [request.bot, prepared.subscription],
        },
      });
      const parts = { payerKey: wallet.publicKey, instructions, recentBlockhash };
      const message = MessageV0.compile({ ...parts, addressLookupTableAccounts: [table] });
      expect(await expectRefused("not_as_agreed", signedBy(wallet, message))).to.match(/lookup table/);
    });

    it("should refuse an account number that the message does not have", async () => {
      const message = messageOf(prepared);
      message.compiledInstructions[0]!.accountKeyIndexes[5] = 200;
      expect(await expectRefused("not_as_agreed", signedBy(wallet, message))).to.match(/does not have/);
    });

    it("should refuse it for another agent of this server", async () => {
      const other = await two.newcomer(request.bot);
      const asked = { ...request, agent: other.agent.publicKey };
      const lenient = two.server({ isAgentOf: () => true });
      expect(
        await refusalOf(
          lenient.cosign(
            changed(() => ({})),
            asked,
          ),
        ),
      ).to.include({ reason: "not_as_agreed" });
      expect(
        await refusalOf(
          server.cosign(
            changed(() => ({})),
            asked,
          ),
        ),
      ).to.include({ reason: "wrong_agent" });
      const foreign = { ...request, agent: OTHER };
      expect(
        await refusalOf(
          server.cosign(
            changed(() => ({})),
            foreign,
          ),
        ),
      ).to.include({ reason: "wrong_agent" });
    });

    it("should refuse one that the subscriber has not signed, or not like this", async () => {
      await expectRefused("not_signed_by_subscriber", prepared.transaction);
      const other = Keypair.generate();
      const stolen = VersionedTransaction.deserialize(
        Buffer.from(
          changed(() => ({})),
          "base64",
        ),
      );
      stolen.message.recentBlockhash = other.publicKey.toBase58();
      await expectRefused("not_signed_by_subscriber", encode(stolen));
    });

    it("should refuse an old blockhash, and one of another cluster", async () => {
      await expectRefused(
        "blockhash_dead",
        changed(() => ({ blockhash: Keypair.generate().publicKey.toBase58() })),
      );
      const { transaction } = await server.prepare(request);
      market.chain.localnet.chain.advanceSlots(151);
      await expectRefused("blockhash_dead", signWith(wallet, transaction));
      prepared = await server.prepare(request);
    });

    it("should refuse what is no transaction", async () => {
      const signed = changed(() => ({}));
      const bytes = Buffer.from(signed, "base64");
      const texts = [
        "",
        "no base64!",
        `${signed} `,
        bytes.subarray(0, 100).toString("base64"),
        Buffer.concat([bytes, Buffer.of(0)]).toString("base64"),
        Buffer.alloc(1_233, 1).toString("base64"),
        Buffer.alloc(1_232, 1).toString("base64"),
        Buffer.of(129, 1, 2, 3).toString("base64"),
      ];
      for (const text of texts) await expectRefused("unreadable", text);
      expect(await expectRefused("unreadable", texts[5]!)).to.match(/1233 bytes/);
    });

    it("should refuse one of version 1", async () => {
      const { instructions, recentBlockhash } = TransactionMessage.decompile(messageOf(prepared));
      const bytes = await version1(recentBlockhash, [wallet, agent], instructions, {});
      const message = await expectRefused("unreadable", Buffer.from(bytes).toString("base64"));
      expect(message).to.match(/version 1/);
    });

    it("should sign a legacy one", async () => {
      const other = await two.newcomer(request.bot);
      const { transaction } = await server.prepare(other.request);
      const { instructions, recentBlockhash } = TransactionMessage.decompile(messageOf({ transaction }));
      const payerKey = other.wallet.publicKey;
      const message: Message = new TransactionMessage({
        payerKey,
        instructions,
        recentBlockhash,
      }).compileToLegacyMessage();
      expect(await server.cosign(signedBy(other.wallet, message), other.request)).to.include({ kind: "confirmed" });
    });
  });

  describe("after all that was refused", () => {
    it("should still sign what was prepared", async () => {
      expect(market.chain.localnet.chain.account(prepared.subscription.toBase58())).to.equal(null);
      expect(
        await server.cosign(
          changed(() => ({})),
          request,
        ),
      ).to.include({ kind: "confirmed" });
    });
  });
});

function messageOf({ transaction }: Pick<PreparedSubscription, "transaction">): MessageV0 {
  return VersionedTransaction.deserialize(Buffer.from(transaction, "base64")).message as MessageV0;
}

function signedBy(wallet: Keypair, message: MessageV0 | Message): string {
  const transaction = new VersionedTransaction(message);
  transaction.sign([wallet]);
  return encode(transaction);
}
