"""Claims on a plane of days and people: a mark at the least number and the last day, with its bounds and the days it covers.

People stand on a logarithmic axis, which has no zero: claims without a least number above 0 stand on a strip of their own. On a wide
sheet days run to the right and people upwards; on a narrow one days run downwards and people to the right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from tollbook.charts import dates
from tollbook.charts import sheet as paper
from tollbook.charts.dates import DayAxis
from tollbook.charts.labels import Box, Room
from tollbook.charts.palette import BAND, MARKS, RULE, SOFT
from tollbook.charts.sheet import SMALL, Sheet, measure
from tollbook.words import listed

ARROW, STUB, HEAD, HALF = 10, 20, 2.4, 4  # points: an open end above, an open first day, an arrow's head, half a mark
SHIFTS = (0, 3, -3, 6, -6)  # points a mark may stand aside from one it would cover
LINE, STRIP_GAP = 14, 6  # points: a line of the strip, and what keeps it apart from the numbers
ROOMY, ABOVE_LINES = 22, 14  # points: a line of the strip with room beside its marks for two lines of words, and for more above them
STRIPS = {
    "no number": "an outcome without any number",
    "may be none": "a wording that allows none at all",
    "none": "a wording that the rule set reads as none",
    "left blank": "a wording that the rule set leaves blank",
}
RANGED = ("", "may be none")  # claims whose greatest number stands on the axis
LEAST_DECADES = 0.5
TICKS = [np.unique([digit * 10 ** power // 10 for power in range(10) for digit in digits])
         for digits in ((10, 12, 15, 20, 25, 30, 40, 50, 60, 80), (10, 15, 20, 30, 50, 70), (10, 20, 50), (10, 30), (10,))]


@dataclass(frozen=True)
class Plane:
    """The axes of the numbers, those of the strip where there is one, the strip's lines and the days.

    `line` is the points that a line of the strip takes, and `spare` what the strip has above them for the words to its marks.
    """

    axes: Axes
    strip: Axes | None
    lines: tuple[str, ...]
    days: DayAxis
    line: float
    spare: float

    @property
    def is_upright(self) -> bool:
        """Whether people run upwards, and days across."""
        return self.days.is_across

    def points(self, days, people) -> np.ndarray:
        """Put days and people in the order of the axes."""
        return np.column_stack([days, people] if self.is_upright else [people, days])


def ready(claims: pd.DataFrame) -> pd.DataFrame:
    """Add to each claim its days and bounds as floats (missing is NaN) and the line of the strip it stands on, or ""."""
    low, high = (claims[name].astype("Float64").to_numpy(dtype="float64", na_value=np.nan) for name in ("low", "high"))
    strip = np.select([claims["qualifier"] == "unquantified", np.isnan(low), high == 0, low == 0],
                      ["no number", "left blank", "none", "may be none"], "")
    return claims.assign(start=dates.number(claims["date_start"]), end=dates.number(claims["date_end"]), low=low, high=high,
                         strip=strip)


def wholes(claims: pd.DataFrame) -> pd.DataFrame:
    """Keep the claims that are part of no other claim of the selection, so that nobody stands there twice."""
    return claims[~claims["part_of"].isin(claims["claim_id"])]


def strip_lines(claims: pd.DataFrame) -> tuple[str, ...]:
    """Name the lines of the strip that claims stand on."""
    return tuple(name for name in STRIPS if (claims["strip"] == name).any())


def depth(claims: pd.DataFrame, is_roomy: bool = True) -> float:
    """Give the points that the strip takes; where it is roomy, with the words to each of its marks on it."""
    line, spare = _strip_room(claims, is_roomy)
    lines = len(strip_lines(claims))
    return line * lines + spare + STRIP_GAP if lines else 0


def _strip_room(claims: pd.DataFrame, is_roomy: bool) -> tuple[float, float]:
    """Give the points of a line of the strip, and those above all lines: for words above a mark, and for those of more marks on a line."""
    if not is_roomy:
        return LINE, 0
    return ROOMY, ABOVE_LINES + ROOMY * (int((claims["strip"] != "").sum()) - len(strip_lines(claims)))


def reach(claims: pd.DataFrame, least: float = 110, most: float = 270) -> float:
    """Give the points that the axis of people needs, by the decades it spans; almost none where there is no number."""
    seen = numbers(claims)
    return float(np.clip(85 * np.log10(seen.max() / seen.min()) + 30, least, most)) if len(seen) else 4


def numbers(claims: pd.DataFrame) -> np.ndarray:
    """List the ends of the bounds that stand on the axis of people."""
    ends = np.concatenate([claims.loc[claims["strip"] == "", "low"], claims.loc[claims["strip"].isin(RANGED), "high"]])
    return ends[ends > 0]


def reading(drawn: pd.DataFrame) -> list[str]:
    """Say how to read the marks that are there."""
    on_strip, spans = drawn["strip"] != "", drawn[drawn["start"] < drawn["end"]]
    sentences = {
        "A mark is one claim: the least number its wording allows, on the last day it covers.": True,
        "An arrow: no upper limit is stated.": (drawn["high"].isna() & ~on_strip).any(),
        "A line with a bar: the range that the wording allows.": ((drawn["high"] > drawn["low"]) & drawn["strip"].isin(RANGED)).any(),
        "A line back in time: the days covered.": len(spans) > 0,
        "It is broken where the first day is taken from another sentence.": (spans["date_precision"] == "start_inferred").any(),
        "A dotted arrow back in time: the first day is not stated.": drawn["start"].isna().any(),
        f"On the grey strip: {listed(STRIPS[name] for name in strip_lines(drawn))}.": on_strip.any(),
    }
    return [sentence for sentence, holds in sentences.items() if holds]


def new(sheet: Sheet, box: Box, claims: pd.DataFrame, days: DayAxis, is_roomy: bool = True) -> Plane:
    """Lay a plane into (left, top, width, height), with the strip below the numbers, or to their left, and both axes named.

    On a roomy strip, which has the days across, the labels of its marks stand, and no others.
    """
    left, top, width, height = box
    aside = depth(claims, is_roomy)
    if days.is_across:
        boxes = (left, top, width, height - aside), (left, top + height - aside + STRIP_GAP, width, aside - STRIP_GAP)
    else:
        boxes = (left + aside, top, width - aside, height), (left, top, aside - STRIP_GAP, height)
    plane = Plane(sheet.panel(*boxes[0]), sheet.panel(*boxes[1]) if aside else None, strip_lines(claims), days,
                  *_strip_room(claims, is_roomy))
    _scale_days(sheet, plane, boxes[0], boxes[1 if aside else 0])
    _scale_people(sheet, plane, boxes[0], numbers(claims))
    if aside:
        _scale_strip(sheet, plane, boxes[1])
    return plane


def draw(sheet: Sheet, plane: Plane, claims: pd.DataFrame, room: Room) -> pd.DataFrame:
    """Draw the claims, take their room, and give them back with the place of each mark on the paper (`x`, `y`)."""
    if plane.strip and plane.spare:
        (left, bottom), (right, top) = sheet.on_paper(plane.strip, np.column_stack([plane.strip.get_xlim(), plane.strip.get_ylim()]))
        room.bands.append((left, top, right, bottom))
    on_strip = claims["strip"] != ""
    rows, parts = claims[on_strip], [_draw_marks(sheet, plane, claims[~on_strip], plane.axes, claims.loc[~on_strip, "low"], room)]
    if len(rows):
        parts.append(_draw_marks(sheet, plane, rows, plane.strip, rows["strip"].map(plane.lines.index) + 0.5, room))
    drawn = pd.concat(parts)
    _draw_spans(sheet, plane, drawn, room)
    _draw_open_ends(sheet, plane, drawn, room)
    return drawn


def _scale_days(sheet: Sheet, plane: Plane, box: Box, lowest: Box) -> None:
    """Set the same days on the numbers and on the strip; they are named once, below or to the left."""
    ticks, names = plane.days.ticks()
    limits = (plane.days.first, plane.days.end)
    for axes in filter(None, (plane.axes, plane.strip)):
        (axes.set_xlim if plane.is_upright else axes.set_ylim)(*(limits if plane.is_upright else limits[::-1]))
        _grid(axes, ticks, is_upright=plane.is_upright)
        if plane.days.later:
            _grid(axes, [plane.days.last], is_upright=plane.is_upright, gid="break", color=SOFT, lw=0.9, ls=(0, (1, 2)))
    start, points = (box[0], box[2]) if plane.is_upright else (box[1], box[3])
    for place, name in zip(start + (np.array(ticks) - limits[0]) / (limits[1] - limits[0]) * points, names, strict=True):
        if plane.is_upright:
            sheet.write(place, lowest[1] + lowest[3] + 4, name, size=SMALL, color=SOFT, ha="center", va="top")
        else:
            sheet.write(lowest[0] - 5, place, name, size=SMALL, color=SOFT, ha="right")


def _scale_people(sheet: Sheet, plane: Plane, box: Box, seen: np.ndarray) -> None:
    """Set the logarithmic axis so that every mark, and the arrow of the highest, is inside."""
    if not len(seen):
        return
    points = box[3] if plane.is_upright else box[2]
    first, last = np.log10(seen.min()), np.log10(seen.max())
    if last - first < LEAST_DECADES:
        first, last = first - (LEAST_DECADES - last + first) / 2, last + (LEAST_DECADES - last + first) / 2
    decade = (points - 30) / (last - first)
    first, last = first - 10 / decade, last + 20 / decade
    axes, is_upright = plane.axes, plane.is_upright
    (axes.set_yscale if is_upright else axes.set_xscale)("log")
    (axes.set_ylim if is_upright else axes.set_xlim)(10 ** first, 10 ** last)
    ticks = _people_ticks(first, last, decade, is_upright)
    _grid(axes, ticks, is_upright=not is_upright)
    for tick in ticks:
        along = (np.log10(tick) - first) * decade
        if is_upright:
            sheet.write(box[0] - 5, box[1] + box[3] - along, f"{tick:,}", size=SMALL, color=SOFT, ha="right")
        else:
            sheet.write(box[0] + along, box[1] - 9, f"{tick:,}", size=SMALL, color=SOFT, ha="center")


def _people_ticks(first: float, last: float, decade: float, is_upright: bool) -> np.ndarray:
    """Choose the numbers to name: as many as there is room for."""
    def fitting(ticks: np.ndarray) -> np.ndarray:
        return ticks[(np.log10(ticks) >= first) & (np.log10(ticks) <= last)]

    choices = [found for found in map(fitting, TICKS) if len(found) > 1] or [fitting(TICKS[-1])]
    for ticks in choices:
        apart = np.diff(np.log10(ticks)) * decade
        needed = 14 if is_upright else max(measure(f"{tick:,}", SMALL)[0] for tick in ticks) + 8
        if (apart >= needed).all() and len(ticks) > 2:
            return ticks
    return choices[0]


def _scale_strip(sheet: Sheet, plane: Plane, box: Box) -> None:
    """Name the lines of the strip, which is a band of its own colour."""
    left, top, width, height = box
    count = len(plane.lines)
    limits = (count, -plane.spare / plane.line)
    (plane.strip.set_ylim if plane.is_upright else plane.strip.set_xlim)(*(limits if plane.is_upright else limits[::-1]))
    plane.strip.fill_between((0, 1), 0, 1, transform=plane.strip.transAxes, color=BAND, lw=0, zorder=0, gid="strip")
    for at, name in enumerate(plane.lines):
        if plane.is_upright:
            sheet.write(left - 5, top + plane.spare + (at + 0.5) * plane.line, name, size=SMALL, color=SOFT, ha="right")
        else:
            sheet.write(left + (at + 1) * plane.line, top - 9 - 11 * (count - at - 1), name, size=SMALL, color=SOFT, ha="right")


def _grid(axes: Axes, ticks, is_upright: bool, **how) -> None:
    """Draw lines across the axes: at days where they run across, else at numbers of people."""
    span = (0, 1)
    lines = [[(tick, end) if is_upright else (end, tick) for end in span] for tick in ticks]
    transform = axes.get_xaxis_transform() if is_upright else axes.get_yaxis_transform()
    axes.add_collection(LineCollection(lines, transform=transform, **{"color": RULE, "lw": 0.6, "zorder": 1, "gid": "grid"} | how),
                        autolim=False)


def _draw_marks(sheet: Sheet, plane: Plane, claims: pd.DataFrame, axes: Axes, people: pd.Series, room: Room) -> pd.DataFrame:
    """Set the marks, each aside from one it would cover, and give the claims with their places and the day (`at`) they stand on."""
    days = plane.days.place(claims["end"])
    places = sheet.on_paper(axes, plane.points(days, people))
    is_open = (claims["high"].isna() & (claims["strip"] == "")).to_numpy()
    aside = np.array([1, 0] if plane.is_upright else [0, 1])
    for at in np.lexsort((people, days)):
        shift = min(SHIFTS, key=lambda shift, at=at: _cost(room, places[at], shift * aside, is_open[at], plane.is_upright))
        places[at] += shift * aside
        days[at] += shift * plane.days.point
        for box, is_line in zip(_mark_boxes(places[at], is_open[at], plane.is_upright), (False, True), strict=False):
            room.take(box, is_line)
    for source_type in claims["source_type"].unique():
        of_type = (claims["source_type"] == source_type).to_numpy()
        paper.scatter(axes, source_type, *plane.points(days, people)[of_type].T)
    return claims.assign(x=places[:, 0], y=places[:, 1], at=days)


def _cost(room: Room, place: np.ndarray, shift: np.ndarray, is_open: bool, is_upright: bool) -> float:
    """Weigh what a mark would cover when it stands aside against how far aside that is."""
    return sum(map(room.covered, _mark_boxes(place + shift, is_open, is_upright))) + 4 * float(np.abs(shift).sum())


def _mark_boxes(place: np.ndarray, is_open: bool, is_upright: bool) -> list[Box]:
    """Give the boxes of a mark and of its arrow."""
    x, y = place
    arrow = (x - 2, y - HALF - ARROW, x + 2, y - HALF) if is_upright else (x + HALF, y - 2, x + HALF + ARROW, y + 2)
    return [(x - HALF, y - HALF, x + HALF, y + HALF), *([arrow] if is_open else [])]


def _draw_spans(sheet: Sheet, plane: Plane, drawn: pd.DataFrame, room: Room) -> None:
    """Draw the days a claim covers, thin and broken where the first day is inferred, and the range between two closed bounds."""
    spans = drawn[drawn["start"] < drawn["end"]]
    for inferred, rows in spans.groupby(spans["date_precision"] == "start_inferred"):
        for on_strip, some in rows.groupby(rows["strip"] != ""):
            axes = plane.strip if on_strip else plane.axes
            people = some["strip"].map(plane.lines.index) + 0.5 if on_strip else some["low"]
            ends = [plane.points(some[day], people) for day in ("start", "at")]
            _segments(axes, ends, some, gid="spans", lw=0.9 if inferred else 1.8, ls=(0, (4, 2)) if inferred else "-")
            _take(room, *(sheet.on_paper(axes, end) for end in ends))
    ranged = drawn[(drawn["high"] > drawn["low"]) & drawn["strip"].isin(RANGED)]
    if len(ranged):
        bottom = plane.axes.get_ylim()[0] if plane.is_upright else plane.axes.get_xlim()[0]
        ends = [plane.points(ranged["at"], ranged["low"].where(ranged["low"] > 0, bottom)), plane.points(ranged["at"], ranged["high"])]
        _segments(plane.axes, ends, ranged, gid="ranges", lw=1.4)
        tops = sheet.on_paper(plane.axes, ends[1])
        across = np.array([HALF, 0] if plane.is_upright else [0, HALF])
        _segments(sheet.paper, [tops - across, tops + across], ranged, gid="range-caps", lw=1.4)
        _take(room, sheet.on_paper(plane.axes, ends[0]), tops)


def _draw_open_ends(sheet: Sheet, plane: Plane, drawn: pd.DataFrame, room: Room) -> None:
    """Draw an arrow where a claim has no upper limit, and a broken one back in time where its first day is not stated."""
    more, back = (np.array(way) for way in (((0, -1), (-1, 0)) if plane.is_upright else ((1, 0), (0, -1))))
    for gid, rows, way, points, how in (
            ("open-above", drawn[drawn["high"].isna() & (drawn["strip"] == "")], more, ARROW, {"lw": 1.1}),
            ("open-start", drawn[drawn["start"].isna()], back, STUB, {"lw": 1.1, "ls": (0, (1.5, 1.5))})):
        if len(rows):
            marks = rows[["x", "y"]].to_numpy()
            tips = marks + (HALF + points) * way
            _segments(sheet.paper, [marks + (HALF - 1) * way, tips], rows, gid=gid, **how)
            sides = np.array([way[1], way[0]]) * HEAD
            _segments(sheet.paper, [tips - HEAD * way + sides, tips, tips - HEAD * way - sides], rows, gid=f"{gid}-heads", lw=1.1)
            _take(room, marks, tips)


def _segments(axes: Axes, corners: list[np.ndarray], rows: pd.DataFrame, **how) -> None:
    """Draw one line a claim through its corners, in the ink of its source type."""
    inks = [MARKS[source_type].ink for source_type in rows["source_type"]]
    axes.add_collection(LineCollection(np.stack(corners, axis=1), colors=inks, zorder=4, capstyle="butt", clip_on=False, **how),
                        autolim=False)


def _take(room: Room, starts: np.ndarray, ends: np.ndarray) -> None:
    """Take the room of straight lines along the axes."""
    for box in np.hstack([np.minimum(starts, ends) - 1, np.maximum(starts, ends) + 1]):
        room.take(tuple(box), is_line=True)
