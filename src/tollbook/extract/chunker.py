"""A sentence cut into chunks: its words named, gathered into phrases, and joined where they belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tollbook import quantities
from tollbook.extract import closed
from tollbook.extract.chunks import Chunk, Sentence
from tollbook.extract.lexicon import Lexicon
from tollbook.extract.phrases import Phrases, join
from tollbook.extract.tokens import tokens_of

RATIO = re.compile(r"(?:\w+ out of (?:every )?\w+|one in (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b(?! \w+ing))"
                   r"(?: of (?:the|its|their|all) [\d,]+)?")
# "aged 10, 12 and 14", "ages 12 to 60"
AGES = re.compile(r"age[ds]? (?:just |only |between |over |under |from |about )?"
                  r"\d{1,3}(?:(?:,| and| to| or|-|, and) ?\d{1,3}\b)*(?! (?:\w+ )?(?:were|people|men))")
NUMBERED = re.compile(r"\d+(?:, \d+)* and \d+\b")  # "companies 3 and 4"
QUOTES = "\"”“"
# after a number: "4 rebels, 2 more than the day before"
COMPARED = re.compile(r"(?: (?:more|fewer|less)(?: [\w-]+){0,2}|(?<= more)|(?<= fewer)|(?<= less)) than\b")
# what cannot be read as it stands, and is not read in part: "12 000", "1'200", "30-20"
THOUSANDS = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?![\d,.]\d|\d)")
REST_OF_RANGE = re.compile(r" ?- ?\d[\d,.]*\b")
class Chunker:
    """Cuts one sentence into chunks, from left to right: names its words, gathers them into phrases, joins what belongs together."""

    def __init__(self, text: str, low: str, lexicon: Lexicon, dates: list[tuple[int, int]]):
        self.text, self.low, self.lexicon = text, low, lexicon
        self.spans = tokens_of(text)
        self.words = [text[a:b] for a, b in self.spans]
        self.lows = [low[a:b] for a, b in self.spans]
        self.numbers: list[tuple[int, int, str]] = []
        self.items = list(self._items(dates))

    def sentence(self) -> Sentence:
        chunks = join(Phrases(self.items, self.low, self.lows, self.spans).gather(), self.lows)
        known, at = [item for item in self.items if item.entry], 0
        for chunk in chunks:
            start = at
            while at < len(known) and known[at].first < chunk.last:
                at += 1
            chunk.entries = tuple(item.entry for item in known[start:at])
        return Sentence(self.text, self.low, self.spans, self.words, self.lows, chunks, self.numbers)

    def _items(self, dates: list[tuple[int, int]]) -> Iterator[Chunk]:
        """Name each token or row of tokens: a date, a number, an entry of the lexicon, a word of grammar, a name or another word."""
        at, date, size = 0, 0, len(self.spans)
        while at < size:
            start = self.spans[at][0]
            while date < len(dates) and dates[date][1] <= start:
                date += 1
            begins, ends = dates[date] if date < len(dates) else (len(self.text), len(self.text))
            if begins <= start:
                first = at
                while at < size and self.spans[at][0] < ends:
                    at += 1
                yield Chunk("~", first, at)
            else:
                item = self._item(at, begins)
                yield item
                at = item.last

    def _item(self, at: int, limit: int) -> Chunk:
        """Name the token at a place, with those after it that belong to it; a number does not reach over `limit`, where a date begins."""
        ages = AGES.match(self.low, self.spans[at][0]) if self.lows[at] in ("aged", "ages", "age") else None
        if ages:
            return Chunk("A", at, self._token_at(ages.end()))
        phrase = self._phrase(at) if self.lows[at] in closed.PHRASE_STARTS else None
        if phrase:
            return phrase
        found = self._entry(at)
        if found and found.last - found.first > 1:
            return found
        return self._quantity(at, limit) or found or self._word(at)

    def _phrase(self, at: int) -> Chunk | None:
        """Read several words of grammar that are one: "as well as", "according to", "both sides"."""
        for size in range(min(closed.LONGEST_PHRASE, len(self.lows) - at), 1, -1):
            words = tuple(self.lows[at:at + size])
            if words in closed.PHRASES:
                is_both = words in closed.BOTH_SIDES
                sides, notes = (("mixed",), {"both sides"}) if is_both else ((), set())
                return Chunk(closed.PHRASES[words], at, at + size, sides=sides, notes=notes)
        return None

    def _entry(self, at: int) -> Chunk | None:
        """Find the lexicon's entry that starts here, unless its words are part of a name: "the Toll Gate barracks"."""
        found = self.lexicon.match(self.lows, self.words, at)
        if found is None:
            return None
        entry, size = found
        if at and self.words[at][0].isupper() and entry.kind not in ("actors", "people"):
            beside = (self.words[at - 1] if at > 1 else "", self.words[at + size] if at + size < len(self.words) else "")
            if any(word[:1].isupper() for word in beside):
                return None
        return Chunk("*", at, at + size, entry=entry)

    def _quantity(self, at: int, limit: int) -> Chunk | None:
        """Read a quantity; "a third" is one more person, and "all" before a noun no number."""
        low, following = self.lows[at], self.lows[at + 1] if at + 1 < len(self.lows) else ""
        if not (low[0].isdigit() or low in closed.STARTS):
            return None
        if ratio := RATIO.match(self.low, self.spans[at][0]):  # "nine out of ten", "one in five"
            return Chunk("w", at, self._token_at(ratio.end()))
        if low == "a" and following in closed.NTH and self.lows[at + 2:at + 3] != ["of"]:
            return Chunk("d", at, at + 1)
        start = self.spans[at][0]
        end = quantities.end_of(self.low, start)
        if grouped := THOUSANDS.match(self.low, start):
            end = grouped.end()
        elif end and (rest := REST_OF_RANGE.match(self.low, end)) and self.low[start:end].isdigit():
            end = rest.end()
        if end and (compared := COMPARED.match(self.low, end)):
            return Chunk("w", at, self._token_at(compared.end()))
        while end and self.low[end - 1] in QUOTES:  # 'killed "up to 60" soldiers'
            end -= 1
        before = self.lows[max(0, at - 2):at]
        if self.low[start:end] == "no" or before[-1:] and before[-1] in "$£€":
            return None if low == "no" else Chunk("w", at, at + 1)
        if end is None or low == "from" and before and before[-1] in closed.RISING:
            return None
        if before[-1:] == ["from"] and before[0] in closed.RISING:  # "rose from 12 to 19": two numbers, and no range
            end = self.spans[at][1]
        if self._is_name(at, end):
            several = NUMBERED.match(self.low, start)
            return Chunk("W", at, self._token_at(several.end()) if several else at + 1)
        if self.low[start:end] == "all" and following[:1].isalpha() and following not in ("were", "of", "died", "are", "have", "had"):
            return Chunk("d", at, at + 1)
        last = at + 1
        while last < len(self.spans) and self.spans[last][1] <= end:
            last += 1
        if end > limit or self.spans[last - 1][1] != end:
            return None
        self.numbers.append((at, last, self.text[start:end]))
        return Chunk("q", at, last, quantity=(at, last))

    def _token_at(self, offset: int) -> int:
        """Give the first token that starts at or after an offset."""
        return next((n for n, span in enumerate(self.spans) if span[0] >= offset), len(self.spans))

    def _is_name(self, at: int, end: int) -> bool:
        """Tell whether a number is part of a name: "Hill 8", "Sector 5", and not in "Hill 8 civilians"."""
        if at == 0 or not self.lows[at].isdigit() or end != self.spans[at][1]:
            return False
        before = self.lexicon.match(self.lows, self.words, at - 1)
        is_place = before is not None and before[0].kind == "things" and before[0].number == "one"
        is_numbered = is_place or self.lows[at - 1] in closed.NUMBERED
        following = self.lexicon.match(self.lows, self.words, at + 1) if at + 1 < len(self.lows) else None
        is_capital = self.words[at - 1][:1].isupper()
        counted = ("people", "materiel", "actors") if is_capital else ("people", "materiel", "actors", "outcomes")
        if not is_numbered or following is not None and following[0].kind in counted:
            return False
        low = self.lows[at + 1] if at + 1 < len(self.lows) else "."
        return is_capital or low in ",.;)" or low in closed.STARTS

    def _word(self, at: int) -> Chunk:
        """Name a word that the lexicon does not know."""
        low = self.lows[at]
        letter = closed.LETTERS.get(low)
        if low[0] == "[" and len(low) > 1:  # the mark of a reference
            letter = "A"
        if letter is None:
            if low in closed.POSSESSIVE:
                letter = "'"
            elif low in closed.QUOTES:
                letter = '"'
            elif self.words[at][0].isupper() or closed.PARTICLES.match(low):
                letter = "W"
            else:
                letter = "A" if low in closed.ADVERBS or low.endswith("ly") and low not in closed.NOT_ADVERBS else "w"
        return Chunk(letter, at, at + 1)
