"""Who says so: the words that name a source, its type, the kind of saying, and how far into the sentence it reaches.

A sentence is read as a line of letters (`chunks`), without those that have none. What can name a source there is in `WAYS`, by the letter
it hangs on; what the source is follows from its words by the first of `KINDS` that knows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tollbook.extract.chunks import PARTIES, Chunk, Sentence
from tollbook.extract.lexicon import ASK, Entry
from tollbook.extract.lines import SILENT, Line

UNNAMED = "unnamed_report"
OPEN = -1  # of a source's first or last token: how far it reaches follows from the others in the sentence

MEDIA_TYPES = ("state_media", "pro_government_media", "independent_media")
RECORDERS = ("monitor", "state_media", "pro_government_media", "aid_group")  # whose name alone tells what they are
PRO_GOVERNMENT = ("pro-government", "pro-regime", "pro-assad")
OF_GOVERNMENT = ("pro-government", "pro-regime", "government", "loyalist", "state", "official")
OF_REBELS = ("pro-opposition", "opposition", "rebel", "pro-rebel", "anti-government")

SURE_MEDIA = frozenset((
    "media", "newspaper", "newspapers", "television", "tv", "channel", "news", "website", "outlet", "outlets", "radio", "broadcaster",
    "correspondent", "correspondents", "journalist", "journalists", "reporter", "reporters", "footage", "weekly", "paper"))
OUTLETS = SURE_MEDIA | {"agency", "daily", "press"}
MEDIA_WORDS = OUTLETS | {"report", "reports"}
STATE_WORDS = frozenset(("military", "army", "security", "official", "government", "police", "defence", "defense", "intelligence"))
ARMY_WORDS = frozenset(("army", "military", "government", "garrison", "police"))
REBEL_WORDS = frozenset(("rebel", "insurgent", "guerrilla"))

PRONOUNS = frozenset(("it", "he", "she", "they", "we"))
POINTERS = ("the", "its", "same")
ANAPHORIC_NOUNS = frozenset((  # "the group", "its spokesman": the source named before
    "group", "organisation", "organization", "agency", "network", "statement", "bulletin", "report", "ministry", "spokesman",
    "spokeswoman", "spokesperson", "newspaper", "source", "official", "officer", "force", "movement", "front", "brigade", "league", "army",
    "party", "office", "department", "committee", "paper", "commander", "council", "body", "monitor", "observatory", "communique",
    "communiqué", "charity", "broadcaster", "channel", "monitors", "monitoring", "documentation", "recorders"))

FIGURES = frozenset(("figure", "the figure", "count", "the count", "number", "total", "toll", "death toll", "estimate", "tally"))
STATEMENTS = frozenset(("claim", "claims", "report", "reports", "estimate", "estimates"))  # verbs that are nouns before "of"
NAMED_STATEMENTS = frozenset(("report", "reports", "claims", "estimates", "estimate", "records", "counts"))  # the end of a source's name
COUNTING = frozenset((  # verbs of saying only with a number or "that" after them
    "put", "placed", "gave", "found", "counted", "counts", "recorded", "records", "registered", "listed", "broadcast", "published",
    "posted"))
REVISING = frozenset(("raised", "raises", "lowered", "lowers", "increased"))  # of saying where a toll follows: "raised its toll to 14"
TELLING = ("told", "tell", "inform")  # after which stands who is told, and not who tells
HEDGES = {"reportedly": "reports", "allegedly": "claims", "supposedly": "claims", "purportedly": "claims", "reputedly": "reports"}
MODE_OF = (("claim", "claims"), ("alleg", "claims"), ("confirm", "confirms"), ("acknowledg", "confirms"), ("estimat", "estimates"),
           ("believed", "estimates"), ("thought", "estimates"), ("deni", "denies"), ("feared", "estimates"), ("said", "states"),
           ("stated", "states"), ("announced", "states"), ("known", "states"))
PASSIVES = ("was ", "were ", "are ", "is ", "been ")

# "initial reports said", "it was claimed", "were believed to", "by most accounts": what is said and nobody signs
REPORTS = re.compile(
    r"\b(?:unconfirmed |some |local |initial |early |several |other |conflicting |media |press |further |one |later )?reports?\b"
    r"(?: (?:indicated?|say|said|suggest(?:ed)?|claim(?:ed)?|emerged?|stated?|spoke|put|told)\b|"
    r"(?= (?:came|from|of\b|that\b|had|mention|have)))|"
    r"\bthere (?:were|was|are) (?:also |unconfirmed |some |several |other )*(?:reports?|claims?)\b|"
    r"\bit (?:was|is|has been|had been) (?:also |later |further |subsequently |then |initially |again )*"
    r"(?:reported|claimed|confirmed|said|alleged|announced|stated|estimated|believed|known|revealed|rumou?red|thought|denied|"
    r"acknowledged)\b|"
    r"\b(?:was|were|are|is|been) (?:\w+ly )?"
    r"(?:said|believed|reported|thought|alleged|claimed|rumou?red|understood|presumed|feared|estimated) to\b|"
    r"\b(?:were|was|been) (?:also |later )?(?:reported|confirmed)"
    r"(?= (?:to have been )?(?:killed|dead|wounded|missing|captured|injured|destroyed|executed)\b)|"
    r"\bby (?:some|most|all|several) accounts\b|\bone report\b|\brumou?rs?\b|\bis said\b|\bwas said\b")
# "by its own account", "by the Ferry's count"
RECKONING = re.compile(
    r"\bby (?P<whose>its|their|his|our|(?:the )?(?P<name>[\w' -]{3,40}?)'s?) (?:own )?(?:\w+ )?"
    r"(?P<noun>account|reckoning|count|estimate|estimates|tally|admission|figures|records|calculation|telling)\b")

# letters of a subject and its verb: a clause of its own after "and"
SUBJECT_AND_VERB = re.compile(r"d?[pNHUWM](?:[io][dWwpON]{1,5})?(?:B|G|Y|k[dpNHOWw]|V|w[dpWio])")
# letters of a verb, without which people before "and" are one list with those after it
VERB = re.compile(r"[BkVTlSG]")
# letters of a verb of loss: what follows a verb of saying is told by it
LOSS = re.compile(r"[kTVBSl]")
# letters of what cannot be part of an aside after a subject: "the Front, based in the town, said"
NO_ASIDE = re.compile(r"[YXkTV]")
# letters from a subject to its verb: "activists in the town later"
UP_TO_VERB = re.compile(r"w?(?:[iob][dpNWw]{1,3})*[Gw]{0,2}")
# letters before "by" of a passive: "said", "put at 12"
SAID_BEFORE = re.compile(r"Y(?:[iz]?d?[HN])?$")
# letters of a number soon after a verb
TOLL_AFTER = re.compile(r"[dwp]{0,3}[KL]")
NUMBER_AFTER = re.compile(r"[dwopN]{0,4}[KLCHDNU]")


@dataclass(slots=True)
class Voice:
    """A source at a place of a sentence: from which to which token it reaches, its words, its type and the kind of saying."""

    first: int
    last: int
    words: str
    source_type: str
    mode: str
    at: int
    side: str = ""
    is_clause: bool = False  # an adverb ("reportedly") goes before the sentence's source
    verb: int = -1  # the token of the verb of saying


def voices(sentence: Sentence, memory: Voice | None, house: Voice | None = None, earlier: Voice | None = None) -> list[Voice]:
    """Find who speaks in a sentence and how far each reaches; `memory` is the last source named before it in the paragraph."""
    places = [n for n, chunk in enumerate(sentence.chunks) if chunk.letter not in SILENT]
    line = _Line(sentence, places, "".join(sentence.chunks[n].letter for n in places), memory, earlier or memory, house)
    marks = sorted(_marks(line), key=lambda mark: mark.at)
    rights = [mark for mark in marks if mark.last == OPEN]
    lefts = [mark for mark in marks if mark.first == OPEN]
    cuts = [chunk.first for chunk in sentence.chunks if chunk.letter in "X;"]
    size = len(sentence.lows)
    for mark in marks:
        if mark.mode == "denies" and mark.last == OPEN:  # a denial ends with its clause
            mark.last = min((chunk.first for chunk in sentence.chunks if chunk.letter in "X;&" and chunk.first > mark.at), default=size)
        elif mark.is_clause:
            mark.first, mark.last = _clause(sentence, mark.at)
        elif mark.last == OPEN:
            mark.last = _end_of(mark, rights, lefts, cuts, size)
        elif mark.first == OPEN:
            mark.first = _start_of(mark, marks, rights, cuts)
    return marks


def voice_at(marks: list[Voice], token: int) -> Voice | None:
    """Give the source that speaks at a token; None for the text's own voice."""
    here = [mark for mark in marks if mark.first <= token < mark.last]
    clause = next((mark for mark in reversed(here) if mark.is_clause), None)
    named = max((mark for mark in here if not mark.is_clause), key=lambda mark: mark.first, default=None)
    if named and clause:
        return clause if clause.first > named.first else named
    return named or clause


