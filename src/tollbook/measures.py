"""What each claim counts, and how what two claims count stands to each other: the same people, a part of them, some of them, others.

A measure is incident x victims x outcome x days. Two claims can be compared only where they have one measure, or where one measure is
contained in the other. Pairs come from joins on incidents and from intervals of days, never from all pairs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
import pandas as pd

from tollbook import quantities, schema
from tollbook.errors import BadInput

SAME, INSIDE, AROUND, OVERLAP, APART = range(5)  # the codes of `schema.STANDS`; joined by a bitwise "or", 4 and more is apart
OPEN = -(10**7)  # the day before which no first day lies: a claim without one reaches back to it
EVERYONE = ("people", "persons", "human beings")  # victims in these words are whoever was there, of any side
SIDES = ("civilian", "rebel", "government", "isis", "ypg")  # no person is of two of them
EXCLUSIVE = ("children", "women", "men")  # no person is of two of these groups
HARMS = {"killed": "k", "wounded": "w", "killed_or_wounded": "kw", "casualties": "kwo", "captured": "c", "surrendered": "s", "freed": "f",
         "missing": "m", "materiel": "x"}  # what an outcome is made of; o: hurt in a way that is not told
ONE = "[one]"  # the quantity of a person told of by name
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

    @cached_property
    def _plain(self) -> dict[str, frozenset[str]]:
        """For each kind that was asked for, what holds it and is no single claim's kind."""
        return {}

    @cached_property
    def _told_apart(self) -> dict[str, set[str]]:
        """For each kind, those that the wording sets apart from it."""
        found: dict[str, set[str]] = {}
        for pair in self.others:
            found.setdefault(min(pair), set()).add(max(pair))
            found.setdefault(max(pair), set()).add(min(pair))
        return found

    @cached_property
    def _stands(self) -> dict[tuple[str, str], int]:
        return {}

    def above(self, kind: str) -> frozenset[str]:
        """Give every kind that holds all of a kind, itself included."""
        if kind not in self._above:
            base, _, claim = kind.partition("@")
            held = {kind, *_plainly_above(base)}
            for wider in self.within.get(kind, ()) if claim else ():
                held |= self.above(wider)
            self._above[kind] = frozenset(held)
            self._plain[kind] = frozenset(name for name in held if "@" not in name)
        return self._above[kind]

    def forget(self, kind: str) -> None:
        """Work out anew what holds a kind, as `within` has changed for it."""
        self._above.pop(kind, None)

    def stand(self, one: str, other: str) -> int:
        """Say how two kinds stand to each other."""
        if one == other:
            return SAME
        if "@" in one or "@" in other:
            return self._stand(one, other)
        if (one, other) not in self._stands:
            self._stands[one, other] = self._stand(one, other)
        return self._stands[one, other]

    def _stand(self, one: str, other: str) -> int:
        above_one, above_other = self.above(one), self.above(other)
        if other in above_one:
            return INSIDE
        if one in above_other:
            return AROUND
        told = any(not self._told_apart[kind].isdisjoint(above_other) for kind in above_one if kind in self._told_apart)
        return APART if told or _are_exclusive(self._plain[one], self._plain[other]) else OVERLAP


def _plainly_above(kind: str) -> set[str]:
    """Give the kinds that hold a kind by its name alone."""
    if kind.startswith("materiel"):
        return {kind, "materiel", ":".join(kind.split(":")[:2])}
    side, _, group = kind.partition(".")
    if ":" in kind:
        return {kind, "people"}
    return {kind, side, "people"} | ({f"people.{group}"} if group else set())


@lru_cache(maxsize=65_536)
def _are_exclusive(kinds: frozenset[str], others: frozenset[str]) -> bool:
    return any(_exclude(one, other) for one in kinds for other in others)


def _exclude(one: str, other: str) -> bool:
    """Tell whether two kinds can share nobody by their names alone: other sides, children and women, people and things."""
    if one.startswith("materiel") or other.startswith("materiel"):
        are_things = one.startswith("materiel") and other.startswith("materiel")
        owners = {one.removeprefix("materiel:"), other.removeprefix("materiel:")}
        return not are_things or (one != other and owners <= set(SIDES))
    groups = [kind.removeprefix("people.") for kind in (one, other)]
    return one != other and ({one, other} <= set(SIDES) or set(groups) <= set(EXCLUSIVE))


