"""The candidates of an article as a table of text: what a reviewer sees, decides about and compares with a ledger."""

from __future__ import annotations

import hashlib

import pandas as pd

from tollbook import schema
from tollbook.article import Article
from tollbook.extract import reader
from tollbook.extract.candidate import Candidate, Result
from tollbook.extract.lexicon import Lexicon
from tollbook.extract.table import cell

READ = ("quantity_text", "qualifier", "outcome", "outcome_text", "outcome_explicit", "victims", "victim_side", "victim_group",
        "attribution_text", "source_type", "mode", "date_start", "date_end", "date_precision", "scope")  # what a text can tell
PLACE = ("section", "paragraph", "sentence")
NUMBERS = ("low", "high", "position", "start", "end", "sentence_start")
COLUMNS = ("candidate", *PLACE, "exact", *READ, "part_of", "rule_id", "explanation", "confidence", "note", *NUMBERS, "sentence_text",
           "sentence_hash")


def read(text: Article, known: Lexicon) -> pd.DataFrame:
    """Read an article's candidates, one a row in the order of the text, numbered from C-0001.

    All columns are text but for `low` and `high` (Int64, missing where open), `position` (number of the sentence in the article, from 1)
    and the offsets `start`, `end` and `sentence_start`, which count on the repaired text.
    """
    return tabulate(reader.read(text, known), text)


def tabulate(result: Result, text: Article) -> pd.DataFrame:
    """Turn what was read of an article into a table."""
    in_order = sorted(result.candidates, key=lambda one: (one.start, one.end))
    names: dict[tuple, str] = {}
    for number, one in enumerate(in_order, 1):
        names.setdefault(_key(one), f"C-{number:04d}")
    positions = {sentence.place: at for at, sentence in enumerate(text.sentences, 1)}
    rows = [_row(number, one, names, positions, text) for number, one in enumerate(in_order, 1)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({name: "Int64" if name in NUMBERS else "str" for name in COLUMNS})


def _row(number: int, one: Candidate, names: dict[tuple, str], positions: dict[tuple, int], text: Article) -> dict:
    place = (one.section, one.paragraph, one.sentence)
    return {name: cell(getattr(one, name)) for name in READ} | {
        "candidate": f"C-{number:04d}", "section": cell(one.section), "paragraph": str(one.paragraph), "sentence": str(one.sentence),
        "exact": cell(one.exact), "part_of": names.get(_key(one.part_of), "") if one.part_of else "", "rule_id": one.rule,
        "explanation": one.explanation, "confidence": one.confidence, "note": "", "low": one.bounds.low, "high": one.bounds.high,
        "position": positions[place], "start": one.start, "end": one.end, "sentence_start": text.by_place[place].start,
        "sentence_text": one.sentence_text, "sentence_hash": hashlib.sha256(one.sentence_text.encode("utf-8")).hexdigest()[:12]}


def _key(one: Candidate) -> tuple:
    return one.start, one.end, one.number, one.outcome


def to_review(row: pd.Series) -> dict[str, str]:
    """Make the review sheet's row of a candidate that nobody has decided about."""
    return {name: str(row[name]) if name in row.index else "" for name in schema.REVIEW.names} | {"decision": "open"}
