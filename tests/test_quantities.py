"""Words to bounds. The expected bounds are worked out by hand from the wording and the rule sets' sources; places are invented."""

import csv
import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tollbook import paths, quantities, schema
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.quantities import Quantity, UnreadableQuantity, available_rules, read, stated

steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OPEN = None
THIN, NARROW, NO_BREAK = "\u2009", "\u202f", "\u00a0"


def as_row(quantity):
    low, high = (quantity.bounds.low, quantity.bounds.high) if quantity.bounds else ("blank", "blank")
    return low, high, quantity.qualifier


@pytest.mark.parametrize(("text", "number"), [
    ("14", 14), ("0", 0), ("1,000", 1_000), ("1,250,000", 1_250_000), ("12000", 12_000),
    (f"3{THIN}000", 3_000), (f"3{NARROW}000", 3_000), (f"1{NO_BREAK}250{NO_BREAK}000", 1_250_000),
    ("3 million", 3_000_000), ("1.5 million", 1_500_000), ("2.25 thousand", 2_250), ("3 dozen", 36), ("5 hundred", 500),
    ("243 thousand", 243_000), ("2 hundred thousand", 200_000),
    ("zero", 0), ("nine", 9), ("Twenty", 20), ("twenty-three", 23), ("twenty three", 23), ("ninety-nine", 99),
    ("one hundred", 100), ("a hundred", 100), ("a hundred and one", 101), ("one hundred one", 101), ("six hundred and eleven", 611),
    ("twelve hundred", 1_200), ("a thousand", 1_000), ("a thousand and one", 1_001), ("two thousand, three hundred", 2_300),
    ("two hundred and forty-three thousand", 243_000), ("a hundred thousand", 100_000),
    ("one million two hundred thousand and five", 1_200_005),
    ("a dozen", 12), ("two dozen", 24), ("half a dozen", 6), ("a half-dozen", 6), ("another dozen", 12), ("a further dozen", 12),
    ("a score", 20), ("two score", 40), ("half a million", 500_000),
    ("a", 1), ("an", 1), ("the", 1), ("one", 1), ("[one]", 1), ("another", 1), ("its", 1), ("his", 1), ("her", 1), ("A single", 1),
    ("both", 2), ("a pair of", 2), ("no", 0), ("none", 0), ("none of them", 0), ("nobody", 0), ("no one", 0),
    ("seven others", 7), ("three other", 3), ("one more", 1), ("five of the", 5), ("12 of its", 12), ("one of them", 1),
    ("two of the others", 2), ("another seven", 7), ("a further 14", 14), ("the two", 2), ("all three", 3), ("its 14", 14),
    ("a total of 90", 90), ("exactly 14", 14), ("one of the two", 1), ("20 of 1,250", 20),
    ('"14"', 14), ("\u201cseven\u201d", 7), ("[the] seven", 7), ("  14\t", 14), ("FORTY", 40),
])
def test_a_number_is_exact(text, number):
    assert as_row(read(text)) == (number, number, "exact")


