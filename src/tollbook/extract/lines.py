"""A line of chunks: the letters of a sentence, or of what stands in its brackets, with the chunk that each letter stands for."""

from __future__ import annotations

from dataclasses import dataclass

from tollbook.extract.chunks import Chunk, Sentence

SILENT = "A~\"'"  # adverbs, dates, quotation marks: between others without changing what those are to each other


@dataclass(frozen=True, slots=True)
class Line:
    """Some chunks of a sentence in a row: `letters[k]` is the letter of the sentence's chunk `places[k]`."""

    sentence: Sentence
    places: list[int]
    letters: str

    @classmethod
    def of(cls, sentence: Sentence, places: list[int]) -> Line:
        """Make a line of some of a sentence's chunks, by their numbers."""
        return cls(sentence, places, "".join(sentence.chunks[n].letter for n in places))

    def without(self, first: int, last: int) -> Line:
        """Leave out the letters from `first` to before `last`, and their chunks."""
        return Line(self.sentence, self.places[:first] + self.places[last:], self.letters[:first] + self.letters[last:])

    def letter(self, k: int) -> str:
        """Give a letter; blank before the start and after the end."""
        return self.letters[k] if 0 <= k < len(self.letters) else ""

    def chunk(self, k: int) -> Chunk:
        """Give the chunk that a letter stands for."""
        return self.sentence.chunks[self.places[k]]

    def low(self, k: int) -> str:
        """Give the first word of a chunk in small letters."""
        return self.sentence.lows[self.chunk(k).first]

    def low_last(self, k: int) -> str:
        """Give the last word of a chunk in small letters."""
        return self.sentence.lows[self.chunk(k).last - 1]

    def among(self, span: tuple[int, int], letters: str) -> list[int]:
        """List the places in a span that have one of some letters."""
        return [k for k in range(*span) if self.letters[k] in letters]
