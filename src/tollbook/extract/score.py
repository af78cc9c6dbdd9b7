"""How well candidates agree with a reference for the same text.

A candidate finds a row of the reference where their spans overlap and their bounds are the same. Each has at most one counterpart; of all
ways to pair them, one with the most pairs counts, and of those one in which the pairs agree most. Of what is found, outcome, side, source
type and dates are compared; "full" is found with outcome, side and source type right. A row that its note calls optional is neither
missed nor wrong, and neither is the candidate that finds it. Source types and sides are compared coarsely (COARSE), since coders of other
texts told fewer or more apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from tollbook.article import Article, find, spoken

COARSE = {
    "source_type": {
        "": "unattributed", "unnamed_report": "unattributed", "sohr": "monitor", "opposition_activist": "opposition", "un": "aid_group",
        "ypg": "kurdish", "state_media": "pro_government_media", "independent_media": "media", "social_media": "media"},
    "victim_side": {"kurdish": "ypg", "security_forces": "government"},
}
FIELDS = ("outcome", "victim_side", "source_type")
DATES = ("date_start", "date_end")
BACK = 400  # characters: how far a row of a reference may stand before the one above it
CUT_OFF = "cut-off"  # in a note: the reference covers the text up to its last row only
SINGLE = frozenset(("", "[one]", "a", "an", "the", "one", "his", "her", "its", "their"))

Row = Mapping[str, str]


@dataclass
class Score:
    """Counts of one text or several: rows wanted and given, pairs found, and of these how many agree in what."""

    wanted: int = 0
    given: int = 0
    found: int = 0
    agree: Counter = field(default_factory=Counter)  # by field, and for "full" and "dates"
    pairs: list[tuple[Row, Row]] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    false: list[Row] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(self.wanted + other.wanted, self.given + other.given, self.found + other.found, self.agree + other.agree,
                     self.pairs + other.pairs, self.missed + other.missed, self.false + other.false)

    def precision(self, full: bool = False) -> float:
        return _share(self.agree["full"] if full else self.found, self.given)

    def recall(self, full: bool = False) -> float:
        return _share(self.agree["full"] if full else self.found, self.wanted)

    def f1(self, full: bool = False) -> float:
        """Give the harmonic mean of precision and recall."""
        return _share(2 * (self.agree["full"] if full else self.found), self.given + self.wanted)

    def accuracy(self, name: str) -> float:
        """Give the share of the found that agree in a field, or in both "dates"."""
        return _share(self.agree[name], self.found)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def score(reference: list[Row], spans: list[tuple[int, int]], given: list[Row], end: int | None = None) -> Score:
    """Compare candidates (rows with the columns of schema.CANDIDATES) with a reference whose rows stand at `spans` of the file's text."""
    if any(CUT_OFF in row.get("note", "") for row in reference):
        end = max((last for _, last in spans), default=0) + BACK
    given = [row for row in given if end is None or int(row["char_start"]) < end]
    optional = {n for n, row in enumerate(reference) if is_optional(row)}
    pairs = match(reference, spans, given)
    counted = [(reference[n], given[m]) for n, m in pairs if n not in optional]
    of_reference, of_given = {n for n, _ in pairs}, {m for _, m in pairs}
    return Score(
        len(reference) - len(optional), len(given) - (len(pairs) - len(counted)), len(counted), _agreement(counted), counted,
        [row for n, row in enumerate(reference) if n not in of_reference | optional],
        [row for m, row in enumerate(given) if m not in of_given])


def is_optional(row: Row) -> bool:
    note = row.get("note", "").lower().lstrip()
    return note.startswith("optional") or "optional:" in note or row.get("accept") == "optional"


def _agreement(pairs: list[tuple[Row, Row]]) -> Counter:
    agree: Counter = Counter()
    for row, candidate in pairs:
        same = [name for name in FIELDS if is_same(row, candidate, name)]
        agree.update(same)
        agree["full"] += len(same) == len(FIELDS)
        agree["dates"] += all(is_same(row, candidate, name) for name in DATES)
    return agree


def is_same(row: Row, other: Row, name: str) -> bool:
    return coarse(row, name) == coarse(other, name)


def coarse(row: Row, name: str) -> str:
    """Give a cell as it is compared."""
    value = row.get(name, "")
    return COARSE.get(name, {}).get(value, value)


