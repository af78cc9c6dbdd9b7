"""The logarithmic axis of people across a sheet: where a number stands, which are named, and how limits on a line are drawn.

A logarithmic axis has no zero: a chart with a figure of 0 has a strip for it beside the axis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from tollbook.charts.palette import BAND, RULE, SOFT
from tollbook.charts.plane import ARROW, HALF, HEAD, TICKS
from tollbook.charts.sheet import SMALL, Sheet, measure

HEAD_ROOM = 34  # points: above the rows, for the name of the axis and its numbers
ZERO = 14  # points: the strip for a number of 0
LEFT = 8  # points: before the least number
LEAST_DECADES = 0.7


@dataclass(frozen=True)
class Scale:
    """The axis, from `left` to `right` in points; `zero` is where a strip for 0 has its middle, if there is one."""

    left: float
    right: float
    first: float
    decade: float
    zero: float | None = None

    @property
    def limits(self) -> tuple[float, float]:
        return 10 ** self.first, 10 ** (self.first + (self.right - self.left) / self.decade)

    def at(self, number: float) -> float:
        """Give the point where a number stands."""
        return self.left + (np.log10(number) - self.first) * self.decade if number else self.zero


def fit(numbers: np.ndarray, left: float, right: float, after: float) -> Scale:
    """Choose the axis so that every number is on it, with so many points after the greatest; a strip for 0 where there is one."""
    has_zero, seen = bool((numbers == 0).any()), numbers[numbers > 0]
    first, last = np.log10([seen.min(), seen.max()]) if len(seen) else (0, 0)
    air = max(0, LEAST_DECADES - last + first) / 2
    start = left + (ZERO + 4) * has_zero
    decade = (right - start - LEFT - after) / (last - first + 2 * air)
    return Scale(start, right, first - air - LEFT / decade, decade, left + ZERO / 2 if has_zero else None)


def draw(sheet: Sheet, scale: Scale, name: str, bottom: float, lanes: list[tuple[float, float]]) -> Axes:
    """Lay the axis over all rows, with its name and numbers above, and lines from them over some heights."""
    sheet.write(0, 7, f"{name}; logarithmic scale", size=SMALL, color=SOFT)
    axes = sheet.panel(scale.left, HEAD_ROOM, scale.right - scale.left, bottom - HEAD_ROOM)
    axes.set(xscale="log", xlim=scale.limits, ylim=(bottom, HEAD_ROOM), autoscale_on=False)
    named = {tick: scale.at(tick) for tick in ticks(scale)} | ({0: scale.zero} if scale.zero else {})
    for number, x in named.items():
        sheet.write(x, HEAD_ROOM - 5, f"{number:,}", size=SMALL, color=SOFT, ha="center", va="baseline")
    grid(axes, [number for number in named if number], lanes)
    if scale.zero:
        strip(sheet, scale.zero, ZERO, lanes)
    return axes


def grid(axes: Axes, numbers: list[float], lanes: list[tuple[float, float]], **how) -> None:
    """Draw lines down from numbers, over some heights."""
    lines = [[(number, start), (number, end)] for number in numbers for start, end in lanes]
    axes.add_collection(LineCollection(lines, zorder=1, **{"color": RULE, "lw": 0.6, "gid": "grid"} | how), autolim=False)


def strip(sheet: Sheet, middle: float, width: float, lanes: list[tuple[float, float]]) -> None:
    """Draw the strip of what has no place on the axis, over some heights."""
    for start, end in lanes:
        sheet.paper.fill_between((middle - width / 2, middle + width / 2), start, end, color=BAND, lw=0, zorder=0, gid="strip")


def ticks(scale: Scale) -> list[int]:
    """Choose the numbers to name: as many as there is room for; over many decades every second or third one."""
    first, last = scale.limits
    for choice in [*TICKS, TICKS[-1][::2], TICKS[-1][::3]]:
        halves = {int(tick): measure(f"{tick:,}", SMALL)[0] / 2 for tick in choice if first <= tick <= last}
        shown = [tick for tick, half in halves.items() if scale.at(tick) >= half]
        needed = 2 * max(halves.values(), default=0) + 8
        if len(shown) > 1 and min(np.diff([scale.at(tick) for tick in shown])) >= needed:
            break
    return shown


def arrow_from(sheet: Sheet, mark: float, y: float, way: int, ink: str, gid: str) -> None:
    """Draw an arrow from a mark to the right (`way` 1) or to the left (-1): no limit on that side."""
    arrow(sheet, mark + way * (HALF - 1), mark + way * (HALF + ARROW), y, ink, gid)


def arrow(sheet: Sheet, start: float, tip: float, y: float, ink: str, gid: str) -> float:
    """Draw an arrow, and give where it ends."""
    barb = tip - np.copysign(HEAD, tip - start)
    sheet.rule((start, tip), (y, y), color=ink, lw=1.1, zorder=4, gid=gid)
    sheet.rule((barb, tip, barb), (y - HEAD, y, y + HEAD), color=ink, lw=1.1, zorder=4, gid=f"{gid}-head")
    return tip


def reach(sheet: Sheet, start: float, end: float, y: float, ink: str) -> None:
    """Draw a line from a mark to a limit, with a bar at the limit."""
    sheet.rule((start, end), (y, y), color=ink, lw=1.4, zorder=4, gid="ranges")
    sheet.rule((end, end), (y - HALF, y + HALF), color=ink, lw=1.4, zorder=4, gid="range-caps")
