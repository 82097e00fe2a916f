"""Referrals: somebody pressed a way to reach a service. Counted without a person."""

from aiohttp import web

from bot.web import asking
from bot.web.keys import CLOCK, METERS, STATISTICS
from bot.web.problems import Problem
from bot.web.vocabulary import CHANNELS, HELPLINE_KINDS, Labels


async def create(request: web.Request) -> web.Response:
    """Count one press; no token, so that nothing joins it to a conversation."""
    body = await asking.body_of(request)
    country = asking.country(request, body.get("country"))
    kind, channel = body.get("kind"), body.get("channel")
    if not isinstance(kind, str) or kind not in HELPLINE_KINDS:
        raise Problem("unknown_kind")
    if not isinstance(channel, str) or channel not in CHANNELS:
        raise Problem("unknown_channel")
    request.app[METERS].referral(country or "", kind, channel)
    if (statistics := request.app.get(STATISTICS)) is not None:
        label = Labels("referral", f"{country or '-'} {kind} {channel}", "", "", "")
        statistics.count(request.app[CLOCK]().date(), [label])
    return web.Response(status=204)
