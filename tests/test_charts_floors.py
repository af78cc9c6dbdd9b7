"""Totals as floors and ceilings: where the limits stand, what is written beside them, and what is refused.

The totals are invented. The pictures in tests/baseline are drawn again by `python tests/test_charts_floors.py`: look at them before
keeping them.
"""

import re

import pandas as pd
import pytest

from drawing import SIZES, drawn, grey, keep, must_be_in_house_style, must_be_readable, must_look_as_kept, overlapping, real, written
from tollbook import charts, schema
from tollbook.charts import palette
from tollbook.errors import BadInput

AT_ODDS = {"state": "contradiction", "low": None, "high": None, "conflicts": "ORR-002+ORR-007"}
SILENT = {"state": "no_claim", "low": None, "high": None, "claims": 0, "open_claims": 0}


def toll(voices, low=None, high=None, claims=1, open_claims=0, **more):
    """Write one total; what is not given is of people killed on any day, every claim holding."""
    return dict.fromkeys(schema.TOLLS.names) | {
        "article_id": "port-orrin", "voices": voices, "outcome": "killed", "victim_side": "any", "single_sourced": "yes", "implied": "no",
        "rule": "all_together", "rule_set": "literal", "state": "consistent", "low": low, "high": high, "claims": claims,
        "open_claims": open_claims, "sentence": "-"} | more


def table(*rows):
    named = [row | {"toll_id": "/".join(str(row[name]) for name in ("voices", "rule", "first_source_type", "given_up"))} for row in rows]
    return schema.typed(pd.DataFrame(named)[schema.TOLLS.names], schema.TOLLS)


def voices():
    """A total for each source type, one with every kind of limits, in another order than the codebook's; and one for all voices."""
    return table(
        toll("any", claims=40, open_claims=20, **AT_ODDS),
        toll("unattributed", 3210, None, 22, 12, low_held_by="ORR-004 3000; ORR-009 210"),
        toll("monitor", 517, None, 12, 9, low_held_by="ORR-001 517"),
        toll("rebel", 90, 90, 3, 1),
        toll("opposition", 6, 40, 2),
        toll("government", 0, None, 1, 1),
        toll("state_media", **SILENT),
        toll("pro_government_media", **SILENT),
        toll("aid_group", 0, 603, 4),
        toll("independent_media", claims=5, open_claims=2, **AT_ODDS),
        toll("unnamed_report", 25, None, 1, 1),
    )


def rules():
    """A total of all voices under each rule."""
    return table(
        toll("any", 2000, None, 8, 4, rule="giving_up", given_up="ORR-002; ORR-009"),
        toll("any", 1400, None, 8, 4, rule="giving_up", given_up="ORR-007"),
        toll("any", 1200, 4000, 10, 4, rule="range"),
        toll("any", 2000, None, 7, 3, rule="source_order", first_source_type="rebel"),
        toll("any", 1200, None, 7, 4, rule="source_order", first_source_type="monitor"),
        toll("any", 1200, None, 7, 4, rule="lowest"),
        toll("any", claims=10, open_claims=5, **AT_ODDS),
    )


def chart():
    return charts.floors_and_ceilings(voices())


def by_rule():
    return charts.floors_and_ceilings(rules(), by="rule")


def at(figure, number):
    """Give the point of the sheet where a number stands on the axis of people."""
    return figure.axes[1].transData.transform((number, 1))[0]


def limits(figure, gid):
    """Give the place of each bracket, its height and whether it opens to the right."""
    return [(line.get_xdata()[1], sum(line.get_ydata()) / 4, line.get_xdata()[0] > line.get_xdata()[1]) for line in drawn(figure, gid)]


def texts(figure):
    return {text.get_text(): text for text in figure.axes[0].texts}