@pytest.mark.parametrize(("text", "low", "high", "qualifier"), [
    ("at least 14", 14, OPEN, "at_least"),
    ("[At least] seven", 7, OPEN, "at_least"),
    ("no fewer than 30", 30, OPEN, "at_least"),
    ("no less than a dozen", 12, OPEN, "at_least"),
    ("a minimum of 8", 8, OPEN, "at_least"),
    ("20 or more", 20, OPEN, "at_least"),
    ("at least some 20", 20, OPEN, "at_least"),
    ("a total of at least 14", 14, OPEN, "at_least"),
    ("at least another 14", 14, OPEN, "at_least"),
    ("at least 14 of the", 14, OPEN, "at_least"),
    ("more than 1,000", 1_001, OPEN, "more_than"),
    ("over 100", 101, OPEN, "more_than"),
    ("above forty", 41, OPEN, "more_than"),
    ("upwards of 60", 61, OPEN, "more_than"),
    ("in excess of 200", 201, OPEN, "more_than"),
    ("more than a hundred", 101, OPEN, "more_than"),
    ("20+", 21, OPEN, "more_than"),
    ("20-plus", 21, OPEN, "more_than"),
    ("an estimated more than 200", 201, OPEN, "more_than"),
    ("up to 186", 0, 186, "up_to"),
    ("as many as 50", 0, 50, "up_to"),
    ("at most nine", 0, 9, "up_to"),
    ("no more than 20", 0, 20, "up_to"),
    ("a maximum of two dozen", 0, 24, "up_to"),
    ("12 or fewer", 0, 12, "up_to"),
    ("fewer than 20", 0, 19, "up_to"),
    ("less than a hundred", 0, 99, "up_to"),
    ("under 50", 0, 49, "up_to"),
    ("fewer than one", 0, 0, "up_to"),
    ("about 90", 90, 90, "approx"),
    ("around twenty", 20, 20, "approx"),
    ("approximately 1,200", 1_200, 1_200, "approx"),
    ("some 20", 20, 20, "approx"),
    ("some two dozen", 24, 24, "approx"),
    ("roughly 40", 40, 40, "approx"),
    ("circa 300", 300, 300, "approx"),
    ("an estimated 70", 70, 70, "approx"),
    ("nearly 500", 500, 500, "approx"),
    ("almost a hundred", 100, 100, "approx"),
    ("a dozen or so", 12, 12, "approx"),
    ("20-odd", 20, 20, "approx"),
    ("between 12 and 20", 12, 20, "range"),
    ("between one hundred and five and two hundred", 105, 200, "range"),
    ("12 to 20", 12, 20, "range"),
    ("from 12 to 20", 12, 20, "range"),
    ("12-20", 12, 20, "range"),
    ("60\u201380", 60, 80, "range"),
    ("60 \u2013 80", 60, 80, "range"),
    ("twenty-one to twenty-five", 21, 25, "range"),
    ("two or three", 2, 3, "range"),
    ("0 to 3", 0, 3, "range"),
    ("an estimated 20-30", 20, 30, "range"),
    ("at least 20 to 30", 20, OPEN, "at_least"),
    ("up to 20 or 30", 0, 30, "up_to"),
    ("possibly 20", 0, 20, "up_to"),
    ("[possibly] a", 0, 1, "up_to"),
    ("possibly as many as 50", 0, 50, "up_to"),
    ("possibly between 12 and 20", 0, 20, "up_to"),
    ("possibly more than 20", 0, OPEN, "vague"),
])
def test_a_qualified_number(text, low, high, qualifier):
    assert as_row(read(text)) == (low, high, qualifier)


@pytest.mark.parametrize(("text", "low", "high"), [
    ("two or three hundred", 200, 300),
    ("between five and ten thousand", 5_000, 10_000),
    ("5 to 10 million", 5_000_000, 10_000_000),
    ("two to three dozen", 24, 36),
    ("fifty to two hundred", 50, 200),
    ("a hundred to two hundred", 100, 200),
    ("a dozen to a hundred", 12, 100),
    ("ninety to a hundred and five", 90, 105),
    ("15 to 20,000", 15, 20_000),
])
def test_the_unit_of_a_range_is_lent_to_its_first_number_only_where_it_can_be_meant_so(text, low, high):
    assert read(text).bounds == Bounds(low, high)


