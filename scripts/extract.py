#!/usr/bin/env python3
"""Read the tolls out of conflict prose: one row for each figure that reads as a claim, for a person to review.

TEXT is a file (Markdown, plain text, HTML or wikitext, in UTF-8) or a folder, of which all texts are taken but hidden files and READMEs.
Exit 0: all texts were read; 1: some were not, one line each, and the others are written; 2: bad use or bad input, nothing is written.

Example: python scripts/extract.py bulletins/ battle.md --out candidates.csv --leftovers leftovers.csv
"""

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tollbook import command, paths, render
from tollbook.errors import BadInput
from tollbook.extract import corpus, lexicon

STDOUT = "-"


def main() -> int:
    parser = command.parser(__doc__)
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="files and folders (default: the article's text, where you have put it)")
    parser.add_argument("--out", required=True, metavar="FILE", help=f"where the candidates go, as CSV; {STDOUT} for standard output")
    parser.add_argument("--leftovers", metavar="FILE", help="where each number that is no claim goes, with the reason")
    parser.add_argument("--lexicon", action="append", default=[], metavar="FOLDER", help="words and actors of another war, as sheets like "
                        "those of data/raw/lexicon; may be named more than once, the last one counts")
    parser.add_argument("--article", default="aleppo-2014", metavar="ID", help="whose text is read where none is named")
    parser.add_argument("--largest", type=float, default=corpus.LARGEST / corpus.MEGABYTE, metavar="MB",
                        help="files above this size are not read (default: %(default)g)")
    parser.add_argument("--nlp", action="store_true", help="let a second reader, on spaCy's parse, say how far it agrees")
    parser.add_argument("--jobs", type=int, metavar="N", default=os.cpu_count(), help="worker processes (default: one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="use the workers of this Dask scheduler instead")
    args = parser.parse_args()
    if args.jobs < 1:
        parser.error(f"--jobs: found {args.jobs}; allowed is a whole number from 1")
    if not args.largest > 0:
        parser.error(f"--largest: found {args.largest:g}; allowed is a number of megabytes above 0")
    try:
        return command.run(lambda: extract(args))
    except KeyboardInterrupt:
        say("stopped; nothing is written")
        return 130


def extract(args) -> int:
    texts = corpus.find(args.texts or [article_text(args.article)], int(args.largest * corpus.MEGABYTE))
    check_targets(args, {text.path.resolve() for text in texts})
    tasks = corpus.tasks(texts, lexicon.load(*args.lexicon), args.nlp and second_reader())
    tally = corpus.Tally(len(texts))
    with ExitStack() as files:
        candidates = files.enter_context(command.replacing(Path(args.out).resolve())) if args.out != STDOUT else sys.stdout.buffer
        leftovers = files.enter_context(command.replacing(Path(args.leftovers).resolve())) if args.leftovers else None
        corpus.write(corpus.read(tasks, *workers(args, texts)), tally, candidates, leftovers, say)
    say(tally.line())
    return 1 if tally.problems else 0


def workers(args, texts: list[corpus.Text]) -> tuple:
    """Choose who reads, and how many tasks are under way: a cluster, a pool, or this process where there is work for one only."""
    if args.scheduler:
        return partial(render.cluster, args.scheduler), corpus.OF_A_CLUSTER
    jobs = min(args.jobs, sum(1 for _ in corpus.groups(texts)))
    return (partial(render.local, jobs), jobs * corpus.AHEAD) if jobs > 1 else (corpus.Here, 1)


def article_text(name: str) -> Path:
    found = paths.article_text(name)
    if not found:
        raise BadInput(f"TEXT: none named, and the text of {name} is not there; allowed is a file or folder, or the article at "
                       f"data/raw/{name}/article.md or in TOLLBOOK_ARTICLE")
    return found


def check_targets(args, texts: set[Path]) -> None:
    """Refuse to write one file over another, or over what is to be read."""
    targets = [("--out", args.out)] * (args.out != STDOUT) + [("--leftovers", args.leftovers)] * bool(args.leftovers)
    if args.leftovers == STDOUT:
        raise BadInput(f"--leftovers: found {STDOUT}; allowed is a file")
    for option, target in targets:
        if Path(target).resolve() in texts:
            raise BadInput(f"{option}: found {target}, which is one of the texts; allowed is another file")
        if Path(target).is_dir():
            raise BadInput(f"{option}: found {target}, which is a folder; allowed is a file")
    if len({Path(target).resolve() for _, target in targets}) < len(targets):
        raise BadInput(f"--leftovers: found {args.leftovers}, which is --out; allowed is another file")


def second_reader() -> bool:
    """Refuse --nlp at once where the second reader cannot work."""
    from tollbook.extract import parser

    try:
        parser.load()
    except BadInput as missing:
        raise BadInput(*(f"--nlp: {line}" for line in missing.lines)) from None
    return True


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
