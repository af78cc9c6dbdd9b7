"""An article as text: sections, paragraphs and sentences, numbered as the coding sheets number them.

Offsets count on the repaired text: UTF-8 that was once read as cp1252 ("Aâ€™") is mended first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import ftfy
import yaml

from tollbook.errors import BadInput

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
LEAD = "(lead)"
SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*\s+(?=["'“‘(\[*]*[A-Z0-9“‘"])""")
WORDS = re.compile(r"\w+(?:[-’'.,]\w+)*")
NO_END = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Brig|Maj|Col|Lt|Capt|Sgt|No|vs|etc|approx|ca|c)\.$")


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands (section, paragraph and sentence, from 1), its offsets in the repaired text, its words."""

    section: str
    paragraph: int
    sentence: int
    start: int
    end: int
    text: str

    @property
    def place(self) -> tuple[str, int, int]:
        return self.section, self.paragraph, self.sentence


@dataclass(frozen=True)
class Article:
    """A text file read: its repaired text, its front matter and the sentences of its body."""

    name: str
    sha256: str
    text: str
    front_matter: dict
    sentences: tuple[Sentence, ...]

    @cached_property
    def by_place(self) -> dict[tuple[str, int, int], Sentence]:
        return {sentence.place: sentence for sentence in self.sentences}


def read(path: str | Path) -> Article:
    """Read an article from a Markdown or plain text file; refuse what is not text or has no sentence."""
    path = Path(path)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as found:
        raise BadInput(f"{path}: byte {found.start} is not UTF-8; allowed is a text file in UTF-8") from None
    if "\0" in text:
        raise BadInput(f"{path}: found a NUL byte; allowed is a text file in UTF-8")
    return parse(text, path.name, hashlib.sha256(content).hexdigest())


def parse(text: str, name: str, sha256: str = "") -> Article:
    """Split a text into front matter and numbered sentences."""
    text = ftfy.fix_encoding(text.replace("\r\n", "\n"))
    body = _body_start(text)
    sentences = tuple(_sentences(text, body))
    if not sentences:
        raise BadInput(f"{name}: found no sentence; allowed is an article of at least one")
    return Article(name, sha256, text, _front_matter(text[:body], name), sentences)


def _body_start(text: str) -> int:
    closing = re.search(r"^---\s*$", text[4:], re.MULTILINE) if text.startswith("---\n") else None
    return 4 + closing.end() if closing else 0


def _front_matter(block: str, name: str) -> dict:
    try:
        read = yaml.safe_load(block.strip().strip("-")) if block else {}
    except yaml.YAMLError as found:
        raise BadInput(f"{name}: the front matter cannot be read: {str(found).splitlines()[0]}") from None
    return read if isinstance(read, dict) else {}


def _sentences(text: str, start: int):
    """Yield the sentences of the body, counting paragraphs within sections and sentences within paragraphs."""
    section, paragraph = LEAD, 0
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text[start:]):
        offset = start + block.start()
        heading = HEADING.match(block.group().split("\n")[0])
        if heading:
            section, paragraph = heading.group(1), 0
            rest = block.group().partition("\n")
            offset += len(rest[0]) + 1
            if not rest[2].strip():
                continue
            block_text = rest[2]
        else:
            block_text = block.group()
        paragraph += 1
        for number, (first, last) in enumerate(split_sentences(block_text), 1):
            yield Sentence(section, paragraph, number, offset + first, offset + last, block_text[first:last])


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Give the start and end of each sentence of a paragraph."""
    cuts = [0]
    for match in SENTENCE_END.finditer(paragraph):
        stop = match.start() + 1
        if not NO_END.search(paragraph[:stop]):
            cuts.append(match.end())
    spans = [(first, last) for first, last in zip(cuts, [*cuts[1:], len(paragraph)], strict=True)]
    return [(first, first + len(paragraph[first:last].rstrip())) for first, last in spans if paragraph[first:last].strip()]


def spoken(words: str) -> str:
    """Leave out what the coder supplied in [brackets]."""
    return re.sub(r"\s*\[[^\]]*\]\s*", " ", words).strip()


def find(words: str, text: str) -> list[int]:
    """List the offsets at which a span of words stands in a text, on word boundaries."""
    left = r"(?<!\w)" if re.match(r"\w", words) else ""
    right = r"(?!\w)" if re.search(r"\w$", words) else ""
    return [match.start() for match in re.finditer(left + re.escape(words) + right, text)]


def link(address: str, exact: str) -> str:
    """Make an address that opens the article at these words (a text fragment)."""
    return f"{address}#:~:text={quote(exact, safe='').replace('-', '%2D')}"
