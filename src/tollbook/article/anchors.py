"""Places in a text that are found again in a changed text: the selectors of the W3C Web Annotation Data Model.

An anchor keeps the words, what stands before and after them, and where: https://www.w3.org/TR/annotation-model/#selectors, 4.2.4 and 4.2.5.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tollbook.article.layout import names
from tollbook.article.words import find
from tollbook.errors import BadInput

AROUND = 32  # characters of context, as annotation programs usually keep
ALIKE = 0.75  # how alike, in letters, a changed quote must be
FAMILIAR = 0.35  # how alike what stands around a place must be
LONG = 24  # characters; so long a quote that stands in the text once needs nothing around it
CLEARLY = 0.1  # by how much one place's surroundings must be more alike than another's
NEARER = 3  # how many times as near the nearest of places that are equally alike must be
WORD = re.compile(r"\w+(?:[.,]\d+)*")
MOST_PLACES = 500  # where a changed quote is looked for
# What says how many: of two quotes that differ in one of these, one is not the other changed.
FIGURES = names("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion hundreds thousands millions billions
    dozen dozens score scores tens several many few some numerous couple pair half third quarter most all both none no not
    least more than less fewer over under above below up nearly almost about around roughly approximately estimated
    first second fourth fifth sixth seventh eighth ninth tenth""")


@dataclass(frozen=True)
class Anchor:
    """Words of a text (`exact`), what stood before and after them, and their offsets in the repaired text."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def to_json(self) -> list[dict]:
        """Give the two selectors, ready for JSON, as the `selector` of an annotation's target."""
        return [{"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
                {"type": "TextPositionSelector", "start": self.start, "end": self.end}]

    @classmethod
    def from_json(cls, selectors: list[dict]) -> Anchor:
        """Read the two selectors, in any order; a selector that lacks something is refused."""
        by_type = {one.get("type"): one for one in selectors if isinstance(one, dict)} if isinstance(selectors, list) else {}
        try:
            quote, position = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
            read = cls(quote["exact"], quote.get("prefix", ""), quote.get("suffix", ""), position["start"], position["end"])
        except KeyError as missing:
            raise BadInput(f"selector: found no {missing.args[0]}; allowed are a TextQuoteSelector and a TextPositionSelector") from None
        if not all(isinstance(text, str) for text in (read.exact, read.prefix, read.suffix)) or not all(
                isinstance(at, int) for at in (read.start, read.end)):
            raise BadInput(f"selector: found {read}; allowed are texts for exact, prefix and suffix, and whole numbers for start and end")
        return read


def anchor(article, start: int, end: int, around: int = AROUND) -> Anchor:
    """Make the anchor of a span of an article's repaired text; a span that is empty or not in the text is refused."""
    if not 0 <= start < end <= len(article.text):
        raise BadInput(f"{article.name}: found the span {start} to {end}; allowed is one in 0 to {len(article.text)} that is not empty")
    text = article.text
    return Anchor(text[start:end], text[max(0, start - around):start], text[end:end + around], start, end)


def locate(one: Anchor, article) -> tuple[int, int] | None:
    """Find an anchor's place in a text, changed or not: start and end, or None where it is gone or two places are equally good.

    The words themselves come first, where what stands around them is most alike and, of equals, by far nearest. Where they are nowhere,
    words like them do, in a place alike, if they say the same number.
    """
    text = article.text
    if text[one.start:one.end] == one.exact and _familiarity(one, text, one.start, one.end) > 1 - CLEARLY:
        return one.start, one.end
    places = list(_exact_places(one, text))
    likely = [(_familiarity(one, text, *place), place) for place in places]
    if len(places) == 1 and len(one.exact) >= LONG:
        return places[0]
    if not places:
        likely = list(_changed_places(one, text))
    return _best(one, [found for found in likely if found[0] >= FAMILIAR])


def _best(one: Anchor, likely: list[tuple[float, tuple[int, int]]]) -> tuple[int, int] | None:
    """Choose among places with their likeness: the most alike, of those equally alike the nearest, and none where that is in doubt."""
    if not likely:
        return None
    most = max(likeness for likeness, _ in likely)
    close = sorted((abs(place[0] - one.start), place) for likeness, place in likely if likeness > most - CLEARLY)
    if len(close) > 1 and close[1][0] < NEARER * max(close[0][0], 1):
        return None
    return close[0][1]


def _exact_places(one: Anchor, text: str) -> Iterator[tuple[int, int]]:
    """Yield where an anchor's words stand, cut out of their surroundings as there: "14" is not in "1,400", nor "men" in "women"."""
    cut = _is_cut(one.prefix, one.exact), _is_cut(one.exact, one.suffix)
    for match in re.finditer(re.escape(one.exact), text):
        start, end = match.span()
        if (_is_cut(text[max(0, start - 2):start], one.exact), _is_cut(one.exact, text[end:end + 2])) == cut:
            yield start, end


def _is_cut(before: str, after: str) -> bool:
    """Tell whether a word or a number goes on from one text into the next."""
    border = before[-2:] + "|" + after[:2]
    return bool(re.search(r"\w\|\w|\d[.,]\|\d|\d\|[.,]\d", border))


def _familiarity(one: Anchor, text: str, start: int, end: int) -> float:
    """Say how alike what stands around a place is to what stood around the anchor: 0 to 1, the more alike side counts twice."""
    before = _likeness(one.prefix[::-1], text[max(0, start - len(one.prefix)):start][::-1])
    after = _likeness(one.suffix, text[end:end + len(one.suffix)])
    if not one.prefix or not one.suffix:
        return after if one.suffix else before if one.prefix else 1.0
    return (2 * max(before, after) + min(before, after)) / 3


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _changed_places(one: Anchor, text: str) -> Iterator[tuple[float, tuple[int, int]]]:
    """Yield spans of words like the anchor's that say the same number, with how alike their surroundings are; the best of each place."""
    wanted, spans = _figures(one.exact), [match.span() for match in WORD.finditer(text)]
    size = len(WORD.findall(one.exact))
    if not size:
        return
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for mark, offset in _marks(one.exact, text):
        at = bisect_left(spans, (mark, mark))
        for place in _windows(spans, at, offset, size):
            alike = _likeness(one.exact, text[slice(*place)]) if _figures(text[slice(*place)]) == wanted else 0.0
            if alike >= ALIKE and (alike, place) > best.get(mark, (0.0, (0, 0))):
                best[mark] = alike, place
    for place in {place for _, place in best.values()}:
        yield _familiarity(one, text, *place), place


def _marks(exact: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where in a text the word stands that tells most of a quote, a number or else the longest, and which word of the quote it is."""
    words = WORD.findall(exact)
    offset = max(range(len(words)), key=lambda at: (words[at][0].isdigit(), words[at].lower() in FIGURES, len(words[at])))
    for at in find(words[offset], text)[:MOST_PLACES]:
        yield at, offset


def _windows(spans: list[tuple[int, int]], at: int, offset: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield spans of about as many words as a quote has, around the word that tells most."""
    for first in range(max(0, at - offset - 1), at - max(offset - 1, 0) + 1):
        for last in range(max(at, first + size - 3), min(len(spans) - 1, first + size + 1) + 1):
            if first <= at:
                yield spans[first][0], spans[last][1]


def _figures(words: str) -> list[str]:
    """List what says how many in some words, in its order."""
    found = (word.lower().replace(",", "") for word in WORD.findall(words))
    return [word for word in found if word[0].isdigit() or word in FIGURES]
