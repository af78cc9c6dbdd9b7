"""A sentence as chunks: counted people, counted things, verbs and nouns of loss, speakers, and what holds them together.

Each chunk has one letter, so that a rule is a regular expression over the sentence's letters (`rules`):

    N counted or named people      H a number alone            U a number and an unknown noun   M counted vehicles   O other counted things
    p people or a group, uncounted W a name                    C a counted noun of loss         L the same without a number
    k "killed"   T "killing"   t "kill"   l "lost"   c "at the cost of"   f "cost"   V "died"   v "die"
    E "blew himself up"   e "detonated"   S "dead"   D "death of"   K "death toll"   x "suicide bombing" without a number
    B was        G had         Q could               n not        Y said        @ according to   I including
    X while      & and         R who                 o of         b by          z to             i another preposition
    d the        w another word                      , ; ( ) : - .  marks
Adverbs (A), dates (~), quotation marks and the possessive (') stand between others without changing what those are to each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tollbook.extract.lexicon import Entry

PARTIES = ("government", "rebel", "isis", "ypg")  # the sides that fight, and speak for themselves


@dataclass(slots=True)
class Chunk:
    """Some tokens in a row that are one thing, and which.

    `entry` is what the lexicon says of its head or its verb. `quantity` is where the wording of its number stands; None for a person named
    without one. `head` is the token after number, modifiers and head noun, before what is said after them ("of the Front"). `outcome` is
    said by an adjective ("3 disabled tanks"). `notes` are `one` (a single person or vehicle), `definite` ("the rebels"), `singular`,
    `someone` (of a kind the lexicon does not know), `machine` (a side's aircraft), `both sides`, `of the dead`.
    """

    letter: str
    first: int
    last: int
    entry: Entry | None = None
    quantity: tuple[int, int] | None = None
    head: int = 0
    sides: tuple[str, ...] = ()
    group: str = ""
    outcome: str = ""
    actors: tuple[Entry, ...] = ()
    possessive: bool = False
    is_named: bool = False
    is_part: bool = False  # "most of them"
    entries: tuple[Entry, ...] = ()  # of all its words that the lexicon knows
    notes: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """The sheet of the lexicon that its head or verb stands in; blank where the lexicon does not know it."""
        return self.entry.kind if self.entry else ""


@dataclass(slots=True)
class Sentence:
    """The tokens of a sentence, its chunks, and its quantities as first token, last token and wording."""

    text: str
    low: str
    spans: list[tuple[int, int]]
    words: list[str]
    lows: list[str]
    chunks: list[Chunk]
    numbers: list[tuple[int, int, str]]

    def cut(self, first: int, last: int) -> str:
        """Give the text of some tokens."""
        return self.text[self.spans[first][0]:self.spans[last - 1][1]]
