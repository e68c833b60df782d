import { SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

/** The slot at which LiteSVM's mainnet features start, and with it every localnet. */
const GENESIS_SLOT = 447_552_000;
const [alice, bob] = [key(61), key(62)];

describe("blocks", () => {
  let net: Localnet;
  let url: string;
  let first: string;
  let second: string;
  const hashes: string[] = [];

  const latest = async (): Promise<string> => (await result(url, "getLatestBlockhash")).value.blockhash;
  const advance = async (count: number) => {
    await result(url, "localnet_advanceSlots", count);
    hashes.push(await latest());
  };

  /** A chain that stands still unless a test moves it: an airdrop in the first slot, two transfers in the third, the fourth open. */
  before(async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000, clock: 1_800_000_000 });
    url = net.rpcUrl;
    await fund(url, alice.publicKey, 10 * SOL);
    hashes.push(await latest());
    await advance(1);
    await advance(1);
    first = await land(url, await signed(url, [alice], [transfer(alice, bob.publicKey, SOL)]));
    second = await land(url, await signed(url, [alice], [transfer(alice, bob.publicKey, 90 * SOL)]));
    await advance(1);
  });
  after(() => net.close());

  const block = (slot: number, config?: object | string) => result(url, "getBlock", slot, config);

  describe("getBlock", () => {
    it("answers a block with its transactions in order, successful or not", async () => {
      const { transactions, ...rest } = await block(GENESIS_SLOT + 2);
      expect(rest).to.deep.equal({
        blockhash: hashes[3],
        previousBlockhash: hashes[2],
        parentSlot: GENESIS_SLOT + 1,
        blockHeight: 2,
        blockTime: 1_800_000_000,
        rewards: [],
      });
      const one = (found: { transaction: { signatures: string[] } }) => found.transaction.signatures[0];
      expect(transactions.map(one)).to.deep.equal([first, second]);
      expect(transactions[0].meta.fee).to.equal(5_000);
      expect(transactions[1].meta.err).to.deep.equal({ InstructionError: [0, { Custom: 1 }] });
    });

    it("writes each transaction as getTransaction does", async () => {
      for (const encoding of ["json", "jsonParsed", "base64"]) {
        const config = { encoding, maxSupportedTransactionVersion: 0 };
        const [written] = (await block(GENESIS_SLOT + 2, config)).transactions;
        const { slot, blockTime, ...alone } = await result(url, "getTransaction", first, config);
        expect(written).to.deep.equal(alone);
        expect([slot, blockTime, alone.version]).to.deep.equal([GENESIS_SLOT + 2, 1_800_000_000, "legacy"]);
      }
    });

    it("names no version to a client that names none", async () => {
      expect((await block(GENESIS_SLOT + 2)).transactions[0]).not.to.have.property("version");
      expect((await block(GENESIS_SLOT + 2, "base64")).transactions[0].transaction[1]).to.equal("base64");
    });

    it("answers signatures, accounts or nothing of the transactions", async () => {
      const details = (transactionDetails: string, more = {}) =>
        block(GENESIS_SLOT + 2, { transactionDetails, maxSupportedTransactionVersion: 0, ...more });
      expect((await details("signatures")).signatures).to.deep.equal([first, second]);
      expect(await details("none", { rewards: false })).to.have.all.keys(
        "blockhash",
        "previousBlockhash",
        "parentSlot",
        "blockHeight",
        "blockTime",
      );
      const [accounts] = (await details("accounts")).transactions;
      expect(accounts.transaction).to.deep.equal({
        signatures: [first],
        accountKeys: [
          { pubkey: alice.publicKey.toBase58(), signer: true, source: "transaction", writable: true },
          { pubkey: bob.publicKey.toBase58(), signer: false, source: "transaction", writable: true },
          { pubkey: SystemProgram.programId.toBase58(), signer: false, source: "transaction", writable: false },
        ],
      });
      expect(accounts.meta).to.deep.equal({
        err: null,
        status: { Ok: null },
        fee: 5_000,
        preBalances: [10 * SOL, 0, 1],
        postBalances: [9 * SOL - 5_000, SOL, 1],
        preTokenBalances: [],
        postTokenBalances: [],
        rewards: [],
      });
    });

    it("leaves rewards out if asked", async () => {
      const without = async (encoding: string) => {
        const found = await block(GENESIS_SLOT + 2, { encoding, rewards: false });
        expect(found).not.to.have.property("rewards");
        return found.transactions[0].meta;
      };
      expect((await without("json")).rewards).to.equal(null);
      expect(await without("jsonParsed")).not.to.have.property("rewards");
    });

    it("answers the first block, whose parent the chain does not have, and an empty one", async () => {
      expect(await block(GENESIS_SLOT, { transactionDetails: "none" })).to.deep.include({
        blockHeight: 0,
        parentSlot: GENESIS_SLOT - 1,
        previousBlockhash: await result(url, "getGenesisHash"),
        blockhash: hashes[1],
      });
      expect((await block(GENESIS_SLOT + 1)).transactions).to.deep.equal([]);
    });

    it("refuses the open slot, later ones and those before the first", async () => {
      for (const slot of [GENESIS_SLOT + 3, GENESIS_SLOT + 4]) {
        expect(await failure(url, "getBlock", slot)).to.deep.equal({
          code: -32004,
          message: `Block not available for slot ${slot}`,
        });
      }
      expect(await failure(url, "getBlock", GENESIS_SLOT - 1)).to.deep.equal({
        code: -32001,
        message: "Block 447551999 cleaned up, does not exist on node. First available block: 447552000",
      });
    });
  });

  describe("getBlocks", () => {
    const blocks = (...params: unknown[]) => result(url, "getBlocks", ...params);

    it("answers the closed slots from the first to the last", async () => {
      expect(await blocks(GENESIS_SLOT + 1, GENESIS_SLOT + 2)).to.deep.equal([GENESIS_SLOT + 1, GENESIS_SLOT + 2]);
      expect(await blocks(GENESIS_SLOT + 2, GENESIS_SLOT + 2)).to.deep.equal([GENESIS_SLOT + 2]);
    });

    it("answers all that there are up to 500,000 slots from the first", async () => {
      const all = [GENESIS_SLOT, GENESIS_SLOT + 1, GENESIS_SLOT + 2];
      expect(await blocks(GENESIS_SLOT)).to.deep.equal(all);
      expect(await blocks(GENESIS_SLOT, { commitment: "finalized" })).to.deep.equal(all);
      expect(await blocks(GENESIS_SLOT, null, { commitment: "confirmed" })).to.deep.equal(all);
      expect(await blocks(GENESIS_SLOT - 499_998)).to.deep.equal(all);
      expect(await blocks(GENESIS_SLOT - 600_000)).to.deep.equal([]);
    });

    it("answers none of a range that is empty or not there yet", async () => {
      expect(await blocks(GENESIS_SLOT + 2, GENESIS_SLOT + 1)).to.deep.equal([]);
      expect(await blocks(GENESIS_SLOT + 3)).to.deep.equal([]);
    });

    it("refuses more than 500,000 slots", async () => {
      const refused = await failure(url, "getBlocks", GENESIS_SLOT - 500_000, GENESIS_SLOT + 1);
      expect(refused).to.deep.equal({ code: -32602, message: "Slot range too large; max 500000" });
    });
  });

  describe("getBlocksWithLimit", () => {
    it("answers so many from the first", async () => {
      const blocks = (...params: unknown[]) => result(url, "getBlocksWithLimit", ...params);
      expect(await blocks(GENESIS_SLOT + 1, 1)).to.deep.equal([GENESIS_SLOT + 1]);
      expect(await blocks(GENESIS_SLOT - 5, 2)).to.deep.equal([GENESIS_SLOT, GENESIS_SLOT + 1]);
      expect(await blocks(GENESIS_SLOT + 1, 500_000)).to.deep.equal([GENESIS_SLOT + 1, GENESIS_SLOT + 2]);
      expect(await blocks(GENESIS_SLOT, 0)).to.deep.equal([]);
      expect(await blocks(GENESIS_SLOT + 3, 5)).to.deep.equal([]);
    });

    it("refuses more than 500,000", async () => {
      const refused = await failure(url, "getBlocksWithLimit", GENESIS_SLOT, 500_001);
      expect(refused).to.deep.equal({ code: -32602, message: "Limit too large; max 500000" });
    });
  });

  it("none is read below the commitment of history, as Surfpool allows", async () => {
    const processed = { commitment: "processed" };
    const refused = { code: -32602, message: "Method does not support commitment below `confirmed`" };
    expect(await failure(url, "getBlock", GENESIS_SLOT, processed)).to.deep.equal(refused);
    expect(await failure(url, "getBlocks", GENESIS_SLOT, processed)).to.deep.equal(refused);
    expect(await failure(url, "getBlocks", GENESIS_SLOT, GENESIS_SLOT, processed)).to.deep.equal(refused);
    expect(await failure(url, "getBlocksWithLimit", GENESIS_SLOT, 1, processed)).to.deep.equal(refused);
  });

  it("getFirstAvailableBlock answers the first", async () => {
    expect(await result(url, "getFirstAvailableBlock")).to.equal(GENESIS_SLOT);
  });
});

