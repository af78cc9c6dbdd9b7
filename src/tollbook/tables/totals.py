"""What a reader sees of totals: what the claims of each voice allow, under which rule, and which claims hold each bound up."""

from __future__ import annotations

import csv
import re

import pandas as pd

from tollbook import ledger, paths, quantities, schema, tolls
from tollbook.bounds import Bounds
from tollbook.schema import ANY
from tollbook.tables.claims import said, stated_by
from tollbook.tables.pairs import _moves
from tollbook.tolls import Selection, Totals
from tollbook.words import listed, plain

RULES_FILE = "data/raw/conventions/reconciliation_rules.csv"
NO_TOTAL, NONE = "contradiction", "–"


def allowed(row) -> str:
    """Write a total's bounds in words; that there is none, and why."""
    if row.state == "no_claim":
        return NONE
    if row.state == "contradiction":
        return NO_TOTAL
    bounds = Bounds(int(row.low), None if pd.isna(row.high) else int(row.high))
    return "0 or more" if bounds == Bounds(0, None) else str(bounds)


def _plain_rows(table: pd.DataFrame, **wanted) -> pd.DataFrame:
    """Keep the totals of a table with these values; what is not named has the value of its first row."""
    first = table.iloc[0]
    columns = ("outcome", "victim_side", "single_sourced", "implied", "rule", "rule_set", "first_source_type")
    kept = pd.Series(True, table.index)
    for name in (*columns, "date_from", "date_to"):
        value = wanted.get(name, first[name])
        if value is not ...:
            kept &= table[name].isna() if pd.isna(value) else table[name] == value
    return table[kept]


