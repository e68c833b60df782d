import { expect } from "chai";
import { ask, failure, post } from "./client";
import { onEveryNode } from "./nodes";
import { key } from "./transactions";

const TRANSACTION = "solana_transaction::versioned::VersionedTransaction";

describe("what a node refuses", () => {
  onEveryNode((node, value) => {
    const wallet = key(31).publicKey.toBase58();

    const refused = async (method: string, params: unknown[], message: string, data?: unknown) => {
      const error = await failure(node().rpcUrl, method, ...params);
      expect(error).to.deep.equal({ code: -32602, message, ...(data === undefined ? {} : { data }) });
    };

    it("a method that it does not know", async () => {
      for (const method of ["getNothing", "toString", "__proto__", ""]) {
        expect((await ask(node().rpcUrl, method)).error).to.deep.equal({ code: -32601, message: "Method not found" });
      }
    });

    it("too few and too many parameters", async () => {
      await refused("getBlockTime", [], "Invalid params: invalid length 0, expected a tuple of size 1.");
      await refused("getBlockTime", [1, 2], "Invalid params: invalid length 2, expected fewer elements in array.");
      const none = await failure(node().rpcUrl, "getHealth", 1);
      expect(none.message).to.equal("Invalid parameters: No parameters were expected");
      await refused("getBalance", [], "`params` should have at least 1 argument(s)");
      await refused("getTokenAccountsByOwner", [wallet], "`params` should have at least 2 argument(s)");
      await refused("getBalance", [wallet, {}, 3], "Invalid parameters: Expected from 1 to 2 parameters.", '"Got: 3"');
    });

    it("parameters of the wrong type", async () => {
      await refused("getBalance", [5], "Invalid params: invalid type: integer `5`, expected a string.");
      await refused("getBalance", [null], "Invalid params: invalid type: null, expected a string.");
      await refused("getBalance", [[wallet]], "Invalid params: invalid type: sequence, expected a string.");
      await refused("getSignatureStatuses", ["x"], 'Invalid params: invalid type: string "x", expected a sequence.');
      await refused("requestAirdrop", [wallet, "x"], 'Invalid params: invalid type: string "x", expected u64.');
      await refused("requestAirdrop", [wallet, -1], "Invalid params: invalid value: integer `-1`, expected u64.");
      await refused(
        "requestAirdrop",
        [wallet, 0.5],
        "Invalid params: invalid type: floating point `0.5`, expected u64.",
      );
      await refused(
        "getMinimumBalanceForRentExemption",
        [true],
        "Invalid params: invalid type: boolean `true`, expected usize.",
      );
      await refused(
        "getAccountInfo",
        [wallet, { dataSlice: { length: 1 } }],
        "Invalid params: missing field `offset`.",
      );
    });

    it("named parameters", async () => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "getBalance", params: { address: wallet } });
      expect(JSON.parse(await post(node().rpcUrl, body)).error).to.deep.equal({
        code: -32602,
        message: "`params` should be an array",
      });
    });

    it("texts that are no address or signature", async () => {
      // Surfpool words these in its own way.
      const wrong = (text: string, cluster: string, surfpool: string, data: string) =>
        refused("getBalance", [text], value(cluster, `${surfpool} '${text}'`), value<unknown>(undefined, data));
      await wrong("abc", "Invalid param: WrongSize", "Invalid pubkey", "String is the wrong size");
      await wrong("0OIl", "Invalid param: Invalid", "Invalid pubkey", "Invalid Base58 string");
      await wrong("1".repeat(45), "Invalid param: WrongSize", "Invalid pubkey", "String is the wrong size");
      const error = await failure(node().rpcUrl, "getTransaction", "abc");
      expect(error.code).to.equal(-32602);
      expect(error.message).to.equal(value("Invalid param: WrongSize", "Invalid signature abc"));
    });

    it("encodings that it does not know", async () => {
      await refused(
        "getAccountInfo",
        [wallet, { encoding: "hex" }],
        "Invalid params: unknown variant `hex`, expected one of `binary`, `base58`, `base64`, `jsonParsed`, `base64+zstd`.",
      );
    });

    it("filters that it does not know", async () => {
      const filter = (filters: object[]) => ["11111111111111111111111111111111", { encoding: "base64", filters }];
      await refused(
        "getProgramAccounts",
        filter([{ size: 1 }]),
        "Invalid params: unknown variant `size`, expected one of `dataSize`, `memcmp`, `tokenAccountState`.",
      );
      await refused(
        "getProgramAccounts",
        filter([{ memcmp: { offset: 0, bytes: "!" } }]),
        "Invalid param: Base58DecodeError(InvalidCharacter { character: '!', index: 0 })",
      );
      await refused("getProgramAccounts", filter(Array(5).fill({ dataSize: 1 })), "Too many filters provided; max 4");
      await refused(
        "getTokenAccountsByOwner",
        [wallet, {}],
        "Invalid params: invalid value: map, expected map with a single key.",
      );
      await refused(
        "getTokenAccountsByOwner",
        [wallet, "all"],
        "Invalid params: unknown variant `all`, expected `mint` or `programId`.",
      );
    });

    it("transactions that cannot be decoded", async () => {
      const send = (encoded: string, message: string) =>
        refused("sendTransaction", [encoded, { encoding: "base64" }], message);
      await send("!!!!", "invalid base64 encoding: InvalidByte(0, 33)");
      await send("AAA", "invalid base64 encoding: InvalidPadding");
      await refused("sendTransaction", ["0"], "invalid base58 encoding: InvalidCharacter { character: '0', index: 0 }");
      const cut = await failure(node().rpcUrl, "sendTransaction", "AAAA", { encoding: "base64" });
      expect(cut.code).to.equal(-32602);
      expect(cut.message).to.match(new RegExp(`^failed to deserialize ${TRANSACTION}: `));
      await send("A".repeat(1644), `decoded ${TRANSACTION} too large: 1233 bytes (max: 1232 bytes)`);
      // As long as the longest of version 1, and no such transaction.
      await send("A".repeat(5464), `decoded ${TRANSACTION} too large: 4098 bytes (max: 1232 bytes)`);
      const limits = "(max: encoded/raw 5464/4096)";
      await send("A".repeat(5468), `base64 encoded ${TRANSACTION} too large: 5468 bytes ${limits}`);
      const inBase58 = `base58 encoded ${TRANSACTION} too large: 5595 bytes (max: encoded/raw 5594/4096)`;
      await refused("sendTransaction", ["2".repeat(5595)], inBase58);
      await refused(
        "simulateTransaction",
        ["AAAA", { encoding: "json" }],
        "unsupported encoding: json. Supported encodings: base58, base64",
      );
    });

    it("too many signatures at once", async () => {
      await refused("getSignaturesForAddress", [wallet, { limit: 1_001 }], "Invalid limit; max 1000");
      await refused("getSignaturesForAddress", [wallet, { limit: 0 }], "Invalid limit; max 1000");
    });

    it("text that is no JSON-RPC", async () => {
      const error = async (body: string) => JSON.parse(await post(node().rpcUrl, body)).error;
      expect(await error("{")).to.deep.equal({ code: -32700, message: "Parse error" });
      expect((await error("{}")).code).to.equal(-32600);
      expect((await error("[]")).code).to.equal(-32600);
      expect((await error('{"id":1,"method":"getSlot"}')).message).to.equal("Unsupported JSON-RPC protocol version");
    });

    it("to answer a notification", async () => {
      expect(await post(node().rpcUrl, '{"jsonrpc":"2.0","method":"getSlot"}')).to.equal("");
    });
  });
});
