"""Broken sheets are refused: one line for each fault, naming file, row, column, what was found and what is allowed."""

import pandas as pd
import pytest

from tollbook import ledger, schema, tabulate
from tollbook.errors import BadInput

CLAIMS, SOURCES, INCIDENTS, STATEMENTS, NUMBERS, CORRECTIONS = (f"{sheet.name}.csv" for sheet in schema.RAW_SHEETS)

CELL_FAULTS = [
    # file, row id, column, value, what the line must say
    (CLAIMS, "ORR-008", "besides", "guards", "column besides: found 'guards'; allowed is text of the form"),
    (CLAIMS, "ORR-001", "outcome", "kiled", "row 2 (ORR-001), column outcome: found 'kiled'; allowed is one of killed, wounded"),
    (CLAIMS, "ORR-001", "qualifier", "", "column qualifier: found ''; allowed is one of exact"),
    (CLAIMS, "ORR-001", "victim_side", "Rebel", "column victim_side: found 'Rebel'"),
    (CLAIMS, "ORR-001", "outcome_explicit", "maybe", "column outcome_explicit: found 'maybe'; allowed is yes or no"),
    (CLAIMS, "ORR-001", "date_end", "2031-02-30", "column date_end: found '2031-02-30'; allowed is a day of the calendar"),
    (CLAIMS, "ORR-001", "date_end", "3 March 2031", "column date_end: found '3 March 2031'; allowed is a date as YYYY-MM-DD"),
    (CLAIMS, "ORR-001", "date_end", "2031-3-3", "column date_end: found '2031-3-3'; allowed is a date as YYYY-MM-DD"),
    (CLAIMS, "ORR-001", "date_start", "2031-03-04", "column date_start: found '2031-03-04'; allowed is a day not after date_end, 2031-03-03"),
    (CLAIMS, "ORR-001", "date_end", "", "column date_end: found ''"),
    (CLAIMS, "ORR-001", "paragraph", "0", "column paragraph: found '0'; allowed is a whole number, 1 or more"),
    (CLAIMS, "ORR-001", "paragraph", "1.0", "column paragraph: found '1.0'; allowed is a whole number"),
    (CLAIMS, "ORR-001", "sentence", "NA", "column sentence: found 'NA'"),
    (CLAIMS, "ORR-001", "exact", "a b c d e f g h i j k l m", "column exact: found 13 words; allowed are at most 12"),
    (CLAIMS, "ORR-001", "exact", "=1+1", "column exact: found '=1+1'; allowed is text that does not begin with"),
    (CLAIMS, "ORR-001", "note", "@here", "column note: found '@here'; allowed is text that does not begin with"),
    (CLAIMS, "ORR-001", "victim_group", "Young Children", "column victim_group: found 'Young Children'"),
    (CLAIMS, "ORR-002", "claim_id", "ORR-001", "row 3, column claim_id: found 'ORR-001'"),
    (CLAIMS, "ORR-001", "claim_id", "claim 1", "row 2, column claim_id: found 'claim 1'"),
    (CLAIMS, "ORR-001", "source_id", "The Observatory", "column source_id: found 'The Observatory'"),
    (SOURCES, "observatory", "source_type", "ngo", "row 2 (observatory), column source_type: found 'ngo'; allowed is one of monitor"),
    (SOURCES, "observatory", "note", "", "column note: found ''"),
    (SOURCES, "captain", "source_id", "observatory", "row 3, column source_id: found 'observatory'"),
    (INCIDENTS, "quay", "date_end", "2031-13-01", "column date_end: found '2031-13-01'; allowed is a day of the calendar"),
    (NUMBERS, "ORR-N001", "reason", "other", "row 2 (ORR-N001), column reason: found 'other'; allowed is one of date"),
]

