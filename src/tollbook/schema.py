"""The words of the ledger: every table, every column, every code, with its meaning.

Everything that must agree on these words reads them here: the checks on the raw sheets, the types of the built tables, the data
package and the codebook (`data/raw/README.md`), which is generated from this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd
import pandera.pandas as pa

SOURCE_TYPES = {
    "monitor": "an organisation that records casualties as its work, whatever its sympathies (the SOHR)",
    "rebel": "an armed opposition group, its commanders, or \"the rebels\" as speakers",
    "opposition": "people or outlets of the political or civil opposition that do not fight: activists, \"opposition sources\"",
    "government": "the state, its army and its officials",
    "state_media": "news media owned and run by the state",
    "pro_government_media": "media outside the state that take its side, and unnamed \"pro-government sources\"",
    "aid_group": "humanitarian and relief organisations, United Nations agencies among them",
    "independent_media": "media that belong to none of the parties to the fighting",
    "unnamed_report": "the text says that it was reported, and not by whom (\"it was reported\", \"reportedly\", \"reports indicate\")",
    "unattributed": "the article's own voice: nobody is named",
}

# Parties to a war that are neither its state nor that state's opposition. No ledger here names one as speaking; a ledger that does takes it
# into SOURCE_TYPES, with a mark of its own in the charts.
PARTY_SOURCES = {
    "isis": "the Islamic State, its commanders and outlets",
    "ypg": "the YPG, its allies and its officials",
}

QUALIFIERS = {
    "exact": "the number and nothing else (\"14\", \"a commander\", a person named): N..N",
    "at_least": "\"at least N\", \"no fewer than N\": N..open",
    "more_than": "\"more than N\", \"over N\": N+1..open",
    "up_to": "\"up to N\", \"as many as N\": 0..N",
    "approx": "\"about N\", \"some N\": N..N, flagged as approximate",
    "range": "\"between N and M\", \"N-M\": N..M",
    "vague": "a word for an uncertain number (\"dozens\", \"several\", \"most of them\"): bounds by the rule set",
    "implied": "a count of people or attacks from which the outcome follows without being said (suicide bombers)",
    "unquantified": "an outcome without any number (\"losses on both sides\"): 1..open, flagged",
}

OUTCOMES = {
    "killed": "dead, killed, bodies found, died in the fighting, lost (of fighters, with a number)",
    "wounded": "wounded or injured, and alive",
    "killed_or_wounded": "one number for the killed and the wounded together",
    "captured": "taken prisoner",
    "surrendered": "gave themselves up",
    "freed": "freed from captivity",
    "missing": "missing",
    "casualties": "the text says casualties or losses and not which",
    "materiel": "vehicles and weapons destroyed, disabled or lost; never part of a human toll",
}

SIDES = {
    "civilian": "people the wording puts outside every armed force: civilians, children, women, journalists, activists",
    "rebel": "armed opposition groups, the Islamic Front and the Al-Nusra Front among them",
    "government": "the army and those fighting beside it (\"pro-government fighters\", NDF)",
    "isis": "the Islamic State of Iraq and the Levant",
    "ypg": "the YPG",
    "mixed": "more than one of these under one number",
    "unspecified": "the text does not tell",
}

MODES = {
    "states": "states, says, according to; the article's own voice",
    "claims": "claims, alleges",
    "confirms": "confirms",
    "reports": "reports, reportedly, it was reported",
    "denies": "denies",
    "estimates": "estimates",
}

SCOPES = {
    "incident": "one event",
    "day": "one day's total over several events",
    "period": "a total over several days, both ends given",
    "cumulative": "a running total as of a date",
    "breakdown": "a part of another claim, named in `part_of`",
}

DATE_PRECISIONS = {
    "stated": "the sentence gives the dates",
    "carried": "the dates come from the narrative: the paragraph's day, \"the next day\", \"two days later\"",
    "start_inferred": "a running total whose first day is taken from another sentence, named in the note",
    "open_start": "the text gives no first day: `date_start` is blank",
}

REASONS = {
    "date": "a day, month or year, or a part of one",
    "time_span": "how long something lasted or how long ago it was",
    "order": "the rank of an event in a row (\"for the first time\")",
    "distance": "a length or distance",
    "share": "a share of ground, in per cent or words",
    "name": "a number inside a name (a hill, a base, a sector)",
    "force_strength": "how many fighters, troops or vehicles took part, came or left",
    "people_held": "how many people are held prisoner, without an outcome of its own",
    "people_present": "how many people were in a place, without an outcome of its own",
    "munitions": "bombs, mines, weapons used",
    "places": "how many or which buildings, checkpoints, villages, hills, positions",
    "works": "tunnels and other works",
    "ground": "a word of loss or capture said of ground or buildings, not of people",
    "object": "equipment or a thing that is named, and not said to be lost",
    "person": "a person or a role that is named, and not said to be harmed",
    "not_a_count": "a number word that counts nothing here (\"one of\", \"both\", \"most\" as part of another phrase)",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and what is allowed in it.

    `kind` is one of text, integer (0 or more), signed (a whole number), decimal, date, code, codes (several, separated by semicolons),
    yes_no.
    """

    name: str
    kind: str
    meaning: str
    codes: dict[str, str] | None = None
    pattern: str | None = None
    required: bool = True
    unique: bool = False

    def allowed(self) -> str:
        """Say in words what may stand in the column, for an error message."""
        if self.codes:
            words = "one of " + ", ".join(self.codes)
        elif self.kind == "integer":
            words = "a whole number, 0 or more"
        elif self.kind == "date":
            words = "a date as YYYY-MM-DD"
        elif self.kind == "yes_no":
            words = "yes or no"
        elif self.pattern:
            words = f"text of the form {self.pattern}"
        else:
            words = "text"
        if self.unique:
            words += ", each only once"
        return words if self.required else words + ", or blank"


