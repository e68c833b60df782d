import { builtFiles, fetchedAtFirst, PICTURES, sizeOf } from "../support/sizes";
import type { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";

/** Bytes, gzipped. */
export interface SizeFigures {
  firstLoadGzip: number;
  picturesGzip: number;
}

export async function measureSizes(visitor: Visitor): Promise<SizeFigures> {
  const world = await AppWorld.start();
  try {
    const sizes = await fetchedAtFirst(await visitor.page(await visitor.context()), world.url);
    return {
      firstLoadGzip: sizes.reduce((sum, size) => sum + size, 0),
      picturesGzip: sizeOf(await builtFiles(), PICTURES),
    };
  } finally {
    await visitor.leave();
    await world.close();
  }
}