@pytest.mark.parametrize(("text", "low", "word"), [
    ("several", 3, "several"), ("a few", 3, "a few"), ("few", 2, "few"), ("many", 3, "many"), ("some", 1, "some"),
    ("a number of", 3, "a number"), ("a large number of", 3, "a large number"), ("numerous", 3, "numerous"),
    ("multiple", 2, "multiple"), ("a couple of", 2, "a couple"), ("a handful of", 3, "a handful"), ("countless", 3, "countless"),
    ("others", 1, "others"), ("all", 1, "all"), ("scores of", 40, "scores"), ("tens of", 20, "tens"), ("dozens", 24, "dozens"),
    ('"dozens" of', 24, "dozens"), ("Dozens of", 24, "dozens"), ("hundreds of", 200, "hundreds"), ("thousands", 2_000, "thousands"),
    ("tens of thousands of", 20_000, "tens of thousands"), ("hundreds of thousands", 200_000, "hundreds of thousands"),
    ("several others", 3, "several"), ("dozens more", 24, "dozens"), ("many of them", 3, "many"), ("some of the others", 1, "some"),
    ("several dozen", 36, "several dozen"), ("several hundred", 300, "several hundred"), ("a few hundred", 300, "a few hundred"),
    ("many dozens of", 36, "many dozens"), ("a couple of dozen", 24, "a couple of dozen"), ("several thousand", 3_000, "several thousand"),
    ("several hundred thousand", 300_000, "several hundred thousand"),
    ("at least dozens", 24, "dozens"), ("more than a few", 4, "a few"), ("over several hundred", 301, "several hundred"),
    ("several dozen or more", 36, "several dozen"), ("about several dozen", 36, "several dozen"),
    ("possibly dozens", 0, "dozens"), ("[possibly] hundreds of", 0, "hundreds"), ("up to several hundred", 0, "several hundred"),
])
def test_a_vague_word_taken_literally_is_open_above(text, low, word):
    assert read(text) == Quantity(Bounds(low, OPEN), "vague", word, "literal")


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_wording_is_unquantified(text):
    assert read(text) == Quantity(Bounds(1, OPEN), "unquantified", None, "literal")


@pytest.mark.parametrize(("text", "whole", "low", "high", "qualifier"), [
    ("half of them", Bounds.exact(20), 10, 10, "vague"),
    ("half of them", Bounds.exact(21), 10, 11, "vague"),
    ("half", Bounds.at_least(20), 10, OPEN, "vague"),
    ("half the", Bounds.at_least(21), 10, OPEN, "vague"),
    ("half of", Bounds.up_to(40), 0, 20, "vague"),
    ("one half of them", Bounds.between(10, 20), 5, 10, "vague"),
    ("a third of them", Bounds.exact(20), 6, 7, "vague"),
    ("one third", Bounds.exact(21), 7, 7, "vague"),
    ("two thirds", Bounds.exact(21), 14, 14, "vague"),
    ("two-thirds of them", Bounds.exact(20), 13, 14, "vague"),
    ("three quarters of the", Bounds.exact(40), 30, 30, "vague"),
    ("80% of", Bounds.exact(200), 160, 160, "vague"),
    ("80 percent of", Bounds.exact(21), 16, 17, "vague"),
    ("eighty per cent", Bounds.exact(20), 16, 16, "vague"),
    ("12.5%", Bounds.exact(16), 2, 2, "vague"),
    ("about half of them", Bounds.exact(20), 10, 10, "approx"),
    ("more than half of them", Bounds.exact(20), 11, 20, "more_than"),
    ("more than half of them", Bounds.exact(21), 11, 21, "more_than"),
    ("over half", Bounds.at_least(20), 11, OPEN, "more_than"),
    ("at least half of them", Bounds.exact(21), 11, 21, "at_least"),
    ("at least two thirds of them", Bounds.exact(20), 14, 20, "at_least"),
    ("up to half of them", Bounds.exact(21), 0, 10, "up_to"),
    ("up to half of them", Bounds.at_least(21), 0, OPEN, "up_to"),
    ("less than half of them", Bounds.exact(20), 0, 9, "up_to"),
    ("less than half of them", Bounds.exact(21), 0, 10, "up_to"),
    ("possibly half of them", Bounds.exact(20), 0, 10, "vague"),
    ("more than half of them", Bounds.exact(0), 0, 0, "more_than"),
    ("all of them", Bounds.exact(14), 14, 14, "vague"),
    ("all", Bounds.at_least(14), 14, OPEN, "vague"),
    ("half of the 40", None, 20, 20, "vague"),
    ("half of the 40", Bounds.exact(100), 20, 20, "vague"),
    ("all of the twelve", None, 12, 12, "vague"),
])
def test_a_share_is_taken_of_its_whole(text, whole, low, high, qualifier):
    assert read(text, of=whole) == Quantity(Bounds(low, high), qualifier, None, None)


