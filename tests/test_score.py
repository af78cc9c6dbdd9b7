"""The scorer of candidates: what finds what, one to one, and that it says what the scorer of the others' texts says."""

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from conftest import PROJECT, lacking
from tollbook import article, schema
from tollbook.extract import lexicon, score, table

TEXT = "At least 12 soldiers were killed at Orrin Ford, officials said. Two rebels died. Later two rebels died at the mill, where 30 fell."


def row(exact, low, high=None, *, quantity="", outcome="killed", side="unspecified", source="unattributed", note="", **more):
    """A row of a reference; a figure without a second bound is exact, and open with ""."""
    return {"exact": exact, "quantity_text": quantity or exact.split()[0], "low": str(low), "high": str(low if high is None else high),
            "qualifier": "exact", "outcome": outcome, "victims": exact, "victim_side": side, "source_type": source, "date_start": "2031-03-01",
            "date_end": "2031-03-01", "note": note} | more


def candidate(exact, low, high=None, *, after=0, **more):
    start = TEXT.index(exact, after)
    return row(exact, low, high, **more) | {"char_start": str(start), "char_end": str(start + len(exact)), "rule_id": "passive"}


def compare(reference, given):
    return score.score(reference, score.spans(reference, TEXT), given)


SOLDIERS = {"side": "government", "source": "government"}


@pytest.mark.parametrize(("given", "found"), [
    (candidate("At least 12 soldiers", 12, "", **SOLDIERS), 1),
    (candidate("12 soldiers", 12, "", **SOLDIERS), 1),  # the spans overlap
    (candidate("12 soldiers", 12, "", outcome="wounded"), 1),  # found, with another outcome
    (candidate("12 soldiers", 12, **SOLDIERS), 0),  # 12..12 is not 12..open
    (candidate("12 soldiers", "", "", **SOLDIERS), 0),
    (candidate("Orrin Ford", 12, "", **SOLDIERS), 0),  # somewhere else
])
def test_a_candidate_finds_a_row_where_spans_overlap_and_bounds_are_the_same(given, found):
    one = compare([row("At least 12 soldiers", 12, "", quantity="At least 12", **SOLDIERS)], [given])
    assert (one.found, len(one.missed), len(one.false)) == (found, 1 - found, 1 - found)


def test_each_has_one_counterpart():
    rebels = candidate("Two rebels", 2)
    one = compare([row("Two rebels", 2)], [rebels, rebels])
    assert (one.wanted, one.given, one.found, one.precision(), one.recall()) == (1, 2, 1, 0.5, 1.0)


def test_of_two_candidates_the_one_that_agrees_more_counts():
    one = compare([row("Two rebels", 2, side="rebel")], [candidate("Two rebels", 2, outcome="wounded"), candidate("Two rebels", 2, side="rebel")])
    assert one.agree["full"] == 1 and one.false[0]["outcome"] == "wounded"


def test_more_pairs_count_before_better_ones():
    # the long candidate agrees with the second row, the short one overlaps with that row only
    reference = [row("Two", 2, quantity="Two", side="isis"), row("rebels", 2, quantity="rebels", side="rebel")]
    one = compare(reference, [candidate("Two rebels", 2, side="rebel"), candidate("rebels", 2, side="ypg")])
    assert one.found == 2


@pytest.mark.parametrize(("reference", "given", "full"), [
    ({"source": "unnamed_report"}, {"source": "unattributed"}, 1),
    ({"source": "state_media"}, {"source": "pro_government_media"}, 1),
    ({"source": "independent_media"}, {"source": "pro_government_media"}, 0),
    ({"side": "kurdish"}, {"side": "ypg"}, 1),
    ({"side": "civilian"}, {"side": "rebel"}, 0),
    ({"outcome": "wounded"}, {"outcome": "killed"}, 0),
])
def test_full_compares_outcome_side_and_source_coarsely(reference, given, full):
    one = compare([row("Two rebels", 2, **reference)], [candidate("Two rebels", 2, **given)])
    assert (one.found, one.agree["full"]) == (1, full)


@pytest.mark.parametrize("note", ["optional", "OPTIONAL: a side remark", "a doubtful case; optional: ignored"])
def test_an_optional_row_is_neither_missed_nor_wrong(note):
    reference = [row("Two rebels", 2, note=note), row("12 soldiers", 12)]
    assert compare(reference, [candidate("12 soldiers", 12)]).f1() == 1.0
    assert compare(reference, [candidate("12 soldiers", 12), candidate("Two rebels", 2)]).f1() == 1.0


