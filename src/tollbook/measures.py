"""What each claim counts, and how what two claims count stands to each other: the same people, a part of them, some of them, others.

A measure is incident x victims x outcome x days. Two claims can be compared only where they have one measure, or where one measure is
contained in the other. Pairs come from joins on incidents and from intervals of days, never from all pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from tollbook import schema

SAME, INSIDE, AROUND, OVERLAP, APART = range(5)  # the codes of `schema.STANDS`; joined by a bitwise "or", 4 and more is apart
OPEN = -(10**7)  # the day before which no first day lies: a claim without one reaches back to it
EVERYONE = ("people", "persons", "human beings")  # victims in these words are whoever was there, of any side
SIDES = ("civilian", "rebel", "government", "isis", "ypg")  # no person is of two of them
EXCLUSIVE = ("children", "women", "men")  # no person is of two of these groups
HARMS = {"killed": "k", "wounded": "w", "killed_or_wounded": "kw", "casualties": "kwo", "captured": "c", "surrendered": "s", "freed": "f",
         "missing": "m", "materiel": "x"}  # what an outcome is made of; o: hurt in a way that is not told
SEVERAL = ("day", "period", "cumulative")  # scopes of totals over more than one event


@dataclass(frozen=True)
class Victims:
    """Who is counted, as kinds of people within kinds of people: "government.officer" lies within "government" and within "people".

    `within` gives, for the kinds of single claims, the kinds that hold them besides what their name says; `others` are pairs of kinds
    that share nobody, as the wording says.
    """

    within: dict[str, frozenset[str]] = field(default_factory=dict)
    others: frozenset[frozenset[str]] = frozenset()

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {}

    def above(self, kind: str) -> frozenset[str]:
        """Give every kind that holds all of a kind, itself included."""
        if kind not in self._above:
            base, _, claim = kind.partition("@")
            held = {kind, *_plainly_above(base)}
            for wider in self.within.get(kind, ()) if claim else ():
                held |= self.above(wider)
            self._above[kind] = frozenset(held)
        return self._above[kind]

    def forget(self, kind: str) -> None:
        """Work out anew what holds a kind, as `within` has changed for it."""
        self._above.pop(kind, None)

    def stand(self, one: str, other: str) -> int:
        """Say how two kinds stand to each other."""
        if one == other:
            return SAME
        above_one, above_other = self.above(one), self.above(other)
        if other in above_one:
            return INSIDE
        if one in above_other:
            return AROUND
        are_apart = any(_exclude(a, b) or frozenset((a, b)) in self.others for a in above_one for b in above_other)
        return APART if are_apart else OVERLAP


def _plainly_above(kind: str) -> set[str]:
    """Give the kinds that hold a kind by its name alone."""
    if kind.startswith("materiel"):
        return {"materiel"}
    side, _, group = kind.partition(".")
    if ":" in kind:
        return {kind, "people"}
    return {kind, side, "people"} | ({f"people.{group}"} if group else set())


def _exclude(one: str, other: str) -> bool:
    """Tell whether two kinds can share nobody by their names alone: other sides, children and women, people and things."""
    if one.startswith("materiel") or other.startswith("materiel"):
        return one.startswith("materiel") != other.startswith("materiel")
    groups = [kind.removeprefix("people.") for kind in (one, other)]
    return one != other and ({one, other} <= set(SIDES) or set(groups) <= set(EXCLUSIVE))


def kinds(claims: pd.DataFrame) -> tuple[pd.Series, Victims]:
    """Name for each claim the kind of people it counts, and say how the kinds stand to one another.

    "People" are whoever was there. Other words for people of no one stated side are a kind of their own within "people": what sides
    they hold is not known. A share ("most of them") and claims that the wording sets apart (`besides`) get a kind of their own
    within the one that their words name: "rebel.suicide_bombers@ALP-046".
    """
    names = dict(zip(claims["claim_id"], _base_kinds(claims), strict=True))
    within: dict[str, frozenset[str]] = {}
    others = frozenset(_set_apart(claims, names, within))
    _put_parts_inside(claims, names, within)
    return pd.Series([names[claim] for claim in claims["claim_id"]], claims.index, dtype="str"), Victims(within, others)


def _set_apart(claims: pd.DataFrame, names: dict[str, str], within: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    """Give kinds of their own to claims that the wording sets apart; list the pairs of kinds that share nobody.

    The other claim keeps its kind where that is the narrower: five soldiers besides a general are soldiers who are no officers.
    """
    rows = claims.loc[claims["besides"].notna(), ["claim_id", "besides"]]
    links = [(claim, other) for claim, text in rows.itertuples(index=False) for other in re.split(r";\s*", text) if other in names]
    pairs = []
    for claim, other in links:
        stand = Victims().stand(*(names[one].partition("@")[0] for one in (claim, other)))
        for one in (claim, other) if stand in (SAME, INSIDE) else (claim,):
            _refine(one, names, within)
        pairs.append((claim, other))
    return [frozenset((names[claim], names[other])) for claim, other in pairs]


def _put_parts_inside(claims: pd.DataFrame, names: dict[str, str], within: dict[str, frozenset[str]]) -> None:
    """Give a kind of its own to each part whose words do not say that it lies within its whole; wholes come before their parts."""
    rows = claims.loc[claims["part_of"].isin(claims["claim_id"]), ["claim_id", "part_of"]]
    whole_of, known = dict(rows.itertuples(index=False, name=None)), Victims(within)
    depth = {claim: _depth(claim, whole_of) for claim in whole_of}
    for claim in sorted(whole_of, key=depth.get):
        whole = names[whole_of[claim]]
        if known.stand(names[claim], whole) != INSIDE:
            _refine(claim, names, within)
            within[names[claim]] |= {whole}
            known.forget(names[claim])


def _depth(claim: str, whole_of: dict[str, str]) -> int:
    return 1 + _depth(whole_of[claim], whole_of) if claim in whole_of else 0


def _refine(claim: str, names: dict[str, str], within: dict[str, frozenset[str]]) -> None:
    """Give a claim a kind of its own within the one it has."""
    if "@" not in names[claim]:
        names[claim] = f"{names[claim]}@{claim}"
        within[names[claim]] = frozenset()


def _base_kinds(claims: pd.DataFrame) -> pd.Series:
    """Name the kind that the words of each claim name."""
    words = claims["victims"].str.replace(r"[\[\]]", "", regex=True).str.lower()
    side, group = claims["victim_side"], claims["victim_group"]
    known = side.isin(SIDES)
    named = side.where(known, "people").where(group.isna(), side.where(known, "people") + "." + group.fillna(""))
    own_words = ~known & group.isna() & ~words.isin(EVERYONE)
    as_worded = side + ":" + words.str.replace(r"[^\w]+", "-", regex=True)
    return named.mask(own_words, as_worded).mask(claims["outcome"] == "materiel", "materiel:" + as_worded).astype("str")


def name(claims: pd.DataFrame) -> pd.DataFrame:
    """Add to built claims their `measure_id`: incident, victims, outcome and days; claims with one id are comparable."""
    kind, _ = kinds(claims)
    measure = (claims["incident_id"] + "/" + kind + "/" + claims["outcome"] + "/" + claims["date_start"].fillna("") + ".."
               + claims["date_end"])
    return claims.assign(measure_id=measure)[schema.CLAIMS.names]


def has_number(claims: pd.DataFrame) -> pd.Series:
    """Tell which claims have bounds for what they count.

    A rule set can leave a vague word blank, and one that counts the killed alone reads "casualties" as 0 killed, which says nothing of
    the casualties.
    """
    return claims["low"].notna() & ~((claims["outcome"] == "casualties") & (claims["high"].fillna(1) == 0))


def day_number(days: pd.Series) -> np.ndarray:
    """Turn ISO days into whole numbers of days; a missing first day lies before all others."""
    numbers = pd.to_datetime(days).to_numpy("datetime64[D]").astype("int64")
    return np.where(days.isna(), OPEN, numbers)


def lineage(incidents: pd.DataFrame) -> pd.DataFrame:
    """List for each incident itself and every incident it is a part of: columns article_id, incident_id, ancestor, depth."""
    own = incidents[["article_id", "incident_id", "part_of"]]
    step = own.assign(ancestor=own["incident_id"], depth=0)[["article_id", "incident_id", "ancestor", "depth"]]
    parents = own.dropna(subset="part_of").rename(columns={"incident_id": "ancestor"})
    steps = [step]
    while len(step):
        step = step.merge(parents, on=["article_id", "ancestor"], how="inner", validate="many_to_one")
        step = step.assign(ancestor=step["part_of"], depth=step["depth"] + 1)[steps[0].columns]
        steps.append(step)
    return pd.concat(steps, ignore_index=True)


def may_overlap(incidents: pd.DataFrame, lines: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the pairs of incidents that may share people, in both directions; what holds for a whole holds for its parts.

    Columns article_id, incident_id, other_id. An incident and a part of it are no such pair.
    """
    lines = lineage(incidents) if lines is None else lines
    named = incidents.loc[incidents["may_overlap"].notna(), ["article_id", "incident_id", "may_overlap"]]
    pairs = named.assign(other_id=named["may_overlap"].str.split(r";\s*", regex=True)).explode("other_id")
    pairs = pairs[["article_id", "incident_id", "other_id"]]
    pairs = pd.concat([pairs, pairs.rename(columns={"incident_id": "other_id", "other_id": "incident_id"})])
    down = lines.rename(columns={"incident_id": "part"})[["article_id", "part", "ancestor"]]
    for column in ("incident_id", "other_id"):
        pairs = pairs.merge(down, left_on=["article_id", column], right_on=["article_id", "ancestor"], how="inner", validate="many_to_many")
        pairs = pairs.assign(**{column: pairs["part"]})[["article_id", "incident_id", "other_id"]]
    related = pd.concat([lines, lines.rename(columns={"incident_id": "ancestor", "ancestor": "incident_id"})])
    pairs = pairs.drop_duplicates().merge(related.drop_duplicates(["article_id", "incident_id", "ancestor"]), how="left",
                                          left_on=["article_id", "incident_id", "other_id"],
                                          right_on=["article_id", "incident_id", "ancestor"], validate="many_to_one")
    return pairs.loc[pairs["depth"].isna(), ["article_id", "incident_id", "other_id"]].reset_index(drop=True)


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims by their row numbers in the claims table, with how each part of their measures stands."""

    a: np.ndarray
    b: np.ndarray
    incidents: np.ndarray
    days: np.ndarray
    victims: np.ndarray
    outcomes: np.ndarray

    @property
    def measures(self) -> np.ndarray:
        """Say how the whole measures stand to each other."""
        joined = self.incidents | self.days | self.victims | self.outcomes
        return np.where(joined >= APART, APART, joined)

    def __len__(self) -> int:
        return len(self.a)

    def take(self, which: np.ndarray) -> Pairs:
        """Keep some of the pairs, by a mask or by their numbers."""
        return Pairs(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def turned(self, which: np.ndarray) -> Pairs:
        """Put the second claim of some pairs first."""
        turn = np.array([SAME, AROUND, INSIDE, OVERLAP, APART])
        stands = (self.incidents, self.days, self.victims, self.outcomes)
        return Pairs(np.where(which, self.b, self.a), np.where(which, self.a, self.b), *(np.where(which, turn[one], one) for one in stands))


def linked(claims: pd.DataFrame, incidents: pd.DataFrame) -> Pairs:
    """Pair the claims of one incident, of an incident and its parts, and of incidents that may overlap; each pair once.

    Parameters
    ----------
    claims : DataFrame
        Built claims, of one or more articles.
    incidents : DataFrame
        The built incidents of the same articles.
    """
    lines = lineage(incidents)
    rows = pd.DataFrame({"article_id": claims["article_id"], "incident_id": claims["incident_id"], "at": np.arange(len(claims))})
    up = rows.merge(lines, on=["article_id", "incident_id"], how="inner", validate="many_to_many")
    found = up.merge(rows.rename(columns={"incident_id": "ancestor"}), on=["article_id", "ancestor"], how="inner",
                     validate="many_to_many", suffixes=("_a", "_b"))
    found = found[(found["depth"] > 0) | (found["at_a"] < found["at_b"])]
    across = rows.merge(may_overlap(incidents, lines), on=["article_id", "incident_id"], how="inner", validate="many_to_many")
    across = across.merge(rows.rename(columns={"incident_id": "other_id"}), on=["article_id", "other_id"], how="inner",
                          validate="many_to_many", suffixes=("_a", "_b"))
    across = across[across["at_a"] < across["at_b"]]
    a, b = (np.concatenate([found[at], across[at]]) for at in ("at_a", "at_b"))
    stands = np.concatenate([np.where(found["depth"] > 0, INSIDE, SAME), np.full(len(across), OVERLAP)])
    return _stand(claims, a, b, stands)


def side_by_side(claims: pd.DataFrame, pairs: Pairs) -> Pairs:
    """Pair totals over several events with the claims of other events within their days: a reader may take the one for a part of the other.

    Only claims of one outcome whose victims can be the same people, by sources that do not name different sides as having done it, and
    only where both first days are known. `pairs` are those that are linked, and are left out.
    """
    start, end = day_number(claims["date_start"]), day_number(claims["date_end"])
    wide = np.flatnonzero(claims["scope"].isin(SEVERAL) & (start > OPEN))
    narrow = np.flatnonzero((claims["scope"] != "breakdown") & (start > OPEN))
    group = pd.factorize(claims["article_id"] + "/" + claims["outcome"])[0]
    order = narrow[np.lexsort((start[narrow], group[narrow]))]
    key = group[order].astype("int64") * 10**8 + start[order] - OPEN
    low, high = (np.searchsorted(key, group[wide].astype("int64") * 10**8 + edge[wide] - OPEN, side)
                 for edge, side in ((start, "left"), (end, "right")))
    counts = high - low
    b = np.repeat(wide, counts)
    a = order[np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)]
    kept = (end[a] <= end[b]) & (a != b)
    a, b = a[kept], b[kept]
    a, b = _unseen(a, b, pairs, len(claims))
    doer = claims["perpetrator_side"].to_numpy()
    other_doer = (doer[a] != doer[b]) & ~np.isin(doer[a], ["unspecified", "mixed"]) & ~np.isin(doer[b], ["unspecified", "mixed"])
    return _stand(claims, a[~other_doer], b[~other_doer], np.full(int((~other_doer).sum()), APART))


def _unseen(a: np.ndarray, b: np.ndarray, pairs: Pairs, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Keep each pair once, whichever way round, and none that is known already."""
    key = np.minimum(a, b) * size + np.maximum(a, b)
    first = np.zeros(len(key), dtype=bool)
    first[np.unique(key, return_index=True)[1]] = True
    fresh = first & ~np.isin(key, np.minimum(pairs.a, pairs.b) * size + np.maximum(pairs.a, pairs.b))
    return a[fresh], b[fresh]


