"""Totals: the least and the greatest number of people that a selection of claims allows, so that nobody is counted twice.

A total counts the people whom the chosen claims are of, and no others. Its bounds come from the same inequalities as the
contradictions. Claims that contradict one another give no number, but every way out of the contradiction with its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import product
from math import inf
from types import MappingProxyType

import numpy as np
import pandas as pd

from tollbook import inequalities, measures, schema
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.inequalities import Builder, Focus, System
from tollbook.measures import HARMS, OPEN, OVERLAP
from tollbook.quantities import LITERAL
from tollbook.schema import ANY
from tollbook.telling import DONE, PEOPLE, with_id
from tollbook.words import counted, day, listed, plain, span

NOBODY = Bounds(0, 0)
MOST_WAYS = 64  # ways out of contradictions that are worked out; beyond it only the contradictions are named
CHOOSING = ("lowest", "highest", "latest", "source_order")


@dataclass(frozen=True)
class Selection:
    """Whose claims of whom are used: source types, outcome, side, days, and whether single-sourced and implied ones are in.

    `among` says in words how the claims were chosen before, for the sentence, and `types` which source types they were chosen from: one
    that was left out is not said to state nothing.
    """

    voices: tuple[str, ...] = ()
    outcome: str = "killed"
    victim_side: str = ANY
    date_from: str = ""
    date_to: str = ""
    single_sourced: bool = True
    implied: bool = False
    among: str = ""
    types: tuple[str, ...] = tuple(schema.SOURCE_TYPES)

    def focus(self) -> Focus:
        """Give the people that are counted."""
        first, last = (measures.day_number(pd.Series([text], dtype="str"))[0] if text else none
                       for text, none in ((self.date_from, OPEN), (self.date_to, Focus("").last)))
        side = f"materiel:{self.victim_side}" if self.outcome == "materiel" else self.victim_side
        return Focus(HARMS[self.outcome], None if self.victim_side == ANY else side, int(first), int(last))


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
        used = measures.has_number(claims).to_numpy(dtype=bool)
        self.claims = claims[used].reset_index(drop=True)
        self.at = {name: at for at, name in enumerate(self.claims["claim_id"])}
        self._known = measures.parts(claims).take(used)  # a part stays one where its whole has no number
        events = measures.Events(incidents)
        self._pairs = measures.linked(self.claims, events, self._known)
        self._builder = Builder(self.claims, events, self._known)
        self._component = inequalities.components(len(self.claims), self._pairs)
        order = np.argsort(self._component, kind="stable")
        ends = np.cumsum(np.bincount(self._component)).tolist()
        self._rows = [order[first:last] for first, last in zip([0, *ends], ends, strict=False)]
        self._systems: dict[Focus, dict[int, System]] = {}
        self._low, self._high = (self.claims[name].astype("Float64").to_numpy(dtype="float64", na_value=np.inf) for name in ("low", "high"))
        whole_of = self.claims["part_of"].map(self.at).astype("Float64").to_numpy(dtype="float64", na_value=-1).astype("int64")
        self._whole_of = np.where(whole_of < 0, self._longer(), whole_of)  # the row of what a claim is a part of, or -1

    def _longer(self) -> np.ndarray:
        """Give for each claim the row of the one by its own source, of the same figure, whose days hold its days and more; or -1.

        A source's count to a later day, or of the whole of some days, is no rival of its count of a part of them.
        """
        source = pd.factorize(self.claims["article_id"] + "/" + self.claims["source_id"])[0]
        unnamed = (self.claims["source_type"] == "unnamed_report").to_numpy()  # whether two of them are by one source is not known
        source = np.where(unnamed, -1 - np.arange(len(source)), source)
        start, end = self._known.start, self._known.end
        # claims follow one another by first day, longer ones first: the one that reaches furthest so far holds all that end by then
        order = np.lexsort((-end, start, source, self._figures))
        found, longest = np.full(len(order), -1), None
        for at, *days, one in zip(order.tolist(), *(column[order].tolist() for column in (start, end)),
                                  zip(self._figures[order].tolist(), source[order].tolist(), strict=True), strict=True):
            if longest is None or one != longest[2] or days[1] > longest[1][1]:
                longest = at, days, one
            elif days != longest[1]:
                found[at] = longest[0]
        return found

    def systems(self, focus: Focus, chosen: np.ndarray | None = None) -> list[System]:
        """Give the systems of all components with people to be counted, or what is left of them with the chosen claims alone."""
        built = self._systems.setdefault(focus, {})
        components = np.flatnonzero(np.bincount(self._component if chosen is None else self._component[chosen])).tolist()
        built |= {at: self._builder.build(self._rows[at].tolist(), focus) for at in components if at not in built}
        systems = [built[at] for at in components]
        if chosen is not None:
            ids = set(self.claims["claim_id"].to_numpy()[chosen])
            systems = [one for system in systems for one in ([system] if ids.issuperset(system.claims) else system.keep(ids).split())]
        return [system for system in systems if system.counted]

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
        """Tell which claims another source of the whole table numbers the people of, or a part of them, or more than them."""
        source = self.claims["source_id"].to_numpy()
        is_figure = (self.claims["qualifier"] != "unquantified").to_numpy()
        shared = (self._pairs.measures < OVERLAP) & (source[self._pairs.a] != source[self._pairs.b])
        shared &= is_figure[self._pairs.a] & is_figure[self._pairs.b]
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
        focus, chosen = selection.focus(), self.chosen(selection)
        chosen[[self.at[name] for name in given_up if name in self.at]] = False
        if rule in CHOOSING:
            chosen &= self._kept_by(rule, first, chosen)
        is_explained = explain and rule != "range"
        alone = np.zeros(len(chosen), dtype=bool) if is_explained else self._alone(chosen)
        systems = self.systems(focus, chosen & ~alone)
        found = self._ranges(systems, chosen) if rule == "range" else inequalities.solve(systems)
        bearing, bounds = self._bounds_alone(np.flatnonzero(alone), focus)
        bearing = np.sort([*bearing, *(self.at[name] for system in systems for name in _bearing(system))])
        if not len(bearing):
            return Toll("no_claim")
        toll = self._told(bearing, [bounds, *found])
        if explain and rule == "range" and toll.state == "contradiction":
            at_odds = [system for system, one in zip(systems, found, strict=True) if one is None]
            return replace(toll, conflicts=tuple(one for system in at_odds for one in inequalities.conflicts(system)[0]))
        return self._explained(toll, systems, found) if is_explained else toll

    def _told(self, bearing: np.ndarray, found: list[Bounds | None]) -> Toll:
        """Add up the bounds of all components, where each has some."""
        ids, is_open = self.claims["claim_id"].to_numpy(), np.isinf(self._high)
        told = {"claims": tuple(ids[bearing]), "open_claims": tuple(ids[bearing[is_open[bearing]]])}
        if any(bounds is None for bounds in found):
            return Toll("contradiction", **told)
        return Toll("consistent", sum(found, NOBODY), **told)

    def _alone(self, chosen: np.ndarray) -> np.ndarray:
        """Tell which claims are the only chosen one of their component."""
        return chosen & (np.bincount(self._component[chosen], minlength=len(self._rows))[self._component] == 1)

    def _bounds_alone(self, rows: np.ndarray, focus: Focus) -> tuple[np.ndarray, Bounds]:
        """Give the rows that count people of a focus, and their total, of claims that share nobody: without a system for each."""
        holds, spills = self._builder.alone(rows, focus)
        low, high = self._low[rows][holds & ~spills].sum(), self._high[rows][holds].sum()
        return rows[holds], Bounds(int(low), None if np.isinf(high) else int(high))

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

    def named(self, claim_id: str) -> str:
        """Write a claim for a sentence, with its id."""
        return with_id(next(self.claims.iloc[[self.at[claim_id]]].itertuples(index=False)))

    # -- rival claims ------------------------------------------------------------------------------------------------------------------

    def rivals(self, chosen: np.ndarray) -> list[np.ndarray]:
        """List the sets of claims of which a system with one number for each event would keep one: same incident, victims and outcome.

        Their days may differ, and overlap, directly or through others. A break-down stands and falls with its whole; "casualties" without
        a number are nobody's rival.
        """
        rows, event = self._rivals(chosen)
        return [rows.to_numpy() for _, rows in pd.Series(rows).groupby(event, sort=False)]

    def _rivals(self, chosen: np.ndarray, group: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """List the rows of rival claims and for each the number of what it is a figure of; rivals can be told to be of one group."""
        group = np.zeros(len(chosen), dtype="int64") if group is None else group
        has_whole = (self._whole_of >= 0) & chosen[self._whole_of] & (group == group[self._whole_of])
        rows = np.flatnonzero(chosen & ~has_whole & (self.claims["qualifier"] != "unquantified").to_numpy())
        _, event = np.unique(self._figures[rows] * (group.max(initial=0) + 1) + group[rows], return_inverse=True)
        event = self._same_days(rows, event)
        has_rival = np.bincount(event, minlength=1)[event] > 1
        return rows[has_rival], event[has_rival]

    def _same_days(self, rows: np.ndarray, event: np.ndarray) -> np.ndarray:
        """Number anew what claims are figures of, so that those whose days overlap, directly or through others, have one number."""
        order = np.lexsort((self._known.start[rows], event))
        start, end, ordered = self._known.start[rows][order], self._known.end[rows][order], event[order]
        reached = pd.Series(end).groupby(ordered).cummax().to_numpy()
        is_new = np.append(np.ones(min(1, len(rows)), dtype=bool), (ordered[1:] != ordered[:-1]) | (start[1:] > reached[:-1]))
        numbers = np.zeros(len(rows), dtype="int64")
        numbers[order] = np.cumsum(is_new) - 1
        return numbers

    @cached_property
    def _figures(self) -> np.ndarray:
        """Number what each claim is a figure of: incident, victims and outcome."""
        event = pd.factorize(self.claims["article_id"] + "/" + self.claims["incident_id"])[0].astype("int64")
        known = self._known
        return pd.factorize((event * max(1, len(known.kinds)) + known.kind) * max(1, len(known.outcomes)) + known.outcome)[0]

    def rival_types(self, selection: Selection) -> list[str]:
        """List the source types that state a rival figure of the outcome a selection counts."""
        rows = [row for rows in self.rivals(self.chosen(selection)) for row in rows]
        types = self.claims.loc[rows].loc[lambda claims: claims["outcome"] == selection.outcome, "source_type"]
        return [name for name in schema.SOURCE_TYPES if name in set(types)]

    def _kept_by(self, rule: str, first: str, chosen: np.ndarray) -> np.ndarray:
        """Tell which claims are left when of rival ones only those are kept that a rule prefers; ties are all kept."""
        rows, event = self._rivals(chosen)
        rank = self._ranks(rule, first)[rows]
        least = pd.Series(rank).groupby(event).transform("min").to_numpy()
        kept = np.ones(len(self.claims), dtype=bool)
        kept[rows[rank > least]] = False
        return self._with_parts(kept)

    def _ranks(self, rule: str, first: str) -> np.ndarray:
        """Rank all claims by a rule: the least of rivals is kept. Figures go by their least number, then by their greatest."""
        if rule == "latest":
            return -self._known.end
        if rule == "source_order":
            return np.where(self.claims["source_type"] == first, 0, 1)
        order = np.lexsort((self._high, self._low))
        differs = (self._low[order][1:] != self._low[order][:-1]) | (self._high[order][1:] != self._high[order][:-1])
        places = np.zeros(len(order), dtype="int64")
        places[order[1:]] = np.cumsum(differs)
        return -places if rule == "highest" else places

    def _with_parts(self, kept: np.ndarray) -> np.ndarray:
        """Leave out the parts, and their parts, of claims that are left out."""
        while (fewer := kept & ((self._whole_of < 0) | kept[self._whole_of])).sum() < kept.sum():
            kept = fewer
        return kept

    def _ranges(self, systems: list[System], chosen: np.ndarray) -> list[Bounds | None]:
        """Give for each component the hull of the bounds over every way of keeping one of the rival claims for each event."""
        rows, event = self._rivals(chosen, self._component)
        rivals = {}
        for _, some in pd.Series(rows).groupby(event, sort=False):
            figures: dict[tuple[float, float], list[int]] = {}
            for row in some.to_list():
                figures.setdefault((self._low[row], self._high[row]), []).append(row)
            # one number by several is kept together, as the other rules do, and each alone, as claims of other days can exclude one another
            alone = [[row] for rows in figures.values() if len(rows) > 1 for row in rows]
            rivals.setdefault(self._component[some.iloc[0]], []).append([*figures.values(), *alone])
        ways = [list(self._ways(system, rivals.get(self._component[self.at[system.claims[0]]], []))) for system in systems]
        solved = iter(inequalities.solve([way for some in ways for way in some]))
        found = [[next(solved) for _ in some] for some in ways]
        return [reduce(Bounds.hull, filter(None, some)) if any(some) else None for some in found]

    def _ways(self, system: System, rivals: list[list[list[int]]]) -> Iterator[System]:
        """List the systems in which one of the rival figures for each event is left, with all claims that state it."""
        if np.prod([float(len(rows)) for rows in rivals]) > inequalities.MOST_PATTERNS:
            raise BadInput(f"range: found more than {inequalities.MOST_PATTERNS:,} ways to keep one figure for each event among "
                           f"{', '.join(system.claims[:3])}, ...; allowed are fewer: choose fewer claims")
        for kept in product(*rivals):
            left_out = {row for figures in rivals for rows in figures for row in rows} - {row for rows in kept for row in rows}
            yield system.keep({name for name in system.claims if left_out.isdisjoint(self._line(self.at[name]))}) if left_out else system

    def _line(self, row: int) -> Iterator[int]:
        """List a claim's row and those of the wholes that it is a part of."""
        while row >= 0:
            yield row
            row = int(self._whole_of[row])

    # -- without a source ----------------------------------------------------------------------------------------------------------------

    def without_each_source(self, selection: Selection, rule: str = "all_together", first: str = "",
                            given_up: frozenset[str] = frozenset()) -> pd.DataFrame:
        """List one source a row that bears on a total or limits it, with the total without all of its claims.

        Columns source_id, claims (those of them that bear on the total), state, low and high (missing is open).
        """
        whole = self.total(selection, rule, first, given_up, explain=False)
        bearing, found = self.claims["claim_id"].isin(whole.claims), []
        for source, own in self.claims[self.chosen(selection)].groupby("source_id", sort=False)["claim_id"]:
            toll = self.total(selection, rule, first, given_up | set(own), explain=False)
            bounds, own_bearing = toll.bounds if toll.state != "no_claim" else NOBODY, int(bearing[own.index].sum())
            if own_bearing or (toll.state, toll.bounds) != (whole.state, whole.bounds):
                found.append({"source_id": source, "claims": own_bearing, "state": toll.state, "low": bounds and bounds.low,
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
    return (dict(sorted(low.items(), key=lambda item: -item[1])),
            dict(sorted(high.items(), key=lambda item: -inf if item[1] is None else -abs(item[1]))))


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
        for given_up, _ in toll.ways if one == "all_together" else ():
            rows.append(_row(article, rule_set, selection, "giving_up", totals.total(selection, given_up=given_up),
                             given_up={name: totals.named(name) for name in sorted(given_up)}))
    return schema.typed(pd.DataFrame(rows)[schema.TOLLS.names], schema.TOLLS)


def _selections(claims: pd.DataFrame, base: Selection, is_full: bool) -> Iterator[Selection]:
    """List the selections of the table: by voices, side, outcome, with implied deaths, without single voices, by month."""
    voices = [replace(base, voices=one) for one in ((), *((source_type,) for source_type in base.types))]
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
         given_up: Mapping[str, str] = MappingProxyType({})) -> dict:
    """Write a total as a row of the table; `given_up` has claims by their ids, in words."""
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
        "sentence": sentence(selection, rule, toll, first, given_up, rule_set),
    }


