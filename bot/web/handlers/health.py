"""Health, for balancers and orchestrators."""

from aiohttp import web

from bot.web.asking import engine_of
from bot.web.keys import STOPPING
from bot.web.problems import Problem
from bot.web.replies import reply


async def live(request: web.Request) -> web.Response:
    """The process answers; says nothing about the model."""
    return reply(request, {"status": "live"})


async def ready(request: web.Request) -> web.Response:
    """The model is loaded and the process is not on its way out."""
    if request.app[STOPPING].is_set():
        raise Problem("stopping")
    engine_of(request)
    return reply(request, {"status": "ready"})
