"""An article to candidate claims: each sentence cut into chunks, read by the rules, and given its people, its source and its days.

A candidate is a row of the ledger's coding sheet that nobody has judged yet. What is not in the sentence comes from the telling before it:
the day, the last claim ("dozens were taken prisoner"), the source that "it" stands for.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace

from tollbook import quantities
from tollbook.article import Article
from tollbook.article import Sentence as Place
from tollbook.errors import BadInput
from tollbook.extract import binding, days, leftovers
from tollbook.extract.alone import Alone
from tollbook.extract.candidate import Candidate, Result, Scene, Telling
from tollbook.extract.chunker import Chunker
from tollbook.extract.chunks import PARTIES
from tollbook.extract.dates import Narrative
from tollbook.extract.lexicon import Lexicon
from tollbook.extract.rules import EXPLANATIONS, INHERITED, Found
from tollbook.extract.sides import Named
from tollbook.extract.sources import Voice, voice_at, voices
from tollbook.extract.tokens import flat

MOST_WORDS = 12  # of `exact`, as everywhere in the ledger
LONGEST = 2_000  # characters that are read as one sentence; what is longer is read in pieces
PUBLISHERS = re.compile(r"communiqu|bulletin|statement|press release|situation report|weekly summary|daily report|ministry|monitor")
DEATHS = re.compile(r"\b(?:dead|deaths?|killed|toll|casualt)")
QUOTES = ("\"", "\u201c")
# sections that tell of the article and not of the war
APPARATUS = frozenset(("references", "notes", "notes and references", "footnotes", "citations", "bibliography", "sources", "works cited",
                       "see also", "external links", "further reading"))
DATED = re.compile(rf"(?:{'|'.join(calendar.month_name[1:])})(?: \d{{1,2}},?)? ((?:19|20)\d\d)\b")
YEAR = re.compile(r"(?<![\d,.])((?:19|20)\d\d)(?![\d,.]\d|\d)")
HEAD = 2_000  # characters
OF_THEM = ("of them", "of whom", "of these", "of those")
ESTIMATED = {"estimated", "estimates", "estimate"}


def read(article: Article, lexicon: Lexicon) -> Result:
    """Read an article's candidate claims, in the order of the text, and every number that is none."""
    return Reader(article, lexicon).read()


