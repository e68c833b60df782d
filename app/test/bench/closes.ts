/** From a close on the venue to the deduction on the page. */
import { DOLLAR } from "@profit-share/testing/chain/market";
import type { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";
import { percentile, type Sizes, shownAt } from "./measure";

export interface CloseFigures {
  closeToPageP50Ms: number;
  closeToPageP95Ms: number;
}

/** As on mainnet now. */
const SLOT_MS = 200;

export async function measureCloses(visitor: Visitor, { closes }: Sizes): Promise<CloseFigures> {
  const world = await AppWorld.start({}, { keeper: true, slotMs: SLOT_MS });
  try {
    const { verified } = await world.join();
    const page = await visitor.page(await visitor.context());
    await page.goto(`${world.url}/s/${verified}`);
    await page.getByText("Nothing was settled yet").waitFor();
    const took: number[] = [];
    for (let close = 1; close <= closes; close++) {
      const start = Date.now();
      await world.realize(BigInt(close) * DOLLAR);
      took.push((await shownAt(page, `at ${close} of ${close} settlements.`)) - start);
    }
    return { closeToPageP50Ms: percentile(took, 50), closeToPageP95Ms: percentile(took, 95) };
  } finally {
    await visitor.leave();
    await world.close();
  }
}
