#!/usr/bin/env python3
"""Measure how well and how fast tolls are read out of prose, and print every demand with what was measured.

Well: against the ledger of the first article, articles coded by others, and invented prose: `written`, on which rules are tried,
and `unseen`, which nobody looks at who writes rules. Fast: one core, 10,000 articles of shuffled invented sentences, two processes,
a Dask cluster on this machine. Exit 0 if every demand holds that could be measured, else 1.

Example: python benchmarks/extraction.py --article ../shared/sources/aleppo-2014.md --corpus ../shared/corpus --classes
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tollbook import article, command, paths, render, schema
from tollbook.errors import BadInput
from tollbook.extract import corpus, lexicon, reader, table

if TYPE_CHECKING:  # workers import this file, and have no use for what scores
    from tollbook.extract.score import Score

PROSE = Path(__file__).resolve().parent / "prose"
LEDGER, UNSEEN = "first article", "invented, unseen"
COLUMNS = ("set", "claims", "candidates", "found P", "found R", "found F1", "outcome", "side", "source", "full F1", "dates")


@dataclass(frozen=True)
class Sizes:
    """How much is measured: articles in the corpus, in how many slices, and how often the short work is repeated."""

    articles: int = 10_000
    slices: int = 3
    repeats: int = 7
    counted: int = 50_000_000
    is_judged: bool = True


QUICK = Sizes(articles=24, slices=2, repeats=2, counted=1_000, is_judged=False)


# -- how well ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """Texts with their references, and the folders of the lexicon that goes with them."""

    texts: tuple[tuple[Path, Path], ...]
    folders: tuple[Path, ...] = ()


def samples(article_path: Path | None, others: Path | None) -> dict[str, Sample]:
    """List what there is to measure with; what is not there is said on stderr."""
    found = {}
    if article_path:
        found[LEDGER] = Sample(((article_path, paths.root() / "data/processed/claims.csv"),))
    else:
        say(f"{LEDGER}: no text named, not measured")
    if others:
        found |= {f"coded by others: {text.stem}": Sample(((text, reference),)) for text, reference in pairs_in(others)}
    return found | {f"invented, {folder.name}": Sample(pairs_in(folder), (folder,)) for folder in invented()}


def invented() -> list[Path]:
    """List the folders of invented prose, the unseen one last."""
    return [*sorted(PROSE.glob("written-*")), PROSE / "unseen"]


def pairs_in(folder: Path) -> tuple[tuple[Path, Path], ...]:
    """Pair the texts of a folder with the references of the same name."""
    pairs = tuple((text.path, text.path.with_suffix(".csv")) for text in corpus.find([folder]))
    lacking = [f"{reference}: no such file; allowed is a reference for each text" for _, reference in pairs if not reference.is_file()]
    if lacking:
        raise BadInput(*lacking)
    return pairs


def rate(name: str, sample: Sample) -> Score:
    """Read the texts of a sample and compare what is found with their references."""
    from tollbook.extract import score

    words = lexicon.load(*sample.folders)
    whole = score.Score()
    for path, reference_path in sample.texts:
        content = path.read_bytes()
        given = as_text(table.read(content, path.name, words).candidates)
        reference = rows_of(reference_path)
        spans = (score.spans_of_ledger(reference, article.read(path)) if name == LEDGER
                 else score.spans(reference, content.decode("utf-8")))
        whole += score.score(reference, spans, given)
    return whole


def as_text(rows: list[table.Row]) -> list[dict[str, str]]:
    return [dict(zip(schema.CANDIDATES.names, map(str, row), strict=True)) for row in rows]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def show_scores(scores: dict[str, Score]) -> None:
    """Print one sample a line."""
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" + "|--:" * (len(COLUMNS) - 1) + "|")
    for name, one in scores.items():
        shares = (one.precision(), one.recall(), one.f1(), *map(one.accuracy, ("outcome", "victim_side", "source_type")), one.f1(full=True),
                  one.accuracy("dates"))
        print(f"| {name} | {one.wanted} | {one.given} | {' | '.join(f'{share:.3f}' for share in shares)} |")
    print(flush=True)


def show_classes(scores: dict[str, Score]) -> None:
    """Print how many errors there are of each class, the most frequent first; no word of a text."""
    from tollbook.extract import score

    for name, one in scores.items():
        for kind, counts in score.classes(one).items():
            print(f"{name}: {kind}: {counts.total()}")
            for what, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
                print(f"  {number:>3}  {what}")
    print(flush=True)


def show_misses(scores: dict[str, Score]) -> None:
    """Print the words of what is missed and what is false."""
    for name, one in scores.items():
        for kind, rows in (("missed", one.missed), ("false", one.false)):
            for row in rows:
                print(f"{name}: {kind}: {row['low']}..{row['high']} {row['outcome']} | {row['exact']}")
    print(flush=True)


def check_scores(scores: dict[str, Score]) -> bool:
    """Print each demand on what is found, and tell whether all hold."""
    demands = []
    if LEDGER in scores:
        one = scores[LEDGER]
        demands += [(f"{LEDGER}: found F1", one.f1(), 0.97), (f"{LEDGER}: found precision", one.precision(), 1.0),
                    (f"{LEDGER}: full F1", one.f1(full=True), 0.90), (f"{LEDGER}: both dates", one.accuracy("dates"), 0.90)]
    if UNSEEN in scores:
        one = scores[UNSEEN]
        demands += [(f"{UNSEEN}: found precision", one.precision(), 0.97), (f"{UNSEEN}: found F1", one.f1(), 0.90),
                    (f"{UNSEEN}: victim side", one.accuracy("victim_side"), 0.85),
                    (f"{UNSEEN}: source type", one.accuracy("source_type"), 0.85)]
    for what, measured, least in demands:
        print(f"{verdict(measured >= least)}  {what}: at least {least:.2f}; measured {measured:.4f}")
    return all(measured >= least for _, measured, least in demands)


# -- how fast ----------------------------------------------------------------------------------------------------------------------------


def invent(folder: Path, number: int, slices: int, seed: int = 20_310_303) -> tuple[Path, list[Path]]:
    """Write a number of articles of about 20 invented sentences each into some folders, and one article that has every sentence once."""
    sentences = [" ".join(sentence.text.split()) for part in invented() for path, _ in pairs_in(part)
                 for sentence in article.read(path).sentences]
    draw = random.Random(seed)
    draw.shuffle(sentences)
    one = folder / "one.txt"
    one.write_text(paragraphs(sentences), encoding="utf-8")
    folders = [folder / f"slice-{n}" for n in range(slices)]
    for n in range(number):
        place = folders[n * slices // number]
        place.mkdir(exist_ok=True)
        (place / f"{n:05d}.txt").write_text(paragraphs(draw.sample(sentences, draw.randint(15, 25))), encoding="utf-8")
    return one, folders


def paragraphs(sentences: list[str], each: int = 5) -> str:
    return "\n\n".join(" ".join(sentences[n:n + each]) for n in range(0, len(sentences), each)) + "\n"


def seconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def measure_core(found: dict[str, Sample], repeats: int) -> tuple[float, float]:
    """Give sentences a second of one core: the grammar alone, and with reading, mending and splitting the files and writing rows."""
    files = [(path, lexicon.load(*sample.folders)) for sample in found.values() for path, _ in sample.texts]
    read = [(article.read(path), words) for path, words in files]
    number = sum(len(text.sentences) for text, _ in read)
    alone, whole = [], []
    for _ in range(repeats):
        alone.append(seconds(lambda: [reader.read(text, words) for text, words in read]))
        whole.append(seconds(lambda: [table.to_csv(table.read(path.read_bytes(), path.name, words).candidates) for path, words in files]))
    return number / median(alone), number / median(whole)


def extract(named: list[Path], out: Path, start: Callable[[], Executor], width: int) -> corpus.Tally:
    """Do what scripts/extract.py does."""
    texts = corpus.find(named)
    tally = corpus.Tally(len(texts))
    with out.open("wb") as candidates:
        corpus.write(corpus.read(corpus.tasks(texts, everything()), start, width), tally, candidates, None, lambda line: None)
    return tally


def everything() -> lexicon.Lexicon:
    return lexicon.load(*invented())


@contextmanager
def dask() -> Iterator[Callable[[], Executor] | None]:
    """Start a cluster of two worker processes on this machine; nothing where distributed is not installed."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        say("distributed is not installed: the cluster is not measured")
        yield None
        return
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        yield client.get_executor