@dataclass(frozen=True)
class Sheet:
    """One table: what a row means, its key and its columns."""

    name: str
    row: str
    key: str
    columns: tuple[Column, ...] = field(default_factory=tuple)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


CLAIM_ID = r"[A-Z]{3}-\d{3}"
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
DATE = r"\d{4}-\d{2}-\d{2}"

PLACE = (
    Column("section", "text", "the heading of the section, as the article has it"),
    Column("paragraph", "integer", "number of the paragraph within the section, from 1"),
    Column("sentence", "integer", "number of the sentence within the paragraph, from 1"),
    Column("exact", "text", "the words of the article, letter for letter, at most 12 of them"),
)
NOTE = Column("note", "text", "what a reader should know about how this row was read", required=False)

RAW_CLAIMS = Sheet("claims", "one claim: one figure stated by one source", "claim_id", (
    Column("claim_id", "text", "stable, never used again for another claim", pattern=CLAIM_ID, unique=True),
    *PLACE[:3],
    replace(PLACE[3], meaning="the shortest span that holds quantity and victims, letter for letter, at most 12 words"),
    Column("quantity_text", "text", "the figure as worded; words in [brackets] are supplied from elsewhere in the sentence; "
           "[one] for a person named without a number; blank for an outcome without any number", required=False),
    Column("qualifier", "code", "how the figure is qualified; must agree with `quantity_text`", QUALIFIERS),
    Column("outcome", "code", "what happened to the people counted", OUTCOMES),
    Column("outcome_text", "text", "the words of the sentence that say so"),
    Column("outcome_explicit", "yes_no", "no where the outcome is inferred: suicide bombers, \"at the cost of\", \"lost\""),
    Column("victims", "text", "who is counted, as worded; [brackets] for words supplied from elsewhere"),
    Column("victim_side", "code", "the side those counted belong to; for `materiel`, the owner", SIDES),
    Column("victim_group", "text", "a group named within the side: children, women, commander, officer, journalist, ...",
           pattern=r"[a-z]+(_[a-z]+)*", required=False),
    Column("perpetrator_side", "code", "the side the text says did it; in a fight between two named sides the other one; for `freed` the "
           "side that freed them", SIDES),
    Column("attribution_text", "text", "the words that name the source; [brackets] where the name stands in another clause "
           "or sentence; blank for the article's own voice", required=False),
    Column("source_id", "text", "who states the figure; in `sources.csv`", pattern=SLUG),
    Column("mode", "code", "the kind of saying", MODES),
    Column("date_start", "date", "first day the figure covers; blank where the text gives none", required=False),
    Column("date_end", "date", "last day the figure covers"),
    Column("date_precision", "code", "where the dates come from", DATE_PRECISIONS),
    Column("scope", "code", "what kind of total it is", SCOPES),
    Column("part_of", "text", "for a break-down: the claim it is a part of", pattern=CLAIM_ID, required=False),
    Column("besides", "codes", "claims of the same event that count other people, by the wording (\"a general and five soldiers\", \"three "
           "other\"), separated by semicolons; only where nothing else keeps them apart", pattern=rf"{CLAIM_ID}(; ?{CLAIM_ID})*",
           required=False),
    Column("incident_id", "text", "the event counted; in `incidents.csv`", pattern=SLUG),
    NOTE,
))
# what two coders coded of a claim: how claims and events stand to one another was coded once
CODED_TWICE = replace(RAW_CLAIMS, columns=tuple(column for column in RAW_CLAIMS.columns if column.name != "besides"))

