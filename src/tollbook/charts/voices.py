"""Who speaks, and who speaks with a toll."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tollbook.charts import sheet as paper
from tollbook.charts.chart import Chart, drawer
from tollbook.charts.outcomes import NAMELESS
from tollbook.charts.palette import MARKS, RULE, SOFT
from tollbook.charts.sheet import SMALL, TEXT, measure
from tollbook.errors import BadInput
from tollbook.words import counted, listed, plain, short_name

ROW, STACKED, APART, HEAD = 20, 33, 12, 38  # points


def silence(sources: pd.DataFrame) -> Chart:
    """Chart for each source how often the article names it as speaking, and how often with a human toll.

    Parameters
    ----------
    sources : DataFrame
        The built sources, or some of them.

    Raises
    ------
    BadInput
        Where none of them is named as speaking.
    """
    drawn = sources[sources["statements"] > 0].copy()
    if drawn.empty:
        raise BadInput("chart: no source of the table is named as speaking; allowed are sources with at least one statement")
    drawn["is_nameless"] = drawn["source_type"].isin(NAMELESS)
    drawn = drawn.sort_values(["is_nameless", "statements", "statements_with_toll", "name"], ascending=[True, False, False, True],
                              ignore_index=True)
    named = drawn[~drawn["is_nameless"]]
    with_toll = int((named["statements_with_toll"] > 0).sum())
    return Chart(
        slug="silence",
        title=f"Who speaks, and who states a toll: {with_toll} of {counted(len(named), 'named source')}",
        caption="For each source, the places where the whole article names it as speaking (a bar), and those of them that carry at least "
                "one claim about people (the mark of its source type). Places in the text are counted, not people. The "
                "article's own voice is named nowhere and is left out. No toll stated is not a toll of zero.",
        alt=_alt(named, drawn[drawn["is_nameless"]]),
        table=pd.DataFrame({"source": drawn["name"], "source type": drawn["source_type"].map(plain),
                            "named as speaking": drawn["statements"], "with a human toll": drawn["statements_with_toll"]}),
        draw=drawer(_paint, drawn),
    )


def _paint(width: float, sources: pd.DataFrame) -> Figure:
    """Draw a line a source, from the places with a toll to all places; names stand at the side, or above on a narrow sheet."""
    is_narrow = width < paper.NARROW
    names = [short_name(name) for name in sources["name"]]
    left = 6 if is_narrow else max(measure(name, TEXT)[0] for name in names) + 14
    room = 6 if is_narrow else max(measure(_said(source), SMALL)[0] for source in sources.itertuples()) + 14
    scale = (width - left - room) / sources["statements"].max()
    row = STACKED if is_narrow else ROW
    tops = [HEAD + row * at + APART * nameless for at, nameless in enumerate(sources["is_nameless"])]
    sheet = paper.new(width, tops[-1] + row + 4)
    _draw_scale(sheet, left, scale, int(sources["statements"].max()), tops[-1] + row)
    for source, name, top in zip(sources.itertuples(), names, tops, strict=True):
        y, said = top + row - ROW / 2, _said(source)
        _draw_source(sheet, source, left, y, scale)
        if is_narrow:
            sheet.write(0, y - 16, name, weight="bold", size=SMALL)
            sheet.write(measure(name, SMALL, bold=True)[0] + 6, y - 16, said, size=SMALL, color=SOFT)
        else:
            sheet.write(left - 12, y, name, ha="right")
            sheet.write(left + scale * source.statements + 9, y, said, size=SMALL, color=SOFT)
    return sheet.figure


def _draw_scale(sheet: paper.Sheet, left: float, scale: float, most: int, bottom: float) -> None:
    """Draw the key, and light lines at round numbers of places."""
    sheet.marks("monitor", [left + 4], [7], area=30)
    sheet.write(left + 12, 7, "with a human toll", size=SMALL, color=SOFT)
    x = left + 12 + measure("with a human toll", SMALL)[0] + 14
    sheet.rule((x, x), (2, 12), lw=1.6)
    sheet.write(x + 6, 7, "all places where it speaks", size=SMALL, color=SOFT)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10 ** 6) if most / step <= 6)
    for number in range(0, most + 1, step):
        x = left + scale * number
        sheet.rule((x, x), (HEAD - 5, bottom), color=RULE, zorder=0)
        sheet.write(x, HEAD - 12, f"{number}" if number else "0 places", size=SMALL, color=SOFT, ha="center" if number else "left")


def _draw_source(sheet: paper.Sheet, source, left: float, y: float, scale: float) -> None:
    mark = MARKS[source.source_type]
    all_at, toll_at = (left + scale * number for number in (source.statements, source.statements_with_toll))
    sheet.rule((toll_at, all_at), (y, y), color=mark.ink, lw=1.6, zorder=2, gid="places")
    sheet.rule((all_at, all_at), (y - 5, y + 5), color=mark.ink, lw=1.6, zorder=2, gid="statements")
    if source.statements_with_toll:
        sheet.marks(source.source_type, [toll_at], [y])


def _said(source) -> str:
    """Say how often a source speaks, and how often with a toll."""
    spoken, toll = source.statements, source.statements_with_toll
    if spoken == 1:
        return f"once, {'with' if toll else 'without'} a toll"
    return f"{spoken:,} times, {f'{toll:,}' if toll else 'never'} with a toll"


def _alt(named: pd.DataFrame, nameless: pd.DataFrame) -> str:
    """Describe the rows: those with a toll one by one, then those without."""
    def words(rows: pd.DataFrame) -> str:
        return "; ".join(f"{short_name(source.name)} {_said(source)}" for source in rows.itertuples())

    stating, mute = named[named["statements_with_toll"] > 0], named[named["statements_with_toll"] == 0]
    silent = listed(f"{short_name(name)} ({number})" for name, number in zip(mute["name"], mute["statements"], strict=True))
    sentences = {
        f"One row for each of {counted(len(named), 'named source')}: the places where it speaks, and those with a human toll.": named,
        f"With a toll: {words(stating)}.": stating,
        f"Never with a toll: {silent}.": mute,
        f"Apart from them: {words(nameless)}.": nameless,
    }
    return " ".join(sentence for sentence, rows in sentences.items() if len(rows))
