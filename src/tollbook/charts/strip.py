"""The article as a strip of its sentences: where tolls stand, and who speaks.

Every source type has a lane, those that are silent too. On a wide sheet the article runs to the right, on a narrow one downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from tollbook import schema
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import BAND, FAINT, INK, MARKS, RULE, SOFT
from tollbook.charts.sheet import SMALL, TEXT, Sheet, balance, measure
from tollbook.errors import BadInput
from tollbook.words import counted, listed, plain

TYPES = list(schema.SOURCE_TYPES)
SPEAKERS = {"monitor": "monitors", "rebel": "rebels", "opposition": "the opposition", "government": "the government",
            "state_media": "state media", "pro_government_media": "pro-government media", "aid_group": "aid groups",
            "independent_media": "independent media", "unnamed_report": "reports without a named source"}
GOVERNMENT = ("government", "state_media", "pro_government_media")
ALL = "all source types"
LANE, AREA, ASIDE, APART, HALF = 21, 20, 5.5, 5.5, 4.5  # points: a lane, a mark's area, its step aside, its room, half a thin line
LINE, KEY, HEADS, COUNTS, FOOT = 10, 24, 26, 42, 16  # points: a line of text, key, heads of the counts, a column of them, the scale
STEP, TALL, EDGE, LAST, TILT = (2.6, 16), 280, 11, 46, np.radians(38)  # narrow: a sentence, all of them, beside the lanes, tilted names
KEY_MARKS = ("monitor", "rebel", "unattributed")
MOST_WORDS = 125  # of an alternative text


@dataclass(frozen=True, eq=False)
class Strip:
    """The sentences in order, one a row: which source types state a toll in it, which are named as speaking, and where sections begin.

    `positions` are their numbers in the article, of which a selection leaves out some.
    """

    toll: pd.DataFrame
    speaking: pd.DataFrame
    positions: list[int]
    starts: list[int]
    names: list[str]

    def __len__(self) -> int:
        return len(self.toll)

    @property
    def has_toll(self) -> pd.Series:
        return self.toll.any(axis=1)

    def sections(self) -> list[tuple[int, int, str]]:
        """Give the first sentence of each section, the first after it, and its name."""
        return list(zip(self.starts, [*self.starts[1:], len(self)], self.names, strict=True))

    def counts(self, name: str) -> tuple[str, str]:
        """Write in how many sentences a source type is named as speaking, and in how many it states a toll."""
        spoken = "\N{EN DASH}" if name == "unattributed" else f"{self.speaking[name].sum():,}"
        return spoken, f"{self.toll[name].sum():,}"


@dataclass(frozen=True, eq=False)
class Lanes:
    """Where sentences stand along the lanes, and the lanes beside one another, in points on the paper."""

    along: np.ndarray
    beside: np.ndarray
    is_across: bool

    def points(self, along, beside) -> np.ndarray:
        return np.column_stack(np.broadcast_arrays(*((along, beside) if self.is_across else (beside, along))))


def article_strip(places: pd.DataFrame) -> Chart:
    """Chart the sentences of the article in order: where a source type states a toll of people, and where it speaks without one.

    Parameters
    ----------
    places : DataFrame
        The built places, or some of them: one sentence a row.

    Raises
    ------
    BadInput
        Where no sentence states a toll of people or names anyone as speaking.
    """
    places = places.sort_values(["article_id", "position"], kind="stable", ignore_index=True)
    strip = spread_out(places)
    voiced = strip.has_toll | strip.speaking.any(axis=1)
    if not voiced.any():
        raise BadInput(f"chart: found {counted(len(places), 'sentence')}, and none states a toll of people or names anyone as "
                       "speaking; allowed are places with at least one that does")
    articles = places["article_id"].nunique()
    article = "the article" if articles == 1 else f"{articles} articles"
    return Chart(
        slug="article-strip",
        title=f"Where tolls stand in {article}, and who speaks: {_finding(strip)}",
        caption=f"The sentences of {article} in order, with a lane for each source type. The mark of its type: a sentence in which it "
                "states a toll of people. A thin line: a sentence in which it is named as speaking and states none. At the end of a lane: "
                "in how many sentences it is named as speaking, and in how many it states a toll. Unattributed is the article's own "
                "voice, which is named nowhere; unnamed report: reported, and not by whom. Sentences are counted, not people. Marks "
                "that would cover one another stand slightly aside. No toll stated is not a toll of zero.",
        alt=_alt(strip, article),
        table=_table(places[voiced]),
        draw=drawer(_paint, strip),
    )


def spread_out(places: pd.DataFrame) -> Strip:
    """Spread out who states and who speaks over the source types, one sentence a row."""
    toll, speaking = (
        pd.DataFrame({name: [name in types for types in places[column].fillna("").str.split("; ")] for name in TYPES}, dtype="bool")
        for column in ("toll_source_types", "speaking_source_types"))
    keys = places[["article_id", "section"]]
    starts = list(places.index[(keys != keys.shift()).any(axis=1)])
    return Strip(toll, speaking, places["position"].tolist(), starts, places.loc[starts, "section"].tolist())


def _paint(width: float, strip: Strip) -> Figure:
    return _paint_down(width, strip) if width < paper.NARROW else _paint_across(width, strip)


def _paint_across(width: float, strip: Strip) -> Figure:
    """Draw the article from left to right, with the names of the lanes before them, their counts behind, and the sections above."""
    left, right = 25 + max(measure(plain(name), TEXT)[0] for name in TYPES), width - 2 * COUNTS
    step = (right - left) / len(strip)
    flags = _flags(strip, left, step, width)
    heads = KEY + LINE * max(base + text.count("\n") + 1 for _, base, text in flags)
    top = heads + HEADS
    bottom = top + LANE * len(TYPES)
    sheet = paper.new(width, bottom + LANE + FOOT)
    lanes = Lanes(left + step * (np.arange(len(strip)) + 0.5), top + LANE * (np.arange(len(TYPES)) + 0.5), is_across=True)
    _draw_key(sheet)
    for at, (start, end, _) in enumerate(strip.sections()):
        if at % 2:
            sheet.paper.fill_between((left + step * start, left + step * end), top, bottom, color=BAND, lw=0, zorder=0, gid="section")
    for x, base, text in flags:
        y = heads - LINE * (base + text.count("\n") + 1)
        sheet.rule((x, x), (y, bottom), color=FAINT, zorder=0.5, gid="start")
        sheet.write(x + 3, y, text, size=SMALL, va="top")
    _draw_lanes(sheet, lanes, strip, [(left, right)])
    _name_rows(sheet, lanes, strip, right)
    _draw_scale(sheet, lanes, strip, bottom + LANE + 8)
    return sheet.figure


def _flags(strip: Strip, left: float, step: float, width: float) -> list[tuple[float, int, str]]:
    """Set the names of the sections, the last first: place, lines below it, text. A name wider than its section stands above the next."""
    flags: list[tuple[float, int, str]] = []
    for start, end, name in reversed(strip.sections()):
        x, own = left + step * start, step * (end - start) - 6
        text = balance(name, own, SMALL)
        if measure(text, SMALL)[0] > own or text.count("\n") > 2:
            text = balance(name, width - x - 4, SMALL)
        reach = x + measure(text, SMALL)[0] + 8
        base = max([below + other.count("\n") + 1 for at, below, other in flags if at < reach], default=0)
        flags.append((x, base, text))
    return flags


def _name_rows(sheet: Sheet, lanes: Lanes, strip: Strip, right: float) -> None:
    """Write the names of the lanes before them, the counts behind them, and the sums below."""
    for at, words in enumerate(("named as\nspeaking", "with\na toll")):
        sheet.write(right + COUNTS * (at + 1) - 4, lanes.beside[0] - LANE / 2 - 3, words, size=SMALL, color=SOFT, ha="right", va="bottom")
    total = lanes.beside[-1] + LANE
    for name, y in zip(TYPES, lanes.beside, strict=True):
        sheet.marks(name, [6], [y])
        sheet.write(15, y, plain(name), color=INK if _is_heard(strip, name) else SOFT)
        _write_counts(sheet, strip.counts(name), right, y)
    sheet.rule((0, sheet.width), (total - LANE / 2,) * 2)
    sheet.write(15, total, ALL, weight="bold")
    _write_counts(sheet, _totals(strip), right, total, weight="bold")


def _write_counts(sheet: Sheet, counts: tuple[str, str], right: float, y: float, **how) -> None:
    for at, number in enumerate(counts):
        sheet.write(right + COUNTS * (at + 1) - 4, y, number, ha="right", **{"color": SOFT if number == "0" else INK} | how)


def _totals(strip: Strip) -> tuple[str, str]:
    return f"{strip.speaking.any(axis=1).sum():,}", f"{strip.has_toll.sum():,}"


def _draw_scale(sheet: Sheet, lanes: Lanes, strip: Strip, y: float) -> None:
    """Number the sentences below the lanes, as they are numbered in the article."""
    total = len(strip)
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 10 ** 6) if total / step <= 7)
    sheet.write(lanes.along[0] - 12, y, "sentence", size=SMALL, color=SOFT, ha="right")
    for at in sorted({0, *range(step - 1, total, step)}):
        sheet.write(lanes.along[at], y, f"{strip.positions[at]:,}", size=SMALL, color=SOFT, ha="center")


def _paint_down(width: float, strip: Strip) -> Figure:
    """Draw the article downwards, with the names of the lanes above them, their counts below, and the sections between."""
    words = [plain(name) for name in TYPES]
    beside = np.linspace(EDGE, width - LAST, len(TYPES))
    head = KEY + max(np.sin(TILT) * measure(text, SMALL)[0] for text in words) + 28
    step = float(np.clip(TALL / len(strip), *STEP))
    along, blocks, headings, top = [], [], [], head
    for start, end, name in strip.sections():
        text = balance(f"{name}: {counted(end - start, 'sentence')}", width - 2, SMALL)
        headings.append((top + 6, text))
        top += 6 + LINE * (text.count("\n") + 1) + 4
        blocks.append((top, top + step * (end - start)))
        along.append(top + step * (np.arange(end - start) + 0.5))
        top = blocks[-1][1] + 4
    sheet = paper.new(width, top + 4 * LINE + 34)
    lanes = Lanes(np.concatenate(along), beside, is_across=False)
    _draw_key(sheet)
    for x, name, text in zip(beside, TYPES, words, strict=True):
        sheet.marks(name, [x], [head - 7])
        sheet.write(x - 2, head - 16, text, size=SMALL, va="baseline", ha="left", rotation=np.degrees(TILT), rotation_mode="anchor",
                    color=INK if _is_heard(strip, name) else SOFT)
    for y, text in headings:
        sheet.write(0, y, text, size=SMALL, va="top")
    for block in blocks:
        sheet.paper.fill_between((0, width - LAST + EDGE), *block, color=BAND, lw=0, zorder=0, gid="section")
    _draw_lanes(sheet, lanes, strip, blocks)
    _count_columns(sheet, lanes, strip, top)
    return sheet.figure


def _count_columns(sheet: Sheet, lanes: Lanes, strip: Strip, top: float) -> None:
    """Write the counts of the lanes below them, each row below its name and before its sum."""
    counts = [*(strip.counts(name) for name in TYPES), _totals(strip)]
    last = sheet.width - 13
    for row, words in enumerate(("sentences in which it is named as speaking", "sentences in which it states a toll")):
        y = top + 12 + row * 30
        sheet.write(0, y, words, size=SMALL, color=SOFT)
        sheet.write(last, y, "all", size=SMALL, color=SOFT, ha="center")
        for x, number in zip([*lanes.beside, last], (pair[row] for pair in counts), strict=True):
            sheet.write(x, y + 13, number, ha="center", color=SOFT if number == "0" else INK, weight="bold" if x == last else "normal")


def _is_heard(strip: Strip, name: str) -> bool:
    return bool(strip.toll[name].any() or strip.speaking[name].any())


def _draw_key(sheet: Sheet) -> None:
    """Say what a mark and a thin line are, beside one another where there is room."""
    toll, quiet = "states a toll of people", "is named as speaking, without a toll"
    for at, name in enumerate(KEY_MARKS):
        sheet.marks(name, [4 + 8 * at], [7], area=AREA)
    start = 6 + 8 * len(KEY_MARKS)
    sheet.write(start, 7, toll, size=SMALL, color=SOFT)
    x, y = start + measure(toll, SMALL)[0] + 16, 7.0
    if x + 8 + measure(quiet, SMALL)[0] > sheet.width:
        x, y = start - 10, 7.0 + 13
    sheet.rule((x, x), (y - HALF, y + HALF), color=INK, lw=1)
    sheet.write(x + 10, y, quiet, size=SMALL, color=SOFT)


def _draw_lanes(sheet: Sheet, lanes: Lanes, strip: Strip, blocks: list[tuple[float, float]]) -> None:
    """Draw the lanes over some lengths, a thin line where a type speaks without a toll, and its mark where it states one."""
    for beside, name in zip(lanes.beside, TYPES, strict=True):
        _lines(sheet, [lanes.points(block, beside) for block in blocks], color=RULE, lw=0.8, gid="lanes", zorder=1)
        toll, quiet = strip.toll[name].to_numpy(), (strip.speaking[name] & ~strip.toll[name]).to_numpy()
        across = np.array([beside - HALF, beside + HALF])
        ticks = [lanes.points(along, across) for along in lanes.along[quiet]]
        _lines(sheet, ticks, color=MARKS[name].ink, lw=1, gid=f"speaks-{name}", zorder=3)
        if toll.any():
            sheet.marks(name, *lanes.points(lanes.along[toll], beside + ASIDE * _aside(lanes.along[toll])).T, area=AREA)


def _lines(sheet: Sheet, lines: list[np.ndarray], **how) -> None:
    sheet.paper.add_collection(LineCollection(lines, capstyle="butt", **how), autolim=False)


def _aside(along: np.ndarray) -> np.ndarray:
    """Set marks in the middle of a lane, or to one side of it where they would cover one before them."""
    last, aside = {0: -np.inf, -1: -np.inf, 1: -np.inf}, []
    for place in along:
        row = next((row for row, end in last.items() if place - end >= APART), min(last, key=last.get))
        last[row] = place
        aside.append(row)
    return np.array(aside)


def _finding(strip: Strip) -> str:
    """Say how many sentences state a toll, and who speaks and states none."""
    number = int(strip.has_toll.sum())
    said = f"{f'{number:,}' if number else 'none'} of {counted(len(strip), 'sentence')} {'state' if number > 1 else 'states'} a toll"
    mute = _mute(strip)
    spoken = int(strip.speaking.any(axis=1).sum())
    if not spoken:
        return f"{said}, and none names anyone as speaking"
    if not number:
        return f"{said}, and {spoken:,} {'names' if spoken == 1 else 'name'} someone as speaking"
    if not mute:
        return f"{said}, and every source type that speaks states one"
    if len(mute) == 1:
        (name, times), = mute.items()
        is_one = name.startswith("the ")
        return f"{said}; {name} {'speaks' if is_one else 'speak'} in {times:,} and {'states' if is_one else 'state'} none"
    return f"{said}; {listed(f'{name} (in {times:,})' for name, times in mute.items())} speak and state none"


def _mute(strip: Strip) -> dict[str, int]:
    """Count the sentences of those who speak and never state a toll; the government's side is one where all of it does so."""
    mute = [name for name in SPEAKERS if strip.speaking[name].any() and not strip.toll[name].any()]
    side = [name for name in GOVERNMENT if name in mute]
    is_one = len(side) > 1 and not strip.toll[list(GOVERNMENT)].any(axis=None)
    groups = {"the government's side": side} if is_one else {}
    groups |= {SPEAKERS[name]: [name] for name in mute if not (is_one and name in side)}
    counts = {name: int(strip.speaking[types].any(axis=1).sum()) for name, types in groups.items()}
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def _alt(strip: Strip, article: str) -> str:
    """Describe the lanes: who states a toll in how many sentences, who speaks without one, who is silent; then the sections."""
    tolls, spoken = strip.toll.sum().sort_values(ascending=False, kind="stable"), strip.speaking.sum()
    stating = [f"{plain(name)} {number}" for name, number in tolls.items() if number]
    mute = [f"{plain(name)} {spoken[name]}" for name, number in tolls.items() if spoken[name] and not number]
    silent = [plain(name) for name in TYPES if not _is_heard(strip, name)]
    parts = [f"{name} {int(strip.has_toll[start:end].sum())} of {end - start}" for start, end, name in strip.sections()]
    sentences = {
        f"{counted(len(strip), 'sentence')} of {article} in order, with a lane for each of ten source types.": True,
        f"Sentences with a toll of people: {', '.join(stating)}.": stating,
        f"Named as speaking, and never with a toll: {', '.join(mute)}.": mute,
        f"Silent: {listed(silent)}.": silent,
    }
    text = " ".join(sentence for sentence, holds in sentences.items() if holds)
    longer = f"{text} Sentences with a toll by section: {'; '.join(parts)}."
    return longer if len(longer.split()) <= MOST_WORDS else text


def _table(places: pd.DataFrame) -> pd.DataFrame:
    """Show one sentence a row, those in which nobody states a toll or speaks left out."""
    def types(column: str) -> list[str]:
        return [listed(map(plain, names.split("; "))) if names else "" for names in places[column].fillna("")]

    return pd.DataFrame({
        "sentence of the article": places["position"], "section": places["section"], "paragraph": places["paragraph"],
        "sentence of the paragraph": places["sentence"], "claims about people": places["claims"],
        "toll stated by": types("toll_source_types"), "named as speaking": types("speaking_source_types"),
    }).reset_index(drop=True)
