/** The terms of a bot, from what was typed. */
import { createHash } from "node:crypto";
import { type FeeBasis, InvalidInput, MAX_PROFIT_SHARE_BPS, type Terms } from "@profit-share/sdk";
import {
  parseAddress,
  parseDollarsOf,
  parseDollarsOrZero,
  parseHash,
  parsePercent,
  readFile,
} from "../../input/arguments";
import type { TermsInput } from "../../typing/inputs";

/** What can change. */
export type Offered = Omit<Terms, "version" | "source" | "mint">;

/** Only what was typed. @throws InvalidInput */
export function offeredIn({ share, basis, keeper, minBalance, minCap, text, hash }: TermsInput): Partial<Offered> {
  if (text !== undefined && hash !== undefined) {
    throw new InvalidInput("--text and --hash both say what the legal text is: pass one of them");
  }
  return {
    ...(share === undefined ? {} : { profitShareBps: shareIn(share) }),
    ...(basis === undefined ? {} : { feeBasis: basis as FeeBasis }),
    ...(keeper === undefined ? {} : { keeper: parseAddress("--keeper address", keeper) }),
    ...(minBalance === undefined ? {} : { minBalance: parseDollarsOrZero("--min-balance", minBalance) }),
    ...(minCap === undefined ? {} : { minDailyCap: parseDollarsOf("--min-cap", minCap) }),
    ...(hash === undefined ? {} : { hash: parseHash("--hash", hash) }),
    ...(text === undefined ? {} : { hash: createHash("sha256").update(readFile("legal text", text)).digest() }),
  };
}

function shareIn(text: string): number {
  const bps = parsePercent("--share", text);
  if (bps <= MAX_PROFIT_SHARE_BPS) return bps;
  throw new InvalidInput(`--share ${text} is more than a bot can take: pass at most ${MAX_PROFIT_SHARE_BPS / 100}`);
}

/** All of them. @throws InvalidInput naming what is missing */
export function completeTerms(typed: Partial<Offered>, source: Terms["source"]): Offered {
  const { profitShareBps, minDailyCap, hash, keeper = null, minBalance = 0n } = typed;
  const { feeBasis = "high_water_mark" } = typed;
  if (profitShareBps === undefined) throw new InvalidInput("What is the creator's share? Pass --share, like 7.5");
  if (minDailyCap === undefined) {
    throw new InvalidInput("What is the lowest daily cap that a subscriber may choose? Pass --min-cap, like 1");
  }
  if (hash === undefined)
    throw new InvalidInput("What do subscribers agree to? Pass --text <file>, or --hash with its sha256");
  if ((source === "attested") !== (keeper !== null)) {
    throw new InvalidInput(
      source === "attested"
        ? "Who attests the closes? Pass --keeper with the address of a keeper's account"
        : `--keeper is for attested bots, the source is ${source}: leave it out`,
    );
  }
  if (source !== "attested" && feeBasis === "each_close") {
    throw new InvalidInput(`--basis each_close is for attested bots, the source is ${source}: pass high_water_mark`);
  }
  return { profitShareBps, minDailyCap, hash, keeper, minBalance, feeBasis };
}