@pytest.mark.parametrize(("text", "whole", "low", "high", "word"), [
    ("most of them", Bounds.exact(20), 11, 20, "most"),
    ("most", Bounds.exact(21), 11, 21, "most"),
    ("most of them", Bounds.exact(1), 1, 1, "most"),
    ("most of them", Bounds.exact(0), 0, 0, "most"),
    ("most of the", Bounds.at_least(14), 8, OPEN, "most"),
    ("most of them", Bounds.between(10, 30), 6, 30, "most"),
    ("the majority of", Bounds.exact(40), 21, 40, "the majority"),
    ("almost all of them", Bounds.exact(40), 21, 40, "almost all"),
    ("most of the 11", None, 6, 11, "most"),
    ("possibly most of them", Bounds.exact(20), 0, 20, "most"),
    ("many of them", Bounds.exact(20), 3, 20, "many"),
    ("some of them", Bounds.between(5, 9), 1, 9, "some"),
    ("several of the", Bounds.at_least(5), 3, OPEN, "several"),
    ("several of the 20", None, 3, 20, "several"),
    ("many of them", Bounds.exact(2), 3, OPEN, "many"),
])
def test_a_vague_part_is_at_most_its_whole_unless_that_contradicts_its_words(text, whole, low, high, word):
    assert read(text, of=whole) == Quantity(Bounds(low, high), "vague", word, "literal")


def test_a_stated_number_is_kept_even_where_it_exceeds_its_whole():
    assert read("30", of=Bounds.exact(22)).bounds == Bounds.exact(30)
    assert read("at least 5 of them", of=Bounds.exact(22)).bounds == Bounds.at_least(5)


