"""One figure whose people are looked for, and what the ways to find them lean on: its sentence, its source, what was told before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tollbook.extract.candidate import Candidate, Scene, Telling
from tollbook.extract.chunks import PARTIES, Chunk
from tollbook.extract.lines import SILENT
from tollbook.extract.phrases import ENEMY
from tollbook.extract.rules import Found
from tollbook.extract.sources import Voice

OPPOSITE = {"government": "rebel", "rebel": "government"}
CIVILIAN_PLACES = re.compile(
    r"\b(?:schools?|hospitals?|clinics?|maternity|markets?|marketplace|bazaar|shops?|bakery|bakeries|bread|queue|bus(?:es)?|minibus|tram|trains?|"
    r"(?:railway|train|bus|coach) station|bus stop|ferry|passengers?|mosques?|church(?:es)?|monastery|convent|temple|shrine|synagogue|"
    r"pilgrims?|wedding|funeral|festival|fair|stadium|concert|cinema|theatre|theater|library|museum|playground|caf[eé]|restaurant|hotel|"
    r"nurser(?:y|ies)|kindergarten|college|university|dormitor(?:y|ies)|orphanage|almshouses?|refugee camps?|camp for displaced|shelter|"
    r"homes?|houses?|flats|apartments?|tenements?|dwellings?|farmhouses?|residential|famil(?:y|ies)|village square|town square)\b")
ATTACKED = re.compile(r"\b(?:shell|bomb|struck|strike|raid|rocket|mortar|blast|explo|missile|fired|hit\b|drone)")
ITS_OWN = re.compile(r"\b(?:its|their) own\b")
SUFFERED = re.compile(r"^[^,;]{0,30}\b(?:suffer\w*|sustain\w*|lost|losing|had|mourn\w*|buried|incurr\w*|lists?|counted|counts)\b"
                      r"[^;]{0,40}$")
QUOTES = "\"”“ "
PRONOUNS = ("they", "it", "he", "she", "we", "i")
LOST = ("lost", "cost", "price")


@dataclass(frozen=True, slots=True)
class People:
    """Who is counted: the words, the side and the group."""

    words: str
    side: str
    group: str = ""


@dataclass
class Whose:
    """One figure whose people are looked for: what the rules found, its whole, its source, the sentence and what was told before."""

    scene: Scene
    telling: Telling
    found: Found
    whole: Candidate | None
    voice: Voice | None

    @property
    def _noun(self) -> str:
        entry = self.found.chunk.entry
        return entry.words if entry else ""

    @cached_property
    def _speaker(self) -> str:
        """The party that speaks; blank where none of them does, or where only an adverb ("reportedly") tells of a source."""
        return self.voice.side if self.voice and not self.voice.is_clause and self.voice.side in PARTIES else ""

    @cached_property
    def _doer(self) -> str:
        return self.side_of(self.found.agent) or (self._speaker if self.found.rule == "object" else "")

    @cached_property
    def _after(self) -> list[Chunk]:
        return [c for c in self.scene.sentence.chunks[self.found.at + 1:self.found.at + 8] if c.letter not in SILENT]

    @cached_property
    def _made_before(self) -> list[Candidate]:
        return [made for at, made in self.scene.made.items() if at < self.found.at and made.part_of is None and made.outcome != "materiel"]

    @cached_property
    def _earlier(self) -> Candidate | None:
        """The claim of people before this one, in the sentence or else in the paragraph; of a part, its whole."""
        last = self.telling.last
        near = last if last is not None and last.outcome != "materiel" and self.scene.is_same_paragraph(last) else None
        earlier = self._made_before[-1] if self._made_before else near
        while earlier is not None and earlier.part_of is not None:
            earlier = earlier.part_of
        return earlier

    @cached_property
    def _parts(self) -> list[int]:
        return [n for at, parts in self.scene.reading.parts if at == self.found.at for n in parts]

    @cached_property
    def _parts_are_mixed(self) -> bool:
        """Tell whether a whole's counted parts are of two sides, of one side and so not all, or only in part "civilians"."""
        chunks = [self.scene.sentence.chunks[n] for n in self._parts]
        sides = {side for c in chunks if "one" not in c.notes and c.quantity for side in c.sides}
        if sides == {"civilian"}:
            return any(c.entry and c.entry.words == "civilians" for c in chunks)
        return len(sides) > 1 or len(sides) == 1 and self.found.chunk.letter in "NH"

    @cached_property
    def _listed_before(self) -> str:
        """The side of the one before in the same list, whose driver or brother this is."""
        listed = [self.scene.made[f.at].victim_side for f in self.scene.reading.found
                  if f.at < self.found.at and f.verb == self.found.verb and f.at in self.scene.made]
        return listed[-1] if listed else ""

    @property
    def _is_own(self) -> bool:
        return ITS_OWN.search(self.scene.low[self.scene.start(self.found.at):self.scene.end(self.found.at)]) is not None

    @property
    def _is_of_speaker(self) -> bool:
        """Tell whether "its" is the speaker's: "the army said that two of its men were wounded", and no other party spoken of between."""
        said = self.scene.low[self.scene.start(self.found.at):self.scene.end(self.found.at)]
        between = [c for n, c in enumerate(self.scene.sentence.chunks[:self.found.at])
                   if c.letter in "pW" and c.sides and c.sides[0] in PARTIES and c.sides[0] != self._speaker]
        return re.search(r"\bof its (?!enem|oppon|foe|advers|rival)", said) is not None and not between

    @property
    def _has_both_sides(self) -> bool:
        return "both sides" in " ".join(self.scene.sentence.lows)

    @cached_property
    def _is_of_clash(self) -> bool:
        """Tell whether those counted fell between two sides that are named: "clashes between the army and the rebels left 23 dead"."""
        chunks, lows = self.scene.sentence.chunks, self.scene.sentence.lows
        between = next((n for n in range(self.found.at - 1, -1, -1) if lows[chunks[n].first] == "between"), None)
        if between is None:
            return False
        pair = [n for n in range(between + 1, self.found.at) if chunks[n].letter not in SILENT][:3]
        letters = "".join(chunks[n].letter for n in pair)
        return letters[1:2] == "&" and self.found.agent in (None, *pair) and len({self.side_of(n) for n in pair[::2]} & set(PARTIES)) > 1

    def _chunk(self, at: int | None) -> Chunk | None:
        return None if at is None else self.scene.sentence.chunks[at]

    def _as_told(self, at: int) -> People:
        chunk = self.scene.sentence.chunks[at]
        return People(self._in_brackets(at), chunk.sides[0], chunk.group)

    def _in_brackets(self, at: int) -> str:
        """Write people of elsewhere in the sentence, without their number: "140 militants" are "[militants]"."""
        chunk = self.scene.sentence.chunks[at]
        first = chunk.quantity[1] if chunk.quantity and chunk.quantity[1] < chunk.last else chunk.first
        return f"[{self.scene.sentence.cut(first, chunk.last).strip(QUOTES)}]"

    def real(self, side: str) -> str:
        """Tell which side "the enemy" is: the other one than that of the speaker, or of the text's publisher."""
        if side != ENEMY:
            return side
        speaker = self.voice.side if self.voice and not self.voice.is_clause else ""
        return OPPOSITE.get(speaker or (self.telling.house.side if self.telling.house else ""), "unspecified")

    def opponent(self, doer: str) -> str:
        """Tell whom a side fights: the other side named in the sentence, else the one spoken of most lately and most often."""
        here = [side for c in self.scene.sentence.chunks if c.letter in "pNw" for side in c.sides if side in PARTIES and side != doer]
        if here:
            return here[-1]
        near = [side for side in self.telling.mentions[-10:] if side != doer]
        return max(near, key=lambda side: (near.count(side), -near[::-1].index(side))) if near else OPPOSITE.get(doer, "unspecified")

    def side_of(self, at: int | None) -> str:
        """Give the side of a subject; of "we" that of the publisher, of "it" and "they" that of the speaker or of the group before."""
        chunk = self._chunk(at)
        if chunk is None:
            return ""
        if chunk.sides:
            return self.real(chunk.sides[0])
        low = self.scene.sentence.lows[chunk.first]
        if low in ("we", "our") and self.telling.house:
            return self.telling.house.side
        if low not in PRONOUNS or chunk.last - chunk.first > 1:
            return ""
        return self._speaker or (self.telling.group if low not in ("we", "i") else "")

    def _people_told(self, before: int) -> Iterator[int]:
        """List the people with a side before a place of the sentence, without those that name a source."""
        spoken = [(mark.at, mark.at + len(mark.words.split())) for mark in self.scene.voices if not mark.is_clause]
        for n, chunk in enumerate(self.scene.sentence.chunks[:before]):
            is_people = chunk.letter in "pN" and "machine" not in chunk.notes and {*chunk.sides[:1]} & {*PARTIES, "civilian"}
            if is_people and not any(first <= chunk.first < last for first, last in spoken):
                yield n

    def _owner_before(self, at: int) -> tuple[str, ...]:
        """Find whose a noun of loss is by the words before it: "our own dead", "the army's losses", "its losses"."""
        chunks, chunk = self.scene.sentence.chunks, self.scene.sentence.chunks[at]
        words = self.scene.sentence.lows[max(0, chunk.first - 3):chunk.first + 1]
        house = self.telling.house
        if "our" in words and (house or self.voice):
            side = self.voice.side if self.voice and self.voice.side else house.side if house else ""
            return (side,) if side else ()
        if at > 1 and chunks[at - 1].letter == "'":
            return chunks[at - 2].sides
        if "its" in words or "their" in words or chunk.possessive:
            if self.voice and self.voice.side and not self.voice.is_clause:
                return (self.voice.side,)
            return next((c.sides[:1] for c in reversed(chunks[:at]) if c.letter in "pN" and c.sides), ())
        return ()

    def _first_people(self) -> Chunk | None:
        return self._chunk(next(self._people_told(self.found.at), None))

    def _sufferer(self) -> int | None:
        """Find the party before a number of which the words between say that it suffered."""
        if self._is_of_clash:
            return None
        chunks = self.scene.sentence.chunks
        at = next((n for n in range(self.found.at - 1, -1, -1) if chunks[n].letter in "pN" and "machine" not in chunks[n].notes
                   and self.side_of(n) in PARTIES), None)
        return at if at is not None and SUFFERED.search(self.scene.low[self.scene.end(at):self.scene.start(self.found.at)]) else None
