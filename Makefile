# Everything you do with Touchline; `make help` lists it.
SHELL := /bin/bash
PYTHON := .venv/bin/python
MEMBERS := schemas libs/football libs/runtime libs/sandbox libs/client services/ingestor services/normalizer services/feature-store \
	services/trainer services/predictor services/drift-monitor deploy/local deploy/monitoring deploy/demo deploy/images deploy/kubernetes
SOURCES := $(foreach member,$(MEMBERS),$(member)/src)
UNIT := $(foreach member,$(MEMBERS),$(member)/tests) $(SOURCES) deploy/compose/tests tests/architecture tests/contract tests/fuzz deploy/helm deploy/aws deploy/release docs/site \
	benchmarks/features/test_features.py benchmarks/features/rows.py benchmarks/drift/test_charts.py benchmarks/drift/drawing.py

# An ignored .env may name the recorded documents: TOUCHLINE_RECORDED=…
-include .env
ifneq ($(TOUCHLINE_RECORDED),)
export TOUCHLINE_RECORDED := $(abspath $(TOUCHLINE_RECORDED))
endif
export TOUCHLINE_DATA ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: $(shell grep -ohE '^[a-z-]+:' $(firstword $(MAKEFILE_LIST)) | tr -d ':')

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup:  ## install what is missing (as root also Debian packages); quick when nothing is
	@deploy/local/bootstrap.sh

demo:  ## real documents once around: predictions, a drift, a retraining; leaves the platform running; with Docker: make demo STACK=docker
	@if [ "$(STACK)" = docker ]; then DRIFT=$(DRIFT) exec deploy/compose/demo.sh; fi; begun=$$(date +%s) && $(MAKE) --no-print-directory setup && \
		TOUCHLINE_INPUT=$(or $(INPUT),sandbox) TOUCHLINE_FULL=$(FULL) $(PYTHON) -m touchline.demo run --setup-seconds $$(( $$(date +%s) - begun ))

demo-drift:  ## the drift alone: found, retrained, judged, served, unattended; writes build/demo-drift.json
	@$(MAKE) --no-print-directory setup && TOUCHLINE_INPUT=sandbox $(PYTHON) -m touchline.demo run --drift-alone

reconcile:  ## compare what was landed, announced, kept and served in the demo; names what is missing or doubled
	@$(PYTHON) -m touchline.demo reconcile

check: setup  ## format, lint, types, imports, unit tests
	@.venv/bin/ruff format --check --quiet . || { echo "run 'make format'"; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy $(foreach member,$(MEMBERS),$(member)/src)
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) -m pytest -m "not stack" $(wildcard $(UNIT)) deploy/airflow/tests

test: check  ## all that CI runs: check, then the services on the real stack, end to end
	@$(PYTHON) -m pytest -m stack tests services

up: setup  ## start the platform; a second time changes nothing
	@$(PYTHON) -m touchline.local up

down:  ## stop it; leaves no process
	@$(PYTHON) -m touchline.local down

status:  ## each part with its state and address; names a crashed one
	@$(PYTHON) -m touchline.local status

logs:  ## logs of a part: make logs PART=normalizer
	@$(PYTHON) -m touchline.local logs $(PART)

resolve:  ## names that wait for a decision; decide: make resolve NAME=club:ENG:… AS=… BY=… BECAUSE=…
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.normalizer resolve \
		$(if $(NAME),--name "$(NAME)" --as "$(AS)" --by "$(BY)" --because "$(BECAUSE)") $(if $(NEW),--new)

topics:  ## what the topics carry, decoded, live: make topics [TOPIC=football.matches.v1]
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.runtime topics tail --follow $(TOPIC)

key:  ## a key of the API, shown once: make key OWNER="web app"; `make keys` lists them, `make keys REVOKE=<id>` ends one
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.predictor keys make --owner "$(OWNER)"

keys:
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.predictor keys $(if $(REVOKE),revoke "$(REVOKE)",list)

rebuild:  ## all that is derived, again from the raw documents; compared, swapped while serving: make rebuild [ENGINE=dask]
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; \
		$(PYTHON) -m touchline.normalizer backfill --into $(TOUCHLINE_DATA)/rebuild --engine $(or $(ENGINE),local) && \
		$(PYTHON) -m touchline.feature_store rebuild --records $(TOUCHLINE_DATA)/rebuild

train:  ## learn from the running platform, judge, promote or refuse: make train [MODEL=player]
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; OMP_NUM_THREADS=1 $(PYTHON) -m touchline.trainer train \
		--model "touchline-$(or $(MODEL),match)"