def of_voices(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the totals of each source type alone."""
    rows = _plain_rows(table)
    return rows[rows["voices"] != ANY]


def of_rules(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the totals of all sources under each rule, in the order of the codebook."""
    rows = _plain_rows(table[table["voices"] == ANY], rule=..., first_source_type=...)
    return rows.assign(order=rows["rule"].map({rule: at for at, rule in enumerate(schema.RULES)})).sort_values(
        "order", kind="stable").drop(columns="order")


def voices_in_words(voices: str) -> str:
    return "all sources" if voices == ANY else plain(voices)


def by_voices(table: pd.DataFrame) -> pd.DataFrame:
    """Show one source type a row, and all sources together first: what its claims allow for each outcome."""
    rows = _with_ways(table, outcome=...)
    return _cross(rows, rows["outcome"].map(plain), [plain(code) for code in schema.OUTCOMES])


def by_side(table: pd.DataFrame) -> pd.DataFrame:
    """Show one source type a row: what its claims allow for each side."""
    rows = _with_ways(table, victim_side=...)
    return _cross(rows, rows["victim_side"].map({ANY: "any side"} | {side: plain(side) for side in schema.SIDES}),
                  ["any side", *(plain(side) for side in schema.SIDES)])


def monthly(table: pd.DataFrame, base: Selection) -> pd.DataFrame:
    """Show one month a row: what the claims of each source type allow for it. What is not stated of a part of a span is not filled in."""
    rows = _with_ways(table, date_from=..., date_to=...)
    rows = rows[(rows["date_from"].fillna("") != base.date_from) | (rows["date_to"].fillna("") != base.date_to)]
    rows = rows.assign(who=_who(rows), cell=[allowed(row) for row in rows.itertuples()], month=rows["date_from"])
    rows = rows[rows.groupby("who", sort=False)["claims"].transform("sum") > 0]
    grid = rows.pivot(index="month", columns="who", values="cell")[list(dict.fromkeys(rows["who"]))].fillna("not needed")
    months = [f"{pd.Timestamp(month):%B %Y}" for month in grid.index]
    return grid.reset_index(drop=True).assign(month=months)[["month", *grid.columns]].rename_axis(columns=None)


def _cross(rows: pd.DataFrame, columns: pd.Series, order: list[str]) -> pd.DataFrame:
    """Lay totals out with a row for each voice and a column for each code."""
    cells = rows.assign(who=_who(rows), cell=[allowed(row) for row in rows.itertuples()], column=columns)
    grid = cells.pivot(index="who", columns="column", values="cell")
    grid = grid.reindex(index=list(dict.fromkeys(cells["who"])), columns=[name for name in order if name in set(columns)])
    return grid.fillna("not needed").rename_axis(index="claims by", columns=None).reset_index()


def _with_ways(table: pd.DataFrame, **wanted) -> pd.DataFrame:
    """Keep the totals with these values, and behind each contradiction those of every way out of it; all sources come first."""
    rows = _plain_rows(table, **wanted)
    if table["rule"].iloc[0] == "all_together":  # a way out is the total of all other claims together
        rows = pd.concat([rows, _plain_rows(table, rule="giving_up", **wanted)])
    order = {voices: at for at, voices in enumerate((ANY, *schema.SOURCE_TYPES))}
    return rows.sort_values("voices", key=lambda voices: voices.map(order), kind="stable")


def _who(rows: pd.DataFrame) -> list[str]:
    """Say whose claims are totalled, and which are given up."""
    return [voices_in_words(row.voices) + (f", giving up {listed(row.given_up.split('; '))}" if row.rule == "giving_up" else "")
            for row in rows.itertuples()]


def by_rule(table: pd.DataFrame) -> pd.DataFrame:
    """Show one reconciliation rule a row, with the total of all sources under it."""
    named = rules()
    return pd.DataFrame([{"rule": _rule(row, named), "total of all sources": allowed(row), "claims kept": row.claims,
                          "without an upper limit": row.open_claims} for row in of_rules(table).itertuples()])


def rules_explained() -> pd.DataFrame:
    """Show one reconciliation rule a row: what it does, and who uses it."""
    return pd.DataFrame([{"rule": row["title"], "what it does, and who does so": row["note"], "source": row["source"]}
                         for row in rules().values()])


def _rule(row, named: dict[str, dict[str, str]]) -> str:
    if row.rule == "source_order":
        return f"{named[row.rule]['title']}: {plain(row.first_source_type)}"
    return f"Giving up {listed(row.given_up.split('; '))}" if row.rule == "giving_up" else named[row.rule]["title"]


def rules() -> dict[str, dict[str, str]]:
    """Read the reconciliation rules with their titles, notes and sources, by name."""
    with open(paths.root() / RULES_FILE, newline="", encoding="utf-8") as file:
        return {row["rule"]: row for row in csv.DictReader(file, strict=True)}


def holding(table: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Show one claim and bound a row that the claim holds up: without it the bound is another, and how far it moves.

    Totals that contradictions leave without a number are shown for each way of giving up claims.
    """
    known = claims.set_index("claim_id", drop=False)
    rows = _with_ways(table)
    found = []
    for row in rows.assign(who=_who(rows)).itertuples():
        for bound, held in (("least", row.low_held_by), ("greatest", row.high_held_by)):
            for name, number in re.findall(r"(\S+) (-?\d+|open)", held if pd.notna(held) else ""):
                claim = known.loc[name]
                found.append({"total": f"{row.who}: {allowed(row)}", "claim": name, "without it": _moved(bound, number, row),
                              "figure as worded": said(claim), "incident": claim["incident_title"],
                              "stated by": stated_by(claims[claims["claim_id"] == name]).iloc[0]})
    return pd.DataFrame(found)


def _moved(bound: str, number: str, row) -> str:
    """Say how a bound moves without a claim: the least falls; the greatest falls or rises, or an upper limit comes or goes."""
    if number == "open":
        return "no upper limit" if pd.notna(row.high) else "an upper limit"
    moved = int(number) if bound == "greatest" else -int(number)
    return f"{bound} {'lower' if moved < 0 else 'higher'} by {abs(moved):,}"


def without_each_source(totals: Totals, selection: Selection, rule: str, first: str) -> pd.DataFrame:
    """Show one source a row: the total of all chosen claims without any of its own.

    Where the claims contradict one another, there is a column for each way of giving up claims.
    """
    names = dict(zip(totals.claims["source_id"], stated_by(totals.claims), strict=True))
    whole = totals.total(selection, rule, first)
    columns = {f"giving up {listed(sorted(way))}": way for way, _ in whole.ways} or {"total": frozenset()}
    parts = {}
    for title, way in columns.items():
        rows = totals.without_each_source(selection, rule, first, way).set_index("source_id")
        parts[title] = pd.Series({source: allowed(row) for source, row in zip(rows.index, rows.itertuples(), strict=True)}, dtype="str")
    table = pd.DataFrame(parts)
    table.insert(0, "without", [names[source] for source in table.index])
    return table.fillna("the same").reset_index(drop=True)


def variants(table: pd.DataFrame) -> pd.DataFrame:
    """Show one source type a row: its total, with implied deaths counted, and with only what several sources count."""
    first = table.iloc[0]
    parts = {"total": _plain_rows(table), "with implied deaths": _plain_rows(table, implied="yes"),
             "only what several sources count": _plain_rows(table, single_sourced="no")}
    if first["implied"] == "yes":
        parts.pop("with implied deaths")
    if first["single_sourced"] == "no":
        parts.pop("only what several sources count")
    grid = pd.DataFrame({title: pd.Series([allowed(row) for row in rows.itertuples()], rows["voices"], dtype="str")
                         for title, rows in parts.items()})
    grid.insert(0, "claims by", [voices_in_words(voices) for voices in grid.index])
    return grid.reset_index(drop=True)


def of_incident(totals: Totals, claims: pd.DataFrame) -> pd.DataFrame:
    """Show one outcome and side a row: what all claims of one incident together allow, break-downs and parts taken into account."""
    rows = []
    for outcome in [code for code in schema.OUTCOMES if (claims["outcome"] == code).any() and code != "casualties"]:
        sides = [side for side in schema.SIDES if side not in ("mixed", "unspecified") and
                 ((claims["outcome"] == outcome) & (claims["victim_side"] == side)).any()]
        for side in [ANY, *sides] if outcome != "materiel" else [ANY]:
            toll = totals.total(Selection((), outcome, side, implied=True))
            low, high = (toll.bounds.low, toll.bounds.high) if toll.bounds else (None, None)
            cell = pd.Series({"state": toll.state, "low": low, "high": high})
            ways = "; ".join(f"giving up {' and '.join(sorted(way))}: {bounds}" for way, bounds in toll.ways)
            whom = f"{'any side' if side == ANY else plain(side)}: {plain(outcome)}"
            rows.append({"of whom": whom, "if all claims are true": allowed(cell), "or": ways, "claims": " ".join(toll.claims)})
    table = pd.DataFrame(rows, columns=["of whom", "if all claims are true", "or", "claims"])
    return table if table["or"].any() else table.drop(columns="or")


def rules_compared(claims: pd.DataFrame, incidents: pd.DataFrame, base: Selection, rule: str,
                   first: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Show one total a row and one rule set a column: first those by source type and by reconciliation rule, then others that move.

    The first table has every such total, and says which move between the rule sets; the second has those by side, outcome, month and
    the other selections of the totals' table that do.
    """
    named, columns, who, whom = rules(), {}, {}, {}
    for rule_set in quantities.available_rules():
        table = tolls.tolls(ledger.under(claims, rule_set), incidents, rule_set, base, rule, first)
        keys = table["toll_id"].str.rpartition("/")[0]  # the rule set ends it
        columns[plain(rule_set)] = pd.Series([allowed(row) for row in table.itertuples()], keys, dtype="str")
        for key, row in zip(keys, table.itertuples(index=False), strict=True):
            is_base = row.rule == rule and (not first or row.first_source_type == first)
            is_plain = is_base or (row.voices != ANY and row.rule != "giving_up")
            who[key] = voices_in_words(row.voices) + ("" if is_plain else f": {_rule(row, named)}")
            whom[key] = tolls.whom_counted(tolls.selection_of(row))
    table = _moves(pd.DataFrame(columns, index=list(who)).fillna("does not arise").rename_axis("key").reset_index())
    table.insert(1, "total of", table["key"].map(who))
    table.insert(2, "whom", table["key"].map(whom))
    is_own, table = table["whom"] == tolls.whom_counted(base), table.drop(columns="key")
    moving = ~is_own & (table["moves"] == "yes")
    return (table[is_own].drop(columns="whom").reset_index(drop=True), table[moving].drop(columns="moves").reset_index(drop=True))