RAW_SOURCES = Sheet("sources", "one source the article names as speaking, or one of its two nameless voices", "source_id", (
    Column("source_id", "text", "stable", pattern=SLUG, unique=True),
    Column("name", "text", "the plainest name"),
    Column("source_type", "code", "what kind of source it is", SOURCE_TYPES),
    Column("aliases", "text", "other wordings of the article, separated by semicolons", required=False),
    Column("own_side", "code", "the side it belongs to or stands with, whose losses are its own; blank where it has none", SIDES,
           required=False),
    Column("note", "text", "who it is and why it has that type, in one neutral line"),
))

RAW_INCIDENTS = Sheet("incidents", "one event in place and time", "incident_id", (
    Column("incident_id", "text", "stable", pattern=SLUG, unique=True),
    Column("title", "text", "plain words: what and where"),
    Column("date_start", "date", "first day; blank where the text gives none", required=False),
    Column("date_end", "date", "last day"),
    Column("place", "text", "as the article names it"),
    Column("part_of", "text", "the larger incident it belongs to", pattern=SLUG, required=False),
    Column("may_overlap", "codes", "incidents that may count some of the same people, separated by semicolons", required=False),
    NOTE,
))

RAW_STATEMENTS = Sheet("statements", "one place where the article names someone as speaking, with a toll or without", "statement_id", (
    Column("statement_id", "text", "stable", pattern=r"[A-Z]{3}-S\d{3}", unique=True),
    *PLACE,
    Column("source_id", "text", "who speaks; in `sources.csv`", pattern=SLUG),
    Column("incident_id", "text", "the incident spoken of, where it is one of `incidents.csv`", pattern=SLUG, required=False),
    NOTE,
))

RAW_OTHER_NUMBERS = Sheet("other_numbers", "one number, number word or toll word of the article that is no toll", "number_id", (
    Column("number_id", "text", "stable", pattern=r"[A-Z]{3}-N\d{3}", unique=True),
    *PLACE,
    Column("reason", "code", "why it is no toll", REASONS),
    NOTE,
))

CORRECTABLE = ("withdrawn", *(name for name in RAW_CLAIMS.names if name != "claim_id"))
RAW_CORRECTIONS = Sheet("corrections", "one change to a published claim; rows are only ever added", "", (
    Column("date", "date", "when it was changed"),
    Column("claim_id", "text", "which claim", pattern=CLAIM_ID),
    Column("column", "code", "which column, or `withdrawn` for a claim that no longer stands", dict.fromkeys(CORRECTABLE, "")),
    Column("old", "text", "what stood there", required=False),
    Column("new", "text", "what stands there now", required=False),
    Column("reason", "text", "why"),
))

RAW_SHEETS = (RAW_CLAIMS, RAW_SOURCES, RAW_INCIDENTS, RAW_STATEMENTS, RAW_OTHER_NUMBERS, RAW_CORRECTIONS)

