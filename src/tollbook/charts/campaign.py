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
from tollbook.errors import BadInput
from tollbook.telling import DONE, attributed, covered, done, figure, figures_table, people, subject, told, voice, voices
from tollbook.words import counted

LEFT, ABOVE, BELOW, TALL = 46, 26, 34, 200  # points
MOST_TOLD = 6  # claims that an alternative text tells
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
        Where the selection holds no claim about people for the incident.
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
    left, tall = LEFT + 16 * any(claims["strip"] != ""), TALL if width >= paper.NARROW else TALL + 40
    height = max(plane.reach(claims, least=tall), 22 * len(claims)) + plane.depth(claims)
    sheet = paper.new(width, ABOVE + height + BELOW)
    sheet.write(0, 7, "people, as each source states them; logarithmic scale", size=SMALL, color=SOFT)
    box = (left, ABOVE, width - left - 16, height)
    room = Room(sheet.width, sheet.height)
    drawn = plane.draw(sheet, plane.new(sheet, box, claims, dates.axis(claims, box[2], is_across=True)), claims, room)
    has_years = claims["end"].max() - claims["start"].min() > MANY_DAYS
    wanted = [_label(claim, claims["outcome"].nunique() > 1, has_years) for claim in drawn.sort_values("end", ascending=False).itertuples()]
    labels.write(sheet, labels.place(wanted, room, (left, ABOVE - 10, width - 1, ABOVE + height), len(wanted)))
    return sheet.figure


def _label(claim, has_outcome: bool, has_year: bool) -> Label:
    said = f"{figure(claim)} {done(claim)}".strip() if has_outcome or claim.qualifier == "implied" else figure(claim)
    text = f"{said} \N{EN DASH} {voice(claim)}, {covered(claim, has_year)}"
    wordings = (text, *(balance(text, width, SMALL) for width in (170, 120)))
    return Label(claim.x, claim.y, wordings, MARKS[claim.source_type].ink, is_needed=True, is_on_white=claim.strip == "")


def _title(drawn: pd.DataFrame) -> str:
    """Name the incident, with the least and the greatest figure stated and who states them, where they count the same outcome."""
    numbered = drawn[(drawn["strip"] == "") & (drawn["qualifier"] != "implied")].sort_values("low", kind="stable")
    name = drawn["incident_title"].iloc[0]
    if len(drawn) == 1:
        one = next(drawn.itertuples())
        return f"{name}: {told(one)}, {covered(one)}"
    if len(numbered) < 2 or numbered["outcome"].nunique() > 1:
        return f"{name}: {counted(len(drawn), 'claim')} of {subject(drawn)}{voices(drawn)}"
    least, most = (numbered.iloc[at] for at in (0, -1))
    return f"{name}: {figure(least)} {DONE[least['outcome']]} {attributed(least)}, {figure(most)} {attributed(most)}"


def _caption(drawn: pd.DataFrame, left_out: int) -> str:
    """Say how to read the marks, and what they do not say."""
    gone = [f"{counted(left_out, 'break-down')} of these claims {'is' if left_out == 1 else 'are'} left out."] if left_out else []
    last = "No line joins the claims, as each voice counts for itself, and nothing is known of the days between them."
    return " ".join([*plane.reading(drawn), *gone, last])


def _alt(drawn: pd.DataFrame) -> str:
    """Describe the marks in the order of their days, each in full; those that a sentence cannot hold are in the table."""
    first, more = drawn.head(MOST_TOLD), len(drawn) - MOST_TOLD
    return (f"{counted(len(drawn), 'claim')} about one incident, {drawn['incident_title'].iloc[0]}, as marks over the days as of which "
            "they are stated, with people on a logarithmic scale. In the order of those days: "
            + "; ".join(f"{told(claim)}, {covered(claim)}" for claim in first.itertuples())
            + (f"; and {counted(more, 'claim')} more in the table." if more > 0 else "."))
