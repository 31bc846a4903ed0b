# Each target is one call of the runner (runner/), which needs Python 3.11 and the C library and brings the rest.
# Set by whoever starts make, it is in the environment of the runner, too, and .venv is made with it and no other.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench screenshots setup lock

help:
	@exec "$(PYTHON)" -m runner help

run:
	@exec "$(PYTHON)" -m runner run

test:
	@exec "$(PYTHON)" -m runner test $(ARGS)

check:
	@exec "$(PYTHON)" -m runner check

bench:
	@exec "$(PYTHON)" -m runner bench $(ARGS)

screenshots:
	@exec "$(PYTHON)" -m runner screenshots $(ARGS)

setup:
	@exec "$(PYTHON)" -m runner setup

lock:
	@exec "$(PYTHON)" -m runner lock $(ARGS)
