"""Which source type counts the losses of which side."""

from __future__ import annotations

import pandas as pd

from tollbook import schema
from tollbook.charts import matrix, outcomes
from tollbook.charts.chart import Chart, drawer
from tollbook.telling import PEOPLE, people, subject, voices
from tollbook.words import counted, listed, plain


def who_counts_whom(claims: pd.DataFrame) -> Chart:
    """Chart how many claims about people each source type states of each victim side.

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
    # a selection of one side is of that side: columns for the others would show as silent what was left out
    counts = outcomes.count(claims, "victim_side", schema.SIDES, every=claims["victim_side"].nunique() > 1)
    return Chart(
        slug="who-counts-whom",
        title=_title(claims, counts),
        caption="Number of claims about people by source type and the side of those counted. A claim is one figure by one source, "
                "break-downs included: claims are counted, not people. A dot: no claim of this kind in the selection. Mixed: more than "
                "one side under one number. Unspecified: the text does not tell. Unnamed report: reported, and not by whom. "
                "Unattributed: the article's own voice.",
        alt=_alt(claims, counts),
        table=outcomes.table(claims, "victim_side", counts),
        draw=drawer(matrix.paint, counts),
    )


def _title(claims: pd.DataFrame, counts: pd.DataFrame) -> str:
    if len(counts.columns) == 1:
        return f"Who counts whom: {counted(len(claims), 'claim')} of {subject(claims)}{voices(claims)}"
    totals = counts.sum().sort_values(ascending=False, kind="stable")
    most = [f"{number:,} of {PEOPLE[side]}" for side, number in totals[totals > 0].drop(["mixed", "unspecified"], errors="ignore").items()]
    return f"Who counts whom: of {counted(len(claims), 'claim')}, {listed(most[:3])}{voices(claims)}"


def _alt(claims: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Describe the matrix: for each side who counts it, and which types and sides have no claim."""
    parts = []
    for side in counts.columns[counts.any()]:
        cells = counts[side].sort_values(ascending=False, kind="stable")
        parts.append(f"{plain(side)} {int(cells.sum())} (" + ", ".join(f"{plain(kind)} {n}" for kind, n in cells[cells > 0].items()) + ")")
    mute, unseen = outcomes.silent_types(counts), [plain(side) for side in counts.columns[~counts.any()]]
    return (f"A matrix of ten source types against the side of those counted, with the number of claims in each cell. Claims by side: "
            f"{'; '.join(parts)}." + (f" No claim is of: {', '.join(unseen)}." if unseen else "")
            + (f" None in this selection by {listed(mute)}." if mute else ""))