def source_type_of(sentence: Sentence, run: list[Chunk]) -> tuple[str, str]:
    """Tell the type and the side of the source that some chunks name; the type is blank where they name none that is known."""
    name = _name(sentence, run)
    return next((found for kind in KINDS if (found := kind(name))), ("", name.side))


# how far a source reaches


def _end_of(mark: Voice, rights: list[Voice], lefts: list[Voice], cuts: list[int], size: int) -> int:
    """Find where a source that reaches rightwards ends: at the next one, or before the clause of one that is named after it."""
    last = min((other.first for other in rights if other.at > mark.at), default=size)
    later = next((other.at for other in lefts if other.at > mark.at), mark.at)
    edges = [cut for cut in cuts if mark.at < cut < later]
    return min(last, edges[-1]) if edges else last


def _start_of(mark: Voice, marks: list[Voice], rights: list[Voice], cuts: list[int]) -> int:
    """Find where a source that reaches back begins: after the one before, which keeps its own clause."""
    before = [other.at for other in rights if other.at < mark.at]
    if before:
        return max((cut for cut in cuts if before[-1] < cut < mark.at), default=mark.at)
    return max((other.last for other in marks if other.at < mark.at and not other.is_clause), default=0)


def _clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """Give the first and last token of the clause a token stands in: clauses part at "while", semicolons, and "and" before a subject."""
    first, last = 0, len(sentence.lows)
    chunks = sentence.chunks
    for n, chunk in enumerate(chunks):
        cuts = chunk.letter in "X;" or (chunk.letter == "&" and _starts_clause(chunks, n))
        if cuts and chunk.first < at:
            first = chunk.last
        elif cuts and chunk.first > at:
            last = chunk.first
            break
    return first, last


