/** Other processes that open a database. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const TSX = require.resolve("tsx/cjs");
const CHILD = [process.execPath, "--require", TSX, join(__dirname, "child.ts")];

export class Opener {
  private readonly child: ChildProcess;

  /** @param within a command that runs what follows it; or a shell's text, in which `$@` does */
  constructor(folder: string, within: readonly string[] = []) {
    const [command, ...args] = [...within, ...CHILD, folder];
    // A group of its own: what is killed is killed with everything that it started.
    this.child = spawn(command!, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  }

  /** Its first line. */
  async says(): Promise<string> {
    const [chunk] = await once(this.child.stdout!, "data");
    return String(chunk).trim();
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(-this.child.pid!, signal);
  }

  /** @returns when it is gone */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    try {
      this.signal("SIGKILL");
    } catch (error) {
      // It has ended by itself, and the news of it is on its way.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    await ended;
  }
}

/** Runs what follows it with process numbers of its own, as a container does; its first process ends with it. */
export const OWN_PIDS = ["unshare", "--pid", "--fork", "--kill-child"];

/** Runs what follows it with mounts of its own, made by the shell's text before it. */
export const ownMounts = (mount: string): string[] => ["unshare", "--mount", "sh", "-ec", `${mount}; exec "$@"`, "sh"];

/** Whether this machine lets this user have namespaces; said once if not. */
export const NAMESPACES = spawnSync("unshare", ["--pid", "--mount", "--fork", "true"]).status === 0;
if (!NAMESPACES) console.log("storage: tests with namespaces are left out: unshare is not there, or needs root");
