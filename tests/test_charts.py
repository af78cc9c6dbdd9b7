"""The charts: what is drawn where, what the words say, and that the same data gives the same bytes.

The ledgers are invented, and so are their places and sources. Expected places, counts and sentences are worked out by hand. The pictures
in tests/baseline are drawn again by `python tests/test_charts.py`: look at them before keeping them.
"""

import hashlib
import io
import os
import re
import subprocess
import sys
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb

import drawing
from drawing import (
    SIZES,
    aside,
    claim,
    day,
    drawn,
    grey,
    keep,
    marks,
    must_be_in_house_style,
    must_look_as_kept,
    overlapping,
    real,
    segments,
    table,
    written,
)
from tollbook import charts, ledger, schema
from tollbook.charts import labels, palette, sheet
from tollbook.errors import BadInput

FIXTURES = (drawing.invented_claims, drawing.invented_sources, drawing.invented_coverage)
claims, sources, coverage = (pytest.fixture(build, name=build.__name__.removeprefix("invented_"))
                             for build in FIXTURES)


def every_chart(claims, sources, coverage, campaign="shelling"):
    return [charts.who_states_what(claims), charts.accounted_for(coverage), charts.calendar(claims), charts.who_counts_whom(claims),
            charts.running_totals(claims, campaign), charts.own_enemy_civilians(claims, sources), charts.silence(sources)]


