"""Words, numbers and marks of a sentence, each with its place."""

from __future__ import annotations

import re

# "[14]" and "[a]" are marks of a reference; "the soldier's" is two tokens; "12-man" is one, "60-80" is three
TOKEN = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\]|[’'‘](?:s|S)\b|(?:[^\W\d_]\.){2,}|"
                   r"\d+(?:[.,]\d+)*\w*(?:-(?!plus|odd)[^\W\d]+)*|\w+(?:[-‑](?=\w)\w+|[’'‘](?!s\b)\w+)*|\S")
FLAT = str.maketrans({**dict.fromkeys("\n\r\t\u00a0\u2009\u202f", " "), **dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("’‘", "'")})


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Give the start and end of each token."""
    return [match.span() for match in TOKEN.finditer(text)]


def words_of(text: str) -> list[str]:
    """Split text into its tokens."""
    return TOKEN.findall(text)


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text that lists them."""
    return frozenset(text.split())


def flat(text: str) -> str:
    """Write text in small letters with plain spaces, dashes and apostrophes, character for character."""
    low = text.translate(FLAT)
    lowered = low.lower()
    return lowered if len(lowered) == len(low) else "".join(c.lower() if len(c.lower()) == 1 else c for c in low)
