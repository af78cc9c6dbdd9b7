"""Totals as floors and ceilings: what each voice's claims allow, or all claims under each way of reconciling rival ones.

A floor is a limit, not an amount: it is drawn as a bracket that opens to the right, and nothing runs up to it from zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from tollbook import schema
from tollbook.charts import scale
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import INK, MARKS, RULE, SOFT
from tollbook.charts.scale import HEAD_ROOM, Scale
from tollbook.charts.sheet import SMALL, TEXT, Sheet, balance, measure, wrap
from tollbook.errors import BadInput
from tollbook.telling import bounds_of
from tollbook.tolls import people_counted
from tollbook.words import counted, listed, plain

SAME = ["article_id", "outcome", "victim_side", "date_from", "date_to", "single_sourced", "implied", "rule_set"]  # for all rows of a chart
OWN = {"voices": ["voices"], "rule": ["rule", "first_source_type", "given_up"]}  # what makes a row
NONE, NO_FLOOR = "states none", "no least number"
NAMES, PAD, GAP = 206, 6, 12  # points: the names of rules, around a row, between columns
ARROW, BRACKET, SERIF, BESIDE = 22, 6, 3.5, 6  # points: an arrow, half a bracket, its arms, from a mark to its label
LEADING = 1.3  # height of a line of text, against the size of its letters
INDENT = 15  # points: from the mark of a source type to its name
ROOM = {"consistent": 66, "contradiction": 20, "no_claim": 20}  # words for the rows of one state in an alternative text


@dataclass(frozen=True)
class Row:
    """A total with the name of its row: voices, or a rule with what it means, which is told in its first row only."""

    toll: tuple
    name: str
    source_type: str | None = None
    meaning: str | None = None

    @property
    def ink(self) -> str:
        return MARKS[self.source_type].ink if self.source_type else INK

    @property
    def low(self) -> int | None:
        """The floor; None where there is none above 0."""
        return int(self.toll.low) if self.toll.state == "consistent" and self.toll.low > 0 else None

    @property
    def high(self) -> int | None:
        """The ceiling; None where it is open or there is no number."""
        return None if self.toll.state != "consistent" or pd.isna(self.toll.high) else int(self.toll.high)

    @property
    def is_drawn(self) -> bool:
        """Whether a limit stands on the axis, which has no zero."""
        return bool(self.low or self.high)

    def total(self) -> str:
        """Write the total: at least 517; 12 to 20; or why there is none."""
        if self.toll.state == "no_claim":
            return NONE
        if self.toll.state == "contradiction":
            return f"no number: {'its' if self.source_type else 'the'} claims contradict one another"
        return str(bounds_of(self.toll)) if self.low or self.high is not None else NO_FLOOR

    def basis(self) -> str:
        """Say how many claims bear on the total, and how many of them are open."""
        claims, opened = int(self.toll.claims), int(self.toll.open_claims)
        if self.toll.state == "no_claim":
            return ""
        how_many = "" if claims == opened == 1 else "all " if claims == opened else f"{opened:,} "
        return counted(claims, "claim") + (f", {how_many}without an upper limit" if opened else "")


def floors_and_ceilings(tolls: pd.DataFrame, by: str = "voices") -> Chart:
    """Chart totals by their limits: a row for each source type, or for each rule of reconciling rival claims.

    Parameters
    ----------
    tolls : DataFrame
        Built totals, already selected: rows that differ in nothing but what `by` names.
    by : str
        `voices`: a row for each source type, and one for all of them together where it is there, in the order of the codebook.
        `rule`: a row for each rule, for each source type that goes first, and for each set of claims given up.

    Raises
    ------
    BadInput
        Where `by` is neither; where no total has any claim; where rows differ in something else, or two are of the same.
    """
    if by not in OWN:
        raise BadInput(f"chart: by: found {by!r}; allowed are {' and '.join(OWN)}")
    _check(tolls, by)
    rows = _by_voices(tolls) if by == "voices" else _by_rule(tolls)
    return Chart(
        slug=_slug(rows[0].toll, by),
        title=_title(rows, by),
        caption=_caption(rows, by),
        alt=_alt(rows, by),
        table=_table(rows, by),
        draw=drawer(_paint, rows),
    )


def _check(tolls: pd.DataFrame, by: str) -> None:
    """Refuse rows that must not stand on one axis."""
    if not (tolls["state"] != "no_claim").any():
        raise BadInput(f"chart: the selection holds {counted(len(tolls), 'total')}, and none with a claim; allowed is a selection with at "
                       "least one")
    for name in [*SAME, *(name for of, names in OWN.items() if of != by for name in names)]:
        found = tolls[name].fillna("none").unique()
        if len(found) > 1:
            raise BadInput(f"chart: by {by}: found totals with different {name} ({', '.join(found[:3])}); allowed is one")
    again = tolls[tolls.duplicated(OWN[by])]
    if len(again):
        raise BadInput(f"chart: by {by}: found {again['toll_id'].iloc[0]} besides another total of the same {by}; allowed is one each")
    if by == "voices" and (other := sorted(set(tolls["voices"]) - {*schema.SOURCE_TYPES, schema.ANY})):
        raise BadInput(f"chart: by voices: found {other[0]!r}; allowed are single source types and {schema.ANY}")


def _by_voices(tolls: pd.DataFrame) -> list[Row]:
    """Make a row of each source type, in the order of the codebook; all voices together come last."""
    of = {toll.voices: toll for toll in tolls.itertuples()}
    rows = [Row(of[name], plain(name), name) for name in schema.SOURCE_TYPES if name in of]
    return rows + ([Row(of[schema.ANY], "all voices together")] if schema.ANY in of else [])


def _by_rule(tolls: pd.DataFrame) -> list[Row]:
    """Make a row of each rule, in the order of the codebook; the meaning of a rule stands in its first row."""
    types, rules = list(schema.SOURCE_TYPES), list(schema.RULES)
    given = [(rules.index(toll.rule), types.index(toll.first_source_type) if pd.notna(toll.first_source_type) else 0,
              "" if pd.isna(toll.given_up) else toll.given_up, toll) for toll in tolls.itertuples()]
    rows, seen = [], set()
    for *_, given_up, toll in sorted(given, key=lambda found: found[:3]):
        what = {"source_order": f": {plain(toll.first_source_type)} first", "giving_up": f" {listed(given_up.split('; '))}",
                "range": _ends(toll)}
        rows.append(Row(toll, plain(toll.rule) + what.get(toll.rule, ""), meaning="" if toll.rule in seen else schema.RULES[toll.rule]))
        seen.add(toll.rule)
    return rows


def _ends(toll) -> str:
    """Say which ends of the range over all ways of keeping one of rival figures a total gives: "at least" alone would read as one way's."""
    if toll.state != "consistent":
        return ""
    return ": the least over all ways" if pd.isna(toll.high) else ": least and greatest over all ways"


