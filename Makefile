# Tocsin. `make demo` shows it at work, `make test` proves it.

GO ?= $(shell command -v go || echo /usr/local/go/bin/go)
ROOMS = cmd intake router store template
CORPUS ?= $(CURDIR)/../shared/corpus
FUZZTIME ?= 20s
export CGO_ENABLED ?= 0

.PHONY: build demo test check unit needs corpus eval bench pgo fuzz clean

build:
	$(GO) build -trimpath -o bin/tocsin ./cmd/tocsin

demo: build
	@rm -rf demo-state
	@bin/tocsin demo -once -dir demo-state

# Everything: the tools of the end-to-end test, house rules, all tests. The
# labelled reports are read one by one, at a sixth of the time without -race.
test: needs check
	CGO_ENABLED=1 $(GO) test -race -shuffle=on $$($(GO) list ./... | grep -v /template/eval$$)
	$(GO) test -shuffle=on ./template/eval
	CGO_ENABLED=0 $(GO) test -tags e2e -count=1 ./cmd/tocsin/e2e/...

# House rules: format, vet, and the layout test (imports, lengths, comments).
check:
	@changed=$$($(dir $(GO))gofmt -l $(ROOMS)); \
	if [ -n "$$changed" ]; then echo "gofmt would change:"; echo "$$changed"; exit 1; fi
	$(GO) vet -tags "e2e corpus" ./...
	$(GO) test -count=1 -run '^TestLayout' ./cmd/tocsin

unit:
	$(GO) test -shuffle=on ./...

# Dovecot, Postfix, GnuPG, swaks, and a C compiler for the race detector.
needs:
	@.ci/needs

# The packages that hold mail of others against what is expected of it.
corpus:
	@if [ ! -d "$(CORPUS)" ]; then echo "There is no corpus in $(CORPUS); name its folder: make corpus CORPUS=DIR"; exit 0; fi; \
	TOCSIN_CORPUS="$(CORPUS)" $(GO) test -tags corpus -count=1 -v \
	  $$(grep -rl --include='*_test.go' '^//go:build corpus' $(ROOMS) | xargs -n1 dirname | sort -u | sed 's|^|./|')

# The form reader against the labelled reports of testdata/form.
eval:
	$(GO) test -count=1 -run '^TestEval' -v ./template/eval

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# The profile of the whole line, less the work of its benchmark, that go build
# uses by itself where it stands. It makes the first build longer by minutes.
pgo:
	@mkdir -p bin
	$(GO) test -run '^$$' -bench 'Line/plain' -benchtime 1x -cpuprofile line.prof -outputdir bin -o bin/bench.test ./cmd/tocsin/bench
	$(GO) tool pprof -proto -ignore='bench\.\(\*kind\)' -output cmd/tocsin/default.pgo bin/bench.test bin/line.prof

# Each fuzz function for FUZZTIME; go test takes one at a time.
fuzz:
	@for pkg in $$($(GO) list ./...); do \
	  for name in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$name"; $(GO) test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

clean:
	rm -rf bin demo-state
