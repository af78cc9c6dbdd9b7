"""The chart of sources with a stake against sources without: pairs, marks, bounds and words.

The ledger is invented, and so are its places and sources. Expected ratios and sentences are worked out by hand.
"""


import pytest
from matplotlib.colors import to_hex
from test_charts_contested import LATER, MARKET, STATION, crowd, pair, pairs

from drawing import (
    FERRY,
    SIZES,
    claim,
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
from tollbook.charts import palette
from tollbook.charts.disagreement import INTERESTS
from tollbook.errors import BadInput

ENEMY, OWN = {"interest_a": "enemy_losses"}, {"interest_a": "own_losses"}
NAMES = ["own losses", "enemy losses", "civilians hurt by an enemy", "civilians hurt by its own side", "people of no one side, hurt by an enemy"]


def invented():
    """A militia captain on soldiers, a ministry on its soldiers and on civilians, against an observatory and relief groups."""
    soldiers, people = {"victims": "soldiers", "victim_side": "government"}, {"victims": "people", "victim_side": "civilian"}
    return table(
        claim(1, "observatory", "at least 12", 12, None, "at_least", **soldiers, **FERRY),
        claim(2, "captain", "42", 42, 42, **soldiers, **FERRY),
        claim(3, "ministry", "6", 6, 6, **soldiers, **FERRY),
        claim(4, "observatory", "620", 620, 620, date_start="2031-03-01", date_end="2031-03-14", scope="period"),
        claim(5, "captain", "more than 1,500", 1501, None, "more_than", date_start="2031-03-01", date_end="2031-03-12",
              date_precision="start_inferred", scope="cumulative"),
        claim(6, "relief", "over 800", 801, None, "more_than", date_start="2031-03-01", date_end="2031-03-26",
              date_precision="start_inferred", scope="cumulative"),
        claim(7, "ministry", "seven", 7, 7, **people, **MARKET),
        claim(8, "relief", "7", 7, 7, **people, **MARKET),
        claim(9, "captain", "dozens of", 24, None, "vague", **people, **STATION),
        claim(10, "observatory", "31", 31, 31, **people, **STATION),
    )


def invented_pairs():
    by_enemy = {"interest_a": "people_by_enemy"}
    return pairs(
        pair(2, 1, 42, 12, **ENEMY), pair(1, 3, 12, 6, interest_b="own_losses", finding="contradict"),
        pair(2, 3, 42, 6, interest_a="enemy_losses", interest_b="own_losses", finding="contradict"),
        pair(5, 4, 1500, 620, finding="contradict", **LATER, **by_enemy), pair(4, 6, 620, 800, dates_explain="may", **LATER),
        pair(5, 6, 1500, 800, **LATER, **by_enemy), pair(7, 8, 7, 7, interest_a="civilians_by_own_side", finding="agree"),
        pair(9, 10, None, 31, interest_a="civilians_by_enemy"),
    )


@pytest.fixture
def chart():
    return charts.disagreement(invented_pairs(), invented())


def only(*numbers):
    """Select some of the invented claims."""
    claims = invented()
    return claims[claims["claim_id"].isin([f"ORR-{number:03d}" for number in numbers])]


def two(one, other, stated, **more):
    """Draw one pair of claims of a ferry's sailors; the first is by a militia captain, who has a stake."""
    claims = table(claim(1, "captain", *one), claim(2, "observatory", *other))
    return charts.disagreement(pairs(pair(1, 2, *stated, **ENEMY | more)), claims)


def places(figure, kind):
    return [x for x, _ in marks(figure, kind)]


def lines(figure):
    return " ".join(" ".join(written(figure)).split())


# which pairs

def test_pairs_of_one_source_with_a_stake_and_one_without(chart):
    # the captain's 42 against the ministry's 6 are two with a stake, the observatory's 620 and the relief groups' 800 two without one;
    # the dozens of the railway station are no number
    rows = chart.table[chart.table["its claim"] != ""]
    assert rows[["at stake", "its claim", "other claim", "times as stated", "times as worded"]].to_numpy().tolist() == [
        ["own losses", "ORR-003", "ORR-001", "0.5", "at most 0.5"],
        ["enemy losses", "ORR-002", "ORR-001", "3.5", "at most 3.5"],
        ["civilians hurt by its own side", "ORR-007", "ORR-008", "1", "1"],
        ["people of no one side, hurt by an enemy", "ORR-005", "ORR-004", "2.4", "at least 2.4"],
        ["people of no one side, hurt by an enemy", "ORR-005", "ORR-006", "1.9", "any ratio"]]
    assert "Without a stake: it is named and belongs to no side." in chart.caption
    assert "2 pairs are not shown: both sources or neither have a stake, or one is not named." in chart.caption


def test_an_interest_without_a_pair_is_in_the_table(chart):
    silent = chart.table[chart.table["its claim"] == ""]
    assert silent[["at stake", "source with a stake"]].to_numpy().tolist() == [["civilians hurt by an enemy", "no pair"]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("claims", [invented(), only(1, 2)], ids=["all", "one"])
def test_all_five_interests_are_there_in_the_order_of_the_codebook(claims, size):
    texts = written(charts.disagreement(invented_pairs(), claims).draw(size))
    assert [text for text in texts if text in NAMES] == NAMES
    assert list(INTERESTS) == list(schema.INTERESTS)[:5]


@pytest.mark.parametrize("size", SIZES)
def test_the_number_of_pairs_stands_beside_each_interest(chart, size):
    texts = written(chart.draw(size))
    assert [texts[texts.index(name) + 1] for name in NAMES] == ["1 pair", "1 pair", "no pair", "1 pair", "2 pairs"]


@pytest.mark.parametrize("other", [{"same_source": "yes"}, {"verdict": "not_comparable"}, {"victims": "inside", "verdict": "contained"},
                                   {"outcomes": "inside", "verdict": "contained"}, {"incidents": "inside", "verdict": "contained"},
                                   {"interest_a": "not_stated"}, {"interest_a": "no_stake"}, {"interest_b": "own_losses"},
                                   {"interest_b": "not_stated"}], ids=lambda other: " ".join(map("-".join, other.items())))
def test_other_pairs_are_refused(other):
    with pytest.raises(BadInput, match="none of a source with a stake and one without"):
        two(("42", 42, 42), ("12", 12, 12), (42, 12), **other)


def test_the_source_with_a_stake_comes_first_whichever_claim_it_is():
    claims = table(claim(1, "observatory", "30", 30, 30), claim(2, "captain", "10", 10, 10))
    turned = charts.disagreement(pairs(pair(1, 2, 30, 10, interest_b="enemy_losses", finding="contradict")), claims)
    assert turned.title == "Sources with a stake against those without: 1 pair; the figure with a stake, as stated, is less"
    assert places(turned.draw("wide"), "rebel") == [pytest.approx(1 / 3)]


# marks and bounds

@pytest.mark.parametrize("size", SIZES)
def test_a_mark_stands_at_the_ratio_stated_in_the_look_of_the_source_with_a_stake(chart, size):
    figure = chart.draw(size)
    assert places(figure, "government") == [pytest.approx(6 / 12), pytest.approx(1)]
    assert places(figure, "rebel") == [pytest.approx(42 / 12), pytest.approx(1500 / 620), pytest.approx(1500 / 800)]
    assert places(figure, "monitor") == places(figure, "aid_group") == []


@pytest.mark.parametrize("size", SIZES)
def test_the_axis_is_centred_on_one(chart, size):
    figure = chart.draw(size)
    low, high = figure.axes[1].get_xlim()
    assert figure.axes[1].get_xscale() == "log"
    assert low * high == pytest.approx(1)
    texts = written(figure)
    assert {"1/2", "1", "2"} <= set(texts)
    assert [text for text in texts if text.startswith(("\N{LEFTWARDS ARROW}", "states more"))] == [
        "\N{LEFTWARDS ARROW} states less", "states more \N{RIGHTWARDS ARROW}"]


@pytest.mark.parametrize(("one", "other", "stated", "below", "above"), [
    (("50", 50, 50), ("14", 14, 14), (50, 14), 0, 0),
    (("50", 50, 50), ("at least 14", 14, None, "at_least"), (50, 14), 1, 0),  # 50 to 14 or more: at most 3.6
    (("at least 50", 50, None, "at_least"), ("14", 14, 14), (50, 14), 0, 1),
    (("at least 50", 50, None, "at_least"), ("at least 14", 14, None, "at_least"), (50, 14), 1, 1),
    (("50", 50, 50), ("up to 14", 0, 14, "up_to"), (50, 14), 0, 1),  # 14 or fewer, perhaps none
    (("up to 50", 0, 50, "up_to"), ("14", 14, 14), (50, 14), 1, 0),
])
def test_an_arrow_where_the_wording_sets_no_limit(one, other, stated, below, above):
    figure = two(one, other, stated).draw("wide")
    assert [len(drawn(figure, gid)) for gid in ("open-below", "open-above", "ranges")] == [below, above, 0]
    for gid, way in (("open-below", -1), ("open-above", 1)):
        for line in drawn(figure, gid):
            assert way * (line.get_xdata()[1] - line.get_xdata()[0]) > 0


def test_a_range_is_a_line_with_a_bar():
    chart = two(("40", 40, 40), ("20", 10, 20, "approx"), (40, 20))  # a rule set that reads "about 20" as 10 to 20: 2 to 4 times
    assert len(drawn(chart.draw("wide"), "ranges")) == len(drawn(chart.draw("wide"), "range-caps")) == 1
    assert chart.table["times as worded"].iloc[1] == "2 to 4"
    assert "A line with a bar: the ratios that the wording allows." in chart.caption


def test_pairs_of_different_days_are_hollow(chart):
    fills = [to_hex(artist.get_facecolor()[0]).upper() for artist in drawn(chart.draw("wide"), "marks-rebel")]
    assert fills == [palette.MARKS["rebel"].fill, "#FFFFFF", "#FFFFFF"]
    assert "Hollow: the two cover different days, those of one within those of the other." in chart.caption
    assert "Hollow" not in charts.disagreement(invented_pairs(), only(1, 2)).caption


@pytest.mark.parametrize(("one", "other", "times", "worded"), [
    (("0", 0, 0), ("14", 14, 14), "0", "0"), (("14", 14, 14), ("0", 0, 0), "no ratio", ""), (("0", 0, 0), ("0", 0, 0), "1", ""),
])
def test_a_number_of_0(one, other, times, worded):
    chart = two(one, other, (one[1], other[1]))
    assert chart.table[["times as stated", "times as worded"]].iloc[1].tolist() == [times, worded]
    for size in SIZES:
        figure = chart.draw(size)
        assert len(drawn(figure, "marks-rebel")) == 1
        assert drawn(figure, "open-below") == drawn(figure, "open-above") == []
        assert len(drawn(figure, "strip")) == (times != "1")
        assert overlapping(figure) == []


# words

def test_words_of_disagreement(chart):
    assert chart.slug == "disagreement"
    assert chart.title == ("Sources with a stake against those without: 5 pairs; the figure with a stake, as stated, is greater in 3, less "
                           "in 1 and the same in 1")
    assert chart.alt == (
        "5 marks on a logarithmic scale of ratios about 1, in rows for five interests. Own losses: Ministry of Ports 6 against COB at least 12, "
        "0.5 times as stated. Enemy losses: a militia captain 42 against COB at least 12, 3.5 times as stated. Civilians hurt by its own side: "
        "Ministry of Ports 7 against relief groups 7, one number by both. People of no one side, hurt by an enemy: a militia captain more than "
        "1,500 against COB 620, 2.4 times as stated; a militia captain more than 1,500 against relief groups more than 800, 1.9 times as "
        "stated. No pair for civilians hurt by an enemy.")
    assert "The pairs rest on 4 claims of sources with a stake, and are not 5 separate cases." in chart.caption
    assert "No average is drawn from 5 pairs, and nothing here says which figure is right." in chart.caption


@pytest.mark.parametrize("size", SIZES)
def test_each_pair_says_who_stands_against_whom(chart, size):
    said = lines(chart.draw(size))
    for words in ("42 killed – a militia captain against at least 12 killed – COB Sinking of the ferry, 3 March 2031",
                  "more than 1,500 killed – a militia captain, by 12 March 2031 against 620 killed – COB, 1 to 14 March 2031 Shelling of Port Orrin",
                  "2.4 times as stated cannot both be true", "1.9 times as stated any ratio as worded", "one number by both"):
        assert words in said


@pytest.mark.parametrize(("numbers", "found"), [
    ((2, 1), "1 pair; the figure with a stake, as stated, is greater"),
    ((1, 3), "1 pair; the figure with a stake, as stated, is less"),
    ((7, 8), "1 pair; the figure with a stake, as stated, is the same"),
    ((4, 5, 6), "2 pairs; the figure with a stake, as stated, is greater in all"),
    ((1, 2, 3), "2 pairs; the figure with a stake, as stated, is greater in 1 and less in 1"),
    ((1, 3, 7, 8), "2 pairs; the figure with a stake, as stated, is less in 1 and the same in 1"),
])
def test_the_title_counts_the_pairs_by_their_direction(numbers, found):
    assert charts.disagreement(invented_pairs(), only(*numbers)).title == f"Sources with a stake against those without: {found}"


def test_other_days_may_explain_a_difference():
    claims = table(claim(1, "captain", "20", 20, 20), claim(2, "relief", "30", 30, 30, date_end="2031-03-09"))
    chart = charts.disagreement(pairs(pair(1, 2, 20, 30, dates_explain="may", **LATER, **ENEMY)), claims)
    assert "0.67 times as stated other days may explain it" in lines(chart.draw("wide"))


def test_a_single_pair_rests_on_a_single_claim():
    assert "rest on" not in charts.disagreement(invented_pairs(), only(1, 2)).caption
    assert "No average is drawn from 1 pair," in charts.disagreement(invented_pairs(), only(1, 2)).caption


# what holds for every chart

@pytest.mark.parametrize(("claims", "words"), [
    (invented()[:0], "the selection holds 0 claims, and none of people harmed"),
    (only(1), "found 0 pairs of claims by different sources"),
    (only(4, 6), "found 1 pair of claims by different sources with numbers of the same people, and none of a source with a stake"),
])
def test_a_selection_without_such_a_pair_is_refused_with_a_sentence(claims, words):
    with pytest.raises(BadInput, match=words) as refused:
        charts.disagreement(invented_pairs(), claims)
    assert "allowed is" in str(refused.value)
    assert "\n" not in str(refused.value)


def many():
    """A hundred and fifty pairs: sixty claims of ten incidents, where captain and ministry have a stake."""
    claims, found = crowd()
    kind = dict(zip(claims["claim_id"], claims["source_id"], strict=True))
    stake = {"captain": "enemy_losses", "ministry": "civilians_by_own_side"}
    ends = {f"interest_{end}": found[f"claim_{end}"].map(kind).map(stake).fillna("no_stake") for end in "ab"}
    return found.assign(**ends), claims


@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another(chart, size):
    for one in (chart, charts.disagreement(*many()), two(("1,000,000", 10 ** 6, 10 ** 6), ("3", 3, 3), (10 ** 6, 3))):
        must_be_readable(one.draw(size), size)


def test_title_alt_and_caption_count_claims_and_not_people(chart):
    for one in (chart, charts.disagreement(*many())):
        must_be_in_house_style(one)


def test_the_same_bytes_twice(chart):
    again = charts.disagreement(invented_pairs(), invented())
    for size in SIZES:
        assert charts.save(chart.draw(size), "svg") == charts.save(again.draw(size), "svg")


def test_the_pairs_of_the_article():
    chart = charts.disagreement(real("comparisons"), real("claims"))
    assert chart.title == "Sources with a stake against those without: 4 pairs; the figure with a stake, as stated, is greater in all"
    assert chart.table[["at stake", "its claim", "other claim", "times as stated"]].to_numpy().tolist() == [
        ["own losses", "", "", ""], ["enemy losses", "ALP-056", "ALP-055", "3.6"], ["enemy losses", "ALP-061", "ALP-060", "2"],
        ["civilians hurt by an enemy", "", "", ""], ["civilians hurt by its own side", "", "", ""],
        ["people of no one side, hurt by an enemy", "ALP-005", "ALP-001", "1.9"],
        ["people of no one side, hurt by an enemy", "ALP-005", "ALP-006", "1.4"]]
    assert 20 <= len(chart.alt.split()) <= 125
    for size in SIZES:
        assert overlapping(chart.draw(size)) == []


# pictures

def pictures():
    """Draw the chart of the invented ledger small, in grey."""
    chart = charts.disagreement(invented_pairs(), invented())
    return {f"{chart.slug}-{size}": grey(chart.draw(size)) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
