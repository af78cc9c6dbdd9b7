"""Where the project is, from wherever a script or a kernel was started."""

from __future__ import annotations

import os
from pathlib import Path

from tollbook.errors import BadInput

MARK = Path("data/raw/conventions")


def root() -> Path:
    """Return the project's folder: TOLLBOOK_ROOT, else the nearest folder above this one or above the package that holds the data."""
    named = os.environ.get("TOLLBOOK_ROOT")
    if named:
        if not (Path(named) / MARK).is_dir():
            raise BadInput(f"TOLLBOOK_ROOT: found {named}, which has no folder {MARK}; allowed is the folder of the project")
        return Path(named).resolve()
    for start in (Path.cwd(), Path(__file__).resolve()):
        for folder in (start, *start.parents):
            if (folder / MARK).is_dir() and (folder / "notebooks").is_dir():
                return folder
    raise BadInput(f"project folder: none found above {Path.cwd()}; run inside the project or set TOLLBOOK_ROOT to it")


def articles() -> list[str]:
    """List the articles that are coded: the folders of data/raw that hold an article.yaml."""
    return sorted(path.parent.name for path in (root() / "data/raw").glob("*/article.yaml"))


def article_text(article_id: str) -> Path | None:
    """Give the article's text where a user has put it: TOLLBOOK_ARTICLE, or article.md in its folder; None where it is not."""
    named = os.environ.get("TOLLBOOK_ARTICLE")
    for path in filter(None, (named and Path(named), root() / "data/raw" / article_id / "article.md")):
        if path.is_file():
            return path
    return None
