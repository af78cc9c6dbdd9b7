"""Reports from notebooks: what is refused, what is left as it was, what is made again, and that the same inputs give the same bytes.

The notebooks here are tiny and know nothing of tollbook; they write side files the way `tollbook.notebook` does.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tollbook import parameters, render
from tollbook.charts import palette
from tollbook.errors import BadInput
from tollbook.render import kernels

PROJECT = Path(__file__).resolve().parent.parent
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
SHOW = f"""
import base64, json, os, pathlib
from IPython.display import HTML
side = pathlib.Path(os.environ["TOLLBOOK_SIDE"])
for folder in ("figures", "tables"):
    (side / folder).mkdir()
(side / "figures/dot.png").write_bytes(base64.b64decode("{PICTURE}"))
(side / "tables/claims.csv").write_text(f"claim,word\\nALP-001,{{word}}\\n")
(side / "report.json").write_text(json.dumps({{
    "selection": f"the word {{word}}", "figures": [{{"slug": "dot", "title": "A dot", "alt": "One dot"}}],
    "numbers": [{{"id": "ALP-001", "text": word, "claims": ["ALP-001"]}}]}}))
HTML(f'<figure class="chart" id="fig-dot"><h3>{{word}}</h3></figure>')
"""


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch) -> Iterator[Path]:
    """Make an empty project whose notebooks have one parameter, `word`."""
    (tmp_path / "data/raw/conventions").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("TOLLBOOK_ROOT", str(tmp_path))
    monkeypatch.delenv("TOLLBOOK_ARTICLE", raising=False)
    monkeypatch.setattr(parameters, "check", check)
    with TemporaryDirectory(prefix="t-") as short:  # sockets have paths of at most about 100 characters
        monkeypatch.setattr("tempfile.tempdir", short)
        yield tmp_path


def check(given: dict, own=()) -> dict:
    if unknown := [name for name in given if name != "word"]:
        raise BadInput(f"parameter {unknown[0]}: is unknown; allowed is word")
    return {"word": "none"} | given


def notebook(project: Path, name: str, *cells: str, tags: tuple[str, ...] = ("parameters",), title: str = "# A title\n\nThe question?") -> None:
    """Write a notebook: title, parameters, the given code cells."""
    content = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, cells=[
        new_markdown_cell(title, id="a"), new_code_cell('word = "none"', metadata={"tags": list(tags)}, id="b"),
        *(new_code_cell(source, id=f"c{number}") for number, source in enumerate(cells))])
    nbformat.write(content, project / f"notebooks/{name}.ipynb")


def listed(project: Path, text: str) -> Path:
    path = project / "notebooks/reports.yaml"
    path.write_text(text)
    return path


def run(project: Path, to: str = "reports") -> tuple[int, list[str]]:
    """Render the list with threads in this process; give the number of failures and what was said."""
    said: list[str] = []
    with ThreadPoolExecutor(2) as executor:
        return render.run(project / "notebooks/reports.yaml", project / to, executor, said.append), said


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


TWO = "- {report: one, notebook: shows, parameters: {word: first}}\n- {report: two, notebook: shows, title: Second, parameters: {word: second}}\n"


def test_every_report_is_a_page_with_its_files(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    assert run(project)[0] == 0
    made = files(project / "reports")
    assert list(made) == ["figures/one--dot.png", "figures/two--dot.png", "index.html", "manifest.json", "numbers.json", "one.html",
                          "tables/one--claims.csv", "tables/two--claims.csv", "two.html"]
    assert made["tables/two--claims.csv"] == b"claim,word\nALP-001,second\n"
    assert json.loads(made["numbers.json"]) == {"one/ALP-001": {"text": "first", "claims": ["ALP-001"]},
                                                "two/ALP-001": {"text": "second", "claims": ["ALP-001"]}}
    assert b"not a count of the dead" in made["one.html"] and b"not a count of the dead" in made["index.html"]


@pytest.mark.parametrize(("entries", "says"), [
    ("reports", "found no list"),
    ("- [", "is not YAML"),
    ("- text", "entry 1: found 'text'"),
    ("- {report: One, notebook: shows}", "entry 1: report: found 'One'; allowed are small letters"),
    ("- {report: index, notebook: shows}", "entry 1: report: found 'index'"),
    ("- {report: one}", "entry 1: notebook: found None"),
    ("- {report: one, notebook: ../shows}", "entry 1: notebook: found '../shows'"),
    ("- {report: one, notebook: shows, parameter: {word: x}}", "entry 1: found parameter; allowed are report, notebook, title, parameters"),
    ("- {report: one, notebook: shows, parameters: [word]}", "entry 1: parameters: found ['word']"),
    ("- {report: one, notebook: shows}\n- {report: one, notebook: shows}", "report one: found 2 times"),
    ("- {report: one, notebook: missing}", "No such file or directory"),
    ("- {report: one, notebook: untagged}", "found 0 cells tagged \"parameters\""),
    ("- {report: one, notebook: untitled}", "the first cell has no title"),
    ("- {report: one, notebook: broken}", "is no notebook"),
    ("- {report: one, notebook: shows, parameters: {wrod: x}}", "report one: parameter wrod: is unknown; allowed is word"),
])
def test_what_cannot_be_used_is_refused_before_anything_runs(project, entries, says):
    trace = "import os, pathlib; pathlib.Path(os.environ['TOLLBOOK_ROOT'], 'ran').touch()"
    notebook(project, "shows", trace)
    notebook(project, "untagged", trace, tags=())
    notebook(project, "untitled", trace, title="No title")
    (project / "notebooks/broken.ipynb").write_text("{}")
    listed(project, entries + "\n- {report: good, notebook: shows}" if entries.startswith("- {") else entries)
    with pytest.raises(BadInput) as refused:
        run(project)
    assert says in str(refused.value)
    assert all(line.startswith(str(project / "notebooks/reports.yaml")) for line in refused.value.lines)
    assert not (project / "ran").exists() and not (project / "reports").exists()


def test_all_mistakes_are_told_at_once(project):
    notebook(project, "shows")
    listed(project, "- {report: one, notebook: shows, parameters: {wrod: x}}\n- {report: two, notebook: shows, parameters: {wurd: x}}")
    with pytest.raises(BadInput) as refused:
        run(project)
    assert [re.search(r"report (\w+): parameter (\w+)", line).groups() for line in refused.value.lines] == [("one", "wrod"), ("two", "wurd")]


@pytest.mark.parametrize(("cell", "reason"), [
    ("1 / 0", "cell 3: ZeroDivisionError: division by zero"),
    ("from tollbook.errors import BadInput\nraise BadInput('date_from: found x; allowed is a day')", "cell 3: date_from: found x; allowed is a day"),
    ("import warnings\nwarnings.warn('careful', UserWarning)", "cell 3: UserWarning: careful"),
    ("import warnings\nwarnings.warn('old', DeprecationWarning)", "cell 3: DeprecationWarning: old"),
    ("import sys\nprint('a line', file=sys.stderr)", "cell 3 wrote to standard error: a line"),
    ("import os\nos.kill(os.getpid(), 9)", "the kernel died: it left no message"),
])
def test_a_notebook_that_fails_leaves_the_report_that_stands(project, cell, reason):
    notebook(project, "shows", SHOW)
    notebook(project, "fails", SHOW)
    listed(project, "- {report: bad, notebook: fails, parameters: {word: w}}\n- {report: good, notebook: shows}\n")
    assert run(project)[0] == 0
    before = files(project / "reports")
    notebook(project, "fails", cell)
    notebook(project, "shows", SHOW, "2")
    failed, said = run(project)
    after = files(project / "reports")
    assert failed == 1 and [line for line in said if line.endswith(f"bad  failed: {reason}")]
    assert {name for name in before if before[name] != after[name]} == {"good.html", "index.html", "manifest.json"}
    assert after.keys() == before.keys()
    assert after["index.html"].count(b"From earlier data or code") == 1
    assert not [line for line in said if "Traceback" in line]


def test_a_notebook_that_failed_is_kept_as_far_as_it_ran(project):
    notebook(project, "fails", "print('so far')", "1 / 0")
    listed(project, "- {report: bad, notebook: fails}")
    failed, said = run(project)
    kept = Path(re.search(r"are in (\S+);", said[-1]).group(1)) / "bad.ipynb"
    assert failed == 1 and "so far" in kept.read_text()
    assert files(project / "reports").keys() == {"index.html", "numbers.json", "manifest.json"}


def test_the_same_inputs_give_the_same_bytes(project):
    """Forked kernels in threads, and kernels that are interpreters of their own in worker processes."""
    notebook(project, "shows", SHOW, "{object for object in ('a', 'b', 'c')}", "print(word)")
    listed(project, TWO)
    run(project, "first")
    program = ("import sys; from pathlib import Path; from tollbook import parameters, render\n"
               "from tollbook.render import kernels\n"
               "parameters.check = lambda given, own=(): {'word': 'none'} | given\n"
               "if __name__ == '__main__':\n"
               "    with render.local(2) as executor:\n"
               "        sys.exit(render.run(Path(sys.argv[1]), Path(sys.argv[2]), executor, print))\n")
    (project / "program.py").write_text(program.replace("parameters.check =", "kernels.FORKS = False\nparameters.check ="))
    subprocess.run([sys.executable, project / "program.py", project / "notebooks/reports.yaml", project / "second"], check=True)
    assert files(project / "first") == files(project / "second")


def test_what_has_not_changed_is_not_made_again(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    times = {path: path.stat().st_mtime_ns for path in (project / "reports").rglob("*")}
    assert run(project) == (0, ["1 of 2  one  unchanged", "2 of 2  two  unchanged"])
    assert {path: path.stat().st_mtime_ns for path in (project / "reports").rglob("*")} == times


def test_an_unchanged_run_imports_none_of_the_heavy_libraries(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    program = ("import sys; from pathlib import Path; from tollbook import render\n"
               "with render.local(2) as executor: render.run(Path(sys.argv[1]), Path(sys.argv[2]), executor, print)\n"
               "print(sorted({'papermill', 'nbconvert', 'nbformat', 'matplotlib', 'pandas'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", program, project / "notebooks/reports.yaml", project / "reports"], check=True,
                          capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("change", "made"), [
    (lambda project: (project / "data/x.csv").write_text("new"), ["one", "two"]),
    (lambda project: (project / "requirements.lock").write_text("new"), ["one", "two"]),
    (lambda project: notebook(project, "shows", SHOW, "1"), ["one", "two"]),
    (lambda project: listed(project, TWO.replace("word: second", "word: third")), ["two"]),
    (lambda project: listed(project, TWO.replace("Second", "Another title")), ["one", "two"]),
    (lambda project: (project / "reports/figures/two--dot.png").unlink(), ["two"]),
    (lambda project: (project / "reports/one.html").write_text("edited"), ["one"]),
    (lambda project: (project / "reports/numbers.json").unlink(), ["one", "two"]),
    (lambda project: (project / "reports/manifest.json").write_text("{"), ["one", "two"]),
    (lambda project: (project / "reports/index.html").unlink(), []),
])
def test_what_has_changed_is_made_again(project, change, made):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    change(project)
    said = run(project)[1]
    assert sorted(line.split()[3] for line in said if not line.endswith("unchanged")) == made
    assert {"index.html", "one.html", "figures/two--dot.png", "numbers.json", "manifest.json"} <= files(project / "reports").keys()
    assert run(project)[1] == ["1 of 2  one  unchanged", "2 of 2  two  unchanged"]


def test_the_article_text_is_an_input(project, monkeypatch):
    notebook(project, "shows", SHOW, "print(os.environ.get('TOLLBOOK_ARTICLE', '')[-10:])")
    listed(project, TWO)
    run(project)
    (project / "article.md").write_text("text")
    monkeypatch.setenv("TOLLBOOK_ARTICLE", os.path.relpath(project / "article.md"))
    assert not [line for line in run(project)[1] if line.endswith("unchanged")]
    assert b"article.md" in (project / "reports/one.html").read_bytes()


def test_a_report_that_is_no_longer_listed_goes_with_its_files_and_nothing_else_does(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    strangers = {"README.md": b"kept", "figures/two--mine.png": b"kept", "two--notes.html": b"kept", "tables/two--claims.csv": b"edited"}
    for name, content in strangers.items():
        (project / "reports" / name).write_bytes(content)
    listed(project, TWO.splitlines()[0])
    assert run(project)[0] == 0
    left = files(project / "reports")
    assert left.keys() == {"figures/one--dot.png", "index.html", "manifest.json", "numbers.json", "one.html", "tables/one--claims.csv", *strangers}
    assert {name: left[name] for name in strangers} == strangers
    assert list(json.loads(left["numbers.json"])) == ["one/ALP-001"]


def test_a_record_that_names_files_elsewhere_removes_none_of_them(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    (project / "outside.txt").write_text("kept")
    manifest = json.loads((project / "reports/manifest.json").read_text())
    manifest["reports"]["two"]["files"]["../outside.txt"] = render.inputs.digest(b"kept")
    (project / "reports/manifest.json").write_text(json.dumps(manifest))
    listed(project, TWO.splitlines()[0])
    run(project)
    assert (project / "outside.txt").exists() and not (project / "reports/two.html").exists()


def test_a_file_that_a_report_no_longer_has_goes(project):
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    notebook(project, "shows", SHOW.replace("figures/dot.png", "figures/spot.png").replace('"slug": "dot"', '"slug": "spot"'))
    run(project)
    assert {name for name in files(project / "reports") if name.startswith("figures/")} == {"figures/one--spot.png", "figures/two--spot.png"}


def test_no_notebook_sees_what_another_did(project):
    look = "import builtins, os, matplotlib\nprint(getattr(builtins, 'mark', 'clean'), matplotlib.rcParams['font.size'], 'MARK' in os.environ)"
    notebook(project, "shows", look, "builtins.mark = 'spoilt'; matplotlib.rcParams['font.size'] = 99; os.environ['MARK'] = '1'")
    listed(project, "".join(f"- {{report: r{number}, notebook: shows}}\n" for number in range(4)))
    run(project)
    assert all(b"clean 10.0 False" in (project / f"reports/r{number}.html").read_bytes() for number in range(4))


class Page(HTMLParser):
    """What a page loads, where it links to, and its ids."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.loads, self.links, self.ids, self.language, self.titles = [], [], [], [], "", 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        self.loads += [values[name] for name in ("src", "srcset", "data", "poster", "action") if name in values]
        self.loads += [values["href"]] if tag != "a" and "href" in values else []
        self.language = values.get("lang", self.language) if tag == "html" else self.language
        self.titles += tag == "title"


