"""How far apart two claims are. Verdicts, differences and ratios are worked out by hand; events, sources and figures are invented."""

import re
from fractions import Fraction
from math import ceil, floor

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_measures import (
    ANY_CHILDREN,
    APART,
    AROUND,
    BOMBERS,
    BOTH,
    CHILDREN,
    CIVILIANS,
    INSIDE,
    OFFICERS,
    OVERLAP,
    PASSERS_BY,
    PEOPLE,
    REBELS,
    SAME,
    SOLDIERS,
    TANKS,
    WOMEN,
    at,
    incidents,
    is_beside,
    ledgers,
    plainly,
    shown,
    steady,
    who,
)

from drawing import SOURCES, claim, invented_sources, real, table
from tollbook import compare, ledger, schema

EVENTS = incidents(("shelling",), ("town",), ("harbour", "town"), ("quay", "harbour"), ("mill",), ("ferry", None, "town"))
EXACTLY = dict(zip(("quantity_text", "low", "high", "qualifier"), ("5", 5, 5, "exact"), strict=True))


def figure(words, low, high, qualifier):
    return {"quantity_text": words, "low": low, "high": high, "qualifier": qualifier}


def exactly(number):
    return figure(f"{number:,}", number, number, "exact")


def at_least(number):
    return figure(f"at least {number:,}", number, None, "at_least")


def more_than(number):
    return figure(f"more than {number:,}", number + 1, None, "more_than")


def up_to(number):
    return figure(f"up to {number:,}", 0, number, "up_to")


def about(number):
    return figure(f"about {number:,}", number, number, "approx")


def between(low, high):
    return figure(f"between {low:,} and {high:,}", low, high, "range")


DOZENS, BLANK = figure("dozens of", 24, None, "vague"), figure("dozens of", None, None, "vague")
UNQUANTIFIED = figure(None, 1, None, "unquantified") | {"outcome": "casualties"}


def said(number, source, *parts):
    """Write a claim: five people killed in the shelling on 3 March 2031, but for what the parts say."""
    merged = dict(EXACTLY)
    for part in parts:
        merged |= part
    words, low, high, qualifier = (merged.pop(name) for name in ("quantity_text", "low", "high", "qualifier"))
    return claim(number, source, words, low, high, qualifier, **merged)


def found(*rows, events=EVENTS):
    return compare.comparisons(table(*rows), events, invented_sources())


def pair(one, other, *, source="captain", other_source="relief"):
    """Compare two claims: what the table says of the only pair."""
    pairs = found(said(1, source, *one), said(2, other_source, *other))
    assert len(pairs) == 1
    return pairs.iloc[0]


def days(first, last):
    return {"date_start": first and f"2031-03-{first:02d}", "date_end": f"2031-03-{last:02d}"}


def blank(*cells):
    return [None if pd.isna(cell) else cell for cell in cells]


# -- verdicts and reasons --------------------------------------------------------------------------------------------------------------

KILLED_OR_WOUNDED, WOUNDED, CASUALTIES = ({"outcome": outcome} for outcome in ("killed_or_wounded", "wounded", "casualties"))
VERDICTS = [
    # the captain's claim, the relief groups' claim, verdict, which is claim_a, what the reason must say
    ([], [], "comparable", None, ["people killed", "3 March 2031"]),
    ([SOLDIERS], [who("guards", "government")], "comparable", None, ["killed", "3 March 2031"]),
    ([days(None, 3)], [days(None, 3)], "comparable", None, ["to 3 March 2031, first day not stated"]),
    ([days(1, 3)], [days(1, 9)], "contained", 1, ["a militia captain counts to 3 March 2031", "relief groups to 9 March 2031"]),
    ([days(1, 9)], [days(1, 3)], "contained", 2, ["relief groups count to 3 March 2031", "a militia captain to 9 March 2031"]),
    ([days(3, 3)], [days(1, 9)], "contained", 1, ["a militia captain counts 3 March 2031", "relief groups 1 to 9 March 2031"]),
    ([days(3, 3)], [days(None, 3)], "contained", 1, ["a militia captain counts 3 March 2031", "relief groups to 3 March 2031"]),
    ([days(1, 5)], [days(3, 9)], "not_comparable", None, ["overlap", "1 to 5 March 2031", "3 to 9 March 2031"]),
    ([days(1, 2)], [days(3, 9)], "not_comparable", None, ["other days", "1 to 2 March 2031", "3 to 9 March 2031"]),
    ([CHILDREN], [], "contained", 1, ["children against people"]),
    ([SOLDIERS], [OFFICERS], "contained", 2, ["officers against soldiers"]),
    ([PASSERS_BY], [], "contained", 1, ["passers-by against people"]),
    ([PASSERS_BY], [REBELS], "not_comparable", None, ["passers-by", "rebels", "not stated"]),
    ([BOTH], [SOLDIERS], "not_comparable", None, ["both sides", "soldiers", "not stated"]),
    ([ANY_CHILDREN], [CIVILIANS], "not_comparable", None, ["children", "civilians", "not stated"]),
    ([], [KILLED_OR_WOUNDED], "contained", 1, ["killed against killed or wounded"]),
    ([WOUNDED], [KILLED_OR_WOUNDED], "contained", 1, ["wounded against killed or wounded"]),
    ([], [CASUALTIES], "contained", 1, ["killed against", "casualties"]),
    ([KILLED_OR_WOUNDED], [UNQUANTIFIED], "contained", 1, ["killed or wounded against", "casualties"]),
    ([WOUNDED], [], "not_comparable", None, ["wounded against killed"]),
    ([{"outcome": "captured"}], [CASUALTIES], "not_comparable", None, ["captured against", "casualties"]),
    ([CHILDREN, days(1, 9)], [days(1, 3)], "not_comparable", None, ["to 9 March 2031", "to 3 March 2031", "children against people"]),
    ([CHILDREN, days(1, 3)], [KILLED_OR_WOUNDED, days(1, 9)], "contained", 1,
     ["to 3 March 2031", "children against people", "killed against killed or wounded"]),
    ([at("harbour")], [at("town")], "contained", 1, ["“Fighting at the harbour” is a part of “Fighting in the town”"]),
    ([at("town"), {"scope": "day"}], [at("quay")], "contained", 2, ["“Fighting on the quay” is a part of “Fighting in the town”"]),
    ([at("harbour"), CHILDREN], [at("town"), days(1, 9)], "contained", 1, ["is a part of", "children against people", "3 March", "9 March"]),
    ([at("harbour"), days(1, 9)], [at("town")], "not_comparable", None, ["“Fighting at the harbour” is a part of “Fighting in the town”", "9 March"]),
    ([at("ferry")], [at("town")], "not_comparable", None, ["“Sinking of the ferry”", "“Fighting in the town”", "may count some of the same people"]),
    ([at("ferry")], [at("quay")], "not_comparable", None, ["“Sinking of the ferry”", "“Fighting on the quay”", "may count some of the same people"]),
    ([at("mill")], [at("town"), {"scope": "day"}], "not_comparable", None, ["two events", "“Fire at the mill”", "“Fighting in the town”"]),
    ([at("mill"), CHILDREN], [at("town"), {"scope": "day"}], "not_comparable", None, ["two events", "children against people"]),
]


