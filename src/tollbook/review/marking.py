"""Candidates in their text as HTML: the words highlighted by outcome, the voice beside them, the reading in words. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

import pandas as pd

from tollbook import schema, tables
from tollbook.charts.palette import MARKS
from tollbook.words import plain

TEMPLATES = Path(__file__).resolve().parent.parent / "template"


def css() -> str:
    """Give the style sheet of the marks, for a page or a notebook that does not have it."""
    return (TEMPLATES / "review.css").read_text(encoding="utf-8")


def segments(length: int, spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, list[str]]]:
    """Cut a text where spans begin and end: start, end and the names of the spans over each piece, the shortest first."""
    kept = [(max(0, start), min(length, end), name) for start, end, name in spans]
    cuts = sorted({0, length, *(cut for start, end, _ in kept for cut in (start, end) if start < end)})
    by_length = sorted(kept, key=lambda span: span[1] - span[0])
    return [(first, last, [name for start, end, name in by_length if start <= first and last <= end])
            for first, last in zip(cuts, cuts[1:], strict=False)]


def sentence(rows: pd.DataFrame, now: str = "") -> str:
    """Write a sentence with the words of its candidates marked; `now` is the candidate that is looked at."""
    first = rows.iloc[0]
    text, outcomes = first["sentence_text"], rows.set_index("candidate")["outcome"]
    spans = [(int(row.start - row.sentence_start), int(row.end - row.sentence_start), row.candidate) for row in rows.itertuples()]
    ends = {end: name for _, end, name in spans}
    parts = []
    for start, end, names in segments(len(text), spans):
        words = escape(text[start:end])
        if names:
            number = f"<sup>{_number(ends[end])}</sup>" if end in ends and ends[end] in names else ""
            words = f'<mark class="{outcomes[names[0]]}{" now" if now in names else ""}">{words}{number}</mark>'
        parts.append(words)
    return "".join(parts)


def _number(name: str) -> str:
    return name.removeprefix("C-").lstrip("0")


def voice(source_type: str) -> str:
    """Write a source type with its mark, in shape and colour as the charts have it."""
    look = MARKS[source_type]
    return f'<span class="glyph" aria-hidden="true" style="color: {look.ink}">{look.glyph}</span><b>{escape(plain(source_type))}</b>'


def margin(rows: pd.DataFrame) -> str:
    """Write who speaks in a sentence: each voice with its candidates and the words that name it."""
    items = []
    for (source_type, words), group in rows.groupby(["source_type", "attribution_text"], sort=False, dropna=False):
        numbers = ", ".join(map(_number, group["candidate"]))
        items.append(f"<li>{voice(source_type)} {numbers}" + (f"<br>“{escape(words)}”" if words else "") + "</li>")
    return f'<ul class="voices">{"".join(items)}</ul>'


def key(outcomes: Iterable[str]) -> str:
    """Write how each outcome is marked."""
    present = [name for name in schema.OUTCOMES if name in set(outcomes)]
    return '<ul class="key">' + "".join(f'<li><mark class="{name}">{escape(plain(name))}</mark></li>' for name in present) + "</ul>"


def title(row: pd.Series) -> str:
    """Say in a line what a candidate counts."""
    figure = "one (named)" if row["quantity_text"] == "[one]" else row["quantity_text"] or "no number"
    return f"{row['candidate']} · {figure} {row['victims']}: {plain(row['outcome'])}{', implied' if row['qualifier'] == 'implied' else ''}"


def facts(row: pd.Series) -> str:
    """Say in a line, as HTML, how a candidate is read."""
    side = plain(row["victim_side"]) + (f", {plain(row['victim_group'])}" if row["victim_group"] else "")
    days = tables.days(row["date_start"] or None, row["date_end"]) if row["date_end"] else "no day read"
    whole = f', part of <span class="id">{row["part_of"]}</span>' if row["part_of"] else ""
    words = (f"Read as {tables.read_as(row['low'], row['high'])} ({plain(row['qualifier'])}); side: {side}; {plain(row['source_type'])} "
             f"({row['mode']}); {days} ({plain(row['date_precision'])}); {plain(row['scope'])}")
    return f"{escape(words)}{whole}."


def why(row: pd.Series) -> str:
    """Say which rule found a candidate, and what that rule is."""
    return f"Rule “{row['rule_id']}”, found by {plain(row['confidence'])}: {row['explanation']}."


def where(row: pd.Series) -> str:
    return f"section “{row['section']}”, paragraph {row['paragraph']}, sentence {row['sentence']}"
