/** What an index answers over HTTP. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Stated } from "@profit-share/statements";
import type { ChainSide } from "./chain-side";
import { SourceFailure } from "./failure";

/** Of an answer, what is read here. Amounts are texts. */
interface AnsweredAgreement {
  bot: string;
  instance: string;
  sums: Record<"accrued" | "credited" | "waived", string>;
}
type AnsweredRecord = Record<"sequence" | "closePnl" | "profit" | "dropped" | "accrued" | "credited", string>;
interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** Asked too often: it says for how long to wait. */
const BUSY = 429;
/** Records in one answer: the most that an index gives. */
const LIMIT = 1_000;

/** @param url of the index @throws SourceFailure */
export async function readIndex(
  url: string,
  { agreements, botsAt }: Pick<ChainSide, "agreements" | "botsAt">,
  timeoutMs: number,
): Promise<{ settlements: Stated[]; ledgers: Stated[] }> {
  const index = new Index(url, timeoutMs);
  const bots = new Set(agreements.map(({ bot }) => bot));
  const settlements: Stated[] = [];
  const ledgers: Stated[] = [];
  for (const subscription of botsAt.keys()) {
    for (const { bot, instance, sums } of await index.agreementsAt(subscription)) {
      if (!bots.has(bot)) continue;
      const which = { bot, instance: numberIn("instance", instance) };
      const { accrued, credited, waived } = sums;
      ledgers.push({ ...which, sequence: null, amounts: bigints({ accrued, credited, waived }) });
      for await (const { sequence, ...record } of index.recordsOf(subscription, { bot, instance })) {
        const { closePnl, profit, dropped, accrued, credited } = record;
        const amounts = bigints({ closePnl, profit, dropped, accrued, credited });
        settlements.push({ ...which, sequence: numberIn("sequence", sequence), amounts });
      }
    }
  }
  return { settlements, ledgers };
}

const bigints = (texts: Readonly<Record<string, string>>): Stated["amounts"] =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, numberIn(name, text)]));

function numberIn(name: string, text: unknown): bigint {
  if (typeof text === "string" && /^-?\d{1,20}$/.test(text)) return BigInt(text);
  throw new SourceFailure(`The index answers ${JSON.stringify(text)} as ${name}, which is no number: is it an index?`);
}

class Index {
  constructor(
    private readonly url: string,
    private readonly timeoutMs: number,
  ) {}

  async agreementsAt(subscription: string): Promise<AnsweredAgreement[]> {
    const { agreements } = await this.ask<{ agreements: AnsweredAgreement[] }>(`subscriptions/${subscription}`);
    return agreements;
  }

  async *recordsOf(
    subscription: string,
    { bot, instance }: Pick<AnsweredAgreement, "bot" | "instance">,
  ): AsyncGenerator<AnsweredRecord> {
    for (let after: string | null = "0"; after !== null; ) {
      const query = new URLSearchParams({ bot, instance, after, limit: String(LIMIT) });
      const page: Page<AnsweredRecord> = await this.ask(`subscriptions/${subscription}/records?${query}`);
      yield* page.items;
      after = page.next;
    }
  }

  private async ask<T>(path: string): Promise<T> {
    const place = `The index ${new URL(this.url).origin}`;
    try {
      for (;;) {
        const response = await fetch(`${this.url}/v1/${path}`, { signal: AbortSignal.timeout(this.timeoutMs) });
        if (response.ok) return (await response.json()) as T;
        const later = response.status === BUSY ? response.headers.get("retry-after") : null;
        if (later !== null && /^\d{1,3}$/.test(later)) {
          await sleep(Number(later) * 1_000);
          continue;
        }
        throw new SourceFailure(`${place} answers ${response.status} to /v1/${path}`);
      }
    } catch (error) {
      if (error instanceof SourceFailure) throw error;
      const { cause, message } = error as Error;
      throw new SourceFailure(`${place} gives no answer: ${cause instanceof Error ? cause.message : message}`);
    }
  }
}