SENSE_FAULTS = [
    (CLAIMS, "ORR-001", "source_id", "nobody", "column source_id: found 'nobody'; allowed is an id of sources.csv"),
    (CLAIMS, "ORR-001", "incident_id", "nowhere", "column incident_id: found 'nowhere'; allowed is an id of incidents.csv"),
    (CLAIMS, "ORR-001", "claim_id", "XYZ-001", "found 'XYZ-001'; allowed is an id that begins with ORR-"),
    (CLAIMS, "ORR-002", "part_of", "ORR-099", "column part_of: found 'ORR-099'; allowed is an id of claims.csv"),
    (CLAIMS, "ORR-002", "part_of", "ORR-002", "which leads back to this row"),
    (CLAIMS, "ORR-002", "part_of", "", "found '' with scope breakdown"),
    (CLAIMS, "ORR-002", "part_of", "ORR-008", "allowed is a claim by the same source on the same incident"),
    (CLAIMS, "ORR-001", "scope", "breakdown", "found '' with scope breakdown"),
    (CLAIMS, "ORR-008", "besides", "ORR-099", "column besides: found 'ORR-099'; allowed is an id of claims.csv"),
    (CLAIMS, "ORR-008", "besides", "ORR-008", "column besides: found 'ORR-008'; allowed is another claim on the same incident"),
    (CLAIMS, "ORR-008", "besides", "ORR-001", "column besides: found 'ORR-001'; allowed is another claim on the same incident"),
    (CLAIMS, "ORR-002", "besides", "ORR-001", "column besides: found 'ORR-001'; allowed is another claim on the same incident, of which this one is no part"),
    (CLAIMS, "ORR-001", "paragraph", "3", "found section 'The first week', paragraph 3, sentence 1; allowed is a place of the outline"),
    (NUMBERS, "ORR-N001", "sentence", "4", "paragraph 1, sentence 4; allowed is a place of the outline in article.yaml"),
    (CLAIMS, "ORR-001", "attribution_text", "", "column attribution_text: found ''; allowed is the words that name the source"),
    (CLAIMS, "ORR-011", "attribution_text", "it is said", "allowed is blank, as the source is the article's own voice"),
    (CLAIMS, "ORR-001", "quantity_text", "40 people", 'column quantity_text: cannot read the quantity "40 people"'),
    (CLAIMS, "ORR-001", "quantity_text", "41", "found '41'; allowed are words of exact, or words in [brackets]"),
    (CLAIMS, "ORR-008", "qualifier", "exact", "column qualifier: found 'exact'; allowed is at_least, as quantity_text says"),
    (CLAIMS, "ORR-001", "qualifier", "implied", "implied goes with outcome_explicit no"),
    (CLAIMS, "ORR-008", "date_end", "2031-03-12", "allowed are days within those of its incident, 2031-03-11 to 2031-03-11"),
    (CLAIMS, "ORR-001", "date_precision", "open_start", "found 'open_start' with date_start '2031-03-03'"),
    (INCIDENTS, "mill", "may_overlap", "harbour", "column may_overlap: found 'harbour'; allowed is an id of incidents.csv"),
    (INCIDENTS, "mill", "part_of", "mill", "which leads back to this row"),
    (STATEMENTS, "ORR-S001", "source_id", "somebody", "row 2 (ORR-S001), column source_id: found 'somebody'; allowed is an id of sources.csv"),
]


def change(folder, file, row_id, column, value):
    """Set one cell of a sheet, as text."""
    path = folder / "data/raw/port-orrin" / file
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.loc[table.iloc[:, 0] == row_id, column] = value
    table.to_csv(path, index=False)


def refused() -> list[str]:
    with pytest.raises(BadInput) as refusal:
        tabulate.files(tabulate.read_all())
    return list(refusal.value.lines)


@pytest.mark.parametrize(("file", "row_id", "column", "value", "says"), CELL_FAULTS + SENSE_FAULTS)
def test_a_broken_cell_is_one_line(invented, file, row_id, column, value, says):
    change(invented, file, row_id, column, value)
    matching = [line for line in refused() if says in line]
    assert len(matching) == 1
    assert matching[0].startswith(f"data/raw/port-orrin/{file}: row ")
    assert "\n" not in matching[0]


def test_the_invented_ledger_itself_is_accepted(invented):
    assert set(tabulate.files(tabulate.read_all())) == {f"{sheet.name}.csv" for sheet in schema.TABLES} | {"datapackage.json"}


def test_all_faults_of_all_sheets_are_reported_at_once(invented):
    change(invented, CLAIMS, "ORR-001", "outcome", "kiled")
    change(invented, CLAIMS, "ORR-004", "mode", "shouts")
    change(invented, SOURCES, "captain", "source_type", "pirate")
    assert [line.split(":")[0].rsplit("/")[-1] for line in refused()] == [CLAIMS, CLAIMS, SOURCES]


@pytest.mark.parametrize(("content", "says"), [
    (b"", "row 1: missing source_id"),
    (b"\xff\xfe", "byte 0 is not UTF-8"),
    (b"source_id,name\na,b\n", "row 1: missing source_type, aliases, own_side, note"),
    (b"source_id,name,source_type,aliases,own_side,note,colour\n", "row 1: unknown 'colour'"),
    (b"name,source_id,source_type,aliases,own_side,note\n", "row 1: found the columns in another order or twice"),
    (b"source_id,name,source_type,aliases,own_side,note\na,b,monitor,,,n,extra\n", "row 2: found 7 cells; allowed are 6"),
    (b"source_id,name,source_type,aliases,own_side,note\na,b\n", "row 2: found 2 cells; allowed are 6"),
    (b'source_id,name,source_type,aliases,own_side,note\na,"b\n', "is not CSV"),
])
def test_a_broken_file_is_refused(invented, content, says):
    (invented / "data/raw/port-orrin/sources.csv").write_bytes(content)
    lines = refused()
    assert len(lines) == 1
    assert lines[0].startswith("data/raw/port-orrin/sources.csv: ") and says in lines[0]


