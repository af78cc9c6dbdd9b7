"""Wikitext: the prose of a page of MediaWiki, by mwparserfromhell; what its markup hides or sets apart is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from tollbook.article.balance import DROPPED, balance
from tollbook.article.html import BLOCKS, SKIPPED_CLASSES
from tollbook.article.layout import INK, Layout, Plain, names

SKIPPED_TAGS = names("""categorytree ce chem gallery graph hiero imagemap includeonly indicator inputbox map mapframe maplink math
    ref references score section source style syntaxhighlight table templatedata templatestyles timeline""")
NOT_SHOWN = names("category file image media")  # what a link to one of these shows is no prose
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,10}){0,2}:")
# Templates whose words are the article's own: by the parameter that is shown. Of all others nothing is kept.
QUOTES = names("quote blockquote cquote")
SHOWN = {
    **dict.fromkeys(names("nowrap nobr nbr abbr tooltip em strong small val nts ill") | {"interlanguage link"}, ("1",)),
    **dict.fromkeys(names("lang transl transliteration translit"), ("2", "text")), **dict.fromkeys(QUOTES, ("1", "text")),
}
STANDS_FOR = {"snd": (" ", "–", " "), "spnd": (" ", "–", " "), "spaced ndash": (" ", "–", " "), "ndash": ("–",), "en dash": ("–",),
              "mdash": ("—",), "em dash": ("—",), "nbsp": ("\xa0",), "spaces": (" ",), "'": ("'",), "=": ("=",), "!": ("|",)}
MEASURES = frozenset(("convert", "cvt"))
JOINERS = frozenset(("to", "-", "–", "and", "or", "by", "x", "×", "+/-"))
SWITCH = r"__[A-Z]{3,30}__"  # __NOTOC__ and its like
BREAK = re.compile(rf"\n[ \t\r\n]*|{DROPPED}+|{SWITCH}")


def read(source: str) -> Plain:
    """Read a page's wikitext."""
    page = _Page(source)
    page.walk(mwparserfromhell.parse(page.text), 0)
    return page.layout.plain()