def measure_corpus(sizes: Sizes) -> list[dict]:
    """Measure slice after slice: seconds a sentence of one article and of the slice, seconds of one process, two, and the cluster."""
    measured = []
    with tempfile.TemporaryDirectory(prefix="tollbook-corpus-") as name, dask() as cluster:
        one, folders = invent(Path(name), sizes.articles, sizes.slices)
        out = Path(name, "rows")
        extract([one], out, corpus.Here, 1)  # patterns are compiled once, and what is remembered is remembered
        for number, folder in enumerate(folders, 1):
            say(f"slice {number} of {len(folders)} ...")
            measured.append(measure_slice(one, folder, out, sizes, cluster))
    return measured


def count(to: int) -> None:
    for _ in range(to):
        pass


def measure_machine(to: int) -> float:
    """Give the share of the time of one process that two take on this machine, now, for a loop that only counts."""
    with render.local(2) as pool:
        list(pool.map(count, [1, 1]))
        return seconds(lambda: list(pool.map(count, [to, to]))) / (2 * seconds(lambda: pool.submit(count, to).result()))


def measure_slice(one: Path, folder: Path, out: Path, sizes: Sizes, cluster: Callable[[], Executor] | None) -> dict:
    ways = {"one process": (corpus.Here, 1), "two processes": (partial(render.local, 2), 2 * corpus.AHEAD)}
    if cluster:
        ways["cluster"] = (cluster, 2 * corpus.AHEAD)
    sentences = extract([one], out, corpus.Here, 1).sentences
    article_seconds = [seconds(lambda: extract([one], out, corpus.Here, 1)) for _ in range(sizes.repeats)]
    measured: dict = {"one article": median(article_seconds) / sentences, "machine": measure_machine(sizes.counted), "times": {}}
    rows = {}
    for way, (start, width) in ways.items():
        started = time.perf_counter()
        tally = extract([folder], out, start, width)
        measured["times"][way] = time.perf_counter() - started
        measured["sentences"], measured["not read"] = tally.sentences, len(tally.problems)
        rows[way] = out.read_bytes()
    return measured | {"same": {way: content == rows["one process"] for way, content in rows.items()}}


