#!/usr/bin/env python3
"""Begin the coding sheets of an article from its text: article.yaml and six sheets; later, rows for what no row accounts for yet.

Example: python scripts/draft.py northern-campaign --prefix NOC
         python scripts/draft.py northern-campaign --rest
With --rest, each place where somebody speaks, and each other number and word of loss, gets a row in statements.csv and other_numbers.csv
where it has none; what the text does not tell is left blank. Sheets that are there are never overwritten.
Exit 0: written, or nothing to write. Exit 2: nothing is written, and a line says why.
"""

import argparse
import sys
from datetime import date

from tollbook import command, ledger, paths, schema
from tollbook.errors import BadInput
from tollbook.review import drafts, texts


def main(args: argparse.Namespace) -> None:
    if not args.rest:
        if not args.prefix:
            raise BadInput("--prefix: none given; allowed are three capital letters, those of no other article")
        text = texts.needed(args.article)
        written = drafts.begin(args.article, args.prefix, text, args.day)
        print(*(f"{ledger.show(path)}: begun" for path in written), sep="\n" if written else "")
        print("Look through article.yaml" if written else "Nothing to begin: all sheets are there")
        return
    one, known = ledger.read(args.article), texts.words(args.article, *args.lexicon)
    text = texts.needed(args.article, one.meta["title"])
    for sheet, rows, column in ((schema.RAW_STATEMENTS, drafts.statements(one, text, known), "source_id"),
                                (schema.RAW_OTHER_NUMBERS, drafts.other_numbers(one, text, known), "reason")):
        if len(rows):
            drafts.append(args.article, sheet, rows)
        print(f"data/raw/{args.article}/{sheet.name}.csv: {len(rows)} rows added, {(rows[column] == '').sum()} of them without {column}")


if __name__ == "__main__":
    parser = command.parser(__doc__)
    parser.add_argument("article", metavar="ARTICLE", help="the folder of data/raw in which the article's text is")
    parser.add_argument("--prefix", default="", metavar="ABC", help="what the claims' ids begin with")
    parser.add_argument("--day", default=date.today().isoformat(), help="when it was coded (default: today)")
    parser.add_argument("--rest", action="store_true", help="add rows for what no row accounts for yet")
    parser.add_argument("--lexicon", action="append", default=[], metavar="FOLDER", help="words and actors of another war")
    parser.epilog += f"\nCoded are: {', '.join(paths.articles())}"
    args = parser.parse_args()
    sys.exit(command.run(lambda: main(args)))
