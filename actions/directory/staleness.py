"""How long ago the directory was checked, and how much must be verified again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

GOOD_FOR_DAYS = 90


@dataclass(frozen=True)
class Staleness:
    """`oldest_days` since the check that is longest ago; `due` were checked too long ago."""

    checked: int
    oldest_days: int
    due: int

    @classmethod
    def of(cls, checks: Iterable[date], today: date) -> "Staleness":
        """Of the days on which each service was checked; nothing to check is not stale."""
        ages = [(today - day).days for day in checks]
        return cls(len(ages), max(ages, default=0), sum(age > GOOD_FOR_DAYS for age in ages))


class Check(NamedTuple):
    """What was checked when, and where to look again."""

    day: date
    id: str
    name: str
    where: str


def checks(countries: Iterable[Mapping[str, Any]]) -> Iterator[Check]:
    """The last check of every emergency number and service, also of those withheld."""
    for country in countries:
        code = country["country"]
        for source in (country.get("emergency") or {}).get("sources", [])[:1]:
            name = f"Emergency number ({code})"
            yield _check(source["read_on"], f"{code.lower()}-emergency", name, [source])
        for service in country.get("services") or []:
            places = [{"url": service.get("web")}, *service["sources"]]
            yield _check(service["checked_on"], service["id"], service["name"], places)


def _check(day: object, key: str, name: str, places: Iterable[Mapping[str, Any]]) -> Check:
    where = next((place["url"] for place in places if place.get("url")), "")
    return Check(date.fromisoformat(str(day)), key, name, where)
