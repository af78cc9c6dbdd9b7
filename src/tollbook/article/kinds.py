"""What kind of text a file is: by its suffix, and where that leaves it open by what is in it."""

from __future__ import annotations

import re
from pathlib import PurePath

SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".wiki": "wikitext", ".wikitext": "wikitext", ".mediawiki": "wikitext",
}
KINDS = ("markdown", "text", "html", "wikitext")
LOOKED_AT = 100_000  # characters: enough to tell
PAGE = re.compile(r"[\ufeff\s]*(?:<\?xml[^<>]{0,200}>\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
TAG = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|td|tr|ul)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
WIKI = tuple(re.compile(pattern, re.MULTILINE) for pattern in (
    r"^==[^=\n]{1,200}==[ \t]*$", r"\[\[[^\[\]\n]{1,200}\]\]", r"\{\{[^{}]{1,200}", r"'''?[^'\n]{1,200}'''?", r"<ref[ >/]",
))
FEW = 4  # fewer tags than this are a text that speaks of tags, or Markdown with a few of its own
DENSE = 400  # characters for each tag, at most


def guess(text: str, name: str) -> str:
    """Tell the kind of a text; a page that says it is HTML is one whatever its name."""
    head = text[:LOOKED_AT]
    if PAGE.match(head):
        return "html"
    named = SUFFIXES.get(PurePath(name).suffix.lower())
    if named:
        return named
    if head.removeprefix("\ufeff").startswith("---"):
        return "markdown"
    if sum(bool(mark.search(head)) for mark in WIKI) >= 2:
        return "wikitext"
    tags = sum(1 for _ in TAG.finditer(head))
    return "html" if tags >= FEW and tags * DENSE >= len(head) else "text"
