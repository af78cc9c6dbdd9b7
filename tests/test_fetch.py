"""An article brought from a MediaWiki: a server of invented pages, and every way in which it can fail us."""

import hashlib
import json
import runpy
import threading
import time
import urllib.parse
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from tollbook import article, command, fetch, ledger, mediawiki, paths, verify
from tollbook.errors import BadInput
from tollbook.fetch import Wanted

ORRIN = """'''Port Orrin''' was besieged.<ref>8 dead.</ref> At least 14 guards fell.

== The quay ==
* One tank was lost.
34. Brigade held [[Hill 8]].

=== Later ===
Rain came.
"""
MARKDOWN = """---
title: Siege of Port Orrin
address: http://wiki.example/wiki/Siege_of_Port_Orrin
revision: 12
timestamp: '2031-03-04T05:06:07Z'
licence: Example Licence 1.0
---

Port Orrin was besieged. At least 14 guards fell.

## The quay

* One tank was lost.

34\\. Brigade held Hill 8.

### Later

Rain came.
"""


def revision(number=12, text=ORRIN, **more):
    slot = {"contentmodel": "wikitext", "content": text, "sha1": hashlib.sha1(text.encode()).hexdigest()} | more
    return {"revid": number, "timestamp": "2031-03-04T05:06:07Z", "sha1": "ab" * 20, "slots": {"main": {key: cell for key, cell in slot.items() if cell is not None}}}


def page_of(title="Siege of Port Orrin", pageid=7, **more):
    return {"pageid": pageid, "title": title, "fullurl": f"http://wiki.example/wiki/{title.replace(' ', '_')}", "revisions": [revision()]} | more


def answer(*pages, **more):
    return {"batchcomplete": True, "query": {"pages": list(pages), "rightsinfo": {"text": "Example Licence 1.0"}, **more}}


PAGES = {
    "Siege of Port Orrin": answer(page_of()),
    "Orrin siege": answer(page_of(), redirects=[{"from": "Orrin siege", "to": "Siege of Port Orrin"}]),
    "Atlantis": answer({"title": "Atlantis", "missing": True}),
    "Special:Search": answer({"title": "Special:Search", "special": True}),
    "a|b<": answer({"title": "a|b<", "invalid": True, "invalidreason": "It holds\n a sign: <"}),
    "de:Orrin": answer(interwiki=[{"title": "de:Orrin", "iw": "de"}]),
    "Nothing": answer(),
    "Hidden": answer(page_of("Hidden", revisions=[revision(text="x", content=None, texthidden=True)])),
    "Damaged": answer(page_of("Damaged", revisions=[revision(sha1="00" * 20)])),
    "Data": answer(page_of("Data", revisions=[revision(contentmodel="json")])),
    "Half": answer({"title": "Half", "pageid": 1}),
    "Silent": {"batchcomplete": True},
    "Refused": {"error": {"code": "badvalue", "info": "No such\nvalue."}},
    "Harbour": answer(page_of("Harbour", 8)),
    "Ölberg": answer(page_of("Ölberg", 9)),
    "Older": {"batchcomplete": "", "query": {"pages": {"1": {"pageid": 1, "title": "Older"}}}},
    "Number": answer(page_of("Number", revisions=[revision(content=5)])),
    "Null": answer(page_of("Null", revisions=[revision() | {"slots": {"main": {"content": None}}}])),
    "Untitled": answer(page_of("Untitled") | {"title": None}),
    "Broken": answer(page_of("Broken", revisions=[revision() | {"slots": {"main": {"content": "half \ud800"}}}])),
    "Empty": answer(page_of("Empty", revisions=[revision(text="{{Infobox}}")])),
}
REVISIONS = {
    "11": answer(page_of(revisions=[revision(11, ORRIN.replace("14", "15"))])),
    "12": answer(page_of()),
    "40": answer(page_of("Harbour", 8, revisions=[revision(40)])),
    "99": answer(badrevids={"99": {"revid": 99, "missing": True}}),
    "13": answer(page_of(revisions=[revision(13, "x", content=None, texthidden=True)])),
    "14": answer(page_of(revisions=[revision(12)])),
}


def plain(server, status=200, kind="application/json; charset=utf-8", body=b"{}", **headers):
    server.send_response(status)
    for name, cell in {"Content_Type": kind, "Content_Length": str(len(body)), **headers}.items():
        server.send_header(name.replace("_", "-"), cell)
    server.end_headers()
    server.wfile.write(body)


def slowly(server):
    time.sleep(0.6)
    plain(server)


def in_drops(server):
    server.send_response(200)
    server.send_header("Content-Type", "application/json")
    server.end_headers()
    for _ in range(40):
        server.wfile.write(b" ")
        time.sleep(0.05)