describe("requests for blocks", () => {
  onEveryNode((node) => {
    const refused = async (method: string, params: unknown[], message: string) => {
      expect(await failure(node().rpcUrl, method, ...params)).to.deep.include({ code: -32602, message });
    };

    it("are refused if parameters are missing or too many", async () => {
      const atLeast = (count: number) => `\`params\` should have at least ${count} argument(s)`;
      await refused("getBlock", [], atLeast(1));
      await refused("getBlocks", [], atLeast(1));
      await refused("getBlocksWithLimit", [1], atLeast(2));
      await refused("getFirstAvailableBlock", [1], "Invalid parameters: No parameters were expected");
    });

    it("are refused if a slot or a limit is no number", async () => {
      const expected = (type: string) => `Invalid params: invalid type: string "x", expected ${type}.`;
      await refused("getBlock", ["x"], expected("u64"));
      await refused("getBlocks", ["x"], expected("u64"));
      await refused("getBlocksWithLimit", [1, "x"], expected("usize"));
    });

    it("are refused if the configuration is none", async () => {
      const unmatched = (name: string) => `Invalid params: data did not match any variant of untagged enum ${name}.`;
      await refused("getBlock", [1, 5], unmatched("RpcEncodingConfigWrapper"));
      await refused("getBlock", [1, { transactionDetails: "x" }], unmatched("RpcEncodingConfigWrapper"));
      await refused("getBlock", [1, { encoding: "base64+zstd" }], unmatched("RpcEncodingConfigWrapper"));
      await refused("getBlocks", [1, "x"], unmatched("RpcBlocksConfigWrapper"));
    });
  });
});
