"""The reports as a reader meets them: every page in headless Chromium at desktop and phone width, on paper, and every file beside it.

A check takes a page, or the folder of all reports, and lists what is wrong. The checks come first; then a small folder
of reports without a fault, and tables of faults that show it to each check with one fault in it; then the real reports and those of the
invented ledger.
"""

import base64
import csv
import fcntl
import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tollbook import article, command, parameters, render, tabulate

PROJECT = Path(__file__).resolve().parent.parent
REPORTS = yaml.safe_load((PROJECT / "notebooks/reports.yaml").read_text(encoding="utf-8"))
PAGES = ["index.html", *(f"{entry['report']}.html" for entry in REPORTS)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SCREENS = {1280: 900, 390: 844}  # a desktop's and a phone's width and height
SMALLEST = 320
PRINTED = 672  # CSS pixels between the margins of an A4 sheet: 178 mm


@dataclass
class Folder:
    """The files of a set of reports, and what they must agree with: the built claims, and the only addresses a page may name."""

    path: Path
    claims: dict[str, dict[str, str]]
    addresses: set[str]

    @classmethod
    def of(cls, path: Path, project: Path) -> "Folder":
        articles = [yaml.safe_load(found.read_text(encoding="utf-8")) for found in project.glob("data/raw/*/article.yaml")]
        with (project / "data/processed/claims.csv").open(encoding="utf-8", newline="") as rows:
            claims = {row["claim_id"]: row for row in csv.DictReader(rows)}
        return cls(path, claims, {one[name] for one in articles for name in ("address", "licence_address")})

    @cached_property
    def files(self) -> dict[str, bytes]:
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in sorted(self.path.rglob("*")) if path.is_file()}

    @cached_property
    def manifest(self) -> dict:
        return json.loads(self.files["manifest.json"])

    @cached_property
    def numbers(self) -> dict:
        return json.loads(self.files["numbers.json"])

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """The ids of each page, as links of other pages use them."""
        return {name: set(re.findall(r'\sid="([^"]+)"', content.decode())) for name, content in self.files.items() if name.endswith(".html")}


class Tab:
    """The browser's one tab, and what it has heard since it was opened anew: from the console, and of requests."""

    def __init__(self, page):
        self.page, self.console, self.requests = page, [], []
        page.on("console", lambda said: self.console.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str):
        self.page.goto("about:blank")  # what an earlier page still has to say is not said by this one
        self.console, self.requests = [], []
        self.page.goto(address)


class Page:
    """One page of a folder, opened in the tab, and the facts that stand on it."""

    def __init__(self, folder: Folder, name: str, tab: Tab):
        self.folder, self.name, self.tab, self.width = folder, name, tab, 0
        self.is_front, self.address = name == "index.html", (folder.path / name).as_uri()
        tab.open(self.address)
        self.facts = self.at(1280).evaluate(FACTS)

    def at(self, width: int):
        """Give the browser's page at a width, with the pictures for it loaded; the width of a sheet shows it as printed."""
        if width != self.width:
            self.width = width
            self.tab.page.emulate_media(media="print" if width == PRINTED else "screen")
            self.tab.page.set_viewport_size({"width": width, "height": SCREENS.get(width, 900)})
            self.tab.page.evaluate("Promise.allSettled([...document.images].map(image => image.decode()))")
        return self.tab.page


FACTS = r"""() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const words = element => (element?.textContent ?? "").trim().replace(/\s+/g, " ");
  const claims = text => [...new Set(text.match(/\b[A-Z]{3}-\d{3}\b/g) ?? [])];
  const hrefs = from => all("a[href]", from).map(a => a.getAttribute("href"));
  const loose = [];
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();)
    if (!walker.currentNode.parentElement.closest("a, script, style, details.code")) loose.push(...claims(walker.currentNode.data));
  return {
    lang: document.documentElement.lang,
    title: document.title,
    text: document.body.textContent,
    banner: words(document.querySelector(".banner")),
    footer: words(document.querySelector("footer")),
    headings: all("h1, h2, h3, h4, h5, h6").map(h => [Number(h.tagName[1]), words(h)]),
    ids: all("[id]").map(e => e.id),
    links: all("a[href]").map(a => [a.getAttribute("href"), words(a), a.closest(".claim-card")?.id ?? ""]),
    addresses: all("[src], [srcset], [action], [poster], [data], link[href], use[href]").flatMap(e =>
      ["src", "srcset", "action", "poster", "data", "href"].map(name => e.getAttribute(name)).filter(Boolean)),
    alts: all("img, svg[role=img]").map(e => e.getAttribute("alt") ?? e.getAttribute("aria-label") ?? ""),
    loose,
    cards: all(".claim-card").map(card => ({id: card.id, hrefs: hrefs(card)})),
    figures: all("figure").map(figure => ({id: figure.id, is_chart: figure.matches(".chart"), title: words(figure.querySelector("h2, h3, figcaption b")),
      caption: words(figure.querySelector("figcaption")), rows: all("tbody tr", figure).length, pictures: all("img, svg", figure).length,
      claims: claims(all("td, th", figure).map(words).join(" ")), files: hrefs(figure).filter(to => /^(figures|tables)\//.test(to))})),
    cells: all("td, tbody th, dd").map(words),
    reasons: all(".not-computed dd").map(words),
    code: all("pre, code, .highlight").filter(e => !e.closest("details:not([open])")).map(words),
    unfolded: all("details[open]").map(words),
  };
}"""

