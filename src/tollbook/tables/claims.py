"""What a reader sees of claims, sources and incidents: plain words, claim ids beside every count."""

from __future__ import annotations

import pandas as pd

from tollbook import schema
from tollbook.bounds import Bounds
from tollbook.words import day, plain, short_name, span

NAMELESS = ("unnamed_report", "unattributed")
PEOPLE = [outcome for outcome in schema.OUTCOMES if outcome != "materiel"]


def read_as(low, high) -> str:
    """Write bounds in words; a figure that the rule set leaves blank says so."""
    if pd.isna(low):
        return "left blank by this rule set"
    return str(Bounds(int(low), None if pd.isna(high) else int(high)))


def days(start, end) -> str:
    """Write the days a claim covers: one day, a span, or an open start."""
    if pd.isna(start):
        return f"to {day(end)}, first day not stated"
    return day(end) if start == end else span(start, end)


def said(claim) -> str:
    """Write a claim's figure as worded, or what the wording says without a number."""
    if pd.isna(claim.quantity_text):
        return "no number"
    return "one (named)" if claim.quantity_text == "[one]" else claim.quantity_text


def of_whom(claim) -> str:
    """Write who is counted and what happened to them; what the text does not say outright is marked."""
    return f"{claim.victims}: {plain(claim.outcome)}{', implied' if claim.qualifier == 'implied' else ''}"


def ids(claims: pd.DataFrame) -> str:
    """List claim ids, to be linked."""
    return " ".join(claims["claim_id"])