@pytest.mark.parametrize(("one", "other", "verdict", "part", "reasons"), VERDICTS)
def test_a_pair_has_a_verdict_and_the_reason_in_words(one, other, verdict, part, reasons):
    row = pair(one, other)
    assert row["verdict"] == verdict
    assert part is None or row["claim_a"] == f"ORR-00{part}"
    assert [words for words in reasons if words not in row["reason"]] == []


@pytest.mark.parametrize(("one", "other"), [
    ([SOLDIERS], [REBELS]),
    ([CHILDREN], [WOMEN]),
    ([TANKS, {"outcome": "materiel"}], [SOLDIERS]),
    ([CHILDREN, days(1, 3)], [days(4, 9)]),
    ([at("harbour")], [at("town"), WOUNDED]),
    ([at("ferry")], [at("town"), WOUNDED]),
    ([WOUNDED, SOLDIERS], [PASSERS_BY]),
    ([at("mill")], [at("town")]),
    ([at("mill"), SOLDIERS], [at("town"), PASSERS_BY, {"scope": "day"}]),
    ([at("mill"), days(1, 9)], [at("town"), {"scope": "day"}]),
])
def test_what_nobody_would_compare_is_no_pair(one, other):
    assert found(said(1, "captain", *one), said(2, "relief", *other)).empty


def test_the_killed_and_the_wounded_of_one_sentence_are_no_pair_and_of_two_sources_are_refused():
    assert found(said(1, "captain"), said(2, "captain", WOUNDED)).empty
    assert found(said(1, "captain"), said(2, "relief", WOUNDED))["verdict"].tolist() == ["not_comparable"]


def test_a_break_down_is_contained_in_its_whole():
    row = found(said(1, "captain", exactly(40)), said(2, "captain", exactly(12), CHILDREN, {"part_of": "ORR-001", "scope": "breakdown"})).iloc[0]
    assert row[["pair_id", "verdict", "same_source", "finding"]].tolist() == ["ORR-002/ORR-001", "contained", "yes", "compatible"]
    assert row["reason"] == "a break-down: ORR-002 is stated as a part of ORR-001"


def test_claims_that_the_wording_sets_apart_are_listed_and_refused():
    pairs = found(said(1, "captain", BOMBERS, {"exact": "two bombers"}), said(2, "captain", BOMBERS, {"besides": "ORR-001", "exact": "three others"}))
    assert pairs["verdict"].tolist() == ["not_comparable"]
    assert "“two bombers” and “three others”" in pairs["reason"].item()


def test_materiel_of_two_owners_is_no_pair():
    rows = [said(number, source, who("tanks", side), {"outcome": "materiel"}) for number, source, side in ((1, "captain", "rebel"), (2, "relief", "government"))]
    assert found(*rows).empty


def test_a_share_is_not_told_from_its_whole_by_the_words_they_share():
    pairs = found(said(1, "captain", more_than(300), CIVILIANS), said(2, "captain", figure("most of them", 151, None, "vague"), CIVILIANS,
                                                                    {"part_of": "ORR-001", "scope": "breakdown"}), said(3, "relief", exactly(400), CIVILIANS))
    assert not pairs["reason"].str.contains("civilians against civilians").any()


def test_a_figure_that_a_rule_set_leaves_blank_is_not_compared_and_the_reason_names_it():
    claims = ledger.under(table(said(1, "captain", DOZENS), said(2, "relief", exactly(40)), said(3, "observatory", exactly(40))), "gtd_2017")
    pairs = compare.comparisons(claims, EVENTS, invented_sources()).set_index("pair_id")
    assert pairs["verdict"].to_dict() == {"ORR-001/ORR-002": "not_comparable", "ORR-001/ORR-003": "not_comparable", "ORR-002/ORR-003": "comparable"}
    assert pairs.at["ORR-001/ORR-002", "reason"] == "the rule set gives no number for what ORR-001 counts"
    columns = ["bounds", "difference_low", "difference_high", "ratio_stated", "ratio_low", "ratio_high", "finding", "dates_explain",
               "definition_explains", "wording_explains", "contested"]
    assert pairs.loc["ORR-001/ORR-002", columns].isna().all()


def test_casualties_read_as_nobody_killed_are_not_compared():
    claims = table(said(1, "captain", exactly(5)), said(2, "relief", UNQUANTIFIED))
    under = {rules: compare.comparisons(ledger.under(claims, rules), EVENTS, invented_sources()).iloc[0] for rules in ("literal", "acled_current")}
    assert under["literal"][["verdict", "finding"]].tolist() == ["contained", "compatible"]
    assert under["acled_current"]["verdict"] == "not_comparable"
    assert under["acled_current"]["reason"] == "the rule set gives no number for what ORR-002 counts"


