"""What actions need from outside: the written content, the directory and a clock."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

from actions.directory import Directory
from bot.content import Catalogue
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
    platforms: Platforms = field(default_factory=lambda: Platforms.load(DATA))
    stand_ins: Mapping[str, str] = field(default_factory=lambda: read_stand_ins())


def read_stand_ins(file: Path = DATA / "topics" / "stand_ins.yml") -> dict[str, str]:
    """Topic without a folder -> `topic:<id>` or `disclosure:<id>` that answers for it."""
    return dict(yaml.safe_load(file.read_text(encoding="utf-8"))["stand_ins"] or {})


@cache
def services_from_environment() -> Services:
    """For `rasa run actions`, which makes the actions itself and passes nothing to them."""
    settings = Settings.from_environment(os.environ)
    return Services(
        Catalogue.load(DATA),
        Directory(settings.database_url),
        default_language=settings.default_language,
    )
