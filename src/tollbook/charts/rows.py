"""Rows of a chart: what a row is called and what is said of it, at the sides of its drawing or, on a narrow sheet, above it."""

from __future__ import annotations

from dataclasses import dataclass

from tollbook.charts.palette import SOFT
from tollbook.charts.sheet import SMALL, TEXT, Sheet, balance, measure, wrap

RATIOS, GAP, PAD = 112, 14, 8  # points: the column on the right, what keeps columns apart, what is around a row
NAME, STRONG = {"size": TEXT, "weight": "bold"}, {"size": SMALL, "weight": "bold"}
SOFTLY, PLAIN = {"size": SMALL, "color": SOFT}, {"size": SMALL}
Words = tuple[str, dict]  # a text and how it looks


@dataclass(frozen=True)
class Block:
    """A row as laid out: its lines of text, each with its place and look, and where its drawing begins and the row ends."""

    texts: list[tuple[float, float, str, dict]]
    start: float
    height: float

    def write(self, sheet: Sheet, top: float) -> None:
        for x, y, text, how in self.texts:
            sheet.write(x, top + y, text, va="baseline", **how)


def lay_out(names: list[Words], ending: list[str], drawing: float, width: float, sides: tuple[float, float] | None) -> Block:
    """Lay out a row of a drawing of some height: what it is called to the left of it and what is said of it to the right, or both above.

    `sides` are the points where the drawing begins and ends; None where it takes the whole width.
    """
    first, *more = ending
    if sides is None:
        texts, bottom = _stack(0, PAD, width, names)
        beside = measure(first, SMALL, bold=True)[0] + 6
        ends = _stack(0, bottom, width, [(first, STRONG)]), _stack(beside, bottom, width - beside, [("; ".join(more), PLAIN)])
        start = max(end for _, end in ends) + 2
        return Block([*texts, *ends[0][0], *ends[1][0]], start, start + drawing + PAD)
    endings = [(first, STRONG), *((line, PLAIN) for line in more)]
    columns = ((0, sides[0] - GAP, names), (sides[1] + GAP, width - sides[1] - GAP, endings))
    used = [_stack(x, 0, wide, texts)[1] for x, wide, texts in columns]
    height = max(drawing, *used)
    texts = [text for (x, wide, texts), tall in zip(columns, used, strict=True)
             for text in _stack(x, PAD + (height - tall) / 2, wide, texts)[0]]
    return Block(texts, PAD + (height - drawing) / 2, 2 * PAD + height)


def _stack(x: float, y: float, width: float, texts: list[Words]) -> tuple[list[tuple[float, float, str, dict]], float]:
    """Set the lines of texts below one another, by their baselines, and give where they end."""
    placed = []
    for text, how in texts:
        broken = wrap(text, width, how["size"], bold=True) if "weight" in how else balance(text, width, how["size"])
        for line in broken.split("\n"):
            placed.append((x, y + how["size"], line, how))
            y += 1.2 * how["size"]
        y += 2
    return placed, y
