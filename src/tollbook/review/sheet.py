"""The review sheet, `data/raw/<article>/review.csv`: what a reviewer decided about each candidate, kept from one reading to the next.

It is human judgement and is kept under version control; of the article it holds no more than a coding sheet does. A decision survives a
new reading where its sentence stands unchanged anywhere, or its words stand in a changed one and cannot be mistaken for others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tollbook import command, ledger, paths, schema
from tollbook.errors import BadInput
from tollbook.review import candidates
from tollbook.review.candidates import PLACE, READ

FILLED = ("perpetrator_side", "source_id", "incident_id")  # what no text tells in the words of a ledger
CHANGEABLE = ("exact", *READ, "part_of")
NOT_FOUND = "not found"


def path_of(article_id: str) -> Path:
    """Give where an article's review sheet is kept."""
    return paths.root() / "data/raw" / article_id / "review.csv"


def read(path: Path) -> pd.DataFrame:
    """Read a review sheet as text, one candidate a row; a sheet that is not there has no row.

    Raises BadInput with a line for each cell that cannot be used: file, row, column, found, allowed.
    """
    if not path.is_file():
        return pd.DataFrame(columns=schema.REVIEW.names, dtype="str")
    table = ledger.read_sheet(path, schema.REVIEW)
    errors = [f"{ledger.show(path)}: row {row + 2} ({table.at[row, 'candidate']}), column {column}: found {table.at[row, column]!r}; "
              f"allowed is {allowed}" for row, column, allowed in _errors(table)]
    if errors:
        raise BadInput(*errors)
    return table