def selection_of(row) -> Selection:
    """Read the selection of a total from a row of the table; what its claims were chosen by before is not in it."""
    voices = () if row.voices == ANY else tuple(row.voices.split("; "))
    days = ("" if pd.isna(text) else text for text in (row.date_from, row.date_to))
    return Selection(voices, row.outcome, row.victim_side, *days, row.single_sourced == "yes", row.implied == "yes")


def _yes_no(holds: bool) -> str:
    return "yes" if holds else "no"


def sentence(selection: Selection, rule: str, toll: Toll, first: str = "", given_up: Mapping[str, str] = MappingProxyType({}),
             rule_set: str = LITERAL) -> str:
    """Write a total as a sentence that can be cited: whose claims, what they allow, by which rules."""
    by = f" by sources of the type {listed(plain(one) for one in selection.voices)}" if selection.voices else " by all sources"
    whose = f"Among the claims chosen ({selection.among}), those{by * bool(selection.voices)}" if selection.among else f"Claims{by}"
    who = f"{whose} that can be of {whom_counted(selection)}"
    if toll.state == "no_claim":
        return f"{who}: none with a number."
    said = f"{who} ({counted(len(toll.claims), 'claim')}, {len(toll.open_claims)} without an upper limit)"
    how = rule_in_words(rule, first, given_up) + (f", vague words read by {plain(rule_set)}" if rule_set != LITERAL else "")
    if toll.state == "contradiction":
        return f"{said} cannot all be true, so there is no total{how}."
    if toll.bounds == Bounds(0, None):
        return f"{said} set no limit to the total{how}."
    return f"{said} allow {toll.bounds} in all{how}."