ARTICLE = Column("article_id", "text", "the folder of the article in `data/raw/`", pattern=SLUG)
LOW = Column("low", "integer", "least number the wording allows; blank where the rule set gives none", required=False)
HIGH = Column("high", "integer", "greatest number the wording allows; blank where it is open", required=False)
SOURCE_NAME = Column("source_name", "text", "its plainest name")
SOURCE_TYPE = Column("source_type", "code", "what kind of source it is", SOURCE_TYPES)


def _keep(sheet: Sheet, *names: str) -> tuple[Column, ...]:
    return tuple(sheet.column(name) for name in names)


CLAIMS = Sheet("claims", "one claim: one figure stated by one source", "claim_id", (
    *_keep(RAW_CLAIMS, "claim_id"), ARTICLE, *PLACE, *_keep(RAW_CLAIMS, "quantity_text"), LOW, HIGH,
    *_keep(RAW_CLAIMS, "qualifier", "outcome", "outcome_text", "outcome_explicit", "victims", "victim_side", "victim_group",
           "perpetrator_side", "attribution_text", "source_id"),
    SOURCE_NAME, SOURCE_TYPE,
    *_keep(RAW_CLAIMS, "mode", "date_start", "date_end", "date_precision", "scope", "part_of", "besides", "incident_id"),
    Column("incident_title", "text", "plain words: what and where"),
    Column("measure_id", "text", "exactly what is counted: incident, victims, outcome and dates in one key"),
    Column("link", "text", "address of the words in the article"),
    NOTE,
))

# as the ledger builds them, before `measures` names what each counts
UNNAMED_CLAIMS = replace(CLAIMS, columns=tuple(column for column in CLAIMS.columns if column.name != "measure_id"))

SOURCES = Sheet("sources", "one source, with how often it speaks and how often with a toll", "source_id", (
    *_keep(RAW_SOURCES, "source_id"), ARTICLE, *_keep(RAW_SOURCES, "name", "source_type", "aliases", "own_side"),
    Column("statements", "integer", "places where the article names it as speaking"),
    Column("statements_with_toll", "integer", "those of them that carry at least one claim about people"),
    Column("claims", "integer", "claims about people"),
    Column("materiel_claims", "integer", "claims of lost materiel"),
    *_keep(RAW_SOURCES, "note"),
))

INCIDENTS = Sheet("incidents", "one event, with how many claims and voices it has", "incident_id", (
    *_keep(RAW_INCIDENTS, "incident_id"), ARTICLE,
    *_keep(RAW_INCIDENTS, "title", "date_start", "date_end", "place", "part_of", "may_overlap"),
    Column("claims", "integer", "claims about people, break-downs included"),
    Column("materiel_claims", "integer", "claims of lost materiel"),
    Column("sources", "integer", "sources that state a human toll of it"),
    NOTE,
))

SILENCE_STATES = {
    "toll": "states at least one human toll",
    "speaks_without_toll": "is named as speaking of the incident, and states no human toll",
    "silent": "is not named as speaking of it",
}
SILENCE = Sheet("silence", "one incident seen by one source type", "", (
    ARTICLE, *_keep(RAW_INCIDENTS, "incident_id"), SOURCE_TYPE,
    Column("statements", "integer", "places where a source of this type is named as speaking of the incident"),
    Column("claims", "integer", "claims about people by sources of this type"),
    Column("state", "code", "what the type does", SILENCE_STATES),
))

COVERAGE_KINDS = {"claim": "a claim", "other_number": "a number or word that is no toll"}
COVERAGE = Sheet("coverage", "one section of the article and one way its figures are accounted for", "", (
    ARTICLE, *_keep(RAW_CLAIMS, "section"),
    Column("kind", "code", "claim or other number", COVERAGE_KINDS),
    Column("code", "text", "the outcome of the claims, or the reason why the others are no toll"),
    Column("rows", "integer", "how many"),
))

