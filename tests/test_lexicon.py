"""The words the grammar knows: what another war's folder changes, what a wrong sheet is told, and whether the project's own sheets are sound."""

import csv
import re
from collections import Counter

import pytest

from conftest import PROJECT
from tollbook import article, schema
from tollbook.errors import BadInput
from tollbook.extract import lexicon, reader
from tollbook.extract.tokens import words_of

OWN = PROJECT / lexicon.LEXICON
HEADERS = {
    "actors": "name,aliases,side,source_type,note", "people": "one,many,side,group,speaks_as", "materiel": "one,many",
    "things": "one,many,reason", "saying": "words,mode,form", "outcomes": "words,part,outcome,explicit,note",
}
NAMED = {"actors": ("name", "aliases"), "people": ("one", "many"), "materiel": ("one", "many"), "things": ("one", "many"),
         "saying": ("words",), "outcomes": ("words",)}
SIDES = ["", "civilian", "rebel", "government", "isis", "ypg", "mixed", "unspecified"]
SOURCES = ["", "monitor", "rebel", "opposition", "government", "state_media", "pro_government_media", "aid_group", "independent_media",
           "unnamed_report", "unattributed", "isis", "ypg"]
CODES = {
    ("actors", "side"): SIDES, ("actors", "source_type"): SOURCES, ("people", "side"): SIDES, ("people", "speaks_as"): [*SOURCES, "?"],
    ("things", "reason"): list(schema.REASONS), ("saying", "mode"): ["states", "claims", "confirms", "reports", "denies", "estimates"],
    ("saying", "form"): ["finite", "participle"], ("outcomes", "outcome"): ["", *schema.OUTCOMES], ("outcomes", "explicit"): ["yes", "no"],
    ("outcomes", "part"): list(lexicon.PARTS),
}


@pytest.fixture
def war(tmp_path):
    """Write sheets into a folder: each row below the right header."""
    def write(folder="war", **sheets):
        (tmp_path / folder).mkdir(exist_ok=True)
        for name, rows in sheets.items():
            (tmp_path / folder / f"{name}.csv").write_text("\n".join([HEADERS[name], *rows]) + "\n", encoding="utf-8")
        return tmp_path / folder
    return write


def found(words, *folders):
    """Look one word or a row of words up; None where it is not known as a whole."""
    split = words_of(words)
    match = lexicon.load(*folders).match([word.lower() for word in split], split, 0)
    return match[0] if match and match[1] == len(split) else None


def claims(text, *folders):
    read = reader.read(article.parse(text, "orrin.md"), lexicon.load(*folders))
    return [(row.exact, row.outcome, row.victim_side, row.source_type) for row in read.candidates]