@pytest.mark.parametrize("size", SIZES)
def test_a_floor_is_a_bracket_at_the_least_total(size):
    figure = chart().draw(size)
    # the government's claims set no limit, and the aid group's no floor
    assert [(x, right) for x, _, right in limits(figure, "floor")] == [
        (pytest.approx(at(figure, low)), True) for low in (517, 90, 6, 25, 3210)]
    assert [(x, right) for x, _, right in limits(figure, "ceiling")] == [(pytest.approx(at(figure, high)), False) for high in (90, 40, 603)]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_runs_to_a_floor_from_zero(size):
    figure = chart().draw(size)
    floors = {y: x for x, y, _ in limits(figure, "floor")}
    left = figure.axes[1].get_position().x0 * figure.get_size_inches()[0] * 72
    for gid in ("open-above", "between"):
        for line in drawn(figure, gid):
            (start, end), (y, _) = line.get_xdata(), line.get_ydata()
            assert start == pytest.approx(floors.get(y, left))
            assert start <= end


def test_an_arrow_for_each_open_ceiling_and_a_line_to_each_closed_one():
    figure = chart().draw("wide")
    assert [line.get_xdata()[0] for line in drawn(figure, "open-above")] == pytest.approx([at(figure, low) for low in (517, 25, 3210)])
    assert all(line.get_xdata()[1] - line.get_xdata()[0] == 22 for line in drawn(figure, "open-above"))
    exact, ranged, none = drawn(figure, "between")
    assert exact.get_xdata()[0] == exact.get_xdata()[1]
    assert list(ranged.get_xdata()) == pytest.approx([at(figure, 6), at(figure, 40)])
    assert [ranged.get_linestyle(), none.get_linestyle()] == ["-", "--"]


def test_limits_are_in_the_ink_of_their_source_type():
    figure = chart().draw("wide")
    assert [line.get_color() for line in drawn(figure, "floor")] == [
        palette.MARKS[name].ink for name in ("monitor", "rebel", "opposition", "unnamed_report", "unattributed")]
    assert [line.get_color() for line in drawn(by_rule().draw("wide"), "floor")] == [palette.INK] * 6


def test_rows_are_in_the_order_of_the_codebook_and_all_voices_last():
    figure = chart().draw("wide")
    names = [name.replace("_", " ").replace("pro government", "pro-government") for name in schema.SOURCE_TYPES]
    heights = [texts(figure)[name].get_position()[1] for name in [*names, "all voices together"]]
    assert heights == sorted(heights)
    assert chart().table["source type"].tolist() == [*names, "all voices together"]


def test_each_row_says_its_total_and_how_many_claims_it_rests_on():
    said = written(chart().draw("wide"))
    said = said[said.index("monitor"):]
    assert said == [
        "monitor", "at least 517", "12 claims, 9 without an upper limit",
        "rebel", "90", "3 claims, 1 without an upper limit",
        "opposition", "6 to 40", "2 claims",
        "government", "no least number", "1 claim, without an upper limit",
        "state media", "states none",
        "pro-government media", "states none",
        "aid group", "up to 603", "4 claims",
        "independent media", "no number: its claims contradict one another", "5 claims, 2 without an upper limit",
        "unnamed report", "at least 25", "1 claim, without an upper limit",
        "unattributed", "at least 3,210", "22 claims, 12 without an upper limit",
        "all voices together", "no number: the claims contradict one another", "40 claims, 20 without an upper limit"]


def test_on_a_narrow_sheet_a_row_says_the_same():
    said = " ".join(written(chart().draw("narrow")))
    for words in ("monitor 12 claims, 9 without an upper limit at least 517", "state media states none", "government no least number; 1 claim",
                  "independent media no number: its claims contradict one another; 5 claims, 2 without an upper limit",
                  "aid group 4 claims up to 603"):
        assert words in said


@pytest.mark.parametrize("size", SIZES)
def test_a_label_stands_behind_its_mark_and_not_on_it(size):
    figure = chart().draw(size)
    tips = {round(sum(line.get_ydata()) / 2): line.get_xdata()[1] for line in drawn(figure, "open-above")}
    for words in ("at least 517", "at least 25", "at least 3,210"):
        x, y = texts(figure)[words].get_position()
        assert min(x - tip for height, tip in tips.items() if abs(height - y) < 14) == pytest.approx(6)


