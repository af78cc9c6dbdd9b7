"""Mojibake mended ("Aâ€™" is "A’"), line by line as ftfy itself does, with the offsets of what was there before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import ftfy

from tollbook.article.offsets import Offsets

KEPT = re.compile(r"[\x00-\x19\x1b->@-\x7f]+")
# What ftfy never touches. It may take a space, a question mark or \x1a for what is left of a damaged letter.
KEPT_WITHOUT_SPACES = re.compile(r"[\x00-\x19\x1b-\x1f!->@-\x7f]+")
MISREAD_AS = ("sloppy-windows-1252", "latin-1", "macroman")


def repair(text: str) -> tuple[str, Offsets]:
    """Give a text with its mojibake mended, and the offsets from it back into the text as it was."""
    if text.isascii():
        return text, Offsets.same(len(text))
    lines, segments, old, new, kept = [], [], 0, 0, 0
    for line in text.split("\n"):
        mended = line if line.isascii() else _mend(line)
        if mended != line:
            for start, end, first, last in changes(line, mended):
                segments.append((kept, old + start, old + end, new + first, new + last))
                kept = old + end
        lines.append(mended)
        old, new = old + len(line) + 1, new + len(mended) + 1
    mended = "\n".join(lines)
    return mended, _offsets(segments, len(text), len(mended))


def _mend(line: str) -> str:
    try:
        return ftfy.fix_encoding(line)
    except (UnicodeError, RecursionError):  # ftfy can stumble over what no person wrote: then it is left as it was
        return line


def _offsets(changed: list[tuple[int, int, int, int, int]], before: int, after: int) -> Offsets:
    """Make offsets from the changed spans and the text between them, which is the same."""
    offsets, kept = Offsets(after), 0
    for unchanged, start, end, first, last in changed:
        if start > unchanged:
            offsets.add(first - (start - unchanged), unchanged, start - unchanged)
        if last > first:
            offsets.add(first, start, end - start)
        kept = end
    if before > kept:
        offsets.add(after - (before - kept), kept, before - kept)
    return offsets


def changes(line: str, mended: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the spans that differ between a line and the line mended: start and end in the first, then in the second.

    ASCII stays as it was and in its order, so that it tells which part of one line is which of the other.
    """
    for kept in (KEPT, KEPT_WITHOUT_SPACES):
        before, after = list(kept.finditer(line)), list(kept.finditer(mended))
        if [match.group() for match in before] == [match.group() for match in after]:
            break
    else:
        before = after = []
    at = to = 0
    for one, other in zip(before, after, strict=True):
        yield from _pieces(line, mended, (at, one.start(), to, other.start()))
        at, to = one.end(), other.end()
    yield from _pieces(line, mended, (at, len(line), to, len(mended)))


def _pieces(line: str, mended: str, gap: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Cut what stands between two runs of ASCII letter by letter; where that fails, it stays in one piece."""
    at, end, to, last = gap
    if line[at:end] == mended[to:last]:
        return
    while at < end and to < last and line[end - 1] == mended[last - 1] and line[end - 1].isascii():
        end, last = end - 1, last - 1
    found = []
    while to < last and at < end:
        size = next((len(spelled) for spelled in misread(mended[to]) if line.startswith(spelled, at, end)), 0)
        if not size:
            break
        if size > 1 or line[at] != mended[to]:
            found.append((at, at + size, to, to + 1))
        at, to = at + size, to + 1
    yield from found if (at, to) == (end, last) else [*found, (at, end, to, last)]


@lru_cache(maxsize=4096)
def misread(letter: str) -> tuple[str, ...]:
    """List how a letter looks when its UTF-8 was read in another encoding, once or twice, and then as it is: the longest first."""
    once = {_misread(letter, encoding) for encoding in MISREAD_AS}
    twice = {_misread(garbled, encoding) for garbled in once for encoding in MISREAD_AS}
    spelled = {*once, *twice, *(garbled.replace("\xa0", " ") for garbled in once)} - {"", letter}
    return (*sorted(spelled, key=lambda one: (-len(one), one)), letter)


def _misread(text: str, encoding: str) -> str:
    try:
        return text.encode("utf-8").decode(encoding)
    except UnicodeError:
        return ""
