"""Sentences and key figures whose numbers are computed: counts of claims and voices, never of the dead."""

from __future__ import annotations

import pandas as pd

from tollbook import measures, quantities, tables, telling
from tollbook.tolls import Selection, Totals, rule_in_words
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


def discrepancy_figures(comparisons: pd.DataFrame, contradictions: pd.DataFrame,
                        claims: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the key figures of disagreement: pairs compared and not, rivals, agreements, contradictions, near misses."""
    kinds = contradictions["kind"].value_counts()
    compared = int((comparisons["verdict"] != "not_comparable").sum())
    rivals = tables.rivals(comparisons)
    other_days = int((rivals["days"] != "same").sum())
    return [
        ("contradictions", "smallest sets of claims that cannot all be true", str(kinds.get("contradiction", 0))),
        ("near-misses", "sets that can all be true only because a figure is open", str(kinds.get("near_miss", 0))),
        ("rival-pairs", "pairs of figures by two sources of one incident, outcome and kind of people; of them "
         f"{other_days} as of other days", str(len(rivals))),
        ("agreements", "pairs of sources that state one number of the same people", str(len(tables.agreements(comparisons, claims)))),
        ("pairs-compared", "pairs of claims that can be compared, of all that a reader might compare", f"{compared} of {len(comparisons)}"),
        ("pairs-not-compared", "pairs that cannot be compared, each listed with the reason", str(len(comparisons) - compared)),
    ]


def discrepancy_lede(comparisons: pd.DataFrame, claims: pd.DataFrame) -> str:
    """Name the incidents of which sources state different numbers, the greatest ratio first."""
    rows = tables.contested(comparisons, claims)
    if rows.empty:
        return "In this selection no two sources state different numbers of the same people, as of one day or of several."
    names = list(dict.fromkeys(rows["incident"]))
    clashing = [name for name in names if (rows.loc[rows["incident"] == name, "contested at least"] > 0).any()]
    ending = f" Some figures of {listed(clashing)} exclude one another." if clashing else " None of these figures exclude one another."
    told = counted(len(names), "incident is", "incidents are")
    others = ", some as of other days" if (tables.rivals(comparisons)["days"] != "same").any() else ""
    return f"{told} told with different numbers by different sources{others}: {'; '.join(names)}.{ending}"


def dossier_figures(claims: pd.DataFrame, silence: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the key figures of one incident: claims, voices, the least and greatest number stated, who speaks without a toll."""
    people = claims[claims["outcome"] != "materiel"]
    own = silence[silence["incident_id"] == claims["incident_id"].iloc[0]]
    sources, article = people["source_id"].nunique(), (people["source_type"] == "unattributed").any()
    return [
        ("claims-human", "claims about people, break-downs included", str(len(people))),
        ("voices", ("voice states them" + ", the article's own" * bool(article) if sources == 1 else
                    "voices state them" + ", the article's own among them" * bool(article)), str(sources)),
        *_ends(people),
        ("silent-types", "of ten source types state no toll of it", str(int((own["state"] != "toll").sum()))),
    ]


def _ends(people: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the least and the greatest number of killed stated, where all are of the same people, as of days that overlap, and differ."""
    killed = people[people["part_of"].isna() & (people["outcome"] == "killed") & (people["qualifier"] != "implied")]
    killed = killed.assign(stated=[quantities.stated(text) for text in killed["quantity_text"].fillna("")])
    differ = killed["source_id"].nunique() > 1 and killed["stated"].nunique() > 1 and killed["stated"].notna().all()
    overlap = killed["date_start"].fillna("").max() <= killed["date_end"].min() if differ else False
    if not overlap or measures.kinds(killed)[0].nunique() > 1:
        return []
    least, most = (killed.sort_values(["stated", "low"]).iloc[at] for at in (0, -1))
    return [("stated", "least and greatest figure of killed, as stated", f"{telling.figure(least)}; {telling.figure(most)}")]


def dossier_lede(claims: pd.DataFrame, incidents: pd.DataFrame) -> str:
    """Say what and where the incident is, when, and which others it is a part of or may overlap."""
    titles = incidents.set_index("incident_id")["title"]
    incident = incidents.set_index("incident_id").loc[claims["incident_id"].iloc[0]]
    place, when = incident["place"], tables.days(incident["date_start"], incident["date_end"])
    parts = [f"{incident['title']}. {place[:1].upper()}{place[1:]}, {when}."]
    if pd.notna(incident["part_of"]):
        parts.append(f"A part of: {titles[incident['part_of']]}.")
    own = incidents.loc[incidents["part_of"] == claims["incident_id"].iloc[0], "title"]
    if len(own):
        parts.append(f"A part of it has a place of its own in the ledger: {listed(own)}.")
    if pd.notna(incident["may_overlap"]):
        parts.append(f"May count some of the same people as: {listed(titles[name] for name in incident['may_overlap'].split('; '))}.")
    if pd.notna(incident["note"]):
        parts.append(f"Note: {incident['note']}.")
    return " ".join(parts)


def dossier_sentence(claims: pd.DataFrame, meta: dict) -> str:
    """Write the incident's claims as one sentence to cite, each figure with its claimant; break-downs are left out."""
    wholes = claims[claims["part_of"].isna()]
    wholes = wholes.assign(last=wholes["qualifier"] == "unquantified").sort_values(["last", "date_end", "claim_id"], kind="stable")
    one_day = wholes[["date_start", "date_end"]].drop_duplicates().shape[0] == 1
    told = [telling.told(claim) + ("" if one_day else f", {telling.covered(claim)}") for claim in wholes.itertuples(index=False)]
    when = f", {telling.covered(next(wholes.itertuples(index=False)))}" if one_day else ""
    return (f"{claims['incident_title'].iloc[0]}{when}: {'; '.join(told)}. Claims as stated in “{meta['title']}” ({meta['publisher']}); "
            f"tollbook {tables.ids(wholes)}.")


def total_figures(tolls: pd.DataFrame, claims: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give the key figures of totals: all claims together, each way out of a contradiction, and those by the rules of the table."""
    first, rows = tolls.iloc[0], tables.of_rules(tolls)
    together = rows[rows["rule"] == "all_together"].iloc[0]
    at_odds = together["state"] == "contradiction"
    what = f"{plain(first['outcome'])}, all claims together{': some exclude one another' if at_odds else ''}"
    found = [("all-together", what, "no total" if at_odds else tables.allowed(together))]
    for row in rows[rows["rule"] == "giving_up"].itertuples():
        gone = row.given_up.split("; ")
        found.append((f"giving-up-{'-'.join(gone)}", f"without {_named(gone, claims)}", tables.allowed(row)))
    for rule in dict.fromkeys(("lowest", "highest", first["rule"])):
        for row in rows[rows["rule"] == rule].head(1).itertuples() if rule != "all_together" else ():
            found.append((rule, rule_in_words(rule, row.first_source_type).removeprefix(", "), tables.allowed(row)))
    open_ended = of(int(first["open_claims"]), int(first["claims"]))
    return [*found, ("open-ended", "of the claims that bear on the total state no upper limit", open_ended)]


def _named(ids: list[str], claims: pd.DataFrame) -> str:
    """Write claims with their claimants and ids."""
    known = {claim.claim_id: claim for claim in claims.itertuples(index=False)}
    return listed(telling.with_id(known[name]) for name in ids)


def total_lede(tolls: pd.DataFrame, claims: pd.DataFrame) -> str:
    """Say what the claims of the selection allow together, or that they exclude one another and what each way out leaves."""
    first, rows = tolls.iloc[0], tables.of_rules(tolls)
    rows = rows[(rows["rule"] == "giving_up") & (first["rule"] == "all_together")]
    ways = [f"without {_named(row.given_up.split('; '), claims)} the others allow {tables.allowed(row)}" for row in rows.itertuples()]
    return first["sentence"] + (f" {'; '.join(ways)}.".replace(" w", " W", 1) if ways else "")


def total_reservations(totals: Totals, selection: Selection, rule: str, first: str) -> list[str]:
    """Say which claims that bear on the total of all sources have no first day."""
    bearing = totals.total(selection, rule, first, explain=False).claims
    claims = totals.claims[totals.claims["claim_id"].isin(bearing) & (totals.claims["date_precision"] == "open_start")]
    claims = claims[~claims["part_of"].isin(claims["claim_id"])]
    return [f"A claim whose first day is not stated bears on the total of all sources: {telling.told(claim)} ({claim.claim_id})"
            + (f", {claim.note}." if pd.notna(claim.note) else ".") for claim in claims.itertuples(index=False)]