rollback:  ## let a model's version serve again: make rollback MODEL=match TO=<version> BECAUSE="…"
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.trainer rollback \
		--model "touchline-$(or $(MODEL),match)" --to "$(TO)" --because "$(BECAUSE)"

# On a fresh clone there is no stack of one's own: TOUCHLINE_S3_ENDPOINT and its keys may name one that runs elsewhere.
reproduce: setup  ## a model made again from its run's dvc.lock, and compared: make reproduce RUN=<version> [MODEL=match] [REMOTE=<folder>]
	@settings="$$($(PYTHON) -m touchline.local env)"; if [ -f "$$settings" ]; then set -a; . "$$settings"; set +a; fi; \
		$(PYTHON) -m touchline.trainer reproduce --run "$(RUN)" --model "touchline-$(or $(MODEL),match)" \
		$(if $(REMOTE),--from "$(REMOTE)") $(if $(ANY_CODE),--any-code)

snapshot:  ## all that is remembered as Parquet in S3, from which a subscriber or a training run starts
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; $(PYTHON) -m touchline.feature_store snapshot $(if $(OUT),--out "$(OUT)")

# What recorded documents say of a competition is read once, for all that is judged on it; each step is done again only
# when what it reads or its code has changed.
BACKTEST = build/backtest/$(or $(COMPETITION),E0)
READ = $(PYTHON) -m touchline.normalizer read $(if $(TOUCHLINE_RECORDED),--documents "$(TOUCHLINE_RECORDED)") \
	--competition $(or $(COMPETITION),E0) --into $(BACKTEST)/records

backtest: setup  ## every match model judged walk-forward on recorded documents: make backtest COMPETITION=E0 FROM=2019-08-01 TO=2023-06-30 [ENGINE=dask]
	@$(READ) && \
		$(PYTHON) -m touchline.feature_store history --records $(BACKTEST)/records --competition $(or $(COMPETITION),E0) \
		--out $(BACKTEST)/history.parquet && \
		OMP_NUM_THREADS=1 $(PYTHON) -m touchline.trainer backtest --history $(BACKTEST)/history.parquet \
		--from $(or $(FROM),2019-08-01) --to $(or $(TO),2023-06-30) --engine $(or $(ENGINE),local)

study: setup  ## hyper-parameters of the match models, searched for on 2013/14 to 2018/19 alone: make study [TRIALS=96]
	@$(MAKE) --no-print-directory backtest COMPETITION=E0 FROM=2018-08-01 TO=2019-06-30 >/dev/null && \
		OMP_NUM_THREADS=1 $(PYTHON) -m benchmarks.models.study --history build/backtest/E0/history.parquet --trials $(or $(TRIALS),96)

study-attempts: setup  ## what was tried to better the blend, beside what is served, on 2013/14 to 2018/19 alone
	@$(MAKE) --no-print-directory backtest COMPETITION=E0 FROM=2018-08-01 TO=2019-06-30 >/dev/null && \
		OMP_NUM_THREADS=1 $(PYTHON) -m benchmarks.models.attempts --history build/backtest/E0/history.parquet

study-sequence: setup .tools/stamps/torch  ## the blend with a recurrent network and without, on 2013/14 to 2018/19 (PyTorch, three gigabytes)
	@$(MAKE) --no-print-directory backtest COMPETITION=E0 FROM=2018-08-01 TO=2019-06-30 >/dev/null
	@export PYTHONPATH=$(subst $(eval ) ,:,$(abspath $(SOURCES))) OMP_NUM_THREADS=1 && \
		.tools/torch/bin/python -m pytest services/trainer/tests/sequence services/trainer/src/touchline/trainer/sequence && \
		.tools/torch/bin/python -m touchline.trainer.sequence --history build/backtest/E0/history.parquet \
		--from $(or $(FROM),2013-08-01) --to $(or $(TO),2019-06-30)

.tools/stamps/torch: services/trainer/torch.lock
	@.tools/uv/bin/uv --quiet venv --clear --python $(PYTHON) .tools/torch
	@.tools/uv/bin/uv --quiet pip sync --python .tools/torch/bin/python --require-hashes $<
	@mkdir -p $(@D) && touch $@

# Each benchmark's peers have an environment of their own.
.tools/stamps/bench-%: benchmarks/%/requirements.lock
	@.tools/uv/bin/uv --quiet venv --clear --python $(PYTHON) .tools/bench-$*
	@.tools/uv/bin/uv --quiet pip sync --python .tools/bench-$*/bin/python --require-hashes $<
	@touch $@

