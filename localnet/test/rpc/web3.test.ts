/** What `@solana/web3.js` makes of the answers: its `Connection` checks their shapes. */
import { createAssociatedTokenAccount, createMint, getAccount, mintTo, transferChecked } from "@solana/spl-token";
import {
  Connection,
  type KeyedAccountInfo,
  SendTransactionError,
  sendAndConfirmTransaction,
  Transaction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import { eventually } from "./client";
import { onEveryNode } from "./nodes";
import { key, SOL, transfer } from "./transactions";

describe("web3.js", () => {
  onEveryNode((node) => {
    const [alice, bob] = [key(91), key(92)];
    const options = { commitment: "confirmed" } as const;
    let connection: Connection;

    before(async () => {
      connection = new Connection(node().rpcUrl, { commitment: "confirmed", wsEndpoint: node().wsUrl });
      const signature = await connection.requestAirdrop(alice.publicKey, 100 * SOL);
      const { value } = await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
      expect(value).to.deep.equal({ err: null });
    });

    /** web3.js closes its socket half a second after its last subscription, and reconnects for ever if the node is gone before. */
    after(() => new Promise((done) => setTimeout(done, 700)));

    it("sends and confirms", async () => {
      const payment = new Transaction().add(transfer(alice, bob.publicKey, SOL));
      const signature = await sendAndConfirmTransaction(connection, payment, [alice], options);
      const found = await connection.getTransaction(signature, { ...options, maxSupportedTransactionVersion: 1 });
      expect(found?.meta?.fee).to.equal(5_000);
      expect(found?.transaction.message.getAccountKeys().get(1)?.toBase58()).to.equal(bob.publicKey.toBase58());
      const parsed = await connection.getParsedTransaction(signature, {
        ...options,
        maxSupportedTransactionVersion: 1,
      });
      expect(parsed?.transaction.message.accountKeys[0]?.signer).to.equal(true);
      const [line] = await connection.getSignaturesForAddress(bob.publicKey, {}, "confirmed");
      expect(line?.signature).to.equal(signature);
      const { value: status } = await connection.getSignatureStatus(signature, { searchTransactionHistory: true });
      expect(status?.err).to.equal(null);
    });

    it("shows why a transaction was refused", async () => {
      const payment = new Transaction().add(transfer(alice, bob.publicKey, 10_000 * SOL));
      const error = await connection.sendTransaction(payment, [alice]).catch((thrown) => thrown);
      expect(error).to.be.instanceOf(SendTransactionError);
      const { logs } = error as SendTransactionError;
      expect(logs?.at(-1)).to.equal("Program 11111111111111111111111111111111 failed: custom program error: 0x1");
    });

    it("simulates", async () => {
      const message = new TransactionMessage({
        payerKey: alice.publicKey,
        recentBlockhash: (await connection.getLatestBlockhash()).blockhash,
        instructions: [transfer(alice, key(93).publicKey, SOL)],
      }).compileToV0Message();
      const { value } = await connection.simulateTransaction(new VersionedTransaction(message), {
        replaceRecentBlockhash: true,
        accounts: { encoding: "base64", addresses: [key(93).publicKey.toBase58()] },
      });
      expect([value.err, value.unitsConsumed, value.accounts?.[0]?.lamports]).to.deep.equal([null, 150, SOL]);
      expect((await connection.getFeeForMessage(message)).value).to.equal(5_000);
    });

    it("moves tokens with spl-token", async () => {
      const confirm = { commitment: "confirmed" } as const;
      const mint = await createMint(connection, alice, alice.publicKey, null, 6, key(94), confirm);
      const from = await createAssociatedTokenAccount(connection, alice, mint, alice.publicKey, confirm);
      const to = await createAssociatedTokenAccount(connection, alice, mint, bob.publicKey, confirm);
      await mintTo(connection, alice, mint, from, alice, 1_500_000n, [], confirm);
      await transferChecked(connection, alice, from, mint, to, alice, 500_000n, 6, [], confirm);
      expect((await getAccount(connection, to)).amount).to.equal(500_000n);
      expect((await connection.getTokenAccountBalance(from)).value.uiAmountString).to.equal("1");
      expect((await connection.getTokenSupply(mint)).value.amount).to.equal("1500000");
      const { value: raw } = await connection.getTokenAccountsByOwner(bob.publicKey, { mint });
      expect(raw[0]?.pubkey.toBase58()).to.equal(to.toBase58());
      const { value: parsed } = await connection.getParsedTokenAccountsByOwner(bob.publicKey, { mint });
      expect(parsed[0]?.account.data.parsed.info.tokenAmount.amount).to.equal("500000");
    });

    it("is told of changes", async () => {
      const told: string[] = [];
      const carol = key(95).publicKey;
      const onAccount = connection.onAccountChange(carol, ({ lamports }) => told.push(`account ${lamports}`), options);
      const onLogs = connection.onLogs(carol, ({ err }) => told.push(`logs ${err}`), "confirmed");
      const onProgram = connection.onProgramAccountChange(
        transfer(alice, carol, 1).programId,
        ({ accountId }: KeyedAccountInfo) => accountId.equals(carol) && told.push("program"),
        options,
      );
      const onSlot = connection.onSlotChange(() => told.includes("slot") || told.push("slot"));
      await eventually(() => (told.includes("slot") ? true : null));
      const payment = new Transaction().add(transfer(alice, carol, SOL));
      const signature = await connection.sendTransaction(payment, [alice]);
      const confirmed = new Promise<string>((done) => {
        connection.onSignature(signature, ({ err }) => done(`signature ${err}`), "confirmed");
      });
      expect(await confirmed).to.equal("signature null");
      await eventually(() => (told.length === 4 ? true : null));
      expect(told.sort()).to.deep.equal(["account 1000000000", "logs null", "program", "slot"]);
      await Promise.all([
        connection.removeAccountChangeListener(onAccount),
        connection.removeOnLogsListener(onLogs),
        connection.removeProgramAccountChangeListener(onProgram),
        connection.removeSlotChangeListener(onSlot),
      ]);
    });

    it("reads the cluster", async () => {
      expect((await connection.getVersion())["solana-core"]).to.match(/^\d+\.\d+\.\d+$/);
      expect((await connection.getEpochInfo()).slotsInEpoch).to.equal(432_000);
      expect(await connection.getGenesisHash()).to.have.length.within(43, 44);
      expect(await connection.getSlot()).to.be.at.least(await connection.getBlockHeight());
      const { blockhash } = await connection.getLatestBlockhash();
      expect((await connection.isBlockhashValid(blockhash)).value).to.equal(true);
      expect(await connection.getRecentPrioritizationFees()).to.be.an("array");
      expect(await connection.getMultipleAccountsInfo([alice.publicKey, key(96).publicKey])).to.have.length(2);
    });
  });
});
