# What one does here. The tools are pinned in tools/go.mod and built into bin/.
PKG ?= ./...
# The race run is of every package, but for the long stories in which one thing
# follows another, and for those that wait for a browser. RACE_SKIP='^$$' runs all:
# ten minutes more on two cores.
RACE ?= ./...
RACE_SKIP ?= InABrowser|LedgerOnDisk|Transcripts|Nonsense|EveryRole|AYearOfTheCity|TheCityGoesOn|CommandLine
LINT := bin/golangci-lint
DEADCODE := bin/deadcode

.DEFAULT_GOAL := help
.PHONY: help demo test check lint vet race deadcode catalogues generated guard tools bench fmt

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## play a neighbourhood in the browser, without Telegram
	go run ./cmd/huimin demo

test: ## run every test
	go test ./...

check: guard generated catalogues vet lint deadcode race ## everything a change is held to

lint: $(LINT) ## the linters, with the arrows between packages (PKG=./fund/... for one package)
	$(LINT) run $(PKG)

vet: ## go vet
	go vet $(PKG)

race: ## the tests under the race detector (see RACE above)
	go test -race -timeout 40m -skip '$(RACE_SKIP)' $(RACE)

deadcode: $(DEADCODE) ## code and texts that nothing reaches
	.ci/deadcode $(DEADCODE)

catalogues: ## every language has every text, and every text renders
	go test ./locales/...

generated: ## the generated files are what their sources say
	.ci/generated

guard: ## the small rules of the house that no linter knows
	cd tools && go test ./guard && go run ./guard ..

tools: $(LINT) $(DEADCODE) ## build the pinned tools (two minutes the first time)

$(LINT): tools/go.mod tools/go.sum
	cd tools && go build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(DEADCODE): tools/go.mod tools/go.sum
	cd tools && go build -o ../$@ golang.org/x/tools/cmd/deadcode

bench: ## the full path of an update, beside the library's own loop; large budget ballots
	go test -run '^$$' -bench . -benchmem $(PKG)

fmt: $(LINT) ## format the code
	$(LINT) fmt $(PKG)