def test_only_the_claim_without_a_number_is_said_to_have_none():
    claims = ledger.under(table(said(1, "captain", DOZENS), said(2, "relief", UNQUANTIFIED)), "gtd_2017")  # which has no rule for casualties
    assert claims["low"].fillna(-1).tolist() == [-1, 1]
    reason = compare.comparisons(claims, EVENTS, invented_sources())["reason"].item()
    assert "ORR-001" in reason and "ORR-002" not in reason


@pytest.mark.parametrize("words", [up_to(40), figure("no", 0, 0, "exact")])
def test_casualties_that_may_be_none_are_a_number_all_the_same(words):
    reason = pair([BLANK], [words, CASUALTIES])["reason"]
    assert "ORR-001" in reason and "ORR-002" not in reason


def test_no_casualties_is_a_number_and_contradicts_five_killed():
    row = pair([exactly(5)], [figure("no", 0, 0, "exact"), CASUALTIES])
    assert blank(*row[["verdict", "finding", "contested"]]) == ["contained", "contradict", 5]


# -- differences, ratios and how bounds stand ------------------------------------------------------------------------------------------

NUMBERS = [
    # claim_a, claim_b, bounds, difference, ratio as stated, ratio
    (exactly(50), at_least(14), "inside", (None, 36), 3.5714, (None, 3.5715)),
    (exactly(50), exactly(14), "apart", (36, 36), 3.5714, (3.5714, 3.5715)),
    (exactly(40), exactly(20), "apart", (20, 20), 2.0, (2.0, 2.0)),
    (exactly(14), exactly(14), "same", (0, 0), 1.0, (1.0, 1.0)),
    (at_least(14), at_least(14), "same", (None, None), 1.0, (None, None)),
    (more_than(1_000), exactly(517), "apart", (484, None), 1.9342, (1.9361, None)),
    (at_least(50), at_least(14), "inside", (None, None), 3.5714, (None, None)),
    (at_least(50), up_to(14), "apart", (36, None), 3.5714, (3.5714, None)),
    (up_to(50), exactly(14), "around", (-14, 36), 3.5714, (0.0, 3.5715)),
    (up_to(50), up_to(14), "around", (-14, 50), 3.5714, (0.0, None)),
    (up_to(50), at_least(14), "overlap", (None, 36), 3.5714, (None, 3.5715)),
    (at_least(30), up_to(30), "overlap", (0, None), 1.0, (1.0, None)),
    (exactly(50), exactly(0), "apart", (50, 50), None, (None, None)),
]


@pytest.mark.parametrize(("one", "other", "bounds", "difference", "stated", "ratio"), NUMBERS)
def test_differences_and_ratios_stay_open_where_a_figure_is(one, other, bounds, difference, stated, ratio):
    row = pair([one], [other])
    assert row["pair_id"] == "ORR-001/ORR-002"
    assert row["bounds"] == bounds
    assert blank(row["difference_low"], row["difference_high"]) == list(difference)
    assert blank(row["ratio_stated"], row["ratio_low"], row["ratio_high"]) == [stated, *ratio]


@pytest.mark.parametrize(("one", "other", "bounds", "difference"), [
    (between(12, 20), between(15, 30), "overlap", (-18, 5)),
    (between(12, 20), between(12, 20), "same", (-8, 8)),
    (between(12, 20), between(15, 18), "around", (-6, 5)),
    (between(12, 20), DOZENS, "apart", (None, -4)),
    (DOZENS, exactly(40), "around", (-16, None)),
])
def test_figures_that_state_no_one_number_have_no_stated_ratio(one, other, bounds, difference):
    row = pair([one], [other])
    assert row["bounds"] == bounds
    assert blank(row["difference_low"], row["difference_high"]) == list(difference)
    assert pd.isna(row["ratio_stated"])


@pytest.mark.parametrize(("words", "number"), [
    (exactly(14), 14), (at_least(14), 14), (more_than(14), 14), (up_to(14), 14), (about(14), 14), (figure("[one]", 1, 1, "exact"), 1),
    (between(12, 14), None), (DOZENS, None), (BLANK, None),
])
def test_the_stated_number_is_that_of_the_words_without_their_qualifier(words, number):
    row = pair([words], [exactly(99)])
    assert blank(row["stated_a" if row["claim_a"] == "ORR-001" else "stated_b"]) == [number]


ENDS = st.one_of(st.integers(0, 60), st.integers(0, 10**9))
FIGURES = st.one_of(ENDS.map(exactly), ENDS.map(at_least), ENDS.map(more_than), ENDS.map(up_to),
                    st.tuples(ENDS, ENDS).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: between(*sorted(pair))))
SMALL = st.integers(0, 12)
SMALL_FIGURES = st.one_of(SMALL.map(exactly), SMALL.map(at_least), SMALL.map(more_than), SMALL.map(up_to),
                          st.tuples(SMALL, SMALL).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: between(*sorted(pair))))


def in_order(row, one, other):
    """Give the two figures that a test has drawn as the pair has them: that of `claim_a`, then that of `claim_b`."""
    return (one, other) if row["claim_a"] == "ORR-001" else (other, one)


@steady
@given(FIGURES, FIGURES)
def test_ratios_are_rounded_outward_from_the_exact_fraction(one, other):
    row = pair([one], [other])
    (low_a, high_a), (low_b, high_b) = ((drawn["low"], drawn["high"]) for drawn in in_order(row, one, other))
    if high_b:
        exact = Fraction(low_a, high_b)
        assert Fraction(str(row["ratio_low"])) == Fraction(floor(exact * 10_000), 10_000) <= exact
    else:
        assert pd.isna(row["ratio_low"])
    if low_b and high_a is not None:
        exact = Fraction(high_a, low_b)
        assert Fraction(str(row["ratio_high"])) == Fraction(ceil(exact * 10_000), 10_000) >= exact
    else:
        assert pd.isna(row["ratio_high"])
    stated_a, stated_b = blank(row["stated_a"], row["stated_b"])
    if stated_a is not None and stated_b:
        assert abs(Fraction(str(row["ratio_stated"])) - Fraction(int(stated_a), int(stated_b))) <= Fraction(1, 20_000)
    else:
        assert pd.isna(row["ratio_stated"])


def numbers(words):
    """List the numbers a small figure can stand for, an open one up to 40."""
    return range(words["low"], (40 if words["high"] is None else words["high"]) + 1)


