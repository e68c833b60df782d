//! All 1,001 percentages at every boundary.

use {
    crate::{cases::Case, definition::defined},
    profit_share::rule::{share, FeeBasis, Ledger, Observation},
};

const TOTALS: [u64; 16] = [
    0,
    1,
    9,
    10,
    9_999,
    10_000,
    10_001,
    19_999,
    123_456_789,
    u32::MAX as u64,
    i64::MAX as u64,
    i64::MAX as u64 + 1,
    u64::MAX - 10_000,
    u64::MAX - 9_999,
    u64::MAX - 1,
    u64::MAX,
];

#[test]
fn the_share_is_the_largest_one_within_the_percentage() {
    for bps in 0..=1_000 {
        for total in TOTALS {
            let share = u128::from(share(total, bps));
            let exact = u128::from(total) * u128::from(bps);
            assert!(share * 10_000 <= exact && exact < (share + 1) * 10_000, "{bps} of {total}");
        }
    }
}

#[test]
fn a_settlement_is_the_defined_one_for_every_percentage_at_every_boundary() {
    const CLOSES: [i64; 10] = [i64::MIN, -1, 0, 1, 9_999, 10_000, 10_001, 40_000, i64::MAX - 1, i64::MAX];
    const ROOMS: [u64; 6] = [0, 1, 2, 1_000, u64::MAX - 1, u64::MAX];
    for bps in 0..=1_000 {
        for profit_total in TOTALS {
            for close in CLOSES {
                for (at, room) in ROOMS.into_iter().enumerate() {
                    let accrued = share(profit_total, bps);
                    let before = Ledger {
                        profit_total: profit_total.into(),
                        accrued: accrued.into(),
                        credited: accrued.into(),
                        balance: 3.into(),
                        ..Ledger::default()
                    };
                    let (basis, observation) = match at % 3 {
                        0 => (
                            FeeBasis::HighWaterMark,
                            Observation::Verified {
                                realized: close,
                                loss: 0,
                                liquidated: false,
                                recreated: false,
                            },
                        ),
                        1 => (FeeBasis::HighWaterMark, Observation::Attested { close_pnl: close }),
                        _ => (FeeBasis::EachClose, Observation::Attested { close_pnl: close }),
                    };
                    let case = Case { bps, basis, room, before, observation };
                    assert_eq!(case.settled(), defined(&case), "{case:?}");
                }
            }
        }
    }
}
