"""The directory for other programs: pages of Open Referral HSDS 3 services."""

import asyncio
import hashlib
import json
import math
import re
from typing import Any

from aiohttp import web

from bot.web import asking
from bot.web.keys import DIRECTORY
from bot.web.problems import Problem
from bot.web.replies import pack, unchanged
from bot.web.vocabulary import HELPLINE_KINDS

_LANGUAGE = re.compile("[a-z]{2,3}", re.ASCII)
WORLD = "ZZ"  # services of every country
PAGE, MOST_PAGES = 50, 100_000
MOST = 100
PATIENCE = 20.0  # seconds: the first request reads all files


async def read(request: web.Request) -> web.Response:
    """One page, with the fields of the HSDS API; past the last page it is empty."""
    query = request.query
    wished = query.get("country")
    country = WORLD if wished == WORLD else asking.country(request, wished)
    kind = query.get("kind")
    if kind is not None and kind not in HELPLINE_KINDS:
        raise Problem("unknown_kind")
    audience = asking.audience(request, query.get("audience"))
    language = query.get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise Problem("unknown_language")
    number = _whole(query.get("page", "1"), MOST_PAGES)
    size = _whole(query.get("per_page", str(PAGE)), MOST)
    async with asyncio.timeout(PATIENCE):
        services = await request.app[DIRECTORY].services()
    found = [
        service
        for service in services
        if country in (None, service["service_areas"][0]["extent"])
        and kind in (None, _kind_of(service))
        and (audience is None or _is_for(service, audience))
        and (language is None or language in [spoken["code"] for spoken in service["languages"]])
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


def _is_for(service: dict[str, Any], audience: str) -> bool:
    """False for a service for adults alone, or for children alone, where the other is asked."""
    group = "parent" if audience == "parent" else "child"
    return service.get("eligibility_description", "any") in ("any", group)


def _kind_of(service: dict[str, Any]) -> str:
    terms = {a["taxonomy_term"]["name"]: a["value"] for a in service["attributes"]}
    return str(terms.get("kind"))