def whom_counted(selection: Selection) -> str:
    """Say whom a selection counts, and from which claims: people killed from 1 to 31 May 2014, implied ones counted."""
    extra = ["implied ones counted"] * selection.implied + ["only claims that share people with another source's"] * (
        not selection.single_sourced)
    return ", ".join([people_counted(selection.outcome, selection.victim_side, selection.date_from, selection.date_to), *extra])


def people_counted(outcome: str, side: str, first: str, last: str) -> str:
    """Say who is counted, and when: people killed; civilians wounded from 1 to 31 May 2014."""
    people = "people" if side == ANY else PEOPLE[side]
    what = "vehicles and weapons lost" if outcome == "materiel" else f"{people} {DONE[outcome]}"
    if first and last:
        return f"{what} {f'on {day(first)}' if first == last else f'from {span(first, last)}'}"
    return " ".join(filter(None, [what, first and f"from {day(first)} on", last and f"up to {day(last)}"]))


def rule_in_words(rule: str, first: str = "", given_up: Mapping[str, str] = MappingProxyType({})) -> str:
    """Say by which rule a total was reached; nothing where every claim simply holds."""
    told = {
        "all_together": "", "lowest": ", keeping the lowest of rival figures", "highest": ", keeping the highest of rival figures",
        "latest": ", keeping the latest of rival figures", "range": ", over every way of keeping one of rival figures",
        "source_order": f", keeping the figures of the type {plain(first)} where they have rivals",
        "giving_up": f", giving up {listed(given_up.values())}",
    }
    return told[rule]
