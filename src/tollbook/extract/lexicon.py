"""The words the grammar knows, as data: people, actors, losses, speaking, vehicles and other things that are counted.

`data/raw/lexicon/` holds them, one sheet a kind, for the war of the first article and for English in general. Another war brings a folder
of sheets of the same names with its own rows; nobody touches code for it. A later row for the same words replaces an earlier one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tollbook import paths, schema
from tollbook.errors import BadInput
from tollbook.extract.tokens import words_of

LEXICON = "data/raw/lexicon"
ASK = "?"  # of a speaker whose source type follows from whom they speak for: a spokesman, a source
SHEETS = {
    "things": ("one", "many", "reason"),
    "materiel": ("one", "many"),
    "people": ("one", "many", "side", "group", "speaks_as"),
    "actors": ("name", "aliases", "side", "source_type", "note"),
    "saying": ("words", "mode", "form"),
    "outcomes": ("words", "part", "outcome", "explicit", "note"),
}
PARTS = {
    "participle": "a past tense that is also a participle: \"killed\"",
    "transitive": "a verb form whose object is lost: \"killing\"",
    "base": "the plain form of such a verb: \"kill\"",
    "lost": "a verb whose subject lost its object: \"lost\"",
    "base lost": "the plain form of such a verb: \"lose\"",
    "cost": "words that lead up to a loss: \"at the cost of\"",
    "intransitive": "a verb whose subject is lost: \"died\"",
    "base intransitive": "the plain form of such a verb: \"die\"",
    "suicide": "an attack that its doer does not survive: \"blew himself up\"",
    "detonate": "the same where its doer is a suicide bomber: \"detonated\"",
    "state": "an adjective of the lost: \"dead\"",
    "counted": "a noun of loss that is counted: \"deaths\", \"casualties\"",
    "of": "a noun of loss that leads up to the lost: \"death of\"",
    "of lost": "the same of a side's own loss: \"loss of\"",
    "deathof": "a noun of loss in the singular: \"death\"",
    "lossof": "a loss that is counted only in the plural: \"loss\"",
    "toll": "a noun whose number is the loss: \"death toll\"",
    "lives": "lives that are claimed or lost",
    "attack": "an attack that its doer does not survive: \"suicide bombing\"",
    "costs": "a verb whose object is the loss and may have its loser before it: \"cost the garrison 12 men\"",
    "gave": "a verb of giving up people who were held: \"gave up\"",
    "none": "words that look like a loss and are none",
}
CASED = frozenset(("Time", "Guardian", "Independent", "Telegraph", "Sputnik", "Amnesty"))  # names that are words, too


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or a row of words is.

    `kind` is the sheet it stands in. `number` is `one`, `many` or `any` for a noun, blank for an actor. The other fields are blank
    where they say nothing.
    """

    kind: str
    words: str
    number: str = ""
    side: str = ""
    group: str = ""
    source_type: str = ""
    name: str = ""
    part: str = ""
    outcome: str = ""
    explicit: str = "yes"
    mode: str = ""
    form: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Entries by their first word; of those that fit, the longest counts."""

    index: dict[str, tuple[tuple[tuple[str, ...], bool, Entry], ...]] = field(repr=False)

    def match(self, lows: list[str], words: list[str], at: int) -> tuple[Entry, int] | None:
        """Find the entry that starts at a token, and how many tokens it has; None where there is none."""
        for entry_words, is_cased, entry in self.index.get(lows[at], ()):
            size = len(entry_words)
            if is_cased:
                if tuple(words[at:at + size]) == entry_words:
                    return entry, size
            elif size == 1 or tuple(lows[at:at + size]) == entry_words:
                return entry, size
        return None


def load(*folders: str | Path) -> Lexicon:
    """Read the project's lexicon, and after it the folders of other wars."""
    return _load(tuple(str(folder) for folder in (paths.root() / LEXICON, *folders)))


@lru_cache(maxsize=16)
def _load(folders: tuple[str, ...]) -> Lexicon:
    found: dict[tuple[tuple[str, ...], bool], Entry] = {}
    for folder in map(Path, folders):
        if not folder.is_dir():
            raise BadInput(f"{folder}: no such folder; allowed is a folder with any of {', '.join(f'{name}.csv' for name in SHEETS)}")
        sheets = [name for name in SHEETS if (folder / f"{name}.csv").is_file()]
        if not sheets:
            raise BadInput(f"{folder}: found no sheet of a lexicon; allowed is any of {', '.join(f'{name}.csv' for name in SHEETS)}")
        for name in sheets:
            for words, entry in _entries(name, folder / f"{name}.csv"):
                is_cased = _is_cased(words)
                tokens = tuple(words_of(words))
                found[(tokens if is_cased else tuple(token.lower() for token in tokens), is_cased)] = entry
    return Lexicon(_indexed(found))


