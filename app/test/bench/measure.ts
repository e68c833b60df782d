/** How much is measured, and how inside a page. */
import type { Page } from "playwright-core";

/** How much is measured. */
export interface Sizes {
  /** Of the one long history. */
  settlements: number;
  closes: number;
  /** Subscriptions beside the market's own. */
  members: number;
  /** Settlements of each of them. */
  rounds: number;
}

/** Some four seconds. */
const FRAMES = 240;

/** The page's own objects; this side knows no DOM. */
interface InPage {
  document: {
    body: { textContent: string } | null;
    querySelector(selector: string): { getAttribute(name: string): string | null } | null;
    querySelectorAll(selector: string): Iterable<{ textContent: string; click(): void }>;
  };
  requestAnimationFrame(then: (at: number) => void): void;
}

/** Milliseconds since 1970 at which a text was painted. */
export const shownAt = (page: Page, text: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const { document, requestAnimationFrame } = globalThis as unknown as InPage;
        const look = () => {
          if (document.body?.textContent.includes(wanted)) requestAnimationFrame(() => done(Date.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
    text,
  );

/** The same of fifty rows of a table, which are asked for as soon as there is something to ask. */
export const fiftyRowsAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const { document, requestAnimationFrame } = globalThis as unknown as InPage;
        const look = () => {
          const rows = Number(document.querySelector("table")?.getAttribute("aria-rowcount"));
          const all = [...document.querySelectorAll("button")].find(({ textContent }) =>
            textContent.startsWith("Show all"),
          );
          all?.click();
          // The heading counts as one.
          if (rows > 50) requestAnimationFrame(() => done(Date.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

export interface Scrolling {
  framesPerS: number;
  longestFrameMs: number;
}

/** Scrolls the page's long table from its beginning to its end, a step a frame. */
export const scrolling = (page: Page): Promise<Scrolling> =>
  page.getByRole("group", { name: /to scroll$/ }).evaluate(
    (element, frames) =>
      new Promise<Scrolling>((done) => {
        const box = element as unknown as { scrollTop: number; scrollHeight: number };
        // Asked for once: each time the page would have to be laid out at once.
        const height = box.scrollHeight;
        const { requestAnimationFrame } = globalThis as unknown as InPage;
        const times: number[] = [];
        const next = (at: number) => {
          times.push(at);
          if (times.length <= frames) {
            box.scrollTop = (height * times.length) / frames;
            requestAnimationFrame(next);
            return;
          }
          const gaps = times.slice(1).map((time, index) => time - times[index]!);
          const seconds = (times.at(-1)! - times[0]!) / 1_000;
          done({ framesPerS: Math.round(gaps.length / seconds), longestFrameMs: Math.round(Math.max(...gaps)) });
        };
        requestAnimationFrame(next);
      }),
    FRAMES,
  );

/** The least value that so many percent of them do not exceed. @param values at least one */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}
