"""One report, from notebook to files: papermill runs the notebook, nbconvert makes the page of it."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import closing
from functools import cache
from pathlib import Path

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters.html import HTMLExporter
from papermill.exceptions import PapermillExecutionError

from tollbook import paths
from tollbook.render import inputs, kernels
from tollbook.render.job import Failed, Job, Rendered

CELL_SECONDS = 600
PACKAGE = Path(__file__).resolve().parent.parent


class Unfit(Exception):
    """A notebook ran through and still must not be published."""


def render(job: Job) -> Rendered | Failed:
    """Run a report's notebook and make its files; a notebook that fails gives its reason and no file."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tollbook-") as name:
        folder = Path(name)
        try:
            notebook = execute(job, folder)
        except (PapermillExecutionError, CellTimeoutError, DeadKernelError, Unfit) as error:
            ran = folder / "executed.ipynb"
            return Failed(_reason(error, folder), ran.read_bytes() if ran.exists() else b"", time.perf_counter() - started)
        shown, numbers, files = _side(folder / "side", job.report.name)
    page = convert(notebook, _page(job, notebook))
    shown = shown | {"title": page["title"], "question": page["question"]}
    return Rendered({f"{job.report.name}.html": page["html"], **files}, shown, numbers, time.perf_counter() - started)


def execute(job: Job, folder: Path) -> nbformat.NotebookNode:
    """Run the notebook in a fresh kernel in the notebooks' folder; what it shows besides goes to folder/side."""
    (folder / "given.ipynb").write_bytes(job.notebook)
    (folder / "side").mkdir()
    root, text = paths.root(), inputs.article_text()
    environment = {"TOLLBOOK_ROOT": str(root), "TOLLBOOK_SIDE": str(folder / "side"), "TOLLBOOK_REPORT": job.report.name}
    if text:
        environment["TOLLBOOK_ARTICLE"] = str(text)
    with closing(ensure_event_loop()):  # jupyter_core opens one for each thread, and leaves it open
        notebook = papermill.execute_notebook(
            folder / "given.ipynb", folder / "executed.ipynb", job.report.parameters, progress_bar=False,
            request_save_on_cell_execute=False, execution_timeout=CELL_SECONDS, shutdown_kernel="immediate",
            kernel_manager_class=kernels.manager(folder, root / "notebooks", environment),
        )
    _refuse_noise(notebook)
    return notebook


def _refuse_noise(notebook: nbformat.NotebookNode) -> None:
    """Refuse what a notebook wrote to standard error: a complaint of some library, often with a temporary path in it."""
    for number, cell in _numbered(notebook):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise Unfit(f"cell {number} wrote to standard error: {output.text.strip().splitlines()[-1]}")


def _numbered(notebook: nbformat.NotebookNode) -> list[tuple[int, nbformat.NotebookNode]]:
    """Number the cells as in the notebook a person opens, which lacks those that papermill adds."""
    own = [cell for cell in notebook.cells if not {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", []))]
    return list(enumerate(own, 1))


def _reason(error: Exception, folder: Path) -> str:
    """Say in a line or two why a notebook failed."""
    if isinstance(error, PapermillExecutionError):
        notebook = nbformat.read(folder / "executed.ipynb", as_version=4)
        number = next((n for n, cell in _numbered(notebook) if any(o.output_type == "error" for o in cell.get("outputs", []))), None)
        where = f"cell {number}" if number else "the parameters"
        return f"{where}: {error.evalue}" if error.ename == "BadInput" else f"{where}: {error.ename}: {error.evalue}"
    if isinstance(error, CellTimeoutError):
        return f"a cell ran for more than {CELL_SECONDS} seconds"
    if isinstance(error, DeadKernelError):
        log = (folder / "kernel.log").read_text(errors="replace").strip()
        return f"the kernel died: {log.splitlines()[-1] if log else 'it left no message'}"
    return str(error)


def _side(folder: Path, name: str) -> tuple[dict, dict[str, dict], dict[str, bytes]]:
    """Read what the notebook left: what it shows, its citable numbers by report and id, and its files under their final names."""
    path = folder / "report.json"
    shown = json.loads(path.read_bytes()) if path.exists() else {}
    numbers = {f"{name}/{number.pop('id')}": number for number in shown.pop("numbers", [])}
    files = {f"{path.parent.name}/{name}--{path.name}": path.read_bytes() for kind in ("figures", "tables")
             for path in sorted((folder / kind).glob("*"))}
    return shown, numbers, files


def _page(job: Job, notebook: nbformat.NotebookNode) -> dict:
    """Gather what the template needs besides the cells; the first cell is the title and the question."""
    title, _, question = notebook.cells[0].source.removeprefix("# ").partition("\n")
    return {
        "name": job.report.name, "notebook": job.report.notebook, "title": title.strip(), "subtitle": job.report.title,
        "question": question.strip(), "siblings": job.siblings, "parameters": job.values, "about": job.about,
        "article": inputs.article(job.values.get("article", "")),
    }


def convert(notebook: nbformat.NotebookNode, page: dict) -> dict:
    """Make the page: `page` with its `html`, as bytes."""
    body = nbformat.from_dict(notebook | {"cells": notebook.cells[1:]})
    html, _ = _exporter().from_notebook_node(body, {"page": page})
    return page | {"html": html.encode("utf-8")}


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="template", extra_template_basedirs=[str(PACKAGE)], exclude_anchor_links=True)