@dataclass(frozen=True)
class Line:
    """A line of text and how it looks."""

    text: str
    size: float = SMALL
    ink: str = SOFT
    is_bold: bool = False


@dataclass(frozen=True)
class Block:
    """A row as laid out: its texts with their places, the middle of its name and of its limits, and the lines beside these."""

    texts: list[tuple[float, float, Line]]
    name: float
    middle: float
    label: list[Line]
    height: float

    def lane(self, top: float) -> tuple[float, float]:
        """Give the heights between which the row's limits stand."""
        half = max(BRACKET, _height(self.label) / 2) + PAD / 2
        return top + self.middle - half, top + self.middle + half


def _paint(width: float, rows: list[Row]) -> Figure:
    """Draw the rows below one axis; a row's name stands beside it, or above it on a narrow sheet."""
    is_narrow = width < paper.NARROW
    left = 2 if is_narrow else _names_width(rows)
    labels = [_label(row, is_narrow) for row in rows]
    drawn = [(row, label) for row, label in zip(rows, labels, strict=True) if row.is_drawn]
    across = drawn and scale.fit(np.array([limit for row, _ in drawn for limit in (row.low, row.high) if limit], dtype="float64"), left,
                                 width - max(_width(label) for _, label in drawn) - BESIDE - 2, after=ARROW)
    blocks = [_block_above(row, label, width) if is_narrow else _block_beside(row, label, left)
              for row, label in zip(rows, labels, strict=True)]
    tops = (HEAD_ROOM if drawn else 0) + np.cumsum([0, *(block.height for block in blocks)])
    sheet = paper.new(width, tops[-1] + 2)
    if drawn:
        what = "vehicles and weapons" if rows[0].toll.outcome == "materiel" else "people"
        scale.draw(sheet, across, f"{what}, as the claims allow", tops[-1],
                   [block.lane(top) for row, block, top in zip(rows, blocks, tops, strict=False) if row.is_drawn])
    for row, block, top in zip(rows, blocks, tops, strict=False):
        sheet.rule((0, width), (top, top), color=RULE, gid="row")
        _write(sheet, 0, top, block.texts)
        if row.source_type:
            sheet.marks(row.source_type, [6], [top + block.name])
        x = _draw_limits(sheet, row, across, top + block.middle) if row.is_drawn else left
        _write_label(sheet, x, top, block)
    return sheet.figure


