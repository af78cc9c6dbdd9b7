"""Every number that is no claim, and why: the machine's check that nothing was missed.

The reasons are those of `schema.REASONS`, with which a coder explains the other numbers of an article, and those of `schema.NOT_TAKEN`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tollbook import quantities, schema
from tollbook.extract.chunks import PARTIES, Chunk, Sentence
from tollbook.extract.dates import Stamp
from tollbook.extract.rules import Reading
from tollbook.extract.tokens import tokens_of, words

WORDS = frozenset((*quantities.ONES, *quantities.TEENS, *quantities.TENS, *quantities.COUNTED_UNITS, "zero", "several", "many", "few",
                   "some",
                   "numerous", "multiple", "countless", "couple", "handful", "pair", "trio", "majority", "minority", "half", "quarter",
                   "both", "all", "most", "none", "nobody", "another", "others", "mostly"))
RANKS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth thirtieth hundredth")
HELD = frozenset(("prisoners", "prisoner", "detainees", "detainee", "hostages", "hostage", "captives", "captive", "inmates", "inmate"))
EMPTY = frozenset(("both", "all", "most", "some", "another", "others", "one", "mostly", "none", "half"))


@dataclass(frozen=True, slots=True)
class Leftover:
    """One number that was not taken: its place in the repaired text, its words, and the reason."""

    section: str
    paragraph: int
    sentence: int
    start: int
    end: int
    words: str
    sentence_text: str
    reason: str
    why: str


def list_all(place, sentence: Sentence, reading: Reading, stamps: list[Stamp], taken: list[tuple[int, int]]) -> list[Leftover]:
    """List the numbers and number words of a sentence that no candidate has; `taken` are spans of the repaired text."""
    covered = [(start - place.start, end - place.start) for start, end in taken]
    found, last = [], -1
    whole = {first: (first, end) for first, end, _ in sentence.numbers}
    for token, low in enumerate(sentence.lows):
        if token < last or not (token in whole or _is_number(low)):
            continue
        first, last = whole.get(token, (token, token + 1))
        start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
        if any(a < end and start < b for a, b in covered):
            continue
        reason = _reason(sentence, reading, stamps, first, last)
        found.append(Leftover(place.section, place.paragraph, place.sentence, place.start + start, place.start + end,
                              sentence.text[start:end], sentence.text, reason, schema.REASONS.get(reason) or schema.NOT_TAKEN[reason]))
    return found


def of_apparatus(place) -> list[Leftover]:
    """List the numbers of a sentence of notes or references, which is not read."""
    return [Leftover(place.section, place.paragraph, place.sentence, place.start + start, place.start + end, place.text[start:end],
                     place.text, "apparatus", schema.NOT_TAKEN["apparatus"])
            for start, end in tokens_of(place.text) if _is_number(place.text[start:end].lower())]


def _is_number(low: str) -> bool:
    return low[0].isdigit() or low in WORDS or low in RANKS or _is_compound(low)


def _is_compound(low: str) -> bool:
    """Tell whether a word with hyphens holds a number: "twenty-one", "five-day", "T-72"."""
    return "-" in low and any(part in WORDS or part[:1].isdigit() for part in low.split("-"))


def _reason(sentence: Sentence, reading: Reading, stamps: list[Stamp], first: int, last: int) -> str:
    """Say why a number is no toll: what the grammar refused, a date, what it counts, else that nobody knows."""
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    at, chunk = next(((n, chunk) for n, chunk in enumerate(sentence.chunks) if chunk.first <= first < chunk.last), (-1, None))
    if at in reading.refused:
        return reading.refused[at]
    stamp = next((stamp for stamp in stamps if stamp.first < end and start < stamp.last), None)
    if stamp or chunk is not None and chunk.letter == "~":
        return "time_span" if stamp and not stamp.is_absolute else "date"
    text = sentence.cut(first, last).lower()
    after = sentence.lows[last] if last < len(sentence.lows) else ""
    if re.fullmatch(r"(?:1[89]|20)\d\d", text):
        return "date"
    if after in ("%", "percent", "per") or "%" in text or "percent" in text or "per cent" in text:
        return "share"
    if after == ":" or first and sentence.lows[first - 1] == ":" and text.isdigit():
        return "time_span"
    return _counted(sentence, chunk, text, first)


def _counted(sentence: Sentence, chunk: Chunk | None, text: str, first: int) -> str:
    """Give the reason that what is counted gives."""
    following = sentence.words[first + 1] if first + 1 < len(sentence.words) else ""
    if text in RANKS or re.fullmatch(r"\d+(?:st|nd|rd|th)", text):
        return "name" if sentence.words[first][:1].isupper() or following[:1].isupper() else "order"
    if chunk is None:
        return "unknown"
    entry = chunk.entry
    is_after_name = first > 1 and sentence.words[first - 1][:1].isupper() and chunk.letter == "H"
    if chunk.letter == "W" or "-" in text and sentence.words[first][:1].isupper() or is_after_name:
        return "name"
    if entry is not None and entry.kind == "things":
        return entry.reason
    if entry is not None and entry.kind == "materiel":
        return "object"
    if entry is not None and entry.kind == "people":
        return "people_held" if entry.words in HELD else "force_strength" if set(chunk.sides) & set(PARTIES) else "people_present"
    if text in EMPTY or text.startswith(("one of", "both", "all", "most", "some", "half")):
        return "not_a_count"
    return "no_outcome" if chunk.letter in "NC" else "unknown"
