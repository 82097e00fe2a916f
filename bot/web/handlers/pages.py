"""The demo page, the chat page, and the widget's files."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.assets import Asset
from bot.web.keys import ASSETS
from bot.web.problems import Problem
from bot.web.replies import takes_gzip, unchanged


def page(name: str) -> Handler:
    """A handler that shows one page. No cache keeps it: nothing stays on a shared device."""

    async def show(request: web.Request) -> web.StreamResponse:
        return answer(request, name, "no-store")

    return show


async def static(request: web.Request) -> web.StreamResponse:
    """A file of the widget; caches ask again after five minutes."""
    return answer(request, request.match_info["name"], "public, max-age=300")


def answer(request: web.Request, name: str, caching: str) -> web.Response:
    """The file, its gzip form, or 304 when the caller has it already."""
    asset = request.app[ASSETS].get(name)
    if asset is None:
        raise Problem("not_found")
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding", "ETag": f'W/"{asset.etag}"'}
    if caching != "no-store" and unchanged(request, asset.etag):
        return web.Response(status=304, headers=headers)
    return web.Response(body=_body(request, asset, headers), headers=headers)


def _body(request: web.Request, asset: Asset, headers: dict[str, str]) -> bytes:
    headers["Content-Type"] = asset.content_type
    if asset.packed is None or not takes_gzip(request):
        return asset.body
    headers["Content-Encoding"] = "gzip"
    return asset.packed
