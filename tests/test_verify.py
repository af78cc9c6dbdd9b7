"""The proof against the text: nothing is missing, and whatever is changed, moved, added or taken away is named."""

import dataclasses
import re
import subprocess
import sys

import pytest

from tollbook import article, ledger, verify

CASES = [
    # what is changed in the invented article, into what, the findings that must be there (kind and words)
    ("left 40 people", "left 41 people", [("changed", "'40 people' now reads '41 people'")]),
    ("at least 15 guards", "at least 16 guards", [("changed", "'at least 15 guards' now reads 'at least 16 guards'")]),
    ("12 March", "13 March", [("changed", "'12 March' now reads '13 March'")]),
    ("at least 15 guards", "more than 15 guards", [("vanished", "'at least 15 guards' is not in the text"), ("new", "'more than 15'")]),
    ("including 12 children, the", "including children, the", [("vanished", "'12 children' is not in the text")]),
    ("A militia captain claimed that", "That", [("vanished", "'A militia captain claimed'")]),
    ("were wounded there", "were wounded and three drowned there", [("new", "'three'")]),
    ("after five days.", "after five days. A baker died of it.", [("new", "'died'")]),
    ("after five days.", "after five days. A second tank was there.", [("new", "'second'"), ("new", "'tank'")]),
    ("after five days.", "after five days. Dozens fled.", [("new", "'Dozens'")]),
    ("after five days.", "after five days. The mayor confirmed it.", [("speaker", "'confirmed'")]),
    ("On 11 March, the harbour", "It rained. On 11 March, the harbour", [("moved", "stands in section 'The second week', paragraph 1, sentence 2")]),
    ("## The second week\n", "## The second week\nNothing happened.\n\n", [("moved", "paragraph 2, sentence 1")]),
    ("description: On 3 March 2031, shells left 40", "description: On 3 March 2031, shells left 50", [("new", "front matter, description")]),
    ("title: Siege of Port Orrin", "title: Battle of Port Orrin", [("changed", "found 'Battle of Port Orrin'")]),
]


@pytest.fixture
def proven(invented):
    folder = invented / "data/raw/port-orrin"
    return ledger.read("port-orrin"), (folder / "article.md").read_text()


def findings(one, text):
    return [(found.kind, str(found)) for found in verify.verify(one, article.parse(text, "article.md"))]


def test_the_invented_ledger_is_proven(proven):
    assert findings(*proven) == []


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_change_in_the_text_is_named(proven, old, new, expected):
    one, text = proven
    before, here, after = text.rpartition(old)
    assert here
    found = findings(one, before + new + after)
    for kind, words in expected:
        assert any(kind == its_kind and words in line for its_kind, line in found), found


@pytest.mark.parametrize("row", range(12))
def test_a_deleted_claim_leaves_a_figure_that_is_in_no_sheet(proven, row):
    one, text = proven
    left = dataclasses.replace(one, claims=one.claims.drop(index=row).reset_index(drop=True))
    gone = one.claims.iloc[row]
    new = [line for kind, line in findings(left, text) if kind == "new"]
    assert any(f"section {gone['section']!r}, paragraph {gone['paragraph']}, sentence {gone['sentence']}" in line for line in new)


@pytest.mark.parametrize("sheet", ["statements", "other_numbers"])
def test_a_deleted_row_of_another_sheet_is_found(proven, sheet):
    one, text = proven
    for row in getattr(one, sheet).index:
        left = dataclasses.replace(one, **{sheet: getattr(one, sheet).drop(index=row).reset_index(drop=True)})
        assert findings(left, text), getattr(one, sheet).loc[row]


def test_front_matter_that_says_where_the_text_is_from_has_no_figures_of_its_own(proven):
    one, text = proven
    origin = "address: https://example.org/7\nrevision: 12\ntimestamp: '2031-04-01T02:03:04Z'\nlicence: Some Licence 4.0\n"
    assert findings(one, text.replace("---\n", f"---\n{origin}", 1)) == []


