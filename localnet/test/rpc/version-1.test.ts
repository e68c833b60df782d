import { toBase58 } from "@profit-share/sdk";
import { type Asked, version1 } from "@profit-share/testing/version-1";
import { Connection, type Keypair, type TransactionInstruction, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { ask, failure, result } from "./client";
import { ONLY_LOCALNET, onEveryNode } from "./nodes";
import { fund, key, landed, SOL, transfer } from "./transactions";

/** Enough for some transfers. */
const ENOUGH = { computeUnitLimit: 100_000, loadedAccountsDataSizeLimit: 100_000 } as const;
const TRANSACTION = "solana_transaction::versioned::VersionedTransaction";
const INTERNAL = "Transaction encoding error: Encoding does not support transaction version 1";

describe("version 1 transactions", () => {
  onEveryNode((node, value) => {
    const [alice, bob] = [key(151), key(152)];
    const many = (count: number) => [...Array(count).keys()].map((index) => transfer(alice, bob.publicKey, index + 1));
    let url: string;
    before(async () => {
      url = node().rpcUrl;
      await fund(url, alice.publicKey, 100 * SOL);
      await fund(url, bob.publicKey, SOL);
    });

    const wire = async (
      instructions: TransactionInstruction[],
      asked: Asked,
      signers: [Keypair, ...Keypair[]] = [alice],
    ) => version1((await result(url, "getLatestBlockhash")).value.blockhash, signers, instructions, asked);
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    const send = (bytes: Uint8Array, config: object = {}) =>
      ask(url, "sendTransaction", base64(bytes), { encoding: "base64", ...config });
    const land = async (bytes: Uint8Array): Promise<string> => {
      const answer = await send(bytes);
      expect(answer.error, JSON.stringify(answer.error)).to.equal(undefined);
      await landed(url, answer.result);
      return answer.result;
    };
    const get = (signature: string, config: object) =>
      result(url, "getTransaction", signature, {
        maxSupportedTransactionVersion: 1,
        commitment: "confirmed",
        ...config,
      });

    it("land, and carry what they ask for in the message", async () => {
      const bytes = await wire([transfer(alice, bob.publicKey, SOL)], { ...ENOUGH, priorityFeeLamports: 77n });
      const signature = await land(bytes);
      const json = await get(signature, {});
      expect(json).to.deep.include({ version: 1 });
      expect(json.meta).to.deep.include({ err: null, fee: 5_077, loadedAddresses: { readonly: [], writable: [] } });
      const transactionConfig = {
        computeUnitLimit: 100_000,
        heapSize: null,
        loadedAccountsDataSizeLimit: 100_000,
        priorityFee: 77,
      };
      expect(json.transaction.message.transactionConfig).to.deep.equal(transactionConfig);
      expect(json.transaction.message.addressTableLookups).to.equal(undefined);
      const parsed = await get(signature, { encoding: "jsonParsed" });
      expect(parsed.transaction.message.transactionConfig).to.deep.equal(transactionConfig);
      expect(parsed.transaction.message.instructions[0].parsed.info.lamports).to.equal(SOL);
      expect(parsed.transaction.message.accountKeys[1]).to.deep.equal({
        pubkey: bob.publicKey.toBase58(),
        signer: false,
        source: "transaction",
        writable: true,
      });
      expect((await get(signature, { encoding: "base64" })).transaction).to.deep.equal([base64(bytes), "base64"]);
      expect((await get(signature, { encoding: "base58" })).transaction).to.deep.equal([toBase58(bytes), "base58"]);
    });

    it("are read by web3.js as they were written", async () => {
      const bytes = await wire([transfer(alice, bob.publicKey, SOL)], { ...ENOUGH, heapSize: 65_536 });
      const signature = await land(bytes);
      const connection = new Connection(url, "confirmed");
      const found = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 1 });
      expect(found?.version).to.equal(1);
      expect(found?.transaction.message).to.deep.equal(VersionedTransaction.deserialize(bytes).message);
      const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 1 });
      expect(parsed?.transaction.message.transactionConfig?.heapSize).to.equal(65_536);
    });

    it("may be larger than a packet", async () => {
      const bytes = await wire(many(64), ENOUGH);
      expect(bytes.length).to.be.above(1_232);
      expect((await get(await land(bytes), {})).transaction.message.instructions).to.have.length(64);
    });

    it("may have several signers", async () => {
      const bytes = await wire([transfer(alice, bob.publicKey, 2), transfer(bob, alice.publicKey, 1)], ENOUGH, [
        alice,
        bob,
      ]);
      expect((await get(await land(bytes), {})).meta.fee).to.equal(10_000);
    });

    it("pay the fee that they name, not one for each unit", async () => {
      const bytes = await wire([transfer(alice, bob.publicKey, SOL)], { ...ENOUGH, priorityFeeLamports: 123_456n });
      const message = base64(bytes.subarray(0, -64));
      expect((await result(url, "getFeeForMessage", message)).value).to.equal(128_456);
      const { meta } = await get(await land(bytes), {});
      expect(meta.fee).to.equal(128_456);
    });

    it("are hidden from clients that cannot read them", async () => {
      const signature = await land(await wire([transfer(alice, bob.publicKey, SOL)], ENOUGH));
      for (const encoding of ["json", "jsonParsed", "base64"]) {
        const config = { encoding, maxSupportedTransactionVersion: 0, commitment: "confirmed" };
        const error = await failure(url, "getTransaction", signature, config);
        // Surfpool knows no error of its own for it.
        expect(error).to.deep.equal(
          value<object>(
            {
              code: -32015,
              message:
                "Transaction version (1) is not supported by the requesting client. " +
                'Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": 1',
            },
            { code: -32603, message: "Internal error", data: INTERNAL },
          ),
        );
      }
    });

    describe("may use only what they ask for", () => {
      const simulate = async (asked: Asked) => {
        // An amount of its own: one that landed before, with the same blockhash, would be refused as processed already.
        const bytes = await wire([transfer(alice, bob.publicKey, 2 * SOL)], asked);
        return (await result(url, "simulateTransaction", base64(bytes), { encoding: "base64" })).value;
      };

      it("no data if they ask for none", async () => {
        const { err } = await simulate({ computeUnitLimit: 100_000 });
        expect(err).to.equal("MaxLoadedAccountsDataSizeExceeded");
      });

      it("no units if they ask for none", async () => {
        const { err } = await simulate({ loadedAccountsDataSizeLimit: 100_000 });
        expect(err).to.deep.equal({ InstructionError: [0, "ComputationalBudgetExceeded"] });
      });

      it("the data of three accounts, to the byte", async () => {
        const { loadedAccountsDataSize, err } = await simulate(ENOUGH);
        expect(err).to.equal(null);
        const exact = { ...ENOUGH, loadedAccountsDataSizeLimit: loadedAccountsDataSize };
        expect((await simulate(exact)).err).to.equal(null);
        const short = { ...ENOUGH, loadedAccountsDataSizeLimit: loadedAccountsDataSize - 1 };
        expect((await simulate(short)).err).to.equal("MaxLoadedAccountsDataSizeExceeded");
      });

      it("150 units for a transfer, to the unit", async () => {
        expect((await simulate({ ...ENOUGH, computeUnitLimit: 150 })).err).to.equal(null);
        expect((await simulate({ ...ENOUGH, computeUnitLimit: 149 })).err).to.deep.equal({
          InstructionError: [0, "ComputationalBudgetExceeded"],
        });
      });
    });

    it("are too large with 4,097 bytes", async () => {
      const long = Buffer.alloc(4_097, 0);
      long[0] = 0x81;
      expect((await send(long)).error?.message).to.equal(
        `decoded ${TRANSACTION} too large: 4097 bytes (max: 4096 bytes)`,
      );
    });

    it("are refused with bits that nobody knows, in parts, and as version 2", async () => {
      const broken = async (change: (bytes: Buffer) => Uint8Array) => {
        const { error } = await send(change(Buffer.from(await wire([transfer(alice, bob.publicKey, 1)], ENOUGH))));
        expect(error?.code).to.equal(-32602);
        expect(error?.message).to.match(new RegExp(`^failed to deserialize ${TRANSACTION}: `));
      };
      const inMask = (bits: number) => (bytes: Buffer) => {
        bytes.writeUInt32LE(bytes.readUInt32LE(4) | bits, 4);
        return bytes;
      };
      await broken(inMask(0b100000));
      await broken(inMask(0b01));
      await broken((bytes) => bytes.subarray(0, -1));
      await broken((bytes) => Buffer.concat([Buffer.from([0x82]), bytes.subarray(1)]));
    });
  });

  // Surfpool checks the signature first.
  onEveryNode((node) => {
    const [alice, bob] = [key(153), key(154)];
    const ADDRESSES = 42;

    /** Refused before anybody asks for its signature. */
    const refused = async (change: (bytes: Buffer) => void, asked: Asked = ENOUGH) => {
      const { blockhash } = (await result(node().rpcUrl, "getLatestBlockhash")).value;
      const bytes = Buffer.from(await version1(blockhash, [alice], [transfer(alice, bob.publicKey, 1)], asked));
      change(bytes);
      const { error } = await ask(node().rpcUrl, "sendTransaction", bytes.toString("base64"), { encoding: "base64" });
      expect(error).to.deep.equal({
        code: -32602,
        message: "invalid transaction: Transaction failed to sanitize accounts offsets correctly",
      });
    };
    /** Behind three addresses, a unit limit, a data limit and the heap. */
    const instructionHeader = ADDRESSES + 3 * 32 + 3 * 4;

    it("are refused if they name an address twice", () =>
      refused((bytes) => bytes.copy(bytes, ADDRESSES + 32, ADDRESSES, ADDRESSES + 32)));

    it("are refused if the payer is the program", () =>
      refused(
        (bytes) => {
          bytes[instructionHeader] = 0;
        },
        { ...ENOUGH, heapSize: 32_768 },
      ));

    it("are refused with a heap that is no whole number of kilobytes, too small or too large", async () => {
      for (const heap of [32_769, 31_744, 263_168]) {
        await refused((bytes) => bytes.writeUInt32LE(heap, instructionHeader - 4), { ...ENOUGH, heapSize: 32_768 });
      }
    });
  }, ONLY_LOCALNET);

  describe("in a block", () => {
    const [alice, bob] = [key(155), key(156)];
    let net: Localnet;
    before(async () => {
      net = await startLocalnet({ port: 0, slotMs: 3_600_000 });
      await fund(net.rpcUrl, alice.publicKey, 10 * SOL);
    });
    after(() => net.close());

    it("hide it from clients that cannot read them, but not its signatures", async () => {
      const { rpcUrl: url, chain } = net;
      chain.advanceSlots();
      const bytes = await version1(chain.slots.blockhash, [alice], [transfer(alice, bob.publicKey, SOL)], ENOUGH);
      const sent = await result(url, "sendTransaction", Buffer.from(bytes).toString("base64"), { encoding: "base64" });
      const { slot } = chain.slots;
      chain.advanceSlots();
      for (const more of [{}, { transactionDetails: "accounts" }]) {
        const block = (maxSupportedTransactionVersion: number) => [slot, { ...more, maxSupportedTransactionVersion }];
        expect((await failure(url, "getBlock", ...block(0))).code).to.equal(-32015);
        expect((await result(url, "getBlock", ...block(1))).transactions[0].version).to.equal(1);
      }
      const { signatures } = await result(url, "getBlock", slot, { transactionDetails: "signatures" });
      expect(signatures).to.deep.equal([sent]);
    });
  });
});
