"""The directory for other programs: pages of Open Referral HSDS 3 services."""

import asyncio
import hashlib
import json
import math
from typing import Any

from aiohttp import web

from bot.web import asking
from bot.web.keys import DIRECTORY
from bot.web.problems import Problem
from bot.web.replies import pack, unchanged
from bot.web.vocabulary import HELPLINE_KINDS

PAGE, MOST_PAGES = 50, 100_000
MOST = 100
PATIENCE = 20.0  # seconds: the first request reads all files


async def read(request: web.Request) -> web.Response:
    """One page, with the fields of the HSDS API; past the last page it is empty."""
    query = request.query
    country = asking.country(request, query.get("country"))
    kind = query.get("kind")
    if kind is not None and kind not in HELPLINE_KINDS:
        raise Problem("unknown_kind")
    number = _whole(query.get("page", "1"), MOST_PAGES)
    size = _whole(query.get("per_page", str(PAGE)), MOST)
    async with asyncio.timeout(PATIENCE):
        services = await request.app[DIRECTORY].services()
    found = [
        service
        for service in services
        if country in (None, service["service_areas"][0]["extent"])
        and kind in (None, _kind_of(service))
    ]
    contents = found[(number - 1) * size : number * size]
    pages = math.ceil(len(found) / size)
    content = {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"Cache-Control": "public, max-age=300"}
    if unchanged(request, etag):
        response = web.Response(status=304, headers={"Vary": "Accept-Encoding", **headers})
    else:
        body = pack(request, body, headers)
        response = web.Response(
            body=body, content_type="application/json", charset="utf-8", headers=headers
        )
    # Weak: the gzip form and the plain one share it.
    response.headers["ETag"] = f'W/"{etag}"'
    return response


def _whole(value: str, most: int) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 8 and 1 <= int(value) <= most):
        raise Problem("bad_page_number")
    return int(value)


def _kind_of(service: dict[str, Any]) -> str:
    terms = {a["taxonomy_term"]["name"]: a["value"] for a in service["attributes"]}
    return str(terms.get("kind"))
