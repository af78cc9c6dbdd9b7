"""The ledger of one article: its raw sheets read, checked, and its claims built with their bounds.

Checks of form (a sheet, a cell) refuse the whole sheet at once, every error a line: file, row, column, found, allowed. Checks of
sense (what one row says of another) are lines too. `[sic]` in a row's note says that the article itself has it so, and lets a figure
stand that contradicts its total.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import yaml
from pandera.errors import SchemaErrors

from tollbook import article, paths, quantities, schema
from tollbook.bounds import Bounds
from tollbook.errors import BadInput

MOST_WORDS = 12
VERBATIM = ("exact", "quantity_text", "victims", "outcome_text", "attribution_text")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
META_KEYS = ("article_id", "claim_prefix", "title", "publisher", "address", "language", "licence", "licence_title", "licence_address",
             "sha256", "covers", "coded", "outline")


@dataclass(frozen=True)
class Ledger:
    """The raw sheets of one article as tables of text, in the order of the sheets, and what article.yaml says."""

    folder: Path
    meta: dict
    claims: pd.DataFrame
    sources: pd.DataFrame
    incidents: pd.DataFrame
    statements: pd.DataFrame
    other_numbers: pd.DataFrame
    corrections: pd.DataFrame

    @property
    def article_id(self) -> str:
        return self.meta["article_id"]


def show(path: Path) -> str:
    """Write a path as a person in the project's folder would."""
    return str(path.relative_to(paths.root()) if path.is_relative_to(paths.root()) else path)


def read(article_id: str) -> Ledger:
    """Read the sheets of an article; all errors of form of all its sheets are refused together."""
    folder = paths.root() / "data/raw" / article_id
    if not (folder / "article.yaml").is_file():
        raise BadInput(f"article: found {article_id!r}; allowed is one of {', '.join(paths.articles()) or 'none, as no article is coded'}")
    tables, errors = {}, []
    for sheet in schema.RAW_SHEETS:
        try:
            tables[sheet.name] = read_sheet(folder / f"{sheet.name}.csv", sheet)
        except BadInput as refused:
            errors += refused.lines
    try:
        meta = read_meta(folder / "article.yaml")
    except BadInput as refused:
        errors += refused.lines
    if errors:
        raise BadInput(*errors)
    return Ledger(folder, meta, **tables)


def read_meta(path: Path) -> dict:
    """Read article.yaml; every key must be there, and its id be its folder's name."""
    try:
        meta = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as found:
        raise BadInput(f"{show(path)}: cannot be read: {' '.join(str(found).split())}") from None
    if not isinstance(meta, dict):
        raise BadInput(f"{show(path)}: found {type(meta).__name__}; allowed is a list of names and values")
    errors = [f"{show(path)}: {key} is missing; all of {', '.join(META_KEYS)} are needed" for key in META_KEYS if not meta.get(key)]
    if meta.get("article_id") not in (None, path.parent.name):
        errors.append(f"{show(path)}: article_id: found {meta['article_id']!r}; allowed is the folder's name, {path.parent.name}")
    if not str(meta.get("address", "https://")).startswith(("https://", "http://")):
        errors.append(f"{show(path)}: address: found {meta['address']!r}; allowed is an address that starts with https://")
    outline = meta.get("outline")
    if outline and not (isinstance(outline, dict) and all(map(_is_counts, outline.values()))):
        errors.append(f"{show(path)}: outline: found {outline!r}; allowed are lines of the form section: [sentences in each paragraph]")
    if errors:
        raise BadInput(*errors)
    return meta


def _is_counts(counts) -> bool:
    return isinstance(counts, list) and all(type(count) is int and count > 0 for count in counts)


def read_sheet(path: Path, sheet: schema.Sheet) -> pd.DataFrame:
    """Read one sheet as text and check each cell by its column's definition."""
    table = _table(path, sheet)
    check_cells(path, sheet, table)
    return table


def check_cells(path: Path, sheet: schema.Sheet, table: pd.DataFrame) -> None:
    """Refuse a table of text with a line for each cell that its column does not allow."""
    errors = [*_cell_errors(path, sheet, table), *_calendar_errors(path, sheet, table), *_text_errors(path, sheet, table)]
    if errors:
        raise BadInput(*[line for _, line in sorted(errors)])


