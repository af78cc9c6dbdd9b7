"""The chart of incidents that different sources number differently: rows, marks, spans, ratios and words.

The ledger is invented, and so are its places and sources. Expected ratios and sentences are worked out by hand.
"""


import pandas as pd
import pytest

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
from tollbook.errors import BadInput

PAIR = {
    "article_id": "port-orrin", "incident_id": "shelling", "other_incident_id": None, "same_source": "no", "verdict": "comparable",
    "incidents": "same", "days": "same", "victims": "same", "outcomes": "same", "reason": "-", "bounds": "apart", "difference_low": None,
    "difference_high": None, "ratio_stated": None, "ratio_low": None, "ratio_high": None, "finding": "compatible", "dates_explain": "no",
    "definition_explains": "no", "wording_explains": "no", "contested": 0, "interest_a": "no_stake", "interest_b": "no_stake",
    "rests_on": None, "sentence": "-",
}


def pair(a, b, stated_a, stated_b, **more):
    """Write one pair of claims; what is not given is that both count the same people and can both be true."""
    ids = [f"ORR-{number:03d}" for number in (a, b)]
    return PAIR | {"pair_id": "/".join(ids), "claim_a": ids[0], "claim_b": ids[1], "stated_a": stated_a, "stated_b": stated_b} | more


def pairs(*rows):
    return schema.typed(pd.DataFrame(list(rows), columns=schema.COMPARISONS.names), schema.COMPARISONS)


LATER = {"verdict": "contained", "days": "inside"}
MARKET = {"incident_id": "market", "incident_title": "Fire in the fish market"}
STATION = {"incident_id": "station", "incident_title": "Blast at the railway station of Upper Orrin"}


def invented():
    """Four incidents: a campaign of four voices and days, an open figure, one number by two voices, and later days."""
    return table(
        claim(1, "observatory", "620", 620, 620, date_start="2031-03-01", date_end="2031-03-14", scope="period"),
        claim(2, "captain", "more than 1,500", 1501, None, "more_than", date_start="2031-03-01", date_end="2031-03-12",
              date_precision="start_inferred", scope="cumulative"),
        claim(3, "relief", "over 800", 801, None, "more_than", date_start="2031-03-01", date_end="2031-03-26",
              date_precision="start_inferred", scope="cumulative"),
        claim(4, "observatory", "80", 80, 80, victims="children", victim_side="civilian", date_start="2031-03-01", date_end="2031-03-14",
              part_of="ORR-001", scope="breakdown"),
        claim(5, "relief", "100", 100, 100, victims="children", victim_side="civilian", date_start="2031-03-01", date_end="2031-03-26",
              date_precision="start_inferred", part_of="ORR-003", scope="breakdown"),
        claim(6, "observatory", "at least 12", 12, None, "at_least", victims="sailors", **FERRY),
        claim(7, "ministry", "42", 42, 42, victims="[sailors]", **FERRY),
        claim(8, "reports", "dozens of", 24, None, "vague", victims="[sailors]", **FERRY),
        claim(9, "reports", "seven", 7, 7, victims="traders", victim_side="civilian", **MARKET),
        claim(10, "captain", "7", 7, 7, victims="[traders]", victim_side="civilian", **MARKET),
        claim(11, "observatory", "30", 30, 30, **STATION),
        claim(12, "voice", "33", 33, 33, date_end="2031-03-05", **STATION),
        claim(13, "voice", "five", 5, 5, outcome="wounded", **STATION),
    )


def invented_pairs():
    return pairs(
        pair(2, 1, 1500, 620, finding="contradict", **LATER), pair(1, 3, 620, 800, dates_explain="may", **LATER), pair(2, 3, 1500, 800, **LATER),
        pair(4, 5, 80, 100, dates_explain="may", **LATER), pair(4, 3, 80, 800, **LATER | {"victims": "inside"}),
        pair(7, 6, 42, 12, incident_id="ferry"), pair(6, 8, 12, None, incident_id="ferry"), pair(7, 8, 42, None, incident_id="ferry"),
        pair(9, 10, 7, 7, incident_id="market", finding="agree"),
        pair(11, 12, 30, 33, incident_id="station", dates_explain="may", **LATER),
        pair(12, 13, 33, 5, incident_id="station", same_source="yes", verdict="not_comparable", outcomes="apart"),
    )


