"""The candidates of an article as a page without a kernel: each in its sentence, with a decision to take and a sheet to take away.

Everything is in the page. Without script the candidates can be read; the decisions are then taken in JupyterLab.
"""

from __future__ import annotations

import json
from html import escape

import pandas as pd

from tollbook import page, schema
from tollbook.review import marking
from tollbook.review.candidates import to_review
from tollbook.review.sheet import FILLED

CHOICES = ("accept", "change", "reject", "open")
FIELDS = ("quantity_text", "qualifier", "outcome", "victims", "victim_side", "victim_group", "attribution_text", "source_type", "mode",
          "date_start", "date_end", "date_precision", "scope")
LABELS = {"quantity_text": "figure as worded", "victim_side": "side", "victim_group": "group",
          "attribution_text": "words that name the voice", "source_type": "voice",
          "date_start": "first day", "date_end": "last day", "date_precision": "days are", "scope": "kind of total"}


def write(candidates: pd.DataFrame, review: pd.DataFrame, stands: dict[str, str], here: set[str], article_id: str) -> str:
    """Write the form of candidates.

    `review` is the review sheet merged with them, `stands` says of each candidate in words how the ledger has it, `here` are the claims
    of the page's own register.
    """
    kept = review.set_index("candidate")
    places = candidates.groupby(["section", "paragraph", "sentence"], sort=False, dropna=False)
    passages = "".join(_passage(rows, kept, stands, here) for _, rows in places)
    return ('<div class="rv wide"><form id="review-form" aria-label="Candidates to review" autocomplete="off">'
            f"{marking.key(candidates['outcome'])}<noscript><p>This page takes down decisions by script, which is switched off "
            f"here. They can be taken in JupyterLab instead, in the notebook 07-review.</p></noscript>{passages}"
            '<div class="bar" hidden><button type="button">Download review.csv</button><output></output>'
            f"<span>Put it at data/raw/{escape(article_id)}/review.csv</span></div></form>"
            f'<template id="review-fields">{"".join(map(_field, FIELDS))}</template>'
            f'<script type="application/json" id="review-rows">{_rows(candidates, review)}</script>'
            f"<script>{(marking.TEMPLATES / 'review.js').read_text(encoding='utf-8')}</script></div>")


def _passage(rows: pd.DataFrame, kept: pd.DataFrame, stands: dict[str, str], here: set[str]) -> str:
    """Write one sentence with its voices in the margin and a box for each candidate in it."""
    boxes = "".join(_box(row, kept.loc[row["candidate"]], stands.get(row["candidate"], ""), here) for _, row in rows.iterrows())
    return (f'<div class="passage">{marking.margin(rows)}<blockquote>{marking.sentence(rows)}'
            f'<span class="where">{escape(marking.where(rows.iloc[0]))}</span></blockquote>{boxes}</div>')


def _box(row: pd.Series, kept: pd.Series, stand: str, here: set[str]) -> str:
    name = row["candidate"]
    chosen = {choice: " checked" * (choice == kept["decision"]) for choice in CHOICES}
    radios = "".join(f'<label><input type="radio" name="{name}" value="{choice}"{chosen[choice]}>{choice}</label>' for choice in CHOICES)
    now = f"<p>Decided before; now read otherwise: {escape(kept['read_now'])}.</p>" if kept["read_now"] else ""
    return (f'<fieldset id="box-{name}"><legend>{escape(marking.title(row))}</legend><p>{marking.facts(row)}</p>'
            f'<p class="why">{escape(marking.why(row))} {page.linked(stand, here)}</p>{now}<div class="choices">{radios}'
            f'<label class="noted">note <input type="text" value="{escape(kept["note"])}"></label></div>'
            '<div class="changes" hidden></div></fieldset>')


def _field(name: str) -> str:
    """Write the control of one column: a choice of its codes, or a text."""
    column = schema.REVIEW.column(name)
    if column.codes:
        codes = "".join(f'<option value="{code}">{escape(code)}</option>' for code in column.codes)
        control = f'<select data-column="{name}">{codes}</select>'
    else:
        form = ' pattern="\\d{4}-\\d{2}-\\d{2}" placeholder="YYYY-MM-DD"' if column.kind == "date" else ""
        control = f'<input type="text" data-column="{name}"{form}>'
    return f"<label>{escape(LABELS.get(name, name))} {control}</label>"


def _rows(candidates: pd.DataFrame, review: pd.DataFrame) -> str:
    """Write the whole sheet for the script: its columns, its rows as read, and as they were kept; nothing in it can end the script.

    Rows that the page does not show, by its selection or as their words are no longer found, are as kept in both.
    """
    names = schema.REVIEW.names
    read = candidates.set_index("candidate", drop=False)
    rows = [[*_as_read(read.loc[row["candidate"]], row).values()] if row["candidate"] in read.index else row.to_list()
            for _, row in review[names].iterrows()]
    content = {"columns": names, "rows": rows, "kept": review[names].to_numpy().tolist()}
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def _as_read(row: pd.Series, kept: pd.Series) -> dict[str, str]:
    return to_review(row) | {name: kept[name] for name in (*FILLED, "note")}
