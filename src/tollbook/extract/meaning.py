"""What a verb or a noun of loss means where it stands: the outcome, for whom it can be said, whether it happened, and who did it."""

from __future__ import annotations

import re

from tollbook.extract import tokens
from tollbook.extract.chunks import Chunk, Sentence
from tollbook.extract.lines import Line
from tollbook.extract.rules import FACTIVE, INHERITED, Reading

KILLS = ("killed", "wounded", "killed_or_wounded")
OF_PEOPLE = (*KILLS, "casualties", "missing")  # what people can suffer whose noun the lexicon does not know
OF_SIDE = ("lost", "cost", "price")  # rules of what a side lost
# Of vehicles these are losses, whatever they are of people.
VEHICLES_LOST = frozenset(("blew up", "blown up", "wiped out", "loss of", "seized", "seizing", "captured", "capturing", "captures",
                           "capture", "abandoned", "eliminated", "neutralised", "neutralized"))
SHIPS_LOST = frozenset(("sunk", "shot down", "downed", "scuttled", "brought down"))  # said of an unknown noun, it is a vehicle
COUNTED_LOST = tokens.words("burned burnt destroyed destroying disabled crippled")  # "destroyed four" are vehicles
ALL_OF_THEM = frozenset(("all of whom", "both of whom", "all of them", "most of the others", "all of which"))
WITHOUT_NOUN = frozenset(("both", "no", "all", "most", "the other", "half", "none"))  # words for a share of those spoken of
PRONOUNS = tokens.words("both all most half")  # those of them that can stand for people
UNITS = tokens.words("% per percent km mm")
# The last word between a toll and its number: "the death toll rose to".
LEADS_TO_TOLL = tokens.words(
    "at to of for is as was were above over stood came number numbers numbered numbering amount amounts amounted comprised totalled "
    "totaled totalling totaling reached reaching exceeded exceeding surpassed surpassing passed topped hit rises rising rose risen climbed")
LEADS_TO_NUMBER = tokens.words("at is was to of as reached stood")  # after a toll that does not say of what
LEADS_TO_PEOPLE = tokens.words("of for as over above")  # in front of people, no toll: "losses of the 40 defenders"
YEAR = re.compile(r"(?:1[89]|20)\d\d")  # "2014"
VEST = re.compile(r"\bdetonat\w+ (?:his|her|their|an?) (?:\w+ )?(?:vests?|belts?|explosives?|jackets?)\b")  # what makes anybody a bomber
DOUBTS = (  # what stands before a loss that is doubted, denied or only wished for, and the reason it is not taken
    (re.compile(r"\b(?:(?:no (?:evidence|confirmation)|rumou?rs?) (?:that|of)|(?:could not|unable to) (?:confirm|verify))\b"), "negated"),
    (re.compile(r"\b(?:disputed|denied|rejected|dismissed)\b.{0,30}\b(?:reports?|claims?|allegations?) that\b"
                r"|\bprevented (?:at least |about |over )?[\d,]+\b"), "denied"),
    (re.compile(r"\b(?:demand(?:ed|ing|s)?|call(?:ed|ing|s)? for|sought|seeking|urged|offer(?:ed|ing|s)?) (?:for )?"
                r"the (?:release|return|execution|surrender|freeing) of\b"), "hypothetical"),
)
PROVED_FALSE = re.compile(r"\b(?:was|were|is|are|be|proved|turned out(?: to be)?) (?:entirely |completely |later )?"
                          r"(?:false|untrue|exaggerated|fabricated|unfounded|a hoax)\b")
NOT_ONE = re.compile(r"no?d?$")  # "not one of the 20", "neither of the two"
NOT_ONLY = re.compile(r"\bnot (?:only|just) $")
PLAIN_TOLL = re.compile(r"[wBiYpdz]{0,4}o?|o[dpw]{1,3}k[wBGY]{0,3}[zi]")  # between a toll and its number: "stood at"
DOER = re.compile(r"[^;,XYNHU]{0,8}?b[dw]*([pNW])")  # "in the square by the militia"
CLAUSE_WITH_WHO = re.compile(r",R[^,]*,")  # ", who had fled the town,"


# outcomes


