#!/usr/bin/env bash
# Builds one program with upstream's compiler and the platform tools' target:
# see docs/adr/0005-building-without-the-platform-tools.md. Usage: build-one.sh PACKAGE
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

RUSTC_BOOTSTRAP_SYNTHETIC_TARGET=1 CARGO_PROFILE_RELEASE_PANIC=immediate-abort \
RUSTFLAGS="--cfg target_os=\"solana\" --cfg target_arch=\"csky\" -Aexplicit_builtin_cfgs_in_flags -Cpasses=lower-atomic \
  -Clink-arg=--llvm-args=-bpf-stack-size=4096 -Clink-arg=--cpu-features=+allows-misaligned-mem-access \
  --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=${RUSTUP_HOME:-$HOME/.rustup}=rustup --remap-path-prefix=$PWD=." \
cargo "+$NIGHTLY" build --locked --release --lib -Zpanic-immediate-abort -Zbuild-std=std,panic_abort \
  -Zbuild-std-features= -Zjson-target-spec --target sbf/sbpf-solana.json -p "$1"
