"""The built tables: every article's claims, sources, incidents, silence and coverage, and the data package that describes them.

The same raw sheets give the same bytes.
"""

from __future__ import annotations

import hashlib
import json

import pandas as pd

import tollbook
from tollbook import ledger, measures, paths, quantities, schema
from tollbook.compare import comparisons
from tollbook.contradictions import contradictions
from tollbook.errors import BadInput
from tollbook.ledger import Ledger
from tollbook.tolls import tolls


def build(ledgers: list[Ledger]) -> dict[str, pd.DataFrame]:
    """Build all tables of all articles; refuse every error of sense of every ledger at once."""
    errors = [line for one in ledgers for line in ledger.check(one)] + _shared_ids(ledgers) + _unfinished(ledgers)
    if errors:
        raise BadInput(*errors)
    parts = [_tables(one) for one in ledgers]
    return {sheet.name: pd.concat([part[sheet.name] for part in parts], ignore_index=True) for sheet in schema.TABLES}


def _shared_ids(ledgers: list[Ledger]) -> list[str]:
    """Find articles that share a claim prefix: their claim ids would be the same."""
    prefixes: dict[str, str] = {}
    return [f"{ledger.show(one.folder / 'article.yaml')}: claim_prefix: found {one.meta['claim_prefix']!r}, which {first} has; "
            "allowed is one of its own"
            for one in ledgers if (first := prefixes.setdefault(one.meta["claim_prefix"], one.article_id)) != one.article_id]


def _unfinished(ledgers: list[Ledger]) -> list[str]:
    """Find what a draft has left to be filled in and a reader would be told."""
    return [f"{ledger.show(one.folder / 'article.yaml')}: {key}: found {value!r}; allowed is what it is, in place of TODO"
            for one in ledgers for key, value in one.meta.items() if isinstance(value, str) and "TODO" in value]


def _tables(one: Ledger) -> dict[str, pd.DataFrame]:
    claims = measures.name(ledger.build_claims(one))
    sources, incidents = build_sources(one, claims), build_incidents(one, claims)
    return {"claims": claims, "sources": sources, "incidents": incidents, "silence": build_silence(one, claims),
            "coverage": build_coverage(one), "places": build_places(one), "comparisons": comparisons(claims, incidents, sources),
            "contradictions": contradictions(claims, incidents), "tolls": build_tolls(claims, incidents)}


def _count(rows: pd.DataFrame, key: str, ids: pd.Series) -> pd.Series:
    """Count the rows of each id, 0 where it has none."""
    return ids.map(rows[key].value_counts()).fillna(0).astype("Int64")


def _people(claims: pd.DataFrame) -> pd.Series:
    return claims["outcome"] != "materiel"


def build_sources(one: Ledger, claims: pd.DataFrame) -> pd.DataFrame:
    """Build one row a source: how often the article names it as speaking, how often with a human toll, how many claims it states."""
    people = claims[_people(claims)]
    place = ["section", "paragraph", "sentence", "source_id"]
    tolls = set(people[place].astype("str").itertuples(index=False, name=None))
    has_toll = [key in tolls for key in one.statements[place].itertuples(index=False, name=None)]
    statements = one.statements.assign(toll=pd.Series(has_toll, index=one.statements.index, dtype="bool"))  # a mask also of no rows
    # two phrases of one sentence that name the same source are two statements, and one of them carries the toll
    carrying = statements[statements["toll"]].drop_duplicates(place)
    ids = one.sources["source_id"]
    table = one.sources.assign(article_id=one.article_id, statements=_count(statements, "source_id", ids),
                               statements_with_toll=_count(carrying, "source_id", ids), claims=_count(people, "source_id", ids),
                               materiel_claims=_count(claims[~_people(claims)], "source_id", ids))
    return schema.typed(table[schema.SOURCES.names], schema.SOURCES)


