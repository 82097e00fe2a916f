"""Helplines: the directory's services for a country, and the file for when the server is gone."""

import asyncio

from aiohttp import web

from bot.web import asking
from bot.web.keys import CLOCK, DIRECTORY, SAFETY_NET, SETTINGS
from bot.web.problems import Problem
from bot.web.replies import pack, reply, unchanged
from bot.web.vocabulary import HELPLINE_KINDS

MOST = 20
PATIENCE = 5.0  # seconds


async def read(request: web.Request) -> web.Response:
    """Services of a country, best first, and its emergency number."""
    query = request.query
    asking.language(request, query.get("language"))
    language = asking.language_asked(request, request.app)
    country = asking.country(request, query.get("country")) or request.app[SETTINGS].default_country
    audience = asking.audience(request, query.get("audience"))
    kind = query.get("kind")
    if kind is not None and kind not in HELPLINE_KINDS:
        raise Problem("unknown_kind")
    directory = request.app[DIRECTORY]
    async with asyncio.timeout(PATIENCE):
        emergency = await directory.emergency(country, audience=audience, language=language)
        services = await directory.find(
            country,
            needs=(kind,) if kind else (),
            audience=audience,
            language=language,
            timezone=query.get("timezone"),
            now=request.app[CLOCK](),
            limit=MOST,
        )
    found = [service.as_json() for service in services]
    content = {
        "country": country,
        "emergency": emergency.as_json(),
        "helplines": [line for line in found if kind is None or line["kind"] == kind],
    }
    return reply(request, content)


async def fallback(request: web.Request) -> web.Response:
    """The small file a widget caches; it says nothing about who asks, so caches may keep it."""
    held = await request.app[SAFETY_NET].fallback()
    headers = {"Cache-Control": "public, max-age=300, stale-if-error=604800"}
    if unchanged(request, held.etag):
        response = web.Response(status=304, headers={"Vary": "Accept-Encoding", **headers})
    else:
        body = pack(request, held.body, headers)
        response = web.Response(
            body=body, content_type="application/json", charset="utf-8", headers=headers
        )
    # Weak: the gzip form and the plain one share it.
    response.headers["ETag"] = f'W/"{held.etag}"'
    return response
