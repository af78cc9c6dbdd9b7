"""A sentence read: the rules applied to its lines, each match bound to its people, and break-downs tied to their wholes."""

from __future__ import annotations

import re

from tollbook.extract import idioms, meaning
from tollbook.extract.chunks import Sentence
from tollbook.extract.closed import is_verb_like
from tollbook.extract.folding import fold
from tollbook.extract.lines import Line
from tollbook.extract.rules import RULES, Found, Reading, Rule

BEFORE_PEOPLE = ("object", "cost", "price", "noun-of", "lost")  # rules whose people come after the verb and may begin a clause of their own
OPENING_ASIDE = re.compile(r",[^,]{1,8},")  # after a list: ", in a panic,"
PASSIVE = re.compile(r"B[wn]?$")  # in front of "killed" it makes what follows no object
AT_LEAST = ("at least", "no fewer than", "no less than", "not fewer than")  # which govern the numbers after them in a list
PLAIN_NUMBER = re.compile(r"[\d,]+|[a-z-]+(?: others?| more)?")  # that can share the "at least" of the number before


def read(sentence: Sentence) -> Reading:
    """Find the losses of a sentence, in its order."""
    folding = fold(sentence)
    reading = Reading(sentence, folding.parts, folding.said)
    for line in folding.lines:
        for rule in RULES:
            _apply(reading, rule, line)
        for take in idioms.IN_LINE:
            take(reading, line)
    _carry_at_least(reading)
    for take_rest in idioms.IN_SENTENCE:
        take_rest(reading)
    _tie_parts(reading)
    reading.found.sort(key=lambda found: found.at)
    return reading


# rules and their people


def _apply(reading: Reading, rule: Rule, line: Line) -> None:
    """Bind each match of a rule; where one gives nothing, the next may begin within it."""
    position = 0
    while match := rule.pattern.search(line.letters, position):
        position = match.end("who") if _bind(reading, rule.name, match, line) else match.start() + 1


def _bind(reading: Reading, rule: str, match: re.Match, line: Line) -> bool:
    """Give the people of a match what befell them, unless the sentence says it did not, or they are not of a kind to suffer it."""
    verbs = [line.places[k] for k in range(*match.span("verb")) if line.letters[k] not in ",&"]
    who = [line.places[k] for k in _members(rule, match, line) if line.places[k] not in reading.taken]
    if not who or verbs[0] in reading.used or not _is_sound(rule, match, line):
        return False
    outcome, explicit = _outcome(rule, match, line, verbs)
    fates = {n: fate for n in who if (fate := meaning.befalls(reading.sentence, n, outcome, rule, verbs[0])) is not None}
    reason = meaning.no_event(line, match)
    if reason:
        reading.refused.update(dict.fromkeys(fates, reason))
    if reason or not fates:
        return False
    agent, owner = meaning.agent(reading, line, rule, match), _owner(reading, line, rule, match)
    is_possible = any(_says_possibly(reading.sentence, n) for n in (verbs[0], who[0]))
    for n, fate in fates.items():
        reading.take(n, fate, explicit, rule, verbs[0], also=verbs[1:], agent=agent, owner=owner, is_possible=is_possible)
    reading.used.update(verbs)
    return True


def _is_sound(rule: str, match: re.Match, line: Line) -> bool:
    """Tell whether a match is what its rule means, by the letters and words around it."""
    letters, (start, end) = line.letters, match.span("verb")
    if rule == "object":
        is_passive = letters[start] == "k" and PASSIVE.search(letters, 0, start)
        return not is_passive and not (letters[start] in "kT" and line.letter(start - 1) == "D")
    if rule == "lost":
        return letters[start] != "t" or line.chunk(start).entry.part == "base lost"
    if rule == "state":
        is_kill = line.chunk(start).entry.outcome in meaning.KILLS
        return is_kill or letters[start] != "k" or line.letter(end) != "w"
    return rule != "toll" or meaning.is_toll(line, match)


def _outcome(rule: str, match: re.Match, line: Line, verbs: list[int]) -> tuple[str, str]:
    """Tell the outcome of a match, and whether it is explicit; "the number of soldiers killed rose to" has it after its noun."""
    outcome, explicit = meaning.outcome_of(line, verbs)
    if rule == "toll" and match["inside"].startswith("o") and "k" in match["inside"]:
        outcome = line.chunk(match.start("inside") + match["inside"].index("k")).entry.outcome
    return outcome, explicit


def _owner(reading: Reading, line: Line, rule: str, match: re.Match) -> int | None:
    """Find whose loss it is: "cost the militia 22 men", else the subject."""
    if rule not in meaning.OF_SIDE and rule != "noun-of":
        return None
    verb = match.start("verb")
    if rule == "price" and line.letters[verb + 1] in "dpw":
        return line.places[verb + 1 + (line.letters[verb + 1] == "d")]
    return meaning.subject(reading, line, verb)


def _says_possibly(sentence: Sentence, n: int) -> bool:
    before = sentence.chunks[n - 1] if n else None
    return before is not None and before.letter == "A" and sentence.lows[before.first] == "possibly"


# members of a list


