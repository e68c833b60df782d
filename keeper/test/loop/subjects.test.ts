import { expect } from "chai";
import { Subjects } from "../../src/loop/subjects";
import { key } from "../support/observed";
import { VirtualClock } from "../support/virtual-clock";

describe("the age of what waits for a look", () => {
  const [one, other] = [key(1), key(2)];
  let clock: VirtualClock;
  let subjects: Subjects;

  beforeEach(async () => {
    clock = new VirtualClock();
    subjects = new Subjects(clock);
    subjects.add(one);
    await clock.pass(1_000);
    subjects.add(other);
    await clock.pass(2_000);
  });

  const begin = (): void => subjects.begin(subjects.woken()[0]!);

  it("is that of the first that was woken, also if it is woken again", () => {
    subjects.wake(one.toBase58());
    expect(subjects.lag.oldestWokenMs).to.equal(3_000);
  });

  it("is that of the next when the first is looked at, and 0 when none waits", () => {
    begin();
    expect(subjects.lag.oldestWokenMs).to.equal(2_000);
    begin();
    expect(subjects.lag.oldestWokenMs).to.equal(0);
  });

  it("leaves out one that failed, while it is left alone", async () => {
    const [first] = subjects.woken();
    begin();
    begin();
    subjects.end(first!, true, 500);
    expect(subjects.lag).to.deep.include({ woken: 1, oldestWokenMs: 0 });
    await clock.pass(600);
    expect(subjects.lag.oldestWokenMs).to.equal(600);
  });
});
