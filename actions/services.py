"""What actions need from outside: the written content, the directory and a clock."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from actions.directory import Directory
from bot.content import Catalogue
from bot.content.named_countries import NamedCountries
from bot.content.platforms import Platforms
from bot.settings import Settings

DATA = Path("data")


def utc_now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


@dataclass
class Services:
    """Injected into every action; tests give their own."""

    catalogue: Catalogue
    directory: Directory
    now: Callable[[], datetime] = utc_now
    default_language: str = "pl"
    default_country: str | None = None
    platforms: Platforms = field(default_factory=lambda: Platforms.load(DATA))
    named_countries: NamedCountries = field(default_factory=NamedCountries.load)


@cache
def services_from_environment() -> Services:
    """For `rasa run actions`, which makes the actions itself and passes nothing to them."""
    settings = Settings.from_environment(os.environ)
    return Services(
        Catalogue.load(DATA),
        Directory(settings.database_url),
        default_language=settings.default_language,
        default_country=settings.default_country,
    )