class TestAnotherWar:
    @pytest.mark.parametrize(("sheet", "row", "text", "before", "after"), [
        ("actors", "Salt Coast Watch,,,monitor,", "The Salt Coast Watch said two soldiers died.",
         ("two soldiers", "killed", "government", "unattributed"), ("two soldiers", "killed", "government", "monitor")),
        ("actors", "Ferry Lodge,the Lodge,rebel,rebel,", "Two men of the Lodge were killed.",
         ("Two men of the Lodge", "killed", "unspecified", "unattributed"), ("Two men of the Lodge", "killed", "rebel", "unattributed")),
        ("people", "wickkeeper,wickkeepers,rebel,,", "Two wickkeepers were killed.",
         ("Two wickkeepers", "killed", "civilian", "unattributed"), ("Two wickkeepers", "killed", "rebel", "unattributed")),
        ("materiel", "sand-sled,sand-sleds", "Rebels captured two sand-sleds.", None, ("two sand-sleds", "materiel", "government", "unattributed")),
        ("things", "wickhouse,wickhouses,places", "Shells killed two wickhouses.", ("two wickhouses", "killed", "civilian", "unattributed"), None),
        ("outcomes", "unmade,participle,killed,yes,", "Two soldiers were unmade.", None, ("Two soldiers", "killed", "government", "unattributed")),
        ("saying", "hummed,claims,finite", "The army hummed that two rebels died.",
         ("two rebels", "killed", "rebel", "unattributed"), ("two rebels", "killed", "rebel", "government")),
    ])
    def test_a_row_of_its_own_teaches_the_reader_a_word(self, war, sheet, row, text, before, after):
        assert claims(text) == ([before] if before else [])
        assert claims(text, war(**{sheet: [row]})) == ([after] if after else [])

    def test_a_later_row_replaces_an_earlier_one_for_the_same_words(self, war):
        folder = war(people=["soldier,soldiers,rebel,,"])
        assert (found("soldiers").side, found("soldiers", folder).side) == ("government", "rebel")
        assert found("villagers", folder) == found("villagers")

    def test_of_two_folders_the_last_counts(self, war):
        one, two = war("one", people=["wickkeeper,,civilian,,"]), war("two", people=["wickkeeper,,rebel,,"])
        assert found("wickkeeper", one, two).side == "rebel"
        assert found("wickkeeper", two, one).side == "civilian"

    def test_the_longest_words_that_fit_count(self, war):
        folder = war(actors=["Lodge,,rebel,rebel,", "Lodge Relief Fund,,,aid_group,"])
        split = ["Lodge", "Relief", "Fund", "said"]
        entry, size = lexicon.load(folder).match([word.lower() for word in split], split, 0)
        assert (entry.source_type, size) == ("aid_group", 3)

    def test_every_alias_stands_for_the_name(self, war):
        folder = war(actors=['Ferry Lodge,"the Lodge; Lodgemen ;;FLD",rebel,rebel,'])
        assert [found(words, folder).name for words in ("Ferry Lodge", "the Lodge", "Lodgemen", "FLD")] == ["Ferry Lodge"] * 4

    @pytest.mark.parametrize(("words", "is_known"), [("FLD", True), ("fld", False), ("Fld", False)])
    def test_a_short_name_in_capitals_counts_only_as_written(self, war, words, is_known):
        assert (found(words, war(actors=["FLD,,rebel,rebel,"])) is not None) is is_known

    @pytest.mark.parametrize("words", ["ferry lodge", "FERRY LODGE", "Ferry Lodge"])
    def test_a_longer_name_counts_in_any_letters(self, war, words):
        assert found(words, war(actors=["Ferry Lodge,,rebel,rebel,"])).side == "rebel"

    @pytest.mark.parametrize(("row", "numbers"), [
        ("wickman,wickmen,,,", {"wickman": "one", "wickmen": "many"}), ("wickfolk,wickfolk,,,", {"wickfolk": "any"}),
        (",wickfolk,,,", {"wickfolk": "many"}), ("wickman,,,,", {"wickman": "one"}),
    ])
    def test_a_noun_is_known_in_the_forms_that_its_row_gives(self, war, row, numbers):
        folder = war(people=[row])
        assert {words: found(words, folder).number for words in numbers} == numbers

    def test_blanks_around_a_cell_and_a_byte_order_mark_say_nothing(self, tmp_path):
        (tmp_path / "people.csv").write_bytes("\ufeffone,many,side,group,speaks_as\r\n wickman , wickmen ,civilian ,, \r\n".encode())
        assert found("wickmen", tmp_path).side == "civilian"

    def test_a_folder_changes_no_other_reading(self, war):
        text = "Two wickkeepers were killed."
        claims(text, war(people=["wickkeeper,wickkeepers,rebel,,"]))
        assert claims(text) == [("Two wickkeepers", "killed", "civilian", "unattributed")]


RIGHT = {"actors": "Ferry Lodge,,rebel,rebel,", "people": "wickman,wickmen,civilian,,", "materiel": "sand-sled,sand-sleds",
         "things": "wickhouse,wickhouses,places", "saying": "hummed,claims,finite", "outcomes": "unmade,participle,killed,yes,"}


