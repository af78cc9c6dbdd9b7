#!/usr/bin/env python3
"""Prove an article's ledger against its text: every row stands there, every figure of the text is accounted for.

Example: python scripts/verify.py ../shared/sources/aleppo-2014.md
Without a text, the one that TOLLBOOK_ARTICLE names, or data/raw/ARTICLE/article.md as scripts/fetch.py writes it.
Exit 0: proven. Exit 1: findings, one line each. Exit 2: a text or a sheet that cannot be read.
"""

import sys

from tollbook import article, command, ledger, paths
from tollbook.errors import BadInput
from tollbook.verify import verify


def main(path: str | None, name: str) -> int:
    one, found = ledger.read(name), path or paths.article_text(name)
    if found is None:
        raise BadInput(f"data/raw/{name}/article.md: no text there; name one here or in TOLLBOOK_ARTICLE, or get it with scripts/fetch.py")
    text = article.read(found)
    findings = verify(one, text)
    same = "the coded revision" if text.sha256 == one.meta["sha256"] else "another revision than the coded one"
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{text.name} is {same}: {len(text.sentences)} sentences, {len(one.claims)} claims, {len(one.other_numbers)} other numbers, "
          f"{len(one.statements)} statements, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    parser = command.parser(__doc__)
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the article as Markdown, plain text, HTML or wikitext")
    parser.add_argument("--article", default="aleppo-2014", metavar="ID", help=f"whose ledger: one of {', '.join(paths.articles())}")
    args = parser.parse_args()
    sys.exit(command.run(lambda: main(args.text, args.article)))
