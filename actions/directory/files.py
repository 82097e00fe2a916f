"""The directory as editors write it: data/directory/<country>.yml, checked before it counts."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from actions.directory.errors import DirectoryError
from actions.directory.needs import is_need
from actions.directory.record import KINDS, WORLD, Fault, faults, is_shown
from bot.content import yaml_lines
from bot.content.errors import ContentErrors

__all__ = ["FOLDER", "KINDS", "WORLD", "country_files", "digest", "is_shown", "read", "write"]

FOLDER = Path("data/directory")


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
            raise _wrong(file, Fault(country, "country", f"write `country: {file.stem}`"))
        for fault in faults(country):
            raise _wrong(file, fault)
        for service in country.get("services") or []:
            if service["id"] in seen:
                mend = f"it is also in {seen[service['id']].name}"
                raise _wrong(file, Fault(service, "id", mend))
            seen[service["id"]] = file
            for need in service.get("serves") or []:
                if not is_need(need):
                    mend = f"`{need}` is not in needs.yml; take it out, or write one of its needs"
                    raise _wrong(file, Fault(service, "serves", mend))
        yield country


def write(country: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Writes one country's file in the order of keys that it has."""
    file = folder / f"{country['country']}.yml"
    text = yaml.safe_dump(country, allow_unicode=True, sort_keys=False, width=100)
    file.write_text(text, encoding="utf-8")
    return file


def _wrong(file: Path, fault: Fault) -> DirectoryError:
    holder: Any = fault.holder
    line = holder.lines.get(fault.key, holder.line)
    return DirectoryError(
        f"{file}:{line}: `{fault.key}` of {holder.get('id', file.stem)}: {fault.mend}"
    )
