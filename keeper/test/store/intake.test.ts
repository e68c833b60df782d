import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import { Checkpoints } from "../../src/store/checkpoints";
import { CloseStore } from "../../src/store/closes";
import { openDatabase } from "../../src/store/database";
import { CloseConflict, Intake, type NewClose, type Verdict } from "../../src/store/intake";
import { onEachDatabase } from "../support/database";

let names = 0;
/** An address that no other test uses. */
const address = () => `subscription ${++names}`;
const close = (reference: string, closePnl = 5n, agent: string | null = null): NewClose => ({
  reference,
  tradeId: `trade ${reference}`,
  closePnl,
  agent,
});
const yes = (): Verdict => ({ state: "admitted" });
const no = (): Verdict => ({ state: "refused", reason: "it has ended" });

onEachDatabase("the intake", (newPlace) => {
  let place: string;
  let database: Database;
  let intake: Intake;
  let closes: CloseStore;

  async function open(): Promise<void> {
    database = await openDatabase(place);
    intake = new Intake(database.db, new Checkpoints());
    closes = new CloseStore(database.db, new Checkpoints());
  }

  before(async () => {
    place = await newPlace();
    await open();
  });

  after(() => database.close());

  const problem = (work: Promise<unknown>) => work.then(() => "none").catch((reason: Error) => reason.message);

  describe("given a close", () => {
    it("keeps it, through a restart", async () => {
      const at = address();
      await intake.take(at, close("a", -7n, "wallet"));
      await database.close();
      await open();
      expect(await intake.get(at, "a")).to.deep.include({
        state: "taken",
        tradeId: "trade a",
        closePnl: -7n,
        agent: "wallet",
        reason: null,
      });
      expect(await intake.hasTaken(at)).to.equal(true);
      expect(await intake.subscriptions()).to.include(at);
    });

    it("says in one query which of many wait for a look, if they are asked about in one turn", async () => {
      const all = [address(), address(), address()];
      await intake.take(all[1]!, close("a"));
      let queries = 0;
      const counted = new Proxy(database.db, {
        get: (db, name) => {
          if (name === "selectDistinct") queries += 1;
          return Reflect.get(db, name);
        },
      });
      const asked = new Intake(counted, new Checkpoints());
      expect(await Promise.all(all.map((at) => asked.hasTaken(at)))).to.deep.equal([false, true, false]);
      expect(queries).to.equal(1);
      await intake.take(all[2]!, close("a"));
      expect(await asked.hasTaken(all[2]!)).to.equal(true);
    });

    it("keeps it once, however often it comes", async () => {
      const at = address();
      await Promise.all([1, 2, 3].map(() => intake.take(at, close("a"))));
      await intake.admit({ subscription: at, instance: 1n }, 0n, yes);
      await intake.take(at, close("a"));
      expect(await intake.hasTaken(at)).to.equal(false);
      expect(await intake.subscriptions()).to.not.include(at);
      expect(await closes.pending({ subscription: at, instance: 1n })).to.have.length(1);
    });

    for (const state of ["taken", "admitted"]) {
      it(`refuses another PnL of it, when it is ${state}`, async () => {
        const at = address();
        await intake.take(at, close("a"));
        if (state === "admitted") await intake.admit({ subscription: at, instance: 1n }, 0n, yes);
        const error = await intake.take(at, close("a", 6n)).catch((reason: Error) => reason);
        expect(error).to.be.instanceOf(CloseConflict);
        expect((error as Error).message).to.match(
          /^The trade trade a of subscription .* 5 base units, now it is said to be 6/,
        );
        expect((await intake.get(at, "a"))!.closePnl).to.equal(5n);
      });
    }

    it("takes the wallet that is said last, until the close is admitted", async () => {
      const at = address();
      await intake.take(at, close("a", 5n, "wrong"));
      await intake.take(at, close("a", 5n, "right"));
      expect((await intake.get(at, "a"))!.agent).to.equal("right");
      await intake.admit({ subscription: at, instance: 1n }, 0n, yes);
      expect(await problem(intake.take(at, close("a", 5n, "wrong")))).to.match(
        /settled for the wallet right, now it is said to be of wrong$/,
      );
      expect((await intake.take(at, close("a"))).state).to.equal("admitted");
    });
  });

  describe("when the subscription was looked at", () => {
    it("gives closes their sequences in the order in which they came, behind the chain's", async () => {
      const of = { subscription: address(), instance: 3n };
      for (const reference of ["c", "a", "b"]) await intake.take(of.subscription, close(reference));
      await intake.admit(of, 41n, yes);
      expect((await closes.pending(of)).map(({ reference, sequence }) => [reference, sequence])).to.deep.equal([
        ["c", 42n],
        ["a", 43n],
        ["b", 44n],
      ]);
      expect(await intake.get(of.subscription, "a")).to.deep.include({ state: "admitted", instance: 3n, reason: null });
    });

    it("refuses some and admits the others", async () => {
      const of = { subscription: address(), instance: 1n };
      for (const reference of ["a", "b"]) await intake.take(of.subscription, close(reference));
      await intake.admit(of, 0n, ({ reference }) => (reference === "a" ? no() : yes()));
      expect(await intake.get(of.subscription, "a")).to.deep.include({ state: "refused", reason: "it has ended" });
      expect((await closes.pending(of)).map(({ reference, sequence }) => [reference, sequence])).to.deep.equal([
        ["b", 1n],
      ]);
    });

    it("answers the reason to a repetition, and looks again at one that says something else", async () => {
      const of = { subscription: address(), instance: 1n };
      await intake.take(of.subscription, close("a", 5n, "wrong"));
      await intake.admit(of, 0n, no);
      expect(await intake.take(of.subscription, close("a", 5n, "wrong"))).to.deep.include({
        state: "refused",
        reason: "it has ended",
      });
      expect(await intake.take(of.subscription, close("a", 6n, "right"))).to.deep.include({
        state: "taken",
        reason: null,
        closePnl: 6n,
      });
      await intake.admit(of, 0n, yes);
      expect((await closes.pending(of)).map(({ closePnl }) => closePnl)).to.deep.equal([6n]);
    });

    describe("and the chain has settled the trade already", () => {
      const record = {
        ...{ sequence: 1n, reference: "a", closePnl: 5n, accrued: 1n, credited: 1n, dropped: 0n },
        ...{ signature: "s", slot: 9 },
      };

      it("admits it as that close, whatever the verdict is by now", async () => {
        const of = { subscription: address(), instance: 1n };
        await closes.reconcile(of, { after: 0n, settlements: [record], slot: 9 }, null, 0n);
        await intake.take(of.subscription, close("a"));
        await intake.admit({ ...of, instance: 2n }, 0n, no);
        expect(await intake.get(of.subscription, "a")).to.deep.include({ state: "admitted", instance: 1n });
        expect(await closes.get(of, "a")).to.deep.include({ status: "settled", sequence: 1n });
      });

      it("refuses it with another PnL", async () => {
        const of = { subscription: address(), instance: 1n };
        await closes.reconcile(of, { after: 0n, settlements: [record], slot: 9 }, null, 0n);
        await intake.take(of.subscription, close("a", 7n));
        await intake.admit(of, 1n, yes);
        const refused = await intake.get(of.subscription, "a");
        expect(refused!.state).to.equal("refused");
        expect(refused!.reason).to.match(/was recorded with a PnL of 5 base units, now it is said to be 7/);
      });
    });
  });

  describe("when no subscription is found", () => {
    const NOW = 1_728_043_200n;

    it("keeps its closes for a day, then refuses them with the reason", async () => {
      const at = address();
      await intake.take(at, close("a"));
      await intake.missing(at, NOW, "there is none");
      await intake.missing(at, NOW + 86_399n, "there is none");
      expect((await intake.get(at, "a"))!.state).to.equal("taken");
      await intake.missing(at, NOW + 86_400n, "there is none");
      expect(await intake.get(at, "a")).to.deep.include({ state: "refused", reason: "there is none" });
    });

    it("counts the day of each close by itself", async () => {
      const at = address();
      await intake.take(at, close("a"));
      await intake.missing(at, NOW, "there is none");
      await intake.take(at, close("b"));
      await intake.missing(at, NOW + 86_400n, "there is none");
      expect([(await intake.get(at, "a"))!.state, (await intake.get(at, "b"))!.state]).to.deep.equal([
        "refused",
        "taken",
      ]);
    });

    it("admits them if it appears after all", async () => {
      const of = { subscription: address(), instance: 1n };
      await intake.take(of.subscription, close("a"));
      await intake.missing(of.subscription, NOW, "there is none");
      await intake.admit(of, 0n, yes);
      expect((await intake.get(of.subscription, "a"))!.state).to.equal("admitted");
    });
  });
});
