"""A sentence folded: its asides and break-downs taken out, so that the rules see the numbers that stand in its clauses.

"90 officers (one general, 11 colonels), including 40 from the coast, were killed" becomes "90 officers were killed", and the break-downs
are kept with their whole. What stands in brackets and breaks nothing down is a line of its own, after the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from tollbook.extract.chunks import Sentence
from tollbook.extract.closed import is_verb_like
from tollbook.extract.lines import SILENT, Line
from tollbook.extract.rules import LIST, BreakDown
from tollbook.extract.tokens import words

AGE = re.compile(",w[HO],")  # ", aged 80,"
AGE_OF_NAME = re.compile("(?<=[WNp]),H(?=[,.]|$)")
NOTHING = re.compile(",,")  # ", reportedly,": an adverb has no letter
SOURCE = re.compile(r",(?:@[^,;XkTVYc]{1,12}|d?[pNW](?:[io]d?[pNWw]{1,2})?Y(?:[pw]|[io][dwWpO]{1,3}){0,3}),")  # ", the ministry said,"
ASIDES = (AGE, NOTHING, SOURCE)
COMMA_PAIR = re.compile(r",[^,]*,")  # anything between commas
ALSO_PASSIVE = words("found counted put placed listed reported recorded registered documented confirmed believed broadcast posted "
                     "published")
# "a general said", "according to two officials", ", said a general."
SPEAKER = re.compile(r"(?P<who>[NHU])(?=Y(?![kSz]))|@d?(?P<other>[NHU])|,Yd?(?P<after>[NU])(?=[,.;)]|$)")
IN_BRACKETS = re.compile(rf"(?=[NHUI])I?{LIST}w?(?:;I?{LIST})?")  # "(one general, 11 colonels)"
BREAKDOWN = re.compile(rf",?-?i?(?P<sign>[I:-])(?:[kSRzwoidWVOGp]{{0,9}}B)?d?(?P<parts>{LIST})")  # ", including 22 soldiers and a child"
SENTENCE_START = re.compile(r"[dwpLkS&CKiIGB]{0,5}")  # "This included": the whole stands in the sentence before
COUNT_BEFORE = re.compile(r"[NHUC][^;X]{0,9}$")  # "12 were killed:"
MEMBER_VERB = re.compile(r"[GQ]*B|[VEk]")  # of the last member of a list, which begins a new clause: "and two were wounded"
OWN_VERB = re.compile(r"[GQ]?B?(?:[kVS]|d?p)")  # of a part: ", of whom 13 fell"
COPULA = re.compile(r"H[Bi](?=d?p)")  # "41 were civilians", "26 as soldiers"
ELLIPSIS = re.compile(r"(?:^|,)[io][^,]*,?(?:[pw]Y,)?(?:.*(?:,&?|&))?$")  # "Of the dead, the ministry said, 26 were soldiers and"
INCLUDED = re.compile(rf",({LIST})I(?=[,.;)]|$)")  # ", 14 children included"
AMONG = {"dead": "killed", "killed": "killed", "victims": "killed", "fatalities": "killed", "wounded": "wounded", "injured": "wounded",
         "casualties": "casualties"}  # what happened to those among them


@dataclass
class Folding:
    """The lines of a sentence, and its break-downs; `said` has the outcome that "among those killed" gives to parts."""

    sentence: Sentence
    lines: list[Line] = field(default_factory=list)
    parts: list[BreakDown] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)
    all_parts: set[int] = field(default_factory=set)

    def add(self, whole: int, parts: list[int]) -> None:
        """Note a break-down."""
        self.parts.append(BreakDown(whole, parts))
        self.all_parts.update(parts)

    def wholes(self, line: Line, end: int, letters: str) -> list[int]:
        """List the places before `end` whose chunk has one of some letters and is itself no part."""
        return [k for k in line.among((0, end), letters) if line.places[k] not in self.all_parts]


def fold(sentence: Sentence) -> Folding:
    """Take brackets, asides and break-downs out of a sentence."""
    folding = Folding(sentence)
    outer, brackets = _split(sentence)
    folding.lines.append(_fold(folding, _without_speakers(Line.of(sentence, outer))))
    for before, inner in brackets:
        line = _without_speakers(Line.of(sentence, inner))
        if not _is_bracketed_parts(folding, before, line):
            folding.lines.append(_fold(folding, line))
    return folding


def _without_speakers(line: Line) -> Line:
    """Let counted people who speak be people without a number: "two officials said", "according to a doctor"."""
    letters = list(line.letters)
    for match in SPEAKER.finditer(line.letters):
        if match.lastgroup == "who" and line.low(match.end()) in ALSO_PASSIVE:  # "the six militiamen found inside"
            continue
        letters[match.start(match.lastgroup)] = "p"
    return Line(line.sentence, line.places, "".join(letters))


def outcome_among(line: Line, k: int) -> str | None:
    """Tell what happened to those among whom somebody is said to be, from its last word: "among the dead"."""
    return AMONG.get(line.low_last(k))


# brackets


def _split(sentence: Sentence) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Take what stands in brackets out of a sentence; each bracket comes with the chunk before it, -1 where none is."""
    outer: list[int] = []
    inner: list[int] = []
    brackets, depth = [], 0
    for n, chunk in enumerate(sentence.chunks):
        letter = chunk.letter
        if letter == "(":
            depth += 1
            inner = [] if depth == 1 else inner
        elif letter == ")":
            if depth == 1:
                brackets.append((outer[-1] if outer else -1, inner))
            depth = max(depth - 1, 0)
        elif letter not in SILENT:
            (inner if depth else outer).append(n)
    return (outer + inner if depth else outer), brackets  # what follows a bracket that never closes is part of the sentence


