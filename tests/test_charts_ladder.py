"""The chart of one incident's claims with those bracketed that cannot all be true: brackets, words and refusals.

The ledger is invented, and so are its places and sources. Expected places, amounts and sentences are worked out by hand.
"""

import re

import numpy as np
import pandas as pd
import pytest

from drawing import (
    SIZES,
    claim,
    day,
    drawn,
    grey,
    keep,
    marks,
    must_be_in_house_style,
    must_be_readable,
    must_look_as_kept,
    overlapping,
    real,
    table,
    written,
)
from tollbook import charts, schema
from tollbook.charts.ladder import spread
from tollbook.errors import BadInput

CONFLICT = {"article_id": "port-orrin", "sources": "-", "incidents": "shelling", "apart_by": None, "open_claim": None, "least_value": None,
            "rests_on": None, "sentence": "-"}
GIVEN = "the first day is taken from another sentence (ORR-002)"


def contradiction(apart_by, *numbers, **more):
    ids = [f"ORR-{number:03d}" for number in numbers]
    return CONFLICT | {"conflict_id": "+".join(ids), "kind": "contradiction", "claims": "; ".join(ids), "apart_by": apart_by} | more


def near_miss(least_value, open_claim, other, **more):
    ids = [f"ORR-{number:03d}" for number in (open_claim, other)]
    return CONFLICT | {"conflict_id": f"{ids[0]}^+{ids[1]}", "kind": "near_miss", "claims": "; ".join(sorted(ids)), "open_claim": ids[0],
                       "least_value": least_value} | more


def conflicts(*rows):
    return schema.typed(pd.DataFrame(list(rows), columns=schema.CONTRADICTIONS.names), schema.CONTRADICTIONS)


def campaign():
    """A campaign told by four voices as of four days, with a break-down."""
    return table(
        claim(1, "observatory", "620", 620, 620, date_start="2031-03-01", date_end="2031-03-14", scope="period"),
        claim(2, "captain", "more than 1,500", 1501, None, "more_than", date_start="2031-03-01", date_end="2031-03-12",
              date_precision="start_inferred", scope="cumulative"),
        claim(3, "relief", "over 800", 801, None, "more_than", date_start="2031-03-01", date_end="2031-03-26",
              date_precision="start_inferred", scope="cumulative"),
        claim(4, "voice", "703", 703, 703, date_start="2031-03-01", date_end="2031-03-20", date_precision="start_inferred",
              scope="cumulative"),
        claim(5, "observatory", "80", 80, 80, victims="children", victim_side="civilian", date_start="2031-03-01", date_end="2031-03-14",
              part_of="ORR-001", scope="breakdown"),
        claim(6, "ministry", "three", 3, 3, outcome="materiel", victims="trucks", victim_side="government"),
    )


def campaign_conflicts():
    """By hand: 1,501 is 881 more than 620 and 798 more than 703; 801 must be 1,501 if the captain's figure holds."""
    return conflicts(contradiction(798, 2, 4, rests_on=GIVEN), contradiction(881, 1, 2, rests_on=GIVEN), near_miss(1501, 3, 2))


@pytest.fixture
def chart():
    return charts.ladder(campaign(), campaign_conflicts(), "shelling")


def few(*numbers):
    """Select some claims of the campaign."""
    claims = campaign()
    return claims[claims["claim_id"].isin([f"ORR-{number:03d}" for number in numbers])]


def ends(figure, gid):
    """Give place, upper and lower end of the brackets of a kind, from left to right."""
    return sorted((line.get_xdata()[0], *sorted(line.get_ydata())) for line in drawn(figure, gid))


def on_paper(figure, place):
    """Say how far down the sheet a place of the plane is, in points."""
    return figure.get_size_inches()[1] * 72 - figure.axes[1].transData.transform(place)[1]


def lines(figure):
    """Read the words of a chart as one text: those on a phone are broken otherwise."""
    return " ".join(" ".join(written(figure)).split())


# the claims

def test_the_whole_claims_stand_at_their_last_day_and_least_number(chart):
    figure = chart.draw("wide")
    assert {kind: marks(figure, kind) for kind in ("monitor", "rebel", "aid_group", "unattributed")} == {
        "monitor": [(day("2031-03-14"), 620)], "rebel": [(day("2031-03-12"), 1501)], "aid_group": [(day("2031-03-26"), 801)],
        "unattributed": [(day("2031-03-20"), 703)]}
    assert figure.axes[1].get_yscale() == "log"


