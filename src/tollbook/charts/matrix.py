"""A matrix of counts: a number where there are claims, a dot where there is none, and a row of dots is a silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from tollbook.charts import sheet as paper
from tollbook.charts.palette import FAINT, INK, SOFT, TINT
from tollbook.charts.sheet import SMALL, TEXT, Sheet, measure
from tollbook.words import plain

TOTAL, ALL = "all", "all sources"
TINTS = sns.light_palette(TINT, as_cmap=True)  # light enough for dark numbers
GAP = 8  # points between the cells and their totals
LEAST = 32  # points for a column, or the names of the rows leave the side
TILT = np.radians(38)


@dataclass(frozen=True)
class Grid:
    """Where the cells stand, in points: left edges of the columns, tops of the rows, and where a row's name stands."""

    lefts: np.ndarray
    tops: np.ndarray
    pitch: float
    row: float
    name_up: float
    is_tilted: bool

    @property
    def middles(self) -> np.ndarray:
        return self.lefts + self.pitch / 2

    @property
    def lines(self) -> np.ndarray:
        return self.tops + self.row / 2


def paint(width: float, counts: pd.DataFrame, apart: str | None = None) -> Figure:
    """Draw counts of claims: a row a source type, a column a code, a last column and row with their totals.

    `apart` is a column that belongs to no total: it stands behind them.
    """
    shown = with_totals(counts, apart)
    grid = _grid(width, shown, len(counts))
    sheet = paper.new(width, grid.tops[-1] + grid.row + 4)
    _name_columns(sheet, shown, grid)
    _name_rows(sheet, counts, grid)
    scale = PowerNorm(0.6, 0, max(1, counts.to_numpy().max()) * 1.1)
    _tiles(sheet, counts.drop(columns=apart or []), grid, grid.lefts[0], scale)
    if apart:
        _tiles(sheet, counts[[apart]], grid, grid.lefts[-1], scale)
    _totals(sheet, shown, grid)
    return sheet.figure


def with_totals(counts: pd.DataFrame, apart: str | None) -> pd.DataFrame:
    """Add a column and a row of totals; the column that stands apart comes last."""
    rows = counts.drop(columns=apart or [])
    rows = rows.assign(**{TOTAL: rows.sum(axis=1)}).join(counts[[apart]] if apart else counts[[]])
    return pd.concat([rows, rows.sum().rename(ALL).to_frame().T])


def _grid(width: float, shown: pd.DataFrame, rows: int) -> Grid:
    """Lay out the cells; where they would be too narrow, a row's name stands above its cells, which then have the whole width."""
    columns, beside = np.arange(len(shown.columns)), 24 + max(measure(plain(name), TEXT)[0] for name in shown.index)
    is_stacked = (width - beside) / len(columns) < LEAST
    left = 0 if is_stacked else beside
    pitch = min((width - left - 2 * GAP) / (len(columns) + 0.7), 60)
    names = [plain(name) for name in shown.columns]
    is_tilted = any(measure(name, SMALL)[0] + 6 > pitch for name in names)
    head = 14 + (6 + np.sin(TILT) * max(measure(name, SMALL)[0] for name in names)) * is_tilted
    lefts = left + pitch * columns + GAP * (columns - list(shown.columns).index(TOTAL) + 1).clip(0)
    row, step = (15, 30) if is_stacked else (21, 21)
    tops = head + (step - row) + step * np.arange(len(shown)) + GAP * (np.arange(len(shown)) >= rows)
    return Grid(lefts, tops, pitch, row, step - row, is_tilted)


def _name_columns(sheet: Sheet, shown: pd.DataFrame, grid: Grid) -> None:
    how = {"rotation": np.degrees(TILT), "ha": "left", "rotation_mode": "anchor"} if grid.is_tilted else {"ha": "center"}
    y = grid.tops[0] - grid.name_up - 4
    for name, x in zip(shown.columns, grid.middles, strict=True):
        sheet.write(x - 2 * grid.is_tilted, y, plain(name), size=SMALL, va="baseline", color=INK if name == TOTAL else SOFT,
                    weight="bold" if name == TOTAL else "normal", **how)


def _name_rows(sheet: Sheet, counts: pd.DataFrame, grid: Grid) -> None:
    """Write the names of the rows, each with its mark; a row without any claim stands back."""
    for name, y, total in zip(counts.index, grid.lines - grid.name_up, counts.sum(axis=1), strict=False):
        sheet.marks(name, [6], [y])
        sheet.write(15, y, plain(name), color=INK if total else SOFT)
    sheet.write(15, grid.lines[-1] - grid.name_up, ALL, weight="bold")
    sheet.rule((0, grid.lefts[-1] + grid.pitch), (grid.tops[-1] - grid.name_up - GAP / 2,) * 2)


def _tiles(sheet: Sheet, counts: pd.DataFrame, grid: Grid, left: float, scale: PowerNorm) -> None:
    """Draw the cells: tinted with their number, or a dot. Where names stand between the rows, every other line is left free."""
    every = 2 if grid.name_up else 1
    cells = np.full((every * len(counts), len(counts.columns)), np.nan)
    cells[every - 1::every] = counts.where(counts > 0)
    axes = sheet.panel(left, grid.tops[0] - grid.name_up, grid.pitch * len(counts.columns), grid.row * len(cells))
    if counts.to_numpy().any():
        sns.heatmap(cells, ax=axes, annot=True, fmt=",.0f", annot_kws={"size": TEXT, "color": INK}, cbar=False, norm=scale, linewidths=1.5,
                    cmap=TINTS, xticklabels=False, yticklabels=False)
    rows, columns = np.nonzero(counts.to_numpy() == 0)
    axes.scatter(columns + 0.5, every * rows + every - 0.5, s=3, color=FAINT, linewidth=0, gid="empty")
    axes.set(xlim=(0, len(counts.columns)), ylim=(len(cells), 0), xticks=[], yticks=[])


def _totals(sheet: Sheet, shown: pd.DataFrame, grid: Grid) -> None:
    """Write the totals of the rows, in bold, and of the columns."""
    total = list(shown.columns).index(TOTAL)
    cells = [(row, total) for row in range(len(shown))]
    cells += [(len(shown) - 1, column) for column in range(len(shown.columns)) if column != total]
    for row, column in cells:
        number = shown.iat[row, column]
        sheet.write(grid.middles[column], grid.lines[row], f"{number:,}", ha="center", color=INK if number else SOFT,
                    weight="bold" if column == total else "normal")
