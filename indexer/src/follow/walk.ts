/**
 * Lists what is new, from the newest back to what is final and listed. A short page is no end. What could still be taken back is
 * listed each time anew: what is not there any more, a fork took away.
 */
import { HistoryUnavailable } from "@profit-share/sdk";
import type { Db } from "@profit-share/storage";
import type { Node } from "../chain/node";
import { finalAmong, forget, keepListed, unlisted } from "../store/listed";
import type { Progress } from "../store/schema";
import type { Steps } from "../store/steps";

export interface Walker {
  node: Node;
  db: Db;
  steps: Steps;
}

/** Goes on with the walk that is open, or begins one. @throws NodeFailure, HistoryUnavailable; the next call goes on from there */
export async function walk({ node, db, steps }: Walker, from: Progress): Promise<Progress> {
  let now = from.walkOpen ? from : { ...from, ...(await begun(node, from)) };
  for (;;) {
    const { floor, walkBefore, walk: number, walkListed } = now;
    const page = await node.page(walkBefore);
    const last = page.at(-1);
    if (last === undefined) {
      const why = await whyNoEnd({ node, db }, now);
      if (why !== null) return leave(steps, now, why);
      break;
    }
    const listed = page.flatMap(({ signature, slot, blockTime, err }, at) =>
      err === null && slot >= floor ? [{ signature, slot, time: blockTime ?? null, place: -(walkListed + at) }] : [],
    );
    now = await steps.store("list_page", now, async (tx) => {
      await keepListed(tx, listed, number, floor);
      return { ...walkOf(now), walkBefore: last.signature, walkListed: walkListed + page.length };
    });
    if (last.slot < floor) break;
  }
  return end({ node, db, steps }, now);
}

const begun = async (node: Node, { walk: number }: Progress) => ({
  ...{ walk: number + 1, walkOpen: true, walkBefore: null, walkListed: 0 },
  walkFinalSlot: await node.finalSlot(),
  chainTime: await node.time(),
});

const OVER = { walkOpen: false, walkBefore: null, walkListed: 0 };

const walkOf = ({ walk: number, walkOpen, walkFinalSlot, chainTime }: Progress) => ({
  ...{ walk: number, walkOpen, walkFinalSlot, chainTime },
});

/** Why an empty page is not the end of all; null if it is. */
async function whyNoEnd({ node, db }: Pick<Walker, "node" | "db">, now: Progress): Promise<string | null> {
  const { floor, walkBefore } = now;
  if (floor > 0) {
    const reached = await finalAmong(db, now, floor);
    return reached === floor ? null : `The node lists no transaction of the program at slot ${floor}, which has some`;
  }
  if (walkBefore === null) return null;
  // A node lists nothing behind a transaction that it does not know, because a fork took it away for example.
  const [standing] = await node.standings([walkBefore]);
  return standing!.found === null ? `The node does not know transaction ${walkBefore}, which was listed` : null;
}

/** The next walk begins anew. */
async function leave(steps: Steps, now: Progress, why: string): Promise<never> {
  await steps.store("leave_walk", now, async () => ({ ...walkOf(now), ...OVER }));
  throw new HistoryUnavailable(
    `${why}: the listing begins anew. If this comes again, ask another node, one that keeps everything`,
  );
}

async function end({ node, db, steps }: Walker, now: Progress): Promise<Progress> {
  const gone = await goneAmong(node, await unlisted(db, now.floor, now.walk));
  return steps.store("end_walk", now, async (tx) => {
    await forget(tx, gone);
    const final = await finalAmong(tx, now, now.walkFinalSlot);
    return { ...walkOf(now), ...OVER, floor: Math.max(now.floor, final ?? 0) };
  });
}

/** A list can be an old one: only what the node does not know though it is that far, or knows otherwise, is gone. */
async function goneAmong(node: Node, missing: readonly { signature: string; slot: number }[]) {
  const standings = await node.standings(missing.map(({ signature }) => signature));
  return missing.filter(({ slot }, at) => {
    const { found, asOf } = standings[at]!;
    return found === null ? asOf >= slot : found.slot !== slot || !found.succeeded;
  });
}
