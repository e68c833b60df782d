#!/usr/bin/env bash
# Formatting, lints and tests of the Rust sources on the host.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

cargo "+$STABLE" fmt --all --check
cargo "+$STABLE" clippy --locked --all-targets -- -D warnings
cargo "+$STABLE" test --locked
for layout in velocity-4496 velocity-4560; do
  cargo "+$STABLE" clippy --locked -p profit_share --all-targets --features $layout -- -D warnings
  cargo "+$STABLE" test --locked -p profit_share --features $layout --test velocity --test constants
done