def _starts_clause(chunks: list[Chunk], n: int) -> bool:
    """Tell whether a subject and its verb come after an "and"."""
    before = _letters(chunks[:n])
    if before.endswith(("N", "H", "U", "M")) and not VERB.search(before):  # one list of people before their verb
        return False
    return SUBJECT_AND_VERB.match(_letters(chunks[n + 1:n + 12])) is not None


def _letters(chunks: list[Chunk]) -> str:
    return "".join(chunk.letter for chunk in chunks if chunk.letter not in SILENT)


# the line of a sentence


@dataclass(frozen=True, slots=True)
class _Line(Line):
    """A sentence without what is silent, and who spoke before.

    `near` spoke last in this paragraph and is "he" and "it"; `far` spoke last in the text and is "the group" and "its spokesman"; `house`
    publishes the text and is "we".
    """

    near: Voice | None
    far: Voice | None
    house: Voice | None

    def has(self, k: int, letters: str) -> bool:
        """Tell whether there is a k-th chunk and its letter is one of these."""
        return 0 <= k < len(self.letters) and self.letters[k] in letters

    def run(self, places: range) -> list[Chunk]:
        """Give some chunks in a row."""
        return [self.chunk(k) for k in places]

    def cut(self, first: Chunk, last: Chunk) -> str:
        """Give the text from one chunk to another."""
        return self.sentence.cut(first.first, last.last)


# all sources of a sentence


def _marks(line: _Line) -> list[Voice]:
    """Find the sources of a sentence, some of which do not know yet how far they reach."""
    named = [voice for k, letter in enumerate(line.letters) if letter in WAYS and (voice := WAYS[letter](line, k))]
    return [*_with_reports(line.sentence, [*named, *_reckonings(line)]), *_hedges(line.sentence)]


def _with_reports(sentence: Sentence, found: list[Voice]) -> list[Voice]:
    """Add the reports that nobody signs; one that somebody signs is left out, and one in the place of a nameless source replaces it."""
    for match in REPORTS.finditer(sentence.low):
        first = _token_at(sentence, match.start())
        last = next((n for n, span in enumerate(sentence.spans) if span[1] >= match.end()), first)
        beside = range(first - 1, last + 2)
        if any(voice.source_type != UNNAMED and (voice.at in beside or first <= voice.verb <= last) for voice in found):
            continue
        words = match.group()
        mode = next((mode for stem, mode in MODE_OF if stem in words), "reports")
        voice = Voice(first, OPEN, sentence.text[match.start():match.end()], UNNAMED, mode, first, is_clause=words.startswith(PASSIVES))
        found = [*(voice for voice in found if voice.at not in beside), voice]
    return found


