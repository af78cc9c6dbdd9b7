"""The proof that nothing was missed: every row of the ledger stands in the text, and every figure of the text is in the ledger.

A count (a digit, a number word, a vague quantity) is accounted for where a claim's own words cover it (its quantity, outcome, victims
or attribution) or a row of other_numbers.csv does; a word of loss, a person or a vehicle also where it stands in a claim's span.
A speaker ("according to", "claimed") is accounted for by a row of statements.csv.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from tollbook import article, ledger
from tollbook.article import Article, Sentence
from tollbook.ledger import Ledger

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth hundredth")
NUMBER = rf"(?:\d[\d.,]*\d|\d)(?:st|nd|rd|th)?%?|(?:{'|'.join((ONES + ' ' + TENS + ' ' + ORDINALS).split())})"
VAGUE = ("hundreds?|thousands?|millions?|billions?|dozens?|scores|tens|several|many|most|few|some|numerous|multiple|countless|"
         "number of|handful|couple|pair|trio|majority|minority|half|third of|quarter|both|all|none|nobody|no one|another|others|mostly")
QUALIFYING = (r"(?:at least|at most|more than|less than|fewer than|no fewer than|no less than|over|under|above|up to|as many as|about|"
              r"around|some|nearly|almost|roughly|approximately|an estimated)\s+")
TOLL = ("kill(?:s|ed|ing|ings)?|dead|deadly|deaths?|dies?|died|dying|fatal\\w*|casualt\\w+|wound\\w*|injur\\w+|maim\\w*|"
        "lost|lose|loses|losing|loss|losses|bod(?:y|ies)|corpses?|remains|execut\\w+|massacr\\w+|murder\\w*|behead\\w+|slain|slaughter\\w*|"
        "shot dead|perish\\w*|succumb\\w*|victims?|(?:death )?toll|prisoners?|captives?|captur\\w+|recaptur\\w+|detain\\w*|"
        "arrest\\w*|surrender\\w*|free(?:d|s|ing)|releas\\w+|missing|hostages?|kidnap\\w+|abduct\\w+|blew (?:themselves|himself|herself)|"
        "detonat\\w+ (?:themselves|himself|herself)|suicide|destr(?:oy|uct)\\w*|disabl\\w+|damag\\w+|shot down|at the cost of|"
        "(?:wiped|burn(?:ed|t)) out|annihilat\\w+|eliminat\\w+|martyr\\w*")
BEINGS = ("commanders?|generals?|colonels?|majors?|captains?|lieutenants?|officers?|directors?|leaders?|(?:photo)?journalists?|reporters?|"
          "bombers?|suicide-bombers?|tanks?|trucks?|vehicles?|helicopters?|aircraft|jets?|planes?")
COUNTS = re.compile(rf"(?<![\w-])(?:{QUALIFYING})?(?:{NUMBER}|{VAGUE})(?![\w-])", re.IGNORECASE)
LOSSES = re.compile(rf"(?<!\w)(?:{TOLL}|{BEINGS})(?!\w)", re.IGNORECASE)
SPEAKING = re.compile(r"(?<!\w)(?:[Aa]ccording to|claim(?:s|ed|ing)?|stat(?:ed|es|ing)|said|says|saying|[Rr]eport(?:s|ed|edly|ing)?|"
                      r"alleg\w+|announc\w+|confirm\w*|den(?:y|ied|ies)|indicates?|told)(?!\w)")
ALIKE = 0.72  # how alike, in letters, a changed span must be to be taken for the same figure


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree: what kind, where, and what, in words."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


@dataclass(frozen=True)
class Placed:
    """A row of a sheet found in the text: the sentence, and where `exact` starts and ends in the repaired text."""

    sentence: Sentence
    start: int
    end: int


def verify(one: Ledger, text: Article) -> list[Finding]:
    """Compare a ledger with a text; an empty list is the proof."""
    findings, spans = [], Spans([], [], [])
    for name in ("claims", "statements", "other_numbers"):
        table = getattr(one, name)
        for row, place in zip(table.index, place_all(one, name, text), strict=True):
            found = _judge(one, name, row, place, text)
            findings += found
            if place:
                is_changed = any(finding.kind == "changed" for finding in found)
                whole = name != "claims" or is_changed  # a changed figure is reported once, as changed
                _account(spans, name, table.loc[row], place, whole)
                findings += _word_findings(one, row, place) if not whole else []
    findings += [_gap_in_words(gap) for gap in _gaps(text, spans)]
    findings += [Finding("sheet", *line.split(": ", 1)) for line in ledger.check(one)]
    return [*findings, *_front_matter_findings(one, text)]


@dataclass(frozen=True)
class Spans:
    """Which spans of a text a ledger accounts for: as counts, as words of loss, as speakers."""

    counted: list[tuple[int, int]]
    told: list[tuple[int, int]]
    voiced: list[tuple[int, int]]


@dataclass(frozen=True)
class Gap:
    """A match of the text that no row accounts for: a figure or word of loss, or a speaker; offsets count within the sentence."""

    kind: str
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start:self.end]


def gaps(one: Ledger, text: Article) -> list[Gap]:
    """List what a ledger does not account for yet, in the order of the text within each kind."""
    spans = Spans([], [], [])
    for name in ("claims", "statements", "other_numbers"):
        table = getattr(one, name)
        for row, place in zip(table.index, place_all(one, name, text), strict=True):
            if place:
                _account(spans, name, table.loc[row], place, name != "claims")
    return list(_gaps(text, spans))


def _account(spans: Spans, name: str, row: pd.Series, place: Placed, is_whole: bool) -> None:
    """Add what one row accounts for."""
    spans.counted.extend([(place.start, place.end)] if is_whole else _claim_spans(row, place))
    spans.told.append((place.start, place.end))
    if name == "statements":
        spans.voiced.append((place.start, place.end))


def _gaps(text: Article, spans: Spans) -> Iterator[Gap]:
    yield from _uncovered(text, spans.counted, COUNTS, "new")
    yield from _uncovered(text, spans.counted + spans.told, LOSSES, "new")
    yield from _uncovered(text, spans.voiced, SPEAKING, "speaker")


def _gap_in_words(gap: Gap) -> Finding:
    around = gap.sentence.text[max(gap.start - 30, 0):gap.end + 30]
    says = "is in neither claims.csv nor other_numbers.csv" if gap.kind == "new" else "is not in statements.csv"
    return Finding(gap.kind, _words_of_place(gap.sentence.place), f"{gap.words!r} in «…{around}…» {says}")


def place_all(one: Ledger, name: str, text: Article) -> list[Placed | None]:
    """Find each row of a sheet in the text: where the row says, else where its words stand, else where words like them stand."""
    table = getattr(one, name)
    places = [_at_home(row, text) for row in table.itertuples()]
    taken = {(place.start, place.end) for place in places if place}
    for position, row in enumerate(table.itertuples()):
        if places[position] is None:
            places[position] = _elsewhere(row, text, taken) or _alike(row, text, taken)
            if places[position]:
                taken.add((places[position].start, places[position].end))
    return places


def _at_home(row, text: Article) -> Placed | None:
    sentence = text.by_place.get((row.section, int(row.paragraph), int(row.sentence)))
    starts = article.find(row.exact, sentence.text) if sentence else []
    return _placed(sentence, starts[0], len(row.exact)) if starts else None


def _placed(sentence: Sentence, start: int, length: int) -> Placed:
    return Placed(sentence, sentence.start + start, sentence.start + start + length)


def _elsewhere(row, text: Article, taken: set) -> Placed | None:
    """Find the same words in another sentence, the nearest first, where no other row of the sheet stands."""
    for sentence in _nearest_first(row, text):
        for start in article.find(row.exact, sentence.text):
            place = _placed(sentence, start, len(row.exact))
            if (place.start, place.end) not in taken:
                return place
    return None


def _nearest_first(row, text: Article) -> list[Sentence]:
    """Order the sentences by distance: the same section first, then by how far paragraph and sentence are."""
    order = {section: number for number, section in enumerate(dict.fromkeys(s.section for s in text.sentences))}
    home = order.get(row.section)

    def distance(sentence: Sentence) -> tuple[int, int, int]:
        apart = abs(order[sentence.section] - home) if home is not None else 0
        return apart, abs(sentence.paragraph - int(row.paragraph)), abs(sentence.sentence - int(row.sentence))

    return sorted(text.sentences, key=distance)


def _alike(row, text: Article, taken: set) -> Placed | None:
    """Find words like the row's in the same paragraph as it says, or failing that in its section."""
    near = [s for s in _nearest_first(row, text) if s.section == row.section and abs(s.paragraph - int(row.paragraph)) <= 1]
    best, score = None, ALIKE
    for sentence in near:
        words = list(re.finditer(r"\w(?:\S*\w)?", sentence.text))
        size = len(row.exact.split())
        for first in range(len(words) - size + 1):
            start, end = words[first].start(), words[first + size - 1].end()
            likeness = difflib.SequenceMatcher(None, row.exact, sentence.text[start:end]).ratio()
            if likeness > score and (sentence.start + start, sentence.start + end) not in taken:
                best, score = _placed(sentence, start, end - start), likeness
    return best


