"""The closed classes of English: words that hold a sentence together, of which there are no new ones, and the letter of each.

What a war brings (people, actors, losses, vehicles) is data, in `data/raw/lexicon/`; this is grammar.
"""

from __future__ import annotations

import re

from tollbook import quantities
from tollbook.extract.tokens import words


def _each(listed: str, letter: str) -> dict[str, str]:
    return dict.fromkeys(listed.split(), letter)


LETTERS = {
    **_each("in on at near around from during after before since until till under over inside outside within across against between "
            "through throughout toward towards along amid amidst among amongst into onto with for off behind beyond via per upon "
            "following despite above below as like than because when where if once beside besides alongside due", "i"),
    **_each("of", "o"), **_each("by", "b"), **_each("to", "z"),
    **_each("the this that these those its his her their our my each every any a an another", "d"),
    **_each("while whilst whereas but although though", "X"),
    **_each("was were be been being is are got", "B"),
    **_each("has have had having", "G"),
    **_each("could would may might can will shall should must cannot couldn't wouldn't", "Q"),
    **_each("no not never nor neither without didn't wasn't weren't hadn't nobody nothing", "n"),
    **_each("who which whom whose", "R"),
    **_each("and or &", "&"),
    **_each("he she it they them him we us i you", "p"),
    **_each("including include includes included comprising comprised comprise comprises", "I"),
    **_each(", —", ","), **_each("; ", ";"), **_each("( [", "("), **_each(") ]", ")"), **_each(":", ":"), **_each("- –", "-"),
    **_each(". ! ?", "."),
}
BOTH_SIDES = frozenset(tuple(phrase.split()) for phrase in (
    "both sides", "each side", "either side", "the two sides", "all sides", "both parties", "either party", "both camps", "all camps"))
AMONG_THE = ("dead", "killed", "victims", "fatalities", "wounded", "injured", "casualties")
PHRASES = {tuple(phrase.split()): letter for letter, several in {
    "&": ("as well as", "along with", "together with", "in addition to", "and also"),
    "@": ("according to", "in the words of"),
    "I": ("among them", "amongst them", "among whom", "of whom", "of which", "among those", "among those killed",
          *(f"among the {those}" for those in AMONG_THE)),
    "i": ("such as",),
    "n": ("with no", "how many", "how much"),
    "X": ("even though", "in contrast"),
}.items() for phrase in several} | dict.fromkeys(BOTH_SIDES, "p")
LONGEST_PHRASE = max(map(len, PHRASES))
PHRASE_STARTS = frozenset(phrase[0] for phrase in PHRASES)

# words that stand between others without changing what those are to each other
ADVERBS = words(
    "always often also later still then already only meanwhile however perhaps again soon afterwards earlier instead too further "
    "both today itself himself herself themselves alone altogether overall so far alike yet just even either apparently")
NOT_ADVERBS = words(
    "family supply july ally assembly anomaly only early italy homily fly reply monthly weekly daily belly jelly bully rally tally "
    "bodily lily sly imply apply friendly elderly deadly")
QUOTES = frozenset("\"“”„«»‘’'`*")
POSSESSIVE = frozenset(("'s", "’s", "‘s", "’S", "'S"))
PARTICLES = re.compile(r"(?:al|el|ash|as|az|ad|ar|an|at|ul|ibn|bin|abu|abd|von|van|de|del|der|ben)(?:[-‑’'‘]|$)")

ONE_OF = ("a", "an", "another", "the", "its", "his", "her", "their", "our", "my", "a single")
ITS = ("its", "his", "her", "their")
NTH = words("second third fourth fifth sixth seventh eighth ninth tenth")
ONE_WORDS = frozenset(("one", "a", "an", "another", "one other", "at least one", "one more", "another one", "a single", "only one",
                       "just one", "no", "the one", "the other one", "up to one"))
STARTS = frozenset(word.split()[0] for word in (  # words that a quantity can begin with
    *quantities.ONES, *quantities.TEENS, *quantities.TENS, *quantities.BEFORE, *quantities.COUNTED_UNITS, *quantities.COUNTING_WORDS,
    *quantities.FIXED, *quantities.MAJORITIES, "half", "zero", "a", "several", "many", "few", "some", "others", "numerous", "countless",
    "multiple", "large", "an", "between", "from", "all", "another", "third", "quarter", "innumerable", "untold",
    *(f"{ten}-{one}" for ten in quantities.TENS for one in quantities.ONES)))

# short titles before a name, and the side of those who bear them
TITLES = _each("brig gen maj col lt capt sgt cpl pte", "government") | dict.fromkeys(("dr", "mr", "mrs", "ms", "cmdr"), "")
NUMBERED = words(
    "hill height point sector post base route kilometre kilometer km block district battery battalion unit gate "
    "highway road brigade brigades regiment division company companies corps squadron units hills points posts "
    "line no operation resolution type zone area camp checkpoint ward room cell pit shaft phase day")
RISING = words("rose rise rises risen rising climbed climbs increased jumped grew grown up raised revised")
DEAD = frozenset(("dead", "killed", "wounded", "injured", "missing", "fallen", "captured"))
LEADS_ON = words(
    "at as number numbers numbered numbering to stood reached totalled totaled was were in of among from include includes included "
    "comprised comprise vary had has is")
PUTS = words("at as number numbers numbered in to")
NAMED = words("named called known nicknamed")
VERBS = words(
    "fell fled went came took left began led held made got ran fought drove broke sent became hit threw flew sat stood kept fall "
    "leave struck shot set cut lay rose said beat won told wore had did do does hid hung met paid put let retook overran withdrew "
    "withstood swept drew dug spread burst bore sought bought brought caught thought fed bled slid shook chose spoke woke wrote "
    "rode strode overcame undertook upheld withheld lost spent slept felt dealt built hurt quit cast stuck swung flung sprang sank "
    "stole tore swore blew grew knew saw ate gave laid sold understood bit lit sped shed forgot slew say says claims holds controls "
    "remains are is was were has have")


def is_verb_like(low: str) -> bool:
    """Tell whether a word that the lexicon does not know looks like a verb in a past tense or a participle."""
    return low.endswith(("ed", "ing")) or low in VERBS


def is_plural_like(low: str) -> bool:
    """Tell whether a word that the lexicon does not know looks like people in the plural: "beekeepers", "railwaymen"."""
    is_plural = low.endswith("s") and not low.endswith(("ss", "us", "is"))
    return len(low) > 3 and (is_plural or low.endswith(("men", "women", "folk", "people")))
