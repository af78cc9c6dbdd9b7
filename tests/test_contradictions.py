"""Which claims cannot all be true, and which can only because a figure is open: by hand, and against the slow way of `test_inequalities`.

In the tables a text such as "12+3" stands for the claims ORR-001, ORR-002 and ORR-003 in the form of a conflict's id.
"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_inequalities import (
    MAPS,
    RING,
    Row,
    at_least,
    chosen,
    counted,
    drawn_for,
    events,
    exactly,
    name,
    persons,
    smallest_contradictions,
    steady,
    two_rings,
    up_to,
    written,
)

from drawing import real
from tollbook import schema
from tollbook.contradictions import contradictions


def found(rows, where="one event"):
    return contradictions(written(rows), events(MAPS[where] if isinstance(where, str) else where))


def ids(rows, where="one event"):
    return found(rows, where)["conflict_id"].to_list()


def sentences(rows, where="one event"):
    return found(rows, where)["sentence"].to_list()


def conflict_id(numbers, open_row=None):
    rest = sorted(name(number) for number in numbers if number != open_row)
    return "+".join(([f"{name(open_row)}^"] if open_row is not None else []) + rest)


# -- contradictions by hand ----------------------------------------------------------------------------------------------------------------


BY_HAND = {
    "nothing": ([], "one event", []),
    "one claim": ([exactly(14)], "one event", []),
    "two sources, one figure": ([exactly(14), exactly(14, source="captain")], "one event", []),
    "two rival figures": ([exactly(14), exactly(50, source="captain")], "one event", [{0, 1}]),
    "three rival figures": ([exactly(14), exactly(50), exactly(51)], "one event", [{0, 1}, {0, 2}, {1, 2}]),
    "two of three have one figure": ([exactly(14), exactly(50), exactly(14)], "one event", [{0, 1}, {1, 2}]),
    "a running total that falls": ([exactly(10, days=(1, 2)), exactly(4, days=(1, 5))], "one event", [{0, 1}]),
    "a running total that falls twice": ([exactly(10, days=(1, 2)), exactly(4, days=(1, 5)), exactly(3, days=(1, 7))], "one event",
                                         [{0, 1}, {0, 2}, {1, 2}]),
    "the campaign": ([exactly(517, "persons", days=(15, 28)), at_least(1001, days=(15, 26)), exactly(603, "persons", days=(15, 29)),
                      at_least(701, days=(15, 30))], "one event", [{0, 1}, {1, 2}]),
    "parts that fit exactly": ([exactly(17), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event", []),
    "parts that are too many": ([exactly(16), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event", [{0, 1, 2}]),
    "a part that is too much, and its fellow": ([exactly(16), exactly(17, "children", part_of=0), exactly(5, "women", part_of=0)],
                                                "one event", [{0, 1}]),
    "a child, a woman and a rebel among two": ([exactly(2), exactly(1, "children"), exactly(1, "women"), exactly(1, "rebels")],
                                               "one event", [{0, 1, 2, 3}]),
    "days that add up to more than the week": ([exactly(9, days=(1, 7)), exactly(3, days=(1, 1)), exactly(4, days=(2, 2)),
                                                exactly(3, days=(3, 4))], "one event", [{0, 1, 2, 3}]),
    "two days of the week, and the rest of it": ([exactly(9, days=(1, 7)), exactly(3, days=(1, 3)), exactly(5, days=(4, 7))],
                                                 "one event", [{0, 1, 2}]),
    "killed and wounded": ([exactly(3), exactly(4, outcome="wounded"), exactly(8, outcome="killed_or_wounded")], "one event", [{0, 1, 2}]),
    "killed alone": ([exactly(9), exactly(4, outcome="wounded"), exactly(8, outcome="killed_or_wounded")], "one event", [{0, 2}]),
    "two parts of an event": ([exactly(16), exactly(10, event="market"), exactly(7, event="harbour")], "two parts", [{0, 1, 2}]),
    "several in one event": ([exactly(20), exactly(4, "rebels"), exactly(5, "rebels"), exactly(6, "soldiers"), exactly(7, "soldiers")],
                             "one event", [{1, 2}, {3, 4}]),
    "two events": ([exactly(4), exactly(5), exactly(6, event="island"), exactly(7, event="island")], "two events", [{0, 1}, {2, 3}]),
    "events that may overlap never contradict": ([exactly(4), exactly(9, event="road")], "two events that may overlap", []),
    "an open figure above a limit": ([at_least(15), up_to(14)], "one event", [{0, 1}]),
    "other people by the wording": ([exactly(1, "officers"), exactly(5, "soldiers", besides=0), exactly(5, "soldiers")], "one event",
                                    [{0, 1, 2}]),
    "rings of overlaps": ([exactly(5), *(exactly(1, event=event) for event in two_rings() if event != "town")], two_rings(), [set(range(11))]),
    "a ring of overlaps": ([exactly(1, event=event) for event in RING], RING, []),
    # 5 of the town were on the road as well: the 12 of town and road together need not be 12 of the town
    "a whole shares what its part shares": ([exactly(10), exactly(10, event="market"), exactly(7, event="road"), exactly(12, event="coast")],
                                            {"coast": ("", ""), "town": ("coast", ""), "market": ("town", ""), "road": ("coast", "market")}, []),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_contradictions_by_hand(case):
    rows, where, expected = BY_HAND[case]
    table = found(rows, where).loc[lambda table: table["kind"] == "contradiction"]
    assert table["conflict_id"].to_list() == sorted(map(conflict_id, expected))


@pytest.mark.parametrize(("rows", "apart_by"), [
    ([at_least(1001, days=(15, 26)), exactly(517, days=(15, 28))], 484),
    ([exactly(14), exactly(50)], 36),
    ([exactly(16), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], 1),
    ([exactly(3), exactly(4, outcome="wounded"), exactly(9, outcome="killed_or_wounded")], 2),
])
def test_how_far_figures_miss_one_another(rows, apart_by):
    assert found(rows)["apart_by"].to_list() == [apart_by]


# -- near misses by hand -------------------------------------------------------------------------------------------------------------------


NEAR = {
    "at least 14 and 50": ([at_least(14), exactly(50)], "one event", [("ORR-001^+ORR-002", 50)]),
    "at least 14 and 14": ([at_least(14), exactly(14)], "one event", []),
    "at least 14 and at least 50": ([at_least(14), at_least(50)], "one event", [("ORR-001^+ORR-002", 50)]),
    "at least 50 and up to 60": ([at_least(50), up_to(60)], "one event", []),
    "at least 50 and 55 to 60": ([at_least(50), Row(55, 60)], "one event", [("ORR-001^+ORR-002", 55)]),
    "a running total that would fall": ([exactly(10, days=(1, 2)), at_least(4, days=(1, 5))], "one event", [("ORR-002^+ORR-001", 10)]),
    "with two others": ([at_least(14), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)], "one event",
                        [("ORR-001^+ORR-002+ORR-003", 17)]),
    "with two others, of which one alone is enough": ([at_least(14), exactly(15, "children", part_of=0), exactly(5, "women", part_of=0)],
                                                      "one event", [("ORR-001^+ORR-002", 15)]),
    "wounded who make up the number": ([exactly(3), at_least(4, outcome="wounded"), exactly(10, outcome="killed_or_wounded")], "one event",
                                       [("ORR-002^+ORR-001+ORR-003", 7)]),
    "two figures of which either could be more": ([at_least(3), at_least(4, outcome="wounded"), exactly(10, outcome="killed_or_wounded")],
                                                  "one event", []),
    "already a contradiction": ([at_least(20), exactly(10)], "one event", []),
    "a part of a contradiction": ([at_least(20), exactly(10), exactly(30)], "one event", [("ORR-001^+ORR-003", 30)]),
    "two that miss one another from both ends": ([at_least(5), exactly(9, days=(1, 5)), at_least(8, days=(1, 5))], "one event",
                                                 [("ORR-003^+ORR-002", 9)]),
    "casualties without a number": ([Row(1, None, outcome="casualties", qualifier="unquantified"), exactly(50)], "one event", []),
    "several casualties": ([at_least(3, outcome="casualties"), exactly(50)], "one event", [("ORR-001^+ORR-002", 50)]),
    "another event": ([at_least(14), exactly(50, event="island")], "two events", []),
}


@pytest.mark.parametrize("case", NEAR)
def test_near_misses_by_hand(case):
    rows, where, expected = NEAR[case]
    table = found(rows, where).loc[lambda table: table["kind"] == "near_miss"]
    assert list(zip(table["conflict_id"], table["least_value"], strict=True)) == expected


# -- in words --------------------------------------------------------------------------------------------------------------------------------


def test_a_contradiction_of_two_in_a_sentence():
    rows = [exactly(517, "persons", days=(15, 28)), at_least(1001, source="captain", days=(15, 26))]
    assert sentences(rows) == [
        "Town: a militia captain's at least 1,001 for 15 to 26 March 2031 cannot be true together with the COB's 517 for 15 to 28 March 2031, "
        "both of people killed: at least 1,001 is at least 484 more than 517."]


def test_a_contradiction_of_three_in_a_sentence():
    rows = [exactly(16), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)]
    assert sentences(rows) == [
        "These 3 claims cannot all be true: the COB's 16 on 3 March 2031 (16 people killed, Town), the COB's 12 on 3 March 2031 (12 children killed, Town) "
        "and the COB's 5 on 3 March 2031 (5 women killed, Town). At least 12 + 5 = 17 are among at most 16: 1 too many."]


def test_a_contradiction_that_no_plain_sum_shows_in_a_sentence():
    sentence, = sentences([exactly(5), *(exactly(1, event=event) for event in two_rings() if event != "town")], two_rings())
    assert sentence.startswith("These 11 claims cannot all be true: ")
    assert sentence.endswith(". Their figures miss one another by at least 1.")


def test_near_misses_in_sentences():
    assert sentences([at_least(14), exactly(50, source="captain")]) == [
        "Town: the COB's at least 14 on 3 March 2031 and a militia captain's 50 on 3 March 2031, both of people killed, can both be true "
        "only if the first stands for at least 50, 36 more than it says."]
    assert sentences([at_least(14), exactly(12, "children", part_of=0), exactly(5, "women", part_of=0)]) == [
        "Town: the COB's at least 14 on 3 March 2031, the COB's 12 on 3 March 2031 and the COB's 5 on 3 March 2031, all of people, children "
        "and women killed, can all be true only if the first stands for at least 17, 3 more than it says."]


def test_a_contradiction_of_an_event_and_its_part_names_both():
    sentence, = sentences([exactly(7), exactly(10, event="market", source="captain")], "two parts")
    assert "Town" in sentence and "Market" in sentence


@pytest.mark.parametrize("rows", [[exactly(3), exactly(4)], [at_least(3), exactly(4)], [exactly(3), exactly(4), exactly(4)]])
def test_materiel_is_no_people(rows):
    claims = written(rows).assign(outcome="materiel", victims="trucks", victim_side="government")
    told = contradictions(claims, events(MAPS["one event"]))["sentence"]
    assert len(told) == len(rows) - 1
    assert not told.str.contains("people").any()


def test_what_a_contradiction_takes_as_given_is_said():
    claims = written([exactly(14, days=(None, 3)), exactly(50, days=(1, 2))])
    claims.loc[1, "date_precision"] = "start_inferred"
    told = contradictions(claims, events(MAPS["one event"]))["rests_on"]
    assert told.to_list() == ["the figure of the COB reaches back far enough (ORR-001); "
                              "the figure of the COB counts from 1 March 2031 on, which is not stated (ORR-002)"]


# -- the table -------------------------------------------------------------------------------------------------------------------------------


def fits(table, sheet):
    """Check a built table against the definition of its columns, as text, as it is written to a file."""
    assert table.columns.to_list() == sheet.names
    schema.raw_schema(sheet).validate(table.astype("str").fillna("").replace("<NA>", ""))
    for column in sheet.columns:
        assert not (column.required and table[column.name].isna().any()), column.name


def test_the_table_is_as_defined_with_contradictions_first():
    table = found([at_least(14), exactly(50, source="captain"), at_least(60, source="relief"), exactly(3, event="island"),
                   exactly(4, event="island"), at_least(2, event="island")], "two events")
    fits(table, schema.CONTRADICTIONS)
    assert table["conflict_id"].to_list() == ["ORR-002+ORR-003", "ORR-004+ORR-005", "ORR-001^+ORR-002", "ORR-001^+ORR-003",
                                              "ORR-006^+ORR-004", "ORR-006^+ORR-005"]
    assert table["kind"].to_list() == ["contradiction"] * 2 + ["near_miss"] * 4
    assert table["claims"].to_list() == ["ORR-002; ORR-003", "ORR-004; ORR-005", "ORR-001; ORR-002", "ORR-001; ORR-003",
                                         "ORR-004; ORR-006", "ORR-005; ORR-006"]
    assert table["sources"].to_list() == ["captain; relief", "observatory", "observatory; captain", "observatory; relief"] + ["observatory"] * 2
    assert table["incidents"].to_list() == ["town", "island", "town", "town", "island", "island"]
    assert table["open_claim"].fillna("").to_list() == ["", "", "ORR-001", "ORR-001", "ORR-006", "ORR-006"]
    assert table["least_value"].fillna(-1).to_list() == [-1, -1, 50, 60, 3, 4]
    assert table["apart_by"].fillna(-1).to_list() == [10, 1, -1, -1, -1, -1]


def test_a_claim_that_a_rule_set_leaves_blank_takes_no_part():
    claims = written([exactly(14), exactly(50), exactly(60)])
    claims.loc[1, ["low", "high"]] = pd.NA
    assert contradictions(claims, events(MAPS["one event"]))["conflict_id"].to_list() == ["ORR-001+ORR-003"]
    claims[["low", "high"]] = pd.NA
    assert contradictions(claims, events(MAPS["one event"])).empty


def test_no_claims_make_a_table_without_rows():
    fits(found([]), schema.CONTRADICTIONS)


# -- against the slow way --------------------------------------------------------------------------------------------------------------------


def slow_near_misses(rows, people):
    """Close each open figure at its least number; what contradicts then, and did not before, with the least number that would do."""
    before = smallest_contradictions(rows, people)
    for at, row in enumerate(rows):
        if row.high is not None or row.qualifier == "unquantified":
            continue
        closed = [*rows[:at], Row(row.low, row.low), *rows[at + 1:]]
        for conflict in smallest_contradictions(closed, people) - before:
            asked = {(held, at in held) for held, _ in people}
            yield conflict_id(conflict, at), counted(*chosen(rows, asked, conflict))[0]


@pytest.mark.parametrize("where", MAPS)
@settings(steady, max_examples=15)
@given(st.data())
def test_contradictions_and_near_misses_are_those_of_the_slow_way(where, data):
    rows = data.draw(drawn_for(where))
    people = persons(rows, MAPS[where])
    table = found(rows, where)
    told = table[table["kind"] == "contradiction"]
    assert set(told["conflict_id"]) == set(map(conflict_id, smallest_contradictions(rows, people)))
    near = table[table["kind"] == "near_miss"]
    assert dict(zip(near["conflict_id"], near["least_value"], strict=True)) == dict(slow_near_misses(rows, people))
    assert len(table) == table["conflict_id"].nunique()


@pytest.mark.parametrize("where", MAPS)
@settings(steady, max_examples=8)
@given(st.data())
def test_the_order_of_rows_does_not_matter(where, data):
    rows = data.draw(drawn_for(where))
    claims = written(rows)
    turned = claims.loc[data.draw(st.permutations(range(len(rows))))].reset_index(drop=True)
    both = [contradictions(some, events(MAPS[where])) for some in (claims, turned)]
    compared = ["conflict_id", "kind", "claims", "apart_by", "open_claim", "least_value"]
    pd.testing.assert_frame_equal(both[0][compared], both[1][compared])


@settings(steady, max_examples=15)
@given(drawn_for("one event", most=3), st.integers(0, 4))
def test_a_claim_of_another_event_changes_nothing(rows, number):
    where = MAPS["one event"] | {"island": ("", "")}
    assert ids([*rows, exactly(number, event="island")], where) == ids(rows, where)


# -- the real article ------------------------------------------------------------------------------------------------------------------------


def test_the_contradictions_of_the_article():
    """By 26 December a rebel commander has more than 1,000, so 1,001; the SOHR has 517 by the 28th, the article 603 by 6 January."""
    table = real("contradictions").loc[lambda table: table["kind"] == "contradiction"]
    assert dict(zip(table["conflict_id"], table["apart_by"], strict=True)) == {
        "ALP-001+ALP-005": 1_001 - 517,
        "ALP-005+ALP-014": 1_001 - 603,
    }
    assert table["sentence"].iloc[0] == (
        "Barrel-bomb campaign on rebel-held Aleppo: if the figure of a rebel commander counts from 15 December 2013 on, which is not stated, "
        "a rebel commander's more than 1,000 by 26 December 2013 cannot be true together with the "
        "SOHR's 517 for 15 to 28 December 2013, both of people killed: at least 1,001 is at least 484 more than 517.")


def test_the_near_misses_of_the_article():
    """Aid groups have more than 700 by 9 January; the SOHR has at least 14 and at least 20 where rebels have 50 and 40."""
    table = real("contradictions").loc[lambda table: table["kind"] == "near_miss"]
    assert dict(zip(table["conflict_id"], table["least_value"], strict=True)) == {
        "ALP-006^+ALP-005": 1_001,
        "ALP-055^+ALP-056": 50,
        "ALP-060^+ALP-061": 40,
    }


def test_without_the_commanders_figure_the_article_does_not_contradict_itself():
    claims = real("claims")
    assert (contradictions(claims[claims["claim_id"] != "ALP-005"], real("incidents"))["kind"] == "near_miss").all()


def test_every_member_of_a_contradiction_of_the_article_is_needed():
    claims, incidents = real("claims"), real("incidents")
    for row in real("contradictions").loc[lambda table: table["kind"] == "contradiction"].itertuples():
        members = set(row.claims.split("; "))
        kept = claims[claims["claim_id"].isin(members)]
        assert contradictions(kept, incidents)["conflict_id"].to_list() == [row.conflict_id]
        for one in members:
            assert (contradictions(kept[kept["claim_id"] != one], incidents)["kind"] != "contradiction").all()
