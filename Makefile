# The front door. Each target says what it does in `make help`; the work is meson's, ninja's and tools/'s.

BUILD = build
DATA = var
NINJA = ninja $(NINJA_FLAGS)

.PHONY: promises all run test check asan fuzz mail-scores bench fmt shots api ui packages help clean
.DEFAULT_GOAL = all

all: $(BUILD)/build.ninja ## build build/buckstop
	@$(NINJA) -C $(BUILD) buckstop

$(BUILD)/build.ninja:
	@meson setup $(BUILD)

# Building needs no cmocka; what runs tests asks for it.
.PHONY: tests-in-build
tests-in-build: $(BUILD)/build.ninja
	@test -d $(BUILD)/tests || meson configure $(BUILD) -Dtests=true

run: packages ui all ## install what is missing, build, make the demo desk in ./var, serve it
	@tools/run.sh $(BUILD)/buckstop $(DATA)

test: packages-test ui ## install what tests need, run every test; the last line is the count
	@tools/run-tests.sh

check: tests-in-build ## the quick tests: unit, store on SQLite, layers; no packages, no browser
	@$(NINJA) -C $(BUILD) meson-test-prereq
	@meson test -C $(BUILD) --no-rebuild --suite unit --suite style --suite sqlite

asan: packages-test ui ## the C, HTTP and crash tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@test -e build-asan/build.ninja || meson setup build-asan --native-file meson/asan.ini
	@BUILD=build-asan SUITES='c http crash' tools/run-tests.sh

fuzz: ## build the fuzz targets and run each for FUZZ_SECONDS (60)
	@tools/install-packages.sh run fuzz
	@test -e build-fuzz/build.ninja || meson setup build-fuzz --native-file meson/fuzz.ini
	@$(NINJA) -C build-fuzz
	@tools/run-fuzz.sh build-fuzz $${FUZZ_SECONDS:-60}

mail-scores: tests-in-build ## print how much of the mails in tests/corpus is understood
	@$(NINJA) -C $(BUILD) tests/mail/mail-scores
	@$(BUILD)/tests/mail/mail-scores tests/corpus

bench: packages-bench ui ## measure against the limits of this machine
	@test -e build-bench/build.ninja || meson setup build-bench --native-file meson/release.ini -Dbench=true
	@$(NINJA) -C build-bench
	@PATH="$(CURDIR)/ui/node_modules/.bin:$$PATH" node bench/run.ts build-bench

fmt: ## lay out the changed lines of C by .clang-format
	@tools/install-packages.sh fmt
	@git clang-format --force --extensions c,h HEAD

promises: ## the tests by the guarantee, case or rule that they prove
	@tools/promises.sh

shots: packages-test ui all ## a screenshot of every screen in both themes, in build/shots
	@tools/run-shots.sh

api: all ## write what follows from the tables: the app's types and the documents
	@tools/write-api.sh $(BUILD)/buckstop

ui: ## build the agent app into ui/dist
	@tools/build-ui.sh

packages: ## install the packages that building and running need
	@tools/install-packages.sh run

packages-test: ## install the packages that tests need as well
	@tools/install-packages.sh run test fuzz

packages-bench:
	@tools/install-packages.sh run bench

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
	    printf '  %-14s %s\n' "$$name" "$$text"; done

clean: ## delete what was built; the desk in ./var stays
	@rm -rf $(BUILD) build-asan build-fuzz build-bench ui/dist
