"""Sentences: where each ends, and how they are numbered within paragraphs and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tollbook.article.layout import Block

LEAD = "(lead)"
SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*(?:\[[\w ]{1,20}\])*\s+(?=["'“‘(\[*]*[A-Z0-9“‘"])""")
NO_END = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Brig|Maj|Col|Lt|Capt|Sgt|No|vs|etc|approx|ca|c)\.$")
LONGEST = 8  # "approx." and what stands before it


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands (section, paragraph and sentence, from 1), its offsets in the repaired text, its words."""

    section: str
    paragraph: int
    sentence: int
    start: int
    end: int
    text: str

    @property
    def place(self) -> tuple[str, int, int]:
        return self.section, self.paragraph, self.sentence


def number(text: str, blocks: list[Block]) -> Iterator[Sentence]:
    """Yield the sentences of the blocks, counting paragraphs within sections and sentences within paragraphs."""
    section, paragraph = LEAD, 0
    for block in blocks:
        words = text[block.start:block.end]
        if block.level:
            section, paragraph = words, 0
            continue
        paragraph += 1
        for count, (first, last) in enumerate(split_sentences(words), 1):
            yield Sentence(section, paragraph, count, block.start + first, block.start + last, words[first:last])


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Give the start and end of each sentence of a paragraph."""
    cuts = [0]
    for match in SENTENCE_END.finditer(paragraph):
        stop = match.start() + 1
        if not NO_END.search(paragraph, max(0, stop - LONGEST), stop):
            cuts.append(match.end())
    spans = [(first, last) for first, last in zip(cuts, [*cuts[1:], len(paragraph)], strict=True)]
    return [(first, first + len(paragraph[first:last].rstrip())) for first, last in spans if paragraph[first:last].strip()]