def _is_bracketed_parts(folding: Folding, before: int, line: Line) -> bool:
    """Take what stands in brackets after a number as its parts, if it is that: "90 officers (one general, 11 colonels)"."""
    chunks = folding.sentence.chunks
    while before > 0 and chunks[before].letter in "kSV~A":  # "11 shoppers killed (seven women, four men)"
        before -= 1
    if before < 0 or chunks[before].letter not in "NUHC" or not IN_BRACKETS.fullmatch(line.letters):
        return False
    folding.add(before, _numbers(line, (0, len(line.letters))))
    return True


def _numbers(line: Line, span: tuple[int, int]) -> list[int]:
    """List the chunks in a span that are people with a number or a number alone."""
    return [line.places[k] for k in line.among(span, "NHU")]


# asides and break-downs


def _fold(folding: Folding, line: Line) -> Line:
    """Take asides and break-downs out of a line; from its end, so that the places before keep their letters."""
    for pattern in ASIDES:
        for match in reversed(list(pattern.finditer(line.letters))):
            if pattern is not AGE or line.low(match.start() + 1) == "aged":
                line = line.without(*match.span())
    for match in reversed(list(AGE_OF_NAME.finditer(line.letters))):  # "Harl Dorn, 55, was killed"
        comma = match.start()
        name, age = line.chunk(comma - 1), line.chunk(comma + 1)
        if (name.letter in "Wp" or name.is_named) and re.fullmatch(r"\d{1,2}", line.sentence.cut(age.first, age.last)):
            line = line.without(comma, comma + 2)
    for match in reversed(list(BREAKDOWN.finditer(line.letters))):
        line = _break_down(folding, line, match)
    _note_copulas(folding, line)
    _note_included(folding, line)
    _note_own_parts(folding, line)
    return line


def _break_down(folding: Folding, line: Line, match: re.Match) -> Line:
    """Note a break-down, and take it out of its line where its whole stands there too."""
    sign, start = match.start("sign"), match.start()
    end = _parts_end(line, match) if _is_break_down(line, match) else None
    if end is None:
        return line
    first = match.start("parts")
    parts = [line.places[k] for k in line.among((first, end), "NHUCM") if not _is_said_of_name(line, k, first)]
    said = next(chain(_outcomes_between(line, match), filter(None, [outcome_among(line, sign)]), _outcome_of_subject(line, sign)), None)
    if said is not None:
        folding.said.update(dict.fromkeys(parts, said))
    whole = next((line.places[k] for k in reversed(folding.wholes(line, start, "NUHCL"))), -1)
    if line.low_last(sign) in ("whom", "which") and line.letter(end) in ("V", "G", "B", "Q"):
        # "some 150 pensioners, of whom 13 fell": the verb is the part's own
        if whole >= 0 and OWN_VERB.match(line.letters, end):
            folding.add(whole, parts)
        return line
    if whole >= 0:
        folding.add(whole, parts)
        has_comma = line.letter(end) == "," and line.letter(end + 1) not in ("X", "Y", "&", "p", "N", "H", "T")
        return line.without(start, end + has_comma)
    if SENTENCE_START.fullmatch(COMMA_PAIR.sub("", line.letters[:sign])):
        folding.add(-1, parts)
    return line


def _outcomes_between(line: Line, match: re.Match) -> Iterator[str]:
    """List the outcomes said between the sign of a break-down and its parts: "among those who died were"."""
    return (line.chunk(k).entry.outcome for k in line.among((match.end("sign"), match.start("parts")), "kSV"))


