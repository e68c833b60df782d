/** The keeper of a checkout as a process of its own, by its command line. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { residentMb } from "@profit-share/testing/memory";
import { SIGNER } from "./world";

const ROOT = join(__dirname, "../..");
/** Of `/proc/PID/stat`. */
const TICKS_PER_SECOND = 100;

/** A keeper that can be started. */
export interface Bundle {
  file: string;
  /** Node's, as the systemd unit sets them: without a limit V8 keeps far more than is in use. */
  nodeOptions: readonly string[];
}

/** Bundled from its sources, so that a checkout needs no build and no compiler runs beside the keeper. */
export function bundleKeeper(checkout: string): Bundle {
  const file = join(checkout, ".build/bench/keeper.cjs");
  execFileSync(join(ROOT, "node_modules/.bin/esbuild"), [
    join(checkout, "keeper/src/main.ts"),
    ...["--bundle", "--platform=node", "--format=cjs", "--log-level=error", `--outfile=${file}`],
    `--tsconfig=${join(checkout, "tsconfig.json")}`,
    ...["@electric-sql/pglite", "@drift-labs/sdk", "pg-native", "fs-native-extensions"].map(
      (name) => `--external:${name}`,
    ),
  ]);
  return { file, nodeOptions: nodeOptionsIn(join(checkout, "keeper/ops/profit-share-keeper.service")) };
}

/** None where a commit has no such unit, or one that sets none. */
function nodeOptionsIn(unit: string): string[] {
  const text = existsSync(unit) ? readFileSync(unit, "utf8") : "";
  const [, options] = /^Environment="NODE_OPTIONS=(.*)"$/m.exec(text) ?? [];
  return options?.split(" ") ?? [];
}

/** Another commit in a folder of its own, with this one's packages. */
export function checkout(commit: string): { folder: string; remove: () => void } {
  const folder = join(mkdtempSync(join(tmpdir(), "profit-share-bench-")), "checkout");
  execFileSync("git", ["worktree", "add", "--detach", "--force", folder, commit], { cwd: ROOT, stdio: "ignore" });
  for (const place of ["", "keeper"]) {
    const packages = join(ROOT, place, "node_modules");
    if (existsSync(packages)) symlinkSync(packages, join(folder, place, "node_modules"));
  }
  const remove = () => void execFileSync("git", ["worktree", "remove", "--force", folder], { cwd: ROOT });
  return { folder, remove };
}

export interface KeeperOptions extends Bundle {
  /** Keys of its configuration. */
  config: Record<string, unknown>;
  /** Where its profile goes when it stops; null: nowhere. */
  profile?: string | null;
}

export class KeeperProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), "profit-share-bench-"));
  private readonly child: ChildProcess;
  private readonly profiled: boolean;
  private log = "";

  constructor({ file, nodeOptions, config, profile = null }: KeeperOptions) {
    mkdirSync(join(this.folder, "keys"));
    writeFileSync(join(this.folder, "keys/signer.json"), keyFileText(SIGNER), { mode: 0o600 });
    const values = { signer: "keys/signer.json", logLevel: "info", ...config };
    writeFileSync(join(this.folder, "keeper.json"), JSON.stringify(values));
    // What names a database there would count more than the file.
    const { DATABASE_URL, ...env } = process.env;
    const profiled = profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    this.profiled = profile !== null;
    const command = [...nodeOptions, ...profiled, file, "--config", join(this.folder, "keeper.json")];
    this.child = spawn(process.execPath, command, { env });
    const kept = createWriteStream(join(this.folder, "keeper.log"));
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.pipe(kept, { end: false });
      stream.on("data", (chunk) => {
        this.log = (this.log + chunk).slice(-4_000);
      });
    }
  }

  /** Seconds of the processor that it has used. @throws Error if it has ended */
  cpuSeconds(): number {
    this.expectAlive();
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Megabytes of memory that it holds. @throws Error if it has ended */
  rssMb(): number {
    this.expectAlive();
    return residentMb(this.child.pid!);
  }

  /** At once, or with what it has in hand finished: a profile is written then. */
  async stop({ finish = this.profiled } = {}): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.child.kill(finish ? "SIGTERM" : "SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private expectAlive(): void {
    if (this.child.exitCode !== null) throw new Error(`The keeper ended with ${this.child.exitCode}:\n${this.log}`);
  }
}
