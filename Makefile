# `make run` serves the product, `make test` runs every check that CI runs. `make help` lists all.
SHELL := /bin/bash
export UV_PYTHON ?= 3.11
export RASA_TELEMETRY_ENABLED := false
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --no-sync
PORT ?= 8080

.PHONY: help run train test check lint unit widget conversations browser schema bench encoder evaluate pictures environment clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 16

environment: .venv/.ready

.uv/bin/uv:
	python3 -m venv .uv && .uv/bin/pip install --quiet uv

.venv/.ready: pyproject.toml uv.lock | $(filter .uv/bin/uv,$(UV))
	$(UV) sync --frozen
	@touch $@

run: environment  ## make the environment, train if the data changed, serve http://127.0.0.1:8080
	$(RUN) latarnik train
	$(RUN) latarnik serve --port $(PORT)

train: environment  ## train if the data changed
	$(RUN) latarnik train

test: environment  ## every check that CI runs
	.ci/test

check: environment  ## check every text and example
	$(RUN) latarnik check

encoder: environment  ## teach E5 our lines anew, an hour (ON=1: go on, a quarter of it): bot/nlu/e5_adapter.npz
	$(RUN) python -m bot.nlu.tuning $(if $(ON),--on)

evaluate: environment train  ## how well it understands: docs/evaluation
	$(RUN) python -m tests.evaluation.evaluate

bench: environment train  ## speed and memory: docs/benchmarks.md
	$(RUN) python -m tests.benchmarks.bench

pictures: environment  ## pictures of the widget, from a product that is running
	$(RUN) python -m tests.browser.pictures http://127.0.0.1:$(PORT)

clean:  ## everything that can be made again
	rm -rf .venv .venv-tools .uv models var .cache .rasa
