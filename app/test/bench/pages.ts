/** Every page at two widths in two themes, looked at by axe. */
import { faultsOf, furnishPages, PLACES, PLACES_BESIDE_KEEPER, type Place } from "../support/places";
import { withPages } from "../support/suite";
import type { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";

export interface PageFigures {
  axeViolations: number;
  pagesChecked: number;
}

export async function lookAtPages(visitor: Visitor): Promise<PageFigures> {
  const faults = [
    ...(await looked(visitor, PLACES, false)),
    // With a keeper nothing stays as it is furnished, and only what is the keeper's is looked at.
    ...(await looked(visitor, PLACES_BESIDE_KEEPER, true)),
  ];
  for (const fault of faults) console.error(`bench: ${fault}`);
  const pages = Object.keys(PLACES).length + Object.keys(PLACES_BESIDE_KEEPER).length;
  return { axeViolations: faults.length, pagesChecked: pages };
}

async function looked(visitor: Visitor, places: Record<string, Place>, keeper: boolean): Promise<string[]> {
  const world = await AppWorld.start({}, { keeper });
  try {
    const receipt = keeper ? "" : await furnishPages(world);
    const suite = withPages({ world, visitor });
    const faults: string[] = [];
    for (const place of Object.values(places)) {
      faults.push(...(await faultsOf(suite, receipt, place)));
      await visitor.leave();
    }
    return faults;
  } finally {
    await world.close();
  }
}
