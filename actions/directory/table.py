"""Whom the directory names: country x need x audience x language x moment, as a table."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from actions.directory.needs import needs

if TYPE_CHECKING:
    from actions.directory import Directory


@dataclass(frozen=True)
class Asked:
    """What the table is for. Empty: all countries, all needs, nobody known, English."""

    countries: tuple[str, ...]
    needs: tuple[str, ...]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    moments: tuple[datetime, ...]


class Row(NamedTuple):
    """One card: for whom it comes at which place, and why."""

    country: str
    need: str
    audience: str
    language: str
    moment: str
    place: str
    service: str
    reach: str
    why: str


async def rows(directory: "Directory", asked: Asked) -> list[Row]:
    """The emergency number and the first three services of every combination.

    Raises UnknownNeed, DirectoryError.
    """
    found = []
    for country in asked.countries or await directory.countries():
        number = await directory.emergency(country)
        found.append(Row(country, "emergency", "", "", "", "1", number.id, number.phone or "", ""))
        for need, audience, language, moment in product(
            asked.needs or needs(), asked.audiences or (None,), asked.languages or ("en",),
            asked.moments,
        ):  # fmt: skip
            cards = await directory.find(
                country, needs=[need], audience=audience, language=language, now=moment
            )
            when = moment.isoformat(timespec="minutes")
            for place, card in enumerate(cards, 1):
                reach = card.phone or card.sms or card.chat or card.web or card.email or ""
                found.append(
                    Row(country, need, audience or "", language, when, str(place), card.id, reach,
                        " ".join(card.why))
                )  # fmt: skip
    return found


def write(found: Iterable[Row], file: Path) -> int:
    """A CSV file in UTF-8 with a byte-order mark; how many rows."""
    count = 0
    with file.open("w", newline="", encoding="utf-8-sig") as opened:
        out = csv.writer(opened)
        out.writerow(Row._fields)
        for row in found:
            out.writerow(row)
            count += 1
    return count