@steady
@given(SMALL_FIGURES, SMALL_FIGURES)
def test_two_comparable_figures_contradict_where_no_number_is_in_both(one, other):
    row = pair([one], [other])
    least = min(abs(x - y) for x in numbers(one) for y in numbers(other))
    assert row["verdict"] == "comparable"
    assert row["contested"] == least
    assert (row["finding"] == "contradict") == (least > 0)
    a, b = in_order(row, one, other)
    differences = [x - y for x in numbers(a) for y in numbers(b)]
    assert blank(row["difference_low"]) == [None if b["high"] is None else min(differences)]
    assert blank(row["difference_high"]) == [None if a["high"] is None else max(differences)]


@steady
@given(SMALL_FIGURES, SMALL_FIGURES, st.sampled_from([(CHILDREN, CIVILIANS), (days(3, 3), days(3, 9)), ({}, KILLED_OR_WOUNDED), (at("quay"), at("town"))]))
def test_a_part_contradicts_its_whole_where_it_must_be_more(part, whole, measures):
    row = pair([part, measures[0]], [whole, measures[1]])
    least = min(max(0, x - y) for x in numbers(part) for y in numbers(whole))
    assert row[["pair_id", "verdict", "contested"]].tolist() == ["ORR-001/ORR-002", "contained", least]
    assert row["finding"] == ("contradict" if least else "compatible")


# -- findings and what explains them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other", "finding", "contested"), [
    ([exactly(14)], [exactly(14)], "agree", 0),
    ([at_least(14)], [at_least(14)], "agree", 0),
    ([exactly(14)], [at_least(14)], "compatible", 0),
    ([at_least(14)], [up_to(14)], "compatible", 0),
    ([about(14)], [exactly(14)], "agree", 0),
    ([DOZENS], [DOZENS | {"quantity_text": "dozens"}], "agree", 0),
    ([exactly(50)], [at_least(14)], "compatible", 0),
    ([between(12, 20)], [exactly(15)], "compatible", 0),
    ([DOZENS], [at_least(14)], "compatible", 0),
    ([exactly(50)], [exactly(14)], "contradict", 36),
    ([more_than(1_000)], [exactly(517)], "contradict", 484),
    ([more_than(40)], [exactly(40)], "contradict", 1),
    ([up_to(13)], [at_least(14)], "contradict", 1),
    ([DOZENS], [exactly(20)], "contradict", 4),
    ([exactly(14), CHILDREN], [exactly(14)], "compatible", 0),
    ([exactly(14), CHILDREN], [exactly(13)], "contradict", 1),
    ([exactly(13), CHILDREN], [exactly(14)], "compatible", 0),
    ([exactly(60), days(1, 3)], [exactly(61), days(1, 9)], "compatible", 0),
    ([exactly(61), days(1, 3)], [exactly(60), days(1, 9)], "contradict", 1),
    ([exactly(17), at("harbour")], [exactly(8), at("town"), {"scope": "day"}], "contradict", 9),
])
def test_two_claims_agree_can_both_be_true_or_contradict(one, other, finding, contested):
    row = pair(one, other)
    assert row[["finding", "contested"]].tolist() == [finding, contested]


@pytest.mark.parametrize(("one", "other", "dates", "definition", "wording"), [
    ([exactly(50)], [exactly(14)], "no", "no", "no"),
    ([exactly(50)], [at_least(14)], "no", "no", "may"),
    ([up_to(50)], [exactly(14)], "no", "no", "may"),
    ([DOZENS], [exactly(40)], "no", "no", "may"),
    ([between(12, 20)], [exactly(15)], "no", "no", "may"),
    ([about(50)], [exactly(40)], "no", "no", "may"),  # `wording_explains`: "how much ... open, vague and approximate wording can explain"
    ([exactly(14)], [at_least(14)], "no", "no", "no"),
    ([more_than(1_000)], [exactly(517)], "no", "no", "no"),
    ([exactly(40), days(1, 3)], [exactly(61), days(1, 9)], "may", "no", "no"),
    ([exactly(61), days(1, 3)], [exactly(40), days(1, 9)], "no", "no", "no"),
    ([exactly(61), days(1, 3)], [at_least(40), days(1, 9)], "no", "no", "may"),
    ([at_least(40), days(1, 3)], [exactly(61), days(1, 9)], "may", "no", "may"),
    ([exactly(12), CHILDREN], [exactly(40)], "no", "may", "no"),
    ([exactly(12)], [exactly(40), KILLED_OR_WOUNDED], "no", "may", "no"),
    ([exactly(7), at("harbour")], [exactly(18), at("town")], "no", "may", "no"),
    ([exactly(12), CHILDREN, days(1, 3)], [exactly(40), days(1, 9)], "may", "may", "no"),
    ([DOZENS, CHILDREN, days(1, 3)], [exactly(40), days(1, 9)], "may", "may", "may"),
    ([exactly(40), CHILDREN], [exactly(12)], "no", "no", "no"),
])
def test_what_dates_definition_and_wording_explain(one, other, dates, definition, wording):
    row = pair(one, other)
    assert row[["dates_explain", "definition_explains", "wording_explains"]].tolist() == [dates, definition, wording]


# -- what a claimant has at stake ------------------------------------------------------------------------------------------------------


def by(side):
    return {"perpetrator_side": side}


