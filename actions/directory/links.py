"""Follows every address of the directory, politely, and says which are dead, moved or changed."""

import asyncio
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

# Somebody who runs the site can see who asks, and stop it.
AGENT = "Latarnik-directory-check (helpline directory; follows each address a few times a year)"
PAUSE = 1.0  # seconds between two requests to one host
PATIENCE = 20.0  # seconds for one page
MOST = 2_000_000  # bytes of a page that are read
_HIDDEN = re.compile(rb"<(script|style|noscript)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """What was found at an address; `verdict` is fine, moved, changed, dead or unsure."""

    url: str
    verdict: str
    status: int | None
    final: str | None
    mark: str | None  # a hash of the page's visible text
    checked_at: str  # ISO 8601


def addresses(countries: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Every address with the ids of the services that use it."""
    found: dict[str, list[str]] = defaultdict(list)
    for country in countries:
        for service in country.get("services") or []:
            urls = [service.get("web"), service.get("chat")]
            urls += [source.get("url") for source in service["sources"]]
            for url in filter(None, urls):
                if service["id"] not in found[url]:
                    found[url].append(service["id"])
    return dict(found)


class Memory:
    """What earlier runs saw, in one JSON file: a stopped run goes on where it was."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.pages: dict[str, Page] = {}
        if file.exists():
            raw = json.loads(file.read_text(encoding="utf-8"))
            self.pages = {url: Page(**page) for url, page in raw.items()}

    def fresh(self, url: str, now: datetime, age: timedelta) -> bool:
        """True when the address was seen less than `age` ago, and surely."""
        page = self.pages.get(url)
        if page is None or page.verdict == "unsure":
            return False
        return now - datetime.fromisoformat(page.checked_at) < age

    def keep(self, page: Page) -> None:
        """Writes at once, so that nothing is lost when the run is stopped."""
        self.pages[page.url] = page
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        raw = {url: asdict(page) for url, page in sorted(self.pages.items())}
        part.write_text(json.dumps(raw, indent=1), encoding="utf-8")
        part.replace(self._file)


async def follow(
    urls: Iterable[str],
    memory: Memory,
    seen: Callable[[Page], None],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    hosts_at_once: int = 8,
) -> None:
    """Reads each address once, one at a time a host; `seen` gets each page."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc.lower()].append(url)
    gate = asyncio.Semaphore(hosts_at_once)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    headers = {"User-Agent": AGENT}

    async def host(mine: list[str]) -> None:
        async with gate:
            for number, url in enumerate(mine):
                if number:
                    await pause(PAUSE)
                page = await _read(session, url, memory.pages.get(url), now())
                memory.keep(page)
                seen(page)

    async with (
        aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
        asyncio.TaskGroup() as tasks,
    ):
        for mine in by_host.values():
            tasks.create_task(host(mine))


async def _read(
    session: aiohttp.ClientSession, url: str, before: Page | None, now: datetime
) -> Page:
    at = now.isoformat()
    try:
        async with session.get(url) as response:
            body = await response.content.read(MOST)
            status, final = response.status, str(response.url)
            moved = bool(response.history) and _place(final) != _place(url)
    except aiohttp.InvalidURL:
        return Page(url, "dead", None, None, None, at)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        # No answer once can be the line or the hour; twice in a row it is the page.
        again = before is not None and before.status is None
        return Page(url, "dead" if again else "unsure", None, None, None, at)
    if status in (404, 410):
        return Page(url, "dead", status, final, None, at)
    if status >= 400:
        # Many sites answer 403 or 429 to programs: a person has to look.
        return Page(url, "unsure", status, final, None, at)
    mark = hashlib.sha256(b" ".join(_HIDDEN.sub(b" ", body).split())).hexdigest()
    if moved:
        return Page(url, "moved", status, final, mark, at)
    changed = before is not None and before.mark is not None and before.mark != mark
    return Page(url, "changed" if changed else "fine", status, final, mark, at)


def _place(url: str) -> tuple[str, str]:
    """Host and path, without what says nothing: www, a last slash, http or https."""
    parts = urlsplit(url)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
