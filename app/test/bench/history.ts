/** A history of many settlements: when its newest rows are there, when all of it is proven, and how it scrolls. */
import { DOLLAR } from "@profit-share/testing/chain/market";
import type { BrowserContext, Page } from "playwright-core";
import type { Visitor } from "../support/visit";
import { AppWorld } from "../support/world";
import { fiftyRowsAt, type Sizes, scrolling, shownAt } from "./measure";

export interface HistoryFigures {
  rows1000Ms: number;
  provenMs: number;
  secondVisitMs: number;
  secondProvenMs: number;
  historyFps: number;
}

/** Settlements while nobody looks. */
const SINCE = 3;

export async function measureHistory(visitor: Visitor, { settlements }: Sizes): Promise<HistoryFigures> {
  const world = await AppWorld.start();
  try {
    const { verified } = await world.join(150n * DOLLAR);
    const settle = (count: number) => world.settleAt(BigInt(count) * DOLLAR);
    for (let count = 1; count <= settlements; count++) await settle(count);
    const context = await visitor.context();
    const address = `${world.url}/s/${verified}`;
    const first = await visit(visitor, context, address, settlements);
    const { framesPerS } = await scrolling(first.page);
    await first.page.close();
    for (let count = settlements + 1; count <= settlements + SINCE; count++) await settle(count);
    const second = await visit(visitor, context, address, settlements + SINCE);
    return {
      rows1000Ms: first.rowsMs,
      provenMs: first.provenMs,
      secondVisitMs: second.rowsMs,
      secondProvenMs: second.provenMs,
      historyFps: framesPerS,
    };
  } finally {
    await visitor.leave();
    await world.close();
  }
}

interface Visit {
  page: Page;
  /** Until fifty rows were there. */
  rowsMs: number;
  provenMs: number;
}

async function visit(visitor: Visitor, context: BrowserContext, address: string, settlements: number): Promise<Visit> {
  const page = await visitor.page(context);
  const start = Date.now();
  await page.goto(address, { waitUntil: "commit" });
  const rowsMs = (await fiftyRowsAt(page)) - start;
  const all = settlements.toLocaleString("en-US");
  const proven = await shownAt(page, `at ${all} of ${all} settlements.`);
  return { page, rowsMs, provenMs: proven - start };
}