# Names what sticks out of the page to the right; on paper, also what is cut off where nobody can scroll, and what runs over its own box.
STICKING_OUT = r"""isPaper => {
  const room = document.documentElement.clientWidth, shown = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility());
  const clips = e => getComputedStyle(e).overflowX !== "visible";
  const isFree = e => { for (let up = e.parentElement; up !== document.body && up; up = up.parentElement) if (clips(up)) return false; return true; };
  const isCut = e => e.clientWidth > 0 && clips(e) && e.scrollWidth > e.clientWidth + 1;
  const runsOver = e => e.clientHeight > 0 && !clips(e) && e.scrollHeight > e.clientHeight + 20;
  const out = shown.filter(e => e.getBoundingClientRect().right > room + 1 && isFree(e) || isPaper && (isCut(e) || runsOver(e)));
  const names = out.map(e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + [...e.classList].map(name => "." + name).join(""));
  if (!names.length && document.documentElement.scrollWidth > room) names.push("the page");
  return [...new Set(names)].slice(0, 3);
}"""

OPEN_ALL = "document.querySelectorAll('details:not([open])').forEach(details => { details.open = details.dataset.opened = true; })"
CLOSE_AGAIN = "document.querySelectorAll('details[data-opened]').forEach(details => { details.open = false; })"
# Names the pictures that are none: those of the page, and those in its style sheet.
BROKEN = r"""async () => {
  const marks = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules].flatMap(rule => [...rule.cssText.matchAll(/url\("(data:[^"]+)"\)/g)]));
  const drawn = marks.map(([, address]) => Object.assign(new Image(), {src: address}));
  await Promise.allSettled(drawn.map(image => image.decode()));
  return [...document.images, ...drawn].filter(image => !image.naturalWidth)
    .map(image => (image.closest("[id]")?.id ?? "") + " " + (image.currentSrc || image.src).slice(0, 40));
}"""


# -- checks of a page: each lists what it finds ---------------------------------------------------------------------------------------


def quiet_console(page):
    page.at(390)
    return [said for said in page.tab.console if said.startswith(("error", "warning"))]


def nothing_requested(page):
    page.at(390)
    return [url for url in page.tab.requests if not url.startswith(("data:", page.address))]


def fits_the_screen(page):
    """Nothing is wider than the screen, at any width, with details closed and open."""
    found = []
    for width in (*SCREENS, SMALLEST):
        shown = page.at(width)
        closed = shown.evaluate(STICKING_OUT, False)
        shown.evaluate(OPEN_ALL)
        found += [f"{name} sticks out at {width} px{'' if name in closed else ' with details open'}" for name in shown.evaluate(STICKING_OUT, False)]
        shown.evaluate(CLOSE_AGAIN)
    return found


def links_resolve(page):
    found = [f"names {address[:60]} outside a link" for address in page.facts["addresses"] if not address.startswith("data:")]
    return found + [f"{href}: {why}" for href, _, _ in page.facts["links"] for why in _unresolved(page, href)]


def _unresolved(page, href):
    target, _, anchor = href.partition("#")
    if re.match(r"[a-z]+:", href):
        return [] if target in page.folder.addresses else ["leads elsewhere than to the article and its licence"]
    name = target or page.name
    if name not in page.folder.files:
        return ["no such file"]
    return [] if not anchor or anchor in page.folder.ids[name] else [f"no such place in {name}"]


def quotes_the_article(page):
    """A link into the article carries the words of its own claim, with nothing in them that browsers take for syntax."""
    found = []
    for href, _, card in page.facts["links"]:
        if quoted := quotation(href):
            words = [part for part in quoted.split(",") if not re.search("^-|-$", part)]
            found += [f"{card}: {quoted} is not encoded"] * bool(re.search(r"[-&\s]", "".join(words)))
            found += [f"{card}: {words} are not its words"] * ([*map(unquote, words)] != [page.folder.claims.get(card, {}).get("exact")])
    return found


def quotation(href: str) -> str:
    """Give what a link quotes, `prefix-,words,-suffix` by the rules of text fragments; nothing if it quotes nothing."""
    return href.partition("#:~:text=")[2]


def open_elsewhere(claims, text):
    """List the claims whose link opens the article at another sentence than theirs: browsers go to the first place with these words."""
    found = []
    for name, claim in claims.items():
        words = r"\W+".join(re.escape(unquote(part.strip("-"))) for part in quotation(claim["link"]).split(","))
        first = next((one for one in text.sentences if re.search(rf"(?<!\w){words}(?!\w)", one.text, re.IGNORECASE)), None)
        if not first or [first.section, str(first.paragraph), str(first.sentence)] != [claim[one] for one in ("section", "paragraph", "sentence")]:
            found.append(f"{name}: {first.place if first else 'nowhere'}")
    return found


def pictures_have_words(page):
    """Each picture has words of its own, and enough of them to say what it shows."""
    return [f"{times} with the words {alt!r}" for alt, times in Counter(page.facts["alts"]).items() if len(alt) < 20 or times > 1]


