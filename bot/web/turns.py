"""Runs what the engine does for a request to its end, whether or not the browser waits."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from aiohttp import web

from bot.web.keys import TURN_DEADLINE, TURNS
from bot.web.ports import Turn

Result = TypeVar("Result")


async def finish(request: web.Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`, which goes on when the caller leaves or the deadline passes.

    Raises TimeoutError after the deadline: the widget waits eight seconds, so a sentence with
    helplines has to be there before. A retry with the same message id then gets the reply.
    """
    turns = request.app[TURNS]
    task = asyncio.ensure_future(work)
    turns.add(task)
    task.add_done_callback(turns.discard)
    # An error that comes after the caller has gone was nobody's to fetch; it is not a warning.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    async with asyncio.timeout(request.app[TURN_DEADLINE]):
        return await asyncio.shield(task)


def content(turn: Turn) -> dict[str, Any]:
    """A turn as the contract writes it."""
    return {"messages": turn.messages, "state": turn.state, "expires_in": turn.expires_in}
