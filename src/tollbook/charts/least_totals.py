"""Who counts whom, and how many at least: a source type's own claims of a side, and the least total that they allow.

A cell is one total: its number is a floor, its tint the number of claims that can be of those counted, and a dot is a silence. No row
is the sum of others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from tollbook import measures, schema
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.floors import of_whom
from tollbook.charts.matrix import GAP, TILT, TINTS
from tollbook.charts.palette import FAINT, INK, RULE, SOFT
from tollbook.charts.sheet import SMALL, TEXT, Sheet, balance, measure
from tollbook.errors import BadInput
from tollbook.telling import DONE, PEOPLE
from tollbook.tolls import rule_in_words
from tollbook.words import counted, listed, plain

ANY_SIDE = "any side"
NO_FLOOR, NONE_LEFT, AT_ODDS = "no floor", "none left", "cannot all be true"
LEAST, MOST = 52, 120  # points for a column: below the least, the names of the rows leave the side
CELL, SILENT, STACKED, APART = 39, 17, 13, 3  # points: a cell, a row of dots, the same below its name, and what keeps rows apart
LEADING = 1.25  # height of a line in a cell, against the size of its letters
# looks of the least totals: the first that fits every cell
NUMBERS = [{"size": size, "weight": weight} for size, weight in ((11, "bold"), (10, "bold"), (9, "bold"), (8, "bold"), (8, "normal"))]
# what the totals of a chart have in common; those of another kind are not drawn
SAME = ["outcome", "rule", "first_source_type", "single_sourced", "implied", "date_from", "date_to", "rule_set"]
# claims of another outcome than the one counted that can be of it
WIDER = {"killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed and wounded together", "casualties": "casualties"}


@dataclass(frozen=True)
class Cell:
    """One total of a source type's claims of one side, and the ids of those that name the side or hold the total up.

    The total can rest on fewer claims than these, where a rule leaves some out, and on more, as people of no stated side can be of it.
    """

    source_type: str
    side: str
    toll: tuple
    claims: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        return not self.claims and not self.has_floor

    @property
    def has_floor(self) -> bool:
        return self.toll.state == "consistent" and (self.toll.low > 0 or self.is_one_number)

    @property
    def number(self) -> int:
        """How many claims can be of those counted."""
        return int(self.toll.claims)

    @property
    def is_one_number(self) -> bool:
        return pd.notna(self.toll.high) and self.toll.low == self.toll.high

    def words(self) -> tuple[str, str]:
        """Give the qualifier and the number of the least total, or the words for having none."""
        if self.is_silent:
            return "", ""
        if self.has_floor:
            return "" if self.is_one_number else "at least", f"{self.toll.low:,}"
        return {"contradiction": AT_ODDS, "no_claim": NONE_LEFT}.get(self.toll.state, NO_FLOOR), ""

    def told(self) -> str:
        return " ".join(filter(None, self.words()))


def least_totals(claims: pd.DataFrame, tolls: pd.DataFrame) -> Chart:
    """Chart for each source type and side the least total that the type's own claims allow, and how many claims can be of it.

    Parameters
    ----------
    claims : DataFrame
        The built claims that the totals are of.
    tolls : DataFrame
        The built totals of one article. Used are those of one source type each that count as the first row does: its outcome, days, rule
        and rule set, with or without single-sourced and implied claims; a side or source type that has none of them is left out.

    Raises
    ------
    BadInput
        Where there is no such total, or none with a claim; where they are of lost materiel, of several articles, or not one for each source
        type and side; where a total rests on a claim that is not among `claims`.
    """
    totals = _totals(tolls)
    cells = _cells(claims, totals)
    if all(cell.is_silent for cell in cells):
        raise BadInput(f"chart: no source type states a total of {of_whom(_any_side(cells))} in this selection")
    return Chart(
        slug="least-totals",
        title=_title(cells),
        caption=_caption(cells),
        alt=_alt(cells),
        table=_table(cells),
        draw=drawer(_paint, cells),
    )


def _totals(tolls: pd.DataFrame) -> pd.DataFrame:
    """Keep the totals that are drawn: each by one source type alone, and otherwise of what the table's first row is of."""
    if tolls.empty:
        raise BadInput("chart: this selection has no totals")
    if tolls["outcome"].iloc[0] == "materiel":
        raise BadInput("chart: the totals of this selection are of vehicles and weapons lost, and this chart is of people")
    kept = tolls["voices"].isin(schema.SOURCE_TYPES) & tolls["victim_side"].isin([*measures.SIDES, schema.ANY])
    for name in SAME:
        value = tolls[name].iloc[0]
        kept &= tolls[name].isna() if pd.isna(value) else tolls[name] == value
    found = tolls[kept]
    if found.empty:
        raise BadInput("chart: this selection has totals of all sources together, and none of one source type alone")
    if found["article_id"].nunique() > 1:
        raise BadInput(f"chart: the totals are of several articles ({listed(found['article_id'].unique())}), and this chart is of one")
    pairs = found.groupby(["voices", "victim_side"]).size().unstack(fill_value=0)
    if (pairs != 1).any(axis=None):
        voice, side = pairs.stack().ne(1).idxmax()
        raise BadInput(f"chart: there {'is no total' if not pairs.at[voice, side] else 'are several totals'} by sources of the type "
                       f"{plain(voice)} for {_names(side)}, and this chart takes one for each source type and side")
    return found