def outcome_of(line: Line, verbs: list[int]) -> tuple[str, str]:
    """Join what several verbs say of one number, and tell whether it is explicit.

    Killed and wounded is one outcome, killed and captured has no code of its own.
    """
    entries = [line.sentence.chunks[n].entry for n in verbs]
    outcomes = {entry.outcome for entry in entries}
    explicit = "yes" if all(entry.explicit == "yes" for entry in entries) else "no"
    if len(outcomes) == 1:
        return outcomes.pop(), explicit
    return "killed_or_wounded" if outcomes <= set(KILLS) else "casualties", explicit


def befalls(sentence: Sentence, at: int, outcome: str, rule: str, verb: int) -> str | None:
    """Tell what a verb of loss says of these people or vehicles; None where it can say nothing of them."""
    chunk, entry = sentence.chunks[at], sentence.chunks[verb].entry
    words = entry.words if entry else ""
    if chunk.letter == "M":
        is_lost = rule in OF_SIDE or rule == "toll" and words == "losses" or words in VEHICLES_LOST
        return "materiel" if outcome == "materiel" or is_lost else None
    if chunk.letter == "H" and chunk.is_part and outcome == "materiel":
        return "materiel" if _counts_vehicles_before(sentence, at) else None
    if not _stands_for_people(sentence, chunk):
        return None
    is_someone = "someone" in chunk.notes
    if outcome == "materiel":
        is_ship = chunk.letter == "U" and words in SHIPS_LOST
        is_counted = chunk.letter == "H" and rule == "object" and words in COUNTED_LOST and not is_someone
        return "materiel" if is_ship or is_counted else None
    if not outcome:
        return INHERITED if rule == "toll" and chunk.letter != "U" and not is_someone else None
    return outcome if _befalls_people(sentence, chunk, outcome, rule, words) else None


def _befalls_people(sentence: Sentence, chunk: Chunk, outcome: str, rule: str, words: str) -> bool:
    """Tell whether people of this kind suffer such an outcome: strangers less than soldiers, a passer-by only as killed or wounded."""
    if "someone" in chunk.notes and (outcome not in ("killed", "wounded") or rule not in ("passive", "subject", "object")):
        return False
    if chunk.letter == "U" and (rule in OF_SIDE or outcome not in OF_PEOPLE and not (outcome == "captured" and words.startswith("taken"))):
        return False
    if rule == "bomber" and chunk.group != "suicide_bombers" and not VEST.search(sentence.low):
        return False
    return words != "abandoned" and not (chunk.letter == "N" and chunk.entry and chunk.entry.part)


def _counts_vehicles_before(sentence: Sentence, at: int) -> bool:
    """Tell whether the noun before a number alone is one of vehicles: "six tanks, of which two were destroyed"."""
    entries = (chunk.entry for chunk in reversed(sentence.chunks[:at]) if chunk.entry)
    return next((entry.kind for entry in entries if entry.kind in ("materiel", "people")), "") == "materiel"


def _stands_for_people(sentence: Sentence, chunk: Chunk) -> bool:
    """Tell whether a number counts anybody anew: not "all of whom", and alone only where it has no other noun."""
    if not chunk.quantity:
        return True
    return sentence.cut(*chunk.quantity).lower() not in ALL_OF_THEM and (chunk.letter != "H" or is_headless(sentence, chunk))


def is_headless(sentence: Sentence, chunk: Chunk) -> bool:
    """Tell whether a number alone can stand for people: not a year, not a time of the day, not in front of a noun nobody knows."""
    low = sentence.cut(chunk.first, chunk.last).lower()
    after = sentence.lows[chunk.last] if chunk.last < len(sentence.lows) else ""
    if low in WITHOUT_NOUN:
        return low in PRONOUNS and after != "the"
    return not YEAR.fullmatch(low) and after not in UNITS


# whether it happened


