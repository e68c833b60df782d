import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@profit-share/storage";
import { PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { inArray } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import type { Notifications } from "../../src";
import type { Problem } from "../../src/notify/alerting";
import { Notifier } from "../../src/notify/notifier";
import { type CheckpointListener, Checkpoints } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import type { Distribution } from "../../src/store/distributions";
import { Outbox } from "../../src/store/outbox";
import { type Recipient, RecipientStore } from "../../src/store/recipients";
import { profitShareDistributions } from "../../src/store/tables";
import { onEachDatabase } from "../support/database";
import { silent } from "../support/keeper";
import { MessageServer, type Received, refusal, SECRET, TOKEN } from "../support/message-server";
import { EPOCH, payment, storePayments } from "../support/payments";
import { VirtualClock } from "../support/virtual-clock";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const [ALICE, BOB] = ["Alice", "Bob"].map((name) => new PublicKey(Buffer.from(name.padEnd(32)))) as [
  PublicKey,
  PublicKey,
];
const CHAT = { telegramChat: "7", every: "payment", leastAmount: 0n } satisfies Recipient;

onEachDatabase("messages", (newPlace) => {
  let server: MessageServer;
  let database: Database;
  let clock: VirtualClock;
  let notifier: Notifier;

  before(async () => {
    server = await MessageServer.start();
  });
  after(() => server.close());
  beforeEach(async () => {
    server.reset();
    database = await openDatabase(await newPlace());
    clock = new VirtualClock();
    notifier = started();
  });
  afterEach(() => database.close());

  const now = () => new Date(EPOCH + clock.now());
  const outbox = () => new Outbox(database.db, new Checkpoints());
  const recipients = () => new RecipientStore(database.db);
  const of = (creator: PublicKey, changes: Partial<Distribution> = {}) =>
    payment({ creator: creator.toBase58(), distributedAt: now(), ...changes });

  function started(changes: Partial<Notifications> = {}, checkpoint?: CheckpointListener, on = database): Notifier {
    const telegram = { token: TOKEN, apiRoot: server.url };
    return new Notifier({
      notifications: { telegram, operators: [], webhooks: [], ...changes },
      database: on,
      checkpoints: new Checkpoints(checkpoint),
      keeper: "GvgaKeeperKeeperKeeperKeeperKeeperKeepe3k2P",
      messageMs: 30_000,
      clock,
      random: () => 0.5,
      logger: silent,
      now,
    });
  }

  /** As the keeper stores them. */
  const pay = (...paid: Distribution[]): Promise<Distribution[]> =>
    database.db.transaction(async (tx) => {
      const rows = await storePayments(tx, paid);
      await notifier.paid(tx, rows);
      return rows;
    });

  /** As a fork does. */
  const takeBack = (...rows: Distribution[]) =>
    database.db.delete(profitShareDistributions).where(
      inArray(
        profitShareDistributions.id,
        rows.map(({ id }) => id),
      ),
    );

  /** Lets time go by, and everything be sent that is due then. */
  async function after_(ms: number, by = notifier): Promise<void> {
    await clock.pass(ms);
    while (await by.round(new AbortController().signal)) {}
  }

  const texts = () => server.texts.map(({ chat, text }) => `${chat}: ${text.split("\n")[0]}`);

  describe("to creators", () => {
    it("go to who asked for it, once, when no fork can take the payment back", async () => {
      await recipients().set(ALICE, CHAT);
      await pay(of(ALICE), of(BOB));
      await after_(29 * SECOND);
      expect(texts()).to.deep.equal([]);
      await after_(SECOND);
      await after_(HOUR);
      expect(texts()).to.deep.equal(["7: You were paid $4.50."]);
    });

    it("tell nothing of what was rolled back", async () => {
      await recipients().set(ALICE, CHAT);
      const work = database.db.transaction(async (tx) => {
        await notifier.paid(tx, await storePayments(tx, [of(ALICE)]));
        throw new Error("no");
      });
      await work.catch(() => {});
      await after_(HOUR);
      expect(texts()).to.deep.equal([]);
    });

    it("tell nothing of what a fork took back, and once of what was paid again", async () => {
      await recipients().set(ALICE, CHAT);
      const [lost, found] = [of(ALICE), of(ALICE)];
      await takeBack(...(await pay(lost, found)));
      await clock.pass(20 * SECOND);
      await pay({ ...found, signature: "again" });
      await after_(20 * SECOND);
      expect(texts()).to.deep.equal([]);
      await after_(HOUR);
      expect(server.texts.map(({ text }) => text.split("\n").at(-1))).to.deep.equal(["Transaction: again"]);
    });

    it("are one for each settlement, however many debts it paid", async () => {
      await recipients().set(ALICE, CHAT);
      const debts = [1n, 2n, 3n].map((credited) => of(ALICE, { credited, subscription: "debtor", signature: "x" }));
      await pay(...debts, of(ALICE));
      await after_(MINUTE);
      expect(texts().sort()).to.deep.equal([
        "7: You were paid $13.50 for 3 settlements of bot 3hGt…B7Kq:",
        "7: You were paid $4.50.",
      ]);
    });

    it("tell nothing below the creator's threshold", async () => {
      await recipients().set(ALICE, { ...CHAT, leastAmount: 4_500_000n });
      await pay(of(ALICE, { amount: 4_499_999n }), of(ALICE, { amount: 4_500_000n }));
      await after_(MINUTE);
      expect(texts()).to.deep.equal(["7: You were paid $4.50."]);
    });

    it("are one summary at each time of a period; what is too little waits for the next", async () => {
      // Every Monday at noon in Vienna; it is Friday.
      const every = { cron: "0 12 * * 1", timeZone: "Europe/Vienna" };
      await recipients().set(ALICE, { ...CHAT, every, leastAmount: 5_000_000n });
      await pay(of(ALICE));
      await after_(75 * HOUR);
      expect(texts()).to.deep.equal([]);
      await pay(of(ALICE));
      await after_(160 * HOUR);
      expect(texts()).to.deep.equal([]);
      await after_(10 * HOUR);
      expect(texts()).to.deep.equal([
        "7: You were paid $9.00 by 2 payments from 20 Nov 2026, 10:00 to 23 Nov 2026, 13:00 (Europe/Vienna).",
      ]);
      await after_(200 * HOUR);
      expect(texts()).to.have.length(1);
    });

    it("stop when the creator wants no more, also of what is due", async () => {
      await recipients().set(ALICE, CHAT);
      await pay(of(ALICE));
      expect(await recipients().remove(ALICE)).to.equal(true);
      await pay(of(ALICE));
      await after_(HOUR);
      expect(texts()).to.deep.equal([]);
    });

    it("tell nothing twice that is stored again", async () => {
      await recipients().set(ALICE, CHAT);
      const one = of(ALICE);
      const rows = await pay(one);
      await after_(MINUTE);
      await takeBack(...rows);
      await pay(one);
      await after_(MINUTE);
      expect(texts()).to.have.length(1);
    });
  });

  describe("that are not delivered", () => {
    beforeEach(async () => {
      await recipients().set(ALICE, CHAT);
      await recipients().set(BOB, { ...CHAT, telegramChat: "8" });
    });

    it("are tried again in growing gaps, and are dead after ten attempts", async () => {
      server.answer = () => refusal(500, "Internal Server Error");
      await pay(of(ALICE));
      await after_(30 * SECOND);
      const gaps: number[] = [];
      for (;;) {
        const [row] = await outbox().undelivered(["waiting"], 1);
        if (row === undefined) break;
        gaps.push((row.dueAt.getTime() - now().getTime()) / SECOND);
        await after_(row.dueAt.getTime() - now().getTime());
        expect(server.received).to.have.length(gaps.length + 1);
      }
      expect(gaps).to.deep.equal([10, 30, 90, 270, 810, 2_430, 7_290, 21_600, 21_600]);
      expect(await outbox().counts()).to.deep.include({ waiting: 0, dead: 1 });
      const [dead] = await outbox().undelivered(["dead"], 10);
      expect(dead).to.deep.include({ attempts: 10, lastError: "Telegram answered 500: Internal Server Error" });

      server.reset();
      expect(await outbox().revive(dead!.id, now())).to.equal(true);
      await after_(0);
      expect(texts()).to.deep.equal(["7: You were paid $4.50."]);
      expect(await outbox().revive(dead!.id, now())).to.equal(false);
      expect(await outbox().counts()).to.deep.equal({ waiting: 0, since: null, dead: 0 });
    });

    it("are dead at once where the creator has blocked the bot; others have theirs", async () => {
      server.answer = ({ body }) =>
        JSON.parse(body).chat_id === "7"
          ? refusal(403, "Forbidden: bot was blocked by the user")
          : { status: 200, body: { ok: true } };
      await pay(of(ALICE), of(ALICE), of(BOB));
      await after_(HOUR);
      expect(
        texts()
          .map((text) => text[0])
          .sort(),
      ).to.deep.equal(["7", "7", "8"]);
      expect(await outbox().counts()).to.deep.include({ waiting: 0, dead: 2 });
    });

    it("wait as long as Telegram says, all of them, and lose no attempt by it", async () => {
      server.answer = (_, index) =>
        index === 0 ? refusal(429, "Too Many Requests", { retry_after: 90 }) : { status: 200, body: { ok: true } };
      await pay(of(ALICE), of(ALICE));
      await after_(30 * SECOND);
      await pay(of(BOB));
      await after_(60 * SECOND);
      expect(server.received).to.have.length(1);
      await after_(30 * SECOND);
      expect(
        texts()
          .slice(1)
          .map((text) => text[0])
          .sort(),
      ).to.deep.equal(["7", "7", "8"]);
    });

    it("hold up no other target", async () => {
      const hook = `${server.url}/hook`;
      notifier = started({ webhooks: [{ url: hook, secret: SECRET }] });
      server.answer = ({ path }) => (path === "/hook" ? { status: 200 } : refusal(500, "Internal Server Error"));
      await pay(of(ALICE), of(ALICE), of(BOB));
      await after_(30 * SECOND);
      expect(server.hooks("/hook")).to.have.length(3);
      expect(await outbox().counts()).to.deep.include({ waiting: 3, dead: 0 });
    });

    it("are listed, and forgotten after thirty days", async () => {
      server.answer = () => refusal(400, "Bad Request: chat not found");
      await pay(of(ALICE));
      await after_(HOUR);
      expect(await outbox().undelivered(["waiting", "dead"], 10)).to.have.length(1);
      await after_(31 * 24 * HOUR);
      expect(await outbox().undelivered(["waiting", "dead"], 10)).to.deep.equal([]);
    });
  });

  describe("of several keepers", () => {
    it("are sent once each", async () => {
      await recipients().set(ALICE, CHAT);
      await recipients().set(BOB, { ...CHAT, telegramChat: "8", every: { cron: "0 12 * * *" } });
      const all = Array.from({ length: 60 }, (_, index) => of(index % 2 === 0 ? ALICE : BOB));
      for (const one of all) await pay(one);
      const others = [notifier, started(), started(), started()];
      await clock.pass(4 * HOUR);
      // A round that finds another keeper at work leaves it to that one.
      for (let round = 0; round < 4; round++) {
        await Promise.all(others.map((one) => one.round(new AbortController().signal)));
      }
      const each = server.texts.map(({ text }) => text.split("\n").at(-1)!);
      expect(each.filter((line) => line.startsWith("Transaction"))).to.have.length(30);
      expect(new Set(each)).to.have.length(31);
      expect(texts().filter((text) => text.startsWith("8: You were paid $135.00 by 30 payments"))).to.have.length(1);
      expect(await outbox().counts()).to.deep.equal({ waiting: 0, since: null, dead: 0 });
    });

    for (const point of ["before make_messages", "before send_message", "before note_message", "after note_message"]) {
      it(`are sent by another one if one dies ${point}`, async () => {
        await recipients().set(ALICE, CHAT);
        await pay(of(ALICE));
        let isDead = false;
        const mortal = started({}, (checkpoint, moment) => {
          isDead ||= point === `${moment} ${checkpoint}`;
          if (isDead) throw new Error("dead");
        });
        await clock.pass(MINUTE);
        await mortal.round(new AbortController().signal).catch(() => {});
        expect(isDead, "the step was never reached").to.equal(true);
        await after_(30 * SECOND);
        await after_(MINUTE);
        await after_(HOUR);
        // What was sent and not noted is sent again, and can be told by its id.
        expect(texts()).to.have.length(point === "before note_message" ? 2 : 1);
        expect(await outbox().counts()).to.deep.equal({ waiting: 0, since: null, dead: 0 });
      });
    }
  });

  describe("to webhooks", () => {
    it("tell every payment, signed, with amounts as texts, under an id that stays", async () => {
      notifier = started({ webhooks: [{ url: `${server.url}/hook`, secret: SECRET }] });
      server.answer = (_, index) => ({ status: index === 0 ? 500 : 200 });
      const [one] = await pay(of(ALICE));
      await after_(30 * SECOND);
      await after_(MINUTE);
      const [first, again] = server.hooks("/hook") as [Received, Received];
      expect(again.headers["webhook-id"]).to.equal(first.headers["webhook-id"]);
      expect(again.body).to.equal(first.body);
      const said = new Webhook(SECRET).verify(again.body, again.headers);
      expect(said).to.deep.equal({
        type: "payment",
        timestamp: new Date(EPOCH + 30 * SECOND).toISOString(),
        data: {
          payments: [
            {
              ...one!,
              id: String(one!.id),
              instance: "1",
              sequence: "1",
              credited: "4500000",
              closePnl: "60000000",
              amount: "4500000",
              distributedAt: new Date(EPOCH).toISOString(),
            },
          ],
        },
      });
    });
  });

  describe("to operators", () => {
    const LOW: Problem = { kind: "sol", sentence: "The payer has little" };
    const operators = [{ chat: "1" }, { chat: "@ops" }];

    /** Looks every minute. */
    async function look(minutes: number, problems: Problem[], mayEnd = true): Promise<void> {
      for (let minute = 0; minute < minutes; minute++) {
        await notifier.tell(problems, mayEnd);
        await after_(MINUTE);
      }
    }

    it("tell once that there is a problem, also over a restart, and once that it is over", async () => {
      notifier = started({ operators, webhooks: [{ url: `${server.url}/ops`, secret: SECRET }] });
      await look(10, [LOW]);
      const problem = "Keeper Gvga…3k2P: The payer has little.";
      expect(texts().sort()).to.deep.equal([`1: ${problem}`, `@ops: ${problem}`]);
      notifier = started({ operators });
      await look(3, [], false);
      await look(100, [LOW]);
      expect(server.received).to.have.length(3);
      await look(10, []);
      expect(texts().slice(2).sort()).to.deep.equal(
        ["1", "@ops"].map((chat) => `${chat}: Keeper Gvga…3k2P: over after 115 minutes. It was: The payer has little.`),
      );
      const [hook] = server.hooks("/ops");
      expect(new Webhook(SECRET).verify(hook!.body, hook!.headers)).to.deep.include({ type: "problem" });
    });

    it("tell once of what two keepers have", async () => {
      const other = started({ operators });
      notifier = started({ operators });
      for (let minute = 0; minute < 10; minute++) {
        await Promise.all([notifier.tell([LOW], true), other.tell([LOW], true)]);
        await after_(MINUTE);
      }
      expect(texts()).to.have.length(2);
    });
  });

  it("are made and sent beside the keeper's work until it stops", async () => {
    await recipients().set(ALICE, CHAT);
    notifier = started({ operators: [{ chat: "1" }] });
    await pay(of(ALICE));
    const stopping = new AbortController();
    const running = notifier.run(stopping.signal, async () => [{ kind: "sol", sentence: "The payer has little" }]);
    for (let seconds = 0; seconds < 10_000 && server.received.length < 2; seconds++) {
      await clock.pass(SECOND);
      await sleep(1);
    }
    stopping.abort();
    await running;
    expect(texts().sort()).to.deep.equal(["1: Keeper Gvga…3k2P: The payer has little.", "7: You were paid $4.50."]);
  });
});