def _cells(claims: pd.DataFrame, totals: pd.DataFrame) -> list[Cell]:
    """Pair each total with the claims of its source type that name its side or hold it up, in the order of the codebook."""
    held = totals["low_held_by"].str.findall(schema.CLAIM_ID).map(lambda found: found if isinstance(found, list) else [])
    if unknown := sorted(set(held.explode().dropna()) - set(claims["claim_id"])):
        raise BadInput(f"chart: the totals rest on {listed(unknown[:3])}, which the selection of claims does not hold")
    can_be = _can_be(claims, next(totals.itertuples()))
    of_type = {name: (own, can_be[own.index]) for name, own in claims.groupby("source_type")}
    cells = []
    for toll, ids in zip(totals.itertuples(), held, strict=True):
        own, stated = of_type.get(toll.voices, (claims[:0], can_be[:0]))
        names = (own["victim_side"] == toll.victim_side) | (toll.victim_side == schema.ANY)
        cells.append(Cell(toll.voices, toll.victim_side, toll, tuple(own.loc[stated & names | own["claim_id"].isin(ids), "claim_id"])))
    types, sides = list(schema.SOURCE_TYPES), [*measures.SIDES, schema.ANY]
    return sorted(cells, key=lambda cell: (types.index(cell.source_type), sides.index(cell.side)))


def _can_be(claims: pd.DataFrame, toll) -> pd.Series:
    """Tell which claims can be of the outcome and the days that a total counts; a first day that is not stated can be any."""
    kept = claims["outcome"].isin([toll.outcome, *_wider(toll.outcome)])
    if toll.implied == "no":
        kept &= claims["qualifier"] != "implied"
    if pd.notna(toll.date_from):
        kept &= claims["date_end"] >= toll.date_from
    if pd.notna(toll.date_to):
        kept &= claims["date_start"].fillna("") <= toll.date_to
    return kept


def _wider(outcome: str) -> list[str]:
    """List the other outcomes whose claims can be of an outcome."""
    return [other for other in WIDER if other != outcome and set(measures.HARMS[other]) & set(measures.HARMS[outcome])]


def _any_side(cells: list[Cell]):
    """Give a total of the chart as if of any side: what they all count."""
    return cells[0].toll._replace(victim_side=schema.ANY)


def _of(cells: list[Cell], name: str) -> dict[str, list[Cell]]:
    """Group cells by source type or side, in their order."""
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(getattr(cell, name), []).append(cell)
    return groups


def _is_silent(cells: Iterable[Cell]) -> bool:
    return all(cell.is_silent for cell in cells)


def _names(side: str) -> str:
    return ANY_SIDE if side == schema.ANY else plain(side)


@dataclass(frozen=True)
class Grid:
    """Where the cells stand, in points: left edges of the columns by side, their width, and the look of the numbers."""

    lefts: dict[str, float]
    pitch: float
    is_stacked: bool
    is_tilted: bool
    number: dict
    is_short: bool

    @property
    def right(self) -> float:
        return max(self.lefts.values()) + self.pitch

    def height(self, cells: list[Cell]) -> float:
        """Give the points that the cells of a row take, without the name above them."""
        if _is_silent(cells):
            return STACKED if self.is_stacked else SILENT
        return CELL

    def says(self, claims: int) -> str:
        """Write the number of claims: as a bare number where the columns have no room for the word."""
        return f"{claims:,}" if self.is_short else counted(claims, "claim")