def _table(path: Path, sheet: schema.Sheet) -> pd.DataFrame:
    """Read a CSV file as text cells; the header and the number of cells in each row must be right."""
    name = show(path)
    if not path.is_file():
        raise BadInput(f"{name}: not found; every article has the sheets {', '.join(s.name + '.csv' for s in schema.RAW_SHEETS)}")
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as found:
        raise BadInput(f"{name}: byte {found.start} is not UTF-8; allowed is CSV in UTF-8") from None
    except csv.Error as found:
        raise BadInput(f"{name}: is not CSV: {found}") from None
    header = rows[0] if rows else []
    if header != sheet.names:
        raise BadInput(f"{name}: row 1: {_header_fault(header, sheet.names)}; allowed are the columns {', '.join(sheet.names)}")
    wrong = [f"{name}: row {number}: found {len(row)} cells; allowed are {len(header)}"
             for number, row in enumerate(rows[1:], 2) if len(row) != len(header)]
    if wrong:
        raise BadInput(*wrong)
    return pd.DataFrame(rows[1:], columns=header, dtype="str")


def _header_fault(found: list[str], wanted: list[str]) -> str:
    missing = [name for name in wanted if name not in found]
    unknown = [repr(name) for name in found if name not in wanted]
    if missing or unknown:
        return "; ".join(filter(None, ["missing " + ", ".join(missing) if missing else "",
                                       "unknown " + ", ".join(unknown) if unknown else ""]))
    return "found the columns in another order or twice"


