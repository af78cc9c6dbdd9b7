"""The events whose people different sources number differently, with the span of what is claimed.

A row holds the claims of different sources about the same people, of the same days or of days that lie within one another. Each claim
has a line of its own in it, so that no label stands on another and nothing joins the claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tollbook.bounds import Ratio
from tollbook.charts import plane
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import BAND, FAINT, MARKS, RULE, SOFT
from tollbook.charts.plane import ARROW, HALF, HEAD
from tollbook.charts.sheet import SMALL, TEXT, Sheet, balance, measure, wrap
from tollbook.errors import BadInput
from tollbook.telling import DONE, attributed, bounds_of, covered, figure, figures_table, people, voice
from tollbook.words import counted

NAMES, RATIOS, GAP = 134, 112, 14  # points: the columns beside the axis, and what keeps them apart
TOP, PAD, LANE, LINE, BESIDE = 34, 8, 15, 10.5, 7  # points: above the rows, around a row, a claim, a line more of text, mark to text
ZERO = 14  # points: the strip for a least number of 0, which a logarithmic axis does not have
LEAST_DECADES = 0.7
NAME, STRONG = {"size": TEXT, "weight": "bold"}, {"size": SMALL, "weight": "bold"}
SOFTLY, PLAIN = {"size": SMALL, "color": SOFT}, {"size": SMALL}
Words = tuple[str, dict]  # a text and how it looks
MOST_WORDS = 115  # of an alternative text, which ends with a word on the rows it leaves to the table


@dataclass(frozen=True)
class Row:
    """The claims about the same people, from the least to the greatest number stated, and the two of them that are furthest apart.

    `less` and `more` are claims of different sources that are compared; `times` is how many times the one number is the other as they
    are stated, None where the other is 0. `conflicts` lists the pairs that cannot both be true.
    """

    claims: pd.DataFrame
    less: tuple
    more: tuple
    times: Fraction | None
    conflicts: list[tuple[str, str]]
    is_same_days: bool
    is_of_days: bool

    def ending(self) -> list[str]:
        """Say how far apart the two are, as stated and as worded, and whether they can both be true."""
        lines = [said(self.times, len(self.claims))]
        others = [pair for pair in self.conflicts if set(pair) != {self.less.claim_id, self.more.claim_id}]
        if len(others) < len(self.conflicts):
            lines += ["cannot both be true", *[f"nor can {counted(len(others), 'other pair')}"] * bool(others)]
        else:
            lines += worded(self.more, self.less, self.times) + [f"{counted(len(others), 'other pair')} cannot both be true"] * bool(others)
        return lines + ["other days may explain it"] * self.is_of_days


def contested(claims: pd.DataFrame, comparisons: pd.DataFrame) -> Chart:
    """Chart the claims of different sources about the same people, with the ratio of the greatest to the least number stated.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.
    comparisons : DataFrame
        The built comparisons of these claims; pairs with a claim outside the selection are left out.

    Raises
    ------
    BadInput
        Where no two claims of different sources state numbers of the same people.
    """
    claims = people(claims)
    compared = same_people(claims, comparisons)
    numbered = with_numbers(compared)
    pairs = without_parts(claims, numbered)
    if pairs.empty:
        raise BadInput(f"chart: found {counted(len(claims), 'claim')} about people and no two by different sources that state numbers of "
                       "the same people; allowed is a selection with at least one such pair")
    rows = _rows(claims, pairs)
    return Chart(
        slug="contested",
        title=_title(rows),
        caption=_caption(rows, numberless=len(_ids(compared) - _ids(numbered)), parts=len(_ids(numbered) - _ids(pairs))),
        alt=_alt(rows),
        table=_table(rows),
        draw=drawer(_paint, rows),
    )


def same_people(claims: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of selected claims in which different sources count the same people, of the same days or of nested ones."""
    return comparisons[comparisons["claim_a"].isin(claims["claim_id"]) & comparisons["claim_b"].isin(claims["claim_id"])
                       & (comparisons["same_source"] == "no") & (comparisons["verdict"] != "not_comparable")
                       & (comparisons[["incidents", "victims", "outcomes"]] == "same").all(axis=1)]


