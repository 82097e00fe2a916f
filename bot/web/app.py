"""Puts the application together: what it carries, what it passes through, where it leads."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from aiohttp import web

from bot.memory import give_back_memory
from bot.settings import PREFIX, Settings, SettingsError
from bot.web import keys
from bot.web.assets import Assets
from bot.web.clients import Clients
from bot.web.handlers import (
    conversations,
    health,
    helplines,
    messages,
    metrics,
    pages,
    referrals,
    services,
    topics,
)
from bot.web.meters import Meters
from bot.web.middlewares.access_log import access_log
from bot.web.middlewares.cors import cors, origin_check
from bot.web.middlewares.errors import errors
from bot.web.middlewares.rate_limit import rate_limit
from bot.web.middlewares.security_headers import security_headers
from bot.web.middlewares.size import BODY_LIMIT, size
from bot.web.ports import Directory, Engine, TopicList
from bot.web.safety_net import SafetyNet
from bot.web.statistics import Statistics
from bot.web.vocabulary import Vocabulary

log = structlog.get_logger()

STATIC = Path(__file__).parent / "static"
# Below the eight seconds after which the widget gives up by itself.
TURN_DEADLINE = 7.0


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    engine: Engine,
    directory: Directory,
    clock: keys.Clock = now,
    *,
    vocabulary: Vocabulary | None = None,
    topic_list: TopicList | None = None,
    static: Path = STATIC,
    turn_deadline: float = TURN_DEADLINE,
    conversations_alive: Callable[[], Awaitable[int]] | None = None,
    rate_clock: Callable[[], float] = time.time,
) -> web.Application:
    """The application. It starts and stops the engine and the directory itself.

    Without a `topic_list` nothing is listed to ask about. `turn_deadline` in seconds;
    `conversations_alive` feeds a metric; `clock` gives the time with a zone, `rate_clock` seconds
    that only the rate limit uses. Raises SettingsError when the default language is none that the
    product speaks.
    """
    words = vocabulary or Vocabulary.load()
    if settings.default_language not in words.languages:
        raise SettingsError(
            f"{PREFIX}DEFAULT_LANGUAGE={settings.default_language}: "
            f"give one of: {', '.join(sorted(words.languages))}"
        )
    app = web.Application(
        middlewares=[
            access_log,
            security_headers,
            cors,
            errors,
            origin_check,
            rate_limit(settings.rate_limit, rate_clock),
            size,
        ],
        client_max_size=BODY_LIMIT,
    )
    meters = Meters(words)
    safety_net = SafetyNet(directory, clock, settings.default_country)
    meters.watch_directory(lambda: directory.staleness(clock().date()))
    if conversations_alive:
        meters.watch_conversations(conversations_alive)
    app[keys.SETTINGS] = settings
    app[keys.ENGINE] = engine
    app[keys.DIRECTORY] = directory
    app[keys.CLOCK] = clock
    app[keys.VOCABULARY] = words
    app[keys.TOPICS] = topic_list or topics.NoTopics()
    app[keys.CLIENTS] = Clients(settings.trusted_proxies, clock)
    app[keys.METERS] = meters
    app[keys.ASSETS] = Assets(static)
    app[keys.SAFETY_NET] = safety_net
    app[keys.TURN_DEADLINE] = turn_deadline
    app[keys.TURNS] = set()
    app[keys.STOPPING] = asyncio.Event()
    app.cleanup_ctx.extend([directory_lifetime, engine_lifetime])
    if settings.statistics:
        app[keys.STATISTICS] = Statistics(settings.database_url)
        app.cleanup_ctx.append(statistics_lifetime)
    add_routes(app)
    return app


def add_routes(app: web.Application) -> None:
    """Every path of the contract; a test holds them against `docs/openapi.yml`."""
    app.router.add_get("/", pages.page("demo.html"))
    app.router.add_get("/chat", pages.page("chat.html"))
    app.router.add_get("/static/{name}", pages.static)
    app.router.add_post("/api/v1/conversations", conversations.create)
    app.router.add_get("/api/v1/conversations/current", conversations.read)
    app.router.add_delete("/api/v1/conversations/current", conversations.delete)
    app.router.add_post("/api/v1/messages", messages.create)
    app.router.add_get("/api/v1/helplines", helplines.read)
    app.router.add_get("/api/v1/helplines/fallback", helplines.fallback)
    app.router.add_get("/api/v1/services", services.read)
    app.router.add_post("/api/v1/referrals", referrals.create)
    app.router.add_get("/api/v1/topics", topics.read)
    app.router.add_get("/livez", health.live)
    app.router.add_get("/readyz", health.ready)
    app.router.add_get("/metrics", metrics.read)


async def directory_lifetime(app: web.Application) -> AsyncIterator[None]:
    """Open the directory and learn from it what is said when everything else fails."""
    directory = app[keys.DIRECTORY]
    await directory.start()
    stale = await directory.staleness(app[keys.CLOCK]().date())
    log.info("directory_ready", count=stale.checked, oldest_days=stale.oldest_days, due=stale.due)
    try:
        await app[keys.SAFETY_NET].start(app[keys.VOCABULARY].languages)
        yield
    finally:
        await directory.stop()


async def engine_lifetime(app: web.Application) -> AsyncIterator[None]:
    """Load the model beside the running server, so that `/livez` answers meanwhile."""
    engine = app[keys.ENGINE]
    task = asyncio.create_task(engine.start())
    task.add_done_callback(report_start)
    app[keys.ENGINE_START] = task
    yield
    app[keys.STOPPING].set()
    if not task.done():
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
    if turns := app[keys.TURNS]:
        await asyncio.wait(turns, timeout=5)
    await engine.stop()


async def statistics_lifetime(app: web.Application) -> AsyncIterator[None]:
    """Write the counts down every minute and once more at the end."""
    statistics = app[keys.STATISTICS]
    await statistics.start()
    task = asyncio.create_task(statistics.write_every(60.0))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await statistics.stop()


def report_start(task: asyncio.Task[None]) -> None:
    """Log how the start of the engine ended; `bot.web.server` ends the process if it failed."""
    if task.cancelled():
        return
    if error := task.exception():
        log.error("engine_failed", class_name=type(error).__name__)
    else:
        give_back_memory()
        log.info("engine_ready")
