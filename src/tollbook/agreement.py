"""How far two codings of one article agree: rows paired by place and figure, then percent and Krippendorff's alpha for each column."""

from __future__ import annotations

from pathlib import Path

import krippendorff
import pandas as pd

from tollbook import article, schema

PLACE = ["section", "paragraph", "sentence"]
LIKENESS = ("quantity_text", "outcome", "victims", "outcome_text", "victim_side")
LEAST = 3  # a pair must agree in this many of them
# each coder gives ids of his own: what a source or incident id stands for is compared, not its spelling
COMPARED = [name for name in schema.CODED_TWICE.names if name not in ("claim_id", *PLACE, "part_of", "source_id", "incident_id", "note")]


def pair(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Pair the rows of two coding sheets; one row a pair, or a row that only one coder has.

    Returns columns `first` and `second`, the row labels in the two sheets; missing where a coder has no such row.
    """
    left = dict(enumerate(first.to_dict("records")))
    right = dict(enumerate(second.to_dict("records")))
    scores = sorted(((_likeness(a, b), -i, -j) for i, a in left.items() for j, b in right.items()
                     if all(a[name] == b[name] for name in PLACE)), reverse=True)
    pairs: list[tuple[int | None, int | None]] = []
    for score, i, j in scores:
        if score >= LEAST and -i in left and -j in right:
            pairs.append((-i, -j))
            del left[-i], right[-j]
    pairs += [(i, None) for i in left] + [(None, j) for j in right]
    return pd.DataFrame(pairs, columns=["first", "second"], dtype="Int64").sort_values(["first", "second"], ignore_index=True)


def _likeness(a: dict, b: dict) -> int:
    return sum(_bare(a[name]) == _bare(b[name]) for name in LIKENESS) + (_overlap(a["exact"], b["exact"]))


def _bare(text: str) -> str:
    """Leave out brackets, capitals, articles and a trailing "of": they are a matter of form."""
    words = article.WORDS.findall(text.lower())
    return " ".join(word for word in words if word not in ("the", "a", "an", "of"))


def _overlap(a: str, b: str) -> bool:
    return a in b or b in a


def differences(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """List every cell on which two codings differ: claim, column, what each has; a row only one coder has is one line."""
    rows = []
    for i, j in pair(first, second).itertuples(index=False):
        if pd.isna(i) or pd.isna(j):
            one = first.loc[i] if pd.isna(j) else second.loc[j]
            found = (one["exact"], "") if pd.isna(j) else ("", one["exact"])
            rows.append((one["claim_id"], "(whole row)", *found))
        else:
            rows += [(first.at[i, "claim_id"], name, first.at[i, name], second.at[j, name])
                     for name in _shared_columns(first, second)
                     if first.at[i, name] != second.at[j, name]]
    return pd.DataFrame(rows, columns=["claim_id", "column", "first", "second"])


def _shared_columns(first: pd.DataFrame, second: pd.DataFrame) -> list[str]:
    return [name for name in (*COMPARED, "source_type") if name in first and name in second]


def agreement(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Give one row a column: pairs, how many agree, percent, and Krippendorff's alpha for nominal values.

    The first row is about the figures themselves: how many of all rows of either coder the other has too; it has no alpha.
    Where both sheets have a column `source_type`, it is compared too. Alpha is blank where all values of both coders are the same
    value: there is nothing that could vary.
    """
    pairs = pair(first, second)
    both = pairs.dropna()
    rows = [("figures found by both", len(pairs), len(both), None)]
    for name in _shared_columns(first, second):
        values = [first.loc[both["first"], name].tolist(), second.loc[both["second"], name].tolist()]
        same = sum(a == b for a, b in zip(*values, strict=True))
        rows.append((name, len(both), same, _alpha(values)))
    table = pd.DataFrame(rows, columns=["column", "compared", "same", "alpha"])
    table.insert(3, "percent", (100 * table["same"] / table["compared"]).round(1))
    return table


def _alpha(values: list[list[str]]) -> float | None:
    codes = {text: code for code, text in enumerate(dict.fromkeys(text for row in values for text in row))}
    if len(codes) < 2:
        return None
    found = krippendorff.alpha([[codes[text] for text in row] for row in values], level_of_measurement="nominal")
    return round(float(found), 3)


def undecided(found: pd.DataFrame, log: Path) -> list[str]:
    """List the differences that the adjudication log does not decide."""
    decided = pd.read_csv(log, dtype="str", keep_default_na=False) if log.is_file() else pd.DataFrame(columns=["claim_id", "column"])
    known = set(decided[["claim_id", "column"]].itertuples(index=False, name=None))
    return [f"{row.claim_id}, column {row.column}: first coder {row.first!r}, second coder {row.second!r}"
            for row in found.itertuples() if (row.claim_id, row.column) not in known]