VERDICTS = {
    "comparable": "both count the same people: same incident, victims, outcome and days",
    "contained": "`claim_a` counts a part of what `claim_b` counts",
    "not_comparable": "neither: what holds for one says nothing of the other",
}
STANDS = {
    "same": "the same",
    "inside": "that of `claim_a` lies within that of `claim_b`",
    "around": "that of `claim_b` lies within that of `claim_a`",
    "overlap": "they share some, or may",
    "apart": "they share nothing",
}
SAME_SOURCE = {
    "yes": "one source states both",
    "no": "two sources do",
    "not_stated": "two reports without a named source, told in two sentences",
}
FINDINGS = {
    "agree": "one figure, with one reading, stated by both of the same people",
    "compatible": "both can be true",
    "contradict": "both cannot be true, if they count what they are read to count",
}
EXPLAINS = {
    "no": "nothing of the difference",
    "may": "some of the difference or all of it; how much is not stated",
}
INTERESTS = {
    "own_losses": "the source counts the losses of its own side",
    "enemy_losses": "the source counts the losses of an armed side that is not its own",
    "civilians_by_enemy": "the source counts civilians hurt by a side that is not its own",
    "civilians_by_own_side": "the source counts civilians hurt by its own side",
    "people_by_enemy": "the source counts people of no one stated side, hurt by a side that is not its own",
    "not_stated": "the source is not named, or has a side and whose losses it counts, or who hurt them, is not stated",
    "no_stake": "the source is named and belongs to no side",
}

COMPARISONS = Sheet("comparisons", "one pair of claims that a reader might compare, with the verdict and the reason", "pair_id", (
    Column("pair_id", "text", "the two claims: `claim_a`/`claim_b`", pattern=f"{CLAIM_ID}/{CLAIM_ID}", unique=True),
    ARTICLE,
    Column("claim_a", "text", "a contained pair: the part; else the claim that states the greater number", pattern=CLAIM_ID),
    Column("claim_b", "text", "the other claim", pattern=CLAIM_ID),
    Column("incident_id", "text", "the incident of `claim_a`", pattern=SLUG),
    Column("other_incident_id", "text", "the incident of `claim_b`, where it is another", pattern=SLUG, required=False),
    Column("same_source", "code", "whether one source states both", SAME_SOURCE),
    Column("verdict", "code", "whether the two can be compared", VERDICTS),
    Column("incidents", "code", "how the incidents stand to each other", STANDS),
    Column("days", "code", "how the days counted stand to each other", STANDS),
    Column("victims", "code", "how those counted stand to each other", STANDS),
    Column("outcomes", "code", "how the outcomes stand to each other", STANDS),
    Column("reason", "text", "the verdict in words"),
    Column("bounds", "code", "how the bounds stand to each other; blank where they are not compared", STANDS, required=False),
    Column("stated_a", "integer", "the number that `claim_a` states, without its qualifier; blank where it states none", required=False),
    Column("stated_b", "integer", "the number that `claim_b` states, without its qualifier; blank where it states none", required=False),
    Column("difference_low", "signed", "least difference a - b that the bounds allow; blank where it is open", required=False),
    Column("difference_high", "signed", "greatest difference a - b that the bounds allow; blank where it is open", required=False),
    Column("ratio_stated", "decimal", "`stated_a` divided by `stated_b`, rounded to four decimals", required=False),
    Column("ratio_low", "decimal", "least ratio a / b that the bounds allow, rounded down to four decimals", required=False),
    Column("ratio_high", "decimal", "greatest ratio a / b that the bounds allow, rounded up to four decimals; blank where it is open",
           required=False),
    Column("finding", "code", "whether both can be true; blank where they are not compared", FINDINGS, required=False),
    Column("dates_explain", "code", "how much of the difference other days can explain", EXPLAINS, required=False),
    Column("definition_explains", "code", "how much of the difference other victims, outcomes or places can explain", EXPLAINS,
           required=False),
    Column("wording_explains", "code", "how much of the difference open, vague and approximate wording can explain", EXPLAINS,
           required=False),
    Column("contested", "integer", "the least number of people over which the two differ whatever days, definition and wording allow",
           required=False),
    Column("interest_a", "code", "what the source of `claim_a` has at stake", INTERESTS),
    Column("interest_b", "code", "what the source of `claim_b` has at stake", INTERESTS),
    Column("rests_on", "text", "what the verdict takes as given that the article does not state outright", required=False),
    Column("sentence", "text", "the pair in a sentence that can be cited"),
))

