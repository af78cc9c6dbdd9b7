"""Whether sources state more or less than others where they have something at stake in whom they count.

A mark is a pair of claims about the same people, one by a source with a stake and one by a source without. Pairs are shown one by one
and summed up in no number: they are those that the article happens to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tollbook.bounds import Ratio, in_step
from tollbook.charts import scale as axis
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer, fitting
from tollbook.charts.palette import FAINT, INK, MARKS, SIZES, SOFT
from tollbook.charts.plane import HALF
from tollbook.charts.rivals import ratios, said, same_people, short, stated_times, with_numbers, without_parts
from tollbook.charts.rows import PLAIN, RATIOS, SOFTLY, lay_out
from tollbook.charts.sheet import MARK, SMALL, TEXT, Sheet, measure, wrap
from tollbook.errors import BadInput
from tollbook.telling import bounds_of, covered, done, figure, people, voice
from tollbook.words import counted, listed

INTERESTS = {"own_losses": "own losses", "enemy_losses": "enemy losses", "civilians_by_enemy": "civilians hurt by an enemy",
             "civilians_by_own_side": "civilians hurt by its own side", "people_by_enemy": "people of no one side, hurt by an enemy"}
NONE = "no_stake"
NAMES, HEAD, HEADING, LANE, ZERO = 204, 44, 22, 14, 18  # points
LEAST_REACH = np.log10(2)
TICKS = ((1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 50, 100), (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000), (1, 2, 5, 10, 20, 50, 100, 1000),
         (1, 10, 100, 1000, 10_000, 100_000), (1, 100, 10_000, 1_000_000), (1, 1000, 1_000_000))
SCALE = "how many times the other's number the source with a stake states; logarithmic scale"


@dataclass(frozen=True)
class Pair:
    """Two claims about the same people: one by a source with a stake, the other by one without.

    `times` is how many times the other's number the first states, without qualifiers; None where the other states 0.
    """

    interest: str
    claim: tuple
    other: tuple
    times: Fraction | None
    is_same_days: bool
    is_of_days: bool
    is_conflict: bool

    @property
    def ratio(self) -> Ratio | None:
        """Give what the bounds of the two allow; None where the other's is exactly 0."""
        other = bounds_of(self.other)
        return None if other.high == 0 else bounds_of(self.claim).ratio(other)

    def times_in_words(self) -> tuple[str, str]:
        """Write the ratio of the two numbers as stated, and the ratios that their bounds allow."""
        if self.times is None or self.ratio is None:
            return "no ratio" if self.times is None else short(self.times), "" if self.ratio is None else self.ratio.rounded()
        return in_step(Ratio(self.times, self.times), self.ratio)

    def names(self) -> list[tuple[str, dict]]:
        """Write the two figures in the colours of who states them, with their days where they differ, and what they are about."""
        ends = (self.claim, self.other)
        days = ["" if self.is_same_days else f", {covered(claim)}" for claim in ends]
        told = [f"{f'{figure(claim)} {done(claim)}'.strip()} \N{EN DASH} {voice(claim)}{day}"
                for claim, day in zip(ends, days, strict=True)]
        inks = [PLAIN | {"color": MARKS[claim.source_type].ink} for claim in ends]
        about = self.claim.incident_title + (f", {covered(self.claim)}" if self.is_same_days else "")
        return [(told[0], inks[0]), (f"against {told[1]}", inks[1]), (about, SOFTLY)]

    def ending(self) -> list[str]:
        """Say how many times the other's number it is, as stated and as worded, and whether both can be true."""
        number, worded = ratios(self.claim, self.other, self.times)
        also = ["cannot both be true"] if self.is_conflict else worded
        return [said(self.times, number), *also, *["other days may explain it"] * self.is_of_days]


