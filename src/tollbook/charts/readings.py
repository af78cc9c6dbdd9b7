"""The text as a strip: where figures are read, and whether the reading and the ledger agree on them.

Each lane is a way in which they stand to one another, or an outcome where there is only the ledger. A stroke is a figure at the sentence
in which it stands; figures of one sentence stand one above the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from tollbook import schema
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import BAND, FAINT, INK, RULE, SOFT, TINT
from tollbook.charts.sheet import SMALL, Sheet, balance, measure, wrap
from tollbook.errors import BadInput
from tollbook.tables import said
from tollbook.words import counted, listed, plain

LANES = {
    "same": ("Both, read alike", TINT, "#44657F", ""),
    "changed": ("Both, read otherwise", "#E9B44C", "#7A4E00", "////"),
    "new": ("The reading alone", "#FFFFFF", "#1F6E9E", ""),
    "missed": ("The ledger alone", "#1F2933", "#1F2933", ""),
}
STROKE, HEAD, GAP, LINE, WIDEST = 7, 17, 9, 10, 6  # points: a figure's height, a lane's name, between lanes, a line of text, a stroke
ROOM = 4  # between names of sections


@dataclass(frozen=True, eq=False)
class Strip:
    """What is drawn: the lanes with their names and looks, the strokes (lane, sentence), the sections and the number of sentences."""

    lanes: dict[str, tuple[str, str, str, str]]
    strokes: pd.DataFrame
    sections: list[tuple[int, str]]
    sentences: int


def readings(differences: pd.DataFrame, sections: list[tuple[int, str]], sentences: int) -> Chart:
    """Chart how candidates read out of a text stand to a ledger, in the order of the text.

    Parameters
    ----------
    differences : DataFrame
        What `review.differences.differences` gives: one row a pair, or a row that has none.
    sections : list of (int, str)
        The first sentence of each section, from 1, and its heading.
    sentences : int
        How many the text has.

    Raises
    ------
    BadInput
        Where there is neither a candidate nor a claim.
    """
    _refuse_nothing(differences, "neither a candidate nor a claim")
    counts = {kind: int((differences["kind"] == kind).sum()) for kind in LANES}
    placed = differences[differences["position"] > 0]
    strip = Strip(LANES, placed.rename(columns={"kind": "lane"})[["lane", "position"]], sections, sentences)
    said_of = {"same": "read alike", "changed": "read otherwise", "new": "in the reading alone", "missed": "in the ledger alone"}
    return Chart(
        slug="readings",
        title=f"Where the reading and the ledger part, of {counted(len(differences), 'figure')}: "
              f"{listed(f'{counts[kind]:,} {words}' for kind, words in said_of.items())}",
        caption="The sentences of the text in order, numbered below. A stroke is a figure that the extractor reads as a toll, or that the "
                "ledger has as a claim; those of one sentence stand one above the other. Read alike: the same bounds, outcome, side, voice "
                "and days. The strokes count figures of the text, not people." + _unplaced(differences),
        alt=_alt(differences, counts, sections, sentences),
        table=pd.DataFrame({
            "figure": differences["exact"], "how they stand": differences["kind"].map(said_of),
            "candidate": differences["candidate"], "claim": differences["claim_id"],
            "read otherwise": [listed(plain(name) for name in cell.split("; ")) if cell else "" for cell in differences["differs"]],
            "section": differences["section"], "sentence of the text": differences["position"].replace(0, pd.NA).astype("Int64")}),
        draw=drawer(_paint, strip),
    )


def ledger_strip(claims: pd.DataFrame, places: pd.DataFrame) -> Chart:
    """Chart where the claims of a ledger stand in its article, by outcome: what can be shown without the article's text.

    Raises
    ------
    BadInput
        Where there is no claim.
    """
    _refuse_nothing(claims, "no claim")
    key = ["section", "paragraph", "sentence"]
    at = places.assign(**{name: places[name].astype("str") for name in key}).set_index(key)["position"]
    positions = [int(at[tuple(map(str, place))]) for place in claims[key].itertuples(index=False)]
    present = [outcome for outcome in schema.OUTCOMES if (claims["outcome"] == outcome).any()]
    lanes = {outcome: (plain(outcome).capitalize(), TINT, "#44657F", "") for outcome in present}
    first = places.drop_duplicates("section")
    sections = list(zip(first["position"].astype(int), first["section"], strict=True))
    strokes = pd.DataFrame({"lane": claims["outcome"], "position": positions})
    counts = {outcome: int((claims["outcome"] == outcome).sum()) for outcome in present}
    words = listed(f"{plain(name)} {number:,}" for name, number in counts.items())
    return Chart(
        slug="claims-in-the-article",
        title=f"Where the ledger's {counted(len(claims), 'claim')} stand in the article, by outcome",
        caption="The sentences of the article in order, numbered below, with a lane for each outcome. A stroke is a claim at its sentence; "
                "claims of one sentence stand one above the other. The strokes count claims, not people.",
        alt=f"{counted(len(places), 'sentence')} of the article in order, with a lane for each outcome and a stroke for each of "
            f"{counted(len(claims), 'claim')}. Claims by outcome: {words}.",
        table=pd.DataFrame({"claim": claims["claim_id"], "outcome": claims["outcome"].map(plain),
                            "figure as worded": [said(claim) for claim in claims.itertuples()], "stated by": claims["source_name"],
                            "section": claims["section"], "sentence of the article": positions}).reset_index(drop=True),
        draw=drawer(_paint, Strip(lanes, strokes, sections, len(places))),
    )


def _refuse_nothing(rows: pd.DataFrame, what: str) -> None:
    if rows.empty:
        raise BadInput(f"chart: found {what}; allowed is at least one")


def _unplaced(differences: pd.DataFrame) -> str:
    """Say which claims have no stroke, as their words are not in the text."""
    gone = differences.loc[differences["position"] == 0, "claim_id"]
    return f" Without a stroke, as their words are not in this text: {listed(gone)}." if len(gone) else ""


def _alt(differences: pd.DataFrame, counts: dict[str, int], sections: list[tuple[int, str]], sentences: int) -> str:
    """Describe the lanes, and in which sections the two part the most."""
    parted = differences.loc[differences["kind"] != "same", "section"].value_counts()
    where = listed(f"“{name}” {number}" for name, number in parted.head(4).items())
    more = "" if len(parted) <= 4 else f", and {counted(len(parted) - 4, 'other section')}"
    lanes = listed(f"{name.lower()} {counts[kind]:,}" for kind, (name, *_) in LANES.items())
    return (f"{counted(sentences, 'sentence')} of the text in order, in {counted(len(sections), 'section')}, with a stroke for each figure "
            f"in one of four lanes: {lanes}."
            + (f" They part in {where}{more}." if where else " They part nowhere."))


def _paint(width: float, strip: Strip) -> Figure:
    """Draw the lanes one below the other, each with its name above it, the sections as bands with their names over all."""
    is_narrow = width < paper.NARROW
    step = width / strip.sentences
    flags = [] if is_narrow else _flags(strip, step, width)
    top = 4 + LINE * max((base + text.count("\n") + 1 for _, base, text in flags), default=1)
    stacked = strip.strokes.assign(level=strip.strokes.groupby(["lane", "position"]).cumcount())
    highest = stacked.groupby("lane")["level"].max().reindex(list(strip.lanes)).fillna(0).astype("int64") + 1
    bottoms, y = {}, float(top)
    for name in strip.lanes:
        y += HEAD + STROKE * highest[name]
        bottoms[name] = y
        y += GAP
    notes = [wrap(f"{number}. {name}", width, SMALL) for number, (_, name) in enumerate(strip.sections, 1)] if is_narrow else []
    sheet = paper.new(width, y + 12 + 4 * bool(notes) + sum(LINE * (text.count("\n") + 1) for text in notes))
    _draw_sections(sheet, strip, step, flags, top, y - GAP + 3)
    for name, bottom in bottoms.items():
        _draw_lane(sheet, strip, stacked[stacked["lane"] == name], name, bottom, step)
    _draw_foot(sheet, strip, step, y, notes)
    return sheet.figure


def _flags(strip: Strip, step: float, width: float) -> list[tuple[float, int, str]]:
    """Set the names of the sections, the last first: place, lines below it, text; a wide name stands above the next."""
    flags: list[tuple[float, int, str]] = []
    ends = [first for first, _ in strip.sections[1:]] + [strip.sentences + 1]
    for (first, name), end in reversed(list(zip(strip.sections, ends, strict=True))):
        x, own = step * (first - 1), step * (end - first) - ROOM
        text = balance(name, own, SMALL)
        if measure(text, SMALL)[0] > own or text.count("\n") > 2:
            text = balance(name, width - x - ROOM, SMALL)
        reach = x + measure(text, SMALL)[0] + 2 * ROOM
        base = max([below + other.count("\n") + 1 for at, below, other in flags if at < reach], default=0)
        flags.append((x, base, text))
    return flags


def _draw_sections(sheet: Sheet, strip: Strip, step: float, flags: list, top: float, bottom: float) -> None:
    ends = [first for first, _ in strip.sections[1:]] + [strip.sentences + 1]
    for at, ((first, _), end) in enumerate(zip(strip.sections, ends, strict=True)):
        if at % 2:
            sheet.paper.fill_between((step * (first - 1), step * (end - 1)), top, bottom, color=BAND, lw=0, zorder=0, gid="section")
        number = f"{at + 1}"
        if not flags and measure(number, SMALL)[0] < step * (end - first):  # too narrow for names, which stand below with their numbers
            sheet.write(step * (first + end - 2) / 2, top - LINE / 2 - 2, number, size=SMALL, color=SOFT, ha="center")
    for x, base, text in flags:
        y = top - LINE * (base + text.count("\n") + 1) - 1
        if x:
            sheet.rule((x, x), (y, bottom), color=FAINT, zorder=0.5, gid="start")
        sheet.write(x + 2 * bool(x), y, text, size=SMALL, color=SOFT, va="top")


def _draw_lane(sheet: Sheet, strip: Strip, strokes: pd.DataFrame, name: str, bottom: float, step: float) -> None:
    """Draw one lane: its name with the number of its figures, a line to stand on, the strokes."""
    words, fill, edge, hatch = strip.lanes[name]
    height = STROKE * (int(strokes["level"].max()) + 1 if len(strokes) else 1)
    sheet.write(0, bottom - height - HEAD / 2, f"{words}: {len(strokes):,}", weight="bold", color=INK if len(strokes) else SOFT)
    sheet.rule((0, sheet.width), (bottom, bottom), color=RULE, zorder=0.6)
    if len(strokes):
        x = step * (strokes["position"].to_numpy(dtype="float64") - 0.5)
        tops = bottom - STROKE * (strokes["level"].to_numpy(dtype="float64") + 1) + 0.5
        width = min(WIDEST, max(1.6, 0.8 * step))
        sheet.paper.bar(x, np.full(len(x), STROKE - 1.0), width=width, bottom=tops, color=fill, edgecolor=edge, linewidth=0.7, hatch=hatch,
                        zorder=3, gid=f"strokes-{name}")


def _draw_foot(sheet: Sheet, strip: Strip, step: float, y: float, notes: list[str]) -> None:
    """Number the sentences below the lanes; on a narrow sheet name the sections below that."""
    numbered = max(1, strip.sentences // (8 if sheet.width > paper.NARROW else 4) // 10 * 10 or 5)
    for number in (1, *range(numbered, strip.sentences + 1, numbered)):
        if number == 1 or number > 3:
            sheet.write(max(3, step * (number - 0.5)), y + 3, f"{number:,}", size=SMALL, color=SOFT, ha="center")
    y += 16
    for text in notes:
        sheet.write(0, y, text, size=SMALL, color=SOFT, va="top")
        y += LINE * (text.count("\n") + 1)
