"""Review: decisions that outlive a new reading, differences from a ledger, coding sheets, and the form that a reviewer meets.

The texts are invented. `python tests/test_review.py` draws the pictures in tests/baseline again: look at them before keeping them.
"""

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

import drawing
from drawing import SIZES, grey, keep, must_be_in_house_style, must_be_readable, must_look_as_kept
from tollbook import article, charts, command, ledger, schema, tabulate, verify
from tollbook.errors import BadInput
from tollbook.extract import lexicon
from tollbook.review import candidates, coding, differences, drafts, form, marking, sheet, texts
from tollbook.review.desk import Desk

PROJECT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
TOLD = ("On 3 March 2031, 40 people were killed, including 12 children, the Coastal Observatory said. Rebels claimed that 90 soldiers were killed. "
        "At the mill, six rebels were wounded.")


def read(words=TOLD):
    return candidates.read(article.parse(words, "x.md"), lexicon.load())


def decided(fresh, **decisions):
    """Decide about candidates by their number: accept, reject, or a dict of changes."""
    table = sheet.merge(pd.DataFrame(columns=schema.REVIEW.names, dtype="str"), fresh)
    for name, decision in decisions.items():
        row = fresh.set_index("candidate", drop=False).loc[f"C-000{name[1:]}"]
        table = sheet.decide(table, row, *(("change", decision) if isinstance(decision, dict) else (decision,)))
    return table


def decisions(table):
    return dict(zip(table["exact"], table["decision"], strict=True))


