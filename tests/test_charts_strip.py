"""The chart of the article's sentences, with the tolls in them and those who speak: lanes, marks, counts and words.

The article is invented, and so are its sections. Expected places, counts and sentences are worked out by hand.
"""

import re

import numpy as np
import pandas as pd
import pytest

from drawing import (
    SIZES,
    drawn,
    grey,
    keep,
    must_be_in_house_style,
    must_be_readable,
    must_look_as_kept,
    overlapping,
    real,
    segments,
    written,
)
from tollbook import charts, schema
from tollbook.errors import BadInput

FIRST, SECOND, THIRD = "The first week", "The siege of the upper harbour and what followed", "Truce"
NAMES = ["monitor", "rebel", "opposition", "government", "state media", "pro-government media", "aid group", "independent media",
         "unnamed report", "unattributed"]


def places(*rows, article="port-orrin"):
    """Write one sentence a row: section, who states a toll, who is named as speaking."""
    return schema.typed(pd.DataFrame([
        {"article_id": article, "position": at, "section": section, "paragraph": 1, "sentence": at, "claims": len(toll.split("; ")) if toll else 0,
         "materiel_claims": 0, "toll_source_types": toll, "speaking_source_types": speaking, "other_numbers": 1}
        for at, (section, toll, speaking) in enumerate(rows, 1)], columns=schema.PLACES.names), schema.PLACES)


def invented():
    """Ten sentences in three sections: five with a toll; seven that name someone as speaking."""
    return places(
        (FIRST, "monitor", "monitor"), (FIRST, "", "government"), (FIRST, "rebel; unattributed", "rebel"), (FIRST, "", ""),
        (SECOND, "", "state_media; government"), (SECOND, "monitor", "monitor; rebel"), (SECOND, "unattributed", ""), (SECOND, "", "independent_media"),
        (SECOND, "", "monitor"),
        (THIRD, "unattributed", ""))


@pytest.fixture
def chart():
    return charts.article_strip(invented())


def at(figure, source_type):
    """Give the places of a type's marks on the paper that are in its lane: the first of them only name the lane or stand in the key."""
    points = np.array([place for artist in drawn(figure, f"marks-{source_type}") for place in artist.get_offsets().data])
    return points[points[:, 0] > 125]


def lanes(figure):
    """Give each lane's height and ends on a wide sheet, from above."""
    return [(line[0][1], line[0][0], line[1][0]) for line in segments(figure, "lanes")]


def sentences(figure, x):
    """Say which sentence of ten stands at a place of a wide sheet."""
    _, left, right = lanes(figure)[0]
    return (np.asarray(x) - left) / (right - left) * 10 + 0.5


# lanes

@pytest.mark.parametrize("size", SIZES)
def test_every_source_type_has_a_lane_even_where_it_is_silent(size):
    figure = charts.article_strip(places((FIRST, "monitor", "monitor"))).draw(size)
    assert [text for text in written(figure) if text in NAMES] == NAMES
    assert len(segments(figure, "lanes")) == 10


def test_a_mark_stands_where_a_type_states_a_toll(chart):
    figure = chart.draw("wide")
    found = {kind: sentences(figure, at(figure, kind)[:, 0]).round(6).tolist() for kind in ("monitor", "rebel", "unattributed")}
    assert found == {"monitor": [1, 6], "rebel": [3], "unattributed": [3, 7, 10]}
    heights = [y for y, *_ in lanes(figure)]
    assert at(figure, "monitor")[:, 1].tolist() == pytest.approx([heights[0]] * 2)
    assert at(figure, "unattributed")[:, 1].tolist() == pytest.approx([heights[9]] * 3)
    assert len(at(figure, "government")) == 0


def test_a_thin_line_stands_where_a_type_speaks_without_a_toll(chart):
    figure = chart.draw("wide")
    found = {kind: sentences(figure, [line[0][0] for line in segments(figure, f"speaks-{kind}")]).round(6).tolist() for kind in schema.SOURCE_TYPES}
    assert {kind: where for kind, where in found.items() if where} == {
        "monitor": [9], "rebel": [6], "government": [2, 5], "state_media": [5], "independent_media": [8]}
    heights = [y for y, *_ in lanes(figure)]
    for line in segments(figure, "speaks-government"):
        assert line[:, 1].mean() == pytest.approx(heights[3])
        assert line[0][0] == line[1][0]


def test_on_a_narrow_sheet_the_article_runs_downwards(chart):
    figure = chart.draw("narrow")
    later, sooner = (segments(figure, "speaks-government")[index] for index in (1, 0))
    assert later[0][1] > sooner[0][1]
    assert later[0][1] == later[1][1]
    # each lane is broken between the three sections
    assert len(segments(figure, "lanes")) == 30
    assert {line[0][0] == line[1][0] for line in segments(figure, "lanes")} == {True}


