# ECS Playground. `make` lists what there is; every target installs what it needs.
.DEFAULT_GOAL := help
.PHONY: help setup build serve test bench bench-ui size package fmt screenshots audit clean

PORT ?= 8080
HOST ?= 127.0.0.1
# The hand-written half of the npm package: index.js, index.d.ts, package.json, README.md.
NPM_SOURCES ?= src/web/npm

export PATH := $(CURDIR)/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)
# Browsers come from the system, see .ci/setup.sh.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
# Trunk reads NO_COLOR as a boolean and refuses the usual value 1.
# Relocations tell wasm-split-cli what leads where, see .ci/split.mjs.
TRUNK := env -u NO_COLOR RUSTFLAGS=-Clink-arg=--emit-relocs trunk

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: ## install every tool that is missing
	@sh .ci/setup.sh rust node page browser

build: ## build the page into dist/
	@sh .ci/setup.sh rust node page
	$(TRUNK) build

serve: build ## build the page and serve it on http://127.0.0.1:8080 (PORT=, HOST=)
	@node tests/browser/serve.mjs dist --host $(HOST) --port $(PORT)

test: ## format, lints, native, wasm, browser and package tests
	@sh .ci/setup.sh rust node page browser
	@node .ci/test.mjs $(ONLY)

bench: package ## run the benchmarks, native, in Node.js and in Chromium, and print their figures
	cargo bench --no-default-features
	node benches/wasm.mjs

bench-ui: build ## drive the page with 1,000 instances and print its frame times
	@sh .ci/setup.sh browser
	@node benches/ui.mjs dist

size: build ## print what a first visit downloads and fail above the budgets
	@node .ci/size.mjs dist

package: ## write the npm package into dist/npm/
	@sh .ci/setup.sh rust node page
	@NPM_SOURCES=$(NPM_SOURCES) sh .ci/package.sh

fmt: ## format the Rust sources
	cargo fmt

screenshots: build ## picture every state in screenshots/, and the README's two (ONLY=name for some)
	@sh .ci/setup.sh browser
	@node tests/browser/screenshots.mjs --readme
	@node tests/browser/screenshots.mjs $(if $(ONLY),--only $(ONLY))

audit: build ## print Lighthouse's figures of the page, wide and phone, and fail under 95
	@sh .ci/setup.sh browser
	@node tests/browser/audit.mjs

clean: ## forget everything that was built
	cargo clean
	rm -rf dist test-results screenshots
