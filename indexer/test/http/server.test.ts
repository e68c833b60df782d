/** What the index answers over HTTP of a story that was followed. */
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

onEachDatabase("the index over HTTP", (newPlace) => {
  let followed: Followed;
  let index: Index;
  let server: FastifyInstance;
  before(async () => {
    followed = await Followed.open();
    index = await followed.index(await newPlace());
    server = await index.server();
  });
  after(async () => {
    await server.close();
    await index.close();
    await followed.close();
  });

  const get = async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode, body, headers: answered } = await server.inject({ url, headers });
    return { statusCode, etag: String(answered.etag), body: body === "" ? null : JSON.parse(body) };
  };

  it("says that there is nothing before the first pass", async () => {
    const { body } = await get("/v1/status");
    const empty = { slot: null, finalSlot: 0, time: null, waiting: 0, problem: null, listedWhole: false };
    expect(body).to.deep.equal({ ...empty, aside: [], kept: false });
  });

  describe("of a story", () => {
    before(async () => {
      for (const [, play] of story(followed)) await play();
      await index.pass();
    });

    it("says how far it has come", async () => {
      const { body } = await get("/v1/status");
      expect(body).to.include({ waiting: 0, problem: null, listedWhole: true });
      expect(body.slot).to.equal(body.finalSlot);
    });

    it("gives the entries of an address page by page, amounts as texts", async () => {
      const address = followed.market.attested(1).toBase58();
      const whole = (await get(`/v1/subscriptions/${address}/entries`)).body;
      expect(whole.next).to.equal(null);
      const paged: object[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const { body } = await get(
          `/v1/subscriptions/${address}/entries?limit=3${next === "" ? "" : `&after=${next}`}`,
        );
        paged.push(...body.items);
        next = body.next;
      }
      expect(paged).to.deep.equal(whole.items);
      expect(
        whole.items
          .slice(0, 4)
          .map(({ kind, deposited, accrued }: Record<string, string>) => [kind, deposited, accrued]),
      ).to.deep.equal([
        ["subscribed", "0", "0"],
        ["deposit", "2000000", "0"],
        ["settlement", "0", "5000000"],
        ["deduction", "0", "0"],
      ]);
      expect(whole.items[3].after).to.deep.equal({ balance: "0", owed: "3000000", claimable: "2000000" });
    });

    it("sums what a bot earned by UTC days", async () => {
      const bot = followed.market.attestedBot.toBase58();
      const { days } = (await get(`/v1/bots/${bot}/earnings`)).body;
      expect(days.map(({ day, accrued }: Record<string, string>) => [day, accrued])).to.deep.equal([
        ["2024-10-04", "5100000"],
        ["2024-11-13", "1000000"],
      ]);
      const later = (await get(`/v1/bots/${bot}/earnings?from=2024-10-05&to=2024-11-13`)).body;
      expect(later.days).to.deep.equal(days.slice(1));
    });

    it("sends nothing again that did not change", async () => {
      const url = `/v1/subscriptions/${followed.market.verified.toBase58()}/entries`;
      const { etag } = await get(url);
      expect(await get(url, { "if-none-match": etag })).to.deep.include({ statusCode: 304, body: null });
      expect(await get(url, { "if-none-match": '"another"' })).to.include({ statusCode: 200, etag });
    });

    for (const [url, said] of [
      ["/v1/bots/nobody/earnings", /^bot has to be a base58 address, not "nobody"$/],
      ["/v1/bots/11111111111111111111111111111111/earnings?from=2024-02-30", /^from has to be a day/],
      [
        "/v1/subscriptions/11111111111111111111111111111111/entries?limit=0",
        /^limit has to be a number from 1 to 1000/,
      ],
      ["/v1/subscriptions/11111111111111111111111111111111/entries?after=x", /^after has to be the "next"/],
    ] as const) {
      it(`refuses ${url}`, async () => {
        const { statusCode, body } = await get(url);
        expect(statusCode).to.equal(400);
        expect(body.error).to.match(said);
      });
    }

    it("has nothing else", async () => {
      expect(await get("/v2?key=secret")).to.deep.include({ statusCode: 404, body: { error: "There is no GET /v2" } });
    });
  });
});
