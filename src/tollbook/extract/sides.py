"""Whose people: which side those counted are on, where the text names them, and their group.

Their own words tell first ("rebel fighters"), then the sentence ("at the cost of 27 fighters"), then what was told before. What none of
these tells stays `unspecified`. A number alone is another matter (`alone`).
"""

from __future__ import annotations

import re

from tollbook.extract.chunks import PARTIES
from tollbook.extract.whose import ATTACKED, CIVILIAN_PLACES, LOST, OPPOSITE, People, Whose

OTHERS = ("rebel", "isis", "ypg")  # that are not the state
BORE = re.compile(r"\bwith(?: \w+){0,2}$|\b(?:left|leaving|suffer|sustain|took|taking|lost|incur|had|endur)")
ARMOUR = re.compile(r"\b(?:tank|helicopter|jet|warplane|aircraft|gunship|plane|bmp|armou?red)")
ANYBODY = frozenset(("people", "persons", "person", "man", "men", "victims", "individuals", "adults", "survivors"))
HELD = frozenset(("prisoners", "detainees", "captives", "hostages", "inmates", "abductees", "prisoner", "detainee", "captive", "hostage",
                  "inmate"))
CREW = frozenset(("pilot", "pilots", "co-pilot", "copilot", "crew", "driver", "gunner", "gunners", "crewman", "crewmen", "crew members"))
ARMED = frozenset(("militants", "militant", "jihadists", "jihadist", "jihadis", "extremists", "terrorists", "Islamists", "gunmen",
                   "attackers", "insurgents"))
COMRADES = frozenset(("martyrs", "comrades", "comrade"))
HARM = ("killed", "wounded", "killed_or_wounded", "missing")


