/** Entries as they come, over a real connection: what a client knows in the end is what the index says. */
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { ask, pages } from "../support/asking";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

/** A client that keeps what it was told, and takes back what it is told to. */
class Client {
  readonly entries: { slot: number; kind: string; signature: string }[] = [];
  readonly retracted: number[] = [];
  lastId = "";
  private request: ClientRequest | null = null;
  private wake: () => void = () => {};

  constructor(
    private readonly server: FastifyInstance,
    private readonly query = "",
  ) {}

  async connect(): Promise<void> {
    const { port } = this.server.server.address() as AddressInfo;
    const headers = this.lastId === "" ? {} : { "last-event-id": this.lastId };
    const response = await new Promise<IncomingMessage>((done, fail) => {
      this.request = get({ port, path: `/v1/events${this.query}`, headers }, done).on("error", fail);
    });
    expect(response.headers["content-type"]).to.equal("text/event-stream");
    void this.read(response).catch(() => {});
  }

  drop(): void {
    this.request?.destroy();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((done) => {
        this.wake = done;
      });
    }
  }

  private async read(response: IncomingMessage): Promise<void> {
    let kind = "";
    for await (const line of createInterface(response)) {
      const [name, ...rest] = line.split(": ");
      const value = rest.join(": ");
      if (name === "id") this.lastId = value;
      if (name === "event") kind = value;
      if (name === "data") this.take(kind, JSON.parse(value));
      this.wake();
    }
  }

  private take(kind: string, data: ReturnType<typeof JSON.parse>): void {
    if (kind === "entry") {
      this.entries.push(data);
      return;
    }
    this.retracted.push(data.fromSlot);
    const kept = this.entries.filter(({ slot }) => slot < data.fromSlot);
    this.entries.splice(0, this.entries.length, ...kept);
  }
}

onEachDatabase("events of the index", (newPlace) => {
  let followed: Followed;
  let index: Index;
  let server: FastifyInstance;
  const clients: Client[] = [];
  before(async () => {
    followed = await Followed.open();
    followed.weather.unfinal = 100;
    index = await followed.index(await newPlace());
    server = await index.server();
    await server.listen({ port: 0 });
    await followed.market.subscribe({ accountNo: 1 }, 20n * DOLLAR);
    await index.pass();
  });
  after(async () => {
    for (const client of clients) client.drop();
    await server.close();
    await index.close();
    await followed.close();
  });

  const client = (query = ""): Client => {
    const made = new Client(server, query);
    clients.push(made);
    return made;
  };
  const one = () => followed.market.attested(1);
  const settled = (from: Client) => from.entries.filter(({ kind }) => kind === "settlement").length;

  it("come from now on, and only those that were asked for", async () => {
    const all = client();
    const ofAnother = client(`?subscription=${followed.market.attested(2).toBase58()}`);
    await all.connect();
    await ofAnother.connect();
    await followed.market.attest(one(), DOLLAR);
    await index.pass();
    await all.until(() => all.entries.length === 2);
    expect(all.entries.map(({ kind }) => kind)).to.deep.equal(["settlement", "deduction"]);
    expect(ofAnother.entries).to.deep.equal([]);
  });

  it("miss nothing where a client comes back, and end with the server's own entries over a fork", async () => {
    const path = `/v1/subscriptions/${one().toBase58()}/entries`;
    const beginning = "0--1-0";
    const steady = client(`?after=${beginning}`);
    const coming = client(`?after=${beginning}`);
    await steady.connect();
    await coming.connect();
    await coming.until(() => settled(coming) === 1);
    coming.drop();
    await index.onAFork(
      () => followed.market.attest(one(), 7n * DOLLAR),
      async () => {
        await steady.until(() => settled(steady) === 2);
        await coming.connect();
        await coming.until(() => settled(coming) === 2);
        coming.drop();
      },
    );
    await index.pass();
    await followed.market.attest(one(), 9n * DOLLAR);
    await index.pass();
    await coming.connect();
    const expected = await pages(server, path);
    for (const each of [steady, coming]) {
      await each.until(() => each.entries.length === expected.length && each.retracted.length === 1);
      expect(each.entries).to.deep.equal(expected);
    }
  });

  it("are refused an id that is none", async () => {
    const { statusCode, body } = await ask(server, { url: "/v1/events", headers: { "last-event-id": "7" } });
    expect(statusCode).to.equal(400);
    expect(body.error).to.equal('last-event-id has to be the id of an event of this stream, not "7"');
    expect((await ask(server, "/v1/events?subscription=me")).body.error).to.match(/^subscription has to be a base58/);
  });
});
