"""Claims in the words of sentences, titles and labels: every figure with its qualifier and its claimant."""

from __future__ import annotations

import re

import pandas as pd

from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.words import counted, day, listed, plain, short_name, span

VOICES = {"unnamed_report": "unnamed report", "unattributed": "the article"}
PEOPLE = {"civilian": "civilians", "rebel": "rebels", "government": "people on the government's side", "isis": "ISIS fighters",
          "ypg": "YPG fighters", "mixed": "people of more than one side", "unspecified": "people of a side not stated"}
DONE = {"killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed or wounded", "captured": "captured",
        "surrendered": "surrendered", "freed": "freed", "missing": "missing", "casualties": "counted as casualties",
        "materiel": "destroyed, disabled or lost"}
PLURALS = ("dozens", "scores", "tens", "hundreds", "thousands")
NUMBERLESS = ("[one]", "a", "an", "the")


def people(claims: pd.DataFrame) -> pd.DataFrame:
    """Keep the claims about people; materiel is never part of a human toll.

    Raises
    ------
    BadInput
        Where none is left.
    """
    kept = claims[claims["outcome"] != "materiel"]
    if kept.empty:
        raise BadInput(f"chart: the selection holds {counted(len(claims), 'claim')}, and none of people harmed, captured or freed; "
                       "allowed is a selection with at least one")
    return kept


def voice(claim) -> str:
    """Name who states a claim, shortly: the abbreviation where the name has one."""
    return VOICES.get(claim.source_type) or short_name(claim.source_name)


def attributed(claim) -> str:
    """Say whose words a claim is."""
    sayings = {"unnamed_report": "according to a report without a named source", "unattributed": "in the article's own voice"}
    name = short_name(claim.source_name)
    return sayings.get(claim.source_type) or f"according to {'the ' if name != claim.source_name else ''}{name}"


def told_by(claim) -> str:
    """Name who states a claim, as the subject of a sentence."""
    sayings = {"unnamed_report": "a report without a named source", "unattributed": "the article"}
    name = short_name(claim.source_name)
    return sayings.get(claim.source_type) or (f"the {name}" if name != claim.source_name else name)


def is_plural(claim) -> bool:
    """Tell whether who states a claim is named in the plural: rebels, aid groups."""
    return claim.source_type not in VOICES and claim.source_name.endswith("s")


def of_claim(claim) -> str:
    """Write a claim as what its claimant has: the SOHR's 517 for 15 to 28 December 2013; rebels' 50 on 8 May 2014."""
    name = "an unnamed report" if claim.source_type == "unnamed_report" else told_by(claim)
    if pd.isna(claim.date_start):
        when = f"to {day(claim.date_end)} (first day not stated)"
    elif claim.date_start == claim.date_end:
        when = f"on {day(claim.date_end)}"
    else:
        when = covered(claim) if claim.date_precision == "start_inferred" else f"for {covered(claim)}"
    return f"{name}'{'' if name.endswith('s') else 's'} {figure(claim)} {when}"


def with_id(claim) -> str:
    """Write a claim as what its claimant has, with its id: the SOHR's 517 for 15 to 28 December 2013 (ALP-001)."""
    return f"{of_claim(claim)} ({claim.claim_id})"


def bounds_of(claim) -> Bounds:
    """Give a claim's bounds."""
    return Bounds(int(claim.low), None if pd.isna(claim.high) else int(claim.high))


def figure(claim) -> str:
    """Write a claim's figure with its qualifier, digits where it has a number: at least 14; dozens; 1; several casualties."""
    number = _number(claim)
    if number == "no number":
        return "casualties, no number"
    return f"{number} casualties" if claim.outcome == "casualties" else number


