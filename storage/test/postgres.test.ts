import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import {
  type Database,
  DatabaseUnreachable,
  NewerDatabase,
  openCopy,
  openDatabase,
  openReadOnly,
  openToRead,
} from "../src";
import { NOTES, notes, open } from "./support/tables";

const NOTE = { id: 9_223_372_036_854_775_807n, said: "kept" };

/** The error and those that caused it, as a log has them. */
function saidBy(error: unknown): string {
  return error instanceof Error ? `${error.message}: ${saidBy(error.cause)}` : "";
}

describeWithPostgres("a database on a server", (server) => {
  const opened: Database[] = [];

  async function openAt(url: string, tables = NOTES): Promise<Database> {
    const database = await openDatabase(url, tables);
    opened.push(database);
    return database;
  }

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  it("keeps its tables in a schema of their own, beside others", async () => {
    const url = server.newDatabase();
    const database = await openAt(url);
    expect(database.shared).to.equal(true);
    await database.db.insert(notes).values(NOTE);
    const other = await openAt(url, { ...NOTES, schema: "of_another" });
    expect(await other.db.select().from(notes)).to.deep.equal([]);
    expect(await database.db.select().from(notes)).to.deep.equal([NOTE]);
  });

  it("takes other options of the URL, too", async () => {
    const { db } = await openAt(`${server.newDatabase()}?options=-c%20TimeZone%3DAsia/Tokyo`);
    const { rows } = (await db.execute(
      sql`select current_setting('TimeZone') as zone, current_schema as schema`,
    )) as never;
    expect(rows).to.deep.equal([{ zone: "Asia/Tokyo", schema: "notes_of_tests" }]);
  });

  it("is opened by a role that may not create schemas, if its own is there", async () => {
    const url = new URL(server.newDatabase());
    const name = url.pathname.slice(1);
    server.run("CREATE ROLE modest LOGIN");
    server.run("CREATE SCHEMA notes_of_tests AUTHORIZATION modest", name);
    url.username = "modest";
    const { db } = await openAt(url.toString());
    await db.insert(notes).values(NOTE);
    expect(server.run("SELECT said FROM notes_of_tests.notes", name)).to.equal("kept");
  });

  it("is migrated once by many that start at the same moment", async () => {
    const url = server.newDatabase();
    const all = await Promise.all(Array.from({ length: 8 }, () => openAt(url)));
    await Promise.all(all.map(({ db }, index) => db.insert(notes).values({ id: BigInt(index), said: "one" })));
    expect(await all[0]!.db.select().from(notes)).to.have.lengthOf(8);
    expect(
      server.run('SELECT count(*) FROM notes_of_tests."__drizzle_migrations"', new URL(url).pathname.slice(1)),
    ).to.equal("1");
  });

  it("says which server cannot be reached, without its password", async () => {
    const url = "postgres://keeper:secret@127.0.0.1:1/none";
    const error = await open(url).catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(DatabaseUnreachable);
    expect((error as Error).message).to.equal(
      "The database 127.0.0.1:1/none cannot be reached: connect ECONNREFUSED 127.0.0.1:1",
    );
  });

  it("says what the server says where there is no such database", async () => {
    const error = await open(server.url("none")).catch((reason: Error) => reason);
    expect((error as Error).message).to.match(/cannot be reached: database "none" does not exist$/);
  });

  describe("that is somebody else's", () => {
    it("is read, also what other settings its URL has, and nothing of it can be changed", async () => {
      const url = server.newDatabase();
      await (await openAt(url)).db.insert(notes).values(NOTE);
      const reading = openReadOnly(`${url}?options=-c%20TimeZone%3DAsia/Tokyo`, "a_reader");
      opened.push(reading);
      const { rows } = (await reading.db.execute(
        sql`select said, current_setting('TimeZone') as zone, current_setting('application_name') as name from notes_of_tests.notes`,
      )) as never;
      expect(rows).to.deep.equal([{ said: "kept", zone: "Asia/Tokyo", name: "a_reader" }]);
      const found = await openToRead(url, NOTES.schema, "a_reader");
      opened.push(found);
      expect((await found.db.select().from(notes))[0]).to.deep.equal(NOTE);
      for (const change of [sql`delete from notes_of_tests.notes`, sql`create table more (id int)`]) {
        expect(saidBy(await reading.db.execute(change).catch((error) => error))).to.match(/in a read-only transaction/);
      }
    });
  });

  describe("of which a copy is made", () => {
    it("has every row, digit for digit, and leaves the original as it is", async () => {
      const url = server.newDatabase();
      const { db } = await openAt(url);
      const rows = Array.from({ length: 2_500 }, (_, index) => ({
        id: NOTE.id - BigInt(index),
        said: `"${index}' \\ é`,
      }));
      await db.insert(notes).values(rows);
      const copy = await openCopy(url, NOTES);
      opened.push(copy);
      expect(await copy.db.select().from(notes)).to.have.deep.members(rows);
      await copy.db.delete(notes);
      expect(await db.select().from(notes)).to.have.lengthOf(2_500);
    });

    it("has what references other rows, whichever table comes first by name or age", async () => {
      const tables = {
        schema: "families",
        migrations: [
          {
            createdAt: 1,
            sql: `CREATE TABLE a_child (name text PRIMARY KEY, parent text, sibling text REFERENCES a_child);
--> statement-breakpoint
CREATE TABLE m_parent (name text PRIMARY KEY, parent text);
--> statement-breakpoint
CREATE TABLE z_grandparent (name text PRIMARY KEY);
--> statement-breakpoint
ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES m_parent;
--> statement-breakpoint
ALTER TABLE m_parent ADD FOREIGN KEY (parent) REFERENCES z_grandparent;`,
          },
        ],
      };
      const url = server.newDatabase();
      const { db } = await openAt(url, tables);
      await db.execute(sql`insert into z_grandparent values ('ada')`);
      await db.execute(sql`insert into m_parent values ('bea', 'ada')`);
      await db.execute(sql`insert into a_child values ('cleo', 'bea', null), ('dora', 'bea', 'cleo')`);
      const copy = await openCopy(url, tables);
      opened.push(copy);
      const { rows } = (await copy.db.execute(sql`select * from a_child order by name`)) as unknown as {
        rows: object[];
      };
      expect(rows).to.deep.equal([
        { name: "cleo", parent: "bea", sibling: null },
        { name: "dora", parent: "bea", sibling: "cleo" },
      ]);
    });

    it("of older tables has their rows in today's, and says what the original lacks", async () => {
      const later = {
        ...NOTES,
        migrations: [
          ...NOTES.migrations,
          { createdAt: 2_000, sql: "ALTER TABLE notes ADD COLUMN by text NOT NULL DEFAULT 'nobody'" },
        ],
      };
      const url = server.newDatabase();
      const { db, migrated } = await openAt(url);
      expect(migrated).to.deep.equal([1_000]);
      await db.insert(notes).values(NOTE);
      for (let count = 0; count < 2; count++) {
        const copy = await openCopy(url, later);
        opened.push(copy);
        expect(copy.migrated).to.deep.equal([2_000]);
        const { rows } = (await copy.db.execute(sql`select said, by from notes`)) as unknown as { rows: object[] };
        expect(rows).to.deep.equal([{ said: "kept", by: "nobody" }]);
      }
      expect((await openAt(url, later)).migrated).to.deep.equal([2_000]);
      const refused = await openCopy(url, NOTES).catch((error: Error) => error);
      expect(refused).to.be.instanceOf(NewerDatabase);
    });

    it("is empty where nobody has been, and makes nothing there", async () => {
      const url = server.newDatabase();
      const copy = await openCopy(url, NOTES);
      opened.push(copy);
      expect(await copy.db.select().from(notes)).to.deep.equal([]);
      expect(
        server.run(
          "SELECT count(*) FROM pg_namespace WHERE nspname = 'notes_of_tests'",
          new URL(url).pathname.slice(1),
        ),
      ).to.equal("0");
    });
  });

  for (const [how, end] of [
    ["killed", () => server.kill()],
    ["stopped", () => server.stop()],
  ] as const) {
    describe(`that is ${how} and started again`, () => {
      it("answers the next query, more often than there are connections", async () => {
        const { db } = await openAt(server.newDatabase());
        for (let round = 0; round < 3; round++) {
          // All connections are there, and idle, when it ends.
          await Promise.all(Array.from({ length: 10 }, () => db.execute(sql`select pg_sleep(0.05)`)));
          await end();
          const work = () => db.transaction((tx) => tx.insert(notes).values({ id: 1n, said: "lost" }));
          const results = await Promise.allSettled(Array.from({ length: 12 }, work));
          expect(results.map(({ status }) => status)).to.not.include("fulfilled");
          await server.start();
          await db.insert(notes).values({ id: 100n + BigInt(round), said: "after" });
        }
        expect(await db.select({ id: notes.id }).from(notes)).to.deep.equal([{ id: 100n }, { id: 101n }, { id: 102n }]);
      });

      it("has all or nothing of what was asked meanwhile", async () => {
        const { db } = await openAt(server.newDatabase());
        let asked = 0;
        const errors: unknown[] = [];
        const write = async () => {
          const id = BigInt(2 * asked++);
          await db
            .transaction(async (tx) => {
              await tx.insert(notes).values({ id, said: "first" });
              await tx.execute(sql`select pg_sleep(0.01)`);
              await tx.insert(notes).values({ id: id + 1n, said: "second" });
            })
            .catch((error) => errors.push(error));
        };
        let ended = false;
        const writers = Array.from({ length: 8 }, async () => {
          while (!ended || errors.length === 0) await write();
        });
        await db.execute(sql`select pg_sleep(0.1)`);
        await end();
        ended = true;
        await Promise.all(writers);
        await server.start();
        const rows = await db.select({ id: notes.id }).from(notes);
        const ids = new Set<bigint>(rows.map(({ id }) => id));
        expect(ids.size).to.be.greaterThan(0);
        expect([...ids].filter((id) => !ids.has(id ^ 1n))).to.deep.equal([]);
        for (const error of errors)
          expect(saidBy(error)).to.match(/terminat|cannot be reached|was lost|ECONNRESET|shut/);
      });
    });
  }
});
