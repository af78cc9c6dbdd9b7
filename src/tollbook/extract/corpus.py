"""Many texts to candidates and leftovers: found in files and folders, read several at a time by workers, written in the order given.

This process finds and reads the files and writes the rows; workers do everything between, on bytes that are sent to them, so that a
cluster needs no view of the files. A file that cannot be read, or over which a worker dies, is a problem of that file alone.
"""

from __future__ import annotations

import os
import pickle
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from tollbook import schema
from tollbook.article.kinds import SUFFIXES as MARKED_UP
from tollbook.errors import BadInput
from tollbook.extract import table
from tollbook.extract.lexicon import Lexicon

SUFFIXES = frozenset((*MARKED_UP, ".txt"))
MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE
TASK = (16_000, 256_000)  # bytes of a task: smaller ones cost more on the way there and back, of larger ones the last is waited for
TASKS = 64  # what there is to read is cut into as many, within these sizes
AHEAD = 4  # tasks under way for each worker, so that none waits for the one whose rows are written next
OF_A_CLUSTER = 64  # as many, where nobody says how many workers there are
ERROR_SHOWN = 200  # characters
TELL_EVERY = 2.0  # seconds


@dataclass(frozen=True)
class Text:
    """A file to read: `doc`, its name in the rows, and its size; or why it cannot be read."""

    doc: str
    path: Path
    size: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Task:
    """What a worker is given at a time: documents with their content or their problem, and how to read them."""

    documents: tuple[tuple[str, bytes, str], ...]
    lexicon: bytes = field(repr=False)
    with_parser: bool = False

    def apart(self) -> list[Task]:
        """Give each document a task of its own."""
        return [replace(self, documents=(document,)) for document in self.documents]


@dataclass(frozen=True)
class Read:
    """What came of one document: its rows as CSV, and how many; or one line on why there are none."""

    doc: str
    candidates: str = ""
    leftovers: str = ""
    claims: int = 0
    others: int = 0
    sentences: int = 0
    problem: str = ""


# -- which files -------------------------------------------------------------------------------------------------------------------------


def find(named: Iterable[str | Path], largest: int = LARGEST) -> list[Text]:
    """List the texts of files and folders, each once, in the order named and by name within a folder.

    A file is taken as it is named. Of a folder and those in it, files with a suffix of SUFFIXES are; hidden ones are not, nor a README,
    which speaks of the texts. `doc` is the path as named, so that two folders never clash. Raises BadInput for a name that leads nowhere.
    """
    texts, refused, seen = [], [], set()
    for name in named:
        path = Path(name)
        found = list(_inside(path)) if path.is_dir() else [Text(_doc(path), path)] if path.is_file() else []
        if not found:
            refused.append(f"{_doc(path)}: " + (f"found no text; allowed is a folder with files that end in {', '.join(sorted(SUFFIXES))}"
                                                if path.is_dir() else "no such file or folder"))
        for text in found:
            place = os.path.realpath(text.path)
            if place not in seen:
                seen.add(place)
                texts.append(_weighed(text, largest))
    if refused:
        raise BadInput(*refused)
    return texts


