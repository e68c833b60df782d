/** What becomes of a transaction that is sent, over real JSON-RPC on the local chain. */
import { transferTokens } from "@profit-share/sdk";
import { Expired, FateUnknown, Refused, sendTransaction } from "@profit-share/sdk/sending";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { ComputeBudgetProgram, SystemProgram, Transaction, type TransactionInstruction } from "@solana/web3.js";
import { expect } from "chai";
import { DOLLAR, keypair } from "./parties";

const payer = keypair(1);
const to = keypair(2).publicKey;
const ONE_SOL = 1_000_000_000;

const pay = (lamports: number): TransactionInstruction =>
  SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports });

const thrownBy = (sending: Promise<string>): Promise<unknown> =>
  sending.then(
    () => null,
    (error: unknown) => error,
  );

describe("sendTransaction", () => {
  let chain: LocalChain;

  beforeEach(async () => {
    chain = await LocalChain.start();
    chain.airdrop(payer.publicKey);
  });

  afterEach(() => chain.close());

  const send = (instructions: TransactionInstruction[], more: object = {}): Promise<string> =>
    sendTransaction(chain.connection, instructions, { payer, lookEveryMs: 5, ...more });

  it("returns the signature of what is confirmed, with a signer named twice, too", async () => {
    const signature = await send([pay(ONE_SOL)], { signers: [payer] });
    expect(
      (await chain.connection.getTransaction(signature, { maxSupportedTransactionVersion: 1 }))?.meta?.err,
    ).to.equal(null);
    expect(await chain.connection.getBalance(to)).to.equal(ONE_SOL);
  });

  describe("what it asks for", () => {
    const budget = ComputeBudgetProgram.programId;

    /** Of the compute budget's instructions in the transaction that landed, the number and the value. */
    async function asked(signature: string) {
      const found = await chain.connection.getTransaction(signature, { maxSupportedTransactionVersion: 1 });
      const { compiledInstructions, staticAccountKeys } = found!.transaction.message;
      const limits = compiledInstructions
        .filter(({ programIdIndex }) => staticAccountKeys[programIdIndex]!.equals(budget))
        .map(({ data }) => [data[0], Buffer.from(data).readUInt32LE(1)]);
      return { limits, used: found!.meta!.computeUnitsConsumed! };
    }

    it("is little more than it uses", async () => {
      const { limits, used } = await asked(await send([pay(ONE_SOL)]));
      // Three accounts, of which one does not exist yet, are less than a page: with two pages more they are three.
      expect(limits).to.deep.equal([
        [2, Math.ceil((used * 11) / 10) + 2_000],
        [4, 3 * 32_768],
      ]);
    });

    it("is left to who asks already", async () => {
      const own = ComputeBudgetProgram.setComputeUnitLimit({ units: 77_777 });
      expect((await asked(await send([own, pay(ONE_SOL)]))).limits).to.deep.equal([[2, 77_777]]);
    });

    it("is nothing where the transaction has no room to ask", async () => {
      // 65 bytes of signatures, 133 of the message's head and keys, 17 of each transfer: 1,218. Asking takes 48.
      const signature = await send([...Array(60).keys()].map((index) => pay(ONE_SOL + index)));
      expect((await asked(signature)).limits).to.deep.equal([]);
    });

    it("is nothing where the node does not simulate", async () => {
      const { connection } = chain;
      connection.simulateTransaction = () =>
        Promise.reject(new Error("failed to simulate transaction: Method not found"));
      expect((await asked(await send([pay(ONE_SOL)]))).limits).to.deep.equal([]);
    });
  });

  it("says why the chain refuses, and that nothing was sent", async () => {
    const wallet = payer.publicKey;
    const from = await chain.mintTo(wallet, DOLLAR);
    const transfer = { from, mint: chain.mint, to: from, owner: wallet, decimals: 6 };
    const error = await thrownBy(send([transferTokens({ ...transfer, amount: 2n * DOLLAR })]));
    expect(error).to.be.instanceOf(Refused);
    expect((error as Refused).explanation.name).to.equal("InsufficientFunds");
    expect((error as Refused).signature).to.equal(null);
  });

  it("says that a transaction can never land any more", async () => {
    const { connection } = chain;
    const sendRaw = connection.sendRawTransaction.bind(connection);
    // A node that takes it and forgets it, while 400 slots go by.
    connection.sendRawTransaction = async () => {
      chain.localnet.chain.advanceSlots(400);
      return "forgotten";
    };
    expect(await thrownBy(send([pay(ONE_SOL)]))).to.be.instanceOf(Expired);
    connection.sendRawTransaction = sendRaw;
    expect(await connection.getBalance(to)).to.equal(0);
  });

  describe("through nodes of which one is 400 slots ahead and another one, which says the statuses, is behind", () => {
    const AHEAD = 400;

    /** @param statusSlot of its answers, which know nothing, to the first looks */
    function apart(statusSlot: (ahead: number) => number): { looks: () => number } {
      const { connection } = chain;
      const { slots } = chain.localnet.chain;
      const ahead = () => slots.slot + AHEAD;
      const info = connection.getEpochInfo.bind(connection);
      connection.getEpochInfo = async (config) => {
        const { absoluteSlot, blockHeight = 0, ...rest } = await info(config);
        return { ...rest, absoluteSlot: absoluteSlot + AHEAD, blockHeight: blockHeight + AHEAD };
      };
      const height = connection.getBlockHeight.bind(connection);
      connection.getBlockHeight = async (config) => (await height(config)) + AHEAD;
      const status = connection.getSignatureStatus.bind(connection);
      let looks = 0;
      connection.getSignatureStatus = async (signature, config) =>
        ++looks > 20 ? status(signature, config) : { context: { slot: statusSlot(ahead()) }, value: null };
      return { looks: () => looks };
    }

    for (const [what, statusSlot] of [
      ["by far", () => 1],
      ["by one slot", (ahead: number) => ahead - 1],
    ] as const) {
      it(`waits for a status that can know of it: ${what}`, async () => {
        const { looks } = apart(statusSlot);
        await send([pay(ONE_SOL)]);
        expect(looks()).to.equal(21);
        expect(await chain.connection.getBalance(to)).to.equal(ONE_SOL);
      });
    }

    it("believes one of the same slot", async () => {
      apart((ahead) => ahead);
      chain.connection.sendRawTransaction = async () => "forgotten";
      expect(await thrownBy(send([pay(ONE_SOL)]))).to.be.instanceOf(Expired);
    });
  });

  it("gives up nothing by a node that says no block height", async () => {
    const { connection } = chain;
    const info = connection.getEpochInfo.bind(connection);
    connection.getEpochInfo = async (config) => {
      const { blockHeight: _, ...rest } = await info(config);
      return rest;
    };
    connection.sendRawTransaction = async () => {
      chain.localnet.chain.advanceSlots(400);
      return "forgotten";
    };
    expect(await thrownBy(send([pay(ONE_SOL)], { giveUpMs: 20 }))).to.be.instanceOf(FateUnknown);
  });

  it("names the transaction when the node falls silent about it", async () => {
    const { connection } = chain;
    let sent: Transaction | null = null;
    connection.sendRawTransaction = async (wire) => {
      sent = Transaction.from(Buffer.from(wire));
      return "forgotten";
    };
    const error = await thrownBy(send([pay(ONE_SOL)], { giveUpMs: 20 }));
    expect(error).to.be.instanceOf(FateUnknown);
    const { signature, message } = error as FateUnknown;
    expect(message).to.contain(`Transaction ${signature} may have landed: look it up before you send it again`);
    expect(sent!).to.be.instanceOf(Transaction);
  });
});