def pictures_decode(page):
    return [f"no picture at {width} px: {name}" for width in SCREENS for name in page.at(width).evaluate(BROKEN)]


def named_in_a_language(page):
    return [f"no {what}" for what in ("lang", "title") if not page.facts[what].strip()]


def headings_in_order(page):
    levels = [level for level, _ in page.facts["headings"]]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of level 1"]
    found += [f"level {two} after level {one}: {text}" for one, two, text in
              zip([0, *levels], levels, [text for _, text in page.facts["headings"]], strict=False) if two > one + 1]
    return found + ["an empty heading" for _, text in page.facts["headings"] if not text]


def ids_are_unique(page):
    return [f"{name} stands {times} times" for name, times in Counter(page.facts["ids"]).items() if times > 1]


def accessible(page):
    """axe-core finds nothing serious at either width, with all details open; of alike rows and cards it is shown the first few."""
    found = []
    for script in (Axe().axe_script, OPEN_ALL, THIN_OUT):
        page.tab.page.evaluate(script)
    for width in SCREENS:
        violations = page.at(width).evaluate("options => axe.run(document, options)", AXE)["violations"]
        found += [f"{one['id']} at {width} px: {one['nodes'][0]['target']} and {len(one['nodes']) - 1} more"
                  for one in violations if one["impact"] in ("serious", "critical")]
    page.tab.open(page.address)
    return found


THIN_OUT = "document.querySelectorAll('tbody tr:nth-child(n+4), .claim-card:nth-child(n+9)').forEach(e => e.remove())"
AXE = {"resultTypes": ["violations"], "preload": False}


def claims_are_linked(page):
    found = [f"{claim} is no link" for claim in dict.fromkeys(page.facts["loose"])]
    return found + [f"{text} leads to {href}" for href, text, _ in page.facts["links"]
                    if re.fullmatch(r"[A-Z]{3}-\d{3}", text) and href.partition("#")[2] != text]


def cards_lead_out_and_back(page):
    """A card links to the claim's words, to the ledger, and to exactly the figures and tables in which it stands."""
    found, is_ledger = [], page.name == "01-ledger.html"
    for card in page.facts["cards"]:
        name, back = card["id"], {href[1:] for href in card["hrefs"] if href.startswith(("#fig-", "#tab-"))}
        used = {figure["id"] for figure in page.facts["figures"] if name in figure["claims"]}
        wanted = {"the article": page.folder.claims.get(name, {}).get("link"), "the ledger": "" if is_ledger else f"01-ledger.html#{name}"}
        found += [f"{name}: no link to {what}" for what, href in wanted.items() if href != "" and href not in card["hrefs"]]
        found += [f"{name}: no link back to {anchor}" for anchor in sorted(used - back)]
        found += [f"{name}: links to {anchor}, which lacks it" for anchor in sorted(back - used)]
    return found


def register_is_whole(page):
    """A report has cards, for exactly the claims it has in numbers.json."""
    cards = {card["id"] for card in page.facts["cards"]}
    report = page.name.removesuffix(".html")
    cited = {claim for key, number in page.folder.numbers.items() if key.startswith(f"{report}/") for claim in number["claims"]}
    found = [f"{claim} is in {'numbers.json' if claim in cited else 'a card'} only" for claim in sorted(cards ^ cited)]
    return [] if page.is_front else found + ["no card"] * (not cards)


def figures_are_whole(page):
    """Each figure has a title, a caption, a picture if it is a chart, and a data table."""
    found = [] if page.is_front or any(figure["is_chart"] for figure in page.facts["figures"]) else ["no chart at all"]
    for figure in page.facts["figures"]:
        has = {"title": figure["title"], "caption": len(figure["caption"]) > 20, "row of data": figure["rows"],
               "picture": figure["pictures"] or not figure["is_chart"]}
        found += [f"{figure['id']}: no {what}" for what, there in has.items() if not there]
    return found


def figures_offer_files(page):
    """Each chart can be had in three formats, and its data, like each table, as CSV with the rows that the page shows."""
    found = []
    for figure in page.facts["figures"]:
        kinds = {name.rpartition(".")[2]: name for name in figure["files"]}
        found += [f"{figure['id']}: no {kind}" for kind in (("svg", "png", "pdf", "csv") if figure["is_chart"] else ("csv",)) if kind not in kinds]
        rows = len(_rows(page.folder.files.get(kinds.get("csv"), b""))) - 1
        found += [f"{figure['id']}: {figure['rows']} rows, {rows} as CSV"] * ("csv" in kinds and rows != figure["rows"])
    return found


def says_what_numbers_are(page):
    said = page.facts["banner"].lower()
    return [] if "claims" in said and "not a count of the dead" in said else [f"the banner says {said!r}"]


def footer_is_whole(page):
    footer = page.facts["footer"]
    needs = {"citation": r"Cite tollbook \d+\.\d+\.\d+: “.+?”", "data version": r"Data version [0-9a-f]{12}", "data licence": "Data: Creative Commons",
             "code licence": "Code: MIT", "input hashes": r"code ?[0-9a-f]{12}", "package versions": r"Python \d.*pandas \d.*matplotlib \d"}
    if not page.is_front:
        needs |= {"rule set": r"rule set (literal|acled_|gtd_)"} | {f"parameter {one.name}": rf"\b{one.name}" for one in parameters.PARAMETERS}
    return [f"no {what}" for what, form in needs.items() if not re.search(form, footer)]