def _judge(one: Ledger, name: str, row: int, place: Placed | None, text: Article) -> list[Finding]:
    """Say how a row's place in the text differs from what the row says."""
    cells = getattr(one, name).loc[row]
    where = f"{name}.csv row {row + 2} ({cells.iloc[0]})"
    stated = _words_of_place((cells["section"], int(cells["paragraph"]), int(cells["sentence"])))
    if place is None:
        return [Finding("vanished", where, f"{cells['exact']!r} is not in the text; the row says {stated}")]
    reads = text.text[place.start:place.end]
    if reads != cells["exact"]:
        return [Finding("changed", where, f"{cells['exact']!r} now reads {reads!r}, in {_words_of_place(place.sentence.place)}")]
    if place.sentence.place != (cells["section"], int(cells["paragraph"]), int(cells["sentence"])):
        return [Finding("moved", where, f"{cells['exact']!r} stands in {_words_of_place(place.sentence.place)}; the row says {stated}")]
    return []


def _words_of_place(place: tuple[str, int, int]) -> str:
    return f"section {place[0]!r}, paragraph {place[1]}, sentence {place[2]}"


def _claim_spans(claim: pd.Series, place: Placed) -> Iterator[tuple[int, int]]:
    """Yield what a claim accounts for: its quantity, outcome, victims and attribution, where they stand in its sentence."""
    sentence, start = place.sentence, place.start - place.sentence.start
    for column in ("quantity_text", "victims", "outcome_text", "attribution_text"):
        words = article.spoken(claim[column])
        found = article.find(words, sentence.text) if words else []
        inside = [at for at in found if start <= at and sentence.start + at + len(words) <= place.end]
        nearest = (inside or sorted(found, key=lambda at: abs(at - start)))[:1]
        yield from ((sentence.start + at, sentence.start + at + len(words)) for at in nearest)


