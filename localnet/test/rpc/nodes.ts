/** The nodes that the suite asks the same questions: localnet, and Surfpool where its binary exists. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { startLocalnet } from "../../src";

const SURFNET = resolve(__dirname, "../../../../shared/bin/surfnet");

export interface RunningNode {
  rpcUrl: string;
  wsUrl: string;
  close(): Promise<void>;
}

export interface Node {
  name: "localnet" | "Surfpool";
  start(): Promise<RunningNode>;
}

const LOCALNET: Node = { name: "localnet", start: () => startLocalnet({ port: 0, slotMs: 100 }) };

const SURFPOOL: Node = {
  name: "Surfpool",
  async start() {
    const child = spawn(SURFNET, [], {
      env: { ...process.env, SLOT_MS: "100" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const [rpcUrl, wsUrl] = line.split(" ") as [string, string];
    return {
      rpcUrl,
      wsUrl,
      async close() {
        const exited = once(child, "exit");
        child.kill();
        await exited;
      },
    };
  },
};

const NODES: readonly Node[] = existsSync(SURFNET) ? [LOCALNET, SURFPOOL] : [LOCALNET];

/** Runs the suite against every node. `value` picks what a node answers where Surfpool is not what a cluster is. */
export function onEveryNode(
  suite: (node: () => RunningNode, value: <T>(cluster: T, surfpool: T) => T) => void,
  nodes: readonly Node[] = NODES,
): void {
  for (const { name, start } of nodes) {
    describe(`on ${name}`, () => {
      let running: RunningNode;
      before(async function () {
        this.timeout(30_000);
        running = await start();
      });
      suite(
        () => running,
        (cluster, surfpool) => (name === "Surfpool" ? surfpool : cluster),
      );
      // After the suite's own hooks, which may still need the node.
      after(() => running?.close());
    });
  }
}

/** Only localnet, for what Surfpool cannot show. */
export const ONLY_LOCALNET: readonly Node[] = [LOCALNET];
