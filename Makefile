# Each target is a command that a person could type; "make help" lists them.
# A fresh machine needs Go, a C compiler (for H3), Node and make; .ci/machine
# names or installs the rest.

BIN      := bin/binaan
FUZZTIME ?= 30s
COUNT    ?= 10
KILLS    ?= 200
NPM      := npm --prefix web
WEB      := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print)

.DEFAULT_GOAL := help
.PHONY: help run build test days race bench fuzz mutate faults attack lint bom web e2e

# Moments at which what knows days has failed or may: night and last working day of
# a month, late on the eve of a holiday, the ends of the year, a Sunday that ends a
# month, the leap day.
MOMENTS := 2026-11-30T01:30:00+07:00 2026-12-24T23:30:00+07:00 2026-12-31T10:00:00+07:00 \
  2027-01-01T10:00:00+07:00 2027-02-28T23:30:00+07:00 2028-02-29T01:30:00+07:00
KNOW_PACKAGES := ./cmd/binaan ./data/job ./data ./api ./data/importer
KNOW_DAYS := Absence|Approved|Clock|Cards|Day|Drawn|Drill|Ill|ImportGives|LeftOut|Locks|Month|Moves|Night|PlansAre|Promise|Stroke|TakeAnother|WhatIf
# ... and what is called alike and knows none.
NO_DAYS := BackupDrill|FewCardsAMinute|MoreVisitsThanADay|SpoiltColumnsOfOther|SumsThatDoNotFit|DaysSince1904|TimesOfDay

# The walks, so that two lanes of them take about as long. What stands in one line
# shares a branch, in this order, but for office, crew, draw, propose and scenario.
WALKS := 'walks 1: node web/e2e/run.mjs office draw' \
  'walks 2: node web/e2e/run.mjs board faults deploy device receipt card matters signs proofs novice holiday line' \
  'walks 3: node web/e2e/run.mjs crew propose scenario'

help: ## list the targets
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1@\2/p' Makefile | column -t -s @

run: build ## serve a sample branch in the browser; Ctrl-C stops it, nothing is lost
	@.ci/machine postgres
	@exec $(BIN) demo

build: web/dist/index.html ## build the web faces and the program bin/binaan
	@.ci/machine go cc
	go build -o $(BIN) ./cmd/binaan

test: web build ## all that must pass: web, then browser and Go beside each other
	@.ci/machine go cc postgres chromium gdal
	@printf '%s\n' 'go: nice go test -timeout 25m ./...' $(WALKS) | .ci/beside -n 4

days: ## the tests that know days, at six awkward moments
	@.ci/machine go cc postgres
	go test -vet=off -c -o bin/days/ $(KNOW_PACKAGES)
	@for moment in $(MOMENTS); do for package in $(KNOW_PACKAGES); do \
	  echo "$$moment $$package: env -C $$package BINAAN_TEST_NOW=$$moment $(CURDIR)/bin/days/$$(basename $$package).test -test.timeout 10m -test.run '$(KNOW_DAYS)' -test.skip '$(NO_DAYS)'"; \
	done; done | .ci/beside -q

race: ## the Go tests under the race detector
	@.ci/machine go cc postgres gdal
	go test -race -timeout 60m ./...

bench: ## Go benchmarks, COUNT times, for benchstat
	@.ci/machine go cc postgres
	go test -run '^$$' -bench . -benchmem -count $(COUNT) -timeout 2h ./...

fuzz: ## every fuzz target for FUZZTIME
	@.ci/machine go cc
	@grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do \
	  for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$file); do \
	    echo "$$(dirname $$file) $$name"; \
	    go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$(dirname $$file)" || exit 1; \
	  done; \
	done

mutate: ## change one condition at a time; lists what no test notices
	@.ci/machine go cc postgres
	go run -C tools ./mutate -tree ..

attack: ## an attacker with all that maps publish of 102 generated branches: learns no group of few families
	@.ci/machine go cc
	go test ./planner/heat -run Attacker -branches 34 -timeout 30m -v

faults: ## kill server, PostgreSQL, backends, workers and commands KILLS times, and look for harm
	@.ci/machine go cc postgres
	go run ./cmd/faults -kills $(KILLS)

lint: web/node_modules/.package-lock.json ## golangci-lint, what nobody but tests calls, and biome
	@.ci/machine go cc
	go tool -modfile=tools/go.mod golangci-lint run ./...
	@! go tool -modfile=tools/go.mod deadcode ./cmd/... | grep -v 'planner/route/.*: Make$$' # the entry point for who watches nothing
	go run -C tools ./mutate -tree .. -stale
	$(NPM) run lint

bom: build ## known holes, and bills of materials (CycloneDX) of program and pages beside it
	.ci/vuln
	go tool -modfile=tools/supply/go.mod cyclonedx-gomod bin -json -output $(BIN).cdx.json $(BIN)
	$(NPM) sbom --sbom-format=cyclonedx --omit=dev >$(BIN)-web.cdx.json

web: web/node_modules/.package-lock.json ## check, test and build the web faces
	$(NPM) run types
	git diff --exit-code -- web/src/api/schema.d.ts
	$(NPM) run typecheck
	$(NPM) test
	$(NPM) run build

e2e: build ## walk the three faces in Chromium
	@.ci/machine postgres chromium
	@printf '%s\n' $(WALKS) | .ci/beside

# Not "npm ci": that insists on the packages of every platform, which not every
# registry has. The versions are those of the lock file all the same.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@.ci/machine node
	$(NPM) install --no-save --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB)
	$(NPM) run build
	@touch $@
