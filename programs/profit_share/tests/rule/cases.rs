//! The random cases of the rule, the same ones in Rust and in TypeScript: mirrors `sdk/vectors/random-case.ts`, draw by draw.

use {
    crate::random::{Random, Range, I64, U64},
    profit_share::rule::{settle, FeeBasis, Ledger, Observation, Settlement},
};

pub const SEED: u32 = 0x1000_0000;

const SPECIAL_BPS: [i128; 11] = [0, 1, 2, 3, 7, 8, 100, 333, 625, 999, 1_000];

/// A settlement and the ledger after it.
#[derive(Debug, PartialEq, Eq)]
pub struct Settled {
    pub ledger: Ledger,
    pub settlement: Settlement,
}

#[derive(Debug)]
pub struct Case {
    pub bps: u16,
    pub basis: FeeBasis,
    pub room: u64,
    pub before: Ledger,
    pub observation: Observation,
}

impl Case {
    pub fn settled(&self) -> Settled {
        let mut ledger = self.before;
        let settlement = settle(self.bps, self.basis, self.room, &mut ledger, self.observation);
        Settled { ledger, settlement }
    }
}

/// A number of the range. Style 0 is uniform over 64 bits, 1 at boundaries, 2 as in daily life, 3 one of them.
fn draw(random: &mut Random, style: u32, range: Range, near: i128) -> i128 {
    match if style == 3 { random.bits() % 3 } else { style } {
        0 => random.between(range.0, range.1),
        1 => random.value(range, near),
        _ => {
            let size = random.between(0, 10_000_000_000_000) >> (random.bits() % 44);
            if range.0 < 0 && random.chance(2) {
                -size
            } else {
                size
            }
        }
    }
}

/// The next case. Its ledger satisfies the invariants of money; mark, last and both losses are in no order.
pub fn random_case(random: &mut Random) -> Case {
    let style = random.bits() % 4;
    let verified = random.chance(2);
    let bps = if random.chance(4) { random.pick(&SPECIAL_BPS) } else { random.between(0, 1_000) };
    let total = draw(random, style, U64, 0);
    let accrued = total * bps / 10_000;
    let part = random.between(0, accrued);
    let credited = random.pick(&[accrued, 0, part]);
    let waived = if random.chance(4) { random.between(0, accrued - credited) } else { 0 };
    let mark = draw(random, style, I64, 0);
    let last = draw(random, style, I64, mark);
    let loss = draw(random, style, U64, 0);
    let each_close = !verified && random.chance(2);
    let near = if verified { random.pick(&[mark, last]) } else { 0 };
    let seen = draw(random, style, I64, near);
    let loss_seen = draw(random, style, U64, loss);
    let liquidated = verified && random.chance(3);
    let recreated = verified && random.chance(10);

    // Cap and balance matter most around what this settlement takes, roughly.
    let rise = if verified { seen - mark } else { seen };
    let share = rise.max(0) * bps / 10_000;
    let room = if random.chance(2) { draw(random, style, U64, share) } else { random.value(U64, share) };
    let balance = random.value(U64, accrued - credited - waived + share.min(room));
    Case {
        bps: bps as u16,
        basis: if each_close { FeeBasis::EachClose } else { FeeBasis::HighWaterMark },
        room: room as u64,
        before: Ledger {
            mark: (mark as i64).into(),
            last: (last as i64).into(),
            loss: (loss as u64).into(),
            profit_total: (total as u64).into(),
            accrued: (accrued as u64).into(),
            credited: (credited as u64).into(),
            claimed: 0.into(),
            waived: (waived as u64).into(),
            balance: (balance as u64).into(),
        },
        observation: if verified {
            Observation::Verified { realized: seen as i64, loss: loss_seen as u64, liquidated, recreated }
        } else {
            Observation::Attested { close_pnl: seen as i64 }
        },
    }
}
