"""Who may call from another web site: the configured origins, and for writing nobody else."""

from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.web.keys import SETTINGS
from bot.web.problems import Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# The widget's files and the directory, for any page to read.
PUBLIC = ("/static/", "/api/v1/services")
PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, DELETE",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type, Accept-Language",
    hdrs.ACCESS_CONTROL_MAX_AGE: "600",
}
# For reading alone, with the ETag that a page holds.
PUBLIC_PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "If-None-Match, Accept-Language",
    hdrs.ACCESS_CONTROL_MAX_AGE: "600",
}
EXPOSED = "Retry-After, ETag"


def from_own_page(request: web.Request, origin: str) -> bool:
    """Whether an Origin is this server's own, whatever port its scheme implies.

    The scheme itself is not compared: behind a balancer that ends TLS this server cannot know it,
    and no cookie exists that another scheme's page could ride on.
    """
    own = request.headers.get(hdrs.HOST, "").lower()
    parts = urlsplit(origin)
    default = {"http": ":80", "https": ":443"}.get(parts.scheme)
    return default is not None and parts.netloc.removesuffix(default) == own.removesuffix(default)


def allowed(request: web.Request, origin: str) -> bool:
    """Whether a page of this origin may call the API."""
    return origin in request.app[SETTINGS].origins


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer preflights and let the browser of an allowed origin read the answer."""
    origin = request.headers.get(hdrs.ORIGIN, "").lower()
    wanted = (
        request.method == hdrs.METH_OPTIONS
        and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers
    )
    if request.path.startswith(PUBLIC):
        response = (
            web.Response(status=204, headers=PUBLIC_PREFLIGHT) if wanted else await handler(request)
        )
        # They say nothing about who asks; a script with integrity needs this too.
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
        response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = EXPOSED
        return response
    known = bool(origin) and allowed(request, origin)
    if wanted and known:
        response = web.Response(status=204, headers=PREFLIGHT)
    else:
        response = await handler(request)
    vary = response.headers.get(hdrs.VARY)
    response.headers[hdrs.VARY] = f"{vary}, Origin" if vary else "Origin"
    if known:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = request.headers[hdrs.ORIGIN]
        response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = EXPOSED
    return response


@web.middleware
async def origin_check(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a write from a page of an origin that is neither ours nor configured."""
    if request.method not in SAFE:
        origin = request.headers.get(hdrs.ORIGIN, "").lower()
        if origin:
            good = allowed(request, origin) or from_own_page(request, origin)
        else:
            # A program sends no Origin; a browser that hides it still says cross-site.
            good = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        if not good:
            raise Problem("origin_not_allowed")
    return await handler(request)
