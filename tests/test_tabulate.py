"""The built tables: their rows, their bytes, their data package, and articles that are added as folders."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from tollbook import codebook, command, schema, tabulate
from tollbook.errors import BadInput

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def built(invented):
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)
    return invented / "data/processed"


def test_sources_count_how_often_they_speak_and_how_often_with_a_toll(built):
    sources = tabulate.load("sources").set_index("source_id")
    expected = pd.DataFrame({"statements": [1, 1, 1, 1, 1, 1, 0], "statements_with_toll": [1, 1, 1, 1, 0, 1, 0],
                             "claims": [2, 1, 1, 2, 0, 2, 3], "materiel_claims": [0, 0, 0, 0, 0, 0, 1]},
                            index=["observatory", "captain", "raiders", "harbour", "ministry", "nameless", "voice"], dtype="Int64")
    pd.testing.assert_frame_equal(sources[expected.columns], expected, check_names=False, check_index_type=False)


def test_incidents_count_claims_and_voices(built):
    incidents = tabulate.load("incidents").set_index("incident_id")
    assert incidents[["claims", "materiel_claims", "sources"]].to_dict("index") == {
        "shelling": {"claims": 4, "materiel_claims": 0, "sources": 3}, "lighthouse": {"claims": 3, "materiel_claims": 0, "sources": 2},
        "quay": {"claims": 3, "materiel_claims": 0, "sources": 2}, "mill": {"claims": 1, "materiel_claims": 1, "sources": 1}}


def test_silence_tells_a_toll_from_speaking_without_one_and_from_silence(built):
    silence = tabulate.load("silence").set_index(["incident_id", "source_type"])["state"]
    assert len(silence) == 4 * len(schema.SOURCE_TYPES)
    assert silence["quay", "rebel"] == "toll"
    assert silence["shelling", "government"] == "silent"
    assert silence["mill", "unattributed"] == "toll"
    assert (silence == "speaks_without_toll").sum() == 0  # the ministry speaks of the quay, and so does the harbour office with a toll


def test_coverage_counts_every_row_once(built):
    coverage = tabulate.load("coverage")
    assert coverage.groupby("kind")["rows"].sum().to_dict() == {"claim": 12, "other_number": 7}
    first = coverage[(coverage["section"] == "The first week") & (coverage["code"] == "date")]
    assert first["rows"].to_list() == [3]


def test_the_data_package_is_valid(built):
    report = frictionless.validate(str(built / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize(("table", "old", "new"), [
    ("claims.csv", ",killed,", ",kiled,"), ("claims.csv", "ORR-001,", "ORR-002,"), ("claims.csv", "2031-03-03", "3 March"),
    ("sources.csv", ",monitor,", ",gossip,"),
])
def test_the_data_package_would_show_a_fault(built, table, old, new):
    path = built / table
    path.write_text(path.read_text().replace(old, new, 1))
    package = json.loads((built / "datapackage.json").read_text())
    for resource in package["resources"]:
        resource.pop("hash"), resource.pop("bytes")
    (built / "datapackage.json").write_text(json.dumps(package))
    assert not frictionless.validate(str(built / "datapackage.json")).valid


def test_a_rebuild_gives_the_same_bytes(invented):
    assert tabulate.files(tabulate.read_all()) == tabulate.files(tabulate.read_all())


def test_what_is_committed_is_what_is_built():
    for name, content in tabulate.files(tabulate.read_all()).items():
        assert (PROJECT / "data/processed" / name).read_bytes() == content, name


def test_the_committed_codebook_is_what_the_code_says():
    assert (PROJECT / "data/raw/README.md").read_text(encoding="utf-8") == codebook.write()


def test_the_real_data_package_is_valid():
    assert frictionless.validate(str(PROJECT / "data/processed/datapackage.json")).valid


def add_second_article(root):
    """Copy the invented article under another id and prefix."""
    first, second = root / "data/raw/port-orrin", root / "data/raw/cape-sable"
    shutil.copytree(first, second)
    for path in second.iterdir():
        path.write_text(path.read_text().replace("ORR-", "SAB-").replace("claim_prefix: ORR", "claim_prefix: SAB").replace("port-orrin", "cape-sable"))


def test_a_second_article_is_a_folder_of_its_own(invented):
    add_second_article(invented)
    tables = tabulate.build(tabulate.read_all())
    assert tables["claims"]["article_id"].value_counts().to_dict() == {"cape-sable": 12, "port-orrin": 12}
    assert tables["claims"]["claim_id"].is_unique
    assert len(tables["silence"]) == 80


def test_two_articles_may_not_share_a_prefix(invented):
    shutil.copytree(invented / "data/raw/port-orrin", invented / "data/raw/cape-sable")
    path = invented / "data/raw/cape-sable/article.yaml"
    path.write_text(path.read_text().replace("port-orrin", "cape-sable"))
    with pytest.raises(BadInput, match="claim_prefix: found 'ORR', which cape-sable has; allowed is one of its own"):
        tabulate.build(tabulate.read_all())


def test_nothing_is_written_when_a_sheet_is_broken(built):
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    sheet = built.parent / "raw/port-orrin/claims.csv"
    sheet.write_text(sheet.read_text().replace(",killed,", ",kiled,", 1))
    done = subprocess.run([sys.executable, str(PROJECT / "scripts/tabulate.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "data/raw/port-orrin/claims.csv: row 2 (ORR-001), column outcome: found 'kiled'" in done.stderr
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    target.write_bytes(b"before")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        command.write_bytes(target, b"after")
    assert target.read_bytes() == b"before" and list(tmp_path.iterdir()) == [target]


def without_rows(invented, sheet):
    path = invented / f"data/raw/port-orrin/{sheet}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def test_an_article_in_which_nobody_speaks_is_tabulated(invented):
    without_rows(invented, "statements")
    sources = tabulate.files(tabulate.read_all())["sources.csv"].decode("utf-8").splitlines()
    assert len(sources) == 8


def test_an_article_without_a_claim_yet_is_refused_in_one_line(invented):
    without_rows(invented, "claims")
    with pytest.raises(BadInput) as refused:
        tabulate.build(tabulate.read_all())
    assert "data/raw/port-orrin/claims.csv: found no row; allowed is at least one claim" in refused.value.lines
