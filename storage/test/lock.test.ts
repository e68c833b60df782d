import { symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Database, DatabaseInUse } from "../src";
import { newDatabase, newFolder } from "./support/folders";
import { NAMESPACES, Opener, OWN_PIDS, ownMounts } from "./support/process";
import { open } from "./support/tables";

/** What is said if it is refused. */
async function refusal(folder: string): Promise<string> {
  const opened: Database | Error = await open(folder).catch((reason: Error) => reason);
  if (!(opened instanceof Error)) {
    await opened.close();
    throw new Error(`${folder} was opened`);
  }
  expect(opened).to.be.instanceOf(DatabaseInUse);
  return opened.message;
}

describe("the lock of a folder", () => {
  const openers: Opener[] = [];

  function start(folder: string, within: readonly string[] = []): Opener {
    const opener = new Opener(folder, within);
    openers.push(opener);
    return opener;
  }

  afterEach(async () => {
    for (const opener of openers.splice(0)) await opener.kill();
  });

  describe("that another process has open", () => {
    let folder: string;
    let holder: Opener;

    beforeEach(async () => {
      folder = await newDatabase();
      holder = start(folder);
      expect(await holder.says()).to.match(/^open by \d+$/);
    });

    it("is refused, naming that process", async () => {
      expect(await refusal(folder)).to.match(
        new RegExp(
          `^The database ${folder} is in use by process \\d+ on ${hostname()}: stop that one, or use another folder$`,
        ),
      );
    });

    it("is refused by another name of the folder, too", async () => {
      const other = join(newFolder(), "link");
      symlinkSync(folder, other);
      await refusal(other);
    });

    it("is refused while that process stands still", async () => {
      holder.signal("SIGSTOP");
      await refusal(folder);
    });

    it("is free at once when that process is killed", async () => {
      await holder.kill();
      await (await open(folder)).close();
    });
  });

  it("is held against the same process, too, and free when it is closed", async () => {
    const folder = await newDatabase();
    const first = await open(folder);
    expect(await refusal(folder)).to.include(`process ${process.pid} on`);
    await first.close();
    await (await open(folder)).close();
  });

  describe("after a restart, whatever an old file says", () => {
    const sayings: [string, string, string][] = [
      ["beside it, of a number that another process has by now", "../database.lock", String(process.ppid)],
      ["of a number that another process has by now", "lock", `process ${process.ppid} on ${hostname()}\n`],
      ["of this process's own number", "lock", `process ${process.pid} on ${hostname()}\n`],
      ["of nothing that makes sense", "lock", "\0\u0001keeper"],
    ];
    for (const [what, file, content] of sayings) {
      it(`is free: ${what}`, async () => {
        const folder = await newDatabase();
        writeFileSync(join(folder, file), content);
        await (await open(folder)).close();
      });
    }
  });

  it("lets one of many in that start at the same moment", async () => {
    const folder = await newDatabase();
    const said = await Promise.all(Array.from({ length: 6 }, () => start(folder).says()));
    expect(said.filter((line) => line.startsWith("open by"))).to.have.lengthOf(1);
    expect(said.filter((line) => line.includes("is in use by"))).to.have.lengthOf(5);
  });

  if (!NAMESPACES) return;

  describe("in containers that share only the folder", () => {
    it("refuses the second, which has process numbers of its own", async () => {
      const folder = await newDatabase();
      expect(await start(folder, OWN_PIDS).says()).to.match(/^open by \d+$/);
      expect(await start(folder, OWN_PIDS).says()).to.include("is in use by process");
    });

    it("refuses the second, which has it mounted in another place", async () => {
      const [folder, other] = [await newDatabase(), newFolder()];
      expect(await start(folder, OWN_PIDS).says()).to.match(/^open by \d+$/);
      const mounted = ownMounts(`mount --bind ${folder} ${other}`);
      expect(await start(other, [...OWN_PIDS, ...mounted]).says()).to.include(`The database ${other} is in use by`);
    });

    it("is free for the second when the first one's container is killed", async () => {
      const folder = await newDatabase();
      const first = start(folder, OWN_PIDS);
      expect(await first.says()).to.match(/^open by \d+$/);
      await first.kill();
      expect(await start(folder, OWN_PIDS).says()).to.match(/^open by \d+$/);
    });
  });
});