bench-models: setup .tools/stamps/bench-models  ## a walk-forward refit of Dixon-Coles, grids and markets, beside penaltyblog
	@OMP_NUM_THREADS=1 $(PYTHON) -m pytest benchmarks/models/test_parity.py && OMP_NUM_THREADS=1 $(PYTHON) -m benchmarks.models

bench-drift: setup .tools/stamps/bench-drift  ## a drift report of 40 features and 10,000 rows beside Evidently's
	@OMP_NUM_THREADS=1 $(PYTHON) -m pytest benchmarks/drift/test_parity.py && OMP_NUM_THREADS=1 $(PYTHON) -m benchmarks.drift

verify-drift: setup  ## false alarms of quiet seasons and delays of shifts, on four recorded leagues: make verify-drift [PERMUTATIONS=20]
	@for league in E0 D1 F1 I1; do \
		$(PYTHON) -m touchline.normalizer read --documents "$(TOUCHLINE_RECORDED)" --competition $$league --into build/drift/$$league/records && \
		$(PYTHON) -m touchline.feature_store history --records build/drift/$$league/records --competition $$league \
		--out build/drift/$$league/history.parquet || exit 1; done
	@$(PYTHON) -m touchline.feature_store player-history --records build/drift/E0/records --competition E0 --out build/drift/E0/players.parquet
	@OMP_NUM_THREADS=1 $(PYTHON) -m pytest benchmarks/drift/test_charts.py && \
		OMP_NUM_THREADS=1 $(PYTHON) -m benchmarks.drift.campaign --permutations $(or $(PERMUTATIONS),20)

backtest-players: setup  ## players judged walk-forward: make backtest-players [SEASONS="2022/23 2023/24"]
	@$(READ) && \
		$(PYTHON) -m touchline.feature_store player-history --records $(BACKTEST)/records \
		--competition $(or $(COMPETITION),E0) --out $(BACKTEST)/players.parquet && \
		OMP_NUM_THREADS=1 $(PYTHON) -m touchline.trainer backtest-players --history $(BACKTEST)/players.parquet \
		--out build/backtest-players.json $(if $(SEASONS),--seasons $(SEASONS))

clean:  ## stop and remove the data directory
	@$(PYTHON) -m touchline.local clean

faults:  ## seeded faults on two workers and on plain Faust: make faults SEEDS=20
	@$(PYTHON) -m tests.faults.campaign --seeds $(or $(SEEDS),20)

chart: setup  ## the chart on a real Kubernetes of this machine, with pods: install, upgrade under traffic, rollback; build/chart.json
	@TOUCHLINE_VALUES=all $(PYTHON) -m pytest deploy/helm deploy/kubernetes
	@OMP_NUM_THREADS=1 $(PYTHON) -m touchline.cluster run

verify: setup verify-aws verify-fuzz verify-api verify-swaps verify-skew verify-drift verify-claims  ## the campaigns: fuzzed dialects, requests of every kind, promotions under load, features as served, drift, retraining requests, faults, the chart on a cluster, memory of a back-fill; by hand, hours
	@$(MAKE) --no-print-directory faults
	@$(MAKE) --no-print-directory chart
	@$(PYTHON) -m benchmarks.backfill_memory

verify-skew:  ## recorded seasons replayed; a million samples of features as served beside what was served
	@$(PYTHON) -m tests.skew.campaign --samples $(or $(SAMPLES),1000000)

verify-claims: setup  ## retraining requests under kills, each claimed and run once: make verify-claims [PARTS="mass real stopped"] [EVENTS=1000] [SAMPLE=30] [STOPPED=600]
	@$(PYTHON) -m tests.faults.claims.campaign --events $(or $(EVENTS),1000) --sample $(or $(SAMPLE),30) --stopped $(or $(STOPPED),600) \
		$(if $(PARTS),--parts $(PARTS)) $(if $(SEED),--seed $(SEED))

verify-images: setup  ## from a clone to a prediction by containers: images and stand-ins built, compose.yaml up on them, the demo, asked from outside: make verify-images [DRIFT=1] [BUILT=1]
	@BASE_IMAGE="$(BASE_IMAGE)" BUILT=$(BUILT) DRIFT=$(DRIFT) deploy/images/engine.sh deploy/compose/verify.sh

# HashiCorp's own formatter and parser, a Go module of seconds; `make test` parses with python-hcl2, which wants no Go.
verify-aws: setup .tools/hcl/hclfmt  ## the modules of deploy/aws in their formatter's form, and what they name is there
	@set -e; for file in $$(git ls-files 'deploy/aws/*.tf'); do .tools/hcl/hclfmt -check -require-no-change $$file >/dev/null || \
		{ echo "run '.tools/hcl/hclfmt -w $$file'"; exit 1; }; done
	@$(PYTHON) -m pytest deploy/aws