def _hedges(sentence: Sentence) -> list[Voice]:
    """Find adverbs that leave a figure to others: "reportedly"."""
    return [Voice(0, 0, sentence.words[n], UNNAMED, HEDGES[low], n, is_clause=True)
            for n, low in enumerate(sentence.lows) if low in HEDGES]


def _reckonings(line: _Line) -> list[Voice]:
    """Find sources named as the owners of a count: "by its own account", "by the Ferry's count"."""
    found = (_reckoning(line, match) for match in RECKONING.finditer(line.sentence.low))
    return [voice for voice in found if voice]


def _reckoning(line: _Line, match: re.Match) -> Voice | None:
    token = _token_at(line.sentence, match.start())
    owner = _owner(line.sentence, match, token)
    known = line.house if match["whose"] == "our" else line.near if not owner else None
    words = line.sentence.text[match.start():match.end()]
    if known is not None:
        return Voice(0, OPEN, words, known.source_type, "states", token, side=known.side)
    if not owner:
        return None
    source_type, side = source_type_of(line.sentence, owner)
    if not source_type and owner[0].sides:
        side = owner[0].sides[0]
        source_type = side if side in PARTIES else ""
    mode = "estimates" if "estimate" in match["noun"] else "confirms" if match["noun"] == "admission" else "states"
    return Voice(0, OPEN, words, source_type, mode, token, side=side) if source_type else None


def _owner(sentence: Sentence, match: re.Match, token: int) -> list[Chunk]:
    """Find whose a count is: those whom its own words name, else the first people before it, or a loss right before it."""
    if match["name"]:
        return [chunk for chunk in sentence.chunks
                if token < chunk.first and sentence.spans[chunk.first][0] < match.end() and chunk.entries]
    before = [chunk for chunk in sentence.chunks if chunk.first < token and chunk.letter in "pNLW" and (chunk.sides or chunk.entries)]
    return before[-1:] if before and before[-1].letter == "L" else before[:1]


def _token_at(sentence: Sentence, start: int) -> int:
    """Give the first token at or after an offset."""
    return next((n for n, span in enumerate(sentence.spans) if span[0] >= start), 0)


# ways to name a source


def _according_to(line: _Line, k: int) -> Voice | None:
    """Read "according to the Front"; one that is not known speaks all the same."""
    voice, end = _led_up_to(line, k + 1, line.chunk(k), "states")
    if voice:
        voice.first, voice.last = _reach(line, voice.at, k, end)
    return voice


def _owner_of_figure(line: _Line, k: int) -> Voice | None:
    """Read "the Front's figure"."""
    chunks, n = line.sentence.chunks, line.places[k]
    if n < 2 or chunks[n - 1].letter != "'" or chunks[n].entry.words not in FIGURES:
        return None
    return _known(line, [chunks[n - 2]], "states")


def _said_by(line: _Line, k: int) -> Voice | None:
    """Read "put at 12 by the Front", which holds for all of the sentence; with "it" before ("it was said by") only for what follows."""
    if not (line.has(k + 1, "pWNd") and SAID_BEFORE.search(line.letters[max(0, k - 4):k])):
        return None
    verb = line.chunk(line.letters.rfind("Y", 0, k))
    voice, end = _led_up_to(line, k + 1, verb, verb.entry.mode)
    if not voice or not voice.source_type:
        return None
    lows = line.sentence.lows
    if "it" in lows[max(0, verb.first - 4):verb.first]:
        voice.first, voice.last = verb.first, OPEN
    else:
        _, last = _reach(line, voice.at, k, end)
        voice.first, voice.last = 0, OPEN if last == OPEN else len(lows)
    return voice


def _says(line: _Line, k: int) -> Voice | None:
    """Read a verb of saying; "we" is the text's publisher."""
    verb = line.chunk(k)
    if k and line.house and line.low(k - 1) == "we":
        line = replace(line, near=line.house, far=line.house)
    voice = _said(line, k)
    if voice:
        voice.verb = verb.first
    return voice


WAYS: dict[str, Callable[[_Line, int], Voice | None]] = {
    "@": _according_to, "Y": _says, "K": _owner_of_figure, "L": _owner_of_figure, "b": _said_by}