def says_what_is_not_computed(page):
    headings, reasons = [text for _, text in page.facts["headings"]], page.facts["reasons"]
    has = page.is_front or ("What is not computed, and why" in headings and reasons and all(reasons))
    return [] if has else ["no section on what is not computed, or no reason in it"]


def code_is_folded(page):
    return [f"{what}: {text[:40]}" for what in ("code", "unfolded") for text in page.facts[what]]


def nothing_left_over(page):
    """No traceback, no terminal codes, no object's address, no missing value's code."""
    text = page.facts["text"]
    found = [text[match.start():match.start() + 60] for match in
             re.finditer(r"Traceback \(most recent|\w+(Error|Warning): |\x1b\[| at 0x[0-9a-f]{6}|[{%]\}|\{%|\{\{", text)]
    return found + [f"a cell says {cell}" for cell in page.facts["cells"] if cell in ("nan", "NaN", "NaT", "None", "<NA>", "[]", "{}")]


def prints(page):
    """The page gives a PDF, and nothing on it is cut off or printed over what follows."""
    printed = page.at(PRINTED)
    found = [f"{name} does not fit the sheet" for name in printed.evaluate(STICKING_OUT, True)]
    return found if re.search(rb"/Type\s*/Page\b", printed.pdf(prefer_css_page_size=True)) else [*found, "no sheet"]


PAGE_CHECKS = [
    quiet_console, nothing_requested, fits_the_screen, links_resolve, quotes_the_article, pictures_have_words, pictures_decode,
    named_in_a_language, headings_in_order, ids_are_unique, accessible, claims_are_linked, cards_lead_out_and_back, register_is_whole,
    figures_are_whole, figures_offer_files, says_what_numbers_are, footer_is_whole, says_what_is_not_computed, code_is_folded,
    nothing_left_over, prints,
]


# -- checks of the folder -------------------------------------------------------------------------------------------------------------


def records_are_json(folder):
    found = []
    for name in ("manifest.json", "numbers.json"):
        try:
            json.loads(folder.files[name])
        except (KeyError, ValueError) as error:
            found.append(f"{name}: {type(error).__name__}")
    return found


def front_reaches_every_report(folder):
    linked = set(re.findall(r'href="([^"#]+)', folder.files["index.html"].decode()))
    return [f"no link to {name}" for name in folder.files if name.endswith(".html") and name not in linked | {"index.html"}]


def titles_differ(folder):
    titles = Counter(re.search("<title>(.*?)</title>", content.decode())[1] for name, content in folder.files.items() if name.endswith(".html"))
    return [f"{times} pages have the title {title!r}" for title, times in titles.items() if times > 1]


def numbers_agree_with_claims(folder):
    """Every claim has its number; a number that names claims names real ones, and under the literal rules has the bounds of the built table."""
    cited = {name for number in folder.numbers.values() for name in number["claims"]}
    found = [f"{name}: in no report" for name in folder.claims if name not in cited]
    for key, number in folder.numbers.items():
        report = folder.manifest["reports"].get(key.split("/")[0])
        found += [f"{key}: no such report"] * (report is None) + [f"{key}: no claim {name}" for name in number["claims"] if name not in folder.claims]
        if report and report["parameters"]["rule_set"] == "literal":
            bounds = ["" if number.get(end) is None else str(number[end]) for end in ("low", "high")]
            found += [f"{key}: {bounds} where {name} has {row['low']}, {row['high']}" for name in number["claims"]
                      if (row := folder.claims.get(name)) and bounds != [row["low"], row["high"]]]
    return found


def manifest_agrees_with_files(folder):
    """Every file but the manifest itself is listed there with its SHA-256, and nothing else is."""
    recorded = dict(folder.manifest["front"]["files"])
    for report in folder.manifest["reports"].values():
        recorded |= report["files"]
    found = {name: hashlib.sha256(content).hexdigest() for name, content in folder.files.items() if name != "manifest.json"}
    return [f"{name}: {'not as recorded' if name in found and name in recorded else 'recorded only' if name in recorded else 'not recorded'}"
            for name in sorted(found | recorded) if found.get(name) != recorded.get(name)]


def figures_and_tables_are_there(folder):
    """Each figure stands as SVG, PNG and PDF, each table and the data of each figure as CSV with rows."""
    found = []
    for name, report in folder.manifest["reports"].items():
        tables = [one["slug"] for one in report["shown"]["tables"]]
        for figure in report["shown"]["figures"]:
            tables.append(f"figure-{figure['slug']}")
            found += [path for kind, start in STARTS.items() if not folder.files.get(
                path := f"figures/{name}--{figure['slug']}.{kind}", b"").startswith(start)]
        for path in (f"tables/{name}--{slug}.csv" for slug in tables):
            rows = _rows(folder.files.get(path, b""))
            found += [path] * (len(rows) < 2 or {len(row) for row in rows} != {len(rows[0])})
    return [f"{path}: missing or not what its name says" for path in found]


