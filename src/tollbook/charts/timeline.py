"""Every claim about people on the calendar, with its bounds and the days it covers."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook import schema
from tollbook.charts import dates, labels, plane
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.labels import Label, Room
from tollbook.charts.palette import INK, MARKS, SOFT
from tollbook.charts.sheet import SMALL, balance
from tollbook.telling import DONE, attributed, covered, done, figure, figures_table, people, subject, told, voice, voices, whom
from tollbook.words import counted, day, listed, span

LEFT, RIGHT = 62, 16  # points beside a panel
MOST = 14  # labels in a panel
LARGE = 8  # how many of the largest figures are labelled even where the label must stand off


def calendar(claims: pd.DataFrame) -> Chart:
    """Chart the claims about people by their days and bounds; a break-down stands there only where its whole does not.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.

    Raises
    ------
    BadInput
        Where the selection holds no claim about people.
    """
    claims = people(claims)
    drawn = plane.ready(plane.wholes(claims))
    return Chart(
        slug="calendar",
        title=_title(drawn),
        caption=_caption(claims, drawn),
        alt=_alt(drawn),
        table=figures_table(drawn),
        draw=drawer(_paint, drawn),
    )


def contested(claims: pd.DataFrame) -> list[pd.DataFrame]:
    """List the sets of claims by different sources that give the same people of one incident different figures, as of one day."""
    # bombers whose number is implied are other people where another source counts others
    numbered = claims[(claims["qualifier"] != "implied") & (claims["strip"] == "")]
    same = numbered.groupby(["incident_id", "outcome", "victim_side", "date_end"], sort=False, dropna=False)
    differ = (same["low"].transform("nunique") > 1) | (same["high"].transform("nunique", dropna=False) > 1)
    several = (same["source_id"].transform("nunique") > 1) & differ
    return [rows for _, rows in numbered[several].groupby(same.ngroup()[several], sort=False)]


def _paint(width: float, claims: pd.DataFrame) -> Figure:
    """Draw the killed and the other outcomes in a panel each, one key above both."""
    is_upright = width >= paper.NARROW
    killed = claims["outcome"] == "killed"
    panels = [(_heading(rows), rows) for rows in (claims[killed], claims[~killed]) if len(rows)]
    above, below = (34, 34) if is_upright else (48, 12)
    heights = [plane.depth(rows, is_roomy=False) + plane.reach(rows) if is_upright else _downwards(claims, rows) for _, rows in panels]
    types = [name for name in schema.SOURCE_TYPES if (claims["source_type"] == name).any()]
    top = paper.key_height(types, width) + 4
    sheet = paper.new(width, top + sum(heights) + (above + below) * len(panels))
    paper.key(sheet, types)
    room = Room(sheet.width, sheet.height)
    for (heading, rows), height in zip(panels, heights, strict=True):
        sheet.write(0, top + 7, heading, weight="bold")
        scale = "people, as each source states them; logarithmic scale" if len(plane.numbers(rows)) else "without a number above 0"
        sheet.write(0, top + 19, scale, size=SMALL, color=SOFT)
        across = width - LEFT - RIGHT
        days = dates.axis(claims, across if is_upright else height, is_upright)
        _draw_panel(sheet, (LEFT, top + above, across, height), rows, days, room)
        top += above + height + below
    return sheet.figure


def _draw_panel(sheet: paper.Sheet, box: tuple[float, float, float, float], rows: pd.DataFrame, days: dates.DayAxis, room: Room) -> None:
    """Draw one panel with its marks and labels."""
    left, top, width, height = box
    drawn = plane.draw(sheet, plane.new(sheet, box, rows, days, is_roomy=False), rows, room)
    frame = (left, top - 8 * days.is_across, sheet.width - 1, top + height)
    aside = plane.depth(rows, is_roomy=False) - plane.STRIP_GAP
    band = (left, top + height - aside, sheet.width, top + height) if days.is_across else frame
    labels.write(sheet, labels.place(_labels(drawn), room, frame, MOST) + labels.place(_strip_labels(drawn, days), room, band, MOST))


def _downwards(claims: pd.DataFrame, rows: pd.DataFrame) -> float:
    """Give the points that the days need where they run downwards: by their number, and by the claims that want labels."""
    axis = dates.axis(claims, 1000, is_across=False)
    return max(90, min(1.15 * (axis.last - axis.first), 60 + 16 * len(rows))) + dates.SLOT[1] * len(axis.later)


def _heading(rows: pd.DataFrame) -> str:
    """Name the outcome of a panel, where it is one."""
    words = DONE[rows["outcome"].iloc[0]] if rows["outcome"].nunique() == 1 else "other outcomes"
    return words[:1].upper() + words[1:]


def _labels(drawn: pd.DataFrame) -> list[Label]:
    """Word the labels, the contested and the largest first: one for claims that contest a figure, one for each other claim."""
    drawn = drawn[drawn["strip"] == ""].sort_values(["low", "claim_id"], ascending=[False, True])
    rivals = contested(drawn)[:MOST]
    single = drawn.drop(index=[at for rows in rivals for at in rows.index])
    needed = single.index.isin(single.index[:LARGE if len(single) > MOST else MOST]) | (single["outcome"] != "killed")
    single = single.assign(is_needed=needed).sort_values("is_needed", ascending=False, kind="stable").head(4 * MOST)
    return [*map(_rival_label, rivals), *map(_label, single.itertuples())]


def _rival_label(rows: pd.DataFrame) -> Label:
    name, said = rows["incident_title"].iloc[0], "; ".join(f"{figure(claim)}, {voice(claim)}" for claim in _distinct(rows))
    narrower = (balance(f"{name}: {said}", width, SMALL) for width in (150, 110))
    return Label(rows["x"].iloc[0], rows["y"].iloc[0], (f"{name}:\n{said}", *narrower), INK, is_needed=True)


def _distinct(rows: pd.DataFrame) -> list:
    """Take what sources state differently, each once, as many as a sentence holds."""
    return list(rows.drop_duplicates(["source_id", "low", "high", "qualifier"]).head(4).itertuples())


def _label(claim) -> Label:
    what = done(claim) if claim.outcome != "killed" or claim.qualifier == "implied" else ""
    long, short = (f"{' '.join(filter(None, [words, what]))}, {voice(claim)}" for words in (whom(claim), figure(claim)))
    wordings = (long, balance(long, 120, SMALL), short) if claim.is_needed else (long,) if claim.low == 1 else (long, short)
    return Label(claim.x, claim.y, wordings, MARKS[claim.source_type].ink, claim.is_needed)


def _strip_labels(drawn: pd.DataFrame, days: dates.DayAxis) -> list[Label]:
    return [Label(claim.x, claim.y, (f"{claim.victims.strip('[]')}, {voice(claim)}", voice(claim)), MARKS[claim.source_type].ink,
                  is_on_white=not days.is_across) for claim in drawn[drawn["strip"] != ""].itertuples()]


def _title(drawn: pd.DataFrame) -> str:
    if len(drawn) == 1:
        one = next(drawn.itertuples())
        return f"One claim on the calendar: {told(one)}, {covered(one)}"
    return f"When, how many, and who says so: {counted(len(drawn), 'claim')} of {subject(drawn)}{voices(drawn)}"


def _caption(claims: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """Say how to read the marks that are there, and what they do not say."""
    parts, left_out = int(drawn["part_of"].notna().sum()), len(claims) - len(drawn)
    sentences = {
        "Behind the dotted line: claims whose first day is not stated, with their last day.": dates.axis(drawn, 1000, is_across=True).later,
        f"{counted(left_out, 'break-down')} of claims drawn here {'is' if left_out == 1 else 'are'} left out.": left_out,
        f"{counted(parts, 'claim')} drawn here {'is a part' if parts == 1 else 'are parts'} of claims outside the selection.": parts,
        "Marks that would cover one another stand slightly aside.": len(drawn) > 1,
        "Claims overlap in days and repeat one another: they cannot be added up, and nothing is known of the days between them.": True,
    }
    return " ".join([*plane.reading(drawn), *(sentence for sentence, holds in sentences.items() if holds)])


def _alt(drawn: pd.DataFrame) -> str:
    """Describe the calendar: how many claims, from when to when, the largest, and those that contest one another."""
    numbered = drawn[drawn["strip"] == ""].sort_values("low", ascending=False, kind="stable")
    if len(drawn) == 1:
        one = next(drawn.itertuples())
        arrow = ", with an arrow, as no upper limit is stated" if pd.isna(one.high) and len(numbered) else ""
        return f"One claim as a mark on a calendar, with people on a logarithmic scale{arrow}: {told(one)}, {covered(one)}."
    rivals = [f"{rows['incident_title'].iloc[0]}: " + listed(f"{figure(claim)} {attributed(claim)}" for claim in _distinct(rows))
              for rows in contested(drawn)]
    largest = "; ".join(f"{told(claim)}, {covered(claim)}" for claim in numbered.head(2 if rivals else 3).itertuples())
    first, last = drawn["date_start"].fillna(drawn["date_end"]).min(), drawn["date_end"].max()
    when = day(last) if first == last else span(first, last)
    sentences = {
        f"{counted(len(drawn), 'claim')} of {subject(drawn)} on a calendar, {when}, with people on a logarithmic scale.": True,
        f"{'The largest' if len(numbered) > 1 else 'One with a number'}: {largest}.": len(numbered) > 0,
        f"{int(numbered['high'].isna().sum())} have no upper limit and carry an arrow.": numbered["high"].isna().sum() > 1,
        f"On a strip apart, without a number above 0: {counted(len(drawn) - len(numbered), 'claim')}.": len(drawn) > len(numbered),
        f"Told differently: {'; '.join(rivals[:3])}.": bool(rivals),
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)
