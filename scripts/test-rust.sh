#!/usr/bin/env bash
# Formatting, lints and tests of the Rust sources on the host.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

cargo "+$STABLE" fmt --all --check
cargo "+$STABLE" clippy --locked --all-targets -- -D warnings
cargo "+$STABLE" clippy --locked -p profit_share --all-targets --features velocity -- -D warnings
cargo "+$STABLE" test --locked
cargo "+$STABLE" test --locked -p profit_share --features velocity --test velocity --test constants
