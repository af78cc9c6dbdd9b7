"""What is read for a review: an article's text where it is at hand, and the words of its war."""

from __future__ import annotations

import os
from pathlib import Path

from tollbook import article, paths
from tollbook.article import Article
from tollbook.errors import BadInput
from tollbook.extract import lexicon
from tollbook.extract.lexicon import Lexicon


def at_hand(article_id: str, title: str = "") -> Article | None:
    """Read an article's text where TOLLBOOK_ARTICLE names it or its folder has it; None where it is not at hand.

    A text with the title of another article is passed over; where no title is known, the one in the article's own folder comes first.
    """
    named, own = os.environ.get("TOLLBOOK_ARTICLE"), paths.root() / "data/raw" / article_id / "article.md"
    places = [own, *([Path(named)] if named else [])]
    for path in reversed(places) if title else places:
        if path.is_file():
            text = article.read(path)
            if not title or text.front_matter.get("title", title) == title:
                return text
    return None


def needed(article_id: str, title: str = "") -> Article:
    """Read an article's text; refuse where it is not at hand."""
    found = at_hand(article_id, title)
    if found is None:
        raise BadInput(f"data/raw/{article_id}/article.md: no text of this article there; get it with scripts/fetch.py, or put one there")
    return found


def words(article_id: str, *folders: str | Path) -> Lexicon:
    """Load the project's lexicon, after it the sheets in the article's own folder `lexicon`, where there are any, then others named."""
    own = paths.root() / "data/raw" / article_id / "lexicon"
    return lexicon.load(*([own] if own.is_dir() else []), *folders)