def test_break_downs_and_materiel_are_left_out(chart):
    assert chart.table["claim_id"].tolist() == ["ORR-002", "ORR-001", "ORR-004", "ORR-003"]
    assert "1 break-down of these claims is left out." in chart.caption


@pytest.mark.parametrize("size", SIZES)
def test_every_claim_is_labelled_with_figure_voice_and_day(chart, size):
    said = lines(chart.draw(size))
    for words in ("620 – COB, 1 to 14 March", "more than 1,500 – a militia captain, by 12 March", "more than 800 – relief groups, by 26 March",
                  "703 – the article, by 20 March"):
        assert words in said


@pytest.mark.parametrize("size", SIZES)
def test_a_label_without_room_stands_below(size):
    crowd = table(*(claim(at, source, str(number), number, number, date_start="2031-03-01", date_end="2031-03-09")
                    for at, (source, number) in enumerate([("observatory", 100), ("captain", 101), ("ministry", 102), ("radio", 103),
                                                           ("relief", 104), ("voice", 105), ("reports", 106)] * 4, 1)))
    figure = charts.ladder(crowd, conflicts(contradiction(6, 1, 7)), "shelling").draw(size)
    said = lines(figure)
    for words in ("100 – COB", "101 – a militia captain", "102 – Ministry of Ports", "106 – unnamed report"):
        assert said.count(words) >= 4
    assert overlapping(figure) == []


def test_no_line_joins_claims_over_time(chart):
    for size in SIZES:
        figure = chart.draw(size)
        assert [len(axes.lines) for axes in figure.axes[1:]] == [0]
        assert all(len(set(line.get_xdata())) == 1 for gid in ("contradiction", "near-miss") for line in drawn(figure, gid))


# the brackets

@pytest.mark.parametrize("size", SIZES)
def test_a_bracket_spans_the_heights_of_its_claims(chart, size):
    figure = chart.draw(size)
    top, bottoms = on_paper(figure, (day("2031-03-12"), 1501)), [on_paper(figure, (day("2031-03-14"), number)) for number in (620, 703, 801)]
    (_, *first), (_, *second) = ends(figure, "contradiction")
    (_, *third), = ends(figure, "near-miss")
    assert [first, second, third] == [pytest.approx([top, bottom]) for bottom in bottoms]


@pytest.mark.parametrize("size", SIZES)
def test_brackets_stand_behind_the_days_and_repeat_the_marks_of_their_claims(chart, size):
    figure = chart.draw(size)
    plane = figure.axes[1].get_position().x1 * figure.get_size_inches()[0] * 72
    assert min(x for x, *_ in ends(figure, "contradiction") + ends(figure, "near-miss")) > plane
    repeated = {kind: sum(x > plane for artist in drawn(figure, f"marks-{kind}") if artist.axes is figure.axes[0]
                          for x, _ in artist.get_offsets()) for kind in ("monitor", "rebel", "aid_group", "unattributed")}
    assert repeated == {"monitor": 1, "rebel": 3, "aid_group": 1, "unattributed": 1}


def test_a_contradiction_is_louder_than_a_near_miss(chart):
    figure = chart.draw("wide")
    loud, quiet = drawn(figure, "contradiction"), drawn(figure, "near-miss")
    assert min(line.get_linewidth() for line in loud) > max(line.get_linewidth() for line in quiet)
    assert {line.get_linestyle() for line in loud} == {"-"}
    assert all(line.is_dashed() for line in quiet)
    weights = {text.get_text(): text.get_weight() for text in figure.axes[0].texts}
    assert (weights["cannot both be true:"], weights["both true only if"]) == ("bold", "normal")


def test_brackets_say_by_how_much_beside_them(chart):
    figure = chart.draw("wide")
    # the widest bracket reaches furthest down, so that its words stand last
    texts = sorted(figure.axes[0].texts, key=lambda text: text.get_position()[1])
    assert " ".join(text.get_text() for text in texts if text.get_position()[0] > 400) == (
        "both true only if “more than 800” stands for at least 1,501 cannot both be true: at least 798 apart "
        "cannot both be true: at least 881 apart")


