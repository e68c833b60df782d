/** Real HTTP on loopback: what each fault of a node becomes. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Connection, PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { type ConnectOptions, connect, isNodeFailure } from "../../src/client/connection";
import { NodeFailure } from "../../src/failures";

type Handler = (response: ServerResponse, count: number, id: unknown) => void;

const json = (response: ServerResponse, value: object): void => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", ...value }));
};
const slot: Handler = (response, _, id) => json(response, { id, result: 7 });

describe("connect", () => {
  let server: Server;
  let requests: number;

  /** A node that answers like this. */
  async function node(handle: Handler, options: ConnectOptions = {}): Promise<Connection> {
    requests = 0;
    server = createServer(async (request: IncomingMessage, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      requests += 1;
      handle(response, requests, JSON.parse(body).id);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?api-key=secret`, options);
  }

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const failureOf = async (request: Promise<unknown>): Promise<NodeFailure> => {
    const error = await request.then(
      () => new Error("it succeeded"),
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(NodeFailure);
    expect(isNodeFailure(error)).to.equal(true);
    expect((error as Error).message).not.to.contain("secret");
    return error as NodeFailure;
  };

  it("gives what a node answers", async () => {
    expect(await (await node(slot)).getSlot()).to.equal(7);
  });

  const refusals: [status: number, words: string][] = [
    [401, "refuses this client (401)"],
    [403, "refuses this client (403)"],
    [404, "does not take the request (404): its address may be wrong"],
    [500, "has a fault of its own (500)"],
    [503, "has a fault of its own (503)"],
  ];
  for (const [status, words] of refusals) {
    it(`says what ${status} means, at once`, async () => {
      const connection = await node((response) => response.writeHead(status).end("raw text of a proxy"));
      const { message, status: said } = await failureOf(connection.getSlot());
      expect(message).to.match(/^The node http:\/\/127\.0\.0\.1:\d+ /);
      expect(message).to.contain(words).and.not.to.contain("raw text");
      expect(said).to.equal(status);
      expect(requests).to.equal(1);
    });
  }

  it("begins no more requests in a second than it may", async () => {
    const connection = await node(slot, { perSecond: 50 });
    const began = performance.now();
    await Promise.all(Array.from({ length: 6 }, () => connection.getSlot()));
    // Five gaps of 20 ms; a timer may be a little early.
    expect(performance.now() - began).to.be.greaterThan(90);
    expect(requests).to.equal(6);
  });

  it("asks a busy node again, and says that it waits", async () => {
    const waits: number[] = [];
    const busyOnce: Handler = (response, count, id) =>
      count === 1 ? response.writeHead(429, { "retry-after": "0" }).end() : slot(response, count, id);
    const connection = await node(busyOnce, { onBusy: (waitMs) => waits.push(waitMs) });
    expect(await connection.getSlot()).to.equal(7);
    expect(waits).to.deep.equal([0]);
  });

  it("gives up on a node that stays busy", async () => {
    const connection = await node((response) => response.writeHead(429, { "retry-after": "0" }).end());
    expect((await failureOf(connection.getSlot())).message).to.contain("is asked too often (429): wait a while");
    expect(requests).to.equal(4);
  });

  it("does not wait longer than the time that a request has", async () => {
    const connection = await node((response) => response.writeHead(429, { "retry-after": "60" }).end(), {
      timeoutMs: 500,
    });
    expect((await failureOf(connection.getSlot())).status).to.equal(429);
    expect(requests).to.equal(1);
  });

  it("ends a request that gets no answer", async () => {
    const connection = await node(() => {}, { timeoutMs: 100 });
    expect((await failureOf(connection.getSlot())).message).to.contain("did not answer within 0.1 s");
  });

  it("tries a node that cannot be reached three times", async () => {
    const connection = await node((response) => response.destroy());
    expect((await failureOf(connection.getSlot())).message).to.contain("cannot be reached");
    expect(requests).to.equal(3);
  });

  it("knows a web page, and JSON that is no JSON-RPC", async () => {
    const page = await node((response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html></html>"),
    );
    expect((await failureOf(page.getSlot())).message).to.contain("answers with a web page");
    server.close();
    const other = await node((response) => response.end('{"hello":1}'));
    expect((await failureOf(other.getSlot())).message).to.contain("something else than JSON-RPC");
  });

  it("keeps the failure where web3.js would make a text of it", async () => {
    const connection = await node((response) => response.writeHead(500).end());
    await failureOf(connection.getAccountInfo(PublicKey.default));
    await failureOf(connection.getBalance(PublicKey.default));
  });

  it("counts an error object and a misshapen result as the node's failure", async () => {
    const refusing = await node((response, _, id) =>
      json(response, { id, error: { code: -32_005, message: "behind" } }),
    );
    const refused = await refusing.getSlot().catch((error: unknown) => error);
    expect([refused instanceof Error, isNodeFailure(refused)]).to.deep.equal([true, true]);
    server.close();
    const misshapen = await node((response, _, id) => json(response, { id, result: "soon" }));
    expect(isNodeFailure(await misshapen.getSlot().catch((error: unknown) => error))).to.equal(true);
    expect(isNodeFailure(new Error("mine"))).to.equal(false);
  });

  describe("listing a program's accounts", () => {
    const program = new PublicKey(new Uint8Array(32).fill(7));
    const pubkey = new PublicKey(new Uint8Array(32).fill(8)).toBase58();
    const account = { owner: program.toBase58(), lamports: 5, executable: false, data: ["AQID", "base64"] };
    const listing = async (result: unknown) => {
      const connection = await node((response, _, id) => json(response, { id, result }));
      return connection.getProgramAccounts(program, { dataSlice: { offset: 0, length: 3 } });
    };

    it("gives them as web3.js does", async () => {
      const [found] = await listing([{ pubkey, account: { ...account, rentEpoch: 0, space: 3 } }]);
      expect(found!.pubkey.equals(new PublicKey(pubkey))).to.equal(true);
      expect(found!.account.owner.equals(program)).to.equal(true);
      expect([...found!.account.data]).to.deep.equal([1, 2, 3]);
      expect(found!.account).to.include({ lamports: 5, executable: false });
    });

    it("still has a slot beside it, where that is wanted", async () => {
      const answer = { context: { slot: 9 }, value: [{ pubkey, account: { ...account, rentEpoch: 0 } }] };
      const connection = await node((response, _, id) => json(response, { id, result: answer }));
      expect((await connection.getProgramAccounts(program, { withContext: true })).context.slot).to.equal(9);
    });

    it("says the refusal of a node that does not list any", async () => {
      const error = { code: -32_010, message: "excluded from this plan" };
      const connection = await node((response, _, id) => json(response, { id, error }));
      const refused = await connection.getProgramAccounts(program).catch((thrown: unknown) => thrown);
      expect(isNodeFailure(refused)).to.equal(true);
      expect(refused).to.include({ code: -32_010 });
      expect((refused as Error).message).to.contain("excluded from this plan");
    });

    const misshapen: [what: string, result: unknown][] = [
      ["no list", { value: [] }],
      ["no address", [{ pubkey: "0", account }]],
      ["no account", [{ pubkey, account: null }]],
      ["no data", [{ pubkey, account: { ...account, data: [null, "base64"] } }]],
    ];
    for (const [what, result] of misshapen) {
      it(`is a fault of the node where it answers ${what}`, async () => {
        expect((await failureOf(listing(result))).message).to.contain("The node's list of accounts is not understood");
      });
    }
  });
});
