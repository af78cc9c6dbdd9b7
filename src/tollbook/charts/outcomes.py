"""Which source type states which outcome, and how often."""

from __future__ import annotations

import pandas as pd

from tollbook import schema
from tollbook.charts import matrix
from tollbook.charts.chart import Chart, drawer
from tollbook.errors import BadInput
from tollbook.words import counted, listed, plain

NAMELESS = ("unnamed_report", "unattributed")


def who_states_what(claims: pd.DataFrame) -> Chart:
    """Chart how many claims each source type states of each outcome; lost materiel stands apart.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them.

    Raises
    ------
    BadInput
        Where the selection is empty.
    """
    if claims.empty:
        raise BadInput("chart: the selection holds no claim; allowed is a selection with at least one")
    counts = count(claims, "outcome", schema.OUTCOMES)
    named = int((~claims["source_type"].isin(NAMELESS)).sum())
    return Chart(
        slug="who-states-what",
        title=f"Who states what: {named:,} of {counted(len(claims), 'claim')} {'names its' if len(claims) == 1 else 'name their'} source",
        caption="Number of claims by source type and outcome. A claim is one figure by one source, break-downs included: claims are "
                "counted, not people. A dot: no claim of this kind in the selection. Unnamed report: reported, and not by whom. "
                "Unattributed: the article's own voice. Lost materiel stands apart and is in no total of people."
                + _absent(counts),
        alt=_alt(claims, counts),
        table=table(claims, "outcome", counts),
        draw=drawer(matrix.paint, counts, "materiel" if "materiel" in counts and len(counts.columns) > 1 else None),
    )


def count(claims: pd.DataFrame, column: str, codes: dict, every: bool = False) -> pd.DataFrame:
    """Count claims: one row a source type, all of them, and one column a code; the codes without any claim only if `every`."""
    pairs = pd.crosstab(claims["source_type"], claims[column])
    used = [code for code in codes if every or code in pairs.columns]
    return pairs.reindex(index=list(schema.SOURCE_TYPES), columns=used, fill_value=0).rename_axis(index=None, columns=None)


def table(claims: pd.DataFrame, column: str, counts: pd.DataFrame) -> pd.DataFrame:
    """List one filled cell a row with the ids of its claims; a source type without any claim has a row with 0."""
    ids = claims.groupby(["source_type", column], dropna=False)["claim_id"].agg(" ".join)
    rows = [(plain(kind), plain(code), int(number), ids.get((kind, code), ""))
            for kind, cells in counts.iterrows() for code, number in (cells[cells > 0] if cells.any() else cells.iloc[:0]).items()]
    rows += [(plain(kind), "none", 0, "") for kind in counts.index[~counts.any(axis=1)]]
    return pd.DataFrame(rows, columns=["source type", plain(column), "claims", "claim ids"])


def silent_types(counts: pd.DataFrame) -> list[str]:
    return [plain(kind) for kind in counts.index[~counts.any(axis=1)]]


def _absent(counts: pd.DataFrame) -> str:
    """Name the outcomes that no claim of the selection speaks of."""
    missing = [plain(code) for code in schema.OUTCOMES if code not in counts]
    return f" No claim of the selection is of: {', '.join(missing)}." if missing else ""


def _alt(claims: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Describe the matrix: the source types by number of claims, their main outcome, and who states none."""
    totals = counts.sum(axis=1).sort_values(ascending=False, kind="stable")
    parts = [f"{plain(kind)} {number} ({int(counts.loc[kind].max())} {plain(counts.loc[kind].idxmax())})"
             for kind, number in totals.items() if number]
    mute = silent_types(counts)
    return (f"A matrix of ten source types against {counted(len(counts.columns), 'outcome')}, with the number of claims in each cell. "
            f"Claims by source type, with the most frequent outcome in brackets: {'; '.join(parts)}."
            + (f" No claim at all in this selection by {listed(mute)}." if mute else ""))