@pytest.fixture
def chart():
    return charts.contested(invented(), invented_pairs())


def only(*numbers):
    """Select some of the invented claims."""
    claims = invented()
    return claims[claims["claim_id"].isin([f"ORR-{number:03d}" for number in numbers])]


def lines(figure):
    """Read a row's words as one text: those on a phone are broken otherwise."""
    return " ".join(" ".join(written(figure)).split())


# rows

def test_a_row_is_the_claims_of_different_sources_about_the_same_people(chart):
    # the vague claim of the ferry states no number, the break-downs stand in their wholes, the wounded are told by one source
    assert chart.table["claim_id"].tolist() == ["ORR-006", "ORR-007", "ORR-001", "ORR-003", "ORR-002", "ORR-011", "ORR-012", "ORR-009", "ORR-010"]


def test_rows_stand_in_the_order_of_the_ratio_stated(chart):
    # 42/12, 1,500/620, 33/30 and 7/7
    assert chart.table.drop_duplicates("incident")["furthest apart"].tolist() == [
        "3.5 times as stated; at most 3.5 as worded", "2.4 times as stated; cannot both be true",
        "1.1 times as stated; other days may explain it", "one number by both"]


def test_a_figure_without_one_number_that_excludes_others_is_not_passed_over():
    """Dozens are 24 and more: they exclude the captain's 10 and the relief groups' 12, which the chart shows, and have no mark of their own."""
    claims = table(claim(1, "observatory", "dozens of", 24, None, "vague"), claim(2, "captain", "10", 10, 10), claim(3, "relief", "12", 12, 12))
    found = pairs(pair(1, 2, None, 10, finding="contradict"), pair(1, 3, None, 12, finding="contradict"), pair(3, 2, 12, 10, finding="contradict"))
    chart = charts.contested(claims, found)
    assert chart.table["claim_id"].tolist() == ["ORR-002", "ORR-003"]
    assert "1 claim of the same people that states no one number is left out. 2 pairs with such a claim exclude one another." in chart.caption


def test_two_reports_that_may_be_by_one_source_are_no_rivals():
    claims = table(claim(1, "reports", "10", 10, 10), claim(2, "reports", "30", 30, 30))
    with pytest.raises(BadInput, match="no two by different sources that state one number each of the same people"):
        charts.contested(claims, pairs(pair(2, 1, 30, 10, same_source="not_stated")))


def test_break_downs_are_a_row_where_their_wholes_are_not_selected():
    parts = charts.contested(only(4, 5), invented_pairs())
    assert parts.title == "Shelling of Port Orrin: 80 killed according to the COB, 100 according to relief groups"
    assert parts.table["furthest apart"].unique().tolist() == ["1.2 times as stated; other days may explain it"]  # 100/80 is 1.25
    assert "left out" not in parts.caption


def test_break_downs_are_a_row_where_their_wholes_state_no_numbers():
    claims = table(claim(1, "observatory", "dozens of", 24, None, "vague"), claim(2, "captain", "scores of", 40, None, "vague"),
                   claim(3, "observatory", "8", 8, 8, victims="children", part_of="ORR-001", scope="breakdown"),
                   claim(4, "captain", "16", 16, 16, victims="children", part_of="ORR-002", scope="breakdown"))
    chart = charts.contested(claims, pairs(pair(2, 1, None, None), pair(4, 3, 16, 8)))
    assert chart.table["claim_id"].tolist() == ["ORR-003", "ORR-004"]
    assert "2 claims of the same people that state no one number are left out." in chart.caption


