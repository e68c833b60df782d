/** Two processes on one database. */
import { expect } from "chai";
import { openDatabase } from "../../src/store/database";
import { type Step, Steps } from "../../src/store/steps";
import { onEachDatabase } from "../support/database";

onEachDatabase("steps of two indexers on one database", (newPlace) => {
  it("are refused when they rest on what the other has changed", async () => {
    const { db, close } = await openDatabase(await newPlace());
    const passed: [Step, string][] = [];
    const one = new Steps(db, (step, moment) => passed.push([step, moment]));
    const other = new Steps(db);
    const begun = await one.begin("chain", "program");
    expect(await other.begin("chain", "program")).to.deep.equal(begun);
    const after = await other.store("enter", begun, async () => ({ floor: 7 }));
    expect(after).to.deep.equal({ ...begun, steps: 1, floor: 7 });
    let worked = false;
    const refused = await one
      .store("enter", begun, async () => {
        worked = true;
        return { floor: 8 };
      })
      .catch((error: Error) => error.name);
    expect(refused).to.equal("AnotherIndexer");
    expect(worked).to.equal(false);
    expect(passed).to.deep.equal([["enter", "before"]]);
    expect(await one.progress()).to.deep.equal(after);
    await close();
  });

  it("leave nothing of a step that fails", async () => {
    const { db, close } = await openDatabase(await newPlace());
    const steps = new Steps(db);
    const begun = await steps.begin("chain", "program");
    const failed = await steps
      .store("enter", begun, async () => {
        throw new Error("in the middle");
      })
      .catch((error: Error) => error.message);
    expect(failed).to.equal("in the middle");
    expect(await steps.progress()).to.deep.equal(begun);
    await close();
  });

  it("are refused on a database of another program", async () => {
    const { db, close } = await openDatabase(await newPlace());
    const steps = new Steps(db);
    await steps.begin("chain", "program");
    const refused = await steps.begin("chain", "another").catch((error: Error) => error.message);
    expect(refused).to.match(
      /^The index is about program program on the chain chain, not another on chain: use another database/,
    );
    await close();
  });
});
