"""The plain text of a marked-up page in the making: blocks of prose, and where each character of them stood in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from tollbook.article.offsets import Offsets

BETWEEN = "\n\n"
INK = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")


def names(listed: str) -> frozenset[str]:
    """Make a set of names listed in a text, with spaces between."""
    return frozenset(listed.split())


class Block(NamedTuple):
    """A heading (level 1 to 6) or a paragraph (level 0; maybe an item of a list), from start to end in the text."""

    level: int
    start: int
    end: int
    is_item: bool = False


class Plain(NamedTuple):
    """A file's text without its markup: the text, its blocks, the way back into the file, and the block of front matter before it."""

    text: str
    blocks: list[Block]
    offsets: Offsets
    front: tuple[int, int] = (0, 0)
    title: tuple[int, int] = (0, 0)


@dataclass
class Layout:
    """What has been read so far of a marked-up text, white space as a browser shows it: one space for any number."""

    source: str
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    offsets: Offsets = field(default_factory=lambda: Offsets(0))
    length: int = 0
    begun: int | None = None
    level: int = 0
    is_item: bool = False
    space: tuple[str, int, int] | None = None

    def keep(self, start: int, end: int) -> None:
        """Take a span of the source as it is."""
        at = start
        for match in INK.finditer(self.source, start, end):
            if match.start() > at:
                self.put(" ", at, match.start())
            self._ink(match.group(), match.start(), match.end())
            at = match.end()
        if end > at:
            self.put(" ", at, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Put a text where the source has something else; a space or a line break waits for the words after it."""
        if text not in (" ", "\n"):
            self._ink(text, start, end)
        elif self.space is None:
            self.space = (text, start, end)
        elif text == "\n":
            self.space = (text, self.space[1], self.space[2])

    def line_break(self, start: int, end: int) -> None:
        """Break the line; two breaks on end begin a new block."""
        if self.space and self.space[0] == "\n":
            self.close()
        else:
            self.put("\n", start, end)

    def close(self, level: int = 0, is_item: bool = False) -> None:
        """End the block where there is one, and say what the next one is."""
        if self.begun is not None:
            self.blocks.append(Block(self.level, self.begun, self.length, self.is_item))
        self.begun, self.space, self.level, self.is_item = None, None, level, is_item

    def _ink(self, text: str, start: int, end: int) -> None:
        if self.begun is None:
            if self.blocks:
                self._add(BETWEEN, start, start)
            self.begun = self.length
        elif self.space:
            self._add(*self.space)
        self.space = None
        self._add(text, start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.offsets.add(self.length, start, end - start)
        self.length += len(text)

    def plain(self) -> Plain:
        """End the page and give its text."""
        self.close()
        offsets = Offsets(self.length, self.offsets.starts, self.offsets.olds, self.offsets.sizes)
        title, blocks = _title(self.blocks)
        return Plain("".join(self.pieces), blocks, offsets, title=title)


def _title(blocks: list[Block]) -> tuple[tuple[int, int], list[Block]]:
    """Tell the title of a page from the headings of its sections: the first block, if it is the only heading of its level."""
    tops = [block for block in blocks if block.level == 1]
    if len(tops) == 1 and blocks[0] is tops[0]:
        return (tops[0].start, tops[0].end), blocks[1:]
    return (0, 0), blocks
