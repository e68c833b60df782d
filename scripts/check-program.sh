#!/usr/bin/env bash
# Rebuilds programs and IDL and fails on one byte of difference to what is committed.
set -euo pipefail
cd "$(dirname "$0")/.."

rebuilt=$(mktemp -d)
trap 'rm -rf "$rebuilt"' EXIT
OUT=$rebuilt bash scripts/build-program.sh

for file in {sdk/artifacts/profit_share,localnet/artifacts/drift_sim,testing/artifacts/caller}.so \
  sdk/idl.json sdk/src/wire/profit-share-{idl,schema,errors,constants}.ts; do
  cmp "$file" "$rebuilt/$file" || {
    echo "check-program: $file is not what the source builds; run npm run build:program and commit the result" >&2
    exit 1
  }
done
echo "check-program: all artifacts are what the source builds"
