"""JSON answers: always UTF-8, compressed when that helps, and with a say on caching."""

import gzip
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

# Below this many bytes gzip saves nothing on the wire.
WORTH_PACKING = 1400


def pack(request: web.BaseRequest, body: bytes, headers: dict[str, str]) -> bytes:
    """The body, gzipped when the caller takes that and it is worth it; fills in the headers."""
    headers["Vary"] = "Accept-Encoding"
    if len(body) < WORTH_PACKING or not takes_gzip(request):
        return body
    headers["Content-Encoding"] = "gzip"
    return gzip.compress(body, compresslevel=5, mtime=0)


def takes_gzip(request: web.BaseRequest) -> bool:
    """Whether the caller's Accept-Encoding names gzip and does not refuse it."""
    for item in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, quality = item.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def reply(
    request: web.BaseRequest,
    content: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    secret: bool = False,
) -> web.Response:
    """A JSON answer that no cache keeps.

    `secret` says that it holds a token: it is not compressed then, because the length of a
    compressed answer tells something about what is in it.
    """
    more = {"Cache-Control": "no-store", **(headers or {})}
    body = json.dumps(content, ensure_ascii=False).encode()
    if not secret:
        body = pack(request, body, more)
    return web.Response(
        status=status, body=body, content_type="application/json", charset="utf-8", headers=more
    )


def unchanged(request: web.BaseRequest, etag: str) -> bool:
    """Whether the caller already holds the version with this ETag value."""
    return any(held.value in {etag, "*"} for held in request.if_none_match or ())