def truncated(server):
    plain(server, body=b'{"query": ', Content_Length="5000")


BUSY = json.dumps({"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1: 6 seconds lagged."}}).encode()
# By the path of the API: what the server does at first, how often, before it answers as it should.
TROUBLE = {
    "500-once": (lambda server: plain(server, 500), 1),
    "503-once": (lambda server: plain(server, 503, Retry_After="7"), 1),
    "429-date": (lambda server: plain(server, 429, Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"), 1),
    "maxlag": (lambda server: plain(server, body=BUSY, Retry_After="5"), 1),
    "truncated-once": (truncated, 1), "slow-once": (slowly, 1),
    "500-always": (lambda server: plain(server, 500), 99), "503-long": (lambda server: plain(server, 503, Retry_After="86400"), 99),
    "truncated": (truncated, 99), "slow": (slowly, 99), "drops": (in_drops, 99),
    "404": (lambda server: plain(server, 404), 99), "html": (lambda server: plain(server, kind="text/html", body=b"<p>Hello"), 99),
    "no-json": (lambda server: plain(server, body=b"<p>Hello"), 99), "list": (lambda server: plain(server, body=b"[1]"), 99),
    "deep": (lambda server: plain(server, body=b"[" * 100_000), 99), "big": (lambda server: plain(server, body=b" " * 30_000), 99),
    "to-a-file": (lambda server: plain(server, 302, Location="file:///etc/hostname"), 99),
    "hangs-up": (lambda server: server.connection.close(), 99),
}


class Wiki(BaseHTTPRequestHandler):
    """A MediaWiki's api.php, as far as it is asked; it writes down each question."""

    def do_GET(self):
        folder, _, query = self.path.partition("/api.php?")
        asked = dict(urllib.parse.parse_qsl(query))
        self.server.asked.append(asked | {"agent": self.headers["User-Agent"]})
        does, times = TROUBLE.get(folder.removeprefix("/"), (None, 0))
        if does and len(self.server.asked) <= times:
            with suppress(OSError):  # the other side has hung up, which is what some tests are about
                does(self)
        else:
            found = REVISIONS.get(asked["revids"]) if "revids" in asked else PAGES.get(asked["titles"])
            plain(self, body=json.dumps(found).encode())

    def log_message(self, *words):
        pass


@pytest.fixture
def wiki():
    with ThreadingHTTPServer(("127.0.0.1", 0), Wiki) as server:
        server.asked, server.daemon_threads, server.block_on_close = [], True, False
        server.handle_error = lambda *_: None
        server.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def slept():
    return []


def client(slept, **more):
    return mediawiki.Client("tests", **{"timeout": 0.2, "attempts": 3, "limit": 20_000, "sleep": slept.append} | more)


def ask(wiki, title="Siege of Port Orrin", revision=None, folder="", slept=None, **more):
    return fetch.page(Wanted(f"{wiki.address}{folder and '/' + folder}/api.php", title, revision), client([] if slept is None else slept, **more))


ADDRESSES = [
    ("Siege of Port Orrin", Wanted(fetch.API, "Siege of Port Orrin")),
    ("Siege_of_Port_Orrin", Wanted(fetch.API, "Siege of Port Orrin")),
    ("Orrin: a siege", Wanted(fetch.API, "Orrin: a siege")),
    ("https://de.example.org/wiki/Gef%C3%A4cht_um_Orrin", Wanted("https://de.example.org/w/api.php", "Gefächt um Orrin")),
    ("https://en.m.example.org/wiki/Orrin#Quay", Wanted("https://en.example.org/w/api.php", "Orrin")),
    ("https://en.example.org/wiki/Orrin?oldid=12", Wanted("https://en.example.org/w/api.php", "Orrin", 12)),
    ("https://en.example.org/w/index.php?title=Orrin_%26_Hill&oldid=12&diff=13", Wanted("https://en.example.org/w/api.php", "Orrin & Hill", 12)),
    ("https://en.example.org/wiki/Special:PermanentLink/12", Wanted("https://en.example.org/w/api.php", "", 12)),
    ("https://en.example.org/wiki/Special:Permalink/12", Wanted("https://en.example.org/w/api.php", "", 12)),
    ("http://127.0.0.1:8000/mw/index.php?title=Orrin", Wanted("http://127.0.0.1:8000/mw/api.php", "Orrin")),
    ("https://en.example.org/w/index.php?oldid=12", Wanted("https://en.example.org/w/api.php", "", 12)),
]


class TestWhatIsWanted:
    @pytest.mark.parametrize(("named", "wanted"), ADDRESSES)
    def test_a_title_or_an_address_names_an_article(self, named, wanted):
        assert fetch.wanted(named) == wanted

    def test_the_api_and_the_revision_can_be_named(self):
        assert fetch.wanted("Orrin", "http://wiki.example/api.php", 12) == Wanted("http://wiki.example/api.php", "Orrin", 12)

    @pytest.mark.parametrize(("named", "more", "says"), [
        ("ftp://wiki.example/wiki/Orrin", {}, "begins with https:// or http://"), ("file:///etc/hostname", {}, "begins with https:// or http://"),
        ("https://user@wiki.example/wiki/Orrin", {}, "begins with https:// or http://"), ("https://[x/wiki/Orrin", {}, "begins with https:// or http://"),
        ("https://wiki.example:99999/wiki/Orrin", {}, "begins with https:// or http://"), ("https:///wiki/Orrin", {}, "names a host"),
        ("https://wiki.example/wiki/Or\nrin", {}, "begins with https:// or http://"), ("https://wiki.example/", {}, "names no article"), ("", {}, "names no article"),
        ("https://wiki.example/wiki/Orrin?oldid=new", {}, "found oldid=new"), ("Orrin", {"api": "file:///x/api.php"}, "begins with https:// or http://"),
        ("Orrin", {"revision": 0}, "found 0"), ("https://wiki.example/wiki/Orrin?oldid=12", {"revision": 13}, "--revision 13 is another"),
    ])
    def test_what_names_none_is_refused_in_one_line(self, named, more, says):
        with pytest.raises(BadInput, match=says) as refusal:
            fetch.wanted(named, **more)
        assert "\n" not in str(refusal.value)

    def test_the_agent_says_who_asks(self, invented):
        assert mediawiki.user_agent() == "tollbook/0.1.0 (casualty-statistics notebooks)"
        (invented / "CITATION.cff").write_text("repository-code: https://example.org/tollbook\n", encoding="utf-8")
        assert mediawiki.user_agent(" me@example.org ") == "tollbook/0.1.0 (casualty-statistics notebooks; https://example.org/tollbook; me@example.org)"

    @pytest.mark.parametrize("more", ["me\r\nHost: other", "mé"])
    def test_an_agent_that_is_no_header_is_refused(self, more):
        with pytest.raises(BadInput, match="--agent"):
            mediawiki.user_agent(more)

    @pytest.mark.parametrize("seconds", [0, -1, float("nan"), 1e9])
    def test_a_time_out_that_is_none_is_refused(self, seconds):
        with pytest.raises(BadInput, match="time-out"):
            mediawiki.Client("tests", timeout=seconds)


class TestAsking:
    def test_the_newest_revision_is_brought_politely(self, wiki):
        page = ask(wiki)
        assert (page.title, page.pageid, page.revision, page.timestamp, page.asked) == ("Siege of Port Orrin", 7, 12, "2031-03-04T05:06:07Z", "")
        assert (page.wikitext, page.licence) == (ORRIN, "Example Licence 1.0")
        assert page.revision_address == f"{wiki.address}/index.php?title=Siege+of+Port+Orrin&oldid=12"
        assert len(wiki.asked) == 1 and wiki.asked[0].items() >= {"agent": "tests", "maxlag": "5", "redirects": "1", "formatversion": "2"}.items()

    def test_a_redirect_is_followed_and_said(self, wiki):
        page = ask(wiki, "Orrin siege")
        assert (page.title, page.asked) == ("Siege of Port Orrin", "Orrin siege")

    def test_a_chosen_revision_is_brought(self, wiki):
        assert "At least 15" in ask(wiki, "siege of Port Orrin", 11).wikitext
        assert "At least 15" in ask(wiki, "", 11).wikitext
        assert "At least 15" in ask(wiki, "Orrin siege", 11).wikitext  # by a title that redirects to its page

    @pytest.mark.parametrize(("title", "number", "says"), [
        ("Atlantis", None, "'Atlantis': there is no such article"), ("Special:Search", None, "there is no such article"),
        ("a|b<", None, "is no title of an article: It holds a sign: <"), ("de:Orrin", None, "is a title of another wiki"), ("Nothing", None, "answers without a page"),
        ("Hidden", None, "its text is hidden or deleted"), ("Damaged", None, "gives the SHA-1"), ("Data", None, "found a page of json"),
        ("Half", None, "answers without 'revisions'"), ("Silent", None, "answers without a query"), ("Refused", None, "refuses: No such value."),
        ("", 99, "revision 99: there is no such revision"), ("Siege of Port Orrin", 13, "its text is hidden"), ("Siege of Port Orrin", 40, "is of 'Harbour', not of"),
        ("Atlantis", 12, "'Atlantis': there is no such article"), ("", 14, "answers with revision 12"),
        ("Older", None, "answers in an old form"), ("Number", None, "answers with a wikitext that is no text"),
        ("Null", None, "answers with a wikitext that is no text"), ("Untitled", None, "answers with a title that is no text"),
        ("Broken", None, "answers with a wikitext that is no text"),
    ])
    def test_what_there_is_not_is_said_in_one_line(self, wiki, title, number, says):
        with pytest.raises(BadInput, match=says.replace("|", r"\|")) as refusal:
            ask(wiki, title, number)
        assert len(refusal.value.lines) == 1 and "\n" not in str(refusal.value)


class TestTrouble:
    @pytest.mark.parametrize(("folder", "waited"), [
        ("500-once", [1]), ("503-once", [7]), ("429-date", [0]), ("maxlag", [5]), ("truncated-once", [1]), ("slow-once", [1]),
    ])
    def test_what_may_pass_is_asked_again_after_as_long_as_the_server_says(self, wiki, slept, folder, waited):
        assert ask(wiki, folder=folder, slept=slept).revision == 12
        assert slept == waited

    @pytest.mark.parametrize(("folder", "says", "waited"), [
        ("500-always", "answers 500 Internal Server Error, 3 times", [1, 2]), ("503-long", "asks to wait 86400 seconds", []),
        ("truncated", "the answer broke off: .*, 3 times", [1, 2]), ("slow", "no answer in 0.05 seconds, 3 times", [1, 2]),
        ("drops", "no answer in 0.06 seconds, 3 times", [1, 2]), ("hangs-up", "3 times", [1, 2]),
        ("404", "answers 404 Not Found", []), ("html", "found an answer of type text/html", []), ("no-json", "the answer is no JSON; it begins b'<p>Hello'", []),
        ("list", "none of a MediaWiki", []), ("deep", "longer than|no JSON", []), ("big", "longer than 20,000 bytes", []), ("to-a-file", "answers 302", []),
    ])
    def test_what_does_not_pass_is_said_in_one_line(self, wiki, slept, folder, says, waited):
        limit = {"slow": {"timeout": 0.05}, "drops": {"timeout": 0.06}, "deep": {"limit": 1_000_000}}.get(folder, {})
        with pytest.raises(BadInput, match=says) as refusal:
            ask(wiki, folder=folder, slept=slept, **limit)
        assert len(refusal.value.lines) == 1 and "\n" not in str(refusal.value)
        assert slept == waited

    def test_a_server_that_is_not_there_is_said(self, wiki, slept):
        wiki.server_close()
        with pytest.raises(BadInput, match="cannot be reached: .*, 3 times"):
            fetch.page(Wanted(f"{wiki.address}/api.php", "Orrin"), client(slept))


class TestWriting:
    def test_the_text_and_its_record_are_written(self, wiki, invented):
        path = fetch.write(ask(wiki), fetch.folder(ask(wiki)))
        assert path.as_posix() == "data/raw/siege-of-port-orrin/article.md"
        content = (invented / path).read_bytes()
        assert content.decode() == MARKDOWN
        record = yaml.safe_load((invented / path.with_name("article.revision.yaml")).read_text(encoding="utf-8"))
        assert record.pop("fetched").endswith("+00:00")
        assert record == {"title": "Siege of Port Orrin", "pageid": 7, "revision": 12, "timestamp": "2031-03-04T05:06:07Z", "sha1": "ab" * 20,
                          "sha256": hashlib.sha256(content).hexdigest(), "address": f"{wiki.address}/index.php?title=Siege+of+Port+Orrin&oldid=12"}

    def test_what_is_written_is_read_as_the_page_was(self, wiki, invented):
        page = ask(wiki)
        read = article.read(invented / fetch.write(page, fetch.folder(page)))
        assert [(sentence.section, sentence.text) for sentence in read.sentences] == [
            ("(lead)", "Port Orrin was besieged."), ("(lead)", "At least 14 guards fell."), ("The quay", "One tank was lost."),
            ("The quay", "34\\."), ("The quay", "Brigade held Hill 8."), ("Later", "Rain came.")]

    def test_the_coded_article_is_written_to_its_own_folder_where_all_find_it(self, wiki, invented, monkeypatch):
        monkeypatch.delenv("TOLLBOOK_ARTICLE", raising=False)
        address = ledger.read("port-orrin").meta["address"]
        text = (invented / "data/raw/port-orrin/article.md").read_text(encoding="utf-8")
        (invented / "data/raw/port-orrin/article.md").unlink()
        assert paths.article_text("port-orrin") is None
        page = fetch.Page("Siege of Port Orrin", 7, 12, "2031-03-04T05:06:07Z", "", text.partition("---\n\n")[2].replace("## ", "== ").replace("week\n", "week ==\n"), address, "", "x 1")
        fetch.write(page, fetch.folder(page))
        found = paths.article_text("port-orrin")
        assert found == invented / "data/raw/port-orrin/article.md"
        assert verify.verify(ledger.read("port-orrin"), article.read(found)) == []

    @pytest.mark.parametrize(("title", "pageid", "folder"), [
        ("Ölberg (1931–32)", 1, "olberg-1931-32"), ("معركة", 5, "page-5"), ("../x", 1, "x"), ("a" * 99, 1, "a" * 60),
    ])
    def test_a_folder_is_named_after_the_title(self, invented, title, pageid, folder):
        assert fetch.folder(fetch.Page(title, pageid, 1, "", "", "", "", "", "")).as_posix() == f"data/raw/{folder}"

    def test_another_articles_text_is_overwritten_only_if_forced(self, wiki, invented):
        siege, harbour = ask(wiki), ask(wiki, "Harbour")
        path = invented / fetch.write(siege, fetch.folder(siege))
        fetch.write(ask(wiki, revision=11), path.parent)
        assert "At least 15" in path.read_text(encoding="utf-8")
        with pytest.raises(BadInput, match="holds another text, 'Siege of Port Orrin', not 'Harbour'"):
            fetch.write(harbour, path.parent)
        assert "title: Siege" in path.read_text(encoding="utf-8")
        fetch.write(harbour, path.parent, is_forced=True)
        assert "title: Harbour" in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize("content", [b"My notes.", b"\xff", b""])
    def test_what_is_no_fetched_text_is_not_overwritten(self, wiki, invented, content):
        path = invented / "data/raw/notes/article.md"
        path.parent.mkdir()
        path.write_bytes(content)
        with pytest.raises(BadInput, match="holds another text"):
            fetch.write(ask(wiki), path.parent)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("before", [None, 11])
    def test_both_files_are_written_or_neither(self, wiki, invented, monkeypatch, before):
        to = invented / "data/raw/siege"
        if before:
            fetch.write(ask(wiki, revision=before), to)
        old = {path.name: path.read_bytes() for path in to.glob("*")}
        whole = command.write_bytes

        def fails(path, content):
            if path.name == "article.revision.yaml" and content not in old.values():
                raise OSError(28, "No space left on device", str(path))
            whole(path, content)

        monkeypatch.setattr(command, "write_bytes", fails)
        with pytest.raises(OSError, match="No space left"):
            fetch.write(ask(wiki), to)
        assert {path.name: path.read_bytes() for path in to.glob("*")} == old

    def test_a_page_without_prose_is_refused(self, wiki, invented):
        with pytest.raises(BadInput, match="Empty: found no sentence"):
            fetch.write(ask(wiki, "Empty"), invented / "data/raw/empty")
        assert not (invented / "data/raw/empty").exists()


class TestScript:
    def run(self, wiki, monkeypatch, capsys, *arguments):
        monkeypatch.setattr("sys.argv", ["fetch.py", *arguments, "--api", f"{wiki.address}/api.php"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path("scripts/fetch.py", run_name="__main__")
        return ended.value.code, *capsys.readouterr()

    def test_it_says_in_one_line_what_is_written(self, wiki, invented, monkeypatch, capsys):
        code, said, wrong = self.run(wiki, monkeypatch, capsys, "Orrin siege", "--agent", "me@example.org", "--to", "data/raw/orrin")
        assert (code, wrong) == (0, "")
        assert said == ("data/raw/orrin/article.md: 'Siege of Port Orrin', to which 'Orrin siege' redirects, "
                        "revision 12 of 2031-03-04T05:06:07Z (Example Licence 1.0)\n")
        assert (invented / "data/raw/orrin/article.md").is_file()
        assert wiki.asked[0]["agent"] == "tollbook/0.1.0 (casualty-statistics notebooks; me@example.org)"

    @pytest.mark.parametrize("arguments", [["Atlantis"], ["Orrin", "--revision", "0"], ["Orrin", "--timeout", "0"], ["Orrin", "--agent", "é"], ["ftp://x/wiki/Orrin"]])
    def test_it_refuses_in_one_line(self, wiki, invented, monkeypatch, capsys, arguments):
        code, said, wrong = self.run(wiki, monkeypatch, capsys, *arguments)
        assert (code, said, wrong.count("\n")) == (2, "", 1)
