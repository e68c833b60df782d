/** What an explorer asks through `@solana/web3.js`, whose `Connection` checks the answers' shapes. */
import {
  type ConfirmedSignatureInfo,
  Connection,
  type ParsedInstruction,
  type ParsedTransactionWithMeta,
} from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

describe("web3.js as an explorer", () => {
  const [alice, bob] = [key(151), key(152)];
  let net: Localnet;
  let connection: Connection;
  let signature: string;
  let slot: number;

  before(async () => {
    // Every transaction closes its slot.
    net = await startLocalnet({ port: 0, slotMs: 0, clock: 1_800_000_000 });
    connection = new Connection(net.rpcUrl, "confirmed");
    await fund(net.rpcUrl, alice.publicKey, 10 * SOL);
    signature = await land(net.rpcUrl, await signed(net.rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)]));
    slot = net.chain.ledger.get(signature)!.slot;
  });
  after(() => net.close());

  it("reads blocks", async () => {
    const options = { maxSupportedTransactionVersion: 1 };
    const block = await connection.getBlock(slot, options);
    expect(block?.transactions[0]?.transaction.signatures).to.deep.equal([signature]);
    // Its type says that it has accounts only.
    const { transactions } = await connection.getParsedBlock(slot, options);
    const [parsed] = transactions as unknown as ParsedTransactionWithMeta[];
    const [instruction] = parsed!.transaction.message.instructions as [ParsedInstruction];
    expect(instruction.parsed.info.lamports).to.equal(SOL);
    const accounts = await connection.getBlock(slot, { ...options, transactionDetails: "accounts" });
    expect(accounts?.transactions[0]?.meta?.fee).to.equal(5_000);
    const none = await connection.getBlock(slot, { ...options, transactionDetails: "none" });
    expect(none?.parentSlot).to.equal(slot - 1);
    expect((await connection.getBlockSignatures(slot)).signatures).to.deep.equal([signature]);
  });

  it("walks from the first block to the newest", async () => {
    const first = await connection.getFirstAvailableBlock();
    const blocks = await connection.getBlocks(first, await connection.getSlot());
    expect(blocks).to.deep.equal([first, first + 1]);
    expect(blocks.at(-1)).to.equal(slot);
    const newest = await connection.getBlock(slot, { maxSupportedTransactionVersion: 1 });
    expect((await connection.getLatestBlockhash()).blockhash).to.equal(newest?.blockhash);
  });

  it("reads parsed instructions and memos with signatures", async () => {
    const found = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 1 });
    const [instruction] = found!.transaction.message.instructions as [ParsedInstruction];
    expect([instruction.program, instruction.parsed.type]).to.deep.equal(["system", "transfer"]);
    const [line] = (await connection.getSignaturesForAddress(bob.publicKey)) as [ConfirmedSignatureInfo];
    expect(line.memo).to.equal(null);
  });

  it("reads what is asked of a cluster", async () => {
    expect((await connection.getEpochSchedule()).slotsPerEpoch).to.equal(432_000);
    const { value: supply } = await connection.getSupply({ excludeNonCirculatingAccountsList: true });
    expect(supply.circulating).to.equal(supply.total);
    expect(await connection.getVoteAccounts()).to.deep.equal({ current: [], delinquent: [] });
    net.chain.setTime(1_800_000_060);
    expect((await connection.getRecentPerformanceSamples(1))[0]?.numTransactions).to.equal(2);
  });
});
