#!/usr/bin/env python3
"""Render the notebooks to reports: every entry of notebooks/reports.yaml whose inputs have changed.

Exit 0: all reports stand; 1: a notebook failed, and its earlier report was left as it is; 2: bad use or bad input, nothing was run.

Example: python scripts/render.py --jobs 4
"""

import os
import sys
from pathlib import Path

from tollbook import command, paths, render


def main() -> int:
    parser = command.parser(__doc__)
    parser.add_argument("--list", type=Path, metavar="FILE", help="the list of reports (default: notebooks/reports.yaml)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the reports go (default: reports)")
    parser.add_argument("--jobs", type=int, metavar="N", default=os.cpu_count(), help="worker processes (default: one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="use the workers of this Dask scheduler instead")
    args = parser.parse_args()
    if args.jobs < 1:
        parser.error(f"--jobs: found {args.jobs}; allowed is a whole number from 1")
    try:
        return command.run(lambda: render_all(args))
    except KeyboardInterrupt:
        say("stopped; the reports that were done are kept")
        return 130


def render_all(args) -> int:
    root = paths.root()
    with render.cluster(args.scheduler) if args.scheduler else render.local(args.jobs) as executor:
        failed = render.run(args.list or root / "notebooks/reports.yaml", args.to or root / "reports", executor, say)
    return 1 if failed else 0


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
