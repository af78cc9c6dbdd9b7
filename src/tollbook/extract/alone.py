"""A number alone: whose people "dozens" are in "dozens were taken prisoner", and whose tanks "four" are.

A list of ways is tried in order, the surest first; each has a name, is a few lines, and gives people or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tollbook.extract.chunks import PARTIES
from tollbook.extract.lines import SILENT
from tollbook.extract.sides import Named
from tollbook.extract.whose import ATTACKED, CIVILIAN_PLACES, LOST, OPPOSITE, People

OWN = re.compile(r"\b(?:in|from|of|among) (?:its|their) (?:own )?(?:ranks|own|number|fighters|men)\b|"
                 r"\b(?:its|their) own (?:losses|dead|bill|toll|casualties|side|men|fighters)\b")
FIRED_ON = re.compile(r"\b(?:opened fire|fired|shot) (?:on|at|into) (?:an? |the )?$")  # in front of those fired on
ADMITS = re.compile(r"\b(?:admit|acknowledg|conced|own(?:ed|s) (?:up )?to)")


class Alone(Named):
    """A figure whose people or vehicles are left out."""

    def people(self) -> People:
        """Tell who is counted: the first way that finds somebody."""
        return self._vehicles_left_out() if self.found.outcome == "materiel" else next(filter(None, (way(self) for way in WAYS)))

    def _vehicles_left_out(self) -> People:
        vehicles = next((c for c in reversed(self.telling.candidates) if c.outcome == "materiel"), None)
        side = self._owner_of_vehicle() or (vehicles.victim_side if vehicles else "unspecified")
        return People(vehicles.in_brackets if vehicles else "[vehicles]", side)

    def _of_whole(self) -> People | None:
        """A part is of its whole, unless it says what it is: "many of them activists", "41 were civilians", "31 as civilians"."""
        if not self.whole and self.found.rule != "among":
            return None
        after = self._after[1:] if self._after and self.scene.sentence.lows[self._after[0].first] == "as" else self._after
        person = None
        if after and after[0].letter == "p" and after[0].entry and not after[0].actors and after[0].entry.number == "many":
            person = after[0]
        elif len(after) > 1 and after[0].letter == "B" and after[1].letter == "p":
            person = after[1]
        if person is not None:
            words = self.scene.sentence.cut(person.first, person.last)
            return People(words, (person.sides or (self.whole.victim_side if self.whole else "unspecified",))[0], person.group)
        return None if not self.whole else People(self.whole.in_brackets, self.whole.victim_side, self.whole.victim_group)

    def _of_toll(self) -> People | None:
        """Find whose toll it is: "rebel death toll", "government casualties numbered 30", "the toll among civilians"."""
        if self.found.rule != "toll":
            return None
        chunks, at = self.scene.sentence.chunks, self.found.verb
        noun, words = chunks[at], self.scene.words(at)
        sides = tuple(self.real(side) for side in noun.sides or self._owner_before(at))
        before = [n for n in range(at) if chunks[n].letter not in SILENT]
        if not sides and before and chunks[before[-1]].letter in "pw" and chunks[before[-1]].sides:
            sides, words = chunks[before[-1]].sides, self.scene.words(before[-1])
        if not sides:
            among = next((n for n in range(at + 1, self.found.at) if chunks[n].letter in "pN" and chunks[n].sides), None)
            sides, words = (chunks[among].sides, self.scene.words(among)) if among is not None else (sides, words)
        if sides:
            return People(words, sides[0] if len(set(sides)) == 1 else "mixed", noun.group)
        if self._has_both_sides or self._parts_are_mixed:
            return People("[both sides]" if self._has_both_sides else "[people]", "mixed")
        subject = next((n for n in before if chunks[n].letter == "p" and chunks[n].sides), None)
        if self.found.outcome == "casualties" and subject is not None and self.voice is None:
            return self._as_told(subject)
        return None

    def _on_both_sides(self) -> People | None:
        is_said = any("both sides" in chunk.notes for chunk in self.scene.sentence.chunks)
        return People("[both sides]", "mixed") if is_said and self.found.rule != "object" else None

    def _on_side_after(self) -> People | None:
        """Read "61 killed for the Guard and seven for its opponents", "12 dead among the fishermen"."""
        if self.found.rule not in ("state", "shared", "counted"):
            return None
        after = self._after[1:4] if self._after and self._after[0].letter in "kS" else self._after[:4]
        if len(after) < 2 or after[0].letter != "i" or self.scene.sentence.lows[after[0].first] not in ("for", "among", "on", "from"):
            return None
        whose = next((c for c in after[1:] if c.letter in "pNw" and c.sides), None)
        if whose is not None:
            return People(f"[{self.scene.sentence.cut(whose.first, whose.last)}]", whose.sides[0], whose.group)
        first = next((made for at, made in reversed(self.scene.made.items()) if at < self.found.at), None)
        if self.found.rule == "shared":
            return People("[people]", OPPOSITE.get(first.victim_side, "unspecified") if first else "unspecified")
        return None

    def _of_people_named(self) -> People | None:
        """Read "the rescuers, eight of whom died"."""
        chunks = self.scene.sentence.chunks
        of = next((n for n in range(self.found.at - 1, -1, -1) if chunks[n].letter in "pN" and chunks[n].sides), None)
        return self._as_told(of) if self.found.chunk.is_part and of is not None else None

    def _of_losses(self) -> People | None:
        """Find whose losses a number is one of: "Enemy losses: 43 killed", "put the army's losses at nine killed"."""
        chunks = self.scene.sentence.chunks
        if self.found.rule not in ("state", "adjective", "toll"):
            return None
        for n in range(self.found.at - 1, -1, -1):
            if chunks[n].letter in "LK":
                sides = tuple(dict.fromkeys(chunks[n].sides or self._owner_before(n)))
                return People(self._in_brackets(n), self.real(sides[0]) if len(sides) == 1 else "mixed") if sides else None
            if chunks[n].letter in "X;":
                return None
        return None

    def _of_speaker(self) -> People | None:
        """What a party admits, and what it says of its own ranks, are its own dead."""
        if not self._speaker or self.found.rule not in ("state", "toll", "passive", "subject"):
            return None
        around = self.scene.low[max(0, self.scene.start(self.found.at) - 40):self.scene.end(self.found.at) + 60]
        admits = self.found.rule in ("state", "toll") and ADMITS.search(self.voice.words.lower())
        return People("[people]", self._speaker) if admits or OWN.search(around) else None

    def _of_people_after(self) -> People | None:
        """Read "killed 208 and captured 65 government fighters"."""
        after = next((f.chunk for f in self.scene.reading.found if f.at > self.found.at and f.rule == "object" and f.chunk.letter == "N"
                      and f.chunk.sides), None)
        rest = self.scene.low[self.scene.end(self.found.at):].lstrip()
        if self.found.rule != "object" or self._made_before or after is None or rest.startswith(","):
            return None
        start = after.quantity[1] if after.quantity else after.first
        return People(f"[{self.scene.sentence.cut(start, after.last)}]", after.sides[0], after.group)

    def _of_sufferer(self) -> People | None:
        """Read "the Front suffered 25 dead and 40 wounded"."""
        at = self._sufferer() if self.found.rule == "state" else None
        return People(self._in_brackets(at), self.side_of(at), self._chunk(at).group) if at is not None else None

    def _of_either_side(self) -> People | None:
        """Leave open whose dead they are that a clash between two sides left."""
        is_first = self._is_of_clash and not self._made_before
        return People("[people]", "mixed" if self._parts_are_mixed else "unspecified") if is_first else None

    def _of_people_beside(self) -> People | None:
        """Read a number in apposition: "a lower figure for the police, nine dead"."""
        chunks = self.scene.sentence.chunks
        kept = [n for n in range(self.found.at) if chunks[n].letter not in SILENT]
        if self.found.rule != "state" or len(kept) < 2:
            return None
        if chunks[kept[-1]].letter == "p" and chunks[kept[-2]].letter == "," and chunks[kept[-1]].sides:  # "..., the rebels 30 dead"
            return self._as_told(kept[-1])
        if chunks[kept[-1]].letter != "," or chunks[kept[-2]].letter != "p":
            return None
        is_phrase = len(kept) < 3 or chunks[kept[-3]].letter in "iodb"
        return self._as_told(kept[-2]) if is_phrase and chunks[kept[-2]].sides else None

    def _of_mixed_parts(self) -> People | None:
        return People("[people]", "mixed") if not self._made_before and self._parts_are_mixed else None

    def _of_leaver(self) -> People | None:
        """Read "they left 18 dead in the wire": a party leaves its own."""
        if self._made_before or self.found.rule != "state" or "left" not in self.scene.sentence.lows:
            return None
        left = self.scene.sentence.lows.index("left")
        at = next((n for n, chunk in enumerate(self.scene.sentence.chunks)
                   if chunk.last == left and chunk.letter == "p" and "machine" not in chunk.notes), None)
        own = self.side_of(at)
        return People(self._in_brackets(at), own) if own in PARTIES else None

    def _of_civilian_place(self) -> People | None:
        """Read "shells hit the school, and eight were killed"."""
        if self._made_before or self.found.rule not in ("state", "passive", "subject") or not CIVILIAN_PLACES.search(self.scene.low):
            return None
        return People("[people]", "civilian") if self.found.rule == "state" or ATTACKED.search(self.scene.low) else None

    def _of_subject(self) -> People | None:
        """Read "rebel fighters fared little better: six were killed"."""
        if self._made_before or self.found.rule not in ("state", "passive", "subject"):
            return None
        chunks = self.scene.sentence.chunks
        for n in reversed(list(self._people_told(self.found.at))):
            is_phrase = n and chunks[n - 1].letter in "iob@z"
            if not is_phrase and not (chunks[n].letter == "p" and not (chunks[n].entry and chunks[n].entry.kind == "people")):
                return self._as_told(n)
        return None

    def _of_those_attacked(self) -> People | None:
        """Read "under a building housing 40 militants, killing dozens": others than the doer, counted and not taken."""
        doer = self.side_of(self.found.agent)
        if not doer or self.found.rule != "object":
            return None
        chunks, taken = self.scene.sentence.chunks, {f.at for f in self.scene.reading.found}
        other = next((n for n in range(self.found.at - 1, -1, -1) if chunks[n].letter == "N" and chunks[n].sides
                      and chunks[n].sides[0] in PARTIES and chunks[n].sides[0] != doer), None)
        return self._as_told(other) if other is not None and other not in taken else None

    def _of_those_fired_on(self) -> People | None:
        """Read "opened fire on protesters, killing two"."""
        chunks = self.scene.sentence.chunks if self.found.rule == "object" else ()
        at = next((n for n in range(self.found.at - 1, -1, -1) if chunks[n].letter in "pN" and chunks[n].sides
                   and FIRED_ON.search(self.scene.low[:self.scene.start(n)])), None) if chunks else None
        return self._as_told(at) if at is not None else None

    def _of_loser(self) -> People | None:
        own = self.side_of(self.found.owner) if self.found.rule in LOST else ""
        return People(self._in_brackets(self.found.owner), own) if own else None

    def _of_claim_before(self) -> People | None:
        """Take the people of the claim before, unless they are the doer's own, or the doer boasts of other people than those."""
        earlier = self._earlier
        if earlier is None:
            return None
        doer, is_here = self._doer, earlier.sentence == self.scene.place.sentence
        if doer and (earlier.victim_side == doer or not is_here and earlier.victim_side in ("civilian", "unspecified")):
            return None
        alike = [made for made in self._made_before if made.outcome_text == earlier.outcome_text]
        sides = {made.victim_side for made in alike if made.quantity_text not in ("a", "an") and made.number[0] > earlier.number[0] - 80}
        is_one_clause = not any(c.letter in "X;" for c in self.scene.sentence.chunks[:self.found.at] if c.first > 3)
        if len(sides) > 1 and is_one_clause and self.found.rule in ("state", "passive", "subject"):
            return People("[people]", "mixed")
        whose = alike[-2] if earlier.quantity_text in ("a", "an") and len(alike) > 1 and alike[-2:] == self._made_before[-2:] else earlier
        return People(earlier.in_brackets, whose.victim_side, earlier.victim_group)

    def _of_opponent(self) -> People | None:
        return People("[people]", self.opponent(self._doer)) if self._doer else None

    def _of_first_people(self) -> People | None:
        at = next(self._people_told(self.found.at), None)
        return self._as_told(at) if at is not None else None

    def _of_nobody(self) -> People:
        return People("[people]", "civilian" if CIVILIAN_PLACES.search(self.scene.low) else "unspecified")


WAYS: tuple[Callable[[Alone], People | None], ...] = (
    Alone._of_whole, Alone._of_toll, Alone._on_both_sides, Alone._on_side_after, Alone._of_people_named, Alone._of_losses,
    Alone._of_speaker, Alone._of_people_after, Alone._of_sufferer, Alone._of_either_side, Alone._of_people_beside, Alone._of_mixed_parts,
    Alone._of_leaver, Alone._of_those_fired_on, Alone._of_civilian_place, Alone._of_subject, Alone._of_those_attacked, Alone._of_loser,
    Alone._of_claim_before, Alone._of_opponent, Alone._of_first_people, Alone._of_nobody,
)
