"""Counts for Prometheus. Labels come from fixed vocabularies: never a word, never an address."""

import math
from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.web.ports import Staleness, Turn
from bot.web.vocabulary import Labels, Vocabulary

# Seconds; fine around the promised 25 and 80 ms of a turn.
TURN_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 8.0)


class Meters:
    """The metrics of one application, in a registry of its own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.registry = CollectorRegistry()
        self._vocabulary = vocabulary
        self._alive: Callable[[], Awaitable[int]] | None = None
        self._stale: Callable[[], Awaitable[Staleness]] | None = None
        self._conversations: Gauge | None = None
        self._requests = Counter(
            "latarnik_requests",
            "Requests by route template and status.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._turns = Histogram(
            "latarnik_turn_seconds",
            "Seconds from a message to its reply.",
            buckets=TURN_BUCKETS,
            registry=self.registry,
        )
        self._replies = Counter(
            "latarnik_replies",
            "Messages said, by kind, topic, disclosure, language and audience.",
            Labels._fields,
            registry=self.registry,
        )
        self._referrals = Counter(
            "latarnik_referrals",
            "Ways to a service that were pressed, by country, kind and channel.",
            ["country", "kind", "channel"],
            registry=self.registry,
        )
        self._oldest = Gauge(
            "latarnik_directory_oldest_check_days",
            "Days since the check of the service that was checked longest ago.",
            registry=self.registry,
        )
        self._due = Gauge(
            "latarnik_directory_due",
            "Services and emergency numbers that must be verified again.",
            registry=self.registry,
        )
        self._failures = Counter(
            "latarnik_failures",
            "Turns that failed in a way nobody foresaw.",
            registry=self.registry,
        )

    def watch_conversations(self, count: Callable[[], Awaitable[int]]) -> None:
        """Show the number of conversations alive, asked for at every reading."""
        self._alive = count
        self._conversations = Gauge(
            "latarnik_conversations", "Conversations alive.", registry=self.registry
        )

    def watch_directory(self, ask: Callable[[], Awaitable[Staleness]]) -> None:
        """Show how stale the directory is, asked for at every reading."""
        self._stale = ask

    def request(self, method: str, route: str, status: int) -> None:
        """Count one request by its route template."""
        self._requests.labels(method, route, str(status)).inc()

    def turn(self, seconds: float, turn: Turn) -> None:
        """Count what one turn said; `seconds` is how long it took."""
        self._turns.observe(seconds)
        for labels in self._vocabulary.labels(turn):
            self._replies.labels(*labels).inc()

    def referral(self, country: str, kind: str, channel: str) -> None:
        """Count one pressed way to a service; `country` is "" where it serves all."""
        self._referrals.labels(country, kind, channel).inc()

    def failure(self) -> None:
        """Count one turn that failed."""
        self._failures.inc()

    async def render(self) -> bytes:
        """Everything in Prometheus' text format."""
        if self._alive and self._conversations:
            try:
                self._conversations.set(await self._alive())
            # A store that does not answer must not hide the other counts.
            except Exception:
                self._conversations.set(math.nan)
        if self._stale:
            try:
                stale = await self._stale()
                self._oldest.set(stale.oldest_days)
                self._due.set(stale.due)
            except Exception:
                self._oldest.set(math.nan)
                self._due.set(math.nan)
        return generate_latest(self.registry)
