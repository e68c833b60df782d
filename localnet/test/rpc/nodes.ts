/** The nodes that the suite asks the same questions: localnet, and Surfpool where its binary exists. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { lookBeside } from "../../../fixtures/beside";
import { startLocalnet } from "../../src";

const surfpool = lookBeside("Surfpool", "bin/surfnet", "tests asked localnet only");

export interface RunningNode {
  rpcUrl: string;
  wsUrl: string;
  close(): Promise<void>;
}

export interface Node {
  name: "localnet" | "Surfpool";
  start(): Promise<RunningNode>;
  /** Called in the `describe` whose tests ask it. */
  count(): void;
}

const LOCALNET: Node = { name: "localnet", start: () => startLocalnet({ port: 0, slotMs: 100 }), count: () => {} };

const SURFPOOL: Node = {
  name: "Surfpool",
  count: surfpool.count,
  async start() {
    const child = spawn(surfpool.path!, [], {
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

const NODES: readonly Node[] = surfpool.path === null ? [LOCALNET] : [LOCALNET, SURFPOOL];

/** Runs the suite against every node. `value` picks what a node answers where Surfpool is not what a cluster is. */
export function onEveryNode(
  suite: (node: () => RunningNode, value: <T>(cluster: T, surfpool: T) => T) => void,
  nodes: readonly Node[] = NODES,
): void {
  for (const { name, start, count } of nodes) {
    describe(`on ${name}`, () => {
      count();
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