class TestWrongSheets:
    @pytest.mark.parametrize(("sheet", "row", "column", "cell", "allowed"), [
        ("actors", "Ferry Lodge,,rebels,rebel,", "side", "rebels", SIDES),
        ("actors", "Ferry Lodge,,rebel,Government,", "source_type", "Government", SOURCES),
        ("actors", ",the Lodge,rebel,rebel,", "name", "", None),
        ("people", "wickman,wickmen,civil,,", "side", "civil", SIDES),
        ("people", "wickman,wickmen,civilian,,press", "speaks_as", "press", [*SOURCES, "?"]),
        ("people", ",,civilian,,", "one", "", None),
        ("materiel", ",", "one", "", None),
        ("things", "wickhouse,wickhouses,", "reason", "", list(schema.REASONS)),
        ("things", "wickhouse,wickhouses,house", "reason", "house", list(schema.REASONS)),
        ("saying", "hummed,hums,finite", "mode", "hums", CODES["saying", "mode"]),
        ("saying", "hummed,claims,past", "form", "past", CODES["saying", "form"]),
        ("saying", ",claims,finite", "words", "", None),
        ("outcomes", "unmade,verb,killed,yes,", "part", "verb", list(lexicon.PARTS)),
        ("outcomes", "unmade,participle,dead,yes,", "outcome", "dead", ["", *schema.OUTCOMES]),
        ("outcomes", "unmade,participle,killed,maybe,", "explicit", "maybe", ["yes", "no"]),
        ("outcomes", "  ,participle,killed,yes,", "words", "", None),
    ])
    def test_a_wrong_cell_is_told_with_its_place_and_what_is_allowed(self, war, sheet, row, column, cell, allowed):
        folder = war(**{sheet: [RIGHT[sheet], row]})
        with pytest.raises(BadInput) as refusal:
            lexicon.load(folder)
        (line,) = refusal.value.lines
        assert line.startswith(f"{folder / sheet}.csv row 3, column {column}: found {cell!r}; allowed is ") and "\n" not in line
        if allowed:
            listed = line.partition("allowed is one of ")[2].split(", ")
            assert set(listed) == {code or "(blank)" for code in allowed}

    @pytest.mark.parametrize("sheet", HEADERS)
    def test_the_right_rows_beside_them_are_taken(self, war, sheet):
        assert lexicon.load(war(**{sheet: [RIGHT[sheet]]}))

    @pytest.mark.parametrize(("content", "says"), [
        ("name,aliases,side,source_type\nFerry Lodge,,rebel,rebel\n", "row 1: found the columns name, aliases, side, source_type; allowed is name, aliases, side, source_type, note"),
        ("aliases,name,side,source_type,note\n", "row 1: found the columns aliases, name, side, source_type, note; allowed is name, aliases"),
        ("", "row 1: found the columns none; allowed is name, aliases, side, source_type, note"),
        ("name;aliases;side;source_type;note\n", "row 1: found the columns name;aliases;side;source_type;note; allowed is name, aliases"),
        ("name,aliases,side,source_type,note\nFerry Lodge,,rebel\n", "row 2: found 3 cells"),
        ("name,aliases,side,source_type,note\nFerry Lodge,,rebel,rebel,,more\n", "row 2: found"),
        ('name,aliases,side,source_type,note\n"Ferry "Lodge,,rebel,rebel,\n', "cannot be read as CSV in UTF-8"),
    ])
    def test_a_wrong_sheet_is_told_in_one_line(self, tmp_path, content, says):
        path = tmp_path / "actors.csv"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(BadInput, match=re.escape(says)) as refusal:
            lexicon.load(tmp_path)
        (line,) = refusal.value.lines
        assert line.startswith(f"{path}") and "\n" not in line

    @pytest.mark.parametrize("content", ["wickm\u00e4n,,,,".encode("latin-1"), "wickman,,,,".encode("utf-16"), b"\xff\xfe"])
    def test_a_sheet_that_is_not_utf_8_is_refused_in_one_line(self, tmp_path, content):
        path = tmp_path / "people.csv"
        path.write_bytes(HEADERS["people"].encode() + b"\n" + content)
        with pytest.raises(BadInput, match="cannot be read as CSV in UTF-8") as refusal:
            lexicon.load(tmp_path)
        assert len(refusal.value.lines) == 1 and str(path) in str(refusal.value)

    def test_a_folder_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(BadInput, match=re.escape(f"{tmp_path / 'nowhere'}: no such folder")) as refusal:
            lexicon.load(tmp_path / "nowhere")
        assert len(refusal.value.lines) == 1

    def test_a_folder_without_any_sheet_is_refused(self, tmp_path):
        (tmp_path / "actor.csv").write_text("name\n", encoding="utf-8")
        with pytest.raises(BadInput, match="found no sheet of a lexicon; allowed is any of .*actors.csv"):
            lexicon.load(tmp_path)

    def test_a_sheet_put_right_is_read_anew(self, war):
        with pytest.raises(BadInput):
            lexicon.load(war(people=["wickman,wickmen,civil,,"]))
        assert found("wickmen", war(people=["wickman,wickmen,civilian,,"])).side == "civilian"


