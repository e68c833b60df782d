/**
 * The rule, step by step as in `programs/profit_share/src/rule/mod.rs` and by the same names, on numbers that are exact or
 * symbolic. `bps` is the machine's.
 */
import type { I64, Machine, Truth } from "./numbers";
import { U64 } from "./numbers";

const BPS_DENOMINATOR = 10_000n;

export type FeeBasis = "high_water_mark" | "each_close";

/** What a settlement learned from its source. */
export type Observation =
  | { kind: "verified"; realized: I64; loss: U64; liquidated: boolean; recreated: boolean }
  | { kind: "attested"; closePnl: I64 };

export interface Ledger {
  mark: I64;
  last: I64;
  loss: U64;
  profitTotal: U64;
  accrued: U64;
  credited: U64;
  waived: U64;
  balance: U64;
}

export interface Settlement {
  ledger: Ledger;
  profit: U64;
  dropped: U64;
  share: U64;
  paid: U64;
  capped: Truth;
}

/** What `charge` changes in the ledger, and the two amounts that it returns. */
export interface Charge {
  profitTotal: U64;
  accrued: U64;
  profit: U64;
  share: U64;
}

export class Rule {
  constructor(readonly machine: Machine) {}

  settle(basis: FeeBasis, room: U64, ledger: Ledger, observation: Observation): Settlement {
    const zero = this.u64(0n);
    let next = ledger;
    const verified = observation.kind === "verified";
    if (verified && observation.recreated) {
      next = { ...next, mark: observation.realized, last: observation.realized, loss: observation.loss };
      return { ledger: next, profit: zero, dropped: zero, share: zero, paid: zero, capped: this.machine.truth(false) };
    }
    if (verified && observation.liquidated) {
      const forgiven = this.rise(ledger.last, observation.realized).min(ledger.loss.saturatingSub(observation.loss));
      next = { ...next, mark: ledger.mark.saturatingAddUnsigned(forgiven) };
    }
    const realized = verified ? observation.realized : ledger.last.saturatingAdd(observation.closePnl);
    const loss = verified ? observation.loss : zero;

    const gain =
      !verified && basis === "each_close"
        ? this.rise(ledger.mark.with(zero.int), observation.closePnl)
        : this.rise(next.mark, realized);
    const { profitTotal, accrued, profit, share } = this.charge(next, gain, room);
    next = { ...next, profitTotal, accrued };
    next = { ...next, mark: verified ? next.mark.saturatingAddUnsigned(profit) : next.mark.max(realized) };
    next = { ...next, last: realized, loss };
    const { paid, ...paidFrom } = this.payOwed(next);
    next = { ...next, ...paidFrom };

    const dropped = verified ? zero : gain.sub(profit);
    return { ledger: next, profit, dropped, share, paid, capped: profit.lt(gain) };
  }

  owed(ledger: Ledger): U64 {
    return ledger.accrued.sub(ledger.credited).sub(ledger.waived);
  }

  charge(ledger: Pick<Ledger, "profitTotal" | "accrued">, gain: U64, room: U64): Charge {
    const total = ledger.profitTotal;
    const all = total.saturatingAdd(gain);
    const accrued = this.share(all);
    const added = accrued.sub(ledger.accrued);
    return this.machine.branch(
      added.le(room),
      () => ({ profitTotal: all, accrued, profit: gain, share: added }),
      () => {
        const profitTotal = this.largestTotal(ledger.accrued.add(room));
        return { profitTotal, accrued: ledger.accrued.add(room), profit: profitTotal.sub(total), share: room };
      },
    );
  }

  payOwed(ledger: Ledger): Pick<Ledger, "balance" | "credited"> & { paid: U64 } {
    const paid = this.owed(ledger).min(ledger.balance);
    return { balance: ledger.balance.sub(paid), credited: ledger.credited.add(paid), paid };
  }

  share(total: U64): U64 {
    const { bps } = this.machine;
    const whole = total.div(BPS_DENOMINATOR).mul(bps);
    const rest = total.rem(BPS_DENOMINATOR).mul(bps).div(BPS_DENOMINATOR);
    return whole.add(rest);
  }

  largestTotal(accrued: U64): U64 {
    const { bps } = this.machine;
    const next = accrued.add(this.u64(1n));
    const whole = next.div(bps);
    const rest = next.rem(bps);
    return this.machine.branch(
      rest.is(0n),
      () => whole.mul(BPS_DENOMINATOR).sub(this.u64(1n)),
      () => whole.mul(BPS_DENOMINATOR).add(rest.mul(BPS_DENOMINATOR).sub(this.u64(1n)).div(bps)),
    );
  }

  rise(from: I64, to: I64): U64 {
    return this.machine.branch(
      to.gt(from),
      () => to.absDiff(from),
      () => this.u64(0n),
    );
  }

  private u64(value: bigint): U64 {
    return new U64(this.machine, this.machine.int(value));
  }
}