def kinds(claims: pd.DataFrame) -> tuple[pd.Series, Victims]:
    """Name for each claim the kind of people it counts, and say how the kinds stand to one another.

    "People" are whoever was there. Other words for people of no one stated side are a kind of their own within "people": what sides
    they hold is not known. A share ("most of them") and claims that the wording sets apart (`besides`) get a kind of their own
    within the one that their words name: "rebel.suicide_bombers@ALP-046".
    """
    names, within, others = _base_kinds(claims), {}, frozenset()
    rows = _rows_of_linked(claims)
    if rows:
        linked = claims[["claim_id", "besides", "part_of"]].iloc[list(rows.values())].astype(object)
        others = frozenset(_set_apart(linked, rows, names, within))
        _put_parts_inside(linked, rows, names, within)
    return pd.Series(names, claims.index, dtype="str"), Victims(within, others)


def _rows_of_linked(claims: pd.DataFrame) -> dict[str, int]:
    """Give the row numbers of the claims that are a part of another, are set apart from another, or have such another."""
    named = pd.concat([_split(claims["besides"]), claims["part_of"].dropna()])
    kept = claims["claim_id"].isin(named).to_numpy() | (claims["besides"].notna() | claims["part_of"].notna()).to_numpy()
    return dict(zip(claims["claim_id"].to_numpy()[kept].tolist(), np.flatnonzero(kept).tolist(), strict=True))


