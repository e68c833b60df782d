# Pinned compilers, sourced by the other scripts. Installs what is missing.
NIGHTLY=nightly-2026-10-29
STABLE=1.95.0
LINKER=0.2.6

if ! command -v rustup >/dev/null; then
  echo "toolchain: rustup is missing; install it (apt-get install rustup, or your system's package) and run this again" >&2
  exit 1
fi
# The output is read whole: a reader that stops early makes the writer fail, and then a busy machine installs what it has.
[[ $(rustup toolchain list) == *"$NIGHTLY"* ]] || rustup toolchain install "$NIGHTLY" --profile minimal --component rust-src
[[ $(rustup toolchain list) == *"$STABLE"* ]] || rustup toolchain install "$STABLE" --profile minimal --component clippy,rustfmt
[[ $(sbpf-linker --version 2>/dev/null) == *"$LINKER"* ]] || cargo "+$NIGHTLY" install sbpf-linker --version "$LINKER" --locked --force
