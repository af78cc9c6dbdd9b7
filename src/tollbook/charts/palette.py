"""One look for each source type, everywhere: colour and shape together.

The hues are those of Okabe and Ito (2008) and a violet, in families: blue and green for those who do not fight, orange for the rebel
side, violet for the government's side, white for claims without a named source. No flag's colour, no red against green. Every pair can
be told apart by shape alone, and by colour alone under simulated protanopia, deuteranopia and tritanopia (tests/test_charts.py).
"""

from __future__ import annotations

from dataclasses import dataclass

INK, SOFT, RULE, FAINT, BAND = "#222222", "#595959", "#DCDCDC", "#A8A8A8", "#F3F3F3"
TINT = "#8DAFC9"  # the one hue of counts: it belongs to no source type


@dataclass(frozen=True)
class Mark:
    """How a source type looks.

    `fill` is the inside of its mark; `ink` its edge, its lines and its text, at least 4.5:1 against white (WCAG AA). `marker` is
    matplotlib's name of the shape, `shape` its plain name, `glyph` the same shape as a character.
    """

    fill: str
    ink: str
    marker: str
    shape: str
    glyph: str


MARKS = {
    "monitor": Mark("#0072B2", "#005A8C", "o", "disc", "\N{BLACK CIRCLE}"),
    "rebel": Mark("#E69F00", "#8A5500", "^", "triangle up", "\N{BLACK UP-POINTING TRIANGLE}"),
    "opposition": Mark("#F6DD6C", "#7A5F00", "v", "triangle down", "\N{BLACK DOWN-POINTING TRIANGLE}"),
    "government": Mark("#563A7D", "#563A7D", "s", "square", "\N{BLACK SQUARE}"),
    "state_media": Mark("#A184C9", "#6F4FA0", "D", "diamond", "\N{BLACK DIAMOND}"),
    "pro_government_media": Mark("#D9C8EC", "#7A5BA8", "p", "pentagon", "\N{BLACK PENTAGON}"),
    "aid_group": Mark("#009E73", "#00694D", "P", "plus", "\N{HEAVY GREEK CROSS}"),
    "independent_media": Mark("#56B4E9", "#1F6E9E", "*", "star", "\N{BLACK STAR}"),
    "unnamed_report": Mark("#FFFFFF", "#6B6B6B", "X", "outlined cross", "\N{MULTIPLICATION X}"),
    "unattributed": Mark("#FFFFFF", "#1A1A1A", "o", "ring", "\N{WHITE CIRCLE}"),
}
SIZES = {"^": 1.15, "v": 1.15, "s": 0.8, "D": 0.75, "p": 1.15, "P": 1.3, "*": 1.9, "X": 1.3}  # areas that look alike, against a disc of 1


def css() -> str:
    """Write the palette as CSS custom properties: `--src-<type>` the fill and `--src-<type>-ink` the edge and text."""
    lines = [f"  --src-{name}: {mark.fill}; --src-{name}-ink: {mark.ink};" for name, mark in MARKS.items()]
    return "\n".join([":root {", *lines, "}"]) + "\n"