@pytest.mark.parametrize(("text", "reason"), [
    ("third", "an ordinal is a rank, not a count"),
    ("the first", "an ordinal is a rank, not a count"),
    ("21st", "an ordinal is a rank, not a count"),
    ("twenty-second", "an ordinal is a rank, not a count"),
    ("the twentieth", "an ordinal is a rank, not a count"),
    ("14 raiders", '"14 raiders" is not understood'),
    ("at least 14 of Ostrava's guards", '"14 of ostravas guards" is not understood'),
    ("fighters", '"fighters" is not understood'),
    ("1,00", '"1,00" is not understood'),
    ("1.000", '"1.000" is not understood'),
    ("3 000", '"3 000" is not understood'),
    ("14.5", '"14.5" is not understood'),
    ("1.0000005 million", '"1.0000005 million" is not understood'),
    ("007", '"007" is not understood'),
    ("-14", '"-14" is not understood'),
    ("\u0661\u0664", "is not understood"),
    ("dozen", '"dozen" is not understood'),
    ("two twenty", '"two twenty" is not understood'),
    ("hundred and a thousand", "is not understood"),
    ("at least", '"at least" is not understood'),
    ("a of them", '"a of them" is not understood'),
    ("at least the", '"the" is not understood'),
    ("about a", '"a" is not understood'),
    ("between one hundred and five thousand and six", "is not understood"),
    ("half more", '"half more" is not understood'),
    ("between 12", '"between 12" is not understood'),
    ("12 to 20 to 30", "is not understood"),
    ("20-12", "a range goes from the lesser number to the greater"),
    ("between 12 and 12", "a range goes from the lesser number to the greater"),
    ("two to three hundred thousand", "the first number can be meant with or without its thousand"),
    ("two hundred to three hundred thousand", "the first number can be meant with or without its thousand"),
    ("at least 20 or more", "two phrases of one kind"),
    ("at least up to 20", "two phrases of one kind"),
    ("fewer than 0", "no number is less than 0"),
    ("three of the two", "the part is greater than its whole"),
    ("five thirds of them", "the part is greater than its whole"),
    ("150% of", "the part is greater than its whole"),
    ("half of them", "a share needs its whole"),
    ("two thirds", "a share needs its whole"),
    ("80%", "a share needs its whole"),
    ("most of them", "a share needs its whole"),
    ("the majority", "a share needs its whole"),
    ("all of them", "a share needs its whole"),
    ("at most most of the 20", '"most" takes no limit'),
    ("more than all of the 20", "no part of a whole of 20 can be that"),
    ("massacre", "the rule set literal gives it no number"),
    ("[at least 14", "a bracket stands alone"),
    ("[]", "it holds no word"),
    ("one " * 30, "it is longer than 100 characters"),
])
def test_what_is_not_wholly_understood_is_refused_with_the_wording_and_examples(text, reason):
    with pytest.raises(UnreadableQuantity) as refused:
        read(text)
    message = str(refused.value)
    assert reason in message
    assert text[:100] in message
    assert '"at least 14", "dozens of", "between 12 and 20"' in message
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize(("text", "number"), [
    ("14", 14), ("1,000", 1_000), (f"3{THIN}000", 3_000), ("2.25 thousand", 2_250), ("a dozen", 12), ("half a dozen", 6), ("[one]", 1), ("a", 1), ("both", 2),
    ("zero", 0), ("no", 0), ("none of them", 0),
    ("at least 14", 14), ("[At least] seven", 7), ("no fewer than 30", 30), ("20 or more", 20), ("more than 1,000", 1_000), ("20+", 20),
    ("up to 40", 40), ("as many as 50", 50), ("fewer than 20", 20), ("12 or fewer", 12), ("about 90", 90), ("some two dozen", 24), ("20-odd", 20),
    ("[possibly] 20", 20), ("a total of at least 14", 14),
    ("five of the", 5), ("one of the two", 1), ("seven others", 7), ("another seven", 7), ("all three", 3),
])
def test_the_number_that_a_wording_states_goes_without_its_qualifier(text, number):
    assert stated(text) == number


@pytest.mark.parametrize("text", [
    "", " ", "between 12 and 20", "12-20", "two or three", "up to 20 or 30", "dozens of", "at least dozens", "[possibly] dozens", "several dozen", "many of them",
    "others", "a number of", "most of them", "half of them", "half of the 40", "two thirds of the 30", "80%",
])
def test_ranges_shares_and_vague_words_state_no_one_number(text):
    assert stated(text) is None


@pytest.mark.parametrize("text", ["massacres", "14 raiders", "at least", "20-12", "the first"])
def test_no_number_is_taken_from_words_that_are_not_wholly_understood(text):
    with pytest.raises(UnreadableQuantity):
        stated(text)


@pytest.mark.parametrize("text", [None, 14, float("nan")])
def test_a_stated_number_is_read_from_text_only(text):
    with pytest.raises(TypeError, match="a quantity is read from text; found"):
        stated(text)


@pytest.mark.parametrize("text", [None, 14, 14.0, float("nan")])
def test_only_text_is_read(text):
    with pytest.raises(TypeError, match="a quantity is read from text; found"):
        read(text)


