"""The list of reports: which notebooks are rendered with which parameters, and under which names.

Everything that is wrong with the list or with a notebook's form is found here, before any notebook runs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from tollbook.errors import BadInput
from tollbook.render.job import Report

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEYS = ("report", "notebook", "title", "parameters")
RESERVED = ("index", "numbers", "manifest")


def read(path: Path) -> list[Report]:
    """Read the list, one report an entry; every mistake is refused, each in a line of its own.

    Dates and numbers stay the text they are written as: every parameter is a text or a list of texts.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    except yaml.YAMLError as found:
        raise BadInput(f"{path}: is not YAML: {' '.join(str(found).split())}") from None
    if not isinstance(entries, list) or not entries:
        raise BadInput(f"{path}: found no list; allowed is a list of entries with {', '.join(KEYS)}")
    errors = [f"{path}: entry {number}: {error}" for number, entry in enumerate(entries, 1) for error in _entry_errors(entry)]
    if errors:
        raise BadInput(*errors)
    reports = [Report(entry["report"], **{key: entry[key] for key in KEYS[1:] if key in entry}) for entry in entries]
    errors = [*_repeated(reports), *(error for notebook in dict.fromkeys(report.notebook for report in reports)
                                     for error in _notebook_errors(path.parent / f"{notebook}.ipynb"))]
    if errors:
        raise BadInput(*(f"{path}: {error}" for error in errors))
    return reports


def _entry_errors(entry) -> Iterator[str]:
    """Check the form of one entry."""
    if not isinstance(entry, dict):
        yield f"found {entry!r}; allowed is an entry with {', '.join(KEYS)}"
        return
    if unknown := [key for key in entry if key not in KEYS]:
        yield f"found {', '.join(unknown)}; allowed are {', '.join(KEYS)}"
    for key in ("report", "notebook"):
        if not isinstance(entry.get(key), str) or not SLUG.fullmatch(entry[key]) or entry[key] in RESERVED:
            yield f"{key}: found {entry.get(key)!r}; allowed are small letters and digits in words joined by -, not {', '.join(RESERVED)}"
    if not isinstance(entry.get("title", ""), str):
        yield f"title: found {entry['title']!r}; allowed is a text"
    if not isinstance(entry.get("parameters", {}), dict):
        yield f"parameters: found {entry['parameters']!r}; allowed are lines of the form name: value"


def _repeated(reports: list[Report]) -> Iterator[str]:
    for name, times in Counter(report.name for report in reports).items():
        if times > 1:
            yield f"report {name}: found {times} times; allowed is once, as its files have that name"


def _notebook_errors(path: Path) -> Iterator[str]:
    """Check that a notebook is there, has a title and has the tag without which papermill's parameters have no effect."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except OSError as failed:
        yield f"{path}: {failed.strerror}; allowed is a notebook beside the list"
        return
    except (ValueError, KeyError, TypeError):
        yield f"{path}: is no notebook; allowed is JSON with cells, as Jupyter writes it"
        return
    if not cells or cells[0]["cell_type"] != "markdown" or not "".join(cells[0]["source"]).startswith("# "):
        yield f"{path}: the first cell has no title; allowed is a Markdown cell that begins with \"# \""
    tagged = sum("parameters" in cell["metadata"].get("tags", []) for cell in cells)
    if tagged != 1:
        yield f"{path}: found {tagged} cells tagged \"parameters\"; allowed is one, or the defaults would overwrite the parameters"
