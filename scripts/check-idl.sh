#!/usr/bin/env bash
# The IDL is read by those who generate clients from it: see scripts/generic-clients/check.ts.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
for workspace in scripts/idl scripts/generic-clients/rust; do
  cargo "+$STABLE" fmt --all --check --manifest-path $workspace/Cargo.toml
done
cargo "+$STABLE" test --locked --quiet --manifest-path scripts/idl/Cargo.toml
npx tsx scripts/generic-clients/check.ts
