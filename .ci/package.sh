#!/bin/sh
# Writes the npm package: the model as wasm, wasm-bindgen's glue, and the hand-written layer above it.
set -eu
cd "$(dirname "$0")/.."

sources=${NPM_SOURCES:-src/web/npm}
out=dist/npm
target_dir=$(cargo metadata --format-version 1 --no-deps | node -e '
  let text = ""; process.stdin.on("data", (chunk) => (text += chunk));
  process.stdin.on("end", () => console.log(JSON.parse(text).target_directory))')

if [ ! -f "$sources/index.js" ]; then
  echo "No package sources: $sources/index.js is missing." >&2
  exit 1
fi

# The library is an rlib for everybody else; only here it has to become a wasm module.
cargo rustc --lib --crate-type cdylib --release --target wasm32-unknown-unknown --no-default-features --features npm

rm -rf "$out"
mkdir -p "$out"
# --target web: one module for Node and browsers alike; index.js decides where the wasm is read from.
wasm-bindgen --target web --out-dir "$out" --out-name ecs_playground \
  "$target_dir/wasm32-unknown-unknown/release/ecs_playground.wasm"
wasm-opt -O3 "$out/ecs_playground_bg.wasm" -o "$out/ecs_playground_bg.wasm"
cp "$sources"/*.js "$sources"/*.ts "$sources"/*.json "$sources"/*.md "$out/"
cp LICENSE static/link.js "$out/"
ls -l "$out"
