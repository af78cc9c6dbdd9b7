"""Totals: the least and the greatest number of people that a selection of claims allows, so that nobody is counted twice.

A total counts the people whom the chosen claims are of, and no others. Its bounds come from the same inequalities as the
contradictions. Claims that contradict one another give no number, but every way out of the contradiction with its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product

import numpy as np
import pandas as pd

from tollbook import inequalities, measures, schema
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.inequalities import Builder, Focus, System
from tollbook.measures import HARMS, OPEN, OVERLAP
from tollbook.schema import ANY
from tollbook.telling import PEOPLE
from tollbook.words import counted, day, listed, plain

NOBODY = Bounds(0, 0)
MOST_WAYS = 64  # ways out of contradictions that are worked out; beyond it only the contradictions are named
CHOOSING = ("lowest", "highest", "latest", "source_order")
HARM_OF = {outcome: harms for outcome, harms in HARMS.items() if outcome != "casualties"} | {"casualties": "kwo"}


@dataclass(frozen=True)
class Selection:
    """Whose claims of whom are used: source types, outcome, side, days, and whether single-sourced and implied ones are in."""

    voices: tuple[str, ...] = ()
    outcome: str = "killed"
    victim_side: str = ANY
    date_from: str = ""
    date_to: str = ""
    single_sourced: bool = True
    implied: bool = False

    def focus(self) -> Focus:
        """Give the people that are counted."""
        first, last = (measures.day_number(pd.Series([text], dtype="str"))[0] if text else none
                       for text, none in ((self.date_from, OPEN), (self.date_to, Focus("").last)))
        return Focus(HARM_OF[self.outcome], None if self.victim_side == ANY else self.victim_side, int(first), int(last))


@dataclass(frozen=True)
class Toll:
    """One total: its bounds, or why there is none, and what holds it up."""

    state: str
    bounds: Bounds | None = None
    claims: tuple[str, ...] = ()
    open_claims: tuple[str, ...] = ()
    conflicts: tuple[frozenset[str], ...] = ()
    ways: tuple[tuple[frozenset[str], Bounds], ...] = ()
    low_held_by: dict[str, int] = field(default_factory=dict)
    high_held_by: dict[str, int | None] = field(default_factory=dict)


class Totals:
    """Works out totals of one table of claims, under the rule set that its bounds come from.

    Parameters
    ----------
    claims, incidents : DataFrame
        Built tables of the same articles. A claim that the rule set leaves without a number takes no part.
    """

    def __init__(self, claims: pd.DataFrame, incidents: pd.DataFrame):
        self.claims = claims[measures.has_number(claims)].reset_index(drop=True)
        self.at = {name: at for at, name in enumerate(self.claims["claim_id"])}
        self._pairs = measures.linked(self.claims, incidents)
        self._builder = Builder(self.claims, incidents)
        number = inequalities.components(len(self.claims), self._pairs)
        order = np.argsort(number, kind="stable")
        self._groups = np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(order) else []
        self._systems: dict[Focus, list[System]] = {}

    def systems(self, focus: Focus) -> list[System]:
        """Give the systems of all components with people to be counted."""
        if focus not in self._systems:
            built = (self._builder.build(rows.tolist(), focus) for rows in self._groups)
            self._systems[focus] = [system for system in built if system.counted]
        return self._systems[focus]

    def chosen(self, selection: Selection) -> np.ndarray:
        """Tell which claims a selection uses, whomever they count."""
        claims = self.claims
        kept = (claims["outcome"] == "materiel") == (selection.outcome == "materiel")
        if selection.voices:
            kept &= claims["source_type"].isin(selection.voices)
        if not selection.implied:
            kept &= claims["qualifier"] != "implied"
        kept = kept.to_numpy(dtype=bool, copy=True)
        return kept if selection.single_sourced else kept & self._told_by_several()

    def _told_by_several(self) -> np.ndarray:
        """Tell which claims another source of the whole table counts the people of, or a part of them, or more than them."""
        source = self.claims["source_id"].to_numpy()
        shared = (self._pairs.measures < OVERLAP) & (source[self._pairs.a] != source[self._pairs.b])
        told = np.zeros(len(self.claims), dtype=bool)
        told[self._pairs.a[shared]] = told[self._pairs.b[shared]] = True
        return told

    def total(self, selection: Selection, rule: str = "all_together", first: str = "", given_up: frozenset[str] = frozenset(),
              explain: bool = True) -> Toll:
        """Work out one total.

        Parameters
        ----------
        selection : Selection
        rule : str
            How rival claims are reconciled, one of `schema.RULES`.
        first : str
            For the rule `source_order`, the source type whose figures go first.
        given_up : frozenset of str
            Claims that are left out.
        explain : bool
            Whether to work out which claims hold up the bounds, and the ways out of contradictions.
        """
        chosen = self.chosen(selection)
        chosen[[self.at[name] for name in given_up if name in self.at]] = False
        if rule in CHOOSING:
            chosen &= self._kept_by(rule, first, chosen)
        ids = set(self.claims["claim_id"].to_numpy()[chosen])
        systems = [system if ids.issuperset(system.claims) else system.keep(ids) for system in self.systems(selection.focus())]
        systems = [system for system in systems if system.counted]
        if not systems:
            return Toll("no_claim")
        found = [self._range(system, chosen) for system in systems] if rule == "range" else inequalities.solve(systems)
        toll = self._told(systems, found)
        if not explain or rule == "range":
            return toll
        return self._explained(toll, systems, found)

    def _told(self, systems: list[System], found: list[Bounds | None]) -> Toll:
        """Add up the bounds of all components, where each has some."""
        bearing = [name for system in systems for name in _bearing(system)]
        order = sorted(bearing, key=self.at.get)
        is_open = self.claims["high"].isna().to_numpy()
        told = {"claims": tuple(order), "open_claims": tuple(name for name in order if is_open[self.at[name]])}
        if any(bounds is None for bounds in found):
            return Toll("contradiction", **told)
        return Toll("consistent", sum(found, NOBODY), **told)

    def _explained(self, toll: Toll, systems: list[System], found: list[Bounds | None]) -> Toll:
        """Add what holds the bounds up; or the contradictions, and the total for each smallest set of claims to give up."""
        if toll.state == "consistent":
            low, high = _held_by(systems, found, toll.bounds)
            return Toll(toll.state, toll.bounds, toll.claims, toll.open_claims, low_held_by=low, high_held_by=high)
        at_odds = [inequalities.conflicts(system) for system, bounds in zip(systems, found, strict=True) if bounds is None]
        is_many = np.prod([float(len(resolving)) for _, resolving in at_odds]) > MOST_WAYS
        ways = [] if is_many else [frozenset().union(*way) for way in product(*(resolving for _, resolving in at_odds))]
        totals = [(way, sum(inequalities.solve([system.keep(set(system.claims) - way) for system in systems]), NOBODY)) for way in ways]
        conflicts = tuple(one for conflicts, _ in at_odds for one in conflicts)
        return Toll(toll.state, None, toll.claims, toll.open_claims, conflicts, tuple(totals))

    # -- rival claims ------------------------------------------------------------------------------------------------------------------

    def rivals(self, chosen: np.ndarray) -> list[np.ndarray]:
        """List the sets of claims of which a system with one number for each event would keep one: same incident, victims and outcome.

        Their days may differ. A break-down stands and falls with its whole; "casualties" without a number are nobody's rival.
        """
        claims, kinds = self.claims, pd.Series(self._builder.kinds)
        whole = chosen & ~claims["part_of"].isin(claims.loc[chosen, "claim_id"]) & (claims["qualifier"] != "unquantified").to_numpy()
        rows = np.flatnonzero(whole)
        key = (claims["article_id"] + "/" + claims["incident_id"] + "/" + kinds + "/" + claims["outcome"]).to_numpy()[rows]
        groups = pd.Series(rows).groupby(key, sort=False)
        return [rows.to_numpy() for _, rows in groups if len(rows) > 1]

    def rival_types(self, selection: Selection) -> list[str]:
        """List the source types that state a rival figure of the outcome a selection counts."""
        rows = [row for rows in self.rivals(self.chosen(selection)) for row in rows]
        types = self.claims.loc[rows].loc[lambda claims: claims["outcome"] == selection.outcome, "source_type"]
        return [name for name in schema.SOURCE_TYPES if name in set(types)]

    def _kept_by(self, rule: str, first: str, chosen: np.ndarray) -> np.ndarray:
        """Tell which claims are left when of rival ones only those are kept that a rule prefers; ties are all kept."""
        kept = np.ones(len(self.claims), dtype=bool)
        for rows in self.rivals(chosen):
            rank = self._ranks(rule, first, rows)
            kept[rows[rank != min(rank)]] = False
        return self._with_parts(kept)

    def _ranks(self, rule: str, first: str, rows: np.ndarray) -> np.ndarray:
        """Rank rival claims by a rule: the least is kept. Figures go by their least number, then by their greatest."""
        claims = self.claims.loc[rows]
        if rule == "latest":
            return -measures.day_number(claims["date_end"])
        if rule == "source_order":
            return np.where(claims["source_type"] == first, 0, 1)
        figures = list(zip(claims["low"].to_list(), claims["high"].astype("Float64").fillna(np.inf).to_list(), strict=True))
        places = {figure: place for place, figure in enumerate(sorted(set(figures), reverse=rule == "highest"))}
        return np.array([places[figure] for figure in figures])

    def _with_parts(self, kept: np.ndarray) -> np.ndarray:
        """Leave out the parts, and their parts, of claims that are left out."""
        whole = self.claims["part_of"].map(self.at).astype("Float64").to_numpy(dtype="float64", na_value=-1).astype("int64")
        while (fewer := kept & ((whole < 0) | kept[whole])).sum() < kept.sum():
            kept = fewer
        return kept

    def _range(self, system: System, chosen: np.ndarray) -> Bounds | None:
        """Give the hull of the bounds over every way of keeping one of the rival claims for each event of a component."""
        here = np.zeros(len(self.claims), dtype=bool)
        here[[self.at[name] for name in system.claims]] = True
        rivals = self.rivals(chosen & here)
        if np.prod([float(len(rows)) for rows in rivals]) > inequalities.MOST_PATTERNS:
            raise BadInput(f"range: found more than {inequalities.MOST_PATTERNS:,} ways to keep one figure for each event among "
                           f"{', '.join(system.claims[:3])}, ...; allowed are fewer: choose fewer claims")
        found = []
        for kept in product(*rivals):
            left = np.ones(len(self.claims), dtype=bool)
            for rows, one in zip(rivals, kept, strict=True):
                left[rows[rows != one]] = False
            names = self.claims["claim_id"].to_numpy()[self._with_parts(left) & here]
            found.append(inequalities.bounds(system.keep(names)))
        possible = [bounds for bounds in found if bounds]
        return reduce(Bounds.hull, possible) if possible else None

    # -- without a source ----------------------------------------------------------------------------------------------------------------

    def without_each_source(self, selection: Selection, rule: str = "all_together", first: str = "",
                            given_up: frozenset[str] = frozenset()) -> pd.DataFrame:
        """List one source a row that bears on a total, with the total without all of its claims: state, low, high (missing is open)."""
        whole = self.total(selection, rule, first, given_up, explain=False)
        rows = self.claims[self.claims["claim_id"].isin(whole.claims)]
        found = []
        for source, own in rows.groupby("source_id", sort=False):
            toll = self.total(selection, rule, first, given_up | set(own["claim_id"]), explain=False)
            bounds = toll.bounds if toll.state != "no_claim" else NOBODY
            found.append({"source_id": source, "claims": len(own), "state": toll.state, "low": bounds and bounds.low,
                          "high": bounds and bounds.high})
        table = pd.DataFrame(found, columns=["source_id", "claims", "state", "low", "high"])
        return table.astype({"low": "Int64", "high": "Int64"})


def _bearing(system: System) -> Iterator[str]:
    """List the claims of a system that hold a counted cell."""
    held = reduce(int.__or__, system.counted, 0)
    return (name for at, name in enumerate(system.claims) if held >> at & 1)


def _held_by(systems: list[System], found: list[Bounds], whole: Bounds) -> tuple[dict[str, int], dict[str, int | None]]:
    """Give the claims without which the least total is lower, by how many, and those without which the greatest is another.

    The greatest total can only fall with a claim whose people no other claim counts, and rise with one that limits others; by how many
    is a signed number, and None where it opens or closes.
    """
    cases = [(system, bounds, name) for system, bounds in zip(systems, found, strict=True) for name in system.claims]
    others = inequalities.solve([system.keep(set(system.claims) - {name}) for system, _, name in cases])
    opened = sum(bounds.high is None for bounds in found)
    low, high = {}, {}
    for (_, bounds, name), without in zip(cases, others, strict=True):
        other = without or NOBODY
        if bounds.low > other.low:
            low[name] = bounds.low - other.low
        rest_open = opened - (bounds.high is None) > 0
        if not rest_open and bounds.high != other.high:
            high[name] = None if None in (bounds.high, other.high) else other.high - bounds.high
    return (dict(sorted(low.items(), key=lambda item: -item[1])), high)


# -- the table ---------------------------------------------------------------------------------------------------------------------------


def tolls(claims: pd.DataFrame, incidents: pd.DataFrame, rule_set: str, base: Selection | None = None, rule: str = "all_together",
          first: str = "", is_full: bool = True) -> pd.DataFrame:
    """Work out one total a row, for one article under one rule set.

    Parameters
    ----------
    claims, incidents : DataFrame
        Built tables of one article, the bounds those of the rule set.
    rule_set : str
        The name of the rule set, for the table.
    base : Selection, optional
        What every total has in common; its voices and sides are crossed with others.
    rule, first : str
        The rule by which voices, sides, outcomes and months are totalled; the table has every other rule for all voices besides.
    is_full : bool
        Whether to cross voices with sides, outcomes and months; else only voices, and rules for all voices.

    Returns
    -------
    DataFrame
        Columns and types of `schema.TOLLS`.
    """
    base, totals, article = base or Selection(), Totals(claims, incidents), claims["article_id"].iloc[0]
    cases = [(selection, rule, first) for selection in _selections(claims, base, is_full)]
    cases += [(replace(base, victim_side=side), one, "") for side in ((ANY, *measures.SIDES) if is_full else (ANY,))
              for one in ("all_together", "lowest", "highest", "latest", "range")]
    firsts = totals.rival_types(base) if is_full else ()
    cases += [(base, "source_order", one) for one in firsts]
    rows = []
    for selection, one, of_first in dict.fromkeys(cases):
        toll = totals.total(selection, one, of_first)
        rows.append(_row(article, rule_set, selection, one, toll, of_first))
        for given_up, _ in toll.ways if not selection.voices and one == "all_together" else ():
            rows.append(_row(article, rule_set, selection, "giving_up", totals.total(selection, given_up=given_up), given_up=given_up))
    return schema.typed(pd.DataFrame(rows)[schema.TOLLS.names], schema.TOLLS)


def _selections(claims: pd.DataFrame, base: Selection, is_full: bool) -> Iterator[Selection]:
    """List the selections of the table: by voices, side, outcome, with implied deaths, without single voices, by month."""
    voices = [replace(base, voices=one) for one in ((), *((source_type,) for source_type in schema.SOURCE_TYPES))]
    yield from voices
    if not is_full:
        return
    yield from (replace(one, victim_side=side) for side in measures.SIDES for one in voices)
    stated = set(claims["outcome"]) - {base.outcome, "casualties"}
    others = [outcome for outcome in schema.OUTCOMES if outcome in stated]
    yield from (replace(one, outcome=outcome) for outcome in others for one in voices)
    yield from (replace(one, implied=True) for one in voices)
    yield from (replace(one, single_sourced=False) for one in voices)
    for first, last in months(claims, base):
        yield from (replace(one, date_from=first, date_to=last) for one in voices)


def months(claims: pd.DataFrame, base: Selection) -> list[tuple[str, str]]:
    """List the months that claims reach into, as first and last days, within the days of a selection."""
    first = max(min(claims["date_start"].fillna(claims["date_end"]).min(), claims["date_end"].min()), base.date_from)
    last = min(claims["date_end"].max(), base.date_to or "9999")
    spans = [(f"{month.start_time:%Y-%m-%d}", f"{month.end_time:%Y-%m-%d}") for month in pd.period_range(first[:7], last[:7], freq="M")]
    return [(max(start, base.date_from), min(end, base.date_to or end)) for start, end in spans]


def _row(article: str, rule_set: str, selection: Selection, rule: str, toll: Toll, first: str = "",
         given_up: frozenset[str] = frozenset()) -> dict:
    """Write a total as a row of the table."""
    flags = [f"single-sourced-{_yes_no(selection.single_sourced)}", f"implied-{_yes_no(selection.implied)}"]
    voices, gone = "; ".join(selection.voices) or ANY, "; ".join(sorted(given_up))
    kept = "/".join(filter(None, [rule, first, gone.replace("; ", "+")]))
    bounds = toll.bounds
    return {
        "toll_id": "/".join([article, "+".join(selection.voices) or ANY, selection.outcome, selection.victim_side,
                             f"{selection.date_from}..{selection.date_to}", *flags, kept, rule_set]),
        "article_id": article, "voices": voices, "outcome": selection.outcome, "victim_side": selection.victim_side,
        "date_from": selection.date_from, "date_to": selection.date_to, "single_sourced": _yes_no(selection.single_sourced),
        "implied": _yes_no(selection.implied), "rule": rule, "first_source_type": first, "given_up": gone, "rule_set": rule_set,
        "state": toll.state, "low": bounds and bounds.low, "high": bounds and bounds.high, "claims": len(toll.claims),
        "open_claims": len(toll.open_claims), "low_held_by": "; ".join(f"{name} {number}" for name, number in toll.low_held_by.items()),
        "high_held_by": "; ".join(f"{name} {'open' if number is None else number}" for name, number in toll.high_held_by.items()),
        "conflicts": "; ".join("+".join(sorted(one)) for one in toll.conflicts),
        "sentence": sentence(selection, rule, toll, first, given_up),
    }


def _yes_no(holds: bool) -> str:
    return "yes" if holds else "no"


def sentence(selection: Selection, rule: str, toll: Toll, first: str = "", given_up: frozenset[str] = frozenset()) -> str:
    """Write a total as a sentence that can be cited: whose claims, what they allow, by which rule."""
    who = f"Claims by sources of the type {listed(plain(one) for one in selection.voices)}" if selection.voices else "Claims by all sources"
    if toll.state == "no_claim":
        return f"{who}: none {_of_whom(selection)}."
    said = f"{who} {_of_whom(selection)} ({counted(len(toll.claims), 'claim')}, {len(toll.open_claims)} without an upper limit)"
    how = rule_in_words(rule, first, given_up)
    if toll.state == "contradiction":
        return f"{said} cannot all be true, so there is no total{how}."
    if toll.bounds == Bounds(0, None):
        return f"{said} set no limit to the total{how}."
    return f"{said} allow {toll.bounds} in all{how}."


def _of_whom(selection: Selection) -> str:
    """Say whom a selection counts: of civilians killed, 1 to 31 May 2014."""
    people = "people" if selection.victim_side == ANY else PEOPLE[selection.victim_side]
    what = "vehicles and weapons lost" if selection.outcome == "materiel" else f"{people} {plain(selection.outcome)}"
    first, last = selection.date_from, selection.date_to
    when = " ".join(filter(None, [first and f"from {day(first)}", last and f"to {day(last)}"]))
    extra = ["implied ones counted"] * selection.implied + ["each counted by more than one source"] * (not selection.single_sourced)
    return ", ".join(filter(None, [f"of {what}", when, *extra]))


def rule_in_words(rule: str, first: str = "", given_up: frozenset[str] = frozenset()) -> str:
    """Say by which rule a total was reached; nothing where every claim simply holds."""
    told = {
        "all_together": "", "lowest": ", keeping the lowest of rival figures", "highest": ", keeping the highest of rival figures",
        "latest": ", keeping the latest of rival figures", "range": ", over every way of keeping one of rival figures",
        "source_order": f", keeping the figures of the type {plain(first)} where they have rivals",
        "giving_up": f", giving up {listed(sorted(given_up))}",
    }
    return told[rule]
