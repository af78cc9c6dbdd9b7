"""Words to bounds: what a figure as worded ("at least 14", "dozens of", "most of them") allows, and how it is qualified.

The numbers of vague words are data, `data/raw/conventions/vague_words.csv`, each cell with its source; the words of the grammar are
the tables below. A wording is read as a whole or refused: nothing is guessed, skipped or half understood.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from math import ceil, floor

from tollbook import paths
from tollbook.bounds import Bounds
from tollbook.errors import BadInput

CONVENTIONS = "data/raw/conventions"
LITERAL = "literal"
NO_NUMBER, ANY_WORD = "(no number)", "(any vague word)"
COUNTED = "killed"
RULE_SET_COLUMNS = ("rule_set", "title", "note", "source")
VAGUE_WORD_COLUMNS = ("rule_set", "word", "scale", "outcome", "low", "high", "is_blank", "source", "note")
MOST_CHARACTERS = 100
EXAMPLES = '"at least 14", "dozens of", "between 12 and 20"'

ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
         "eighteen": 18, "nineteen": 19}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
UNITS = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "hundred thousand": 100_000, "million": 1_000_000}
COUNTED_UNITS = {"tens": 10, **UNITS, **{f"{unit}s": size for unit, size in UNITS.items()}}
COUNTING_WORDS = {"several": "several", "a few": "a few", "many": "many", "a couple": "a couple", "a couple of": "a couple"}

ARTICLES = ("a", "an", "the", "another", "its", "his", "her", "their", "a single")
FIXED = {"both": 2, "a pair": 2, "no": 0, "none": 0, "nobody": 0, "no one": 0, "no-one": 0}
LEADS = ("a total of", "another", "a further", "the other", "the remaining", "the", "all the", "all", "its", "his", "her", "their",
         "these", "those", "other", "exactly", "only", "just")
LIMITS = {
    "at_least": ("at least", "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of"),
    "more_than": ("more than", "over", "above", "upwards of", "upward of", "in excess of", "exceeding", "well over", "just over"),
    "up_to": ("up to", "as many as", "at most", "no more than", "not more than", "a maximum of"),
    "fewer_than": ("fewer than", "less than", "under", "below", "just under"),
}
APPROXIMATORS = ("about", "around", "approximately", "some", "roughly", "circa", "an estimated", "nearly", "almost", "close to")
BEFORE = {"possibly": ("is_possible", True), **dict.fromkeys(APPROXIMATORS, ("is_approx", True)), **dict.fromkeys(LEADS, ("lead", True)),
          **{phrase: ("limit", limit) for limit, phrases in LIMITS.items() for phrase in phrases}}
AFTER = {" or more": ("limit", "at_least"), "+": ("limit", "more_than"), "-plus": ("limit", "more_than"), " plus": ("limit", "more_than"),
         " or fewer": ("limit", "up_to"), " or less": ("limit", "up_to"),
         " or so": ("is_approx", True), "-odd": ("is_approx", True), " odd": ("is_approx", True)}

DENOMINATORS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
MAJORITIES = ("most", "the majority", "a majority", "the vast majority", "the great majority", "almost all", "nearly all")
OF_WHOM = ("the", "them", "these", "those", "its", "his", "her", "their", "whom", "which")
ORDINALS = ("first", "second", "fourth", "eleventh", "twelfth", r"\w+teenth", r"\w+tieth", "hundredth", r"\d+(?:st|nd|rd|th)",
            *DENOMINATORS)


def _any(words) -> str:
    """Write a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,11}|0)"
