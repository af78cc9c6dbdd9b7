"""The claims of one incident over their days, with those bracketed that cannot all be true.

It is the chart of running totals with brackets beside it: solid where claims contradict, dotted where they would if an open figure
stood for no more than it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from tollbook.charts import campaign
from tollbook.charts import sheet as paper
from tollbook.charts.campaign import ABOVE, BELOW
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.labels import Label, Room
from tollbook.charts.palette import INK, SOFT
from tollbook.charts.sheet import SMALL, Sheet, balance, wrap
from tollbook.compare import conditions
from tollbook.telling import DONE, attributed, covered, figure, figures_table, subject, voice
from tollbook.words import counted, listed

MOST = 4  # brackets
MOST_NAMED, MOST_IDS, MOST_WORDS = 3, 6, 125  # rivals in a title, ids in a sentence, words of an alternative text
PITCH, EDGE = 19, 3  # points: from bracket to bracket, and behind the last
WORDS, BESIDE, LETTER = 112, 14, 13  # points: the width of what brackets say on a wide sheet, what is left of it, and a letter's room
TICK, STEP = 4, 9  # points: the end of a bracket, and from mark to mark at least
LINE, GAP = 1.2 * SMALL, 8  # points: a line of words, and what keeps the words of two brackets apart
BASE = 0.8 * LINE
STRONG, PLAIN = {"size": SMALL, "weight": "bold"}, {"size": SMALL}
KINDS = (("contradiction", "contradiction", None), ("near_miss", "near miss", "near misses"))
NONE = "No contradiction concerns this incident."
LOOKS = {True: {"color": INK, "lw": 1.8, "solid_capstyle": "projecting", "gid": "contradiction"},
         False: {"color": SOFT, "lw": 1.1, "ls": (0, (1.5, 1.5)), "gid": "near-miss"}}

Block = list[tuple[str, dict]]  # texts below one another, with their looks
End = tuple[float, float, float]  # where a bracket stands, and its upper and lower end


@dataclass(frozen=True, eq=False)
class Bracket:
    """Claims that cannot all be true, or that can only because `opened`, one of them, is open above; the greatest first.

    `amount` is by how many people their figures miss one another, or the least that the open figure must stand for; `given` is what this
    takes as given.
    """

    claims: tuple
    amount: int
    opened: tuple | None
    given: str

    @property
    def is_contradiction(self) -> bool:
        return self.opened is None

    @property
    def ids(self) -> list[str]:
        return [claim.claim_id for claim in self.claims]

    def words(self) -> tuple[str, str]:
        """Say what holds for the claims, and by how much: an exact number only where two exact figures differ."""
        every = "both" if len(self.claims) == 2 else "all"
        if self.opened:
            return f"{every} true only if", f"“{figure(self.opened)}” {self.least()}"
        is_exact = len(self.claims) == 2 and all(claim.low == claim.high for claim in self.claims)
        return f"cannot {every} be true:", f"{'' if is_exact else 'at least '}{self.amount:,} apart"

    def least(self) -> str:
        return f"stands for at least {self.amount:,}"

    def who(self) -> str:
        """Name the claims with their voices, and with their outcomes where these differ."""
        differ = len({claim.outcome for claim in self.claims}) > 1
        return listed(f"{_figure(claim, differ)} ({voice(claim)})" for claim in self.claims)

    def sentence(self) -> str:
        looks, verb = ("Solid", "") if self.is_contradiction else ("Dotted", "are ")
        return f"{looks} bracket: {self.who()} {verb}{' '.join(self.words())}."

    def beside(self, claim_id: str) -> str:
        """Say for one of the claims what holds for it together with the others."""
        others = listed(name for name in self.ids if name != claim_id)
        return f"{others}, only if {self.opened.claim_id} {self.least()}" if self.opened else f"{others} ({self.words()[1]})"


def ladder(claims: pd.DataFrame, contradictions: pd.DataFrame, incident_id: str) -> Chart:
    """Chart the claims of one incident over their days, and bracket those that cannot all be true; break-downs are left out.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.
    contradictions : DataFrame
        The built contradictions of these claims, under the same rule set; a row with a claim that is not drawn has no bracket.
    incident_id : str
        Whose claims.

    Raises
    ------
    BadInput
        Where the selection holds no claim about people for the incident.
    """
    own = campaign.of_incident(claims, incident_id)
    drawn = campaign.in_order(own)
    concerned = contradictions.loc[_has(contradictions, lambda ids: not ids.isdisjoint(own["claim_id"]))]
    is_drawn = _has(concerned, lambda ids: ids <= set(drawn["claim_id"]))
    brackets = _brackets(concerned.loc[is_drawn], drawn)
    unmarked = _unmarked(concerned, is_drawn, len(brackets) - MOST)
    return Chart(
        slug=f"ladder-{incident_id}",
        title=_title(drawn, brackets),
        caption=_caption(campaign.reading(drawn, len(own) - len(drawn)), brackets, unmarked),
        alt=_alt(drawn, brackets, unmarked),
        table=_table(drawn, brackets),
        draw=drawer(_paint, drawn, brackets[:MOST]),
    )


def _has(contradictions: pd.DataFrame, holds: Callable[[set[str]], bool]) -> np.ndarray:
    """Tell for each row whether something holds for the ids of its claims."""
    return np.array([holds(set(ids.split("; "))) for ids in contradictions["claims"]], dtype="bool")


def _brackets(rows: pd.DataFrame, drawn: pd.DataFrame) -> list[Bracket]:
    """Make a bracket of each row: contradictions, those furthest apart first, then near misses."""
    known = {claim.claim_id: claim for claim in drawn.sort_values("low", ascending=False, kind="stable").itertuples()}
    rows = rows.sort_values(["kind", "apart_by"], ascending=[True, False], kind="stable")
    return [Bracket(tuple(claim for name, claim in known.items() if name in row.claims.split("; ")),
                    int(row.apart_by if row.kind == "contradiction" else row.least_value),
                    None if row.kind == "contradiction" else known[row.open_claim],
                    "" if pd.isna(row.rests_on) else row.rests_on) for row in rows.itertuples()]


def _paint(width: float, claims: pd.DataFrame, brackets: list[Bracket]) -> Figure:
    # those that reach furthest down stand first, so that the line to their words passes below the others
    brackets = sorted(brackets, key=lambda bracket: bracket.claims[-1].low)
    figure, unlabelled = _lay(width, claims, brackets, 0)
    return _lay(width, claims, brackets, unlabelled)[0] if unlabelled else figure


def _lay(width: float, claims: pd.DataFrame, brackets: list[Bracket], spare: float) -> tuple[Figure, float]:
    """Draw the claims with the brackets to their right; what these say stands beside them, or below on a narrow sheet.

    `spare` points are kept free below for claims whose labels have no room; how many they need is known once the labels are placed, and
    given with the figure.
    """
    is_narrow = width < paper.NARROW
    blocks = [_said_below(bracket, width - LETTER) if is_narrow else _said_beside(bracket) for bracket in brackets]
    said = sum(_tall(block) + GAP for block in blocks)
    left, height = campaign.extent(claims, width)
    height = height if is_narrow else max(height, said)
    right = width - PITCH * len(brackets) - EDGE - (BESIDE + WORDS) * (not is_narrow) if brackets else width - 16
    below = ABOVE + height + BELOW
    sheet = paper.new(width, below + spare + said * is_narrow)
    room = Room(sheet.width, sheet.height)
    drawn = campaign.draw(sheet, (left, ABOVE, right - left, height), claims, room)
    unlabelled = campaign.label(sheet, drawn, room, (left, ABOVE - 10, right + (5 if brackets else 15), ABOVE + height))
    ends = [_draw_bracket(sheet, drawn, bracket, right + PITCH * at) for at, bracket in enumerate(brackets, 1)]
    if is_narrow:
        _write_list(sheet, blocks, ends, 0, below + spare)
    else:
        _write_beside(sheet, blocks, ends, ABOVE + height)
    return sheet.figure, _write_labels(sheet, unlabelled, below)


def _write_labels(sheet: Sheet, unlabelled: list[tuple[str, Label]], top: float) -> float:
    """Write the labels that have no room beside their marks below one another, and give the points that they need."""
    start = top
    for source_type, label in unlabelled:
        sheet.marks(source_type, [4], [top + LINE / 2], area=30)
        text = wrap(label.wordings[0], sheet.width - LETTER, SMALL)
        top = _write(sheet, [(text, PLAIN | {"color": label.ink, "gid": "label"})], LETTER, top) + 4
    return top - start


def _said_beside(bracket: Bracket) -> Block:
    head, amount = bracket.words()
    return [(head, STRONG if bracket.is_contradiction else PLAIN), (balance(amount, WORDS - LETTER, SMALL), PLAIN)]


def _said_below(bracket: Bracket, width: float) -> Block:
    said, who = " ".join(bracket.words()), balance(bracket.who(), width, SMALL)
    head = (wrap(said, width, SMALL, bold=True), STRONG) if bracket.is_contradiction else (balance(said, width, SMALL), PLAIN)
    return [head, (who, PLAIN)]


def _tall(block: Block) -> float:
    return LINE * sum(text.count("\n") + 1 for text, _ in block)


def _draw_bracket(sheet: Sheet, drawn: pd.DataFrame, bracket: Bracket, x: float) -> End:
    """Draw a bracket with the marks of its claims at their heights, and give its place, its upper and its lower end."""
    rows = drawn.set_index("claim_id").loc[bracket.ids].sort_values("y", kind="stable")
    ends, how = spread(rows["y"], [STEP] * len(rows), sheet.height), LOOKS[bracket.is_contradiction]
    sheet.rule((x, x), (ends[0], ends[-1]), **how)
    for source_type, y in zip(rows["source_type"], ends, strict=True):
        sheet.rule((x - TICK, x), (y, y), **how | {"gid": f"{how['gid']}-claims"})
        sheet.marks(source_type, [x - TICK - 4], [y], area=30)
    return x, ends[0], ends[-1]


def _write_list(sheet: Sheet, blocks: list[Block], ends: list[End], left: float, top: float) -> None:
    """Name the brackets by letters, and list what they say."""
    for letter, block, (x, upper, _) in zip(ascii_lowercase, blocks, ends, strict=False):
        sheet.write(x, upper - 6, letter, ha="center", va="baseline", **STRONG)
        sheet.write(left, top + GAP + BASE, letter, va="baseline", **STRONG)
        top = _write(sheet, block, left + LETTER, top + GAP)


def _write_beside(sheet: Sheet, blocks: list[Block], ends: list[End], bottom: float) -> None:
    """Write beside each bracket what it says, with a line to it; where that line would cross another bracket, list all by letters."""
    left, heights = sheet.width - WORDS, [_tall(block) + GAP for block in blocks]
    free = [max([upper, *(lower for _, _, lower in ends[at:] if lower < own)]) for at, (_, upper, own) in enumerate(ends)]
    middles = spread([(start + own) / 2 for start, (_, _, own) in zip(free, ends, strict=True)], heights, bottom)
    spans = [[lower > middle > upper for _, upper, lower in ends[at:]] for at, middle in enumerate(middles)]
    if any(not own or any(others) for own, *others in spans):
        return _write_list(sheet, blocks, ends, left, ABOVE - GAP)
    for block, (x, _, _), middle in zip(blocks, ends, middles, strict=True):
        sheet.rule((x, left - 3), (middle, middle), lw=0.5, gid="leader")
        _write(sheet, block, left, middle - _tall(block) / 2)
    return None


def _write(sheet: Sheet, block: Block, x: float, top: float) -> float:
    """Write the texts of a block below one another, and give where it ends."""
    for text, how in block:
        for line in text.split("\n"):
            sheet.write(x, top + BASE, line, va="baseline", **how)
            top += LINE
    return top


def spread(middles: Iterable[float], heights: list[float], bottom: float) -> np.ndarray:
    """Move the middles of things apart, as little as needed, so that none covers another and the last ends above the bottom."""
    placed = np.array(middles, dtype="float64")
    order, end = np.argsort(placed, kind="stable"), -np.inf
    for at in order:
        placed[at] = max(placed[at], end + heights[at] / 2)
        end = placed[at] + heights[at] / 2
    end = bottom
    for at in order[::-1]:
        placed[at] = min(placed[at], end - heights[at] / 2)
        end = placed[at] - heights[at] / 2
    return placed


def _title(drawn: pd.DataFrame, brackets: list[Bracket]) -> str:
    """State what cannot be true together, the claims furthest apart first; else what only an open figure lets be true; else the ends."""
    if not brackets:
        return campaign.title(drawn)
    first, name = brackets[0], drawn["incident_title"].iloc[0]
    if first.opened:
        others = [_attributed(claim, first.opened) for claim in first.claims if claim is not first.opened]
        return (f"{name}: {listed([_attributed(first.opened), *others])} can {'both' if len(others) == 1 else 'all'} be true only if the "
                f"first {first.least()}")
    most, *rest = first.claims
    if len(rest) > 1:
        return f"{name}: {listed([_attributed(most), *(_attributed(claim, most) for claim in rest)])} cannot all be true"
    rivals = [one.claims[1] for one in brackets if one.is_contradiction and len(one.claims) == 2 and one.claims[0] is most][:MOST_NAMED]
    return f"{name}: {_attributed(most)} cannot be true together with {listed((_attributed(claim, most) for claim in rivals), 'or')}"


def _attributed(claim, after=None) -> str:
    """Write a figure with its claimant, and with its outcome unless a claim before had the same."""
    return f"{_figure(claim, after is None or after.outcome != claim.outcome)} {attributed(claim)}"


def _figure(claim, has_outcome: bool) -> str:
    return f"{figure(claim)} {DONE[claim.outcome]}" if has_outcome and claim.outcome != "casualties" else figure(claim)


def _caption(reading: list[str], brackets: list[Bracket], unmarked: list[str]) -> str:
    """Say how to read the marks and the brackets, and what they do not say."""
    sentences = {
        "A solid bracket: claims that cannot all be true, if they count what they are read to count.":
            any(one.is_contradiction for one in brackets[:MOST]),
        "A dotted bracket: claims that can all be true only if an open figure stands for more than it names.":
            any(one.opened for one in brackets[:MOST]),
        "At a bracket the marks of its claims stand once more.": bool(brackets),
        f"Taken as given: {'; '.join(_given(brackets[:MOST]))}.": _given(brackets[:MOST]),
    }
    return " ".join([*reading, *(sentence for sentence, holds in sentences.items() if holds), *unmarked,
                     "No line joins the claims over time, as each voice counts for itself, and nothing here says which figure is right."])


def _given(brackets: list[Bracket]) -> list[str]:
    """List what the brackets take as given, with all their claims at once."""
    return list(conditions(list({claim.claim_id: claim for one in brackets for claim in one.claims}.values())))


def _unmarked(concerned: pd.DataFrame, is_drawn: np.ndarray, too_many: int) -> list[str]:
    """Say that no contradiction concerns the incident, or which have no bracket here."""
    gone = concerned.loc[~is_drawn]
    ids = sorted({name for names in gone["claims"] for name in names.split("; ")})
    parts = [counted(number, one, more) for kind, one, more in KINDS if (number := int((gone["kind"] == kind).sum()))]
    named = ", ".join(ids[:MOST_IDS]) + (" and others" if len(ids) > MOST_IDS else "")
    sentences = {
        NONE: not (concerned["kind"] == "contradiction").any(),
        f"Without a bracket: {listed(parts)} with claims that are not drawn here ({named}).": len(gone),
        f"The table has {counted(too_many, 'bracket')} more.": too_many > 0,
    }
    return [sentence for sentence, holds in sentences.items() if holds]


def _alt(drawn: pd.DataFrame, brackets: list[Bracket], unmarked: list[str]) -> str:
    """Describe the marks in the order of their days, then the brackets: as many as a short text holds."""
    none = [sentence for sentence in unmarked if sentence == NONE]
    texts = [" ".join([_marks_told(drawn, most), *(one.sentence() for one in brackets[:most]), *none]) for most in range(MOST, 0, -1)]
    return next((text for text in texts if len(text.split()) <= MOST_WORDS), texts[-1])


def _marks_told(drawn: pd.DataFrame, most: int) -> str:
    told = "; ".join(f"{figure(claim)} ({voice(claim)}, {covered(claim)})" for claim in drawn.head(most).itertuples())
    more = f"; and {counted(len(drawn) - most, 'claim')} more in the table." if len(drawn) > most else "."
    return (f"{counted(len(drawn), 'claim')} of {subject(drawn)}, {drawn['incident_title'].iloc[0]}, over their days, with people on a "
            f"logarithmic scale: {told}{more}")


def _table(drawn: pd.DataFrame, brackets: list[Bracket]) -> pd.DataFrame:
    """Show one drawn claim a row, with what brackets say of it and others, and what they take as given."""
    own = [(name, [one for one in brackets if name in one.ids]) for name in drawn["claim_id"]]
    return figures_table(drawn).assign(**{
        "cannot be true together with": ["; ".join(one.beside(name) for one in some if one.is_contradiction) for name, some in own],
        "can be true together with": ["; ".join(one.beside(name) for one in some if one.opened) for name, some in own],
        "taken as given": ["; ".join(dict.fromkeys(one.given for one in some if one.given)) for _, some in own],
    })
