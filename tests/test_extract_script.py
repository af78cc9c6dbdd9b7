"""Many texts to candidates: which files are read, what their rows say, and that no file stops another."""

import csv
import importlib.util
import io
import os
import pickle
import re
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from conftest import PROJECT
from tollbook import article, schema
from tollbook.errors import BadInput
from tollbook.extract import corpus, lexicon, table

SCRIPT = PROJECT / "scripts/extract.py"

PLAIN = """The siege of Orrin Ford

On 3 March 2031, at least 14 soldiers and five rebels were killed at the ford. The next day two soldiers were captured, officials said.

A mortar shell hit the school on 5 March; 23 people died, including 9 children. The 200 men of the garrison held out for 12 days.
"""
MARKDOWN = """---
title: The mill at Tarn
---
## The assault

On 7 March 2031, 31 rebels were killed and dozens wounded
near the mill. = not a formula, 4 soldiers died.
"""
PAGE = """<!DOCTYPE html><html><head><title>Tarn</title><script>var dead = 99;</script></head><body><h1>Tarn</h1>
<p>On 9 March 2031, <b>17</b> soldiers&nbsp;and <a href="x">six rebels</a> were killed.</p></body></html>"""
WIKI = """== The road ==
On 11 March 2031, [[rebels|the rebels]] said that '''12''' soldiers were killed.<ref>Ledger, 2031</ref>
"""
GARBLED = "It was the armyâ€™s worst day: on 12 March 2031, 41 soldiers were killed.\r\nTwo rebels were wounded.\r\n"
TEXTS = {"ford.txt": PLAIN, "tarn/mill.md": MARKDOWN, "tarn/page.html": PAGE, "tarn/deep/road.wiki": WIKI, "worst.txt": GARBLED}
BAD = {
    "empty.txt": (b"", "found no sentence"),
    "blank.md": (b" \n\n\t\n", "found no sentence"),
    "latin.txt": ("On 2 May the café was hit; 3 soldiers died.".encode("latin-1"), "is not UTF-8"),
    "binary.txt": (b"\x89PNG\r\n\x00\x01\x02", "is not UTF-8"),
    "nul.txt": (b"Three soldiers\x00 were killed.", "found a NUL character"),
    "script.html": (b"<!DOCTYPE html><html><body><script>12 soldiers were killed.</script></body></html>", "found no sentence"),
    "huge.txt": (b"Three soldiers were killed. " * 1_000, "found 0.0 MB; allowed are 0.02 MB"),
}


@pytest.fixture
def folder(tmp_path):
    """A folder of texts in every format, and beside them what is none."""
    place = tmp_path / "texts"
    for name, text in TEXTS.items():
        write(place / name, text.encode("utf-8"))
    for name in ("README.md", "tarn/readme.txt", ".hidden.txt", ".git/ford.txt", "table.csv"):
        write(place / name, b"Nine soldiers were killed.")
    return place


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def run(*arguments, cwd=None, **environment):
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd,
                          env=os.environ | environment, encoding="utf-8")


@pytest.fixture
def here(monkeypatch, capsys):
    """The script run in this process, which is faster."""
    found = importlib.util.spec_from_file_location("extract", SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["extract.py", "--jobs", "1", *map(str, arguments)])
        return module.main(), capsys.readouterr().err

    return call


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- which files -------------------------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_texts_by_name_and_neither_readmes_nor_hidden_files(folder):
    found = [text.path.relative_to(folder).as_posix() for text in corpus.find([folder])]
    assert found == ["ford.txt", "worst.txt", "tarn/mill.md", "tarn/page.html", "tarn/deep/road.wiki"]


def test_a_file_that_is_named_is_taken_whatever_its_name(folder):
    named = [folder / "README.md", folder / ".hidden.txt", folder / "table.csv"]
    assert [text.path for text in corpus.find(named)] == named


def test_a_text_named_twice_is_read_once_where_it_is_named_first(folder):
    found = corpus.find([folder / "tarn/mill.md", folder, folder / "tarn"])
    assert [text.path.name for text in found] == ["mill.md", "ford.txt", "worst.txt", "page.html", "road.wiki"]


