/**
 * The rule, step by step as in `programs/profit_share/src/rule/mod.rs` and by the same names, on numbers that are exact or
 * symbolic. `bps` is the machine's.
 */
import { I64, type Machine, type Truth, U64 } from "./numbers";

const BPS_DENOMINATOR = 10_000n;

export type FeeBasis = "high_water_mark" | "each_close";

/** What a settlement learned from its source. */
export type Observation =
  | { kind: "verified"; realized: I64; loss: U64; liquidated: boolean; recreated: boolean }
  | { kind: "attested"; closePnl: I64 };

/** The rule changes it in place. */
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
  closePnl: I64;
  profit: U64;
  dropped: U64;
  share: U64;
  paid: U64;
  capped: Truth;
}

/** What `charge` needs and changes. */
export type Totals = Pick<Ledger, "profitTotal" | "accrued">;

export class Rule {
  constructor(readonly machine: Machine) {}

  settle(basis: FeeBasis, room: U64, ledger: Ledger, observation: Observation): Settlement {
    const settlement = this.nothing();
    let [realized, loss, verified] = [ledger.last, this.u64(0n), false];
    if (observation.kind === "verified") {
      [realized, loss, verified] = [observation.realized, observation.loss, true];
      if (observation.recreated) {
        ledger.mark = realized;
        ledger.last = realized;
        ledger.loss = loss;
        return settlement;
      }
      if (observation.liquidated) {
        const taken = ledger.loss.saturatingSub(loss);
        const forgiven = this.rise(ledger.last, realized).min(taken);
        ledger.mark = ledger.mark.saturatingAddUnsigned(forgiven);
      }
    } else {
      settlement.closePnl = observation.closePnl;
      realized = ledger.last.saturatingAdd(observation.closePnl);
    }

    const mark = ledger.mark;
    const gain = basis === "high_water_mark" ? this.rise(mark, realized) : this.rise(this.i64(0n), settlement.closePnl);
    [settlement.profit, settlement.share] = this.charge(ledger, gain, room);
    if (verified) {
      ledger.mark = mark.saturatingAddUnsigned(settlement.profit);
    } else {
      ledger.mark = mark.max(realized);
      settlement.dropped = gain.sub(settlement.profit);
    }
    ledger.last = realized;
    ledger.loss = loss;
    settlement.capped = settlement.profit.lt(gain);
    settlement.paid = this.payOwed(ledger);
    return settlement;
  }

  owed(ledger: Ledger): U64 {
    return ledger.accrued.sub(ledger.credited).sub(ledger.waived);
  }

  charge(ledger: Totals, gain: U64, room: U64): [profit: U64, share: U64] {
    const [total, before] = [ledger.profitTotal, ledger.accrued];
    const all = total.saturatingAdd(gain);
    const accrued = this.share(all);
    const added = accrued.sub(before);
    const charged = this.machine.branch(
      added.le(room),
      () => ({ profitTotal: all, accrued, profit: gain, share: added }),
      () => {
        const most = this.largestTotal(before.add(room));
        return { profitTotal: most, accrued: before.add(room), profit: most.sub(total), share: room };
      },
    );
    ledger.profitTotal = charged.profitTotal;
    ledger.accrued = charged.accrued;
    return [charged.profit, charged.share];
  }

  payOwed(ledger: Ledger): U64 {
    const paid = this.owed(ledger).min(ledger.balance);
    ledger.balance = ledger.balance.sub(paid);
    ledger.credited = ledger.credited.add(paid);
    return paid;
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
    const [whole, rest] = [next.div(bps), next.rem(bps)];
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

  /** `Settlement::default()` */
  private nothing(): Settlement {
    const zero = this.u64(0n);
    const amounts = { profit: zero, dropped: zero, share: zero, paid: zero };
    return { closePnl: this.i64(0n), ...amounts, capped: this.machine.truth(false) };
  }

  private u64(value: bigint): U64 {
    return new U64(this.machine, this.machine.int(value));
  }

  private i64(value: bigint): I64 {
    return new I64(this.machine, this.machine.int(value));
  }
}
