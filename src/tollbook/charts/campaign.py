"""The totals of one incident by different voices, each as of its own day."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook.charts import dates, labels, plane
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.labels import Label, Room
from tollbook.charts.palette import MARKS, SOFT
from tollbook.charts.sheet import SMALL, balance
from tollbook.charts.words import DONE, attributed, counted, covered, figure, figures_table, listed, people, told, voice
from tollbook.errors import BadInput

LEFT, ABOVE, BELOW, TALL = 46, 26, 34, 200  # points
MANY_DAYS = 300  # beyond which a day needs its year


def running_totals(claims: pd.DataFrame, incident_id: str) -> Chart:
    """Chart the claims of one incident over the days as of which they are stated; break-downs are left to their wholes.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.
    incident_id : str
        Whose claims.

    Raises
    ------
    BadInput
        Where the selection holds no claim of human harm for the incident.
    """
    own = claims[claims["incident_id"] == incident_id]
    if own.empty:
        raise BadInput(f"chart: found no claim of the incident {incident_id} in the selection; allowed is one that the selection has")
    drawn = plane.ready(plane.wholes(people(own))).sort_values(["date_end", "claim_id"])
    return Chart(
        slug=f"running-totals-{incident_id}",
        title=_title(drawn),
        caption=_caption(drawn, len(people(own)) - len(drawn)),
        alt=_alt(drawn),
        table=figures_table(drawn),
        draw=drawer(_paint, drawn),
    )


def _paint(width: float, claims: pd.DataFrame) -> Figure:
    """Draw the claims over their days, every one labelled."""
    tall = TALL if width >= paper.NARROW else TALL + 40
    height = max(plane.reach(claims, least=tall), 22 * len(claims)) + plane.depth(claims)
    sheet = paper.new(width, ABOVE + height + BELOW)
    sheet.write(0, 7, "people, as each source states them; logarithmic scale", size=SMALL, color=SOFT)
    box = (LEFT, ABOVE, width - LEFT - 16, height)
    room = Room(sheet.width, sheet.height)
    drawn = plane.draw(sheet, plane.new(sheet, box, claims, dates.axis(claims, box[2], is_across=True)), claims, room)
    has_years = claims["end"].max() - claims["start"].min() > MANY_DAYS
    wanted = [_label(claim, claims["outcome"].nunique(), has_years) for claim in drawn.sort_values("end", ascending=False).itertuples()]
    labels.write(sheet, labels.place(wanted, room, (LEFT, ABOVE - 10, width - 1, ABOVE + height), len(wanted)))
    return sheet.figure


def _label(claim, outcomes: int, has_years: bool) -> Label:
    said = figure(claim) if outcomes == 1 else f"{figure(claim)} {DONE[claim.outcome]}"
    text = f"{said} \N{EN DASH} {voice(claim)}, {covered(claim, has_years)}"
    return Label(claim.x, claim.y, (text, *(balance(text, width, SMALL) for width in (170, 120))), MARKS[claim.source_type].ink, is_needed=True)


def _title(drawn: pd.DataFrame) -> str:
    """Name the incident, with the least and the greatest figure stated and who states them."""
    numbered = drawn[drawn["low"] > 0].sort_values("low", kind="stable")
    name, done = drawn["incident_title"].iloc[0], DONE[drawn["outcome"].iloc[0]] if drawn["outcome"].nunique() == 1 else "harmed"
    if len(drawn) == 1:
        one = next(drawn.itertuples())
        return f"{name}: {told(one)}, {covered(one)}"
    if len(numbered) < 2:
        return f"{name}: {counted(len(drawn), 'claim')} of people {done}"
    least, most = (numbered.iloc[at] for at in (0, -1))
    return f"{name}: {figure(least)} {done} {attributed(least)}, {figure(most)} {attributed(most)}"


def _caption(drawn: pd.DataFrame, left_out: int) -> str:
    """Say how to read the marks, and what they do not say."""
    sentences = {
        "A mark is one claim: the least number its wording allows, on the last day it covers.": True,
        "An arrow: no upper limit is stated.": drawn["high"].isna().any(),
        "A line back in time: the days covered, broken where the first is taken from another sentence.": (drawn["start"] < drawn["end"]).any(),
        "A dotted arrow back in time: the first day is not stated.": drawn["start"].isna().any(),
        f"On the grey strip: {listed(plane.STRIPS[name] for name in plane.strip_lines(drawn))}.": (drawn["strip"] != "").any(),
        f"{counted(left_out, 'break-down')} of these claims {'is' if left_out == 1 else 'are'} left out.": left_out > 0,
        "No line joins the claims, as each voice counts for itself, and nothing is known of the days between them.": True,
    }
    return " ".join(sentence for sentence, holds in sentences.items() if holds)


def _alt(drawn: pd.DataFrame) -> str:
    return (f"{counted(len(drawn), 'claim')} about one incident, {drawn['incident_title'].iloc[0]}, as marks over the days as of which they "
            f"are stated, with people on a logarithmic scale. In the order of those days: "
            + "; ".join(f"{told(claim)}, {covered(claim)}" for claim in drawn.itertuples()) + ".")
