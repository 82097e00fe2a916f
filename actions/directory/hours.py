"""Is somebody there now, and how the hours are said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global
from babel.dates import format_time, get_day_names, get_timezone_name

_DAY = 24 * 60
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Opening:
    """Weekly hours in local time; `closes_at` "24:00" is midnight, below `opens_at` tomorrow's."""

    byday: tuple[str, ...]
    opens_at: str
    closes_at: str
    timezone: str | None


def always(openings: Sequence[Opening]) -> bool:
    """True for 24 hours on seven days."""
    return any(
        len(o.byday) == 7 and o.opens_at == "00:00" and o.closes_at == "24:00" for o in openings
    )


def open_now(openings: Sequence[Opening], now: datetime, country: str) -> bool | None:
    """True or False when it is sure, None when the hours are not known.

    On a public holiday of the country weekly hours say nothing sure, so the answer is None; but at
    an hour at which it is open on no day of the week, it is closed on a holiday as well.
    """
    if not openings:
        return None
    if always(openings):
        return True
    if any(opening.timezone is None for opening in openings):
        return None
    perhaps = False
    for opening in openings:
        local = now.astimezone(ZoneInfo(opening.timezone or "UTC"))
        for day in (local.date() - timedelta(days=1), local.date()):
            holiday = _holiday(day, country)
            if not holiday and DAYS[day.weekday()] not in opening.byday:
                continue
            start = _at(day, opening.opens_at, local)
            end = _at(day, opening.closes_at, local)
            if end <= start:
                end = _at(day + timedelta(days=1), opening.closes_at, local)
            if start <= local < end:
                if not holiday:
                    return True
                perhaps = True
    return None if perhaps else False


def _at(day: date, clock: str, local: datetime) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    days, hour = divmod(hour, 24)
    moment = datetime.combine(day, time(hour, minute), tzinfo=local.tzinfo)
    return moment + timedelta(days=days)


@cache
def _holiday(day: date, country: str) -> bool:
    try:
        return day in holidays.country_holidays(country, years=day.year)
    except NotImplementedError:
        return False


def seen_from(openings: Sequence[Opening], timezone: str, now: datetime) -> Sequence[Opening]:
    """The same hours on the clocks of another time zone, as far apart as the two are now."""
    if always(openings) or any(opening.timezone is None for opening in openings):
        return openings
    there = now.astimezone(ZoneInfo(timezone)).utcoffset() or timedelta()
    moved = []
    for opening in openings:
        here = now.astimezone(ZoneInfo(opening.timezone or "UTC")).utcoffset() or timedelta()
        minutes = int((there - here).total_seconds()) // 60
        days, start = divmod(_minutes(opening.opens_at) + minutes, _DAY)
        end = (_minutes(opening.closes_at) + minutes) % _DAY
        byday = tuple(DAYS[(DAYS.index(day) + days) % 7] for day in opening.byday)
        moved.append(Opening(byday, _hour(start), _hour(end or _DAY), timezone))
    return moved


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def named_zone(openings: Sequence[Opening], country: str, language: str) -> str | None:
    """The name of the services' time where a country has several; None where it has one."""
    zone = openings[0].timezone if openings else None
    if zone is None or always(openings) or not _several_times(country):
        return None
    return str(get_timezone_name(zone, "long", locale=language, zone_variant="generic"))


@cache
def _several_times(country: str) -> bool:
    winter = datetime(2026, 1, 15, 12, tzinfo=UTC)
    zones = [z for z, code in get_global("zone_territories").items() if code == country]
    return len({winter.astimezone(ZoneInfo(z)).utcoffset() for z in zones}) > 1


def described(
    openings: Sequence[Opening], language: str, zone_name: str | None = None
) -> str | None:
    """ "Mon–Fri 09:00–17:00 (Central Time)" in the language asked; None when not known."""
    if not openings:
        return None
    if always(openings):
        return "24/7"
    words = _in_words(tuple(openings), language)
    return words + (f" ({zone_name})" if zone_name else "")


@lru_cache(4096)
def _in_words(openings: tuple[Opening, ...], language: str) -> str:
    names = get_day_names("abbreviated", locale=language)
    parts = []
    for opening in openings:
        indexes = sorted(DAYS.index(day) for day in opening.byday)
        run = indexes == list(range(indexes[0], indexes[-1] + 1)) and len(indexes) > 2
        days = (
            f"{names[indexes[0]]}–{names[indexes[-1]]}"
            if run
            else ", ".join(names[i] for i in indexes)
        )
        parts.append(
            f"{days} {_clock(opening.opens_at, language)}–{_clock(opening.closes_at, language)}"
        )
    return "; ".join(parts)


def _clock(clock: str, language: str) -> str:
    if clock == "24:00":
        return clock
    hour, minute = (int(part) for part in clock.split(":"))
    return str(format_time(time(hour, minute), "HH:mm", locale=language))