class _Page:
    """The reader that fills a layout. A node knows no position: it is where the nodes before it, written out again, end."""

    def __init__(self, source: str):
        self.layout, self.text = Layout(source), balance(source)
        self.newlines = 0
        self.in_item = False

    def walk(self, code: Wikicode, at: int) -> None:
        """Read the nodes of a part that starts at an offset."""
        for node in code.nodes:
            size = len(str(node))
            reader = READERS.get(type(node))
            if reader:
                reader(self, node, at, size)
            at += size

    def words(self, node: nodes.Text, at: int, size: int) -> None:
        self.keep(at, at + size)

    def keep(self, start: int, end: int) -> None:
        """Take characters as they are; a line break is a space, two are the end of a paragraph, and one that of an item of a list."""
        at = start
        for match in BREAK.finditer(self.text, start, end):
            self._ink(at, match.start())
            at = match.end()
            if match.group()[0] == "\n":
                self.newlines += match.group().count("\n")
                if self.in_item or self.newlines > 1:
                    self.end_block()
                else:
                    self.layout.put(" ", match.start(), match.end())
        self._ink(at, end)

    def _ink(self, start: int, end: int) -> None:
        if INK.search(self.text, start, end):
            self.newlines = 0
        self.layout.keep(start, end)

    def end_block(self, level: int = 0, is_item: bool = False) -> None:
        self.layout.close(level, is_item)
        self.newlines, self.in_item = 0, False

    def heading(self, node: nodes.Heading, at: int, size: int) -> None:
        self.end_block(level=node.level)
        self.walk(node.title, at + node.level)
        self.end_block()

    def link(self, node: nodes.Wikilink, at: int, size: int) -> None:
        title = str(node.title)
        space = title.strip().lower().partition(":")[0].strip()
        if space in NOT_SHOWN or (node.text is None and LANGUAGE.match(title)):
            return
        if node.text is not None and str(node.text).strip():
            self.walk(node.text, at + len("[[") + len(title) + len("|"))
        else:
            colon = len(title) - len(title.lstrip().removeprefix(":"))
            self.keep(at + len("[[") + colon, at + len("[[") + len(title))

    def outside_link(self, node: nodes.ExternalLink, at: int, size: int) -> None:
        """Read the label of a link to another site; a bare address is no prose."""
        if node.brackets and node.title is not None:
            self.walk(node.title, at + size - len("]") - len(str(node.title)))

    def entity(self, node: nodes.HTMLEntity, at: int, size: int) -> None:
        try:
            shown = node.normalize()
        except (ValueError, OverflowError):
            shown = str(node)
        self.newlines = 0
        self.layout.put(" " if shown in ("\n", "\t", "\r", "\0") else shown, at, at + size)

    def tag(self, node: nodes.Tag, at: int, size: int) -> None:
        name = str(node.tag).strip().lower()
        if name == "br":
            self.layout.line_break(at, at + size)
        elif node.wiki_markup and name in ("li", "dd", "dt"):
            self.end_block(is_item=name == "li")
            self.in_item = True
        elif name in BLOCKS or name == "hr":
            self.end_block(is_item=name == "li")
        if name not in SKIPPED_TAGS and node.contents is not None and not node.self_closing and not _is_set_apart(node):
            closing = len(str(node.closing_wiki_markup or "")) if node.wiki_markup else len(f"</{node.closing_tag}>")
            self.walk(node.contents, at + size - closing - len(str(node.contents)))
            if name in BLOCKS:
                self.end_block()

    def template(self, node: nodes.Template, at: int, size: int) -> None:
        """Read what the few templates show that are part of a sentence: measures, dashes, words kept on a line."""
        name = " ".join(str(node.name).replace("_", " ").lower().split())
        if name in MEASURES:
            self._measure(list(_parameters(node, at)))
        elif name in STANDS_FOR:
            for text in STANDS_FOR[name]:
                self.layout.put(text, at, at + size)
        elif name.startswith("formatnum:"):
            first = at + len("{{") + str(node.name).index(":") + 1
            self.keep(first, at + len("{{") + len(str(node.name)))
        elif name in SHOWN:
            if name in QUOTES:
                self.end_block()
            for parameter, value, start in _parameters(node, at):
                if parameter in SHOWN[name]:
                    self.walk(value, start)
            if name in QUOTES:
                self.end_block()

    def _measure(self, parameters: list[tuple[str, Wikicode, int]]) -> None:
        """Read the number of a measure, or its two numbers and what joins them, and its unit."""
        values = [(value, start) for name, value, start in parameters if name.isdecimal()]
        shown = 2
        while len(values) > shown and str(values[shown - 1][0]).strip() in JOINERS:
            shown += 2
        for count, (value, start) in enumerate(values[:shown]):
            if count:
                self.layout.put(" ", start - 1, start)
            self.walk(value, start)


def _parameters(node: nodes.Template, at: int) -> Iterator[tuple[str, Wikicode, int]]:
    """Yield the name, value and offset of each parameter of a template."""
    at += len("{{") + len(str(node.name))
    for parameter in node.params:
        key = len(str(parameter.name)) + len("=") if parameter.showkey else 0
        yield str(parameter.name).strip(), parameter.value, at + len("|") + key
        at += len("|") + len(str(parameter))


def _is_set_apart(node: nodes.Tag) -> bool:
    """Tell whether a tag is no prose by its class or its style."""
    named = {str(one.name).strip().lower(): str(one.value or "") for one in node.attributes}
    return bool(SKIPPED_CLASSES & set(named.get("class", "").split())) or "display:none" in named.get("style", "").replace(" ", "").lower()


READERS = {
    nodes.Text: _Page.words, nodes.Heading: _Page.heading, nodes.Wikilink: _Page.link, nodes.ExternalLink: _Page.outside_link,
    nodes.HTMLEntity: _Page.entity, nodes.Tag: _Page.tag, nodes.Template: _Page.template,
}  # of comments and arguments nothing is shown