def test_docs_of_two_folders_never_clash(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("north", "south"):
        write(tmp_path / name / "march.txt", PLAIN.encode())
    assert [text.doc for text in corpus.find(["north", "./south/"])] == ["north/march.txt", "south/march.txt"]


def test_what_leads_nowhere_is_refused_all_at_once(tmp_path):
    with pytest.raises(BadInput) as refused:
        corpus.find([tmp_path / "no.txt", tmp_path])
    assert refused.value.lines == (f"{tmp_path}/no.txt: no such file or folder", f"{tmp_path}: found no text; allowed is a folder with "
                                   "files that end in .htm, .html, .markdown, .md, .mediawiki, .txt, .wiki, .wikitext, .xhtml")


def test_a_link_that_leads_nowhere_and_a_pipe_are_problems_of_those_files(folder):
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    os.mkfifo(folder / "pipe.txt")
    assert {text.doc: text.problem for text in corpus.find([folder]) if text.problem} == {
        f"{folder}/gone.txt": "No such file or directory", f"{folder}/pipe.txt": "is no file"}


# -- tasks -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sizes", "expected"), [
    ([], []),
    ([5], [1]),
    ([1_000] * 40, [16, 16, 8]),  # small files go together
    ([100_000, 10, 10, 100_000], [1, 2, 1]),
    ([50_000_000, 300_000, 300_000], [1, 1, 1]),  # and large ones alone
])
def test_tasks_are_of_about_equal_size(sizes, expected):
    texts = [corpus.Text(str(n), Path(str(n)), size) for n, size in enumerate(sizes)]
    groups = list(corpus.groups(texts))
    assert list(map(len, groups)) == expected
    assert [text for group in groups for text in group] == texts


def task(*docs):
    return corpus.Task(tuple((doc, b"Nine soldiers were killed.", "") for doc in docs), pickle.dumps(lexicon.load()))


class Deadly(corpus.Here):
    """Workers that die of one document, and with them whatever else is under way."""

    started = 0

    def __init__(self):
        type(self).started += 1
        self.is_broken = False

    def submit(self, job, one):
        if self.is_broken:
            raise BrokenProcessPool("broken")
        self.is_broken = "deadly" in [doc for doc, *_ in one.documents]
        return super().submit(dies if self.is_broken else job, one)


def dies(_):
    raise BrokenProcessPool("a worker died")


@pytest.mark.parametrize("width", [1, 2, 5])
def test_a_document_that_kills_its_worker_is_named_and_the_others_are_read(width):
    given = [task("a", "b"), task("c", "deadly", "d"), task("e"), task("f", "g")]
    read = list(corpus.read(given, Deadly, width))
    assert [one.doc for one in read] == ["a", "b", "c", "deadly", "d", "e", "f", "g"]
    assert {one.doc: one.problem for one in read if one.problem} == {
        "deadly": "deadly: not read, by a fault of tollbook: BrokenProcessPool: a worker died"}
    assert all(one.claims == 1 for one in read if one.doc != "deadly")


def test_no_more_tasks_are_under_way_than_allowed():
    asked = []

    def given():
        for n in range(9):
            asked.append(n)
            yield task(str(n))

    reads = corpus.read(given(), corpus.Here, 3)
    next(reads)
    assert len(asked) == 3
    assert [one.doc for one in reads] == list("12345678")


class Interrupted(corpus.Here):
    """Workers that note how they were ended."""

    ended = []

    def submit(self, job, one):
        if one.documents[0][0] == "ctrl-c":
            raise KeyboardInterrupt
        return super().submit(job, one)

    def shutdown(self, wait=True):
        self.ended.append("waited" if wait else "at once")


@pytest.mark.parametrize(("doc", "how"), [("ctrl-c", "at once"), ("b", "waited")])
def test_an_interruption_does_not_wait_for_what_is_under_way(monkeypatch, doc, how):
    monkeypatch.setattr(Interrupted, "ended", [])
    try:
        list(corpus.read([task("a"), task(doc)], Interrupted, 2))
    except KeyboardInterrupt:
        assert doc == "ctrl-c"
    assert Interrupted.ended == [how]


def test_who_stops_asking_does_not_wait_either(monkeypatch):
    monkeypatch.setattr(Interrupted, "ended", [])
    reads = corpus.read([task("a"), task("b")], Interrupted, 2)
    next(reads)
    reads.close()
    assert Interrupted.ended == ["at once"]


