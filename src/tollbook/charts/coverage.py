"""What the figures of the article are: tolls by what they count, and all others by the reason why they are none."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook import schema
from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import INK, SOFT
from tollbook.charts.sheet import SMALL, TEXT, measure
from tollbook.errors import BadInput
from tollbook.words import counted, listed, plain

KINDS = {"claim": "Claims", "other_number": "No tolls"}
COLOURS = {"claim": "#44657F", "other_number": "#B9C2CA"}
REASONS = {
    "date": "dates", "time_span": "lengths of time", "order": "ranks, as in \"first\"", "distance": "distances",
    "share": "shares of ground", "name": "numbers inside names", "force_strength": "strength of forces", "people_held": "prisoners held",
    "people_present": "people present", "munitions": "bombs and mines", "places": "buildings and places", "works": "tunnels",
    "ground": "ground taken or lost", "object": "equipment named", "person": "people not harmed", "not_a_count": "no count",
}
ROW, HEAD = 16, 26  # points


def accounted_for(coverage: pd.DataFrame) -> Chart:
    """Chart how every figure and toll word of the article is accounted for.

    Parameters
    ----------
    coverage : DataFrame
        The built coverage table, or a part of it: one row a section, kind and code, with how many in `rows`.

    Raises
    ------
    BadInput
        Where it is empty.
    """
    if coverage.empty:
        raise BadInput("chart: the coverage table has no row; allowed is one with at least one row")
    counts = (coverage.groupby(["kind", "code"], dropna=False)["rows"].sum().astype("int64").reset_index()
              .sort_values(["kind", "rows", "code"], ascending=[True, False, True], ignore_index=True))
    sums = counts.groupby("kind")["rows"].sum().reindex(list(KINDS), fill_value=0)
    tolls, others = int(sums["claim"]), int(sums["other_number"])
    return Chart(
        slug="accounted-for",
        title=f"What the article's {tolls + others:,} figures are: {counted(tolls, 'claim')}, and {others:,} that are no toll",
        caption="Each claim of the article by its outcome, and every other number, number word and word of loss by the reason why it is no "
                "toll. The bars count figures and words of the text, not people. Whatever the selection, this is the whole article.",
        alt=_alt(counts, tolls, others),
        table=pd.DataFrame({"kind": counts["kind"].map({"claim": "claim", "other_number": "no toll"}), "what": counts["code"].map(plain),
                            "meaning": counts["code"].map(schema.OUTCOMES | schema.REASONS), "figures": counts["rows"]}),
        draw=drawer(_paint, counts),
    )


def _paint(width: float, counts: pd.DataFrame) -> Figure:
    """Draw a bar a code, claims above all others, on one scale."""
    is_narrow = width < paper.NARROW
    size = SMALL if is_narrow else TEXT
    names = [REASONS.get(code) or plain(code) for code in counts["code"]]
    left = max(measure(name, size)[0] for name in names) + 8
    scale = (width - left - 30) / counts["rows"].max()
    sheet = paper.new(width, HEAD * counts["kind"].nunique() + ROW * len(counts) + 4)
    top = 0.0
    for kind, rows in counts.groupby("kind", sort=False):
        sheet.write(left, top + HEAD - 11, f"{KINDS[kind]}: {rows['rows'].sum():,}", weight="bold")
        sheet.write(left + measure(f"{KINDS[kind]}: {rows['rows'].sum():,}", TEXT, bold=True)[0] + 6, top + HEAD - 11,
                    "by outcome" if kind == "claim" else "by the reason why", size=SMALL, color=SOFT)
        top += HEAD
        middles = [top + ROW * (at + 0.5) for at in range(len(rows))]
        sheet.paper.barh(middles, rows["rows"] * scale, left=left, height=ROW - 5, color=COLOURS[kind], zorder=1, gid=f"bars-{kind}")
        for at, y in zip(rows.index, middles, strict=True):
            sheet.write(left - 6, y, names[at], size=size, ha="right", color=INK)
            sheet.write(left + counts["rows"][at] * scale + 4, y, f"{counts['rows'][at]:,}", size=size)
        top += ROW * len(rows)
    return sheet.figure


def _alt(counts: pd.DataFrame, tolls: int, others: int) -> str:
    """Describe the bars: the claims by outcome, and the most frequent reasons of the others."""
    def words(rows: pd.DataFrame) -> str:
        return listed(f"{REASONS.get(code) or plain(code)} {number}" for code, number in zip(rows["code"], rows["rows"], strict=True))

    claims, rest = counts[counts["kind"] == "claim"], counts[counts["kind"] == "other_number"]
    more = f", and {counted(len(rest) - 5, 'other reason')}" if len(rest) > 5 else ""
    return " ".join(filter(None, (
        f"Bars that count the figures and words of loss in the article: {tolls} claims and {others} that are no toll.",
        f"Claims by outcome: {words(claims)}." if len(claims) else "",
        f"No tolls, most frequent reasons first: {words(rest.head(5))}{more}." if len(rest) else "")))
