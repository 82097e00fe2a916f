"""The directory as two tables for a spreadsheet: services.csv and emergency.csv.

A cell with several things splits them by line breaks: a phone is `voice | 116 111 | +48116111`,
opening hours `MO,TU | 09:00 | 17:00`, a source `title | address | day read`.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from actions.directory.errors import DirectoryError
from actions.directory.exchange import parts
from actions.directory.record import SERVICE_KEYS, Fault, faults

SERVICES, EMERGENCY = "services.csv", "emergency.csv"
_SERVICE_COLUMNS = ("country", *SERVICE_KEYS)
_NUMBERS = ("police", "ambulance", "fire")
_EMERGENCY_COLUMNS = (
    "country", "primary", *_NUMBERS, "confidence", "sources", "basis", "note", "none_found",
)  # fmt: skip


def write(countries: Iterable[dict[str, Any]], folder: Path) -> None:
    """Two UTF-8 files with a byte-order mark, which spreadsheets open rightly."""
    countries = list(countries)
    with (folder / SERVICES).open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.DictWriter(file, _SERVICE_COLUMNS)
        rows.writeheader()
        for country in countries:
            for service in country.get("services") or []:
                rows.writerow({"country": country["country"], **_cells(service)})
    with (folder / EMERGENCY).open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.DictWriter(file, _EMERGENCY_COLUMNS)
        rows.writeheader()
        for country in countries:
            emergency = dict(country.get("emergency") or {})
            numbers = emergency.pop("services", None) or {}
            absent = _cells({"none_found": country.get("none_found") or []})
            rows.writerow({"country": country["country"], **_cells(emergency), **numbers, **absent})


def _cells(record: dict[str, Any]) -> dict[str, Any]:
    return {key: parts.cell(key, value) for key, value in record.items()}


def read(folder: Path) -> list[dict[str, Any]]:
    """The countries of the two tables, each checked.

    Raises DirectoryError naming file, row (as the spreadsheet counts), column and mend.
    """
    countries: dict[str, dict[str, Any]] = {}
    for number, row in _rows(folder / EMERGENCY, _EMERGENCY_COLUMNS):
        code = row.pop("country")
        numbers = {key: row.pop(key) for key in _NUMBERS if row.get(key)}
        country: dict[str, Any] = {"country": code}
        absent = parts.value("none_found", row.pop("none_found", ""))
        if row:
            country["emergency"] = _emergency(row, numbers)
        if absent:
            country["none_found"] = absent
        _check(folder / EMERGENCY, number, country)
        countries[code] = country
    for number, row in _rows(folder / SERVICES, _SERVICE_COLUMNS):
        code = row.pop("country")
        service = _service(folder / SERVICES, number, row)
        _check(folder / SERVICES, number, {"country": code, "services": [service]})
        countries.setdefault(code, {"country": code}).setdefault("services", []).append(service)
    return list(countries.values())


def _emergency(row: dict[str, str], numbers: dict[str, str]) -> dict[str, Any]:
    emergency: dict[str, Any] = {"primary": row.pop("primary", None)}
    if "confidence" in row:
        emergency["confidence"] = row.pop("confidence")
    if numbers:
        emergency["services"] = numbers
    emergency["sources"] = parts.value("sources", row.pop("sources", ""))
    return emergency | row


def _service(file: Path, number: int, row: dict[str, str]) -> dict[str, Any]:
    service: dict[str, Any] = {}
    for key, text in row.items():
        try:
            service[key] = parts.value(key, text)
        except ValueError as error:
            raise _wrong(file, number, key, str(error)) from error
    return service


def _rows(file: Path, columns: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    """The row's number and its filled cells."""
    with file.open(newline="", encoding="utf-8-sig") as opened:
        rows = csv.DictReader(opened, strict=True)
        for column in rows.fieldnames or ():
            if column not in columns:
                raise _wrong(file, 1, column, f"not a known column; use {', '.join(columns)}")
        try:
            for number, row in enumerate(rows, 2):
                if None in row or None in row.values():
                    raise _wrong(file, number, "country", "the row has another number of cells")
                filled = {key: value.strip() for key, value in row.items() if value.strip()}
                if not filled.get("country"):
                    raise _wrong(file, number, "country", "it is missing; write two letters, as PL")
                yield number, filled
        except (csv.Error, UnicodeDecodeError) as error:
            raise DirectoryError(f"{file}: not a CSV file in UTF-8: {error}") from error


def _check(file: Path, number: int, country: dict[str, Any]) -> None:
    for fault in faults(country):
        raise _wrong(file, number, _column(fault, country), fault.mend)


def _column(fault: Fault, country: dict[str, Any]) -> str:
    if any(part is fault.holder for part in country.get("none_found") or []):
        return "none_found"
    for service in country.get("services") or []:
        for key in parts.KEYS:
            if any(part is fault.holder for part in service.get(key) or []):
                return key
    return fault.key


def _wrong(file: Path, number: int, column: str, mend: str) -> DirectoryError:
    return DirectoryError(f"{file}: row {number}, column `{column}`: {mend}")
