import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, NodeFailure } from "@profit-share/sdk";
import { type Connection, SolanaJSONRPCError } from "@solana/web3.js";
import { expect } from "chai";
import { Endpoints } from "../../src/send/endpoints";
import { systemClock } from "../../src/time/clock";
import { VirtualClock } from "../support/virtual-clock";

interface Request {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  at: number;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** A text as it is, else the result of JSON-RPC. */
  text?: string;
  result?: unknown;
  error?: { code: number; message: string };
  /** Closes the connection instead. */
  gone?: boolean;
  /** Never answers. */
  silent?: boolean;
}

/** A provider on loopback that answers as a test says. */
class Provider {
  readonly seen: Request[] = [];
  reply: (request: Request) => Reply = ({ method }) => ({ result: method === "getSlot" ? 7 : "ok" });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Provider> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { id, method } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; method: string };
        const seen = { method, url: request.url!, headers: request.headers, at: performance.now() };
        provider.seen.push(seen);
        const { status = 200, headers, text, result, error, gone, silent } = provider.reply(seen);
        if (gone) return request.socket.destroy();
        if (silent) return;
        const answer = error === undefined ? { jsonrpc: "2.0", result, id } : { jsonrpc: "2.0", error, id };
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(text ?? JSON.stringify(answer));
      });
    });
    const provider = new Provider(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return provider;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  count(method: string): number {
    return this.seen.filter((one) => one.method === method).length;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const any = (url: string) => ({ url, requestsPerSecond: null });
const wire = Buffer.from([1, 2, 3]);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("it succeeded"),
    (error: Error) => error,
  );

describe("several endpoints as one", () => {
  let first: Provider;
  let second: Provider;

  beforeEach(async () => {
    first = await Provider.start();
    second = await Provider.start();
  });

  afterEach(() => Promise.all([first.close(), second.close()]));

  function over(reading: string[], sending: string[] = []): { connection: Connection; endpoints: Endpoints } {
    const endpoints = new Endpoints({ reading: reading.map(any), sending: sending.map(any), clock: systemClock });
    return { connection: connect("http://nowhere", { fetch: endpoints.fetch }), endpoints };
  }

  it("asks the first as long as it answers", async () => {
    const { connection, endpoints } = over([first.url, second.url]);
    for (let count = 0; count < 3; count++) expect(await connection.getSlot()).to.equal(7);
    expect([first.count("getSlot"), second.count("getSlot")]).to.deep.equal([3, 0]);
    expect(endpoints.counts()).to.deep.equal([{ place: first.url, method: "getSlot", requests: 3, failures: 0 }]);
  });

  const faults: [what: string, reply: Reply][] = [
    ["closes the connection", { gone: true }],
    ["has a fault of its own", { status: 503 }],
    ["is asked too often", { status: 429, headers: { "retry-after": "20" } }],
    ["refuses the key", { status: 401 }],
    ["serves nobody", { status: 403 }],
    ["does not have the method (410)", { status: 410 }],
    ["answers with a web page", { text: "<html>maintenance</html>" }],
    ["answers with JSON that is no JSON-RPC", { text: "{}" }],
    ["keeps no history", { error: { code: -32_011, message: "Transaction history is not available from this node" } }],
    ["is behind the slot that is named", { error: { code: -32_016, message: "Minimum context slot" } }],
    ["is unhealthy", { error: { code: -32_005, message: "Node is behind by 42 slots" } }],
    ["leaves the method out", { error: { code: -32_601, message: "Method not found" } }],
  ];
  for (const [what, reply] of faults) {
    it(`asks the next if the first ${what}`, async () => {
      first.reply = () => reply;
      const { connection } = over([first.url, second.url]);
      expect(await connection.getSlot()).to.equal(7);
      expect(second.count("getSlot")).to.equal(1);
    });
  }

  it("answers with an error of the request itself at once", async () => {
    first.reply = () => ({ error: { code: -32_602, message: "Invalid params" } });
    const { connection } = over([first.url, second.url]);
    expect((await failure(connection.getSlot())).message).to.match(/Invalid params/);
    expect(second.count("getSlot")).to.equal(0);
  });

  it("answers what the first says if all of them say they do not know", async () => {
    first.reply = () => ({ error: { code: -32_011, message: "not here" } });
    second.reply = () => ({ error: { code: -32_011, message: "nor here" } });
    const { connection } = over([first.url, second.url]);
    expect((await failure(connection.getSlot())).message).to.match(/not here/);
  });

  it("tries one that is alone again, after a moment", async () => {
    let count = 0;
    first.reply = () => (++count <= 4 ? { gone: true } : { result: 7 });
    const { connection } = over([first.url]);
    expect(await connection.getSlot()).to.equal(7);
  });

  it("says in the end which node failed and how", async () => {
    first.reply = () => ({ status: 500 });
    const error = await failure(over([first.url]).connection.getSlot());
    expect(error).to.be.instanceOf(NodeFailure);
    expect(error.message).to.equal(`The node ${first.url} has a fault of its own (500)`);
  });

  it("waits as long as a busy one says that is alone", async () => {
    let count = 0;
    first.reply = () => (++count === 1 ? { status: 429, headers: { "retry-after": "0.3" } } : { result: 7 });
    const { connection } = over([first.url]);
    expect(await connection.getSlot()).to.equal(7);
    expect(first.seen[1]!.at - first.seen[0]!.at).to.be.within(295, 3_000);
  });

  describe("called without web3.js", () => {
    const call = (endpoints: Endpoints) => endpoints.call("getSlot", [], "looking");

    it("answer the result, and who said it", async () => {
      first.reply = () => ({ status: 500 });
      expect(await call(over([first.url, second.url]).endpoints)).to.deep.equal({ result: 7, place: second.url });
    });

    it("throw an error of the node with its code", async () => {
      first.reply = () => ({ error: { code: -32_016, message: "Minimum context slot has not been reached" } });
      const error = await failure(call(over([first.url]).endpoints));
      expect(error).to.be.instanceOf(SolanaJSONRPCError).with.property("code", -32_016);
      expect(error.message).to.equal(
        `The node ${first.url} refuses getSlot: Minimum context slot has not been reached`,
      );
    });

    it("name the node whose long answer breaks off", async () => {
      first.reply = () => ({ text: `{"jsonrpc":"2.0","result":"${"x".repeat(30_000)}` });
      const error = await failure(call(over([first.url]).endpoints));
      expect(error).to.be.instanceOf(NodeFailure);
      expect(error.message).to.equal(`The node ${first.url} answers with JSON that breaks off: ask another node`);
    });
  });

  describe("sending", () => {
    const send = (connection: Connection) => connection.sendRawTransaction(wire, { skipPreflight: true });

    it("goes to all reading ones if there are no others", async () => {
      await send(over([first.url, second.url]).connection);
      expect([first.count("sendTransaction"), second.count("sendTransaction")]).to.deep.equal([1, 1]);
    });

    it("goes to all sending ones and to no other", async () => {
      const third = await Provider.start();
      await send(over([first.url], [second.url, third.url]).connection);
      const counts = [first, second, third].map((one) => one.count("sendTransaction"));
      expect(counts).to.deep.equal([0, 1, 1]);
      await third.close();
    });

    it("succeeds if one of them takes it, and does not wait for the other", async () => {
      first.reply = () => ({ silent: true });
      expect(await send(over([first.url, second.url]).connection)).to.equal("ok");
      first.reply = () => ({ status: 500 });
      expect(await send(over([first.url, second.url]).connection)).to.equal("ok");
      first.reply = () => ({ error: { code: -32_003, message: "Blockhash not found" } });
      expect(await send(over([first.url, second.url]).connection)).to.equal("ok");
    });

    it("fails if none takes it, with what one of them says of the transaction", async () => {
      first.reply = () => ({ status: 500 });
      second.reply = () => ({ error: { code: -32_003, message: "Signature verification failure" } });
      const error = await failure(send(over([first.url, second.url]).connection));
      expect(error.message).to.match(/Signature verification failure/);
    });
  });

  describe("at a rate", () => {
    it("asks no faster, and takes the next one for what the first has no room for", async () => {
      const endpoints = new Endpoints({
        reading: [{ url: first.url, requestsPerSecond: 20 }, any(second.url)],
        sending: [],
        clock: systemClock,
      });
      const connection = connect("http://nowhere", { fetch: endpoints.fetch });
      await Promise.all(Array.from({ length: 30 }, () => connection.getSlot()));
      // A fifth of a second's worth at once, and what comes in while the thirty are made.
      expect(first.count("getSlot")).to.be.within(4, 20);
      expect(first.count("getSlot") + second.count("getSlot")).to.equal(30);
    });

    it("makes 40 requests at 20 a second in about two seconds", async () => {
      const clock = new VirtualClock();
      const fetch = async () => new Response('{"jsonrpc":"2.0","result":7,"id":1}');
      const reading = [{ url: "http://one", requestsPerSecond: 20 }];
      const endpoints = new Endpoints({ reading, sending: [], clock, fetch });
      const connection = connect("http://nowhere", { fetch: endpoints.fetch });
      await clock.until(Promise.all(Array.from({ length: 40 }, () => endpoints.fetch("", { body: '{"method":"x"}' }))));
      expect(clock.now()).to.be.within(1_750, 1_900);
      expect(connection.rpcEndpoint).to.equal("http://nowhere");
    });

    it("lets sending come first, then looks, then polls, and what strangers ask for last", async () => {
      const clock = new VirtualClock();
      const order: string[] = [];
      const fetch = async (_: string, { body }: RequestInit) => {
        order.push((JSON.parse(body as string) as { method: string }).method);
        return new Response('{"jsonrpc":"2.0","result":7,"id":1}');
      };
      const endpoints = new Endpoints({
        reading: [{ url: "http://one", requestsPerSecond: 1 }],
        sending: [],
        clock,
        fetch,
      });
      const ask = (method: string) => endpoints.fetch("", { body: JSON.stringify({ method }) });
      const askLast = (method: string) => endpoints.fetchAt("strangers")("", { body: JSON.stringify({ method }) });
      const all = [
        ask("takes the first turn"),
        askLast("sendTransaction"),
        askLast("asked by a stranger"),
        endpoints.call("poll 1", [], "polling"),
        endpoints.call("poll 2", [], "polling"),
        endpoints.call("look", [], "looking"),
        ask("asked by web3.js"),
        ask("getSignatureStatuses"),
      ];
      await clock.until(Promise.all(all));
      expect(order).to.deep.equal([
        "takes the first turn",
        "getSignatureStatuses",
        "look",
        "asked by web3.js",
        "poll 1",
        "poll 2",
        "sendTransaction",
        "asked by a stranger",
      ]);
    });
  });

  describe("that fail", () => {
    const OK = '{"jsonrpc":"2.0","result":7,"id":1}';

    /** Nodes that fail, and a caller who asks all of them ten times a second for five minutes. */
    async function failing({ reading, sending, method }: { reading: string[]; sending: string[]; method: string }) {
      const clock = new VirtualClock();
      const asked: number[] = [];
      let works = false;
      const fetch = async (url: string) => {
        if (url === "http://one/") asked.push(clock.now());
        return works ? new Response(OK) : new Response("", { status: 500 });
      };
      const endpoints = new Endpoints({ reading: reading.map(any), sending: sending.map(any), clock, fetch });
      const ask = () =>
        endpoints.fetch("", { body: JSON.stringify({ method }) }).then(
          () => true,
          () => false,
        );
      for (let count = 0; count < 3_000; count++) {
        void ask();
        await clock.pass(100);
      }
      works = true;
      const gaps = asked.slice(1).map((at, index) => at - asked[index]!);
      return { clock, ask, asked, longest: Math.max(...gaps) };
    }

    it("are left alone for longer and longer, up to half a minute, and asked as before once they answer", async () => {
      for (const method of ["getSlot", "sendTransaction"]) {
        const { clock, ask, asked, longest } = await failing({
          reading: ["http://one", "http://two"],
          sending: [],
          method,
        });
        expect(asked.length).to.be.below(30);
        expect(longest).to.be.within(30_000, 31_000);
        await clock.pass(31_000);
        expect(await clock.until(ask())).to.equal(true);
      }
    });

    const alone = [
      { what: "that reads", reading: ["http://one"], sending: [], method: "getSlot" },
      { what: "that reads and sends", reading: ["http://one"], sending: [], method: "sendTransaction" },
      {
        what: "that sends",
        reading: ["http://two", "http://three"],
        sending: ["http://one"],
        method: "sendTransaction",
      },
    ];
    for (const { what, ...which } of alone) {
      it(`are asked again within a second where there is no other one ${what}`, async () => {
        const { clock, ask, longest } = await failing(which);
        expect(longest).to.be.within(1_000, 1_100);
        const before = clock.now();
        expect(await clock.until(ask())).to.equal(true);
        expect(clock.now() - before).to.be.at.most(1_000);
      });
    }

    it("answer late: the next one is asked", async () => {
      const clock = new VirtualClock();
      const fetch = (url: string) =>
        url === "http://one/"
          ? new Promise<Response>(() => {})
          : Promise.resolve(new Response('{"jsonrpc":"2.0","result":7,"id":1}'));
      const endpoints = new Endpoints({ reading: [any("http://one"), any("http://two")], sending: [], clock, fetch });
      await clock.until(endpoints.fetch("", { body: '{"method":"x"}' }));
      expect(clock.now()).to.equal(15_000);
    });
  });

  describe("whose addresses hold a key", () => {
    it("are asked with it: in the query, the path, as a user", async () => {
      for (const path of ["/?api-key=sesame-1", "/v2/sesame-2"])
        await over([`${first.url}${path}`]).connection.getSlot();
      await over([`http://us%40er:pass%3Aword@${first.host}/rpc`]).connection.getSlot();
      expect(first.seen.map(({ url }) => url)).to.deep.equal(["/?api-key=sesame-1", "/v2/sesame-2", "/rpc"]);
      const basic = Buffer.from("us@er:pass:word").toString("base64");
      expect(first.seen.map(({ headers }) => headers.authorization)).to.deep.equal([
        undefined,
        undefined,
        `Basic ${basic}`,
      ]);
    });
  });
});
