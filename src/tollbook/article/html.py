"""HTML: the prose of a page, without what surrounds it, by the parser of Python's own library."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from tollbook.article.layout import Layout, Plain, names

BLOCKS = names("""address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul""")
# What a reader skips, or a browser does not show. A cell of a table is a block only where the whole page is one (see `read`).
SKIPPED = names("""audio button canvas figure form head iframe map math nav noscript object script select style svg template textarea
    title video""")
SKIPPED_CLASSES = names("""catlinks gallery hatnote infobox metadata mw-editsection mw-empty-elt mw-jump-link navbox
    navigation-not-searchable noprint printfooter references reflist sidebar sistersitebox thumb toc""")
VOID = names("area base br col embed hr img input link meta param source track wbr")
HEADING = re.compile(r"h([1-6])")
ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
UNFINISHED = re.compile(r"<[a-zA-Z/!?]")
STAND_IN = "\0"  # no text has it (see `article.parse`)


def read(source: str) -> Plain:
    """Read a page; one that is nothing but tables, as pages once were, is read with its tables."""
    plain = _read(source, SKIPPED | {"table"})
    return plain if plain.blocks else _read(source, SKIPPED)


def _read(source: str, skipped: frozenset) -> Plain:
    page = _Page(source, skipped)
    # The parser would look for the end of an unfinished tag again from each "<"; a tag that has no end is not shown.
    last = source.rfind(">") + 1
    page.feed(source[:last].replace("&", STAND_IN))
    page.close()
    unfinished = UNFINISHED.search(source, last)
    page.data(last, unfinished.start() if unfinished else len(source))
    return page.layout.plain()


class _Page(HTMLParser):
    """The parser that fills a layout. Entities are kept from it (see STAND_IN): it reads their ends in quadratic time."""

    def __init__(self, source: str, skipped: frozenset):
        super().__init__(convert_charrefs=False)
        self.source, self.layout, self.skipped = source, Layout(source), skipped
        self.lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self.skipping: str | None = None
        self.depth = 0

    def here(self) -> int:
        """Give the offset at which the parser is."""
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def parse_html_declaration(self, i: int) -> int:
        """Give the end of a comment or declaration; one without an end reaches to the end of the text, as in a browser."""
        return _after(self.rawdata, "-->", i + 2) if self.rawdata.startswith("<!--", i) else _after(self.rawdata, ">", i)

    def parse_comment(self, i: int, report: int = 1) -> int:
        return self.parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if self.skipping:
            self._skip(tag)
        elif tag in self.skipped or _is_hidden(tag, attrs):
            self._begin_skipping(tag)
        elif tag == "br":
            self.layout.line_break(self.here(), self.here() + len(self.get_starttag_text() or ""))
        elif heading := HEADING.fullmatch(tag):
            self.layout.close(level=int(heading[1]))
        elif tag in BLOCKS:
            self.layout.close(is_item=tag == "li")

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.depth -= tag == self.skipping
            if self.depth <= 0 or self._is_left(tag):
                self.skipping = None
        if not self.skipping and tag in BLOCKS:
            self.layout.close()

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.data(self.here(), self.here() + len(data))

    def data(self, start: int, end: int) -> None:
        """Take characters of the page, entities as what they stand for."""
        if self.skipping:
            return
        at = start
        for match in ENTITY.finditer(self.source, start, end):
            stands_for = _unescape(match.group())
            if stands_for != match.group():
                self.layout.keep(at, match.start())
                self.layout.put(stands_for, match.start(), match.end())
                at = match.end()
        self.layout.keep(at, end)

    def _begin_skipping(self, tag: str) -> None:
        if tag in BLOCKS:
            self.layout.close()
        if tag not in VOID:
            self.skipping, self.depth = tag, 1

    def _skip(self, tag: str) -> None:
        """Count what is opened inside of what is skipped; an inline element that was never closed ends where a block begins."""
        self.depth += tag == self.skipping
        if tag == "body" or self._is_left(tag):
            self.skipping = None
            self.handle_starttag(tag, [])

    def _is_left(self, tag: str) -> bool:
        """Tell whether a tag, opening or closing, ends also what is skipped: an inline element does not go on into another block."""
        return tag in BLOCKS and self.skipping not in BLOCKS and self.skipping not in self.skipped


def _after(text: str, end: str, start: int) -> int:
    at = text.find(end, start)
    return at + len(end) if at >= 0 else len(text)


def _is_hidden(tag: str, attrs: list) -> bool:
    """Tell whether an element is no prose by its class, its style or the mark of a reference."""
    named = {name: value or "" for name, value in attrs}
    classes = set(named.get("class", "").split())
    if tag == "sup" and "reference" in classes:
        return True
    return bool(SKIPPED_CLASSES & classes) or "hidden" in named or "display:none" in named.get("style", "").replace(" ", "").lower()


def _unescape(entity: str) -> str:
    """Give what an entity stands for; a line feed or a tab written as one is a space."""
    text = html.unescape(entity)
    return " " if text in ("\n", "\t", "\r", "\f", "\0") else text