def disagreement(comparisons: pd.DataFrame, claims: pd.DataFrame) -> Chart:
    """Chart how the figures of sources with a stake stand to those of sources without, by what is at stake.

    Parameters
    ----------
    comparisons : DataFrame
        The built comparisons of these claims; pairs with a claim outside the selection are left out.
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.

    Raises
    ------
    BadInput
        Where no source with a stake and no source without one state numbers of the same people.
    """
    claims = people(claims)
    rivals = without_parts(claims, with_numbers(same_people(claims, comparisons)))
    staked = rivals[rivals["interest_a"].isin(INTERESTS) & (rivals["interest_b"] == NONE)
                    | rivals["interest_b"].isin(INTERESTS) & (rivals["interest_a"] == NONE)]
    if staked.empty:
        raise BadInput(f"chart: found {counted(len(rivals), 'pair')} of claims by different sources with numbers of the same people, "
                       "and none of a source with a stake and one without; allowed is a selection with at least one such pair")
    pairs = _pairs(claims, staked)
    return Chart(
        slug="disagreement",
        title=_title(pairs),
        caption=_caption(pairs, len(rivals) - len(staked)),
        alt=_alt(pairs),
        table=_table(pairs),
        draw=drawer(_paint, pairs),
    )


def _pairs(claims: pd.DataFrame, staked: pd.DataFrame) -> list[Pair]:
    """Turn each pair so that the source with a stake comes first; in the order of the interests, the greatest ratio first."""
    known = {claim.claim_id: claim for claim in claims[claims["claim_id"].isin([*staked["claim_a"], *staked["claim_b"]])].itertuples()}
    pairs = []
    for row in staked.itertuples():
        ends = (row.claim_a, row.stated_a), (row.claim_b, row.stated_b)
        (first, number), (second, others) = ends if row.interest_a in INTERESTS else ends[::-1]
        interest = row.interest_a if row.interest_a in INTERESTS else row.interest_b
        pairs.append(Pair(interest, known[first], known[second], stated_times(int(others), int(number)), row.days == "same",
                          row.dates_explain == "may", row.finding == "contradict"))
    order = list(INTERESTS)
    return sorted(pairs, key=lambda pair: (order.index(pair.interest), pair.times is not None, -(pair.times or 0)))


@dataclass(frozen=True)
class Scale:
    """The logarithmic axis of ratios about 1, in points; strips at its ends hold a number of 0 against another, and another against 0."""

    left: float
    right: float
    decade: float
    zero: float | None
    none: float | None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def limits(self) -> tuple[float, float]:
        reach = (self.right - self.left) / 2 / self.decade
        return 10 ** -reach, 10 ** reach

    def at(self, times: Fraction | None) -> float:
        """Give the point where a ratio stands."""
        return self.none if times is None else self.zero if times == 0 else self.middle + np.log10(float(times)) * self.decade


def _paint(width: float, pairs: list[Pair]) -> Figure:
    """Draw each interest with its pairs below, and the pairs beside their words, or below them on a narrow sheet."""
    is_narrow = width < paper.NARROW
    sides = None if is_narrow else (NAMES, width - RATIOS)
    scale = _scale(pairs, *(sides or (2, width - 2)))
    title = wrap(SCALE, width, SMALL)
    head = HEAD + 10 * title.count("\n")
    headings, rows, top = [], [], head
    for interest in INTERESTS:
        own = [pair for pair in pairs if pair.interest == interest]
        headings.append((top, interest, len(own)))
        top += HEADING
        for pair in own:
            block = lay_out(pair.names(), pair.ending(), LANE, width, sides)
            rows.append((top, pair, block))
            top += block.height
    sheet = paper.new(width, top + 2)
    sheet.write(0, 2, title, size=SMALL, color=SOFT, va="top")
    lanes = [(top + block.start, top + block.start + LANE) if is_narrow else (top, top + block.height) for top, _, block in rows]
    axes = _draw_axis(sheet, scale, head, lanes)
    for top, interest, number in headings:
        _write_heading(sheet, top, interest, number)
    for top, pair, block in rows:
        block.write(sheet, top)
        _draw_pair(sheet, axes, pair, scale, top + block.start + LANE / 2)
    return sheet.figure


def _scale(pairs: list[Pair], left: float, right: float) -> Scale:
    """Choose the axis so that 1 is in its middle, and every ratio that is known is on it."""
    ratios = [pair.ratio for pair in pairs if pair.ratio]
    seen = [*(pair.times for pair in pairs), *(ratio.low for ratio in ratios), *(ratio.high for ratio in ratios)]
    reach = max([LEAST_REACH, *(abs(np.log10(float(number))) for number in seen if number)])
    has_zero, has_none = any(pair.times == 0 for pair in pairs), any(pair.times is None for pair in pairs)
    zero, none = left + ZERO / 2 if has_zero else None, right - ZERO / 2 if has_none else None
    left, right = left + (ZERO + 4) * has_zero, right - (ZERO + 4) * has_none
    return Scale(left, right, ((right - left) / 2 - 20) / reach, zero, none)