# Words of the project's own sheets that stand in two rows: of "conceded" the later row, "confirms", is meant; the others repeat a row.
LATER_ROW_IS_MEANT = dict.fromkeys(HEADERS, set())
TWICE = {**dict.fromkeys(HEADERS, set()), "things": {"quarters"}}  # the plural of quarter, and of soldiers


def own_rows(sheet):
    with (OWN / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        reading = csv.DictReader(file)
        return reading.fieldnames, list(reading)


def worded(sheet):
    """List the words of a sheet with their row; a row whose columns repeat its words has them once."""
    for row in own_rows(sheet)[1]:
        cells = (words.strip() for column in NAMED[sheet] for words in row[column].split(";"))
        yield from ((words, row) for words in dict.fromkeys(filter(None, cells)))


class TestOwnSheets:
    def test_the_sheets_are_all_there_and_no_others(self):
        assert {path.stem for path in OWN.glob("*.csv")} == set(HEADERS)

    @pytest.mark.parametrize("sheet", HEADERS)
    def test_each_row_has_the_columns(self, sheet):
        columns, rows = own_rows(sheet)
        assert ",".join(columns) == HEADERS[sheet]
        assert [row for row in rows if None in row or None in row.values() or any(cell != cell.strip() for cell in row.values())] == []

    @pytest.mark.parametrize(("sheet", "column"), CODES, ids="-".join)
    def test_each_code_is_one_of_those_allowed(self, sheet, column):
        assert [row for row in own_rows(sheet)[1] if row[column] not in CODES[sheet, column]] == []

    @pytest.mark.parametrize("sheet", HEADERS)
    def test_each_row_has_words(self, sheet):
        assert [row for row in own_rows(sheet)[1] if not any(words_of(row[column]) for column in NAMED[sheet])] == []

    @pytest.mark.parametrize("sheet", HEADERS)
    def test_no_words_stand_in_two_rows_that_differ(self, sheet):
        meanings = {}
        for words, row in worded(sheet):
            what = tuple(cell for column, cell in row.items() if column not in (*NAMED[sheet], "note"))
            meanings.setdefault(words if words.isupper() else words.lower(), set()).add(what)
        assert {words for words, rows in meanings.items() if len(rows) > 1} <= LATER_ROW_IS_MEANT[sheet]

    @pytest.mark.parametrize("sheet", HEADERS)
    def test_no_words_stand_in_two_rows_without_need(self, sheet):
        times = Counter(words for words, _ in worded(sheet))
        assert {words for words, number in times.items() if number > 1} <= TWICE[sheet] | LATER_ROW_IS_MEANT[sheet]

    @pytest.mark.parametrize("word", ["killed", "wounded", "captured", "died", "soldier", "villagers", "tank", "hill", "said", "Reuters"])
    def test_the_plainest_words_are_known(self, word):
        assert found(word) is not None

    def test_unlike_words_are_not(self):
        assert found("wickkeeper") is None
