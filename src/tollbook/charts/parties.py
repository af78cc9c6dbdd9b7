"""Whose losses a source with a side of its own counts."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.palette import FAINT, INK, SOFT
from tollbook.charts.sheet import SMALL, TEXT, Sheet, measure
from tollbook.errors import BadInput
from tollbook.telling import people
from tollbook.words import counted, listed, plain, short_name

KINDS = ("own side", "enemies", "civilians", "mixed or not stated")
SIDES = {"rebel": "rebel side", "government": "government's side", "isis": "side of ISIS", "ypg": "side of the YPG"}
ROW, GROUP, HEAD, STEP = 20, 26, 18, 10.5  # points; a step is from mark to mark


def own_enemy_civilians(claims: pd.DataFrame, sources: pd.DataFrame) -> Chart:
    """Chart for each source with a side how many of its claims about people are of its own side, its enemies, civilians, others.

    Parameters
    ----------
    claims : DataFrame
        The built claims, or a selection of them; claims of materiel are left out.
    sources : DataFrame
        The built sources; those without `own_side` are left out.

    Raises
    ------
    BadInput
        Where the selection holds no claim about people, or no source has a side.
    """
    sided = sources[sources["own_side"].notna()]
    if sided.empty:
        raise BadInput("chart: no source of the table has a side of its own; allowed are sources with an own_side")
    ids = stand(people(claims), sided)
    return Chart(
        slug="own-enemy-civilians",
        title=_title(ids),
        caption="Claims about people by each source that has a side: one mark a claim, break-downs included; claims are counted, not "
                "people. Enemies: armed sides other than the source's own, all taken together. Civilians stand apart whichever side harmed "
                "them. A dot: no claim of this kind in the selection. Only sources that the article names with a side are listed.",
        alt=_alt(ids),
        table=_table(ids),
        draw=drawer(_paint, ids),
    )


def stand(claims: pd.DataFrame, sided: pd.DataFrame) -> pd.DataFrame:
    """List one source a row, grouped by its side, with the ids of its claims by how those counted stand to it."""
    own = claims.merge(sided[["source_id", "own_side"]], on="source_id", how="inner", validate="many_to_one")
    kind = pd.Series("enemies", own.index, dtype="str").mask(own["victim_side"] == own["own_side"], "own side")
    kind = kind.mask(own["victim_side"] == "civilian", "civilians").mask(own["victim_side"].isin(["mixed", "unspecified"]), KINDS[3])
    ids = own.groupby(["source_id", kind.rename("kind")])["claim_id"].agg(list).unstack().reindex(columns=list(KINDS))
    table = sided[["source_id", "name", "source_type", "own_side"]].merge(ids, left_on="source_id", right_index=True, how="left",
                                                                         validate="one_to_one")
    table[list(KINDS)] = table[list(KINDS)].map(lambda found: found if isinstance(found, list) else [])
    table["claims"] = table[list(KINDS)].map(len).sum(axis=1)
    order = {side: at for at, side in enumerate(SIDES)}
    return table.sort_values(["own_side", "claims"], key=lambda column: column.map(order) if column.name == "own_side" else -column,
                             kind="stable", ignore_index=True)


def _paint(width: float, ids: pd.DataFrame) -> Figure:
    """Draw a row a source; on a narrow sheet its kinds of claims stand below one another."""
    if width < paper.NARROW:
        return _paint_narrow(width, ids)
    left = max(measure(short_name(name), TEXT)[0] for name in ids["name"]) + 26
    pitch = (width - left) / len(KINDS)
    sheet = paper.new(width, HEAD + ROW * len(ids) + GROUP * ids["own_side"].nunique() + 4)
    for at, kind in enumerate(KINDS):
        sheet.write(left + pitch * at, 7, kind, size=SMALL, color=SOFT)
    top = float(HEAD)
    for side, rows in ids.groupby("own_side", sort=False):
        top = _write_group(sheet, top, side, rows)
        for _, row in rows.iterrows():
            sheet.write(14, top + ROW / 2, short_name(row["name"]), color=SOFT if not row["claims"] else INK)
            for at, kind in enumerate(KINDS):
                _draw_marks(sheet, left + pitch * at, top + ROW / 2, row["source_type"], len(row[kind]), pitch)
            top += ROW
    return sheet.figure


def _paint_narrow(width: float, ids: pd.DataFrame) -> Figure:
    """Draw each source with a line for each kind of claim it states; a source without any has one line."""
    stated = ids[list(KINDS)].map(bool)
    lines = stated.sum(axis=1)
    sheet = paper.new(width, (ROW * len(ids) + 15 * lines.sum() + 4 * (lines > 0).sum() + GROUP * ids["own_side"].nunique()) + 4)
    top = 0.0
    for side, rows in ids.groupby("own_side", sort=False):
        top = _write_group(sheet, top, side, rows)
        for at, row in rows.iterrows():
            name = short_name(row["name"])
            sheet.write(14, top + ROW / 2, name, color=INK if row["claims"] else SOFT)
            if not row["claims"]:
                sheet.write(14 + measure(name, TEXT)[0] + 8, top + ROW / 2, "no claim", size=SMALL, color=SOFT)
            top += ROW
            for kind in [kind for kind in KINDS if stated.at[at, kind]]:
                sheet.write(26, top + 7, kind, size=SMALL, color=SOFT)
                _draw_marks(sheet, 130, top + 7, row["source_type"], len(row[kind]), width - 130)
                top += 15
            top += 4 * bool(row["claims"])
    return sheet.figure


def _write_group(sheet: Sheet, top: float, side: str, rows: pd.DataFrame) -> float:
    """Head a group of sources, and give where its rows begin."""
    total = int(rows["claims"].sum())
    sheet.rule((0, sheet.width), (top + 3, top + 3), lw=0.6)
    words = f"Sources on the {SIDES.get(side, side)}: {counted(total, 'claim') if total else 'no claim'}"
    sheet.write(0, top + GROUP / 2 + 4, words, weight="bold")
    return top + GROUP


def _draw_marks(sheet: Sheet, x: float, y: float, source_type: str, number: int, room: float) -> None:
    """Draw a mark a claim and their number behind them; where they have no room, one mark and the number."""
    if not number:
        sheet.paper.scatter([x + 4], [y], s=3, color=FAINT, linewidth=0, gid="empty")
        return
    shown = number if number * STEP + 20 <= room else 1
    sheet.marks(source_type, [x + 4 + STEP * at for at in range(shown)], [y] * shown)
    sheet.write(x + STEP * shown + 3, y, f"{number:,}" if shown == number else f"\N{MULTIPLICATION SIGN} {number:,}", size=SMALL)


def _title(ids: pd.DataFrame) -> str:
    totals = ids.groupby("own_side", sort=False)["claims"].sum()
    parts = [f"{counted(int(total), 'claim') if total else 'none'} by sources on the {SIDES.get(side, side)}"
             for side, total in totals.items()]
    return f"Whose losses do sources with a side state? {listed(parts)}"


def _table(ids: pd.DataFrame) -> pd.DataFrame:
    """Show one source and kind a row, with the ids of the claims; a source without any has a row with 0."""
    rows = []
    for _, row in ids.iterrows():
        who = (row["name"], plain(row["source_type"]), plain(row["own_side"]))
        stated = [(*who, kind, len(row[kind]), " ".join(row[kind])) for kind in KINDS if row[kind]]
        rows += stated or [(*who, "none", 0, "")]
    return pd.DataFrame(rows, columns=["source", "source type", "own side", "claims of", "claims", "claim ids"])


def _alt(ids: pd.DataFrame) -> str:
    """Describe the rows: the claims of each source by kind, then the sources without any."""
    parts = [f"{short_name(row['name'])}: " + ", ".join(f"{len(row[kind])} of {kind}" for kind in KINDS if row[kind])
             for _, row in ids[ids["claims"] > 0].iterrows()]
    mute = [short_name(name) for name in ids.loc[ids["claims"] == 0, "name"]]
    return " ".join(filter(None, (
        f"One row for each of {counted(len(ids), 'source')} with a side of its own, with a mark for each claim about people.",
        f"{'; '.join(parts)}." if parts else "", f"No claim in this selection by {listed(mute)}." if mute else "")))
