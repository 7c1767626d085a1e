# Each target is a line or two that works without make.
.DEFAULT_GOAL := help
.PHONY: help run test model fuzz lint fmt deny advisories gen gen-check bench sim chaos e2e clean prerequisites

BUF := npx --yes @bufbuild/buf@1.75.0
CARGO_DENY := target/tools/bin/cargo-deny
CARGO_FUZZ := target/tools/bin/cargo-fuzz
FUZZ_TARGETS := $(basename $(notdir $(wildcard tests/fuzz/libfuzzer/fuzz_targets/*.rs)))

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: prerequisites ## Start Kafka, PostgreSQL and every service, and print where they are
	cargo build --workspace --bins
	target/debug/tokenbook-local up

test: prerequisites ## Run all tests, against a Kafka and a PostgreSQL of their own
	cargo test --workspace

model: ## Check the ledger's protocol further than the tests do: DEPTH=1 (minutes) or 2 (much longer)
	MODEL_DEPTH=$(or $(DEPTH),1) cargo test --config 'profile.dev.package.ledger.opt-level=3' -p ledger --lib book::model -- --nocapture

fuzz: $(CARGO_FUZZ) ## Search each reader of bytes from outside, or TARGET, for failures, for SECONDS=60 each (needs rustup's nightly)
	cp Cargo.lock tests/fuzz/libfuzzer/Cargo.lock
	set -e; for target in $(or $(TARGET),$(FUZZ_TARGETS)); do \
	  mkdir -p target/fuzz/corpus/$$target; \
	  RUSTUP_TOOLCHAIN=nightly $(CARGO_FUZZ) fuzz run --fuzz-dir tests/fuzz/libfuzzer --target-dir target/fuzz $$target \
	    target/fuzz/corpus/$$target $$(ls -d tests/fuzz/corpus/$$target services/*/tests/fixtures 2>/dev/null) \
	    -- -max_total_time=$(or $(SECONDS),60); \
	done

lint: ## Check formatting, lints and the contracts' style
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	$(BUF) lint

fmt: ## Format all code
	cargo fmt --all

deny: $(CARGO_DENY) ## Check licences, sources and bans of all dependencies
	$(CARGO_DENY) check bans licenses sources

advisories: $(CARGO_DENY) ## Check dependencies against known vulnerabilities (needs the internet)
	$(CARGO_DENY) check advisories

$(CARGO_DENY):
	cargo install --locked --no-default-features --root target/tools cargo-deny@0.20.2

$(CARGO_FUZZ):
	cargo install --locked --root target/tools cargo-fuzz@0.13.2

gen: ## Generate code from proto/
	cargo run -p contracts-gen

gen-check: ## Check that the generated code is current
	cargo test --workspace --bin contracts-gen

bench: prerequisites ## Measure the ledger beside its baselines (BENCH_ARGS="--cases function,unary --callers 32")
	cargo build --release -p ledger -p bench
	target/release/tokenbook-bench $(BENCH_ARGS)

sim: ## Run the books through seeded faults for SECONDS (60), or once for SEED
	cargo run --config 'profile.dev.package.ledger.opt-level=3' --config 'profile.dev.package.sim.opt-level=3' -p sim -- $(if $(SEED),--seed $(SEED),--seconds $(or $(SECONDS),60))

chaos: prerequisites ## Kill and freeze real brokers and instances under load for SECONDS (60), in the order of SEED, and check every answer
	cargo build -p chaos -p ledger -p tokenctl
	target/debug/tokenbook-chaos --seconds $(or $(SECONDS),60) $(if $(SEED),--seed $(SEED)) $(CHAOS_ARGS)

e2e: prerequisites ## Run the whole-system story through the public API
	cargo test --workspace --no-run
	cargo test --workspace --test e2e

clean: ## Remove the local stack's data (and leave what was fetched and built)
	rm -rf .tokenbook/data

prerequisites:
	@deploy/local/prerequisites.sh
