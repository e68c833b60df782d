#!/usr/bin/env bash
# The rule on all ten million random cases, in both languages and in the model that is proved; a few minutes each. CI runs the
# first ones only.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

export RULE_CASES=10000000
cargo "+$STABLE" test --locked -p profit_share --test rule random_cases
npx ts-mocha sdk/test/rule/random-cases.test.ts
npx ts-mocha proofs/test/model.test.ts
