"""The benchmark of growth: its ledger is invented in the proportions of the real one, its loops and joins agree, its demands can fail."""

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

from drawing import real
from tollbook import quantities, schema
from tollbook.tolls import Selection, Totals

SCALE = Path(__file__).resolve().parent.parent / "benchmarks/scale.py"


@pytest.fixture(scope="module")
def scale():
    found = importlib.util.spec_from_file_location("scale", SCALE)
    module = sys.modules["scale"] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def invented_ledger(scale):
    return scale.invent(7_400)


# -- the invented ledger -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["qualifier", "outcome", "victim_side", "source_type", "scope"])
def test_shares_of_codes_lie_within_seven_hundredths_of_those_of_the_real_ledger(invented_ledger, column):
    known, invented = (claims[column].value_counts(normalize=True) for claims in (real("claims"), invented_ledger.claims()))
    apart = invented.sub(known, fill_value=0).abs()
    assert (apart <= 0.07).all(), apart[apart > 0.07]


@pytest.mark.parametrize(("sheet", "column", "of_33_incidents"), [
    ("claims", "part_of", 12), ("claims", "besides", 2), ("incidents", "part_of", 2), ("incidents", "may_overlap", 7), ("incidents", "incident_id", 33)])
def test_links_are_as_frequent_as_in_the_real_ledger_of_33_incidents(invented_ledger, sheet, column, of_33_incidents):
    filled = (getattr(invented_ledger.sheets, sheet)[column] != "").sum()
    assert filled / 100 == pytest.approx(of_33_incidents, rel=0.25)


@pytest.mark.parametrize(("voices", "of_33_incidents"), [(1, 28), (3, 3), (4, 2)])
def test_most_incidents_have_one_voice_and_some_have_several(invented_ledger, voices, of_33_incidents):
    counts = invented_ledger.sheets.claims.groupby("incident_id")["source_id"].nunique().value_counts()
    assert counts[voices] / 100 == pytest.approx(of_33_incidents, abs=1.5)


def test_the_sheets_are_as_a_coder_has_to_write_them(invented_ledger):
    for sheet in (schema.RAW_CLAIMS, schema.RAW_INCIDENTS, schema.RAW_SOURCES):
        schema.raw_schema(sheet).validate(getattr(invented_ledger.sheets, sheet.name), lazy=True)


def test_quantities_are_worded_as_their_qualifiers_say(invented_ledger):
    claims = invented_ledger.claims()
    worded = claims[~claims["qualifier"].isin(["implied"]) & claims["part_of"].isna()]
    read = {text: quantities.read(text).qualifier for text in worded["quantity_text"].fillna("").unique()}
    assert (worded["quantity_text"].fillna("").map(read) == worded["qualifier"]).all()


def test_no_row_is_one_of_the_real_ledger(invented_ledger):
    known = real("claims")
    assert not set(known["claim_id"]) & set(invented_ledger.sheets.claims["claim_id"])
    assert not set(known["incident_id"]) & set(invented_ledger.sheets.claims["incident_id"])
    assert known["date_end"].max() < invented_ledger.sheets.claims["date_end"].min()


def test_one_size_gives_one_ledger_with_as_many_claims(scale):
    first, again = scale.invent(500).sheets, scale.invent(500).sheets
    pd.testing.assert_frame_equal(first.claims, again.claims)
    assert len(first.claims) == first.claims["claim_id"].nunique() == 500


def test_a_monitor_does_not_contradict_itself_and_all_voices_together_do(invented_ledger):
    totals = Totals(invented_ledger.claims(), invented_ledger.incidents())
    assert totals.total(Selection(("monitor",)), explain=False).state == "consistent"
    assert totals.total(Selection(), explain=False).state == "contradiction"


# -- measuring ---------------------------------------------------------------------------------------------------------------------------


def test_every_stage_runs_at_a_tiny_size(scale):
    measured = scale.measure(150)
    assert {name.partition(":")[0] for name in measured["times"]} == {
        "tabulate", "compare", "totals", "words of the comparisons", "contradictions and near misses"}
    assert measured["found"]["pairs compared"] > 0


def test_joins_find_what_every_plain_loop_finds(scale):
    assert set(scale.measure_loops(600)) == {"joins", *scale.LOOPS}


def test_a_loop_that_finds_other_pairs_than_the_joins_is_no_yardstick(scale, monkeypatch):
    monkeypatch.setitem(scale.LOOPS, "no claim with any", lambda rows: [])
    with pytest.raises(RuntimeError, match="no claim with any: a plain loop finds 0 pairs that the joins do not, and lacks"):
        scale.measure_loops(150)


def measured(times):
    return {size: {"times": {"stage": seconds}} for size, seconds in times.items()}


@pytest.mark.parametrize(("times", "holds"), [
    ({1_000: 1, 10_000: 10}, True),
    ({1_000: 1, 10_000: 13.3}, True),  # n log n: 4/3 of ten times
    ({1_000: 1, 10_000: 100}, False),
    ({1_000: 1, 10_000: 5, 100_000: 150}, False),  # at most 13.3 from the first to the second, 12.5 from there
    ({1_000: 1}, True),
])
def test_growth_beyond_n_log_n_fails_from_any_size_to_the_next(scale, capsys, times, holds):
    assert scale.check_growth(measured(times)) == holds
    assert ("FAILS" in capsys.readouterr().out) != holds


@pytest.mark.parametrize(("seconds", "holds"), [(20, True), (19, False)])
def test_the_plainest_loop_has_to_take_twenty_times_as_long_as_the_joins(scale, capsys, seconds, holds):
    times = dict.fromkeys(scale.LOOPS, 5.0) | {"joins": 1.0, "every claim with every other": seconds}
    assert scale.check_loops(times) == holds
    assert ("holds" if holds else "FAILS") in capsys.readouterr().out.splitlines()[0]
