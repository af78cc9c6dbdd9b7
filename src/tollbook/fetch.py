"""An article brought from a MediaWiki: one revision of a page, asked for politely, as Markdown with a record of where it is from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import urllib.parse
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from tollbook import article, command, paths
from tollbook.article import markdown
from tollbook.errors import BadInput
from tollbook.mediawiki import Client, ask, line

API = "https://en.wikipedia.org/w/api.php"
PERMALINK = re.compile(r"Special:Perma(?:nent)?link/(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """What to bring: from which API, the page by its title, and a revision, if not the newest."""

    api: str
    title: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class Page:
    """A revision of a page as the API gives it; `asked` is the title that led to it where that is a redirect."""

    title: str
    pageid: int
    revision: int
    timestamp: str
    sha1: str
    wikitext: str
    address: str
    revision_address: str
    licence: str
    asked: str = ""


def wanted(named: str, api: str | None = None, revision: int | None = None) -> Wanted:
    """Read a title or the address of an article; an address also tells the API and maybe the revision."""
    is_address = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", named)
    found = _of_address(named) if is_address else Wanted(API, named.replace("_", " ").strip())
    if api:
        _refuse_other_schemes(api)
    if revision is not None and revision < 1:
        raise BadInput(f"--revision: found {revision}; allowed is the number of a revision")
    if revision and found.revision and revision != found.revision:
        raise BadInput(f"{named}: names revision {found.revision}; --revision {revision} is another")
    if not found.title and not found.revision and not revision:
        raise BadInput(f"{named!r}: names no article; allowed is a title, or an address like https://en.wikipedia.org/wiki/TITLE")
    return replace(found, api=api or found.api, revision=revision or found.revision)


def _of_address(address: str) -> Wanted:
    """Read an address: /wiki/TITLE, ?title=TITLE, either with oldid=REVISION, or Special:Permalink/REVISION."""
    parts = _refuse_other_schemes(address)
    asked = dict(urllib.parse.parse_qsl(parts.query))
    is_script = parts.path.endswith("/index.php")
    folder = parts.path.removesuffix("/index.php") if is_script else "/w"
    host = parts.netloc.replace(".m.", ".", 1)  # the site for phones has the same articles
    title = asked.get("title") or ("" if is_script else urllib.parse.unquote(parts.path.partition("/wiki/")[2]))
    title, revision = title.replace("_", " ").strip(), asked.get("oldid", "")
    if permanent := PERMALINK.fullmatch(title):
        title, revision = "", permanent[1]
    if revision and not revision.isdecimal():
        raise BadInput(f"{address}: found oldid={revision}; allowed is the number of a revision")
    return Wanted(f"{parts.scheme}://{host}{folder}/api.php", title, int(revision) if revision else None)


def _refuse_other_schemes(address: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(address)
        is_fit = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True) and "@" not in parts.netloc
    except ValueError:
        is_fit = False
    if not is_fit or not address.isprintable() or " " in address:
        raise BadInput(f"{address!r}: allowed is an address that begins with https:// or http:// and names a host")
    return parts


def page(one: Wanted, client: Client) -> Page:
    """Ask for a page: its newest revision, or the one that is wanted; one of another page is refused."""
    name = f"revision {one.revision}" if one.revision else f"{one.title!r}"
    which = {"revids": one.revision} if one.revision else {"titles": one.title, "redirects": 1}
    query = ask(one.api, _content_of(which), client)
    if str(one.revision) in query.get("badrevids", {}):
        raise BadInput(f"{name}: there is no such revision in {one.api}")
    found = _only_page(query, name, one.api)
    if one.revision and one.title:
        _refuse_other_page(one, found, client)
    return _read_page(one, found, query, name)


def _content_of(which: dict) -> dict:
    return {**which, "prop": "revisions|info", "inprop": "url", "rvprop": "ids|timestamp|content|contentmodel|sha1|slotsha1",
            "rvslots": "main", "meta": "siteinfo", "siprop": "rightsinfo"}


def _only_page(query: dict, name: str, api: str) -> dict:
    """Give the page of an answer; a title that is none, leads elsewhere or has no page is refused."""
    if query.get("interwiki"):
        raise BadInput(f"{name}: is a title of another wiki; allowed is one of {api}, or the article's address")
    pages = query.get("pages", [])
    if isinstance(pages, dict):
        raise BadInput(f"{name}: {api} answers in an old form; allowed is a MediaWiki from 1.25 on")
    if not isinstance(pages, list) or not pages or not isinstance(pages[0], dict):
        raise BadInput(f"{name}: {api} answers without a page")
    if pages[0].get("invalid"):
        raise BadInput(f"{name}: is no title of an article: {line(pages[0].get('invalidreason', 'no reason given'))}")
    if pages[0].get("missing") or pages[0].get("special"):
        raise BadInput(f"{name}: there is no such article in {api}")
    return pages[0]


def _refuse_other_page(one: Wanted, found: dict, client: Client) -> None:
    """Make sure that a revision is of the page that was named, redirects followed."""
    if found.get("title") == one.title[:1].upper() + one.title[1:]:
        return
    query = ask(one.api, {"titles": one.title, "redirects": 1, "prop": "info"}, client)
    if _only_page(query, f"{one.title!r}", one.api).get("pageid") != found.get("pageid"):
        raise BadInput(f"revision {one.revision}: is of {found.get('title')!r}, not of {one.title!r}")


def _read_page(one: Wanted, found: dict, query: dict, name: str) -> Page:
    """Take from an answer what is kept of a page; what it lacks, hides or has damaged is said."""
    try:
        title, revision = found["title"], found["revisions"][0]
        slot = revision["slots"]["main"]
        if slot.get("texthidden") or revision.get("texthidden") or revision.get("suppressed"):
            raise BadInput(f"{name}: its text is hidden or deleted in {one.api}")
        if slot.get("contentmodel", "wikitext") != "wikitext":
            raise BadInput(f"{name}: found a page of {slot['contentmodel']}; allowed is an article in wikitext")
        text, sha1 = slot["content"], revision.get("sha1", "")
        address = f"{one.api.removesuffix('api.php')}index.php?" + urllib.parse.urlencode({"title": title, "oldid": revision["revid"]})
        asked = next((moved["from"] for moved in query.get("redirects", [])), "")
        licence = query.get("rightsinfo", {}).get("text") or "not stated by the site"
        read = Page(title, int(found["pageid"]), int(revision["revid"]), revision["timestamp"], sha1, text,
                    found.get("fullurl", address), address, licence, asked)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as lacking:
        if isinstance(lacking, BadInput):
            raise
        raise BadInput(f"{name}: {one.api} answers without {line(lacking)}") from None
    wrong = [cell for cell in ("title", "timestamp", "sha1", "wikitext", "address", "licence", "asked")
             if not _is_text(getattr(read, cell))]
    if wrong:
        raise BadInput(f"{name}: {one.api} answers with a {wrong[0]} that is no text")
    if one.revision and read.revision != one.revision:
        raise BadInput(f"{name}: {one.api} answers with revision {read.revision}")
    if slot.get("sha1") and slot["sha1"] != hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest():
        raise BadInput(f"{name}: the text that came is not the one of which {one.api} gives the SHA-1")
    return read


def _is_text(value: object) -> bool:
    """Tell whether a value is text that can be written; half a character of JSON ("\\ud800") cannot."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def to_markdown(one: Page) -> str:
    """Write a page as Markdown: front matter, then headings, paragraphs and items of lists, a block each."""
    read = article.parse(one.wikitext, one.title, kind="wikitext")
    about = {"title": one.title, "address": one.address, "revision": one.revision, "timestamp": one.timestamp, "licence": one.licence}
    blocks = [_block(read.text[block.start:block.end], block) for block in read.blocks]
    return f"---\n{_to_yaml(about)}---\n\n" + "\n\n".join(blocks) + "\n"


