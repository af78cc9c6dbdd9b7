"""Labels and marks set where nothing else is.

A label stands beside its mark, or a little way off with a line to it, or not at all. A mark on a band has its label there, and no other
has. Places are tried in a fixed order, so the same chart always has the same labels. Every box is (left, top, right, bottom) in points
on the paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil, floor, hypot

import numpy as np

from tollbook.charts.palette import SOFT
from tollbook.charts.sheet import SMALL, Sheet, measure

Box = tuple[float, float, float, float]
AROUND = ((1, 0), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1), (0, -1), (0, 1))  # right, left, above, below; y runs downwards
FAR = (14, 24, 36, 50, 66, 84, 104, 126)


class Room:
    """The free room on the paper, point by point: its cost grows with the sheet, not with the number of claims.

    Text goes where nothing is; the line from a label to its mark may cross other lines, but no mark and no text.
    """

    def __init__(self, width: float, height: float):
        self.taken, self.solid = (np.zeros((ceil(height) + 1, ceil(width) + 1), dtype=bool) for _ in range(2))
        self.bands: list[Box] = []  # what has labels of its own

    def is_free(self, box: Box) -> bool:
        return not self.taken[self._cells(box)].any()

    def is_passable(self, box: Box) -> bool:
        return not self.solid[self._cells(box)].any()

    def covered(self, box: Box) -> int:
        """Count the points of a box that are taken."""
        return int(self.taken[self._cells(box)].sum())

    def take(self, box: Box, is_line: bool = False) -> None:
        self.taken[self._cells(box)] = True
        if not is_line:
            self.solid[self._cells(box)] = True

    def band(self, label: Label) -> Box | None:
        """Give the band that a label's mark is on."""
        return next((band for band in self.bands if band[1] <= label.y <= band[3]), None)

    def allows(self, label: Label, box: Box) -> bool:
        """Tell whether a text is at the height of the band that its mark is on, or else of none."""
        own = self.band(label)
        return all(box[1] >= band[1] and box[3] <= band[3] if band is own else box[3] <= band[1] or box[1] >= band[3]
                   for band in self.bands)

    @staticmethod
    def _cells(box: Box) -> tuple[slice, slice]:
        left, top, right, bottom = box
        return slice(max(0, floor(top)), max(0, ceil(bottom))), slice(max(0, floor(left)), max(0, ceil(right)))


@dataclass(frozen=True)
class Label:
    """What could be written beside a mark at (x, y): the first wording that fits is. `is_needed` allows a place far off."""

    x: float
    y: float
    wordings: tuple[str, ...]
    ink: str
    is_needed: bool = False
    is_on_white: bool = True


@dataclass(frozen=True)
class Placed:
    """A label in its place."""

    label: Label
    text: str
    box: Box
    is_far: bool

    def leader(self) -> tuple[np.ndarray, np.ndarray]:
        """Give the ends of the line from the mark to the nearest edge of the text."""
        left, top, right, bottom = self.box
        mark = np.array([self.label.x, self.label.y])
        end = np.clip(mark, [left, top + 2], [right, bottom - 2])
        way = end - mark
        return mark + way * min(1, 5.5 / max(hypot(*way), 1e-9)), end

    def passes(self) -> Iterator[Box]:
        """Give boxes along the line to the mark."""
        if self.is_far:
            start, end = self.leader()
            for x, y in np.linspace(start, end, max(3, int(hypot(*(end - start)) / 2)))[1:-1]:
                yield x - 0.5, y - 0.5, x + 0.5, y + 0.5


def place(labels: list[Label], room: Room, frame: Box, most: int) -> list[Placed]:
    """Find a place for each label in turn where nothing is; at most `most` of them, and none where there is no room."""
    placed: list[Placed] = []
    for label in labels:
        if len(placed) == most:
            break
        found = next((spot for spot in _spots(label, room.band(label)) if _is_inside(spot.box, frame) and room.allows(label, spot.box)
                      and room.is_free(spot.box) and all(map(room.is_passable, spot.passes()))), None)
        if found:
            placed.append(found)
            room.take(found.box)
            for box in found.passes():
                room.take(box, is_line=True)
    return placed


def write(sheet: Sheet, placed: list[Placed]) -> None:
    """Write the labels on a white ground over the grid, and a thin line from each that stands off to its mark."""
    for one in placed:
        if one.is_far:
            (x0, y0), (x1, y1) = one.leader()
            sheet.rule((x0, x1), (y0, y1), color=SOFT, lw=0.5, zorder=1, gid="leader")
        left, top, right, bottom = one.box
        if one.label.is_on_white:
            sheet.paper.fill_between((left, right), top, bottom, color="white", lw=0, zorder=0.5, gid="ground")
        sheet.write(left + 1, (top + bottom) / 2, one.text, size=SMALL, color=one.label.ink, gid="label")


def _spots(label: Label, band: Box | None) -> Iterator[Placed]:
    """Yield the places of a label: the nearest first, and at each distance every wording; on a band also those along it."""
    for distance in (0, *(FAR if label.is_needed else ())):
        for text, (right, down) in product(label.wordings, AROUND):
            width, height = measure(text, SMALL)
            x = label.x + right * (7 + 0.7 * distance)
            y = label.y + down * (distance + (7 if right else 7 + height / 2))
            left = x - width * (1 - right) / 2
            yield Placed(label, text, (left - 1, y - height / 2, left + width + 1, y + height / 2), distance > 0)
        if band and not distance:
            yield from _spots_along(label, band)


def _spots_along(label: Label, band: Box) -> Iterator[Placed]:
    """Yield the places right above and below a mark, with the text moved aside as far as the band's end demands."""
    for text, down in product(label.wordings, (-1, 1)):
        width, height = measure(text, SMALL)
        left = max(min(label.x - width / 2, band[2] - width - 1), band[0] + 1)
        y = label.y + down * (5 + height / 2)
        yield Placed(label, text, (left - 1, y - height / 2, left + width + 1, y + height / 2), is_far=False)


def _is_inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