def _inside(folder: Path) -> Iterator[Text]:
    """List the texts of a folder and of those in it; a folder that cannot be opened is listed with its problem."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.stem.lower() != "readme":
                yield Text(_doc(path), path)
    for error in closed:
        yield Text(_doc(Path(error.filename)), Path(error.filename), problem=_strerror(error))


def _doc(path: Path) -> str:
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _weighed(text: Text, largest: int) -> Text:
    if text.problem:
        return text
    try:
        found = text.path.stat()
    except OSError as error:
        return replace(text, problem=_strerror(error))
    if not S_ISREG(found.st_mode):  # a pipe would be waited for
        return replace(text, problem="is no file")
    size = found.st_size
    if size > largest:
        return replace(text, problem=f"found {size / MEGABYTE:,.1f} MB; allowed are {largest / MEGABYTE:,g} MB")
    return replace(text, size=size)


def _strerror(error: OSError) -> str:
    return error.strerror or type(error).__name__


# -- tasks -------------------------------------------------------------------------------------------------------------------------------


def tasks(texts: list[Text], lexicon: Lexicon, with_parser: bool = False) -> Iterator[Task]:
    """Put neighbouring texts together into tasks of about equal size, reading the files only when their task is asked for."""
    packed = pickle.dumps(lexicon, pickle.HIGHEST_PROTOCOL)
    for group in groups(texts):
        yield Task(tuple(map(_content, group)), packed, with_parser)


def groups(texts: list[Text]) -> Iterator[list[Text]]:
    """Group neighbouring texts into about equal sizes."""
    least, most = TASK
    full = min(max(sum(text.size for text in texts) // TASKS, least), most)
    group: list[Text] = []
    weight = 0
    for text in texts:
        if group and weight + text.size > full:
            yield group
            group, weight = [], 0
        group.append(text)
        weight += max(text.size, 1)
    if group:
        yield group


def _content(text: Text) -> tuple[str, bytes, str]:
    if text.problem:
        return text.doc, b"", text.problem
    try:
        return text.doc, text.path.read_bytes(), ""
    except OSError as error:
        return text.doc, b"", _strerror(error)


def work(task: Task) -> list[Read]:
    """Read the documents of a task, in a worker."""
    lexicon = _lexicon(task.lexicon)
    return [Read(doc, problem=f"{doc}: {problem}") if problem else _read(doc, content, lexicon, task.with_parser)
            for doc, content, problem in task.documents]


@lru_cache(maxsize=2)
def _lexicon(packed: bytes) -> Lexicon:
    return pickle.loads(packed)


def _read(doc: str, content: bytes, lexicon: Lexicon, with_parser: bool) -> Read:
    try:
        rows = table.read(content, doc, lexicon, with_parser)
    except BadInput as refused:
        return Read(doc, problem=_line("; ".join(refused.lines)))
    except Exception as error:  # a fault of ours in one file: the others go on
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Read(doc, problem=_fault(doc, error, f" ({Path(last.filename).name}, line {last.lineno})"))
    return Read(doc, table.to_csv(rows.candidates), table.to_csv(rows.leftovers), len(rows.candidates), len(rows.leftovers), rows.sentences)


def _fault(doc: str, error: BaseException, where: str = "") -> str:
    return _line(f"{doc}: not read, by a fault of tollbook: {type(error).__name__}: {str(error)[:ERROR_SHOWN]}{where}")


def _line(words: str) -> str:
    return " ".join(words.split())


# -- workers -----------------------------------------------------------------------------------------------------------------------------


class Here(Executor):
    """Does each task in this process, as it is submitted."""

    def submit(self, job, /, *args, **kwargs) -> Future:
        future: Future = Future()
        try:
            future.set_result(job(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def read(given: Iterable[Task], start: Callable[[], Executor], width: int) -> Iterator[Read]:
    """Yield what came of each document, in order, with at most `width` tasks under way; `start` makes an executor.

    Where a worker dies, the documents of the task that waits longest are read again one by one, with nothing else under way, so that the
    one that kills workers is known; the rest goes on with new workers.
    """
    pool, given, waiting, is_interrupted = _Pool(start), iter(given), deque(), False
    try:
        while True:
            while len(waiting) < width and (task := next(given, None)) is not None:
                waiting.append((task, pool.submit(task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            if (error := _error(future)) is None:
                yield from future.result()
                continue
            is_new = pool.renew(error)
            yield from _one_by_one(task, pool)
            if is_new:
                waiting = deque((task, future if future.done() and not _error(future) else pool.submit(task)) for task, future in waiting)
    except (KeyboardInterrupt, GeneratorExit):  # whoever asked wants no more
        is_interrupted = True
        raise
    finally:
        for _, future in waiting:
            future.cancel()
        pool.stop(is_interrupted)


def _error(future: Future) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _one_by_one(task: Task, pool: _Pool) -> Iterator[Read]:
    for alone in task.apart():
        future = pool.submit(alone)
        if (error := _error(future)) is None:
            yield from future.result()
        else:
            pool.renew(error)
            yield Read(alone.documents[0][0], problem=_fault(alone.documents[0][0], error))


class _Pool:
    """An executor, and a new one where its workers have died."""

    def __init__(self, start: Callable[[], Executor]):
        self.start, self.executor = start, start()

    def submit(self, task: Task) -> Future:
        try:
            return self.executor.submit(work, task)
        except BrokenExecutor as error:
            future: Future = Future()
            future.set_exception(error)
            return future

    def renew(self, error: BaseException) -> bool:
        if not isinstance(error, BrokenExecutor):
            return False
        self.stop()
        self.executor = self.start()
        return True

    def stop(self, is_interrupted: bool = False) -> None:
        """End the workers; after an interruption without waiting for the texts they have begun."""
        if is_interrupted:
            for process in list((getattr(self.executor, "_processes", None) or {}).values()):
                process.terminate()
        self.executor.shutdown(wait=not is_interrupted)


# -- everything together -----------------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """How much has been read so far, and one line on each text that was not."""

    whole: int
    texts: int = 0
    sentences: int = 0
    claims: int = 0
    others: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, read: Read) -> None:
        self.texts += 1
        self.sentences += read.sentences
        self.claims += read.claims
        self.others += read.others
        if read.problem:
            self.problems.append(read.problem)

    def line(self) -> str:
        """Say it in one line."""
        return (f"{self.texts:,} of {self.whole:,} texts: {self.sentences:,} sentences, {self.claims:,} candidates, "
                f"{self.others:,} other numbers, {len(self.problems):,} texts not read")


def write(reads: Iterable[Read], tally: Tally, candidates: BinaryIO, leftovers: BinaryIO | None, say: Callable[[str], None]) -> None:
    """Write rows as they come, under their headers, and say now and then how far it is and at once what was not read."""
    candidates.write(table.header(schema.CANDIDATES).encode("utf-8"))
    if leftovers:
        leftovers.write(table.header(schema.LEFTOVERS).encode("utf-8"))
    told = time.monotonic()
    for read in reads:
        tally.add(read)
        candidates.write(read.candidates.encode("utf-8"))
        if leftovers:
            leftovers.write(read.leftovers.encode("utf-8"))
        if read.problem:
            say(read.problem)
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            say(tally.line())
