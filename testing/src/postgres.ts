/** A PostgreSQL server of a test's own, where the machine has the programs for one. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";
import { Program } from "./program";

/** Where Debian has them, which puts no version on the path. */
const DEBIAN = "/usr/lib/postgresql";
const READY = "database system is ready to accept connections";
/** After a kill the server's processes take a moment to let go of its memory. */
const START_ATTEMPTS = 40;

const programs = find();
export const postgres = new Program({
  name: "postgres",
  place: programs,
  sought: `initdb, postgres and psql on the path or in ${DEBIAN}`,
  debian: "postgresql",
});

/** Like `describe`, for tests that need a server: each gets one of its own, or is left out. */
export function describeWithPostgres(title: string, tests: (server: PostgresServer) => void): void {
  postgres.describe(title, (bin) => {
    const server = new PostgresServer(bin);
    before(() => server.create());
    after(() => server.remove());
    tests(server);
  });
}

/** For what is no test. Call `create` before its first use, and `remove`. null where the machine has no programs for one. */
export const postgresIfAny = (): PostgresServer | null => (programs === null ? null : new PostgresServer(programs));

/** The folder of the newest programs; null if there are none. */
function find(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? "").split(":"), ...debian.map((version) => join(DEBIAN, version, "bin"))];
  return (
    folders.find((folder) => ["initdb", "postgres", "psql"].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (userInfo().uid !== 0) return {};
  const number = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}

export class PostgresServer {
  private readonly folder = mkdtempSync(join(tmpdir(), "profit-share-postgres-"));
  private readonly user = unprivileged();
  private child: ChildProcess | null = null;
  private port = 0;
  private databases = 0;

  /** Use `describeWithPostgres` or `postgresIfAny`. */
  constructor(private readonly bin: string) {}

  async create(): Promise<void> {
    const { uid, gid } = this.user;
    if (uid !== undefined && gid !== undefined) chownSync(this.folder, uid, gid);
    const args = ["-D", this.data, "-U", "keeper", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"];
    execFileSync(join(this.bin, "initdb"), args, { ...this.user, cwd: this.folder });
    this.port = await freePort();
    await this.start();
  }

  /** @throws Error with what it said if it does not start */
  async start(): Promise<void> {
    let said = "";
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      // What a killed machine would lose is on disk all the same where only processes are killed.
      const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="];
      const args = ["-D", this.data, "-p", String(this.port), ...settings.flatMap((setting) => ["-c", setting])];
      const child = spawn(join(this.bin, "postgres"), args, {
        ...this.user,
        cwd: this.folder,
        stdio: ["ignore", "ignore", "pipe"],
      });
      said = "";
      const ready = new Promise<boolean>((resolve) => {
        child.stderr.on("data", (chunk) => {
          said += chunk;
          if (said.includes(READY)) resolve(true);
        });
        child.once("exit", () => resolve(false));
      });
      if (await ready) {
        this.child = child;
        return;
      }
      await sleep(100);
    }
    throw new Error(`PostgreSQL does not start: ${said}`);
  }

  /** An empty database. */
  newDatabase(): string {
    const name = `database_${++this.databases}`;
    this.run(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /**
   * Takes all rows of the keeper's tables but those that a migration puts there, and leaves the tables: making them anew takes
   * longer. @param url as `newDatabase` returns it
   */
  empty(url: string): void {
    const tables =
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'profit_share' AND tablename !~ 'migrations|leases'";
    const truncate = "EXECUTE 'TRUNCATE profit_share.' || name || ' CASCADE'";
    const sql = `SET client_min_messages TO warning; DO $$ DECLARE name text; BEGIN FOR name IN ${tables} LOOP ${truncate}; END LOOP; END $$`;
    this.rows(sql, url);
  }

  url(database = "postgres"): string {
    return `postgres://keeper:secret@127.0.0.1:${this.port}/${database}`;
  }

  /** Kills the server's first process, as `kill -9` does; the others end with it. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends all connections and stops. */
  async stop(): Promise<void> {
    await this.end("SIGINT");
  }

  async remove(): Promise<void> {
    await this.stop();
    // The last of its processes can still write while the first is gone.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** @throws Error what psql says */
  run(sql: string, database = "postgres"): string {
    const args = ["--no-psqlrc", "-At", "-v", "ON_ERROR_STOP=1", "-d", this.url(database), "-c", sql];
    return execFileSync(join(this.bin, "psql"), args, { encoding: "utf8" }).trim();
  }

  /** The lines that SQL returns, without empty ones. @param url as `newDatabase` returns it @throws Error what psql says */
  rows(sql: string, url: string): string[] {
    return this.run(sql, new URL(url).pathname.slice(1))
      .split("\n")
      .filter((line) => line !== "");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === null) return;
    this.child = null;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  private get data(): string {
    return join(this.folder, "data");
  }
}
