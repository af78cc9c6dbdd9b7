"""Notebooks to reports: each report of the list is run, turned into a page and put into reports/, if its inputs have changed.

A worker renders one report and gives back its files as bytes; only this process writes. A report that fails leaves the one that
stands, and says why.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, as_completed
from dataclasses import replace
from pathlib import Path

from tollbook.errors import BadInput
from tollbook.render import inputs, listing
from tollbook.render.job import Failed, Job, Rendered, Report
from tollbook.render.shelf import Shelf

Say = Callable[[str], None]


def local(workers: int) -> Executor:
    """Make a pool of worker processes on this machine; none is started before there is work."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A Ctrl-C is for the main process: workers finish what they have begun, and what is done is kept.
    return ProcessPoolExecutor(workers, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN))


def cluster(address: str) -> Executor:
    """Use the workers of a Dask cluster; they need this project's folder and environment as they are here."""
    try:
        from distributed import Client
    except ImportError:
        raise BadInput("--scheduler: the package distributed is not installed; allowed without it is --jobs") from None
    try:
        return Client(address).get_executor()
    except (ValueError, OSError) as failed:
        raise BadInput(f"--scheduler: found {address!r}: {failed}; allowed is the address of a scheduler, as tcp://host:8786") from None


def run(list_path: Path, folder: Path, executor: Executor, say: Say) -> int:
    """Bring a folder of reports up to date with a list of them; give the number of those that failed.

    Raises BadInput, before any notebook runs, for a list, a notebook or parameters that cannot be used.
    """
    reports = listing.read(list_path)
    gathered = inputs.gather()
    jobs = _jobs(reports, list_path.parent, gathered)
    shelf = Shelf.open(folder)
    stale = [job for job in jobs if not shelf.has(job)]
    checked = _checked(stale, list_path)
    tell = _counter(len(jobs), say)
    for job in jobs:
        if job not in stale:
            tell(job.report.name, "unchanged")
    try:
        failures = _work(checked, shelf, executor, tell)
    finally:
        _conclude(jobs, shelf, gathered)
    _keep_failed(failures, say)
    return len(failures)


def _jobs(reports: list[Report], notebooks: Path, gathered: dict) -> list[Job]:
    """Say what each report would be made from, as one job a report."""
    jobs = []
    for report in reports:
        notebook = (notebooks / f"{report.notebook}.ipynb").read_bytes()
        siblings = tuple((other.name, other.title) for other in reports if other.notebook == report.notebook)
        jobs.append(Job(report, notebook, inputs.key(report, notebook, siblings, gathered), siblings, inputs.about(gathered, notebook)))
    return jobs


def _checked(jobs: list[Job], list_path: Path) -> list[Job]:
    """Give jobs the value of every parameter; all that cannot be used is refused together.

    Reports that stand with the same key are not asked: the same code has accepted the same parameters before.
    """
    if not jobs:
        return []
    from tollbook import parameters  # brings pandas with it, for which an unchanged run has no use

    checked, errors = [], []
    for job in jobs:
        try:
            checked.append(replace(job, values=parameters.check(job.report.parameters, parameters.own_names(job.notebook))))
        except BadInput as refused:
            errors += [f"{list_path}: report {job.report.name}: {line}" for line in refused.lines]
    if errors:
        raise BadInput(*errors)
    return checked


def _counter(whole: int, say: Say) -> Callable[[str, str], None]:
    """Make a function that tells of one report more that is dealt with."""
    done = iter(range(1, whole + 1))
    return lambda name, result: say(f"{next(done):>{len(str(whole))}} of {whole}  {name}  {result}")


def _work(jobs: list[Job], shelf: Shelf, executor: Executor, tell: Callable[[str, str], None]) -> dict[str, Failed]:
    """Render every job and put each report on the shelf as soon as it is done; give those that failed."""
    running = {executor.submit(_render, job): job for job in jobs}
    failures = {}
    try:
        for future in as_completed(running):
            job, result = running[future], _result(future)
            if isinstance(result, Rendered):
                shelf.put(job, result)
                tell(job.report.name, f"{result.seconds:.1f} s")
            else:
                failures[job.report.name] = result
                tell(job.report.name, f"failed: {result.reason}")
    finally:
        for future in running:
            future.cancel()
    return failures


def _result(future) -> Rendered | Failed:
    try:
        return future.result()
    except Exception as error:  # a worker that died, or a fault of ours: the other reports go on
        return Failed(f"{type(error).__name__}: {error}", b"", 0.0)


def _render(job: Job) -> Rendered | Failed:
    """Render in a worker. Only there papermill and nbconvert are imported, while the stem imports what notebooks need."""
    from tollbook.render import kernels

    kernels.warm_up()
    from tollbook.render import worker

    return worker.render(job)


def _conclude(jobs: list[Job], shelf: Shelf, gathered: dict) -> None:
    """Remove what is no longer in the list, and make the front page again if anything on it has changed."""
    shelf.keep_only([job.report.name for job in jobs])
    outdated = {job.report.name for job in jobs if job.report.name in shelf.reports and shelf.reports[job.report.name]["key"] != job.key}
    key = inputs.digest_of([gathered, [[name, entry["key"]] for name, entry in shelf.reports.items()], sorted(outdated)])
    if key != shelf.front["key"]:
        from tollbook.render import front

        shelf.close(key, {front.NAME: front.write(shelf, outdated, inputs.about(gathered))}, gathered)


def _keep_failed(failures: dict[str, Failed], say: Say) -> None:
    """Put the notebooks that failed where a person can open them, as far as they ran."""
    ran = {name: failed.notebook for name, failed in failures.items() if failed.notebook}
    if not ran:
        return
    folder = Path(tempfile.mkdtemp(prefix="tollbook-failed-"))
    for name, notebook in ran.items():
        (folder / f"{name}.ipynb").write_bytes(notebook)
    say(f"The notebooks that failed, as far as they ran, are in {folder}; their earlier reports stay as they were.")