def _members(rule: str, match: re.Match, line: Line) -> list[int]:
    """List the members of a match's list of people that its verb speaks of."""
    start, end = match.span("who")
    members = line.among((start, end), "NHUM")
    if rule in BEFORE_PEOPLE and len(members) > 1 and _starts_clause(line, members[-1], end):
        members.pop()
    if rule in ("passive", "subject"):
        members = _without_apposition(line, members, end)
    if len(members) > 1 and line.chunk(members[-1]).is_part and _has_own_verb(line, rule, match, members[-1]):
        members = members[-1:]
    return [k for k in members if not _is_other_someone(line, k, start) and not _is_after_of(line, k)]


def _has_own_verb(line: Line, rule: str, match: re.Match, part: int) -> bool:
    """Tell whether what was read is told of a part alone: "300 fighters, 20 of whom were wounded"."""
    if rule == "state":
        return not match["inside"]
    quantity = line.chunk(part).quantity
    is_of_whom = quantity is not None and line.sentence.lows[quantity[1] - 1] in ("whom", "which")
    return rule in ("passive", "subject") and line.letters[part - 1] == "," and is_of_whom


def _starts_clause(line: Line, member: int, end: int) -> bool:
    """Tell whether the last member of a list is the subject of a clause of its own: "killed 20 men, and five rebels fled"."""
    if line.letter(member - 1) != "&":
        return False
    aside = OPENING_ASIDE.match(line.letters, end)
    verb = aside.end() if aside else end
    letter = line.letter(verb)
    if letter == "k":
        return line.letter(verb + 1) in ("d", "O", "p", "W", "N", "M", "H")
    if letter == "w":
        return is_verb_like(line.low(verb))
    return letter in ("Y", "G", "Q", "B", "V", "E", "e")


def _without_apposition(line: Line, members: list[int], end: int) -> list[int]:
    """Leave out what is said of the one before ("one, a woman of 24, was seized") and what somebody was or became ("a barber")."""
    is_pair = len(members) == 2 and line.letters[members[0] + 1:members[1]] == ","
    if is_pair and line.letter(end) in (",", "o") and not line.chunk(members[1]).is_part:
        members = members[:1]
    return [k for k in members if line.letter(k - 1) != "B"]


def _is_other_someone(line: Line, k: int, start: int) -> bool:
    """Tell whether one person is no subject or object: led up to by a preposition, or said of the one before."""
    before = line.letter(k - 1)
    return "someone" in line.chunk(k).notes and (before in ("i", "o", "b", "z", "B") or before == "," and k > start)


def _is_after_of(line: Line, k: int) -> bool:
    """Tell whether "of" leads up to a number: "Of the 40 passengers, 33 died", where the first is whom the second is of."""
    return line.letter(k - 1) == "o" and line.letter(k - 2) in ("", ",", "&", ";", "X")


# what numbers lend to each other


def _carry_at_least(reading: Reading) -> None:
    """Let "at least" govern the numbers that follow in the same list: "at least 13 soldiers and five rebels"."""
    by_place = {found.at: found for found in reading.found}
    last: Found | None = None
    for n, chunk in enumerate(reading.sentence.chunks):
        if chunk.letter in "X;":
            last = None
        if chunk.letter not in "NHUMC" or not chunk.quantity:
            continue
        text, found = reading.sentence.cut(*chunk.quantity).lower(), by_place.get(n)
        if n in reading.all_parts and not text.startswith("at least"):
            continue
        if text.startswith(AT_LEAST):
            last = found
        elif last is not None and found is not None and _shares_bound(reading, last, found, text):
            found.carried = " ".join(reading.sentence.cut(*last.chunk.quantity).split()[:-1])
        else:
            last = None


def _shares_bound(reading: Reading, last: Found, found: Found, text: str) -> bool:
    """Tell whether a plain number has the same verb as the one before it in a list."""
    return (found.outcome == last.outcome and found.verb == last.verb and "one" not in found.chunk.notes
            and PLAIN_NUMBER.fullmatch(text) is not None and _is_one_list(reading, last.at, found.at))


def _is_one_list(reading: Reading, first: int, last: int) -> bool:
    """Tell whether nothing but commas, "and" and break-downs stands between two members of a list."""
    between = [(n, reading.sentence.chunks[n].letter) for n in range(first + 1, last)]
    return (all(letter in ",&A~\"'(I);LCNHUMiod" or n in reading.all_parts for n, letter in between)
            and any(letter in "&," for _, letter in between))


def _tie_parts(reading: Reading) -> None:
    """Tie break-downs to their wholes; a part that has no verb of its own has its whole's."""
    by_place = {found.at: found for found in reading.found}
    for at, parts in sorted(reading.parts, key=lambda part: part.whole):
        whole = by_place.get(at)
        for n in parts if whole is not None else ():
            own = by_place.get(n)
            is_alike = (reading.sentence.chunks[n].letter == "M") == (whole.chunk.letter == "M")
            if own is not None and own.outcome in whole.outcome:
                own.whole = whole
            elif own is None and n not in reading.taken and is_alike:
                by_place[n] = reading.take(n, whole.outcome, whole.explicit, "part", whole.verb, whole=whole, agent=whole.agent,
                                           owner=whole.owner)
