"""Headers that keep a browser from doing more than Latarnik needs."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.keys import CLIENTS, SETTINGS

# Everything a page of ours could ask a device for, off.
NOTHING = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors {ancestors}"
)
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": NOTHING,
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Server": "latarnik",
}
ONE_YEAR = "max-age=31536000; includeSubDomains"


def page_policy(origins: tuple[str, ...]) -> str:
    """The Content-Security-Policy of the pages; `origins` may frame them."""
    return PAGE_POLICY.format(ancestors=" ".join(("'self'", *origins)))


@web.middleware
async def security_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the headers on every answer, errors too."""
    response = await handler(request)
    headers = response.headers
    headers.update(ALWAYS)
    settings = request.app[SETTINGS]
    if response.content_type == "text/html":
        headers["Content-Security-Policy"] = page_policy(settings.origins)
    else:
        headers["Content-Security-Policy"] = DATA_POLICY
    # A page of a school loads the widget's files from here; it reads the API by CORS alone.
    public = request.path.startswith("/static/")
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if public else "same-origin"
    if request.app[CLIENTS].behind_tls(request):
        headers["Strict-Transport-Security"] = ONE_YEAR
    # What says nothing about caching is not cached.
    headers.setdefault("Cache-Control", "no-store")
    return response