def test_marks_that_would_cover_one_another_stand_aside():
    many = charts.article_strip(places(*[(FIRST, "unattributed", "")] * 100))
    for size in SIZES:
        figure = many.draw(size)
        points = max((artist.get_offsets().data for artist in drawn(figure, "marks-unattributed")), key=len)  # others are the key
        apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
        assert len(points) == 100
        assert apart[apart > 0].min() > 5


def test_sentences_stand_in_the_order_of_the_article(chart):
    shuffled = charts.article_strip(invented().sample(frac=1, random_state=3))
    assert charts.save(shuffled.draw("wide"), "svg") == charts.save(chart.draw("wide"), "svg")


def test_sentences_are_numbered_as_in_the_article():
    def numbers(rows):
        figure = charts.article_strip(rows).draw("wide")
        return [int(text.get_text()) for text in figure.axes[0].texts if text.get_ha() == "center"]

    assert numbers(invented()) == [1, 2, 4, 6, 8, 10]
    assert numbers(invented()[4:7]) == [5, 6, 7]


# sections

def test_sections_are_named_and_their_starts_marked(chart):
    figure = chart.draw("wide")
    texts = [text.replace("\n", " ") for text in written(figure)]
    assert all(name in texts for name in (FIRST, SECOND, THIRD))
    starts = sorted(line.get_xdata()[0] for line in drawn(figure, "start"))
    assert sentences(figure, starts).round(6).tolist() == [0.5, 4.5, 9.5]


def test_the_name_of_a_short_section_stands_above_the_next(chart):
    rows = [(name, "monitor", "") for name in ("A section with a long name", "Another one with a long name", "And the last of them") for _ in "ab"]
    short = charts.article_strip(places(*[(FIRST, "monitor", "")] * 90, *rows)).draw("wide")
    heights = {text.get_text().replace("\n", " "): text.get_position()[1] for text in short.axes[0].texts}
    assert heights["A section with a long name"] < heights["Another one with a long name"] < heights["And the last of them"]
    assert overlapping(short) == []


def test_on_a_narrow_sheet_sections_head_their_sentences(chart):
    texts = [text.replace("\n", " ") for text in written(chart.draw("narrow"))]
    assert [text for text in texts if "sentence" in text][:5] == [
        f"{FIRST}: 4 sentences", f"{SECOND}: 5 sentences", f"{THIRD}: 1 sentence", "sentences in which it is named as speaking",
        "sentences in which it states a toll"]


def test_one_name_for_two_sections_that_do_not_meet_is_two_sections():
    chart = charts.article_strip(places((FIRST, "monitor", ""), (SECOND, "", ""), (FIRST, "", "rebel")))
    assert len(drawn(chart.draw("wide"), "start")) == 3


# counts

def test_counts_stand_behind_the_lanes(chart):
    figure = chart.draw("wide")
    rows = {}
    for text in figure.axes[0].texts:
        x, y = text.get_position()
        if x > 440 and re.fullmatch(r"\d+|–", text.get_text()):
            rows.setdefault(round(y, 3), []).append(text.get_text())
    # speaking, and with a toll; the article's own voice is never named as speaking; the last row is of all
    assert [rows[y] for y in sorted(rows)] == [
        ["3", "2"], ["2", "1"], ["0", "0"], ["2", "0"], ["1", "0"], ["0", "0"], ["0", "0"], ["1", "0"], ["0", "0"], ["–", "3"], ["7", "5"]]


def test_counts_stand_below_the_lanes_on_a_narrow_sheet(chart):
    texts = written(chart.draw("narrow"))
    spoken, stated = (texts.index(f"sentences in which it {words}") for words in ("is named as speaking", "states a toll"))
    assert texts[spoken + 1:spoken + 13] == ["all", "3", "2", "0", "2", "1", "0", "0", "1", "0", "–", "7"]
    assert texts[stated + 1:stated + 13] == ["all", "2", "1", "0", "0", "0", "0", "0", "0", "0", "3", "5"]


# words

def test_title_says_who_speaks_without_a_toll(chart):
    assert chart.title == ("Where tolls stand in the article, and who speaks: 5 of 10 sentences state a toll; the government's side (in 2) and "
                           "independent media (in 1) speak and state none")