def _draw_axis(sheet: Sheet, scale: Scale, head: float, lanes: list[tuple[float, float]]) -> Axes:
    """Lay the axis below its numbers, with lines from them over the heights of the pairs, and say which way is more."""
    axes = sheet.panel(scale.left, head, scale.right - scale.left, sheet.height - head)
    axes.set(xscale="log", xlim=scale.limits, ylim=(sheet.height, head), autoscale_on=False)
    ticks = _ticks(scale)
    axis.grid(axes, [float(tick) for tick in ticks], lanes)
    axis.grid(axes, [1], lanes, color=SOFT, lw=0.9, gid="same")
    for tick in ticks:
        sheet.write(scale.at(tick), head - 8, _written(tick), size=SMALL, color=SOFT, ha="center")
    for x, name in ((scale.zero, "0"), (scale.none, "to 0")):
        if x:
            sheet.write(x, head - 8, name, size=SMALL, color=SOFT, ha="center")
            axis.strip(sheet, x, ZERO, lanes)
    apart = measure("same", SMALL)[0] / 2 + 12
    for x, words, align in ((scale.middle - apart, "\N{LEFTWARDS ARROW} states less", "right"), (scale.middle, "same", "center"),
                            (scale.middle + apart, "states more \N{RIGHTWARDS ARROW}", "left")):
        sheet.write(x, head - 22, words, size=SMALL, ha=align)
    return axes


def _ticks(scale: Scale) -> list[Fraction]:
    """Choose the ratios to name, and their inverses: as many as there is room for."""
    for ticks in TICKS:
        wide = {Fraction(tick): measure(_written(Fraction(1, tick)), SMALL)[0] for tick in ticks}
        shown = [tick for tick in wide if scale.at(tick) + wide[tick] / 2 <= scale.right]
        if all(apart >= wide[tick] + 6 for apart, tick in zip(np.diff([scale.at(tick) for tick in shown]), shown[1:], strict=True)):
            break
    return [1 / tick for tick in shown[:0:-1]] + shown


def _written(tick: Fraction) -> str:
    return f"{tick.numerator:,}" if tick >= 1 else f"1/{tick.denominator:,}"


def _write_heading(sheet: Sheet, top: float, interest: str, number: int) -> None:
    """Head an interest with its number of pairs; one without any stands back."""
    sheet.rule((0, sheet.width), (top, top), color=FAINT, lw=0.6)
    name = INTERESTS[interest]
    sheet.write(0, top + HEADING / 2 + 1, name, weight="bold", color=INK if number else SOFT)
    x = measure(name, TEXT, bold=True)[0] + 7
    sheet.write(x, top + HEADING / 2 + 1, counted(number, "pair") if number else "no pair", size=SMALL, color=SOFT)


def _draw_pair(sheet: Sheet, axes: Axes, pair: Pair, scale: Scale, y: float) -> None:
    """Draw a pair as a mark at the ratio stated, with what the wording allows: a line with a bar, or an arrow where it sets no limit."""
    kind, x = pair.claim.source_type, scale.at(pair.times)
    ink = MARKS[kind].ink
    ends = ((-1, pair.ratio.low or None, "open-below"), (1, pair.ratio.high, "open-above")) if pair.ratio and pair.times else ()
    for way, end, gid in ends:
        if end is None:
            axis.arrow_from(sheet, x, y, way, ink, gid)
        elif way * (scale.at(end) - x) > HALF:
            axis.reach(sheet, x, scale.at(end), y, ink)
    mark = MARKS[kind]
    where, at = (axes, float(pair.times)) if pair.times else (sheet.paper, x)
    where.scatter([at], [y], s=MARK * SIZES.get(mark.marker, 1), marker=mark.marker, facecolor=mark.fill if pair.is_same_days else "white",
                  edgecolor=mark.ink, linewidth=1.2, zorder=5, clip_on=False, gid=f"marks-{kind}")


