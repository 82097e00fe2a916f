"""One line and one count a request: time, route template, status, duration, nothing else."""

import time

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.web.keys import METERS

log = structlog.get_logger()

# A method is free text too; only the known ones are named.
METHODS = frozenset(hdrs.METH_ALL) - {hdrs.METH_ANY}


def route_of(request: web.Request) -> str:
    """The template of the route, never the path that was asked for."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


@web.middleware
async def access_log(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log and count a request after its answer."""
    begun = time.perf_counter()
    response = await handler(request)
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    log.info(
        "request",
        method=method,
        route=route,
        status=response.status,
        seconds=round(time.perf_counter() - begun, 4),
    )
    request.app[METERS].request(method, route, response.status)
    return response