def test_words():
    made = chart()
    assert made.slug == "floors-by-voices"
    assert made.title == ("How many people killed do the claims of each source type allow? Least totals from 6 to 3,210; 2 of 10 state none; "
                          "1 of 10 gives no number")
    assert made.caption == (
        "A bracket that opens to the right: the least total that the claims allow, each counted once. An arrow: no upper limit. A bracket that "
        "opens to the left: the greatest number that these claims can be of. A broken line: the claims allow none at all. Claims: those that "
        "can be of those counted. A total can have an upper limit although a claim has none, where another claim limits it. No least number: the "
        "claims set no limit. To state none is not to state a total of zero. All voices together: every claim at once. Least totals, not "
        "estimates; the totals of different voices overlap and must not be added up. A low one may come of few claims and not of few people. "
        "What the article implies and does not state is left out. Vague words are read by the rule set literal.")
    assert made.alt == (
        "11 rows on a logarithmic scale: for each source type the least and the greatest total of people killed that claims allow. monitor: at "
        "least 517; rebel: 90; opposition: 6 to 40; government: no least number; aid group: up to 603; unnamed report: at least 25; unattributed: at "
        "least 3,210. No number, as claims contradict one another: independent media; all voices together. States none: state media; "
        "pro-government media.")


def test_table_holds_the_bounds_and_the_claims():
    rows = chart().table
    assert rows.iloc[0].tolist() == ["monitor", "at least 517", 517, pd.NA, 12, 9, "ORR-001 517", ""]
    assert rows.iloc[-1, 1] == "no number: the claims contradict one another"
    assert rows.iloc[-1].tolist()[4:] == [40, 20, "", "ORR-002+ORR-007"]
    assert rows["low"].isna().tolist() == [False, False, False, False, True, True, False, True, False, False, True]


def test_rules_are_named_with_what_they_put_first_or_give_up():
    made = by_rule()
    assert made.table["rule"].tolist() == ["all together", "lowest", "source order: monitor first", "source order: rebel first",
                                           "range: least and greatest over all ways",
                                           "giving up ORR-002 and ORR-009", "giving up ORR-007"]
    assert made.table["total"].tolist()[1:5] == ["at least 1,200", "at least 1,200", "at least 2,000", "1,200 to 4,000"]
    assert made.title == "How many people killed do all claims allow under each rule? Least totals from 1,200 to 2,000; 1 of 7 ways gives no number"
    assert made.caption.endswith(
        "A rule says what becomes of rival claims. Least totals, not estimates: every row reads the same claims in another way, and none says "
        "which figure is right. What the article implies and does not state is left out. Vague words are read by the rule set literal.")


@pytest.mark.parametrize("size", SIZES)
def test_the_meaning_of_a_rule_stands_in_its_first_row(size):
    said = " ".join(written(by_rule().draw(size)))
    for name in ("all_together", "lowest", "source_order", "range", "giving_up"):
        assert said.count(schema.RULES[name]) == 1
    assert said.index("source order: monitor first") < said.index(schema.RULES["source_order"]) < said.index("source order: rebel first")


@pytest.mark.parametrize(("more", "name", "total"), [
    ({"low": 1200, "high": None}, "range: the least over all ways", "at least 1,200"),
    ({"low": 1200, "high": 4000}, "range: least and greatest over all ways", "1,200 to 4,000"),
    ({"low": 0, "high": 40}, "range: least and greatest over all ways", "up to 40"),
    (AT_ODDS, "range", "no number: the claims contradict one another"),
])
def test_a_range_says_which_ends_it_gives(more, name, total):
    made = charts.floors_and_ceilings(table(toll("any", **{"claims": 8} | more | {"rule": "range"}), toll("any", 7, rule="lowest")), "rule")
    assert made.table.iloc[1][["rule", "total"]].tolist() == [name, total]
    for size in SIZES:
        assert name in " ".join(written(made.draw(size)))


