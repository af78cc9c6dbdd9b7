#!/usr/bin/env python3
"""Measure how tabulating, comparing and totals grow, with invented ledgers of 1,000 to 1,000,000 claims.

Each size runs in a process of its own, so that its peak memory is its own. Exit 0 if every stage grows no faster than n log n and the
joins are at least 20 times as fast as a plain loop over the claims at 10,000; else 1.

Example: python benchmarks/scale.py --sizes 1000 10000 100000
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, islice, product
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from tollbook import command, compare, ledger, measures, schema
from tollbook.contradictions import contradictions
from tollbook.ledger import Ledger
from tollbook.measures import APART, AROUND, INSIDE, OPEN, OVERLAP, SAME, SEVERAL
from tollbook.tolls import Selection, Totals

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LOOP_SIZE, LEAST_SPEEDUP = 10_000, 20
NOISE = 1.5  # how far a step may lie above n log n, as ten times the data fits the caches less well; a quadratic step lies at 7.5 or more
WORDS_UP_TO = 10_000  # claims up to which sentences and contradictions are timed as well
REPEATED_FOR, REPEATED = 1.0, (2, 5)  # a stage is repeated for some seconds and some times; its least time counts

# -- an invented ledger ------------------------------------------------------------------------------------------------------------------
#
# The shares are those of the real ledger of 74 claims on 33 events; every number, day, name and who says what of whom is drawn.

EVENTS = (12, 54)  # events in one article
FIRST_DAY, YEARS, DAYS = np.datetime64("2101-01-01"), 25, 380  # articles begin within these years and cover so many days
CLAIMS_OF_EVENT = {1: 15, 2: 8, 3: 6, 4: 1, 5: 1, 6: 1, 10: 1}
CAMPAIGN = 10  # claims of an event that is told as running totals
PART_OF, MAY_OVERLAP, OPEN_START, LASTS, DAY_TOTAL = 2 / 33, 4 / 33, 2 / 33, 2 / 33, 2 / 33  # of the events
SEVERAL_VOICES = 0.5  # of the events with three claims or more
BREAKDOWN, BREAKDOWN_OF_CAMPAIGN, BESIDES, IMPLIED = 6 / 32, 6 / 9, 4 / 32, 12 / 32  # of the claims that are not the first of an event
AT_ODDS = 0.25  # of the voices: those who see more or fewer than there were

SOURCES = (  # name, source type, own side, claims
    ("voice", "unattributed", "", 27), ("observatory", "monitor", "", 18), ("reports", "unnamed_report", "", 16),
    ("rebels", "rebel", "rebel", 5), ("commander", "rebel", "rebel", 1), ("front", "rebel", "rebel", 1),
    ("activists", "opposition", "rebel", 3), ("relief", "aid_group", "", 1), ("officials", "government", "government", 1),
    ("channel", "independent_media", "", 1),
)
MODES = {"unattributed": "states", "monitor": "states", "unnamed_report": "reports"}
FIRST_SIDES = {"government": 26, "rebel": 24, "civilian": 13, "unspecified": 6, "mixed": 4, "isis": 1}
TURNS = ("government", "rebel", "civilian")  # whose losses an event's further claims count
FIRST_OUTCOMES = {"killed": 0.88, "casualties": 0.06, "killed_or_wounded": 0.06}
OUTCOMES = {"killed": 0.3, "materiel": 0.32, "freed": 0.16, "casualties": 0.12, "wounded": 0.03, "captured": 0.03, "surrendered": 0.03,
            "killed_or_wounded": 0.01}
LAST_OUTCOMES = {"wounded": 0.3, "captured": 0.3, "freed": 0.2, "materiel": 0.2}
SHARE, NUMBERLESS = 0.1, 0.8  # of the first break-downs, "most of them"; of the casualties, those without a number
QUALIFIERS = {"exact": 0.35, "at_least": 0.35, "vague": 0.18, "more_than": 0.12}
VICTIMS = {"government": ("soldiers", "pro-government fighters", "troops"), "rebel": ("rebels", "rebel fighters", "militants"),
           "civilian": ("civilians", "residents", "people"), "isis": ("ISIS fighters", "ISIS forces", "militants"),
           "unspecified": ("people", "people", "detainees"), "mixed": ("people", "people", "both sides")}
UNARMED, ARMED = ("children", "women", "journalist"), ("commander", "officer", "guards")
GROUPS = {"government": ARMED, "rebel": ARMED, "civilian": UNARMED, "isis": ARMED, "unspecified": UNARMED, "mixed": UNARMED}
SHARES = np.array([1, 0.3, 0.15, 0.08, 0.05, 0.03])  # of the people hurt: first figure, second, ...
PARTS = np.array([0.55, 0.2, 0.1])  # of the whole: first break-down, second, ...
DIGITS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SYLLABLES = ("vel", "mor", "tan", "ash", "ker", "lio", "dun", "bre", "sai", "qom")


@dataclass(frozen=True)
class Invented:
    """An invented ledger as its coding sheets have it, as text; `articles` are those of the claims, incidents and sources."""

    sheets: Ledger
    articles: dict[str, np.ndarray]

    def claims(self) -> pd.DataFrame:
        """Build the claims as tabulating does: bounds, names, links, types, measures."""
        return measures.name(ledger.build_claims(self.sheets)).assign(article_id=self.articles["claims"])

    def incidents(self) -> pd.DataFrame:
        return schema.typed(self.sheets.incidents, schema.RAW_INCIDENTS).assign(article_id=self.articles["incidents"])

    def sources(self) -> pd.DataFrame:
        return schema.typed(self.sheets.sources, schema.RAW_SOURCES).assign(article_id=self.articles["sources"])


def invent(size: int, seed: int = 20_310_303) -> Invented:
    """Draw a ledger of a number of claims, spread over articles as long as the real one; the same size and seed give the same ledger.

    A ledger grows by articles: at the density of the real one, a war told in a single article of a million claims would last 13,500
    years. Names, places and numbers are invented.
    """
    draw = np.random.default_rng([seed, size])
    events = _draw_events(draw, size)
    rows = _draw_claims(draw, events)
    claims = _write_claims(draw, events, rows)
    incidents = _write_incidents(events)
    names, types, sides, _ = map(np.array, zip(*SOURCES, strict=True))
    number = events["article"].max() + 1
    sources = pd.DataFrame({"source_id": _source_ids(number).ravel(),
                            "name": np.tile(names, number), "source_type": np.tile(types, number), "aliases": "",
                            "own_side": np.tile(sides, number), "note": "invented"}, dtype="str")
    nothing = (pd.DataFrame(columns=sheet.names, dtype="str") for sheet in schema.RAW_SHEETS[3:])
    meta = {"article_id": "all", "address": "https://ledger.invalid/"}
    articles = np.array([f"war-{article}" for article in range(number)], dtype=object)
    of = {"claims": events["article"][rows["event"]], "incidents": events["article"], "sources": np.repeat(np.arange(number), len(names))}
    return Invented(Ledger(Path(), meta, claims, sources, incidents, *nothing),
                    {sheet: articles[numbers] for sheet, numbers in of.items()})


def _draw_events(draw: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    """Draw the events, one entry each: article, number of claims and voices, days, place in others, people hurt."""
    counts = _choose(draw, CLAIMS_OF_EVENT, size)
    counts = counts[:np.searchsorted(np.cumsum(counts), size) + 1]
    counts[-1] -= counts.sum() - size
    number = len(counts)
    article = np.repeat(np.arange(number), draw.integers(*EVENTS, number, endpoint=True))[:number]
    follows = np.append(False, article[1:] == article[:-1]) & (counts < CAMPAIGN)
    part_of = follows & (draw.random(number) < PART_OF)
    part_of[1:] &= ~part_of[:-1] & (counts[:-1] < CAMPAIGN)
    whole = np.arange(number) - part_of
    has_part = np.append(part_of[1:], False)
    length = np.where(draw.random(number) < LASTS, draw.integers(1, 14, number), 0)
    length = np.where(counts >= CAMPAIGN, draw.integers(14, 60, number), np.where(has_part, length + 5, length))
    start = draw.integers(0, 365 * YEARS, article[-1] + 1)[article] + draw.integers(0, DAYS, number)
    start = np.where(part_of, start[whole] + draw.integers(0, 6, number), start)
    people = np.ceil(draw.lognormal(3.2, 1.2, number)) + 3 * counts
    people = np.where(counts >= CAMPAIGN, 10 * people, np.where(has_part, 4 * people + 30, people))
    people = np.where(part_of, people[whole] * draw.uniform(0.1, 0.3, number), people)
    several = (counts >= 3) & (draw.random(number) < SEVERAL_VOICES) | (counts >= CAMPAIGN)
    return {"article": article, "claims": counts, "part_of": part_of, "whole": whole, "start": start,
            "end": start + np.where(part_of, np.minimum(length, length[whole] - (start - start[whole])), length),
            "overlaps": follows & ~part_of & (draw.random(number) < MAY_OVERLAP), "open_start": draw.random(number) < OPEN_START,
            "people": people, "voices": np.where(several, draw.choice([3, 4], number, p=[0.6, 0.4]), 1),
            "first_side": _choose(draw, FIRST_SIDES, number)[whole], "wording": draw.integers(0, 3, number)[whole]}


def _draw_claims(draw: np.random.Generator, events: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Draw the claims, one entry each: of which event, by which voice, on which of its figures, the whole or a part, how many."""
    event = np.repeat(np.arange(len(events["claims"])), events["claims"])
    first = np.repeat(np.cumsum(events["claims"]) - events["claims"], events["claims"])
    row, is_campaign = np.arange(len(event)), events["claims"][event] >= CAMPAIGN
    is_part = (row > first) & (draw.random(len(row)) < np.where(is_campaign, BREAKDOWN_OF_CAMPAIGN, BREAKDOWN))
    of = np.maximum.accumulate(np.where(is_part, 0, row))
    is_part &= (row - of) % 4 > 0  # at most three parts, each of a group of its own
    of = np.maximum.accumulate(np.where(is_part, 0, row))  # the whole of a part; each whole of itself
    rank = np.cumsum(~is_part) - 1
    rank -= rank[first]
    voices = events["voices"][event]
    besides = (voices == 1) & (row > first) & ~is_part & (of[row - 1] == row - 1) & (draw.random(len(row)) < BESIDES)
    besides[1:] &= ~besides[:-1]
    figure = np.where(is_campaign, 0, rank // voices - besides)[of]
    order = np.argsort(np.log([share for *_, share in SOURCES]) + draw.gumbel(size=(len(events["claims"]), len(SOURCES))))[:, ::-1]
    source = order[event, rank % voices]
    seen = _seen_by(draw, events["whole"][event] * len(SOURCES) + source)
    windows = np.maximum.reduceat(rank, np.flatnonzero(row == first))[event] + 1
    window = np.where(is_campaign, (rank + 1) / windows, 1)
    people = np.maximum(1, np.floor(events["people"][event] * SHARES[np.minimum(figure, 5)] * seen * window))
    part = row - of - 1
    people = np.where(is_part, np.maximum(1, np.floor(people[of] * PARTS[np.maximum(part, 0)])), people).astype("int64")
    has_part = np.append(is_part[1:], False)
    implied = ~is_part & ~has_part & ~is_campaign & (row > first) & (voices == 1) & ~besides & (draw.random(len(row)) < IMPLIED)
    return {"event": event, "row": row, "is_part": is_part, "of": of, "part": part, "besides": besides, "figure": figure, "source": source,
            "people": np.where(implied, draw.integers(1, 4, len(row)), people), "implied": implied, "window": window, "rank": rank,
            "is_day": (draw.random(len(events["claims"])) < DAY_TOTAL)[event]}


def _seen_by(draw: np.random.Generator, voices: np.ndarray) -> np.ndarray:
    """Draw once for each voice on an event, and on what is part of it, how many of the people hurt it sees."""
    _, which = np.unique(voices, return_inverse=True)
    seen = np.where(draw.random(len(voices)) < AT_ODDS, draw.lognormal(0, 0.5, len(voices)), 1)
    return seen[which]


def _write_claims(draw: np.random.Generator, events: dict[str, np.ndarray], rows: dict[str, np.ndarray]) -> pd.DataFrame:
    """Write the claims as a coding sheet has them: text, blank where there is nothing to say."""
    event, of, is_part, implied = (rows[name] for name in ("event", "of", "is_part", "implied"))
    outcome = _outcomes(draw, events, rows)
    qualifier, quantity = _quantities(draw, rows, outcome)
    side, group, victims = _victims(events, rows, outcome)
    start, end = events["start"][event], events["end"][event]
    end = start + np.ceil((end - start) * rows["window"]).astype("int64")
    is_open = events["open_start"][event]
    days = np.datetime_as_string(FIRST_DAY + np.arange(end.max() + 1)).astype(object)
    ids = _claim_ids(events["article"][event])
    names, types = (np.array(column, dtype=object) for column in list(zip(*SOURCES, strict=True))[:2])
    scope = np.select([is_part, is_open | (events["claims"][event] >= CAMPAIGN) & (rows["rank"] > 0), end > start, rows["is_day"]],
                      ["breakdown", "cumulative", "period", "day"], "incident")
    doer = np.select([draw.random(len(event)) < 0.16, np.isin(side, ["government", "isis"]), side == "rebel"],
                     ["unspecified", "rebel", "government"], np.where(events["wording"][event] > 0, "government", "rebel"))
    is_voice = types[rows["source"]] == "unattributed"
    return pd.DataFrame({
        "claim_id": ids, "section": "Course", "paragraph": "1", "sentence": "1", "exact": victims, "quantity_text": quantity,
        "qualifier": qualifier, "outcome": outcome, "outcome_text": outcome, "outcome_explicit": np.where(implied, "no", "yes"),
        "victims": victims, "victim_side": side, "victim_group": group, "perpetrator_side": doer,
        "attribution_text": np.where(is_voice, "", names[rows["source"]]),
        "source_id": _source_ids(events["article"][-1] + 1)[events["article"][event], rows["source"]],
        "mode": pd.Series(types[rows["source"]]).map(MODES).fillna("claims"),
        "date_start": np.where(is_open, "", days[start]), "date_end": days[end],
        "date_precision": np.select([is_open, scope == "cumulative"], ["open_start", "start_inferred"], "carried"), "scope": scope,
        "part_of": np.where(is_part, ids[of], ""), "besides": np.where(rows["besides"], ids[rows["row"] - 1], ""),
        "incident_id": _incident_ids(events)[event], "note": "",
    }, dtype="str")[schema.RAW_CLAIMS.names]


def _outcomes(draw: np.random.Generator, events: dict[str, np.ndarray], rows: dict[str, np.ndarray]) -> np.ndarray:
    """Draw what happened to the people of each figure of an event: one outcome for all voices, and for what is part of the event."""
    number = len(events["claims"])
    drawn = np.stack([_choose(draw, FIRST_OUTCOMES, number), *(_choose(draw, OUTCOMES, number) for _ in range(2)),
                      *(_choose(draw, LAST_OUTCOMES, number) for _ in range(2))], axis=1)
    drawn[events["claims"] >= CAMPAIGN, 0] = "killed"
    outcome = drawn[events["whole"][rows["event"]], np.minimum(rows["figure"], 4)]
    return np.where(rows["implied"], "killed", outcome)


def _quantities(draw: np.random.Generator, rows: dict[str, np.ndarray], outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Word the numbers: qualifiers and texts that are true of what each voice sees."""
    people, is_part, number = rows["people"], rows["is_part"], len(outcome)
    has_part = np.append(is_part[1:], False)
    said, is_share, is_numberless = _choose(draw, QUALIFIERS, number), draw.random(number) < SHARE, draw.random(number) < NUMBERLESS
    qualifier = np.select(
        [is_part & (rows["part"] == 0) & is_share, is_part, rows["implied"], (outcome == "casualties") & ~has_part & is_numberless,
         has_part & (people < 12), (said == "vague") & (people < 3), (said == "more_than") & (people < 2)],
        ["share", "exact", "implied", "unquantified", "at_least", "exact", "exact"], said)
    figures = np.array([*DIGITS, *(f"{figure:,}" for figure in range(len(DIGITS), people.max() + 1))], dtype=object)
    vague = np.select([people >= 200, people >= 24], ["hundreds of", "dozens of"], "several").astype(object)
    text = np.select(
        [qualifier == "share", qualifier == "vague", qualifier == "unquantified", qualifier == "at_least", qualifier == "more_than"],
        ["most of them", vague, "", "at least " + figures[people], "more than " + figures[people - 1]], figures[people])
    return np.where(qualifier == "share", "vague", qualifier), text


def _victims(events: dict[str, np.ndarray], rows: dict[str, np.ndarray], outcome: np.ndarray) -> tuple[np.ndarray, ...]:
    """Say of which side and group the people of each figure are, and in which words."""
    event, figure = rows["event"], rows["figure"]
    first, wording = events["first_side"][event], events["wording"][event]
    turn = np.select([first == side for side in TURNS], range(len(TURNS)), wording)
    own = np.where(rows["implied"], "rebel", np.where(figure == 0, first, np.array(TURNS)[(turn + figure) % len(TURNS)]))
    code = np.select([own == side for side in VICTIMS], range(len(VICTIMS)))
    groups, words = (np.array([table[side] for side in VICTIMS], dtype=object) for table in (GROUPS, VICTIMS))
    group = np.where(rows["is_part"], groups[code, np.maximum(rows["part"], 0)], np.where(rows["implied"], "suicide_bombers", ""))
    victims = np.where(group == "", words[code, wording], group)
    return own, group, np.where(outcome == "materiel", "vehicles", victims)


def _write_incidents(events: dict[str, np.ndarray]) -> pd.DataFrame:
    """Write the incidents as their sheet has them; each of two that may overlap names the other."""
    ids, overlaps = _incident_ids(events), events["overlaps"]
    before, after = np.where(overlaps, np.roll(ids, 1), ""), np.where(np.append(overlaps[1:], False), np.roll(ids, -1), "")
    place = _places(len(ids))
    start, end = ((FIRST_DAY + events[name]).astype(str) for name in ("start", "end"))
    return pd.DataFrame({
        "incident_id": ids, "title": "Fighting at " + place, "date_start": np.where(events["open_start"], "", start), "date_end": end,
        "place": place,
        "part_of": np.where(events["part_of"], ids[events["whole"]], ""),
        "may_overlap": np.where((before != "") & (after != ""), before + "; " + after, before + after), "note": "",
    }, dtype="str")[schema.RAW_INCIDENTS.names]


def _incident_ids(events: dict[str, np.ndarray]) -> np.ndarray:
    return np.array([f"event-{number}" for number in range(len(events["claims"]))], dtype=object)


def _source_ids(articles: int) -> np.ndarray:
    """Name the sources of each article: one row an article."""
    return np.array([[f"{name}-{article}" for name, *_ in SOURCES] for article in range(articles)], dtype=object)


def _claim_ids(article: np.ndarray) -> np.ndarray:
    """Number the claims of each article behind its three letters."""
    number = np.arange(len(article)) - np.searchsorted(article, article) + 1
    letters = [chr(65 + code) for code in range(26)]
    prefixes = np.array(["".join(three) for three in islice(product(letters, repeat=3), int(article[-1]) + 1)], dtype=object)
    return prefixes[article] + np.array([f"-{at:03d}" for at in range(number.max() + 1)], dtype=object)[number]


def _places(number: int) -> np.ndarray:
    """Make up names of places; there are a thousand."""
    names = ["".join(three).capitalize() for three in product(SYLLABLES, repeat=3)]
    return np.array(names, dtype=object)[np.arange(number) % len(names)]


def _choose(draw: np.random.Generator, shares: dict, number: int) -> np.ndarray:
    weights = np.array(list(shares.values()), dtype="float64")
    return draw.choice(np.array(list(shares)), number, p=weights / weights.sum())


# -- the joins as a plain loop -------------------------------------------------------------------------------------------------------------


class Plain(NamedTuple):
    """What a plain loop looks at of one claim."""

    row: int
    article: str
    event: str
    above: frozenset[str]
    overlaps: frozenset[str]
    start: int
    end: int
    kind: str
    outcome: str
    scope: str
    doer: str


def plain(claims: pd.DataFrame, incidents: pd.DataFrame, kinds: pd.Series) -> list[Plain]:
    """Write each claim as one object, with the incidents that hold its own and those that may share people with it."""
    lines, shared = measures.lineage(incidents), measures.may_overlap(incidents)
    above, overlaps = defaultdict(set), defaultdict(set)
    for article, event, whole in lines.loc[lines["depth"] > 0, ["article_id", "incident_id", "ancestor"]].itertuples(index=False):
        above[article, event].add(whole)
    for article, event, other in shared.itertuples(index=False):
        overlaps[article, event].add(other)
    above, overlaps = ({key: frozenset(events) for key, events in found.items()} for found in (above, overlaps))
    columns = [claims[name].to_numpy().tolist() for name in ("article_id", "incident_id", "outcome", "scope", "perpetrator_side")]
    start, end = (measures.day_number(claims[name]).tolist() for name in ("date_start", "date_end"))
    return [Plain(row, article, event, above.get((article, event), frozenset()), overlaps.get((article, event), frozenset()), first, last,
                  kind, outcome, scope, doer)
            for row, (article, event, outcome, scope, doer, first, last, kind) in enumerate(zip(*columns, start, end, kinds, strict=True))]


def joined_plainly(pairs: Iterable[tuple[Plain, Plain]], stand: Callable[[str, str], int]) -> Iterator[tuple[int, ...]]:
    """Say of pairs of claims how their incidents, days, victims and outcomes stand; pairs that no join asks for are left out."""
    stand_of_victims, stand_of_outcomes = cache(stand), cache(measures.stand_of_outcomes)
    for a, b in pairs:
        if a.article != b.article:
            continue
        if a.event == b.event:
            incidents = SAME
        elif b.event in a.above:
            incidents = INSIDE
        elif a.event in b.above:
            incidents = AROUND
        elif b.event in a.overlaps:
            incidents = OVERLAP
        elif (is_beside(a, b) or is_beside(b, a)) and stand_of_victims(a.kind, b.kind) < APART:
            incidents = APART
        else:
            continue
        yield (a.row, b.row, incidents, stand_of_days(a, b), stand_of_victims(a.kind, b.kind), stand_of_outcomes(a.outcome, b.outcome))


def is_beside(a: Plain, b: Plain) -> bool:
    """Tell whether one claim is of an event within the days that a total over several events covers."""
    if b.scope not in SEVERAL or a.scope == "breakdown" or a.outcome != b.outcome or OPEN in (a.start, b.start):
        return False
    untold = ("unspecified", "mixed")
    return b.start <= a.start and a.end <= b.end and (a.doer == b.doer or a.doer in untold or b.doer in untold)


def stand_of_days(a: Plain, b: Plain) -> int:
    if a.start == b.start and a.end == b.end:
        return SAME
    if a.end < b.start or b.end < a.start:
        return APART
    if b.start <= a.start and a.end <= b.end:
        return INSIDE
    return AROUND if a.start <= b.start and b.end <= a.end else OVERLAP


def within_articles(rows: list[Plain]) -> Iterator[tuple[Plain, Plain]]:
    """Pair the claims of each article."""
    articles = defaultdict(list)
    for claim in rows:
        articles[claim.article].append(claim)
    return chain.from_iterable(combinations(claims, 2) for claims in articles.values())


def by_event(rows: list[Plain]) -> Iterator[tuple[Plain, Plain]]:
    """Pair each claim with those of its event, of wider and of overlapping ones, and with the totals of its article, by an index."""
    events, totals = defaultdict(list), defaultdict(list)
    for claim in rows:
        events[claim.article, claim.event].append(claim)
        if claim.scope in SEVERAL:
            totals[claim.article, claim.outcome].append(claim)
    for a in rows:
        others = chain(*(events[a.article, event] for event in (a.event, *a.above, *a.overlaps)), totals[a.article, a.outcome])
        yield from ((a, b) if a.row < b.row else (b, a) for b in others if a.row != b.row)


LOOPS = {  # from the plainest to the one that meets the fewest pairs
    "every claim with every other": lambda rows: combinations(rows, 2),
    "every claim with every other of its article": within_articles,
    "every claim with those that an index by event gives": by_event,
}


def joined(claims: pd.DataFrame, incidents: pd.DataFrame) -> tuple[measures.Pairs, measures.Pairs]:
    """Pair the claims by joins on incidents and intervals of days, as comparing does."""
    known = measures.parts(claims)
    linked = measures.linked(claims, incidents, known)
    return linked, measures.side_by_side(claims, linked, known)


def measure_loops(size: int) -> dict[str, float]:
    """Time the joins and each plain loop; all must find the same pairs and say the same of them."""
    invented = invent(size)
    claims, incidents = invented.claims(), invented.incidents()
    seconds, found = timed(lambda: joined(claims, incidents))
    expected = {row for pairs in found for row in as_rows(pairs)}
    times = {"joins": seconds}
    for name, pairs in LOOPS.items():
        def loop(pairs=pairs) -> set[tuple[int, ...]]:
            kinds, victims = measures.kinds(claims)
            return set(joined_plainly(pairs(plain(claims, incidents, kinds)), victims.stand))

        times[name], found = timed(loop)
        if found != expected:
            raise RuntimeError(f"{name}: a plain loop finds {len(found - expected)} pairs that the joins do not, and lacks "
                               f"{len(expected - found)}")
    return times


def as_rows(pairs: measures.Pairs) -> Iterator[tuple[int, ...]]:
    """List pairs as numbers, the claim that stands first in the table first."""
    pairs = pairs.turned(pairs.a > pairs.b)
    return zip(*(getattr(pairs, name).tolist() for name in pairs.__dataclass_fields__), strict=True)


# -- measuring -----------------------------------------------------------------------------------------------------------------------------


def timed(work: Callable[[], Any], least: int = REPEATED[0], most: int = REPEATED[1]) -> tuple[float, Any]:
    """Do some work a few times; give the least seconds of the processor that it took, and what it gave."""
    took, found = [], None
    while len(took) < least or (sum(took) < REPEATED_FOR and len(took) < most):
        del found
        started = time.process_time()
        found = work()
        took.append(time.process_time() - started)
    return min(took), found


def first_total(claims: pd.DataFrame, incidents: pd.DataFrame) -> Totals:
    """Build all systems and work out a total of all voices; further totals need the systems no more."""
    totals = Totals(claims, incidents)
    totals.total(Selection(), explain=False)
    return totals


OTHER_TOTALS = (("monitors", Selection(("monitor",)), "all_together"), ("lowest of rival figures", Selection(), "lowest"),
                ("range over rival figures", Selection(), "range"))


def measure(size: int) -> dict:
    """Time each stage with a ledger of one size, in turn; give seconds by stage, what was found, and for all of it time and peak memory."""
    started = time.perf_counter()
    invented = invent(size)
    times = {}
    # once where it is long: in the memory that a first table leaves behind, all that follows would be slower
    times["tabulate: read quantities, name measures"], claims = timed(invented.claims, 1)
    incidents, sources = invented.incidents(), invented.sources()
    times["compare: joins alone"], pairs = timed(lambda: joined(claims, incidents))
    times["compare: joins, verdicts, differences, ratios"], numbers = timed(lambda: compare.compare(claims, incidents, sources))
    found = {"pairs joined": sum(map(len, pairs)), "pairs compared": len(numbers)}
    del pairs, numbers
    times["totals: set up, and all voices"], totals = timed(lambda: first_total(claims, incidents))
    for name, selection, rule in OTHER_TOTALS:
        times[f"totals: {name}"], toll = timed(lambda selection=selection, rule=rule: totals.total(selection, rule, explain=False))
        found[f"total, {name}"] = str(toll.bounds or toll.state)
    if size <= WORDS_UP_TO:
        times["words of the comparisons"], _ = timed(lambda: compare.comparisons(claims, incidents, sources))
        # once: the second time, most answers would be remembered
        times["contradictions and near misses"], conflicts = timed(lambda: contradictions(claims, incidents), 1, 1)
        found["contradictions and near misses"] = len(conflicts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"times": times, "found": found, "wall": time.perf_counter() - started, "peak": peak}


def measure_apart(what: str, size: int) -> dict:
    """Measure in a process of its own."""
    print(f"{size:,} claims ...", file=sys.stderr, flush=True)
    done = subprocess.run([sys.executable, __file__, "--only", what, "--sizes", str(size)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


# -- the report ----------------------------------------------------------------------------------------------------------------------------


def nlogn(size: int) -> float:
    return size * log(size)


def show_times(measured: dict[int, dict]) -> None:
    """Print one stage a line: its seconds at each size, the exponent that fits them, seconds per claim against the smallest ledger."""
    sizes = list(measured)
    print(f"| seconds | {' | '.join(f'{size:,} claims' for size in sizes)} | exponent | per claim, {sizes[-1]:,} to {sizes[0]:,} |")
    print("|---" + "|--:" * (len(sizes) + 2) + "|")
    for stage in measured[sizes[0]]["times"]:
        times = {size: one["times"][stage] for size, one in measured.items() if stage in one["times"]}
        cells = [f"{times[size]:.3f}" if size in times else "" for size in sizes]
        last = max(times)
        per_claim = f"{times[last] / last / (times[sizes[0]] / sizes[0]):.2f}" if last == sizes[-1] else ""
        print(f"| {stage} | {' | '.join(cells)} | {exponent(times)} | {per_claim} |")
    for what, write in (("all of it, by the clock, repeats included", lambda one: f"{one['wall']:.1f}"),
                        ("peak memory, GiB", lambda one: f"{one['peak'] / 2**30:.2f}")):
        print(f"| {what} | {' | '.join(map(write, measured.values()))} | | |")
    print()
    for what in measured[sizes[0]]["found"]:
        print(f"{what}: {'; '.join(str(one['found'].get(what, '-')) for one in measured.values())}")


def exponent(times: dict[int, float]) -> str:
    """Fit log time against log size."""
    if len(times) < 2:
        return ""
    return f"{np.polyfit(np.log(list(times)), np.log(list(times.values())), 1)[0]:.2f}"


def check_growth(measured: dict[int, dict]) -> bool:
    """Print for each stage the step from one size to the next that lies the furthest above n log n; tell whether none lies too far."""
    sizes, holds = list(measured), True
    for stage in measured[sizes[0]]["times"]:
        steps = [(measured[more]["times"][stage] / measured[less]["times"][stage] / (nlogn(more) / nlogn(less)), less, more)
                 for less, more in zip(sizes, sizes[1:], strict=False) if stage in measured[more]["times"]]
        if steps:
            worst, less, more = max(steps)
            holds &= worst <= NOISE
            print(f"{verdict(worst <= NOISE)}  {stage}: at most {NOISE} of n log n; measured {worst:.2f}, from {less:,} to {more:,}")
    return holds


def check_loops(times: dict[str, float]) -> bool:
    """Print how many times as long each plain loop takes as the joins; tell whether the plain one takes long enough."""
    ratios = {name: seconds / times["joins"] for name, seconds in times.items() if name != "joins"}
    plainest = next(iter(LOOPS))
    holds = ratios[plainest] >= LEAST_SPEEDUP
    print(f"{verdict(holds)}  joins at {LOOP_SIZE:,} claims ({times['joins']:.3f} s): at least {LEAST_SPEEDUP} times as fast as a plain "
          f"loop, {plainest}; measured {ratios[plainest]:.0f} times ({times[plainest]:.2f} s)")
    for name, ratio in ratios.items():
        if name != plainest:
            print(f"      against a loop that takes {name}: {ratio:.1f} times ({times[name]:.2f} s); nothing is demanded")
    return holds


def verdict(holds: bool) -> str:
    return "holds" if holds else "FAILS"


def report(sizes: list[int]) -> int:
    """Measure, print what was measured and each demand, and give the exit code."""
    measured = {size: measure_apart("stages", size) for size in sorted(sizes)}
    show_times(measured)
    print(flush=True)
    return 0 if all([check_growth(measured), check_loops(measure_apart("loops", LOOP_SIZE))]) else 1


def main() -> int:
    parser = command.parser(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="CLAIMS",
                        help="numbers of claims (default: 1,000 to 1,000,000)")
    parser.add_argument("--only", choices=("stages", "loops"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    for size in args.sizes:
        if not 100 <= size <= max(SIZES):
            parser.error(f"--sizes: found {size}; allowed are 100 to {max(SIZES)}")
    if args.only:
        print(json.dumps((measure if args.only == "stages" else measure_loops)(args.sizes[0])))
        return 0
    return command.run(lambda: report(args.sizes))


if __name__ == "__main__":
    sys.exit(main())