def test_a_row_that_points_to_another_sentence_is_found(proven):
    one, text = proven
    claims = one.claims.copy()
    claims.loc[0, "paragraph"] = "2"
    found = findings(dataclasses.replace(one, claims=claims), text)
    assert [kind for kind, _ in found] == ["moved"] and "the row says section 'The first week', paragraph 2" in found[0][1]


def test_words_given_as_the_sentences_own_must_stand_in_it(proven):
    one, text = proven
    claims = one.claims.copy()
    claims.loc[7, "outcome_text"] = "slain"
    found = findings(dataclasses.replace(one, claims=claims), text)
    assert ("changed", "changed: claims.csv row 9 (ORR-008), column outcome_text: 'slain' is not in section 'The second week', "
            "paragraph 1, sentence 1") in found


def run(*arguments):
    return subprocess.run([sys.executable, "scripts/verify.py", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_script_exits_0_1_and_2(invented, tmp_path):
    good = invented / "data/raw/port-orrin/article.md"
    changed = tmp_path / "changed.md"
    changed.write_text(good.read_text().replace("left 40 people", "left 44 people"))
    broken = tmp_path / "broken.md"
    broken.write_bytes(b"\xff\x00")
    assert run(good, "--article", "port-orrin").returncode == 0
    found = run(changed, "--article", "port-orrin")
    assert found.returncode == 1 and "'40 people' now reads '44 people'" in found.stdout
    for wrong in ([broken, "--article", "port-orrin"], [tmp_path / "none.md", "--article", "port-orrin"], [good, "--article", "atlantis"], []):
        refused = run(*wrong)
        assert refused.returncode == 2 and "Traceback" not in refused.stderr, wrong


def test_the_script_finds_the_text_by_itself_where_there_is_one(invented, monkeypatch):
    monkeypatch.delenv("TOLLBOOK_ARTICLE", raising=False)
    assert run("--article", "port-orrin").returncode == 0
    text = invented / "data/raw/port-orrin/article.md"
    monkeypatch.setenv("TOLLBOOK_ARTICLE", str(text.rename(invented / "elsewhere.md")))
    assert run("--article", "port-orrin").stdout.startswith("elsewhere.md is")
    monkeypatch.delenv("TOLLBOOK_ARTICLE")
    refused = run("--article", "port-orrin")
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1 and "scripts/fetch.py" in refused.stderr


@pytest.fixture(scope="module")
def real(article_path):
    return ledger.read("aleppo-2014"), article_path.read_text(encoding="utf-8")


class TestTheArticle:
    """The real ledger against the real text, wherever that is at hand."""

    def test_the_article_is_the_coded_revision_and_is_proven(self, real, article_path):
        one, text = real
        assert findings(one, text) == []
        assert article.read(article_path).sha256 == one.meta["sha256"]

    def test_each_deleted_claim_is_found(self, real):
        one, text = real
        parsed = article.parse(text, "article.md")
        for row in one.claims.index:
            left = dataclasses.replace(one, claims=one.claims.drop(index=row).reset_index(drop=True))
            gone = one.claims.loc[row]
            where = f"section {gone['section']!r}, paragraph {gone['paragraph']}, sentence {gone['sentence']}"
            found = verify.verify(left, parsed)
            assert any(line.kind == "new" and line.where == where for line in found), gone["claim_id"]

    def test_each_changed_digit_is_found(self, real):
        one, text = real
        places = [match.start() for match in re.finditer(r"\d", text)]
        assert len(places) > 300
        for at in places:
            other = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1:]
            assert verify.verify(one, article.parse(other, "article.md")), text[max(at - 20, 0):at + 20]

    @pytest.mark.parametrize("sentence", ["Twelve bakers were killed.", "A tank was lost.", "There were casualties.", "Dozens fell.",
                                          "The SOHR stated nothing of it."])
    def test_an_added_sentence_is_found(self, real, sentence):
        one, text = real
        added = text.replace("\n\n## Notes", f" {sentence}\n\n## Notes")
        assert added != text
        assert verify.verify(one, article.parse(added, "article.md"))
