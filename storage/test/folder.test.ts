import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { openCopy, openDatabase, openToRead } from "../src";
import { newDatabase, newFolder } from "./support/folders";
import { NAMESPACES, Opener, ownMounts } from "./support/process";
import { NOTES, notes, open } from "./support/tables";

const NOTE = { id: 9_223_372_036_854_775_807n, said: "kept" };

describe("a database in a folder", () => {
  it("is made where there is nothing, with the folders above it, and keeps what it is given", async () => {
    const folder = join(newFolder(), "some", "where");
    const first = await open(folder);
    expect(first.shared).to.equal(false);
    await first.db.insert(notes).values(NOTE);
    await first.close();
    const second = await open(folder);
    expect(await second.db.select().from(notes)).to.deep.equal([NOTE]);
    await second.close();
  });

  it("is made in a folder that holds other things already", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "lost+found"));
    writeFileSync(join(folder, ".keep"), "");
    await (await open(folder)).close();
    expect(readdirSync(folder)).to.deep.equal([".keep", "data", "lock", "lost+found"]);
  });

  it("opens where the database is the folder itself, as it was once", async () => {
    const [folder, old] = [await newDatabase(), newFolder()];
    const first = await open(folder);
    await first.db.insert(notes).values(NOTE);
    await first.close();
    cpSync(join(folder, "data"), old, { recursive: true });
    const second = await open(old);
    expect(await second.db.select().from(notes)).to.deep.equal([NOTE]);
    await second.close();
    expect(existsSync(join(old, "data"))).to.equal(false);
  });

  it("says where it cannot be made", async () => {
    const file = join(newFolder(), "file");
    writeFileSync(file, "");
    const error = await open(file).catch((reason: Error) => reason);
    expect(error).to.have.property("message").that.includes(file);
  });

  describe("whose first start was killed", () => {
    // From before the database's files appear to after it is complete, which takes some seconds.
    for (const ms of [0, 300, 900, 2_000]) {
      it(`${ms} ms after it took the folder: the next one starts`, async () => {
        const folder = newFolder();
        const opener = new Opener(folder);
        while (!existsSync(join(folder, "lock"))) await sleep(1);
        await sleep(ms);
        await opener.kill();
        const database = await open(folder);
        await database.db.insert(notes).values(NOTE);
        await database.close();
        expect(readdirSync(folder)).to.deep.equal(["data", "lock"]);
      });
    }
  });

  if (NAMESPACES) {
    describe("that is a mount", () => {
      const mounts: [string, string][] = [
        ["an empty one", ""],
        ["a file system's root, with what belongs to it", 'mkdir "$FOLDER/lost+found"'],
        ["one in which a first start was killed", 'mkdir "$FOLDER/data.new"; echo 17 > "$FOLDER/data.new/PG_VERSION"'],
      ];
      for (const [what, prepare] of mounts) {
        it(`is made in it: ${what}`, async () => {
          const folder = newFolder();
          const mount = `FOLDER=${folder}; mount -t tmpfs none "$FOLDER"; ${prepare || "true"}`;
          const opener = new Opener(folder, ownMounts(mount));
          expect(await opener.says()).to.match(/^open by \d+$/);
          await opener.kill();
        });
      }

      it("says that it cannot be written where it is mounted to be read only", async () => {
        const folder = newFolder();
        const opener = new Opener(folder, ownMounts(`mount -t tmpfs -o ro none ${folder}`));
        expect(await opener.says()).to.match(/^EROFS: .*lock/);
        await opener.kill();
      });
    });
  }

  describe("as a copy", () => {
    it("has what it has, and is thrown away", async () => {
      const folder = await newDatabase();
      const original = await open(folder);
      await original.db.insert(notes).values(NOTE);
      await original.close();
      const copy = await openCopy(folder, NOTES);
      await copy.db.insert(notes).values({ id: 2n, said: "thrown away" });
      expect(await copy.db.select().from(notes)).to.have.lengthOf(2);
      // The original is free while the copy is used.
      const again = await open(folder);
      expect(await again.db.select().from(notes)).to.deep.equal([NOTE]);
      await again.close();
      await copy.close();
    });

    it("of nothing is empty, and makes nothing", async () => {
      const folder = join(newFolder(), "none");
      const copy = await openCopy(folder, NOTES);
      expect(await copy.db.select().from(notes)).to.deep.equal([]);
      await copy.close();
      expect(existsSync(folder)).to.equal(false);
    });
  });

  describe("of somebody else, to be read", () => {
    it("is read as a copy, also where its tables are newer than what is known of them", async () => {
      const folder = await newDatabase();
      const original = await open(folder);
      await original.db.insert(notes).values(NOTE);
      await original.close();
      const reading = await openToRead(folder, NOTES.schema, "a_reader");
      expect(await reading.db.select().from(notes)).to.deep.equal([NOTE]);
      await reading.db.delete(notes);
      await reading.close();
      const again = await open(folder);
      expect(await again.db.select().from(notes)).to.deep.equal([NOTE]);
      await again.close();
    });

    it("is refused where there is none", async () => {
      const folder = join(newFolder(), "none");
      const error = await openToRead(folder, NOTES.schema, "a_reader").catch((reason: Error) => reason);
      expect(error).to.have.property("message", `There is no database ${folder}`);
      expect(existsSync(folder)).to.equal(false);
    });
  });

  it("in memory is another one each time", async () => {
    const [one, other] = [await openDatabase(null, NOTES), await openDatabase(null, NOTES)];
    await one.db.insert(notes).values(NOTE);
    expect(await other.db.select().from(notes)).to.deep.equal([]);
    await one.close();
    await other.close();
  });
});