# -- rows --------------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """What the script writes of texts in every format: candidates, leftovers and the folder."""
    place = tmp_path_factory.mktemp("extracted")
    for name, text in TEXTS.items():
        write(place / "texts" / name, text.encode("utf-8"))
    done = run("texts", "--out", "c.csv", "--leftovers", "l.csv", "--jobs", 1, cwd=place)
    assert done.returncode == 0, done.stderr
    return rows(place / "c.csv"), rows(place / "l.csv"), place, done


def test_rows_hold_what_their_columns_allow(extracted):
    for found, sheet in zip(extracted[:2], (schema.CANDIDATES, schema.LEFTOVERS), strict=True):
        schema.raw_schema(sheet).validate(pd.DataFrame(found, columns=sheet.names, dtype="str"), lazy=True)


def test_columns_stand_in_the_order_of_the_schema(extracted):
    place = extracted[2]
    for name, sheet in (("c.csv", schema.CANDIDATES), ("l.csv", schema.LEFTOVERS)):
        assert (place / name).read_text(encoding="utf-8").splitlines()[0].split(",") == sheet.names


@pytest.mark.parametrize(("doc", "exact", "bounds", "side"), [
    ("ford.txt", "at least 14 soldiers", ("14", ""), "government"),
    ("ford.txt", "five rebels", ("5", ""), "rebel"),
    ("ford.txt", "9 children", ("9", "9"), "civilian"),
    ("tarn/mill.md", "31 rebels", ("31", "31"), "rebel"),
    ("tarn/page.html", "17 soldiers", ("17", "17"), "government"),
    ("tarn/deep/road.wiki", "12 soldiers", ("12", "12"), "government"),
    ("worst.txt", "41 soldiers", ("41", "41"), "government"),
])
def test_figures_of_every_format_are_found(extracted, doc, exact, bounds, side):
    (found,) = [row for row in extracted[0] if row["doc"] == f"texts/{doc}" and row["exact"] == exact]
    assert ((found["low"], found["high"]), found["outcome"], found["victim_side"]) == (bounds, "killed", side)


def test_offsets_are_those_of_the_file_as_it_is(extracted):
    for row in [row for rows in extracted[:2] for row in rows]:
        text = TEXTS[row["doc"].removeprefix("texts/")]
        there = re.sub(r"<[^>]*>|'''|\[\[[^|\]]*\||\]\]", "", text[int(row["char_start"]):int(row["char_end"])])
        assert " ".join(there.split()) == row.get("exact", row.get("words"))


def test_candidates_are_numbered_in_the_order_of_their_text_and_parts_name_their_whole(extracted):
    of_ford = [row for row in extracted[0] if row["doc"] == "texts/ford.txt"]
    assert [row["candidate"] for row in of_ford] == [f"C-{n:04d}" for n in range(1, len(of_ford) + 1)]
    assert [int(row["char_start"]) for row in of_ford] == sorted(int(row["char_start"]) for row in of_ford)
    names = {row["candidate"]: row["exact"] for row in of_ford}
    assert [(row["exact"], names[row["part_of"]]) for row in of_ford if row["part_of"]] == [("9 children", "23 people")]


NUMBER = re.compile(r"\d+(?:,\d{3})*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundreds?|dozens?|several)\b", re.I)


def test_each_number_of_a_text_is_a_candidate_or_a_leftover_with_its_reason(extracted):
    candidates, others, *_ = extracted
    assert all(row["reason"] in schema.REASONS | schema.NOT_TAKEN and row["why"] for row in others)
    for doc in ("ford.txt", "tarn/mill.md", "worst.txt"):
        text = article.parse(TEXTS[doc], doc)
        spans = [(int(row["char_start"]), int(row["char_end"])) for row in (*candidates, *others) if row["doc"] == f"texts/{doc}"]
        numbers = [(match.group(), *text.original(sentence.start + match.start(), sentence.start + match.end()))
                   for sentence in text.sentences for match in NUMBER.finditer(sentence.text)]
        assert [number for number, first, last in numbers if not any(start <= first and last <= end for start, end in spans)] == []


def test_no_number_is_both_a_candidate_and_a_leftover(extracted):
    candidates, others, *_ = extracted
    taken = {(row["doc"], row["char_start"]) for row in candidates}
    assert not [row for row in others if (row["doc"], row["char_start"]) in taken]