.tools/hcl/hclfmt:
	@command -v go >/dev/null || { echo "the formatter is a Go module: install go (apt-get install golang)"; exit 1; }
	@GOBIN=$(CURDIR)/.tools/hcl go install github.com/hashicorp/hcl/v2/cmd/hclfmt@v2.24.0

verify-fuzz:  ## every dialect under atheris: make verify-fuzz EXECUTIONS=200000 [SOURCE=fpl]
	@$(PYTHON) -m tests.fuzz.campaign --executions $(or $(EXECUTIONS),200000) $(if $(SOURCE),--source $(SOURCE))

verify-api:  ## requests of every kind to a replica, by its own description: make verify-api CASES=50000
	@TOUCHLINE_CASES=$(or $(CASES),50000) $(PYTHON) -m pytest services/predictor/tests/test_any_request.py

verify-swaps: setup  ## promotions under load: no failed request, no version stated that did not score: make verify-swaps SWAPS=200
	@mkdir -p build && TOUCHLINE_SWAPS=$(or $(SWAPS),200) TOUCHLINE_SWAPS_OUT=$(CURDIR)/build/swaps.json \
		$(PYTHON) -m pytest services/predictor/tests/test_swaps_stack.py && cat build/swaps.json

verify-pages: setup .tools/stamps/browser  ## every page of the running platform in Chromium: axe, keyboard, sizes, live numbers; screenshots
	@set -a; . "$$($(PYTHON) -m touchline.local env)"; set +a; \
		TOUCHLINE_PAGES="$${TOUCHLINE_PAGES:-http://127.0.0.1:$$TOUCHLINE_REST_PORT}" TOUCHLINE_SHOTS=$(CURDIR)/build/pages \
		.tools/browser/bin/python -m pytest -q -c /dev/null -p no:cacheprovider tests/browser

verify-site: site .tools/stamps/browser  ## every page of the documentation in Chromium, phone and desktop, light and dark; screenshots in build/shots
	@TOUCHLINE_SITE=$(CURDIR)/build/site TOUCHLINE_SHOTS=$(CURDIR)/build/shots \
		.tools/browser/bin/python -m pytest -q -c /dev/null -p no:cacheprovider tests/browser/test_site.py

.tools/stamps/browser: tests/browser/requirements.lock tests/browser/package-lock.json
	@command -v chromium npm >/dev/null || { echo "install chromium and npm: apt-get install chromium npm"; exit 1; }
	@.tools/uv/bin/uv --quiet venv --clear --python $(PYTHON) .tools/browser
	@.tools/uv/bin/uv --quiet pip sync --python .tools/browser/bin/python --require-hashes $<
	@cp tests/browser/package.json tests/browser/package-lock.json .tools/browser/ && npm ci --silent --prefix .tools/browser
	@touch $@

bench-ingest: setup .tools/stamps/bench-ingest  ## from addresses to rows, beside requests + BeautifulSoup + pandas
	@REPEATS=$(or $(REPEATS),5) $(PYTHON) -m benchmarks.ingest

bench-features: setup .tools/stamps/bench-features  ## features online, as of and folded, beside Feast and penaltyblog
	@ONLY=$(ONLY) $(PYTHON) -m benchmarks.features

bench-push: setup  ## from a vector to a thousand subscribers, in milliseconds
	@SUBSCRIBERS=$(or $(SUBSCRIBERS),1000) $(PYTHON) -m benchmarks.serving.push

bench-shadow: setup .tools/load/vegeta  ## delays of answers with and without a challenger in the shadow: make bench-shadow [ROUNDS=10]
	@OMP_NUM_THREADS=1 ROUNDS=$(or $(ROUNDS),10) $(PYTHON) -m benchmarks.serving.shadow

bench-serving: setup .tools/stamps/bench-serving .tools/load/vegeta .tools/load/ghz  ## answers a second and delays, beside `mlflow models serve` and FastAPI: make bench-serving [MINUTES=5]
	@command -v h2load >/dev/null || { echo "install h2load: apt-get install nghttp2-client"; exit 1; }
	@$(READ) && $(PYTHON) -m touchline.feature_store history --records $(BACKTEST)/records --competition E0 --out $(BACKTEST)/history.parquet && \
		OMP_NUM_THREADS=1 MINUTES=$(or $(MINUTES),5) $(PYTHON) -m benchmarks.serving

