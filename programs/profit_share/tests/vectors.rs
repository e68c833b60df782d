//! The rule and the window against the vectors that the TypeScript mirror is held to as well.

use {
    profit_share::rule::{settle, window::Window, FeeBasis, Ledger, Observation},
    serde_json::Value,
    std::{fs, str::FromStr},
};

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sdk/vectors/rule.json");
    serde_json::from_str(&fs::read_to_string(path).expect("sdk/vectors/rule.json")).unwrap()
}

fn int<T: FromStr>(value: &Value, key: &str) -> T {
    let text = value[key].as_str().unwrap_or_else(|| panic!("{key} is missing in {value}"));
    text.parse().unwrap_or_else(|_| panic!("{key} = {text} is out of range"))
}

/// The part of a ledger that a vector names, and nothing claimed.
fn ledger(value: &Value, waived: u64) -> Ledger {
    Ledger {
        mark: int::<i64>(value, "mark").into(),
        last: int::<i64>(value, "last").into(),
        loss: int::<u64>(value, "loss").into(),
        profit_total: int::<u64>(value, "profit_total").into(),
        accrued: int::<u64>(value, "accrued").into(),
        credited: int::<u64>(value, "credited").into(),
        claimed: 0.into(),
        waived: waived.into(),
        balance: int::<u64>(value, "balance").into(),
    }
}

fn flag(value: &Value, key: &str) -> bool {
    value[key].as_bool().unwrap_or_else(|| panic!("{key} is missing in {value}"))
}

#[test]
fn the_rule_gives_what_the_vectors_say() {
    let vectors = vectors();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 400);
    for case in cases {
        let (before, observation, expected) = (&case["ledger"], &case["observation"], &case["expected"]);
        let waived = int(before, "waived");
        let mut ledger = ledger(before, waived);
        let last_before = ledger.last;
        let basis = match case["terms"]["fee_basis"].as_str().unwrap() {
            "high_water_mark" => FeeBasis::HighWaterMark,
            "each_close" => FeeBasis::EachClose,
            other => panic!("unknown fee basis {other}"),
        };
        let observation = match observation["kind"].as_str().unwrap() {
            "verified" => Observation::Verified {
                realized: int(observation, "realized"),
                loss: int(observation, "loss"),
                liquidated: flag(observation, "liquidated"),
                recreated: flag(observation, "recreated"),
            },
            "attested" => Observation::Attested { close_pnl: int(observation, "close_pnl") },
            other => panic!("unknown observation {other}"),
        };

        let settled = settle(
            int(&case["terms"], "profit_share_bps"),
            basis,
            int(case, "room"),
            &mut ledger,
            observation,
        );

        let name = &case["name"];
        assert_eq!(ledger, self::ledger(expected, waived), "{name}");
        assert_eq!(ledger.last, int::<i64>(expected, "realized"), "{name}");
        assert_eq!(last_before, int::<i64>(expected, "last_before"), "{name}");
        assert_eq!(settled.close_pnl, int::<i64>(expected, "close_pnl"), "{name}");
        assert_eq!(settled.profit, int::<u64>(expected, "profit"), "{name}");
        assert_eq!(settled.dropped, int::<u64>(expected, "dropped"), "{name}");
        assert_eq!(settled.share, int::<u64>(expected, "share"), "{name}");
        assert_eq!(settled.paid, int::<u64>(expected, "paid"), "{name}");
        assert_eq!(settled.capped, flag(expected, "capped"), "{name}");
    }
}

#[test]
fn the_window_moves_as_the_vectors_say() {
    fn window(value: &Value) -> Window {
        Window {
            daily_cap: int::<u64>(value, "daily_cap").into(),
            next_daily_cap: int::<u64>(value, "next_daily_cap").into(),
            next_daily_cap_day: int::<u32>(value, "next_daily_cap_day").into(),
            window_day: int::<u32>(value, "window_day").into(),
            window_accrued: int::<u64>(value, "window_accrued").into(),
        }
    }
    let vectors = vectors();
    let cases = vectors["windows"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let mut moved = window(&case["window"]);
        moved.advance(int(case, "time"));
        assert_eq!(moved, window(&case["expected"]), "{}", case["name"]);
        assert_eq!(moved.room(), int::<u64>(&case["expected"], "room"), "{}", case["name"]);
    }
}
