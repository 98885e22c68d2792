#!/bin/sh
# Installs what is missing and nothing else: sh .ci/setup.sh [rust] [node] [page] [browser]
# Run again it only looks, which takes about a second.
set -eu
cd "$(dirname "$0")/.."

TRUNK_VERSION=0.21.14
SPLIT_VERSION=0.2.4

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

need() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "This needs $1 on the PATH: $2" >&2
  exit 1
}

setup_rust() {
  need cargo "install Rust from https://rustup.rs"
  sysroot=$(rustc --print sysroot)
  if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ]; then
    need rustup "or install the wasm32-unknown-unknown target some other way"
    say "Adding the wasm32-unknown-unknown target"
    rustup target add wasm32-unknown-unknown
  fi
  for component in rustfmt clippy; do
    case $component in rustfmt) tool=cargo-fmt ;; *) tool=cargo-clippy ;; esac
    if ! "$tool" --version >/dev/null 2>&1; then
      say "Adding $component"
      rustup component add "$component"
    fi
  done
}

setup_node() {
  need node "install Node.js 20 or newer"
  need npm "install Node.js 20 or newer"
  if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    say "Installing the npm packages of package-lock.json"
    npm ci --no-fund --no-audit
    touch node_modules/.package-lock.json
  fi
}

# wasm-bindgen's crate and command line share a private format: their versions must be equal.
wasm_bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

setup_page() {
  if [ "$(trunk --version 2>/dev/null || true)" != "trunk $TRUNK_VERSION" ]; then
    say "Installing trunk $TRUNK_VERSION (about five minutes, once)"
    cargo install --locked trunk --version "$TRUNK_VERSION"
  fi
  wanted=$(wasm_bindgen_version)
  found=$(wasm-bindgen --version 2>/dev/null | cut -d ' ' -f 2 || true)
  if [ "$found" != "$wanted" ] || ! command -v wasm-bindgen-test-runner >/dev/null 2>&1; then
    say "Installing wasm-bindgen-cli $wanted (about two minutes, once)"
    cargo install wasm-bindgen-cli --version "$wanted" --force
  fi
  if ! command -v wasm-split-cli >/dev/null 2>&1; then
    say "Installing wasm-split-cli $SPLIT_VERSION (about two minutes, once)"
    cargo install --locked wasm_split_cli_support --version "$SPLIT_VERSION" --features build-binary
  fi
}

setup_browser() {
  [ -n "${CHROMIUM:-}" ] && return
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return
  done
  need apt-get "install Chromium, or name one in CHROMIUM"
  say "Installing Chromium"
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-liberation fonts-dejavu-core
}

for part in "$@"; do
  "setup_$part"
done
