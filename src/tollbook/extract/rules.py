"""The grammar: which counted people or vehicles were lost, and by which rule.

A rule is a regular expression over the letters of a sentence's chunks (`chunks`), with a name and one line that explains it to the person
who reviews what it found. Rules are tried in this order; a number that one rule has taken is not taken again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from tollbook.extract import tokens
from tollbook.extract.chunks import Chunk, Sentence

ONE = "(?:[NUMCO]|Hp?)"  # one counted thing
LIST = rf"{ONE}(?:(?:,&?|&){ONE})*"  # "six soldiers, four rebels and a child"
# Between people and their verb: what a preposition leads up to, what stands between commas, a clause with "who", a participle. Possessive
# and counted, so that no text can make the search run wild.
INSIDE = (r"(?:o[dWwpOLxMNHU&oz-]{0,9}+|[ib][dWwpOLx&oz-]{0,9}+|,[^,;:NHUkTVYX]{1,12}+,|,?R[^,;NHUkTVYX]{0,12}?,?|w[iodwWOMzLx]{0,8}+|"
          r"\([^)]*\)){0,4}?,?")
BE = r"[QGn]*B+n?(?:Y(?:zG?B+)?)?[Bw]?(?:(?<=w)&|,?w,?&)?"  # "were", "had been", "were said to have been", "were ambushed and"
LOST = r"[kS](?:(?:,?&|,)[kS])*+"  # "killed", "killed or wounded"
ASIDE = r"(?:,[^,;:NHUkTVX]{1,10},|,?@[^,;NHUkTVX]{1,8},)?"  # ", in the next days,", ", according to the ministry,"
ON_THE_WAY = r"(?:[iob][dWwpOLxMNU&oz-]{0,6}|,?&d?w{0,2}o?p)?"  # "of the garrison", "and several of their guards"
UP_TO_TOLL = r"[^;XNHUkTVEKL]{0,7}iHz|[^;XNHUkTVEKL]{0,9}?|o[dpw]{1,3}k[wBGY]{0,3}[zi]"  # "had risen to", "rose from 12 to", ...
INHERITED = "inherited"  # the outcome of the claim before
# Before "to" and a plain form these tell what was done, where other verbs tell what was meant or threatened.
FACTIVE = tokens.words("managed able went claimed claims claim claiming reported said continued proceeded helped succeeded boasted alleged "
                       "announced believed thought known confirmed led has had")


@dataclass(frozen=True)
class Rule:
    """One way in which English says that somebody was lost: a pattern with the groups `who` and `verb`, and what it means."""

    name: str
    pattern: re.Pattern
    explanation: str


def _rule(name: str, pattern: str, explanation: str) -> Rule:
    return Rule(name, re.compile(pattern), explanation)


RULES = (
    _rule("object", rf"(?P<verb>[kTt](?:&[kTt])*){ASIDE}(?P<who>{LIST})", "the number is the object of a verb of loss"),
    _rule("cost", rf"(?P<verb>c){ASIDE}(?P<who>{LIST})", "the number follows words for the price of something"),
    _rule("noun-of", rf"(?P<verb>D)d?(?P<who>{LIST})", "the number follows a noun of loss: \"the death of\", \"bodies of\""),
    _rule("price", rf"(?P<verb>f)(?:d?[pw]{{1,2}})?(?P<who>{LIST})", "the number is what something cost a side"),
    _rule("lost", rf"(?P<verb>l|t){ASIDE}(?P<who>{LIST})", "the number is what a side lost"),
    _rule("passive", rf"(?P<who>{LIST})(?P<inside>(?:,?&w)?{INSIDE})(?P<aux>{BE})(?P<verb>{LOST}|l(?![NHUMCOdpW]))",
          "the number is the subject of a passive of loss"),
    _rule("subject", rf"(?P<who>{LIST})(?P<inside>{INSIDE})(?P<aux>[GQn]*(?:B+Y?zG?)?)(?P<verb>[VE])",
          "the number is the subject of a verb of loss"),
    _rule("bomber", rf"(?P<who>{LIST})(?P<inside>{INSIDE})(?P<aux>[GQn]*)(?P<verb>e)", "a suicide bomber set off a bomb"),
    _rule("state", rf"(?P<who>{LIST})(?P<inside>{ON_THE_WAY})(?P<verb>{LOST})(?=[iobz,;&).:XRcGI@w]|$)",
          "a word of loss stands after the number"),
    _rule("toll", rf"(?P<verb>[KL])(?P<inside>{UP_TO_TOLL})(?P<who>[HN]|M(?:(?:,&?|&)M)*)", "the number is what a toll stands at"),
)
EXPLANATIONS = {rule.name: rule.explanation for rule in RULES} | {
    "among": "people are said to be among the dead",
    "shared": "the number is the share of another side in a count",
    "claimed": "a source claims a number and leaves out what is said of the one before",
    "tally": "a recorder counts a number of the dead spoken of",
    "part": "the number is a part of another one: \"including\", \"of them\", in brackets",
    "counted": "a noun of loss is counted: \"10 rebel deaths\"",
    "attack": "an attack that its doer does not survive",
    "no-number": "a loss without a number",
    "named": "a person named is the subject of a verb of dying",
    "adjective": "an adjective of loss stands before the noun: \"3 disabled tanks\"",
}


class BreakDown(NamedTuple):
    """A number and those that are parts of it, as chunks; -1 for a whole that stands in the sentence before."""

    whole: int
    parts: list[int]


@dataclass(eq=False)
class Found:
    """One loss that a rule found: who (a chunk), what happened, and the chunks that say so, by their numbers in the sentence."""

    chunk: Chunk
    at: int
    outcome: str
    explicit: str
    rule: str
    verb: int
    whole: Found | None = None
    is_possible: bool = False
    carried: str = ""  # "at least", where it governs this number from before
    agent: int | None = None
    owner: int | None = None
    is_unnumbered: bool = False
    also: list[int] = field(default_factory=list)


@dataclass
class Reading:
    """What the rules find in one sentence: `refused` says of a chunk why its number is no toll."""

    sentence: Sentence
    parts: list[BreakDown]
    said: dict[int, str]  # part: the outcome its own "among those killed" gives
    found: list[Found] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)  # verbs that have their people
    all_parts: frozenset[int] = field(init=False)

    def __post_init__(self):
        self.all_parts = frozenset(part for _, parts in self.parts for part in parts)

    def take(self, at: int, outcome: str, explicit: str, rule: str, verb: int, **more) -> Found:
        """Take a chunk as lost, so that no other rule takes it; `more` are further fields of `Found`."""
        found = Found(self.sentence.chunks[at], at, outcome, explicit, rule, verb, **more)
        self.taken.add(at)
        self.found.append(found)
        return found

    def open_parts(self) -> list[int]:
        """List the parts of a whole that stands in the sentence before: "This included 22 soldiers"."""
        return [n for whole, parts in self.parts if whole < 0 for n in parts if n not in self.taken]
