/** Errors planted in the model's text: small ones, as somebody who changes the rule could make them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import * as numbers from "../model/numbers";
import type { Model } from "../question";
import type { Theorem } from "../statements/statement";

export interface Planted {
  /** The theorem that no longer holds. */
  breaks: Theorem;
  /** In which function, or in which kind of settlement. */
  about: string;
  error: string;
  /** A piece of `model/rule.ts` that is there once. */
  from: string;
  to: string;
}

export const PLANTED: Planted[] = [
  {
    breaks: "profit ≤ gain",
    about: "charge",
    error: "< for <=, so that a share which just fits is taken for one that does not",
    from: "added.le(room)",
    to: "added.lt(room)",
  },
  {
    breaks: "profit ≤ gain",
    about: "settle, verified, liquidated",
    error: "what a liquidation took is charged as a gain",
    from: "ledger.mark = ledger.mark.saturatingAddUnsigned(forgiven);",
    to: "",
  },
  {
    breaks: "share ≤ room",
    about: "charge",
    error: "the cap is held against the profit, not against its share",
    from: "added.le(room)",
    to: "added.le(gain)",
  },
  {
    breaks: "share ≤ room",
    about: "settle, attested, each close",
    error: "the room is not passed on",
    from: "this.charge(ledger, gain, room)",
    to: "this.charge(ledger, gain, gain)",
  },
  {
    breaks: "profit is the largest that fits",
    about: "largest_total",
    error: "off by one: the largest total below the share, not the largest with it",
    from: "accrued.add(this.u64(1n))",
    to: "accrued.add(this.u64(0n))",
  },
  {
    breaks: "profit is the largest that fits",
    about: "largest_total",
    error: "off by one where the division leaves no rest",
    from: "whole.mul(BPS_DENOMINATOR).sub(this.u64(1n)),",
    to: "whole.mul(BPS_DENOMINATOR),",
  },
  {
    breaks: "accrued = floor(profit_total · bps / 10,000)",
    about: "share",
    error: "the share of what exceeds a multiple of 10,000 is forgotten",
    from: "return whole.add(rest)",
    to: "return whole",
  },
  {
    breaks: "accrued = floor(profit_total · bps / 10,000)",
    about: "settle, verified",
    error: "the totals are not stored",
    from: "this.charge(ledger, gain, room)",
    to: "this.charge({ ...ledger }, gain, room)",
  },
  {
    breaks: "nothing overflows",
    about: "share",
    error: "multiplied before it is divided",
    from: "total.div(BPS_DENOMINATOR).mul(bps)",
    to: "total.mul(bps).div(BPS_DENOMINATOR)",
  },
  {
    breaks: "nothing overflows",
    about: "charge",
    error: "a total that does not stop at its end",
    from: "total.saturatingAdd(gain)",
    to: "total.add(gain)",
  },
  {
    breaks: "nothing overflows",
    about: "settle, verified",
    error: "more is paid than there is",
    from: "this.owed(ledger).min(ledger.balance)",
    to: "this.owed(ledger)",
  },
  {
    breaks: "a repeated settlement charges nothing",
    about: "settle twice, verified",
    error: "the mark stays where it was",
    from: "ledger.mark = mark.saturatingAddUnsigned(settlement.profit)",
    to: "ledger.mark = mark",
  },
  {
    breaks: "a repeated settlement charges nothing",
    about: "settle twice, attested, each close",
    error: "each close is measured by what was realized",
    from: "this.rise(this.i64(0n), settlement.closePnl)",
    to: "this.rise(this.i64(0n), realized)",
  },
  {
    breaks: "forgiven ≤ loss at subscribe + recorded rises",
    about: "one more settlement, verified, liquidated",
    error: "all that realized PnL rose by is forgiven",
    from: ".min(taken)",
    to: "",
  },
  {
    breaks: "forgiven ≤ loss at subscribe + recorded rises",
    about: "one more settlement, verified, liquidated",
    error: "the loss that is forgiven stays there for the next liquidation",
    from: "ledger.last = realized;\n    ledger.loss = loss;",
    to: "ledger.last = realized;",
  },
  {
    breaks: "the mark moves by what is forgiven and charged",
    about: "settle, verified, re-created",
    error: "the loss of the account before stays when it is created again",
    from: "ledger.loss = loss;\n        return",
    to: "return",
  },
  {
    breaks: "money is conserved",
    about: "settle, attested, high-water mark",
    error: "what is paid is not credited",
    from: "ledger.credited = ledger.credited.add(paid);",
    to: "",
  },
  {
    breaks: "money is conserved",
    about: "settle, verified",
    error: "what was waived is paid after all",
    from: "ledger.accrued.sub(ledger.credited).sub(ledger.waived)",
    to: "ledger.accrued.sub(ledger.credited)",
  },
  {
    breaks: "the mark moves by what is forgiven and charged",
    about: "settle, attested, high-water mark",
    error: "the mark falls with a loss",
    from: "mark.max(realized)",
    to: "realized",
  },
  {
    breaks: "the mark moves by what is forgiven and charged",
    about: "settle, verified, re-created",
    error: "the mark of the account before stays",
    from: "ledger.mark = realized;",
    to: "",
  },
  {
    breaks: "what the cap cuts off is said",
    about: "settle, attested, each close",
    error: "what the cap cuts off is not reported",
    from: "settlement.dropped = gain.sub(settlement.profit);",
    to: "",
  },
  {
    breaks: "what the cap cuts off is said",
    about: "settle, verified",
    error: "a gain without a cap counts as capped",
    from: "settlement.profit.lt(gain)",
    to: "settlement.profit.le(gain)",
  },
];

const SOURCE = readFileSync(join(__dirname, "../model/rule.ts"), "utf8");

/** The model with the error in it. */
export function planted({ from, to }: Planted): Model {
  if (SOURCE.split(from).length !== 2) throw new Error(`model/rule.ts does not hold once: ${from}`);
  const { code } = transformSync(SOURCE.replace(from, to), { loader: "ts", format: "cjs" });
  const module = { exports: {} };
  new Function("module", "exports", "require", code)(module, module.exports, () => numbers);
  return module.exports as Model;
}
