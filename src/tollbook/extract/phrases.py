"""The phrases of a sentence: a number with what it counts, one person or vehicle, a group, somebody's name."""

from __future__ import annotations

import re
from collections.abc import Callable

from tollbook.extract import closed
from tollbook.extract.chunks import Chunk
from tollbook.extract.closed import is_plural_like, is_verb_like
from tollbook.extract.lexicon import Entry

ADJECTIVES = ("participle", "state")  # parts of the lexicon's words of loss that can stand before a noun: "3 disabled tanks"
COUNTED = ("counted", "lives", "attack")  # and those that are counted: "10 deaths"
BODIES = frozenset(("bodies of", "deaths of", "corpses of", "remains of"))
ROLES = frozenset(("commander", "leader", "officer"))
LETTERS = {"participle": "k", "transitive": "T", "base": "t", "lost": "l", "base lost": "t", "cost": "c", "costs": "f", "intransitive": "V",
           "base intransitive": "v", "suicide": "E", "detonate": "e", "state": "S", "counted": "L", "of": "D", "of lost": "D", "toll": "K",
           "attack": "x"}
NOUNS = {"people": "N", "materiel": "M", "things": "O"}
OF_THEM = ("of them", "of whom", "of these", "of those", "of which")
OF_THOSE = re.compile(r" of (?:the|those|its|their)(?: [\w,]+)?$")
ITS_WHOLE = re.compile(r"(?:d?[wWpN*]{1,3}')?[w*]?q")  # letters between a part and its people: "14 of its top 20", "12 of the column's 60"
SINGLE_BODIES = ("fatality", "corpse", "body")
LEANINGS = (  # how adjectives begin that tell a side
    (("pro-government", "pro-regime", "government-", "pro-assad", "pro-army", "army-"), ("government",)),
    (("anti-government", "anti-regime", "rebel-", "pro-rebel", "opposition-"), ("rebel",)),
)
COLLECTIVE = "collective"  # the group of a noun that stands for several people: a crew, a family
ENEMY = "enemy"  # an actor whose side follows from who speaks
LONGEST = 9  # items of a noun phrase after its number
LONGEST_NAME = 12

Phrase = tuple[Chunk, int]  # a chunk, and the item after it