def _names_width(rows: list[Row]) -> float:
    """Give the points that the names beside the axis take."""
    if rows[0].meaning is not None:
        return NAMES + GAP
    return max(INDENT + measure(row.name, TEXT, bold=row.source_type is None)[0] for row in rows) + GAP


def _label(row: Row, is_narrow: bool) -> list[Line]:
    """Write what stands beside the brackets: the total, and on a wide sheet the claims below it."""
    total = Line(row.total(), TEXT, row.ink, is_bold=True) if row.is_drawn else Line(row.total(), ink=_ink(row))
    return [total] if is_narrow or not row.basis() else [total, Line(row.basis())]


def _width(lines: list[Line]) -> float:
    return max(measure(line.text, line.size, line.is_bold)[0] for line in lines)


def _height(lines: list[Line]) -> float:
    return sum(LEADING * line.size for line in lines)


def _name(row: Row, width: float) -> list[Line]:
    """Write a row's name, and under it what it means."""
    is_bold = row.source_type is None
    name = wrap(row.name, width, TEXT, is_bold).split("\n")
    return [*(Line(text, TEXT, _ink(row), is_bold) for text in name), *_lines(row.meaning or "", width)]


def _ink(row: Row) -> str:
    """Let a row without any claim stand back."""
    return SOFT if row.toll.state == "no_claim" else INK


def _lines(text: str, width: float, ink: str = SOFT) -> list[Line]:
    """Break a text into lines that fit."""
    return [Line(line, ink=ink) for line in balance(text, width, SMALL).split("\n") if line]


def _indent(row: Row) -> float:
    return INDENT if row.meaning is None else 0


def _block_beside(row: Row, label: list[Line], left: float) -> Block:
    """Lay out a row with its name beside its limits."""
    name = _name(row, left - GAP - _indent(row))
    height = max(_height(name), _height(label)) + 2 * PAD
    return Block(_stack(_indent(row), (height - _height(name)) / 2, name), height / 2, height / 2, label, height)


def _block_above(row: Row, label: list[Line], width: float) -> Block:
    """Lay out a row with its name above its limits; the claims end the line of the name where there is room, else they follow it."""
    indent = _indent(row)
    name = _name(row, width - indent)
    last = Line(row.basis()) if row.is_drawn else Line("; ".join(filter(None, [row.total(), row.basis()])), ink=_ink(row))
    start = width - 2 - _width([last])
    is_beside = start >= indent + _width(name[:1]) + GAP
    lines = name if is_beside else [*name, *_lines(last.text, width - indent, last.ink)]
    texts = _stack(indent, PAD, lines) + (_stack(start, PAD + LEADING * (TEXT - SMALL) / 2, [last]) if is_beside else [])
    bottom, lane = PAD + _height(lines), 2 * BRACKET + 8 if row.is_drawn else 0
    return Block(texts, PAD + LEADING * TEXT / 2, bottom + lane / 2, label if row.is_drawn else [], bottom + lane + PAD / 2)


