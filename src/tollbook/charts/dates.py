"""Days on an axis: which are shown, where each stands, and which are named.

The days shown are those that claims cover. A claim that leaves its first day open belongs to every day before its last: where that last
day lies far behind all others, it stands in a slot of its own behind the axis, under its date, and does not stretch the axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

ZERO = date(1970, 1, 1)
# steps between named days, and the points that a name needs across and downwards
STEPS = (("day", 1, 34, 15), ("day", 2, 34, 15), ("day", 7, 34, 15), ("half", 1, 34, 22), ("month", 1, 28, 22), ("month", 2, 28, 22),
         ("month", 3, 28, 22), ("month", 6, 28, 22), ("month", 12, 28, 22))
SLOT = (44, 26)  # points across and downwards
MOST_SLOTS = 3


@dataclass(frozen=True)
class DayAxis:
    """The days from `first` to `last`, and behind them the `later` ones in slots, `slot` days wide each."""

    first: float
    last: float
    later: tuple[float, ...]
    slot: float
    points: float
    is_across: bool

    @property
    def end(self) -> float:
        return self.last + self.slot * len(self.later)

    @property
    def point(self) -> float:
        """The days that a point of the sheet stands for."""
        return (self.end - self.first) / self.points

    def place(self, days: pd.Series) -> np.ndarray:
        """Give the places of days on the axis."""
        slots = self.last + self.slot * (np.searchsorted(self.later, days) + 0.5)
        return np.where(days.isin(self.later), slots, days).astype("float64")

    def ticks(self) -> tuple[list[float], list[str]]:
        """Name as many days as there is room for, with the year where it begins to hold, and each slot by its day."""
        points = (self.last - self.first) / self.point
        for unit, every, across, down in STEPS:
            days = _days(_day(np.ceil(self.first)), _day(np.floor(self.last)), unit, every)
            if len(days) * (across if self.is_across else down) <= points:
                break
        slots = pd.Series(self.later, dtype="float64")
        years = [None, *(day.year for day in days)]
        names = [_name(day, year != day.year, unit, self.is_across) for day, year in zip(days, years, strict=False)]
        return ([*((day - ZERO).days for day in days), *self.place(slots)],
                [*names, *(_name(_day(day), False, "day", self.is_across) for day in self.later)])


def number(days: pd.Series) -> pd.Series:
    """Turn ISO days into day numbers; missing is NaN."""
    return (pd.to_datetime(days) - pd.Timestamp(ZERO)).dt.days.astype("float64")


def axis(claims: pd.DataFrame, points: float, is_across: bool) -> DayAxis:
    """Choose the days to show: those of all claims with a first day, a week at least; later ones get slots."""
    dated = claims[claims["start"].notna()]
    later = () if dated.empty else tuple(sorted(set(claims.loc[claims["end"] > dated["end"].max() + 7, "end"])))
    if len(later) > MOST_SLOTS:
        later = ()
    shown = claims[~claims["end"].isin(later)]
    first, last = np.nanmin([shown["start"].min(), shown["end"].min()]), shown["end"].max()
    air = max((last - first) * 0.03, (8 - (last - first)) / 2)
    first, last = first - air, last + air
    slots = SLOT[not is_across] * len(later)
    return DayAxis(first, last, later, SLOT[not is_across] * (last - first) / (points - slots), points, is_across)


def _day(number: float) -> date:
    return ZERO + timedelta(int(number))


def _days(first: date, last: date, unit: str, every: int) -> list[date]:
    """List the days of a step from the first to the last."""
    whole = [first + timedelta(at) for at in range((last - first).days + 1)]
    if unit == "day":
        return whole[::every]
    if unit == "half":
        return [day for day in whole if day.day in (1, 15)]
    return [day for day in whole if day.day == 1 and (day.month - 1) % every == 0]


def _name(day: date, has_year: bool, unit: str, is_across: bool) -> str:
    name = f"{day:%b}" if unit == "month" else f"{day.day} {day:%b}"
    return name + (("\n" if is_across else " ") + str(day.year) if has_year else "")
