#!/usr/bin/env python3
"""Check the coding sheets of every article and build data/processed/ from them.

Example: python scripts/tabulate.py
Exit 0: built. Exit 2: an error in a sheet, one line each; nothing is written.
"""

import sys

from tollbook import command, tabulate


def main() -> None:
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)


if __name__ == "__main__":
    command.parser(__doc__).parse_args()
    sys.exit(command.run(main))
