"""What the reader makes: candidate claims, and what it knows while it makes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tollbook.article import Sentence as Place
from tollbook.bounds import Bounds
from tollbook.extract.chunks import Sentence
from tollbook.extract.dates import Narrative, Stamp
from tollbook.extract.leftovers import Leftover
from tollbook.extract.rules import Reading
from tollbook.extract.sources import Voice

PLAIN = frozenset(("people", "deaths", "dead", "persons", "bodies", "fatalities", "victims"))


@dataclass
class Candidate:
    """One claim as read: the columns of claims.csv that a text can fill, where it stands, and the rule that found it."""

    section: str
    paragraph: int
    sentence: int
    start: int  # of `exact`, in the repaired text
    end: int
    number: tuple[int, int]  # of the quantity, in the repaired text; of `exact` where there is none
    sentence_text: str
    exact: str
    quantity_text: str
    bounds: Bounds
    qualifier: str
    outcome: str
    outcome_text: str
    outcome_explicit: str
    victims: str
    victim_side: str
    victim_group: str
    attribution_text: str
    source_type: str
    mode: str
    date_start: str
    date_end: str
    date_precision: str
    scope: str
    part_of: Candidate | None
    rule: str
    explanation: str
    confidence: str = "grammar"

    @property
    def is_plain(self) -> bool:
        """Tell whether the words for the people tell no side: "people", "deaths", nothing."""
        words = self.victims.strip("[]").split()
        return not words or words[-1] in PLAIN

    @property
    def in_brackets(self) -> str:
        """Write the people as supplied from elsewhere: "[soldiers]"."""
        return f"[{self.victims.strip('[]')}]"


@dataclass
class Result:
    """What was read of one article: its candidates and every number that is none, with the reason."""

    candidates: list[Candidate] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)


@dataclass
class Scene:
    """One sentence while it is read; `made` are the candidates it gave so far, by the number of their chunk."""

    place: Place
    sentence: Sentence
    reading: Reading
    voices: list[Voice]
    stamps: list[Stamp]
    made: dict[int, Candidate] = field(default_factory=dict)

    @property
    def low(self) -> str:
        return self.sentence.low

    def start(self, at: int) -> int:
        """Give the offset at which a chunk starts."""
        return self.sentence.spans[self.sentence.chunks[at].first][0]

    def end(self, at: int) -> int:
        """Give the offset at which a chunk ends."""
        return self.sentence.spans[self.sentence.chunks[at].last - 1][1]

    def words(self, at: int) -> str:
        """Give the words of a chunk."""
        chunk = self.sentence.chunks[at]
        return self.sentence.cut(chunk.first, chunk.last)

    def is_same_paragraph(self, candidate: Candidate) -> bool:
        return (candidate.section, candidate.paragraph) == (self.place.section, self.place.paragraph)


@dataclass
class Telling:
    """What the sentences before lend to the next: who spoke, of whom, what was claimed last, and the day."""

    narrative: Narrative
    house: Voice | None = None  # who publishes the text, where its head names a party or a recorder
    near: Voice | None = None  # the last source named in this paragraph
    far: Voice | None = None  # the last source named at all
    quoted: Voice | None = None  # whose quotation goes on
    unspoken: int | None = None  # the first candidate of a quotation whose speaker is not named yet
    last: Candidate | None = None
    group: str = ""  # the side of the people spoken of last
    mentions: list[str] = field(default_factory=list)  # the parties spoken of, in order, each time they are
    candidates: list[Candidate] = field(default_factory=list)