def _outcome_of_subject(line: Line, sign: int) -> Iterator[str]:
    """Give the outcome that the subject of "included" tells: "the dead included four nurses"."""
    return (line.chunk(k).entry.outcome for k in line.among((0, sign), "KS") if sign < 4 and line.chunk(k).entry.outcome)


def _is_break_down(line: Line, match: re.Match) -> bool:
    """Tell whether a sign leads up to parts, and not to a clause of its own."""
    sign, (start, end) = match.start("sign"), match.span("parts")
    if line.letters[sign] in ":-" and not _lists_parts(line, match):
        return False
    if start - match.end("sign") > 2 and not line.low(sign).startswith("among"):
        return False
    return not (line.letter(end) == "k" and line.letter(end + 1) in ("N", "H", "U"))


def _lists_parts(line: Line, match: re.Match) -> bool:
    """Tell whether what follows a colon breaks down the number before it: two or more counts that end the sentence."""
    return (match["parts"].count("N") >= 2 and line.letter(match.end()) in ("", ".")
            and COUNT_BEFORE.search(line.letters, 0, match.start("sign")) is not None)


def _parts_end(line: Line, match: re.Match) -> int | None:
    """Find where the parts of a break-down end; None where it has none.

    Vehicles end a list of people's parts, and a last member with a verb of its own begins a new clause.
    """
    letters, (start, end) = line.letters, match.span("parts")
    members = line.among((start, end), "NHUCMO")
    whole = next((letters[k] for k in reversed(line.among((0, match.start()), "NHUCLM"))), "")
    vehicle = next((k for k in members if letters[k] == "M" and whole != "M"), None)
    if vehicle is not None:
        members = members[:members.index(vehicle)]
    elif len(members) > 1:
        last = members[-1]
        has_participle = letters[last] == "H" and line.letter(end) in ("k", "S")
        if has_participle or letters[last - 2:last] == ",&" and MEMBER_VERB.match(letters, end):
            members.pop()
    if not members:
        return None
    return members[-1] + 1 + (letters[members[-1]] == "H" and line.letter(members[-1] + 1) == "p")


def _is_said_of_name(line: Line, k: int, start: int) -> bool:
    """Tell whether a part is only said of the one named before it: "her husband Joris, a carpenter"."""
    return (k - 2 >= start and line.letters[k - 1] == "," and line.letters[k - 2] in "NW" and line.chunk(k - 2).is_named
            and "one" in line.chunk(k).notes and line.letter(k + 1) in ("", ".", ",", "o"))


# parts that stay in their line


def _note_copulas(folding: Folding, line: Line) -> None:
    """Note numbers that are said to be some people of a whole: "41 were civilians", "26 were soldiers and 21 rebels"."""
    for match in COPULA.finditer(line.letters):
        k, person = match.start(), line.chunk(match.end() + (line.letters[match.end()] == "d")).entry
        if line.letters[k + 1] == "i" and line.low(k + 1) != "as":
            continue
        if person is None or person.kind != "people" or person.number != "many" or line.places[k] in folding.all_parts:
            continue
        before = folding.wholes(line, k, "NUHC")
        if before and (line.letters[before[0]] != "H" or before[0] > 2):
            folding.add(line.places[before[-1]], [line.places[k]])
        elif before or k <= 2 or ELLIPSIS.search(line.letters, 0, k):
            folding.add(-1, [line.places[k]])
            dead = before[0] + 1 if before else k  # "of the 18 dead, seven were soldiers", "eleven of those killed were children"
            if outcome := AMONG.get(line.low_last(dead)):
                folding.said[line.places[k]] = outcome


def _note_included(folding: Folding, line: Line) -> None:
    """Note parts that come before their word: "14 children included"."""
    for match in INCLUDED.finditer(line.letters):
        before = folding.wholes(line, match.start(), "NUHC")
        if before:
            folding.add(line.places[before[-1]], _numbers(line, match.span(1)))


def _note_own_parts(folding: Folding, line: Line) -> None:
    """Note numbers whose own words make them parts, "most of them", unless those are of people without a number."""
    for k in range(len(line.letters)):
        if line.letters[k] not in "NHU" or not line.chunk(k).is_part or line.letter(k + 1) == "w" and is_verb_like(line.low(k + 1)):
            continue
        before = line.among((0, k), "NHUCp")
        if before and line.letters[before[-1]] != "p":
            folding.add(line.places[before[-1]], [line.places[k]])
        elif not before and k <= 1:
            folding.add(-1, [line.places[k]])
