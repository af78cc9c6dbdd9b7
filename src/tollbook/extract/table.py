"""The rows of one document: its bytes to candidates and leftovers, in the columns of `schema.CANDIDATES` and `schema.LEFTOVERS`.

Offsets count in the file decoded as UTF-8. Words are those of the repaired text, on one line, and safe to open in a spreadsheet.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tollbook import article, schema
from tollbook.article import Article
from tollbook.errors import BadInput
from tollbook.extract import reader
from tollbook.extract.candidate import Candidate, Result
from tollbook.extract.lexicon import Lexicon

Row = tuple[str | int, ...]

SPACE = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
# What a spreadsheet would run, and what already looks as if it had been kept from that, so that one apostrophe less gives the text back.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Rows:
    """What was read of one document: its rows, and how many sentences it has."""

    candidates: list[Row]
    leftovers: list[Row]
    sentences: int


def read(content: bytes, doc: str, lexicon: Lexicon, with_parser: bool = False) -> Rows:
    """Read a document's candidates and leftovers, in the order of the text; refuse what is no text or has no sentence."""
    text = parse(content, doc)
    result = reader.read(text, lexicon)
    if with_parser:
        from tollbook.extract import parser

        result = parser.agree(text, result, lexicon)
    return Rows(candidates(text, result, doc), leftovers(text, result, doc), len(text.sentences))


def parse(content: bytes, doc: str) -> Article:
    """Read an article from the bytes of a file."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as found:
        raise BadInput(f"{doc}: byte {found.start} is not UTF-8; allowed is a text file in UTF-8") from None
    return article.parse(text, doc, hashlib.sha256(content).hexdigest())


def candidates(text: Article, result: Result, doc: str) -> list[Row]:
    """Make one row a candidate, in the order of the text."""
    found = sorted(result.candidates, key=lambda one: (one.start, one.end))
    ids: dict[tuple, str] = {}
    for number, one in enumerate(found, 1):
        ids.setdefault(_key(one), f"C-{number:04d}")
    return [(f"C-{number:04d}", cell(doc), *text.original(one.start, one.end), *_about(one), ids.get(_key(one.part_of), ""), one.rule,
             cell(one.explanation), one.confidence) for number, one in enumerate(found, 1)]


def _key(one: Candidate | None) -> tuple | None:
    return one and (one.start, one.end, one.number, one.outcome)


def _about(one: Candidate) -> Row:
    """Give the columns from section to scope."""
    return (cell(one.section), one.paragraph, one.sentence, cell(one.sentence_text), cell(one.exact), cell(one.quantity_text),
            _bound(one.bounds.low), _bound(one.bounds.high), one.qualifier, one.outcome, cell(one.outcome_text), one.outcome_explicit,
            cell(one.victims), one.victim_side, one.victim_group, cell(one.attribution_text), one.source_type, one.mode, one.date_start,
            one.date_end, one.date_precision, one.scope)


def _bound(number: int | None) -> str | int:
    return "" if number is None else number


def leftovers(text: Article, result: Result, doc: str) -> list[Row]:
    """Make one row a number that was not taken, in the order of the text."""
    return [(cell(doc), *text.original(left.start, left.end), cell(left.section), left.paragraph, left.sentence, cell(left.sentence_text),
             cell(left.words), left.reason, cell(left.why)) for left in sorted(result.leftovers, key=lambda left: (left.start, left.end))]


def cell(words: str) -> str:
    """Write words from anywhere as one line; what a spreadsheet would run as a formula gets an apostrophe before it."""
    line = SPACE.sub(" ", words).strip()
    return f"'{line}" if FORMULA.match(line) else line


def to_csv(rows: Iterable[Sequence]) -> str:
    """Write rows as lines of CSV, without the header."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    return lines.getvalue()


def header(sheet: schema.Sheet) -> str:
    """Write the line of a sheet's column names."""
    return to_csv([sheet.names])