# Load generators are Go modules, but for Debian's h2load.
vegeta := github.com/tsenart/vegeta/v12@v12.12.0
ghz := github.com/bojand/ghz/cmd/ghz@v0.120.0
.tools/load/%:
	@command -v go >/dev/null || { echo "$* is a Go module: install go (apt-get install golang)"; exit 1; }
	@GOBIN=$(CURDIR)/.tools/load go install $($*)

# What the Java reader of docs/examples needs, laid once: Kafka's and Arrow's own clients.
.tools/stamps/java-reader: docs/examples/java/pom.xml
	@rm -rf .tools/java-reader && mkdir -p $(@D)
	@mvn -q -B -f $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.tools/java-reader
	@touch $@

bench-rebuild: setup  ## everything since 1993/94 made again from raw documents, on both engines
	@$(PYTHON) -m benchmarks.rebuild

images: setup  ## all container images, on a Debian made here or on BASE_IMAGE=…; sizes in build/images.json: make images [NAMES="predictor trainer"]
	@deploy/images/engine.sh $(PYTHON) -m touchline.images build $(NAMES) $(if $(BASE_IMAGE),--base "$(BASE_IMAGE)")

stand-ins: setup  ## images of Debian's packages for the official ones that compose.yaml names, where none can be pulled
	@deploy/images/engine.sh $(PYTHON) -m touchline.images standins $(if $(BASE_IMAGE),--base "$(BASE_IMAGE)")

# The file's name inside is a path of its own, so that the generated module lands in the package that it belongs to.
generate:  ## what is made from other files: code from schemas/proto, metrics page, alerts, dashboards, topics, AWS policies, reference pages
	@$(PYTHON) -m grpc_tools.protoc -Itouchline/schemas/rpc=schemas/proto/touchline/predictor/v1 \
		--python_out=$(or $(OUT),schemas/src) --pyi_out=$(or $(OUT),schemas/src) touchline/schemas/rpc/predictor.proto
	@$(if $(OUT),,$(PYTHON) -m touchline.monitoring)
	@$(if $(OUT),,$(PYTHON) -m touchline.schemas describe)
	@$(if $(OUT),,$(PYTHON) -m touchline.drift_monitor describe)
	@$(if $(OUT),,$(PYTHON) -m deploy.helm.schema)
	@$(if $(OUT),,$(PYTHON) -m deploy.aws.policies)
	@$(if $(OUT),,$(PYTHON) -m deploy.release.version)
	@$(if $(OUT),,$(PYTHON) -m docs.site.reference)

release: setup  ## wheels, chart, bills of materials and sums of this commit in build/release/<version>; with IMAGES=1 the images: docs/releasing.md
	@$(if $(IMAGES),deploy/images/engine.sh) $(PYTHON) -m deploy.release $(if $(IMAGES),--images) $(if $(BASE_IMAGE),--base "$(BASE_IMAGE)")

site: setup .tools/stamps/site  ## the documentation as a site in build/site; a link or an anchor that leads nowhere fails
	@$(PYTHON) docs/site/staging.py build/site-pages && NO_MKDOCS_2_WARNING=1 .tools/site/bin/mkdocs --no-color build --strict \
		-f docs/site/mkdocs.yml >build/site.log 2>&1 || { grep -v ^INFO build/site.log; exit 1; }
	@echo "$$(find build/site -name '*.html' | wc -l) pages: build/site/index.html"

.tools/stamps/site: docs/site/requirements.lock
	@.tools/uv/bin/uv --quiet venv --clear --python $(PYTHON) .tools/site
	@.tools/uv/bin/uv --quiet pip sync --python .tools/site/bin/python --require-hashes $<
	@touch $@

format:  ## format the code
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

COMPILE := .tools/uv/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11

lock:  ## resolve the dependencies anew; no address is recorded
	@$(COMPILE) \
		pyproject.toml --group dev $(foreach member,$(MEMBERS),$(member)/pyproject.toml) \
		$(foreach name,schemas football runtime sandbox monitoring demo images,--no-emit-package touchline-$(name)) -o requirements.lock
	@$(COMPILE) \
		services/trainer/pyproject.toml --extra torch pyproject.toml --group dev --constraint requirements.lock \
		$(foreach name,schemas football runtime,--no-emit-package touchline-$(name)) -o services/trainer/torch.lock
	@for folder in benchmarks/ingest benchmarks/features benchmarks/models benchmarks/drift benchmarks/serving deploy/local/dvc tests/browser docs/site; do \
		$(COMPILE) $$folder/requirements.in -o $$folder/requirements.lock || exit 1; \
	done
	@$(COMPILE) deploy/images/build.in -o deploy/images/build.lock
	@$(PYTHON) -m touchline.images lock
