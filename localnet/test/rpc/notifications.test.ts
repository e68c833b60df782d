import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { ask, eventually, result, Socket } from "./client";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

const SYSTEM = "11111111111111111111111111111111";

describe("notifications that Surfpool cannot show", () => {
  const [alice, bob] = [key(101), key(102)];
  let net: Localnet;
  let socket: Socket;

  beforeEach(async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000 });
    await fund(net.rpcUrl, alice.publicKey, 10 * SOL);
    socket = await Socket.open(net.wsUrl);
  });
  afterEach(async () => {
    socket.close();
    await net.close();
  });

  const pay = (lamports: number) => signed(net.rpcUrl, [alice], [transfer(alice, bob.publicKey, lamports)]);

  it("tell that a signature was received, and then what became of it", async () => {
    const sent = await pay(SOL);
    const received = { enableReceivedNotification: true };
    const id = await socket.subscribe("signatureSubscribe", sent.signature, received);
    await land(net.rpcUrl, sent);
    await socket.notification(id, 1);
    const told = socket.of(id).map(({ params }) => params.result.value);
    expect(told).to.deep.equal(["receivedSignature", { err: null }]);
    expect((await socket.ask("signatureUnsubscribe", id)).error?.message).to.equal("Invalid subscription id.");
  });

  it("come after the answer that tells the subscription's number", async () => {
    const signature = await land(net.rpcUrl, await pay(SOL));
    const id = await socket.subscribe("signatureSubscribe", signature);
    expect((await socket.notification(id)).params.result.value).to.deep.equal({ err: null });
    expect(socket.order).to.deep.equal(["answer", "notification"]);
  });

  it("tell that an account is gone", async () => {
    const id = await socket.subscribe("accountSubscribe", alice.publicKey.toBase58(), { encoding: "base64" });
    await land(net.rpcUrl, await pay(9_999_995_000));
    expect((await socket.notification(id)).params.result.value).to.deep.include({
      lamports: 0,
      owner: SYSTEM,
      space: 0,
    });
  });

  it("do not tell of an account that a transaction named and did not change", async () => {
    const id = await socket.subscribe("accountSubscribe", SYSTEM);
    const mine = await socket.subscribe("accountSubscribe", alice.publicKey.toBase58());
    await land(net.rpcUrl, await pay(SOL));
    await socket.notification(mine);
    expect(socket.of(id)).to.deep.equal([]);
  });

  it("of data too long for base58 say so, and disturb nobody", async () => {
    const owner = bob.publicKey.toBase58();
    const address = key(103).publicKey.toBase58();
    const id = await socket.subscribe("accountSubscribe", address);
    const data = Buffer.alloc(129).toString("base64");
    expect((await ask(net.rpcUrl, "localnet_setAccount", address, { lamports: 5, owner, data })).result).to.equal(null);
    const { value } = (await socket.notification(id)).params.result;
    expect(value).to.deep.include({ data: "error: data too large for bs58 encoding", space: 129 });
    expect((await ask(net.rpcUrl, "getAccountInfo", address)).error).to.deep.equal({
      code: -32600,
      message: "Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.",
    });
  });

  it("filter a program's accounts", async () => {
    const owner = bob.publicKey.toBase58();
    const filters = [{ dataSize: 2 }, { memcmp: { offset: 1, bytes: "AQ==", encoding: "base64" } }];
    const id = await socket.subscribe("programSubscribe", owner, { encoding: "base64", filters });
    const write = (seed: number, data: string) =>
      result(net.rpcUrl, "localnet_setAccount", key(seed).publicKey.toBase58(), { lamports: 5, owner, data });
    await write(104, "AAAB");
    await write(105, "AAI=");
    await write(106, "AAE=");
    expect((await socket.notification(id)).params.result.value.pubkey).to.equal(key(106).publicKey.toBase58());
    expect(socket.of(id)).to.have.length(1);
  });

  it("of one account among many do not call for the others", async () => {
    const other = await Socket.open(net.wsUrl);
    const address = key(107).publicKey.toBase58();
    for (let seed = 108; seed < 128; seed++) await other.subscribe("accountSubscribe", key(seed).publicKey.toBase58());
    const id = await other.subscribe("accountSubscribe", address, { encoding: "base64" });
    const before = net.chain.changes.eventNames().length;
    await result(net.rpcUrl, "localnet_setAccount", address, { lamports: 5, owner: bob.publicKey.toBase58() });
    expect((await other.notification(id)).params.result.value.lamports).to.equal(5);
    expect(net.chain.events.listenerCount("account")).to.be.below(20);
    other.close();
    await eventually(() => (net.chain.changes.eventNames().length === before - 21 ? true : null));
  });

  it("end with their connection", async () => {
    const other = await Socket.open(net.wsUrl);
    await other.subscribe("slotSubscribe");
    await other.subscribe("logsSubscribe", "all");
    expect(net.chain.events.listenerCount("slot")).to.equal(1);
    other.close();
    await eventually(() => (net.chain.events.listenerCount("slot") === 0 ? true : null));
    expect(net.chain.events.listenerCount("transaction")).to.equal(0);
  });
});
