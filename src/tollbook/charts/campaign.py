"""The totals of one incident by different voices, each as of its own day."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook import measures
from tollbook.charts import dates, labels, plane
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.labels import Label, Room
from tollbook.charts.palette import MARKS, SOFT
from tollbook.charts.sheet import SMALL, balance
from tollbook.errors import BadInput
from tollbook.telling import DONE, attributed, covered, done, figure, figures_table, people, subject, told, voice, voices, whom
from tollbook.words import counted, listed

LEFT, ABOVE, BELOW, TALL = 46, 26, 34, 200  # points
MOST_TOLD = 6  # claims that an alternative text tells
MOST_NAMED = 3  # claims that a title tells in full
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
    own = of_incident(claims, incident_id)
    drawn = in_order(own)
    last = "No line joins the claims, as each voice counts for itself, and nothing is known of the days between them."
    return Chart(
        slug=f"running-totals-{incident_id}",
        title=title(drawn),
        caption=" ".join([*reading(drawn, len(own) - len(drawn)), last]),
        alt=_alt(drawn),
        table=figures_table(drawn),
        draw=drawer(_paint, drawn),
    )


def of_incident(claims: pd.DataFrame, incident_id: str) -> pd.DataFrame:
    """Keep the claims about people for one incident, and refuse a selection that has none."""
    own = claims[claims["incident_id"] == incident_id]
    if own.empty:
        raise BadInput(f"chart: found no claim of the incident {incident_id} in the selection; allowed is one that the selection has")
    return people(own)


def in_order(own: pd.DataFrame) -> pd.DataFrame:
    """Make the claims of an incident ready to be drawn, in the order of their days; break-downs are left to their wholes."""
    return plane.ready(plane.wholes(own)).sort_values(["date_end", "claim_id"])


def _paint(width: float, claims: pd.DataFrame) -> Figure:
    """Draw the claims over their days, every one labelled."""
    left, height = extent(claims, width)
    sheet = paper.new(width, ABOVE + height + BELOW)
    room = Room(sheet.width, sheet.height)
    drawn = draw(sheet, (left, ABOVE, width - left - 16, height), claims, room)
    label(sheet, drawn, room, (left, ABOVE - 10, width - 1, ABOVE + height))
    return sheet.figure


def extent(claims: pd.DataFrame, width: float) -> tuple[float, float]:
    """Give the points that the claims leave at their left, and the height that they need."""
    tall = TALL if width >= paper.NARROW else TALL + 40
    return LEFT + 16 * any(claims["strip"] != ""), max(plane.reach(claims, least=tall), 22 * len(claims)) + plane.depth(claims)


def draw(sheet: paper.Sheet, box: labels.Box, claims: pd.DataFrame, room: Room) -> pd.DataFrame:
    """Draw the claims over their days into (left, top, width, height), and give them back with their places."""
    sheet.write(0, 7, "people, as each source states them; logarithmic scale", size=SMALL, color=SOFT)
    return plane.draw(sheet, plane.new(sheet, box, claims, dates.axis(claims, box[2], is_across=True)), claims, room)


def label(sheet: paper.Sheet, drawn: pd.DataFrame, room: Room, frame: labels.Box) -> list[tuple[str, Label]]:
    """Write figure, voice and days beside the marks; give source types and labels that have no room."""
    # the strip has the least room for words, and later days more of them before
    drawn = drawn.assign(is_low=drawn["strip"] != "").sort_values(["is_low", "end"], ascending=False, kind="stable")
    has_outcome, has_years = drawn["outcome"].nunique() > 1, drawn["end"].max() - drawn["start"].min() > MANY_DAYS
    has_victims = measures.kinds(drawn)[0].nunique() > 1
    wanted = [_label(claim, has_victims, has_outcome, has_years) for claim in drawn.itertuples()]
    placed = labels.place(wanted, room, frame, len(wanted))
    labels.write(sheet, placed)
    written = {id(one.label) for one in placed}  # two claims can have one label
    return [(source_type, one) for source_type, one in zip(drawn["source_type"], wanted, strict=True) if id(one) not in written]


def _label(claim, has_victims: bool, has_outcome: bool, has_year: bool) -> Label:
    said = whom(claim) if has_victims else figure(claim)
    said = f"{said} {done(claim)}".strip() if has_outcome or claim.qualifier == "implied" else said
    text = f"{said} \N{EN DASH} {voice(claim)}, {covered(claim, has_year)}"
    wordings = (text, *(balance(text, width, SMALL) for width in (170, 120)))
    return Label(claim.x, claim.y, wordings, MARKS[claim.source_type].ink, is_needed=True, is_on_white=claim.strip == "")


def title(drawn: pd.DataFrame) -> str:
    """Name the incident with what is stated of it: the least and the greatest figure where these are of the same people by two sources."""
    name = drawn["incident_title"].iloc[0]
    if len(drawn) == 1:
        one = next(drawn.itertuples())
        return f"{name}: {told(one)}, {covered(one)}"
    numbered = drawn[(drawn["strip"] == "") & (drawn["qualifier"] != "implied")].sort_values("low", kind="stable")
    is_one_measure = numbered["outcome"].nunique() == 1 and measures.kinds(numbered)[0].nunique() == 1
    if is_one_measure and numbered["source_id"].nunique() > 1:
        least, most = (numbered.iloc[at] for at in (0, -1))
        return f"{name}: {figure(least)} {DONE[least['outcome']]} {attributed(least)}, {figure(most)} {attributed(most)}"
    is_one_sentence = drawn[["source_id", "outcome", "mode"]].drop_duplicates().shape[0] == 1
    if is_one_sentence and len(numbered) == len(drawn) <= MOST_NAMED:
        one = next(drawn.itertuples())
        return f"{name}: {listed(whom(claim) for claim in drawn.itertuples())} {DONE[one.outcome]}, {attributed(one)}"
    return f"{name}: {counted(len(drawn), 'claim')} of {subject(drawn)}{voices(drawn)}"


def reading(drawn: pd.DataFrame, left_out: int) -> list[str]:
    """Say how to read the marks, and how many break-downs are left out."""
    gone = [f"{counted(left_out, 'break-down')} of these claims {'is' if left_out == 1 else 'are'} left out."] if left_out else []
    return [*plane.reading(drawn), *gone]


def _alt(drawn: pd.DataFrame) -> str:
    """Describe the marks in the order of their days, each in full; those that a sentence cannot hold are in the table."""
    first, more = drawn.head(MOST_TOLD), len(drawn) - MOST_TOLD
    return (f"{counted(len(drawn), 'claim')} about one incident, {drawn['incident_title'].iloc[0]}, as marks over the days as of which "
            "they are stated, with people on a logarithmic scale. In the order of those days: "
            + "; ".join(f"{told(claim)}, {covered(claim)}" for claim in first.itertuples())
            + (f"; and {counted(more, 'claim')} more in the table." if more > 0 else "."))