def _errors(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Find cells that do not fit the others of their sheet: row, column, what is allowed."""
    known = set(table["candidate"])
    for row, decision, changed, whole, name in table[["decision", "changed", "part_of", "candidate"]].itertuples():
        names = changed_columns(changed)
        if unknown := [one for one in names if one not in CHANGEABLE]:
            yield row, "changed", f"names of columns that are read, not {', '.join(unknown)}: {', '.join(CHANGEABLE)}"
        elif bool(names) != (decision == "change"):
            yield row, "changed", "the names of what differs with the decision change, and only there"
        if whole and (whole not in known or whole == name):
            yield row, "part_of", "another candidate of this sheet"


def changed_columns(text: str) -> list[str]:
    """List the columns that a cell of `changed` names."""
    return [part.strip() for part in text.split(";") if part.strip()]


def write(table: pd.DataFrame, path: Path, seen: bytes | None) -> bytes:
    """Write a review sheet, whole or not at all, and give what is written.

    `seen` is what stood there when it was read, None for nothing; where somebody has changed it since, it is not overwritten.
    """
    if on_disk(path) != seen:
        raise BadInput(f"{ledger.show(path)}: was changed after it was read here; read it again, so that no decision is lost")
    content = to_csv(table).encode("utf-8")
    command.write_bytes(path, content)
    return content


def on_disk(path: Path) -> bytes | None:
    """Give what a file holds; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def to_csv(table: pd.DataFrame) -> str:
    return table[schema.REVIEW.names].to_csv(index=False, lineterminator="\n")


def merge(kept: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Bring a new reading into a kept review sheet, in the order of the text.

    What a person decided stays as it was decided; where the reading now has it otherwise, `read_now` says so. A decision whose words are
    no longer found is kept at the end. What nobody has decided about is replaced by the new reading.
    """
    pairs = pair(kept, fresh)
    names = {kept.at[at, "candidate"]: fresh.at[to, "candidate"] for at, to in pairs.items()}
    lost = [at for at in kept.index if at not in pairs and kept.at[at, "decision"] != "open"]
    names |= {kept.at[at, "candidate"]: f"C-{len(fresh) + number:04d}" for number, at in enumerate(lost, 1)}
    found = {to: at for at, to in pairs.items()}
    rows = [_brought_on(kept.loc[found[to]], row, names) if to in found else candidates.to_review(row) for to, row in fresh.iterrows()]
    rows += [dict(kept.loc[at]) | {"read_now": NOT_FOUND, **_renamed(kept.loc[at], names)} for at in lost]
    return pd.DataFrame(rows, columns=schema.REVIEW.names, dtype="str").fillna("")


def _renamed(kept: pd.Series, names: dict[str, str]) -> dict[str, str]:
    return {"candidate": names[kept["candidate"]], "part_of": names.get(kept["part_of"], "")}


def _brought_on(kept: pd.Series, fresh: pd.Series, names: dict[str, str]) -> dict[str, str]:
    """Bring one kept row on to the candidate that it is of."""
    row = candidates.to_review(fresh)
    if kept["decision"] == "open":
        return row | {name: kept[name] or row[name] for name in (*FILLED, "note")}
    differs = ["its sentence has changed"] if kept["sentence_hash"] != fresh["sentence_hash"] else []
    differs += [f"{name}: {fresh[name] or '(blank)'}" for name in ("exact", *READ)
               if fresh[name] != kept[name] and name not in changed_columns(kept["changed"])]
    place = {name: row[name] for name in (*PLACE, "sentence_hash", "rule_id", "confidence")}
    return dict(kept) | place | _renamed(kept, names) | {"read_now": "; ".join(differs)}


def pair(kept: pd.DataFrame, fresh: pd.DataFrame) -> dict[int, int]:
    """Find for each kept row the row of a new reading that is of the same words; one for one, and none where two could be meant.

    In an unchanged sentence, wherever it stands now, the words are known again by the sentence; in a changed one of the same section by
    themselves, where they stand there as often as before; elsewhere only where they are read alike too.
    """
    words = ["exact", "quantity_text"]
    same = ["sentence_hash", *words]
    pairs: dict[int, int] = {}
    alike = [*words, "outcome", "victims", "source_type", "date_end"]
    for step in ([*same, "outcome", "source_type"], same, None, ["section", *words], alike):
        left, there = kept.drop(index=list(pairs)), fresh.drop(index=list(pairs.values()))
        pairs |= _pair_by(left, there, step) if step else _widened(left, there)
    return pairs


def _pair_by(kept: pd.DataFrame, fresh: pd.DataFrame, columns: list[str]) -> dict[int, int]:
    """Pair rows that are the same in some columns, in the order of the text, where there are as many here as there."""
    there = {key: list(rows.index) for key, rows in fresh.groupby(columns, dropna=False)}
    here = {key: list(rows.index) for key, rows in kept.groupby(columns, dropna=False)}
    known = {key: rows for key, rows in here.items() if len(rows) == len(there.get(key, []))}
    return {at: to for key, rows in known.items() for at, to in zip(rows, there[key], strict=True)}


def _widened(kept: pd.DataFrame, fresh: pd.DataFrame) -> dict[int, int]:
    """Pair rows of one sentence and one figure whose words lie within one another: the same claim, cut otherwise."""
    key = ["sentence_hash", "quantity_text"]
    there = dict(list(fresh.groupby(key, dropna=False)))
    pairs = {}
    for name, rows in kept.groupby(key, dropna=False):
        others = there.get(name)
        if others is not None and len(rows) == len(others) == 1:
            one, other = rows["exact"].iloc[0], others["exact"].iloc[0]
            pairs |= {rows.index[0]: others.index[0]} if one in other or other in one else {}
    return pairs


def decide(table: pd.DataFrame, read: pd.Series, decision: str, values: dict[str, str] | None = None) -> pd.DataFrame:
    """Write one decision into a review sheet and give the sheet.

    `read` is the candidate as read, `values` what the reviewer has in columns.

    Values of `perpetrator_side`, `source_id`, `incident_id` and `note` are the reviewer's alone and are kept with every decision; others
    count where the decision is `change`.

    Raises BadInput where a change changes nothing, or a value is not allowed.
    """
    values = values or {}
    at = table.index[table["candidate"] == read["candidate"]][0]
    changes = {name: text for name, text in values.items() if decision == "change" and name in CHANGEABLE and text != read[name]}
    if decision == "change" and not changes:
        raise BadInput(f"{read['candidate']}: decision: found 'change' with nothing changed; allowed is a column that differs, or accept")
    own = {name: values.get(name, table.at[at, name]) for name in (*FILLED, "note")}
    row = candidates.to_review(read) | own | changes | {"decision": decision, "changed": "; ".join(changes)}
    decided = table.copy()
    decided.loc[at, schema.REVIEW.names] = [row[name] for name in schema.REVIEW.names]
    ledger.check_cells(Path("review.csv"), schema.REVIEW, decided.loc[[at]])
    return decided
