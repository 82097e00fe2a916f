"""Counts for Prometheus, for those who may read them."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.web.keys import CLIENTS, METERS, SETTINGS
from bot.web.problems import Problem


async def read(request: web.Request) -> web.Response:
    """Prometheus' text format; 404 for an address that may not read it."""
    clients = request.app[CLIENTS]
    address = clients.address(request)
    # Behind a balancer nobody configured every caller looks like the balancer: refuse.
    if clients.forwarded_unasked(request) or not any(
        address in network for network in request.app[SETTINGS].metrics_from if address
    ):
        raise Problem("not_found")
    headers = {"Content-Type": CONTENT_TYPE_LATEST}
    return web.Response(body=await request.app[METERS].render(), headers=headers)
