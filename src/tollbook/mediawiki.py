"""A MediaWiki's API asked politely: who we are, few questions, time-outs, and patience where the server asks for it."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import yaml

import tollbook
from tollbook import paths
from tollbook.errors import BadInput

LIMIT = 5_000_000  # bytes; the longest articles are a fifth of this
AGAIN = frozenset((429, 500, 502, 503, 504))
MOST_SECONDS = 60  # how long a server may ask us to wait before we rather give up
MAXLAG = 5  # seconds: https://www.mediawiki.org/wiki/Manual:Maxlag_parameter
CHUNK = 65_536


@dataclass(frozen=True)
class Client:
    """Who asks, and how patiently: seconds to wait for an answer, how often to ask, and how long to wait before asking again."""

    agent: str
    timeout: float = 20
    attempts: int = 4
    wait: float = 1
    limit: int = LIMIT
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self):
        if not 0 < self.timeout <= MOST_SECONDS * 60:
            raise BadInput(f"time-out: found {self.timeout}; allowed are more than 0 and at most {MOST_SECONDS * 60} seconds")


class Unavailable(Exception):
    """An answer that did not come, though it may the next time; `seconds` is how long the server asks to wait."""

    def __init__(self, why: str, seconds: float | None = None):
        super().__init__(why)
        self.seconds = seconds


def user_agent(more: str = "") -> str:
    """Say who asks, as MediaWiki sites want it: the program, its version, and where its makers or its user can be reached."""
    if not (more.isascii() and more.isprintable()):
        raise BadInput(f"--agent: found {more!r}; allowed are ASCII letters, digits and signs on one line")
    about = "; ".join(filter(None, ["casualty-statistics notebooks", _contact(), more.strip()]))
    return f"tollbook/{tollbook.__version__} ({about})"


def _contact() -> str:
    """Find an address of the project in CITATION.cff; empty where it names none."""
    path = paths.root() / "CITATION.cff"
    cited = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    people = [*cited.get("contact", []), *cited.get("authors", [])]
    named = [cited.get("repository-code"), cited.get("url"), *(one.get("email") for one in people), *(one.get("website") for one in people)]
    return next((str(one) for one in named if one and str(one).isascii() and str(one).isprintable()), "")


def ask(api: str, parameters: dict, client: Client) -> dict:
    """Ask an API and give the `query` of its answer; ask again, after a while, where that can help."""
    parameters = {"action": "query", "format": "json", "formatversion": 2, "maxlag": MAXLAG, **parameters}
    request = urllib.request.Request(f"{api}?{urllib.parse.urlencode(parameters)}",
                                     headers={"User-Agent": client.agent, "Accept": "application/json"})
    for attempt in range(1, client.attempts + 1):
        try:
            answer = _answer(request, client)
            break
        except Unavailable as failed:
            waiting = client.wait * 2 ** (attempt - 1) if failed.seconds is None else failed.seconds
            if attempt == client.attempts:
                raise BadInput(f"{api}: {failed}, {attempt} times") from None
            if waiting > MOST_SECONDS:
                raise BadInput(f"{api}: {failed}, and asks to wait {waiting:.0f} seconds; try again then") from None
            client.sleep(waiting)
    if not isinstance(answer.get("query"), dict):
        raise BadInput(f"{api}: answers without a query; allowed is the api.php of a MediaWiki")
    return answer["query"]


def _answer(request: urllib.request.Request, client: Client) -> dict:
    """Send a request once and read its answer as the API's JSON."""
    try:
        with _opener().open(request, timeout=client.timeout) as response:
            content, kind = _content(response, client), response.headers.get_content_type()
            seconds = _seconds(response.headers.get("Retry-After"))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in AGAIN:
                raise Unavailable(f"answers {error.code} {line(error.reason)}", _seconds(error.headers.get("Retry-After"))) from None
            raise BadInput(f"{request.full_url.partition('?')[0]}: answers {error.code} {line(error.reason)}") from None
    except TimeoutError:
        raise Unavailable(f"no answer in {client.timeout:g} seconds") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Unavailable(f"no answer in {client.timeout:g} seconds") from None
        raise Unavailable(f"cannot be reached: {line(error.reason)}") from None
    except (http.client.HTTPException, OSError) as error:
        raise Unavailable(f"the answer broke off: {line(error) or type(error).__name__}") from None
    return _read_answer(content, kind, seconds, request.full_url.partition("?")[0])


def _read_answer(content: bytes, kind: str, seconds: float | None, api: str) -> dict:
    if kind != "application/json":
        raise BadInput(f"{api}: found an answer of type {kind}; allowed is application/json, as a MediaWiki's api.php gives it")
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise BadInput(f"{api}: the answer is no JSON; it begins {content[:30]!r}") from None
    if not isinstance(answer, dict):
        raise BadInput(f"{api}: the answer is JSON, but none of a MediaWiki; it begins {content[:30]!r}")
    error = answer.get("error")
    if isinstance(error, dict):
        if error.get("code") in ("maxlag", "ratelimited", "readonly"):
            raise Unavailable(f"is busy ({error['code']})", seconds)
        raise BadInput(f"{api}: refuses: {line(error.get('info', error.get('code')))}")
    return answer


def _opener() -> urllib.request.OpenerDirector:
    """Make what opens addresses: of http and https only, also where a server sends us on."""
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler,
                    urllib.request.HTTPDefaultErrorHandler, urllib.request.HTTPRedirectHandler, urllib.request.HTTPErrorProcessor,
                    urllib.request.UnknownHandler):
        opener.add_handler(handler())
    return opener


def _content(response: http.client.HTTPResponse, client: Client) -> bytes:
    """Read an answer, whole, no further than the limit and no longer than some time-outs."""
    pieces, size, announced, until = [], 0, response.length, time.monotonic() + 3 * client.timeout
    while piece := response.read1(CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > client.limit:
            raise BadInput(f"{response.url.partition('?')[0]}: the answer is longer than {client.limit:,} bytes, which is allowed")
        if time.monotonic() > until:
            raise TimeoutError
    if announced is not None and size < announced:
        raise http.client.IncompleteRead(b"".join(pieces), announced - size)
    return b"".join(pieces)


def _seconds(retry_after: str | None) -> float | None:
    """Read a Retry-After header: seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def line(what: object) -> str:
    """Put what a server says on one line of moderate length."""
    return " ".join(str(what).split())[:200]
