"""Claims as inequalities, against answers worked out by hand and against a count of every solution in whole numbers.

The count uses neither a solver nor the cells of `inequalities`: it lists who a person can be by the words of DESIGN.md (side, age, rank,
calling; what happened, when and in which events), and walks through every number of such people that the claims allow. What it needs is
below, under "the slow way"; the tests of contradictions and of totals use it too.
"""

from collections import defaultdict, namedtuple
from dataclasses import dataclass
from dataclasses import replace as changed
from itertools import combinations, product

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawing import claim, table
from tollbook import inequalities, measures, schema
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.inequalities import Focus, System

steady = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# -- the slow way: what the tests of inequalities, contradictions and totals share -----------------------------------------------------

Person = namedtuple("Person", "side age is_officer is_teacher")
PERSONS = [Person(*one) for one in product(("civilian", "rebel", "government", "isis", None), ("children", "women", None), (True, False),
                                           (True, False))]
WORDS = {  # victims as worded: their side, their group, and which persons they are
    "people": ("unspecified", None, lambda one: True),
    "persons": ("mixed", None, lambda one: True),
    "civilians": ("civilian", None, lambda one: one.side == "civilian"),
    "children": ("civilian", "children", lambda one: one.side == "civilian" and one.age == "children"),
    "women": ("civilian", "women", lambda one: one.side == "civilian" and one.age == "women"),
    "rebels": ("rebel", None, lambda one: one.side == "rebel"),
    "soldiers": ("government", None, lambda one: one.side == "government"),
    "officers": ("government", "officer", lambda one: one.side == "government" and one.is_officer),
    "teachers": ("unspecified", None, lambda one: one.is_teacher),
    "minors": ("unspecified", "children", lambda one: one.age == "children"),
}
DRAWN = ["people", *(words for words in WORDS if words != "minors")]  # minors stand in tests by hand
HARMED = {"killed": "k", "wounded": "w", "killed_or_wounded": "kw", "casualties": "kw?"}
MAPS = {  # events: the larger event that each is a part of, and those with which it may share people
    "one event": {"town": ("", "")},
    "two events": {"town": ("", ""), "island": ("", "")},
    "two parts": {"town": ("", ""), "market": ("town", ""), "harbour": ("town", "")},
    "two events that may overlap": {"town": ("", ""), "road": ("", "town")},
    "a whole that may overlap another": {"town": ("", ""), "market": ("town", ""), "road": ("", "town")},
    "two parts that may overlap": {"town": ("", ""), "market": ("town", ""), "harbour": ("town", "market")},
    "a part that may overlap another": {"town": ("", ""), "market": ("town", ""), "road": ("", "market")},
}


@dataclass(frozen=True)
class Row:
    """One claim of an invented ledger; `part_of` and `besides` are numbers of rows, days are those of March 2031, None is open."""

    low: int = 1
    high: int | None = 1
    words: str = "people"
    outcome: str = "killed"
    days: tuple = (3, 3)
    event: str = "town"
    source: str = "observatory"
    part_of: int | None = None
    besides: int | None = None
    qualifier: str = ""


def exactly(number, words="people", **more):
    return Row(number, number, words, **more)


def at_least(number, words="people", **more):
    return Row(number, None, words, **more)


def up_to(number, words="people", **more):
    return Row(0, number, words, **more)


def name(number):
    """Name the claim of a row: rows are numbered from 0, claims from 1."""
    return f"ORR-{number + 1:03d}"


def names(numbers):
    return frozenset(map(name, numbers))


def on(day):
    return f"2031-03-{day:02d}" if day else None


def written(rows):
    """Write rows as a claims table."""
    forms = {True: ("exact", "{0}"), False: ("range", "between {0} and {1}")}
    made = []
    for number, row in enumerate(rows):
        qualifier, text = ("at_least", "at least {0}") if row.high is None else forms[row.low == row.high]
        side, group, _ = WORDS[row.words]
        text = None if row.qualifier == "unquantified" else text.format(row.low, row.high)
        made.append(claim(number + 1, row.source, text, row.low, row.high, row.qualifier or qualifier, victims=row.words, victim_side=side,
                          victim_group=group, outcome=row.outcome, date_start=on(row.days[0]), date_end=on(row.days[1]),
                          date_precision="stated" if row.days[0] else "open_start", incident_id=row.event, incident_title=row.event.title(),
                          scope="incident" if row.part_of is None else "breakdown",
                          part_of=None if row.part_of is None else name(row.part_of),
                          besides=None if row.besides is None else name(row.besides)))
    return table(*made) if made else table(claim(1, "observatory", "1", 1, 1)).iloc[:0]


def events(where):
    """Write a map as an incidents table."""
    return schema.typed(pd.DataFrame([
        {"incident_id": event, "article_id": "port-orrin", "title": event.title(), "date_start": "2031-03-01", "date_end": "2031-03-31",
         "place": "Port Orrin", "part_of": whole, "may_overlap": overlap, "claims": 0, "materiel_claims": 0, "sources": 0, "note": None}
        for event, (whole, overlap) in where.items()])[schema.INCIDENTS.names], schema.INCIDENTS)


