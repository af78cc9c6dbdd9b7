"""Codes, counts, names and days in plain words, the same in tables, charts and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

WRITTEN = {"pro_government_media": "pro-government media", "isis": "ISIS", "ypg": "YPG", "acled_2017": "ACLED 2017",
           "acled_current": "ACLED current", "gtd_2017": "GTD 2017"}


def plain(code) -> str:
    """Write a code as words; a missing one is blank."""
    return (WRITTEN.get(code) or code.replace("_", " ")) if isinstance(code, str) else ""


def counted(number: int, one: str, more: str | None = None) -> str:
    """Write a number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Write a list: a, b and c."""
    parts = list(parts)
    return f" {last} ".join([", ".join(parts[:-1]), *parts[-1:]]) if len(parts) > 1 else "".join(parts)


def short_name(name: str) -> str:
    """Shorten a name to the abbreviation it gives in brackets: "Observatory of Places (OP)" to "OP"."""
    found = re.search(r"\(([A-Z][A-Z0-9-]+)\)$", name)
    return found.group(1) if found else name


def day(text: str) -> str:
    """Write an ISO day as people write it: 8 May 2014."""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B %Y}"


def span(start: str, end: str) -> str:
    """Write a span of days, with month and year only where they change: 15 to 28 December 2013."""
    first, last = day(start).split(), day(end).split()
    while len(first) > 1 and first[-1] == last[len(first) - 1]:
        first.pop()
    return f"{' '.join(first)} to {day(end)}"
