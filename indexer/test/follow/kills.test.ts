/** A process that dies right before and right after each step that it stores: the next one goes on, and nothing is lost or doubled. */
import { expect } from "chai";
import { STEPS, type Step, type StepListener } from "../../src/store/steps";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

/** Steps that a fair node never needs have their own tests. */
const UNFAIR: readonly Step[] = ["leave_walk", "note_problem", "set_aside"];
const FAIR = STEPS.filter((step) => !UNFAIR.includes(step));
/** Of each kind at most, where there are so many: it has to go on after some in a row. */
const DEATHS = 3;

class Killed extends Error {
  override readonly name = "Killed";
}

/** Dies at each moment of each step, until it has died often enough there. */
function dying(deaths: Map<string, number>): StepListener {
  return (step, moment) => {
    const here = `${moment} ${step}`;
    const count = deaths.get(here) ?? 0;
    if (count === DEATHS) return;
    deaths.set(here, count + 1);
    throw new Killed();
  };
}

onEachDatabase("an index whose process is killed", (newPlace) => {
  let followed: Followed;
  let whole: Index;
  before(async () => {
    followed = await Followed.open();
    // One step for many slots that are final, and one for each of the others.
    followed.weather.unfinal = 8;
    followed.weather.judge = (method) =>
      method === "getSignaturesForAddress" ? { change: (list: never[]) => list.slice(0, 5) } : "pass";
    for (const [, play] of story(followed)) await play();
    whole = await followed.index(await newPlace());
    await whole.pass();
    await whole.expectAsOnChain();
  });
  after(async () => {
    await whole.close();
    await followed.close();
  });

  it("ends with the same answers", async () => {
    const deaths = new Map<string, number>();
    const index = await followed.index(await newPlace());
    const lives = async (): Promise<boolean> => {
      try {
        await index.restarted(dying(deaths)).pass();
        return true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        return false;
      }
    };
    while (!(await lives()));
    const everywhere = FAIR.flatMap((step) => [`before ${step}`, `after ${step}`]);
    expect([...deaths.keys()].sort()).to.deep.equal(everywhere.sort());
    expect(await index.answers()).to.deep.equal(await whole.answers());
    await index.close();
  });
});
