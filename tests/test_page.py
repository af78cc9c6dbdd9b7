"""What a report shows: text from data is escaped, claim ids are links, tables say what the ledger says."""

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from tollbook import command, page, tables, tabulate

EVIL = '<script>alert("x")</script> & ORR-001'


@pytest.fixture
def claims(invented):
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)
    return tabulate.load("claims")


def test_text_is_escaped_and_ids_are_linked():
    assert page.linked(EVIL, {"ORR-001"}) == \
        '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; <a class="claim" href="#ORR-001">ORR-001</a>'
    assert page.linked("ORR-002", {"ORR-001"}) == '<a class="claim" href="01-ledger.html#ORR-002">ORR-002</a>'


@pytest.mark.parametrize("column", ["source_name", "victims", "exact", "quantity_text", "incident_title", "note", "attribution_text", "section"])
def test_no_column_of_a_claim_reaches_the_page_unescaped(claims, column):
    claims.loc[0, column] = '<img src=x onerror="alert(1)">'
    uses, sentences = {"ORR-001": [("fig-x", "figure 1")]}, {"ORR-001": f"before {claims.at[0, 'exact']} <b>after</b>"}
    html = page.register(claims, uses, sentences, False) + page.table(tables.claims_table(claims), set(), "all")
    assert "<img" not in html and "<b>after" not in html
    assert "&lt;img src=x" in html


def test_a_claim_card_links_to_the_article_the_ledger_and_where_it_is_used(claims):
    html = page.register(claims[claims["claim_id"] == "ORR-010"], {"ORR-010": [("fig-calendar", "figure 1"), ("tab-all", "table 2")]}, {}, False)
    for address in ("https://example.org/Siege_of_Port_Orrin#:~:text=killed%2033", "01-ledger.html#ORR-010", "#fig-calendar", "#tab-all"):
        assert f'href="{address}"' in html
    assert 'id="ORR-010"' in html and "<q>killed 33</q>" in html


def test_a_sentence_at_hand_shows_the_words_in_it(claims):
    html = page.register(claims.head(1), {}, {"ORR-001": "Shells left 40 people dead."}, True)
    assert "Shells left <mark>40 people</mark> dead." in html


READINGS = [((14, 14), "14"), ((14, None), "at least 14"), ((1001, None), "at least 1,001"), ((0, 40), "up to 40"),
            ((0, None), "any number"), ((None, None), "left blank by this rule set")]


@pytest.mark.parametrize(("bounds", "words"), READINGS)
def test_bounds_are_written_in_words(bounds, words):
    low, high = (pd.NA if value is None else value for value in bounds)
    assert tables.read_as(low, high) == words


SPANS = [(("2031-03-03", "2031-03-03"), "3 March 2031"), (("2031-03-03", "2031-03-09"), "3 to 9 March 2031"),
         (("2030-12-15", "2031-01-06"), "15 December 2030 to 6 January 2031"), ((None, "2031-03-09"), "to 9 March 2031, first day not stated")]


@pytest.mark.parametrize(("span", "words"), SPANS)
def test_days_are_written_in_words(span, words):
    assert tables.days(*span) == words


def test_a_single_voice_and_several_voices_are_told_apart(claims):
    single, several = tables.uncorroborated(claims), tables.corroborated(claims)
    assert single["incident"].to_list() == ["Fighting at the mill"]
    assert set(several["incident"]) == {"Shelling of Port Orrin", "Attack on the lighthouse gate", "Fighting on the quay"}
    assert "ORR-002" not in several["claim"].to_list()  # a break-down is no second voice


def test_interests_tell_own_losses_from_the_enemys(claims):
    found = tables.interests(claims, tabulate.load("sources")).set_index("source")
    assert found.loc["harbour office", ["own side", "enemies"]].to_list() == [1, 1]
    assert found.loc["raiders", ["own side", "enemies"]].to_list() == [0, 1]
    assert found.loc["a militia captain", "mixed or not stated"] == 1
    assert found.loc["the ministry", ["own side", "enemies", "civilians", "mixed or not stated"]].to_list() == [0, 0, 0, 0]
    assert found.loc["Coastal Observatory", ["civilians", "no side of its own"]].to_list() == [1, 1]


def test_a_campaign_is_what_is_counted_as_of_more_than_one_day(claims):
    assert tables.campaigns(claims) == ["shelling"]
    assert tables.running_totals(claims)["last day"].to_list() == ["2 March 2031", "9 March 2031"]


def test_months_count_claims_and_not_people(claims):
    assert tables.by_month(claims)[["month", "claims", "incidents", "sources"]].to_numpy().tolist() == [["March 2031", 11, 4, 6]]


def test_claim_ids_are_links_in_labels_and_column_names_too():
    assert '<dt>if <a class="claim" href="#ORR-003">ORR-003</a> is given up</dt>' in page.key_figures([("if ORR-003 is given up", "at least 101")], {"ORR-003"})
    html = page.table(pd.DataFrame({"giving up ORR-003": ["at least 101"]}), set(), "label")
    assert '<th scope="col">giving up <a class="claim" href="01-ledger.html#ORR-003">ORR-003</a></th>' in html