class Phrases:
    """Gathers the items of one sentence into phrases."""

    def __init__(self, items: list[Chunk], low: str, lows: list[str], spans: list[tuple[int, int]]):
        self.items, self.low, self.lows, self.spans = items, low, lows, spans

    def gather(self) -> list[Chunk]:
        """Give the chunks of the sentence; an item that is in no phrase is a chunk of its own."""
        chunks: list[Chunk] = []
        at = 0
        while at < len(self.items):
            phrase = self._phrase(at, chunks)
            chunk, at = phrase or (self._alone(self.items[at]), at + 1)
            chunks.append(chunk)
        return chunks

    def _phrase(self, at: int, before: list[Chunk]) -> Phrase | None:
        item = self.items[at]
        if item.letter == "q":
            return self._counted(at)
        if item.letter == "d":
            return self._one(at)
        return (self._the_dead(at, before) or self._bare(at)) if item.letter in "*W" else None

    def _alone(self, item: Chunk) -> Chunk:
        if not item.entry:
            return item
        if item.kind == "outcomes":
            letter = LETTERS.get(item.entry.part, "w")
        else:
            letter = {"saying": "Y", "actors": "p", "people": "p"}.get(item.kind, "w")
        return Chunk(letter, item.first, item.last, item.entry, sides=self._sides([item]), actors=_actors([item]))

    def _the_dead(self, at: int, before: list[Chunk]) -> Phrase | None:
        """Read "the dead", "its own killed", "army dead at": an adjective that stands for those it speaks of."""
        item = self.items[at]
        if item.kind != "outcomes" or self.lows[item.first] not in closed.DEAD or not before or at + 1 >= len(self.items):
            return None
        prior, following = before[-1], self.items[at + 1]
        low, is_mark = self.lows[following.first], following.letter == "," and prior.letter == "d"
        is_own = prior.letter == "w" and self.lows[prior.first] == "own" and len(before) > 1 and before[-2].letter == "d"
        if not (is_mark or low in closed.LEADS_ON) or not (prior.letter in "d'" or is_own or prior.letter == "p" and low in closed.PUTS):
            return None
        owner = prior if prior.letter == "p" else next(
            (c for c in reversed(before[:-1]) if c.letter in "pNW"), None) if prior.letter == "'" else None
        chunk = Chunk("K", item.first, item.last, item.entry, sides=owner.sides if owner else ())
        chunk.possessive = is_own or prior.letter == "d" and self.lows[prior.first] in ("its", "their", "our", "his")
        return chunk, at + 1

    # a number and what it counts

    def _counted(self, at: int) -> Phrase:
        number = self.items[at]
        wording = self.low[self.spans[number.first][0]:self.spans[number.last - 1][1]]
        is_one, is_part = wording in closed.ONE_WORDS, wording.endswith(OF_THEM)
        after = at + 1
        if wording.endswith(" of") or OF_THOSE.search(wording):
            letters = "".join(self._letter(k) or " " for k in range(after, after + 6))
            whole = ITS_WHOLE.match(letters)
            after += whole.end() if whole else 0
        head, adjectives, end = self._run(after, "one" if is_one else "many")
        if head is None and OF_THOSE.search(wording) and self._is_the_dead(at + 1):
            last = self.items[at + 1].last
            return Chunk("H", number.first, last, quantity=number.quantity, head=number.last, notes={"of the dead"}), at + 2
        if head is None and not is_one:
            head = self._collective(at + 1) if " of" in wording else None
            head, end = (head, end) if head is not None else (self._ungrammatical(at + 1), end)
            end = end if head is None else head + 1
            adjectives = adjectives if head is None else []
        if head is None:
            return self._uncounted(at, is_one, is_part)
        chunk = self._noun(self.items[at:end], self.items[head], number.first, number.quantity, adjectives)
        chunk.is_part = is_part
        if chunk.letter == "M" and self._letter(end) == "&" and self._is(end + 1, "materiel", "many", "any"):  # "several guns and vehicles"
            chunk.last = chunk.head = self.items[end + 1].last
            end += 2
        return self._after(chunk, end)

    def _is_the_dead(self, at: int) -> bool:
        """Tell whether "the injured" stand after "four of", and not the injured men."""
        return at < len(self.items) and self.lows[self.items[at].first] in closed.DEAD and not self._is(at + 1, "people")

    def _uncounted(self, at: int, is_one: bool, is_part: bool) -> Phrase:
        """Read a number before a noun that the lexicon does not know, or before none."""
        number, start = self.items[at], at + 1
        while self._is(start, "outcomes") and self.items[start].entry.part in ADJECTIVES:
            start += 1
        end = None if is_one else self._unknown_plural(start)
        if end:
            last = self.items[end - 1]
            is_group = last.kind == "actors" and self.lows[last.last - 1].endswith(("s", "men"))
            chunk = Chunk("N" if is_group else "U", number.first, last.last, quantity=number.quantity, head=last.last, is_part=is_part,
                          sides=self._sides(self.items[at + 1:end]))
            return self._after(chunk, end)
        noun = self.items[at + 1] if at + 1 < len(self.items) else None
        is_noun = noun is not None and noun.letter in "w*W" and noun.kind not in ("outcomes", "saying") and (
            not is_verb_like(self.lows[noun.first]))
        letter = "O" if is_one and not is_part and is_noun else "H"
        return Chunk(letter, number.first, number.last, quantity=number.quantity, head=number.last, is_part=is_part), at + 1

    def _collective(self, at: int) -> int | None:
        """Find the group that a number is of: "seven of his escort"."""
        for k in range(at, min(at + 3, len(self.items))):
            if self._is(k, "people", "one") and self.items[k].entry.group == COLLECTIVE:
                return k
            if self.items[k].letter not in "dwW*":
                break
        return None

    def _ungrammatical(self, at: int) -> int | None:
        """Find a noun in the singular after a number: "15 soldier were killed"."""
        best = None
        for k in range(at, min(at + 4, len(self.items))):
            item = self.items[k]
            if item.kind in ("people", "materiel") and item.entry.number == "one":
                best = k
            elif not (item.letter in "wW" and not is_verb_like(self.lows[item.first]) or item.kind == "actors"):
                break
            elif best is not None:
                return None
        return best

    def _unknown_plural(self, at: int) -> int | None:
        """Find the end of a run of words that ends in a plural nobody knows: "12 Halvarians", "six beekeepers"."""
        k = at
        while k < min(len(self.items), at + 4):
            item, low = self.items[k], self.lows[self.items[k].last - 1]
            if item.letter in "wW" and is_plural_like(low) and self._letter(k + 1) != "W":
                return k + 1
            if item.letter == "w" and is_verb_like(low):
                return None
            if not (item.letter in "wW" or item.kind == "actors" or item.kind == "people" and item.entry.number == "one"):
                break
            k += 1
        return k if k == at + 1 and self.items[at].kind == "actors" else None

    def _run(self, at: int, number: str) -> tuple[int | None, list[str], int]:
        """Follow modifiers to the noun that a number counts: its item, the outcomes that adjectives say, the item after the phrase."""
        head, adjectives, k = None, [], at
        while k < min(len(self.items), at + LONGEST):
            item = self.items[k]
            if item.kind in NOUNS or item.kind == "outcomes" and (item.entry.part in COUNTED or item.entry.words in BODIES):
                if self._fits(item, number):
                    head = k
                    if number == "many" and item.entry.number != "any" and not self._goes_on(k + 1):
                        return head, adjectives, k + 1
                elif number == "one" and head is not None and item.entry.number == "many":
                    break
            elif item.kind == "outcomes" and item.entry.part in ADJECTIVES and head is None:
                adjectives.append(item.entry.outcome)
            elif item.kind in ("outcomes", "saying") or not item.entry and not self._may_modify(k, at, head, number):
                break
            elif item.letter == "w":
                head = None  # "the rebel ... attack": what was the noun is an adjective of the next
            k += 1
        return head, adjectives, k if number == "one" and head is not None else head + 1 if head is not None else k

    def _fits(self, item: Chunk, number: str) -> bool:
        """Tell whether a noun is in the number that is asked for."""
        if item.kind != "outcomes":
            return item.entry.number in (number, "any")
        low = self.lows[item.last - 1]
        is_plural = item.entry.words in BODIES or low.endswith("s") and low not in ("remains", "loss")
        return number == "many" or not is_plural

    def _goes_on(self, at: int) -> bool:
        """Tell whether a plural is only the first part of a noun: "police officers"."""
        return at < len(self.items) and self.items[at].kind in ("people", "outcomes") and (
            self.items[at].entry.number == "many" or self.items[at].entry.part == "counted")

    def _may_modify(self, k: int, at: int, head: int | None, number: str) -> bool:
        """Tell whether a word can stand between a number and its noun."""
        letter, low = self.items[k].letter, self.lows[self.items[k].first]
        is_after_plural = head is not None and number == "many"
        if letter == "&":
            return k > at and not is_after_plural and k + 1 < len(self.items) and all(
                _is_adjectival(self.items[beside]) for beside in (k - 1, k + 1))
        if letter == "w":
            return head is None or not (is_after_plural or is_verb_like(low) or low in closed.NAMED)
        return letter in "'\"-" or letter == "W" and not is_after_plural

    def _noun(self, items: list[Chunk], head: Chunk, first: int, quantity: tuple[int, int] | None, adjectives: list[str]) -> Chunk:
        """Make the chunk of a noun phrase from its items and its head."""
        entry, mods = head.entry, [item for item in items if item is not head]
        letter = NOUNS.get(entry.kind) or ("C" if quantity else "x" if entry.part == "attack" else "L")
        chunk = Chunk(letter, first, head.last, entry, quantity, head.last, self._sides(mods, entry), entry.group,
                      adjectives[0] if adjectives else "", _actors(items))
        chunk.possessive = any(item.letter == "d" and self.lows[item.first] in closed.ITS for item in items) or (
            quantity is not None and self.lows[quantity[1] - 1] in closed.ITS)
        if letter != "M" and not chunk.group:
            chunk.group = next((item.entry.group for item in mods if item.kind == "people" and item.entry.group), "")
        return chunk

    def _sides(self, mods: list[Chunk], head: Entry | None = None) -> tuple[str, ...]:
        """Tell the sides of people: a civilian is one whoever's land it is; else the modifiers tell, else the noun."""
        if head and head.side == "civilian":
            return ("civilian",)
        if any(item.entry and item.entry.name == ENEMY for item in mods):
            return (ENEMY,)
        said = list(dict.fromkeys(item.entry.side for item in mods if item.kind in ("actors", "people") and item.entry.side
                                  and not (head and item.entry.words == "local")))  # an adjective in front of other people
        if "unspecified" in said and (len(said) > 1 or not head or head.side != "government"):
            said.remove("unspecified")  # a British bomber is on some side of this war; a British soldier is not on its government's
        if said or head and head.side:
            return tuple(said) or (head.side,)
        lows = [self.lows[item.first] for item in mods if item.letter in "wW"]
        return next((side for low in lows if not low.endswith("-held") for starts, side in LEANINGS if low.startswith(starts)), ())

    # what is said after a noun phrase

    def _after(self, chunk: Chunk, at: int) -> Phrase:
        """Take up what follows a noun phrase and tells whose people they are: a name, "of the Front", "from the 3rd Division"."""
        at = self._name(chunk, at)
        if chunk.letter not in "NUM" or chunk.is_part or at + 1 >= len(self.items) or not (
                self._letter(at) == "o" or self.lows[self.items[at].first] in ("from", "belonging")):
            return chunk, at
        end = self._end_of_whose(chunk, at)
        of = self.items[at + 1:end]
        is_place = self._letter(end) == "w" and self.lows[self.items[end].first] in ("town", "village", "city")
        if is_place or not any(item.entry or item.letter == "W" for item in of):
            return chunk, at
        titles = [closed.TITLES[self.lows[item.first]] for item in of if closed.TITLES.get(self.lows[item.first])]
        sides = self._sides(of) or tuple(titles[:1])
        group = chunk.entry.group if chunk.entry else ""
        is_default = chunk.sides in ((), ("government",), ("rebel",)) or group in ("commander", "leader")
        if sides and is_default and "civilian" not in chunk.sides:
            chunk.sides = sides
        chunk.actors += _actors(of)
        chunk.last = of[-1].last
        return chunk, end

    def _name(self, chunk: Chunk, at: int) -> int:
        """Take up the name of the one spoken of: "a commander named Abu Selim", "known as Abril the Tanner"."""
        if at < len(self.items) and chunk.letter in "NUC" and self.lows[self.items[at].first] in ("named", "called", "known"):
            is_known_as = [self.lows[item.first] for item in self.items[at:at + 2]] == ["known", "as"]
            at += 2 if is_known_as else 1
            if chunk.letter == "N" and is_known_as and [self._letter(k) for k in range(at, at + 3)] == ["W", "d", "W"]:
                chunk.is_named, at = True, at + 3
        while chunk.letter in "NU" and self._letter(at) == "W" and (chunk.entry is None or chunk.entry.number == "one" or chunk.is_named):
            chunk.is_named, at = True, at + 1
        if chunk.is_named:
            chunk.last = self.items[at - 1].last
        return at

    def _end_of_whose(self, chunk: Chunk, at: int) -> int:
        """Find where the words end that tell whose people they are; of a role, with what it is of ("the Director of the Office of ...")."""
        is_role = chunk.entry is not None and chunk.entry.group in ROLES and chunk.entry.number == "one"
        k = at + 1
        while k < min(len(self.items), at + LONGEST) and self._tells_whose(k, at, is_role):
            k += 1
        while k > at + 1 and self.items[k - 1].letter in "dz'-o.":
            k -= 1
        return k

    def _tells_whose(self, k: int, at: int, is_role: bool) -> bool:
        item, before, low = self.items[k], self.items[k - 1], self.lows[self.items[k].first]
        if item.letter in "dWz'-" or item.kind in ("actors", "people") or item.letter == "." and self.lows[before.first] in closed.TITLES:
            return True
        if is_role and item.letter in "ow" and k - at < LONGEST - 1 or item.letter == "w" and low[0].isdigit():
            return True
        return k > at + 1 and (item.kind == "things" or item.letter == "w" and not is_verb_like(low) and before.letter in "W*")

    # an article or a possessive, and the one or the people it speaks of

    def _one(self, at: int) -> Phrase | None:
        """Read "a commander", "the Director of the Office", "a third", "the rebels"."""
        low = self.lows[self.items[at].first]
        nth = self._nth(at) if low == "a" else None
        if nth or low not in closed.ONE_OF:
            return nth or self._plain(at)
        head, adjectives, end = self._run(at + 1, "one")
        if head is None:
            return (self._someone(at) if low in ("a", "an", "another", "his", "her") else None) or self._plain(at)
        entry, after = self.items[head].entry, self.items[head + 1:end]
        if after and after[0].letter in "w*" and after[0].entry is None:
            return self._plain(at)
        if entry.kind == "people" and entry.group == COLLECTIVE:
            return self._group(at, head, end)
        if self._is(end, "outcomes") and self.items[end].entry.part in ("toll", "counted", "deathof", "lossof", "attack"):
            return None
        if entry.kind == "things":
            return Chunk("w", self.items[at].first, self.items[end - 1].last, entry, sides=self._sides(self.items[at:end])), end
        if entry.kind == "outcomes" and entry.part == "counted" and not (
                low in ("a", "an", "another") and entry.outcome == "killed" and head == at + 1
                and self.lows[self.items[head].last - 1] in SINGLE_BODIES):
            return None
        if entry.kind == "people" and (entry.number == "any" or any(item.letter == "'" for item in after)):  # the soldier's rifle
            return self._plain(at)
        return self._single(at, head, end, adjectives, low)

    def _single(self, at: int, head: int, end: int, adjectives: list[str], low: str) -> Phrase | None:
        """Make the chunk of one person or vehicle."""
        item, entry = self.items[at], self.items[head].entry
        if any(after.letter == "'" for after in self.items[head + 1:end]):
            return self._plain(at)
        chunk = self._noun(self.items[at:end], self.items[head], item.first, (item.first, item.last), adjectives)
        if entry.kind == "outcomes" and entry.part == "counted" or entry.kind in ("materiel", "outcomes") and low in ("the", *closed.ITS):
            return chunk, end
        chunk.notes.add("one")
        if any(after.letter == "W" for after in self.items[head + 1:end]):
            chunk.is_named, chunk.last = True, self.items[end - 1].last
        return self._after(chunk, end)

    def _nth(self, at: int) -> Phrase | None:
        """Read "a third" as one more of those counted before."""
        if self._letter(at + 1) != "w" or self.lows[self.items[at + 1].first] not in closed.NTH:
            return None
        if at + 2 < len(self.items) and self.items[at + 2].letter not in "BGA,.;" and not self._is(at + 2, "outcomes"):
            return None
        item = self.items[at]
        return Chunk("H", item.first, item.last + 1, quantity=(item.first, item.last), head=item.last + 1, notes={"one"}), at + 2

    def _someone(self, at: int) -> Phrase | None:
        """Read one of a kind that the lexicon does not know: "a plumber"; a rule takes it for a person only with a verb of dying."""
        k = at + 1
        while k < min(len(self.items), at + 5) and self.items[k].letter in "wW-" and not is_verb_like(self.lows[self.items[k].first]):
            k += 1
        if k == at + 1 or k >= len(self.items) or self.items[k].kind not in ("", "outcomes", "saying") or (
                self.lows[self.items[k - 1].first].endswith("s")):
            return None
        first, last = self.items[at], self.items[k - 1]
        return Chunk("U", first.first, last.last, quantity=(first.first, first.last), head=last.last, notes={"one", "someone"}), k

    def _group(self, at: int, head: int, end: int) -> Phrase:
        """Read "a crew of five", "a squad of four guards": the number counts the people of the group; "its crew" is people without one."""
        first = self.items[at].first
        if self._letter(end) == "o" and self._letter(end + 1) == "q":
            number = self.items[end + 1]
            inner, after = self._counted(end + 1)
            if inner.letter in "NU" and inner.last > number.last:
                inner.first = first
                return inner, after
            chunk = self._noun(self.items[at:end], self.items[head], first, number.quantity, [])
            chunk.last = chunk.head = number.last
            chunk.group = ""
            return chunk, end + 2
        chunk = self._noun(self.items[at:end], self.items[head], first, None, [])
        chunk.letter, chunk.last, chunk.head = "p", self.items[end - 1].last, self.items[end - 1].last
        chunk.notes.add("definite")
        return chunk, end

    def _plain(self, at: int) -> Phrase | None:
        """Read "the rebels", "these soldiers", "its forces": people without a number."""
        first = self.items[at].first
        head, _, end = self._run(at + 1, "many")
        if head is not None and self._is(head, "people"):
            chunk = self._noun(self.items[at:end], self.items[head], first, None, [])
            chunk.notes.add("definite")
            return self._of_people(chunk, end)
        found = self._bare(at + 1) if self._is(at + 1, "actors") or self._is(at + 1, "people") else None
        if found is None:
            return None
        chunk, end = found
        chunk.first = first
        if chunk.letter == "p":
            chunk.notes.add("definite")
        return chunk, end

    # people without a number or an article

    def _bare(self, at: int) -> Phrase | None:
        """Read a named person, a group, a plural, a side's losses; or a name."""
        if self.items[at].kind in ("outcomes", "saying", "things", "materiel"):
            return None
        end = self._end_of_bare(at)
        run = self.items[at:end]
        return next(filter(None, (read(run, at, end) for read in self._ways())))

    def _ways(self) -> tuple[Callable[[list[Chunk], int, int], Phrase | None], ...]:
        return self._losses, self._machine, self._person, self._just_name, self._people, self._adjective, self._party

    def _end_of_bare(self, at: int) -> int:
        k = at
        while k < min(len(self.items), at + LONGEST_NAME):
            item = self.items[k]
            if item.kind == "outcomes" and item.entry.part == "counted" and k > at:
                k += 1
                break
            is_title_mark = item.letter == "." and k > at and self.lows[self.items[k - 1].first] in closed.TITLES
            is_adjective = item.letter == "w" and self.items[k - 1].kind == "actors" and self._is(k + 1, "people")
            if not (item.letter in "W'-\"" or item.kind in ("actors", "people", "materiel") or is_title_mark or is_adjective):
                break
            k += 1
        while k > at + 1 and self.items[k - 1].letter in "'-\"":
            k -= 1
        return k

    def _losses(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        """Read "government casualties"."""
        return (self._noun(run, run[-1], run[0].first, None, []), end) if run[-1].kind == "outcomes" else None

    def _machine(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        """Read "government aircraft", which can attack like people and are none."""
        if run[-1].kind != "materiel":
            return None
        people = [item for item in run if item.kind in ("actors", "people")]
        if not people or not all(item.entry for item in run):
            return self._alone(run[0]), at + 1
        return Chunk("p", run[0].first, run[-1].last, people[-1].entry, head=run[-1].last, sides=self._sides(run),
                     notes={"machine", "singular"}), end

    def _person(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        """Read a title or a calling with a name: "Brig. Gen. Harl Dorn", "photojournalist Ilse Marn"."""
        title = next((n for n in range(len(run) - 1) if self._is_title(run[n]) and any(item.letter == "W" for item in run[n + 1:])), None)
        if title is None or run[-1].letter != "W":
            return None
        while self._is_title(run[title + 1]):
            title += 1
        low = self.lows[run[title].first]
        entry = run[title].entry or Entry("people", low, "one", side=closed.TITLES.get(low, ""), group="officer")
        head = Chunk("*", run[title].first, run[title].last, entry)
        chunk = self._noun([*run[:title], head], head, run[0].first, None, [])
        chunk.letter, chunk.is_named, chunk.last, chunk.head = "N", True, run[-1].last, run[-1].last
        return chunk, end

    def _just_name(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        return None if any(item.entry for item in run) else (Chunk("W", run[0].first, run[-1].last), end)

    def _people(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        """Read a plural with what stands before it: "Syrian rebels"."""
        many = next((n for n, item in enumerate(run) if item.kind == "people" and item.entry.number in ("many", "any")), None)
        if many is None:
            return None
        while many + 1 < len(run) and run[many + 1].kind == "people" and run[many + 1].entry.number == "many":
            many += 1
        chunk = self._noun(run[:many + 1], run[many], run[0].first, None, [])
        return self._of_people(chunk, at + many + 1)

    def _adjective(self, run: list[Chunk], at: int, end: int) -> Phrase | None:
        """Read a group's name before a noun that is no people: "the Army tank", "rebel positions"."""
        following = self.items[end] if end < len(self.items) else None
        if following is None:
            return None
        low = self.lows[following.first]
        is_word = following.letter == "w" and not is_verb_like(low) and not low.endswith("ly")
        if not is_word and following.kind not in ("things", "materiel"):
            return None
        last = next(item for item in reversed(run) if item.entry)
        return Chunk("w", run[0].first, run[-1].last, last.entry, sides=self._sides(run)), end

    def _party(self, run: list[Chunk], at: int, end: int) -> Phrase:
        """Read a group by its name, or one person without an article: "the Army", "rebel"."""
        last = next(item for item in reversed(run) if item.entry)
        chunk = Chunk("p", run[0].first, run[-1].last, last.entry, head=run[-1].last, sides=self._sides(run), group=last.entry.group,
                      actors=_actors(run))
        if last.kind == "people":
            chunk.notes.add("singular")
        return chunk, end

    def _of_people(self, chunk: Chunk, at: int) -> Phrase:
        """Take up what follows people without a number, as with a number."""
        chunk.letter = "N"
        chunk, at = self._after(chunk, at)
        chunk.letter = "p"
        return chunk, at

    # small questions

    def _letter(self, at: int) -> str:
        return self.items[at].letter if 0 <= at < len(self.items) else ""

    def _is(self, at: int, kind: str, *numbers: str) -> bool:
        """Tell whether there is an item of a kind at a place, in one of some numbers."""
        return at < len(self.items) and self.items[at].kind == kind and (not numbers or self.items[at].entry.number in numbers)

    def _is_title(self, item: Chunk) -> bool:
        """Tell whether a word can stand before a person's name."""
        if item.entry:
            return item.kind == "people" and item.entry.number == "one" and item.entry.words != "rebel"
        return item.letter == "W" and self.lows[item.first] in closed.TITLES


def _actors(items: list[Chunk]) -> tuple[Entry, ...]:
    return tuple(item.entry for item in items if item.kind == "actors")


def _is_adjectival(item: Chunk) -> bool:
    """Tell whether an item can be one of two adjectives with "and" between them: "rebel and civilian prisoners"."""
    if not item.entry:
        return item.letter == "w"
    return item.kind == "actors" or item.kind in ("people", "materiel") and item.entry.number == "one" or (
        item.kind == "outcomes" and item.entry.part in ADJECTIVES)


# -- what belongs together across phrases ------------------------------------------------------------------------------------------------


def join(chunks: list[Chunk], lows: list[str]) -> list[Chunk]:
    """Join an owner to a number ("the Guard's last two boats"), people to others under one number, and a name to whom it is the name of."""
    out: list[Chunk] = []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        _take_adjective(out, chunk, chunks, at, lows)
        _take_owner(out, chunk, lows)
        if _is_under_one_number(out, chunk, chunks, at):
            _add_people(out, chunk)
        elif _is_name_of(out, chunk, chunks, at, lows):
            out.pop()
            out[-1].last, out[-1].is_named, out[-1].sides = chunk.last, True, out[-1].sides or chunk.sides
            at += chunks[at + 1].letter == ","
        else:
            out.append(chunk)
        at += 1
    return out


def _take_adjective(out: list[Chunk], chunk: Chunk, chunks: list[Chunk], at: int, lows: list[str]) -> None:
    """Give people the adjective before them where one number counts them and others: "100 soldiers and secret policemen"."""
    if len(out) > 2 and _is_plural(chunk) and [c.letter for c in out[-3:]] == ["N", "&", "w"] and out[-1].entry is None and (
            not is_verb_like(lows[out[-1].first])) and _may_end(chunks, at):
        chunk.first = out.pop().first


def _take_owner(out: list[Chunk], chunk: Chunk, lows: list[str]) -> None:
    if not (chunk.letter in "NMU" and chunk.quantity and len(out) > 1):
        return
    k = len(out) - 1 - (out[-1].letter == "w" and lows[out[-1].first] in ("last", "own", "first", "only", "remaining"))
    if k > 0 and out[k].letter == "'" and out[k - 1].letter in "pW":
        chunk.sides, chunk.first = chunk.sides or out[k - 1].sides, out[k - 1].first
        del out[k - 1:]


def _is_under_one_number(out: list[Chunk], chunk: Chunk, chunks: list[Chunk], at: int) -> bool:
    """Tell whether a plural without a number is counted by the number before it: "14 soldiers and officers"."""
    if len(out) < 2 or not _is_plural(chunk) or "definite" in chunk.notes or out[-1].letter != "&" or out[-1].last - out[-1].first > 1:
        return False
    whole = out[-2]
    return whole.letter == "N" and whole.quantity is not None and not whole.is_named and "one" not in whole.notes and _may_end(chunks, at)


def _add_people(out: list[Chunk], chunk: Chunk) -> None:
    out.pop()
    whole = out[-1]
    whole.last = whole.head = chunk.last
    whole.sides = tuple(dict.fromkeys([*whole.sides, *chunk.sides]))
    whole.group = whole.group if whole.group == chunk.group else ""


def _is_name_of(out: list[Chunk], chunk: Chunk, chunks: list[Chunk], at: int, lows: list[str]) -> bool:
    """Tell whether a name only says who was meant before it: "the harbour commander, Colonel Imre Toval,"."""
    if len(out) < 2 or out[-1].letter != "," or not (chunk.letter == "W" or chunk.letter == "N" and chunk.is_named and not chunk.quantity):
        return False
    whole = out[-2]
    return (whole.letter == "N" and "one" in whole.notes and not whole.is_named and lows[whole.first] in ("the", *closed.ITS)
            and whole.head == whole.last and at + 1 < len(chunks) and chunks[at + 1].letter in ",.&")


def _is_plural(chunk: Chunk) -> bool:
    return chunk.letter == "p" and chunk.kind == "people" and chunk.entry.number == "many"


def _may_end(chunks: list[Chunk], at: int) -> bool:
    """Tell whether the people at a place are the end of the phrase before, and not the subject of a clause of their own."""
    following = [chunk.letter for chunk in chunks[at + 1:at + 6] if chunk.letter not in "A~\""]
    if not following or following[0] in "iob,;.)&(:S@RX":
        return True
    if following[0] in "BGQ":
        return any(letter in "kSVY" for letter in following[1:])
    if following[0] == "k":
        return len(following) < 2 or following[1] in "iob,;.)&~"
    return following[0] == "V"