def _paint(width: float, cells: list[Cell]) -> Figure:
    """Draw a row a source type and a column a side; where columns would be too narrow, a row's name stands above its cells."""
    rows = _of(cells, "source_type")
    grid = _grid(width, cells)
    head = 14 + grid.is_tilted * (4 + np.sin(TILT) * max(measure(_names(side), SMALL)[0] for side in grid.lefts))
    name_up = 15 if grid.is_stacked else 0
    tops = head + np.cumsum([0, *(name_up + grid.height(row) + APART for row in rows.values())])
    sheet = paper.new(width, tops[-1] + 2)
    _name_columns(sheet, grid, head)
    scale = PowerNorm(0.6, 0, max(1, *(cell.number for cell in cells if cell.side != schema.ANY or len(grid.lefts) == 1)) * 1.1)
    for (source_type, row), top in zip(rows.items(), tops, strict=False):
        height = grid.height(row)
        y = top + (name_up or height) / 2
        sheet.rule((0, grid.right), (top - APART / 2,) * 2, color=RULE, gid="row")
        sheet.marks(source_type, [6], [y])
        sheet.write(15, y, plain(source_type), color=SOFT if _is_silent(row) else INK)
        for cell in row:
            _draw_cell(sheet, cell, grid, top + name_up, height, scale)
    return sheet.figure


def _grid(width: float, cells: list[Cell]) -> Grid:
    """Lay out the columns: that of any side stands apart, for it is no sum of the others."""
    sides, beside = list(_of(cells, "side")), 24 + max(measure(plain(cell.source_type), TEXT)[0] for cell in cells)
    gap = GAP * (schema.ANY in sides[1:])
    is_stacked = (width - beside - gap) / len(sides) < LEAST
    left = 0 if is_stacked else beside
    pitch = min((width - left - gap) / len(sides), MOST)
    is_tilted = any(measure(_names(side), SMALL)[0] + 4 > pitch for side in sides)
    if is_tilted:  # the last name must not lean over the edge
        lean = np.cos(TILT) * measure(_names(sides[-1]), SMALL, bold=True)[0]
        pitch = min(pitch, (width - left - gap - lean) / (len(sides) - 0.5))
    numbers = [cell.words()[1] for cell in cells]
    fitting = (how for how in NUMBERS if all(measure(text, how["size"], how["weight"] == "bold")[0] + 3 <= pitch for text in numbers))
    is_short = any(measure(counted(cell.number, "claim"), SMALL)[0] + 2 > pitch for cell in cells)
    lefts = {side: left + pitch * at + gap * (side == schema.ANY) for at, side in enumerate(sides)}
    return Grid(lefts, pitch, is_stacked, is_tilted, next(fitting, NUMBERS[-1]), is_short)


def _name_columns(sheet: Sheet, grid: Grid, head: float) -> None:
    how = {"rotation": np.degrees(TILT), "ha": "left", "rotation_mode": "anchor"} if grid.is_tilted else {"ha": "center"}
    for side, left in grid.lefts.items():
        is_any = side == schema.ANY
        sheet.write(left + grid.pitch / 2 - 2 * grid.is_tilted, head - 6, _names(side), size=SMALL, va="baseline",
                    color=INK if is_any else SOFT, weight="bold" if is_any else "normal", **how)


def _draw_cell(sheet: Sheet, cell: Cell, grid: Grid, top: float, height: float, scale: PowerNorm) -> None:
    """Draw a total: a ground tinted with the number of claims, the least total and how many claims there are; or a dot."""
    left, middle = grid.lefts[cell.side], grid.lefts[cell.side] + grid.pitch / 2
    if cell.is_silent:
        sheet.paper.scatter([middle], [top + height / 2], s=3, color=FAINT, linewidth=0, gid="empty")
        return
    if cell.side != schema.ANY or len(grid.lefts) == 1:
        tint = TINTS(scale(cell.number))
        sheet.paper.fill_between((left + 0.75, left + grid.pitch - 0.75), top, top + height, color=tint, lw=0, zorder=0, gid="tint")
    qualifier, number = cell.words()
    lines = [(line, {"size": SMALL}) for line in balance(qualifier, grid.pitch - 1, SMALL).split("\n") if line]
    lines += [(number, grid.number)] * bool(number)
    lines += [(grid.says(cell.number), {"size": SMALL})] * bool(cell.number)
    base = top + (height - LEADING * sum(how["size"] for _, how in lines)) / 2
    for line, how in lines:
        sheet.write(middle, base + 0.97 * how["size"], line, ha="center", va="baseline", **how)
        base += LEADING * how["size"]


