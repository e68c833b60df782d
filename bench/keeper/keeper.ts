/** The keeper of a checkout as a process of its own, by its command line. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyFileText } from "@profit-share/sdk";
import { bundle } from "@profit-share/testing/bundle";
import { Running } from "../processes/running";
import { SIGNER } from "./world";

const ROOT = join(__dirname, "../..");

/** A keeper that can be started. */
export interface Bundle {
  file: string;
  /** Node's, as the systemd unit sets them: without a limit V8 keeps far more than is in use. */
  nodeOptions: readonly string[];
}

export const bundleKeeper = (checkout: string): Bundle => ({
  file: bundle(checkout, "keeper/src/main.ts"),
  nodeOptions: nodeOptionsIn(join(checkout, "keeper/ops/profit-share-keeper.service")),
});

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
  private readonly running: Running;

  constructor({ file, nodeOptions, config, profile = null }: KeeperOptions) {
    mkdirSync(join(this.folder, "keys"));
    writeFileSync(join(this.folder, "keys/signer.json"), keyFileText(SIGNER), { mode: 0o600 });
    const values = { signer: "keys/signer.json", logLevel: "info", ...config };
    writeFileSync(join(this.folder, "keeper.json"), JSON.stringify(values));
    const args = [...nodeOptions, file, "--config", join(this.folder, "keeper.json")];
    this.running = new Running({ args, profile, log: join(this.folder, "keeper.log") });
  }

  /** Seconds of the processor that it has used. @throws Error if it has ended */
  cpuSeconds(): number {
    return this.running.cpuSeconds();
  }

  /** Megabytes of memory that it holds. @throws Error if it has ended */
  rssMb(): number {
    return this.running.rssMb();
  }

  /** At once, or with what it has in hand finished: a profile is written then. */
  async stop({ finish = this.running.profiled } = {}): Promise<void> {
    await this.running.end(finish ? "SIGTERM" : "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