STARTS = {"svg": b"<?xml", "png": b"\x89PNG\r\n", "pdf": b"%PDF-"}


def _rows(content):
    return list(csv.reader(content.decode().splitlines(keepends=True)))


def nothing_of_this_machine(folder):
    """No file names a path of the machine or the time of its making; pictures inside pages are looked into."""
    return [f"{name}: {match.group()[:40].decode(errors='replace')}" for name, content in folder.files.items()
            for match in [OF_A_MACHINE.search(_uncovered(content))] if match]


OF_A_MACHINE = re.compile(rb"(?<![\w./:])/(?:home|root|tmp|work|Users|var|usr|opt|private)/\w+|\b[A-Z]:\\\w+|file://"
                          rb"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|/CreationDate|/ModDate|tIME.{7}|Creation Time|" + re.escape(bytes(PROJECT)))
INLINE = re.compile(rb"base64,([\w+/=]+)")
PACKED = re.compile(rb"stream\r?\n.*?endstream|IDAT.*?(?=IDAT|IEND)", re.DOTALL)  # of a PDF, of a PNG: any bytes can stand there


def _uncovered(content):
    inside = b"\n".join(base64.b64decode(match[1]) for match in INLINE.finditer(content))
    return PACKED.sub(b"", INLINE.sub(b"", content) + inside)


FOLDER_CHECKS = [
    records_are_json, front_reaches_every_report, titles_differ, numbers_agree_with_claims, manifest_agrees_with_files,
    figures_and_tables_are_there, nothing_of_this_machine,
]


def must_stand(checks, seen):
    found = [f"{check.__name__}: {finding}" for check in checks for finding in check(seen)]
    assert not found, "\n" + "\n".join(found)


# -- a small folder of reports without a fault, and with each ----------------------------------------------------------------------------

PICTURE = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>').decode()
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<link rel="icon" href="data:,"></head><body>
"""
FOOTER = """<footer><h2>Cite</h2> tollbook 0.1.0: “{title}”. Data version 0123456789ab, rule set literal. Data: Creative Commons. Code: MIT.
article date_from date_to sources source_types victim_sides outcomes rule_set code 0123456789ab Python 3.14, pandas 3.1, matplotlib 3.11</footer></body></html>
"""
REPORT = HEAD.format(title="By date") + """<main><h1>By date</h1>
<p class="banner">Claims by sources, not a count of the dead.</p>
<p>The first is <a href="#ORR-001">ORR-001</a>, of <a href="index.html#all">all</a>.</p>
<figure class="chart" id="fig-days"><h2>Which days?</h2><img alt="One claim of 40 people killed" src="data:image/svg+xml;base64,""" + PICTURE + """">
<figcaption>One mark is one claim, with its bounds.</figcaption>
<table><thead><tr><th scope="col">claim</th></tr></thead><tbody><tr><td><a href="#ORR-001">ORR-001</a></td></tr></tbody></table>
<a href="figures/02--days.svg">SVG</a> <a href="figures/02--days.png">PNG</a> <a href="figures/02--days.pdf">PDF</a>
<a href="tables/02--figure-days.csv">CSV</a></figure>
<h2>What is not computed, and why</h2><dl class="not-computed"><dt>A total</dt><dd>Claims overlap.</dd></dl>
<details class="code"><summary>Code</summary><pre>print("ORR-001")</pre></details>
<h2>Claims</h2>
<article class="claim-card" id="ORR-001"><h3>A claim</h3> <a href="https://example.org/Siege#:~:text=forty%2Done%20people">words</a>
<a href="01-ledger.html#ORR-001">ledger</a> <a href="#fig-days">figure 1</a></article></main>
""" + FOOTER.format(title="By date")
BANNER = '<h1>Title</h1><p class="banner">Claims, not a count of the dead.</p>'
SMALL = {
    "02.html": REPORT,
    "01-ledger.html": HEAD.format(title="The ledger") + '<p id="ORR-001">One</p>' + FOOTER.format(title="The ledger"),
    "index.html": HEAD.format(title="All") + f'<main id="all">{BANNER}<a href="02.html">02</a> <a href="01-ledger.html">01</a></main>'
                  + FOOTER.format(title="All"),
    "figures/02--days.svg": "<?xml", "figures/02--days.png": "\udc89PNG\r\n", "figures/02--days.pdf": "%PDF-",
    "tables/02--figure-days.csv": "claim,read as\nORR-001,41\n",
    "numbers.json": json.dumps({"02/claims": {"text": "1", "claims": []}, "02/ORR-001": {"low": 41, "high": None, "claims": ["ORR-001"]}}),
}
LINK = "https://example.org/Siege#:~:text="
CLAIMS = {"ORR-001": {"exact": "forty-one people", "low": "41", "high": "", "link": f"{LINK}forty%2Done%20people"}}
ADDRESSES = {"https://example.org/Siege"}


