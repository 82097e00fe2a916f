"""Helplines for the moments when something fails, kept in memory so that they outlive a fault."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.web.ports import Directory

log = structlog.get_logger()

Helplines = list[dict[str, Any]]


@dataclass(frozen=True)
class Fallback:
    """The fallback file as bytes of JSON, its ETag value and when it was made."""

    body: bytes
    etag: str
    made: datetime


class SafetyNet:
    """Answers from the directory, and from memory when the directory fails or is slow."""

    FRESH = timedelta(minutes=1)
    PATIENCE = 2.0  # seconds that a failing request waits for the directory

    def __init__(
        self, directory: Directory, clock: Callable[[], datetime], country: str | None
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._country = country
        self._fallback: Fallback | None = None
        self._held: dict[tuple[str | None, str], tuple[datetime, Helplines]] = {}

    async def start(self, languages: frozenset[str]) -> None:
        """Fill the memory; raises what the directory raises: without it nobody may start."""
        await self._renew()
        for language in languages:
            await self._ask(self._country, language)

    async def fallback(self) -> Fallback:
        """The fallback file, at most a minute old while the directory works."""
        held = self._fallback
        if held is None or self._clock() - held.made >= self.FRESH:
            try:
                async with asyncio.timeout(self.PATIENCE):
                    return await self._renew()
            except Exception as error:
                log.error("directory_failed", class_name=type(error).__name__)
                if held is None:
                    raise
        return held

    async def helplines(self, country: str | None, language: str) -> Helplines:
        """The emergency number and the best lines of a country; never raises.

        For None, and when the country cannot be had, those of the default country.
        """
        for place in dict.fromkeys((country or self._country, self._country)):
            held = self._held.get((place, language))
            if held and self._clock() - held[0] < self.FRESH:
                return held[1]
            try:
                async with asyncio.timeout(self.PATIENCE):
                    return await self._ask(place, language)
            except Exception as error:
                log.error("directory_failed", class_name=type(error).__name__)
                if held:
                    return held[1]
        return []

    async def _renew(self) -> Fallback:
        now = self._clock()
        content = await self._directory.fallback(now)
        body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        self._fallback = Fallback(body, hashlib.sha256(body).hexdigest()[:32], now)
        return self._fallback

    async def _ask(self, country: str | None, language: str) -> Helplines:
        now = self._clock()
        first = await self._directory.emergency(country, language=language)
        found = await self._directory.find(country, language=language, now=now, limit=3)
        lines = [first.as_json(), *(line.as_json() for line in found)]
        unique = list({line.get("id"): line for line in lines}.values())
        self._held[country, language] = (now, unique)
        return unique
