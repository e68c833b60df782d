/** An index of a varied story, compared with the chain after each scene, and built anew. */
import { expect } from "chai";
import { newDatabase, onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";
import { story } from "../support/story";

onEachDatabase("the index of a story", (newPlace) => {
  let followed: Followed;
  let index: Index;
  before(async () => {
    followed = await Followed.open();
    index = await followed.index(await newPlace());
  });
  after(async () => {
    await index.close();
    await followed.close();
  });

  it("is the chain's after every scene, and the same when it is built anew", async () => {
    for (const [title, play] of story(followed)) {
      await play();
      const { problem } = await index.pass();
      expect(problem, title).to.equal(null);
      await index.expectAsOnChain();
    }
    const anew = await followed.index(await newPlace());
    await anew.pass();
    expect(await anew.answers()).to.deep.equal(await index.answers());
    await anew.close();
  });

  it("stores nothing new when nothing happened", async () => {
    const answers = await index.answers();
    expect((await index.pass()).entered).to.equal(0);
    expect(await index.answers()).to.deep.equal(answers);
  });
});

describe("what is kept of transactions", () => {
  it("is nothing where one only names the program", async () => {
    const followed = await Followed.open();
    for (const [, play] of story(followed)) await play();
    const index = await followed.index(await newDatabase());
    await index.pass();
    const [counted] = await index.rows("select count(*) as count from transactions where essentials is null");
    expect(Number(counted!.count)).to.equal(1);
    await index.close();
    await followed.close();
  });
});
