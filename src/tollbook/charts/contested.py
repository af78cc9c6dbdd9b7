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
from matplotlib.figure import Figure
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tollbook.charts import plane, scale
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer, fitting
from tollbook.charts.palette import BAND, FAINT, MARKS
from tollbook.charts.plane import ARROW, HALF
from tollbook.charts.rivals import ratios, said, same_people, short, stated_times, with_numbers, without_parts
from tollbook.charts.rows import NAME, RATIOS, SOFTLY, lay_out
from tollbook.charts.scale import HEAD_ROOM, Scale
from tollbook.charts.sheet import SMALL, Sheet, balance, measure, wrap
from tollbook.errors import BadInput
from tollbook.telling import DONE, attributed, covered, figure, figures_table, people, voice
from tollbook.words import counted, listed

NAMES, LANE, LINE, BESIDE = 134, 15, 10.5, 7  # points: the names beside the axis, a claim, a line more of text, from mark to text


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
        number, worded = ratios(self.more, self.less, self.times)
        lines = [said(self.times, number, len(self.claims))]
        others = [pair for pair in self.conflicts if set(pair) != {self.less.claim_id, self.more.claim_id}]
        if len(others) < len(self.conflicts):
            lines += ["cannot both be true", *[f"nor can {counted(len(others), 'other pair')}"] * bool(others)]
        else:
            lines += worded + [f"{counted(len(others), 'other pair')} cannot both be true"] * bool(others)
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
        raise BadInput(f"chart: found {counted(len(claims), 'claim')} about people and no two by different sources that state one number "
                       "each of the same people; allowed is a selection with at least one such pair")
    rows = _rows(claims, pairs)
    return Chart(
        slug="contested",
        title=_title(rows),
        caption=_caption(rows, numberless=len(_ids(compared) - _ids(numbered)), parts=len(_ids(numbered) - _ids(pairs)),
                         excluded=int((compared["finding"] == "contradict").sum() - (numbered["finding"] == "contradict").sum())),
        alt=_alt(rows),
        table=_table(rows),
        draw=drawer(_paint, rows),
    )


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


@dataclass(frozen=True)
class Label:
    """What is written beside a claim's mark, from which point on to which side, and the height that the claim takes."""

    text: str
    x: float
    align: str
    height: float


def _paint(width: float, rows: list[Row]) -> Figure:
    """Draw the rows below one axis; their names and ratios stand at its sides, or above each row on a narrow sheet."""
    is_narrow = width < paper.NARROW
    numbers = np.concatenate([row.claims[name].to_numpy("float64") for row in rows for name in ("low", "high", "stated")])
    across = scale.fit(numbers, *((2, width - 2) if is_narrow else (NAMES, width - RATIOS)), after=HALF + ARROW + 4)
    labels = [[_label(claim, across, row.is_same_days) for claim in row.claims.itertuples()] for row in rows]
    heights = [sum(label.height for label in some) for some in labels]
    sides = None if is_narrow else (NAMES, across.right)
    blocks = [lay_out([(row.less.incident_title, NAME), *((line, SOFTLY) for line in _details(row, is_narrow))], row.ending(), height,
                      width, sides) for row, height in zip(rows, heights, strict=True)]
    tops = HEAD_ROOM + np.cumsum([0, *(block.height for block in blocks)])
    sheet = paper.new(width, tops[-1] + 2)
    starts = [top + block.start for block, top in zip(blocks, tops, strict=False)]
    lanes = [(start - 3, start + height + 3) for start, height in zip(starts, heights, strict=True)]
    axes = scale.draw(sheet, across, "people, as each source states them", tops[-1], lanes if is_narrow else [(HEAD_ROOM, tops[-1])])
    for row, block, some, top, start in zip(rows, blocks, labels, tops, starts, strict=False):
        sheet.rule((0, width), (top, top), color=FAINT, lw=0.6)
        block.write(sheet, top)
        _draw_claims(sheet, axes, row, some, across, start)
    return sheet.figure


def _details(row: Row, is_narrow: bool) -> list[str]:
    """Say of a row which days its claims cover, and whom they count: in one line on a narrow sheet."""
    first = next(row.claims.itertuples())
    victims = listed(dict.fromkeys(row.claims["victims"].str.replace(r"[\[\]]", "", regex=True)))
    details = [covered(first) if row.is_same_days else "as of different days", f"claims of {victims} {DONE[first.outcome]}"]
    return ["; ".join(details)] if is_narrow else details


def _label(claim, across: Scale, is_same_days: bool) -> Label:
    """Word the label of a claim, and set it to the side of its mark where it needs fewer lines: the right where both need one."""
    text = f"{figure(claim)} \N{EN DASH} {voice(claim)}" + ("" if is_same_days else f", {covered(claim)}")
    low, high = across.at(claim.low), across.at(claim.high if claim.high > claim.low else claim.low)
    sides = {"left": (high + BESIDE + ARROW * pd.isna(claim.high), across.right), "right": (low - BESIDE, across.left)}
    broken = {align: wrap(text, abs(end - x), SMALL) for align, (x, end) in sides.items()}
    align = min(sides, key=lambda align: (measure(broken[align], SMALL)[0] > abs(np.diff(sides[align])), broken[align].count("\n")))
    x, end = sides[align]
    return Label(balance(text, abs(end - x), SMALL), x, align, LANE + LINE * broken[align].count("\n"))


def _draw_claims(sheet: Sheet, axes: Axes, row: Row, labels: list[Label], across: Scale, top: float) -> None:
    """Draw what is claimed as a band, and before it each claim on a line of its own: its mark, its bounds and its label."""
    ends = [claim.stated or across.limits[0] for claim in (row.less, row.more)]
    bottom = top + sum(label.height for label in labels)
    if ends[0] < ends[1]:
        axes.fill_between(ends, top, bottom, color=BAND, lw=0, zorder=0.5, gid="claimed")
    for claim, label in zip(row.claims.itertuples(), labels, strict=True):
        y, ink = top + label.height / 2, MARKS[claim.source_type].ink
        if claim.low:
            paper.scatter(axes, claim.source_type, [claim.low], [y])
        else:
            sheet.marks(claim.source_type, [across.zero], [y])
        if pd.isna(claim.high):
            scale.arrow_from(sheet, across.at(claim.low), y, 1, ink, "open-above")
        elif claim.high > claim.low:
            scale.reach(sheet, across.at(claim.low) if claim.low else across.left, across.at(claim.high), y, ink)
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


def _caption(rows: list[Row], numberless: int, parts: int, excluded: int) -> str:
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
        f"{counted(numberless, 'claim')} of the same people that {'states' if numberless == 1 else 'state'} no one number "
        f"{'is' if numberless == 1 else 'are'} left out.": numberless,
        f"{counted(excluded, 'pair')} with such a claim {'excludes' if excluded == 1 else 'exclude'} one another.": excluded,
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


def _table(rows: list[Row]) -> pd.DataFrame:
    """Show one drawn claim a row, with the ratio of the row that it stands in, and the claims that it contradicts."""
    return pd.concat([figures_table(row.claims).assign(**{
        "number stated": row.claims["stated"].to_numpy(),
        "furthest apart": "; ".join(row.ending()),
        "cannot be true together with": [" ".join(b if a == claim else a for a, b in row.conflicts if claim in (a, b))
                                         for claim in row.claims["claim_id"]],
    }) for row in rows], ignore_index=True)