def check_speed(core: tuple[float, float], slices: list[dict], sizes: Sizes) -> bool:
    """Print each demand on speed; judge those on time only where enough was measured."""
    print(f"{sum(one['sentences'] for one in slices):,} sentences in {sizes.articles:,} articles, {len(slices)} slices: "
          + "; ".join(f"{way} {sum(one['times'][way] for one in slices):.1f} s" for way in slices[0]["times"]))
    cost = median(one["times"]["one process"] / one["sentences"] / one["one article"] for one in slices)
    two = median(one["times"]["two processes"] / one["times"]["one process"] for one in slices)
    print(f"      one core, with reading the files and writing rows: {core[1]:,.0f} sentences a second; nothing is demanded")
    demands = [(core[0] >= 1_500, f"one core, grammar alone: at least 1,500 sentences a second; measured {core[0]:,.0f}"),
               (cost <= 1.15, f"the corpus: at most 1.15 times the cost a sentence of one article; measured {cost:.2f}"),
               (two <= 0.6, f"two processes: at most 0.6 of the time of one; measured {two:.2f}")]
    print(f"      two processes that only count take {median(one['machine'] for one in slices):.2f} of the time of one on this machine now")
    for holds, line in demands:
        print(f"{verdict(holds) if sizes.is_judged else '(not judged)'}  {line}")
    same = [(all(one["same"][way] for one in slices), f"{way}: the same rows, byte for byte, as one process")
            for way in slices[0]["same"] if way != "one process"]
    same.append((not any(one["not read"] for one in slices), "every article of the corpus is read"))
    for holds, line in same:
        print(f"{verdict(holds)}  {line}")
    return all(holds for holds, _ in same) and (not sizes.is_judged or all(holds for holds, _ in demands))


# -- the report --------------------------------------------------------------------------------------------------------------------------


def verdict(holds: bool) -> str:
    return "holds" if holds else "FAILS"


def report(args) -> int:
    """Measure, print what was measured and each demand, and give the exit code."""
    sizes = QUICK if args.quick else Sizes(articles=args.articles)
    found = samples(args.article, args.corpus)
    scores = {name: rate(name, sample) for name, sample in found.items()}
    show_scores(scores)
    if args.classes:
        show_classes(scores)
    if args.misses:
        show_misses(scores)
    holds = [check_scores(scores)]
    print(flush=True)
    if not args.no_speed:
        holds.append(check_speed(measure_core(found, sizes.repeats), measure_corpus(sizes), sizes))
    return 0 if all(holds) else 1


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    named = os.environ.get("TOLLBOOK_ARTICLE")
    parser = command.parser(__doc__)
    parser.add_argument("--article", type=Path, metavar="PATH", default=Path(named) if named else None,
                        help="the text of the first article (default: TOLLBOOK_ARTICLE)")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="texts coded by others, each with its reference beside it")
    parser.add_argument("--classes", action="store_true", help="count the errors by class")
    parser.add_argument("--misses", action="store_true", help="print what is missed and what is false, those of the unseen part included")
    parser.add_argument("--no-speed", action="store_true", help="measure only how well")
    parser.add_argument("--articles", type=int, default=Sizes.articles, metavar="N", help="articles in the corpus (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.articles < Sizes.slices:
        parser.error(f"--articles: found {args.articles}; allowed is a whole number from {Sizes.slices}")
    return command.run(lambda: report(args))


if __name__ == "__main__":
    sys.exit(main())