def _title(pairs: list[Pair]) -> str:
    """Count the pairs by the side on which the source with a stake stands, by the numbers as stated."""
    higher, same = (sum(found) for found in zip(*((pair.times is None or pair.times > 1, pair.times == 1) for pair in pairs), strict=True))
    counts = {"greater": higher, "less": len(pairs) - higher - same, "the same": same}
    is_one = len(pairs) == 1
    parts = [way if is_one else f"{way} in {'all' if number == len(pairs) else number}" for way, number in counts.items() if number]
    return (f"Sources with a stake against those without: {counted(len(pairs), 'pair')}; the figure with a stake, as stated, is "
            f"{listed(parts)}")


def _caption(pairs: list[Pair], not_shown: int) -> str:
    """Say how to read a mark, on how many claims the pairs rest, what is not shown and what is not said."""
    ratios = [pair.ratio for pair in pairs if pair.times and pair.ratio]
    claims = len({pair.claim.claim_id for pair in pairs})
    are, is_nested = "is" if not_shown == 1 else "are", not all(pair.is_same_days for pair in pairs)
    sentences = {
        "A mark is two claims about the same people, by a source with a stake in whom it counts and by one without; it has the look of the "
        "first. Without a stake: it is named and belongs to no side. The mark stands at the ratio of the two numbers as stated, "
        "without their qualifiers.": True,
        "An arrow: on that side the wording sets no limit.": any(not ratio.low or ratio.high is None for ratio in ratios),
        "A line with a bar: the ratios that the wording allows.": any(0 < ratio.low < (ratio.high or 0) for ratio in ratios),
        "Hollow: the two cover different days, those of one within those of the other.": is_nested,
        "On the grey strips: a number of 0 by one of the two.": any(not pair.times for pair in pairs),
        "Cannot both be true: if they count what they are read to count.": any(pair.is_conflict for pair in pairs),
        f"The pairs rest on {counted(claims, 'claim')} of sources with a stake, and are not {len(pairs)} separate "
        "cases.": claims < len(pairs),
        f"{counted(not_shown, 'pair')} {are} not shown: both sources or neither have a stake, or one is not named.": not_shown,
        f"No average is drawn from {counted(len(pairs), 'pair')}, and nothing here says which figure is right.": True,
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)


def _alt(pairs: list[Pair]) -> str:
    """Describe the marks of each interest, and name the interests without any."""
    opening = f"{counted(len(pairs), 'mark')} on a logarithmic scale of ratios about 1, in rows for five interests. "
    mute, names = ([name for code, name in INTERESTS.items() if (code in {pair.interest for pair in pairs}) == is_told]
                   for is_told in (False, True))
    closing = f" No pair for {listed(mute, 'or')}." if mute else ""
    parts = fitting(" ".join([opening, closing, *names]), [
        f"{voice(pair.claim)} {figure(pair.claim)} against {voice(pair.other)} {figure(pair.other)}, {pair.ending()[0]}" for pair in pairs])
    told: dict[str, list[str]] = {}
    for pair, part in zip(pairs, parts, strict=False):
        told.setdefault(INTERESTS[pair.interest], []).append(part)
    more = len(pairs) - len(parts)
    return (opening + ". ".join(f"{name[:1].upper()}{name[1:]}: {'; '.join(some)}" for name, some in told.items())
            + (f"; and {counted(more, 'mark')} more in the table." if more else ".") + closing)


def _table(pairs: list[Pair]) -> pd.DataFrame:
    """Show one pair a row; an interest without any has a row of its own."""
    rows = [(INTERESTS[pair.interest], pair.claim.source_name, figure(pair.claim), pair.claim.claim_id, pair.other.source_name,
             figure(pair.other), pair.other.claim_id, pair.claim.incident_title, covered(pair.claim), covered(pair.other),
             *pair.times_in_words(),
             "no" if pair.is_conflict else "yes") for pair in pairs]
    order = list(INTERESTS.values())
    rows += [(name, "no pair", *[""] * 11) for name in order if name not in {row[0] for row in rows}]
    return pd.DataFrame(sorted(rows, key=lambda row: order.index(row[0])), columns=[
        "at stake", "source with a stake", "its figure", "its claim", "other source", "other figure", "other claim", "incident", "its days",
        "other days", "times as stated", "times as worded", "can both be true"])