@pytest.mark.parametrize(("rules", "text", "outcome", "scale", "low", "high"), [
    ("acled_2017", "several", "killed", None, 10, 10),
    ("acled_2017", "many", "killed", None, 10, 10),
    ("acled_2017", "dozens of", "killed", None, 12, 12),
    ("acled_2017", "hundreds of", "killed", None, 100, 100),
    ("acled_2017", "massacre", "killed", None, 100, 100),
    ("acled_2017", "dozens of", None, None, 12, 12),
    ("acled_2017", "at least dozens", "killed", None, 12, OPEN),
    ("acled_2017", "possibly dozens", "killed", None, 0, 12),
    ("acled_2017", "up to several", "killed", None, 0, 10),
    ("acled_current", "several", "killed", None, 3, 10),
    ("acled_current", "several", "killed", "small", 3, 3),
    ("acled_current", "several", "killed", "large", 10, 10),
    ("acled_current", "few", "killed", None, 3, 10),
    ("acled_current", "a few", "killed", "small", 3, 3),
    ("acled_current", "many", "killed", "large", 10, 10),
    ("acled_current", "tens of", "killed", None, 10, 10),
    ("acled_current", "dozens", "killed", "large", 12, 12),
    ("acled_current", "hundreds", "killed", None, 100, 100),
    ("acled_current", "dozens of", "casualties", None, 0, 0),
    ("gtd_2017", "several", "killed", None, "blank", "blank"),
    ("gtd_2017", "several dozen", "wounded", None, "blank", "blank"),
    ("gtd_2017", "at least dozens", "killed", None, "blank", "blank"),
    ("gtd_2017", "most of them", "killed", None, "blank", "blank"),
])
def test_a_rule_set_decides_the_words_it_defines(rules, text, outcome, scale, low, high):
    quantity = read(text, rules=rules, outcome=outcome, scale=scale)
    assert as_row(quantity) == (low, high, "vague")
    assert quantity.rule == rules


@pytest.mark.parametrize(("rules", "text", "outcome", "low", "high"), [
    ("acled_2017", "several", "wounded", 3, OPEN),
    ("acled_2017", "thousands", "killed", 2_000, OPEN),
    ("acled_2017", "several dozen", "killed", 36, OPEN),
    ("acled_current", "dozens of", "captured", 24, OPEN),
    ("acled_current", "most of the 20", "killed", 11, 20),
    ("gtd_2017", "dozens of", "captured", 24, OPEN),
])
def test_a_word_that_a_rule_set_does_not_define_is_taken_literally_and_says_so(rules, text, outcome, low, high):
    quantity = read(text, rules=rules, outcome=outcome)
    assert as_row(quantity) == (low, high, "vague")
    assert quantity.rule == "literal"


@pytest.mark.parametrize(("rules", "outcome", "scale", "low", "high", "rule"), [
    ("literal", "killed", None, 1, OPEN, "literal"),
    ("acled_2017", "killed", None, 1, OPEN, "literal"),
    ("acled_current", "killed", None, 3, 10, "acled_current"),
    ("acled_current", "killed", "large", 10, 10, "acled_current"),
    ("acled_current", "casualties", None, 0, 0, "acled_current"),
    ("acled_current", "wounded", None, 1, OPEN, "literal"),
    ("gtd_2017", "killed", None, "blank", "blank", "gtd_2017"),
    ("gtd_2017", "freed", None, 1, OPEN, "literal"),
])
def test_an_outcome_without_a_number(rules, outcome, scale, low, high, rule):
    quantity = read("", rules=rules, outcome=outcome, scale=scale)
    assert as_row(quantity) == (low, high, "unquantified")
    assert (quantity.vague_word, quantity.rule) == (None, rule)


@pytest.mark.parametrize("rules", ["acled_2017", "acled_current", "gtd_2017"])
@pytest.mark.parametrize(("text", "low", "high"), [("14", 14, 14), ("at least 14", 14, OPEN), ("a dozen", 12, 12), ("12-20", 12, 20)])
def test_a_stated_number_is_the_same_under_every_rule_set(rules, text, low, high):
    assert read(text, rules=rules, outcome="killed").bounds == Bounds(low, high)


def test_rule_sets_are_listed_and_others_refused():
    assert available_rules() == ["literal", "acled_2017", "acled_current", "gtd_2017"]
    with pytest.raises(BadInput, match="rule set: found 'acled_2016'; allowed is one of literal, acled_2017, acled_current, gtd_2017"):
        read("dozens", rules="acled_2016")


