import type { Database } from "@profit-share/storage";
import { expect } from "chai";
import { asc, eq } from "drizzle-orm";
import { openDatabase } from "../../src/store/database";
import { type Observation, ObservationStore } from "../../src/store/observations";
import { observations } from "../../src/store/schema";
import { onEachDatabase } from "../support/database";
import { key } from "../support/observed";

const U64_MAX = 18_446_744_073_709_551_615n;

const user = (changes: Partial<Observation["user"]> = {}): Observation["user"] => ({
  venue: "drift",
  layoutChecked: true,
  authority: key(1),
  delegate: key(2),
  subAccountId: 0,
  realizedPnl: 50_000_000n,
  loss: 0n,
  flat: true,
  beingLiquidated: false,
  liquidationId: 0,
  totalDeposits: 1_000_000_000n,
  totalWithdraws: 0n,
  totalSocialLoss: 0n,
  settledPerpPnl: 0n,
  positions: [],
  ...changes,
});

let names = 0;
/** A subscription that no other test uses. */
const newName = () => `subscription ${++names}`;

onEachDatabase("the store of observations", (newPlace) => {
  let database: Database;
  let store: ObservationStore;

  before(async () => {
    database = await openDatabase(await newPlace());
    store = new ObservationStore(database.db);
  });

  after(() => database.close());

  const look = (subscription: string, slot: number, seen: Observation["user"] = user()): Observation => ({
    subscription,
    instance: 1n,
    slot,
    at: 1_764_000_000n + BigInt(slot),
    user: seen,
  });

  const stored = async (subscription: string) =>
    database.db
      .select()
      .from(observations)
      .where(eq(observations.subscription, subscription))
      .orderBy(asc(observations.slot));
  const slots = async (subscription: string) => (await stored(subscription)).map(({ slot }) => slot);

  it("keeps what an account said, to the last digit", async () => {
    const name = newName();
    const extreme = user({
      realizedPnl: -(2n ** 63n),
      loss: U64_MAX,
      totalDeposits: U64_MAX,
      totalSocialLoss: U64_MAX,
    });
    await store.note([look(name, 7, extreme)]);
    const [{ recordedAt: _, ...row }] = (await stored(name)) as [(typeof observations)["$inferSelect"]];
    expect(row).to.deep.equal({
      subscription: name,
      instance: 1n,
      slot: 7,
      at: 1_764_000_007n,
      realizedPnl: -9_223_372_036_854_775_808n,
      loss: U64_MAX,
      settledPerpPnl: 0n,
      totalDeposits: U64_MAX,
      totalWithdraws: 0n,
      totalSocialLoss: U64_MAX,
      beingLiquidated: false,
      liquidationId: 0,
      flat: true,
    });
  });

  it("keeps the looks that differed from the one before, of many subscriptions at once", async () => {
    const [one, other] = [newName(), newName()];
    await store.note([look(one, 1), look(other, 1)]);
    await store.note([look(one, 2), look(other, 2, user({ realizedPnl: 1n }))]);
    await store.note([look(one, 3, user({ loss: 5n })), look(other, 3)]);
    await store.note([look(one, 4, user({ loss: 5n, positions: [] })), look(other, 4, user({ liquidationId: 1 }))]);
    expect([await slots(one), await slots(other)]).to.deep.equal([
      [1, 3],
      [1, 2, 3, 4],
    ]);
  });

  it("keeps several of one subscription in their order, and none that is older", async () => {
    const name = newName();
    await store.note([
      look(name, 9, user({ loss: 2n })),
      look(name, 8, user({ loss: 1n })),
      look(name, 10, user({ loss: 2n })),
    ]);
    await store.note([look(name, 9, user({ loss: 3n })), look(name, 5)]);
    expect(await slots(name)).to.deep.equal([8, 9]);
  });

  it("notes that an account is gone, and that it is back", async () => {
    const name = newName();
    for (const [slot, seen] of [user(), null, null, user()].entries()) await store.note([look(name, slot + 1, seen)]);
    expect((await stored(name)).map(({ slot, realizedPnl }) => [slot, realizedPnl])).to.deep.equal([
      [1, 50_000_000n],
      [2, null],
      [4, 50_000_000n],
    ]);
  });

  it("keeps an agreement that follows at the same address apart", async () => {
    const name = newName();
    await store.note([look(name, 1), { ...look(name, 2), instance: 2n }]);
    expect((await stored(name)).map(({ instance, slot }) => [instance, slot])).to.deep.equal([
      [1n, 1],
      [2n, 2],
    ]);
  });

  it("goes on after a restart with what it has", async () => {
    const name = newName();
    await store.note([look(name, 1)]);
    const restarted = new ObservationStore(database.db);
    await restarted.note([look(name, 2)]);
    await restarted.note([look(name, 3, user({ loss: 1n }))]);
    expect(await slots(name)).to.deep.equal([1, 3]);
  });

  it("compares with what another process stored, when it is told to forget", async () => {
    const name = newName();
    const other = new ObservationStore(database.db);
    await store.note([look(name, 1)]);
    await other.note([look(name, 2, user({ loss: 1n }))]);
    store.forget((subscription) => subscription === name);
    await store.note([look(name, 3)]);
    expect(await slots(name)).to.deep.equal([1, 2, 3]);
  });

  it("takes thousands in one go", async () => {
    const all = Array.from({ length: 6_000 }, () => look(newName(), 1));
    await store.note(all);
    await store.note(all.map((one) => ({ ...one, slot: 2 })));
    expect(await slots(all.at(-1)!.subscription)).to.deep.equal([1]);
  });
});