def _stack(x: float, y: float, lines: list[Line]) -> list[tuple[float, float, Line]]:
    """Set lines below one another, and give each its left end and the middle of its height."""
    placed = []
    for line in lines:
        placed.append((x, y + LEADING * line.size / 2, line))
        y += LEADING * line.size
    return placed


def _write(sheet: Sheet, left: float, top: float, texts: list[tuple[float, float, Line]], **how) -> None:
    """Write lines on their base lines, so that no letter moves them."""
    for x, y, line in texts:
        sheet.write(left + x, top + y + 0.36 * line.size, line.text, size=line.size, color=line.ink, va="baseline",
                    weight="bold" if line.is_bold else "normal", **how)


def _draw_limits(sheet: Sheet, row: Row, across: Scale, y: float) -> float:
    """Draw a floor, and its ceiling or an arrow where it has none; give the point after which a label may begin."""
    how = {"color": row.ink, "zorder": 4}
    start = across.at(row.low) if row.low else across.left
    if row.low:
        _draw_bracket(sheet, start, y, 1, gid="floor", **how)
    if row.high is None:
        return scale.arrow(sheet, start, start + ARROW, y, row.ink, "open-above") + BESIDE
    end = across.at(row.high)
    _draw_bracket(sheet, end, y, -1, gid="ceiling", **how)
    sheet.rule((start, end), (y, y), lw=0.8, ls="-" if row.low else (0, (3, 2)), gid="between", **how)
    return end + BESIDE + SERIF


def _draw_bracket(sheet: Sheet, x: float, y: float, way: int, **how) -> None:
    """Draw a limit that opens to the right (`way` 1) or to the left (-1)."""
    arms = (x + way * SERIF, x, x, x + way * SERIF)
    sheet.rule(arms, (y - BRACKET, y - BRACKET, y + BRACKET, y + BRACKET), lw=1.8, solid_joinstyle="miter", **how)


def _write_label(sheet: Sheet, x: float, top: float, block: Block) -> None:
    """Write the lines beside a row's limits, on a white ground over the grid."""
    if block.label:
        sheet.paper.fill_between((x - 2, x + _width(block.label) + 2), *block.lane(top), color="white", lw=0, zorder=0.5, gid="ground")
        _write(sheet, x, top + block.middle - _height(block.label) / 2, _stack(0, 0, block.label), gid="label")


def _slug(toll, by: str) -> str:
    """Name the picture; what is no toll of all people killed on any day is in its name."""
    parts = [code for code in (toll.outcome, toll.victim_side, toll.date_from, toll.date_to) if pd.notna(code)]
    return "-".join(["floors-by", by, *(code.replace("_", "-") for code in parts if code not in ("killed", schema.ANY))])


def _title(rows: list[Row], by: str) -> str:
    """Ask the question, and answer it with the floors there are and the rows without."""
    toll, own = rows[0].toll, [row for row in rows if row.source_type] or rows
    floors = sorted({row.low for row in own if row.low})
    if not floors:
        found = "No least total"
    else:
        found = f"Least totals from {floors[0]:,} to {floors[-1]:,}" if len(floors) > 1 else f"A least total of {floors[0]:,}"
    if len(own) > 1:
        found += "".join(f"; {words}" for words in _without(own, by))
    claims = "all claims" if toll.voices == schema.ANY else f"the claims of the type {plain(toll.voices)}"
    if by == "voices" and len(rows) > 1:
        claims = "the claims of each source type"
    return f"How many {of_whom(toll)} do {claims} allow{' under each rule' * (by == 'rule')}? {found}"


def _without(rows: list[Row], by: str) -> list[str]:
    """Say how many of the rows have no number."""
    silent, at_odds = (sum(row.toll.state == state for row in rows) for state in ("no_claim", "contradiction"))
    of = f"of {len(rows)}{' ways' if by == 'rule' else ''}"  # one rule can be several rows, and giving up claims is none
    said = {f"{silent} {of} {'states' if silent == 1 else 'state'} none": silent,
            f"{at_odds} {of} {'gives' if at_odds == 1 else 'give'} no number": at_odds}
    return [words for words, number in said.items() if number]