def in_words(rows, side):
    """List the claims whose words can all be said of one person, with whether that person is of a side.

    A part of a whole is some of those in its words and in its whole's; claims set apart are some of those in their words, and no one is
    in two of them.
    """
    parts = [at for at, row in enumerate(rows) if row.part_of is not None and not is_narrower(row.words, rows[row.part_of].words)]
    apart = [(at, row.besides) for at, row in enumerate(rows) if row.besides is not None]
    some = sorted({*parts, *(at for pair in apart for at in pair)})
    found = set()
    for one in PERSONS:
        meant = {at for at, row in enumerate(rows) if WORDS[row.words][2](one)}
        for left_out in product((True, False), repeat=len(some)):
            said = meant - {at for at, is_out in zip(some, left_out, strict=True) if is_out}
            if all(rows[at].part_of in said for at in parts if at in said) and not any({*pair} <= said for pair in apart):
                found.add((frozenset(said), side in (None, one.side)))
    return found


def is_narrower(words, wider):
    """Tell whether all who are in some words are in others, and not the other way round."""
    inner, outer = ({one for one in PERSONS if WORDS[some][2](one)} for some in (words, wider))
    return inner < outer


def share_somebody(words, other):
    return any(WORDS[words][2](one) and WORDS[other][2](one) for one in PERSONS)


def in_events(where):
    """List the events that one person can have been in: with each its wholes, and of those without a part no two that share nobody."""
    def upwards(event):
        return {event, *upwards(where[event][0])} if event else set()

    def may_share(one, other):
        return any(a in where[b][1].split("; ") for a in upwards(one) for b in upwards(other))

    found = []
    for size in range(1, len(where) + 1):
        for some in map(set, combinations(where, size)):
            ends = [event for event in some if not any(event in upwards(other) - {other} for other in some)]
            if all(upwards(event) <= some for event in some) and all(may_share(a, b) or may_share(b, a) for a, b in combinations(ends, 2)):
                found.append(some)
    return found


def persons(rows, where, outcome="killed", side=None, first=0, last=99):
    """List who can be counted: sets of rows that can count one person, each with whether that person is one of those asked for."""
    every = range(len(rows))
    days = {(frozenset(at for at in every if (rows[at].days[0] or 0) <= day <= rows[at].days[1]), first <= day <= last)
            for day in range(32)}
    harms = {(frozenset(at for at in every if harm in HARMED[rows[at].outcome]), harm in HARMED[outcome]) for harm in "kw?"}
    places = {(frozenset(at for at in every if rows[at].event in some), True) for some in in_events(where)}
    found = set()
    for some in product(in_words(rows, side), days, harms, places):
        held = frozenset.intersection(*(held for held, _ in some))
        if held:
            found.add((held, all(asked for _, asked in some)))
    return found


def counted(rows, people):
    """Give the least and the greatest number of people asked for, as a pair, by walking through all numbers of people; None where none fits.

    A count of people who are in claims without an upper limit only may grow for ever, and need not be followed beyond what they ask.
    """
    tops = [row.low if row.high is None else row.high for row in rows]
    layers = defaultdict(dict, {0: {(0,) * len(rows): (0, 0)}})
    for height in range(sum(tops) + 1):
        for stand, (least, most) in layers[height].items():
            for held, asked in people:
                if any(rows[at].high is not None and stand[at] == rows[at].high for at in held):
                    continue
                after = tuple(min(number + (at in held), tops[at]) for at, number in enumerate(stand))
                if after != stand:
                    seen = layers[sum(after)].get(after, (least + asked, most + asked))
                    layers[sum(after)][after] = (min(seen[0], least + asked), max(seen[1], most + asked))
    ends = [found for layer in layers.values() for stand, found in layer.items()
            if all(number >= row.low for number, row in zip(stand, rows, strict=True))]
    if not ends:
        return None
    is_open = any(asked and all(rows[at].high is None for at in held) for held, asked in people)
    return min(least for least, _ in ends), None if is_open else max(most for _, most in ends)


def chosen(rows, people, some):
    """Keep some of the rows, with their people; rows keep their order."""
    kept = sorted(some)
    place = {at: number for number, at in enumerate(kept)}
    people = {(frozenset(place[at] for at in held & some), asked) for held, asked in people if held & some}
    return [rows[at] for at in kept], people


def consistent(rows, people):
    """List every set of rows whose claims can all be true."""
    every = range(len(rows))
    return {some for size in range(len(rows) + 1) for some in map(frozenset, combinations(every, size))
            if counted(*chosen(rows, people, some)) is not None}


def smallest_contradictions(rows, people):
    """List the sets that cannot all be true, though without any one of their claims the others can."""
    can, every = consistent(rows, people), range(len(rows))
    return {some for size in range(len(rows) + 1) for some in map(frozenset, combinations(every, size))
            if some not in can and all(some - {at} in can for at in some)}


def least_given_up(rows, people):
    """List what is left out of the largest sets that can all be true."""
    can, every = consistent(rows, people), frozenset(range(len(rows)))
    return {every - some for some in can if not any(some < other for other in can)}


