"""The notebooks: thin, typed parameters, run by plain papermill from any folder, and refused in a sentence when misused."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tollbook import command, parameters, tabulate

PROJECT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
OWN = {"05-incident": ["incident"], "06-totals": ["rule", "first_source_type", "single_sourced", "implied"], "07-review": ["form"]}


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
class TestStructure:
    def test_one_cell_is_tagged_parameters_and_sets_the_defaults(self, path):
        tagged = [cell for cell in code(nbformat.read(path, 4)) if "parameters" in cell.metadata.get("tags", [])]
        assert len(tagged) == 1 and tagged[0].source.startswith(parameters.FIRST_LINE)
        values = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(tagged[0].source).body}
        own = [parameter for parameter in parameters.OWN if parameter.name in values]
        assert values == {parameter.name: parameter.default for parameter in (*parameters.PARAMETERS, *own)}
        assert [parameter.name for parameter in own] == parameters.own_names(path.read_bytes()) == OWN.get(path.stem, [])

    def test_it_asks_one_question_and_defines_no_function(self, path):
        notebook = nbformat.read(path, 4)
        assert notebook.cells[0].source.startswith("# ") and "?" in notebook.cells[0].source
        for cell in code(notebook):
            assert not any(isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef | ast.For) for node in ast.walk(ast.parse(cell.source)))

    def test_it_ends_with_what_is_not_computed_and_the_register(self, path):
        sources = [cell.source for cell in nbformat.read(path, 4).cells]
        assert sources[-1] == "report.register()"
        assert any(source.startswith("## What is not computed, and why") for source in sources)

    def test_it_is_committed_without_outputs(self, path):
        assert all(not cell.outputs and cell.execution_count is None for cell in code(nbformat.read(path, 4)))


def papermill(notebook, folder, *arguments, **environment):
    """Run a notebook by the papermill command from another folder, with warnings as errors in the kernel."""
    out = folder / "out.ipynb"
    done = subprocess.run([sys.executable, "-m", "papermill", str(notebook), str(out), "--no-progress-bar", *arguments], cwd=folder, text=True,
                          capture_output=True, check=False, env=os.environ | {"TOLLBOOK_ARTICLE": "", "PYTHONWARNINGS": KERNEL_WARNINGS} | environment)
    return done, (nbformat.read(out, 4) if out.exists() else None)


# jupyter_client warns of its own TCP transport on each start; scripts/render.py uses IPC, plain papermill cannot
KERNEL_WARNINGS = "default"


@pytest.fixture
def built(invented):
    for name, content in tabulate.files(tabulate.read_all()).items():
        command.write_bytes(f"data/processed/{name}", content)
    return invented


@pytest.mark.parametrize("name", NAMES)
def test_plain_papermill_runs_it_on_the_real_ledger_from_any_folder(name, tmp_path):
    which = ["-p", "incident", "carlton-hotel"] if name == "05-incident" else []
    done, ran = papermill(PROJECT / "notebooks" / f"{name}.ipynb", tmp_path, "-p", "date_from", "2014-04-01", "-y", "outcomes: [killed]", *which)
    assert done.returncode == 0, done.stderr[-2000:]
    html = "".join(output.data.get("text/html", "") for cell in code(ran) for output in cell.outputs if "data" in output)
    assert f"Selection: {'incident carlton-hotel; ' if which else ''}from 1 April 2014; outcomes: killed" in html
    assert 'id="ALP-055"' in html and 'id="ALP-001"' not in html
    assert not [output for cell in code(ran) for output in cell.outputs if output.output_type == "stream"]


@pytest.mark.parametrize("name", NAMES)
def test_plain_papermill_runs_it_on_the_invented_ledger(name, built, tmp_path):
    done, ran = papermill(built / "notebooks" / f"{name}.ipynb", tmp_path, "-p", "article", "port-orrin")
    assert done.returncode == 0, done.stderr[-2000:]
    html = "".join(output.data.get("text/html", "") for cell in code(ran) for output in cell.outputs if "data" in output)
    shown = range(1, 5) if name == "05-incident" else range(1, 13)  # the incident of most sources is the shelling
    assert all(f'id="ORR-{number:03d}"' in html for number in shown)
    assert "ALP-" not in html


REFUSED = [
    (["-p", "dat_from", "2014-04-01"], "parameter dat_from: is unknown (did you mean date_from?)"),
    (["-p", "date_from", "007"], "parameter date_from: found 7; allowed is a day"),
    (["-p", "date_from", "2014-05-01", "-p", "date_to", "2014-04-01"], "found 2014-05-01 to 2014-04-01; allowed is a first day not after"),
    (["-p", "date_from", "2030-01-01"], "no claim of aleppo-2014 is left by from 1 January 2030"),
    (["-y", "source_types: monitor"], "parameter source_types: found 'monitor'; allowed is a list of monitor, rebel"),
    (["-y", "sources: [sohr, aid-group]"], "parameter sources: found 'aid-group' (did you mean aid-groups?); allowed are ids of sources.csv: sohr"),
    (["-y", "sources: [army]"], "no claim of aleppo-2014 is left by sources: army"),
    (["-p", "rule_set", "acled"], "parameter rule_set: found 'acled'; allowed is one of literal"),
    (["-p", "article", "troy"], "parameter article: found 'troy'; allowed is one of aleppo-2014"),
    (["-p", "rule", "lowest"], "parameter rule: is unknown"),
]
REFUSED_ELSEWHERE = [
    ("05-incident", ["-p", "incident", "carlton"], "parameter incident: found 'carlton' (did you mean carlton-hotel?); allowed is the id of an incident"),
    ("06-totals", ["-p", "rule", "mean"], "parameter rule: found 'mean'; allowed is one of all_together, lowest"),
    ("06-totals", ["-p", "rule", "source_order"], "found 'source_order' and ''; allowed is a source type with source_order, and only there"),
]


@pytest.mark.parametrize(("name", "arguments", "says"), [("02-by-date", *row) for row in REFUSED] + REFUSED_ELSEWHERE)
def test_misuse_is_refused_in_a_sentence(name, arguments, says, tmp_path):
    done, ran = papermill(PROJECT / "notebooks" / f"{name}.ipynb", tmp_path, *arguments)
    assert done.returncode != 0
    assert says in done.stderr
    assert not any("text/html" in output.get("data", {}) for cell in code(ran) for output in cell.outputs)


def test_a_cell_run_again_in_jupyter_takes_the_parameters_as_they_are_now():
    """JupyterLab keeps all earlier cells in its history; only the last parameters cells count."""
    cells = ["# Parameters\ndat_from = 'x'", "begin", "# Parameters\ndate_from = '2014-04-01'", "report = 1"]
    assert parameters.given_in(cells, {"dat_from": "x", "date_from": "2014-04-01", "report": 1}) == {"date_from": "2014-04-01"}


def test_the_side_files_of_a_render_are_written_where_it_asks(built, tmp_path):
    side = tmp_path / "side"
    done, _ = papermill(built / "notebooks" / "02-by-date.ipynb", tmp_path, "-p", "article", "port-orrin", TOLLBOOK_SIDE=str(side), TOLLBOOK_REPORT="x")
    assert done.returncode == 0, done.stderr[-2000:]
    shown = json.loads((side / "report.json").read_text())
    for figure in shown["figures"]:
        assert all((side / "figures" / f"{figure['slug']}.{kind}").stat().st_size > 0 for kind in ("svg", "png", "pdf"))
    numbers = {number["id"]: number for number in shown["numbers"]}
    assert (numbers["ORR-008"]["low"], numbers["ORR-008"]["high"], numbers["ORR-008"]["text"]) == (15, None, "at least 15")
    shutil.rmtree(side)
