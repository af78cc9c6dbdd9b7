"""Agreement of two codings: pairs by place and figure, percent and alpha by hand, and a log that decides every difference."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from tollbook import agreement, ledger, schema

CODING = Path(__file__).resolve().parent.parent / "docs/coding"


def sheet(*rows):
    """Make a coding sheet in which only place, quantity, outcome and side matter."""
    blank = dict.fromkeys(schema.CODED_TWICE.names, "")
    return pd.DataFrame([blank | {"claim_id": f"AAA-{number:03d}", "section": "S", "paragraph": "1", "sentence": place, "exact": quantity,
                                  "quantity_text": quantity, "outcome": outcome, "victim_side": side}
                         for number, (place, quantity, outcome, side) in enumerate(rows, 1)], dtype="str")


FIRST = sheet(("1", "40", "killed", "rebel"), ("1", "12", "killed", "civilian"), ("2", "dozens of", "wounded", "rebel"), ("3", "5", "killed", "rebel"))
SECOND = sheet(("1", "12", "killed", "civilian"), ("1", "40", "killed", "mixed"), ("2", "dozens", "wounded", "rebel"), ("4", "9", "killed", "rebel"))


def test_rows_are_paired_by_place_and_figure_whatever_their_order():
    assert agreement.pair(FIRST, SECOND).fillna(-1).to_numpy().tolist() == [[0, 1], [1, 0], [2, 2], [3, -1], [-1, 3]]


def test_percent_and_alpha_are_those_worked_out_by_hand():
    table = agreement.agreement(FIRST, SECOND).set_index("column")
    assert table.loc["figures found by both", ["compared", "same", "percent"]].to_list() == [5, 3, 60.0]
    assert table.loc["victim_side", ["compared", "same", "percent"]].to_list() == [3, 2, 66.7]
    # pairs: rebel-mixed, civilian-civilian, rebel-rebel. Values: rebel 3, civilian 2, mixed 1 of 6.
    # observed disagreement 2/6; expected (36 - 9 - 4 - 1) / (6 * 5) = 22/30; alpha = 1 - (2/6) / (22/30) = 6/11
    assert table.loc["victim_side", "alpha"] == pytest.approx(6 / 11, abs=0.001)
    assert pd.isna(table.loc["scope", "alpha"])  # one value everywhere: nothing could vary


def test_differences_name_the_cell_and_both_readings():
    found = agreement.differences(FIRST, SECOND)
    assert found.to_numpy().tolist() == [
        ["AAA-001", "victim_side", "rebel", "mixed"], ["AAA-003", "exact", "dozens of", "dozens"],
        ["AAA-003", "quantity_text", "dozens of", "dozens"], ["AAA-004", "(whole row)", "5", ""], ["AAA-004", "(whole row)", "", "9"]]


def codings():
    return [ledger.read_sheet(CODING / f"{name}-coding.csv", schema.CODED_TWICE) for name in ("first", "second")]


def test_the_log_decides_every_difference_of_the_real_codings():
    found = agreement.differences(*codings())
    assert len(found) > 50
    assert agreement.undecided(found, CODING / "adjudication.csv") == []
    assert len(agreement.undecided(found, CODING / "no-such-log.csv")) == len(found)


def test_the_ledger_has_what_the_log_decided_or_what_was_corrected_since():
    sheets = ledger.read("aleppo-2014")
    claims = sheets.claims.set_index("claim_id")
    corrected = sheets.corrections.set_index(["claim_id", "column"])["new"].to_dict()
    with (CODING / "adjudication.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["column"] != "(whole row)":
                decided = corrected.get((row["claim_id"], row["column"]), row[row["taken"]])
                assert claims.at[row["claim_id"], row["column"]] == decided, row


def test_the_committed_agreement_is_what_the_codings_give():
    written = pd.read_csv(CODING / "agreement.csv").set_index("column")
    table = agreement.agreement(*codings()).set_index("column")
    pd.testing.assert_frame_equal(written.drop(index="source_type"), table, check_dtype=False)
