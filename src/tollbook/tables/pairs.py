"""What a reader sees of pairs and contradictions: who differs from whom, by how much, what explains it, and what cannot be compared."""

from __future__ import annotations

import pandas as pd

from tollbook import ledger, quantities, schema
from tollbook.bounds import Bounds
from tollbook.compare import comparisons as compare
from tollbook.compare import rivals, times_in_words
from tollbook.contradictions import contradictions as contradict
from tollbook.telling import covered, figure, voice, whom
from tollbook.words import listed, plain

EXPLAINERS = {"dates_explain": "other days", "definition_explains": "another definition", "wording_explains": "open or vague wording"}
STAKES = tuple(code for code in schema.INTERESTS if code not in ("not_stated", "no_stake"))
GENERIC = {
    ("incidents", "overlap"): "two events that may count some of the same people; how many is not stated",
    ("incidents", "apart"): "two events, neither of them made a part of the other",
    ("days", "overlap"): "their days only overlap",
    ("days", "apart"): "other days of one campaign",
    ("victims", "overlap"): "how far those counted are the same is not stated",
    ("victims", "apart"): "other people, by the wording",
    ("outcomes", "overlap"): "outcomes that only overlap",
    ("outcomes", "apart"): "another outcome",
}
CROSSED = "each is the wider in one respect and the narrower in another"


def _known(claims: pd.DataFrame) -> dict:
    return {claim.claim_id: claim for claim in claims.itertuples(index=False)}


def contradictory(contradictions: pd.DataFrame) -> pd.DataFrame:
    """Show one contradiction a row: the claims, by how many people they miss one another, what it rests on, and the arithmetic."""
    rows = contradictions[contradictions["kind"] == "contradiction"]
    return pd.DataFrame({"claims": rows["claims"].str.replace(";", ""), "apart by at least": rows["apart_by"],
                         "what this takes as given": rows["rests_on"].fillna(""), "in words": rows["sentence"]}).reset_index(drop=True)


def near_misses(contradictions: pd.DataFrame) -> pd.DataFrame:
    """Show one near miss a row: the open figure, the claims beside it, and the least number it must stand for."""
    rows = contradictions[contradictions["kind"] == "near_miss"]
    return pd.DataFrame({"open figure": rows["open_claim"], "all claims": rows["claims"].str.replace(";", ""),
                         "must stand for at least": rows["least_value"], "what this takes as given": rows["rests_on"].fillna(""),
                         "in words": rows["sentence"]}).reset_index(drop=True)


def incidents_at_odds(contradictions: pd.DataFrame) -> list[str]:
    """List the incidents whose claims cannot all be true."""
    rows = contradictions[contradictions["kind"] == "contradiction"]
    return list(dict.fromkeys(name for names in rows["incidents"] for name in names.split("; ")))