CONFLICT_KINDS = {
    "contradiction": "claims that cannot all be true, and would be without any one of them",
    "near_miss": "claims that can all be true only because one figure is open above",
}
CONFLICT = "one smallest set of claims that cannot all be true, or that can only because a figure is open"
CONTRADICTIONS = Sheet("contradictions", CONFLICT, "conflict_id", (
    Column("conflict_id", "text", "the claims, joined by +; for a near miss the open one stands first and is followed by ^",
           pattern=rf"{CLAIM_ID}\^?(\+{CLAIM_ID})+", unique=True),
    ARTICLE,
    Column("kind", "code", "contradiction or near miss", CONFLICT_KINDS),
    Column("claims", "codes", "the claims, separated by semicolons", pattern=f"{CLAIM_ID}(; {CLAIM_ID})*"),
    Column("sources", "codes", "who states them, separated by semicolons"),
    Column("incidents", "codes", "the incidents they count, separated by semicolons"),
    Column("apart_by", "integer", "contradiction: by how many people the figures miss one another, at the least", required=False),
    Column("open_claim", "text", "near miss: the claim whose open end lets all be true", pattern=CLAIM_ID, required=False),
    Column("least_value", "integer", "near miss: the least number it must stand for if all are true", required=False),
    Column("rests_on", "text", "what this takes as given that the article does not state outright", required=False),
    Column("sentence", "text", "the finding in words, with its arithmetic"),
))

RULES = {
    "all_together": "every chosen claim holds; where they contradict one another there is no number",
    "lowest": "of rival figures for one event the lowest is kept",
    "highest": "of rival figures for one event the highest is kept",
    "latest": "of rival figures for one event the one with the latest last day is kept",
    "source_order": "of rival figures for one event those of the source type named first are kept; where it states none, all are",
    "range": "every way of keeping one figure for each event is tried: the least and the greatest total over all of them",
    "giving_up": "every chosen claim holds but those given up, without which the others do not contradict one another",
}
TOLL_STATES = {
    "consistent": "the claims can all be true, and bound the total",
    "contradiction": "the claims cannot all be true: there is no number, and `conflicts` says why",
    "no_claim": "no chosen claim counts such people",
}
ANY = "any"
TOLLS = Sheet("tolls", "one total: the bounds that a selection of claims allows, under a named rule", "toll_id", (
    Column("toll_id", "text", "selection, rule and rule set in one key", unique=True),
    ARTICLE,
    Column("voices", "codes", f"source types whose claims are used, separated by semicolons; `{ANY}` for all",
           pattern=r"[a-z_]+(; [a-z_]+)*"),
    Column("outcome", "code", "what is counted", OUTCOMES),
    Column("victim_side", "code", f"whose losses are counted; `{ANY}` for all", {ANY: "every side, and no side stated"} | SIDES),
    Column("date_from", "date", "first day counted; blank for no limit", required=False),
    Column("date_to", "date", "last day counted; blank for no limit", required=False),
    Column("single_sourced", "yes_no", "no: claims that no other source counts the people of are left out"),
    Column("implied", "yes_no", "no: deaths that the article implies and does not state are left out"),
    Column("rule", "code", "how rival claims are reconciled", RULES),
    Column("first_source_type", "code", "for the rule `source_order`: whose figures go first", SOURCE_TYPES, required=False),
    Column("given_up", "codes", "for the rule `giving_up`: the claims left out, separated by semicolons",
           pattern=f"{CLAIM_ID}(; {CLAIM_ID})*", required=False),
    Column("rule_set", "text", "how vague words become bounds"),
    Column("state", "code", "whether the claims allow a number", TOLL_STATES),
    Column("low", "integer", "least total that the claims allow; blank where there is no number", required=False),
    Column("high", "integer", "greatest number of people that these claims can be of; blank where it is open or there is no number",
           required=False),
    Column("claims", "integer", "claims that bear on the total"),
    Column("open_claims", "integer", "those of them without an upper limit"),
    Column("low_held_by", "text", "claims without which the least total is lower, and by how many, the most first", required=False),
    Column("high_held_by", "text", "claims without which the greatest total is another, and by how many, the most first", required=False),
    Column("conflicts", "text", "the contradictions among the claims, by their ids", required=False),
    Column("sentence", "text", "the total in a sentence that can be cited"),
))