class TestCandidates:
    def test_they_stand_in_the_order_of_the_text_with_their_places(self):
        table = read()
        assert table[["candidate", "sentence", "exact", "part_of"]].to_numpy().tolist() == [
            ["C-0001", "1", "40 people", ""], ["C-0002", "1", "12 children", "C-0001"], ["C-0003", "2", "90 soldiers", ""],
            ["C-0004", "3", "six rebels", ""]]
        assert [TOLD[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == table["exact"].to_list()

    def test_an_open_figure_is_missing_above_and_not_zero(self):
        assert read("At least 14 people were killed.")[["low", "high"]].iloc[0].to_list() == [14, pd.NA]


class TestMerge:
    def test_without_a_sheet_every_candidate_is_open(self):
        assert set(decided(read())["decision"]) == {"open"}

    def test_the_same_reading_changes_nothing(self):
        kept = decided(read(), c1="accept", c2="reject", c3={"outcome": "wounded", "note": "so the source"})
        assert sheet.merge(kept, read()).equals(kept)

    def test_decisions_follow_their_words_to_another_place(self):
        kept = decided(read(), c1="accept", c2="accept", c4="reject")
        moved = sheet.merge(kept, read("Three men were wounded. " + TOLD))
        assert decisions(moved) == {"Three men": "open", "40 people": "accept", "12 children": "accept", "90 soldiers": "open", "six rebels": "reject"}
        assert moved.set_index("exact")["part_of"]["12 children"] == "C-0002"  # the whole has another number now

    def test_words_that_could_be_another_claim_keep_no_decision(self):
        kept = decided(read("Ten men were killed in the north."), c1="accept")
        fresh = read("Ten men were killed in the east. Ten men were killed in the west.")
        assert list(sheet.merge(kept, fresh)["decision"]) == ["open", "open", "accept"]

    def test_an_unchanged_sentence_is_known_again_wherever_it_stands(self):
        kept = decided(read("Ten men were killed."), c1="accept")
        assert list(sheet.merge(kept, read("Ten men were killed in the east. Ten men were killed."))["decision"]) == ["open", "accept"]

    def test_words_in_another_section_are_the_same_claim_only_where_they_are_read_alike(self):
        kept = decided(read("# A\n\nTen men were killed in the north.\n\n# B\n\nIt rained."), c1="accept")
        alike, other = (read(f"# A\n\nIt rained.\n\n# B\n\nTen men were {what} in the south.") for what in ("killed", "wounded"))
        assert list(sheet.merge(kept, alike)["decision"]) == ["accept"]
        assert list(sheet.merge(kept, other)["decision"]) == ["open", "accept"]

    def test_words_in_a_changed_sentence_keep_their_decision_and_it_is_said(self):
        row = sheet.merge(decided(read("Ten men were killed."), c1="accept"), read("On 4 May 2031, ten men were killed.".replace("ten", "Ten"))).iloc[0]
        assert row["decision"] == "accept" and row["read_now"].startswith("its sentence has changed; date_start: 2031-05-04")

    def test_two_of_the_same_words_keep_their_order(self):
        twice = "Ten men were killed. Ten men were killed in the east."
        kept = decided(read(twice), c1="accept", c2="reject")
        assert list(sheet.merge(kept, read("It rained. " + twice))["decision"]) == ["accept", "reject"]

    def test_a_decision_whose_words_are_gone_is_kept_at_the_end(self):
        kept = decided(read(), c3="accept", c4="accept")
        last = sheet.merge(kept, read(TOLD.replace("90", "95"))).iloc[-1]
        assert (last["candidate"], last["exact"], last["decision"], last["read_now"]) == ("C-0005", "90 soldiers", "accept", "not found")

    def test_an_open_row_whose_words_are_gone_goes(self):
        assert "90 soldiers" not in set(sheet.merge(decided(read(), c1="accept"), read(TOLD.replace("90", "95")))["exact"])

    def test_what_was_decided_stands_and_a_new_reading_is_named(self):
        kept = decided(read(), c1="accept")
        fresh = read().assign(outcome="wounded", victim_side="civilian")
        row = sheet.merge(kept, fresh).iloc[0]
        assert (row["outcome"], row["read_now"]) == ("killed", "outcome: wounded; victim_side: civilian")
        assert sheet.merge(kept, fresh)["outcome"].iloc[2] == "wounded"  # an open row takes the new reading

    def test_what_the_reviewer_changed_is_no_difference(self):
        kept = decided(read(), c1={"outcome": "wounded"})
        assert sheet.merge(kept, read())["read_now"].iloc[0] == ""

    def test_the_same_claim_cut_otherwise_keeps_its_decision(self):
        kept = decided(read(), c3="accept")
        fresh = read()
        fresh.loc[2, "exact"] = "90 soldiers were killed"
        row = sheet.merge(kept, fresh).iloc[2]
        assert (row["decision"], row["exact"], row["read_now"]) == ("accept", "90 soldiers", "exact: 90 soldiers were killed")

    def test_what_a_person_filled_in_is_kept_on_an_open_row(self):
        kept = decided(read())
        kept.loc[0, ["incident_id", "note"]] = ["mill", "ask"]
        assert sheet.merge(kept, read()).loc[0, ["incident_id", "note", "decision"]].to_list() == ["mill", "ask", "open"]


class TestDecide:
    @pytest.mark.parametrize(("values", "says"), [
        ({}, "C-0001: decision: found 'change' with nothing changed; allowed is a column that differs, or accept"),
        ({"outcome": "killed"}, "with nothing changed"),
        ({"outcome": "dead"}, "column outcome: found 'dead'; allowed is one of killed, wounded"),
        ({"date_end": "2031-02-30"}, "column date_end: found '2031-02-30'; allowed is a day of the calendar"),
        ({"date_end": "March"}, "column date_end: found 'March'; allowed is a date as YYYY-MM-DD"),
        ({"quantity_text": "=40"}, "column quantity_text: found '=40'; allowed is text that does not begin with ="),
        ({"victims": " ".join("abcdefghijklm")}, "column victims: found 13 words; allowed are at most 12"),
    ])
    def test_what_cannot_be_used_is_refused(self, values, says):
        with pytest.raises(BadInput) as refusal:
            decided(read(), c1=values)
        assert says in refusal.value.lines[0]

    def test_another_decision_takes_a_change_back(self):
        fresh = read()
        table = decided(fresh, c1={"outcome": "wounded", "incident_id": "mill"})
        table = sheet.decide(table, fresh.iloc[0], "accept")
        assert table.loc[0, ["outcome", "changed", "incident_id"]].to_list() == ["killed", "", "mill"]


class TestSheet:
    def test_what_is_written_is_read(self, tmp_path):
        table = decided(read(), c1="accept", c3={"victims": "“men”, of them two"})
        sheet.write(table, tmp_path / "review.csv", None)
        assert sheet.read(tmp_path / "review.csv").equals(table)

    def test_it_holds_no_sentence(self):
        assert "40 people were killed" not in sheet.to_csv(decided(read())) and "sentence_text" not in schema.REVIEW.names

    def test_a_sheet_that_somebody_else_changed_is_not_overwritten(self, tmp_path):
        path, table = tmp_path / "review.csv", decided(read())
        seen = sheet.write(table, path, None)
        path.write_text("else", encoding="utf-8")
        with pytest.raises(BadInput, match="was changed after it was read here"):
            sheet.write(table, path, seen)
        assert path.read_text(encoding="utf-8") == "else"

    @pytest.mark.parametrize(("old", "new", "says"), [
        ("accept", "accepted", "review.csv: row 2 (C-0001), column decision: found 'accepted'; allowed is one of accept, change, reject, open"),
        (",accept,", ",change,", "review.csv: row 2 (C-0001), column changed: found ''; allowed is the names of what differs with the decision change"),
        (",C-0001,", ",C-0009,", "review.csv: row 3 (C-0002), column part_of: found 'C-0009'; allowed is another candidate of this sheet"),
        ("C-0002,", "C-0001,", "review.csv: row 3, column candidate: found 'C-0001'; allowed is text of the form C-\\d{4,}, each only once"),
        (",outcome,,passive", ",colour,,passive", "review.csv: row 4 (C-0003), column changed: found 'colour'; allowed is names of columns that are read"),
        ("decision", "verdict", "review.csv: row 1: missing decision; unknown 'verdict'"),
        ("2031-03-03,2031-03-03", "2031-03-04,2031-03-03", "review.csv: row 2 (C-0001), column date_start: found '2031-03-04'; allowed is a day not after"),
    ])
    def test_a_mistake_is_named_by_file_row_and_column(self, tmp_path, old, new, says):
        text = sheet.to_csv(decided(read(), c1="accept", c3={"outcome": "wounded"}))
        assert old in text
        (tmp_path / "review.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadInput) as refusal:
            sheet.read(tmp_path / "review.csv")
        assert any(says in line for line in refusal.value.lines), refusal.value.lines


# -- against a ledger -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def port_orrin(invented):
    return ledger.read("port-orrin"), texts.needed("port-orrin")


class TestDifferences:
    def test_the_ledgers_own_claims_are_all_the_same(self, port_orrin):
        one, text = port_orrin
        table = differences.differences(as_candidates(one, text), one, text)
        assert set(table["kind"]) == {"same"} and table["claim_id"].is_unique and len(table) == 12

    def test_what_differs_is_named_with_both_values(self, port_orrin):
        one, text = port_orrin
        mine = as_candidates(one, text)
        mine.loc[0, ["outcome", "high"]] = ["wounded", pd.NA]
        row = differences.differences(mine, one, text).set_index("claim_id").loc["ORR-001"]
        assert (row["kind"], row["differs"]) == ("changed", "high; outcome")
        assert row[["high_read", "high_ledger", "outcome_read", "outcome_ledger"]].to_list() == ["", "40", "wounded", "killed"]

    def test_what_only_one_of_them_has(self, port_orrin):
        one, text = port_orrin
        mine = as_candidates(one, text)
        fewer = one.__class__(**{**one.__dict__, "claims": one.claims.drop(index=[4]).reset_index(drop=True)})
        table = differences.differences(mine.drop(index=[7]), fewer, text)
        assert table.loc[table["kind"] == "new", "exact"].to_list() == ["Two raiders"]
        assert table.loc[table["kind"] == "missed", "claim_id"].to_list() == ["ORR-008"]

    def test_pairs_are_one_for_one_and_by_what_agrees_most(self, port_orrin):
        """A candidate over the words of two claims is of the one whose figure it has."""
        one, text = port_orrin
        mine = as_candidates(one, text)
        mine.loc[1, "start"] = mine.loc[0, "start"]  # "12 children" now begins where "40 people" does
        table = differences.differences(mine, one, text)
        assert set(table["kind"]) == {"same"}
        wide = mine.drop(index=[0])
        assert differences.differences(wide, one, text).set_index("claim_id")["kind"][["ORR-001", "ORR-002"]].to_list() == ["missed", "same"]

    def test_a_claim_is_found_where_its_words_have_moved_and_missed_where_they_are_gone(self, port_orrin):
        one, text = port_orrin
        later = article.parse(text.text.replace("On 3 March 2031, shells", "It rained. On 3 March 2031, shells", 2).replace("61", "70"), "x.md")
        table = differences.differences(candidates.read(later, lexicon.load()), one, later).set_index("claim_id")
        assert table.loc["ORR-002", ["kind", "position"]].to_list() == ["changed", 2]  # the voice is another: no name of it in the lexicon
        assert table.loc["ORR-004", ["kind", "differs"]].to_list()[0] == "changed" and "low" in table.loc["ORR-004", "differs"]


def as_candidates(one, text):
    """Make the candidates that a perfect reader would have."""
    claims, where = ledger.build_claims(one), differences.spans(one, text)
    names = dict(zip(claims["claim_id"], [f"C-{number:04d}" for number in range(1, len(claims) + 1)], strict=True))
    rows = [{name: "" if name not in claim or pd.isna(claim[name]) else str(claim[name]) for name in candidates.COLUMNS} | {
        "candidate": names[claim["claim_id"]], "part_of": names.get(claim["part_of"], ""), "low": claim["low"], "high": claim["high"],
        "start": where.start[at], "end": where.end[at], "position": where.position[at]} for at, claim in claims.iterrows()]
    table = pd.DataFrame(rows)
    return table.assign(sentence_start=0).astype(dict.fromkeys(candidates.NUMBERS, "Int64"))


SOURCES = pd.DataFrame([
    ("observatory", "Coastal Observatory (COB)", "monitor", "the Observatory", "", ""), ("voice", "the article's own voice", "unattributed", "", "", ""),
    ("front", "the Front", "rebel", "Front commanders; rebels", "rebel", ""), ("front-radio", "Front Radio", "rebel", "", "rebel", "")],
    columns=schema.RAW_SOURCES.names)


class TestCodingSheet:
    def test_accepted_and_changed_candidates_become_rows_with_the_next_ids(self):
        rows, _ = coding.coding_sheet(decided(read(), c1="accept", c2="accept", c3={"outcome": "wounded"}, c4="reject"), "ORR", SOURCES, ["ORR-004", "ORR-012"])
        assert list(rows.columns) == schema.RAW_CLAIMS.names
        assert rows[["claim_id", "exact", "outcome", "part_of", "source_id"]].to_numpy().tolist() == [
            ["ORR-013", "40 people", "killed", "", "voice"], ["ORR-014", "12 children", "killed", "ORR-013", "voice"],
            ["ORR-015", "90 soldiers", "wounded", "", "front"]]

    def test_words_that_are_gone_make_no_row(self):
        gone = sheet.merge(decided(read(), c3="accept", c4="accept"), read(TOLD.replace("90", "95")))
        assert coding.coding_sheet(gone, "ORR", SOURCES)[0]["exact"].to_list() == ["six rebels"]

    def test_cells_that_no_text_tells_are_listed(self):
        _, cells = coding.coding_sheet(decided(read(), c2="accept", c4="accept"), "ORR", SOURCES.iloc[[0]])
        assert cells[["claim_id", "column"]].to_numpy().tolist() == [
            ["ORR-001", "perpetrator_side"], ["ORR-001", "source_id"], ["ORR-001", "part_of"], ["ORR-001", "incident_id"],
            ["ORR-002", "perpetrator_side"], ["ORR-002", "source_id"], ["ORR-002", "incident_id"]]
        assert "its whole is not accepted" in set(cells["why"])

    def test_what_the_ledger_has_is_not_added_and_parts_name_its_claim(self):
        rows, _ = coding.coding_sheet(decided(read(), c1="accept", c2="accept"), "ORR", SOURCES, ["ORR-001"], {"C-0001": "ORR-001"})
        assert rows[["claim_id", "part_of"]].to_numpy().tolist() == [["ORR-002", "ORR-001"]]

    @pytest.mark.parametrize(("words", "source_type", "source"), [
        ("the Coastal Observatory said", "monitor", "observatory"), ("according to the COB", "monitor", "observatory"),
        ("", "unattributed", "voice"), ("It was reported", "unnamed_report", ""), ("Front Radio said", "rebel", "front-radio"),
        ("Front commanders claimed", "rebel", "front"), ("rebelsome people", "rebel", ""), ("the Army said", "government", "")])
    def test_a_source_is_told_by_its_names(self, words, source_type, source):
        assert coding.source_of(words, source_type, coding.voices(SOURCES)) == source


# -- begun from a text ----------------------------------------------------------------------------------------------------------------

UNSEEN = """---
title: Battle of the Velm crossing
address: https://example.org/wiki/Battle_of_the_Velm_crossing
---

The battle was fought in May 2034 over two bridges.

## The first assault: a "beginning"

On 4 May 2034, at least 17 soldiers and five rebels were killed, the Velm Watch said. State radio said that the bridge was held.

The next day, nine people were killed, including six children. Some 200 fighters withdrew over 12 kilometres to Hill 31.
"""


@pytest.fixture
def unseen(invented):
    """An article of which there is a text and nothing else."""
    command.write_text("data/raw/velm-crossing/article.md", UNSEEN)
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)
    return invented


def script(name, *arguments):
    done = subprocess.run([sys.executable, PROJECT / "scripts" / f"{name}.py", *arguments], text=True, capture_output=True, check=False,
                          env=os.environ | {"TOLLBOOK_ARTICLE": ""})
    return done.returncode, done.stdout, done.stderr


class TestAnArticleNeverSeen:
    def test_from_text_to_proof(self, unseen):
        """Every step of docs/new-article.md: sheets begun, candidates accepted, the rest accounted for, nothing missed, tables built."""
        command.write_text("data/raw/velm-crossing/lexicon/actors.csv", "name,aliases,side,source_type,note\nVelm Watch,,,monitor,\n")
        assert script("draft", "velm-crossing", "--prefix", "VEL", "--day", "2034-06-02")[0] == 0
        assert script("review", "velm-crossing")[1].startswith("data/raw/velm-crossing/review.csv: 4 candidates: 0 accepted")
        accept_all("velm-crossing")
        folder = unseen / "data/raw/velm-crossing"
        with (folder / "incidents.csv").open("a") as sheet_:
            sheet_.write("assault,First assault,2034-05-04,2034-05-05,Velm,,,\n")
        code, said, _ = script("review", "velm-crossing", "--claims")
        assert code == 1 and "claims.csv: 4 claims added, 2 cells open" in said
        assert "VEL-001 (C-0001), column source_id: blank; no row of sources.csv has these words" in said
        (folder / "claims.csv").write_text((folder / "claims.csv").read_text().replace("said,,", "said,watch,"))
        with (folder / "sources.csv").open("a") as sheet_:
            sheet_.write("watch,Velm Watch,monitor,,,Counts casualties\nradio,State radio,state_media,,government,Owned by the state\n")
        assert "claims.csv: 0 claims added, 0 cells open" in script("review", "velm-crossing", "--claims")[1]
        assert script("draft", "velm-crossing", "--rest")[0] == 0
        assert fill(folder / "other_numbers.csv", "reason", "not_a_count") >= 0
        assert [str(finding) for finding in verify.verify(ledger.read("velm-crossing"), texts.needed("velm-crossing"))] == []
        with pytest.raises(BadInput, match="article.yaml: publisher: found 'TODO: who publishes it'; allowed is what it is, in place of TODO"):
            tabulate.build([ledger.read("velm-crossing")])
        about = folder / "article.yaml"
        about.write_text(about.read_text().replace("TODO: who publishes it", "an invented weekly").replace("https://TODO", "https://velm.example"))
        assert tabulate.build([ledger.read("velm-crossing")])["claims"]["low"].to_list() == [17, 5, 9, 6]

    @pytest.mark.parametrize(("arguments", "says"), [
        (["--prefix", "ve"], "--prefix: found 've'; allowed are three capital letters, those of no other article"),
        (["--prefix", "ORR"], "--prefix: found 'ORR', which port-orrin has; allowed are three capital letters"),
        (["--prefix", "VEL", "--day", "2034-13-40"], "--day: found '2034-13-40'; allowed is a day as 2034-06-01"),
    ])
    def test_what_a_draft_cannot_begin_with_is_refused(self, unseen, arguments, says):
        code, _, said = script("draft", "velm-crossing", *arguments)
        assert code == 2 and says in said
        assert not (unseen / "data/raw/velm-crossing/article.yaml").exists()

    def test_the_title_is_the_texts_own_heading(self, unseen):
        command.write_text("data/raw/velm-crossing/article.md", "# Siege of Velm\n\nNine soldiers were killed.\n")
        script("draft", "velm-crossing", "--prefix", "VEL")
        assert "title: Siege of Velm\n" in (unseen / "data/raw/velm-crossing/article.yaml").read_text()

    def test_nothing_that_stands_is_overwritten(self, unseen):
        script("draft", "velm-crossing", "--prefix", "VEL")
        (unseen / "data/raw/velm-crossing/article.yaml").write_text("mine")
        assert "Nothing to begin" in script("draft", "velm-crossing", "--prefix", "VEM")[1]
        assert (unseen / "data/raw/velm-crossing/article.yaml").read_text() == "mine"

    def test_what_is_begun_can_be_read(self, unseen):
        drafts.begin("velm-crossing", "VEL", texts.needed("velm-crossing"), "2034-06-02")
        meta = ledger.read("velm-crossing").meta
        assert meta["outline"] == {"(lead)": [1], "The first assault: a \"beginning\"": [2, 2]} and meta["title"] == "Battle of the Velm crossing"

    @pytest.mark.parametrize(("arguments", "says"), [
        (("draft", "velm-crossing"), "--prefix: none given"), (("draft", "velm-crossing", "--prefix", "V1"), "--prefix: found 'V1'; allowed are three"),
        (("draft", "troy", "--prefix", "TRO"), "data/raw/troy/article.md: no text of this article there"),
        (("review", "troy"), "article: found 'troy'; allowed is one of port-orrin")])
    def test_misuse_is_one_line(self, unseen, arguments, says):
        code, _, error = script(*arguments)
        assert code == 2 and says in error and error.count("\n") == 1

    def test_the_words_of_its_war_are_read_from_its_folder(self, unseen):
        command.write_text("data/raw/velm-crossing/lexicon/actors.csv", "name,aliases,side,source_type,note\nVelm Watch,,,monitor,\n")
        table = candidates.read(texts.needed("velm-crossing"), texts.words("velm-crossing"))
        assert table["source_type"].to_list()[:2] == ["monitor", "monitor"]

    def test_a_text_with_the_title_of_another_article_is_passed_over(self, unseen, monkeypatch):
        monkeypatch.setenv("TOLLBOOK_ARTICLE", str(unseen / "data/raw/velm-crossing/article.md"))
        assert texts.needed("port-orrin", "Siege of Port Orrin").front_matter["title"] == "Siege of Port Orrin"


def accept_all(name):
    text = texts.needed(name)
    fresh, path = candidates.read(text, texts.words(name)), sheet.path_of(name)
    seen, table = sheet.on_disk(path), sheet.read(path)
    for _, row in fresh.iterrows():
        table = sheet.decide(table, row, "accept", {"perpetrator_side": "unspecified", "incident_id": "assault"})
    sheet.write(table, path, seen)


def fill(path, column, value):
    """Fill the blanks of a column, and count them."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    blank = table[column] == ""
    table.loc[blank, column] = value
    table.to_csv(path, index=False)
    return int(blank.sum())


# -- what a reviewer meets ------------------------------------------------------------------------------------------------------------


class TestMarks:
    @pytest.mark.parametrize(("spans", "pieces"), [
        ([], [(0, 9, [])]),
        ([(2, 4, "a")], [(0, 2, []), (2, 4, ["a"]), (4, 9, [])]),
        ([(0, 9, "a"), (3, 5, "b")], [(0, 3, ["a"]), (3, 5, ["b", "a"]), (5, 9, ["a"])]),
        ([(1, 5, "a"), (3, 8, "b")], [(0, 1, []), (1, 3, ["a"]), (3, 5, ["a", "b"]), (5, 8, ["b"]), (8, 9, [])]),
    ])
    def test_a_text_is_cut_where_marks_begin_and_end(self, spans, pieces):
        assert marking.segments(9, spans) == pieces

    def test_every_outcome_has_a_mark_of_its_own(self):
        css = marking.css()
        rules = [next(line for line in css.splitlines() if line.startswith(f".rv .{name} {{")) for name in schema.OUTCOMES]
        patterns = {re.sub(r"#\w+|.*?{|text-decoration-color: ", "", rule.replace("background: #", "")) for rule in rules}
        assert len(patterns) == len({re.search("background: [^;]+", rule).group() for rule in rules}) == len(schema.OUTCOMES)

    def test_text_from_an_article_is_escaped_everywhere(self):
        hostile = "Ann <script>alert(1)</script> said that 12 </script> and five</b> rebels were killed by a <img src=x>."
        fresh = candidates.read(article.parse(hostile, "x.md", kind="text"), lexicon.load())
        assert len(fresh)
        html = form.write(fresh, decided(fresh), {}, set(), "x")
        assert html.count("<script") == html.count("</script>") == 2 and "alert(1)</" not in html and "<img" not in html and "</b> rebels" not in html


@pytest.fixture
def page(chromium):
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=FLAGS) as browser:
        yield browser.new_page(offline=True, viewport={"width": 1280, "height": 900})


def written(tmp_path, fresh, table):
    (tmp_path / "form.html").write_text(f"<!DOCTYPE html><meta charset='utf-8'><style>{marking.css()}</style>"
                                        + form.write(fresh, table, {}, set(), "x"), encoding="utf-8")
    return (tmp_path / "form.html").as_uri()


def downloaded(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download review.csv").click()
    return Path(download.value.path())


class TestForm:
    def test_decisions_are_downloaded_as_the_sheet_that_python_would_write(self, page, tmp_path):
        fresh = read()
        page.goto(written(tmp_path, fresh, decided(fresh)))
        page.locator("#box-C-0001").get_by_label("accept").check()
        page.locator("#box-C-0002").get_by_label("reject").check()
        third = page.locator("#box-C-0003")
        third.get_by_label("change").check()
        third.get_by_label("outcome").select_option("wounded")
        third.get_by_label("note").fill("so the \"source\", twice")
        assert page.locator("output").inner_text() == "1 accepted, 1 changed, 1 rejected, 1 open"
        (tmp_path / "review.csv").write_bytes(downloaded(page).read_bytes())
        wanted = decided(fresh, c1="accept", c2="reject", c3={"outcome": "wounded", "note": "so the \"source\", twice"})
        assert sheet.read(tmp_path / "review.csv").equals(wanted)
        assert (tmp_path / "review.csv").read_text(encoding="utf-8") == sheet.to_csv(wanted)

    def test_what_was_decided_before_stands_and_can_be_taken_back(self, page, tmp_path):
        fresh = read()
        kept = decided(fresh, c1="accept", c3={"victims": "men", "victim_side": "rebel"}, c4={"exact": "six rebels were wounded"})
        page.goto(written(tmp_path, fresh, kept))
        assert downloaded(page).read_text(encoding="utf-8") == sheet.to_csv(kept)
        third = page.locator("#box-C-0003")
        assert third.get_by_label("victims").input_value() == "men"
        third.get_by_label("accept").check()
        assert downloaded(page).read_text(encoding="utf-8") == sheet.to_csv(sheet.decide(kept, fresh.iloc[2], "accept"))

    def test_a_change_that_changes_nothing_stays_open_and_is_named(self, page, tmp_path):
        fresh = read()
        page.goto(written(tmp_path, fresh, decided(fresh)))
        page.locator("#box-C-0002").get_by_label("change").check()
        assert page.locator("output").inner_text().endswith("4 open: C-0002 marked as changed, without a change")
        assert downloaded(page).read_text(encoding="utf-8") == sheet.to_csv(decided(fresh))

    def test_candidates_that_a_selection_leaves_out_keep_their_decisions(self, page, tmp_path):
        fresh = read()
        kept = decided(fresh, c1="accept", c4="reject")
        page.goto(written(tmp_path, fresh.iloc[[1]], kept))
        page.locator("#box-C-0002").get_by_label("accept").check()
        found = {row["candidate"]: row["decision"] for row in csv.DictReader(io.StringIO(downloaded(page).read_text(encoding="utf-8")))}
        assert found == {"C-0001": "accept", "C-0002": "accept", "C-0003": "open", "C-0004": "reject"}

    def test_a_letter_decides_and_nothing_is_asked_of_anyone(self, page, tmp_path):
        asked, fresh = [], read()
        page.on("request", lambda request: asked.append(request.url))
        address = written(tmp_path, fresh, decided(fresh))
        page.goto(address)
        page.locator("#box-C-0001 input[value=open]").focus()
        page.keyboard.press("r")
        assert page.locator("#box-C-0001 input[value=reject]").is_checked()
        downloaded(page)
        assert [url for url in asked if not url.startswith(("blob:", address))] == []

    def test_without_script_the_candidates_can_be_read(self, chromium, tmp_path):
        fresh = read()
        address = written(tmp_path, fresh, decided(fresh))
        with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=FLAGS) as browser:
            page = browser.new_context(java_script_enabled=False).new_page()
            page.goto(address)
            assert page.locator("mark").count() == 4 + 2 and "JupyterLab" in page.locator("noscript").inner_text()
            assert not page.get_by_role("button").is_visible()


class TestDesk:
    @pytest.fixture
    def desk(self):
        fresh, self.kept = read(), []
        return Desk(fresh, decided(fresh), {}, article.parse(TOLD, "x.md").sentences, self.kept.append)

    def type(self, desk, keys):
        for key in keys:
            desk.typed.value = key

    def test_keys_decide_and_each_decision_is_kept_at_once(self, desk):
        self.type(desk, "ar")
        assert [list(table["decision"]) for table in self.kept] == [["accept", "open", "open", "open"], ["accept", "reject", "open", "open"]]
        assert desk.row["candidate"] == "C-0003" and desk.typed.value == ""

    def test_a_change_takes_the_fields_and_without_one_is_refused(self, desk):
        self.type(desk, "c")
        assert "with nothing changed" in desk.refused.value and self.kept == []
        desk.fields["outcome"].value = "wounded"
        assert desk.fields["outcome"].description.startswith("≠")
        self.type(desk, "c")
        assert self.kept[-1].loc[0, ["decision", "outcome", "changed"]].to_list() == ["change", "wounded", "outcome"]
        assert desk.refused.value == ""

    def test_one_goes_on_and_back_and_to_what_is_open(self, desk):
        self.type(desk, "nnb")
        assert desk.row["candidate"] == "C-0002"
        self.type(desk, "aau")
        assert desk.row["candidate"] == "C-0001"
        self.type(desk, "x")
        assert desk.row["candidate"] == "C-0001"

    def test_what_a_text_does_not_tell_is_filled_in_with_any_decision(self, desk):
        desk.fields["incident_id"].value = "mill"
        self.type(desk, "a")
        assert self.kept[-1].loc[0, ["decision", "incident_id"]].to_list() == ["accept", "mill"]

    def test_a_sheet_that_cannot_be_kept_leaves_the_decision_open(self):
        def refuse(_):
            raise BadInput("review.csv: was changed")
        fresh = read()
        desk = Desk(fresh, decided(fresh), {}, article.parse(TOLD, "x.md").sentences, refuse)
        self.type(desk, "a")
        assert "was changed" in desk.refused.value and set(desk.review["decision"]) == {"open"}


def run(notebook, folder, name):
    out = folder / "out.ipynb"
    done = subprocess.run([sys.executable, "-m", "papermill", str(notebook), str(out), "--no-progress-bar", "-p", "article", name], cwd=folder,
                          text=True, capture_output=True, check=False, env=os.environ | {"TOLLBOOK_ARTICLE": "", "PYTHONWARNINGS": "default"})
    assert done.returncode == 0, done.stderr[-2000:]
    return "".join(output.data.get("text/html", "") for cell in nbformat.read(out, 4).cells if cell.cell_type == "code"
                   for output in cell.outputs if "data" in output)


class TestNotebook:
    def test_with_the_text_candidates_stand_in_their_sentences(self, unseen, tmp_path):
        html = run(unseen / "notebooks/07-review.ipynb", tmp_path, "port-orrin")
        assert 'id="box-C-0001"' in html and 'id="fig-readings"' in html and "shells left <mark" in html
        assert not (unseen / "data/raw/port-orrin/review.csv").exists()  # a rendered page decides nothing

    def test_without_the_text_it_says_so_and_shows_what_the_ledger_holds(self, unseen, tmp_path):
        (unseen / "data/raw/port-orrin/article.md").unlink()
        html = run(unseen / "notebooks/07-review.ipynb", tmp_path, "port-orrin")
        assert "not at hand" in html and "scripts/fetch.py" in html and 'id="fig-claims-in-the-article"' in html
        assert 'id="tab-by-outcome-and-voice"' in html and "review-form" not in html and 'id="ORR-012"' in html

    def test_an_article_without_a_claim_can_be_reviewed(self, unseen, tmp_path):
        drafts.begin("velm-crossing", "VEL", texts.needed("velm-crossing"), "2034-06-02")
        html = run(unseen / "notebooks/07-review.ipynb", tmp_path, "velm-crossing")
        assert 'id="box-C-0004"' in html and "4 in the reading alone" in html


# -- its charts ---------------------------------------------------------------------------------------------------------------------------


def invented_differences():
    kinds = ["same"] * 5 + ["changed", "new", "new", "missed", "same", "missed"]
    positions = [1, 1, 1, 4, 9, 9, 12, 20, 20, 33, 0]
    return pd.DataFrame({
        "kind": kinds, "position": positions, "exact": [f"{number} people" for number in range(11)], "section": ["One"] * 7 + ["The other"] * 4,
        "candidate": ["" if kind == "missed" else f"C-{at:04d}" for at, kind in enumerate(kinds)],
        "claim_id": ["" if kind == "new" else f"ORR-{at:03d}" for at, kind in enumerate(kinds)],
        "differs": ["low; victim_side" if kind == "changed" else "" for kind in kinds]})


def places():
    rows = [("port-orrin", at, "The first week" if at < 4 else "The second week", 1, at if at < 4 else at - 3) for at in range(1, 6)]
    return pd.DataFrame(rows, columns=["article_id", "position", "section", "paragraph", "sentence"])


def both_charts():
    return {"readings": charts.readings(invented_differences(), [(1, "One"), (16, "The other"), (40, "The end")], 44),
            "ledger-strip": charts.ledger_strip(drawing.invented_claims(), places())}


def pictures():
    return {f"{name}-{size}": grey(chart.draw(size)) for name, chart in both_charts().items() for size in SIZES}


class TestCharts:
    @pytest.mark.parametrize("name", ["readings", "ledger-strip"])
    def test_words_and_pictures_are_in_the_house_style(self, name):
        chart = both_charts()[name]
        must_be_in_house_style(chart)
        for size in SIZES:
            must_be_readable(chart.draw(size), size)

    def test_every_figure_is_a_stroke_but_those_whose_words_are_gone(self):
        chart = both_charts()["readings"]
        strokes = {kind: sum(container.get_gid() == f"strokes-{kind}" or getattr(container, "_gid", "") == f"strokes-{kind}"
                             for axes in chart.draw("wide").axes for container in axes.patches) for kind in differences.KINDS}
        assert strokes == {"same": 6, "changed": 1, "new": 2, "missed": 1}
        assert chart.title.endswith("of 11 figures: 6 read alike, 1 read otherwise, 2 in the reading alone and 2 in the ledger alone")
        assert "Without a stroke, as their words are not in this text: ORR-010." in chart.caption

    def test_nothing_to_draw_is_refused(self):
        with pytest.raises(BadInput, match="neither a candidate nor a claim"):
            charts.readings(invented_differences().iloc[:0], [(1, "One")], 3)

    def test_they_look_as_kept(self):
        must_look_as_kept(pictures())


if __name__ == "__main__":
    keep(pictures())
