#!/usr/bin/env python3
"""Bring an article from a MediaWiki, by default the English Wikipedia, into data/raw/ARTICLE/article.md, where the other scripts find it.

Example: python scripts/fetch.py "Combat operations in 2014 during the Battle of Aleppo" --agent you@example.org
         python scripts/fetch.py "https://de.wikipedia.org/wiki/TITLE?oldid=123456" --to data/raw/another
Beside it article.revision.yaml records the revision, its time and hashes. Git ignores both: the prose is not this project's to pass on.
Exit 0: written. Exit 2: nothing is written, and a line says why.
"""

import argparse
import sys
from pathlib import Path

from tollbook import command, fetch, mediawiki


def main(args: argparse.Namespace) -> None:
    wanted = fetch.wanted(args.article, args.api, args.revision)
    page = fetch.page(wanted, mediawiki.Client(mediawiki.user_agent(args.agent), timeout=args.timeout))
    path = fetch.write(page, args.to or fetch.folder(page), args.force)
    led = f", to which {page.asked!r} redirects" if page.asked else ""
    print(f"{path}: {page.title!r}{led}, revision {page.revision} of {page.timestamp} ({page.licence})")


if __name__ == "__main__":
    parser = command.parser(__doc__)
    parser.add_argument("article", metavar="TITLE_OR_ADDRESS", help="the article's title, or its address, also that of an old revision")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to write (default: data/raw/ and the article's id or its title)")
    parser.add_argument("--revision", type=int, metavar="N", help="which revision (default: the newest)")
    parser.add_argument("--api", metavar="ADDRESS", help=f"the wiki's api.php (default: that of the address, or {fetch.API})")
    parser.add_argument("--agent", default="", metavar="TEXT", help="how the wiki's operators can reach you: a mail or web address")
    parser.add_argument("--timeout", type=float, default=20, metavar="SECONDS", help="how long to wait for an answer (default: 20)")
    parser.add_argument("--force", action="store_true", help="overwrite also the text of another article")
    args = parser.parse_args()
    sys.exit(command.run(lambda: main(args)))
