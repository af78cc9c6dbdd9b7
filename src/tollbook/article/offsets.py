"""Where the characters of a changed text stood in the text it was made from, and back: segments, looked up by bisection."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Offsets:
    """Segments in order: where each starts in the new text, where in the old one, and how long it was there.

    A segment as long in the new text as in the old one is the same character by character; any other is one piece (three characters of
    mojibake that became one, an entity, a gap that was put in). `length` is that of the new text.
    """

    length: int
    starts: array = field(default_factory=lambda: array("q"))
    olds: array = field(default_factory=lambda: array("q"))
    sizes: array = field(default_factory=lambda: array("q"))

    @classmethod
    def same(cls, length: int) -> Offsets:
        """Give the offsets of a text that was left as it is."""
        return cls(length, array("q", [0]), array("q", [0]), array("q", [length]))

    def add(self, start: int, old: int, size: int) -> None:
        """Append a segment while the text is being made; a text of as many characters as there were can be cut anywhere."""
        self.starts.append(start)
        self.olds.append(old)
        self.sizes.append(size)

    def old(self, start: int, end: int) -> tuple[int, int]:
        """Give the smallest span of the old text that holds a span of the new one."""
        if not self.starts:
            return 0, 0
        first = self._old(max(0, min(start, self.length)))[0]
        return (first, self._old(min(end, self.length) - 1)[1]) if start < min(end, self.length) else (first, first)

    def _old(self, position: int) -> tuple[int, int]:
        """Give where the character at a position began and ended in the old text; at the end of the text, its end twice."""
        at = bisect_right(self.starts, position) - 1
        old, size = self.olds[at], self.sizes[at]
        if position >= self.length:
            return old + size, old + size
        if size == self._width(at):
            return old + position - self.starts[at], old + position - self.starts[at] + 1
        return old, old + size

    def new(self, start: int, end: int) -> tuple[int, int]:
        """Give the smallest span of the new text that holds what is left there of a span of the old one."""
        first, last = self._first_after(start), bisect_left(self.olds, end) - 1
        while last >= 0 and self.sizes[last] == 0:  # what was put in belongs to neither side
            last -= 1
        begin = self._inside(first, start) if first < len(self.starts) else self.length
        stop = self._inside(last, end, up=True) if last >= 0 else 0
        return begin, max(begin, stop)

    def _first_after(self, position: int) -> int:
        """Find the first segment, none of those put in, that ends after a position of the old text."""
        at = max(bisect_right(self.olds, position) - 1, 0)
        while at < len(self.starts) and (self.sizes[at] == 0 or self.olds[at] + self.sizes[at] <= position):
            at += 1
        return at

    def _inside(self, at: int, position: int, up: bool = False) -> int:
        """Give where a position of the old text is in a segment of the new one: its start, or with `up` its end, if that is one piece."""
        width = self._width(at)
        if self.sizes[at] == width:
            return self.starts[at] + max(0, min(position - self.olds[at], width))
        return self.starts[at] + (width if up else 0)

    def _width(self, at: int) -> int:
        return (self.starts[at + 1] if at + 1 < len(self.starts) else self.length) - self.starts[at]