def test_on_a_narrow_sheet_brackets_are_named_by_letters(chart):
    figure = chart.draw("narrow")
    assert [text for text in written(figure) if re.fullmatch("[a-z]", text)] == ["a", "a", "b", "b", "c", "c"]
    assert (
        "a a cannot both be true: at least 881 apart more than 1,500 (a militia captain) and 620 (COB) "
        "b b cannot both be true: at least 798 apart more than 1,500 (a militia captain) and 703 (the article) "
        "c c both true only if “more than 800” stands for at least 1,501 more than 1,500 (a militia captain) and more than 800 (relief groups)"
    ) in lines(figure)


def test_brackets_whose_words_would_cross_others_are_named_by_letters_too():
    def letters(*numbers, pairs):
        claims = table(*(claim(at, source, str(number), number, number) for at, (source, number) in enumerate(
            zip(("observatory", "captain", "ministry", "relief"), numbers, strict=True), 1)))
        figure = charts.ladder(claims, conflicts(*(contradiction(1, *pair) for pair in pairs)), "shelling").draw("wide")
        return "".join(text for text in written(figure) if re.fullmatch("[a-z]", text)), len(drawn(figure, "leader"))

    # 10 and 20 lie below 300 and 1,000; 10 to 1,000 reaches further down than 300 to 1,000
    assert letters(10, 20, 300, 1000, pairs=[(1, 2), (3, 4)]) == ("", 2)
    assert letters(10, 20, 300, 1000, pairs=[(1, 4), (3, 4)]) == ("", 2)
    # the three end at almost one height, and two of three lines would cross a bracket
    assert letters(500, 505, 510, 1000, pairs=[(1, 4), (2, 4), (3, 4)]) == ("aabbcc", 0)


def test_two_exact_figures_are_exactly_apart():
    said = lines(charts.ladder(few(1, 4), conflicts(contradiction(83, 1, 4)), "shelling").draw("wide"))
    assert "cannot both be true: 83 apart" in said  # 703 - 620


def test_every_member_of_a_larger_set_is_marked():
    chart = charts.ladder(few(1, 2, 4), conflicts(contradiction(12, 1, 2, 4)), "shelling")
    figure = chart.draw("wide")
    assert len(drawn(figure, "contradiction")) == 1
    assert len(drawn(figure, "contradiction-claims")) == 3
    assert "cannot all be true: at least 12 apart" in lines(figure)
    assert chart.title == ("Shelling of Port Orrin: more than 1,500 killed according to a militia captain, 703 in the article's own voice and "
                           "620 according to the COB cannot all be true")
    assert chart.table["cannot be true together with"].tolist() == [
        "ORR-004 and ORR-001 (at least 12 apart)", "ORR-002 and ORR-004 (at least 12 apart)", "ORR-002 and ORR-001 (at least 12 apart)"]


def test_marks_of_a_bracket_do_not_cover_one_another():
    near = table(claim(1, "observatory", "620", 620, 620), claim(2, "captain", "621", 621, 621, date_end="2031-03-04"))
    figure = charts.ladder(near, conflicts(contradiction(1, 1, 2)), "shelling").draw("wide")
    (_, upper, lower), = ends(figure, "contradiction")
    assert lower - upper == pytest.approx(9)


def test_a_claim_on_the_strip_is_bracketed_there():
    claims = table(claim(1, "reports", "up to 30", 0, 30, "up_to"), claim(2, "captain", "90", 90, 90))
    figure = charts.ladder(claims, conflicts(contradiction(60, 1, 2)), "shelling").draw("wide")
    (_, _, lower), = ends(figure, "contradiction")
    strip = figure.axes[2]
    assert lower == pytest.approx(figure.get_size_inches()[1] * 72 - strip.transData.transform((0, 0.5))[1])
    assert "cannot both be true: at least 60 apart" in lines(figure)


def test_outcomes_are_named_where_they_differ():
    claims = table(claim(1, "observatory", "40", 40, 40), claim(2, "captain", "30", 30, 30, outcome="killed_or_wounded"))
    chart = charts.ladder(claims, conflicts(contradiction(10, 1, 2)), "shelling")
    assert chart.title == ("Shelling of Port Orrin: 40 killed according to the COB cannot be true together with 30 killed or wounded according "
                           "to a militia captain")
    assert "40 killed (COB) and 30 killed or wounded (a militia captain) cannot both be true: 10 apart." in chart.alt


