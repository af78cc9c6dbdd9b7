"""Losses that are told in another way than by a verb and its people: in an idiom, by a noun of loss, without a number.

They come after the rules, in the order of `IN_LINE`; those of `IN_SENTENCE` come last of all, as they lean on no verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tollbook.extract import tokens
from tollbook.extract.chunks import Chunk
from tollbook.extract.folding import outcome_among
from tollbook.extract.lines import Line
from tollbook.extract.meaning import is_headless, no_event, outcome_of, subject
from tollbook.extract.rules import BE, INHERITED, INSIDE, LIST, LOST, ONE, Reading

CAPTURE = re.compile(rf"(?P<verb>w)(?P<who>{LIST})(?P<noun>p)")  # "taking two drivers hostage"
AMONG_DEAD = re.compile(rf"(?P<who>{LIST})B(?P<verb>I)(?!d?{ONE})")  # "two soldiers and a child were among the dead"
GAPPED = re.compile(rf"(?P<verb>[lkT]){LIST},&?d?(?P<owner>[pWw])(?P<who>H)(?=[,.;&]|$)")  # "lost 11 men, the militia four"
TALLIED = re.compile(r"(?P<verb>Y)(?P<who>[HN])(?=[,.;:&Xio)]|$)")  # "rebels claimed 50"
OF_WHO = re.compile(r"[IR][dpW]{0,3}$")  # before "claimed": the number is a part, or its verb is in a clause with "who"
PAYER = re.compile(r"fd?[pw]$")  # before lives: "cost the militia 22 lives"
SHARED = re.compile(r"(?P<first>[HC])[kS]?id?[pw][^HNUX;]{0,6}?(?:,&?|&)(?P<who>H)(?=id?[pw])")  # "71 among the police and 12 among"
PEOPLE_LOST = re.compile(rf"(?P<who>p)(?P<inside>(?:R|[io][dWwpO&]{{1,6}})?)(?P<aux>{BE})(?P<verb>{LOST})")  # "civilians were killed"
NAMED_LOST = re.compile(rf"(?P<who>[Wp])(?P<inside>{INSIDE})(?P<aux>{BE}(?=k)|[GQn]*(?=V))(?P<verb>[kV])")  # "Kasr Belen was killed"
LIVES_LOST = re.compile(r"\b(?:claim|cost|took|tak|lost|lose|end)")  # around "lives": else they are what somebody lived
UNKNOWN = re.compile(r"\b(?:are|is|were|was) (?:not |un)(?:known|clear|reported|stated|available)")  # after "casualties"
SUFFERING = re.compile(r"suffer|sustain|inflict|caus|result|led to|lead to|leading to|incur|took|tak|there|left|leav|report|amid|heavy|"
                       r"despite|with|after|exact|endur|brought|bring|mount|had|dealt|dealing")  # before "casualties"
BY_NAME = re.compile("suicide|car")  # of a bomber: "suicide attackers", "car bombers"
SET_OFF = re.compile(r"\b(?:detonat|blew|blow|explod|set off|ramm|struck|attack|target|hit|drove)")  # what suicide bombers do
STOPPED = re.compile(r"\b(?:shot|arrest|captur|foil|thwart|intercept|fail|prevent|could|sent|surrender|defus|trained|"
                     r"claim(?:s|ed) to have)")  # what is done to those that do not get there
BOMBER = re.compile("bomber|attacker")  # a sentence that may tell of one
TAKEN = re.compile(r"(?P<verb>w)(?P<who>N)")  # "took 14 prisoners"
CAPTIVE = tokens.words("hostage hostages prisoner prisoners captive captives")
TAKING = tokens.words("took taking take takes taken")
CLAIMING = frozenset(("claimed", "claims", "claim", "claiming", "spoke of", "speaks of", "admitted to", "admits to"))
COUNTING = tokens.words("counts counted recorded records tallied tallies documented listed lists registered logged")
HEAVY = tokens.words("heavy significant severe serious high")
HEAVY_OR_MANY = HEAVY | {"many", "numerous"}
# After "casualties": whose they were, or that there were some; after "losses": those of nobody.
OF_SUFFERER = ("on both", "on each", "among", "within the", "in the ranks", "to the", "were reported", "were inflicted", "were suffered")
OF_LAND = ("of territory", "of ground", "figures", "on the ground")
DIED = ("died", "bled to death", "succumbed", "succumbed to")
BEFALLS_PEOPLE = ("killed", "wounded", "captured", "killed_or_wounded", "missing")


# people in other idioms


def _take_captive(reading: Reading, line: Line) -> None:
    """Take those who were taken prisoner or hostage, with the noun after them: "taking two drivers hostage"."""
    for match in TAKEN.finditer(line.letters):
        chunk = line.chunk(match.start("who"))
        if line.low(match.start("verb")) in TAKING and chunk.entry is not None and chunk.entry.words in CAPTIVE:  # "took 14 prisoners"
            for n in _free(reading, line, match.span("who"), "N"):
                reading.take(n, "captured", "yes", "object", line.places[match.start("verb")],
                             agent=subject(reading, line, match.start("verb")))
    for match in CAPTURE.finditer(line.letters):
        verb = match.start("verb")
        if line.low(verb) in TAKING and line.low(match.start("noun")) in CAPTIVE:
            for n in _free(reading, line, match.span("who"), "NHU"):
                reading.take(n, "captured", "yes", "object", line.places[verb], agent=subject(reading, line, verb))


def _take_among_dead(reading: Reading, line: Line) -> None:
    """Take those said to be among the dead: "two soldiers and a child were among the dead"."""
    for match in AMONG_DEAD.finditer(line.letters):
        outcome = outcome_among(line, match.start("verb"))
        for n in _free(reading, line, match.span("who"), "NU") if outcome else ():
            reading.take(n, outcome, "yes", "among", line.places[match.start("verb")])


def _take_gapped(reading: Reading, line: Line) -> None:
    """Take a number whose verb is that of the clause before: "the regiment lost 11 men, the militia four"."""
    for match in GAPPED.finditer(line.letters):
        verb, owner = line.places[match.start("verb")], line.places[match.start("owner")]
        before = next((found for found in reading.found if found.verb == verb), None)
        for n in _free(reading, line, match.span("who"), "H") if before else ():
            reading.take(n, before.outcome, before.explicit, before.rule, before.verb, owner=owner)


def _free(reading: Reading, line: Line, span: tuple[int, int], letters: str) -> list[int]:
    """List the chunks in a span that have one of some letters and that no rule has taken."""
    return [line.places[k] for k in line.among(span, letters) if line.places[k] not in reading.taken]


# numbers that a source gives


def _take_tallied(reading: Reading, line: Line) -> None:
    """Take a number alone that a source claims or counts: "rebels claimed 50", "the Ledger counts 1,276"."""
    for match in TALLIED.finditer(line.letters):
        n, verb = line.places[match.start("who")], line.places[match.start("verb")]
        words = reading.sentence.chunks[verb].entry.words
        if n in reading.taken or words not in CLAIMING | COUNTING:
            continue
        if match["who"] == "N":
            _take_tallied_people(reading, n, verb, words)
        elif _is_tally(line, match, words):
            reading.take(n, INHERITED, "yes", "claimed" if words in CLAIMING else "tally", verb)


def _take_tallied_people(reading: Reading, n: int, verb: int, words: str) -> None:
    """Take people that a recorder counts ("documented 46 civilians"), and those that are victims by their name ("claimed 12 victims")."""
    chunk = reading.sentence.chunks[n]
    if chunk.entry is None:
        return
    if words in COUNTING and chunk.entry.kind == "people" and "one" not in chunk.notes and chunk.quantity:
        reading.take(n, INHERITED, "no", "tally", verb)
    elif words in CLAIMING and chunk.entry.words == "victims":
        reading.take(n, "killed", "yes", "object", verb)


def _is_tally(line: Line, match: re.Match, words: str) -> bool:
    """Tell whether a number alone is what a source claims or counts; what it claims "in" or "at" somewhere is something else."""
    if OF_WHO.search(line.letters, 0, match.start()) or not is_headless(line.sentence, line.chunk(match.start("who"))):
        return False
    return words in COUNTING or line.letter(match.end()) != "i"


# nouns of loss


def _take_counted(reading: Reading, line: Line) -> None:
    """Take counted nouns of loss: "10 rebel deaths", "several casualties", "60 bodies of government fighters"."""
    for k in line.among((0, len(line.letters)), "C"):
        n, chunk = line.places[k], line.chunk(k)
        if n in reading.taken:
            continue
        if reading.sentence.cut(*chunk.quantity).lower() in ("no", "none"):
            reading.refused[n] = "negated"
        elif chunk.entry.part != "lives" or _are_lives_lost(line, chunk):
            if "n" in line.letters[max(0, k - 2):k] or line.letter(k - 1) == "Q":
                reading.refused[n] = "negated"
            else:
                _take_noun(reading, line, k)


def _are_lives_lost(line: Line, chunk: Chunk) -> bool:
    around = " ".join(line.sentence.lows[max(0, chunk.first - 4):chunk.last + 6])
    return LIVES_LOST.search(around) is not None


def _take_noun(reading: Reading, line: Line, k: int) -> None:
    """Take a counted noun of loss; its owner is the subject, or whom it cost the lives."""
    n, entry = line.places[k], line.chunk(k).entry
    outcome = "killed" if entry.part == "lives" else entry.outcome
    if PAYER.search(line.letters, 0, k):
        rule, owner = "price", line.places[k - 1]
    else:
        rule, owner = "attack" if entry.part == "attack" else "counted", subject(reading, line, k)
    reading.take(n, outcome, entry.explicit, rule, n, owner=owner)


def _take_shared(reading: Reading, line: Line) -> None:
    """Take a number that is the share of another side in a count: "71 deaths among the police and 12 among the fishermen"."""
    for match in SHARED.finditer(line.letters):
        counted = line.places[match.start("first")]
        first = next((found for found in reading.found if found.at == counted), None)
        if first is not None and line.low(match.end("who")) in ("among", "for", "on", "from"):
            for n in _free(reading, line, match.span("who"), "H"):
                reading.take(n, first.outcome, first.explicit, "shared", first.verb)


# losses without a number


def _take_casualties(reading: Reading, line: Line) -> None:
    """Take losses that have no number: "casualties on both sides", "suffered heavy losses"."""
    for k in line.among((0, len(line.letters)), "L"):
        n, chunk = line.places[k], line.chunk(k)
        if n in reading.taken or n in reading.used or chunk.entry.outcome != "casualties":
            continue
        if _is_denied(line, k):
            reading.refused[n] = "negated"
        elif all(found.verb != n for found in reading.found) and _is_suffered(line, chunk):
            reading.take(n, "casualties", "yes", "no-number", n, is_unnumbered=True, owner=subject(reading, line, k))


def _is_denied(line: Line, k: int) -> bool:
    """Tell whether there were no casualties, or none that anybody knows of."""
    lows, chunk, near = line.sentence.lows, line.chunk(k), line.letters[max(0, k - 3):k]
    before = " ".join(lows[max(0, chunk.first - 7):chunk.first])
    after = " ".join(lows[chunk.last:chunk.last + 8])
    return "n" in near or "Q" in near or " no " in f" {before} "[-12:] or UNKNOWN.search(after) is not None


def _is_suffered(line: Line, chunk: Chunk) -> bool:
    """Tell whether words around a noun of loss say that somebody suffered it: "heavy", "sustained", "on both sides"."""
    lows = line.sentence.lows
    before = " ".join(lows[max(0, chunk.first - 7):chunk.first])
    after = " ".join(lows[chunk.last:chunk.last + 5])
    is_heavy = not HEAVY.isdisjoint(lows[chunk.first:chunk.last])
    is_many = not HEAVY_OR_MANY.isdisjoint(lows[max(0, chunk.first - 2):chunk.first])
    is_told = is_heavy or is_many or SUFFERING.search(before[-45:]) is not None or after.startswith(OF_SUFFERER)
    return is_told and not after.startswith(OF_LAND)


def _take_uncounted(reading: Reading, line: Line) -> None:
    """Take people without a number: "some were captured", "civilians were killed"."""
    for match in PEOPLE_LOST.finditer(line.letters):
        n, chunk = line.places[match.start("who")], line.chunk(match.start("who"))
        verbs = [line.places[k] for k in range(*match.span("verb")) if line.letters[k] not in ",&"]
        if verbs[0] in reading.used or n in reading.taken or not _are_some_people(chunk):
            continue
        outcome, explicit = outcome_of(line, verbs)
        is_clause = match["inside"].startswith("R") or line.letter(match.start() - 1) in ("i", "o", "b")
        if outcome in BEFALLS_PEOPLE and not is_clause and not no_event(line, match):
            reading.take(n, outcome, explicit, "no-number", verbs[0], is_unnumbered=True)
            reading.used.update(verbs)


def _are_some_people(chunk: Chunk) -> bool:
    """Tell whether people are several and not those known already: "civilians", not "the fighters"."""
    return bool(chunk.entry) and chunk.entry.kind == "people" and chunk.entry.number != "one" and "definite" not in chunk.notes


def _take_named(reading: Reading, line: Line) -> None:
    """Take a person by name who was killed or wounded, or died: "Kasr Belen was killed"."""
    for match in NAMED_LOST.finditer(line.letters):
        n, chunk = line.places[match.start("who")], line.chunk(match.start("who"))
        verb = line.places[match.start("verb")]
        if verb in reading.used or n in reading.taken or not _is_name(line, chunk) or not _is_said_of_person(line, match):
            continue
        if line.letter(match.start() - 1) in ("i", "o", "b", "d") or no_event(line, match):
            continue
        chunk.is_named, chunk.head = True, chunk.last
        reading.take(n, reading.sentence.chunks[verb].entry.outcome, "yes", "named", verb)
        reading.used.add(verb)


def _is_name(line: Line, chunk: Chunk) -> bool:
    """Tell whether a chunk can be the name of a person: two capitals or more, or up to three words that name an actor."""
    size = chunk.last - chunk.first
    if chunk.letter == "W":
        return size >= 2
    is_actor = chunk.entry is not None and chunk.entry.kind == "actors"
    return is_actor and line.sentence.words[chunk.first][0].isupper() and size <= 3


def _is_said_of_person(line: Line, match: re.Match) -> bool:
    """Tell whether a verb says of one person that he was killed or wounded, or died; actors die only by "was killed"."""
    person, verb = line.chunk(match.start("who")), line.chunk(match.start("verb"))
    if verb.entry.outcome not in ("killed", "wounded"):
        return False
    if match["verb"] == "V":
        return verb.entry.words in DIED and person.letter == "W"
    return not {"was", "had"}.isdisjoint(line.sentence.lows[person.last:verb.first])


# without any verb


def _take_adjectives(reading: Reading) -> None:
    """Take what an adjective says of a number that no verb has taken: "3 disabled Army tanks"."""
    for n, chunk in enumerate(reading.sentence.chunks):
        if not chunk.outcome or not chunk.quantity or "one" in chunk.notes or n in reading.taken or n in reading.refused:
            continue
        if any(before.letter == "Q" for before in reading.sentence.chunks[max(0, n - 3):n]):
            reading.refused[n] = "hypothetical"  # "it would take 5,000 dead soldiers"
            continue
        if chunk.letter == "M" and chunk.outcome in ("materiel", "captured"):
            reading.take(n, "materiel", "yes", "adjective", n)
        elif chunk.letter == "N" and chunk.outcome in ("killed", "wounded", "missing"):
            reading.take(n, chunk.outcome, "yes", "adjective", n)


def _take_bombers(reading: Reading) -> None:
    """Take suicide bombers of whom the sentence says that they attacked, and not that they were stopped."""
    sentence = reading.sentence
    if not BOMBER.search(sentence.low) or not SET_OFF.search(sentence.low) or STOPPED.search(sentence.low):
        return
    for n, chunk in enumerate(sentence.chunks):
        is_bomber = chunk.letter == "N" and chunk.group == "suicide_bombers" and BY_NAME.search(chunk.entry.words)
        is_new = chunk.quantity and sentence.lows[chunk.first] != "the"
        if is_bomber and is_new and n not in reading.taken and n not in reading.all_parts:
            reading.take(n, "killed", "no", "bomber", n)


IN_LINE: tuple[Callable[[Reading, Line], None], ...] = (
    _take_captive, _take_among_dead, _take_gapped, _take_tallied, _take_counted, _take_shared, _take_casualties, _take_uncounted,
    _take_named,
)
IN_SENTENCE: tuple[Callable[[Reading], None], ...] = (_take_adjectives, _take_bombers)