def _block(words: str, block: article.Block) -> str:
    words = " ".join(words.split())
    if block.level:
        return f"{'#' * block.level} {words}"
    if block.is_item:
        return f"* {words}"
    # A sign of the text's own that Markdown would take for a mark: "34. Brigade" is no item of a list.
    is_marked = markdown.ITEM.match(words) or markdown.HEADING.match(words)
    return re.sub(r"^\d*", r"\g<0>\\", words, count=1) if is_marked else words


def _to_yaml(cells: dict) -> str:
    return yaml.safe_dump(cells, allow_unicode=True, sort_keys=False, width=10_000)


def folder(one: Page) -> Path:
    """Choose where an article goes: the folder of the coded article of this address, else one named after its title."""
    for name in paths.articles():
        meta = yaml.load((paths.root() / "data/raw" / name / "article.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        if isinstance(meta, dict) and urllib.parse.unquote(meta.get("address", "")) == urllib.parse.unquote(one.address):
            return Path("data/raw") / name
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", one.title.lower()) if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\W+", "-", letters).encode("ascii", "ignore").decode()).strip("-")
    return Path("data/raw") / (slug[:60].rstrip("-") or f"page-{one.pageid}")


def write(one: Page, to: Path, is_forced: bool = False) -> Path:
    """Write article.md and its record, both or neither; the text of another article is not overwritten unless that is forced."""
    text, record = to / "article.md", to / "article.revision.yaml"
    content = to_markdown(one).encode("utf-8")
    before = {path: _bytes(path) for path in (text, record)}
    if before[text] is not None and not is_forced and _title_of(before[text]) != one.title:
        raise BadInput(f"{text}: holds another text, {_title_of(before[text])!r}, not {one.title!r}; use another folder (--to) or --force")
    about = {"title": one.title, "pageid": one.pageid, "revision": one.revision, "timestamp": one.timestamp, "sha1": one.sha1,
             "sha256": hashlib.sha256(content).hexdigest(), "address": one.revision_address,
             "fetched": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        command.write_bytes(text, content)
        command.write_bytes(record, _to_yaml(about).encode("utf-8"))
    except BaseException:
        for path, old in before.items():
            _put_back(path, old)
        raise
    return text


def _bytes(path: Path) -> bytes | None:
    whole = paths.root() / path
    return whole.read_bytes() if whole.is_file() else None


def _put_back(path: Path, old: bytes | None) -> None:
    if _bytes(path) != old:
        if old is None:
            (paths.root() / path).unlink()
        else:
            command.write_bytes(path, old)


def _title_of(content: bytes) -> str | None:
    """Give the title in a text's front matter; None where it has none or cannot be read."""
    try:
        return article.parse(content.decode("utf-8"), "article.md").front_matter.get("title")
    except (BadInput, UnicodeDecodeError):
        return None
