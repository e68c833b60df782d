//! Random cases against the definition. `sdk/test/rule/random-cases.test.ts` does the same with the same cases, and both have to
//! arrive at the digests and counts of `sdk/vectors/cases.json`: so each language meets its definition and the other.
//!
//! `RULE_CASES` chooses how many of that file's rows are run, a million by default, ten million by `npm run test:rule`.

use {
    crate::{
        cases::{random_case, Case, Settled, SEED},
        definition::defined,
        random::Random,
    },
    profit_share::rule::{FeeBasis, Observation},
    serde_json::{json, Value},
    sha2::{Digest, Sha256},
    std::fs,
};

#[derive(Default)]
struct Counts {
    verified: u64,
    each_close: u64,
    liquidated: u64,
    recreated: u64,
    charged: u64,
    capped: u64,
    paid: u64,
    in_debt: u64,
    saturated: u64,
}

impl Counts {
    fn add(&mut self, flags: u64, Settled { ledger: after, settlement: settled }: &Settled) {
        let count = |counter: &mut u64, counts: bool| *counter += u64::from(counts);
        count(&mut self.verified, flags & 1 != 0);
        count(&mut self.liquidated, flags & 2 != 0);
        count(&mut self.recreated, flags & 4 != 0);
        count(&mut self.each_close, flags & 8 != 0);
        count(&mut self.charged, settled.profit > 0);
        count(&mut self.capped, settled.capped);
        count(&mut self.paid, settled.paid > 0);
        count(&mut self.in_debt, after.owed() > 0);
        count(&mut self.saturated, after.profit_total == u64::MAX);
    }

    fn json(&self) -> Value {
        json!({
            "verified": self.verified, "each_close": self.each_close, "liquidated": self.liquidated,
            "recreated": self.recreated, "charged": self.charged, "capped": self.capped, "paid": self.paid,
            "in_debt": self.in_debt, "saturated": self.saturated,
        })
    }
}

/// 1 verified, 2 liquidated, 4 re-created, 8 each close; and the PnL and the loss that were seen.
fn seen(case: &Case) -> (u64, i64, u64) {
    let basis = if case.basis == FeeBasis::EachClose { 8 } else { 0 };
    match case.observation {
        Observation::Verified { realized, loss, liquidated, recreated } => {
            (1 | u64::from(liquidated) << 1 | u64::from(recreated) << 2 | basis, realized, loss)
        }
        Observation::Attested { close_pnl } => (basis, close_pnl, 0),
    }
}

/// What is hashed of a case: what went in, what came out, each as 64 bits.
fn words(case: &Case, (flags, pnl, loss): (u64, i64, u64), settled: &Settled) -> [u64; 26] {
    let (before, after, settled) = (&case.before, &settled.ledger, &settled.settlement);
    [
        case.bps.into(),
        flags,
        pnl as u64,
        loss,
        case.room,
        before.mark.get() as u64,
        before.last.get() as u64,
        before.loss.get(),
        before.profit_total.get(),
        before.accrued.get(),
        before.credited.get(),
        before.waived.get(),
        before.balance.get(),
        after.mark.get() as u64,
        after.last.get() as u64,
        after.loss.get(),
        after.profit_total.get(),
        after.accrued.get(),
        after.credited.get(),
        after.balance.get(),
        settled.close_pnl as u64,
        settled.profit,
        settled.dropped,
        settled.share,
        settled.paid,
        settled.capped.into(),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn random_cases_meet_the_definition_and_the_digests() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sdk/vectors/cases.json");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let limit: u64 =
        std::env::var("RULE_CASES").map_or(1_000_000, |count| count.parse().expect("RULE_CASES"));
    assert!(rows.iter().any(|row| row["cases"] == limit), "cases.json has no row of {limit} cases");

    let mut random = Random(SEED);
    let mut hash = Sha256::new();
    let mut counts = Counts::default();
    for done in 1..=limit {
        let case = random_case(&mut random);
        let settled = case.settled();
        assert_eq!(settled, defined(&case), "case {done}: {case:?}");

        let seen = seen(&case);
        counts.add(seen.0, &settled);
        for word in words(&case, seen, &settled) {
            hash.update(word.to_le_bytes());
        }
        if let Some(row) = rows.iter().find(|row| row["cases"] == done) {
            let digest = hex(&hash.clone().finalize());
            assert_eq!(json!({ "cases": done, "digest": digest, "counts": counts.json() }), *row);
        }
    }
}