def _reach(line: _Line, at: int, k: int, end: int) -> tuple[int, int]:
    """Say which way a source reaches: one at the head of its clause rightwards, one at its end back to where the clause began."""
    before, after = line.letters[:k], line.letters[end:end + 2]
    right, left = (at, OPEN), (OPEN, at + 1)
    if not after:
        return left if before else right
    if after[0] in ",pNHdUMW" and _is_head(before):
        return right
    if after == ",T":
        return OPEN, len(line.sentence.lows)
    if after[0] in ".;X)" or after in (",X", ",&", ",Y", ",i", ",R"):
        return left
    if before.endswith(","):
        return (0, OPEN) if len(before) > 6 else right
    return left if len(before) > 3 else right


def _is_head(before: str) -> bool:
    """Tell whether these letters leave what follows them at the head of its clause."""
    if not before or before.endswith(("X", ";", ":", "&", "X,", ";,", "&,")):
        return True
    is_led_up_to = before == "w" or before.endswith((",", "Xw"))
    return is_led_up_to and sum(letter not in ",wi" for letter in before) <= 1


# a verb of saying with its subject


def _said(line: _Line, k: int) -> Voice | None:
    """Read a verb of saying with its subject, before or after it."""
    verb = line.chunk(k)
    if line.letters[:k].endswith(("B", "Bn", "d", "Q")):  # "was said", "the claim", "could confirm"
        return None
    back = _before_verb(line, k)
    if line.far and line.has(back, "w") and _is_anaphoric(line, back):
        return _group_said(line, k, back, line.far)
    if verb.entry.words in STATEMENTS and line.has(k + 1, "o") and (voice := _claims_of(line, k)):
        return voice
    if verb.entry.form == "participle":
        return _saying(line, k, back)
    if voice := _said_the_front(line, k):
        return voice
    if subject := _subject(line, back):
        return _front_said(line, k, subject)
    return _and_said(line, k, back) if line.has(back, "&X") else None


def _before_verb(line: _Line, k: int) -> int:
    """Give the place before a verb with its auxiliaries, and before an aside of one word: "State television, however, spoke of"."""
    back = k - 1
    while line.has(back, "Gn"):
        back -= 1
    return back - 2 if back > 1 and line.letters[back - 1:back + 1] == ",," else back


def _group_said(line: _Line, k: int, back: int, known: Voice) -> Voice:
    """Read "the group added", of the source named last."""
    noun, verb = line.chunk(back), line.chunk(k)
    voice = Voice(noun.first, OPEN, line.cut(noun, verb), known.source_type, verb.entry.mode, noun.first, side=known.side)
    after = line.letters[k + 1:k + 2]
    if back > 1 and after in ("", ".", ",", ";"):
        _turn_back(voice, line, verb, after)
    return voice


def _is_anaphoric(line: _Line, back: int) -> bool:
    """Tell whether words before a verb of saying stand for the source named last: "the group added"."""
    start = back - 1 if back and line.low(back) not in POINTERS else back
    is_short = line.chunk(back).last - line.chunk(start).first <= 3
    return is_short and line.low(start) in POINTERS and line.low_last(back) in ANAPHORIC_NOUNS


def _claims_of(line: _Line, k: int) -> Voice | None:
    """Read "claims of the Front"."""
    verb = line.chunk(k)
    voice, _ = _led_up_to(line, k + 2, verb, verb.entry.mode)
    return voice if voice and voice.source_type else None


def _saying(line: _Line, k: int, back: int) -> Voice | None:
    """Read a participle, whose subject is the one of its clause: "the Front struck back, claiming that"."""
    verb, is_apart = line.chunk(k), line.has(k - 1, ",")
    if line.has(back, ","):
        back -= 1
    prior = _nearest_subject(line, back + 1)
    subject = [line.chunk(prior)] if prior is not None else []
    if not is_apart and line.has(back, "pNW"):
        subject = line.run(_subject_run(line, back))
    voice = _known(line, subject, verb.entry.mode)
    if voice is None:
        return None
    voice.words = line.cut(subject[0], subject[-1] if is_apart else verb)
    voice.first = verb.first if is_apart else subject[0].first
    voice.at = verb.first
    return voice


