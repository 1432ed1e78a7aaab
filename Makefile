# Rapporteur. `make` sets everything up on first use and builds what stands in source/; `make help` lists the rest.
# Targets and variables that every workspace has stand in exporters/rapporteur/starter/Makefile; say also:
#   TESTS=tests/test_x.py these tests only (test, test-all, golden)
#   PYTHON=python3.13     the Python that .venv is made with, if not the first that is new enough
#   SYSTEM=no             leave the system's packages alone: whatever needs one that is missing says so, its tests skip

TESTS =
PYTHON =
SYSTEM =

.DEFAULT_GOAL := build
RAPPORTEUR_READY = .venv/ready
RAPPORTEUR = .venv/bin/rapporteur
RAPPORTEUR_HELP = exporters/rapporteur/starter/Makefile Makefile
include exporters/rapporteur/starter/Makefile

PIP = .venv/bin/python -m pip -qq --disable-pip-version-check --no-input
PYTEST = .venv/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
STAGES = build sample$(if $(filter test test-all golden pictures routes fixtures,$(MAKECMDGOALS)), test)$(if $(filter test-all pictures routes fixtures,$(MAKECMDGOALS)), release)

# Without its compiled modules every command would take twice as long.
unexport PYTHONDONTWRITEBYTECODE

##@ The program

.PHONY: test test-all golden bench lint pictures routes fixtures wheel
test: .venv/ready-test ## run the tests that take seconds
	@$(PYTEST) -m "not slow" $(TESTS)

test-all: .venv/ready-release ## run every test, also those that need LibreOffice and minutes
	@RAPPORTEUR_HYPOTHESIS="$${RAPPORTEUR_HYPOTHESIS:-thorough}" $(PYTEST) $(TESTS)

golden: .venv/ready-test ## write the tests' golden texts anew, to be read as a diff
	@RAPPORTEUR_GOLDEN=write $(PYTEST) -m "not slow" $(TESTS)

bench: .venv/ready-dev ## measure speed against the yardsticks
	@.venv/bin/python tests/bench

lint: .venv/ready-dev ## ruff and mypy --strict
	@.venv/bin/ruff check .
	@.venv/bin/mypy

pictures: .venv/ready-release build ## picture the user's report and the register for the README
	@sh -c "$$PICTURES"

routes: .venv/ready-release ## measure what comes back by which office program, into the README
	@.venv/bin/python tests/routes/table.py --write

fixtures: .venv/ready-release ## edit the tests' Word and Excel files anew in LibreOffice
	@.venv/bin/python tests/fixtures/templates/make.py
	@.venv/bin/python tests/fixtures/resaved.py
	@.venv/bin/python tests/routes/make_fixtures.py
	@.venv/bin/python tests/fixtures/returned/register_edits.py tests/fixtures/returned
	@"$${UNO_PYTHON:-/usr/bin/python3}" tests/fixtures/returned/make_tracked.py

