"""What tests share: a project of its own with an invented ledger, the article where there is one, a browser, and spaCy."""

import os
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def invented(tmp_path, monkeypatch):
    """A project folder whose only article is the invented one; every call in the test works on it."""
    root = project_of_its_own(tmp_path / "project")
    monkeypatch.setenv("TOLLBOOK_ROOT", str(root))
    return root


def project_of_its_own(root):
    """Lay out a project folder whose only article is the invented one."""
    for name in ("conventions", "lexicon"):
        shutil.copytree(PROJECT / "data/raw" / name, root / "data/raw" / name)
    shutil.copytree(PROJECT / "tests/invented/port-orrin", root / "data/raw/port-orrin")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return root


@pytest.fixture(scope="session")
def article_path():
    """The text of the real article, which is not part of the project."""
    path = Path(os.environ.get("TOLLBOOK_ARTICLE") or PROJECT.parent / "shared/sources/aleppo-2014.md").resolve()
    return path if path.is_file() else lacking(f"no article: {path} is not there (TOLLBOOK_ARTICLE names another place)")


@pytest.fixture(scope="session")
def chromium():
    """The browser that opens the reports."""
    named = os.environ.get("TOLLBOOK_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else ["chromium", "chromium-browser", "google-chrome"])), None)
    return Path(found) if found else lacking("no chromium: install it, or name it in TOLLBOOK_CHROMIUM")


@pytest.fixture(scope="session")
def pipeline():
    """spaCy with its small English model, which are an extra."""
    from tollbook.errors import BadInput
    from tollbook.extract import parser

    try:
        return parser.load()
    except BadInput as missing:
        lacking(str(missing))


def lacking(what):
    """Skip a test whose needs are not met; in CI they must be, so fail there."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)