def test_what_does_not_fit_is_in_the_table():
    claims = table(claim(1, "captain", "900", 900, 900), *(claim(at, "observatory", str(at), at, at) for at in range(2, 8)))
    chart = charts.ladder(claims, conflicts(*(contradiction(900 - at, 1, at) for at in range(2, 8))), "shelling")
    assert len(drawn(chart.draw("wide"), "contradiction")) == 4
    assert "The table has 2 brackets more." in chart.caption
    assert chart.table.loc[chart.table["claim_id"] == "ORR-007", "cannot be true together with"].tolist() == ["ORR-001 (893 apart)"]


# conflicts that are not drawn

def test_without_a_contradiction_the_ladder_stands_alone():
    chart = charts.ladder(campaign(), conflicts(contradiction(5, 40, 41)), "shelling")
    figure = chart.draw("wide")
    assert chart.title == "Shelling of Port Orrin: 620 killed according to the COB, more than 1,500 according to a militia captain"
    assert "No contradiction concerns this incident." in chart.caption
    assert chart.alt.endswith("No contradiction concerns this incident.")
    assert "bracket" not in chart.caption
    assert drawn(figure, "contradiction") + drawn(figure, "near-miss") == []
    assert chart.table["cannot be true together with"].tolist() == [""] * 4


def test_a_near_miss_alone_is_no_contradiction():
    chart = charts.ladder(few(2, 3), conflicts(near_miss(1501, 3, 2)), "shelling")
    assert chart.title == ("Shelling of Port Orrin: more than 800 killed according to relief groups and more than 1,500 according to a "
                           "militia captain can both be true only if the first stands for at least 1,501")
    assert "No contradiction concerns this incident." in chart.caption
    assert "A dotted bracket: " in chart.caption
    assert "A solid bracket" not in chart.caption


def test_a_contradiction_with_claims_outside_the_selection_is_named_and_not_denied():
    chart = charts.ladder(few(1, 5), campaign_conflicts(), "shelling")
    assert "Without a bracket: 1 contradiction with claims that are not drawn here (ORR-001, ORR-002)." in chart.caption
    assert "No contradiction" not in chart.caption + chart.alt
    chart = charts.ladder(campaign(), conflicts(contradiction(9, 1, 5), near_miss(801, 3, 5), near_miss(90, 2, 5)), "shelling")
    assert "Without a bracket: 1 contradiction and 2 near misses with claims that are not drawn here (ORR-001, ORR-002, ORR-003, ORR-005)." in (
        chart.caption)


# words

def test_title_names_the_claims_furthest_apart_first(chart):
    assert chart.title == ("Shelling of Port Orrin: more than 1,500 killed according to a militia captain cannot be true together with 620 "
                           "according to the COB or 703 in the article's own voice")
    assert chart.slug == "ladder-shelling"


def test_alternative_text_tells_claims_and_brackets(chart):
    assert chart.alt == (
        "4 claims of people of a side not stated killed, Shelling of Port Orrin, over their days, with people on a logarithmic scale: more than "
        "1,500 (a militia captain, by 12 March 2031); 620 (COB, 1 to 14 March 2031); 703 (the article, by 20 March 2031); more than 800 (relief "
        "groups, by 26 March 2031). Solid bracket: more than 1,500 (a militia captain) and 620 (COB) cannot both be true: at least 881 apart. "
        "Solid bracket: more than 1,500 (a militia captain) and 703 (the article) cannot both be true: at least 798 apart. Dotted bracket: more "
        "than 1,500 (a militia captain) and more than 800 (relief groups) are both true only if “more than 800” stands for at least 1,501.")


def test_table_says_of_each_claim_what_it_cannot_be_true_with(chart):
    rows = chart.table.set_index("claim_id")
    assert rows["cannot be true together with"].to_dict() == {
        "ORR-002": "ORR-001 (at least 881 apart); ORR-004 (at least 798 apart)", "ORR-001": "ORR-002 (at least 881 apart)",
        "ORR-004": "ORR-002 (at least 798 apart)", "ORR-003": ""}
    assert rows["can be true together with"].to_dict() == {
        "ORR-002": "ORR-003, only if ORR-003 stands for at least 1,501", "ORR-001": "", "ORR-004": "",
        "ORR-003": "ORR-002, only if ORR-003 stands for at least 1,501"}
    assert rows["taken as given"].to_dict() == {"ORR-002": GIVEN, "ORR-001": GIVEN, "ORR-004": GIVEN, "ORR-003": ""}
    assert ("Taken as given: the figures of a militia captain, the article and relief groups count from 1 March 2031 on, which is not stated."
            in chart.caption)
    assert "Taken as given" not in charts.ladder(campaign(), conflicts(), "shelling").caption


