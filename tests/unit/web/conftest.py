"""A running application for every test, on loopback, with fakes behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.ports import TopicList
from bot.web.vocabulary import Vocabulary

from .fakes import FakeClock, FakeDirectory, FakeEngine, FakeSeconds

Client = TestClient[Request, Application]
# Read once: parsing the labels takes longer than most of these tests.
WORDS = Vocabulary.load()


@dataclass
class Site:
    """The application and everything a test may turn."""

    engine: FakeEngine = field(default_factory=FakeEngine)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    clock: FakeClock = field(default_factory=FakeClock)
    seconds: FakeSeconds = field(default_factory=FakeSeconds)
    client: Client = field(init=False)

    async def open(self, **wishes: Any) -> dict[str, str]:
        """Open a conversation; the headers that speak in it."""
        response = await self.client.post("/api/v1/conversations", json=wishes)
        assert response.status == 201, await response.text()
        return {"Authorization": f"Bearer {(await response.json())['token']}"}


Start = Callable[..., Awaitable[Site]]


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of pages like the widget's."""
    folder = tmp_path / "static"
    folder.mkdir()
    for name in ("demo.html", "chat.html"):
        (folder / name).write_text(f"<!doctype html><title>{name}</title>", encoding="utf-8")
    (folder / "latarnik.js").write_text("export const words = [];\n" * 200, encoding="utf-8")
    (folder / "secret.env").write_text("no", encoding="utf-8")
    return folder


@pytest.fixture
async def start(static: Path) -> AsyncIterator[Start]:
    """Start an application: `await start(LATARNIK_ORIGINS=..., site=Site(...))`."""
    async with AsyncExitStack() as stack:

        async def begin(
            site: Site | None = None,
            turn_deadline: float = 5.0,
            topic_list: TopicList | None = None,
            **environment: str,
        ) -> Site:
            site = site or Site()
            app = create_app(
                Settings.from_environment({"LATARNIK_RATE_LIMIT": "off", **environment}),
                site.engine,
                site.directory,
                site.clock,
                vocabulary=WORDS,
                topic_list=topic_list,
                static=static,
                turn_deadline=turn_deadline,
                conversations_alive=site.engine.count,
                rate_clock=site.seconds,
            )
            site.client = TestClient(TestServer(app))
            # Also when the start fails: nothing may stay open.
            stack.push_async_callback(site.client.close)
            await site.client.start_server()
            return site

        yield begin


@pytest.fixture
async def site(start: Start) -> Site:
    """An application with the default settings and no rate limit."""
    return await start()