def _title(cells: list[Cell]) -> str:
    """Say of how many source types the claims set a floor, and which sides nobody counts."""
    types, sides, toll = _of(cells, "source_type"), _of(cells, "side"), _any_side(cells)
    stating = sum(any(cell.has_floor for cell in row) for row in types.values())
    unseen = [PEOPLE[side] for side, column in sides.items() if side != schema.ANY and _is_silent(column)]
    how, found = _rule(toll), f"claims by {stating} of {counted(len(types), 'source type')} set a least total"
    if set(sides) == {schema.ANY}:
        return f"Who counts {of_whom(toll)}, and how many at least{how}: {found}"
    return (f"Who counts whom, and how many at least{how}: {found} of {of_whom(toll)}"
            + (f", and no claim is of {listed(unseen, 'or')} {DONE[toll.outcome]}" if unseen else ""))


def _rule(toll) -> str:
    """Say how rival claims are reconciled; nothing where every claim holds."""
    return rule_in_words(toll.rule, toll.first_source_type)


def _caption(cells: list[Cell]) -> str:
    """Say how to read a cell, and why no number may be added to another."""
    sides, toll = _of(cells, "side"), _any_side(cells)
    is_split, tolled = len(sides) > 1, [cell.told() for cell in cells]
    wider = listed([f"of {WIDER[other]}" for other in _wider(toll.outcome)])
    sentences = {
        f"In a cell: the least total of {of_whom(toll)} that a source type's own claims allow, each person counted once.": True,
        "Without \"at least\": they allow only that number.": any(cell.has_floor and cell.is_one_number for cell in cells),
        f"Below it{', and as the tint of a side' if is_split else ', and as the tint'}: the number of its claims that can be of them"
        + (f", those {wider} among them." if wider else "."): True,
        "A dot: it states none.": any(cell.is_silent for cell in cells),
        f"{NO_FLOOR.capitalize()}: its claims set no least number.": NO_FLOOR in tolled,
        f"{NONE_LEFT.capitalize()}: it states some, and all are left out or without a number.": NONE_LEFT in tolled,
        f"{AT_ODDS.capitalize()}: a contradiction among its own claims, so there is no number.": AT_ODDS in tolled,
        "These are floors, not estimates, and rows must not be added up: voices count the same events.": True,
        "Any side includes people of no stated side, so it need not be the sum of the others; a side includes its parts of mixed "
        "totals.": is_split and schema.ANY in sides,
        f"The rule: {schema.RULES[toll.rule]}.": toll.rule != "all_together",
        "Claims that no other source counts the people of are left out.": toll.single_sourced == "no",
        f"What the article implies and does not state is {'counted' if toll.implied == 'yes' else 'left out'}.": toll.outcome == "killed",
        f"Vague words are read by the rule set {toll.rule_set}.": True,
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)


def _alt(cells: list[Cell]) -> str:
    """Describe the matrix: the floors for the widest column, who counts which side, and who states none."""
    types, sides, toll = _of(cells, "source_type"), _of(cells, "side"), _any_side(cells)
    widest, column = list(sides.items())[-1]
    floors = "; ".join(f"{plain(cell.source_type)} {cell.told()}" for cell in column if not cell.is_silent)
    counting = {side: sum(not cell.is_silent for cell in own) for side, own in sides.items() if side != widest}
    parts = "; ".join(f"{plain(side)} by {number or 'none'}" for side, number in counting.items())
    mute = [plain(source_type) for source_type, row in types.items() if _is_silent(row)]
    shown = f"A matrix of {counted(len(types), 'source type')} against the side of {of_whom(toll)}" if parts else (
        counted(len(types), "source type"))
    return (f"{shown}, {'in each cell' if parts else 'each with'} the least total that the type's own claims allow{_rule(toll)}, and the "
            f"number of claims that can be of it. For {_names(widest)}: {floors or 'none'}."
            + (f" Source types that count each side: {parts}." if parts else "") + (f" No claim by {listed(mute)}." if mute else ""))


def _table(cells: list[Cell]) -> pd.DataFrame:
    """List one filled cell a row with the ids of its claims; a source type without any claim has a row with 0.

    The ids are those of claims that name the side or hold the total up; how many can be of it, a claim of no stated side among them, is
    a number of its own.
    """
    rows = []
    for source_type, row in _of(cells, "source_type").items():
        stated = [(plain(source_type), _names(cell.side), cell.told(), cell.number, " ".join(cell.claims))
                  for cell in row if not cell.is_silent]
        rows += stated or [(plain(source_type), "none", "states none", 0, "")]
    return pd.DataFrame(rows, columns=["source type", f"side of those {DONE[cells[0].toll.outcome]}", "least total",
                                       "claims that can be of them", "claims that name the side or hold it up"])