def no_event(line: Line, match: re.Match) -> str:
    """Say why nobody was lost: the sentence denies it, or speaks of what may be, was planned or was threatened; blank where it does not."""
    groups, verb = match.groupdict(), match.start("verb")
    aux, before = (groups["aux"], "") if "aux" in groups else ("", line.letters[max(0, verb - 3):verb])
    if "n" in aux or before.endswith(("n", "nd", "nB", "nG")) or NOT_ONE.search(line.letters, 0, match.start("who")) and (
            not NOT_ONLY.search(line.sentence.low, 0, line.sentence.spans[line.chunk(match.start("who")).first][0])):
        return "negated"
    if reason := _doubt(line, match.start("who"), verb):
        return reason
    if "Q" in aux or before.endswith(("Q", "QG", "QB", "Qw")):
        return "hypothetical"
    entry = line.chunk(verb).entry
    if not entry or not entry.part.startswith("base"):
        return ""
    is_done = before.endswith("z") and any(line.low(k) in FACTIVE for k in range(max(0, verb - 3), verb))
    return "" if is_done else "hypothetical"


def _doubt(line: Line, who: int, verb: int) -> str:
    """Say whether the clause before doubts, denies or only wants what follows: "there was no evidence that", "demanded the release of"."""
    sentence = line.sentence
    edge = max((sentence.spans[line.chunk(k).first][0] for k in range(min(who, verb)) if line.letters[k] in "X;"), default=0)
    before = sentence.low[edge:sentence.spans[line.chunk(max(who, verb)).first][0]]
    found = next((reason for pattern, reason in DOUBTS if pattern.search(before)), "")
    return found or ("denied" if PROVED_FALSE.search(sentence.low, sentence.spans[line.chunk(who).last - 1][1]) else "")


def is_toll(line: Line, match: re.Match) -> bool:
    """Tell whether the words between a toll and a number say that it stands at that: "the death toll rose to 41"."""
    verb, before = match.start("verb"), match.start("who") - 1
    last = line.chunk(before).last
    if before == verb:
        return line.letters[verb] == "K" or line.sentence.lows[last] == ":"
    word = line.low_last(before)
    if not line.chunk(verb).entry.outcome and (not PLAIN_TOLL.fullmatch(match["inside"]) or word not in LEADS_TO_NUMBER):
        return False
    return word in LEADS_TO_TOLL and not (match["who"] == "N" and word in LEADS_TO_PEOPLE)


# who did it


def agent(reading: Reading, line: Line, rule: str, match: re.Match) -> int | None:
    """Find who did it: the one named after "by", else the subject of an active verb."""
    if rule in ("passive", "state", "noun-of"):
        by = DOER.match(line.letters, match.end())
        return line.places[by.start(1)] if by else None
    return subject(reading, line, match.start("verb")) if rule == "object" else None


def subject(reading: Reading, line: Line, verb: int) -> int | None:
    """Find the subject of the clause that a verb stands in: the last people before it that no preposition leads up to."""
    start = max(line.letters.rfind("X", 0, verb), line.letters.rfind(";", 0, verb)) + 1
    letters = CLAUSE_WITH_WHO.sub(lambda clause: "_" * len(clause.group()), line.letters[:verb])
    best = None
    for k in range(start, verb):
        is_subject = letters[k] in "pNW" or letters[k] == "w" and line.chunk(k).kind == "actors" and line.low(k + 1) in ("unit", "units")
        if not is_subject or _is_led_up_to(letters, k, start) or not _can_do(reading, line, letters, k):
            continue
        if letters[k] == "W" and best is not None and line.chunk(best).sides:
            continue
        best = k
        if letters[-1] == ",":  # a participle after a comma belongs to the subject of the whole clause
            break
    return None if best is None else line.places[best]


def _is_led_up_to(letters: str, k: int, start: int) -> bool:
    """Tell whether a preposition leads up to people: "in Norrby", "of the guards"."""
    if k == start:
        return False
    return letters[k - 1] in "iobz@" or k > start + 1 and letters[k - 1] == "d" and letters[k - 2] in "iob"


def _can_do(reading: Reading, line: Line, letters: str, k: int) -> bool:
    """Tell whether people can be a subject: not those lost, no part, no capital that only starts the sentence."""
    at = line.places[k]
    if at in reading.taken or letters[k] == "N" and at in reading.all_parts:
        return False
    is_first_word = letters[k] == "W" and at == 0 and not line.chunk(k).sides
    return not (is_first_word and letters[k + 1:k + 2] in ("d", "p", "N", "w"))