def small_folder(path: Path, name: str = "02.html", old: str = "", new: str = "") -> Folder:
    """Write the small folder, then change one of its files; `old` must stand there, and is replaced wherever it does."""
    contents = {file: _bytes(text) for file, text in SMALL.items()}
    hashes = {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
    shown = {"tables": [], "figures": [{"slug": "days"}]}
    contents["manifest.json"] = _bytes(json.dumps({
        "front": {"files": hashes}, "reports": {"02": {"files": {}, "parameters": {"rule_set": "literal"}, "shown": shown}}}))
    assert _bytes(old) in contents[name], "the table names words that are not there"
    for file, content in contents.items():
        command.write_bytes(path / file, content.replace(_bytes(old), _bytes(new)) if old and file == name else content)
    return Folder(path, CLAIMS, ADDRESSES)


def _bytes(text):
    return text.encode("utf-8", "surrogateescape")


# Each row: the check, what stands on the good page, what stands there instead, what the check must say.
WIDE = '<p style="width: 80rem">wide</p></main>'
FAULTS = [
    (quiet_console, "</main>", "<script>console.error('gone')</script></main>", "error: gone"),
    (quiet_console, "</main>", "<script>console.warn('old')</script></main>", "warning: old"),
    (quiet_console, "</main>", "<script>missing()</script></main>", "missing is not defined"),
    (nothing_requested, "</main>", '<img src="https://example.org/pixel.png"></main>', "https://example.org/pixel.png"),
    (nothing_requested, "</main>", '<script src="figures/02--days.svg"></script></main>', "figures/02--days.svg"),
    (nothing_requested, "</head>", "<style>@import 'https://example.org/a.css';</style></head>", "https://example.org/a.css"),
    (fits_the_screen, "</main>", WIDE, "p sticks out at 390 px"),
    (fits_the_screen, "</main>", WIDE.replace("80rem", "350px"), "p sticks out at 320 px"),
    (fits_the_screen, "<pre>", '<pre style="width: 400px">', "pre sticks out at 390 px with details open"),
    (links_resolve, 'href="index.html#all"', 'href="index.html#none"', "index.html#none: no such place"),
    (links_resolve, 'href="index.html#all"', 'href="figures/"', "figures/: no such file"),
    (links_resolve, 'href="#fig-days"', 'href="#fig-none"', "#fig-none: no such place"),
    (links_resolve, 'href="index.html#all"', 'href="https://example.com/"', "leads elsewhere"),
    (links_resolve, 'href="index.html#all"', 'href="http://example.org/Siege"', "leads elsewhere"),
    (links_resolve, '"data:,"', '"https://example.org/Siege"', "names https://example.org/Siege outside a link"),
    (quotes_the_article, "forty%2Done", "forty-one", "forty-one%20people is not encoded"),
    (quotes_the_article, "forty%2Done", "fifty%2Done", "['fifty%2Done%20people'] are not its words"),
    (quotes_the_article, "forty%2Done", "killed,forty%2Done", "['killed', 'forty%2Done%20people'] are not its words"),
    (pictures_have_words, 'alt="One claim of 40 people killed"', 'alt="A chart"', "1 with the words 'A chart'"),
    (pictures_have_words, 'alt="One claim of 40 people killed"', "", "1 with the words ''"),
    (pictures_have_words, "</main>", '<svg role="img" aria-label="One claim of 40 people killed"></svg></main>', "2 with the words 'One claim of 40"),
    (pictures_decode, "</head>", '<style>p { --mark: url("data:image/png,none"); }</style></head>', "no picture at 1280 px:  data:image/png,none"),
    (pictures_decode, PICTURE, "PHN2Zz4", "no picture at 390 px: fig-days data:image/svg+xml;base64,PHN2Zz4"),
    (named_in_a_language, ' lang="en"', "", "no lang"),
    (named_in_a_language, "<title>By date</title>", "<title></title>", "no title"),
    (headings_in_order, "<h1>By date</h1>", "", "0 headings of level 1"),
    (headings_in_order, "<h2>Which days?</h2>", "<h3>Which days?</h3>", "level 3 after level 1: Which days?"),
    (headings_in_order, "<h2>Which days?</h2>", "<h2></h2>", "an empty heading"),
    (ids_are_unique, "</main>", '<p id="fig-days"></p></main>', "fig-days stands 2 times"),
    (accessible, "</main>", '<p style="color: #bbb">pale</p></main>', "color-contrast at 390 px"),
    (accessible, "<pre>", '<pre style="color: #bbb">', "color-contrast at 1280 px: ['pre']"),
    (accessible, "</main>", "<button></button></main>", "button-name at 1280 px"),
    (claims_are_linked, '<a href="#ORR-001">ORR-001</a>, of', "ORR-001, of", "ORR-001 is no link"),
    (claims_are_linked, '<a href="#ORR-001">ORR-001</a>, of', '<a href="#fig-days">ORR-001</a>, of', "ORR-001 leads to #fig-days"),
    (cards_lead_out_and_back, "forty%2Done", "fifty", "ORR-001: no link to the article"),
    (cards_lead_out_and_back, "01-ledger.html#ORR-001", "#ORR-001", "ORR-001: no link to the ledger"),
    (cards_lead_out_and_back, '<a href="#fig-days">figure 1</a>', "", "ORR-001: no link back to fig-days"),
    (cards_lead_out_and_back, '<td><a href="#ORR-001">ORR-001</a></td>', "<td>1</td>", "ORR-001: links to fig-days, which lacks it"),
    (register_is_whole, 'class="claim-card"', "", "ORR-001 is in numbers.json only"),
    (register_is_whole, 'class="claim-card"', "", "no card"),
    (register_is_whole, "</main>", '<article class="claim-card" id="ORR-002"></article></main>', "ORR-002 is in a card only"),
    (figures_are_whole, 'class="chart"', "", "no chart at all"),
    (figures_are_whole, "<h2>Which days?</h2>", "", "fig-days: no title"),
    (figures_are_whole, "One mark is one claim, with its bounds.", "", "fig-days: no caption"),
    (figures_are_whole, "tbody", "thead", "fig-days: no row of data"),
    (figures_are_whole, "<img", "<b", "fig-days: no picture"),
    (figures_offer_files, '<a href="figures/02--days.png">PNG</a>', "", "fig-days: no png"),
    (figures_offer_files, "tables/02--figure-days.csv", "index.html", "fig-days: no csv"),
    (figures_offer_files, "</tbody>", "<tr><td>2</td></tr></tbody>", "fig-days: 2 rows, 1 as CSV"),
    (says_what_numbers_are, "not a count of the dead", "a count of the dead", "the banner says"),
    (says_what_numbers_are, 'class="banner"', "", "the banner says ''"),
    (footer_is_whole, "Data version 0123456789ab", "", "no data version"),
    (footer_is_whole, "rule set literal", "", "no rule set"),
    (footer_is_whole, "victim_sides", "", "no parameter victim_sides"),
    (footer_is_whole, "pandas 3.1, ", "", "no package versions"),
    (footer_is_whole, "Data: Creative Commons", "", "no data licence"),
    (footer_is_whole, "Code: MIT", "", "no code licence"),
    (footer_is_whole, "code 0123456789ab", "", "no input hashes"),
    (footer_is_whole, "tollbook 0.1.0: “By date”", "", "no citation"),
    (says_what_is_not_computed, "What is not computed, and why", "Notes", "no section"),
    (says_what_is_not_computed, "Claims overlap.", "", "no section"),
    (code_is_folded, '<details class="code">', '<details class="code" open>', "print("),
    (code_is_folded, "</main>", "<pre>out</pre></main>", "code: out"),
    (nothing_left_over, "</main>", "<p>Traceback (most recent call last):</p></main>", "Traceback (most recent"),
    (nothing_left_over, "</main>", "<p>KeyError: 'low'</p></main>", "KeyError: 'low'"),
    (nothing_left_over, "</main>", "<p>&lt;Figure at 0x7f3a12345678></p></main>", " at 0x7f3a"),
    (nothing_left_over, "<dd>Claims overlap.", "<dd>nan", "a cell says nan"),
    (prints, "</main>", WIDE, "p does not fit the sheet"),
    (prints, "</main>", f'<div style="overflow: auto">{WIDE[:-7]}</div></main>', "div does not fit the sheet"),
    (prints, "</main>", '<div id="low" style="max-height: 2rem"><p>1<p>2<p>3</div></main>', "div#low does not fit the sheet"),
]

# Each row: the check, the file, what stands in it, what stands there instead, what the check must say.
FILE_FAULTS = [
    (records_are_json, "numbers.json", "}", "", "numbers.json: JSONDecodeError"),
    (records_are_json, "manifest.json", "{", "[", "manifest.json: JSONDecodeError"),
    (front_reaches_every_report, "index.html", 'href="02.html"', 'href="#"', "no link to 02.html"),
    (titles_differ, "02.html", "<title>By date</title>", "<title>All</title>", "2 pages have the title 'All'"),
    (numbers_agree_with_claims, "numbers.json", '["ORR-001"]', '["ORR-009"]', "02/ORR-001: no claim ORR-009"),
    (numbers_agree_with_claims, "numbers.json", '"low": 41', '"low": 40', "02/ORR-001: ['40', ''] where ORR-001 has 41, "),
    (numbers_agree_with_claims, "numbers.json", '"high": null', '"high": 41', "02/ORR-001: ['41', '41'] where ORR-001 has 41, "),
    (numbers_agree_with_claims, "numbers.json", "02/claims", "03/claims", "03/claims: no such report"),
    (numbers_agree_with_claims, "numbers.json", '["ORR-001"]', "[]", "ORR-001: in no report"),
    (manifest_agrees_with_files, "02.html", "bounds", "bound", "02.html: not as recorded"),
    (manifest_agrees_with_files, "manifest.json", "02--days.png", "02--nights.png", "figures/02--days.png: not recorded"),
    (manifest_agrees_with_files, "manifest.json", "02--days.png", "02--nights.png", "figures/02--nights.png: recorded only"),
    (figures_and_tables_are_there, "figures/02--days.png", "\udc89PNG", "GIF89a", "figures/02--days.png: missing or not what"),
    (figures_and_tables_are_there, "figures/02--days.pdf", "%PDF-", "", "figures/02--days.pdf: missing or not what"),
    (figures_and_tables_are_there, "tables/02--figure-days.csv", "ORR-001,41\n", "", "tables/02--figure-days.csv: missing or not what"),
    (figures_and_tables_are_there, "tables/02--figure-days.csv", "ORR-001,41", "ORR-001", "tables/02--figure-days.csv: missing or not what"),
    (nothing_of_this_machine, "02.html", "bounds", "/home/ann/bounds", "02.html: /home/ann"),
    (nothing_of_this_machine, "02.html", "bounds", r"C:\bounds", r"02.html: C:\bounds"),
    (nothing_of_this_machine, "02.html", PICTURE, base64.b64encode(b"<svg><!-- /tmp/x --></svg>").decode(), "02.html: /tmp/x"),
    (nothing_of_this_machine, "numbers.json", '"text": "1"', '"text": "2026-11-23T02:07"', "numbers.json: 2026-11-23T02:07"),
    (nothing_of_this_machine, "figures/02--days.pdf", "%PDF-", "%PDF-1.4 /CreationDate (D:2026)", "figures/02--days.pdf: /CreationDate"),
]


@pytest.fixture(scope="module")
def tab(chromium):
    """A tab of a headless browser, offline, so that a page with a fault discloses nobody's address.

    It is closed after this file: while it is open, no other test in the process could start an event loop.
    """
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=chromium, args=FLAGS) as browser:
        yield Tab(browser.new_page(offline=True))