def test_a_whole_number_of_any_kind_has_its_separators():
    assert ">1,001</td>" in page.table(pd.DataFrame({"a": ["x"], "b": pd.array([1001], dtype="Int64")}), set(), "label")


def test_findings_are_a_list_with_linked_claims():
    assert page.findings(["ORR-001 & ORR-002"], {"ORR-001"}) == (
        '<ul class="findings"><li><a class="claim" href="#ORR-001">ORR-001</a> &amp; '
        '<a class="claim" href="01-ledger.html#ORR-002">ORR-002</a></li></ul>')


SHORT, LONG = "no more than sixty letters, which is what a phone has room for", "said at length, " * 8
WORDY = pd.DataFrame({"claims": ["ORR-001 ORR-002", "ORR-003"], "people": [1234, 5], 'in "words"': [LONG, ""]})


@pytest.mark.parametrize(("frame", "is_wordy"), [
    (WORDY, True),
    (pd.DataFrame({"a": ["x"], "b": [SHORT[:60]]}), False),
    (pd.DataFrame({"a": ["x"], "b": [SHORT[:61]]}), True),
    (pd.DataFrame({"a": [LONG], "b": [7]}), False),  # the name of a row: the rest is numbers
    (pd.DataFrame({"a": ["x"], "b": [" ".join(f"ORR-{at:03d}" for at in range(40))]}), False),  # ids break anywhere
    (WORDY[:0], False),
])
def test_a_table_with_long_texts_is_told_from_others(frame, is_wordy):
    html = page.table(frame, set(), "label")
    assert ('<table role="table" class="wordy">' in html) == ("data-label" in html) == is_wordy
    assert ("<table>" in html) != is_wordy


def test_a_table_with_long_texts_has_the_names_of_its_columns_at_its_cells_and_its_roles():
    assert page.table(WORDY[1:], {"ORR-003"}, "label") == (
        '<div class="scroll" tabindex="0" role="region" aria-label="label"><table><thead><tr><th scope="col">claims</th>'
        '<th scope="col" class="number">people</th><th scope="col">in &quot;words&quot;</th></tr></thead><tbody><tr>'
        '<th scope="row"><a class="claim" href="#ORR-003">ORR-003</a></th><td class="number">5</td><td></td></tr></tbody></table></div>')
    html = page.table(WORDY, {"ORR-003"}, "label")
    assert html.startswith(
        '<div class="scroll" tabindex="0" role="region" aria-label="label"><table role="table" class="wordy"><thead role="rowgroup"><tr role="row">'
        '<th scope="col" role="columnheader" class="ids">claims</th><th scope="col" role="columnheader" class="number">people</th>'
        '<th scope="col" role="columnheader">in &quot;words&quot;</th></tr></thead><tbody role="rowgroup"><tr role="row">')
    assert html.endswith(
        '<tr role="row"><th scope="row" role="rowheader" class="ids" data-label="claims"><a class="claim" href="#ORR-003">ORR-003</a></th>'
        '<td role="cell" class="number" data-label="people">5</td><td role="cell" data-label="in &quot;words&quot;"></td></tr></tbody></table></div>')


FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LAID_OUT = """() => [...document.querySelectorAll("tbody tr:first-child > *")].map(cell => {
  const box = cell.getBoundingClientRect(), name = getComputedStyle(cell, "::before").content.split(" / ")[0];
  return [getComputedStyle(cell).display, name, box.left, box.right, box.top];
})"""


@pytest.mark.parametrize(("width", "media", "is_list"), [(390, "screen", True), (1280, "screen", False), (390, "print", False), (673, "print", False)])
def test_long_texts_are_lines_below_one_another_on_a_phone_alone(chromium, width, media, is_list):
    style = Path(page.__file__).with_name("template").joinpath("page.css").read_text(encoding="utf-8")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=FLAGS) as browser:
        shown = browser.new_page(offline=True, viewport={"width": width, "height": 844})
        shown.emulate_media(media=media)
        shown.set_content(f"<style>{style}</style><main>{page.table(WORDY, set(), 'label')}</main>")
        cells = shown.evaluate(LAID_OUT)
        tree = shown.locator("main").aria_snapshot()
    assert {display for display, *_ in cells} == {"block" if is_list else "table-cell"}
    named = ['"claims: "', '"people: "', '"in \\"words\\": "']
    assert [name for _, name, *_ in cells] == (named if is_list else ["none"] * 3)
    lefts, tops = ({cell[at] for cell in cells} for at in (2, 4))
    assert (len(lefts), len(tops)) == ((1, 3) if is_list else (3, 1))
    assert max(right for *_, right, _ in cells) <= width
    assert tree.count("columnheader") == 3
    assert tree.count("rowheader") == 2