# the palette

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB
SIMULATED = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(colour, ground="#ffffff"):
    light, dark = sorted((float(linear(one) @ LUMINANCE) for one in (colour, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(light):
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum(to_xyz @ light / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_is_that_of_wcag():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)


def test_every_source_type_has_a_mark_of_its_own_shape():
    assert list(palette.MARKS) == list(schema.SOURCE_TYPES)
    assert len({(mark.marker, mark.fill == "#FFFFFF") for mark in palette.MARKS.values()}) == 10
    assert len({mark.shape for mark in palette.MARKS.values()}) == len({mark.glyph for mark in palette.MARKS.values()}) == 10


@pytest.mark.parametrize("name", palette.MARKS)
def test_text_and_edges_stand_out_from_white(name):
    assert contrast(palette.MARKS[name].ink) >= 4.5


@pytest.mark.parametrize("kind", SIMULATED)
def test_fills_differ_for_the_colour_blind(kind):
    seen = {name: lab(np.clip(np.array(SIMULATED[kind]) @ linear(mark.fill), 0, 1)) for name, mark in palette.MARKS.items()}
    near = [(a, b) for a, b in combinations(seen, 2) if np.linalg.norm(seen[a] - seen[b]) < 10]
    assert near == [("unnamed_report", "unattributed")]  # both white: an outlined cross and a ring


def test_numbers_stand_out_from_the_darkest_tile():
    assert contrast(palette.INK, palette.TINT) >= 4.5


def test_palette_as_css():
    css = palette.css()
    assert css.startswith(":root {\n  --src-monitor: #0072B2; --src-monitor-ink: #005A8C;\n")
    assert css.count("--src-") == 20


# who states what

def test_counts_stand_where_type_and_outcome_meet(claims):
    chart = charts.who_states_what(claims)
    figure = chart.draw("wide")
    people, materiel = figure.axes[1:]
    # columns: killed, captured, casualties; the rows in the order of the codebook
    assert {(text.get_position()[1], text.get_position()[0]): text.get_text() for text in people.texts} == {
        (0.5, 0.5): "3", (1.5, 0.5): "2", (3.5, 2.5): "1", (6.5, 0.5): "1", (8.5, 0.5): "1", (8.5, 1.5): "1", (9.5, 0.5): "1"}
    assert [(text.get_position()[1], text.get_text()) for text in materiel.texts] == [(3.5, "1")]


def test_every_empty_cell_is_a_dot(claims):
    dots = [len(artist.get_offsets()) for artist in drawn(charts.who_states_what(claims).draw("wide"), "empty")]
    assert dots == [10 * 3 - 7, 10 - 1]


@pytest.mark.parametrize("size", SIZES)
def test_all_ten_source_types_are_listed(claims, size):
    names = written(charts.who_states_what(claims.head(1)).draw(size))
    assert [name for name in names if name in {code.replace("pro_government", "pro-government").replace("_", " ")
                                               for code in schema.SOURCE_TYPES}] == [
        "monitor", "rebel", "opposition", "government", "state media", "pro-government media", "aid group", "independent media",
        "unnamed report", "unattributed"]


def test_materiel_is_in_no_total(claims):
    figure = charts.who_states_what(claims).draw("wide")
    # eleven claims, ten of people; by column killed 8, captured 1, casualties 1, and materiel 1 apart
    assert [text for text in written(figure) if text.isdigit()][:15] == ["3", "2", "0", "1", "0", "0", "1", "0", "2", "1", "10", "8", "1", "1", "1"]


def test_words_of_who_states_what(claims):
    chart = charts.who_states_what(claims)
    assert chart.title == "Who states what: 8 of 11 claims name their source"
    assert "monitor 3 (3 killed); rebel 2 (2 killed); government 2 (1 casualties); unnamed report 2 (1 killed)" in chart.alt
    assert "No claim at all in this selection by opposition, state media, pro-government media and independent media." in chart.alt
    assert chart.caption.endswith("No claim of the selection is of: wounded, killed or wounded, surrendered, freed, missing.")


def test_table_of_who_states_what_leads_to_the_claims(claims):
    rows = charts.who_states_what(claims).table
    assert rows.loc[rows["source type"] == "monitor"].to_numpy().tolist() == [["monitor", "killed", 3, "ORR-001 ORR-002 ORR-010"]]
    assert rows.loc[rows["source type"] == "opposition"].to_numpy().tolist() == [["opposition", "none", 0, ""]]
    assert rows["claims"].sum() == 11


# who counts whom

def test_sides_that_nobody_counts_are_there(claims):
    chart = charts.who_counts_whom(claims)
    assert [name for name in written(chart.draw("wide")) if name in ("civilian", "rebel", "ISIS", "YPG", "mixed")] == [
        "civilian", "rebel", "ISIS", "YPG", "mixed", "rebel"]  # the second rebel is the source type
    assert chart.title == "Who counts whom: of 10 claims, 2 of people on the government's side and 1 of civilians"
    assert "No claim is of: rebel, ISIS, YPG." in chart.alt
    assert chart.table["claims"].sum() == 10  # lost trucks are no people


def test_a_selection_of_one_side_has_one_column(claims):
    chart = charts.who_counts_whom(claims[claims["victim_side"] == "government"])
    assert chart.title == "Who counts whom: 2 claims of people on the government's side killed"
    assert not {"civilian", "mixed"} & set(written(chart.draw("wide")))


# what the figures are

def test_bars_are_as_long_as_their_counts(coverage):
    figure = charts.accounted_for(coverage).draw("wide")
    lengths = [bar.get_width() for gid in ("bars-claim", "bars-other_number") for bar in drawn(figure, gid)]
    assert [length / lengths[1] for length in lengths] == pytest.approx([9, 1, 18, 2])
    assert [text for text in written(figure) if not text.isdigit()] == [
        "Claims: 10", "by outcome", "killed", "wounded", "No tolls: 20", "by the reason why", "dates", "distances"]


def test_words_of_what_the_figures_are(coverage):
    chart = charts.accounted_for(coverage)
    assert chart.title == "What the article's 30 figures are: 10 claims, and 20 that are no toll"
    assert "Claims by outcome: killed 9 and wounded 1." in chart.alt
    assert chart.table["figures"].tolist() == [9, 1, 18, 2]


def test_every_reason_has_its_words():
    assert set(charts.coverage.REASONS) == set(schema.REASONS)


# the calendar

def test_a_mark_stands_at_the_least_number_and_the_last_day(claims):
    figure = charts.calendar(claims).draw("wide")
    near = aside(figure, 14)
    assert [(pytest.approx(day(text), abs=near), low) for text, low in (("2031-03-03", 40), ("2031-03-06", 5))] == marks(figure, "monitor")
    assert [(pytest.approx(day(text), abs=near), low) for text, low in (("2031-03-02", 91), ("2031-03-06", 14))] == marks(figure, "rebel")
    assert marks(figure, "aid_group") == [(pytest.approx(day("2031-03-12"), abs=near), 12)]
    assert marks(figure, "unattributed") == [(pytest.approx(day("2031-03-09"), abs=near), 61)]


def test_on_a_narrow_sheet_days_run_downwards(claims):
    figure = charts.calendar(claims).draw("narrow")
    assert [low for low, _ in marks(figure, "rebel")] == [91, 14]
    first, last = figure.axes[1].get_ylim()
    assert first > last


def test_an_arrow_for_each_open_end_and_none_for_a_closed_one(claims):
    figure = charts.calendar(claims).draw("wide")
    # more than 90 and at least five; dozens captured; "casualties" has no number and no arrow
    assert [len(artist.get_segments()) for artist in drawn(figure, "open-above")] == [2, 1]
    assert [len(artist.get_segments()) for artist in drawn(figure, "open-above-heads")] == [2, 1]
    for stem, head in zip(segments(figure, "open-above"), segments(figure, "open-above-heads"), strict=True):
        assert stem[1, 0] == stem[0, 0]
        assert stem[1, 1] < stem[0, 1]  # upwards: y runs down the paper
        assert head[1].tolist() == stem[1].tolist()


def test_on_a_narrow_sheet_an_open_end_points_to_the_right(claims):
    for stem in segments(charts.calendar(claims).draw("narrow"), "open-above"):
        assert stem[1, 0] > stem[0, 0]
        assert stem[1, 1] == stem[0, 1]


def test_a_line_covers_the_days_and_is_broken_where_the_first_is_inferred(claims):
    figure = charts.calendar(claims).draw("wide")
    solid, broken = drawn(figure, "spans")
    near = aside(figure, 14)
    assert [line.tolist() for line in solid.get_segments()] == [[[day("2031-03-01"), 40], [pytest.approx(day("2031-03-03"), abs=near), 40]]]
    assert [(line[0, 0], line[0, 1], line[1, 1]) for line in broken.get_segments()] == [(day("2031-03-01"), 91, 91), (day("2031-03-01"), 61, 61)]
    assert solid.get_linestyle() != broken.get_linestyle()
    assert solid.get_linewidth()[0] > broken.get_linewidth()[0]


def test_an_open_first_day_points_back_in_time(claims):
    (line,) = segments(charts.calendar(claims).draw("wide"), "open-start")
    assert line[1, 0] < line[0, 0]
    (line,) = segments(charts.calendar(claims).draw("narrow"), "open-start")
    assert line[1, 1] < line[0, 1]  # the earlier days are above


def test_a_range_is_a_line_between_its_bounds(claims):
    figure = charts.calendar(claims).draw("wide")
    bottom = figure.axes[1].get_ylim()[0]
    assert [(line[0, 1], line[1, 1]) for line in segments(figure, "ranges")] == [(12, 20), (pytest.approx(bottom), 30)]
    assert len(segments(figure, "range-caps")) == 2


def test_what_has_no_number_above_0_stands_on_a_strip(claims):
    figure = charts.calendar(claims).draw("wide")
    # the third axes are the strip of the killed ("up to 30"), the fifth that of the other outcomes ("casualties")
    assert marks(figure, "unnamed_report")[0] == (pytest.approx(day("2031-03-12"), abs=aside(figure, 14)), 0.5)
    assert marks(figure, "government") == [(pytest.approx(day("2031-03-05"), abs=aside(figure, 14)), 0.5)]
    assert {"may be none", "no number"} <= set(written(figure))
    assert all(axes.get_yscale() == "linear" for axes in figure.axes for artist in axes.collections if artist.get_gid() == "strip")


def test_nobody_stands_there_twice(claims):
    chart = charts.calendar(claims)
    assert "ORR-002" not in chart.table["claim_id"].tolist()
    assert "ORR-011" not in chart.table["claim_id"].tolist()
    assert "1 break-down of claims drawn here is left out." in chart.caption


def test_a_break_down_stands_for_a_whole_that_is_not_selected(claims):
    chart = charts.calendar(claims[claims["victim_side"] == "civilian"])
    assert chart.table["claim_id"].tolist() == ["ORR-002"]
    assert "1 claim drawn here is a part of claims outside the selection." in chart.caption
    assert chart.title == "One claim on the calendar: 12 children killed, according to the COB, 1 to 3 March 2031"


def test_the_killed_and_other_outcomes_have_a_panel_each(claims):
    texts = written(charts.calendar(claims).draw("wide"))
    assert {"Killed", "Other outcomes"} <= set(texts)
    assert "Other outcomes" not in written(charts.calendar(claims[claims["outcome"] == "killed"]).draw("wide"))
    assert "Captured" in written(charts.calendar(claims[claims["outcome"] == "captured"]).draw("wide"))


def test_rivals_about_one_event_share_a_label(claims):
    assert "Shelling of Port Orrin:\n14, a militia captain; at least 5, COB" in written(charts.calendar(claims).draw("wide"))


def test_words_of_the_calendar(claims):
    chart = charts.calendar(claims)
    assert chart.title == "When, how many, and who says so: 9 claims of people killed, captured or counted as casualties"
    assert chart.alt == (
        "9 claims of people killed, captured or counted as casualties on a calendar, 1 to 12 March 2031, with people on a logarithmic scale. "
        "The largest: more than 90 people killed, according to a militia captain, by 2 March 2031; 61 people killed, in the article's own "
        "voice, by 9 March 2031. 3 have no upper limit and carry an arrow. On a strip apart, without a number above 0: 2 claims. "
        "Told differently: Shelling of Port Orrin: 14 according to a militia captain and at least 5 according to the COB.")


def test_one_claim_is_a_chart(claims):
    chart = charts.calendar(claims[claims["claim_id"] == "ORR-010"])
    assert chart.title == "One claim on the calendar: at least 5 soldiers killed, according to the COB, 6 March 2031"
    assert marks(chart.draw("wide"), "monitor") == [(day("2031-03-06"), 5)]
    assert "at least 5 soldiers, COB" in written(chart.draw("narrow"))


def test_claims_that_a_rule_set_leaves_blank_stand_on_the_strip():
    blank = table(claim(1, "voice", "dozens of", None, None, "vague"), claim(2, "voice", "7", 7, 7))
    figure = charts.calendar(blank).draw("wide")
    assert "left blank" in written(figure)
    assert sorted(low for _, low in marks(figure, "unattributed")) == [0.5, 7]
    assert segments(figure, "open-above") == []
    assert charts.calendar(blank).table["low"].isna().tolist() == [True, False]


def test_a_selection_without_any_number_is_a_strip_alone():
    figure = charts.calendar(table(claim(1, "voice", None, 1, None, "unquantified", outcome="casualties", victims="both sides"))).draw("wide")
    assert "without a number above 0" in written(figure)
    assert marks(figure, "unattributed") == [(day("2031-03-03"), 0.5)]


def test_a_far_last_day_without_a_first_does_not_stretch_the_axis():
    near = [claim(at, "voice", "7", 7, 7, date_start=f"2031-04-{at:02d}", date_end=f"2031-04-{at:02d}") for at in (1, 30)]
    later = claim(40, "voice", "300", 300, 300, date_start=None, date_end="2031-12-13", date_precision="open_start")
    chart = charts.calendar(table(*near, later))
    figure = chart.draw("wide")
    assert figure.axes[1].get_xlim()[1] < day("2031-05-10")
    assert "13 Dec" in written(figure)
    assert len(segments(figure, "break")) == 1
    assert "Behind the dotted line: claims whose first day is not stated, with their last day." in chart.caption


@pytest.mark.parametrize(("first", "last", "names"), [
    ("2031-03-01", "2031-03-08", ["1 Mar\n2031", "2 Mar", "3 Mar", "4 Mar", "5 Mar", "6 Mar", "7 Mar", "8 Mar"]),
    ("2031-12-20", "2032-01-20", ["20 Dec\n2031", "27 Dec", "3 Jan\n2032", "10 Jan", "17 Jan"]),
    ("2031-10-05", "2032-03-20", ["Nov\n2031", "Dec", "Jan\n2032", "Feb", "Mar"]),
])
def test_days_are_named_as_far_apart_as_there_is_room(first, last, names):
    ends = [claim(at, "voice", "7", 7, 7, date_start=text, date_end=text) for at, text in enumerate((first, last), 1)]
    days = charts.dates.axis(charts.plane.ready(table(*ends)), points=300, is_across=True)
    assert charts.dates.DayAxis(day(first), day(last), (), 1, 300, is_across=True).ticks()[1] == names
    assert days.first <= day(first)
    assert days.last >= day(last)


def test_marks_of_one_day_and_number_stand_side_by_side():
    same = table(*(claim(at, source, "20", 20, 20) for at, source in enumerate(("observatory", "captain", "voice"), 1)))
    figure = charts.calendar(same).draw("wide")
    days = [marks(figure, kind)[0][0] for kind in ("monitor", "rebel", "unattributed")]
    assert len(set(days)) == 3
    assert max(abs(place - day("2031-03-03")) for place in days) <= aside(figure, 8)


def test_a_bomber_is_not_a_rival_of_another():
    bombers = table(claim(1, "voice", "two", 2, 2, "implied", victims="bombers", victim_side="rebel"),
                    claim(2, "reports", "three other", 3, 3, "implied", victims="bombers", victim_side="rebel"))
    assert charts.timeline.contested(charts.plane.ready(bombers)) == []
    assert "2 bombers (death implied), the article" in written(charts.calendar(bombers).draw("wide"))


# running totals

def test_running_totals_are_marks_that_nothing_joins(claims):
    figure = charts.running_totals(claims, "shelling").draw("wide")
    assert [low for _, low in marks(figure, "monitor") + marks(figure, "rebel") + marks(figure, "unattributed")] == [40, 5, 91, 14, 61]
    for line in segments(figure, "spans"):
        assert line[0, 1] == line[1, 1]  # a span stays at its own number
    assert all(len(line.get_xdata()) == 2 for line in drawn(figure, "leader"))
    assert [len(axes.lines) for axes in figure.axes[1:]] == [0, 0]


def test_each_voice_is_labelled_with_its_figure_and_day():
    campaign = table(
        claim(1, "captain", "more than 1,500", 1501, None, "more_than", date_start="2031-03-01", date_end="2031-03-12",
              date_precision="start_inferred"),
        claim(2, "observatory", "620", 620, 620, date_start="2031-03-01", date_end="2031-03-14"),
        claim(3, "relief", "over 800", 801, None, "more_than", date_start="2031-03-01", date_end="2031-03-26", date_precision="start_inferred"))
    chart = charts.running_totals(campaign, "shelling")
    for size in SIZES:
        said = " ".join(" ".join(written(chart.draw(size))).split())
        for words in ("more than 1,500 – a militia captain, by 12 March", "620 – COB, 1 to 14 March", "more than 800 – relief groups, by 26 March"):
            assert words in said
    assert chart.slug == "running-totals-shelling"
    assert chart.title == "Shelling of Port Orrin: 620 killed according to the COB, more than 1,500 according to a militia captain"
    assert chart.alt.endswith(
        "In the order of those days: more than 1,500 people killed, according to a militia captain, by 12 March 2031; 620 people killed, "
        "according to the COB, 1 to 14 March 2031; more than 800 people killed, according to relief groups, by 26 March 2031.")


CASUALTIES = {"outcome": "casualties", "victims": "both sides", "victim_side": "mixed"}
ON_STRIP = {
    # the text is wider than the half of the sheet on either side of the mark
    "in the middle": [claim(2, "reports", None, 1, None, "unquantified", **CASUALTIES)],
    # the line of the days covered is where the text would stand
    "over days, at the end": [claim(2, "voice", None, 1, None, "unquantified", **CASUALTIES, date_end="2031-03-29"),
                              claim(3, "captain", "20", 20, 20, date_start="2031-03-29", date_end="2031-03-29")],
    "two a week apart": [claim(2, "reports", None, 1, None, "unquantified", **CASUALTIES),
                         claim(3, "radio", None, 1, None, "unquantified", **CASUALTIES, date_start="2031-03-10", date_end="2031-03-10")],
    "on two lines": [claim(2, "reports", "up to 30", 0, 30, "up_to"), claim(3, "ministry", None, 1, None, "unquantified", **CASUALTIES)],
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", ON_STRIP)
def test_labels_of_the_strip_stand_on_it_and_others_do_not(which, size):
    """Between the strip and the least number a label would read as a value."""
    chart = charts.running_totals(table(claim(1, "observatory", "At least 14", 14, None, "at_least"), *ON_STRIP[which]), "shelling")
    figure = chart.draw(size)
    assert overlapping(figure) == []  # draws the texts, so that they have their extent
    (strip,) = drawn(figure, "strip")
    band = strip.get_window_extent()
    renderer = FigureCanvasAgg(figure).get_renderer()
    labels_ = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.axes[0].texts if text.get_gid() == "label"]
    assert len(labels_) == len(chart.table)
    for words, box in labels_:
        if words.startswith(("at least 14", "20")):
            assert box.y0 >= band.y1 - 1, words
        else:
            assert box.y0 >= band.y0 - 1, words
            assert box.y1 <= band.y1 + 1, words


def test_the_strip_of_a_calendar_is_as_narrow_as_its_lines(claims):
    (killed, others) = drawn(charts.calendar(claims).draw("wide"), "strip")
    for strip in (killed, others):
        assert strip.get_window_extent().height == pytest.approx(14)


def test_running_totals_of_several_outcomes_compare_none(claims):
    chart = charts.running_totals(claims, "shelling")
    assert chart.title == "Shelling of Port Orrin: 7 claims of people killed, captured or counted as casualties"
    assert chart.table["claim_id"].tolist() == ["ORR-003", "ORR-001", "ORR-008", "ORR-009", "ORR-010", "ORR-007", "ORR-004"]


# own losses, enemies, civilians

def test_each_claim_of_a_source_with_a_side_is_a_mark(claims, sources):
    chart = charts.own_enemy_civilians(claims, sources)
    assert chart.title == ("Whose losses do sources with a side state? 2 claims by sources on the rebel side and 1 claim by sources on the "
                           "government's side")
    assert chart.table.to_numpy().tolist() == [
        ["a militia captain", "rebel", "rebel", "enemies", 1, "ORR-009"],
        ["a militia captain", "rebel", "rebel", "mixed or not stated", 1, "ORR-003"],
        ["Ministry of Ports", "government", "government", "mixed or not stated", 1, "ORR-008"],
        ["Radio Orrin", "state media", "government", "none", 0, ""]]
    figure = chart.draw("wide")
    assert sum(len(artist.get_offsets()) for artist in drawn(figure, "marks-rebel")) == 2
    assert sum(len(artist.get_offsets()) for artist in drawn(figure, "empty")) == 3 * 4 - 3


def test_sources_without_a_toll_are_listed(claims, sources):
    chart = charts.own_enemy_civilians(claims, sources)
    assert "Radio Orrin" in written(chart.draw("wide"))
    assert written(chart.draw("narrow"))[-2:] == ["Radio Orrin", "no claim"]
    assert chart.alt.endswith("No claim in this selection by Radio Orrin.")


def test_own_losses_are_those_of_the_own_side(sources):
    own = table(claim(1, "captain", "9", 9, 9, victim_side="rebel"), claim(2, "captain", "4", 4, 4, victim_side="civilian"))
    assert charts.own_enemy_civilians(own, sources).table[["claims of", "claim ids"]].head(2).to_numpy().tolist() == [
        ["own side", "ORR-001"], ["civilians", "ORR-002"]]


def test_more_claims_than_there_is_room_for_are_one_mark_and_a_number(sources):
    many = table(*(claim(at, "captain", "9", 9, 9, victim_side="rebel") for at in range(1, 41)))
    figure = charts.own_enemy_civilians(many, sources).draw("wide")
    assert "× 40" in written(figure)
    assert sum(len(artist.get_offsets()) for artist in drawn(figure, "marks-rebel")) == 1


# silence

def test_speaking_and_stating_a_toll_stand_on_one_scale(sources):
    figure = charts.silence(sources).draw("wide")
    ends = [line.get_xdata() for line in drawn(figure, "places")]
    start = ends[1][0]  # the ministry: 4 times, never with a toll, so its line begins at 0
    unit = (ends[1][1] - start) / 4
    assert [tuple((end - start) / unit for end in pair) for pair in ends] == [
        pytest.approx(pair) for pair in ((3, 5), (0, 4), (2, 2), (1, 1), (0, 1), (2, 9))]


def test_sources_are_sorted_and_the_nameless_stand_apart(sources):
    texts = written(charts.silence(sources).draw("wide"))
    names = [name for name in texts if name in ("COB", "Ministry of Ports", "a militia captain", "relief groups", "Radio Orrin",
                                                "reports, source not named", "the article's own voice")]
    assert names == ["COB", "Ministry of Ports", "a militia captain", "relief groups", "Radio Orrin", "reports, source not named"]
    assert "5 times, 3 with a toll" in texts
    assert "4 times, never with a toll" in texts
    assert "once, with a toll" in texts


def test_words_of_silence(sources):
    chart = charts.silence(sources)
    assert chart.title == "Who speaks, and who states a toll: 3 of 5 named sources"
    assert "COB 5 times, 3 with a toll; a militia captain 2 times, 2 with a toll; relief groups once, with a toll." in chart.alt
    assert "Never with a toll: Ministry of Ports (4) and Radio Orrin (1)." in chart.alt


# what holds for all

@pytest.mark.parametrize(("draw", "words"), [
    (lambda claims, sources, coverage: charts.who_states_what(claims[:0]), "the selection holds no claim"),
    (lambda claims, sources, coverage: charts.calendar(claims[:0]), "the selection holds 0 claims, and none of people harmed"),
    (lambda claims, sources, coverage: charts.calendar(claims[claims["outcome"] == "materiel"]), "the selection holds 1 claim, and none of people"),
    (lambda claims, sources, coverage: charts.who_counts_whom(claims[:0]), "none of people harmed"),
    (lambda claims, sources, coverage: charts.running_totals(claims, "ferry-2"), "found no claim of the incident ferry-2"),
    (lambda claims, sources, coverage: charts.own_enemy_civilians(claims[:0], sources), "0 claims, and none of people harmed"),
    (lambda claims, sources, coverage: charts.own_enemy_civilians(claims, sources[sources["own_side"].isna()]), "no source of the table has a side"),
    (lambda claims, sources, coverage: charts.silence(sources[:0]), "no source of the table is named as speaking"),
    (lambda claims, sources, coverage: charts.accounted_for(coverage[:0]), "the coverage table has no row"),
])
def test_an_empty_selection_is_refused_with_a_sentence(claims, sources, coverage, draw, words):
    with pytest.raises(BadInput, match=words) as refused:
        draw(claims, sources, coverage)
    assert "allowed" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_wrong_size_or_format_is_refused(claims):
    chart = charts.calendar(claims)
    with pytest.raises(ValueError, match="size: found 'tall'; allowed are wide, narrow"):
        chart.draw("tall")
    with pytest.raises(ValueError, match="format: found 'gif'; allowed are svg, png, pdf"):
        charts.save(chart.draw("wide"), "gif")


def test_titles_and_alternative_texts_count_claims_and_not_the_dead(claims, sources, coverage):
    for chart in every_chart(claims, sources, coverage):
        must_be_in_house_style(chart)


def test_widths_are_those_of_a_column_and_a_phone(claims, sources, coverage):
    for chart in every_chart(claims, sources, coverage):
        assert [chart.draw(size).get_size_inches()[0] for size in SIZES] == pytest.approx([7.4, 3.7])


def test_no_global_state_is_left(claims):
    charts.save(charts.calendar(claims).draw("wide"), "svg")
    assert plt.get_fignums() == []
    assert plt.rcParams["svg.fonttype"] == plt.rcParamsDefault["svg.fonttype"]


def test_a_title_and_a_credit_go_with_a_picture_that_leaves_the_page(claims):
    chart = charts.calendar(claims)
    bare, full = chart.draw("narrow"), charts.with_title(chart, "narrow", "Data: invented")
    assert full.get_size_inches()[1] > bare.get_size_inches()[1]
    words = " ".join(" ".join(text.get_text() for text in full.texts).split())
    assert words == f"{chart.title} {chart.caption} Data: invented"
    # the panels keep their size
    sizes = [[axes.get_position().height * figure.get_size_inches()[1] for axes in figure.axes] for figure in (bare, full)]
    assert sizes[0] == pytest.approx(sizes[1])


def test_svg_keeps_text_as_text_with_fonts_to_fall_back_on(claims):
    svg = charts.save(charts.calendar(claims).draw("wide"), "svg").decode()
    assert ">more than 90 people, a militia captain</text>" in svg
    assert re.search(r"font-family: 'DejaVu Sans', '?Verdana'?, .*sans-serif", svg)
    assert "<dc:date>" not in svg
    assert "matplotlib.org" not in svg


PRINT_HASHES = """
import hashlib, pickle, sys
from tollbook import charts
claims = pickle.loads(sys.stdin.buffer.read())
chart = charts.calendar(claims)
for size in ("wide", "narrow"):
    for kind in ("svg", "png", "pdf"):
        print(hashlib.sha256(charts.save(chart.draw(size), kind)).hexdigest())
"""


def test_two_processes_write_the_same_bytes(claims):
    chart = charts.calendar(claims)
    here = [hashlib.sha256(charts.save(chart.draw(size), kind)).hexdigest() for size in SIZES for kind in ("svg", "png", "pdf")]
    claims_bytes = io.BytesIO()
    claims.to_pickle(claims_bytes)
    environment = os.environ | {"PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    del environment["SOURCE_DATE_EPOCH"]
    there = subprocess.run([sys.executable, "-W", "error", "-c", PRINT_HASHES], input=claims_bytes.getvalue(), env=environment,
                           capture_output=True, check=True).stdout.decode().split()
    assert there == here


def test_measured_text_is_as_wide_as_drawn_text():
    for text in ("more than 1,000 people, a rebel commander", "at least 14\nWV Ty", "iiiii"):
        page = sheet.new(500, 100)
        page.write(10, 50, text, size=8)
        box = page.paper.texts[0].get_window_extent(page.figure.canvas.get_renderer() if hasattr(page.figure.canvas, "get_renderer") else None)
        width, height = sheet.measure(text, 8)
        assert width == pytest.approx(box.width, rel=0.04, abs=1.5)
        assert height >= box.height - 2


def test_balanced_lines_keep_every_word():
    text = "one two three four five six seven eight nine ten"
    broken = sheet.balance(text, 90, 8)
    assert broken.replace("\n", " ") == text
    assert all(sheet.measure(line, 8)[0] <= 90 for line in broken.split("\n"))


def test_a_label_takes_the_next_free_place():
    room = labels.Room(200, 100)
    room.take((57, 40, 200, 60))  # all that is to the right of the mark
    (placed,) = labels.place([labels.Label(50, 50, ("words",), "black")], room, (0, 0, 200, 100), most=1)
    left, top, right, bottom = placed.box
    assert not placed.is_far
    assert bottom <= 40 or top >= 60 or right <= 57


def test_a_label_stays_on_the_band_of_its_mark_and_moves_aside_at_its_end():
    room, band = labels.Room(200, 100), (0, 60, 100, 100)
    room.bands.append(band)
    on, off = labels.Label(96, 90, ("some more words",), "black"), labels.Label(50, 58, ("words",), "black")
    first, second = labels.place([on, off], room, (0, 0, 100, 100), most=2)
    width, height = sheet.measure("some more words", sheet.SMALL)
    assert first.box == pytest.approx((96 - 7 - width - 1, 90 - height / 2, 96 - 7 + 1, 90 + height / 2))  # to the left: there is room
    assert second.box[3] <= 60
    room = labels.Room(200, 100)
    room.bands.append(band)
    room.take((0, 88, 92, 92), is_line=True)  # the days covered
    (moved,) = labels.place([labels.Label(96, 90, ("some more words",), "black")], room, (0, 0, 120, 100), most=1)
    assert moved.box[1] >= 60
    assert moved.box[3] < 88


def test_a_label_without_room_is_left_out_unless_it_may_stand_off():
    def full():
        room = labels.Room(200, 200)
        room.take((60, 60, 140, 140))
        return room
    frame = (0, 0, 200, 200)
    assert labels.place([labels.Label(100, 100, ("words",), "black")], full(), frame, 5) == []
    crowd = labels.Room(200, 200)
    crowd.take((70, 86, 130, 114), is_line=True)
    (placed,) = labels.place([labels.Label(100, 100, ("words",), "black", is_needed=True)], crowd, frame, 5)
    assert placed.is_far


# the real tables, where they are built

SELECTIONS = {
    "all": lambda claims: claims,
    "april": lambda claims: claims[(claims["date_end"] >= "2014-04-01") & (claims["date_start"].fillna("") <= "2014-04-30")],
    "may": lambda claims: claims[(claims["date_end"] >= "2014-05-01") & (claims["date_start"].fillna("") <= "2014-05-31")],
    "killed": lambda claims: claims[claims["outcome"] == "killed"],
    "monitor": lambda claims: claims[claims["source_type"] == "monitor"],
    "civilian": lambda claims: claims[claims["victim_side"] == "civilian"],
    "one": lambda claims: claims[claims["qualifier"] == "at_least"].head(1),
    "gtd_2017": lambda claims: ledger.under(claims, "gtd_2017"),
    "acled_current": lambda claims: ledger.under(claims, "acled_current"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SELECTIONS)
def test_no_text_of_the_calendar_covers_another(name, size):
    assert overlapping(charts.calendar(SELECTIONS[name](real("claims"))).draw(size)) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["all", "monitor", "one"])
def test_no_text_covers_another_in_a_matrix(name, size):
    claims = SELECTIONS[name](real("claims"))
    for chart in (charts.who_states_what(claims), charts.who_counts_whom(claims), charts.own_enemy_civilians(claims, real("sources"))):
        assert overlapping(chart.draw(size)) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("incident", ["barrel-bombs", "carlton-hotel", "central-prison-february", "bureijj-december"])
def test_no_text_covers_another_in_running_totals(incident, size):
    assert overlapping(charts.running_totals(real("claims"), incident).draw(size)) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another_in_the_whole_article(size):
    for chart in (charts.accounted_for(real("coverage")), charts.silence(real("sources"))):
        assert overlapping(chart.draw(size)) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_letter_is_smaller_than_8_points(size):
    for chart in every_chart(real("claims"), real("sources"), real("coverage"), "barrel-bombs"):
        assert min(text.get_fontsize() for axes in chart.draw(size).axes for text in axes.texts) >= 8


def test_no_mark_of_the_real_calendar_is_hidden():
    figure = charts.calendar(real("claims")).draw("wide")
    places = np.array([axes.transData.transform(place) for axes in figure.axes[1:] for artist in axes.get_children()
                       if str(artist.get_gid()).startswith("marks-") for place in artist.get_offsets().data])
    apart = [np.hypot(*(one - other)) for one, other in combinations(places, 2)]
    assert len(places) == len(charts.calendar(real("claims")).table)
    assert min(apart) > 2.9  # points between centres; a mark is 6 to 7 wide and has an edge


def test_the_campaign_of_the_article_is_told_by_four_voices():
    claims = real("claims")
    chart = charts.running_totals(claims, "barrel-bombs")
    said = " ".join(" ".join(written(chart.draw("narrow"))).split())
    for words in ("more than 1,000 – a rebel commander, by 26 December", "517 – SOHR, 15 to 28 December", "603 – the article, by 6 January",
                  "more than 700 – aid groups, by 9 January"):
        assert words in said


# pictures

def pictures():
    """Draw every chart of the invented ledger small, in grey."""
    drawings = every_chart(*(build() for build in FIXTURES))
    return {f"{chart.slug}-{size}": grey(chart.draw(size)) for chart in drawings for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


def test_colours_in_the_picture_are_the_palette(claims):
    figure = charts.calendar(claims).draw("wide")
    fills = {to_hex(artist.get_facecolor()[0]) for artist in drawn(figure, "marks-rebel")}
    assert fills == {palette.MARKS["rebel"].fill.lower()}


if __name__ == "__main__":
    keep(pictures())