@pytest.mark.parametrize(("source", "claimed", "interest"), [
    ("observatory", [REBELS, by("government")], "no_stake"),
    ("voice", [CIVILIANS, by("rebel")], "not_stated"),
    ("reports", [SOLDIERS, by("rebel")], "not_stated"),
    ("relief", [CIVILIANS, by("rebel")], "no_stake"),
    ("captain", [REBELS], "own_losses"),
    ("captain", [REBELS, by("government")], "own_losses"),
    ("captain", [BOMBERS, by("rebel")], "own_losses"),
    ("ministry", [SOLDIERS], "own_losses"),
    ("radio", [OFFICERS, by("rebel")], "own_losses"),
    ("captain", [SOLDIERS], "enemy_losses"),
    ("captain", [who("fighters", "isis"), by("rebel")], "enemy_losses"),
    ("ministry", [REBELS, by("government")], "enemy_losses"),
    ("captain", [CIVILIANS, by("government")], "civilians_by_enemy"),
    ("ministry", [CHILDREN, by("rebel")], "civilians_by_enemy"),
    ("ministry", [CIVILIANS, by("isis")], "civilians_by_enemy"),
    ("captain", [CIVILIANS, by("rebel")], "civilians_by_own_side"),
    ("ministry", [CHILDREN, by("government")], "civilians_by_own_side"),
    ("captain", [PEOPLE, by("government")], "people_by_enemy"),
    ("captain", [BOTH, by("government")], "people_by_enemy"),
    ("captain", [PEOPLE, by("rebel")], "not_stated"),
    ("captain", [PEOPLE], "not_stated"),
    ("captain", [PEOPLE, by("mixed")], "not_stated"),
    ("captain", [CIVILIANS], "not_stated"),
    ("ministry", [CIVILIANS, by("mixed")], "not_stated"),
])
def test_what_a_claimant_has_at_stake(source, claimed, interest):
    claims = table(said(1, source, *claimed))
    assert compare.interests(claims, invented_sources()).tolist() == [interest]
    assert pair(claimed, claimed, source=source, other_source="relief")["interest_a"] == interest


def test_those_freed_are_not_said_to_be_hurt_by_those_who_freed_them():
    claims = table(said(1, "captain", CIVILIANS, by("rebel"), {"outcome": "freed"}), said(2, "captain", CIVILIANS, by("government"), {"outcome": "freed"}))
    assert {"civilians_by_own_side", "civilians_by_enemy"}.isdisjoint(compare.interests(claims, invented_sources()))


# -- what a verdict rests on -----------------------------------------------------------------------------------------------------------


def precision(code):
    return {"date_precision": code}


@pytest.mark.parametrize(("one", "other", "told"), [
    ([], [], None),
    ([precision("carried")], [], None),
    ([days(1, 3), precision("start_inferred")], [days(1, 9)],
     "the figure of a militia captain counts from 1 March 2031 on, which is not stated (ORR-001)"),
    ([days(1, 3), precision("start_inferred")], [days(1, 9), precision("start_inferred")],
     "the figures of a militia captain and relief groups count from 1 March 2031 on, which is not stated (ORR-001, ORR-002)"),
    ([days(1, 3), precision("start_inferred")], [days(2, 3), precision("start_inferred")],
     "the figure of relief groups counts from 2 March 2031 on, which is not stated (ORR-002); "
     "the figure of a militia captain counts from 1 March 2031 on, which is not stated (ORR-001)"),
    ([days(None, 3), precision("open_start")], [], "the figure of a militia captain reaches back far enough (ORR-001)"),
    ([{"qualifier": "implied", "outcome_explicit": "no", "outcome_text": "blew himself up"}], [], "“blew himself up” is read as killed (ORR-001)"),
    ([{"outcome_explicit": "no", "outcome_text": "lost"}], [], "“lost” is read as killed (ORR-001)"),
    ([WOUNDED, {"outcome_explicit": "no", "outcome_text": "treated"}], [WOUNDED], "“treated” is read as wounded (ORR-001)"),
    ([about(5)], [], "“about 5” is read as 5 (ORR-001)"),
    ([SOLDIERS], [who("pro-government fighters", "government")], "“soldiers” and “pro-government fighters” name one kind of people (ORR-001, ORR-002)"),
    ([SOLDIERS], [who("[soldiers]", "government")], "whom the figure of relief groups counts is said in other words, “soldiers” (ORR-002)"),
    ([PEOPLE], [who("[persons]", "unspecified")], None),
    ([SOLDIERS], [who("pro-government fighters", "government"), {"outcome": "wounded"}], None),  # not compared, so nothing rests on it
])
def test_what_a_verdict_takes_as_given_is_said(one, other, told):
    rests_on = pair(one, other)["rests_on"]
    assert pd.isna(rests_on) if told is None else sorted(rests_on.split("; ")) == sorted(told.split("; "))


def test_several_things_that_a_verdict_rests_on_are_all_said():
    rests_on = pair([about(5), days(1, 3), precision("start_inferred")], [days(None, 3), precision("open_start")])["rests_on"]
    assert all(words in rests_on for words in ("from 1 March 2031 on", "reaches back far enough (ORR-002)", "read as 5 (ORR-001)"))


def test_a_contradiction_says_in_its_sentence_what_it_takes_as_given():
    sentence = pair([more_than(1_000), days(1, 3), precision("start_inferred")], [exactly(517), days(1, 9)])["sentence"]
    assert sentence.startswith("Shelling of Port Orrin: if the figure of a militia captain counts from 1 March 2031 on, which is not stated, "
                               "a militia captain's more than 1,000 by 3 March 2031 cannot be true together with relief groups' 517")
    assert "if “about 20” is read as 20, " in pair([about(20)], [exactly(22)])["sentence"]
    assert " if " not in pair([exactly(50)], [exactly(14)])["sentence"]


def test_nobody_is_said_to_name_a_first_day_that_is_inferred():
    """The captain counts to the 9th, from a day that another sentence names; the day of the others is one of these."""
    row = pair([exactly(9), days(1, 9), precision("start_inferred"), {"scope": "cumulative"}], [exactly(3), days(4, 4), at("mill")])
    assert "a militia captain counts to 9 March 2031, relief groups 4 March 2031" in row["reason"] and "1 to 9 March" not in row["reason"]


# -- sources ------------------------------------------------------------------------------------------------------------------------------

REPORTS = {"source": "reports", "other_source": "reports"}


def test_two_reports_without_a_source_may_be_by_one_or_by_two():
    assert pair([exactly(10)], [exactly(30), {"sentence": 2}], **REPORTS)["same_source"] == "not_stated"
    assert pair([exactly(10)], [exactly(30)], **REPORTS)["same_source"] == "yes"
    assert pair([exactly(10)], [exactly(30), {"sentence": 2}], source="voice", other_source="voice")["same_source"] == "yes"
    assert pair([exactly(10)], [exactly(30)])["same_source"] == "no"
    apart = found(said(1, "reports", exactly(10)), said(2, "reports", exactly(30), {"sentence": 2}))
    assert compare.rivals(apart).empty and len(compare.rivals(apart.assign(same_source="no"))) == 1