def _indexed(found: dict) -> dict:
    index: dict[str, list] = {}
    for (tokens, is_cased), entry in found.items():
        index.setdefault(tokens[0].lower(), []).append((tokens, is_cased, entry))
    # the longest first; of two of one length the one that heeds capitals
    return {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), not row[1]))) for first, rows in index.items()}


def _is_cased(words: str) -> bool:
    """Tell whether the words count only as they are written: "UN", "IS", "AP", "Time" are other words in small letters."""
    return (len(words) <= 4 and words.isupper()) or words in CASED


def _entries(name: str, path: Path) -> Iterator[tuple[str, Entry]]:
    for number, row in enumerate(_rows(name, path), 2):
        try:
            yield from _MAKERS[name](row)
        except _Refused as refused:
            raise BadInput(f"{path} row {number}, column {refused.column}: found {row[refused.column]!r}; allowed is "
                           f"{refused.allowed}") from None


def _rows(name: str, path: Path) -> Iterable[dict]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != SHEETS[name]:
                raise BadInput(f"{path} row 1: found the columns {', '.join(reader.fieldnames or ()) or 'none'}; "
                               f"allowed is {', '.join(SHEETS[name])}")
            rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as found:
        raise BadInput(f"{path}: cannot be read as CSV in UTF-8: {found}") from None
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise BadInput(f"{path} row {number}: found {sum(v is not None for k, v in row.items() if k)} cells or more than the columns; "
                           f"allowed is {len(SHEETS[name])}")
    return [{column: cell.strip() for column, cell in row.items()} for row in rows]


class _Refused(Exception):
    def __init__(self, column: str, allowed: str):
        super().__init__(column)
        self.column, self.allowed = column, allowed


def _allow(row: dict, column: str, allowed: Iterable[str]) -> str:
    allowed = list(allowed)
    if row[column] not in allowed:
        raise _Refused(column, "one of " + ", ".join(code or "(blank)" for code in allowed))
    return row[column]


def _words(row: dict, column: str) -> str:
    if not words_of(row[column]):
        raise _Refused(column, "a word or words")
    return row[column]


def _nouns(row: dict, **what) -> Iterator[tuple[str, Entry]]:
    one, many = row["one"], row["many"]
    if not (one or many):
        raise _Refused("one", "a word or words, in this column or in many")
    forms = {one: "any"} if one == many else {one: "one", many: "many"}
    yield from ((words, Entry(words=words, number=number, **what)) for words, number in forms.items() if words_of(words))


def _people(row: dict) -> Iterator[tuple[str, Entry]]:
    side = _allow(row, "side", ["", *schema.SIDES])
    speaks_as = _allow(row, "speaks_as", ["", ASK, *schema.SOURCE_TYPES, *schema.PARTY_SOURCES])
    return _nouns(row, kind="people", side=side, group=row["group"], source_type=speaks_as)


def _materiel(row: dict) -> Iterator[tuple[str, Entry]]:
    return _nouns(row, kind="materiel")


def _things(row: dict) -> Iterator[tuple[str, Entry]]:
    return _nouns(row, kind="things", reason=_allow(row, "reason", schema.REASONS))


def _actors(row: dict) -> Iterator[tuple[str, Entry]]:
    side = _allow(row, "side", ["", *schema.SIDES])
    source_type = _allow(row, "source_type", ["", *schema.SOURCE_TYPES, *schema.PARTY_SOURCES])
    for words in (_words(row, "name"), *filter(words_of, (alias.strip() for alias in row["aliases"].split(";")))):
        yield words, Entry("actors", words, side=side, source_type=source_type, name=row["name"])


def _saying(row: dict) -> Iterator[tuple[str, Entry]]:
    mode, form = _allow(row, "mode", schema.MODES), _allow(row, "form", ("finite", "participle"))
    yield _words(row, "words"), Entry("saying", row["words"], mode=mode, form=form)


def _outcomes(row: dict) -> Iterator[tuple[str, Entry]]:
    part, outcome = _allow(row, "part", PARTS), _allow(row, "outcome", ["", *schema.OUTCOMES])
    explicit = _allow(row, "explicit", ("yes", "no"))
    yield _words(row, "words"), Entry("outcomes", row["words"], part=part, outcome=outcome, explicit=explicit)


_MAKERS = {"people": _people, "materiel": _materiel, "things": _things, "actors": _actors, "saying": _saying, "outcomes": _outcomes}
