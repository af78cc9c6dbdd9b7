"""Who counts whom, and how many at least: which total stands where, what its cell says, and what is refused.

The claims and totals are invented; the totals are worked out by hand from the claims. The pictures in tests/baseline are drawn again by
`python tests/test_charts_least_totals.py`: look at them before keeping them.
"""

import re

import pandas as pd
import pytest

from drawing import (
    SIZES,
    claim,
    drawn,
    grey,
    keep,
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

SIDES = ("civilian", "rebel", "government", "isis", "ypg", "any")
OPPOSITION = {"source_type": "opposition", "source_name": "harbour activists"}
NONE, OPEN = ("no_claim", None, None, 0, ""), ("consistent", 0, None, 1, "")
AT_ODDS = ("contradiction", None, None, 2, "")
# voices and side: state, low, high, how many claims can be of them, what holds the floor up. The monitor's 40 and the captain's "more than
# 90", of no stated side, can be of any. Where nothing is given a type has no claim of such people
TOTALS = {
    ("monitor", "civilian"): ("consistent", 12, 40, 2, "ORR-002 12"),
    ("monitor", "government"): ("consistent", 5, None, 2, "ORR-010 5"),
    ("monitor", "any"): ("consistent", 45, None, 3, "ORR-001 28; ORR-010 5"),
    ("rebel", "civilian"): OPEN, ("rebel", "rebel"): OPEN, ("rebel", "isis"): OPEN, ("rebel", "ypg"): OPEN,
    ("rebel", "government"): ("consistent", 1014, None, 3, "ORR-009 14; ORR-012 1000"),
    ("rebel", "any"): ("consistent", 1105, None, 3, "ORR-003 91; ORR-009 14; ORR-012 1000"),
    ("opposition", "rebel"): AT_ODDS, ("opposition", "any"): AT_ODDS,
    ("government", "any"): OPEN,
    ("aid_group", "any"): ("consistent", 12, 20, 1, "ORR-005 12"),
    ("unnamed_report", "any"): ("consistent", 0, 30, 1, ""),
    ("unattributed", "any"): ("consistent", 61, 61, 1, "ORR-004 61"),
}


def claims():
    """Fifteen claims by seven source types."""
    return table(
        claim(1, "observatory", "40", 40, 40),
        claim(2, "observatory", "12", 12, 12, victim_side="civilian", part_of="ORR-001", scope="breakdown"),
        claim(3, "captain", "more than 90", 91, None, "more_than"),
        claim(4, "voice", "61", 61, 61),
        claim(5, "relief", "between 12 and 20", 12, 20, "range"),
        claim(6, "reports", "up to 30", 0, 30, "up_to"),
        claim(7, "reports", "dozens of", 24, None, "vague", outcome="captured"),
        claim(8, "ministry", None, 1, None, "unquantified", outcome="casualties", victim_side="mixed"),
        claim(9, "captain", "14", 14, 14, victim_side="government", date_end="2031-03-06"),
        claim(10, "observatory", "At least five", 5, None, "at_least", victim_side="government", date_end="2031-03-06"),
        claim(11, "ministry", "three", 3, 3, outcome="materiel", victim_side="government"),
        claim(12, "captain", "at least 1,000", 1000, None, "at_least", victim_side="government", date_end="2031-03-08"),
        claim(13, "reports", "two", 2, 2, "implied", victim_side="rebel"),
        claim(14, "reports", "5", 5, 5, victim_side="rebel", **OPPOSITION),
        claim(15, "reports", "9", 9, 9, victim_side="rebel", **OPPOSITION),
    )


def tolls(totals=TOTALS, sides=SIDES, **more):
    """Write a total for each source type and side."""
    rows = []
    for voices in schema.SOURCE_TYPES:
        for side in sides:
            state, low, high, number, held = totals.get((voices, side), NONE)
            rows.append(dict.fromkeys(schema.TOLLS.names) | {
                "toll_id": f"{voices}/{side}", "article_id": "port-orrin", "voices": voices, "outcome": "killed", "victim_side": side,
                "single_sourced": "yes", "implied": "no", "rule": "all_together", "rule_set": "literal", "state": state, "low": low,
                "high": high, "claims": number, "open_claims": 0, "low_held_by": held or None, "sentence": "-"} | more)
    return schema.typed(pd.DataFrame(rows)[schema.TOLLS.names], schema.TOLLS)


def chart(**more):
    return charts.least_totals(claims(), tolls(**more))


def only(**columns):
    """Give the totals, and behind them the same with other values in some columns."""
    return pd.concat([tolls(), tolls().assign(**columns)], ignore_index=True)


def ids(made):
    """Give the ids of the claims that a chart's table lists."""
    return set(" ".join(made.table["claims that name the side or hold it up"]).split())


def tints(figure):
    """Give the left edge, the top and the lightness of each tinted cell."""
    return [(*artist.get_paths()[0].get_extents().p0, artist.get_facecolor()[0][:3].sum()) for artist in drawn(figure, "tint")]


WIDE = [
    "civilian", "rebel", "government", "ISIS", "YPG", "any side",
    "monitor", "at least", "12", "2 claims", "at least", "5", "2 claims", "at least", "45", "3 claims",
    "rebel", "at least", "1,014", "3 claims", "at least", "1,105", "3 claims",
    "opposition", "cannot all", "be true", "2 claims", "cannot all", "be true", "2 claims",
    "government", "no floor", "1 claim",
    "state media", "pro-government media",
    "aid group", "at least", "12", "1 claim",
    "independent media",
    "unnamed report", "no floor", "1 claim",
    "unattributed", "61", "1 claim",
]


@pytest.mark.parametrize("size", SIZES)
def test_each_total_stands_in_its_row_with_its_claims(size):
    assert [text for text in written(chart().draw(size)) if text] == WIDE


def test_cells_stand_below_their_side():
    figure = chart().draw("wide")
    paper = figure.axes[0]
    names = {text.get_text(): text.get_position()[0] for text in paper.texts[:6]}
    at = {text.get_text(): text.get_position() for text in paper.texts[6:]}
    assert at["1,014"][0] == names["government"]
    assert at["1,105"][0] == at["45"][0] == at["61"][0] == names["any side"]
    assert at["cannot all"][0] == names["any side"]  # the last of the two
    assert at["5"][1] < at["1,014"][1] < at["61"][1]


def test_a_dot_where_a_source_type_states_none():
    # 60 cells, 11 of them filled: the monitor 3, rebels 2, the opposition 2, and one each by four more
    assert len(drawn(chart().draw("wide"), "empty")) == 60 - 11


def test_claims_that_may_be_of_a_side_do_not_count_it():
    """The captain's "more than 90" of no stated side bears on every total, and states none of them."""
    rows = chart().table
    assert rows.loc[rows["source type"] == "rebel", "side of those killed"].tolist() == ["government", "any side"]


def test_the_tint_is_of_the_number_of_claims_and_not_of_the_toll():
    found = tints(chart().draw("wide"))
    # civilian 12 (2 claims), government 5 (2), government 1,014 (3), rebel without a number (2); any side has no tint
    assert len(found) == 4
    light = [lightness for *_, lightness in found]
    assert light[0] == light[1] == light[3] > light[2]


def test_the_total_of_any_side_stands_apart_and_is_no_sum():
    figure = chart().draw("wide")
    places = [text.get_position()[0] for text in figure.axes[0].texts[:6]]
    steps = [after - before for before, after in zip(places, places[1:], strict=False)]
    assert steps[:4] == pytest.approx([steps[0]] * 4)
    assert steps[4] == pytest.approx(steps[0] + 8)


def test_words():
    made = chart()
    assert made.slug == "least-totals"
    assert made.title == ("Who counts whom, and how many at least: claims by 4 of 10 source types set a least total of people killed, and no "
                          "claim is of ISIS fighters or YPG fighters killed")
    assert made.caption == (
        "In a cell: the least total of people killed that a source type's own claims allow, each person counted once. Without \"at least\": "
        "they allow only that number. Below it, and as the tint of a side: the number of its claims that can be of them, those of killed "
        "and wounded together and of casualties among them. A dot: it states none. No floor: its claims set no least number. Cannot all be true: a contradiction among its own claims, so there is no number. These are floors, not estimates, and "
        "rows must not be added up: voices count the same events. Any side includes people of no stated side, so it need not be the sum "
        "of the others; a side includes its parts of mixed totals. What the article implies and does not state is left out. Vague words "
        "are read by the rule set literal.")
    assert made.alt == (
        "A matrix of 10 source types against the side of people killed, in each cell the least total that the type's own claims allow, and "
        "the number of claims that can be of it. For any side: monitor at least 45; rebel at least 1,105; opposition cannot all be true; government no "
        "floor; aid group at least 12; unnamed report no floor; unattributed 61. Source types that count each side: civilian by 1; rebel by "
        "1; government by 2; ISIS by none; YPG by none. No claim by state media, pro-government media and independent media.")


def test_table_leads_to_the_claims():
    rows = chart().table
    assert rows[rows["source type"].isin(["monitor", "rebel", "state media"])].to_numpy().tolist() == [
        ["monitor", "civilian", "at least 12", 2, "ORR-002"],
        ["monitor", "government", "at least 5", 2, "ORR-010"],
        ["monitor", "any side", "at least 45", 3, "ORR-001 ORR-002 ORR-010"],
        ["rebel", "government", "at least 1,014", 3, "ORR-009 ORR-012"],
        ["rebel", "any side", "at least 1,105", 3, "ORR-003 ORR-009 ORR-012"],
        ["state media", "none", "states none", 0, ""]]
    assert rows.columns.tolist() == ["source type", "side of those killed", "least total", "claims that can be of them",
                                     "claims that name the side or hold it up"]


def test_claims_of_trucks_of_prisoners_and_of_implied_losses_are_not_there():
    assert not {"ORR-007", "ORR-011", "ORR-013"} & ids(chart())


def test_implied_losses_are_there_where_the_totals_count_them():
    made = charts.least_totals(claims(), tolls(TOTALS | {("unnamed_report", "rebel"): ("consistent", 2, 2, 1, "ORR-013 2")}, implied="yes"))
    assert "ORR-013" in ids(made)
    assert "What the article implies and does not state is counted." in made.caption


def test_a_claim_of_a_mixed_total_that_holds_a_side_up_is_one_of_its_claims():
    held = TOTALS | {("monitor", "civilian"): ("consistent", 20, 40, 2, "ORR-001 8; ORR-002 12")}
    rows = charts.least_totals(claims(), tolls(held)).table
    assert rows.iloc[0].tolist() == ["monitor", "civilian", "at least 20", 2, "ORR-001 ORR-002"]


@pytest.mark.parametrize(("column", "value"), [
    ("voices", "any"), ("voices", "monitor; rebel"), ("outcome", "wounded"), ("rule", "lowest"), ("single_sourced", "no"),
    ("implied", "yes"), ("date_from", "2031-03-01"), ("date_to", "2031-03-31"), ("rule_set", "gtd_2017"), ("victim_side", "mixed"),
    ("first_source_type", "monitor"),
])
def test_other_totals_than_those_of_the_first_row_are_not_drawn(column, value):
    assert charts.least_totals(claims(), only(**{column: value})).table.equals(chart().table)


@pytest.mark.parametrize(("column", "value"), [
    ("rule", "lowest"), ("single_sourced", "no"), ("implied", "yes"), ("date_from", "2031-03-01"), ("date_to", "2031-03-31"),
    ("rule_set", "gtd_2017"),
])
def test_the_first_row_says_which_totals_are_drawn(column, value):
    rows = pd.concat([tolls(TOTALS | {("monitor", "any"): ("consistent", 46, None, 2, "")}, **{column: value}), tolls()], ignore_index=True)
    drawn_ones = charts.least_totals(claims(), rows).table.set_index(["source type", "side of those killed"])
    assert drawn_ones.loc[("monitor", "any side"), ["least total", "claims that can be of them"]].tolist() == ["at least 46", 2]


HOW = "Who counts whom, and how many at least"
FOUND = "claims by 4 of 10 source types set a least total of people killed"
UNSEEN = ", and no claim is of ISIS fighters or YPG fighters killed"


@pytest.mark.parametrize(("more", "title", "said"), [
    ({"rule": "lowest"}, f"{HOW}, keeping the lowest of rival figures: {FOUND}{UNSEEN}",
     "The rule: of rival figures for one event the lowest is kept. What"),
    ({"rule": "source_order", "first_source_type": "rebel"},
     f"{HOW}, keeping the figures of the type rebel where they have rivals: {FOUND}{UNSEEN}",
     "The rule: of rival figures for one event those of the source type named first are kept; where it states none, all are. What"),
    ({"date_from": "2031-03-01", "date_to": "2031-03-31"}, f"{HOW}: {FOUND} from 1 to 31 March 2031{UNSEEN}",
     "the least total of people killed from 1 to 31 March 2031 that a source type's own claims allow"),
    ({"date_to": "2031-03-31"}, f"{HOW}: {FOUND} up to 31 March 2031{UNSEEN}", "people killed up to 31 March 2031 that"),
    ({"single_sourced": "no"}, f"{HOW}: {FOUND}{UNSEEN}", "Claims that no other source counts the people of are left out. What the article"),
])
def test_what_is_counted_and_how_is_said(more, title, said):
    made = charts.least_totals(claims(), tolls(**more))
    assert made.title == title
    assert said in made.caption


def test_only_claims_that_reach_into_the_days_are_listed():
    """The captain's "more than 90" ends on 3 March, without a first day; his 14 is of the 6th, and his 1,000 of the 7th and 8th."""
    three = table(claim(3, "captain", "more than 90", 91, None, "more_than", date_start=None),
                  claim(9, "captain", "14", 14, 14, victim_side="government", date_start="2031-03-06", date_end="2031-03-06"),
                  claim(12, "captain", "1,000", 1000, None, "at_least", victim_side="government", date_start="2031-03-07", date_end="2031-03-08"))

    def listed(totals, **days):
        return charts.least_totals(three, tolls(totals, **days)).table.set_index("source type").loc[["rebel"]].to_numpy().tolist()

    by_the_2nd = {("rebel", "any"): ("consistent", 0, None, 1, "")}
    assert listed(by_the_2nd, date_to="2031-03-02") == [["any side", "no floor", 1, "ORR-003"]]
    from_the_4th = {("rebel", side): ("consistent", 1014, None, 2, "ORR-009 14; ORR-012 1000") for side in ("government", "any")}
    assert listed(from_the_4th, date_from="2031-03-04") == [["government", "at least 1,014", 2, "ORR-009 ORR-012"],
                                                            ["any side", "at least 1,014", 2, "ORR-009 ORR-012"]]
    on_the_7th = {("rebel", side): ("consistent", 0, None, 1, "") for side in ("government", "any")}
    assert listed(on_the_7th, date_from="2031-03-07", date_to="2031-03-07") == [["government", "no floor", 1, "ORR-012"],
                                                                                ["any side", "no floor", 1, "ORR-012"]]


def test_another_outcome_has_the_claims_that_can_be_of_it():
    """Five captured, twelve killed or wounded and "casualties": only the last two can be of wounded people."""
    three = table(claim(1, "captain", "5", 5, 5, outcome="captured", victim_side="civilian"),
                  claim(2, "captain", "12", 12, 12, outcome="killed_or_wounded", victim_side="civilian"),
                  claim(3, "ministry", None, 1, None, "unquantified", outcome="casualties", victim_side="civilian"))
    some = {(voices, side): ("consistent", 0, 12, 1, "") for voices in ("rebel", "government") for side in ("civilian", "any")}
    made = charts.least_totals(three, tolls(some, outcome="wounded"))
    assert ids(made) == {"ORR-002", "ORR-003"}
    assert made.title == (f"{HOW}: claims by 0 of 10 source types set a least total of people wounded, and no claim is of rebels, people on the "
                          "government's side, ISIS fighters or YPG fighters wounded")
    assert made.caption.startswith("In a cell: the least total of people wounded that")
    assert "those of killed and wounded together and of casualties among them." in made.caption
    assert "implies" not in made.caption
    freed = charts.least_totals(three.assign(outcome="freed"), tolls(some, outcome="freed"))
    assert ids(freed) == {"ORR-001", "ORR-002", "ORR-003"}
    assert "the number of its claims that can be of them. A dot" in freed.caption
    assert freed.table.columns[1] == "side of those freed"


def test_a_claim_of_another_outcome_that_holds_a_total_up_is_listed():
    """Twelve killed or wounded, at most five of them wounded: so seven killed, and not without the wounded."""
    two = table(claim(1, "captain", "12", 12, 12, outcome="killed_or_wounded", victim_side="civilian"),
                claim(2, "captain", "up to five", 0, 5, "up_to", outcome="wounded", victim_side="civilian"))
    seven = ("consistent", 7, 12, 1, "ORR-001 7; ORR-002 7")
    rows = charts.least_totals(two, tolls({("rebel", "civilian"): seven, ("rebel", "any"): seven})).table
    assert rows[rows["source type"] == "rebel"].to_numpy().tolist() == [
        ["rebel", "civilian", "at least 7", 1, "ORR-001 ORR-002"], ["rebel", "any side", "at least 7", 1, "ORR-001 ORR-002"]]


def test_a_table_of_any_side_alone_is_one_column():
    made = charts.least_totals(claims(), tolls(sides=("any",), rule_set="gtd_2017"))
    assert made.title == "Who counts people killed, and how many at least: claims by 4 of 10 source types set a least total"
    assert made.alt.startswith("10 source types, each with the least total that the type's own claims allow, and the number of claims that can "
                               "be of it. For any side: monitor at least 45;")
    assert made.caption.endswith("voices count the same events. What the article implies and does not state is left out. "
                                 "Vague words are read by the rule set gtd_2017.")
    figure = made.draw("narrow")
    assert len(tints(figure)) == 7
    assert {"civilian", "ISIS"}.isdisjoint(written(figure))
    assert len(drawn(figure, "empty")) == 3


def test_one_source_type_is_one_row():
    one = tolls()
    made = charts.least_totals(claims(), one[one["voices"] == "monitor"])
    assert made.title.startswith("Who counts whom, and how many at least: claims by 1 of 1 source type set a least total of people killed, and")
    assert "opposition" not in written(made.draw("wide"))


@pytest.mark.parametrize("size", SIZES)
def test_claims_that_are_left_out_or_have_no_number_are_told_from_silence(size):
    made = charts.least_totals(claims(), tolls(TOTALS | {("unattributed", "any"): NONE}))
    assert made.table.iloc[-1].tolist() == ["unattributed", "any side", "none left", 0, "ORR-004"]
    assert "None left: it states some, and all are left out or without a number." in made.caption
    assert written(made.draw(size))[-2:] == ["unattributed", "none left"]


def test_great_numbers_fit_their_cells():
    great = {(voices, side): ("consistent", 1234567, None, 899, "") for voices in schema.SOURCE_TYPES for side in SIDES}
    many = table(*(claim(at, "observatory", "9", 9, 9, victim_side="civilian") for at in range(1, 900)))
    figure = charts.least_totals(many, tolls(great)).draw("narrow")
    assert {"1,234,567", "899"} <= set(written(figure))  # no room for "899 claims"
    assert overlapping(figure) == []
    assert overlapping(charts.least_totals(many, tolls(great)).draw("wide")) == []


@pytest.mark.parametrize(("claims_", "tolls_", "words"), [
    (claims()[:0], tolls({}), "no source type states a total of people killed in this selection"),
    (claims()[6:7], tolls({}, outcome="wounded", date_from="2031-03-01", date_to="2031-03-01"),
     "no source type states a total of people wounded on 1 March 2031 in this selection"),
    (claims(), tolls()[:0], "this selection has no totals"),
    (claims(), tolls(outcome="materiel"), "the totals of this selection are of vehicles and weapons lost, and this chart is of people"),
    (claims(), tolls(voices="any"), "this selection has totals of all sources together, and none of one source type alone"),
    (claims(), only(article_id="other-port"), "the totals are of several articles (port-orrin and other-port), and this chart is of one"),
    (claims(), tolls()[1:], "there is no total by sources of the type monitor for civilian, and this chart takes one for each"),
    (claims(), only(toll_id="twice"), "there are several totals by sources of the type aid group for any side, and this chart takes one for each"),
    (claims()[:9], tolls(), "the totals rest on ORR-010 and ORR-012, which the selection of claims does not hold"),
])
def test_what_cannot_be_drawn_is_refused_with_a_sentence_for_the_page(claims_, tolls_, words):
    with pytest.raises(BadInput, match=re.escape(words)) as refused:
        charts.least_totals(claims_, tolls_)
    assert re.fullmatch(r"chart: [a-z].*[^.]", str(refused.value))


def several():
    """Charts of every kind of selection, the real ones last where they are built."""
    one = tolls()
    return [chart(), charts.least_totals(claims(), one[one["voices"] == "monitor"]), charts.least_totals(claims(), tolls(sides=("any",))),
            charts.least_totals(claims(), tolls(sides=("rebel",))),
            chart(rule="source_order", first_source_type="pro_government_media", date_from="2031-03-01", date_to="2031-04-30")]


def real_ones():
    """The totals under three rule sets; those with implied ones, of several sources, and of each month."""
    totals, chosen = real("tolls"), []
    for column, values in (("rule_set", ("literal", "gtd_2017", "acled_current")), ("implied", ("yes",)), ("single_sourced", ("no",)),
                           ("date_from", totals["date_from"].dropna().unique())):
        chosen += [totals[totals[column] == value] for value in values]
    return [charts.least_totals(real("claims"), rows) for rows in chosen]


@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another_or_is_too_small(size):
    for made in several():
        must_be_readable(made.draw(size), size)


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_the_real_totals_covers_another(size):
    for made in real_ones():
        assert overlapping(made.draw(size)) == [], made.title


def test_the_real_claims_are_as_many_as_the_totals_say():
    """For any side the claims listed are those that the built table counts."""
    totals = real("tolls")
    rows = charts.least_totals(real("claims"), totals).table
    ids = {f"aleppo-2014/{voices}/killed/any/../single-sourced-yes/implied-no/all_together/literal": voices for voices in schema.SOURCE_TYPES}
    kept = totals[totals["toll_id"].isin(ids) & (totals["claims"] > 0)]
    rows = rows[rows["side of those killed"] == "any side"].set_index("source type")
    stated = {voices.replace("_", " "): number for voices, number in zip(kept["voices"], kept["claims"], strict=True)}
    assert rows["claims that can be of them"].to_dict() == stated
    assert rows["claims that name the side or hold it up"].str.split().str.len().to_dict() == stated


def test_words_are_neutral_and_alternative_texts_short():
    for made in several():
        must_be_in_house_style(made)


def test_words_of_the_real_totals():
    for made in real_ones():
        must_be_in_house_style(made)


def test_one_picture_always_has_the_same_bytes():
    assert charts.save(chart().draw("narrow"), "svg") == charts.save(chart().draw("narrow"), "svg")


def pictures():
    return {f"{chart().slug}-{size}": grey(chart().draw(size)) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
