"""The directory as editors write it: data/directory/<country>.yml, checked before it counts."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import phonenumbers

from actions.directory.errors import DirectoryError
from bot.content import yaml_lines
from bot.content.errors import ContentErrors

FOLDER = Path("data/directory")
KINDS = frozenset(
    ("child_helpline", "report_hotline", "image_removal", "parent_line", "lgbtq_line",
     "missing_children", "mental_health", "domestic_violence", "eating_disorder",
     "offender_prevention")
)  # fmt: skip
WORLD = "ZZ"


def country_files(folder: Path = FOLDER) -> list[Path]:
    """One file a country, in order."""
    return sorted(file for file in folder.glob("??.yml"))


def digest(folder: Path = FOLDER) -> str:
    """A hash of all files: changed files are imported again at the next start."""
    mark = hashlib.sha256()
    for file in country_files(folder):
        mark.update(file.name.encode() + file.read_bytes())
    return mark.hexdigest()


def read(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """The countries, each checked; raises DirectoryError naming file, line and mend."""
    files = country_files(folder)
    if not files:
        raise DirectoryError(f"{folder}: no country files; the directory is missing")
    seen: dict[str, Path] = {}
    for file in files:
        try:
            country = yaml_lines.read(file)
        except ContentErrors as error:
            raise DirectoryError(str(error)) from error
        if country.get("country") != file.stem:
            raise _wrong(file, country, "country", f"write `country: {file.stem}`")
        for service in country.get("services") or []:
            _check(file, service, file.stem)
            if service["id"] in seen:
                raise _wrong(file, service, "id", f"it is also in {seen[service['id']].name}")
            seen[service["id"]] = file
        yield country


def _wrong(file: Path, of: Any, key: str, mend: str) -> DirectoryError:
    line = of.lines.get(key, of.line)
    return DirectoryError(f"{file}:{line}: `{key}` of {of.get('id', file.stem)}: {mend}")


def _check(file: Path, service: Any, country: str) -> None:
    for key in ("id", "name", "kind", "audience", "confidence", "checked_on", "sources"):
        if not service.get(key):
            raise _wrong(file, service, key, "it is missing; write it")
    if service["kind"] not in KINDS:
        raise _wrong(file, service, "kind", f"write one of {', '.join(sorted(KINDS))}")
    if service["audience"] not in ("child", "parent", "any"):
        raise _wrong(file, service, "audience", "write child, parent or any")
    if service["confidence"] not in ("high", "medium", "low"):
        raise _wrong(file, service, "confidence", "write high, medium or low")
    try:
        date.fromisoformat(str(service["checked_on"]))
    except ValueError as error:
        raise _wrong(file, service, "checked_on", "write a day as 2026-11-23") from error
    ways = [service.get(way) for way in ("phones", "chat", "web", "email")]
    if not any(ways):
        raise _wrong(file, service, "id", "no phone, chat, web or email; give one")
    for phone in service.get("phones") or []:
        e164 = phone.get("e164")
        if e164 and not phonenumbers.is_valid_number(phonenumbers.parse(e164)):
            raise _wrong(file, phone, "e164", f"{e164} is not a valid number; look at the source")
        digits = sum(c.isdigit() for c in phone["number"])
        if not 2 <= digits <= 15:
            raise _wrong(file, phone, "number", f"a number of {digits} digits cannot be dialled")
    for schedule in service.get("schedules") or []:
        for key in ("opens_at", "closes_at"):
            hour, _, minute = str(schedule.get(key)).partition(":")
            if not (hour.isdecimal() and minute.isdecimal() and int(hour) <= 24):
                raise _wrong(file, schedule, key, 'write a time in quotes, as "09:00"')
    if country == WORLD and service.get("phones"):
        raise _wrong(file, service, "phones", "a worldwide service has no phone of its own")
