#!/usr/bin/env python3
"""Measure rendering against the papermill and jupyter nbconvert commands, called one after the other for the same list.

The commands do less: they write no PNG, PDF, CSV, front page or record, which scripts/render.py does. Exit 0 if rendering takes at most
0.4 of their time and a second, unchanged run less than a tenth of the first; else 1.

Example: python benchmarks/render.py
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from tollbook import command, paths
from tollbook.render import listing

MOST, UNCHANGED_MOST = 0.4, 0.1
BIN = Path(sys.executable).parent


def main() -> int:
    parser = command.parser(__doc__)
    parser.add_argument("--list", type=Path, metavar="FILE", help="the list of reports (default: notebooks/reports.yaml)")
    args = parser.parse_args()
    return command.run(lambda: measure(args.list or paths.root() / "notebooks/reports.yaml"))


def measure(list_path: Path) -> int:
    """Time the commands, a first run and an unchanged one, and print the three with their ratios."""
    with tempfile.TemporaryDirectory(prefix="tollbook-benchmark-") as name:
        folder = Path(name)
        render = [sys.executable, paths.root() / "scripts/render.py", "--list", list_path, "--to", folder / "reports"]
        first, unchanged = timed(render), timed(render)
        commands = sum(time_commands(report, list_path.parent, folder) for report in listing.read(list_path))
    print(f"papermill and jupyter nbconvert, one after the other  {commands:7.1f} s")
    print(f"scripts/render.py, first run                          {first:7.1f} s  {first / commands:.2f} of the commands, at most {MOST}")
    print(f"scripts/render.py, nothing changed                    {unchanged:7.1f} s  {unchanged / first:.3f} of the first run, "
          f"less than {UNCHANGED_MOST}")
    return 0 if first <= MOST * commands and unchanged < UNCHANGED_MOST * first else 1


def time_commands(report: listing.Report, notebooks: Path, folder: Path) -> float:
    """Run one report's notebook and convert it with the commands a person would type; give the seconds."""
    parameters, ran = folder / f"{report.name}.yaml", folder / f"{report.name}.ipynb"
    parameters.write_text(yaml.safe_dump(report.parameters))
    given = ["-f", parameters] if report.parameters else []
    seconds = timed([BIN / "papermill", notebooks / f"{report.notebook}.ipynb", ran, *given])
    seconds += timed([BIN / "jupyter", "nbconvert", "--to", "html", ran])
    print(f"{report.name}  {seconds:.1f} s", file=sys.stderr, flush=True)
    return seconds


def timed(words: list) -> float:
    """Run a command and give the seconds it took; if it fails, its complaint is shown."""
    started = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stderr}")
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