class Reader:
    """Reads the sentences of an article one after the other and remembers what the next ones lean on."""

    def __init__(self, article: Article, lexicon: Lexicon):
        self.article, self.lexicon = article, lexicon
        self.telling = Telling(Narrative(year=_first_year(article)), house=_publisher(article, lexicon))
        self.result = Result(candidates=self.telling.candidates)
        self.before = ""  # the sentence before, in its section
        self.was_quoted = False  # whether it had a quotation

    def read(self) -> Result:
        section = paragraph = None
        for place in self.article.sentences:
            if place.section != section:
                section, self.before = place.section, ""
                self._heading(flat(section))
            if (place.section, place.paragraph) != paragraph:
                paragraph = (place.section, place.paragraph)
                self.telling.near = self.telling.quoted = self.telling.unspoken = None
                self.was_quoted = False
            for piece in _pieces(place):
                if flat(place.section) in APPARATUS:
                    self.result.leftovers.extend(leftovers.of_apparatus(piece))
                else:
                    self._sentence(piece)
        return self.result

    def _heading(self, low: str) -> None:
        """Let a heading that is a date set the day."""
        narrative = self.telling.narrative
        stamps = [stamp for stamp in narrative.stamps(low) if stamp.is_absolute]
        if stamps:
            narrative.advance(low, stamps)
            narrative.dateline = stamps[0].end or narrative.dateline

    def _sentence(self, place: Place) -> None:
        low, telling = flat(place.text), self.telling
        stamps = telling.narrative.stamps(low)
        sentence = Chunker(place.text, low, self.lexicon, [(stamp.first, stamp.last) for stamp in stamps]).sentence()
        marks = voices(sentence, telling.near, telling.house, telling.far)
        scene = Scene(place, sentence, binding.read(sentence), marks, stamps)
        self._continue_quotation(scene)
        self._name_speaker(scene)
        for found in scene.reading.found:
            self._claim(scene, found)
        self._parts_of_before(scene)
        telling.narrative.advance(low, stamps)
        self._remember(scene)
        self.before, self.was_quoted = low, any(mark in place.text for mark in QUOTES)
        taken = [made.number for made in scene.made.values()]
        self.result.leftovers.extend(leftovers.list_all(place, sentence, scene.reading, stamps, taken))

    # quotations and memory

    def _continue_quotation(self, scene: Scene) -> None:
        """Let a quotation that began before go on speaking, to its closing mark."""
        quoted = self.telling.quoted
        if quoted is None and scene.sentence.text[:1] in QUOTES and self.was_quoted:  # "..." a commander said. "..."
            quoted = self.telling.near
        if quoted is None or any(not mark.is_clause for mark in scene.voices):
            return
        closes = min((at for mark in "”\"" if (at := scene.sentence.text.find(mark)) > 0), default=len(scene.sentence.text))
        last = next((n for n, span in enumerate(scene.sentence.spans) if span[0] >= closes), len(scene.sentence.lows))
        scene.voices.insert(0, replace(quoted, first=0, last=last, at=0))

    def _name_speaker(self, scene: Scene) -> None:
        """Note a quotation that opens without a speaker; where it ends with one, the claims within it are that speaker's."""
        telling, text = self.telling, scene.sentence.text
        if not (text.count('"') + text.count("“") + text.count("”")) % 2:
            return
        named = next((mark for mark in scene.voices if not mark.is_clause and mark.source_type), None)
        if telling.unspoken is None:
            telling.unspoken = None if named else len(telling.candidates)
            return
        for candidate in telling.candidates[telling.unspoken:] if named else ():
            if candidate.source_type == "unattributed":
                candidate.source_type, candidate.attribution_text, candidate.mode = named.source_type, named.words, named.mode
        telling.unspoken = None

    def _remember(self, scene: Scene) -> None:
        """Keep who spoke last, whether a quotation is still open, and the parties spoken of."""
        telling, text = self.telling, scene.sentence.text
        named = [mark for mark in scene.voices if not mark.is_clause and mark.source_type]
        if named:
            telling.near = telling.far = named[-1]
        curly, is_toggled = text.count("“") - text.count("”"), text.count('"') % 2 == 1
        if curly < 0 or is_toggled and telling.quoted:
            telling.quoted = None
        elif (curly > 0 or is_toggled) and named:
            telling.quoted = named[-1]
        for chunk in scene.sentence.chunks:
            if chunk.letter in "pNw" and chunk.sides and chunk.sides[0] in PARTIES:
                telling.mentions.append(chunk.sides[0])
                telling.group = chunk.sides[0] if chunk.letter != "w" else telling.group  # "they" are no "ISIL attack"

    # one claim

    def _claim(self, scene: Scene, found: Found) -> Candidate | None:
        """Make the candidate of what a rule found; None where its number is none after all, with the reason noted."""
        whole = scene.made.get(found.whole.at) if found.whole else None
        if found.whole and whole is None:
            return None
        if not self._has_outcome(scene, found):
            return self._refuse(scene, found, "no_outcome")
        wording, quantity = self._quantity(scene, found, whole)
        if quantity is None or quantity.bounds is None or quantity.bounds.high == 0:
            return self._refuse(scene, found, "unread")
        voice = voice_at(scene.voices, found.chunk.quantity[0] if found.chunk.quantity else found.chunk.first)
        if voice and voice.mode == "denies" and not voice.is_clause:
            return self._refuse(scene, found, "denied")
        made = self._candidate(scene, found, whole, voice, wording, quantity)
        scene.made[found.at] = made
        self.telling.candidates.append(made)
        self.telling.last = made
        return made

    def _refuse(self, scene: Scene, found: Found, reason: str) -> None:
        scene.reading.refused.setdefault(found.at, reason)

    def _candidate(self, scene: Scene, found: Found, whole: Candidate | None, voice: Voice | None, wording: str,
                   quantity: quantities.Quantity) -> Candidate:
        place, sentence = scene.place, scene.sentence
        first, last = self._exact(scene, found)
        start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
        number = _number(scene, found, start, end)
        people = (Alone if found.chunk.letter == "H" else Named)(scene, self.telling, found, whole, voice).people()
        dates = days.days(scene, self.telling.narrative, found, whole)
        is_implied = found.rule == "attack" or found.rule in ("subject", "bomber") and sentence.chunks[found.verb].letter in "Ee"
        return Candidate(
            place.section, place.paragraph, place.sentence, place.start + start, place.start + end,
            (place.start + number[0], place.start + number[1]), sentence.text, sentence.text[start:end], _plain_wording(wording),
            quantity.bounds, "implied" if is_implied else quantity.qualifier, found.outcome, self._outcome_text(scene, found),
            found.explicit,
            people.words, people.side, people.group, voice.words if voice else "",
            voice.source_type or "unattributed" if voice else "unattributed", _mode(scene, found, voice), *dates,
            "breakdown" if whole else days.scope(scene, found, dates), whole, found.rule, EXPLANATIONS[found.rule])

    def _has_outcome(self, scene: Scene, found: Found) -> bool:
        """Give a number that leaves its outcome out that of the claim before; tell whether there is one."""
        last = self.telling.last if self.telling.last and scene.is_same_paragraph(self.telling.last) else None
        before = [made for at, made in scene.made.items() if at < found.at]
        if "one" in found.chunk.notes and found.chunk.letter == "H":  # "a third": one more of those before, vehicles where those were
            counted = before[-1] if before else last
            if counted is not None and counted.outcome == "materiel":
                found.outcome = "materiel"
            return counted is not None
        if found.outcome != INHERITED:
            return True
        people = [made for made in before if made.outcome != "materiel"]
        if found.rule == "claimed" and any(c.outcome == "killed" and scene.is_same_paragraph(c) for c in self.telling.candidates):
            found.outcome = "killed"
        elif people:
            found.outcome = people[-1].outcome
        elif found.rule == "tally":
            found.outcome = "killed" if self._is_tally_of_dead(scene, found) else INHERITED
        elif last is not None and last.outcome in ("killed", "wounded", "killed_or_wounded", "casualties", "captured") and (
                scene.place.sentence - last.sentence <= 1):
            found.outcome = last.outcome
        return found.outcome != INHERITED

    def _is_tally_of_dead(self, scene: Scene, found: Found) -> bool:
        """Tell whether a recorder counts the dead: the sentence or the one before speaks of them."""
        voice = voice_at(scene.voices, found.chunk.quantity[0])
        return voice is not None and voice.source_type in ("monitor", "aid_group", "opposition") and (
            DEATHS.search(f"{self.before} {scene.low}") is not None)

    def _outcome_text(self, scene: Scene, found: Found) -> str:
        """Give the words that say what happened: "killed and wounded", "death toll", "destruction"."""
        sentence, chunks = scene.sentence, [scene.sentence.chunks[n] for n in (found.verb, *found.also)]
        if found.verb == found.at:
            for token in range(chunks[0].first, chunks[0].last):
                match = self.lexicon.match(sentence.lows, sentence.words, token)
                if match and match[0].kind == "outcomes":
                    return sentence.words[token]
        return re.sub(r"\s+of$", "", sentence.cut(chunks[0].first, chunks[-1].last))

    def _quantity(self, scene: Scene, found: Found, whole: Candidate | None) -> tuple[str, quantities.Quantity | None]:
        """Read the figure: its wording as the sheet wants it, and its bounds."""
        sentence, chunk = scene.sentence, found.chunk
        if chunk.quantity is None:
            is_one = chunk.is_named or "singular" in chunk.notes and not found.is_unnumbered
            return ("[one]", quantities.read("one")) if is_one else ("", quantities.read(""))
        text = sentence.cut(*chunk.quantity)
        if found.carried:
            text = f"[{found.carried}] {text}"
        if found.is_possible and "possibly" not in text.lower():
            text = f"[possibly] {text}"
        of = whole.bounds if whole else self.telling.last.bounds if self.telling.last and text.lower().endswith(OF_THEM) else None
        try:
            return text, quantities.read(text, of=of, outcome=found.outcome)
        except BadInput:
            return text, None

    def _exact(self, scene: Scene, found: Found) -> tuple[int, int]:
        """Choose the shortest span that holds quantity and people; a number alone takes its verb along where that stands close by."""
        chunk, sentence = found.chunk, scene.sentence
        first, last = chunk.first, chunk.last
        if chunk.letter == "H" and not found.whole:
            verb = sentence.chunks[found.verb]
            if verb.first >= first and verb.last - first <= MOST_WORDS:
                last = max(last, verb.last)
            elif verb.last <= last and last - verb.first <= MOST_WORDS:
                first = min(first, verb.first)
        if found.is_possible and first and sentence.lows[first - 1] == "possibly":
            first -= 1
        if found.is_unnumbered and chunk.letter == "L":
            first, last = _with_losers(scene, found)
        least = chunk.quantity[1] if chunk.quantity else first + 1
        while len(sentence.cut(first, last).split()) > MOST_WORDS and last > least:
            last -= 1
        return first, last

    # parts of a whole in the sentence before

    def _parts_of_before(self, scene: Scene) -> None:
        """Take parts whose whole stands in the sentence before: "This included 22 soldiers"."""
        open_parts = [n for n in scene.reading.open_parts() if scene.sentence.chunks[n].letter in "NUHC" and n not in scene.made]
        if not open_parts:
            return
        is_of_dead = any("of the dead" in scene.sentence.chunks[n].notes for n in open_parts)
        whole = next(self._wholes_before(scene), None)
        if whole is not None and scene.place.sentence - whole.sentence > 1 and not is_of_dead:
            whole = None
        for n in open_parts:
            said = scene.reading.said.get(n)
            if said and (whole is None or whole.outcome != said):
                whole = next((c for c in self._wholes_before(scene) if c.outcome == said), None)
                chunk = scene.sentence.chunks[n]
                if whole is None and (chunk.letter in "NUC" or "of the dead" in chunk.notes):
                    self._claim(scene, Found(chunk, n, said, "yes", "among", n))
        if whole is None:
            return
        sides = {part.victim_side for n in open_parts if n not in scene.made and (part := self._part(scene, n, whole))}
        if len(sides) > 1 and whole.is_plain:
            whole.victim_side = "mixed"

    def _wholes_before(self, scene: Scene) -> Iterator[Candidate]:
        """List the claims of people in the paragraph's earlier sentences, the last one first."""
        return (c for c in reversed(self.telling.candidates) if c.part_of is None and c.outcome != "materiel"
                and scene.is_same_paragraph(c) and c.sentence < scene.place.sentence)

    def _part(self, scene: Scene, n: int, whole: Candidate) -> Candidate | None:
        chunk = scene.sentence.chunks[n]
        scene.made[-1] = whole
        part = self._claim(scene, Found(chunk, n, whole.outcome, whole.outcome_explicit, "part", n,
                                        whole=Found(chunk, -1, whole.outcome, "yes", "part", n)))
        del scene.made[-1]
        return part