def _cell_errors(path: Path, sheet: schema.Sheet, table: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Check each cell against its column; yield row numbers and error lines."""
    try:
        schema.raw_schema(sheet).validate(table, lazy=True)
    except SchemaErrors as failed:
        cells = failed.failure_cases[["index", "column"]].drop_duplicates()
        for row, name in cells.itertuples(index=False):
            allowed = sheet.column(name).allowed()
            yield row, f"{_cell(path, sheet, table, row, name)}: found {table.at[row, name]!r}; allowed is {allowed}"


def _calendar_errors(path: Path, sheet: schema.Sheet, table: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Check that dates exist in the calendar, that first days come first, and that places count from 1."""
    for column in sheet.columns:
        for row, text in table[column.name].items():
            if column.kind == "date" and text and _date(text) is None and len(text) == len("2014-01-01"):
                yield row, f"{_cell(path, sheet, table, row, column.name)}: found {text!r}; allowed is a day of the calendar as YYYY-MM-DD"
            if column.name in ("paragraph", "sentence") and text.isdigit() and int(text) == 0:
                yield row, f"{_cell(path, sheet, table, row, column.name)}: found '0'; allowed is a whole number, 1 or more"
    if {"date_start", "date_end"} <= set(sheet.names):
        for row, start, end in table[["date_start", "date_end"]].itertuples():
            if _date(start) and _date(end) and _date(start) > _date(end):
                yield row, f"{_cell(path, sheet, table, row, 'date_start')}: found {start!r}; allowed is a day not after date_end, {end}"


def _text_errors(path: Path, sheet: schema.Sheet, table: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Check spans for length, and every cell for what a spreadsheet would run as a formula."""
    for name in table.columns:
        for row, text in table[name].items():
            if text.startswith(FORMULA_STARTS):
                yield row, (f"{_cell(path, sheet, table, row, name)}: found {text!r}; allowed is text that does not begin with "
                            "= + - @ or a tab, as a spreadsheet would run it")
            if name in VERBATIM and len(text.split()) > MOST_WORDS:
                yield row, f"{_cell(path, sheet, table, row, name)}: found {len(text.split())} words; allowed are at most {MOST_WORDS}"


def _cell(path: Path, sheet: schema.Sheet, table: pd.DataFrame, row: int, column: str) -> str:
    """Name a cell for a message: file, row as a spreadsheet counts it, the row's id, column."""
    label = f" ({table.at[row, sheet.key]})" if sheet.key and column != sheet.key else ""
    return f"{show(path)}: row {row + 2}{label}, column {column}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check(ledger: Ledger) -> list[str]:
    """List every error of sense, one line each: keys that lead nowhere, words that cannot be read, parts larger than their whole."""
    if ledger.claims.empty:
        return [f"{show(ledger.folder / 'claims.csv')}: found no row; allowed is at least one claim"]
    keys = [*_key_errors(ledger), *_parent_errors(ledger), *_besides_errors(ledger), *_place_errors(ledger),
            *_attribution_errors(ledger), *_correction_errors(ledger)]
    words = list(_wording_errors(ledger))
    if keys or words:
        return keys + words
    claims = build_claims(ledger)
    return [*_day_errors(ledger, claims), *_part_errors(ledger, claims), *_running_total_errors(ledger, claims)]


def _where(ledger: Ledger, sheet: str, row: int, column: str) -> str:
    definition = next(known for known in schema.RAW_SHEETS if known.name == sheet)
    return _cell(ledger.folder / f"{sheet}.csv", definition, getattr(ledger, sheet), row, column)


KEYS = (
    ("claims", "source_id", "sources"), ("claims", "incident_id", "incidents"), ("claims", "besides", "claims"),
    ("statements", "source_id", "sources"), ("statements", "incident_id", "incidents"), ("incidents", "part_of", "incidents"),
    ("incidents", "may_overlap", "incidents"),
)


def _key_errors(ledger: Ledger) -> Iterator[str]:
    """Find ids that are in no sheet, and claim ids without the article's prefix."""
    for sheet, column, target in KEYS:
        known = set(getattr(ledger, target).iloc[:, 0])
        for row, text in getattr(ledger, sheet)[column].items():
            for name in filter(None, (part.strip() for part in text.split(";"))):
                if name not in known:
                    yield f"{_where(ledger, sheet, row, column)}: found {name!r}; allowed is an id of {target}.csv"
    prefix = ledger.meta["claim_prefix"] + "-"
    for sheet, column in (("claims", "claim_id"), ("statements", "statement_id"), ("other_numbers", "number_id")):
        for row, name in getattr(ledger, sheet)[column].items():
            if not name.startswith(prefix):
                allowed = f"an id that begins with {prefix}, as article.yaml says"
                yield f"{_where(ledger, sheet, row, column)}: found {name!r}; allowed is {allowed}"


def _parent_errors(ledger: Ledger) -> Iterator[str]:
    """Find break-downs without a whole, wholes that are missing, and incidents or claims that are parts of themselves."""
    claims, ids = ledger.claims, set(ledger.claims["claim_id"])
    for row, scope, parent in claims[["scope", "part_of"]].itertuples():
        if (scope == "breakdown") != bool(parent):
            yield (f"{_where(ledger, 'claims', row, 'part_of')}: found {parent!r} with scope {scope}; "
                   "allowed is a claim id for a breakdown, and only there")
        elif parent and parent not in ids:
            yield f"{_where(ledger, 'claims', row, 'part_of')}: found {parent!r}; allowed is an id of claims.csv"
    for sheet in ("claims", "incidents"):
        table = getattr(ledger, sheet)
        parents = dict(zip(table.iloc[:, 0], table["part_of"], strict=True))
        for row, name in table.iloc[:, 0].items():
            if _leads_back(name, parents):
                found = f"found {parents[name]!r}, which leads back to this row"
                yield f"{_where(ledger, sheet, row, 'part_of')}: {found}; allowed is a larger whole"


def _leads_back(name: str, parents: dict[str, str]) -> bool:
    above, seen = parents.get(name, ""), set()
    while above and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def _besides_errors(ledger: Ledger) -> Iterator[str]:
    """Find claims set apart from themselves, from their whole, or from a claim about another event."""
    claims = ledger.claims.set_index("claim_id")
    for row, name, text, part_of, incident in ledger.claims[["claim_id", "besides", "part_of", "incident_id"]].itertuples():
        for other in filter(None, (part.strip() for part in text.split(";"))):
            if other in claims.index and (other in (name, part_of) or claims.at[other, "incident_id"] != incident):
                yield (f"{_where(ledger, 'claims', row, 'besides')}: found {other!r}; "
                       "allowed is another claim on the same incident, of which this one is no part")


def _place_errors(ledger: Ledger) -> Iterator[str]:
    """Find rows that stand where the outline of article.yaml has no sentence."""
    outline = ledger.meta["outline"]
    for sheet in ("claims", "statements", "other_numbers"):
        places = getattr(ledger, sheet)[["section", "paragraph", "sentence"]]
        for row, section, paragraph, sentence in places.itertuples():
            counts = outline.get(section, [])
            if int(paragraph) > len(counts) or int(sentence) > counts[int(paragraph) - 1]:
                yield (f"{_where(ledger, sheet, row, 'sentence')}: found section {section!r}, paragraph {paragraph}, sentence {sentence}; "
                       "allowed is a place of the outline in article.yaml")


def _attribution_errors(ledger: Ledger) -> Iterator[str]:
    """Find claims that name a source without words that name it, or the article's own voice with such words."""
    types = ledger.sources.set_index("source_id")["source_type"]
    for row, source, text in ledger.claims[["source_id", "attribution_text"]].itertuples():
        if (types.get(source) == "unattributed") == bool(text) and source in types:
            allowed = "blank, as the source is the article's own voice" if text else "the words that name the source"
            yield f"{_where(ledger, 'claims', row, 'attribution_text')}: found {text!r}; allowed is {allowed}"


def _correction_errors(ledger: Ledger) -> Iterator[str]:
    """Find corrections of claims that do not exist, or whose last word is not what stands in the claim."""
    claims = ledger.claims.set_index("claim_id")
    last = ledger.corrections.drop_duplicates(["claim_id", "column"], keep="last")
    for row, name, column, new in last[["claim_id", "column", "new"]].itertuples():
        if column == "withdrawn":
            if name in claims.index:
                yield f"{_where(ledger, 'corrections', row, 'claim_id')}: found {name!r}, which is withdrawn and still in claims.csv"
        elif name not in claims.index:
            yield f"{_where(ledger, 'corrections', row, 'claim_id')}: found {name!r}; allowed is an id of claims.csv"
        elif claims.at[name, column] != new:
            yield (f"{_where(ledger, 'corrections', row, 'new')}: found {new!r}; allowed is what stands in claims.csv, "
                   f"{claims.at[name, column]!r}")


def _wording_errors(ledger: Ledger) -> Iterator[str]:
    """Find quantities that cannot be read, that are not in `exact`, or whose qualifier says otherwise."""
    claims = ledger.claims
    for row, part_of in claims["part_of"].items():
        text, coded = claims.at[row, "quantity_text"], claims.at[row, "qualifier"]
        if article.spoken(text) and not article.find(article.spoken(text), claims.at[row, "exact"]):
            yield f"{_where(ledger, 'claims', row, 'quantity_text')}: found {text!r}; allowed are words of exact, or words in [brackets]"
        try:
            read = quantities.read(text, of=Bounds(0, None) if part_of else None).qualifier
        except quantities.UnreadableQuantity as found:
            yield f"{_where(ledger, 'claims', row, 'quantity_text')}: {found}"
            continue
        if coded not in (read, "implied") or (coded == "implied" and claims.at[row, "outcome_explicit"] == "yes"):
            allowed = f"{read}, as quantity_text says" + ("" if coded != "implied" else "; implied goes with outcome_explicit no")
            yield f"{_where(ledger, 'claims', row, 'qualifier')}: found {coded!r}; allowed is {allowed}"


def _stands_as_is(note: str) -> bool:
    return "[sic]" in note


def _day_errors(ledger: Ledger, claims: pd.DataFrame) -> Iterator[str]:
    """Find claims whose days lie outside their incident's, or a part's outside its whole's, and first days that are or are not open."""
    incidents = ledger.incidents.set_index("incident_id")[["date_start", "date_end"]]
    wholes = claims.set_index("claim_id")[["date_start", "date_end"]].map(lambda day: "" if pd.isna(day) else str(day)[:10])
    for row, start, end, incident, part_of, precision in ledger.claims[
            ["date_start", "date_end", "incident_id", "part_of", "date_precision"]].itertuples():
        frames = [("its incident", incidents.loc[incident])] + ([("its whole", wholes.loc[part_of])] if part_of else [])
        for what, frame in frames:
            if end > frame.date_end or (start and frame.date_start and start < frame.date_start):
                yield (f"{_where(ledger, 'claims', row, 'date_end')}: found {start or 'open'} to {end}; allowed are days within those of "
                       f"{what}, {frame.date_start or 'open'} to {frame.date_end}")
        if (precision == "open_start") == bool(start):
            yield (f"{_where(ledger, 'claims', row, 'date_precision')}: found {precision!r} with date_start {start!r}; "
                   "allowed is open_start where date_start is blank, and only there")


def _part_errors(ledger: Ledger, claims: pd.DataFrame) -> Iterator[str]:
    """Find parts that say more than their whole, alone or together, where the article does not have it so."""
    wholes = claims.set_index("claim_id")
    parts = claims[claims["part_of"].notna()]
    for row, part in parts.iterrows():
        whole = wholes.loc[part["part_of"]]
        if part["incident_id"] != whole["incident_id"] or part["source_id"] != whole["source_id"]:
            yield (f"{_where(ledger, 'claims', row, 'part_of')}: found {part['part_of']!r}; "
                   "allowed is a claim by the same source on the same incident")
    named = parts[parts["victim_group"].notna() | (parts["victim_side"] != parts["part_of"].map(wholes["victim_side"]))]
    for parent, group in named.groupby("part_of"):
        least, most = group["low"].sum(min_count=1), wholes.at[parent, "high"]
        if pd.notna(most) and pd.notna(least) and least > most and not group["note"].fillna("").map(_stands_as_is).any():
            yield (f"{_where(ledger, 'claims', group.index[-1], 'quantity_text')}: found parts of {parent} that add up to at least "
                   f"{least}; allowed are at most {most}, or [sic] in the note where the article has it so")


def _running_total_errors(ledger: Ledger, claims: pd.DataFrame) -> Iterator[str]:
    """Find running totals of one source that fall from one date to a later one."""
    running = claims[claims["scope"] == "cumulative"].sort_values("date_end")
    keys = ["incident_id", "source_id", "outcome", "victim_side", "victim_group"]
    for _, group in running.groupby(keys, dropna=False):
        least = group["low"].cummax().shift()
        for row, high, before, note in zip(group.index, group["high"], least, group["note"].fillna(""), strict=True):
            if pd.notna(high) and pd.notna(before) and high < before and not _stands_as_is(note):
                yield (f"{_where(ledger, 'claims', row, 'quantity_text')}: found a running total of {high} after one of {before}; "
                       "allowed is a total that does not fall, or [sic] in the note where the article has it so")


def build_claims(ledger: Ledger, rule_set: str = "literal") -> pd.DataFrame:
    """Turn the coding sheet into the claims table: one row a claim, with bounds under a rule set, names and link.

    Columns and types are those of `schema.CLAIMS`, but for `measure_id`, which `measures.name` adds; a blank cell is missing.
    """
    claims = ledger.claims.assign(article_id=ledger.article_id)
    claims = claims.merge(ledger.sources[["source_id", "name", "source_type"]].rename(columns={"name": "source_name"}),
                          on="source_id", how="left", validate="many_to_one")
    claims = claims.merge(ledger.incidents[["incident_id", "title"]].rename(columns={"title": "incident_title"}),
                          on="incident_id", how="left", validate="many_to_one")
    claims = claims.assign(**_bounds(claims, rule_set), link=[article.link(ledger.meta["address"], words) for words in claims["exact"]])
    return schema.typed(claims[schema.UNNAMED_CLAIMS.names], schema.UNNAMED_CLAIMS)


def _bounds(claims: pd.DataFrame, rule_set: str) -> dict[str, pd.Series]:
    """Read each quantity under a rule set; a share is read of its whole's bounds."""
    rows = claims[["claim_id", "quantity_text", "part_of", "outcome"]].fillna("")
    rows = {name: row for name, *row in rows.itertuples(index=False)}
    of_words = cache(lambda text, of, outcome: quantities.read(text, rule_set, of=of, outcome=outcome).bounds)  # claims share their words

    def read(name: str) -> Bounds | None:
        text, whole, outcome = rows[name]
        return of_words(text, (read(whole) or Bounds(0, None)) if whole else None, outcome)

    bounds = [read(name) for name in claims["claim_id"]]
    return {"low": pd.Series([b and b.low for b in bounds], claims.index, dtype="Int64"),
            "high": pd.Series([b and b.high for b in bounds], claims.index, dtype="Int64")}


def under(claims: pd.DataFrame, rule_set: str) -> pd.DataFrame:
    """Read the bounds of a claims table again, under another rule set; all else stays."""
    return claims.assign(**_bounds(claims, rule_set))
