import { expect } from "chai";
import { ask, failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, landed, type Signed, SOL, signed, transfer, UNKNOWN_SIGNATURE } from "./transactions";

describe("a transfer", () => {
  onEveryNode((node, value) => {
    const [alice, bob] = [key(1), key(2)];
    let sent: Signed;

    before(async () => {
      const { rpcUrl } = node();
      await fund(rpcUrl, alice.publicKey, 5 * SOL);
      sent = await signed(rpcUrl, [alice], [transfer(alice, bob.publicKey, SOL)]);
      const answer = await ask(rpcUrl, "sendTransaction", sent.base64, { encoding: "base64" });
      expect(answer).to.deep.equal({ jsonrpc: "2.0", result: sent.signature, id: 1 });
      await landed(rpcUrl, sent.signature);
    });

    it("moves the lamports and charges the fee", async () => {
      expect((await result(node().rpcUrl, "getBalance", alice.publicKey.toBase58())).value).to.equal(3_999_995_000);
      expect((await result(node().rpcUrl, "getBalance", bob.publicKey.toBase58())).value).to.equal(1_000_000_000);
    });

    it("is fetched as JSON", async () => {
      const { slot, blockTime, ...rest } = await result(node().rpcUrl, "getTransaction", sent.signature, {
        encoding: "json",
        commitment: "confirmed",
        maxSupportedTransactionVersion: 0,
      });
      expect(slot).to.be.a("number");
      expect(blockTime).to.be.greaterThan(1_700_000_000);
      const { recentBlockhash } = rest.transaction.message;
      expect(rest).to.deep.equal({
        meta: {
          computeUnitsConsumed: 150,
          err: null,
          fee: 5_000,
          innerInstructions: [],
          loadedAddresses: { readonly: [], writable: [] },
          logMessages: [
            "Program 11111111111111111111111111111111 invoke [1]",
            "Program 11111111111111111111111111111111 success",
          ],
          postBalances: [3_999_995_000, 1_000_000_000, 1],
          postTokenBalances: [],
          preBalances: [5_000_000_000, 0, 1],
          preTokenBalances: [],
          rewards: [],
          status: { Ok: null },
        },
        transaction: {
          message: {
            accountKeys: [
              "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9",
              "9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu",
              "11111111111111111111111111111111",
            ],
            header: { numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 1, numRequiredSignatures: 1 },
            instructions: [{ accounts: [0, 1], data: "3Bxs3zzLZLuLQEYX", programIdIndex: 2, stackHeight: 1 }],
            recentBlockhash,
          },
          signatures: [sent.signature],
        },
        version: "legacy",
      });
    });

    it("is fetched as bytes", async () => {
      const { rpcUrl } = node();
      const base64 = await result(rpcUrl, "getTransaction", sent.signature, { encoding: "base64" });
      expect(base64.transaction).to.deep.equal([sent.base64, "base64"]);
      const base58 = await result(rpcUrl, "getTransaction", sent.signature, "base58");
      expect(base58.transaction[1]).to.equal("base58");
    });

    it("is fetched parsed, with who signs and who is written", async () => {
      const parsed = await result(node().rpcUrl, "getTransaction", sent.signature, { encoding: "jsonParsed" });
      expect(parsed.transaction.message.accountKeys).to.deep.equal([
        { pubkey: "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9", signer: true, source: "transaction", writable: true },
        {
          pubkey: "9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu",
          signer: false,
          source: "transaction",
          writable: true,
        },
        { pubkey: "11111111111111111111111111111111", signer: false, source: "transaction", writable: false },
      ]);
    });

    it("has a status; an unknown signature has none", async () => {
      const { value: statuses } = await result(node().rpcUrl, "getSignatureStatuses", [
        sent.signature,
        UNKNOWN_SIGNATURE,
      ]);
      const { slot, confirmations, confirmationStatus, ...status } = statuses[0];
      expect(slot).to.be.a("number");
      expect(status).to.deep.equal({ err: null, status: { Ok: null } });
      // Surfpool plays a cluster's confirmations; localnet is one node, whose blocks are final.
      expect(confirmationStatus).to.be.oneOf(value(["finalized"], ["confirmed", "finalized"]));
      if (confirmationStatus === "finalized") expect(confirmations).to.equal(null);
      expect(statuses[1]).to.equal(null);
    });

    it("is listed with its accounts, newest first", async () => {
      const { rpcUrl } = node();
      const second = await land(rpcUrl, await signed(rpcUrl, [alice], [transfer(alice, bob.publicKey, 1)]));
      const list = await result(rpcUrl, "getSignaturesForAddress", bob.publicKey.toBase58());
      expect(list.map((line: { signature: string }) => line.signature)).to.deep.equal([second, sent.signature]);
      const { slot, blockTime, confirmationStatus, ...line } = list[1];
      expect([typeof slot, typeof blockTime, typeof confirmationStatus]).to.deep.equal(["number", "number", "string"]);
      expect(line).to.deep.equal({ err: null, memo: null, signature: sent.signature });
    });

    it("is listed from, to and up to", async () => {
      const { rpcUrl } = node();
      const [newest, oldest] = (
        await result(rpcUrl, "getSignaturesForAddress", bob.publicKey.toBase58(), { limit: 2 })
      ).map((line: { signature: string }) => line.signature);
      const list = async (config: object) =>
        (await result(rpcUrl, "getSignaturesForAddress", bob.publicKey.toBase58(), config)).map(
          (line: { signature: string }) => line.signature,
        );
      expect(await list({ limit: 1 })).to.deep.equal([newest]);
      expect(await list({ before: newest })).to.deep.equal([oldest]);
      expect(await list({ until: oldest })).to.deep.equal([newest]);
    });

    it("is processed once", async () => {
      const { rpcUrl } = node();
      const before = (await result(rpcUrl, "getBalance", bob.publicKey.toBase58())).value;
      const again = await failure(rpcUrl, "sendTransaction", sent.base64, { encoding: "base64" });
      expect(again.code).to.equal(-32002);
      expect(again.message).to.equal(
        // Surfpool finds the repetition before it simulates and words it in its own way.
        value(
          "Transaction simulation failed: This transaction has already been processed",
          'Transaction verification failed for transaction Internal error: "Transaction error: This transaction has already been processed"',
        ),
      );
      const blind = await ask(rpcUrl, "sendTransaction", sent.base64, { encoding: "base64", skipPreflight: true });
      // A cluster's node forwards what it may not look at; Surfpool refuses it.
      if (blind.error === undefined) expect(blind.result).to.equal(sent.signature);
      expect(blind.error?.code).to.equal(value(undefined, -32002));
      expect((await result(rpcUrl, "getBalance", bob.publicKey.toBase58())).value).to.equal(before);
    });
  });
});