def test_rivals_have_a_number_each_or_exclude_one_another():
    two = [said(1, "captain", exactly(40)), said(2, "relief", between(12, 20))]
    assert compare.rivals(found(*two))["finding"].tolist() == ["contradict"]
    assert compare.rivals(found(two[0], said(2, "relief", between(12, 60)))).empty
    assert compare.rivals(found(said(1, "captain", exactly(40)), said(2, "relief", exactly(12), CHILDREN))).empty


def test_one_person_by_name_is_set_beside_no_total_of_other_events():
    campaign, sailor = [exactly(90), days(1, 9), {"scope": "period"}], [exactly(1), days(4, 4), at("mill"), who("Ada Quill", "civilian")]
    assert len(found(said(1, "captain", *campaign), said(2, "relief", *sailor))) == 1
    assert found(said(1, "captain", *campaign), said(2, "relief", *sailor, {"quantity_text": "[one]"})).empty


# -- sentences -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other", "parts"), [
    ([exactly(50), SOLDIERS], [at_least(14), SOLDIERS],
     ["Shelling of Port Orrin", "3 March 2031", "50", "according to a militia captain", "at least 14", "according to relief groups",
      "3.6 times as stated, at most 3.6 as worded", "Both can be true only if “at least 14” stands for at least 50."]),
    ([exactly(40)], [at_least(20)], ["2 times as stated, at most 2 as worded", "Both can be true only if “at least 20” stands for at least 40."]),
    ([at_least(50)], [at_least(14)], ["at least 50", "at least 14", "3.6 times as stated.", "Both can be true only if “at least 14” stands for at least 50."]),
    ([exactly(33), SOLDIERS], [at_least(15), who("guards", "government")],
     ["33 soldiers killed according to a militia captain, at least 15 guards according to relief groups",
      "If “soldiers” and “guards” name one kind of people, both can be true only if “at least 15” stands for at least 33."]),
    ([exactly(33), SOLDIERS], [exactly(33), who("guards", "government")], ["33 soldiers killed according to a militia captain, 33 guards according to"]),
    ([more_than(90), days(1, 3), {"date_precision": "start_inferred"}], [more_than(70), days(1, 9)],
     ["If the figure of a militia captain counts from 1 March 2031 on, which is not stated, both can be true only if “more than 70” stands for at least 91."]),
    ([at_least(20)], [exactly(20)], ["at least 20 people killed according to a militia captain", "Both can be true."]),
    ([more_than(1_000), days(1, 3)], [more_than(700), days(1, 9)], ["1.4 times as stated.", "Both can be true only if “more than 700” stands for at least 1,001."]),
    ([exactly(14)], [exactly(14)], ["14 ", "according to a militia captain", "according to relief groups", "One number by both."]),
    ([exactly(50)], [exactly(14)], ["a militia captain's 50 on 3 March 2031 cannot be true together with relief groups' 14 on 3 March 2031",
                                    "50 is 36 more than 14."]),
    ([more_than(1_000), days(1, 3)], [exactly(517), days(1, 9)],
     ["a militia captain's more than 1,000 for 1 to 3 March 2031 cannot be true together with relief groups' 517 for 1 to 9 March 2031",
      "at least 1,001 is at least 484 more than 517."]),
    ([up_to(13)], [at_least(14)], ["relief groups' at least 14", "cannot be true together with a militia captain's up to 13",
                                   "at least 14 is at least 1 more than at most 13."]),
    ([exactly(40), days(1, 3)], [more_than(60), days(1, 9)],
     ["40 people killed, according to a militia captain, 1 to 3 March 2031", "more than 60 people killed, according to relief groups, 1 to 9 March 2031",
      "1.5 times as stated, at least 1.5 as worded", "Both can be true: a militia captain counts to 3 March 2031, relief groups to 9 March 2031."]),
    ([exactly(12)], [at_least(30), WOUNDED], ["12 people killed, according to a militia captain", "at least 30 people wounded, according to relief groups",
                                             "These cannot be compared: wounded against killed."]),
])
def test_a_sentence_gives_each_figure_with_claimant_qualifier_and_days(one, other, parts):
    sentence = pair(one, other)["sentence"]
    assert [words for words in parts if words not in sentence] == []


@steady
@given(SMALL_FIGURES, SMALL_FIGURES, st.sampled_from([({}, {}), (days(1, 3), days(1, 9)), ({}, WOUNDED), ({}, KILLED_OR_WOUNDED), (days(1, 3), days(4, 9))]))
def test_no_figure_loses_its_qualifier_or_its_claimant(one, other, measures):
    sentence = pair([one, measures[0]], [other, measures[1]])["sentence"]
    for words, name in ((one, "a militia captain"), (other, "relief groups")):
        shape = words["quantity_text"] if words["qualifier"] != "range" else f"{words['low']} to {words['high']}"
        before = rf"(?:^|[:;,] ){shape}(?: people)?(?: killed| wounded| killed or wounded)?,? according to {name}\b"
        assert re.search(rf"{before}|{name}'s? {shape} (?:on|for) ", sentence), sentence


@pytest.mark.parametrize(("one", "other"), [(exactly(15), exactly(15)), (exactly(15), at_least(12)), (exactly(15), exactly(12))])
def test_a_sentence_about_children_says_that_they_are_children(one, other):
    assert "children" in pair([one, CHILDREN], [other, CHILDREN])["sentence"]


def test_a_contradiction_of_a_part_with_its_whole_says_what_is_a_part_of_what():
    of_victims = pair([exactly(40), CHILDREN], [exactly(30), CIVILIANS])["sentence"]
    assert "children" in of_victims and "civilians" in of_victims
    of_both = pair([exactly(40), CHILDREN], [exactly(30), KILLED_OR_WOUNDED])["sentence"]
    assert "children" in of_both and "killed or wounded" in of_both
    of_places = pair([exactly(17), at("harbour")], [exactly(8), at("town")])["sentence"]
    assert "Fighting at the harbour" in of_places and "Fighting in the town" in of_places


