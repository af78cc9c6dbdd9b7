"""Which of a sentence's days a figure covers, and what kind of total that makes it."""

from __future__ import annotations

import re
from datetime import date

from tollbook.extract.candidate import Candidate, Scene
from tollbook.extract.dates import BACKWARD, Narrative, Stamp
from tollbook.extract.rules import Found

RUNNING = re.compile(r"\b(?:risen|rose|rise|reached|brought|bringing|raised|raising|climbed|so far|in all|total|altogether|now)\b")
STILL = re.compile(r"(?<!to )\b(?:has|have) (?:now |already |so far )?(?:killed|been killed|died|lost|claimed)")
TOTAL = re.compile(r"\b(?:since the|so far|to date|total of|in all|overall)\b")
ONE_DAY = re.compile(r"\b(?:during|throughout) the (?:same )?day\b|\b(?:that|the same) day\b|\bin and around\b")
SAID_OF_OTHERS = re.compile(r"\b(?:whom?|which|held|since) [\w ]{0,12}$")
CLOSE = 60  # characters between a figure and a date that follows it


def days(scene: Scene, narrative: Narrative, found: Found, whole: Candidate | None) -> tuple[str, str, str]:
    """Tell the first and the last day that a figure covers, and where they come from (`schema.DATE_PRECISIONS`)."""
    if whole:
        return whole.date_start, whole.date_end, whole.date_precision
    here = [stamp for stamp in scene.stamps if stamp.kind != "none"]
    stamp = _choose(scene, here, found)
    by = next((s for s in here if s.kind == "by" and s.end), None)
    since = next((s for s in here if s.kind in ("start", "since") and not SAID_OF_OTHERS.search(scene.low[:s.first])), None)
    if since is not None and (stamp is None or stamp in (since, by) or stamp.kind == "on"):
        other = by or next((s for s in here if s is not since and s.kind == "on" and s.end), None)
        first, end = since.start or narrative.first_day(since.event, scene.low), other.end if other else narrative.end
        first = first if first and (end is None or first <= end) else None
        return _iso(first), _iso(end), "open_start" if not first else "start_inferred" if since.kind == "start" else "stated"
    if stamp is None:
        return _of_the_telling(scene, narrative, found, is_dated=bool(here))
    if stamp.kind == "by":
        is_month = stamp.is_month and stamp.start != stamp.end
        return _until(stamp.start if is_month else narrative.first_day("", scene.low), stamp.end)
    if found.rule == "toll" and stamp.is_absolute and stamp.start == stamp.end:
        first = narrative.first_day("", scene.low)
        return _until(first, stamp.end) if first or RUNNING.search(scene.low) else (_iso(stamp.start), _iso(stamp.end), "stated")
    if STILL.search(scene.low):
        return "", _iso(stamp.end), "open_start"
    if stamp.start != stamp.end and stamp.kind == "on" and stamp.is_absolute and not stamp.is_month:
        narrative.periods.append((scene.low, stamp.start))
    return _iso(stamp.start), _iso(stamp.end), "stated" if stamp.is_absolute else "carried"


def scope(scene: Scene, found: Found, dates: tuple[str, str, str]) -> str:
    """Tell what kind of total it is (`schema.SCOPES`), from its rule, its days and the words of its clause."""
    start, end, precision = dates
    if found.rule == "toll" or precision in ("start_inferred", "open_start"):
        return "cumulative"
    if start != end:
        return "period"
    return "day" if ONE_DAY.search(_clause(scene, found)) and not TOTAL.search(scene.low) else "incident"


def _of_the_telling(scene: Scene, narrative: Narrative, found: Found, is_dated: bool) -> tuple[str, str, str]:
    """Take the narrative's day; a running total begins when what it counts began."""
    start, end = narrative.start, narrative.end
    if narrative.is_open and end and not is_dated:
        return "", _iso(end), "open_start"
    if found.rule == "toll" and end:
        first = narrative.first_day("", scene.low)
        if first or RUNNING.search(scene.low):
            return _until(first, end)
    return _iso(start), _iso(end), "carried"


def _until(first: date | None, end: date | None) -> tuple[str, str, str]:
    return _iso(first), _iso(end), "start_inferred" if first else "open_start"


def _choose(scene: Scene, here: list[Stamp], found: Found) -> Stamp | None:
    """Choose the date that a figure belongs to: one that follows it in its clause, else the last one before it."""
    if not here:
        return None
    places = (scene.start(found.at), scene.start(found.verb))
    last = max(places)
    before = [stamp for stamp in here if stamp.first < last]
    after = _after(scene, here, last)
    near = [stamp for stamp in after if _belongs(scene, stamp, last)]
    if near and before and near[0].is_absolute and near[0].kind == "on" and re.search(r"[,;]| and ", scene.low[last:near[0].first]):
        near = []
    near = [stamp for stamp in near if stamp.kind != "since" or not re.search(r"\b(?:whom?|which|held)\b", scene.low[last:stamp.first])]
    if near and (near[0].kind in ("back", "start", "by") or not before or not near[0].is_absolute or near[0].first - last < CLOSE):
        return near[0]
    return before[-1] if before else (near or after or [None])[0]


def _after(scene: Scene, here: list[Stamp], last: int) -> list[Stamp]:
    """List the dates that follow a figure, up to the next "while" or semicolon."""
    cuts = [scene.start(n) for n, chunk in enumerate(scene.sentence.chunks) if chunk.letter in "X;"]
    edge = min((cut for cut in cuts if cut > last), default=len(scene.low))
    return [stamp for stamp in here if last < stamp.first < edge]


def _belongs(scene: Scene, stamp: Stamp, last: int) -> bool:
    """Tell whether a date that follows a figure is its own: no other figure and no other verb of loss stands between."""
    others = [found for found in scene.reading.found
              if found.whole is None and found.chunk.first and last < scene.start(found.at) < stamp.first]
    verbs = [n for n, chunk in enumerate(scene.sentence.chunks) if chunk.letter in "kTVl" and last < scene.start(n) < stamp.first]
    looks_back = not stamp.is_absolute and (stamp.kind == "back" or BACKWARD.search(stamp.words) is not None)
    return stamp.kind == "start" or (not others or looks_back) and len(verbs) <= len(others)


def _clause(scene: Scene, found: Found) -> str:
    """Give the words of the clause that a number stands in, from the number on."""
    chunks = scene.sentence.chunks
    end = next((scene.start(n) for n in range(found.at + 1, len(chunks)) if chunks[n].letter in "X;"), len(scene.low))
    return scene.low[scene.start(found.at):end]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
