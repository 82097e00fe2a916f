"""A body is at most 16 kB and comes within ten seconds."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.problems import Problem

BODY_LIMIT = 16 * 1024  # bytes; also the application's client_max_size
PATIENCE = 10.0  # seconds


@web.middleware
async def size(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Read the body here, once, so that no handler waits for a caller who drips bytes."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise Problem("body_too_large")
    if request.can_read_body:
        try:
            async with asyncio.timeout(PATIENCE):
                await request.read()
        except TimeoutError as error:
            raise Problem("too_slow", headers={"Connection": "close"}) from error
    return await handler(request)
