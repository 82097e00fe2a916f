"""Following addresses: dead, moved, changed, unsure; politely, and a stopped run goes on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from actions.directory.links import AGENT, Memory, Page, addresses, follow

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
async def site() -> AsyncIterator[tuple[TestServer, list[str], dict[str, str]]]:
    """A site with a page for every case, the list of what was asked, and its changing text."""
    asked: list[str] = []
    words = {"text": "116 111"}

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        assert request.headers["User-Agent"] == AGENT
        match request.path:
            case "/gone":
                return web.Response(status=404)
            case "/old":
                raise web.HTTPMovedPermanently("/new")
            case "/slash":
                raise web.HTTPFound("/slash/")
            case "/guarded":
                return web.Response(status=403)
            case _:
                html = f"<html><script>{len(asked)}</script><p>{words['text']}</p></html>"
                return web.Response(text=html, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    server = TestServer(app)
    await server.start_server()
    yield server, asked, words
    await server.close()


async def run(server: TestServer, memory: Memory, *paths: str) -> dict[str, str]:
    seen: list[Page] = []
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    urls = [str(server.make_url(path)) for path in paths]
    await follow(urls, memory, seen.append, now=lambda: NOW, pause=pause)
    assert len(pauses) == len(paths) - 1
    return {page.url.partition(str(server.make_url("/")))[2]: page.verdict for page in seen}


async def test_each_page_gets_its_verdict(
    site: tuple[TestServer, list[str], dict[str, str]], tmp_path: Path
) -> None:
    server, _, words = site
    memory = Memory(tmp_path / "memory.json")
    first = await run(server, memory, "/fine", "/gone", "/old", "/slash", "/guarded")
    assert first == {
        "fine": "fine", "gone": "dead", "old": "moved", "slash": "fine", "guarded": "unsure",
    }  # fmt: skip
    assert await run(server, memory, "/fine") == {"fine": "fine"}  # scripts do not count
    words["text"] = "a new number"
    assert await run(server, memory, "/fine") == {"fine": "changed"}


async def test_no_answer_once_is_unsure_and_twice_is_dead(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.json")
    closed = "http://127.0.0.1:1/"
    for verdict in ("unsure", "dead"):
        await follow([closed], memory, lambda page: None, now=lambda: NOW)
        assert memory.pages[closed].verdict == verdict


async def test_a_stopped_run_goes_on_where_it_was(
    site: tuple[TestServer, list[str], dict[str, str]], tmp_path: Path
) -> None:
    server, _, _ = site
    file = tmp_path / "deep" / "memory.json"
    await run(server, Memory(file), "/fine", "/guarded")
    again = Memory(file)
    fine, guarded = (str(server.make_url(path)) for path in ("/fine", "/guarded"))
    assert again.fresh(fine, NOW + timedelta(days=6), timedelta(days=7))
    assert not again.fresh(fine, NOW + timedelta(days=7), timedelta(days=7))
    assert not again.fresh(guarded, NOW, timedelta(days=7))


def test_every_address_is_followed_once() -> None:
    def service(key: str) -> dict[str, object]:
        return {
            "id": key,
            "web": "https://example.org/",
            "sources": [{"title": "a", "url": "https://example.org/"}, {"title": "b"}],
        }

    countries = [{"services": [service("a"), service("b")]}, {"services": None}]
    assert addresses(countries) == {"https://example.org/": ["a", "b"]}