@pytest.mark.parametrize(("one", "other"), [
    ([at("harbour"), exactly(7)], [at("town"), exactly(18)]),
    ([at("ferry"), exactly(7)], [at("town"), exactly(18)]),
    ([at("mill"), exactly(7)], [at("town"), exactly(18), {"scope": "day"}]),
])
def test_the_figure_of_another_event_is_not_told_under_the_title_of_the_first(one, other):
    sentence = pair(one, other)["sentence"]
    assert sentence.index("Fighting in the town") < sentence.index("18 people")


def test_tanks_are_not_called_people():
    rows = [[exactly(4), TANKS, {"outcome": "materiel"}], [exactly(2), TANKS, {"outcome": "materiel"}]]
    assert "people" not in pair(*rows)["sentence"]


def test_one_vague_word_by_both_is_not_called_one_number():
    assert "One number" not in pair([DOZENS], [DOZENS])["sentence"]


# -- which pairs, and in what order ----------------------------------------------------------------------------------------------------


def worth_asking(a, b, stand):
    """Tell whether a reader might compare two claims, from the stands of events, days, victims and outcomes (`a` being the narrower event)."""
    events, when, whom, harm = stand
    apart_by_words = not pd.isna(a.besides) and b.claim_id in a.besides or not pd.isna(b.besides) and a.claim_id in b.besides
    if events == APART:
        return is_beside(a, b, stand) and whom < OVERLAP
    same_total = events == whom == harm == SAME
    same_people = a.source_id != b.source_id and events == SAME and whom < OVERLAP
    return (whom != APART or apart_by_words) and (when != APART or same_total) and (harm != APART or same_people)


def verdict_of(a, b, stand):
    has_number = [not pd.isna(one.low) for one in (a, b)]
    if not all(has_number):
        return "not_comparable"
    if stand == (SAME, SAME, SAME, SAME):
        return "comparable"
    return "contained" if set(stand) <= {SAME, INSIDE} or set(stand) <= {SAME, AROUND} else "not_comparable"


@steady
@given(ledgers())
def test_joins_find_exactly_the_pairs_that_a_plain_loop_finds(ledger):
    claims, known = ledger
    sources = pd.concat([invented_sources(), invented_sources().assign(article_id="cape-sable")])
    numbers = compare.compare(claims, known, sources)
    loop = {(a.claim_id, b.claim_id): (a, b, stand) for a, b, stand in plainly(claims, known)}
    expected = {frozenset(ids) for ids, (a, b, stand) in loop.items() if worth_asking(a, b, stand)}
    pairs = list(zip(numbers["claim_a"], numbers["claim_b"], strict=True))
    assert {frozenset(ids) for ids in pairs} == expected, shown(claims)
    assert len(pairs) == len(expected)
    for ids, row in zip(pairs, numbers.itertuples(index=False), strict=True):
        a, b, stand = loop[ids]
        assert (row.incidents, row.days, row.victims, row.outcomes) == stand
        assert row.verdict == verdict_of(a, b, stand)
        assert row.verdict != "contained" or set(stand) <= {SAME, INSIDE}
        assert (row.same_source == "yes") == (a.source_id == b.source_id)


def test_the_claims_of_a_second_article_are_never_compared_with_those_of_the_first():
    rows = [said(number, source, exactly(number), more, {"article_id": article})
            for number, source, more, article in ((1, "captain", {}, "port-orrin"), (2, "relief", {}, "port-orrin"), (3, "captain", {}, "cape-sable"),
                                                  (4, "relief", {}, "cape-sable"), (5, "voice", at("mill") | WOUNDED, "cape-sable"),
                                                  (6, "voice", at("town") | WOUNDED | {"scope": "day"}, "port-orrin"))]
    events, sources = (pd.concat([one, one.assign(article_id="cape-sable")], ignore_index=True) for one in (EVENTS, invented_sources()))
    pairs = compare.comparisons(table(*rows), events, sources)
    assert pairs[["pair_id", "article_id"]].to_numpy().tolist() == [["ORR-002/ORR-001", "port-orrin"], ["ORR-004/ORR-003", "cape-sable"]]


MANY = [
    said(1, "observatory", exactly(40), days(1, 3), {"scope": "period"}),
    said(2, "observatory", exactly(12), days(1, 3), CHILDREN, {"part_of": "ORR-001", "scope": "breakdown"}),
    said(3, "captain", more_than(90), days(1, 2), {"scope": "cumulative"}),
    said(4, "voice", exactly(61), days(1, 9), {"scope": "cumulative"}),
    said(5, "relief", at_least(13), days(1, 3), CHILDREN),
    said(6, "relief", exactly(14), at("harbour"), SOLDIERS),
    said(7, "captain", exactly(30), at("town"), SOLDIERS, {"scope": "day"}),
    said(8, "ministry", UNQUANTIFIED, at("town"), SOLDIERS, {"scope": "day"}),
    said(9, "captain", DOZENS, WOUNDED, days(1, 3)),
    said(10, "relief", exactly(3), at("ferry"), SOLDIERS),
]


def in_this_order(rows):
    pairs = found(*rows)
    columns = ["claim_a", "claim_b", "verdict", "finding", "contested", "bounds", "ratio_stated", "reason", "sentence"]
    return {frozenset((pair.claim_a, pair.claim_b)): [None if pd.isna(cell) else cell for cell in pair] for pair in pairs[columns].itertuples(index=False)}


@steady
@given(st.permutations(MANY))
def test_what_is_found_of_a_pair_does_not_depend_on_the_order_of_rows(rows):
    straight, mixed = in_this_order(MANY), in_this_order(rows)
    assert straight.keys() == mixed.keys()
    assert {key: value[2:5] for key, value in straight.items()} == {key: value[2:5] for key, value in mixed.items()}
    compared = [key for key, value in straight.items() if value[2] != "not_comparable"]
    assert [mixed[key] for key in compared] == [straight[key] for key in compared]


