"""The sheet a chart is drawn on: a figure measured in points from its upper left corner, with panels and text laid on it.

Text is measured before it is set, so that labels can be placed where nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from tollbook.charts.palette import INK, MARKS, SIZES, SOFT
from tollbook.words import plain

POINTS = 72  # to the inch; at this resolution matplotlib's pixels are points
NARROW = 400  # points: a sheet below this width is for a phone
SMALL, TEXT = 8, 9
MARK = 36  # area of a disc, in square points


@dataclass(frozen=True)
class Sheet:
    """A figure and the paper over all of it: axes whose unit is the point, from the upper left corner."""

    figure: Figure
    paper: Axes
    width: float
    height: float

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Lay axes on the sheet. They draw nothing of their own: frames, grids and names are set one by one."""
        box = [left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height]
        axes = self.figure.add_axes(box, zorder=1, facecolor="none")
        axes.set_axis_off()
        return axes

    def write(self, x: float, y: float, text: str, **how) -> None:
        """Set text on the paper; `y` is the middle of its height unless `va` says otherwise."""
        self.paper.text(x, y, text, **{"size": TEXT, "va": "center", "color": INK, "linespacing": 1.15} | how)

    def rule(self, x: tuple[float, float], y: tuple[float, float], **how) -> None:
        """Draw a line on the paper."""
        self.paper.plot(x, y, **{"color": SOFT, "lw": 0.7, "solid_capstyle": "butt"} | how)

    def marks(self, source_type: str, x, y, area: float = MARK) -> None:
        """Set marks of a source type on the paper."""
        scatter(self.paper, source_type, x, y, area)

    def on_paper(self, axes: Axes, points: np.ndarray) -> np.ndarray:
        """Turn points of a panel (one a row) into places on the paper."""
        return axes.transData.transform(points) * [1, -1] + [0, self.height]


def new(width: float, height: float) -> Sheet:
    """Take an empty sheet."""
    figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS, facecolor="white")
    paper = figure.add_axes([0, 0, 1, 1], zorder=2, facecolor="none")
    paper.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    paper.set_axis_off()
    return Sheet(figure, paper, width, height)


def scatter(axes: Axes, source_type: str, x, y, area: float = MARK) -> None:
    """Set marks in the shape and colours of a source type."""
    mark = MARKS[source_type]
    axes.scatter(x, y, s=area * SIZES.get(mark.marker, 1), marker=mark.marker, facecolor=mark.fill, edgecolor=mark.ink, linewidth=1,
                 zorder=5, clip_on=False, gid=f"marks-{source_type}")


@lru_cache(maxsize=4096)
def _advance(character: str, size: float, bold: bool) -> float:
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    return text_to_path.get_text_width_height_descent(character, font, False)[0]


def measure(text: str, size: float, bold: bool = False) -> tuple[float, float]:
    """Give width and height of a text in points; its lines are those it has. Kerning, which only narrows a text, is left out."""
    lines = text.split("\n")
    return max(sum(_advance(character, size, bold) for character in line) for line in lines), 1.2 * size * len(lines)


def wrap(text: str, width: float, size: float, bold: bool = False) -> str:
    """Break a text between words so that each line fits a width; a word that is wider stands alone."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and measure(longer, size, bold)[0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def balance(text: str, width: float, size: float) -> str:
    """Break a text like `wrap`, into lines of nearly one length."""
    wrapped = wrap(text, width, size)
    while (closer := wrap(text, measure(wrapped, size)[0] - 0.5, size)).count("\n") == wrapped.count("\n") and closer != wrapped:
        wrapped = closer
    return wrapped


def key(sheet: Sheet, source_types: list[str]) -> None:
    """Set a key of source types in rows at the top of the sheet."""
    for source_type, x, y in _key_places(source_types, sheet.width):
        sheet.marks(source_type, [x + 4], [y], area=30)
        sheet.write(x + 11, y, plain(source_type), size=SMALL, color=MARKS[source_type].ink)


def key_height(source_types: list[str], width: float) -> float:
    """Give the points that the key takes."""
    return max(y for _, _, y in _key_places(source_types, width)) + 8


def _key_places(source_types: list[str], width: float) -> list[tuple[str, float, float]]:
    places, x, y = [], 0.0, 7.0
    for source_type in source_types:
        needed = 11 + measure(plain(source_type), SMALL)[0]
        if x and x + needed > width:
            x, y = 0.0, y + 14
        places.append((source_type, x, y))
        x += needed + 14
    return places