def every_pair(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Show one pair of claims a row: whether they can be compared, and the sentence to cite."""
    return pd.DataFrame({"claims": comparisons["pair_id"].str.replace("/", " "), "verdict": comparisons["verdict"].map(plain),
                         "finding": comparisons["finding"].fillna(""), "in words": comparisons["sentence"],
                         "what this takes as given": comparisons["rests_on"].fillna("")})


def _agree(rows: pd.DataFrame) -> pd.Series:
    """Tell which rival pairs state one number, under whatever qualifiers and as of whatever days, and can both be true."""
    return (rows["stated_a"] == rows["stated_b"]).fillna(False).astype(bool) & (rows["finding"] != "contradict")


def contested(comparisons: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Show one pair of rival claims a row, the most contested first: the figures, how far apart, and what explains it.

    "Contested at least" is what remains whatever other days, other definitions and open wording explain.
    """
    known, rows = _known(claims), rivals(comparisons)
    rows = rows[~_agree(rows)]
    ratio = rows[["ratio_stated"]].assign(turned=1 / rows["ratio_stated"]).max(axis=1)
    rows = rows.assign(ratio=ratio).sort_values(["contested", "ratio"], ascending=False, kind="stable")
    pairs = [(known[row.claim_a], known[row.claim_b], row) for row in rows.itertuples(index=False)]
    pairs = [(a, b, row) if _is_more(row) else (b, a, row) for a, b, row in pairs]
    return pd.DataFrame([{
        "incident": a.incident_title,
        "figures": f"{whom(a)}, {voice(a)}; {whom(b)}, {voice(b)}",
        "difference": difference_in_words(row),
        "times": times_in_words(a, b),
        "explained by": explained(row),
        "contested at least": int(row.contested),
        "claims": f"{a.claim_id} {b.claim_id}",
    } for a, b, row in pairs])


def difference_in_words(row) -> str:
    """Write the difference of two claims, the greater figure less the lesser, as stated and as bounds."""
    low, high = (None if pd.isna(end) else int(end) for end in (row.difference_low, row.difference_high))
    bounds = Bounds(low, high) if _is_more(row) else -Bounds(low, high)
    if bounds.is_exact:
        return f"{bounds}"
    if pd.isna(row.stated_a) or pd.isna(row.stated_b):
        return f"{bounds} as worded"
    stated = abs(int(row.stated_a) - int(row.stated_b))
    return f"{stated:,} as stated, {'any number' if bounds.low is None and bounds.high is None else bounds} as worded"


def _is_more(row) -> bool:
    """Tell whether the first figure of a pair is the greater: by its number, or by its bounds where one of them states none."""
    if pd.isna(row.stated_a) or pd.isna(row.stated_b):
        return pd.notna(row.difference_low) and row.difference_low > 0
    return row.stated_a >= row.stated_b


def explained(row) -> str:
    """Say what can explain the difference of two claims, and how far; what cannot be said in numbers is named."""
    ways = [words for column, words in EXPLAINERS.items() if getattr(row, column) == "may"]
    if ways:
        return f"{listed(ways, 'or')}: some{'' if row.contested else ' or all'} of it"
    return "nothing: they exclude one another" if row.finding == "contradict" else "nothing"


def agreements(comparisons: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Show one pair of sources a row that state one number of the same people: with which qualifiers, and as of which days."""
    known, rows = _known(claims), rivals(comparisons)
    pairs = [(known[row.claim_a], known[row.claim_b]) for row in rows[_agree(rows)].itertuples(index=False)]
    return pd.DataFrame([{"incident": a.incident_title, "figures": f"{figure(a)}, {voice(a)}; {figure(b)}, {voice(b)}",
                          "days": covered(a) if covered(a) == covered(b) else f"{covered(a)}; {covered(b)}",
                          "claims": f"{a.claim_id} {b.claim_id}"} for a, b in pairs])


def not_compared(comparisons: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Show one reason a row for which claims of one incident, or of two, could not be compared, with the pairs it holds for."""
    rows = comparisons[comparisons["verdict"] == "not_comparable"]
    title = claims.drop_duplicates("incident_id").set_index("incident_id")["incident_title"]
    why = [_why_not(row) for row in rows.itertuples(index=False)]
    of_what = [" / ".join(sorted(title[name] for name in {row.incident_id, row.other_incident_id} if pd.notna(name)))
               for row in rows.itertuples(index=False)]
    found = []
    for (incidents, reason), pairs in rows.assign(of_what=of_what, why=why).groupby(["of_what", "why"], sort=False):
        found.append({"of what": incidents, "why not": reason, "pairs": len(pairs),
                      "claims": "; ".join(f"{a} and {b}" for a, b in zip(pairs["claim_a"], pairs["claim_b"], strict=True))})
    return pd.DataFrame(found, columns=["of what", "why not", "pairs", "claims"])


def _why_not(row) -> str:
    """Name the ways in which two measures differ, for pairs of claims that differ alike."""
    if row.reason.startswith("the rule set gives no number"):
        return "the rule set gives one of them no number"
    parts = [(part, getattr(row, part)) for part in ("incidents", "days", "victims", "outcomes")]
    return "; ".join(GENERIC[part] for part in parts if part in GENERIC) or CROSSED


def directions(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Show one interest a row: how often a source with it states more or less than a source without a stake, and how many times.

    Pairs are those of two sources that both state a number of the same people. No mean is drawn from them.
    """
    rows = rivals(comparisons).dropna(subset=["stated_a", "stated_b"])
    found = []
    for interest in STAKES:
        a_has = (rows["interest_a"] == interest) & (rows["interest_b"] == "no_stake")
        b_has = (rows["interest_b"] == interest) & (rows["interest_a"] == "no_stake")
        own = pd.concat([rows["stated_a"][a_has], rows["stated_b"][b_has]]).astype("float64")
        other = pd.concat([rows["stated_b"][a_has], rows["stated_a"][b_has]]).astype("float64")
        found.append({"interest": schema.INTERESTS[interest], "pairs": len(own), "states more": int((own > other).sum()),
                      "states the same": int((own == other).sum()), "states less": int((own < other).sum()),
                      "times as stated": ", ".join(f"{times:.2g}" for times in own[other > 0] / other[other > 0]),
                      "claims": "; ".join(rows.loc[own.index, "pair_id"].str.replace("/", " and "))})
    return pd.DataFrame(found)


def under_each_rule_set(claims: pd.DataFrame, incidents: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Show side by side, for each rule set, how many pairs are compared and contradict, and every contradiction and near miss.

    One row a figure, one column a rule set; "moves" tells whether they differ.
    """
    columns = {}
    for rules in quantities.available_rules():
        read = ledger.under(claims, rules)
        pairs, conflicts = compare(read, incidents, sources), contradict(read, incidents)
        compared = pairs["verdict"] != "not_comparable"
        named = [f"{plain(kind)}: {name.replace('^', ' (open)').replace('+', ' ')}"
                 for kind, name in zip(conflicts["kind"], conflicts["conflict_id"], strict=True)]
        against = contested(pairs, read)
        columns[plain(rules)] = pd.Series({
            "claims with bounds": str(int(read["low"].notna().sum())), "pairs that can be compared": str(int(compared.sum())),
            "pairs that cannot be compared": str(int((~compared).sum())), "pairs of two sources with different numbers": str(len(against)),
            "pairs of two sources with one number": str(len(agreements(pairs, read))), **dict.fromkeys(named, "yes"),
            **{f"contested at least: {row['claims']}": str(row["contested at least"]) for row in against.to_dict("records")
               if row["contested at least"]},
        }, dtype="str")
    table = pd.DataFrame(columns, index=list(dict.fromkeys(name for column in columns.values() for name in column.index)))
    return _moves(table.fillna("no").rename_axis("figure").reset_index())


def _moves(table: pd.DataFrame) -> pd.DataFrame:
    """Say for each row whether its figures differ between the rule sets."""
    return table.assign(moves=["yes" if len(set(row)) > 1 else "no" for row in table.iloc[:, 1:].itertuples(index=False)])
