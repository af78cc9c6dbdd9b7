"""The front page of the reports: all of them by notebook, each with a small picture of its first figure."""

from __future__ import annotations

import base64
import io
from itertools import groupby
from pathlib import Path

import jinja2
from PIL import Image

from tollbook.render import inputs
from tollbook.render.shelf import Shelf

NAME = "index.html"
KEY_FIGURES = "01-ledger"
TEMPLATES = Path(__file__).resolve().parent.parent / "template"
THUMBNAIL = (640, 400)


def write(shelf: Shelf, outdated: set[str], about: dict) -> bytes:
    """Write the page of all reports that stand; `outdated` are those whose notebook fails with the present inputs."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("front.html.j2").render(
        groups=_groups(shelf, outdated), about=about, article=_article(shelf),
        keyfigures=shelf.reports.get(KEY_FIGURES, {}).get("shown", {}).get("keyfigures", []),
        tables=[name for entry in shelf.reports.values() for name in entry["files"] if name.startswith("tables/")],
    )
    return page.encode("utf-8")


def _groups(shelf: Shelf, outdated: set[str]) -> list[dict]:
    """Group the reports by notebook, in the order of the list."""
    order = list(dict.fromkeys(entry["notebook"] for entry in shelf.reports.values()))
    entries = sorted(shelf.reports.items(), key=lambda item: order.index(item[1]["notebook"]))
    groups = []
    for notebook, members in groupby(entries, key=lambda item: item[1]["notebook"]):
        reports = [{"name": name, "title": entry["title"], "selection": entry["shown"].get("selection", ""), "outdated": name in outdated,
                    "thumbnail": _thumbnail(shelf.folder, name, entry)} for name, entry in members]
        first = shelf.reports[reports[0]["name"]]["shown"]
        groups.append({"notebook": notebook, "title": first["title"], "question": first["question"], "reports": reports})
    return groups


def _article(shelf: Shelf) -> dict:
    """Give what is known of the article, where all reports are about one."""
    names = {entry["parameters"].get("article", "") for entry in shelf.reports.values()}
    return inputs.article(names.pop()) if len(names) == 1 else {}


def _thumbnail(folder: Path, name: str, entry: dict) -> str:
    """Reduce the report's first figure to a picture of few colours, as an address that holds it."""
    figures = entry["shown"].get("figures", [])
    path = folder / "figures" / f"{name}--{figures[0]['slug']}.png" if figures else None
    if not path or not path.is_file():
        return ""
    with Image.open(path) as picture:
        width = THUMBNAIL[0]
        small = picture.convert("RGB").resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    cut = small.crop((0, 0, width, min(THUMBNAIL[1], small.height))).quantize(48, dither=Image.Dither.NONE)
    content = io.BytesIO()
    cut.save(content, "png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode("ascii")
