/** Figures of all bots, computed once for all who ask at the same moment. */
import type { Db } from "@profit-share/storage";
import { progress } from "../store/schema";
import { type BotFigures, figuresOf, now } from "./bots";

/** While the index moves all the time, the figures of a moment serve for so long. */
const LEAST_MS = 1_000;

export class Summaries {
  private known: { steps: number; at: number; figures: Promise<BotFigures[]> } | null = null;

  constructor(private readonly db: Db) {}

  /** In the order of their addresses. */
  async all(): Promise<BotFigures[]> {
    const [row] = await this.db.select({ steps: progress.steps }).from(progress);
    const steps = row?.steps ?? 0;
    const { known } = this;
    if (known !== null && (known.steps === steps || Date.now() - known.at < LEAST_MS)) return known.figures;
    const figures = now(this.db).then((time) => figuresOf(this.db, time, null));
    this.known = { steps, at: Date.now(), figures };
    // What failed is asked anew.
    figures.catch(() => {
      if (this.known?.figures === figures) this.known = null;
    });
    return figures;
  }
}
