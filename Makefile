# Every verb starts hatch from a private environment, which the first verb makes from hashed requirements.
.DEFAULT_GOAL := help
SHELL := /bin/sh

ARGS ?=
# A verb's arguments are its own: a make that its tests start begins without them.
unexport ARGS
MAKEOVERRIDES :=
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# Where hatch is installed for good, as in the container, SETUP is set to nothing.
SETUP ?= .setup/ready
ifneq ($(SETUP),)
export PATH := $(CURDIR)/.setup/bin:$(PATH)
export HATCH_ENV_TYPE_VIRTUAL_UV_PATH ?= $(CURDIR)/.setup/bin/uv
# A shell that keeps no compiled modules would have each of a thousand programs compile its own.
unexport PYTHONDONTWRITEBYTECODE
endif

# The programs of an environment name the folder it was made in: a copy of the checkout makes its own.
ifneq ($(shell cat .setup/ready 2>/dev/null),$(CURDIR))
.PHONY: .setup/ready
endif

.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*## .*/\1/p' Makefile)

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(SETUP) ## make the private environment with hatch (the other verbs do it by themselves)

.setup/ready: locks/setup.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later with venv on PATH; install one, or say make PYTHON=/path/to/python" >&2; exit 2; }
	@echo "Making .setup with hatch and uv"
	@"$(PYTHON)" -m venv --clear .setup
	@.setup/bin/python -m pip install --quiet --quiet --no-input --disable-pip-version-check --require-hashes --requirement locks/setup.txt
	@printf '%s\n' "$(CURDIR)" > .setup/ready

test: $(SETUP) ## run every test, in parallel, on the Pythons found here; coverage must be 100 %
	@hatch run test $(ARGS)

alone: $(SETUP) ## run each package's tests with nothing but what it declares
	@hatch run alone $(ARGS)

installed: $(SETUP) ## test the wheels of dist/ with the sources out of reach (ARGS="io --dependencies lowest")
	@hatch run installed $(ARGS)

coverage: $(SETUP) ## combine the coverage of all runs so far; it must be 100 %
	@hatch run coverage $(ARGS)

check: $(SETUP) ## format, lint, types, import direction, dead code, docstrings, spelling, locks
	@hatch run check $(ARGS)

fix: $(SETUP) ## format, and mend what the linter can mend
	@hatch run fix

audit: $(SETUP) ## look for risky code and known vulnerabilities (network)
	@hatch run audit $(ARGS)

docs: $(SETUP) ## build the site into site/ (ARGS=--released: each release's beside it)
	@hatch run docs $(ARGS)

build: $(SETUP) ## build wheel and sdist of every package into dist/
	@hatch run build $(ARGS)

verify-build: $(SETUP) ## show that HEAD gives the same bytes elsewhere: folder, umask, user, Python, container
	@hatch run verify-build $(ARGS)

sbom: $(SETUP) ## write what installing each package brings along into reports/sbom/ (network)
	@hatch run sbom $(ARGS)

# A note's words are the tool's to read: a shell would run what stands between backticks, hatch fill in what stands in braces.
changelog: export CHANGELOG_ARGS := $(value ARGS)
changelog: $(SETUP) ## add, check or show change notes (ARGS='add core feature "..."')
	@hatch run changelog

bump: $(SETUP) ## plan, prepare and tag releases (ARGS=plan)
	@hatch run bump $(ARGS)

release-check: $(SETUP) ## tell whether packages are fit to release (ARGS="core --fast")
	@hatch run release-check $(ARGS)

publish: $(SETUP) ## upload dist/ in order (ARGS="--index URL --dry-run")
	@hatch run publish --dist dist $(ARGS)

rehearse: $(SETUP) ## release everything to an index on this machine, install it from there and use it
	@hatch run rehearse $(ARGS)

bench: $(SETUP) ## measure speed and memory against named peers
	@hatch run bench $(ARGS)

lock: $(SETUP) ## pin what the environments install, with hashes (ARGS=--upgrade for newer releases)
	@hatch run lock $(ARGS)

# What was said to make, to the letter: not what the environment calls NAME or EMAIL, and no `$` of it is make's.
said = $(if $(filter command%,$(origin $1)),$(value $1))

package: export PACKAGE_NAME := $(call said,NAME)
package: export PACKAGE_DEPENDS := $(call said,DEPENDS)
package: export PACKAGE_DESCRIPTION := $(call said,DESCRIPTION)
package: $(SETUP) ## add a package: make package NAME=stats [DEPENDS=core,io] [DESCRIPTION="Figures."]
	@hatch run package $(ARGS)

adopt: $(SETUP) ## take a package in that has a repository of its own (ARGS=../requests)
	@hatch run adopt $(ARGS)

fork: export FORK_NAME := $(call said,NAME)
fork: export FORK_OWNER := $(call said,OWNER)
fork: export FORK_AUTHOR := $(call said,AUTHOR)
fork: export FORK_EMAIL := $(call said,EMAIL)
fork: export FORK_LICENSE := $(call said,LICENSE)
fork: export FORK_DESCRIPTION := $(call said,DESCRIPTION)
fork: $(SETUP) ## make the fork yours: make fork NAME=zeta OWNER=zeta-org [AUTHOR= EMAIL= LICENSE= DESCRIPTION=]
	@hatch run fork $(ARGS)

upstream: $(SETUP) ## bring the newer template into a fork (ARGS="--from ADDRESS")
	@hatch run upstream $(ARGS)

ci: check test docs build ## everything that needs no network after set-up

clean: ## remove what the verbs made, the environments too
	@if test -x .setup/bin/hatch; then .setup/bin/hatch env prune; fi
	@rm -rf .setup dist reports site .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find docs packages tests tools -name __pycache__ -prune -exec rm -rf {} +