def _publisher(article: Article, lexicon: Lexicon) -> Voice | None:
    """Find who publishes a text, by its head: a ministry's communique, a recorder's bulletin; None where the head names nobody."""
    head = " ".join(article.text[:400].split("\n\n")[:2])[:300]
    low = flat(head)
    if not PUBLISHERS.search(low):
        return None
    entries = (entry for chunk in Chunker(head, low, lexicon, []).sentence().chunks for entry in chunk.entries)
    named = next((entry for entry in entries if entry.kind == "actors" and entry.source_type), None)
    return Voice(0, -1, named.words, named.source_type, "states", 0, side=named.side) if named else None


def _pieces(place: Place) -> Iterator[Place]:
    """Cut what is too long to be a sentence at white space, so that the work grows with the text and not with its square."""
    text, start = place.text, 0
    while len(text) - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield replace(place, start=place.start + start, end=place.start + cut, text=text[start:cut])
        start = cut
    yield replace(place, start=place.start + start, text=text[start:]) if start else place


def _number(scene: Scene, found: Found, start: int, end: int) -> tuple[int, int]:
    """Give the span of the number as worded; of the whole span where there is none."""
    if not found.chunk.quantity:
        return start, end
    spans, (first, last) = scene.sentence.spans, found.chunk.quantity
    stop = quantities.end_of(scene.low, spans[first][0])
    plain = spans[last - 1][1]
    return spans[first][0], stop if stop and plain < stop <= end else plain


