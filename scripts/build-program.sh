#!/usr/bin/env bash
# Builds the programs and the IDL from source and writes the committed artifacts.
# OUT (a folder) receives them instead of the repository: see check-program.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

root=$PWD
out=${OUT:-$root}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}

artifact() {
  mkdir -p "$(dirname "$out/$2")"
  cp "$CARGO_TARGET_DIR/sbpf-solana/release/lib$1" "$out/$2"
}

bash scripts/build-one.sh profit_share
bash scripts/build-one.sh drift_sim
bash scripts/build-one.sh caller
artifact profit_share.so sdk/artifacts/profit_share.so
artifact drift_sim.so localnet/artifacts/drift_sim.so
artifact caller.so testing/artifacts/caller.so

# The IDL comes from the program's own test harness; RUSTUP_TOOLCHAIN must not be set for it.
mkdir -p "$out/sdk/src/wire"
cargo "+$STABLE" build --locked --quiet --manifest-path scripts/idl/Cargo.toml
(cd programs/profit_share && env -u RUSTUP_TOOLCHAIN "$CARGO_TARGET_DIR/debug/idl" .) > "$out/sdk/idl.json"
node scripts/idl-module.mjs "$out/sdk/idl.json" "$out/sdk/src/wire"
