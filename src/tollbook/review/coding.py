"""From decisions to a coding sheet: what was accepted or changed, as rows of `claims.csv`, and which cells a person has yet to fill."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from tollbook import schema
from tollbook.review.sheet import NOT_FOUND
from tollbook.words import listed

TAKEN = ("accept", "change")
DONE = {"accept": "accepted", "change": "changed", "reject": "rejected", "open": "open"}
WHY_OPEN = {
    "source_id": "no row of sources.csv has these words as its name or an alias",
    "incident_id": "which event it is, no sentence tells alone",
    "perpetrator_side": "who did it is not read",
    "date_end": "the text gives no day that was read",
    "part_of": "its whole is not accepted",
}
NEEDED = tuple(column.name for column in schema.RAW_CLAIMS.columns if column.required)


def coding_sheet(review: pd.DataFrame, prefix: str, sources: pd.DataFrame, taken: Iterable[str] = (),
                 stands: dict[str, str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make coding-sheet rows of the accepted and changed candidates, and list the cells that are open.

    Parameters
    ----------
    review : DataFrame
        The review sheet, in the order of the text.
    prefix : str
        The article's claim prefix; ids go on after the greatest of `taken`.
    sources : DataFrame
        The article's sources.csv: names and aliases tell the `source_id` where just one of them has the words.
    taken : iterable of str
        Claim ids that were ever given, withdrawn ones too.
    stands : dict of str to str
        The claim id by candidate where the ledger already has the claim: no row is made of it.

    Returns
    -------
    sheet : DataFrame
        Columns of `claims.csv`, all text.
    open_cells : DataFrame
        `claim_id`, `candidate`, `column`, `why`: what is blank and must not be.
    """
    stands = stands or {}
    # words that are no longer in the text are kept in the review sheet and are no claims of this text
    is_here = review["read_now"] != NOT_FOUND
    rows = review[is_here & review["decision"].isin(TAKEN) & ~review["candidate"].isin(list(stands))]
    first = 1 + max((int(name.rpartition("-")[2]) for name in taken), default=0)
    ids = stands | {name: f"{prefix}-{number:03d}" for number, name in enumerate(rows["candidate"], first)}
    known = voices(sources)
    sheet = pd.DataFrame([_row(row, ids, known) for _, row in rows.iterrows()], columns=schema.RAW_CLAIMS.names, dtype="str")
    return sheet, _open_cells(sheet, rows["candidate"].to_list())


def _row(row: pd.Series, ids: dict[str, str], known: dict[str, set[str]]) -> dict[str, str]:
    source = row["source_id"] or source_of(row["attribution_text"], row["source_type"], known)
    own = {"claim_id": ids[row["candidate"]], "source_id": source, "part_of": ids.get(row["part_of"], ""), "besides": ""}
    return {name: own.get(name, row.get(name, "")) for name in schema.RAW_CLAIMS.names}


def voices(sources: pd.DataFrame) -> dict[str, set[str]]:
    """Give the ids of sources by each of their names and aliases in small letters, and by their types in <brackets>."""
    known: dict[str, set[str]] = {}
    for source in sources.itertuples():
        short = re.findall(r"\(([^()]+)\)$", source.name)
        names = [source.name, re.sub(r"\s*\([^()]+\)$", "", source.name), *short, *source.aliases.split(";"), f"<{source.source_type}>"]
        for name in filter(None, (name.strip().lower() for name in names)):
            known.setdefault(name, set()).add(source.source_id)
    return known


def source_of(words: str, source_type: str, known: dict[str, set[str]]) -> str:
    """Tell which source is named by words of attribution: the one whose name or alias stands in them, the longest first; else blank.

    A voice without a name is the only source of its type.
    """
    if source_type in ("unattributed", "unnamed_report"):
        found = known.get(f"<{source_type}>", set())
        return next(iter(found)) if len(found) == 1 else ""
    low = words.lower().strip("[]")
    for name in sorted((name for name in known if not name.startswith("<")), key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low):
            return next(iter(known[name])) if len(known[name]) == 1 else ""
    return ""


def _open_cells(sheet: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """List the cells that a coding sheet must have and these rows lack."""
    rows = [(row["claim_id"], name, column, WHY_OPEN.get(column, "was not read"))
            for name, (_, row) in zip(names, sheet.iterrows(), strict=True) for column in sheet.columns
            if not row[column] and (column in NEEDED or (column == "part_of" and row["scope"] == "breakdown"))]
    return pd.DataFrame(rows, columns=["claim_id", "candidate", "column", "why"], dtype="str")


def in_words(review: pd.DataFrame) -> str:
    """Say how many candidates are accepted, changed, rejected and open."""
    return listed(f"{number:,} {DONE[decision]}" for decision, number in outstanding(review).items())


def outstanding(review: pd.DataFrame) -> dict[str, int]:
    """Count the decisions of a review sheet, each kind also where there is none."""
    counts = review["decision"].value_counts()
    return {decision: int(counts.get(decision, 0)) for decision in schema.DECISIONS}