def every_selection():
    """The ladders that a reader may ask for: all, two, one, none with a number, all open."""
    return [
        charts.ladder(campaign(), campaign_conflicts(), "shelling"), charts.ladder(few(1), campaign_conflicts(), "shelling"),
        charts.ladder(few(1, 2), conflicts(), "shelling"),
        charts.ladder(table(claim(1, "voice", "dozens of", None, None, "vague"),
                            claim(2, "captain", None, 1, None, "unquantified", outcome="casualties")), conflicts(), "shelling"),
        charts.ladder(table(*(claim(at, source, f"at least {number}", number, None, "at_least")
                              for at, source, number in ((1, "captain", 5), (2, "observatory", 50), (3, "relief", 51)))),
                      conflicts(near_miss(50, 1, 2), near_miss(51, 2, 3)), "shelling"),
    ]


@pytest.mark.parametrize("at", range(5))
def test_what_holds_for_every_chart_holds_here(at):
    chart = every_selection()[at]
    must_be_in_house_style(chart)
    for size in SIZES:
        must_be_readable(chart.draw(size), size)


def test_a_long_alternative_text_tells_fewer_claims():
    many = table(*(claim(at, "captain", f"more than {100 * at}", 100 * at + 1, None, "more_than", date_end=f"2031-03-{at + 2:02d}")
                   for at in range(1, 25)))
    chart = charts.ladder(many, conflicts(*(near_miss(2401, at, 24) for at in range(1, 24))), "shelling")
    assert len(chart.alt.split()) <= 125
    assert "claims more in the table" in chart.alt


def test_an_incident_without_a_claim_is_refused_with_a_sentence():
    with pytest.raises(BadInput, match="found no claim of the incident ferry in the selection; allowed is one that the selection has"):
        charts.ladder(campaign(), campaign_conflicts(), "ferry")
    with pytest.raises(BadInput, match="the selection holds 1 claim, and none of people harmed"):
        charts.ladder(few(6), campaign_conflicts(), "shelling")


def test_the_same_claims_give_the_same_bytes(chart):
    again = charts.ladder(campaign(), campaign_conflicts(), "shelling")
    for size in SIZES:
        assert charts.save(chart.draw(size), "svg") == charts.save(again.draw(size), "svg")


def test_things_are_moved_apart_as_little_as_needed():
    assert spread([10, 50], [20, 20], 100).tolist() == [10, 50]
    assert spread([50, 10], [20, 20], 100).tolist() == [50, 10]
    assert spread([10, 15, 90], [20, 20, 20], 95).tolist() == [10, 30, 85]
    assert np.diff(spread([99, 99, 99], [10, 10, 10], 100)).tolist() == [10, 10]


# the real tables

@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("incident", ["barrel-bombs", "carlton-hotel", "zahrawi-market", "central-prison-february"])
def test_no_text_covers_another_on_the_real_ladders(incident, size):
    assert overlapping(charts.ladder(real("claims"), real("contradictions"), incident).draw(size)) == []


def test_the_campaign_of_the_article_has_two_impossible_pairs():
    chart = charts.ladder(real("claims"), real("contradictions"), "barrel-bombs")
    assert chart.title == ("Barrel-bomb campaign on rebel-held Aleppo: more than 1,000 killed according to a rebel commander cannot be true "
                           "together with 517 according to the SOHR or 603 in the article's own voice")
    assert len(chart.alt.split()) <= 125
    for size in SIZES:
        said = lines(chart.draw(size))
        for words in ("cannot both be true: at least 484 apart", "cannot both be true: at least 398 apart",
                      "both true only if “more than 700” stands for at least 1,001", "517 – SOHR, 15 to 28 December"):
            assert words in said


# pictures

def pictures():
    """Draw the campaign small, in grey."""
    chart = charts.ladder(campaign(), campaign_conflicts(), "shelling")
    return {f"{chart.slug}-{size}": grey(chart.draw(size)) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
