"""Messages: a child says something, or picks one of the choices, and gets the reply."""

import asyncio
import time

import structlog
from aiohttp import web

from bot.errors import LatarnikError
from bot.web import asking
from bot.web.keys import CLOCK, METERS, STATISTICS, VOCABULARY
from bot.web.ports import Engine
from bot.web.problems import Problem
from bot.web.replies import reply
from bot.web.turns import content, finish

log = structlog.get_logger()

RECALL_PATIENCE = 1.0  # seconds that a failed turn waits for the child's country


async def create(request: web.Request) -> web.Response:
    """Answer one message; a retry with the same id gets the same reply from the engine."""
    key = asking.key_of(request)
    body = await asking.body_of(request)
    message_id = asking.message_id(body)
    text, choice = asking.text_or_choice(body)
    engine = asking.engine_of(request)
    begun = time.perf_counter()
    try:
        turn = await finish(request, engine.say(key, message_id, text=text, choice=choice))
        if not turn.messages:
            raise EmptyReply
    except (LatarnikError, Problem):
        raise
    except Exception as error:
        log.error("turn_failed", class_name=type(error).__name__)
        request.app[METERS].failure()
        await remember(request, engine, key)
        raise Problem("unavailable") from error
    request.app[METERS].turn(time.perf_counter() - begun, turn)
    if (statistics := request.app.get(STATISTICS)) is not None:
        statistics.count(request.app[CLOCK]().date(), request.app[VOCABULARY].labels(turn))
    return reply(request, content(turn))


class EmptyReply(Exception):
    """The engine said nothing, which must never reach a child as silence."""


async def remember(request: web.Request, engine: Engine, key: str) -> None:
    """Find the language and country of a failed turn, for its sentence and helplines."""
    try:
        async with asyncio.timeout(RECALL_PATIENCE):
            state = (await engine.recall(key)).state
        asking.language(request, state.get("language"))
        asking.country(request, state.get("country"))
    except Exception as error:
        log.warning("recall_failed", class_name=type(error).__name__)
