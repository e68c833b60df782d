/** The nodes that the suite asks the same questions: localnet, and Surfpool where its binary exists. */
import { type RunningSurfpool, startSurfpool } from "@profit-share/testing/surfpool";
import { lookBeside } from "../../../fixtures/beside";
import { startLocalnet } from "../../src";

const surfpool = lookBeside("Surfpool", "bin/surfnet", "tests asked localnet only");

export type RunningNode = RunningSurfpool;

export interface Node {
  name: "localnet" | "Surfpool";
  start(): Promise<RunningNode>;
  /** Called in the `describe` whose tests ask it. */
  count(): void;
}

const LOCALNET: Node = { name: "localnet", start: () => startLocalnet({ port: 0, slotMs: 100 }), count: () => {} };

const SURFPOOL: Node = { name: "Surfpool", start: () => startSurfpool(surfpool.path!), count: surfpool.count };

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