def test_the_ratio_is_that_of_two_claims_that_are_compared():
    """Of three claims, the first and the last cover days that only overlap: 10 and 40 stand in one row and are no pair."""
    claims = table(claim(1, "observatory", "10", 10, 10, date_end="2031-03-05"),
                   claim(2, "captain", "25", 25, 25, date_start="2031-03-04", date_end="2031-03-05"),
                   claim(3, "relief", "40", 40, 40, date_start="2031-03-04", date_end="2031-03-09"))
    chart = charts.contested(claims, pairs(pair(2, 1, 25, 10, finding="contradict", **LATER), pair(2, 3, 25, 40, dates_explain="may", **LATER)))
    assert chart.table["claim_id"].tolist() == ["ORR-001", "ORR-002", "ORR-003"]
    assert chart.table["furthest apart"].unique().tolist() == ["2.5 times as stated; cannot both be true"]
    assert spans(chart.draw("wide")) == [(pytest.approx(10), pytest.approx(25))]


def test_claims_of_one_source_alone_are_no_row():
    same = pairs(pair(1, 2, 9, 5, same_source="yes"))
    with pytest.raises(BadInput, match="found 2 claims about people and no two by different sources"):
        charts.contested(table(claim(1, "voice", "9", 9, 9), claim(2, "voice", "5", 5, 5)), same)


# marks, bounds and spans

def spans(figure):
    """Give the ends of the grey bands, row by row."""
    corners = [artist.get_paths()[0].vertices for artist in drawn(figure, "claimed")]
    return [(float(some[:, 0].min()), float(some[:, 0].max())) for some in corners]


def places(figure, kind):
    return [round(x, 6) for x, _ in marks(figure, kind)]


@pytest.mark.parametrize("size", SIZES)
def test_a_mark_stands_at_the_least_number(chart, size):
    figure = chart.draw(size)
    assert places(figure, "monitor") == [12, 620, 30]
    assert places(figure, "rebel") == [1501, 7]
    assert places(figure, "aid_group") == [801]
    assert places(figure, "unattributed") == [33]


@pytest.mark.parametrize("size", SIZES)
def test_each_claim_has_a_line_of_its_own(chart, size):
    figure = chart.draw(size)
    heights = [y for kind in schema.SOURCE_TYPES for _, y in marks(figure, kind)]
    assert len(set(heights)) == len(heights) == 9


@pytest.mark.parametrize("size", SIZES)
def test_an_arrow_for_each_open_end(chart, size):
    figure = chart.draw(size)
    # at least 12, more than 1,500 and over 800; upwards is to the right
    stems = [line.get_xydata() for line in drawn(figure, "open-above")]
    assert len(stems) == 3 == len(drawn(figure, "open-above-head"))
    assert all(stem[0, 0] < stem[1, 0] and stem[0, 1] == stem[1, 1] for stem in stems)
    assert drawn(figure, "ranges") == []


def test_a_band_spans_the_numbers_stated_and_no_line_joins_claims(chart):
    figure = chart.draw("wide")
    assert spans(figure) == [(12, 42), (620, 1500), (30, 33)]  # none where both state one number
    assert drawn(figure, "spans") == []
    joined = [line for axes in figure.axes for line in axes.lines if line.get_gid() is None]
    assert all(line.get_ydata()[0] == line.get_ydata()[-1] and line.get_xdata()[0] == 0 for line in joined)  # rules between rows


def test_a_number_of_0_stands_on_a_strip():
    claims = table(claim(1, "ministry", "none", 0, 0), claim(2, "observatory", "14", 14, 14), claim(3, "reports", "up to 30", 0, 30, "up_to", **FERRY),
                   claim(4, "captain", "90", 90, 90, **FERRY))
    chart = charts.contested(claims, pairs(pair(2, 1, 14, 0, finding="contradict"), pair(4, 3, 90, 30, finding="contradict")))
    figure = chart.draw("wide")
    assert marks(figure, "government") == []  # on the paper, not on the axis
    assert len(drawn(figure, "marks-government")) == len(drawn(figure, "marks-unnamed_report")) == 1
    assert "0" in written(figure)
    assert len(drawn(figure, "ranges")) == len(drawn(figure, "range-caps")) == 1  # up to 30
    assert chart.table["furthest apart"].unique().tolist() == ["no ratio to 0; cannot both be true", "3 times as stated; cannot both be true"]
    assert chart.title == "2 incidents told by different sources: the greatest figure is 3 times the least, as stated; 1 with a figure of 0"
    assert "On the grey strip: a wording that allows none, or says so." in chart.caption


