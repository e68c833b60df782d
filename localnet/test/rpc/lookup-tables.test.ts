import {
  AddressLookupTableProgram,
  Connection,
  type PublicKey,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { ask, failure, result } from "./client";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

describe("version 0 transactions with a lookup table", () => {
  const [alice, bob, carol] = [key(71), key(72).publicKey, key(73).publicKey];
  let net: Localnet;
  let url: string;
  let connection: Connection;
  let table: PublicKey;

  beforeEach(async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000 });
    url = net.rpcUrl;
    connection = new Connection(url, "confirmed");
    await fund(url, alice.publicKey, 10 * SOL);
    const authority = { authority: alice.publicKey, payer: alice.publicKey };
    const [create, address] = AddressLookupTableProgram.createLookupTable({
      ...authority,
      recentSlot: await connection.getSlot(),
    });
    table = address;
    const extend = AddressLookupTableProgram.extendLookupTable({
      ...authority,
      lookupTable: table,
      addresses: [bob, carol],
    });
    await land(url, await signed(url, [alice], [create, extend]));
  });
  afterEach(() => net.close());

  const versioned = async (instructions: TransactionInstruction[]) => {
    const { value } = await connection.getAddressLookupTable(table);
    const message = new TransactionMessage({
      payerKey: alice.publicKey,
      recentBlockhash: (await connection.getLatestBlockhash()).blockhash,
      instructions,
    }).compileToV0Message([value!]);
    const transaction = new VersionedTransaction(message);
    transaction.sign([alice]);
    return Buffer.from(transaction.serialize()).toString("base64");
  };
  const send = (base64: string) => ask(url, "sendTransaction", base64, { encoding: "base64" });

  it("land, and tell which addresses they loaded", async () => {
    net.chain.advanceSlots();
    const pay = transfer(alice, bob, SOL);
    pay.keys.push({ pubkey: carol, isSigner: false, isWritable: false });
    const { result: signature } = await send(await versioned([pay]));
    const found = await result(url, "getTransaction", signature, { maxSupportedTransactionVersion: 0 });
    expect(found.version).to.equal(0);
    expect(found.meta.loadedAddresses).to.deep.equal({ writable: [bob.toBase58()], readonly: [carol.toBase58()] });
    // 10 SOL, less the rent of the table's 120 bytes, the two fees and what bob got; the system program has 1 lamport.
    const rent = Number(net.chain.rentExemption(120));
    expect(found.meta.postBalances).to.deep.equal([9 * SOL - rent - 10_000, 1, SOL, 0]);
    expect(found.transaction.message.addressTableLookups).to.deep.equal([
      { accountKey: table.toBase58(), readonlyIndexes: [1], writableIndexes: [0] },
    ]);
    expect(found.transaction.message.instructions[0].accounts).to.deep.equal([0, 2, 3]);
    expect((await result(url, "getBalance", bob.toBase58())).value).to.equal(SOL);
    const [mention] = await result(url, "getSignaturesForAddress", carol.toBase58());
    expect(mention.signature).to.equal(signature);
  });

  it("are hidden from clients that know only legacy ones", async () => {
    net.chain.advanceSlots();
    const { result: signature } = await send(await versioned([transfer(alice, bob, SOL)]));
    expect(await failure(url, "getTransaction", signature)).to.deep.equal({
      code: -32015,
      message:
        "Transaction version (0) is not supported by the requesting client. " +
        'Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": 0',
    });
  });

  it("are simulated with the addresses and the bytes that they load", async () => {
    net.chain.advanceSlots();
    const config = { encoding: "base64" };
    const { value } = await result(url, "simulateTransaction", await versioned([transfer(alice, bob, SOL)]), config);
    expect(value.loadedAddresses).to.deep.equal({ writable: [bob.toBase58()], readonly: [] });
    // Alice, the system program with its 21 bytes, nobody at bob's address, and 8,248 for the table.
    expect(value.loadedAccountsDataSize).to.equal(2 * 64 + 21 + 8_248);
    expect([value.preBalances[2], value.postBalances[2]]).to.deep.equal([0, SOL]);
  });

  it("are parsed with addresses out of the table", async () => {
    net.chain.advanceSlots();
    const { result: signature } = await send(await versioned([transfer(alice, bob, SOL)]));
    const config = { encoding: "jsonParsed", maxSupportedTransactionVersion: 0 };
    const { transaction } = await result(url, "getTransaction", signature, config);
    expect(transaction.message.instructions[0].parsed.info.destination).to.equal(bob.toBase58());
  });

  it("hide their block from clients that know only legacy ones, but not its signatures", async () => {
    net.chain.advanceSlots();
    const { result: signature } = await send(await versioned([transfer(alice, bob, SOL)]));
    const { slot } = net.chain.slots;
    net.chain.advanceSlots();
    expect((await failure(url, "getBlock", slot)).code).to.equal(-32015);
    expect((await failure(url, "getBlock", slot, { transactionDetails: "accounts" })).code).to.equal(-32015);
    const signatures = await result(url, "getBlock", slot, { transactionDetails: "signatures" });
    expect(signatures.signatures).to.deep.equal([signature]);
    const accounts = await result(url, "getBlock", slot, {
      transactionDetails: "accounts",
      maxSupportedTransactionVersion: 0,
    });
    const sources = accounts.transactions[0].transaction.accountKeys.map((one: { source: string }) => one.source);
    expect([accounts.transactions[0].version, sources]).to.deep.equal([
      0,
      ["transaction", "transaction", "lookupTable"],
    ]);
  });

  describe("are refused", () => {
    const refused = async (base64: string, message: string) =>
      expect((await send(base64)).error).to.deep.equal({ code: -32602, message: `invalid transaction: ${message}` });

    it("in the slot in which the table was extended", async () => {
      const base64 = await versioned([transfer(alice, bob, SOL)]);
      await refused(base64, "Transaction address table lookup uses an invalid index");
    });

    it("if the table does not exist", async () => {
      net.chain.advanceSlots();
      const base64 = await versioned([transfer(alice, bob, SOL)]);
      net.chain.setAccount(table.toBase58(), null);
      await refused(base64, "Transaction loads an address table account that doesn't exist");
    });

    it("if the table is another program's", async () => {
      net.chain.advanceSlots();
      const base64 = await versioned([transfer(alice, bob, SOL)]);
      const account = net.chain.account(table.toBase58())!;
      net.chain.setAccount(table.toBase58(), { ...account, owner: bob.toBase58() });
      await refused(base64, "Transaction loads an address table account with an invalid owner");
    });

    it("if the table is damaged", async () => {
      net.chain.advanceSlots();
      const base64 = await versioned([transfer(alice, bob, SOL)]);
      const account = net.chain.account(table.toBase58())!;
      net.chain.setAccount(table.toBase58(), { ...account, data: account.data.slice(0, 100) });
      await refused(base64, "Transaction loads an address table account with invalid data");
    });

    it("once the table has been deactivated for 512 slots", async () => {
      const lookup = { lookupTable: table, authority: alice.publicKey };
      await land(url, await signed(url, [alice], [AddressLookupTableProgram.deactivateLookupTable(lookup)]));
      net.chain.advanceSlots(511);
      expect((await send(await versioned([transfer(alice, bob, SOL)]))).error).to.equal(undefined);
      net.chain.advanceSlots(1);
      const late = await versioned([transfer(alice, bob, SOL)]);
      await refused(late, "Transaction loads an address table account that doesn't exist");
    });
  });
});
