#!/usr/bin/env python3
"""Compare two codings of one article: agreement for each column, and every cell on which they differ and nobody has decided.

Example: python scripts/agreement.py docs/coding/first-coding.csv docs/coding/second-coding.csv \\
           --sources docs/coding/first-sources.csv docs/coding/second-sources.csv
Writes agreement.csv into the folder named by --out, and compares with the adjudication.csv there.
Exit 0: every difference is decided. Exit 1: differences left, one line each.
"""

import sys
from pathlib import Path

import pandas as pd

from tollbook import agreement, command, ledger, schema, tabulate


def main(codings: list[str], sources: list[str], out: str) -> int:
    sheets = [ledger.read_sheet(Path(path).resolve(), schema.CODED_TWICE) for path in codings]
    if sources:
        types = [pd.read_csv(path, dtype="str", keep_default_na=False).set_index("source_id")["source_type"] for path in sources]
        sheets = [sheet.assign(source_type=sheet["source_id"].map(known)) for sheet, known in zip(sheets, types, strict=True)]
    table = agreement.agreement(*sheets)
    command.write_bytes(Path(out).resolve() / "agreement.csv", tabulate.to_csv(table))
    print(table.to_string(index=False, na_rep=""))
    left = agreement.undecided(agreement.differences(*sheets), Path(out) / "adjudication.csv")
    print(*left, sep="\n", end="\n" if left else "")
    return 1 if left else 0


if __name__ == "__main__":
    parser = command.parser(__doc__)
    parser.add_argument("first", help="the first coder's claims.csv")
    parser.add_argument("second", help="the second coder's claims.csv")
    parser.add_argument("--sources", nargs=2, default=[], metavar="FILE", help="the two coders' sources.csv, to compare source types")
    parser.add_argument("--out", default="docs/coding", metavar="FOLDER", help="where to write (default: docs/coding)")
    args = parser.parse_args()
    sys.exit(command.run(lambda: main([args.first, args.second], args.sources, args.out)))