def _word_findings(one: Ledger, row: int, place: Placed) -> Iterator[Finding]:
    """Find words a claim gives as the sentence's own that are not in the sentence."""
    claim = one.claims.loc[row]
    for column in ("quantity_text", "victims", "outcome_text", "attribution_text"):
        words = article.spoken(claim[column])
        if words and not article.find(words, place.sentence.text):
            yield Finding("changed", f"claims.csv row {row + 2} ({claim['claim_id']}), column {column}",
                          f"{words!r} is not in {_words_of_place(place.sentence.place)}")


def _uncovered(text: Article, spans: list[tuple[int, int]], pattern: re.Pattern, kind: str) -> Iterator[Gap]:
    """Find matches of a pattern in the body that no span covers."""
    for sentence in text.sentences:
        for match in pattern.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if not any(first <= start and end <= last for first, last in spans):
                yield Gap(kind, sentence, match.start(), match.end())


def _front_matter_findings(one: Ledger, text: Article) -> Iterator[Finding]:
    """Find figures of the front matter that its title or the body does not have."""
    title = text.front_matter.get("title")
    if title is not None and title != one.meta["title"]:
        yield Finding("changed", "front matter, title", f"found {title!r}; article.yaml has {one.meta['title']!r}")
    body = {" ".join(sentence.text.replace("*", "").split()) for sentence in text.sentences}
    for name, value in text.front_matter.items():
        said = " ".join(str(value).split())
        for start, end in article.split_sentences(said) if name not in ("title", *article.ORIGIN) else []:
            if COUNTS.search(said[start:end]) and said[start:end] not in body:
                yield Finding("new", f"front matter, {name}", f"{said[start:end][:60]!r}… has a figure and does not stand so in the body")