def _said_the_front(line: _Line, k: int) -> Voice | None:
    """Read a verb with its subject after it: ", said a spokesman"."""
    verb = line.chunk(k)
    if not (k > 1 and line.has(k - 1, ",") and line.has(k + 1, "pNWd")) or verb.entry.words.startswith(TELLING):
        return None
    voice, _ = _led_up_to(line, k + 1, verb, verb.entry.mode)
    if not voice or not voice.source_type:
        return None
    voice.first, voice.last = OPEN, verb.first + 1
    return voice


def _front_said(line: _Line, k: int, subject: range) -> Voice | None:
    """Read a verb with its subject before it: "the Front said that"; in an aside or at the end it is of what stands before."""
    verb, chunks = line.chunk(k), line.run(subject)
    voice = _known(line, chunks, verb.entry.mode)
    if voice is None:
        return None
    start, after = subject.start, line.letters[k + 1:k + 2]
    is_after_comma = line.has(start - 1, ",")
    if not (is_after_comma and after in (",", ".", "")) and not _speaks(line, k):
        return None
    voice.words = line.cut(chunks[0], verb)
    ends = after in ("", ".", ";", "X") or is_after_comma and (
        after == "," and start > 2 or after in ("i", "z") and start > 3 and not LOSS.search(line.letters[k + 1:]))
    if ends and start > 1:
        _turn_back(voice, line, verb, after)
    return voice


def _and_said(line: _Line, k: int, back: int) -> Voice | None:
    """Read a second verb of one subject: "the Front struck back and claimed that"."""
    verb, prior = line.chunk(k), _nearest_subject(line, back)
    voice = _known(line, line.run(_subject_run(line, prior)), verb.entry.mode) if prior is not None else None
    if voice is None or not _speaks(line, k):
        return None
    voice.words = line.cut(verb, verb)
    voice.first = voice.at = verb.first
    return voice


def _turn_back(voice: Voice, line: _Line, verb: Chunk, after: str) -> None:
    """Let a source hold for what stands before its verb; an aside between commas holds for what follows too."""
    voice.first, voice.last = OPEN, len(line.sentence.lows) if after == "," else verb.last


def _speaks(line: _Line, k: int) -> bool:
    """Tell whether a verb is one of saying here: "put" and "found" are where a number or "that" follows."""
    entry = line.chunk(k).entry
    if entry.words in REVISING:
        return TOLL_AFTER.match(line.letters[k + 1:k + 8]) is not None
    if entry.words not in COUNTING or NUMBER_AFTER.match(line.letters[k + 1:k + 8]):
        return True
    last = line.chunk(k).last
    return line.sentence.lows[last:last + 1] == ["that"]


# subjects


def _subject(line: _Line, back: int) -> range:
    """Find the subject that ends right before a verb, before an aside, or before words that say where it is."""
    if line.has(back, "pNWHU"):
        return _subject_run(line, back)
    if line.has(back, ","):
        comma = line.letters.rfind(",", 0, back)
        if comma > 0 and line.has(comma - 1, "pNW") and (line.has(comma + 1, "R") or not NO_ASIDE.search(line.letters[comma:back])):
            return _subject_run(line, comma - 1)
    if line.has(back, "w"):
        prior = _nearest_subject(line, back + 1)
        if prior is not None and UP_TO_VERB.fullmatch(line.letters[prior + 1:back + 1]):
            return range(prior, prior + 1)
    return range(0)


def _subject_run(line: _Line, k: int) -> range:
    """Give the chunks of a subject that ends at the k-th chunk: "a spokesman for the Front", "activists in the town"."""
    first = k
    while line.has(first - 1, "pNWdo") or _is_inside(line, first - 1, k):
        first -= 1
    return range(first, k + 1)


def _is_inside(line: _Line, n: int, k: int) -> bool:
    """Tell whether a preposition or another word belongs to a subject that ends at the k-th chunk."""
    if line.has(n, "i"):
        return line.has(n - 1, "pNW") and line.chunk(n).last - line.chunk(n).first == 1
    return line.has(n, "w") and n > k - 5 and line.has(n - 1, "oipNd")


def _nearest_subject(line: _Line, before: int) -> int | None:
    """Find the people a verb without a subject of its own belongs to: the first of the clause."""
    start = max(line.letters.rfind("X", 0, before), line.letters.rfind(";", 0, before)) + 1
    for k in range(start, before):
        if line.has(k, "pNW") and (k == start or not line.has(k - 1, "iobz")) and not _is_first_word(line, k):
            return k
    return None