# words

@pytest.mark.parametrize("size", SIZES)
def test_each_claim_is_labelled_with_figure_and_voice(chart, size):
    said = lines(chart.draw(size))
    for words in ("at least 12 – COB", "42 – Ministry of Ports", "620 – COB, 1 to 14 March 2031", "more than 800 – relief groups, by 26 March 2031",
                  "more than 1,500 – a militia captain, by 12 March 2031", "7 – unnamed report", "33 – the article, 3 to 5 March 2031"):
        assert words in said


@pytest.mark.parametrize("size", SIZES)
def test_a_row_says_which_days_and_whom(chart, size):
    said = lines(chart.draw(size))
    between = "; " if size == "narrow" else " "
    for words in (f"Sinking of the ferry 3 March 2031{between}claims of sailors killed",
                  f"Shelling of Port Orrin as of different days{between}claims of people killed"):
        assert words in said


def test_words_of_contested(chart):
    assert chart.slug == "contested"
    assert chart.title == ("4 incidents told by different sources: the greatest figure is 1.1 to 3.5 times the least, as stated; 1 with one number "
                           "by all")
    assert chart.alt == (
        "4 rows on a logarithmic scale of people, with the claims of different sources about the same people. Sinking of the ferry: 2 claims, "
        "at least 12 killed according to the COB, 42 according to Ministry of Ports; 3.5 times as stated, at most 3.5 as worded. Shelling of "
        "Port Orrin: 3 claims, 620 killed according to the COB, more than 1,500 according to a militia captain; 2.4 times as stated, cannot both "
        "be true. Blast at the railway station of Upper Orrin: 2 claims, 30 killed according to the COB, 33 in the article's own voice; 1.1 "
        "times as stated, other days may explain it; and 1 row more in the table.")
    assert "2 break-downs of totals that are shown are left out. 1 claim of the same people that states no one number is left out." in chart.caption
    assert chart.table.loc[chart.table["claim_id"] == "ORR-002", "cannot be true together with"].tolist() == ["ORR-001"]
    assert chart.table["number stated"].tolist() == [12, 42, 620, 800, 1500, 30, 33, 7, 7]


@pytest.mark.parametrize(("numbers", "title"), [
    ((6, 7), "Sinking of the ferry: at least 12 killed according to the COB, 42 according to Ministry of Ports"),
    ((9, 10), "Fire in the fish market: 7 killed according to a report without a named source, 7 according to a militia captain"),
    ((6, 7, 11, 12), "2 incidents told by different sources: the greatest figure is 1.1 to 3.5 times the least, as stated"),
])
def test_the_title_of_a_selection(numbers, title):
    assert charts.contested(only(*numbers), invented_pairs()).title == title


def test_incidents_that_all_state_alike():
    claims = table(*(claim(at, source, "7", 7, 7, **event) for at, (source, event) in enumerate(
        [("voice", FERRY), ("captain", FERRY), ("voice", MARKET), ("captain", MARKET), ("relief", MARKET)], 1)))
    chart = charts.contested(claims, pairs(pair(1, 2, 7, 7, finding="agree"), pair(3, 4, 7, 7, finding="agree"), pair(3, 5, 7, 7, finding="agree"),
                                           pair(4, 5, 7, 7, finding="agree")))
    assert chart.title == "2 incidents told by different sources: one number by all"
    assert chart.table["furthest apart"].unique().tolist() == ["one number by both", "one number by all"]
    assert "grey band" not in chart.caption
    assert spans(chart.draw("wide")) == []


