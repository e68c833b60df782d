#!/usr/bin/env bash
# Builds both programs and the IDL from source and writes the committed artifacts.
# OUT (a folder) receives them instead of the repository: see check-program.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

root=$PWD
out=${OUT:-$root}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}

# Upstream's compiler with the platform tools' target: see docs/adr/0005-building-without-the-platform-tools.md
build() {
  RUSTC_BOOTSTRAP_SYNTHETIC_TARGET=1 CARGO_PROFILE_RELEASE_PANIC=immediate-abort \
  RUSTFLAGS="--cfg target_os=\"solana\" --cfg target_arch=\"csky\" -Aexplicit_builtin_cfgs_in_flags -Cpasses=lower-atomic \
    -Clink-arg=--llvm-args=-bpf-stack-size=4096 -Clink-arg=--cpu-features=+allows-misaligned-mem-access \
    --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=${RUSTUP_HOME:-$HOME/.rustup}=rustup --remap-path-prefix=$root=." \
  cargo "+$NIGHTLY" build --locked --release --lib -Zpanic-immediate-abort -Zbuild-std=std,panic_abort \
    -Zbuild-std-features= -Zjson-target-spec --target sbf/sbpf-solana.json -p "$1"
}

artifact() {
  mkdir -p "$(dirname "$out/$2")"
  cp "$CARGO_TARGET_DIR/sbpf-solana/release/lib$1" "$out/$2"
}

build profit_share
build drift_sim
artifact profit_share.so sdk/artifacts/profit_share.so
artifact drift_sim.so localnet/artifacts/drift_sim.so

# The IDL comes from the program's own test harness; RUSTUP_TOOLCHAIN must not be set for it.
mkdir -p "$out/sdk/src/idl"
cargo "+$STABLE" build --locked --quiet --manifest-path scripts/idl/Cargo.toml
(cd programs/profit_share && env -u RUSTUP_TOOLCHAIN "$CARGO_TARGET_DIR/debug/idl" .) > "$out/sdk/src/idl/profit_share.json"
{
  echo "// Written by scripts/build-program.sh from the program's source."
  printf "export const IDL = %s as const;\n\nexport type ProfitShareIdl = typeof IDL;\n" "$(cat "$out/sdk/src/idl/profit_share.json")"
} > "$out/sdk/src/idl/profit_share.ts"