def table(name):
    with open(paths.root() / "data/raw/conventions" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", table("vague_words.csv"), ids=lambda row: " ".join(filter(None, list(row.values())[:4])))
def test_each_cell_of_the_rule_sets_has_its_source_and_is_what_is_read(row):
    assert row["source"]
    assert row["note"]
    assert row["outcome"] in {"", *schema.OUTCOMES}
    text = {"(no number)": "", "(any vague word)": "several"}.get(row["word"], row["word"])
    low, high = (int(row[end]) if row[end] else None for end in ("low", "high"))
    quantity = read(text, rules=row["rule_set"], outcome=row["outcome"] or None, scale=row["scale"] or None)
    assert quantity.bounds == (None if row["is_blank"] == "yes" else Bounds(low, high))
    assert quantity.rule == row["rule_set"]
    assert quantity.qualifier in schema.QUALIFIERS


def test_each_rule_set_has_title_note_and_source():
    assert [row["rule_set"] for row in table("rule_sets.csv")] == available_rules()
    assert all(row["title"] and row["note"] and row["source"] for row in table("rule_sets.csv"))


@pytest.fixture
def conventions(tmp_path, monkeypatch):
    """A project of its own with one rule set and one word; return a function that writes one more row and reads with it."""
    folder = tmp_path / "data/raw/conventions"
    folder.mkdir(parents=True)
    (folder / "rule_sets.csv").write_text("rule_set,title,note,source\nliteral,A,B,C\n", encoding="utf-8")
    monkeypatch.setenv("TOLLBOOK_ROOT", str(tmp_path))
    caches = (quantities._rule_sets, quantities._vague_words, quantities._take_apart)

    def read_with(row, text, header="rule_set,word,scale,outcome,low,high,is_blank,source,note"):
        (folder / "vague_words.csv").write_text(f"{header}\nliteral,swarms,,,30,,no,A,B\n{row}\n", encoding="utf-8")
        for cached in caches:
            cached.cache_clear()
        return read(text)

    yield read_with
    for cached in caches:
        cached.cache_clear()


def test_a_word_added_to_the_table_is_read(conventions):
    assert conventions("literal,none too few,,,4,9,no,A,B", "none too few").bounds == Bounds(4, 9)
    assert conventions("literal,NA,,,4,9,no,A,B", "swarms of").bounds == Bounds(30, OPEN)


@pytest.mark.parametrize(("row", "sentence"), [
    ("literal,hordes,,,many,,no,A,B", "row 3, columns low, high and is_blank: found 'many', '' and 'no'; allowed are a whole number"),
    ("literal,hordes,,,9,4,no,A,B", "row 3, columns low, high and is_blank: found '9', '4' and 'no'"),
    ("literal,hordes,,,,,no,A,B", "row 3, columns low, high and is_blank: found '', '' and 'no'"),
    ("literal,hordes,,,9,,yes,A,B", "row 3, columns low, high and is_blank: found '9', '' and 'yes'"),
    ("literal,hordes,,,9,,,A,B", "row 3, columns low, high and is_blank: found '9', '' and ''"),
    ("literal,swarms,,,9,,no,A,B", "row 3, column word: found 'swarms' a second time"),
    ("figurative,hordes,,,9,,no,A,B", "row 3, column rule_set: found 'figurative'; allowed is one of literal"),
])
def test_a_wrong_row_of_the_table_is_named(conventions, row, sentence):
    with pytest.raises(BadInput, match=re.escape(f"data/raw/conventions/vague_words.csv: {sentence}")):
        conventions(row, "14")


def test_a_wrong_header_of_the_table_is_named(conventions):
    with pytest.raises(BadInput, match=re.escape("vague_words.csv: row 1: found the columns ['rule_set', 'word']; allowed are rule_set,")):
        conventions("", "14", header="rule_set,word")


SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number):
    """Write a number below ten million in words, as British English does."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            whole, rest = divmod(number, size)
            link = "" if not rest else " and " if rest < 100 else " "
            return f"{spell(whole)} {name}{link}{spell(rest) if rest else ''}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize(("number", "words"), [
    (0, "zero"), (40, "forty"), (105, "one hundred and five"), (1_250, "one thousand two hundred and fifty"),
    (2_000_017, "two million and seventeen"),
])
def test_the_speller_of_these_tests(number, words):
    assert spell(number) == words


@steady
@given(st.integers(0, 10**7 - 1))
def test_a_number_in_words_is_read_back(number):
    assert read(spell(number)).bounds == Bounds.exact(number)


@steady
@given(st.integers(0, 10**7 - 1))
def test_a_number_in_american_words_is_read_back(number):
    assert read(spell(number).replace(" and ", " ").replace("-", " ")).bounds == Bounds.exact(number)


@steady
@given(st.integers(0, 10**12 - 1), st.sampled_from([",", THIN, NARROW, NO_BREAK]))
def test_a_number_in_digits_is_read_back(number, separator):
    assert read(f"{number:,}".replace(",", separator)).bounds == Bounds.exact(number)


@steady
@given(st.integers(1, 10**7 - 1), st.sampled_from(["", *(f"{phrase} " for phrases in quantities.LIMITS.values() for phrase in phrases),
                                                   *(f"{phrase} " for phrase in quantities.APPROXIMATORS)]))
def test_whatever_stands_before_it_a_number_is_stated_as_it_is(number, before):
    assert stated(f"{before}{number:,}") == stated(f"{before}{spell(number)}") == number


@steady
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_range_in_words_that_lends_no_unit_is_never_misread(low, more):
    assume((low + more) % 100)
    try:
        bounds = read(f"between {spell(low)} and {spell(low + more)}").bounds
    except UnreadableQuantity:
        assume(False)
    assert bounds == Bounds(low, low + more)


@steady
@given(st.integers(1, 98), st.integers(1, 98))
def test_a_range_of_small_numbers_in_words_is_read(one, other):
    low, high = sorted((one, other + 1))
    assume(low < high)
    for text in (f"between {spell(low)} and {spell(high)}", f"{spell(low)} to {spell(high)}", f"{spell(low)}\u2013{spell(high)}"):
        assert read(text).bounds == Bounds(low, high)


@steady
@given(st.integers(0, 10**9), st.one_of(st.none(), st.integers(0, 10**9)))
def test_printed_bounds_are_read_back(low, more):
    bounds = Bounds(low, None if more is None else low + more)
    if str(bounds) != "any number":
        assert read(str(bounds)).bounds == bounds


@steady
@given(st.text(alphabet=[*"0123456789 ,.+-%[]\"", "\u2013", THIN], max_size=12))
def test_digits_and_signs_are_read_or_refused_and_nothing_else_happens(text):
    try:
        quantity = read(text)
    except UnreadableQuantity:
        return
    assert quantity.bounds.low >= 0
    assert quantity.qualifier in schema.QUALIFIERS


WORDS = sorted({*quantities.ONES, *quantities.TENS, *quantities.UNITS, *quantities.BEFORE, *quantities.MAJORITIES, *quantities.FIXED,
                *quantities.COUNTING_WORDS, "dozens", "half", "third", "of", "them", "and", "to", "or", "more", "14", "others"})


@steady
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
       st.sampled_from([None, Bounds.exact(20), Bounds.at_least(7)]))
def test_words_are_read_or_refused_and_nothing_else_happens(text, whole):
    try:
        quantity = read(text, of=whole)
    except UnreadableQuantity:
        return
    assert quantity.bounds.low >= 0
    assert quantity.qualifier in schema.QUALIFIERS


@steady
@given(st.sampled_from(["half", "a third", "two thirds", "most", "more than half", "at least half", "up to half", "less than half", "80%"]),
       st.integers(1, 300), st.integers(0, 300), st.integers(0, 60), st.integers(0, 60))
def test_a_wider_whole_never_narrows_a_share(words, low, more, down, up):
    narrow = Bounds(low, low + more)
    wide = Bounds(max(1, low - down), low + more + up)
    assert read(words, of=wide).bounds.contains(read(words, of=narrow).bounds)
    assert read(words, of=Bounds(low, None)).bounds.contains(read(words, of=narrow).bounds)
