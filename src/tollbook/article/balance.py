"""Wikitext whose brackets, braces and tags all have their other half: a parser that looks for halves which are not there takes for ever.

mwparserfromhell tries each opening anew and reads on to the end of the text for it: 50,000 characters of "{{{a|" take half a minute.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from mwparserfromhell.definitions import is_parsable, is_single_only

# In place of what has no other half, so that offsets stay: of what is shown as it is, and of what is not. No text has these.
SHOWN, DROPPED = "\ufffe", "\uffff"
DEEPEST = 20  # levels; a fifth of what the parser allows
TOKEN = re.compile(
    r"(?P<open>\{\{+|\[\[+)|(?P<close>\}\}+|\]\]+)|(?P<table>^[ \t:]*\{\|)|(?P<end>^[ \t]*\|\}(?!\}))|(?P<link>\[(?=(?:\w+:)?//|mailto:))|"
    r"<!--|<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,30})(?=[\s/>])(?P<attributes>[^<>{}\[\]]{0,500})>|<(?=[/a-zA-Z!])", re.MULTILINE)


class Opening(NamedTuple):
    """What waits for its other half: what kind, from where to where, how deep."""

    kind: str
    start: int
    end: int
    depth: int


@dataclass
class Ahead:
    """The next place of some letters at or after a position that only grows; each part of the text is searched once."""

    text: str
    letters: str
    found: int = -1

    def after(self, position: int) -> int:
        """Give the next place, or the end of the text where there is none."""
        if self.found < position:
            at = self.text.find(self.letters, position)
            self.found = at if at >= 0 else len(self.text)
        return self.found


@dataclass
class Scan:
    """The openings that wait while a text is read once from its start, and the spans that are to be put out of the parser's sight."""

    text: str
    waiting: list[Opening] = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)
    hidden: list[tuple[int, int, str]] = field(default_factory=list)

    def open(self, kind: str, start: int, end: int) -> None:
        self.waiting.append(Opening(kind, start, end, len(self.waiting)))
        self.kinds[kind] += 1

    def take(self, kind: str) -> Opening | None:
        """Give the nearest opening of a kind; those inside of it have no other half."""
        if not self.kinds[kind]:
            return None
        while (last := self.waiting.pop()).kind != kind:
            self.kinds[last.kind] -= 1
            self.hide(last)
        self.kinds[kind] -= 1
        return last

    def close(self, kind: str, start: int, end: int) -> None:
        """Match a closing with its opening; both are hidden where they lie too deep."""
        opening = self.take(kind)
        if opening is None or opening.depth >= DEEPEST:
            self.hidden.append((start, end, DROPPED if kind.startswith("<") else SHOWN))
            if opening:
                self.hide(opening)

    def hide(self, opening: Opening) -> None:
        """Hide an opening; a tag is not shown, a reference without an end not to the end of its line."""
        end = opening.end
        if opening.kind == "<ref":
            line = self.text.find("\n", end)
            end = line if line >= 0 else len(self.text)
        self.hidden.append((opening.start, end, DROPPED if opening.kind.startswith("<") else SHOWN))

    def braces(self, start: int, end: int) -> None:
        """Match a run of closing braces with the runs that wait, as many at a time as both have."""
        left = end - start
        while left >= 2 and (opening := self.take("{")):
            size = opening.end - opening.start
            matched = min(size, left)
            if opening.depth >= DEEPEST:
                self.hidden += [(opening.start, opening.end, SHOWN), (end - left, end - left + matched, SHOWN)]
            elif size - matched >= 2:
                self.open("{", opening.start, opening.end - matched)
            elif size > matched:
                self.hidden.append((opening.start, opening.start + 1, SHOWN))
            left -= matched
        if left:
            self.hidden.append((end - left, end, SHOWN))


def balance(text: str) -> str:
    """Give a text of the same length in which each half that lacks its other is hidden."""
    scan, at = Scan(text), 0
    ends = {name: Ahead(text, letters) for name, letters in {"comment": "-->", "link": "]", "line": "\n"}.items()}
    lower = text.lower() if len(text.lower()) == len(text) else text
    while match := TOKEN.search(text, at):
        at = match.end()
        if match["open"]:
            start = match.start() if text[match.start()] == "{" else match.end() - 2
            scan.open(text[match.start()], start, match.end())
        elif match["close"]:
            _close_run(scan, match.start(), match.end())
        elif match["table"]:
            scan.open("|", match.end() - 2, match.end())
        elif match["end"]:
            scan.close("|", match.end() - 2, match.end())
        elif match["link"]:
            if ends["link"].after(at) >= ends["line"].after(at):
                scan.hidden.append((match.start(), match.end(), SHOWN))
        elif match.group() == "<!--":
            end = ends["comment"].after(at)
            if end == len(text):  # as in MediaWiki, the rest is a comment
                scan.hidden.append((match.start(), len(text), DROPPED))
            at = min(end + 3, len(text))
        elif match["tag"]:
            at = _tag(scan, match, lower, ends)
        else:
            scan.hidden.append((match.start(), match.end(), SHOWN))
    for opening in scan.waiting:
        scan.hide(opening)
    return _without(text, scan.hidden)


def _close_run(scan: Scan, start: int, end: int) -> None:
    if scan.text[start] == "}":
        scan.braces(start, end)
    else:
        for first in range(start, end - 1, 2):
            scan.close("[", first, first + 2)


def _tag(scan: Scan, match: re.Match, lower: str, ends: dict[str, Ahead]) -> int:
    """Take account of a tag and give where to read on: after the end of one whose contents are no wikitext."""
    name = match["tag"].lower()
    if match["slash"]:
        scan.close(f"<{name}", match.start(), match.end())
    elif not match["attributes"].endswith("/") and not is_single_only(name):
        if is_parsable(name):
            scan.open(f"<{name}", match.start(), match.end())
        else:
            end = ends.setdefault(name, Ahead(lower, f"</{name}>")).after(match.end())
            if end < len(lower):
                return end + len(name) + 3
            scan.hidden.append((match.start(), match.end(), DROPPED))
    return match.end()


def _without(text: str, hidden: list[tuple[int, int, str]]) -> str:
    """Put stand-ins over spans; where two overlap, the one that begins first goes on."""
    pieces, at = [], 0
    for start, end, stand_in in sorted(hidden):
        first = max(at, start)
        if end > first:
            pieces += [text[at:first], stand_in * (end - first)]
            at = end
    return "".join([*pieces, text[at:]])