def _stand(claims: pd.DataFrame, a: np.ndarray, b: np.ndarray, incidents: np.ndarray) -> Pairs:
    """Say how days, victims and outcomes of pairs stand."""
    a, b = a.astype("int64"), b.astype("int64")
    start, end = day_number(claims["date_start"]), day_number(claims["date_end"])
    kind, victims = kinds(claims)
    codes, names = pd.factorize(kind)
    outcomes, spelled = pd.factorize(claims["outcome"])
    return Pairs(a, b, incidents.astype("int64"), _intervals(start[a], end[a], start[b], end[b]),
                 _by_code(codes[a], codes[b], names, victims.stand), _by_code(outcomes[a], outcomes[b], spelled, stand_of_outcomes))


def _intervals(start_a: np.ndarray, end_a: np.ndarray, start_b: np.ndarray, end_b: np.ndarray) -> np.ndarray:
    """Say how spans of days stand to each other."""
    return np.select(
        [(start_a == start_b) & (end_a == end_b), (end_a < start_b) | (end_b < start_a), (start_a >= start_b) & (end_a <= end_b),
         (start_a <= start_b) & (end_a >= end_b)], [SAME, APART, INSIDE, AROUND], OVERLAP)


def stand_of_outcomes(one: str, other: str) -> int:
    """Say how two outcomes stand to each other: killed lies within killed or wounded, and both within casualties."""
    a, b = set(HARMS[one]), set(HARMS[other])
    return SAME if a == b else INSIDE if a < b else AROUND if a > b else OVERLAP if a & b else APART


def _by_code(a: np.ndarray, b: np.ndarray, names, stand) -> np.ndarray:
    """Ask once for each two names that meet how they stand, and give the answer to every pair that has them."""
    keys, where = np.unique(a.astype("int64") * max(1, len(names)) + b, return_inverse=True)
    answers = [stand(names[key // len(names)], names[key % len(names)]) for key in keys.tolist()]
    return np.array(answers, dtype="int64")[where]