def _is_first_word(line: _Line, k: int) -> bool:
    """Tell whether a name may be none: the sentence's first word has its capital anyway."""
    chunk = line.chunk(k)
    return chunk.letter == "W" and chunk.first == 0 and chunk.last == 1


# the words of a source


def _led_up_to(line: _Line, k: int, lead: Chunk, mode: str) -> tuple[Voice | None, int]:
    """Read a source that starts at the k-th chunk, after the words that lead up to it; give the place after it too."""
    end = _source_end(line, k)
    voice = _named(line, line.run(range(k, end)), mode)
    if voice:
        voice.words = line.cut(lead, line.chunk(end - 1))
        voice.first = voice.at = lead.first
    return voice, end


def _source_end(line: _Line, start: int) -> int:
    """Find where the name of a source ends that starts at a chunk; a date is never within one."""
    k = start
    while _goes_on(line, k, start) and not (k > start and _has_date(line, k)):
        k += 1
    return k


def _goes_on(line: _Line, k: int, start: int) -> bool:
    """Tell whether the k-th chunk can belong to the name of a source that started before."""
    if line.has(k, "pNWdo-HU"):
        return True
    if line.has(k, "Y"):
        return line.chunk(k).entry.words in NAMED_STATEMENTS
    if line.has(k, "w"):
        return k - start < 6
    if k == start:
        return False
    if line.has(k, "ib"):
        return k - start < 8 and line.has(k + 1, "pNWdw")
    if line.has(k, "&"):  # the next one may be the subject of the next clause
        return line.has(k + 1, "pW") and not line.has(k + 2, "kYBGTVl")
    return k - start < 6 and line.has(k, "k")


def _has_date(line: _Line, k: int) -> bool:
    """Tell whether a date stands before the k-th chunk."""
    return any(chunk.letter == "~" for chunk in line.sentence.chunks[line.places[k - 1] + 1:line.places[k]])


def _known(line: _Line, run: list[Chunk], mode: str) -> Voice | None:
    """Make the voice of a source from the chunks that name it; None where its type is not known."""
    voice = _named(line, run, mode)
    return voice if voice and voice.source_type else None


def _named(line: _Line, run: list[Chunk], mode: str) -> Voice | None:
    """Make the voice of a source from the chunks that name it; of "it" and "the group", that of the source before."""
    if not run:
        return None
    source_type, side = source_type_of(line.sentence, run)
    known = None if source_type else _meant(line, run)
    if known:
        source_type, side = known.source_type, known.side
    return Voice(run[0].first, OPEN, line.cut(run[0], run[-1]), source_type, mode, run[0].first, side=side)


def _meant(line: _Line, run: list[Chunk]) -> Voice | None:
    """Find the source before that a pronoun or a noun like "the group" stands for."""
    lows = line.sentence.lows[run[0].first:run[-1].last]
    if len(lows) <= 2 and not PRONOUNS.isdisjoint(lows):
        return line.near
    if lows[-1] in ANAPHORIC_NOUNS or _head_of(line, run[0]) in ANAPHORIC_NOUNS:
        return line.near if lows[0] in ("a", "an") else line.far
    return None


def _head_of(line: _Line, chunk: Chunk) -> str:
    """Give the last word of a chunk without the name after it: "spokesman" of "its spokesman, Brother Calum"."""
    return line.sentence.lows[(chunk.head if chunk.is_named and chunk.head else chunk.last) - 1]


# what a source is


@dataclass(frozen=True, slots=True)
class _Name:
    """The words that name a source, what the lexicon knows of them, and the first side they have.

    `speaker` is the word for the one who speaks ("spokesman", "activists"); `actors` and `people` are in the order of the text.
    """

    lows: list[str]
    actors: list[Entry]
    people: list[Entry]
    speaker: Entry | None
    side: str

    def has(self, words: frozenset[str]) -> bool:
        return not words.isdisjoint(self.lows)

    def actors_of(self, *source_types: str) -> list[Entry]:
        return [entry for entry in self.actors if entry.source_type in source_types]

    @property
    def by_actor(self) -> tuple[str, str] | None:
        """The type and the side of the first actor with a type."""
        return next(((entry.source_type, entry.side) for entry in self.actors if entry.source_type), None)

    @property
    def by_people(self) -> tuple[str, str] | None:
        """The type and the side of the first people beside the speaker who are of a side that speaks."""
        return next(((entry.side, entry.side) for entry in self.people
                     if entry is not self.speaker and entry.side in PARTIES), None)

    @property
    def leaning(self) -> str:
        """The side that the source takes by its words, else that of its actors; media have none."""
        if any(low.startswith(OF_GOVERNMENT) for low in self.lows):
            return "government"
        if any(low.startswith(OF_REBELS) for low in self.lows):
            return "rebel"
        return next((entry.side for entry in self.actors
                     if entry.side in ("government", "rebel") and entry.source_type not in MEDIA_TYPES), "")


