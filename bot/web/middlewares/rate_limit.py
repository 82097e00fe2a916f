"""Keeps one caller from using up what is there for everybody."""

import time
from collections.abc import Callable
from functools import cache

import limits
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from bot.web.asking import key_of
from bot.web.keys import CLIENTS
from bot.web.problems import Problem

log = structlog.get_logger()

# A school shares one address: it may open and ask as much as a class does at once.
OPENINGS = 2
REQUESTS = 40
NEVER_LIMITED = frozenset({"/livez", "/readyz", "/metrics"})


class CountsInMemory(Storage):
    """Fixed windows in a dictionary, with the clock given.

    The storage that `limits` brings starts a thread and walks all keys at every hit.
    """

    MOST_KEYS = 100_000

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock
        self._counts: dict[str, tuple[int, float]] = {}
        self._next_sweep = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """No exception of a server can come up here."""
        return LookupError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more; a new window lasts `expiry` seconds. Returns the new count."""
        now = self._clock()
        self._sweep(now)
        count, end = self._counts.get(key, (0, 0.0))
        if end <= now:
            count, end = 0, now + expiry
        self._counts[key] = (count + amount, end)
        return count + amount

    def get(self, key: str) -> int:
        """The count in the window that runs."""
        count, end = self._counts.get(key, (0, 0.0))
        return count if end > self._clock() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of the clock."""
        return max(self._counts.get(key, (0, 0.0))[1], self._clock())

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int | None:
        """Forget all counts; returns how many there were."""
        number = len(self._counts)
        self._counts.clear()
        return number

    def clear(self, key: str) -> None:
        """Forget one count."""
        self._counts.pop(key, None)

    def _sweep(self, now: float) -> None:
        if now < self._next_sweep and len(self._counts) < self.MOST_KEYS:
            return
        self._counts = {key: held for key, held in self._counts.items() if held[1] > now}
        if len(self._counts) >= self.MOST_KEYS:
            self._counts.clear()
        self._next_sweep = now + 60


def rate_limit(rate: str | None, clock: Callable[[], float]) -> Middleware:
    """The middleware for a limit of messages a conversation such as `30/minute` (None: off)."""
    storage = CountsInMemory(clock)
    window = FixedWindowRateLimiter(storage)
    per_conversation = limits.parse(rate) if rate else None

    def hit(item: limits.RateLimitItem, *key: str) -> None:
        if not window.hit(item, *key):
            wait = window.get_window_stats(item, *key).reset_time - clock()
            headers = {"Retry-After": str(max(1, round(wait)))}
            raise Problem("too_many_requests", headers=headers)

    @cache
    def warn_once() -> None:
        # All children would share one limit: see LATARNIK_TRUSTED_PROXIES.
        log.warning("proxy_not_trusted")

    def times(item: limits.RateLimitItem, factor: int) -> limits.RateLimitItem:
        return type(item)(item.amount * factor, item.multiples)

    @web.middleware
    async def limiter(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Count the request by address and, for a message, by conversation."""
        if per_conversation is None or request.path in NEVER_LIMITED:
            return await handler(request)
        clients = request.app[CLIENTS]
        if clients.forwarded_unasked(request):
            warn_once()
        caller = clients.key(request)
        hit(times(per_conversation, REQUESTS), "requests", caller)
        if request.method == hdrs.METH_POST:
            if request.path == "/api/v1/conversations":
                hit(times(per_conversation, OPENINGS), "openings", caller)
            elif request.path == "/api/v1/messages":
                hit(per_conversation, "messages", key_of(request))
        return await handler(request)

    return limiter
