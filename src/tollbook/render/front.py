"""The front page of the reports: all of them by notebook, each with a small picture of its first figure."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import jinja2
from PIL import Image

from tollbook.render import inputs
from tollbook.render.shelf import Shelf

NAME = "index.html"
LEADING = "04-discrepancies"  # the report whose key figures and findings stand on the front page
TEMPLATES = Path(__file__).resolve().parent.parent / "template"
THUMBNAIL = (640, 400)


def write(shelf: Shelf, outdated: set[str], about: dict) -> bytes:
    """Write the page of all reports that stand; `outdated` are those that were made from other inputs than the present ones."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.get_template("front.html.j2").render(
        groups=_groups(shelf, outdated), about=about, article=_article(shelf),
        keyfigures=shelf.reports.get(LEADING, {}).get("shown", {}).get("keyfigures", []),
        tables=_files(shelf, "tables/"), figures=_files(shelf, "figures/"),
    )
    return page.encode("utf-8")


def _groups(shelf: Shelf, outdated: set[str]) -> list[dict]:
    """Group the reports by notebook, in the order of the list."""
    groups: dict[str, dict] = {}
    for name, entry in shelf.reports.items():
        shown = entry["shown"]
        group = groups.setdefault(entry["notebook"], {"notebook": entry["notebook"], "title": shown["title"], "question": shown["question"],
                                                      "findings": shown.get("findings", []) if name == LEADING else [], "reports": []})
        group["reports"].append({"name": name, "title": entry["title"], "selection": shown.get("selection", ""),
                                 "outdated": name in outdated, "figure": next(iter(shown.get("figures", [])), {}).get("title", ""),
                                 "thumbnail": _thumbnail(shelf.folder, name, entry)})
    return list(groups.values())


def _files(shelf: Shelf, folder: str) -> list[str]:
    return [name for entry in shelf.reports.values() for name in entry["files"] if name.startswith(folder)]


def _article(shelf: Shelf) -> dict:
    """Give what is known of the article, where all reports are about one."""
    names = {entry["parameters"].get("article", "") for entry in shelf.reports.values()}
    return inputs.article(names.pop()) if len(names) == 1 else {}


def _thumbnail(folder: Path, name: str, entry: dict) -> str:
    """Reduce the report's first figure to a small picture, of colours the eye cannot tell from its own, as a data address."""
    figures = entry["shown"].get("figures", [])
    path = folder / "figures" / f"{name}--{figures[0]['slug']}.png" if figures else None
    if not path or not path.is_file():
        return ""
    with Image.open(path) as picture:
        wide = picture.convert("RGB")
    small = wide.resize((THUMBNAIL[0], round(wide.height * THUMBNAIL[0] / wide.width)), Image.Resampling.LANCZOS)
    card = Image.new("RGB", THUMBNAIL, "white")
    card.paste(small, (0, max(0, (THUMBNAIL[1] - small.height) // 2)))
    content = io.BytesIO()
    card.quantize(128, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(content, "png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode("ascii")
