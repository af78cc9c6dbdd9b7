"""The parts of a report as HTML: key figures, charts, tables, the register of claims. Every text from data is escaped here."""

from __future__ import annotations

import base64
import re
from html import escape
from numbers import Integral

import pandas as pd

from tollbook import schema, tables
from tollbook.words import plain

CLAIM_ID = re.compile(rf"\b{schema.CLAIM_ID}\b")
LONG, WORDY = 60, ' class="wordy"'  # characters of a text for which a phone has no column, and the look of a table with one


class Fragment:
    """A piece of HTML that a notebook shows as such."""

    def __init__(self, html: str):
        self.html = html

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": re.sub(r"<[^>]+>", " ", self.html)[:200]}


def linked(text: str, here: set[str]) -> str:
    """Escape a text and link the claim ids in it: to the register of this page, or else to the ledger's report."""
    def anchor(match: re.Match) -> str:
        name = match.group()
        return f'<a class="claim" href="{"" if name in here else "01-ledger.html"}#{name}">{name}</a>'
    return CLAIM_ID.sub(anchor, escape(text))


def paragraph(text: str, here: set[str], kind: str = "lede") -> str:
    return f'<p class="{kind}">{linked(text, here)}</p>'


def findings(sentences: list[str], here: set[str]) -> str:
    """Write findings as a list of sentences."""
    return '<ul class="findings">' + "".join(f"<li>{linked(text, here)}</li>" for text in sentences) + "</ul>"


def key_figures(figures: list[tuple[str, str]], here: set[str]) -> str:
    """Write key figures as a list of a value and what it is."""
    items = "".join(f"<div><dt>{linked(label, here)}</dt><dd>{escape(value)}</dd></div>" for label, value in figures)
    return f'<dl class="keyfigures">{items}</dl>'