def of_whom(toll) -> str:
    """Say who is counted, and when."""
    return people_counted(toll.outcome, toll.victim_side, *("" if pd.isna(text) else text for text in (toll.date_from, toll.date_to)))


def _caption(rows: list[Row], by: str) -> str:
    """Say how to read the limits, what is counted, and what the chart does not say."""
    toll, drawn = rows[0].toll, [row for row in rows if row.is_drawn]
    totals = [row.total() for row in rows]
    end = {"voices": "Least totals, not estimates; the totals of different voices overlap and must not be added up. A low one may come of "
                     "few claims and not of few people.",
           "rule": "A rule says what becomes of rival claims. Least totals, not estimates: every row reads the same claims in another way, "
                   "and none says which figure is right."}[by]
    sentences = {
        "A bracket that opens to the right: the least total that the claims allow, each counted once.": any(row.low for row in drawn),
        "An arrow: no upper limit.": any(row.high is None for row in drawn),
        "A bracket that opens to the left: the greatest number that these claims can be of.": any(row.high for row in drawn),
        "A broken line: the claims allow none at all.": any(not row.low for row in drawn),
        "Claims: those that can be of those counted.": True,
        "A total can have an upper limit although a claim has none, where another claim limits it.":
            any(row.high and row.toll.open_claims for row in drawn),
        f"{NO_FLOOR.capitalize()}: the claims set no limit.": NO_FLOOR in totals,
        f"To {NONE.replace('states', 'state')} is not to state a total of zero.": NONE in totals,
        "All voices together: every claim at once.": by == "voices" and rows[-1].source_type is None,
        end: True,
        "Claims that no other source counts the people of are left out.": toll.single_sourced == "no",
        f"What the article implies and does not state is {'counted' if toll.implied == 'yes' else 'left out'}.": toll.outcome == "killed",
        f"Vague words are read by the rule set {toll.rule_set}.": True,
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)


def _alt(rows: list[Row], by: str) -> str:
    """Describe the rows in their order; then those without a number, and those without a claim."""
    kinds = {"consistent": "", "contradiction": "No number, as claims contradict one another: ", "no_claim": "States none: "}
    said = [words + _told([f"{row.name}: {row.total()}" if state == "consistent" else row.name for row in found], ROOM[state])
            for state, words in kinds.items() if (found := [row for row in rows if row.toll.state == state])]
    what = "source type" if by == "voices" else "rule for rival claims"
    scale = " on a logarithmic scale" if any(row.is_drawn for row in rows) else ""
    return " ".join([f"{counted(len(rows), 'row')}{scale}: for each {what} the least and the greatest total of {of_whom(rows[0].toll)} "
                     "that claims allow.", *said])


def _told(names: list[str], room: int) -> str:
    """List names, as many as there is room for in words."""
    kept = names
    while len(" ".join(kept).split()) > room:
        kept = kept[:-1]
    more = len(names) - len(kept)
    return "; ".join(kept) + (f"; and {more} more in the table." if more else ".")


def _table(rows: list[Row], by: str) -> pd.DataFrame:
    """Show one total a row, with its bounds as numbers, the claims that hold it up and the contradictions; blank is open or none."""
    return pd.DataFrame({
        "source type" if by == "voices" else "rule": [row.name for row in rows],
        "total": [row.total() for row in rows],
        "low": pd.array([row.toll.low for row in rows], dtype="Int64"),
        "high": pd.array([row.toll.high for row in rows], dtype="Int64"),
        "claims": [int(row.toll.claims) for row in rows],
        "without an upper limit": [int(row.toll.open_claims) for row in rows],
        "held up by": ["" if pd.isna(row.toll.low_held_by) else row.toll.low_held_by for row in rows],
        "contradictions": ["" if pd.isna(row.toll.conflicts) else row.toll.conflicts for row in rows],
    })
