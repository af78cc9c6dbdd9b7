"""A chart: a question with its picture in two sizes, its words and its data; and how a picture becomes bytes.

The same chart gives the same bytes in every process: nothing is random, no date is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from tollbook.charts import palette
from tollbook.charts.sheet import POINTS, wrap

SIZES = {"wide": 7.4, "narrow": 3.7}  # inches: a desktop column or a printed page, and a phone
# what matplotlib would write into a file of its own accord: the time, and its version and address
FORMATS = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None},
           "pdf": {"CreationDate": None, "Creator": None, "Producer": None}}
PNG_DPI = 200
MOST_WORDS = 115  # of an alternative text, which ends with a word on what it leaves to the table
RULES = {
    "font.family": ["sans-serif"],
    # asked for as a family of its own, each font that is not installed is logged as not found
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 9,
    "text.color": palette.INK,
    "text.hinting": "none",  # else letters are as wide as the resolution likes, and labels no longer fit their places
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "tollbook",
    "pdf.fonttype": 42,
    "path.simplify": False,
}


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart.

    `title` states the question or the finding, `caption` what is shown, how to read it and what it does not say, `alt` the picture in
    words. `table` is what is drawn; a row that is a claim has its `claim_id`. `draw("wide")` and `draw("narrow")` give the figure,
    without title and caption, which belong to the page; `with_title` sets them for a picture that leaves the page.
    """

    slug: str
    title: str
    caption: str
    alt: str
    table: pd.DataFrame
    draw: Callable[[str], Figure]


def style() -> AbstractContextManager:
    """Set matplotlib's rules for these charts, and set them back afterwards; `draw` and `save` do so themselves."""
    return matplotlib.rc_context(RULES)


def drawer(paint: Callable[..., Figure], *drawn) -> Callable[[str], Figure]:
    """Make a chart's `draw` from a function of a width in points and of what is drawn."""
    def draw(size: str) -> Figure:
        if size not in SIZES:
            raise ValueError(f"size: found {size!r}; allowed are {', '.join(SIZES)}")
        with style():
            return paint(SIZES[size] * POINTS, *drawn)
    return draw


def fitting(around: str, parts: list[str]) -> list[str]:
    """Keep as many parts, one at least, as an alternative text has room for beside the words around them."""
    room = MOST_WORDS - len(around.split()) - np.cumsum([len(part.split()) for part in parts])
    return parts[:max(1, int((room >= 0).sum()))]


def with_title(chart: Chart, size: str = "wide", credit: str = "") -> Figure:
    """Draw a chart with its title above, and its caption and a credit below: a picture that explains itself on another page."""
    figure = chart.draw(size)
    with style():
        width, height = figure.get_size_inches() * POINTS
        title = wrap(chart.title, width - 4, 11, bold=True)
        notes = [line for text in (chart.caption, credit) if text for line in wrap(text, width - 4, 8).split("\n")]
        head, foot = 15 * (title.count("\n") + 1) + 10, 11.5 * len(notes) + 12
        whole = height + head + foot
        for axes in figure.axes:
            left, low, wide, high = axes.get_position().bounds
            axes.set_position([left, (low * height + foot) / whole, wide, high * height / whole])
        figure.set_size_inches(width / POINTS, whole / POINTS)
        figure.text(2 / width, 1 - 3 / whole, title, size=11, weight="bold", va="top", linespacing=1.25)
        figure.text(2 / width, (foot - 8) / whole, "\n".join(notes), size=8, color=palette.SOFT, va="top", linespacing=1.2)
    return figure


def save(figure: Figure, format: str) -> bytes:
    """Write a figure as svg, png or pdf; the same figure gives the same bytes."""
    if format not in FORMATS:
        raise ValueError(f"format: found {format!r}; allowed are {', '.join(FORMATS)}")
    content = io.BytesIO()
    with style():
        figure.savefig(content, format=format, metadata=FORMATS[format], dpi=PNG_DPI if format == "png" else POINTS)
    return content.getvalue()
