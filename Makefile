# Each target is one call of the runner (runner/), which needs Python 3.11 and the C library and brings the rest.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check bench setup lock

help:
	@"$(PYTHON)" -m runner help

run:
	@"$(PYTHON)" -m runner run

test:
	@"$(PYTHON)" -m runner test $(ARGS)

check:
	@"$(PYTHON)" -m runner check

bench:
	@"$(PYTHON)" -m runner bench $(ARGS)

setup:
	@"$(PYTHON)" -m runner setup

lock:
	@"$(PYTHON)" -m runner lock $(ARGS)