def table(frame: pd.DataFrame, here: set[str], label: str) -> str:
    """Write a table; numbers are set to the right, claim ids are links, and it scrolls inside itself where it is wide.

    A table with long texts is a list of names and values on a phone. For that its cells have the names of their columns, and each part
    its role, as browsers forget that it is a table once it is not laid out as one.
    """
    classes = [_column_class(frame[name]) for name in frame.columns]
    is_wordy = any(_is_long(frame[name]) for name in frame.columns[1:])
    role = {name: f' role="{name}"' if is_wordy else "" for name in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")}
    kinds = [kind + (f' data-label="{escape(str(name))}"' if is_wordy else "") for name, kind in zip(frame.columns, classes, strict=True)]
    head = "".join(f'<th scope="col"{role["columnheader"]}{kind}>{linked(str(name), here)}</th>'
                   for name, kind in zip(frame.columns, classes, strict=True))
    rows = ("".join(_cell(value, f"{role['cell' if at else 'rowheader']}{kind}", here, first=not at)
                    for at, (value, kind) in enumerate(zip(row, kinds, strict=True))) for row in frame.itertuples(index=False))
    body = "".join(f"<tr{role['row']}>{cells}</tr>" for cells in rows)
    return (f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table{role["table"]}{WORDY * is_wordy}>'
            f"<thead{role['rowgroup']}><tr{role['row']}>{head}</tr></thead><tbody{role['rowgroup']}>{body}</tbody></table></div>")


def _is_long(column: pd.Series) -> bool:
    """Tell whether a column has texts that need more room than it gets on a phone; ids, which break anywhere, do not."""
    return any(len(CLAIM_ID.sub("", _text(value))) > LONG for value in column)


def _text(value) -> str:
    return "" if pd.isna(value) else f"{value:,}" if isinstance(value, Integral) else str(value)


def _column_class(column: pd.Series) -> str:
    """Name what a column holds, for its look: numbers, or lists of claim ids."""
    if pd.api.types.is_numeric_dtype(column):
        return ' class="number"'
    return ' class="ids"' if column.map(lambda text: len(CLAIM_ID.findall(str(text)))).max() > 1 else ""


def _cell(value, attributes: str, here: set[str], first: bool) -> str:
    text = linked(_text(value), here)
    return f'<th scope="row"{attributes}>{text}</th>' if first else f"<td{attributes}>{text}</td>"


def table_figure(slug: str, number: int, caption: str, frame: pd.DataFrame, here: set[str], files: str) -> str:
    """Write a table with its number, caption and files."""
    return (f'<figure class="table" id="tab-{slug}"><figcaption><b>Table {number}.</b> {linked(caption, here)}</figcaption>'
            f"{table(frame, here, caption)}{files}</figure>")


def chart_figure(chart, number: int, wide: bytes, narrow: bytes, here: set[str], files: str) -> str:
    """Write a chart with its title, alt text, caption, the data behind it and its files."""
    width, height = _size(wide)
    return (f'<figure class="chart" id="fig-{chart.slug}"><h3>{escape(chart.title)}</h3>'
            f'<picture><source media="(max-width: 600px)" srcset="{_address(narrow)}">'
            f'<img src="{_address(wide)}" alt="{escape(chart.alt)}" width="{width}" height="{height}"></picture>'
            f"<figcaption><b>Figure {number}.</b> {linked(chart.caption, here)}</figcaption>"
            f'<details class="data"><summary>Data behind figure {number}</summary>'
            f"{table(chart.table, here, f'Data behind figure {number}: {chart.title}')}{files}</details></figure>")


def _address(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


def _size(svg: bytes) -> tuple[int, int]:
    """Read the size of a matplotlib SVG, given in points, as CSS pixels."""
    width, height = re.search(rb'<svg [^>]*?height="([\d.]+)pt"[^>]*?width="([\d.]+)pt"', svg), None
    width, height = (width.group(2), width.group(1)) if width else re.search(rb'width="([\d.]+)pt" height="([\d.]+)pt"', svg).groups()
    return round(float(width) * 4 / 3), round(float(height) * 4 / 3)


def files(links: dict[str, str]) -> str:
    """Write links to the files of a chart or table; none where there are none."""
    if not links:
        return ""
    anchors = " ".join(f'<a href="{escape(to)}" download>{escape(name)}</a>' for name, to in links.items())
    return f'<p class="files">Download: {anchors}</p>'


def not_computed(items: list[tuple[str, str]]) -> str:
    """Write what was not computed, and why."""
    rows = "".join(f"<dt>{escape(what)}</dt><dd>{escape(why)}</dd>" for what, why in items)
    return f'<aside class="not-computed" aria-label="What is not computed, and why"><dl>{rows}</dl></aside>'


def register(claims: pd.DataFrame, uses: dict[str, list[tuple[str, str]]], sentences: dict[str, str], on_ledger: bool) -> str:
    """Write the register: one card a claim, with links to where it is used, to the ledger and into the article.

    `uses` gives for each claim id the anchors and names of the charts and tables it stands in, `sentences` its sentence where the
    article's text is at hand.
    """
    here = set(claims["claim_id"])
    cards = "".join(_card(claim, uses.get(claim.claim_id, []), sentences.get(claim.claim_id, ""), here, on_ledger)
                    for claim in claims.itertuples())
    return f'<section class="register" aria-label="Claims in this report">{cards}</section>'


def _card(claim, uses: list[tuple[str, str]], sentence: str, here: set[str], on_ledger: bool) -> str:
    """Write one claim: the figure, who says it, of whom, when, where it stands, and its links."""
    type_words = plain(claim.source_type)
    facts = {
        "Read as": f"{tables.read_as(claim.low, claim.high)} ({plain(claim.qualifier)})",
        "Days": tables.days(claim.date_start, claim.date_end) + f" ({plain(claim.date_precision)})",
        "Incident": claim.incident_title,
        "Counted as": f"{plain(claim.outcome)}, {plain(claim.victim_side)}"
                      + ("" if pd.isna(claim.victim_group) else f", {plain(claim.victim_group)}") + f"; {plain(claim.scope)}",
        "Part of": "" if pd.isna(claim.part_of) else claim.part_of,
        "Attributed": "no source named" if pd.isna(claim.attribution_text) else f"“{claim.attribution_text}” ({claim.mode})",
        "In the article": f"section “{claim.section}”, paragraph {claim.paragraph}, sentence {claim.sentence}",
        "Note": "" if pd.isna(claim.note) else claim.note,
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{linked(text, here)}</dd></div>" for name, text in facts.items() if text)
    links = [f'<a href="{escape(claim.link)}" rel="noreferrer">these words in the article</a>']
    links += [] if on_ledger else [f'<a href="01-ledger.html#{claim.claim_id}">in the ledger</a>']
    links += [f'<a href="#{anchor}">{escape(name)}</a>' for anchor, name in uses]
    context = _context(sentence, claim.exact)
    return (f'<article class="claim-card" id="{claim.claim_id}"><h3><a href="#{claim.claim_id}">{claim.claim_id}</a> '
            f'<span class="src src-{claim.source_type}" title="{type_words}">{escape(claim.source_name)}</span></h3>'
            f'<p class="figure"><b>{escape(tables.said(claim))}</b> {escape(tables.of_whom(claim))}</p>'
            f"{context}<dl>{rows}</dl><p class=\"links\">{' · '.join(links)}</p></article>")


def _context(sentence: str, exact: str) -> str:
    """Show the claim's words, in their sentence where it is at hand."""
    if exact not in sentence:
        return f"<p><q>{escape(exact)}</q></p>"
    before, _, after = sentence.partition(exact)
    return f'<blockquote class="context">{escape(before)}<mark>{escape(exact)}</mark>{escape(after)}</blockquote>'