def _set_apart(claims: pd.DataFrame, rows: dict[str, int], names: np.ndarray, within: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    """Give kinds of their own to claims that the wording sets apart; list the pairs of kinds that share nobody.

    Both get one, as the words set apart these people and nobody else: another source's officer can be the general, or be another.
    """
    told = claims.loc[claims["besides"].notna(), ["claim_id", "besides"]].itertuples(index=False)
    pairs = [(claim, other) for claim, text in told for other in re.split(r";\s*", text) if other in rows]
    for claim, other in pairs:
        for one in (claim, other):
            _refine(one, rows, names, within)
    return [frozenset((names[rows[claim]], names[rows[other]])) for claim, other in pairs]


def _put_parts_inside(claims: pd.DataFrame, rows: dict[str, int], names: np.ndarray, within: dict[str, frozenset[str]]) -> None:
    """Give a kind of its own to each part whose words do not say that it lies within its whole; wholes come before their parts."""
    whole_of = {claim: whole for claim, whole in zip(claims["claim_id"], claims["part_of"], strict=True) if whole in rows}
    nested, known = {claim: _depth(claim, whole_of) for claim, whole in whole_of.items() if whole in whole_of}, Victims(within)
    for claim in chain((claim for claim in whole_of if claim not in nested), sorted(nested, key=nested.get)):
        whole = names[rows[whole_of[claim]]]
        stand = known.stand(names[rows[claim]], whole)
        if stand == APART:
            raise BadInput(f"claims: {claim}, column part_of: found {whole_of[claim]!r}, with which these victims share nobody "
                           f"({names[rows[claim]]}, {whole}); allowed is a claim that can hold them")
        if stand != INSIDE:
            _refine(claim, rows, names, within)
            within[names[rows[claim]]] |= {whole}
            known.forget(names[rows[claim]])


def _depth(claim: str, whole_of: dict[str, str]) -> int:
    return 1 + _depth(whole_of[claim], whole_of) if claim in whole_of else 0


def _refine(claim: str, rows: dict[str, int], names: np.ndarray, within: dict[str, frozenset[str]]) -> None:
    """Give a claim a kind of its own within the one it has."""
    if "@" not in names[rows[claim]]:
        names[rows[claim]] = f"{names[rows[claim]]}@{claim}"
        within[names[rows[claim]]] = frozenset()


def _base_kinds(claims: pd.DataFrame) -> np.ndarray:
    """Name the kind that the words of each claim name; words that many claims have are read once."""
    columns = [claims["victims"], claims["victim_side"], claims["victim_group"], claims["outcome"] == "materiel"]
    codes = np.stack([pd.factorize(column)[0] for column in columns]).astype("int64")
    key = np.ravel_multi_index(codes + 1, codes.max(axis=1, initial=0) + 2)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return _kinds_named(claims.iloc[first]).to_numpy(dtype=object)[which]


def _kinds_named(claims: pd.DataFrame) -> pd.Series:
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
    the casualties, unless the words say that there were none.
    """
    none = ((claims["outcome"] == "casualties") & (claims["high"].fillna(1) == 0)).to_numpy(dtype=bool, copy=True)
    none[none] = [quantities.stated(text) != 0 for text in claims["quantity_text"].fillna("")[none]]
    return claims["low"].notna() & ~none


def day_number(days: pd.Series) -> np.ndarray:
    """Turn ISO days into whole numbers of days; a missing first day lies before all others."""
    codes, known = pd.factorize(days)
    numbers = pd.to_datetime(pd.Series(known, dtype="str")).to_numpy("datetime64[D]").astype("int64")
    return np.append(numbers, OPEN)[codes]


class Events:
    """The incidents of some articles by number, with those that hold each and those that may share people with it.

    `part`, `ancestor` and `depth` list for each incident itself and all it is a part of. `meeting` are the pairs said to overlap, in both
    directions, what holds for a whole holding for its parts; `one` and `other` are these and the pairs of incidents that hold such a
    pair, as whoever is in a part is in its whole.
    """

    def __init__(self, incidents: pd.DataFrame):
        named = _split(incidents["may_overlap"].reset_index(drop=True))
        article = incidents["article_id"]
        articles, self._articles = pd.factorize(pd.concat([article, article, article.iloc[named.index]]))
        ids, self._ids = pd.factorize(pd.concat([incidents["incident_id"], incidents["part_of"], named]))
        codes, self._codes = pd.factorize(self._code(articles, ids))
        codes[ids < 0] = -1
        own, whole, other = np.split(codes, [len(incidents), 2 * len(incidents)])
        self.whole_of = np.full(len(self._codes), -1)
        self.whole_of[own] = whole
        self.part, self.ancestor, self.depth = self._lines(own)
        one = own[named.index]
        self.meeting = self._reached(np.concatenate([one, other]), np.concatenate([other, one]), self.part, self.ancestor)
        self.one, self.other = self._reached(*self.meeting, self.ancestor, self.part)

    def __len__(self) -> int:
        return len(self._codes)

    def _code(self, articles: np.ndarray, ids: np.ndarray) -> np.ndarray:
        return articles.astype("int64") * len(self._ids) + ids

    def number(self, claims: pd.DataFrame) -> np.ndarray:
        """Give the number of each claim's incident; -1 where it is none of these."""
        articles, ids = (pd.Index(known).get_indexer(claims[name])
                         for known, name in ((self._articles, "article_id"), (self._ids, "incident_id")))
        return np.where((articles < 0) | (ids < 0), -1, pd.Index(self._codes).get_indexer(self._code(articles, ids)))

    def names(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give the articles and the ids of incidents by number."""
        articles, ids = (np.asarray(known, dtype=object) for known in (self._articles, self._ids))
        codes = self._codes[numbers]
        return articles[codes // max(1, len(ids))], ids[codes % max(1, len(ids))]

    def _lines(self, own: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        part, ancestor, steps = own, own, []
        while len(part):
            steps.append((part, ancestor, np.full(len(part), len(steps))))
            is_part = self.whole_of[ancestor] >= 0
            part, ancestor = part[is_part], self.whole_of[ancestor[is_part]]
        return tuple(np.concatenate(column) for column in zip(*steps, strict=True)) if steps else (own, own, own)

    def _reached(self, one: np.ndarray, other: np.ndarray, to: np.ndarray, along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pair all that the two incidents of each pair lead to; an incident and a part of it are no pair."""
        size = len(self)
        one, other = (to[found] for found in _meet(one, other, along, size))
        related = np.concatenate([self.part * size + self.ancestor, self.ancestor * size + self.part])
        found = pd.unique(one * size + other)
        found = found[~pd.Series(found).isin(related).to_numpy(dtype=bool)]
        return (found // size, found % size) if size else (found, found)


def _events(incidents: pd.DataFrame | Events) -> Events:
    return incidents if isinstance(incidents, Events) else Events(incidents)


def _split(lists: pd.Series) -> pd.Series:
    """Write the entries of lists separated by semicolons one under the other; a missing list has none."""
    lists = lists.dropna()
    is_several = lists.str.contains(";", regex=False).to_numpy(dtype=bool)
    return pd.concat([lists[~is_several], lists[is_several].str.split(r";\s*", regex=True).explode()])


def _meet(one: np.ndarray, other: np.ndarray, group: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pair, for each pair of groups, every row of the one with every row of the other; `group` has the group of each row, or -1."""
    order = np.argsort(group, kind="stable")
    order = order[np.searchsorted(group[order], 0):]
    count = np.bincount(group[order], minlength=size)
    first = np.cumsum(count) - count
    pairs = count[one] * count[other]
    which = np.repeat(np.arange(len(pairs)), pairs)
    at = np.arange(len(which)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    width = count[other][which]
    return order[first[one][which] + at // width], order[first[other][which] + at % width]


def lineage(incidents: pd.DataFrame | Events) -> pd.DataFrame:
    """List for each incident itself and every incident it is a part of: columns article_id, incident_id, ancestor, depth."""
    events = _events(incidents)
    article, incident = events.names(events.part)
    table = pd.DataFrame({"article_id": article, "incident_id": incident, "ancestor": events.names(events.ancestor)[1]}, dtype="str")
    return table.assign(depth=events.depth)


def may_overlap(incidents: pd.DataFrame | Events, is_said: bool = False) -> pd.DataFrame:
    """List the pairs of incidents that may share people, in both directions: those said to, their parts, and all that hold such a pair.

    Columns article_id, incident_id, other_id. An incident and a part of it are no such pair. With `is_said`, only those said to overlap,
    and their parts.
    """
    events = _events(incidents)
    one, other = events.meeting if is_said else (events.one, events.other)
    article, incident = events.names(one)
    return pd.DataFrame({"article_id": article, "incident_id": incident, "other_id": events.names(other)[1]}, dtype="str")


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


@dataclass(frozen=True)
class Parts:
    """The parts of the measure of each claim of a table, as numbers: its first and last day, its kind of people and its outcome."""

    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    kinds: tuple[str, ...]
    victims: Victims
    outcome: np.ndarray
    outcomes: tuple[str, ...]

    def take(self, which: np.ndarray) -> Parts:
        """Keep those of some claims, as they are in the whole table."""
        return replace(self, start=self.start[which], end=self.end[which], kind=self.kind[which], outcome=self.outcome[which])


def parts(claims: pd.DataFrame) -> Parts:
    """Take the measures of built claims apart."""
    names, victims = kinds(claims)
    (kind, known), (outcome, spelled) = pd.factorize(names), pd.factorize(claims["outcome"])
    start, end = day_number(claims["date_start"]), day_number(claims["date_end"])
    return Parts(start, end, kind.astype("int64"), tuple(known), victims, outcome.astype("int64"), tuple(spelled))


def linked(claims: pd.DataFrame, incidents: pd.DataFrame | Events, known: Parts | None = None) -> Pairs:
    """Pair the claims of one incident, of an incident and its parts, and of incidents that may overlap; each pair once.

    Parameters
    ----------
    claims : DataFrame
        Built claims, of one or more articles.
    incidents : DataFrame or Events
        The built incidents of the same articles.
    known : Parts, optional
        The parts of the claims' measures, where they are at hand.
    """
    events = _events(incidents)
    event, size = events.number(claims), len(events)
    a, b = _meet(events.part, events.ancestor, event, size)
    is_part = event[a] != event[b]
    kept = is_part | (a < b)
    one, other = _meet(events.one, events.other, event, size)
    once = one < other
    stands = np.concatenate([np.where(is_part, INSIDE, SAME)[kept], np.full(int(once.sum()), OVERLAP)])
    return _stand(known or parts(claims), np.concatenate([a[kept], one[once]]), np.concatenate([b[kept], other[once]]), stands)


def side_by_side(claims: pd.DataFrame, pairs: Pairs, known: Parts | None = None) -> Pairs:
    """Pair totals over several events with the claims of other events within their days: a reader may take the one for a part of the other.

    Only claims of one outcome whose victims can be the same people, by sources that do not name different sides as having done it, and
    only where both first days are known; one person told of by name is left out. `pairs` are those that are linked, and are left out.
    """
    known = known or parts(claims)
    start, end = known.start, known.end
    wide = np.flatnonzero(claims["scope"].isin(SEVERAL) & (start > OPEN))
    narrow = np.flatnonzero((claims["scope"] != "breakdown") & (claims["quantity_text"].fillna("") != ONE) & (start > OPEN))
    group = pd.factorize(claims["article_id"])[0] * max(1, len(known.outcomes)) + known.outcome
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
    found = _stand(known, a[~other_doer], b[~other_doer], np.full(int((~other_doer).sum()), APART))
    return found.take(found.victims < APART)


def _unseen(a: np.ndarray, b: np.ndarray, pairs: Pairs, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Keep each pair once, whichever way round, and none that is known already."""
    key = np.minimum(a, b) * size + np.maximum(a, b)
    fresh = ~pd.Series(key).duplicated() & ~pd.Series(key).isin(np.minimum(pairs.a, pairs.b) * size + np.maximum(pairs.a, pairs.b))
    return a[fresh], b[fresh]


def _stand(known: Parts, a: np.ndarray, b: np.ndarray, incidents: np.ndarray) -> Pairs:
    """Say how days, victims and outcomes of pairs stand."""
    a, b = a.astype("int64"), b.astype("int64")
    return Pairs(a, b, incidents.astype("int64"), _intervals(known.start[a], known.end[a], known.start[b], known.end[b]),
                 _by_code(known.kind[a], known.kind[b], known.kinds, known.victims.stand),
                 _by_code(known.outcome[a], known.outcome[b], known.outcomes, stand_of_outcomes))


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
    where, keys = pd.factorize(a * max(1, len(names)) + b)
    answers = [stand(names[key // len(names)], names[key % len(names)]) for key in keys.tolist()]
    return np.array(answers, dtype="int64")[where]