def claims_table(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one claim a row: its id, who states it, the figure as worded and as read, of whom, when and of what."""
    return pd.DataFrame({
        "claim": claims["claim_id"],
        "stated by": stated_by(claims),
        "figure as worded": [said(claim) for claim in claims.itertuples()],
        "read as": [read_as(low, high) for low, high in zip(claims["low"], claims["high"], strict=True)],
        "of whom": [of_whom(claim) for claim in claims.itertuples()],
        "days": [days(start, end) for start, end in zip(claims["date_start"], claims["date_end"], strict=True)],
        "incident": claims["incident_title"] + claims["part_of"].map(lambda whole: "" if pd.isna(whole) else f"; part of {whole}"),
    })


def stated_by(claims: pd.DataFrame) -> pd.Series:
    """Write who states each claim, shortly, with the type of source where the name does not say it."""
    return claims["source_name"].map(short_name) + [
        "" if source_type in NAMELESS or plain(source_type) in name.lower() else f" ({plain(source_type)})"
        for name, source_type in zip(claims["source_name"], claims["source_type"], strict=True)]


def uncorroborated(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one incident a row: those of which a single source states a human toll, and who that is."""
    people = claims[claims["outcome"].isin(PEOPLE)]
    voices = people.groupby("incident_id", dropna=False)["source_id"].transform("nunique")
    groups = people[voices == 1].groupby("incident_id", sort=False, dropna=False)
    return pd.DataFrame([{"incident": rows["incident_title"].iloc[0], "days": days(rows["date_start"].min(), rows["date_end"].max()),
                          "only voice in this selection": stated_by(rows).iloc[0], "claims": ids(rows)} for _, rows in groups],
                        columns=["incident", "days", "only voice in this selection", "claims"])


def corroborated(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one incident a row: those of which more than one source states a human toll, and what each says."""
    people = claims[claims["outcome"].isin(PEOPLE) & (claims["scope"] != "breakdown")]
    voices = people.groupby("incident_id", dropna=False)["source_id"].transform("nunique")
    order = people["incident_id"].map({name: place for place, name in enumerate(people["incident_id"].unique())})
    rows = people.assign(order=order)[voices > 1].sort_values(["order", "date_end"], kind="stable")
    return pd.DataFrame({
        "incident": rows["incident_title"], "stated by": stated_by(rows),
        "figure as worded": [said(claim) for claim in rows.itertuples()],
        "of whom": [of_whom(claim) for claim in rows.itertuples()],
        "days": [days(start, end) for start, end in zip(rows["date_start"], rows["date_end"], strict=True)],
        "claim": rows["claim_id"],
    }).reset_index(drop=True)


def other_numbers(coverage: pd.DataFrame) -> pd.DataFrame:
    """Show one reason a row: how many numbers and words of the article are no toll, and why."""
    other = coverage[coverage["kind"] == "other_number"].groupby("code", dropna=False)["rows"].sum().sort_values(ascending=False)
    return pd.DataFrame({"reason": [plain(code) for code in other.index], "meaning": [schema.REASONS[code] for code in other.index],
                         "how many": other.to_numpy()})


def running_totals(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one running total a row, by incident and last day: who states how many since when; a break-down is no total."""
    rows = claims[claims["incident_id"].isin(campaigns(claims)) & claims["scope"].isin(["cumulative", "period"])]
    rows = rows.sort_values(["incident_id", "date_end"], kind="stable")
    return pd.DataFrame({
        "incident": rows["incident_title"], "last day": rows["date_end"].map(day), "stated by": stated_by(rows),
        "figure as worded": [said(claim) for claim in rows.itertuples()],
        "read as": [read_as(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)],
        "first day": [("not stated" if pd.isna(start) else day(start)) for start in rows["date_start"]],
        "first day from": rows["date_precision"].map(plain), "claim": rows["claim_id"],
    }).reset_index(drop=True)


def campaigns(claims: pd.DataFrame) -> list[str]:
    """List the incidents that are counted by running totals as of more than one day, in the order of the ledger."""
    totals = claims[claims["scope"].isin(["cumulative", "period"])]
    per_incident = totals.groupby("incident_id", sort=False, dropna=False)["date_end"].nunique()
    return per_incident[per_incident > 1].index.to_list()


def by_month(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one month a row: how many claims end in it, by how many sources, of how many incidents. Claims are counted, not people."""
    people = claims[claims["outcome"].isin(PEOPLE)]
    groups = people.groupby(people["date_end"].str[:7], dropna=False)
    return pd.DataFrame([{"month": f"{pd.Timestamp(month + '-01'):%B %Y}", "claims": len(rows), "incidents": rows["incident_id"].nunique(),
                          "sources": rows["source_id"].nunique(), "claim ids": ids(rows)} for month, rows in groups])


def interests(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Show one source a row: its claims of its own side's losses, of its enemies', of civilians, of others, and of nobody."""
    people = claims[claims["outcome"].isin(PEOPLE)].merge(sources[["source_id", "own_side"]], on="source_id", how="left",
                                                          validate="many_to_one")
    rows = []
    for source in sources.itertuples():
        own = people[people["source_id"] == source.source_id]
        kinds = {kind: own[own.apply(interest, axis=1) == kind] if len(own) else own for kind in INTERESTS}
        rows.append({"source": source.name, "source type": plain(source.source_type)} | {kind: len(part) for kind, part in kinds.items()}
                    | {"claims": ids(own)})
    return pd.DataFrame(rows)


INTERESTS = ("own side", "enemies", "civilians", "mixed or not stated", "no side of its own")


def interest(claim) -> str:
    """Say how those counted stand to the one who counts: own side, enemies, civilians, mixed, or that the source has no side."""
    if claim["victim_side"] == "civilian":
        return "civilians"
    if pd.isna(claim["own_side"]):
        return "no side of its own"
    if claim["victim_side"] in ("mixed", "unspecified"):
        return "mixed or not stated"
    return "own side" if claim["victim_side"] == claim["own_side"] else "enemies"


def speaking(sources: pd.DataFrame) -> pd.DataFrame:
    """Show one source a row: how often the article names it as speaking, how often with a human toll, and who it is."""
    rows = sources[sources["source_type"] != "unattributed"].sort_values(["statements", "name"], ascending=[False, True])
    return pd.DataFrame({"source": rows["name"], "source type": rows["source_type"].map(plain), "named as speaking": rows["statements"],
                         "of these with a human toll": rows["statements_with_toll"], "claims about people": rows["claims"],
                         "claims of materiel": rows["materiel_claims"], "who it is": rows["note"]}).reset_index(drop=True)


def voices_of_incident(silence: pd.DataFrame, incident_id: str) -> pd.DataFrame:
    """Show one source type a row: whether it states a human toll of one incident, speaks of it without one, or is silent."""
    words = {"toll": "states a toll", "speaks_without_toll": "speaks of it, and states no toll", "silent": "is not named as speaking of it"}
    rows = silence[silence["incident_id"] == incident_id]
    return pd.DataFrame({"source type": rows["source_type"].map(plain), "what it does": rows["state"].map(words),
                         "named as speaking": rows["statements"], "claims about people": rows["claims"]}).reset_index(drop=True)


def silent(silence: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Show one incident a row and one source type a column: a toll, speaking without one, or silence."""
    words = {"toll": "toll", "speaks_without_toll": "speaks, no toll", "silent": "–"}
    grid = silence.assign(state=silence["state"].map(words)).pivot(index="incident_id", columns="source_type", values="state")
    grid = grid.reindex(index=incidents["incident_id"], columns=list(schema.SOURCE_TYPES))
    grid.insert(0, "incident", incidents.set_index("incident_id")["title"])
    return grid.rename(columns=plain).reset_index(drop=True)