def _number(claim) -> str:
    said = "" if pd.isna(claim.quantity_text) else claim.quantity_text
    low, high = (None if pd.isna(end) else int(end) for end in (claim.low, claim.high))
    if claim.qualifier == "unquantified" or not said:
        return "no number"
    if low is not None:
        forms = {"exact": f"{low:,}", "at_least": f"at least {low:,}", "more_than": f"more than {low - 1:,}", "approx": f"about {low:,}"}
        if claim.qualifier in forms:
            return forms[claim.qualifier]
        if claim.qualifier in ("implied", "range") and high is not None:
            return f"{low:,}" if low == high else f"{low:,} to {high:,}"
        if claim.qualifier == "up_to" and high is not None:
            return f"up to {high:,}"
    words = re.sub(r"[\[\]]", "", said)
    return re.sub(r" of$", "", words[:1].lower() + words[1:])


def whom(claim) -> str:
    """Write a claim's figure with those it counts: at least 14 soldiers; dozens of people; an officer."""
    said = "" if pd.isna(claim.quantity_text) else claim.quantity_text
    victims = re.sub(r"[\[\]]", "", claim.victims)
    if said in NUMBERLESS:
        return victims if said == "[one]" else f"{said} {victims}"
    words = _number(claim)
    if words == "no number":
        return f"casualties without a number ({victims})"
    if claim.outcome == "casualties":
        return f"{words} casualties ({victims})"
    if victims.istitle() or victims.isupper() or words.endswith(" them"):
        return f"{words} ({victims})"
    return f"{words} of {victims}" if said.endswith(" of") or words.split()[-1] in PLURALS else f"{words} {victims}"


def done(claim) -> str:
    """Say what happened to those counted; "" where the figure itself says so, and that it is implied where it is."""
    if claim.qualifier == "implied":
        return "(death implied)" if claim.outcome == "killed" else f"({DONE[claim.outcome]}, implied)"
    return "" if claim.outcome == "casualties" else DONE[claim.outcome]


def told(claim) -> str:
    """Write a claim as the part of a sentence: figure, those counted, outcome and claimant, and that it is an estimate where it is."""
    said = " ".join(filter(None, [whom(claim), done(claim)]))
    return f"{said}, {'an estimate ' if claim.mode == 'estimates' else ''}{attributed(claim)}"


def covered(claim, with_year: bool = True) -> str:
    """Say which days a claim covers: on one day, from one to another, by a last day where the first is not stated."""
    start, end = claim.date_start, claim.date_end
    if pd.isna(start):
        words = f"to {day(end)}, first day not stated"
    elif start == end:
        words = day(end)
    else:
        words = f"by {day(end)}" if claim.date_precision == "start_inferred" else span(start, end)
    return words if with_year else re.sub(r" \d{4}\b", "", words)


def subject(claims: pd.DataFrame) -> str:
    """Say what claims about people are of: rebels killed; people killed, wounded or freed."""
    sides, outcomes = claims["victim_side"].unique(), [code for code in DONE if (claims["outcome"] == code).any()]
    if {"killed", "wounded"} <= set(outcomes):
        outcomes = [code for code in outcomes if code != "killed_or_wounded"]
    done = "harmed, captured or freed" if len(outcomes) > 4 else listed([DONE[code] for code in outcomes], "or")
    return f"{PEOPLE[sides[0]] if len(sides) == 1 else 'people'} {done}"


def voices(claims: pd.DataFrame) -> str:
    """Say whose claims they are, where one source or one source type states them all; else nothing."""
    if claims["source_id"].nunique() == 1:
        return f", {attributed(next(claims.itertuples()))}"
    if claims["source_type"].nunique() == 1:
        return f", all by sources of the type {plain(claims['source_type'].iloc[0])}"
    return ""


def figures_table(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one drawn claim a row, in plain words, with its bounds as numbers; blank is open or missing."""
    return pd.DataFrame({
        "claim_id": claims["claim_id"],
        "source": claims["source_name"],
        "source type": claims["source_type"].map(plain),
        "figure": [_number(claim) for claim in claims.itertuples()],
        "low": claims["low"].astype("Int64"),
        "high": claims["high"].astype("Int64"),
        "victims": claims["victims"],
        "outcome": claims["outcome"].map(plain),
        "first day": claims["date_start"].fillna(""),
        "last day": claims["date_end"],
        "incident": claims["incident_title"],
    }).reset_index(drop=True)