def with_numbers(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs in which both claims state a number."""
    return pairs[pairs["stated_a"].notna() & pairs["stated_b"].notna()]


def without_parts(claims: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Leave out the pairs of break-downs whose wholes are a pair as well: one disagreement is not shown twice."""
    whole_of = claims.set_index("claim_id")["part_of"]
    known = set(map(frozenset, zip(pairs["claim_a"], pairs["claim_b"], strict=True)))
    wholes = map(frozenset, zip(pairs["claim_a"].map(whole_of), pairs["claim_b"].map(whole_of), strict=True))
    return pairs[np.array([pair not in known for pair in wholes], dtype=bool)]


def said(times: Fraction | None, claims: int = 2) -> str:
    """Write how many times one stated number is another."""
    if times is None:
        return "no ratio to 0"
    return ("one number by both" if claims == 2 else "one number by all") if times == 1 else f"{short(times)} times as stated"


def worded(claim, other, times: Fraction | None) -> list[str]:
    """Say which ratios the bounds of two claims allow, where that says more than the ratio of the numbers stated."""
    if times == 1 or bounds_of(other).high == 0:
        return []
    ratio = bounds_of(claim).ratio(bounds_of(other))
    return [] if ratio.low == ratio.high == times else [f"{ratio.rounded()} as worded"]


def short(times: Fraction) -> str:
    """Write a ratio of stated numbers: one decimal from 1.1 up, two below."""
    return Ratio(times, times).rounded()


def arrow(sheet: Sheet, x: float, y: float, way: int, ink: str, gid: str) -> None:
    """Draw an arrow from a mark to the right (`way` 1) or to the left (-1): no limit on that side."""
    tip = x + way * (HALF + ARROW)
    sheet.rule((x + way * (HALF - 1), tip), (y, y), color=ink, lw=1.1, zorder=4, gid=gid)
    sheet.rule((tip - way * HEAD, tip, tip - way * HEAD), (y - HEAD, y, y + HEAD), color=ink, lw=1.1, zorder=4, gid=f"{gid}-head")


def _rows(claims: pd.DataFrame, pairs: pd.DataFrame) -> list[Row]:
    """Put claims that are compared with one another into a row; the rows by the ratio stated, the greatest first."""
    names, ends = pd.factorize(pd.concat([pairs["claim_a"], pairs["claim_b"]]))[::-1]
    links = coo_array((np.ones(len(pairs)), ends.reshape(2, -1)), shape=(len(names), len(names)))
    row_of = pd.Series(connected_components(links, directed=False)[1], names)
    stated = pd.concat([pairs.set_index(f"claim_{end}")[f"stated_{end}"] for end in "ab"]).groupby(level=0).first().astype(int)
    drawn = claims[claims["claim_id"].isin(names)]
    drawn = plane.ready(drawn).assign(stated=drawn["claim_id"].map(stated)).sort_values(["stated", "low"], kind="stable")
    of_row = dict(list(pairs.groupby(pairs["claim_a"].map(row_of), sort=False)))
    rows = [_row(some, of_row[at]) for at, some in drawn.groupby(drawn["claim_id"].map(row_of))]
    return sorted(rows, key=lambda row: (row.times is not None, -(row.times or 0), row.claims.index.min()))


def _row(claims: pd.DataFrame, pairs: pd.DataFrame) -> Row:
    known = {claim.claim_id: claim for claim in claims.itertuples(index=False)}
    ends = [(pair, *sorted((known[pair.claim_a], known[pair.claim_b]), key=lambda claim: claim.stated)) for pair in pairs.itertuples()]
    pair, less, more = max(ends, key=lambda found: stated_times(found[1].stated, found[2].stated) or inf)
    is_same_days = len(claims[["date_start", "date_end"]].drop_duplicates()) == 1
    against = pairs[pairs["finding"] == "contradict"]
    return Row(claims, less, more, stated_times(less.stated, more.stated), list(zip(against["claim_a"], against["claim_b"], strict=True)),
               is_same_days, pair.dates_explain == "may")


def stated_times(less: int, more: int) -> Fraction | None:
    """Give how many times one number is another: None where that is 0; two numbers of 0 are one number."""
    return Fraction(1) if less == more else Fraction(more, less) if less else None


@dataclass(frozen=True)
class Scale:
    """The logarithmic axis of people, from `left` to `right` in points; `zero` is where a strip for 0 has its middle, if there is one."""

    left: float
    right: float
    first: float
    decade: float
    zero: float | None

    @property
    def limits(self) -> tuple[float, float]:
        return 10 ** self.first, 10 ** (self.first + (self.right - self.left) / self.decade)

    def at(self, number: float) -> float:
        """Give the point where a number stands."""
        return self.left + (np.log10(number) - self.first) * self.decade if number else self.zero


@dataclass(frozen=True)
class Label:
    """What is written beside a claim's mark, from which point on to which side, and the height that the claim takes."""

    text: str
    x: float
    align: str
    height: float


@dataclass(frozen=True)
class Block:
    """A row as laid out: its lines of text, each with its place and look, and where its drawing begins and the row ends."""

    texts: list[tuple[float, float, str, dict]]
    start: float
    height: float

    def write(self, sheet: Sheet, top: float) -> None:
        for x, y, text, how in self.texts:
            sheet.write(x, top + y, text, va="baseline", **how)


def _paint(width: float, rows: list[Row]) -> Figure:
    """Draw the rows below one axis; their names and ratios stand at its sides, or above each row on a narrow sheet."""
    is_narrow = width < paper.NARROW
    scale = _scale(rows, *((2, width - 2) if is_narrow else (NAMES, width - RATIOS)))
    labels = [[_label(claim, scale, row.is_same_days) for claim in row.claims.itertuples()] for row in rows]
    heights = [sum(label.height for label in some) for some in labels]
    sides = None if is_narrow else (NAMES, scale.right)
    blocks = [lay_out([(row.less.incident_title, NAME), *((line, SOFTLY) for line in _details(row, is_narrow))], row.ending(), height,
                      width, sides) for row, height in zip(rows, heights, strict=True)]
    tops = TOP + np.cumsum([0, *(block.height for block in blocks)])
    sheet = paper.new(width, tops[-1] + 2)
    starts = [top + block.start for block, top in zip(blocks, tops, strict=False)]
    grid = [(start - 3, start + height + 3) for start, height in zip(starts, heights, strict=True)] if is_narrow else [(TOP, tops[-1])]
    axes = _draw_axis(sheet, scale, tops[-1], grid)
    for row, block, some, top, start in zip(rows, blocks, labels, tops, starts, strict=False):
        sheet.rule((0, width), (top, top), color=FAINT, lw=0.6)
        block.write(sheet, top)
        _draw_claims(sheet, axes, row, some, scale, start)
    return sheet.figure


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


def _scale(rows: list[Row], left: float, right: float) -> Scale:
    """Choose the axis so that every end that is known, and the arrow of the greatest, is on it."""
    seen = np.concatenate([row.claims[name].to_numpy("float64") for row in rows for name in ("low", "high", "stated")])
    has_zero, seen = bool((seen == 0).any()), seen[seen > 0]
    first, last = np.log10([seen.min(), seen.max()]) if len(seen) else (0, 0)
    air = max(0, LEAST_DECADES - last + first) / 2
    start = left + (ZERO + 4) * has_zero
    decade = (right - start - 8 - HALF - ARROW - 4) / (last - first + 2 * air)
    return Scale(start, right, first - air - 8 / decade, decade, left + ZERO / 2 if has_zero else None)


def _details(row: Row, is_narrow: bool) -> list[str]:
    """Say of a row which days its claims cover, and whom they count: in one line on a narrow sheet."""
    first = next(row.claims.itertuples())
    victims = first.victims.replace("[", "").replace("]", "")
    details = [covered(first) if row.is_same_days else "as of different days", f"claims of {victims} {DONE[first.outcome]}"]
    return ["; ".join(details)] if is_narrow else details


def _label(claim, scale: Scale, is_same_days: bool) -> Label:
    """Word the label of a claim, and set it to the side of its mark where it needs fewer lines: the right where both need one."""
    text = f"{figure(claim)} \N{EN DASH} {voice(claim)}" + ("" if is_same_days else f", {covered(claim)}")
    low, high = scale.at(claim.low), scale.at(claim.high if claim.high > claim.low else claim.low)
    sides = {"left": (high + BESIDE + ARROW * pd.isna(claim.high), scale.right), "right": (low - BESIDE, scale.left)}
    broken = {align: wrap(text, abs(end - x), SMALL) for align, (x, end) in sides.items()}
    align = min(sides, key=lambda align: (measure(broken[align], SMALL)[0] > abs(np.diff(sides[align])), broken[align].count("\n")))
    x, end = sides[align]
    return Label(balance(text, abs(end - x), SMALL), x, align, LANE + LINE * broken[align].count("\n"))


def _draw_axis(sheet: Sheet, scale: Scale, bottom: float, grid: list[tuple[float, float]]) -> Axes:
    """Lay the axis over all rows, with its numbers above and lines from them over some heights; 0 stands apart on a strip."""
    sheet.write(0, 7, "people, as each source states them; logarithmic scale", size=SMALL, color=SOFT)
    axes = sheet.panel(scale.left, TOP, scale.right - scale.left, bottom - TOP)
    axes.set(xscale="log", xlim=scale.limits, ylim=(bottom, TOP), autoscale_on=False)
    ticks = _ticks(scale)
    lines = [[(tick, start), (tick, end)] for tick in ticks for start, end in grid]
    axes.add_collection(LineCollection(lines, color=RULE, lw=0.6, zorder=1, gid="grid"), autolim=False)
    for tick in ticks:
        sheet.write(scale.at(tick), TOP - 9, f"{tick:,}", size=SMALL, color=SOFT, ha="center")
    if scale.zero:
        for start, end in grid:
            sheet.paper.fill_between((scale.zero - ZERO / 2, scale.zero + ZERO / 2), start, end, color=BAND, lw=0, zorder=0, gid="strip")
        sheet.write(scale.zero, TOP - 9, "0", size=SMALL, color=SOFT, ha="center")
    return axes


def _ticks(scale: Scale) -> list[int]:
    """Choose the numbers to name: as many as there is room for."""
    first, last = scale.limits
    for ticks in plane.TICKS:
        shown = [int(tick) for tick in ticks if first <= tick <= last]
        needed = max((measure(f"{tick:,}", SMALL)[0] for tick in shown), default=0) + 8
        if len(shown) > 1 and min(np.diff([scale.at(tick) for tick in shown])) >= needed:
            return shown
    return shown[::2]


def _draw_claims(sheet: Sheet, axes: Axes, row: Row, labels: list[Label], scale: Scale, top: float) -> None:
    """Draw what is claimed as a band, and before it each claim on a line of its own: its mark, its bounds and its label."""
    ends = [claim.stated or scale.limits[0] for claim in (row.less, row.more)]
    bottom = top + sum(label.height for label in labels)
    if ends[0] < ends[1]:
        axes.fill_between(ends, top, bottom, color=BAND, lw=0, zorder=0.5, gid="claimed")
    for claim, label in zip(row.claims.itertuples(), labels, strict=True):
        y, ink = top + label.height / 2, MARKS[claim.source_type].ink
        if claim.low:
            paper.scatter(axes, claim.source_type, [claim.low], [y])
        else:
            sheet.marks(claim.source_type, [scale.zero], [y])
        if pd.isna(claim.high):
            arrow(sheet, scale.at(claim.low), y, 1, ink, "open-above")
        elif claim.high > claim.low:
            start, end = scale.at(claim.low) if claim.low else scale.left, scale.at(claim.high)
            sheet.rule((start, end), (y, y), color=ink, lw=1.4, zorder=4, gid="ranges")
            sheet.rule((end, end), (y - HALF, y + HALF), color=ink, lw=1.4, zorder=4, gid="range-caps")
        sheet.write(label.x, y, label.text, size=SMALL, color=ink, ha=label.align, gid="label")
        top += label.height


def _title(rows: list[Row]) -> str:
    """Name the one incident with its two ends; of several how many there are, and how far apart their figures are."""
    if len(rows) == 1:
        return f"{rows[0].less.incident_title}: {_ends(rows[0])}"
    incidents = len({(row.less.article_id, row.less.incident_id) for row in rows})
    subject = f"{counted(incidents, 'incident')} told by different sources"
    apart = sorted(row.times for row in rows if row.times and row.times != 1)
    far = " to ".join(dict.fromkeys(short(number) for number in (*apart[:1], *apart[-1:])))
    alike, zero = (sum(row.times == number for row in rows) for number in (1, None))
    parts = [f"the greatest figure is {far} times the least, as stated"] * bool(apart)
    parts += [f"{f'{alike} with ' if apart else ''}one number by all"] * bool(alike) + [f"{zero} with a figure of 0"] * bool(zero)
    return f"{subject}: {'; '.join(parts)}"


def _ends(row: Row) -> str:
    """Write the two claims of a row that are furthest apart: at least 14 killed according to the SOHR, 50 according to rebels."""
    done = "" if row.less.outcome == "casualties" else f" {DONE[row.less.outcome]}"
    return f"{figure(row.less)}{done} {attributed(row.less)}, {figure(row.more)} {attributed(row.more)}"


def _ids(pairs: pd.DataFrame) -> set[str]:
    return set(pairs["claim_a"]) | set(pairs["claim_b"])


def _caption(rows: list[Row], numberless: int, parts: int) -> str:
    """Say how to read the marks and the ratios, what is left out, and what they do not say."""
    drawn = pd.concat([row.claims for row in rows])
    sentences = {
        "A mark is one claim: the least number its wording allows.": True,
        "An arrow: no upper limit is stated.": drawn["high"].isna().any(),
        "A line with a bar: the range that the wording allows.": (drawn["high"] > drawn["low"]).any(),
        "On the grey strip: a wording that allows none, or says so.": (drawn["low"] == 0).any(),
        "The grey band runs between the two stated numbers that are furthest apart: it spans what is claimed, and is neither a margin of "
        "error nor an estimate. As stated: their ratio, without their qualifiers.": any(row.times != 1 for row in rows),
        "As worded: the ratio that the wording allows, a lower limit rounded down and an upper one up.":
            any("as worded" in line for row in rows for line in row.ending()),
        "Cannot both be true: if they count what they are read to count.": any(row.conflicts for row in rows),
        "Other days may explain it: the greater figure covers more days.": any(row.is_of_days for row in rows),
        f"{counted(parts, 'break-down')} of totals that are shown {'is' if parts == 1 else 'are'} left out.": parts,
        f"{counted(numberless, 'claim')} of the same people without a number {'is' if numberless == 1 else 'are'} left out.": numberless,
    }
    return " ".join([*(sentence for sentence, holds in sentences.items() if holds),
                     "What one source alone numbers is not shown, and nothing here says which figure is right."])


def _alt(rows: list[Row]) -> str:
    """Describe the rows in their order, each by the two claims that are furthest apart and by their ratio."""
    opening = f"{counted(len(rows), 'row')} on a logarithmic scale of people, with the claims of different sources about the same people. "
    told = fitting(opening, [f"{row.less.incident_title}: {counted(len(row.claims), 'claim')}, {_ends(row)}; {', '.join(row.ending())}"
                             for row in rows])
    more = len(rows) - len(told)
    return opening + ". ".join(told) + (f"; and {counted(more, 'row')} more in the table." if more else ".")


def fitting(around: str, parts: list[str]) -> list[str]:
    """Keep as many parts, one at least, as an alternative text has room for beside the words around them."""
    room = MOST_WORDS - len(around.split()) - np.cumsum([len(part.split()) for part in parts])
    return parts[:max(1, int((room >= 0).sum()))]


def _table(rows: list[Row]) -> pd.DataFrame:
    """Show one drawn claim a row, with the ratio of the row that it stands in, and the claims that it contradicts."""
    return pd.concat([figures_table(row.claims).assign(**{
        "number stated": row.claims["stated"].to_numpy(),
        "furthest apart": "; ".join(row.ending()),
        "cannot be true together with": [" ".join(b if a == claim else a for a, b in row.conflicts if claim in (a, b))
                                         for claim in row.claims["claim_id"]],
    }) for row in rows], ignore_index=True)
