"""Words of a claim and where they stand in a text."""

from __future__ import annotations

import re
from urllib.parse import quote

WORDS = re.compile(r"\w+(?:[-’'.,]\w+)*")


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
