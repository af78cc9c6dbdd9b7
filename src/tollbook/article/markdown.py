"""Markdown and plain text: the characters stay as they are; only front matter, headings, paragraphs and items of lists are told apart."""

from __future__ import annotations

import re

from tollbook.article.layout import Block, Plain
from tollbook.article.offsets import Offsets

BOM = "\ufeff"
RETURN = re.compile(r"\r\n?")
HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*")
ITEM = re.compile(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+(?=\S)")
FIRST_ITEM = re.compile(r"[ \t]*(?:[*+-]|1[.)])[ \t]+(?=\S)")
LINE = re.compile(r"[^\n]+")


def read(source: str) -> Plain:
    """Read a Markdown or plain text; what differs from the file are a byte order mark and the ends of lines."""
    text, offsets = _one_kind_of_line(source)
    front = _front_matter(text)
    return Plain(text, _blocks(text, front[1]), offsets, front)


def _one_kind_of_line(source: str) -> tuple[str, Offsets]:
    """Leave out a byte order mark and end each line with a newline only."""
    at = 1 if source.startswith(BOM) else 0
    if not at and "\r" not in source:
        return source, Offsets.same(len(source))
    pieces, offsets, length = [], Offsets(0), 0
    for match in RETURN.finditer(source):
        if match.start() > at:
            pieces.append(source[at:match.start()])
            offsets.add(length, at, match.start() - at)
            length += match.start() - at
        pieces.append("\n")
        offsets.add(length, match.start(), match.end() - match.start())
        length, at = length + 1, match.end()
    if at < len(source):
        pieces.append(source[at:])
        offsets.add(length, at, len(source) - at)
    text = "".join(pieces)
    return text, Offsets(len(text), offsets.starts, offsets.olds, offsets.sizes)


def _front_matter(text: str) -> tuple[int, int]:
    """Find the front matter with its two lines of dashes; nothing where there is none."""
    closing = re.search(r"^---[ \t]*$", text[4:], re.MULTILINE) if text.startswith("---\n") else None
    return (0, 4 + closing.end()) if closing else (0, 0)


def _blocks(text: str, body: int) -> list[Block]:
    """List headings, paragraphs and items of the body; a blank line, a heading and an item each end what stands before."""
    blocks: list[Block] = []
    ends = -1  # where the block before ends if the next line can go on with it
    for line in LINE.finditer(text, body):
        start, end = _inked(text, line.start(), line.end())
        goes_on = bool(blocks) and line.start() == ends + 1
        if start >= end:
            continue
        if heading := HEADING.match(text, line.start(), end):
            blocks.append(Block(len(heading[1]), heading.end(), _without_hashes(text, heading.end(), end)))
            continue
        if goes_on and UNDERLINE.fullmatch(text, start, end) and _is_one_line(text, blocks[-1]):
            blocks[-1] = blocks[-1]._replace(level=1 if text[start] == "=" else 2)
            continue
        ends = line.end()
        # Amid a paragraph only a list's first number begins a list: a line can break before a number that ends a sentence.
        if item := (FIRST_ITEM if goes_on and not blocks[-1].is_item else ITEM).match(text, line.start(), end):
            blocks.append(Block(0, item.end(), end, is_item=True))
        elif goes_on:
            blocks[-1] = blocks[-1]._replace(end=end)
        else:
            blocks.append(Block(0, start, end))
    return blocks


def _is_one_line(text: str, block: Block) -> bool:
    return not block.is_item and "\n" not in text[block.start:block.end]


def _inked(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends of a span."""
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _without_hashes(text: str, start: int, end: int) -> int:
    """Give where a heading ends that may be closed with hashes."""
    return start + len(text[start:end].rstrip("#").rstrip() or text[start:end])