class Named(Whose):
    """A figure whose people or vehicles are named."""

    def people(self) -> People:
        """Tell who is counted."""
        chunk = self.found.chunk
        words, sides = self._named()
        is_losers = self.found.rule in LOST and not chunk.actors and self.side_of(self.found.owner)  # "the rebels lost 14 soldiers"
        if not sides or sides == ("government",) and (chunk.possessive or is_losers):
            sides = self._inferred() or sides
        is_rank = self._group in ("officer", "commander", "leader")
        if sides == ("government",) and is_rank and chunk.letter == "N" and self.whole and self.whole.victim_side in OTHERS:
            sides = (self.whole.victim_side,)  # a colonel among the rebels
        sides = tuple(dict.fromkeys(map(self.real, sides)))
        side = sides[0] if len(sides) == 1 else "mixed" if sides else "unspecified"
        if side == "unspecified" and not chunk.sides and chunk.letter in "NU" and self.whole and self.whole.victim_side != "mixed":
            side = self.whole.victim_side
        if side == "unspecified" and not self.whole and self._parts_are_mixed:
            side = "mixed"
        return People(words.strip("\"“” "), side, self._group)

    # what the words tell

    @property
    def _group(self) -> str:
        verb = self.scene.sentence.chunks[self.found.verb]
        is_suicide = self.found.rule in ("attack", "bomber") or verb.letter in "Ee"
        return self.found.chunk.group or ("suicide_bombers" if is_suicide else "")

    def _named(self) -> tuple[str, tuple[str, ...]]:
        """Give the people's words, without the number, and the sides that these words tell."""
        chunk, cut = self.found.chunk, self.scene.sentence.cut
        start = chunk.quantity[1] if chunk.quantity else chunk.first
        words, sides = cut(start, chunk.last) if start < chunk.last else cut(chunk.first, chunk.last), tuple(chunk.sides)
        if sides == ("rebel",) and chunk.letter == "N" and self._noun in ARMED and not chunk.actors:
            sides = (self._whose_militants(),)
        if self._noun in COMRADES and self._speaker:
            return words, (self._speaker,)
        if chunk.letter in "CLx" and self.found.rule != "attack":
            return self._of_loss(words, sides)
        if chunk.letter in "NU" and not sides and any("both sides" in c.notes for c in self._after[:2]):
            return words, ("mixed",)
        return words, sides

    def _of_loss(self, words: str, sides: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Find whose deaths or casualties: "among the Army ranks", "on both sides", "of government fighters", "the Army suffered"."""
        cut = self.scene.sentence.cut
        for n, chunk in enumerate(self._after[:5]):
            if "both sides" in chunk.notes:
                return "both sides", ("mixed",)
            if chunk.letter in "pNw" and (n or words.lower().endswith(" of")) and chunk.sides:
                pair = self._after[n + 1:n + 3]
                more = pair[1].sides if len(pair) == 2 and pair[0].letter == "&" and pair[1].letter in "pN" else ()
                return _without_the(cut(chunk.first, chunk.last)), tuple(dict.fromkeys([*chunk.sides, *more]))
            if chunk.letter not in "iozdw":
                break
        owner = self._chunk(self.found.owner)
        if sides or owner is None or not owner.sides or self.found.rule not in ("no-number", "counted", "lost"):
            return (words, sides) if sides or not self._has_both_sides else ("both sides", ("mixed",))
        between = " ".join(self.scene.sentence.lows[owner.last:self.found.chunk.first])
        if BORE.search(between):
            return _without_the(cut(owner.first, owner.last)), owner.sides[:1]
        if "inflict" in between and owner.sides[0] in OPPOSITE:
            return words, (OPPOSITE[owner.sides[0]],)
        return words, sides

    # what the sentence and the telling let infer, for people and vehicles that are named without a side

    def _inferred(self) -> tuple[str, ...]:
        if self.found.chunk.letter == "M":
            side = self._owner_of_vehicle()
        elif self.whole and self.whole.victim_side not in ("unspecified", "mixed"):
            side = self.whole.victim_side
        elif self.found.rule == "attack" or self.found.chunk.group == "suicide_bombers":
            side = self._side_of_bomber()
        elif self.found.outcome == "freed" or self._noun in HELD:
            side = self._side_of_captive()
        else:
            side = self._side_of_crew() or self._side_of_own() or "".join(self.found.chunk.sides[:1]) or self._side_of_unknown()
        return (side,) if side else ()

    def _side_of_bomber(self) -> str:
        named = next((entry.side for entry in self.found.chunk.actors if entry.side not in ("", "unspecified")), "")
        recent = next((side for side in reversed(self.telling.mentions[-12:]) if side in ("rebel", "isis")), "rebel")
        return named or self.side_of(self.found.owner) or recent

    def _side_of_captive(self) -> str:
        """Who is held is not told by who holds or frees them, but "130 of its own men" are the side's that freed them."""
        if self.found.outcome == "freed" and self.found.chunk.possessive and self._listed_before:
            return self._listed_before
        if self.found.outcome == "freed" and self._is_own:
            return self.side_of(self.found.agent)
        return "civilian" if self._noun in ("inmates", "inmate") and CIVILIAN_PLACES.search(self.scene.low) else ""

    def _side_of_crew(self) -> str:
        if self._noun not in CREW:
            return ""
        vehicle = next((c for c in reversed(self.telling.candidates) if c.outcome == "materiel" and self.scene.is_same_paragraph(c)), None)
        return vehicle.victim_side if vehicle and vehicle.victim_side in OPPOSITE else ""

    def _side_of_own(self) -> str:
        """Find the side that speaks of its own or lost its own: "one of its fighters", "at the cost of 27 men"."""
        chunk, found = self.found.chunk, self.found
        verb = self.scene.sentence.chunks[found.verb].entry
        if chunk.possessive and self._speaker and (self._is_own or self._is_of_speaker):
            return self._speaker
        if self._is_own and found.rule == "lost" and found.owner is None:
            named = next((c for c in self.scene.sentence.chunks[:found.at] if c.letter == "p" and c.sides and c.sides[0] in PARTIES), None)
            return named.sides[0] if named else ""
        if chunk.possessive and self._listed_before and found.rule != "lost":
            return self._listed_before
        if not (chunk.possessive or found.rule in LOST or (verb is not None and verb.part == "of lost")):
            return ""
        subject = self._first_people()
        return (self.side_of(found.owner) or (self._speaker if found.rule in LOST and found.owner is None else "")
                or (subject.sides[0] if subject else "") or (self._speaker if found.rule == "noun-of" else "")
                or (self.telling.group if chunk.possessive else ""))

    def _side_of_unknown(self) -> str:
        """Infer the side of people in general, of strangers and of fighters."""
        chunk, found = self.found.chunk, self.found
        is_place = CIVILIAN_PLACES.search(self.scene.low) is not None
        if chunk.letter == "U" and found.outcome in HARM and not chunk.actors and self.scene.sentence.words[chunk.head - 1].islower():
            return "civilian"  # who fights is called by a word that the lexicon knows
        if chunk.letter == "C" and found.outcome == "killed" and is_place and ATTACKED.search(self.scene.low):
            return "civilian"
        if self._noun in ("man", "men") and found.rule == "state" and (sufferer := self._sufferer()) is not None:
            return self.side_of(sufferer)
        if chunk.letter == "U" or chunk.letter == "N" and self._noun in ANYBODY:
            if self._parts_are_mixed and not self.whole:
                return "mixed"
            if is_place and not (self.whole and self.whole.victim_side == "mixed"):
                return "civilian"
            doer = self.side_of(found.agent)
            return self.opponent(doer) if self._noun in ("men", "man") and doer in PARTIES and not self.whole else ""
        return self._side_of_fighters() if not found.whole and chunk.letter in "NC" and chunk.kind in ("", "people") else ""

    def _side_of_fighters(self) -> str:
        """Infer whose fighters: the other side than the doer's or the boaster's, that of their parts, or the one spoken of."""
        chunk, found = self.found.chunk, self.found
        if self._is_of_clash or self._has_both_sides and found.rule != "object":
            return "mixed"
        doer = self.side_of(found.agent)
        if doer in PARTIES:
            return self.opponent(doer)
        named = {side for n in self._parts for side in self.scene.sentence.chunks[n].sides if side in PARTIES}
        if len(named) == 1 and chunk.entry:
            return named.pop()
        boasts = found.rule == "object" or found.rule == "state" and self.voice is not None and self.voice.mode == "claims"
        if boasts and self._speaker and found.agent is None:
            return self.opponent(self._speaker)
        if self._noun == "combatants":
            return "mixed" if " and " in self.scene.low else ""
        if self._noun in ("fighters", "fighter"):
            here = [side for c in self.scene.sentence.chunks[:found.at] if c.letter in "pNw" for side in c.sides if side in OTHERS]
            near = here or [side for side in self.telling.mentions[-12:] if side in OTHERS]
            if near:
                return near[-1]
        if chunk.entry and (chunk.entry.group in ("commander", "leader") or self._noun in ("fighters", "fighter", "members", "member")):
            subject = self._first_people()
            return subject.sides[0] if subject and subject.sides[0] in PARTIES else ""
        return ""

    def _whose_militants(self) -> str:
        """Tell whose militants or jihadists: the Islamic State's where the text speaks of it and not of other rebels, else rebels."""
        here = [side for c in self.scene.sentence.chunks if c.letter in "pwN" and c is not self.found.chunk
                for side in c.sides if side in ("rebel", "isis")]
        near = here or [side for side in self.telling.mentions[-6:] if side in ("rebel", "isis")]
        return "isis" if set(near) == {"isis"} else "rebel"

    def _owner_of_vehicle(self) -> str:
        """Infer whose vehicles were lost: the side that lost them, else the one that their doer or the boaster fights."""
        found, chunk = self.found, self.found.chunk
        if chunk.entry and "suicide" in chunk.entry.words:
            return "rebel"
        beside = next((other.chunk.sides for other in self.scene.reading.found
                       if other.verb == found.verb and other.chunk.letter == "M" and other.chunk.sides), ())
        if beside:
            return beside[0]
        if found.rule in LOST and (own := self.side_of(found.owner)):
            return own
        doer = self.side_of(found.agent)
        if doer and self.scene.words(found.verb).lower() == "abandoned":
            return doer
        if doer in PARTIES:
            return OPPOSITE.get(doer) or next((side for c in self.scene.sentence.chunks if c.letter in "pN" for side in c.sides
                                               if side not in (doer, "civilian")), "")
        if self._speaker and self.voice.mode == "claims" and found.rule in ("state", "object", "adjective"):
            return self.opponent(self._speaker)
        before = [made for made in self.scene.made.values() if made.victim_side in OPPOSITE]
        if before and before[-1].outcome != "freed" and re.search(r"\band\b", self.scene.low[:self.scene.start(found.at)]):
            return before[-1].victim_side
        subject = self._first_people()
        if found.rule == "object" and subject and subject.sides[0] in OPPOSITE:
            return OPPOSITE[subject.sides[0]]
        if self._speaker in OPPOSITE and self.voice.source_type in ("rebel", "government", "pro_government_media", "state_media"):
            return OPPOSITE[self._speaker]
        last = self.telling.last
        if last is not None and last.qualifier == "implied" and last.victim_side in OPPOSITE and self.scene.is_same_paragraph(last):
            return OPPOSITE[last.victim_side]  # the vehicles that bombers went for
        return "government" if ARMOUR.search(" ".join(self.scene.sentence.lows[chunk.first:chunk.last])) else ""


def _without_the(words: str) -> str:
    return re.sub(r"^[Tt]he ", "", words)