@pytest.mark.parametrize(("rows", "finding"), [
    ([("monitor", "monitor"), ("", "government"), ("", "state_media")],
     "1 of 3 sentences states a toll; the government's side speaks in 2 and states none"),
    ([("monitor", "monitor"), ("", "government; state_media")], "1 of 2 sentences states a toll; the government's side speaks in 1 and states none"),
    ([("monitor", "monitor"), ("", "state_media")], "1 of 2 sentences states a toll; state media speak in 1 and state none"),
    ([("government", "government"), ("", "state_media; pro_government_media"), ("", "pro_government_media")],
     "1 of 3 sentences states a toll; pro-government media (in 2) and state media (in 1) speak and state none"),
    ([("monitor", "monitor"), ("rebel", "rebel"), ("", "")], "2 of 3 sentences state a toll, and every source type that speaks states one"),
    ([("unattributed", "")], "1 of 1 sentence states a toll, and none names anyone as speaking"),
    ([("", "rebel"), ("", "")], "none of 2 sentences states a toll, and 1 names someone as speaking"),
])
def test_finding_of_other_articles(rows, finding):
    chart = charts.article_strip(places(*[(FIRST, *row) for row in rows]))
    assert chart.title == f"Where tolls stand in the article, and who speaks: {finding}"


def test_words_of_the_strip(chart):
    assert chart.slug == "article-strip"
    assert chart.alt == (
        "10 sentences of the article in order, with a lane for each of ten source types. Sentences with a toll of people: unattributed 3, "
        "monitor 2, rebel 1. Named as speaking, and never with a toll: government 2, state media 1, independent media 1. Silent: opposition, "
        "pro-government media, aid group and unnamed report. Sentences with a toll by section: The first week 2 of 4; The siege of the upper "
        "harbour and what followed 2 of 5; Truce 1 of 1.")
    assert "No toll stated is not a toll of zero." in chart.caption
    assert "Unattributed is the article's own voice, which is named nowhere" in chart.caption


def test_table_lists_the_sentences_in_which_someone_is_heard(chart):
    assert chart.table["sentence of the article"].tolist() == [1, 2, 3, 5, 6, 7, 8, 9, 10]
    assert chart.table.iloc[2].tolist() == [3, FIRST, 1, 3, 2, "rebel and unattributed", "rebel"]
    assert chart.table.iloc[1].tolist() == [2, FIRST, 1, 2, 0, "", "government"]


def test_two_articles_are_told_as_two():
    both = pd.concat([invented(), places((FIRST, "aid_group", "aid_group"), article="lower-orrin")], ignore_index=True)
    chart = charts.article_strip(both)
    assert chart.title.startswith("Where tolls stand in 2 articles, and who speaks: 6 of 11 sentences state a toll")
    assert len(drawn(chart.draw("wide"), "start")) == 4


def selections():
    """The strips that a reader may ask for: all, one sentence, one that is silent, many sections, a dense text, a long one."""
    types = list(schema.SOURCE_TYPES)
    return {
        "all": invented(), "one": invented().head(1), "no toll": invented()[1:2],
        "sections": places(*[(f"Day {number} of the siege of the upper harbour", types[number % 10], types[number % 9]) for number in range(40)]),
        "dense": places(*[(FIRST, "; ".join(types), "; ".join(types[:9]))] * 60),
        "long": places(*[(f"Part {number // 100}", types[number % 10] if number % 3 else "", "rebel" if number % 4 else "") for number in range(600)]),
    }


@pytest.mark.parametrize("name", selections())
def test_what_holds_for_every_chart_holds_here(name):
    chart = charts.article_strip(selections()[name])
    must_be_in_house_style(chart)
    for size in SIZES:
        must_be_readable(chart.draw(size), size)


@pytest.mark.parametrize(("rows", "words"), [
    ([], "found 0 sentences, and none states a toll of people or names anyone as speaking; allowed are places with at least one that does"),
    ([(FIRST, "", ""), (FIRST, "", "")], "found 2 sentences, and none states a toll"),
])
def test_a_text_in_which_nobody_is_heard_is_refused_with_a_sentence(rows, words):
    with pytest.raises(BadInput, match=words):
        charts.article_strip(places(*rows))


def test_the_same_places_give_the_same_bytes(chart):
    again = charts.article_strip(invented())
    for size in SIZES:
        assert charts.save(chart.draw(size), "svg") == charts.save(again.draw(size), "svg")


# the real table

@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another_on_the_real_strip(size):
    assert overlapping(charts.article_strip(real("places")).draw(size)) == []


def test_the_finding_of_the_article_is_that_of_its_table():
    rows = real("places")
    chart = charts.article_strip(rows)
    assert f"{(rows['claims'] > 0).sum()} of {len(rows)} sentences state a toll; the government's side (in 11)" in chart.title
    assert len(chart.alt.split()) <= 125
    assert "Named as speaking, and never with a toll: government 2, state media 1, pro-government media 8, independent media 2." in chart.alt


# pictures

def pictures():
    """Draw the invented article small, in grey."""
    chart = charts.article_strip(invented())
    return {f"{chart.slug}-{size}": grey(chart.draw(size)) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