def test_a_reference_that_is_cut_off_asks_nothing_of_the_rest():
    far = candidate("Two rebels", 2) | {"char_start": "9000", "char_end": "9010"}
    assert compare([row("12 soldiers", 12, note="cut-off here")], [far]).given == 0
    assert compare([row("12 soldiers", 12)], [far]).given == 1


def test_dates_are_right_where_both_are():
    reference = [row("Two rebels", 2), row("12 soldiers", 12)]
    one = compare(reference, [candidate("Two rebels", 2), candidate("12 soldiers", 12, date_end="2031-03-02")])
    assert one.accuracy("dates") == 0.5
    assert score.classes(one)["dates"] == Counter({"date_end another day": 1})


def test_scores_of_several_texts_add_their_counts():
    first = compare([row("Two rebels", 2)], [candidate("Two rebels", 2)])
    second = compare([row("Two rebels", 2)] * 3, [])
    assert ((first + second).f1(), (first + second).recall()) == (0.4, 0.25)


def test_nothing_against_nothing_is_zero():
    one = compare([], [])
    assert (one.precision(), one.recall(), one.f1(), one.accuracy("outcome")) == (0.0, 0.0, 0.0, 0.0)


def test_rows_with_the_same_words_stand_one_after_the_other():
    places = score.spans([row("rebels died", 2, quantity="rebels"), row("rebels died", 2, quantity="rebels"), row("30", 30)], TEXT)
    assert places == [(68, 74), (91, 97), (TEXT.index("30"), TEXT.index("30") + 2)]


def test_a_row_stands_in_the_sentence_that_its_opening_names():
    (place,) = score.spans([row("rebels died", 2, quantity="rebels", sentence_text_start="Later two")], TEXT)
    assert place == (91, 97)


@pytest.mark.parametrize(("wording", "kind"), [
    ({"outcome": "materiel"}, "materiel"),
    ({"qualifier": "unquantified"}, "no number, killed"),
    ({"scope": "breakdown"}, "part, killed"),
    ({"victims": "[soldiers]"}, "headless, killed"),
    ({"quantity_text": "[one]", "low": "1", "high": "1"}, "person named, killed"),
    ({"qualifier": "vague"}, "vague, killed"),
    ({}, "counted people, killed"),
])
def test_what_is_missed_is_counted_by_its_wording(wording, kind):
    assert score.classes(compare([row("Two rebels", 2) | wording], []))["missed"] == Counter([kind])


# -- the scorer of the texts of others -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def theirs():
    path = PROJECT.parent / "shared/checks/score_extraction.py"
    if not path.is_file():
        lacking(f"no scorer: {path} is not there")
    found = importlib.util.spec_from_file_location("score_extraction", path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def changed(rows):
    """Drop, double and change some rows in fixed places, so that there is something of everything to score."""
    for n, one in enumerate(rows):
        if n % 5:
            yield one | ({"victim_side": "isis"} if n % 7 == 3 else {}) | ({"low": "77"} if n % 11 == 4 else {})
        if n % 6 == 2:
            yield one | {"outcome": "missing"}


@pytest.mark.parametrize("change", [list, lambda rows: list(changed(rows))], ids=["as read", "changed"])
def test_it_agrees_with_the_scorer_of_the_others(theirs, change):
    folder = PROJECT.parent / "shared/corpus"
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            reference = list(csv.DictReader(file))
        rows = table.read(path.read_bytes(), path.name, lexicon.load()).candidates
        given = change([dict(zip(schema.CANDIDATES.names, map(str, one), strict=True)) for one in rows])
        ours = score.score(reference, score.spans(reference, text), given)
        expected, missed, spurious = theirs.score(text, [dict(one) for one in reference], given)
        assert {
            "reference": ours.wanted, "extracted": ours.given, "found": rounded(ours), "full": rounded(ours, full=True),
            **{f"{name}_accuracy": round(ours.accuracy(name), 3) for name in score.FIELDS},
        } == expected
        assert (len(ours.missed), len(ours.false)) == (len(missed), len(spurious))


def rounded(one, full=False):
    return {"precision": round(one.precision(full), 3), "recall": round(one.recall(full), 3), "f1": round(one.f1(full), 3)}


def test_claims_of_a_ledger_stand_in_their_sentences(tmp_path):
    path = Path(tmp_path, "ford.md")
    path.write_text("---\ntitle: Ford\n---\n## Course\n\nOne sentence. Thereâ€™s word of 14 soldiers killed.\n", encoding="utf-8")
    claim = row("14 soldiers", 14) | {"section": "Course", "paragraph": "1", "sentence": "2"}
    content = path.read_text(encoding="utf-8")
    ((start, end),) = score.spans_of_ledger([claim], article.read(path))
    assert content[start:end] == "14"
