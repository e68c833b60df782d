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
        let ledger = Ledger {
            mark: int(before, "mark"),
            last: int(before, "last"),
            loss: int(before, "loss"),
            profit_total: int(before, "profit_total"),
            accrued: int(before, "accrued"),
            credited: int(before, "credited"),
            waived: int(before, "waived"),
            balance: int(before, "balance"),
        };
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

        let settled =
            settle(int(&case["terms"], "profit_share_bps"), basis, int(case, "room"), ledger, observation);

        let name = &case["name"];
        let after = Ledger {
            mark: int(expected, "mark"),
            last: int(expected, "last"),
            loss: int(expected, "loss"),
            profit_total: int(expected, "profit_total"),
            accrued: int(expected, "accrued"),
            credited: int(expected, "credited"),
            waived: ledger.waived,
            balance: int(expected, "balance"),
        };
        assert_eq!(settled.ledger, after, "{name}");
        assert_eq!(settled.ledger.last, int::<i64>(expected, "realized"), "{name}");
        assert_eq!(ledger.last, int::<i64>(expected, "last_before"), "{name}");
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
            daily_cap: int(value, "daily_cap"),
            next_daily_cap: int(value, "next_daily_cap"),
            next_daily_cap_day: int(value, "next_daily_cap_day"),
            window_day: int(value, "window_day"),
            window_accrued: int(value, "window_accrued"),
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
