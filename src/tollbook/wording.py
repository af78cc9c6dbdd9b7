"""Sentences and key figures whose numbers are computed: counts of claims and voices, never of the dead."""

from __future__ import annotations

import pandas as pd

from tollbook import tables
from tollbook.words import counted, day, listed, plain


def of(part: int, whole: int) -> str:
    """Write a part of a whole, with its share where the whole is large enough for one to mean something."""
    return f"{part:,} of {whole:,}" + (f" ({100 * part / whole:.0f}%)" if whole >= 20 else "")


def ledger_figures(claims: pd.DataFrame, sources: pd.DataFrame, coverage: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the ledger's key figures: claims, voices, what is unattributed, what has a single source, what is no toll."""
    people = claims[claims["outcome"] != "materiel"]
    named = sources[~sources["source_type"].isin(["unattributed", "unnamed_report"])]
    single, incidents = len(tables.uncorroborated(claims)), people["incident_id"].nunique()
    other = int(coverage.loc[coverage["kind"] == "other_number", "rows"].sum())
    return [
        ("claims", "claims, one figure by one source each", f"{len(claims):,}"),
        ("claims-human", "of them of people harmed, captured or freed", f"{len(people):,}"),
        ("named-sources", "named sources state a toll of people in this selection, of all that the article names as speaking",
         f"{named['source_id'].isin(people['source_id']).sum()} of {len(named)}"),
        ("unattributed", "of these claims are in the article's own voice",
         of(int((people["source_type"] == "unattributed").sum()), len(people))),
        ("single-source", "incidents of which a single voice in this selection states a toll of people", f"{single} of {incidents}"),
        ("other-numbers", "other numbers and words of the whole article, each with the reason why it is no toll", f"{other:,}"),
    ]


def ledger_lede(claims: pd.DataFrame) -> str:
    """Say how many claims there are, by type of source."""
    by_type = claims["source_type"].value_counts()
    names = {"unattributed": "the article's own voice", "unnamed_report": "reports that name no source"}
    parts = [f"{names.get(kind, plain(kind))} {number}" for kind, number in by_type.items()]
    return f"{counted(len(claims), 'claim')}, by type of source: {listed(parts)}."


def date_lede(claims: pd.DataFrame) -> str:
    """Say which days the claims cover, and how many leave their first day open."""
    people = claims[claims["outcome"] != "materiel"]
    if people.empty:
        return "The selection holds no claim about people."
    open_start, stated = people[people["date_start"].isna()], people[people["date_start"].notna()]
    first = people["date_start"].min()
    begins = f"from {day(first)} " if pd.notna(first) else ""
    verb = counted(len(open_start), "claim leaves its", "claims leave their")
    left = f" {verb} first day open ({tables.ids(open_start)})." if len(open_start) else ""
    longer = of(int((stated["date_start"] != stated["date_end"]).sum()), len(stated))
    return (f"{counted(len(people), 'claim')} about people {'covers' if len(people) == 1 else 'cover'} days {begins}to "
            f"{day(people['date_end'].max())}; of those with a stated first day {longer} cover more than one day.{left}")


def date_figures(claims: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the calendar's key figures."""
    people = claims[claims["outcome"] != "materiel"]
    return [
        ("claims-human", "claims about people", f"{len(people):,}"),
        ("one-day", "of them about a single day", of(int((people["date_start"] == people["date_end"]).sum()), len(people))),
        ("open-ended", "state no upper limit", of(int(people["high"].isna().sum()), len(people))),
        ("campaigns", "incidents counted by totals as of more than one day", str(len(tables.campaigns(people)))),
    ]


def attribution_figures(claims: pd.DataFrame, sources: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the key figures of attribution: who is named, who is not, and who speaks without a toll."""
    people = claims[claims["outcome"] != "materiel"]
    named = sources[~sources["source_type"].isin(["unattributed", "unnamed_report"])]
    government = named[named["source_type"].isin(["government", "state_media", "pro_government_media"])]
    own = people.merge(sources[["source_id", "own_side"]], on="source_id", how="left", validate="many_to_one")
    sided = own[own["own_side"].notna()]
    return [
        ("unattributed", "claims in the article's own voice", of(int((people["source_type"] == "unattributed").sum()), len(people))),
        ("unnamed-report", "claims \"reported\", and not by whom", of(int((people["source_type"] == "unnamed_report").sum()), len(people))),
        ("speaking-government", "times the whole article names the government, state media or pro-government media as speaking",
         str(government["statements"].sum())),
        ("speaking-government-toll", "of these times with a human toll", str(government["statements_with_toll"].sum())),
        ("own-losses", "claims by sources with a side that are of their own side's losses",
         f"{int((sided['own_side'] == sided['victim_side']).sum())} of {len(sided)}"),
    ]


def attribution_lede(sources: pd.DataFrame) -> str:
    """Say who speaks most and with how many tolls, and name the sources that speak and never state one."""
    named = sources[~sources["source_type"].isin(["unattributed", "unnamed_report"])].sort_values("statements", ascending=False)
    top = named.iloc[0]
    mute = named[named["statements_with_toll"] == 0]
    verb = counted(len(mute), "named source speaks", "named sources speak")
    silent = f" {verb} without ever stating a human toll: {listed(mute['name'])}." if len(mute) else ""
    return (f"In the whole article the source named most often is {top['name']}: {counted(top['statements'], 'time')}, "
            f"{top['statements_with_toll']} of them with a human toll.{silent}")