def least_apart(rows, people):
    """Give the least sum of changes to the figures that lets all be true, trying every number of people in the claims."""
    most = sum(row.low for row in rows)
    reached, fresh = set(), {(0,) * len(rows)}
    while fresh:
        reached |= fresh
        fresh = {tuple(number + (at in held) for at, number in enumerate(stand)) for stand in fresh for held, _ in people} - reached
        fresh = {stand for stand in fresh if max(stand) <= most}
    return min(sum(max(0, row.low - number, number - (number if row.high is None else row.high))
                   for number, row in zip(stand, rows, strict=True)) for stand in reached)


@st.composite
def ledgers(draw, where, most=4, outcomes=("killed", "killed", "killed", "wounded", "killed_or_wounded", "casualties"), is_related=True):
    """Draw two to four claims about the events of a map; now and then one is a part of another, or set apart from it."""
    rows = []
    for _ in range(draw(st.integers(2, most))):
        low = draw(st.integers(0, 4))
        high = draw(st.sampled_from([low, low, None, min(4, low + 1), 4]))
        end = draw(st.sampled_from([3, 3, 2, 1]))
        start = draw(st.sampled_from([1, 1, end, None]))
        rows.append(Row(low, high, draw(st.sampled_from(["people", *DRAWN])), draw(st.sampled_from(outcomes)), (start, end),
                        draw(st.sampled_from(list(where))), draw(st.sampled_from(["observatory", "captain", "relief"]))))
    link = draw(st.sampled_from(["", "part_of", "besides"])) if is_related else ""
    if link == "besides" or (link and share_somebody(rows[0].words, rows[1].words)):
        like = {"event": rows[0].event, "outcome": rows[0].outcome} | (
            {"days": rows[0].days, "source": rows[0].source} if link == "part_of" else {"words": rows[0].words})
        rows[1] = changed(rows[1], **{link: 0}, **like)
    # 0 casualties count as no number, see `measures.has_number`
    return [changed(row, high=None) if row.outcome == "casualties" and row.high == 0 else row for row in rows]


def drawn_for(where, **more):
    return ledgers(MAPS[where], **more)


# -- by hand: the least and the greatest number of people counted ------------------------------------------------------------------------


def total(rows, where=MAPS["one event"], focus=None):
    """Add up what the systems of a ledger allow; None where some claims contradict one another."""
    systems = list(inequalities.of_table(written(rows), events(where), focus or Focus("k")))
    found = inequalities.solve(systems)
    return None if None in found else ends(sum(found, Bounds(0, 0)))


def ends(bounds):
    return bounds and (bounds.low, bounds.high)