@pytest.mark.parametrize("name", ["one.html", "index.html"])
def test_a_page_loads_nothing_and_its_links_resolve(project, name):
    notebook(project, "shows", SHOW, title="# A <b>title</b> & more\n\nThe *question*?")
    listed(project, TWO)
    run(project)
    html = (project / "reports" / name).read_text()
    page = Page(html)
    assert page.language == "en" and page.titles == 1 and not {"script", "iframe", "object", "embed"} & set(page.tags)
    assert all(load.startswith("data:") for load in page.loads)
    assert all(address.startswith("data:") for address in re.findall(r"url\(\"?([^)]*)", html)) and "@import" not in html
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        target, _, anchor = link.partition("#")
        assert link.startswith("https://") or not target or (project / "reports" / target).exists(), link
        assert target or anchor in page.ids, link
    assert "<b>title</b>" not in html


def test_the_code_is_there_and_folded(project):
    notebook(project, "shows", SHOW, "hidden = 1")
    listed(project, TWO)
    run(project)
    html = (project / "reports/one.html").read_text()
    folded = "".join(re.findall(r'<details class="code">.*?</details>', html, re.DOTALL))
    assert html.count('class="highlight') == folded.count('class="highlight') == 4
    assert "Parameters" in folded and "hidden" in folded