A = "(?:a|another|a further)"
TO_99 = rf"(?:{_any(TENS)}(?:[- ]{_any(ONES)})?|{_any(TEENS)}|{_any(ONES)})"
TO_999 = rf"(?:(?:{A}|{_any(ONES)}) hundred(?:(?: and)? {TO_99})?|{TO_99})"
TO_MILLION = rf"(?:(?:{TO_999}|{A}) thousand(?: and {TO_99}|,? {TO_999})?|{TO_99} hundred(?:(?: and)? {TO_99})?|{TO_999})"
NUMBER = re.compile(rf"{DIGITS}(?: {_any(UNITS)})?|[0-9]+\.[0-9]+ {_any(UNITS)}|zero|{TO_MILLION}"
                    rf"|(?:{TO_999}|{A}) million(?: and {TO_99}|,? {TO_MILLION})?|(?:{A}|{TO_99}) (?:dozen|score)"
                    rf"|(?:half a|a half|half)[- ]{_any(UNITS)}")
NUMBER_VALUES = {**ONES, **TEENS, **TENS, "a": 1, "another": 1, "zero": 0}
COUNTED_NUMBER = re.compile(rf"(?P<word>{_any(COUNTING_WORDS)}) (?P<unit>{_any(COUNTED_UNITS)})")
SHARE = re.compile(rf"(?P<half>(?:(?:a|one) )?half(?: (?:the|its|his|her|their))?)"
                   rf"|(?P<parts>a|{_any(ONES)})[- ](?P<of>{_any(DENOMINATORS)})s?"
                   rf"|(?P<hundredths>[0-9]+(?:\.[0-9]+)?|{TO_99}) ?(?:%|percent|per cent)")