def _with_losers(scene: Scene, found: Found) -> tuple[int, int]:
    """Let the words for a loss without a number take in whose it is, where that stands close by."""
    chunks, chunk = scene.sentence.chunks, found.chunk
    for n in range(found.at + 1, min(found.at + 5, len(chunks))):
        if chunks[n].letter in "pNw" and (chunks[n].sides or "both sides" in chunks[n].notes):
            goes_on = chunks[n].letter == "w" and n + 1 < len(chunks) and chunks[n + 1].letter == "w"
            end = chunks[n + 1].last if goes_on else chunks[n].last
            return (chunk.first, end) if end - chunk.first <= MOST_WORDS else (chunk.first, chunk.last)
        if chunks[n].letter not in "iozdw":
            break
    owner = chunks[found.owner] if found.owner is not None else None
    if owner is not None and owner.last <= chunk.first and chunk.last - owner.first <= MOST_WORDS and not chunk.sides:
        return owner.first, chunk.last
    return chunk.first, chunk.last


def _mode(scene: Scene, found: Found, voice: Voice | None) -> str:
    """Tell the kind of saying; in the text's own voice a number can be an estimate."""
    if voice:
        return "states" if voice.mode == "denies" else voice.mode
    before = scene.sentence.lows[max(0, found.chunk.first - 4):found.chunk.first + 2]
    return "estimates" if ESTIMATED & set(before) else "states"


def _plain_wording(wording: str) -> str:
    """Leave what belongs to the people out of a wording: "five of its" is "five of", "three other" is "three"."""
    return re.sub(r"(?<=\bof) (?:its|their|his|her)$| other$", "", wording)


def _first_year(article: Article) -> int | None:
    """Find the year of the days that name none: that of the first date with a year, else the first year in the text's head."""
    match = DATED.search(article.text) or YEAR.search(article.text[:HEAD])
    return int(match[1]) if match else None
