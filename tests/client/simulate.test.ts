/** What a simulation foretells is what happens, over real JSON-RPC against the compiled program on the local chain. */
import {
  createTokenAccount,
  escrowAddress,
  InvalidInput,
  NodeFailure,
  NotFound,
  tokenAddress,
  transferTokens,
  vaultAddress,
} from "@profit-share/sdk";
import { driftInstructions } from "@profit-share/sdk/drift";
import { type Simulation, sendTransaction, simulate } from "@profit-share/sdk/sending";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { openAccount } from "@profit-share/testing/chain/venue";
import { createSyncNativeInstruction, NATIVE_MINT } from "@solana/spl-token";
import {
  AddressLookupTableProgram,
  ComputeBudgetProgram,
  type Connection,
  type Keypair,
  PublicKey,
  SystemProgram,
  Transaction,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import { BotMarket } from "./bots";
import { agent, creator, DOLLAR, keypair, payoutWallet, purse, startChain, subscriber } from "./parties";

const DRIFT = "dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH";
const TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const PROGRAM = "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6";
const SYSTEM = "11111111111111111111111111111111";
const NO_BLOCKHASH = PublicKey.default.toBase58();
const SIGNATURE_FEE = 5_000n;

const legacy = (payer: PublicKey, ...instructions: TransactionInstruction[]): Transaction =>
  new Transaction({ feePayer: payer }).add(...instructions);

const v0 = (payer: PublicKey, ...instructions: TransactionInstruction[]): VersionedTransaction =>
  new VersionedTransaction(
    new TransactionMessage({ payerKey: payer, recentBlockhash: NO_BLOCKHASH, instructions }).compileToV0Message(),
  );

/** Whose balance changes by how much, in an order of its own. */
const changesOf = ({ owners }: Pick<Simulation, "owners">) =>
  Object.fromEntries(
    owners.map(({ owner, lamports, tokens }) => [
      owner.toBase58(),
      { lamports, tokens: Object.fromEntries(tokens.map(({ mint, amount }) => [mint.toBase58(), amount])) },
    ]),
  );

const thrownBy = (asked: Promise<unknown>): Promise<Error> =>
  asked.then(
    () => new Error("nothing was thrown"),
    (error: Error) => error,
  );

describe("simulate", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let connection: Connection;
  let market: BotMarket;
  let bot: PublicKey;
  let subscription: PublicKey;

  before(async () => {
    chain = await startChain();
    chain.airdrop(agent.publicKey);
    connection = chain.connection;
    market = await BotMarket.open(chain);
    bot = await market.publish(2);
    subscription = await market.subscribe(bot, 0);
  });

  after(() => chain.close());

  /** As a node that states no balances and no fee. */
  function silent(): Connection {
    const simulateTransaction = async (...args: Parameters<Connection["simulateTransaction"]>) => {
      const { context, value } = await connection.simulateTransaction(...args);
      const { err, logs, accounts, unitsConsumed, returnData } = value;
      return { context, value: { err, logs, accounts, unitsConsumed, returnData } };
    };
    return Object.assign(Object.create(connection), { simulateTransaction });
  }

  /** Simulates on both kinds of nodes, sends, and expects what was foretold. */
  async function foretold(wanted: TransactionInstruction[], payer: Keypair, ...signers: Keypair[]) {
    // It is sent as it is simulated: who asks for units gets no other limits.
    const asks = wanted.some(({ programId }) => programId.equals(ComputeBudgetProgram.programId));
    const instructions = asks ? wanted : [ComputeBudgetProgram.setComputeUnitLimit({ units: 200_000 }), ...wanted];
    const told = await simulate(connection, legacy(payer.publicKey, ...instructions));
    expect(told.error).to.equal(null);
    const { logs, ...silently } = await simulate(silent(), v0(payer.publicKey, ...instructions));
    expect(silently.fee).to.deep.equal(told.fee);
    expect(silently.rent).to.deep.equal(told.rent);
    expect(changesOf(silently)).to.deep.equal(changesOf(told));

    const signature = await sendTransaction(connection, instructions, { payer, signers, lookEveryMs: 5 });
    const landed = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 1 });
    const { fee, preBalances, postBalances, computeUnitsConsumed } = landed!.meta!;
    expect(told.fee!.total).to.equal(BigInt(fee));
    expect(told.computeUnits).to.equal(computeUnitsConsumed);
    // What was told of wallets is what the chain did to them.
    const keys = landed!.transaction.message.getAccountKeys();
    const changes = changesOf(told);
    for (const wallet of [payer, ...signers]) {
      const at = keys.staticAccountKeys.findIndex((key) => key.equals(wallet.publicKey));
      const difference = BigInt(postBalances[at]!) - BigInt(preBalances[at]!);
      expect(changes[wallet.publicKey.toBase58()]?.lamports ?? 0n).to.equal(difference);
    }
    // Nothing is made or lost.
    const lamports = told.owners.reduce((sum, owner) => sum + owner.lamports, 0n);
    const wrapped = Object.values(changes).reduce(
      (sum, { tokens }) => sum + (tokens[NATIVE_MINT.toBase58()] ?? 0n),
      0n,
    );
    expect(lamports + wrapped + told.rent.paid - told.rent.returned + told.fee!.total).to.equal(0n);
    return told;
  }

  describe("of what would succeed says", () => {
    it("whose tokens move: a deposit of $5", async () => {
      const told = await foretold(
        [await market.client.deposit(subscription, { owner: subscriber.publicKey, amount: 5n * DOLLAR })],
        subscriber,
      );
      expect(changesOf(told)).to.deep.equal({
        [subscriber.publicKey.toBase58()]: { lamports: -SIGNATURE_FEE, tokens: { [MINT.toBase58()]: -5_000_000n } },
        [subscription.toBase58()]: { lamports: 0n, tokens: { [MINT.toBase58()]: 5_000_000n } },
      });
      expect(told).to.deep.include({ rent: { paid: 0n, returned: 0n }, exact: true });
      expect(told.fee).to.deep.equal({ base: 5_000n, priority: 0n, total: 5_000n });
    });

    it("what priority costs, over two signatures", async () => {
      const told = await foretold(
        [
          ComputeBudgetProgram.setComputeUnitLimit({ units: 30_001 }),
          ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000 }),
          await market.client.withdraw(subscription, { amount: DOLLAR }),
        ],
        creator,
        subscriber,
      );
      // 30.001 lamports, rounded up.
      expect(told.fee).to.deep.equal({ base: 10_000n, priority: 31n, total: 10_031n });
      expect(changesOf(told)[creator.publicKey.toBase58()]).to.deep.equal({ lamports: -10_031n, tokens: {} });
      expect(changesOf(told)[subscriber.publicKey.toBase58()]!.tokens).to.deep.equal({ [MINT.toBase58()]: 1_000_000n });
    });

    it("what is put into rent: a token account for a stranger", async () => {
      const stranger = keypair(77).publicKey;
      const to = tokenAddress(MINT, stranger);
      const wallet = subscriber.publicKey;
      const transfer = { from: purse(wallet), mint: MINT, to, owner: wallet, amount: 7n, decimals: 6 };
      const told = await foretold([createTokenAccount(MINT, stranger, wallet), transferTokens(transfer)], subscriber);
      const rent = chain.localnet.chain.rentExemption(165);
      expect(told.rent).to.deep.equal({ paid: rent, returned: 0n });
      expect(changesOf(told)).to.deep.equal({
        [wallet.toBase58()]: { lamports: -rent - SIGNATURE_FEE, tokens: { [MINT.toBase58()]: -7n } },
        [stranger.toBase58()]: { lamports: 0n, tokens: { [MINT.toBase58()]: 7n } },
      });
    });

    it("what is wrapped, which is no rent", async () => {
      const wallet = subscriber.publicKey;
      const wrapped = tokenAddress(NATIVE_MINT, wallet);
      const told = await foretold(
        [
          createTokenAccount(NATIVE_MINT, wallet, wallet),
          SystemProgram.transfer({ fromPubkey: wallet, toPubkey: wrapped, lamports: 1_000_000_000 }),
          createSyncNativeInstruction(wrapped),
        ],
        subscriber,
      );
      const rent = chain.localnet.chain.rentExemption(165);
      expect(told.rent).to.deep.equal({ paid: rent, returned: 0n });
      expect(changesOf(told)).to.deep.equal({
        [wallet.toBase58()]: {
          lamports: -rent - 1_000_000_000n - SIGNATURE_FEE,
          tokens: { [NATIVE_MINT.toBase58()]: 1_000_000_000n },
        },
      });
    });

    it("that a wallet is emptied: that is no rent either", async () => {
      const poor = keypair(78);
      await foretold(
        [SystemProgram.transfer({ fromPubkey: creator.publicKey, toPubkey: poor.publicKey, lamports: 3_000_000 })],
        creator,
      );
      const told = await foretold(
        [SystemProgram.transfer({ fromPubkey: poor.publicKey, toPubkey: payoutWallet, lamports: 2_995_000 })],
        poor,
      );
      expect(told.rent).to.deep.equal({ paid: 0n, returned: 0n });
      expect(changesOf(told)).to.deep.equal({
        [poor.publicKey.toBase58()]: { lamports: -3_000_000n, tokens: {} },
        [payoutWallet.toBase58()]: { lamports: 2_995_000n, tokens: {} },
      });
    });

    it("what each account holds afterwards, and where each cent and lamport goes at the end", async () => {
      const leaving = await market.subscribe(bot, 1);
      await market.close(leaving, 4n * DOLLAR);
      await market.send(await market.client.unsubscribe(leaving), subscriber);
      await market.close(leaving, 0n, true);
      const told = await foretold([await market.client.closeSubscription(leaving)], creator);
      const rent = [leaving, escrowAddress(leaving)].map((address) => {
        const account = told.accounts.find((one) => one.address.equals(address))!;
        expect(account.after).to.equal(null);
        return BigInt(account.before!.lamports);
      });
      expect(told.rent).to.deep.equal({ paid: 0n, returned: rent[0]! + rent[1]! });
      // Of the deposit of $3 a tenth of $4 is the creator's, and waits in the bot's vault.
      expect(changesOf(told)).to.deep.equal({
        [creator.publicKey.toBase58()]: { lamports: rent[0]! + rent[1]! - SIGNATURE_FEE, tokens: {} },
        [leaving.toBase58()]: { lamports: 0n, tokens: { [MINT.toBase58()]: -3_000_000n } },
        [bot.toBase58()]: { lamports: 0n, tokens: { [MINT.toBase58()]: 400_000n } },
        [subscriber.publicKey.toBase58()]: { lamports: 0n, tokens: { [MINT.toBase58()]: 2_600_000n } },
      });
      const vault = told.accounts.find(({ address }) => address.equals(vaultAddress(bot)))!;
      expect(chain.tokens(vault.address)).to.equal(400_000n);
      expect(Buffer.from(vault.after!.data).readBigUInt64LE(64)).to.equal(400_000n);
    });

    it("the same of accounts from a lookup table", async () => {
      const [create, table] = AddressLookupTableProgram.createLookupTable({
        authority: creator.publicKey,
        payer: creator.publicKey,
        recentSlot: await connection.getSlot(),
      });
      const deposit = await market.client.deposit(subscription, { owner: subscriber.publicKey, amount: DOLLAR });
      const addresses = deposit.keys.filter(({ isSigner }) => !isSigner).map(({ pubkey }) => pubkey);
      const extend = { lookupTable: table, authority: creator.publicKey, payer: creator.publicKey, addresses };
      await market.send([create, AddressLookupTableProgram.extendLookupTable(extend)]);
      const message = {
        payerKey: subscriber.publicKey,
        recentBlockhash: NO_BLOCKHASH,
        instructions: [deposit],
      };
      const { value } = await connection.getAddressLookupTable(table);
      const transaction = new VersionedTransaction(new TransactionMessage(message).compileToV0Message([value!]));
      expect(transaction.message.addressTableLookups).to.have.length(1);
      const told = await simulate(connection, transaction);
      expect(changesOf(told)[subscription.toBase58()]).to.deep.equal({
        lamports: 0n,
        tokens: { [MINT.toBase58()]: 1_000_000n },
      });
      chain.setAccount(table, SystemProgram.programId, new Uint8Array());
      chain.localnet.chain.setAccount(table.toBase58(), null);
      const error = await thrownBy(simulate(connection, transaction));
      expect(error).to.be.instanceOf(NotFound);
      expect(error.message).to.contain(`There is no lookup table at ${table.toBase58()}`);
    });

    it("that it is not sure of the changes where two answers are of two slots", async () => {
      const node = silent();
      const read = connection.getMultipleAccountsInfoAndContext.bind(connection);
      node.getMultipleAccountsInfoAndContext = async (...args: Parameters<typeof read>) => {
        const { context, value } = await read(...args);
        return { context: { ...context, slot: context.slot - 1 }, value };
      };
      const transaction = legacy(
        subscriber.publicKey,
        SystemProgram.transfer({ fromPubkey: subscriber.publicKey, toPubkey: payoutWallet, lamports: 1 }),
      );
      expect((await simulate(node, transaction)).exact).to.equal(false);
      expect((await simulate(silent(), transaction)).exact).to.equal(true);
    });
  });

  describe("of what would be refused says why, and moves nothing:", () => {
    const refusal = async (
      instructions: TransactionInstruction[],
      payer: PublicKey,
    ): Promise<[string, string | null]> => {
      const { error, ...told } = await simulate(connection, v0(payer, ...instructions));
      expect(told).to.deep.include({ owners: [], rent: { paid: 0n, returned: 0n }, accounts: [] });
      return [error!.name, error!.program];
    };

    it("the program", async () => {
      const withdraw = await market.client.withdraw(subscription, { amount: 99n * DOLLAR });
      expect(await refusal([withdraw], subscriber.publicKey)).to.deep.equal(["BalanceTooLow", PROGRAM]);
      const { error, fee } = await simulate(connection, legacy(subscriber.publicKey, withdraw));
      expect(error!.message).to.equal("More is asked than the balance above the minimum balance of the terms");
      // A node that takes it all the same lets it pay.
      expect(fee).to.deep.equal({ base: 5_000n, priority: 0n, total: 5_000n });
    });

    it("the token program, called by the program", async () => {
      const deposit = await market.client.deposit(subscription, {
        owner: subscriber.publicKey,
        amount: 1_000n * DOLLAR,
      });
      expect(await refusal([deposit], subscriber.publicKey)).to.deep.equal(["InsufficientFunds", TOKEN]);
    });

    it("Drift, with a number that this program has, too", async () => {
      const trader = keypair(80);
      const { user } = await openAccount(chain, trader, 10n * DOLLAR);
      const withdraw = { user, authority: trader.publicKey, to: purse(trader.publicKey), amount: 11n * DOLLAR };
      expect(await refusal([driftInstructions.withdraw(withdraw)], creator.publicKey)).to.deep.equal([
        "InsufficientDeposit",
        DRIFT,
      ]);
    });

    it("the system program", async () => {
      const tooMuch = { fromPubkey: subscriber.publicKey, toPubkey: payoutWallet, lamports: 1_000_000_000_000 };
      expect(await refusal([SystemProgram.transfer(tooMuch)], subscriber.publicKey)).to.deep.equal([
        "ResultWithNegativeLamports",
        SYSTEM,
      ]);
    });

    it("the runtime, of a fee payer that does not exist", async () => {
      const nobody = keypair(79).publicKey;
      const transfer = SystemProgram.transfer({ fromPubkey: nobody, toPubkey: payoutWallet, lamports: 1 });
      expect(await refusal([transfer], nobody)).to.deep.equal(["AccountNotFound", null]);
      expect((await simulate(connection, legacy(nobody, transfer))).fee).to.equal(null);
    });
  });

  describe("asks for", () => {
    const pay = SystemProgram.transfer({ fromPubkey: subscriber.publicKey, toPubkey: payoutWallet, lamports: 1 });

    it("a fee payer", async () => {
      const error = await thrownBy(simulate(connection, new Transaction().add(pay)));
      expect(error).to.be.instanceOf(InvalidInput);
      expect(error.message).to.equal("The transaction names no fee payer: set its feePayer");
    });

    it("less than fits: the message alone, or with its signatures", async () => {
      const to = (byte: number) =>
        SystemProgram.transfer({
          fromPubkey: subscriber.publicKey,
          toPubkey: keypair(byte).publicKey,
          lamports: 1_000_000,
        });
      const many = (count: number) => Array.from({ length: count }, (_, index) => to(100 + index));
      const alone = await thrownBy(simulate(connection, v0(subscriber.publicKey, ...many(40))));
      expect(alone.message).to.equal("The transaction has more bytes than the 1232 that fit: put less into one");
      const longest = await simulate(connection, v0(subscriber.publicKey, ...many(21)));
      expect(longest.error).to.equal(null);
      const error = await thrownBy(simulate(connection, v0(subscriber.publicKey, ...many(22))));
      expect(error).to.be.instanceOf(InvalidInput);
      expect(error.message).to.match(/^The transaction has 12\d\d bytes, more than the 1232 that fit/);
    });

    it("a node that simulates", async () => {
      const deaf: Connection = Object.assign(Object.create(connection), {
        _rpcRequest: async () => ({
          jsonrpc: "2.0",
          id: "1",
          error: { code: -32_602, message: "invalid transaction" },
        }),
      });
      const error = await thrownBy(simulate(deaf, legacy(subscriber.publicKey, pay)));
      expect(error).to.be.instanceOf(NodeFailure);
    });

    it("nothing that changes the transaction", async () => {
      const transaction = legacy(subscriber.publicKey, pay);
      const before = JSON.stringify(transaction);
      expect((await simulate(connection, transaction)).error).to.equal(null);
      expect(JSON.stringify(transaction)).to.equal(before);
      expect(transaction.recentBlockhash).to.equal(undefined);
    });
  });
});