def match(reference: list[Row], spans: list[tuple[int, int]], given: list[Row]) -> list[tuple[int, int]]:
    """Pair rows one to one: as many as can be, and of these ways the one that agrees most; indices in reference and candidates."""
    worth = np.zeros((len(reference), len(given)))
    for m, candidate in enumerate(given):
        first, last = int(candidate["char_start"]), int(candidate["char_end"])
        bounds = _bounds(candidate)
        for n, (start, end) in enumerate(spans):
            if first < end and start < last and _bounds(reference[n]) == bounds:
                worth[n, m] = 1 + len(FIELDS) + sum(is_same(reference[n], candidate, name) for name in FIELDS)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(n), int(m)) for n, m in zip(rows, columns, strict=True) if worth[n, m]]


def _bounds(row: Row) -> tuple[int | None, int | None]:
    return _number(row["low"]), _number(row["high"])


def _number(value: str) -> int | None:
    value = str(value).strip()
    return int(float(value)) if value else None


# -- where the rows of a reference stand -------------------------------------------------------------------------------------------------


def spans(reference: list[Row], text: str) -> list[tuple[int, int]]:
    """Find each row of a reference, given in about the order of the text: the span of its number, or of `exact` where that has none.

    `sentence_text_start`, where a row has it, says where its sentence begins. Rows with the same words stand one after the other.
    """
    places, position = [], 0
    next_of: dict[tuple, int] = {}  # of words that more than one row has, where those after the first may stand
    for row in reference:
        opening, words = row.get("sentence_text_start", ""), row["exact"]
        begin = max(_first(text, opening, position), 0) if opening else position
        same = (words, begin if opening else None)
        start = _first(text, words, next_of.get(same, 0), begin)
        next_of[same] = start + 1
        places.append(_number_in(row, start) if start >= 0 else (begin, begin + 1))
        position = begin if opening else max(start - BACK, position)
    return places


def _first(text: str, words: str, *positions: int) -> int:
    """Find words after all of some positions, else after the last, else anywhere; -1 where they are not."""
    tries = (max(positions), positions[-1], 0)
    return next((at for at in (text.find(words, position) for position in tries) if at >= 0), -1)


def _number_in(row: Row, start: int) -> tuple[int, int]:
    quantity, exact = row.get("quantity_text", ""), row["exact"]
    inner = exact.rfind(quantity) if quantity else -1
    return (start + inner, start + inner + len(quantity)) if inner >= 0 else (start, start + len(exact))


def spans_of_ledger(claims: list[Row], text: Article) -> list[tuple[int, int]]:
    """Find each claim of a ledger in its sentence, and give its span in the file's own text."""
    places = []
    for row in claims:
        sentence = text.by_place[row["section"], int(row["paragraph"]), int(row["sentence"])]
        at = find(spoken(row["exact"]), sentence.text)
        start, end = _number_in(row, sentence.start + at[0]) if at else (sentence.start, sentence.start + 1)
        places.append(text.original(start, end))
    return places


# -- errors by class ---------------------------------------------------------------------------------------------------------------------


def classes(one: Score) -> dict[str, Counter]:
    """Count what is wrong, by class: the missed by their wording, the false by their rule, the others by what was taken for what."""
    return {
        "missed": Counter(kind_of(row) for row in one.missed),
        "false": Counter(f"rule {row.get('rule_id') or '?'}, {row['outcome']}" for row in one.false),
        **{name: _taken_for(one.pairs, name) for name in FIELDS},
        "dates": Counter(_wrong_dates(row, candidate) for row, candidate in one.pairs
                         if not all(is_same(row, candidate, name) for name in DATES)),
    }


def _taken_for(pairs: Iterable[tuple[Row, Row]], name: str) -> Counter:
    return Counter(f"{coarse(row, name) or 'none'} read as {coarse(candidate, name) or 'none'}"
                   for row, candidate in pairs if not is_same(row, candidate, name))


def _wrong_dates(row: Row, candidate: Row) -> str:
    wrong = [name for name in DATES if not is_same(row, candidate, name)]
    how = {name: "not read" if not candidate[name] else "read where none is stated" if not row[name] else "another day" for name in wrong}
    return ", ".join(f"{name} {how[name]}" for name in wrong)


def kind_of(row: Row) -> str:
    """Name the kind of wording of a claim and its outcome."""
    if row["outcome"] == "materiel":
        return "materiel"
    return f"{_wording_of(row)}, {row['outcome']}"


def _wording_of(row: Row) -> str:
    if row["qualifier"] == "unquantified":
        return "no number"
    if row["qualifier"] == "implied":
        return "implied"
    if row.get("part_of") or row.get("parent") or row.get("scope") == "breakdown":
        return "part"
    if row["victims"].startswith("["):
        return "headless"
    if row["quantity_text"].lower() in SINGLE and row["low"] == row["high"] == "1":
        return "person named"
    return "vague" if row["qualifier"] == "vague" else "counted people"