PLACES = Sheet("places", "one sentence of the article: which tolls stand in it and who speaks", "", (
    ARTICLE,
    Column("position", "integer", "number of the sentence in the article, from 1"),
    *_keep(RAW_CLAIMS, "section", "paragraph", "sentence"),
    Column("claims", "integer", "claims about people in it"),
    Column("materiel_claims", "integer", "claims of lost materiel in it"),
    Column("toll_source_types", "codes", "source types that state a toll of people in it, separated by semicolons",
           pattern=r"[a-z_]+(; [a-z_]+)*", required=False),
    Column("speaking_source_types", "codes", "source types named as speaking in it, separated by semicolons",
           pattern=r"[a-z_]+(; [a-z_]+)*", required=False),
    Column("other_numbers", "integer", "numbers and words of loss in it that are no toll"),
))

TABLES = (CLAIMS, SOURCES, INCIDENTS, SILENCE, COVERAGE, PLACES, COMPARISONS, CONTRADICTIONS, TOLLS)

CONFIDENCES = {
    "both": "the grammar and the parser both read this figure",
    "grammar": "the grammar alone",
    "parser": "the parser alone",
}
NOT_TAKEN = {
    "negated": "the sentence says that it did not happen, or that it is not known",
    "hypothetical": "the sentence speaks of what may be, was planned or was threatened",
    "denied": "the source denies it",
    "unread": "its wording cannot be read as a number",
    "no_outcome": "people or vehicles are counted, and no rule found what happened to them",
    "apparatus": "it stands in a section of notes, references or links",
    "unknown": "what it counts is not known to the lexicon, or it counts nothing",
}
CANDIDATE_ID = r"C-\d{4,}"
DOC = Column("doc", "text", "the file it was read from: its path as it was named, or under the folder as that was named")
SPAN = (
    Column("char_start", "integer", "where the words begin in the file decoded as UTF-8, in characters from 0"),
    Column("char_end", "integer", "where they end: the first character after them"),
)
SENTENCE_TEXT = Column("sentence_text", "text", "the sentence, mark-up and mojibake mended, on one line")


def _maybe(sheet: Sheet, *names: str) -> tuple[Column, ...]:
    return tuple(replace(column, required=False) for column in _keep(sheet, *names))


# What is read by machine and judged by nobody is no table of a ledger.
CANDIDATES = Sheet("candidates", "one figure that the extractor read as a claim and that nobody has judged yet", "", (
    Column("candidate", "text", "number of the candidate in its file", pattern=CANDIDATE_ID),
    DOC, *SPAN, *PLACE[:3], SENTENCE_TEXT,
    replace(PLACE[3], meaning="the shortest span that holds quantity and victims, mark-up and mojibake mended, at most 12 words"),
    *_keep(RAW_CLAIMS, "quantity_text"), LOW, HIGH, *_keep(RAW_CLAIMS, "qualifier", "outcome"),
    *_maybe(RAW_CLAIMS, "outcome_text"), *_keep(RAW_CLAIMS, "outcome_explicit"), *_maybe(RAW_CLAIMS, "victims"),
    *_keep(RAW_CLAIMS, "victim_side", "victim_group", "attribution_text"), replace(SOURCE_TYPE, codes=SOURCE_TYPES | PARTY_SOURCES),
    *_keep(RAW_CLAIMS, "mode", "date_start"),
    replace(RAW_CLAIMS.column("date_end"), meaning="last day the figure covers; blank where the text gives none", required=False),
    *_keep(RAW_CLAIMS, "date_precision", "scope"),
    Column("part_of", "text", "for a break-down: the candidate of the same file it is a part of", pattern=CANDIDATE_ID, required=False),
    Column("rule_id", "text", "the rule that found it"),
    Column("explanation", "text", "what that rule looks for"),
    Column("confidence", "code", "which of the two readers read this figure", CONFIDENCES),
))