def build_incidents(one: Ledger, claims: pd.DataFrame) -> pd.DataFrame:
    """Build one row an incident: how many claims it has and how many sources state a human toll of it."""
    people, ids = claims[_people(claims)], one.incidents["incident_id"]
    voices = people.drop_duplicates(["incident_id", "source_id"])
    table = one.incidents.assign(article_id=one.article_id, claims=_count(people, "incident_id", ids),
                                 materiel_claims=_count(claims[~_people(claims)], "incident_id", ids),
                                 sources=_count(voices, "incident_id", ids))
    return schema.typed(table[schema.INCIDENTS.names], schema.INCIDENTS)


def build_silence(one: Ledger, claims: pd.DataFrame) -> pd.DataFrame:
    """Build one row for each incident and source type: states a toll, speaks without one, or is silent."""
    grid = pd.MultiIndex.from_product([one.incidents["incident_id"], schema.SOURCE_TYPES], names=["incident_id", "source_type"])
    types = one.sources.set_index("source_id")["source_type"]
    statements = one.statements.assign(source_type=one.statements["source_id"].map(types))
    counts = {"statements": statements, "claims": claims[_people(claims)]}
    table = pd.DataFrame({name: rows.groupby(["incident_id", "source_type"], dropna=False).size().reindex(grid, fill_value=0)
                          for name, rows in counts.items()}).reset_index()
    state = pd.Series("silent", table.index).mask(table["statements"] > 0, "speaks_without_toll").mask(table["claims"] > 0, "toll")
    return schema.typed(table.assign(article_id=one.article_id, state=state)[schema.SILENCE.names], schema.SILENCE)


def build_coverage(one: Ledger) -> pd.DataFrame:
    """Build one row for each section and each way its figures are accounted for: claims by outcome, other numbers by reason."""
    sections = {name: order for order, name in enumerate(dict.fromkeys(
        pd.concat([one.claims["section"], one.other_numbers["section"]])))}
    rows = pd.concat([one.claims.assign(kind="claim", code=one.claims["outcome"]),
                      one.other_numbers.assign(kind="other_number", code=one.other_numbers["reason"])])
    table = rows.groupby(["section", "kind", "code"], dropna=False).size().rename("rows").reset_index()
    table = table.assign(order=table["section"].map(sections), article_id=one.article_id).sort_values(["order", "kind", "code"])
    return schema.typed(table[schema.COVERAGE.names], schema.COVERAGE)


def build_places(one: Ledger) -> pd.DataFrame:
    """Build one row a sentence of the article: how many claims stand in it, and sources of which types state or speak."""
    keys = ["section", "paragraph", "sentence"]
    grid = pd.DataFrame([(section, str(paragraph), str(sentence)) for section, counts in one.meta["outline"].items()
                         for paragraph, count in enumerate(counts, 1) for sentence in range(1, count + 1)], columns=keys)
    types = one.sources.set_index("source_id")["source_type"]
    claims, speakers = (rows.assign(source_type=rows["source_id"].map(types)) for rows in (one.claims, one.statements))
    people = claims[_people(claims)]
    counts = {"claims": people, "materiel_claims": claims[~_people(claims)], "other_numbers": one.other_numbers}
    columns = {name: rows.groupby(keys, dropna=False).size() for name, rows in counts.items()}
    columns |= {name: rows.groupby(keys, dropna=False)["source_type"].agg(_in_order)
                for name, rows in (("toll_source_types", people), ("speaking_source_types", speakers))}
    table = grid.join(pd.DataFrame(columns), on=keys, validate="one_to_one").fillna(dict.fromkeys(counts, 0))
    table = table.astype(dict.fromkeys(counts, "int64")).assign(article_id=one.article_id, position=range(1, len(grid) + 1))
    return schema.typed(table[schema.PLACES.names], schema.PLACES)