def _name(sentence: Sentence, run: list[Chunk]) -> _Name:
    """Look up the words of some chunks."""
    entries = [entry for chunk in run for entry in chunk.entries]
    actors = [entry for entry in entries if entry.kind == "actors"]
    people = [entry for entry in entries if entry.kind == "people"]
    side = next((entry.side for entry in actors if entry.side), "") or next((side for chunk in run for side in chunk.sides), "")
    speaker = next((entry for chunk in run for entry in reversed(chunk.entries) if entry.kind == "people" and entry.source_type), None)
    return _Name(sentence.lows[run[0].first:run[-1].last], actors, people, speaker, side)


def _recorder(name: _Name) -> tuple[str, str] | None:
    """Take a recorder of casualties, an aid group or a side's medium for what the lexicon says, whatever stands beside its name."""
    recorders = name.actors_of(*RECORDERS)
    return (recorders[0].source_type, recorders[0].side) if recorders else None


def _medium(name: _Name) -> tuple[str, str] | None:
    """Take a newspaper or a report for that of the side it leans to; the media of a ministry are its own."""
    media = name.actors_of("independent_media")
    is_ministry = bool(name.actors) and name.actors[0].source_type == "government" and "ministry" in name.lows
    if not media and (is_ministry or not name.has(MEDIA_WORDS)):
        return None
    leaning = name.leaning
    if leaning == "government":
        return "pro_government_media" if media or name.has(OUTLETS) else "government", name.side
    if leaning == "rebel" and not any(entry.words[0].isupper() for entry in media):
        return "opposition", name.side
    return ("independent_media", name.side) if media or name.has(SURE_MEDIA) else None


def _party(name: _Name) -> tuple[str, str] | None:
    """Take a group or its fighters for themselves where no word for a speaker is beside them."""
    if name.speaker is not None:
        return None
    if name.actors:
        return name.by_actor or ("", name.side)
    return name.side if name.side in PARTIES else "", name.side


def _spokesman(name: _Name) -> tuple[str, str] | None:
    """Ask of a spokesman or a source for whom they speak."""
    if name.speaker.source_type != ASK:
        return None
    is_source = name.speaker.words in ("source", "sources")
    if is_source and any(low.startswith(PRO_GOVERNMENT) for low in name.lows):
        return "pro_government_media", name.side
    if name.actors_of("opposition"):
        return "opposition", name.side
    if found := name.by_actor or name.by_people:
        return found
    if name.has(STATE_WORDS):
        return "government", "government"
    if name.has(REBEL_WORDS):
        return "rebel", "rebel"
    return UNNAMED if is_source or name.speaker.words in ("report", "reports") else "", name.side


def _activists(name: _Name) -> tuple[str, str] | None:
    """Take activists for the opposition, but not those of the government's own."""
    if name.speaker.source_type != "opposition":
        return None
    return "pro_government_media" if name.leaning == "government" else "opposition", name.side


def _officer(name: _Name) -> tuple[str, str] | None:
    """Take an officer or a commander for the group they are of: an actor, other people of a side, or the army."""
    speaker, found = name.speaker, name.by_actor
    if speaker.source_type in ("rebel", "government") and speaker.group in ("commander", "officer", "leader", "") and (
            found and found[0] in (*PARTIES, "opposition")):
        return found
    if speaker.group != "commander":
        return None
    return name.by_people or (("government", "government") if name.has(ARMY_WORDS) else None)


def _speaker(name: _Name) -> tuple[str, str]:
    """Take people for what the lexicon says they speak as; a hospital's doctors are of no side by their trade."""
    speaker = name.speaker
    is_of_hospital = speaker.source_type == UNNAMED and name.actors and "hospital" in name.lows
    return speaker.source_type, name.side or ("" if is_of_hospital else speaker.side)


KINDS: tuple[Callable[[_Name], tuple[str, str] | None], ...] = (
    _recorder, _medium, _party, _spokesman, _activists, _officer, _speaker)