@pytest.mark.parametrize(("one", "other"), [
    ([exactly(2), days(1, 5)], [exactly(9), days(3, 9)]),
    ([exactly(14)], [exactly(14)]),
    ([DOZENS], [BLANK]),
    ([at("mill")], [at("town"), {"scope": "day"}]),
    ([at("mill"), {"scope": "day"}], [at("town"), {"scope": "day"}]),
])
def test_a_pair_keeps_its_id_in_any_order_of_rows(one, other):
    rows = [said(1, "captain", *one), said(2, "relief", *other)]
    assert found(*rows)["pair_id"].tolist() == found(*rows[::-1])["pair_id"].tolist()


@pytest.mark.parametrize(("one", "other"), [
    ([exactly(9)], [exactly(2)]),
    ([exactly(9), days(3, 9)], [exactly(2), days(1, 5)]),
    ([exactly(9)], [exactly(2), WOUNDED]),
    ([exactly(9), at("mill")], [exactly(2), at("town"), {"scope": "day"}]),
    ([exactly(9), BOTH], [exactly(2), SOLDIERS]),
])
def test_but_for_a_part_the_greater_stated_number_stands_first(one, other):
    assert pair(one, other)["pair_id"] == "ORR-001/ORR-002"
    assert pair(other, one)["pair_id"] == "ORR-002/ORR-001"


@pytest.mark.parametrize("rows", [0, 1])
def test_no_claim_and_one_claim_make_an_empty_table_with_all_its_columns(rows):
    pairs = compare.comparisons(table(said(1, "captain")).iloc[:rows], EVENTS, invented_sources())
    assert pairs.empty and list(pairs) == schema.COMPARISONS.names


def test_stands_are_written_as_their_names():
    row = pair([CHILDREN, days(1, 3)], [KILLED_OR_WOUNDED, days(1, 9)])
    assert row[["incidents", "days", "victims", "outcomes"]].tolist() == ["same", "inside", "inside", "inside"]


def test_the_second_incident_is_named_only_where_it_is_another():
    assert blank(*pair([at("harbour")], [at("town")])[["incident_id", "other_incident_id"]]) == ["harbour", "town"]
    assert blank(*pair([], [])[["incident_id", "other_incident_id"]]) == ["shelling", None]


# -- the real article ------------------------------------------------------------------------------------------------------------------


def committed(pair_id):
    return real("comparisons").set_index("pair_id").loc[pair_id]


@pytest.mark.parametrize(("pair_id", "verdict", "finding", "difference", "contested"), [
    ("ALP-005/ALP-001", "contained", "contradict", (484, None), 484),  # 1,001 - 517
    ("ALP-005/ALP-014", "contained", "contradict", (398, None), 398),  # 1,001 - 603
    ("ALP-001/ALP-014", "contained", "compatible", (-86, -86), 0),
    ("ALP-001/ALP-006", "contained", "compatible", (None, -184), 0),
    ("ALP-005/ALP-006", "contained", "compatible", (None, None), 0),
    ("ALP-014/ALP-006", "contained", "compatible", (None, -98), 0),
    ("ALP-002/ALP-001", "contained", "compatible", (-366, -366), 0),
    ("ALP-056/ALP-055", "comparable", "compatible", (None, 36), 0),
    ("ALP-061/ALP-060", "comparable", "compatible", (None, 20), 0),
])
def test_the_campaign_the_hotel_and_the_market(pair_id, verdict, finding, difference, contested):
    row = committed(pair_id)
    assert row[["verdict", "finding", "contested"]].tolist() == [verdict, finding, contested]
    assert blank(row["difference_low"], row["difference_high"]) == list(difference)


def test_the_two_counts_of_the_campaign_by_their_days():
    assert committed("ALP-001/ALP-006")["reason"] == "the SOHR counts to 28 December 2013, aid groups to 9 January 2014"


def test_the_impossible_pair_of_the_campaign_in_words():
    sentence = committed("ALP-005/ALP-001")["sentence"]
    assert "a rebel commander's more than 1,000 by 26 December 2013 cannot be true together with the SOHR's 517 for 15 to 28 December 2013" in sentence
    assert "at least 1,001 is at least 484 more than 517" in sentence


def test_nothing_explains_the_impossible_pair_and_its_inferred_day_is_named():
    row = committed("ALP-005/ALP-001")
    assert row[["dates_explain", "definition_explains", "wording_explains"]].tolist() == ["no", "no", "no"]
    assert row["rests_on"] == "the figure of a rebel commander counts from 15 December 2013 on, which is not stated (ALP-005)"


def test_the_hotel_as_stated_and_as_worded():
    row = committed("ALP-056/ALP-055")
    assert blank(*row[["ratio_stated", "ratio_low", "ratio_high"]]) == [3.5714, None, 3.5715]  # 50/14 = 3.57142..
    assert all(words in row["sentence"] for words in ("50 ", "according to rebels", "at least 14", "the SOHR", "at most 3.6 as worded"))
    assert row[["dates_explain", "definition_explains", "wording_explains", "interest_a", "interest_b"]].tolist() == [
        "no", "no", "may", "enemy_losses", "no_stake"]


def test_the_market_twice_as_many():
    row = committed("ALP-061/ALP-060")
    assert blank(*row[["ratio_stated", "ratio_low", "ratio_high"]]) == [2.0, None, 2.0]
    assert "2 times as stated, at most 2 as worded" in row["sentence"]


def test_only_the_commander_contradicts_and_each_pair_is_listed_once():
    pairs = real("comparisons")
    assert pairs.query("finding == 'contradict'")["pair_id"].tolist() == ["ALP-005/ALP-001", "ALP-005/ALP-014"]
    assert len({frozenset(ids) for ids in pairs[["claim_a", "claim_b"]].to_numpy().tolist()}) == len(pairs)
    assert pairs["reason"].notna().all()


def test_the_sources_of_these_tests_speak_for_whom_they_are_read_to():
    assert [SOURCES[name][0] for name in ("captain", "relief")] == ["a militia captain", "relief groups"]