def test_giving_up_claims_is_no_rule_but_a_way():
    at_odds = [toll("any", **AT_ODDS, rule=rule) for rule in ("lowest", "all_together")]
    made = charts.floors_and_ceilings(table(*at_odds, toll("any", 7, rule="giving_up", given_up="ORR-002")), "rule")
    assert made.title.endswith("A least total of 7; 2 of 3 ways give no number")


def test_rules_for_the_claims_of_one_source_type():
    one = rules().assign(voices="monitor")
    assert charts.floors_and_ceilings(one, "rule").title.startswith("How many people killed do the claims of the type monitor allow under each rule?")


@pytest.mark.parametrize(("more", "title", "slug"), [
    ({"outcome": "wounded", "victim_side": "civilian"}, "How many civilians wounded do all claims allow? A least total of 7",
     "floors-by-voices-wounded-civilian"),
    ({"date_from": "2031-03-01", "date_to": "2031-03-31"}, "How many people killed from 1 to 31 March 2031 do all claims allow? A least total of 7",
     "floors-by-voices-2031-03-01-2031-03-31"),
    ({"date_from": "2031-03-08", "date_to": "2031-03-08"}, "How many people killed on 8 March 2031 do all claims allow? A least total of 7",
     "floors-by-voices-2031-03-08-2031-03-08"),
    ({"date_from": "2031-03-08"}, "How many people killed from 8 March 2031 on do all claims allow? A least total of 7",
     "floors-by-voices-2031-03-08"),
    ({"date_to": "2031-03-08"}, "How many people killed up to 8 March 2031 do all claims allow? A least total of 7",
     "floors-by-voices-2031-03-08"),
    ({"outcome": "materiel"}, "How many vehicles and weapons lost do all claims allow? A least total of 7", "floors-by-voices-materiel"),
])
def test_what_is_counted_is_in_the_title(more, title, slug):
    made = charts.floors_and_ceilings(table(toll("any", 7, None, 2, 2, **more)))
    assert (made.title, made.slug) == (title, slug)
    assert ("What the article implies" in made.caption) == ("outcome" not in more)
    assert ("vehicles and weapons, as the claims allow; logarithmic scale" in written(made.draw("wide"))) == (more.get("outcome") == "materiel")


def test_what_is_chosen_is_in_the_caption():
    made = charts.floors_and_ceilings(table(toll("monitor", 7, None, 2, 2, implied="yes", single_sourced="no", rule_set="gtd_2017")))
    assert made.caption.endswith("Claims that no other source counts the people of are left out. What the article implies and does not state is "
                                 "counted. Vague words are read by the rule set gtd_2017.")
    assert "2 claims, all without an upper limit" in written(made.draw("wide"))
    assert made.title == "How many people killed do the claims of the type monitor allow? A least total of 7"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [
    [toll("monitor", 0, None, 3, 3)], [toll("monitor", 0, 0, 1)], [toll("monitor", claims=3, **AT_ODDS), toll("rebel", **SILENT)]])
def test_without_any_limit_there_is_no_axis(rows, size):
    made = charts.floors_and_ceilings(table(*rows))
    figure = made.draw(size)
    assert len(figure.axes) == 1
    assert drawn(figure, "floor") + drawn(figure, "ceiling") + drawn(figure, "open-above") == []
    assert "logarithmic" not in made.alt + " ".join(written(figure))
    assert "No least total" in made.title
    assert overlapping(figure) == []
    assert 20 <= len(made.alt.split()) <= 125


def test_a_long_list_of_rules_is_told_in_part():
    many = table(*(toll("any", 1000 + at, None, 8, 4, rule="giving_up", given_up=f"ORR-{at:03d}; ORR-{at + 100:03d}") for at in range(1, 60)))
    made = charts.floors_and_ceilings(many, "rule")
    assert made.alt.count("giving up") == 8  # of eight words each, where there is room for 66
    assert made.alt.endswith("giving up ORR-008 and ORR-108: at least 1,008; and 51 more in the table.")
    assert len(made.alt.split()) <= 125
    assert overlapping(made.draw("narrow")) == []