def build_tolls(claims: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Build one row a total: in full under the literal rule set, and the totals of all and of each source type under every other."""
    return pd.concat([tolls(ledger.under(claims, rules), incidents, rules, is_full=rules == quantities.LITERAL)
                      for rules in quantities.available_rules()], ignore_index=True)


def _in_order(source_types: pd.Series) -> str:
    """Join source types, each once, in the order of the codebook."""
    return "; ".join(name for name in schema.SOURCE_TYPES if name in set(source_types))


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV; missing is blank."""
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def files(ledgers: list[Ledger]) -> dict[str, bytes]:
    """Give the content of every file of data/processed."""
    tables = {f"{name}.csv": to_csv(table) for name, table in build(ledgers).items()}
    package = json.dumps(data_package(ledgers, tables), indent=2, ensure_ascii=False) + "\n"
    return tables | {"datapackage.json": package.encode("utf-8")}


def read_all() -> list[Ledger]:
    """Read the ledgers of all articles; all errors of form are refused together."""
    ledgers, errors = [], []
    for name in paths.articles():
        try:
            ledgers.append(ledger.read(name))
        except BadInput as refused:
            errors += refused.lines
    if errors or not ledgers:
        raise BadInput(*errors or ["data/raw: found no article; allowed is at least one folder with an article.yaml"])
    return ledgers


def data_package(ledgers: list[Ledger], contents: dict[str, bytes]) -> dict:
    """Describe the built tables as a Frictionless Data Package, version 2."""
    licence = {one.meta["licence"]: {"name": one.meta["licence"], "title": one.meta["licence_title"], "path": one.meta["licence_address"]}
               for one in ledgers}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "tollbook",
        "title": "Casualty claims, each with its source, bounds, dates and place in the article",
        "description": "Claims reported by sources, as the articles state them; not a count of the dead.",
        "version": tollbook.__version__,
        "licenses": list(licence.values()),
        "sources": [{"title": f"{one.meta['title']} ({one.meta['publisher']})", "path": one.meta["address"]} for one in ledgers],
        "resources": [_resource(sheet, contents[f"{sheet.name}.csv"]) for sheet in schema.TABLES],
    }


def _resource(sheet: schema.Sheet, content: bytes) -> dict:
    described = {"missingValues": [""], "fields": [_field(column) for column in sheet.columns]}
    if sheet.key:
        described["primaryKey"] = [sheet.key] if sheet.key == "claim_id" else ["article_id", sheet.key]
    described["foreignKeys"] = _foreign_keys(sheet)
    return {
        "name": sheet.name, "type": "table", "path": f"{sheet.name}.csv", "title": f"A row is {sheet.row}",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": {key: value for key, value in described.items() if value},
    }


def _field(column: schema.Column) -> dict:
    kinds = {"integer": "integer", "signed": "integer", "decimal": "number", "date": "date"}
    constraints = {"required": True} if column.required else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    if column.kind == "yes_no":
        constraints["enum"] = ["yes", "no"]
    if column.pattern:
        constraints["pattern"] = column.pattern
    field = {"name": column.name, "type": kinds.get(column.kind, "string"), "description": column.meaning}
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(sheet: schema.Sheet) -> list[dict]:
    """Say which columns hold ids of other tables, or of other rows of the same one; ids are unique within an article."""
    links = {
        "claims": [(["article_id", "source_id"], "sources"), (["article_id", "incident_id"], "incidents"), (["part_of"], "")],
        "incidents": [(["part_of"], "")],
        "silence": [(["article_id", "incident_id"], "incidents")],
        "comparisons": [(["claim_a"], "claims"), (["claim_b"], "claims"), (["article_id", "incident_id"], "incidents")],
    }
    keys = {"": [sheet.key], "claims": ["claim_id"]}
    return [{"fields": fields, "reference": {"resource": target, "fields": keys.get(target, fields)}}
            for fields, target in links.get(sheet.name, [])]


def load(name: str) -> pd.DataFrame:
    """Read a built table from data/processed with the types of its definition."""
    path = paths.root() / f"data/processed/{name}.csv"
    if not path.is_file():
        raise BadInput(f"{ledger.show(path)}: not found; run python scripts/tabulate.py first")
    sheet = next(sheet for sheet in schema.TABLES if sheet.name == name)
    return schema.typed(pd.read_csv(path, dtype="str", keep_default_na=False), sheet)
