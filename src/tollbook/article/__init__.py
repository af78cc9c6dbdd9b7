"""An article as text: sections, paragraphs and sentences, numbered as the coding sheets number them.

It is read from Markdown, plain text, HTML or wikitext. Offsets count on the repaired text: what a reader sees, with UTF-8 that was once
read as cp1252 ("Aâ€™") mended; `original` and `repaired` lead into the file as it is and back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from tollbook.article import html, kinds, markdown
from tollbook.article.anchors import Anchor, anchor, locate
from tollbook.article.layout import Block, Plain
from tollbook.article.offsets import Offsets
from tollbook.article.repair import repair
from tollbook.article.sentences import LEAD, Sentence, number, split_sentences
from tollbook.article.words import WORDS, find, link, spoken
from tollbook.errors import BadInput

__all__ = ["LEAD", "ORIGIN", "WORDS", "Anchor", "Article", "Block", "Sentence", "anchor", "find", "link", "locate", "parse", "read",
           "split_sentences", "spoken"]

ORIGIN = ("address", "revision", "timestamp", "licence")  # front matter that says where a text is from; figures in it are no claims


def _read_wikitext(text: str) -> Plain:
    from tollbook.article import wikitext

    return wikitext.read(text)


READERS = {"markdown": markdown.read, "text": markdown.read, "html": html.read, "wikitext": _read_wikitext}


@dataclass(frozen=True)
class Article:
    """A text file read: its repaired text, its front matter, its blocks and the sentences of its body.

    `mended` and `laid_out` are the offsets of the two steps from the repaired text back to the file's own: mojibake, then markup.
    """

    name: str
    sha256: str
    text: str
    front_matter: dict
    sentences: tuple[Sentence, ...]
    kind: str
    blocks: tuple[Block, ...]
    mended: Offsets
    laid_out: Offsets

    @cached_property
    def by_place(self) -> dict[tuple[str, int, int], Sentence]:
        return {sentence.place: sentence for sentence in self.sentences}

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """The names of the front matter's fields that only repeat sentences of the body, as a description repeats the lead."""
        body = {_plain(sentence.text) for sentence in self.sentences}
        return tuple(name for name, value in self.front_matter.items() if isinstance(value, str) and _is_of(body, _plain(value)))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the file's own text, decoded and otherwise untouched, that a span of the repaired text came from."""
        return self.laid_out.old(*self.mended.old(start, end))

    def repaired(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the repaired text that came of a span of the file's own text; of markup only, an empty one."""
        return self.mended.new(*self.laid_out.new(start, end))


def read(path: str | Path, kind: str | None = None) -> Article:
    """Read an article from a file; refuse what is not text or has no sentence."""
    path = Path(path)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as found:
        raise BadInput(f"{path}: byte {found.start} is not UTF-8; allowed is a text file in UTF-8") from None
    if "\0" in text:
        raise BadInput(f"{path}: found a NUL byte; allowed is a text file in UTF-8")
    return parse(text, path.name, hashlib.sha256(content).hexdigest(), kind)


def parse(text: str, name: str, sha256: str = "", kind: str | None = None) -> Article:
    """Split a text into front matter and numbered sentences; its kind is told from the name and the text unless it is given."""
    if "\0" in text:
        raise BadInput(f"{name}: found a NUL character; allowed is a text")
    if kind is not None and kind not in READERS:
        raise BadInput(f"{name}: found kind {kind!r}; allowed is one of {', '.join(READERS)}")
    kind = kind or kinds.guess(text, name)
    plain = READERS[kind](text)
    mended, offsets = repair(plain.text)
    blocks = tuple(block._replace(start=start, end=end) for block in plain.blocks for start, end in [offsets.new(block.start, block.end)])
    sentences = tuple(number(mended, blocks))
    if not sentences:
        raise BadInput(f"{name}: found no sentence; allowed is an article of at least one")
    return Article(name, sha256, mended, _about(mended, plain, offsets, name), sentences, kind, blocks, offsets, plain.offsets)


def _about(mended: str, plain: Plain, offsets: Offsets, name: str) -> dict:
    """Give the front matter; of a page without one, its title."""
    start, end = offsets.new(*plain.title)
    if end > start:
        return {"title": mended[start:end]}
    return _front_matter(mended[slice(*offsets.new(*plain.front))], name)


def _front_matter(block: str, name: str) -> dict:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it
    try:
        read = yaml.load(block.strip().strip("-"), loader) if block else {}
    except (yaml.YAMLError, ValueError, RecursionError) as found:  # a date like 2031-02-30 is a ValueError
        raise BadInput(f"{name}: the front matter cannot be read: {(str(found).splitlines() or ['?'])[0]}") from None
    return read if isinstance(read, dict) else {}


def _plain(text: str) -> str:
    """Leave out the marks of emphasis, and white space of any width."""
    return " ".join(text.replace("*", "").split())


def _is_of(body: set[str], value: str) -> bool:
    """Tell whether every sentence of a value is one of the body's; the last may be cut short with dots."""
    sentences = [value[start:end] for start, end in split_sentences(value)]
    if sentences and value.endswith(("…", "...")):
        begun = sentences.pop().rstrip(".…")
        return any(sentence.startswith(begun) for sentence in body) and all(sentence in body for sentence in sentences)
    return bool(sentences) and all(sentence in body for sentence in sentences)
