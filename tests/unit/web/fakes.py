"""An engine and a directory without a model and without a database."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from actions.directory.exchange import hsds
from actions.directory.staleness import Staleness
from bot.errors import MessageIdReused, UnknownChoice, UnknownConversation
from bot.web.ports import Turn

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# Not a real service: the tests must not depend on the directory's data.
LINE = {
    "id": "zz-test-1",
    "name": "Test line",
    "kind": "child_helpline",
    "country": "PL",
    "phone": "000 000 000",
    "hours": "always",
    "open_now": True,
    "languages": ["pl"],
    "cost": "free",
    "source": "https://example.org/line",
    "checked_on": "2026-10-24",
}
SERVICE = {
    "name": "Test line",
    "kind": "child_helpline",
    "audience": "child",
    "web": "https://example.org/",
    "sources": [{"title": "a source"}],
    "checked_on": "2026-10-24",
    "confidence": "high",
}
EMERGENCY = {**LINE, "id": "zz-test-emergency", "name": "Test emergency", "kind": "emergency"}


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class FakeSeconds:
    """Seconds that stand until they are moved."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class FakeEngine:
    """Answers "heard"; `fault` is raised by every call, `gate` holds every message."""

    ready: bool = True
    fault: Exception | None = None
    start_fault: Exception | None = None
    loading: asyncio.Event | None = None
    gate: asyncio.Event | None = None
    silent: bool = False
    heard: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    alive: dict[str, dict[str, Any]] = field(default_factory=dict)
    stopped: bool = False

    async def start(self) -> None:
        if self.loading:
            await self.loading.wait()
        if self.start_fault:
            raise self.start_fault
        self.ready = True

    async def stop(self) -> None:
        self.stopped = True

    async def count(self) -> int:
        return len(self.alive)

    async def open(self, key: str, **wishes: str | None) -> Turn:
        if self.fault:
            raise self.fault
        self.opened.append({"key": key, **wishes})
        state = {name: wishes[name] for name in ("language", "audience", "country")}
        state["language"] = state["language"] or "pl"
        self.alive[key] = {"state": {**state, "risk": "none"}, "said": {}}
        return self._turn(key, "hello", "smalltalk")

    async def say(
        self, key: str, message_id: str, *, text: str | None = None, choice: str | None = None
    ) -> Turn:
        if self.fault:
            raise self.fault
        held = self._held(key)
        if self.gate:
            await self.gate.wait()
        mark = hashlib.sha256(repr((text, choice)).encode()).hexdigest()
        if held["said"].setdefault(message_id, mark) != mark:
            raise MessageIdReused
        if choice is not None and not choice.startswith(("topic:", "act:")):
            raise UnknownChoice
        self.heard.append({"key": key, "id": message_id, "text": text, "choice": choice})
        return self._turn(key, "heard", "answer")

    async def recall(self, key: str) -> Turn:
        return self._turn(key, "hello", "smalltalk")

    async def forget(self, key: str) -> None:
        self._held(key)
        del self.alive[key]

    def _held(self, key: str) -> dict[str, Any]:
        if key not in self.alive:
            raise UnknownConversation
        return self.alive[key]

    def _turn(self, key: str, text: str, kind: str) -> Turn:
        message = {"kind": kind, "text": text, "topic": "passwords"}
        choices = [{"id": "topic:passwords", "label": "Hasła"}]
        messages = [] if self.silent else [{**message, "choices": choices}]
        return Turn(messages, dict(self._held(key)["state"]), 1800)


@dataclass
class FakeService:
    """One record."""

    record: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return self.record


@dataclass
class FakeDirectory:
    """One line for every country; `fault` is raised by every call."""

    fault: Exception | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    running: bool = False
    padding: str = ""

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def find(
        self, country: str | None, *, needs: Iterable[str] = (), **wishes: Any
    ) -> list[FakeService]:
        if self.fault:
            raise self.fault
        self.asked.append({"country": country, "needs": tuple(needs), **wishes})
        return [FakeService({**LINE, "country": country})]

    async def emergency(self, country: str | None, **wishes: str | None) -> FakeService:
        if self.fault:
            raise self.fault
        return FakeService({**EMERGENCY, "country": country})

    async def staleness(self, today: date) -> Staleness:
        if self.fault:
            raise self.fault
        return Staleness.of([date(2026, 9, 1), date(2026, 8, 24), date(2026, 8, 25)], today)

    async def countries(self) -> list[str]:
        return ["PL"]

    async def services(self) -> list[dict[str, Any]]:
        if self.fault:
            raise self.fault
        return hsds.services(
            [
                {"country": code, "services": [{**SERVICE, "id": f"{code.lower()}-{number}"}]}
                for code in ("DE", "PL")
                for number in range(3)
            ]
        )

    async def fallback(self, now: datetime) -> dict[str, Any]:
        if self.fault:
            raise self.fault
        return {
            "made_on": now.date().isoformat(),
            "countries": {"PL": [{**LINE}, {**EMERGENCY, "checked_on": "2026-09"}]},
            "padding": self.padding,
        }
