"""What the reports are made from, as hashes: the same inputs give the same bytes, so a report with the same key is not made again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

import yaml

import tollbook
from tollbook import paths
from tollbook.render.job import Report

PACKAGES = ("pandas", "matplotlib", "papermill", "nbconvert", "nbclient", "ipykernel", "ipython", "jinja2", "pygments", "pillow")
NOT_READ = ("__pycache__", ".ipynb_checkpoints")


def gather() -> dict:
    """Hash everything a report can depend on besides its notebook and its parameters."""
    root = paths.root()
    return {
        "data": hashes(root / "data"),
        "code": hashes(Path(tollbook.__file__).parent),
        "requirements.lock": _digest_of(root / "requirements.lock"),
        "article text": _digest_of(article_text()),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def article_text() -> Path | None:
    """Give the file named by TOLLBOOK_ARTICLE, from wherever it was named."""
    named = os.environ.get("TOLLBOOK_ARTICLE")
    return Path(named).resolve() if named else None


def article(name: str) -> dict:
    """Read what is known of an article: its title, publisher, address and licence."""
    path = paths.root() / "data/raw" / name / "article.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) if name and path.is_file() else {}


def hashes(folder: Path) -> dict[str, str]:
    """Hash every file under a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in sorted(folder.rglob("*"))
            if path.is_file() and not set(NOT_READ) & set(path.parts)}


def key(report: Report, notebook: bytes, siblings: tuple, inputs: dict) -> str:
    """Make the key of a report: the same for the same notebook, parameters, names on the page and inputs."""
    return digest_of([report.name, report.notebook, report.title, report.parameters, digest(notebook), siblings, inputs])


def about(gathered: dict, notebook: bytes = b"") -> dict:
    """Say what a page tells of its inputs: hashes, that of the data first, and versions of packages."""
    built = {name: recorded for name, recorded in gathered["data"].items() if name.startswith("processed/")}
    digests = {"data": digest_of(built), "notebook": digest(notebook) if notebook else "", "code": digest_of(gathered["code"]),
               "requirements.lock": gathered["requirements.lock"], "article text": gathered["article text"]}
    return {"tollbook": tollbook.__version__, "digests": {name: recorded for name, recorded in digests.items() if recorded},
            "packages": {"Python": gathered["python"]} | gathered["packages"]}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(value) -> str:
    """Hash a value made of dicts, lists and texts, whatever the order of its keys."""
    return digest(json.dumps(value, sort_keys=True).encode("utf-8"))


def _digest_of(path: Path | None) -> str:
    return digest(path.read_bytes()) if path and path.is_file() else ""