def test_the_marks_of_source_types_are_those_of_the_charts():
    css = (PROJECT / "src/tollbook/template/page.css").read_text()
    for name, mark in palette.MARKS.items():
        rule = re.search(rf"\.src-{name} {{(.*)}}", css).group(1).replace("%23", "#")
        assert f"fill='{mark.fill}'" in rule and f"stroke='{mark.ink}'" in rule


@pytest.mark.parametrize(("arguments", "says"), [
    (["--jobs", "0"], "--jobs: found 0; allowed is a whole number from 1"),
    (["--jobs", "x"], "invalid int value"),
    (["--list", "missing.yaml"], "missing.yaml: No such file or directory"),
])
def test_the_script_refuses_bad_use_in_one_line(project, arguments, says):
    notebook(project, "shows")
    listed(project, TWO)
    done = subprocess.run([sys.executable, PROJECT / "scripts/render.py", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and says in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
    assert not (project / "reports").exists()


def test_a_cluster_without_its_package_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match="--scheduler: the package distributed is not installed"):
        render.cluster("tcp://localhost:1")


@pytest.mark.skipif(not find_spec("distributed"), reason="distributed is not installed")
def test_a_cluster_gives_the_same_bytes(project):
    """Workers of a Dask cluster on this machine, as daemons and with two threads each, as its command line starts them."""
    notebook(project, "shows", SHOW, "print(word)")
    listed(project, TWO)
    run(project, "first")
    (project / "program.py").write_text(
        "import sys; from pathlib import Path; from distributed import LocalCluster; from tollbook import parameters, render\n"
        "parameters.check = lambda given, own=(): {'word': 'none'} | given\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as cluster:\n"
        "        with render.cluster(cluster.scheduler_address) as executor:\n"
        "            sys.exit(render.run(Path(sys.argv[1]), Path(sys.argv[2]), executor, print))\n")
    subprocess.run([sys.executable, project / "program.py", project / "notebooks/reports.yaml", project / "second"], check=True)
    assert files(project / "first") == files(project / "second")


def test_kernels_are_reached_over_ipc_and_leave_nothing(project, monkeypatch):
    seen = []
    start = kernels.Manager.start_kernel
    monkeypatch.setattr(kernels.Manager, "start_kernel", lambda self, **options: (seen.append(self), start(self, **options))[1])
    notebook(project, "shows", SHOW)
    listed(project, TWO)
    run(project)
    assert [manager.transport for manager in seen] == ["ipc", "ipc"]
    assert not list(Path(gettempdir()).iterdir())
