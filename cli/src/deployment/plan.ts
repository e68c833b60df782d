/** What to deploy, from a JSON file: amounts in dollars, keys as addresses. */
import { type FeeBasis, InvalidInput, MAX_PROFIT_SHARE_BPS, type Source, toBaseUnits } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import type { BotPlan, Creator, KeeperPlan } from "./deploy";

const ID_LENGTH = 16;
export const SOURCES: readonly Source[] = ["drift", "velocity", "attested"];
export const FEE_BASES: readonly FeeBasis[] = ["high_water_mark", "each_close"];

/**
 * @param text of the file
 * @param creator becomes the keeper's admin and the bots' owner
 * @throws InvalidInput naming the key that is wrong
 */
export function readPlan<Key extends Creator>(
  text: string,
  creator: Key,
): { keeper: KeeperPlan<Key>; bots: BotPlan<Key>[] } {
  const plan = new Values("", parse(text));
  const mint = plan.address("mint");
  const keeper = plan.values("keeper");
  return {
    keeper: { creator, id: keeper.id(), signer: keeper.address("signer") },
    bots: plan.list("bots").map((bot) => botPlan(bot, mint, creator)),
  };
}

function botPlan<Key extends Creator>(bot: Values, mint: PublicKey, creator: Key): BotPlan<Key> {
  return {
    creator,
    id: bot.id(),
    terms: {
      source: bot.oneOf("source", SOURCES),
      feeBasis: bot.oneOf("feeBasis", FEE_BASES),
      profitShareBps: bot.basisPoints("profitSharePercent"),
      minBalance: bot.dollars("minBalance"),
      minDailyCap: bot.dollars("minDailyCap"),
      mint,
      hash: bot.sha256("termsSha256"),
    },
    minPayout: bot.dollars("minPayout"),
    payoutWallet: bot.address("payoutWallet"),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InvalidInput(`The plan is no JSON: ${(error as Error).message}`);
  }
}

/** An object of the file, and where it stands. */
class Values {
  private readonly object: Record<string, unknown>;

  constructor(
    private readonly place: string,
    value: unknown,
  ) {
    if (typeof value !== "object" || value === null)
      throw new InvalidInput(`${place || "The plan"} has to be an object`);
    this.object = value as Record<string, unknown>;
  }

  values(key: string): Values {
    return new Values(this.name(key), this.object[key]);
  }

  list(key: string): Values[] {
    const found = this.object[key];
    if (!Array.isArray(found)) throw this.wrong(key, "a list");
    return found.map((value, index) => new Values(`${this.name(key)}[${index}]`, value));
  }

  /** A short text as the 16 bytes that identify a keeper or bot. */
  id(): Uint8Array {
    const bytes = Buffer.from(this.text("id"));
    if (bytes.length === 0 || bytes.length > ID_LENGTH) throw this.wrong("id", `a text of 1 to ${ID_LENGTH} bytes`);
    return Buffer.concat([bytes, Buffer.alloc(ID_LENGTH - bytes.length)]);
  }

  address(key: string): PublicKey {
    try {
      return new PublicKey(this.text(key));
    } catch {
      throw this.wrong(key, "an address");
    }
  }

  /** Base units. */
  dollars(key: string): bigint {
    const text = this.text(key);
    if (!/^\d+(\.\d{1,6})?$/.test(text)) throw this.wrong(key, 'an amount in dollars, as a text such as "0.01"');
    return toBaseUnits(text);
  }

  basisPoints(key: string): number {
    const percent = this.object[key];
    // 1.1 · 100 is 110.00000000000001.
    const points = Math.round(Number(percent) * 100);
    if (points / 100 !== percent || points < 0 || points > MAX_PROFIT_SHARE_BPS) {
      const most = MAX_PROFIT_SHARE_BPS / 100;
      throw this.wrong(key, `a percentage from 0 to ${most} with at most two decimals, as a number`);
    }
    return points;
  }

  sha256(key: string): Uint8Array {
    const text = this.text(key);
    if (!/^[0-9a-f]{64}$/.test(text)) throw this.wrong(key, "64 hexadecimal digits, as `sha256sum` prints them");
    return Buffer.from(text, "hex");
  }

  oneOf<Name extends string>(key: string, names: readonly Name[]): Name {
    const found = names.find((name) => name === this.object[key]);
    if (found === undefined) throw this.wrong(key, names.map((name) => `"${name}"`).join(" or "));
    return found;
  }

  private text(key: string): string {
    const found = this.object[key];
    if (typeof found !== "string") throw this.wrong(key, "a text");
    return found;
  }

  private wrong(key: string, expected: string): InvalidInput {
    return new InvalidInput(`${this.name(key)} has to be ${expected}, not ${JSON.stringify(this.object[key])}`);
  }

  private name(key: string): string {
    return this.place === "" ? key : `${this.place}.${key}`;
  }
}