@pytest.mark.parametrize(("less", "more", "stated", "worded"), [
    (("14", 14, 14, "exact"), ("50", 50, 50, "exact"), (14, 50), "3.6 times as stated"),
    (("at least 14", 14, None, "at_least"), ("50", 50, 50, "exact"), (14, 50), "3.6 times as stated; at most 3.6 as worded"),
    (("14", 14, 14, "exact"), ("at least 50", 50, None, "at_least"), (14, 50), "3.57 times as stated; at least 3.57 as worded"),
    (("at least 14", 14, None, "at_least"), ("over 50", 51, None, "more_than"), (14, 50), "3.6 times as stated; any ratio as worded"),
    (("100", 100, 100, "exact"), ("104", 104, 104, "exact"), (100, 104), "1.04 times as stated"),
])
def test_an_inequality_is_never_more_than_what_holds(less, more, stated, worded):
    claims = table(claim(1, "observatory", *less), claim(2, "captain", *more))
    assert charts.contested(claims, pairs(pair(2, 1, *stated[::-1]))).table["furthest apart"].unique().tolist() == [worded]


# what holds for every chart

@pytest.mark.parametrize(("claims", "words"), [
    (invented()[:0], "the selection holds 0 claims, and none of people harmed"),
    (only(1), "found 1 claim about people and no two by different sources"),
    (only(6, 8), "found 2 claims about people and no two by different sources"),
    (only(4, 3), "found 2 claims about people and no two by different sources"),
])
def test_a_selection_without_rivals_is_refused_with_a_sentence(claims, words):
    with pytest.raises(BadInput, match=words) as refused:
        charts.contested(claims, invented_pairs())
    assert "allowed is" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_no_pair_at_all_is_refused():
    with pytest.raises(BadInput, match="no two by different sources"):
        charts.contested(invented(), pairs())


MANY = {at: ("observatory", "captain", "relief", "reports", "voice", "ministry")[at % 6] for at in range(1, 61)}


def crowd():
    """Sixty claims of ten incidents with long names, six voices each, from 3 to 240,000 people."""
    rows = [claim(at, source, f"at least {4 ** (at % 10) + at}", 4 ** (at % 10) + at, None, "at_least", incident_id=f"event-{at // 6}",
                  date_end=f"2031-03-{3 + at % 5:02d}",
                  incident_title=f"Fighting at the northern grain terminal and the old harbour district of Port Orrin, part {at // 6}")
            for at, source in MANY.items()]
    found = [pair(a, b, 4 ** (a % 10) + a, 4 ** (b % 10) + b) for a in MANY for b in MANY if a < b and a // 6 == b // 6]
    return table(*rows), pairs(*found)


@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another(size):
    for claims, found in ((invented(), invented_pairs()), crowd(), (only(9, 10), invented_pairs()), (only(1, 2, 3), invented_pairs())):
        must_be_readable(charts.contested(claims, found).draw(size), size)


def test_title_alt_and_caption_count_claims_and_not_people(chart):
    for one in (chart, charts.contested(*crowd())):
        must_be_in_house_style(one)


def test_the_same_bytes_twice(chart):
    again = charts.contested(invented(), invented_pairs())
    for size in SIZES:
        assert charts.save(chart.draw(size), "svg") == charts.save(again.draw(size), "svg")


def test_the_incidents_of_the_article():
    chart = charts.contested(real("claims"), real("comparisons"))
    assert chart.table["claim_id"].tolist() == ["ALP-055", "ALP-056", "ALP-060", "ALP-061", "ALP-001", "ALP-014", "ALP-006", "ALP-005"]
    assert chart.table.drop_duplicates("incident")["furthest apart"].tolist() == [
        "3.6 times as stated; at most 3.6 as worded", "2 times as stated; at most 2 as worded",
        "1.9 times as stated; cannot both be true; nor can 1 other pair"]
    assert chart.title == "3 incidents told by different sources: the greatest figure is 1.9 to 3.6 times the least, as stated"
    for size in SIZES:
        assert overlapping(chart.draw(size)) == []


# pictures

def pictures():
    """Draw the chart of the invented ledger small, in grey."""
    chart = charts.contested(invented(), invented_pairs())
    return {f"{chart.slug}-{size}": grey(chart.draw(size)) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
