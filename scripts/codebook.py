#!/usr/bin/env python3
"""Write data/raw/README.md, the codebook, from the definitions in the code.

Example: python scripts/codebook.py
"""

import sys

from tollbook import codebook, command

if __name__ == "__main__":
    command.parser(__doc__).parse_args()
    sys.exit(command.run(lambda: command.write_text("data/raw/README.md", codebook.write())))