@pytest.mark.parametrize(("words", "expected"), [
    ("14 soldiers", "14 soldiers"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-14", "'-14"), ("@home", "'@home"), ("＝1", "'＝1"), ("'=1", "''=1"),
    ("'tis", "'tis"), ("two\r\n  lines\tand a tab", "two lines and a tab"), ("\t=1", "'=1"), ("a\u00a0b", "a\u00a0b"),
])
def test_a_cell_is_one_line_that_no_spreadsheet_runs(words, expected):
    assert table.cell(words) == expected


def test_a_formula_in_a_text_is_no_formula_in_its_rows(here, tmp_path):
    text = write(tmp_path / "text.txt", b'=HYPERLINK("x") said 9 soldiers were killed.\n')
    assert here(text, "--out", tmp_path / "c.csv")[0] == 0
    assert rows(tmp_path / "c.csv")[0]["sentence_text"].startswith("'=HYPERLINK")


# -- bad files ---------------------------------------------------------------------------------------------------------------------------


def test_bad_files_are_named_in_one_line_each_and_never_stop_the_others(here, folder, tmp_path):
    for name, (content, _) in BAD.items():
        write(folder / name, content)
    code, said = here(folder, "--out", tmp_path / "c.csv", "--largest", "0.02")
    *lines, last = said.splitlines()
    assert code == 1
    assert sorted(lines) == sorted(lines, key=lambda line: line.startswith(str(folder))) and len(lines) == len(BAD)
    for name, (_, problem) in BAD.items():
        (line,) = [line for line in lines if line.startswith(f"{folder}/{name}: ")]
        assert problem in line
    assert {row["doc"] for row in rows(tmp_path / "c.csv")} == {f"{folder}/{name}" for name in TEXTS}
    assert last.startswith("12 of 12 texts: ") and last.endswith(" 7 texts not read")


@pytest.mark.parametrize("content", [
    b"<div>" * 30_000, b"[[" * 30_000, b"{{" * 30_000, b"<table><tr><td>" * 5_000 + b"9 soldiers were killed.", b"---\ntitle: [\n---\nNine died.",
    b"(" * 50_000, b"1," * 50_000, b"9 killed " * 500,
], ids=lambda content: content[:8].decode())
def test_whatever_a_file_is_full_of_the_next_one_is_read(here, tmp_path, content):
    names = [write(tmp_path / f"a{suffix}", content) for suffix in (".html", ".wiki", ".txt")]
    code, _ = here(*names, write(tmp_path / "b.txt", PLAIN.encode()), "--out", tmp_path / "c.csv")
    assert code in (0, 1)
    assert str(tmp_path / "b.txt") in {row["doc"] for row in rows(tmp_path / "c.csv")}


def test_a_fault_of_ours_in_one_file_is_named_with_it_and_the_others_go_on(here, folder, tmp_path, monkeypatch):
    read = table.reader.read

    def stumble(text, words):
        if text.name.endswith("mill.md"):
            raise KeyError("no such chunk")
        return read(text, words)

    monkeypatch.setattr(table.reader, "read", stumble)
    code, said = here(folder, "--out", tmp_path / "c.csv")
    assert code == 1
    assert re.fullmatch(rf"{folder}/tarn/mill\.md: not read, by a fault of tollbook: KeyError: 'no such chunk' \(\w+\.py, line \d+\)", said.splitlines()[0])
    assert len({row["doc"] for row in rows(tmp_path / "c.csv")}) == len(TEXTS) - 1


def test_a_name_that_is_no_unicode_is_written_in_a_way_that_can_be_read(here, tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text(PLAIN, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has Unicode names only")
    assert here(tmp_path, "--out", tmp_path / "c.csv")[0] == 0
    assert {row["doc"] for row in rows(tmp_path / "c.csv")} == {f"{tmp_path}/caf\\udce9.txt"}


# -- use ---------------------------------------------------------------------------------------------------------------------------------


def test_rows_are_the_same_bytes_whatever_the_number_of_workers(tmp_path, monkeypatch):
    for n in range(40):
        write(tmp_path / f"texts/{n:02d}.txt", PLAIN.replace("14", str(20 + n)).encode() * 8)
    write(tmp_path / "texts/20-bad.txt", b"\x00")
    written = []
    for jobs in (1, 2):
        done = run("texts", "--out", f"c{jobs}.csv", "--leftovers", f"l{jobs}.csv", "--jobs", jobs, cwd=tmp_path)
        assert done.returncode == 1
        assert [line for line in done.stderr.splitlines() if " of 41 texts: " not in line] == [
            "texts/20-bad.txt: found a NUL character; allowed is a text"]
        written.append([(tmp_path / f"{name}{jobs}.csv").read_bytes() for name in "cl"])
    assert written[0] == written[1]
    assert len(list(corpus.groups(corpus.find([tmp_path / "texts"])))) > 1
    assert list(dict.fromkeys(row["doc"] for row in rows(tmp_path / "c2.csv"))) == [f"texts/{n:02d}.txt" for n in range(40)]


@pytest.mark.skipif(not find_spec("distributed"), reason="distributed is not installed")
def test_a_cluster_gives_the_same_bytes(extracted):
    """Workers of a Dask cluster on this machine with two threads each, as its command line starts them."""
    place = extracted[2]
    program = write(place / "program.py", b"""
import subprocess, sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as cluster:
        sys.exit(subprocess.run([*sys.argv[1:], "--scheduler", cluster.scheduler_address]).returncode)
""")
    subprocess.run([sys.executable, program, sys.executable, SCRIPT, "texts", "--out", "dask.csv", "--leftovers", "left.csv"], check=True, cwd=place)
    for ours, theirs in (("c.csv", "dask.csv"), ("l.csv", "left.csv")):
        assert (place / ours).read_bytes() == (place / theirs).read_bytes()


def test_a_dash_writes_to_standard_output(extracted):
    place = extracted[2]
    done = run("texts", "--out", "-", cwd=place)
    assert done.returncode == 0
    assert list(csv.DictReader(io.StringIO(done.stdout))) == extracted[0]


def test_a_pipe_is_written_into_and_stays_a_pipe(extracted, tmp_path):
    pipe = tmp_path / "rows"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        done = run("texts", "--out", pipe, cwd=extracted[2])
        said = reader.stdout.read()
    assert done.returncode == 0 and pipe.is_fifo()
    assert list(csv.DictReader(io.StringIO(said))) == extracted[0]


@pytest.mark.parametrize(("arguments", "said"), [
    ([], "the following arguments are required: --out"),
    (["ford.txt", "--out", "c.csv", "--jobs", "0"], "--jobs: found 0; allowed is a whole number from 1"),
    (["ford.txt", "--out", "c.csv", "--largest", "0"], "--largest: found 0; allowed is a number of megabytes above 0"),
    (["none.txt", "--out", "c.csv"], "none.txt: no such file or folder"),
    (["ford.txt", "--out", "ford.txt"], "--out: found ford.txt, which is one of the texts; allowed is another file"),
    (["ford.txt", "--out", "c.csv", "--leftovers", "ford.txt"], "--leftovers: found ford.txt, which is one of the texts"),
    (["ford.txt", "--out", "c.csv", "--leftovers", "./c.csv"], "--leftovers: found ./c.csv, which is --out; allowed is another file"),
    (["ford.txt", "--out", "c.csv", "--leftovers", "-"], "--leftovers: found -; allowed is a file"),
    (["ford.txt", "--out", "c.csv", "--scheduler", "nowhere"], "--scheduler: found 'nowhere': missing port number in address"),
    (["ford.txt", "--out", "folder"], "--out: found folder, which is a folder; allowed is a file"),
    (["ford.txt", "--out", "c.csv", "--lexicon", "none"], "none: no such folder; allowed is a folder with any of things.csv"),
    (["--out", "c.csv"], "TEXT: none named, and the text of aleppo-2014 is not there"),
])
def test_bad_use_is_said_in_one_line_and_nothing_is_written(here, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tollbook.paths.article_text", lambda name: None)
    write(tmp_path / "ford.txt", PLAIN.encode())
    (tmp_path / "folder").mkdir()
    try:
        code, line = here(*arguments)
        assert len(line.splitlines()) == 1
    except SystemExit as refused:
        code, line = refused.code, capsys.readouterr().err
    assert code == 2 and said in line and "Traceback" not in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "ford.txt"]
    assert (tmp_path / "ford.txt").read_text(encoding="utf-8") == PLAIN


def test_the_article_where_the_user_has_put_it_is_read_where_none_is_named(here, tmp_path, monkeypatch):
    monkeypatch.setenv("TOLLBOOK_ARTICLE", str(write(tmp_path / "ford.txt", PLAIN.encode())))
    assert here("--out", tmp_path / "c.csv")[0] == 0
    assert {row["doc"] for row in rows(tmp_path / "c.csv")} == {str(tmp_path / "ford.txt")}


def test_a_lexicon_of_another_war_is_used(here, tmp_path):
    write(tmp_path / "war/actors.csv", b"name,aliases,side,source_type,note\nTarn League,Leaguers,rebel,rebel,\n")
    text = write(tmp_path / "text.txt", b"On 3 March 2031, 14 Leaguers were killed.\n")
    sides = []
    for arguments in ([], ["--lexicon", tmp_path / "war"]):
        assert here(text, "--out", tmp_path / "c.csv", *arguments)[0] == 0
        sides.append([row["victim_side"] for row in rows(tmp_path / "c.csv")])
    assert sides[1] == ["rebel"] and sides[0] != ["rebel"]


def test_what_fails_on_the_way_leaves_the_file_that_stood(here, folder, tmp_path, monkeypatch):
    out = write(tmp_path / "c.csv", b"as it was")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus.Tally, "line", stop)
    monkeypatch.setattr(corpus, "TELL_EVERY", 0)
    assert here(folder, "--out", out, "--leftovers", tmp_path / "l.csv") == (130, "stopped; nothing is written\n")
    assert out.read_bytes() == b"as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.csv", "texts"]


def test_progress_is_said_while_it_works(here, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "TELL_EVERY", 0)
    _, said = here(folder, "--out", tmp_path / "c.csv")
    assert [line.partition(":")[0] for line in said.splitlines()] == [f"{n} of 5 texts" for n in (1, 2, 3, 4, 5, 5)]


def test_nlp_without_spacy_is_refused_at_once(here, tmp_path, monkeypatch):
    def lacking():
        raise BadInput("found no spaCy; it is an extra")

    monkeypatch.setattr("tollbook.extract.parser.load", lacking)
    assert here(write(tmp_path / "a.txt", PLAIN.encode()), "--out", tmp_path / "c.csv", "--nlp") == (2, "--nlp: found no spaCy; it is an extra\n")
    assert not (tmp_path / "c.csv").exists()


def test_the_second_reader_is_asked_for_each_text(here, folder, tmp_path, monkeypatch):
    def agree(text, result, words):
        for one in result.candidates:
            one.confidence = "both"
        return result

    monkeypatch.setattr("tollbook.extract.parser.load", lambda: None)
    monkeypatch.setattr("tollbook.extract.parser.agree", agree)
    assert here(folder, "--out", tmp_path / "c.csv", "--nlp")[0] == 0
    assert {row["confidence"] for row in rows(tmp_path / "c.csv")} == {"both"}


def test_help_has_an_example():
    done = run("--help")
    assert done.returncode == 0
    assert "Example: python scripts/extract.py bulletins/ battle.md --out candidates.csv --leftovers leftovers.csv" in done.stdout


# -- the benchmark -----------------------------------------------------------------------------------------------------------------------


def test_the_benchmark_measures_a_little_of_everything(tmp_path):
    done = subprocess.run([sys.executable, PROJECT / "benchmarks/extraction.py", "--quick", "--classes"], capture_output=True, text=True, check=False,
                          env={name: value for name, value in os.environ.items() if name != "TOLLBOOK_ARTICLE"})
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    said = done.stdout.splitlines()
    assert [line.split(" | ")[0] for line in said[2:6]] == [
        "| invented, written-1", "| invented, written-2", "| invented, written-3", "| invented, unseen"]
    assert [line for line in said if line.startswith("holds") and "the same rows, byte for byte" in line]
    assert not [line for line in said if line.startswith("FAILS") and ("rows" in line or "read" in line)]


def test_the_benchmark_prints_no_word_of_what_is_missed_unless_asked():
    done = subprocess.run([sys.executable, PROJECT / "benchmarks/extraction.py", "--no-speed", "--classes"], capture_output=True, text=True, check=False)
    quoted = {row["exact"] for path in (PROJECT / "benchmarks/prose/unseen").glob("*.csv") for row in rows(path) if len(row.get("exact", "")) > 12}
    assert quoted and not [words for words in quoted if words in done.stdout]