wheel: .venv/ready ## pack the program into dist/
	@rm -rf dist
	@$(PIP) wheel --no-deps --wheel-dir dist .
	@ls dist/*.whl

##@ This checkout

.PHONY: setup constraints packages FORCE
setup: .venv/ready ## set up only: system packages and .venv

constraints: ## take the newest libraries as the tested set: writes constraints.txt
	@PYTHON="$(PYTHON)" sh -c "$$CONSTRAINTS"

packages: ## name the Debian packages that set-up asks for (STAGES="build test release")
	@sh -c "$$SET_UP" set-up list $(STAGES)

# Set-up. A stamp in .venv is written last, so an interrupted set-up starts again; it holds the checkout's place, because
# a virtual environment that was moved or copied would go on running the program it was made for.

ifeq "$(filter 3.%,$(MAKE_VERSION))" ""
ifneq "$(wildcard .venv/bin/python) $(file <.venv/ready)" ".venv/bin/python $(CURDIR)"
.venv/ready: FORCE
endif
endif

.venv/ready: pyproject.toml constraints.txt exporters/rapporteur/system.txt
	@PYTHON="$(PYTHON)" SYSTEM="$(SYSTEM)" sh -c "$$SET_UP" set-up install $(STAGES)
	@echo "Installing the libraries into .venv" >&2
	@$(PIP) install --constraint constraints.txt --editable .
	@pwd -P > $@

.venv/ready-dev: .venv/ready
	@echo "Installing the tools of the tests into .venv" >&2
	@$(PIP) install "pip>=25.1"
	@$(PIP) install --constraint constraints.txt --group dev
	@touch $@

.venv/ready-test: .venv/ready-dev
	@PYTHON="$(PYTHON)" SYSTEM="$(SYSTEM)" sh -c "$$SET_UP" set-up install build sample test
	@touch $@

.venv/ready-release: .venv/ready-test
	@PYTHON="$(PYTHON)" SYSTEM="$(SYSTEM)" sh -c "$$SET_UP" set-up install build sample test release
	@$(PIP) install --constraint constraints.txt --editable ".[conformance]"
	@touch $@

# The rest is plain sh, handed on unexpanded.

define SET_UP_SH
set -eu
task=$1; shift

say() { printf '%s\n' "$@" >&2; }

wanted() { # the Debian packages that the stages given need, each once
  awk -v stages="$*" '
    BEGIN { split(stages, list, " "); for (i in list) asked[list[i]] }
    /^#/ || !NF { next }
    { count = split($1, own, ","); for (i = 1; i <= count; i++) if (own[i] in asked && !seen[$4]++) print $4 }
  ' exporters/rapporteur/system.txt
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

choose_python() {
  for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
    if new_enough "$python"; then return; fi
    if [ -n "${PYTHON:-}" ]; then break; fi
  done
  say "Rapporteur needs Python 3.11 or newer; ${PYTHON:-python3} is $("${PYTHON:-python3}" --version 2>&1 || :)."
  say "Install one and name it: make PYTHON=python3.13"
  exit 2
}

venv_works() { .venv/bin/python -m pip --version >/dev/null 2>&1; }

present() {
  case $1 in
    python3-venv) venv_works || "$python" -c 'import ensurepip' 2>/dev/null ;;
    *) dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed ;;
  esac
}

install_packages() { # as root or with a sudo that asks nothing; otherwise the line to paste
  if [ "$(id -u)" = 0 ]; then sudo=
  elif sudo -n true 2>/dev/null; then sudo="sudo -n"
  else
    say "" "System packages are missing. Paste this line, then run make again:"
    say "" "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$*" ""
    say "(or go on without them: make SYSTEM=no)"
    exit 2
  fi
  say "Installing system packages:$*"
  log=$(mktemp)
  # A broken list of another vendor is no reason to stop: whether the packages can be had is for the second line to say.
  $sudo apt-get update -qq </dev/null >"$log" 2>&1 || :
  if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
      install -y --no-install-recommends $* </dev/null >>"$log" 2>&1; then
    cat "$log" >&2; rm -f "$log"
    exit 2
  fi
  rm -f "$log"
}

if [ "$task" = list ]; then wanted "$@"; exit; fi

choose_python
if [ "${SYSTEM:-}" = no ]; then :
elif ! command -v dpkg-query >/dev/null; then
  say "This is no Debian or Ubuntu: \`make doctor\` says which system packages are missing."
else
  missing=
  for package in $(wanted "$@"); do
    if present "$package"; then continue; fi
    if [ "$package" = python3-venv ]; then package=${python##*/}-venv; fi
    missing="$missing $package"
  done
  if [ -n "$missing" ]; then install_packages "$missing"; fi
fi
if ! venv_works; then
  say "Making the virtual environment .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
fi
endef

define CONSTRAINTS_SH
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "Asking for the newest libraries that run on the oldest Python" >&2
"${PYTHON:-python3}" -m venv "$folder/venv"
pip() { "$folder/venv/bin/python" -m pip -qq --disable-pip-version-check --no-input install "$@"; }
pip "pip>=25.1"
pip --dry-run --ignore-installed --python-version 3.11.0 --only-binary :all: --target "$folder" \
  --report "$folder/report.json" ".[conformance]" --group dev
"$folder/venv/bin/python" - "$folder/report.json" >"$folder/constraints.txt" <<'END'
import json, pathlib, sys
print("# The tested set: the versions that the tests were last seen to pass with. `make constraints` writes it anew.")
found = [each["metadata"] for each in json.loads(pathlib.Path(sys.argv[1]).read_bytes())["install"]]
pins = [f"{each['name']}=={each['version']}" for each in found if each["name"] != "rapporteur"]
print("\n".join(sorted(pins, key=str.casefold)))
END
cat "$folder/constraints.txt" >constraints.txt
git diff --stat -- constraints.txt || :
endef

define PICTURES_SH
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p tests/pictures
first() { ls build/"$1"/T3-S01*."$2" build/"$1"/recommendations."$2" 2>/dev/null | head -n 1; }
picture() { pdftoppm -png -r 80 -f 1 -l 1 -singlefile "$2" "tests/pictures/$1"; }
office() { soffice --headless "-env:UserInstallation=file://$folder/profile" --convert-to pdf --outdir "$folder" "$1" >/dev/null 2>&1; }
picture pdf "$(first pdf pdf)"
for name in word:docx excel:xlsx; do
  file=$(first "${name%:*}" "${name#*:}")
  office "$file"
  base=${file##*/}
  picture "${name%:*}" "$folder/${base%.*}.pdf"
done
ls tests/pictures/*.png
endef

.venv/ready .venv/ready-test .venv/ready-release packages: export SET_UP = $(value SET_UP_SH)
constraints: export CONSTRAINTS = $(value CONSTRAINTS_SH)
pictures: export PICTURES = $(value PICTURES_SH)
