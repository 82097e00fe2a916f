"""The directory as small JSON files for sites without a server: one way, nothing reads it back.

<language>/<reader>/<country>.json, the reader a child or a parent, is what GET /api/v1/helplines
answers, without what only a server knows (`open_now`, `why`); the opening hours stand beside it for
whoever wants to compute it. `index.json` names languages and countries; `default.json` is for a
country that is not among them.
"""

import asyncio
import json
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actions.directory.guidance import READERS, Guide

if TYPE_CHECKING:
    from actions.directory import Directory

_ONLY_SERVED = ("open_now", "why")


def write(directory: "Directory", target: Path) -> int:
    """Writes all files into the folder `target`; how many. Raises DirectoryError."""
    return asyncio.run(_write(directory, target, datetime.now(UTC)))


async def _write(directory: "Directory", target: Path, now: datetime) -> int:
    languages = Guide().languages()
    countries = await directory.countries()
    openings = await directory.openings()
    for language, reader, country in product(languages, READERS, (None, *countries)):
        folder = target / language / reader
        folder.mkdir(parents=True, exist_ok=True)
        audience = "parent" if reader == "parent" else None
        number = await directory.emergency(country, audience=audience, language=language)
        cards = await directory.find(
            country, audience=audience, language=language, now=now, limit=None
        )
        content = {
            "country": country,
            "emergency": _kept(number.as_json(), {}),
            "helplines": [_kept(card.as_json(), openings) for card in cards],
        }
        _dump(content, folder / f"{country or 'default'}.json")
    index = {"made_on": now.date().isoformat(), "languages": languages, "countries": countries}
    _dump(index, target / "index.json")
    return len(languages) * len(READERS) * (len(countries) + 1) + 1


def _kept(card: dict[str, Any], openings: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    kept = {key: value for key, value in card.items() if key not in _ONLY_SERVED}
    return kept | ({"schedules": openings[card["id"]]} if openings.get(card["id"]) else {})


def _dump(content: Any, file: Path) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text + "\n", encoding="utf-8")