def test_a_missing_sheet_is_named(invented):
    (invented / "data/raw/port-orrin/incidents.csv").unlink()
    assert refused()[0].startswith("data/raw/port-orrin/incidents.csv: not found")


@pytest.mark.parametrize(("old", "new", "says"), [
    ("title: Siege of Port Orrin\n", "", "title is missing"),
    ("article_id: port-orrin", "article_id: other", "allowed is the folder's name, port-orrin"),
    ("address: https:", "address: javascript:", "allowed is an address that starts with https://"),
    ("article_id: port-orrin\n", "article_id: [\n", "cannot be read"),
])
def test_broken_article_yaml_is_refused(invented, old, new, says):
    path = invented / "data/raw/port-orrin/article.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    lines = refused()
    assert len(lines) == 1 and says in lines[0]


def test_parts_may_not_add_up_to_more_than_their_whole_unless_the_article_has_it_so(invented):
    change(invented, CLAIMS, "ORR-002", "exact", "45 children")
    change(invented, CLAIMS, "ORR-002", "quantity_text", "45")
    assert "found parts of ORR-001 that add up to at least 45; allowed are at most 40" in refused()[0]
    change(invented, CLAIMS, "ORR-002", "note", "[sic]")
    assert tabulate.files(tabulate.read_all())


def test_running_totals_of_one_source_may_not_fall_unless_the_article_has_it_so(invented):
    for column, value in {"source_id": "voice", "attribution_text": "", "quantity_text": "more than 90"}.items():
        change(invented, CLAIMS, "ORR-003", column, value)
    assert "found a running total of 61 after one of 91" in refused()[0]
    change(invented, CLAIMS, "ORR-004", "note", "[sic]")
    assert tabulate.files(tabulate.read_all())


CORRECTION_FAULTS = [
    ("2031-04-01,ORR-099,outcome,killed,wounded,typing error", "found 'ORR-099'; allowed is an id of claims.csv"),
    ("2031-04-01,ORR-001,outcome,killed,wounded,typing error", "found 'wounded'; allowed is what stands in claims.csv, 'killed'"),
    ("2031-04-01,ORR-001,withdrawn,,,no toll", "found 'ORR-001', which is withdrawn and still in claims.csv"),
    ("2031-04-01,ORR-001,colour,,,no toll", "column column: found 'colour'"),
    ("2031-04-01,ORR-001,outcome,killed,killed,", "column reason: found ''"),
]


@pytest.mark.parametrize(("row", "says"), CORRECTION_FAULTS)
def test_a_broken_correction_is_refused(invented, row, says):
    with (invented / "data/raw/port-orrin/corrections.csv").open("a") as file:
        file.write(row + "\n")
    lines = refused()
    assert len(lines) == 1 and says in lines[0]


def test_a_correction_that_was_made_is_accepted(invented):
    with (invented / "data/raw/port-orrin/corrections.csv").open("a") as file:
        file.write("2031-04-01,ORR-001,outcome,wounded,killed,typing error\n2031-04-02,ORR-900,withdrawn,,,no toll\n")
    assert tabulate.files(tabulate.read_all())


EXPECTED_BOUNDS = {
    "ORR-001": (40, 40), "ORR-002": (12, 12), "ORR-003": (91, None), "ORR-004": (61, 61), "ORR-005": (2, 2), "ORR-006": (24, None),
    "ORR-007": (1, 1), "ORR-008": (15, None), "ORR-009": (6, None), "ORR-010": (33, 33), "ORR-011": (1, None), "ORR-012": (1, 1),
}


def test_claims_are_built_with_bounds_names_and_link(invented):
    claims = ledger.build_claims(ledger.read("port-orrin")).set_index("claim_id")
    bounds = {name: (row.low, None if pd.isna(row.high) else row.high) for name, row in claims.iterrows()}
    assert bounds == EXPECTED_BOUNDS
    assert claims.at["ORR-010", "link"] == "https://example.org/Siege_of_Port_Orrin#:~:text=killed%2033"
    assert claims.at["ORR-008", "source_name"] == "harbour office"
    assert claims.at["ORR-008", "incident_title"] == "Fighting on the quay"


def test_a_rule_set_that_leaves_vague_words_blank_gives_no_bounds_and_not_zero(invented):
    claims = ledger.under(ledger.build_claims(ledger.read("port-orrin")), "gtd_2017").set_index("claim_id")
    assert claims.loc["ORR-006", ["low", "high"]].isna().all()
    assert claims.at["ORR-001", "low"] == 40


def test_an_unknown_article_is_refused_with_the_known_ones(invented):
    with pytest.raises(BadInput, match="found 'atlantis'; allowed is one of port-orrin"):
        ledger.read("atlantis")