PARTS, MAY_OVERLAP = MAPS["two parts"], MAPS["two events that may overlap"]
BY_HAND = {
    "one claim": ([exactly(14)], "one event", (14, 14)),
    "one open claim": ([at_least(14)], "one event", (14, None)),
    "two sources, one figure": ([exactly(14), exactly(14, source="captain")], "one event", (14, 14)),
    "two rival figures": ([exactly(14), exactly(50, source="captain")], "one event", None),
    "at least 14 allows 50": ([at_least(14), exactly(50, source="captain")], "one event", (50, 50)),
    "50 to 60 and 55 to 70 share 55 to 60": ([Row(50, 60), Row(55, 70)], "one event", (55, 60)),
    "a window inside a window, 4 of the 10": ([exactly(10, days=(1, 5)), exactly(4, days=(2, 3))], "one event", (10, 10)),
    "a window inside a window, with more": ([exactly(4, days=(1, 5)), exactly(10, days=(2, 3))], "one event", None),
    "a running total that rises": ([exactly(4, days=(1, 2)), exactly(10, days=(1, 5))], "one event", (10, 10)),
    "a running total that falls": ([exactly(10, days=(1, 2)), exactly(4, days=(1, 5))], "one event", None),
    "a running total without its first day, falling": ([exactly(10, days=(None, 2)), exactly(4, days=(None, 5))], "one event", None),
    "windows that share a day share any number of people": ([exactly(10, days=(1, 3)), exactly(7, days=(3, 5))], "one event", (10, 17)),
    "two days": ([exactly(10, days=(1, 1)), exactly(7, days=(2, 2))], "one event", (17, 17)),
    "two days of a week": ([exactly(10, days=(1, 1)), exactly(7, days=(2, 2)), exactly(20, days=(1, 7))], "one event", (20, 20)),
    "a window of no first day reaches back": ([exactly(10, days=(None, 5)), exactly(4, days=(1, 2))], "one event", (10, 10)),
    "it need not hold what began before": ([exactly(4, days=(None, 5)), exactly(10, days=(4, 6))], "one event", (10, 14)),
    "a part of a whole": ([exactly(40), exactly(12, "children", part_of=0)], "one event", (40, 40)),
    "parts that fit exactly": ([exactly(17), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event", (17, 17)),
    "parts that are too many": ([exactly(16), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event", None),
    "parts of an open whole": ([at_least(16), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event", (17, None)),
    "parts that may be the same people": ([exactly(16), exactly(12, "children"), exactly(11, "teachers")], "one event", (16, 16)),
    "the same, with no whole": ([exactly(12, "children"), exactly(11, "teachers")], "one event", (12, 23)),
    "sides share nobody": ([exactly(21, "rebels"), exactly(30, "soldiers")], "one event", (51, 51)),
    "sides within a number of people": ([exactly(51), exactly(21, "rebels"), exactly(30, "soldiers")], "one event", (51, 51)),
    "sides that are more than the people": ([exactly(50), exactly(21, "rebels"), exactly(30, "soldiers")], "one event", None),
    "people of many sides are people": ([exactly(50, "persons"), exactly(51)], "one event", None),
    "a part in words that are no part": ([exactly(20, "rebels"), exactly(5, "teachers", part_of=0), exactly(7, "teachers")],
                                         "one event", (20, 22)),
    "those of a part are in its words, too": ([exactly(20, "rebels"), exactly(5, "teachers", part_of=0), exactly(3, "teachers")],
                                              "one event", None),
    "a part in words that are no part, with more than its whole": ([exactly(20, "rebels"), exactly(25, "teachers", part_of=0)],
                                                                   "one event", None),
    "the same words, not said of a part": ([exactly(20, "rebels"), exactly(25, "teachers")], "one event", (25, 45)),
    "a part in the words of its whole": ([exactly(20, "rebels"), exactly(5, "rebels", part_of=0)], "one event", (20, 20)),
    "a part of a part": ([exactly(20), exactly(9, "rebels", part_of=0), exactly(10, "rebels", part_of=1)], "one event", None),
    "an officer is one of the soldiers": ([exactly(1, "officers"), exactly(5, "soldiers")], "one event", (5, 5)),
    "an officer and, besides, five soldiers": ([exactly(1, "officers"), exactly(5, "soldiers", besides=0)], "one event", (6, 6)),
    "two rebels and three other rebels": ([exactly(2, "rebels"), exactly(3, "rebels", besides=0)], "one event", (5, 5)),
    "two and three others are no more than all": ([exactly(2, "rebels"), exactly(3, "rebels", besides=0), exactly(4, "rebels")],
                                                  "one event", None),
    "people besides rebels are no rebels": ([exactly(2, "rebels"), exactly(3, besides=0)], "one event", (5, 5)),
    "two and three others of four": ([exactly(4, "rebels"), exactly(2, "rebels", part_of=0), exactly(3, "rebels", part_of=0, besides=1)],
                                     "one event", None),
    "children of no stated side may be civilians": ([exactly(10, "minors"), exactly(8, "civilians")], "one event", (10, 18)),
    "civilian children are children": ([exactly(10, "minors"), exactly(8, "children")], "one event", (10, 10)),
    # all are civilians, so all children are civilian children
    "children who are civilians are civilian children": ([exactly(10), exactly(10, "civilians"), exactly(7, "minors"), up_to(5, "children")],
                                                         "one event", None),
    "two events": ([exactly(10), exactly(7, event="island")], "two events", (17, 17)),
    "two events that may overlap": ([exactly(10), exactly(7, event="road")], "two events that may overlap", (10, 17)),
    "overlap with an open figure": ([at_least(10), exactly(7, event="road")], "two events that may overlap", (10, None)),
    "an event and its part": ([exactly(10), exactly(7, event="market")], "two parts", (10, 10)),
    "a part with more than its event": ([exactly(7), exactly(10, event="market")], "two parts", None),
    "two parts, exactly": ([exactly(17), exactly(10, event="market"), exactly(7, event="harbour")], "two parts", (17, 17)),
    "two parts, too many": ([exactly(16), exactly(10, event="market"), exactly(7, event="harbour")], "two parts", None),
    "two parts of an event of which nothing is said": ([exactly(10, event="market"), exactly(7, event="harbour")], "two parts", (17, 17)),
    "a district within a day's total": ([exactly(18, "rebels", days=(4, 4)), at_least(7, "soldiers", days=(4, 4), event="market")],
                                        "two parts", (25, None)),
    "overlap is inherited by parts": ([exactly(10, event="market"), exactly(7, event="road")], "a whole that may overlap another", (10, 17)),
    "overlap is inherited, the whole being counted too": ([exactly(20), exactly(10, event="market"), exactly(7, event="road")],
                                                          "a whole that may overlap another", (20, 27)),
    "two parts that may overlap": ([exactly(10), exactly(7, event="market"), exactly(6, event="harbour")], "two parts that may overlap",
                                   (10, 10)),
    "a part may overlap another event": ([exactly(10, event="market"), exactly(7, event="road")], "a part that may overlap another", (10, 17)),
    # who was in the market and on the road was in the town: the town and the road can share them
    "a whole shares what its part shares": ([exactly(10), exactly(7, event="road")], "a part that may overlap another", (10, 17)),
    "a whole shares what its part shares, the part being counted too": (
        [exactly(10), exactly(10, event="market"), exactly(7, event="road")], "a part that may overlap another", (10, 17)),
    "a whole shares no more than its part": ([exactly(10), exactly(2, event="market"), exactly(7, event="road")],
                                             "a part that may overlap another", (15, 17)),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_killed_by_hand(case):
    rows, where, expected = BY_HAND[case]
    assert total(rows, MAPS[where]) == expected


@pytest.mark.parametrize(("rows", "harms", "expected"), [
    ([exactly(3), exactly(4, outcome="wounded"), exactly(7, outcome="killed_or_wounded")], "kw", (7, 7)),
    ([exactly(3), exactly(4, outcome="wounded"), exactly(7, outcome="killed_or_wounded")], "k", (3, 3)),
    ([exactly(3), exactly(4, outcome="wounded"), exactly(8, outcome="killed_or_wounded")], "k", None),
    ([exactly(3), exactly(4, outcome="wounded"), exactly(6, outcome="killed_or_wounded")], "k", None),
    ([exactly(3), exactly(4, outcome="wounded")], "kw", (7, 7)),
    ([exactly(20, outcome="killed_or_wounded")], "k", (0, 20)),
    ([exactly(20, outcome="killed_or_wounded"), up_to(15, outcome="wounded")], "k", (5, 20)),
    ([at_least(70, outcome="killed_or_wounded"), up_to(50, outcome="wounded")], "k", (20, None)),
    ([exactly(20, outcome="casualties"), up_to(15, outcome="wounded")], "k", (0, 20)),
    ([exactly(20, outcome="casualties"), exactly(21, outcome="killed_or_wounded")], "k", None),
    ([exactly(20, outcome="captured"), exactly(21)], "k", (21, 21)),
    ([exactly(20, outcome="captured"), exactly(5, outcome="freed")], "c", (20, 20)),
])
def test_outcomes_by_hand(rows, harms, expected):
    assert total(rows, focus=Focus(harms)) == expected


RING = {"one": ("", ""), "two": ("", "one"), "three": ("", "two"), "four": ("", "three"), "five": ("", "four; one")}


def test_five_events_in_a_ring_of_overlaps_share_two_people_in_a_pair_each_and_one_is_left():
    """Nobody is in three of them, so one person stands for two claims at most: five claims of one need three people, not two and a half."""
    assert total([exactly(1, event=event) for event in RING], RING) == (3, 5)


def two_rings():
    rings = {f"{ring}-{event}": ("town", "; ".join(f"{ring}-{other}" for other in overlap.split("; ") if other))
             for ring in ("north", "south") for event, (_, overlap) in RING.items()}
    return {"town": ("", ""), **rings}


def test_a_contradiction_that_only_whole_people_show():
    """Two such rings need six people; two and a half each would be five."""
    where = two_rings()
    rows = [exactly(5), *(exactly(1, event=event) for event in where if event != "town")]
    system, = inequalities.of_table(written(rows), events(where), Focus("k"))
    assert inequalities.conflicts(system) == ([names(range(11))], [names([at]) for at in range(11)])
    assert inequalities.apart_by(system) == 1
    assert inequalities.certificate(system) is None
    assert total([exactly(6), *rows[1:]], where) == (6, 6)


@pytest.mark.parametrize(("rows", "side", "expected"), [
    ([exactly(517, "persons"), exactly(151, "children", part_of=0), exactly(46, "women", part_of=0), exactly(46, "rebels", part_of=0)],
     "civilian", (197, 471)),
    ([exactly(517, "persons"), exactly(151, "children", part_of=0), exactly(46, "women", part_of=0), exactly(46, "rebels", part_of=0)],
     "rebel", (46, 46)),
    ([exactly(517, "persons"), exactly(151, "children", part_of=0), exactly(46, "women", part_of=0), exactly(46, "rebels", part_of=0)],
     "ypg", (0, 274)),
    ([exactly(30, "rebels"), exactly(5, "soldiers")], "rebel", (30, 30)),
    ([exactly(30, "rebels"), exactly(5, "officers")], "government", (5, 5)),
    ([exactly(30, "teachers")], "civilian", (0, 30)),
])
def test_one_side_by_hand(rows, side, expected):
    assert total(rows, focus=Focus("k", side)) == expected


# -- by hand: systems -------------------------------------------------------------------------------------------------------------------


def system(rows, cells, asked=()):
    """Make a system: a cell is a text of the claims that hold it, such as "ac" for the first and the third."""
    bits = [tuple(sum(1 << "abcdefghij".index(letter) for letter in cell) for cell in some) for some in (cells, asked)]
    return System(tuple("abcdefghij"[:len(rows)]), tuple(row.low for row in rows), tuple(row.high for row in rows), *bits)


@pytest.mark.parametrize(("rows", "cells", "asked", "expected"), [
    ([], [], [], (0, 0)),
    ([exactly(4)], [], ["a"], (4, 4)),
    ([exactly(4)], ["a"], [], (0, 0)),
    ([exactly(4)], ["a"], ["a"], (0, 4)),
    ([at_least(4)], ["a"], ["a"], (0, None)),
    ([exactly(4), exactly(5)], [], ["ab"], None),
    ([exactly(4), exactly(5)], ["ab"], [], None),
    ([exactly(4), exactly(5)], [], ["ab", "b"], (5, 5)),
    ([exactly(4), exactly(5)], ["b"], ["ab"], (4, 4)),
    ([exactly(4), exactly(5)], [], ["ab", "a", "b"], (5, 9)),
    ([exactly(4), at_least(5)], [], ["ab", "a"], None),
    ([Row(2, 4), at_least(1)], ["a"], ["ab", "b"], (1, None)),
    ([Row(2, 4), at_least(1)], ["a", "b"], ["ab"], (0, 4)),
    ([exactly(10**12), exactly(10**12 - 1), exactly(1)], [], ["a", "ab", "ac"], (10**12, 10**12)),
    ([exactly(10**12), exactly(10**12 - 1), exactly(2)], [], ["a", "ab", "ac"], None),
])
def test_systems_by_hand(rows, cells, asked, expected):
    assert ends(inequalities.bounds(system(rows, cells, asked))) == expected


def test_people_whom_no_kept_claim_counts_are_nobody():
    kept = system([exactly(4), exactly(5), up_to(3)], ["c", "bc"], ["a", "ab"]).keep(["b", "a"])
    assert kept == System(("a", "b"), (4, 5), (4, 5), (2,), (1, 3))


def test_other_bounds_and_other_people_counted():
    one = system([exactly(4), exactly(5)], ["a"], ["ab", "b"])
    assert one.bounded("b", Bounds(1, None)) == System(("a", "b"), (4, 1), (4, None), (1,), (3, 2))
    assert one.counting("a") == System(("a", "b"), (4, 5), (4, 5), (2,), (1, 3))


@pytest.mark.parametrize(("rows", "cells", "conflicts", "ways"), [
    ([exactly(4), exactly(4)], ["ab"], [], []),
    ([exactly(4), exactly(5)], ["ab"], ["ab"], ["a", "b"]),
    ([exactly(1001), exactly(517), exactly(603)], ["abc"], ["ab", "ac", "bc"], ["ab", "ac", "bc"]),
    ([at_least(1001), exactly(517), exactly(603)], ["abc", "bc", "c"], ["ab", "ac"], ["a", "bc"]),
    ([exactly(10), exactly(6), exactly(5)], ["a", "ab", "ac"], ["abc"], ["a", "b", "c"]),
    ([exactly(10), exactly(11), exactly(5)], ["a", "ab", "ac"], ["ab"], ["a", "b"]),
    # a holds b, c and d, which share nobody; any two of them are too many
    ([exactly(10), exactly(6), exactly(6), exactly(6)], ["a", "ab", "ac", "ad"], ["abc", "abd", "acd"], ["a", "bc", "bd", "cd"]),
    # two contradictions that have nothing to do with each other, within one whole
    ([exactly(20), exactly(4), exactly(5), exactly(6), exactly(7)], ["a", "abc", "ade"], ["bc", "de"], ["bd", "be", "cd", "ce"]),
])
def test_contradictions_by_hand(rows, cells, conflicts, ways):
    found = inequalities.conflicts(system(rows, cells))
    assert found == (list(map(frozenset, conflicts)), list(map(frozenset, ways)))


@pytest.mark.parametrize(("rows", "cells", "apart", "least", "most"), [
    ([exactly(1001), exactly(517)], ["ab"], 484, "a", "b"),
    ([exactly(10), exactly(6), exactly(5)], ["a", "ab", "ac"], 1, "bc", "a"),
    ([exactly(17), exactly(3), exactly(4), exactly(12)], ["a", "ab", "ac", "ad"], 2, "bcd", "a"),
    # 9 among at most 3 in the one and 4 in the other
    ([exactly(9), exactly(3), exactly(4)], ["ab", "ac"], 2, "a", "bc"),
])
def test_arithmetic_of_a_contradiction_by_hand(rows, cells, apart, least, most):
    shown = system(rows, cells)
    assert inequalities.apart_by(shown) == apart
    assert inequalities.certificate(shown) == (list(least), list(most))


def test_claims_that_can_all_be_true_are_not_shown_to_contradict():
    assert inequalities.certificate(system([exactly(11), exactly(6), exactly(5)], ["a", "ab", "ac"])) is None


@pytest.mark.parametrize(("rows", "where", "components"), [
    ([exactly(1), exactly(1, event="island")], "two events", [0, 1]),
    ([exactly(1), exactly(1, event="road")], "two events that may overlap", [0, 0]),
    ([exactly(1, event="market"), exactly(1, event="harbour")], "two parts", [0, 1]),
    ([exactly(1, event="market"), exactly(1, event="harbour"), exactly(1)], "two parts", [0, 0, 0]),
    ([exactly(1, "rebels"), exactly(1, "soldiers")], "one event", [0, 1]),
    ([exactly(1, "rebels"), exactly(1, "soldiers"), exactly(1)], "one event", [0, 0, 0]),
    ([exactly(1), exactly(1, outcome="wounded")], "one event", [0, 1]),
    ([exactly(1), exactly(1, outcome="wounded"), exactly(1, outcome="casualties")], "one event", [0, 0, 0]),
    ([exactly(1, days=(1, 1)), exactly(1, days=(2, 2))], "one event", [0, 1]),
    ([exactly(1, days=(1, 1)), exactly(1, days=(2, 2)), exactly(1, days=(None, 2))], "one event", [0, 0, 0]),
])
def test_claims_that_can_share_nobody_are_solved_apart(rows, where, components):
    claims = written(rows)
    found = inequalities.components(len(claims), measures.linked(claims, events(MAPS[where]))).tolist()
    assert [found.index(number) for number in found] == [components.index(number) for number in components]


@pytest.mark.parametrize("rows", [
    [exactly(20, "rebels"), exactly(5, "soldiers", part_of=0)],
    [exactly(20, "rebels"), exactly(5, "soldiers", part_of=0), exactly(5, "soldiers")],
    [exactly(20, "children"), exactly(5, "women", part_of=0), exactly(30, "women")],
])
def test_a_part_in_words_that_share_nobody_with_its_whole_is_refused_in_one_line(rows):
    with pytest.raises(BadInput) as refusal:
        list(map(inequalities.conflicts, inequalities.of_table(written(rows), events(MAPS["one event"]), Focus("k"))))
    assert len(refusal.value.lines) == 1


def own_words(number):
    """Claims of people in as many different words, of whom nothing is known but that they are people."""
    return table(*(claim(at + 1, "relief", "1", 1, 1, victims=f"people called {'abcdefghijklmnop'[at]}") for at in range(number)))


def test_too_many_ways_to_overlap_are_refused_in_one_line():
    with pytest.raises(BadInput, match="found more than 4,096 ways in which 13 kinds of people or incidents may overlap") as refusal:
        list(inequalities.of_table(own_words(13), events({"shelling": ("", "")}), Focus("k")))
    assert len(refusal.value.lines) == 1
    assert "\n" not in refusal.value.lines[0]


def test_as_many_ways_as_are_allowed_are_solved():
    found, = inequalities.of_table(own_words(11), events({"shelling": ("", "")}), Focus("k"))
    assert inequalities.bounds(found) == Bounds(1, 11)


def test_too_many_ways_to_give_up_claims_are_refused_in_one_line():
    """Fourteen pairs of rivals within one whole: 2 to the power of 14 ways."""
    rows = [(exactly(1, days=(day, day)), exactly(2, days=(day, day))) for day in range(1, 15)]
    found, = inequalities.of_table(written([at_least(0, days=(1, 14)), *(row for pair in rows for row in pair)]), events(MAPS["one event"]),
                                   Focus("k"))
    with pytest.raises(BadInput, match="found more than 4,096 ways to give up claims") as refusal:
        inequalities.conflicts(found)
    assert len(refusal.value.lines) == 1


# -- against the slow way ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", MAPS)
@steady
@given(st.data())
def test_totals_are_those_of_every_solution_in_whole_numbers(where, data):
    rows = data.draw(drawn_for(where))
    outcome, side = data.draw(st.sampled_from(list(HARMED))), data.draw(st.sampled_from([None, None, "civilian", "rebel", "isis"]))
    first, last = data.draw(st.sampled_from([(0, 99), (0, 99), (2, 99), (0, 2), (2, 2)]))
    day = measures.day_number(pd.Series(["2031-03-01"], dtype="str"))[0] - 1
    focus = Focus({"casualties": "kwo"}.get(outcome, HARMED[outcome]), side, measures.OPEN if first == 0 else int(day + first), int(day + last))
    assert total(rows, MAPS[where], focus) == counted(rows, persons(rows, MAPS[where], outcome, side, first, last))


@pytest.mark.parametrize("where", MAPS)
@steady
@given(st.data())
def test_every_smallest_contradiction_is_found_and_every_least_way_out(where, data):
    rows = data.draw(drawn_for(where))
    people = persons(rows, MAPS[where])
    found = [inequalities.conflicts(one) for one in inequalities.of_table(written(rows), events(MAPS[where]), Focus("kwo"))]
    assert {one for conflicts, _ in found for one in conflicts} == set(map(names, smallest_contradictions(rows, people)))
    ways = {frozenset().union(*way) for way in product(*(ways or [frozenset()] for _, ways in found))}
    assert ways == set(map(names, least_given_up(rows, people)))


@st.composite
def systems(draw):
    """Draw a system of any cells, as rows and people in the slow way's terms."""
    size = draw(st.integers(1, 5))
    rows = [Row(low, draw(st.sampled_from([low, low, None, low + 1]))) for low in draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))]
    cells = st.frozensets(st.integers(0, size - 1), min_size=1)
    people = draw(st.sets(st.tuples(cells, st.booleans()), min_size=1, max_size=8))
    return rows, people | {(frozenset({at}), False) for at in range(size) if not any(at in held for held, _ in people)}


def as_system(rows, people):
    cells = [sorted("".join("abcdefghij"[at] for at in sorted(held)) for held, asked in people if asked == kind) for kind in (False, True)]
    made = system(rows, *cells)
    return changed(made, cells=tuple(sorted(made.cells)), counted=tuple(sorted(made.counted)))


@steady
@given(systems())
def test_any_system_is_solved_as_by_the_slow_way(drawn):
    assert ends(inequalities.bounds(as_system(*drawn))) == counted(*drawn)


@st.composite
def nested(draw):
    """Draw a system in which any two claims share nobody, or one counts all the people of the other."""
    rows, people = [], set()
    inside = {None: frozenset()}
    for at in range(draw(st.integers(1, 6))):
        low = draw(st.integers(0, 3))
        rows.append(Row(low, draw(st.sampled_from([low, None, low + 1, low + 3]))))
        inside[at] = inside[draw(st.sampled_from(list(inside)))] | {at}
        people |= {(inside[at], asked) for asked in draw(st.sampled_from([(), (True,), (False,), (True, False)]))}
    return rows, people | {(held, False) for held in inside.values() if held and not any(held <= other for other, _ in people)}


@steady
@given(nested())
def test_claims_each_within_another_or_apart_are_solved_as_by_the_slow_way(drawn):
    assert ends(inequalities.bounds(as_system(*drawn))) == counted(*drawn)


@steady
@given(st.lists(systems(), min_size=1, max_size=12))
def test_systems_solved_together_are_solved_as_one_by_one(drawn):
    made = [as_system(*one) for one in drawn]
    assert inequalities.solve(made) == [inequalities.solve([one])[0] for one in made]
    assert list(map(ends, inequalities.solve(made))) == [counted(*one) for one in drawn]


def test_more_systems_than_one_batch_some_without_a_solution():
    """Number n: n children and n women are among 2n people, but for every 100th, where they are among 2n - 1."""
    expected = [(2 * number, 2 * number) if number % 100 else None for number in range(1, 601)]
    made = [system([exactly(2 * number - (number % 100 == 0)), exactly(number), exactly(number)], [], ["a", "ab", "ac"]) for number in range(1, 601)]
    assert list(map(ends, inequalities.solve(made))) == expected


@steady
@given(systems())
def test_conflicts_of_any_system_are_all_smallest_ones_and_each_is_smallest(drawn):
    rows, people = drawn
    made = as_system(rows, people)
    conflicts, ways = inequalities.conflicts(made)
    for conflict in conflicts:
        assert not inequalities.is_feasible(made.keep(conflict))
        assert all(inequalities.is_feasible(made.keep(conflict - {one})) for one in conflict)
    letters = [{frozenset("abcdefghij"[at] for at in some) for some in found}
               for found in (smallest_contradictions(rows, people), least_given_up(rows, people) - {frozenset()})]
    assert [set(conflicts), set(ways)] == letters
    assert (len(conflicts), len(ways)) == tuple(map(len, letters))


@steady
@given(systems().filter(lambda drawn: len(drawn[0]) < 4))
def test_figures_are_off_by_the_least_change_that_reconciles_them(drawn):
    assert inequalities.apart_by(as_system(*drawn)) == least_apart(*drawn)


@steady
@given(systems())
def test_arithmetic_that_shows_a_contradiction_is_right(drawn):
    rows, people = drawn
    shown = inequalities.certificate(as_system(rows, people))
    if shown is None:
        return
    least, most = ({"abcdefghij".index(letter) for letter in letters} for letters in shown)
    assert sum(rows[at].low for at in least) > sum(rows[at].high for at in most)
    assert all(len(held & least) <= len(held & most) for held, _ in people)
    assert counted(rows, people) is None


@pytest.mark.parametrize("where", MAPS)
@settings(steady, max_examples=10)
@given(st.data())
def test_the_order_of_rows_does_not_matter(where, data):
    rows = data.draw(drawn_for(where))
    claims = written(rows)
    turned = claims.loc[data.draw(st.permutations(range(len(claims))))].reset_index(drop=True)
    solved = [sorted((tuple(sorted(one.claims)), ends(inequalities.bounds(one))) for one in inequalities.of_table(some, events(MAPS[where]), Focus("k")))
              for some in (claims, turned)]
    assert solved[0] == solved[1]


def test_the_slow_way_itself_by_hand():
    """Five kinds of person in a town of two days, and a sum that fits."""
    assert {tuple(sorted(some)) for some in in_events(MAPS["a part that may overlap another"])} == {
        ("town",), ("market", "town"), ("road",), ("market", "road", "town")}
    rows = [exactly(4), exactly(3, "children", part_of=0), exactly(2, "rebels", part_of=0)]
    people = persons(rows, MAPS["one event"])
    assert people == {(frozenset({0}), True), (frozenset({0, 1}), True), (frozenset({0, 2}), True),
                      (frozenset({0}), False), (frozenset({0, 1}), False), (frozenset({0, 2}), False)} - {
                          (frozenset({at, 0}), False) for at in range(3)}
    assert counted(rows, people) is None
    assert counted([exactly(5), *rows[1:]], people) == (5, 5)
    assert smallest_contradictions(rows, people) == {frozenset({0, 1, 2})}
    assert least_given_up(rows, people) == {frozenset({0}), frozenset({1}), frozenset({2})}
    assert least_apart(rows, people) == 1
