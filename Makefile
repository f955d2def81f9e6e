# Pult. `make demo` shows it, `make test` proves it.

# no_animations: a fading caret costs a third of a core all through a talk.
# no_emoji: the font of emoji is read into memory twice, 10 MB, for every panel; a letter
# with one is shown with the font of emoji that the system has.
TAGS      := sqlite_fts5 migrated_fynedo no_animations no_emoji
GO        ?= go
BIN       := build/bin
LINT      := build/tools/golangci-lint
LINT_VER  := v2.15.0
VERBOSE   ?=

.PHONY: all build demo screens test test-fast test-field arch lint fmt bench fuzz clean

all: build

# The panel needs OpenGL and X11 headers; scripts/deps.sh installs them on Debian
# and Ubuntu and says elsewhere what is wanted.
build:
	scripts/deps.sh build
	$(GO) build -trimpath -tags "$(TAGS)" -o $(BIN)/ ./cmd/...

# The console programs alone: Go and a C compiler, nothing else.
.PHONY: console
console:
	$(GO) build -trimpath -tags "$(TAGS)" -o $(BIN)/ ./cmd/pultctl ./cmd/pultstand

# The programs for Windows, made here. A panel that does not build there is found out
# before a manager does.
.PHONY: windows
windows: export GOOS := windows
windows: export GOARCH := amd64
windows: export CGO_ENABLED := 1
windows: export CC := x86_64-w64-mingw32-gcc
windows: export CGO_CFLAGS := -O2 -g -w
windows:
	scripts/deps.sh windows
	$(GO) build -trimpath -tags "$(TAGS)" -o $(BIN)/windows/ ./cmd/pultctl ./cmd/pultstand
	$(GO) build -trimpath -tags "$(TAGS)" -ldflags -H=windowsgui -o $(BIN)/windows/ ./cmd/pult

demo: build
	scripts/demo.sh

screens: build
	scripts/demo.sh --screens docs/screens

# Everything. What a test needs is installed; a missing piece fails it.
test:
	scripts/deps.sh test
	$(GO) vet -tags "$(TAGS) field" ./...
	$(GO) test -race -tags "$(TAGS) field" -timeout 30m $(VERBOSE) ./...
	$(MAKE) arch lint

# The part that needs nothing but Go and a C compiler.
test-fast:
	$(GO) test -tags "$(TAGS)" $$($(GO) list -tags "$(TAGS)" ./... | grep -v -e '/cmd/pult$$' -e '/app/ui/native$$')

# Directions of imports. The test cache does not see what `go list` reads.
arch:
	$(GO) test -count=1 -tags "$(TAGS)" -run 'TestArrows|TestPackageComments|TestLinks' ./cmd/pultctl

lint: $(LINT)
	$(LINT) run --build-tags "sqlite_fts5,migrated_fynedo,no_animations,no_emoji,field,bench"

$(LINT):
	GOBIN=$(CURDIR)/build/tools $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VER)

fmt: $(LINT)
	$(LINT) fmt

# Figures with a floor or a peer measured in the same run, into docs/bench.md.
bench: build
	scripts/deps.sh test
	$(GO) test -tags "$(TAGS) field bench" -count=1 -timeout 45m -run TestBench -v ./cmd/pultctl
	$(GO) test -tags "$(TAGS) field bench" -count=1 -timeout 45m -run TestBench -v ./cmd/pult
	$(GO) test -tags "$(TAGS) bench" -count=1 -run TestBench -v ./app/ui ./app/desk ./sync/intake ./mail/parse ./mail/match
	$(GO) test -tags "$(TAGS) bench" -count=1 -run 'TestServes|TestBigPacket' -v ./sync/standin
	$(GO) test -tags "$(TAGS) bench" -count=1 -run TestPushedPayment -v ./sync/pull

# Each fuzz test for FUZZTIME, little of it spent on making inputs small: for most
# that would be all of it. What one finds stays in testdata, where every test
# run tries it again.
FUZZTIME  ?= 60s
fuzz:
	@set -e; for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' app sync telephony mail | xargs -n1 dirname | sort -u); do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/p' $$dir/*_test.go); do \
			echo "$$dir $$name"; \
			$(GO) test -tags "$(TAGS)" -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s ./$$dir; \
		done; \
	done

clean:
	rm -rf build
