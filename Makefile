# Everything is done from here. `make` alone tells what there is.
#
# The target directory stands outside the clone, so that a second clone, or a clean one, builds quickly.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/myelin/target
# Where the WASM build finds Cargo.lock, since it does not stand above the target directory.
export WASM_BUILD_WORKSPACE_HINT := $(CURDIR)
# What scripts/toolchain chose for the WASM build; the recipe below fills it before it is needed.
PREPARED = set -e; env=$$(scripts/toolchain --print-env); eval "$$env"

# Milliseconds between blocks of `make up` and `make chain`.
BLOCK_TIME ?= 1000
# The RPC port of the same.
RPC_PORT ?= 9944
# The ports of the miners of `make up`: this one and the four after it.
MINER_PORT ?= 8091
# How long `make fuzz` runs, and with which seeds.
BLOCKS ?= 20000
SEEDS ?= 1 2 3 4 5
# `make vectors` runs these.
FILE ?= ../shared/vectors/yuma.json

NODE := $(CARGO_TARGET_DIR)/debug/myelin-node
PREDICT := $(CARGO_TARGET_DIR)/debug/myelin-predict

# How long `make fuzz-yuma` runs at most.
SECONDS_OF_FUZZING ?= 3600

.PHONY: help up chain build metadata test fuzz fuzz-yuma fuzz-codecs vectors lint fmt bench clean toolchain

help: ## what there is
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

up: build ## start a chain, on it a subnet with five miners, two validators (BLOCK_TIME=ms, RPC_PORT=port, MINER_PORT=port)
	@NODE=$(NODE) PREDICT=$(PREDICT) BLOCK_TIME=$(BLOCK_TIME) RPC_PORT=$(RPC_PORT) MINER_PORT=$(MINER_PORT) scripts/up

chain: build ## start a chain with one authority and nothing on it (BLOCK_TIME=ms, RPC_PORT=port)
	@NODE=$(NODE) BLOCK_TIME=$(BLOCK_TIME) RPC_PORT=$(RPC_PORT) scripts/up

build: ## build the node
	@$(PREPARED); cargo build --locked --workspace --bins --tests # as `test` does: one set of features, one build
	@$(NODE) warm-up --dev --tmp 2>/dev/null

test: ## run all tests
	@$(PREPARED); cargo build --locked --workspace --bins --tests; \
	$(NODE) warm-up --dev --tmp 2>/dev/null; \
	if cargo nextest --version >/dev/null 2>&1; \
	then MYELIN_NODE=$(NODE) cargo nextest run --locked --workspace --no-fail-fast; \
	else MYELIN_NODE=$(NODE) cargo test --locked --workspace --no-fail-fast; fi

metadata: build ## give the chain's client (sdk/chain) the metadata of the built node
	@$(PREPARED); MYELIN_NODE=$(NODE) scripts/refresh-metadata

fuzz: ## let random actors loose on the network (BLOCKS=20000 SEEDS="1 2 3 4 5")
	@MYELIN_FUZZ_BLOCKS=$(BLOCKS) MYELIN_FUZZ_SEEDS="$(SEEDS)" cargo test --locked --profile fuzz -p pallet-network \
	  --lib random_actors -- --ignored --nocapture

fuzz-yuma: ## compare the epoch with the plain one on arbitrary bytes (SECONDS_OF_FUZZING=3600; needs cargo-fuzz)
	@mkdir -p $(CARGO_TARGET_DIR)/fuzz/yuma-corpus
	@cd core/yuma && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/fuzz cargo fuzz run --sanitizer none epoch \
	  $(CARGO_TARGET_DIR)/fuzz/yuma-corpus fuzz/seeds -- -max_len=1000 -runs=10000000 \
	  -max_total_time=$(SECONDS_OF_FUZZING) -print_final_stats=1

fuzz-codecs: ## arbitrary bytes as keyfiles and as what neurons send (SECONDS_OF_FUZZING=3600; needs cargo-fuzz)
	@for target in wallet/keyfile synapse/codecs; do \
	  mkdir -p $(CARGO_TARGET_DIR)/fuzz/$${target#*/}-corpus; \
	  (cd sdk/$${target%/*} && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/fuzz cargo fuzz run --sanitizer none \
	    $${target#*/} $(CARGO_TARGET_DIR)/fuzz/$${target#*/}-corpus -- -max_len=4000 \
	    -max_total_time=$(SECONDS_OF_FUZZING) -print_final_stats=1); \
	done

vectors: ## run a file of test vectors (FILE=path)
	@cargo run --locked --quiet -p myelin-vectors -- $(FILE)

lint: ## check format, lints, licences and advisories
	@cargo fmt --all -- --check
	@$(PREPARED); cargo clippy --locked --workspace --all-targets -- -D warnings
	@if cargo deny --version >/dev/null 2>&1; \
	then cargo deny --all-features check; \
	else echo "cargo-deny is not installed: licences and advisories are not checked"; fi

fmt: ## format all code
	@cargo fmt --all

bench: ## run all benchmarks
	@$(PREPARED); cargo bench --locked -p myelin-pool -p myelin-yuma -p myelin-timelock -p myelin-runtime -p myelin-dendrite -p myelin-metagraph -p myelin-neuron -p myelin-predict --benches

clean: ## remove what was built
	@cargo clean

toolchain: ## prepare the compilers (the others do this by themselves)
	@scripts/toolchain