class TestChecks:
    def test_the_small_folder_has_no_fault(self, tmp_path, tab):
        folder = small_folder(tmp_path)
        must_stand(FOLDER_CHECKS, folder)
        for name in ("02.html", "index.html"):
            must_stand(PAGE_CHECKS, Page(folder, name, tab))

    @pytest.mark.parametrize(("check", "good", "bad", "finding"), FAULTS)
    def test_each_fault_of_a_page_is_found(self, check, good, bad, finding, tmp_path, tab):
        assert finding in "\n".join(check(Page(small_folder(tmp_path, "02.html", good, bad), "02.html", tab)))

    @pytest.mark.parametrize(("check", "name", "good", "bad", "finding"), FILE_FAULTS)
    def test_each_fault_of_a_file_is_found(self, check, name, good, bad, finding, tmp_path):
        assert finding in "\n".join(check(small_folder(tmp_path, name, good, bad)))

    @pytest.mark.parametrize(("quoted", "found"), [
        ("ten%20men", ["ORR-001: ('(lead)', 1, 1)"]), ("north%20ten%20men", ["ORR-001: nowhere"]),
        ("the%20north-,ten%20men", []), ("ten%20men,-fled", []), ("men%20fled", []),
    ])
    def test_a_link_that_opens_the_article_elsewhere_is_found(self, quoted, found):
        claim = {"link": LINK + quoted, "section": "(lead)", "paragraph": "1", "sentence": "2"}
        text = article.parse("In the south ten men died. In the north, ten men fled.", "x.md")
        assert open_elsewhere({"ORR-001": claim}, text) == found

    def test_no_check_is_without_a_fault_that_it_finds(self):
        assert {row[0] for row in [*FAULTS, *FILE_FAULTS]} == {*PAGE_CHECKS, *FOLDER_CHECKS}