@pytest.mark.parametrize(("rows", "by", "words"), [
    (voices()[:0], "voices", "the selection holds 0 totals, and none with a claim; allowed is a selection with at least one"),
    (table(toll("monitor", **SILENT), toll("rebel", **SILENT)), "voices", "the selection holds 2 totals, and none with a claim"),
    (voices(), "side", "by: found 'side'; allowed are voices and rule"),
    (rules(), "voices", "by voices: found totals with different rule (giving_up, range, source_order); allowed is one"),
    (voices(), "rule", "by rule: found totals with different voices (any, unattributed, monitor); allowed is one"),
    (table(toll("monitor", 5), toll("rebel", 5, date_from="2031-03-01")), "voices", "found totals with different date_from (none, 2031-03-01)"),
    (table(toll("monitor", 5), toll("rebel", 5, rule_set="gtd_2017")), "voices", "found totals with different rule_set (literal, gtd_2017)"),
    (table(toll("monitor", 5), toll("monitor", 6)), "voices", "found monitor/all_together/None/None besides another total of the same voices"),
    (table(toll("monitor; rebel", 5)), "voices", "by voices: found 'monitor; rebel'; allowed are single source types and any"),
])
def test_what_cannot_be_drawn_is_refused_with_a_sentence(rows, by, words):
    with pytest.raises(BadInput, match=re.escape(words)) as refused:
        charts.floors_and_ceilings(rows, by)
    assert "allowed" in str(refused.value)
    assert "\n" not in str(refused.value)


def several():
    """Charts of every kind of selection."""
    wide_apart = [toll(name, number, None, 123, 45) for name, number in (("monitor", 1), ("rebel", 1234567), ("opposition", 40))]
    near = [toll(name, number, number + 1, 3, 1) for name, number in (("monitor", 7), ("rebel", 8))]
    return [chart(), by_rule(), charts.floors_and_ceilings(table(*wide_apart)), charts.floors_and_ceilings(table(*near)),
            charts.floors_and_ceilings(table(toll("monitor", 7, 7)))]


def real_ones():
    """The real totals of all days and of each month by voices, of every side by rule."""
    totals = real("tolls")
    plain = totals[(totals["single_sourced"] == "yes") & (totals["implied"] == "no") & (totals["rule_set"] == "literal")]
    groups = [*((rows, "voices") for _, rows in plain[plain["rule"] == "all_together"].groupby(["outcome", "victim_side", "date_from"], dropna=False)),
              *((rows, "rule") for _, rows in plain[(plain["voices"] == "any") & plain["date_from"].isna()].groupby(["outcome", "victim_side"]))]
    return [charts.floors_and_ceilings(rows, by) for rows, by in groups if (rows["state"] != "no_claim").any()]


@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another_or_is_too_small(size):
    for made in several():
        must_be_readable(made.draw(size), size)


@pytest.mark.parametrize("size", SIZES)
def test_no_text_of_the_real_totals_covers_another(size):
    for made in real_ones():
        assert overlapping(made.draw(size)) == [], made.title


def test_words_are_neutral_and_alternative_texts_short():
    for made in several():
        must_be_in_house_style(made)
        assert made.title.startswith("How many ")


def test_words_of_the_real_totals():
    for made in real_ones():
        must_be_in_house_style(made)
        assert made.title.startswith("How many ")


def test_one_picture_always_has_the_same_bytes():
    assert charts.save(by_rule().draw("narrow"), "svg") == charts.save(by_rule().draw("narrow"), "svg")


def pictures():
    return {f"{made.slug}-{size}": grey(made.draw(size)) for made in (chart(), by_rule()) for size in SIZES}


def test_pictures_look_as_they_did():
    must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