BETWEEN = re.compile(" and ")
RANGE = re.compile(" to | or | - |-")
PREFIX = re.compile(f"({_any(BEFORE)}) ")
PARTS = re.compile(rf"(?P<head>.+?)(?P<after>{_any(AFTER)})?(?P<besides> (?:others?|more|further))?"
                   rf"(?P<partitive> of(?: {_any(OF_WHOM)})?(?: others?)?(?: (?P<whole>{DIGITS}|{TO_99}))?)?")
ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b")
UNSEEN = str.maketrans({**dict.fromkeys("[]\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"),
                        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")})
THIN_SPACE = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


class UnreadableQuantity(BadInput):
    """A wording that is refused, with the reason and with examples of what can be read."""

    def __init__(self, text: str, reason: str):
        super().__init__(f'cannot read the quantity "{text}": {reason}; what can be read is, for example, {EXAMPLES}')


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as read.

    `bounds` is None where the rule set leaves a vague number blank. `qualifier` is one of `schema.QUALIFIERS`. `vague_word` is the
    vague word that was read, and `rule` the rule set that gave its bounds: `literal` where the rule set asked for has no number for
    it. Both are None where the wording is a number or a share; for a blank wording `rule` alone is set.
    """

    bounds: Bounds | None
    qualifier: str
    vague_word: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class _Wording:
    """A wording taken apart: a number, a share or a vague word (one of the three), and what is said around it."""

    text: str
    number: Bounds | None = None
    share: Fraction | None = None
    word: str | None = None
    phrase: str | None = None
    times: int = 1
    limit: str | None = None
    is_approx: bool = False
    is_possible: bool = False
    is_partitive: bool = False
    whole: Bounds | None = None


def available_rules() -> list[str]:
    """List the rule sets by name, in the order of rule_sets.csv."""
    return list(_rule_sets())


def read(text: str, rules: str = LITERAL, of: Bounds | None = None, outcome: str | None = None, scale: str | None = None) -> Quantity:
    """Read a figure as worded into its bounds.

    Parameters
    ----------
    text : str
        The wording. Words in [brackets] are read like the others; quotation marks are ignored; blank is an outcome without a number.
    rules : str
        The rule set for vague words, one of `available_rules()`.
    of : Bounds, optional
        The whole of which the figure is a part. A share ("half of them") needs it; a vague word is at most all of it. A number is
        kept as stated, even where it exceeds the whole: that is for the reader to see. A whole within the wording goes before it.
    outcome : str, optional
        What is counted (`schema.OUTCOMES`): a codebook has rules for the outcomes it counts. Not given, it is `killed`.
    scale : str, optional
        `small` or `large`, for a codebook whose numbers depend on the scale of the event. Not given, the scale is not known.

    Raises
    ------
    UnreadableQuantity
        Where any part of the wording is not understood, or a share has no whole.
    BadInput
        Where the rule set is none of those available.
    """
    if rules not in _rule_sets():
        raise BadInput(f"rule set: found {rules!r}; allowed is one of {', '.join(_rule_sets())}")
    wording = _take_apart(text)
    whole = wording.whole or of
    if wording.word == "all" and (whole or wording.is_partitive):
        wording = replace(wording, word=None, share=Fraction(1))
    if wording.number is not None:
        return Quantity(_limit(wording.number, wording), _qualify(wording))
    if wording.share is not None:
        return Quantity(_take_share(wording.share, wording.limit, wording, whole), _qualify(wording))
    bounds, rule = _look_up(wording, whole, rules, outcome or COUNTED, scale or "")
    return Quantity(bounds, "vague" if wording.word else "unquantified", wording.phrase, rule)


def stated(text: str) -> int | None:
    """Give the one number that a wording states, without its qualifier: 14 for "at least 14"; None where it states none or two."""
    number = _take_apart(text).number
    return number.low if number is not None and number.is_exact else None


def end_of(text: str, at: int) -> int | None:
    """Find where the wording ends that starts at an offset of a text; None where none that can be read starts there.

    The text is in small letters with plain spaces, dashes and apostrophes. The longest reading counts: "between 12 and 20", not "between".
    """
    match = _phrase().match(text, at)
    while match:
        words = match.group().rstrip()
        try:
            _take_apart(words)
        except BadInput:
            cut = max(words.rfind(" "), words.rfind("-"))
            match = _phrase().match(text, at, at + cut) if cut > 0 else None
        else:
            return at + len(words)
    return None


@cache
def _phrase() -> re.Pattern:
    """Write the pattern of a wording, loosely: what it finds is then read, and counts only if it can be.

    Of two readings the pattern takes the first: what is longer stands before what it begins with.
    """
    number = rf"(?:[0-9]+\.[0-9]+ {_any(UNITS)}|(?:{A}|{TO_99}) (?:dozen|score)\b|{NUMBER.pattern})"
    spread = rf"between {number} and {number}|(?:from )?{number}(?: to | or | ?- ?){number}"
    share, counted = (re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in (SHARE, COUNTED_NUMBER))
    halves = rf"(?:half a|a half|half)[- ]{_any(UNITS)}\b"
    words = rf"{halves}|{share}|{counted}|{spread}|{number}|{_any(_vague_words() | set(FIXED))}"
    quote = "[\"\u201c\u201d']?"
    after = rf"(?:{_any(AFTER)}(?!\w))?{quote}(?: (?:others?|more|further)\b)?"
    partitive = rf"(?: of\b(?:(?: {_any(OF_WHOM)}\b)?(?: others?\b)?(?: (?:{DIGITS}|{TO_99})\b(?!-))?)?)?"
    return re.compile(rf"(?:{_any(BEFORE)} )*{quote}(?:{words})(?!\w){after}{partitive}")


def _limit(bounds: Bounds, wording: _Wording) -> Bounds:
    """Apply "at least", "more than", "up to", "fewer than" and "possibly" to the bounds of a number or a vague word."""
    low, high = bounds.low, bounds.high
    if wording.limit in ("at_least", "more_than"):
        low, high = low + (wording.limit == "more_than"), None
    elif wording.limit == "fewer_than":
        low, high = 0, None if high is None else high - 1
    elif wording.limit == "up_to":
        low = 0
    if high is not None and high < 0:
        raise UnreadableQuantity(wording.text, "no number is less than 0")
    return Bounds(0 if wording.is_possible else low, high)


def _take_share(share: Fraction, limit: str | None, wording: _Wording, whole: Bounds | None) -> Bounds:
    """Take a share of the whole; people are whole, and the text does not tell which way a part of a person was rounded.

    Half of 21 is 10 to 11, half of at least 20 is at least 10. "At least", "more than", "up to" and "fewer than" are taken strictly:
    more than half of 20 is 11 to 20, the whole being its upper limit. Any share of nobody is nobody.
    """
    if whole is None:
        raise UnreadableQuantity(wording.text, 'a share needs its whole: the claim it is a part of, or a number ("half of the 40")')
    if whole.high == 0:
        return Bounds(0, 0)
    least, most = share * whole.low, None if whole.high is None else share * whole.high
    low = {None: floor(least), "at_least": ceil(least), "more_than": floor(least) + 1}.get(limit, 0)
    if limit in ("at_least", "more_than") or most is None:
        high = whole.high
    else:
        high = {None: ceil(most), "up_to": floor(most), "fewer_than": ceil(most) - 1}[limit]
    if high is not None and low > high:
        raise UnreadableQuantity(wording.text, f"no part of a whole of {whole} can be that")
    return Bounds(0 if wording.is_possible else low, high)


def _qualify(wording: _Wording) -> str:
    """Name the qualifier of a number or a share, from its words alone; a plain share is vague, as its number is not stated."""
    has_floor = wording.limit in ("at_least", "more_than")
    if wording.share is not None and (wording.is_possible or not (wording.limit or wording.is_approx)):
        return "vague"
    if wording.is_possible:
        return "vague" if has_floor else "up_to"
    if wording.limit:
        return wording.limit if has_floor else "up_to"
    if wording.number is not None and not wording.number.is_exact:
        return "range"
    return "approx" if wording.is_approx else "exact"


def _look_up(wording: _Wording, whole: Bounds | None, rules: str, outcome: str, scale: str) -> tuple[Bounds | None, str]:
    """Find the bounds of a vague wording and the rule set that gave them: the one asked for, else `literal`."""
    named = (wording.phrase, ANY_WORD) if wording.word else (NO_NUMBER,)
    keys = [(word, *cell) for word in named for cell in ((outcome, scale), (outcome, ""), ("", scale), ("", ""))]
    key = next((key for key in keys if key in _rule_sets()[rules]), None)
    if key:
        bounds, rule = _rule_sets()[rules][key], rules
    else:
        bounds, rule = _take_literally(wording, whole, rules), LITERAL
    if bounds is None:
        return None, rule
    bounds = _limit(bounds, wording)
    part = bounds.intersection(Bounds(0, whole.high)) if whole else bounds
    return part or bounds, rule


def _take_literally(wording: _Wording, whole: Bounds | None, rules: str) -> Bounds:
    """Give the literal bounds of a vague wording: "several dozen" is several times twelve, most is more than half of the whole."""
    if wording.word in MAJORITIES:
        if wording.limit:
            raise UnreadableQuantity(wording.text, f'"{wording.word}" takes no limit')
        return _take_share(Fraction(1, 2), "more_than", wording, whole)
    bounds = _rule_sets()[LITERAL].get((wording.word or NO_NUMBER, "", ""))
    if bounds is None:
        raise UnreadableQuantity(wording.text, f"the rule set {rules} gives it no number")
    return Bounds(bounds.low * wording.times, None if bounds.high is None else bounds.high * wording.times)


@lru_cache(maxsize=65_536)
def _take_apart(text: str) -> _Wording:
    """Take a wording apart: strip what is said before it until what is left is a number, a share or a vague word."""
    rest, said = _plain(text), {}
    if not rest:
        return _Wording(text)
    while (wording := _read_rest(text, rest, said)) is None:
        prefix = PREFIX.match(rest)
        if prefix is None:
            raise UnreadableQuantity(text, "an ordinal is a rank, not a count" if ORDINAL.search(rest) else f'"{rest}" is not understood')
        _say(text, said, *BEFORE[prefix[1]])
        rest = rest[prefix.end():]
    return wording


def _plain(text: str) -> str:
    """Write a wording in small letters with plain spaces and dashes, without brackets and quotation marks."""
    if not isinstance(text, str):
        raise TypeError(f"a quantity is read from text; found {text!r}")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableQuantity(text[:MOST_CHARACTERS] + "...", f"it is longer than {MOST_CHARACTERS} characters")
    if text.count("[") != text.count("]"):
        raise UnreadableQuantity(text, "a bracket stands alone")
    spaced = text if text.isascii() else THIN_SPACE.sub(",", text)
    plain = " ".join(spaced.lower().translate(UNSEEN).split())
    if not plain and text and not text.isspace():
        raise UnreadableQuantity(text, "it holds no word")
    return plain


def _say(text: str, said: dict, kind: str, what: str | bool) -> None:
    """Note what a phrase around the number says; of each kind of phrase there can be one."""
    if kind in said:
        raise UnreadableQuantity(text, "two phrases of one kind say different things of the same number")
    said[kind] = what


def _read_rest(text: str, rest: str, said: dict) -> _Wording | None:
    """Read a number, a share or a vague word with what follows it; None where the rest is none of them."""
    if rest in ARTICLES and said.keys() <= {"is_possible"}:
        return _Wording(text, number=Bounds(1, 1), **said)
    parts = PARTS.fullmatch(rest)
    meaning = parts and _read_head(text, parts["head"])
    if not meaning or (parts["besides"] and "share" in meaning):
        return None
    if parts["after"]:
        _say(text, said, *AFTER[parts["after"]])
    whole = Bounds.exact(_read_number(parts["whole"])) if parts["whole"] else None
    if whole and "number" in meaning and meaning["number"].low > whole.high:
        raise UnreadableQuantity(text, "the part is greater than its whole")
    around = {kind: what for kind, what in said.items() if kind != "lead"}
    return _Wording(text, **meaning, **around, whole=whole, is_partitive=bool(parts["partitive"]))


def _read_head(text: str, head: str) -> dict | None:
    """Read the words of the number itself; None where they are none."""
    number = FIXED.get(head, _read_number(head))
    if number is not None:
        return {"number": Bounds.exact(number)}
    if head in _vague_words():
        return {"word": head, "phrase": head}
    if counted := COUNTED_NUMBER.fullmatch(head):
        return {"word": COUNTING_WORDS[counted["word"]], "phrase": head, "times": COUNTED_UNITS[counted["unit"]]}
    if share := SHARE.fullmatch(head):
        return {"share": _read_share(text, share)}
    bounds = _read_range(text, head)
    return bounds and {"number": bounds}


def _read_number(words: str) -> int | None:
    """Read one whole number in digits, in words, or in both ("3 million"); None where the words are none."""
    if not NUMBER.fullmatch(words):
        return None
    if words[0].isdigit():
        digits, _, unit = words.replace(",", "").partition(" ")
        number = Fraction(digits) * UNITS[unit] if "." in digits else int(digits) * UNITS.get(unit, 1)
        return int(number) if number == int(number) else None
    tokens = words.replace("-", " ").replace(",", "").split()
    if "half" in tokens:
        return UNITS[" ".join(token for token in tokens if token not in ("a", "half"))] // 2
    total = group = 0
    for token in tokens:
        if token in ("thousand", "million"):
            total, group = total + group * UNITS[token], 0
        else:
            group = group * UNITS[token] if token in UNITS else group + NUMBER_VALUES.get(token, 0)
    return total + group


def _read_share(text: str, share: re.Match) -> Fraction:
    """Read "half", "two thirds" or "80 per cent" as a fraction of the whole."""
    if share["half"]:
        return Fraction(1, 2)
    if share["parts"]:
        part = Fraction(NUMBER_VALUES[share["parts"]], DENOMINATORS[share["of"]])
    else:
        hundredths = share["hundredths"]
        part = Fraction(hundredths if hundredths[0].isdigit() else _read_number(hundredths)) / 100
    if part > 1:
        raise UnreadableQuantity(text, "the part is greater than its whole")
    return part


def _read_range(text: str, head: str) -> Bounds | None:
    """Read "between 12 and 20", "12 to 20", "12-20" or "12 or 13"; None where there are not exactly two numbers to be had."""
    separator, ends = (BETWEEN, head[8:]) if head.startswith("between ") else (RANGE, head.removeprefix("from "))
    pairs = [(ends[:cut.start()], ends[cut.end():]) for cut in separator.finditer(ends)]
    pairs = [pair for pair in pairs if None not in map(_read_number, pair)]
    if len(pairs) != 1:
        return None
    low, high = map(_read_number, pairs[0])
    low *= _shared_unit(text, *pairs[0])
    if low >= high:
        raise UnreadableQuantity(text, "a range goes from the lesser number to the greater")
    return Bounds(low, high)


def _shared_unit(text: str, low: str, high: str) -> int:
    """Return the size of the unit that the second number of a range lends to the first: a hundred in "two or three hundred", else 1.

    "Fifty to two hundred" cannot be meant so, as the first number would be the greater. "Two to three hundred thousand" could lend
    a thousand or a hundred thousand, and is refused.
    """
    units = [word for word in high.split() if word in UNITS]
    if not units or not high.endswith(units[-1]) or _read_number(low) >= _read_number(high) // UNITS[units[-1]]:
        return 1
    if len(units) > 1 or any(word in UNITS for word in low.split()):
        raise UnreadableQuantity(text, f"the first number can be meant with or without its {units[-1]}")
    return UNITS[units[0]]


@cache
def _vague_words() -> frozenset[str]:
    """Collect the vague words that at least one rule set defines, and the words for a majority."""
    words = {word for table in _rule_sets().values() for word, _, _ in table}
    return frozenset(words - {NO_NUMBER, ANY_WORD} | set(MAJORITIES))


@cache
def _rule_sets() -> dict[str, dict[tuple[str, str, str], Bounds | None]]:
    """Read the rule sets: by name, then by word, outcome and scale, the bounds of the word, None where it is left blank."""
    tables = {row["rule_set"]: {} for _, row in _rows("rule_sets.csv", RULE_SET_COLUMNS)}
    for where, row in _rows("vague_words.csv", VAGUE_WORD_COLUMNS):
        if row["rule_set"] not in tables:
            raise BadInput(f"{where}, column rule_set: found {row['rule_set']!r}; allowed is one of {', '.join(tables)}")
        table, key = tables[row["rule_set"]], (row["word"], row["outcome"], row["scale"])
        if key in table:
            raise BadInput(f"{where}, column word: found {row['word']!r} a second time; allowed is once for a rule set, scale and outcome")
        table[key] = _row_bounds(where, row)
    return tables


def _rows(name: str, columns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """Read a CSV file of conventions as rows of text, each with its place for a message."""
    with open(paths.root() / CONVENTIONS / name, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise BadInput(f"{CONVENTIONS}/{name}: row 1: found the columns {reader.fieldnames}; allowed are {', '.join(columns)}")
        return [(f"{CONVENTIONS}/{name}: row {number}", row) for number, row in enumerate(reader, 2)]


def _row_bounds(where: str, row: dict[str, str]) -> Bounds | None:
    """Turn the cells low, high and is_blank of a row into bounds; None where the rule set leaves the number blank."""
    if row["is_blank"] == "yes" and not row["low"] + row["high"]:
        return None
    try:
        if row["is_blank"] != "no":
            raise ValueError
        return Bounds(int(row["low"]), int(row["high"]) if row["high"] else None)
    except ValueError:
        found = f"{row['low']!r}, {row['high']!r} and {row['is_blank']!r}"
        raise BadInput(f"{where}, columns low, high and is_blank: found {found}; allowed are a whole number, the same or a greater one or "
                       "blank, and no; or blank, blank and yes") from None