# -- the reports of the invented ledger, and the real ones -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """The real reports, rendered once in a session: by the worker that comes first, while the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "reports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "reports.log").exists():
            (shared / "reports.log").write_text("\n".join(rendered(PROJECT / "notebooks/reports.yaml", shared / "reports")), encoding="utf-8")
    return Folder.of(shared / "reports", PROJECT)


def rendered(listed: Path, folder: Path) -> list[str]:
    """Render a list of reports into a folder, on all cores; give what was said of each."""
    said = []
    with render.local(os.cpu_count()) as executor:
        render.run(listed, folder, executor, said.append)
    return said


def test_the_reports_of_the_invented_ledger_stand_every_check(invented, tab):
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)
    listed = [{"report": name, "notebook": name, "parameters": {"article": "port-orrin"}} for name in ("01-ledger", "02-by-date", "03-by-attribution", "07-review")]
    (invented / "notebooks/reports.yaml").write_text(yaml.safe_dump(listed), encoding="utf-8")
    assert "failed" not in "\n".join(rendered(invented / "notebooks/reports.yaml", invented / "reports"))
    folder = Folder.of(invented / "reports", invented)
    must_stand(FOLDER_CHECKS, folder)
    for name in ["index.html", *(f"{entry['report']}.html" for entry in listed)]:
        must_stand(PAGE_CHECKS, Page(folder, name, tab))


class TestReports:
    def test_every_report_renders(self, reports):
        assert [line for line in (reports.path.parent / "reports.log").read_text(encoding="utf-8").splitlines() if "failed" in line] == []
        assert {name for name in reports.files if name.endswith(".html")} == set(PAGES)

    @pytest.mark.parametrize("check", FOLDER_CHECKS)
    def test_the_files_stand_every_check(self, check, reports):
        must_stand([check], reports)

    def test_each_link_opens_the_article_at_the_sentence_of_its_claim(self, reports, article_path):
        assert open_elsewhere(reports.claims, article.read(article_path)) == []

    @pytest.mark.parametrize("name", PAGES)
    def test_a_page_stands_every_check(self, name, reports, tab):
        assert name in reports.files
        must_stand(PAGE_CHECKS, Page(reports, name, tab))
