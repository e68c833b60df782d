import { expect } from "chai";
import { eventually, Socket } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer, UNKNOWN_SIGNATURE } from "./transactions";

describe("subscriptions", () => {
  onEveryNode((node, value) => {
    const alice = key(41);
    const send = async (to: number, lamports: number) => {
      const { rpcUrl } = node();
      return land(rpcUrl, await signed(rpcUrl, [alice], [transfer(alice, key(to).publicKey, lamports)]));
    };
    let socket: Socket;

    before(async () => {
      await fund(node().rpcUrl, alice.publicKey, 50 * SOL);
      socket = await Socket.open(node().wsUrl);
    });
    after(() => socket.close());

    it("tell of an account's change, until they end", async () => {
      const address = key(42).publicKey.toBase58();
      const id = await socket.subscribe("accountSubscribe", address, { encoding: "base64", commitment: "confirmed" });
      await send(42, SOL);
      const { method, params } = await socket.notification(id);
      expect(method).to.equal("accountNotification");
      expect(params.result.context.slot).to.be.a("number");
      expect(params.result.value).to.deep.include({
        data: ["", "base64"],
        executable: false,
        lamports: 1_000_000_000,
        owner: "11111111111111111111111111111111",
        space: 0,
      });
      await send(42, 7);
      expect((await socket.notification(id, 1)).params.result.value.lamports).to.equal(1_000_000_007);
      expect((await socket.ask("accountUnsubscribe", id)).result).to.equal(true);
      await send(42, 7);
      expect(socket.of(id)).to.have.length(2);
    });

    it("tell of the logs of transactions that mention an account", async () => {
      const mentions = [key(43).publicKey.toBase58()];
      const id = await socket.subscribe("logsSubscribe", { mentions }, { commitment: "confirmed" });
      await send(44, SOL);
      const signature = await send(43, SOL);
      const { method, params } = await socket.notification(id);
      expect(method).to.equal("logsNotification");
      expect(params.result.value).to.deep.equal({
        signature,
        err: null,
        logs: [
          "Program 11111111111111111111111111111111 invoke [1]",
          "Program 11111111111111111111111111111111 success",
        ],
      });
      expect((await socket.ask("logsUnsubscribe", id)).result).to.equal(true);
    });

    it("tell of the logs of failed transactions too", async () => {
      const id = await socket.subscribe("logsSubscribe", "all", { commitment: "confirmed" });
      const signature = await send(45, 1_000 * SOL);
      const told = await eventually(() =>
        socket.of(id).find(({ params }) => params.result.value.signature === signature),
      );
      const { err, logs } = told.params.result.value;
      expect(logs[2]).to.equal("Program 11111111111111111111111111111111 failed: custom program error: 0x1");
      // Surfpool tells the logs of a failed transaction without its error.
      expect(err).to.deep.equal(value<unknown>({ InstructionError: [0, { Custom: 1 }] }, null));
      expect((await socket.ask("logsUnsubscribe", id)).result).to.equal(true);
    });

    it("tell once what became of a signature", async () => {
      const { rpcUrl } = node();
      const sent = await signed(rpcUrl, [alice], [transfer(alice, key(46).publicKey, SOL)]);
      const id = await socket.subscribe("signatureSubscribe", sent.signature, { commitment: "confirmed" });
      await land(rpcUrl, sent);
      const { method, params } = await socket.notification(id);
      expect(method).to.equal("signatureNotification");
      expect(params.result.value).to.deep.equal({ err: null });
      await send(46, 1);
      expect(socket.of(id)).to.have.length(1);
    });

    it("tell of a signature that had landed before", async () => {
      const signature = await send(47, SOL);
      const id = await socket.subscribe("signatureSubscribe", signature, { commitment: "confirmed" });
      expect((await socket.notification(id)).params.result.value).to.deep.equal({ err: null });
    });

    it("tell of every slot", async () => {
      const id = await socket.subscribe("slotSubscribe");
      const { method, params } = await socket.notification(id);
      expect(method).to.equal("slotNotification");
      const { slot, parent, root } = params.result;
      expect([slot - parent, root <= parent]).to.deep.equal([1, true]);
      expect((await socket.notification(id, 1)).params.result.parent).to.equal(slot);
      expect((await socket.ask("slotUnsubscribe", id)).result).to.equal(true);
    });

    it("tell of the accounts of a program", async () => {
      const id = await socket.subscribe("programSubscribe", "11111111111111111111111111111111", {
        encoding: "base64",
        filters: [{ dataSize: 0 }],
      });
      await send(48, SOL);
      const address = key(48).publicKey.toBase58();
      const told = await eventually(() => socket.of(id).find(({ params }) => params.result.value.pubkey === address));
      expect(told.params.result.value.account.lamports).to.equal(1_000_000_000);
      expect((await socket.ask("programUnsubscribe", id)).result).to.equal(true);
    });

    it("are refused for bad parameters", async () => {
      const refused = async (method: string, params: unknown[], message: string) => {
        const { error } = await socket.ask(method, ...params);
        expect(error).to.deep.equal({ code: -32602, message });
      };
      await refused("accountSubscribe", [], "`params` should have at least 1 argument(s)");
      await refused("accountSubscribe", [5], "Invalid params: invalid type: integer `5`, expected a string.");
      // Surfpool words these in its own way.
      const noAddress = value("Invalid Request: Invalid pubkey provided", "Invalid pubkey format.");
      await refused("accountSubscribe", ["abc"], noAddress);
      await refused("programSubscribe", ["abc"], noAddress);
      const noSignature = value("Invalid Request: Invalid signature provided", "Invalid signature format.");
      await refused("signatureSubscribe", ["abc"], noSignature);
      await refused("logsSubscribe", [5], "Invalid params: invalid type: integer `5`, expected string or map.");
      const unknown = "Invalid params: unknown variant `some`, expected one of `all`, `allWithVotes`, `mentions`.";
      await refused("logsSubscribe", ["some"], unknown);
      await refused("slotUnsubscribe", [987_654], "Invalid subscription id.");
    });

    it("are refused if there is no such kind", async () => {
      expect((await socket.ask("nothingSubscribe")).error).to.deep.equal({ code: -32601, message: "Method not found" });
    });

    it("of one connection cannot be ended by another", async () => {
      const other = await Socket.open(node().wsUrl);
      const id = await other.subscribe("signatureSubscribe", UNKNOWN_SIGNATURE);
      const { error } = await socket.ask("signatureUnsubscribe", id);
      expect(error).to.deep.equal({ code: -32602, message: "Invalid subscription id." });
      other.close();
    });
  });
});