LEFTOVERS = Sheet("leftovers", "one number that the extractor read as no claim", "", (
    DOC, *SPAN, *PLACE[:3], SENTENCE_TEXT,
    Column("words", "text", "the number as worded"),
    Column("reason", "code", "why it is no claim", REASONS | NOT_TAKEN),
    Column("why", "text", "the same in words"),
))


DECISIONS = {
    "accept": "the claim stands as it was read",
    "change": "it stands with the columns named in `changed` as the reviewer has them",
    "reject": "it is no claim",
    "open": "nobody has decided yet",
}
REVIEW = Sheet("review", "one claim as read out of the text, with what a reviewer decided about it", "candidate", (
    Column("candidate", "text", "number of the reading it was last seen in; it changes with the text", pattern=CANDIDATE_ID, unique=True),
    Column("decision", "code", "what the reviewer decided", DECISIONS),
    *PLACE,
    Column("sentence_hash", "text", "first 12 digits of the SHA-256 of its sentence, by which it is known again wherever that stands",
           pattern=r"[0-9a-f]{12}"),
    *_maybe(RAW_CLAIMS, "quantity_text"), *_keep(RAW_CLAIMS, "qualifier", "outcome"), *_maybe(RAW_CLAIMS, "outcome_text"),
    *_keep(RAW_CLAIMS, "outcome_explicit"), *_maybe(RAW_CLAIMS, "victims"), *_keep(RAW_CLAIMS, "victim_side"),
    *_maybe(RAW_CLAIMS, "victim_group", "perpetrator_side", "attribution_text", "source_id"),
    SOURCE_TYPE, *_keep(RAW_CLAIMS, "mode"), *_maybe(RAW_CLAIMS, "date_start", "date_end"), *_keep(RAW_CLAIMS, "date_precision", "scope"),
    Column("part_of", "text", "for a break-down: the candidate it is a part of", pattern=CANDIDATE_ID, required=False),
    *_maybe(RAW_CLAIMS, "incident_id"),
    Column("changed", "text", "columns that the reviewer has otherwise than they were read, separated by semicolons", required=False),
    Column("read_now", "text", "what a later reading has otherwise than what was decided, as column: value; `not found` where it no longer "
           "finds these words", required=False),
    *_maybe(CANDIDATES, "rule_id", "confidence"),
    NOTE,
))


def raw_schema(sheet: Sheet) -> pa.DataFrameSchema:
    """Build the check of a raw sheet: every cell is text, and each must be what its column allows."""
    return pa.DataFrameSchema({column.name: _raw_column(column) for column in sheet.columns}, strict=True, ordered=False)


def _raw_column(column: Column) -> pa.Column:
    """Turn a column's definition into checks on its text; blanks pass where the column is not required."""
    pattern = _pattern(column)
    checks = [pa.Check(lambda cells: cells.str.fullmatch(pattern), name="form", element_wise=False)]
    if column.codes:
        known = set(column.codes) | (set() if column.required else {""})
        checks = [pa.Check(lambda cells: cells.isin(known), name="code", element_wise=False)]
    if column.unique:
        checks.append(pa.Check(lambda cells: ~cells.duplicated(), name="unique", element_wise=False))
    return pa.Column(str, checks, nullable=False)


def typed(table: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Give each column of a table of text the type its definition says; a blank becomes missing."""
    types = {"integer": "Int64", "signed": "Int64", "decimal": "Float64"}
    blank = table.replace("", pd.NA)
    return blank.astype({column.name: types.get(column.kind, "str") for column in sheet.columns})


def _pattern(column: Column) -> str:
    forms = {"integer": r"\d+", "signed": r"-?\d+", "decimal": r"\d+(\.\d+)?", "date": DATE, "yes_no": "yes|no",
             "codes": rf"{SLUG}(; ?{SLUG})*"}
    pattern = column.pattern or forms.get(column.kind, r"\S[\s\S]*")
    return pattern if column.required else rf"(?:{pattern})?"
