#!/usr/bin/env python3
"""Bring an article's candidates into its review sheet, and what was accepted into the coding sheet.

Example: python scripts/review.py northern-campaign
         python scripts/review.py northern-campaign --claims
Decisions are kept: they are taken in notebooks/07-review.ipynb, on the page made of it, or in data/raw/ARTICLE/review.csv itself.
With --claims, each accepted or changed candidate that claims.csv does not have is added to it, with the next id; cells that no text tells
are blank, and listed. Exit 0: done. Exit 1: done, and cells of claims.csv are open. Exit 2: nothing is written, and a line says why.
"""

import argparse
import sys

from tollbook import command, ledger, schema
from tollbook.review import coding, drafts, texts
from tollbook.words import counted


def main(args: argparse.Namespace) -> int:
    one, known = ledger.read(args.article), texts.words(args.article, *args.lexicon)
    text = texts.needed(args.article, one.meta["title"])
    review = drafts.review(args.article, text, known)
    otherwise = (review["read_now"] != "").sum()
    print(f"data/raw/{args.article}/review.csv: {len(review)} candidates: {coding.in_words(review)}; "
          f"{otherwise} decided before and now read otherwise")
    if not args.claims:
        return 0
    rows, open_cells = drafts.claims(one, text, review, known)
    if len(rows):
        drafts.append(args.article, schema.RAW_CLAIMS, rows)
    print(f"data/raw/{args.article}/claims.csv: {counted(len(rows), 'claim')} added, "
          f"{counted(len(open_cells), 'cell')} open")
    print(*(f"{cell.claim_id} ({cell.candidate}), column {cell.column}: blank; {cell.why}" for cell in open_cells.itertuples()),
          sep="\n", end="\n" if len(open_cells) else "")
    return 1 if len(open_cells) else 0


if __name__ == "__main__":
    parser = command.parser(__doc__)
    parser.add_argument("article", metavar="ARTICLE", help="the folder of data/raw in which the article's text and sheets are")
    parser.add_argument("--claims", action="store_true", help="add what was accepted to claims.csv")
    parser.add_argument("--lexicon", action="append", default=[], metavar="FOLDER", help="words and actors of another war")
    args = parser.parse_args()
    sys.exit(command.run(lambda: main(args)))
