"""Conversations: open one, read the one that runs, forget it."""

import secrets

from aiohttp import web

from bot.web import asking
from bot.web.replies import reply
from bot.web.turns import content, finish


async def create(request: web.Request) -> web.Response:
    """Open a conversation. The token is made here, told once, and kept by nobody but the page."""
    body = await asking.body_of(request)
    wishes = {
        "language": asking.language(request, body.get("language")),
        "audience": asking.audience(request, body.get("audience")),
        "country": asking.country(request, body.get("country")),
        "timezone": asking.timezone(body),
        "page": asking.page(body),
    }
    engine = asking.engine_of(request)
    token = secrets.token_urlsafe(32)
    key = asking.conversation_key(token)
    turn = await finish(request, engine.open(key, **wishes))
    return reply(request, {"token": token, **content(turn)}, status=201, secret=True)


async def read(request: web.Request) -> web.Response:
    """The messages still alive and the state, for a page that was loaded again."""
    key = asking.key_of(request)
    engine = asking.engine_of(request)
    return reply(request, content(await finish(request, engine.recall(key))))


async def delete(request: web.Request) -> web.Response:
    """Forget everything about the conversation, at once."""
    key = asking.key_of(request)
    engine = asking.engine_of(request)
    await finish(request, engine.forget(key))
    return web.Response(status=204)
