/** What the index answers of bots, wallets and subscriptions, compared with what the chain's transactions come to. */
import { AMOUNTS, type Amounts, type Entry, sumOf, totalsByPeriod, Zone } from "@profit-share/statements";
import { anna, ben, creator } from "@profit-share/testing/chain/market";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import { ask, pages } from "../support/asking";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

const NOBODY = "11111111111111111111111111111111";
const texts = (amounts: Amounts) => Object.fromEntries(AMOUNTS.map((name) => [name, amounts[name].toString()]));

onEachDatabase("what the index answers", (newPlace) => {
  let followed: Followed;
  let index: Index;
  let server: FastifyInstance;
  let happened: readonly Entry[];
  before(async () => {
    followed = await Followed.open();
    index = await followed.index(await newPlace());
    for (const [, play] of story(followed)) await play();
    await index.pass();
    server = await index.server();
    happened = await index.happened();
  });
  after(async () => {
    await server.close();
    await index.close();
    await followed.close();
  });

  const get = async (path: string) => (await ask(server, path)).body;
  const of = (isOf: (entry: Entry) => boolean) => happened.filter(isOf);
  const bots = () => [followed.market.attestedBot.toBase58(), followed.market.verifiedBot.toBase58()];

  describe("of bots", () => {
    it("has lifetime sums with closed subscriptions, and what lives", async () => {
      for (const bot of bots()) {
        const answer = await get(`/v1/bots/${bot}`);
        const own = of((entry) => entry.bot.toBase58() === bot);
        expect(answer.sums).to.deep.include(texts(sumOf(own)));
        expect(answer.sums.settlements).to.equal(own.filter(({ kind }) => kind === "settlement").length);
        expect(answer.owner).to.equal(creator.publicKey.toBase58());
        expect(answer.terms).to.deep.include({ profitShareBps: 1_000, hash: "09".repeat(32) });
      }
      const [attested] = bots();
      expect((await get(`/v1/bots/${attested}`)).subscriptions).to.deep.equal({ made: 2, live: 1, aside: 0 });
    });

    it("counts a window to its second, and says where a bot is younger", async () => {
      const [bot] = bots();
      const { began, month, quarter, sparkline } = await get(`/v1/bots/${bot}`);
      const { time } = await get("/v1/status");
      const since = (days: number) =>
        sumOf(of((entry) => entry.bot.toBase58() === bot && entry.time > time - days * 86_400)).accrued.toString();
      expect(month).to.include({ accrued: since(30), days: 30, sinceItBegan: false });
      expect(quarter).to.include({ accrued: since(90), days: Math.ceil((time - began) / 86_400), sinceItBegan: true });
      expect(sparkline.length).to.equal(30);
      expect(sparkline.at(-1)).to.equal("1000000");
    });

    it("says what subscribers won, their losses and shares taken off", async () => {
      const { subscribers, drawdown, sums } = await get(`/v1/bots/${bots()[0]}`);
      // +50 −5 +1 and a share of 5.1; then another one: +10 and a share of 1.
      expect(subscribers).to.deep.equal({
        counted: 2,
        median: "9000000",
        lowerQuartile: "9000000",
        upperQuartile: "9000000",
        lowest: "9000000",
        highest: "40900000",
        lost: 0,
        belowMark: 0,
      });
      expect(sums.realizedChange).to.equal("56000000");
      expect(drawdown).to.equal("0");
      expect((await get(`/v1/bots/${bots()[1]}`)).sums.realizedChange).to.equal("130000000");
    });

    it("orders the list, searches it and gives it page by page", async () => {
      const whole = (await get("/v1/bots?sort=accrued")).items;
      expect(whole.map(({ bot }: { bot: string }) => bot)).to.deep.equal([bots()[1], bots()[0]]);
      expect(await pages(server, "/v1/bots?sort=accrued", 1)).to.deep.equal(whole);
      expect((await get("/v1/bots?sort=subscribers&limit=1")).items.length).to.equal(1);
      const found = (await get(`/v1/bots?search=${bots()[0]!.slice(3, 20).toLowerCase()}`)).items;
      expect(found.map(({ bot }: { bot: string }) => bot)).to.deep.equal([bots()[0]]);
      expect((await get("/v1/bots?search=nothing-like-it")).items).to.deep.equal([]);
    });

    it("says that there is no such bot", async () => {
      expect(await ask(server, `/v1/bots/${NOBODY}`)).to.deep.include({
        statusCode: 404,
        body: { error: `The index knows no bot ${NOBODY}` },
      });
    });
  });

  describe("of wallets", () => {
    it("sums by day and bot what a creator earned", async () => {
      const wallet = creator.publicKey.toBase58();
      const { days } = await get(`/v1/creators/${wallet}/earnings`);
      const expected = bots().flatMap((bot) =>
        totalsByPeriod(
          of((entry) => entry.bot.toBase58() === bot),
          "day",
          new Zone("UTC"),
        ).map(({ period, amounts }) => ({ day: period.label, bot, ...texts(amounts) })),
      );
      const byDay = (a: { day: string; bot: string }, b: typeof a) => (a.day + a.bot < b.day + b.bot ? -1 : 1);
      expect(
        days.map(({ realizedChange: _, settlements: __, ...rest }: Record<string, unknown>) => rest),
      ).to.deep.equal(expected.sort(byDay));
      const { sums, bots: own } = await get(`/v1/creators/${wallet}`);
      expect(sums).to.deep.include(texts(sumOf(happened)));
      expect(own.length).to.equal(2);
      expect((await get(`/v1/creators/${NOBODY}`)).sums).to.equal(null);
    });

    it("gives the entries of a creator and of a subscriber, newest first if that is wanted", async () => {
      const wallet = ben.publicKey.toBase58();
      const own = of(({ parties }) => parties?.subscriber.equals(ben.publicKey) ?? false);
      const entries = await pages(server, `/v1/subscribers/${wallet}/entries?order=newest`);
      const key = ({ signature, index: at }: { signature: string; index: number }) => `${signature} ${at}`;
      expect(entries.map(key)).to.deep.equal(own.map(key).reverse());
      const all = await pages(server, `/v1/creators/${creator.publicKey.toBase58()}/entries`, 7);
      expect(all.map(key)).to.deep.equal(happened.map(key));
      const ofBot = await pages(server, `/v1/bots/${bots()[1]}/entries`, 7);
      expect(ofBot.map(key)).to.deep.equal(of(({ bot }) => bot.toBase58() === bots()[1]).map(key));
    });

    it("lists a subscriber's subscriptions with their ledgers", async () => {
      const { subscriptions } = await get(`/v1/subscribers/${anna.publicKey.toBase58()}`);
      expect(subscriptions.map(({ bot, live }: { bot: string; live: boolean }) => [bot, live])).to.have.deep.members([
        [bots()[0], false],
        [bots()[1], true],
      ]);
      for (const { bot, instance, sums, ...one } of subscriptions) {
        const own = of((entry) => entry.bot.toBase58() === bot && String(entry.parties?.instance) === instance);
        expect(sums).to.deep.equal(texts(sumOf(own)));
        expect(one.net).to.equal(String(BigInt(one.realizedChange) - BigInt(sums.accrued)));
      }
    });
  });

  describe("of subscriptions", () => {
    it("tells agreements at one address apart", async () => {
      const address = followed.market.attested(1).toBase58();
      const { agreements } = await get(`/v1/subscriptions/${address}`);
      expect(agreements.map(({ instance, live }: Record<string, unknown>) => [instance, live])).to.deep.equal([
        ["2", true],
        ["1", false],
      ]);
      const count = async (query: string) => (await get(`/v1/subscriptions/${address}/records${query}`)).items.length;
      expect([await count(""), await count("?instance=2"), await count("?instance=1")]).to.deep.equal([1, 1, 3]);
      expect((await ask(server, `/v1/subscriptions/${address}/records?instance=3`)).body.error).to.equal(
        `The index knows no subscription at ${address} with number 3`,
      );
      expect((await ask(server, `/v1/subscriptions/${address}/records?bot=${bots()[1]}`)).statusCode).to.equal(404);
    });

    it("gives the records page by page, as they were emitted", async () => {
      const address = followed.market.attested(1).toBase58();
      const records = await pages(server, `/v1/subscriptions/${address}/records?instance=1`, 2);
      expect(records.map(({ sequence, closePnl, time }) => [sequence, closePnl, typeof time])).to.deep.equal([
        ["1", "50000000", "number"],
        ["2", "-5000000", "number"],
        ["3", "1000000", "number"],
      ]);
      expect(records.every(({ bytes }) => /^[0-9a-f]{260}$/.test(bytes))).to.equal(true);
    });

    it("says that no keeper's database is there", async () => {
      const address = followed.market.verified.toBase58();
      for (const what of ["trades", "observations"]) {
        const { statusCode, body } = await ask(server, `/v1/subscriptions/${address}/${what}`);
        expect(statusCode).to.equal(404);
        expect(body.error).to.match(/^No keeper's database stands beside this index/);
      }
    });
  });
});
