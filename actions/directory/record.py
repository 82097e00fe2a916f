"""What a country's file must hold, whatever format it was read from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import phonenumbers

KINDS = frozenset(
    ("child_helpline", "report_hotline", "image_removal", "parent_line", "lgbtq_line",
     "missing_children", "mental_health", "domestic_violence", "eating_disorder",
     "offender_prevention", "cyber_incident")
)  # fmt: skip
WORLD = "ZZ"
AUDIENCES = ("child", "parent", "any")
CONFIDENCES = ("high", "medium", "low")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SERVICE_KEYS = (
    "id", "name", "name_en", "kind", "serves", "audience", "minimum_age", "maximum_age", "scope",
    "phones", "chat", "web", "email",
    "hours", "timezone", "schedules", "languages", "cost", "sources", "checked_on",
    "source_date", "confidence", "show", "note",
)  # fmt: skip
PHONE_KEYS = ("number", "type", "e164", "keyword")
SCHEDULE_KEYS = ("byday", "opens_at", "closes_at")
SOURCE_KEYS = ("title", "url", "read_on")
NONE_FOUND_KEYS = ("kind", "searched", "searched_on")
EMERGENCY_KEYS = ("primary", "confidence", "services", "sources", "basis", "note")


@dataclass(frozen=True)
class Fault:
    """Something wrong: `key` of `holder` (a service, or one of its parts), and its mend."""

    holder: Mapping[str, Any]
    key: str
    mend: str


def faults(country: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything wrong with one country, in order."""
    code = country.get("country")
    if not (isinstance(code, str) and len(code) == 2 and code.isascii() and code.isupper()):
        yield Fault(country, "country", "write the country's two capital letters, as PL")
        return
    yield from _unknown(country, ("country", "emergency", "none_found", "services"))
    if country.get("emergency"):
        yield from _emergency(country["emergency"])
    for absence in country.get("none_found") or []:
        yield from _absence(absence, country)
    for service in country.get("services") or []:
        yield from _service(service, code)


def _unknown(holder: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Fault]:
    for key in holder:
        if key not in known:
            yield Fault(holder, key, f"not a known key; write one of {', '.join(known)}")


def _emergency(emergency: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(emergency, EMERGENCY_KEYS)
    numbers = {"primary": emergency.get("primary"), **(emergency.get("services") or {})}
    if not any(numbers.values()) and not (emergency.get("note") or emergency.get("basis")):
        yield Fault(emergency, "primary", "no number; write one, or say in `note` why it is not")
    for key, number in numbers.items():
        if number and not (str(number).isdecimal() and 2 <= len(str(number)) <= 8):
            yield Fault(emergency, key, f"{number} is not a short number; write digits, in quotes")
    if not emergency.get("sources"):
        yield Fault(emergency, "sources", "it is missing; write where the number was read")
    for source in emergency.get("sources") or []:
        yield from _unknown(source, SOURCE_KEYS)
        if not (source.get("title") and _is_day(source.get("read_on"))):
            yield Fault(source, "read_on", "write title and the day read, as 2026-11-23")


def _absence(absence: Mapping[str, Any], country: Mapping[str, Any]) -> Iterator[Fault]:
    """Somebody searched for a kind of help and found none: said, so that nobody need guess."""
    yield from _unknown(absence, NONE_FOUND_KEYS)
    if absence.get("kind") not in KINDS:
        yield Fault(absence, "kind", f"write one of {', '.join(sorted(KINDS))}")
    if not absence.get("searched"):
        yield Fault(absence, "searched", "write what was searched")
    if not _is_day(absence.get("searched_on")):
        yield Fault(absence, "searched_on", "write the day of the search as 2026-11-23")
    if not country.get("emergency"):
        yield Fault(absence, "kind", "give the country an `emergency` first")
    for service in country.get("services") or []:
        if service.get("kind") == absence.get("kind") and is_shown(service):
            yield Fault(absence, "kind", f"{service.get('id')} is one; take the line out")


def is_shown(service: Mapping[str, Any]) -> bool:
    """False for a service that is withheld or not sure enough for a child alone."""
    return service.get("show", True) is True and service.get("confidence") != "low"


def _service(service: Mapping[str, Any], country: str) -> Iterator[Fault]:
    yield from _unknown(service, SERVICE_KEYS)
    for key, value in service.items():
        if value in ("", None, []):
            yield Fault(service, key, "it is empty; fill it, or take the line out")
    for key in ("id", "name", "kind", "audience", "confidence", "checked_on", "sources"):
        if not service.get(key):
            yield Fault(service, key, "it is missing; write it")
    for key, allowed in (
        ("kind", tuple(sorted(KINDS))),
        ("audience", AUDIENCES),
        ("confidence", CONFIDENCES),
    ):
        if service.get(key) and service[key] not in allowed:
            yield Fault(service, key, f"write one of {', '.join(allowed)}")
    if str(service.get("cost", "")).startswith("free") and service["cost"] != "free":
        yield Fault(service, "cost", "write `free`, or what it costs")
    if service.get("checked_on") and not _is_day(service["checked_on"]):
        yield Fault(service, "checked_on", "write a day as 2026-11-23")
    if service.get("source_date") and not _is_day(f"{service['source_date']}-01-01"[:10]):
        yield Fault(service, "source_date", "write a year, a month or a day: 2026, 2026-11, …")
    if not isinstance(service.get("show", True), bool):
        yield Fault(service, "show", "write true or false")
    if service.get("show") is False and not service.get("note"):
        yield Fault(service, "note", "write why it is withheld")
    for key in ("minimum_age", "maximum_age"):
        if key in service and not (isinstance(service[key], int) and 0 <= service[key] <= 99):
            yield Fault(service, key, "write an age in years, as 12")
    if service.get("timezone") and service["timezone"] not in available_timezones():
        yield Fault(service, "timezone", "write an IANA time zone, as Europe/Warsaw")
    if not any(service.get(way) for way in ("phones", "chat", "web", "email")):
        yield Fault(service, "id", "no phone, chat, web or email; give one")
    for way in ("chat", "web"):
        if service.get(way) and not str(service[way]).startswith(("https://", "http://")):
            yield Fault(service, way, "write the whole address, with https://")
    if country == WORLD and service.get("phones"):
        yield Fault(service, "phones", "a worldwide service has no phone of its own")
    for phone in service.get("phones") or []:
        yield from _phone(phone)
    for schedule in service.get("schedules") or []:
        yield from _schedule(schedule)
    for source in service.get("sources") or []:
        yield from _unknown(source, SOURCE_KEYS)
        if not source.get("title"):
            yield Fault(source, "title", "name the source")


def _phone(phone: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(phone, PHONE_KEYS)
    if phone.get("type") not in ("voice", "sms"):
        yield Fault(phone, "type", "write voice or sms")
    digits = sum(c.isdigit() for c in str(phone.get("number", "")))
    if not 2 <= digits <= 15:
        yield Fault(phone, "number", f"a number of {digits} digits cannot be dialled")
    if phone.get("e164"):
        try:
            valid = phonenumbers.is_valid_number(phonenumbers.parse(phone["e164"]))
        except phonenumbers.NumberParseException:
            valid = False
        if not valid:
            yield Fault(phone, "e164", f"{phone['e164']} is not valid; look at the source")


def _schedule(schedule: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _unknown(schedule, SCHEDULE_KEYS)
    if not schedule.get("byday") or any(day not in DAYS for day in schedule["byday"]):
        yield Fault(schedule, "byday", f"write some of {', '.join(DAYS)}")
    for key in ("opens_at", "closes_at"):
        hour, _, minute = str(schedule.get(key)).partition(":")
        numbers = hour.isdecimal() and minute.isdecimal() and len(minute) == 2
        if not numbers or int(hour) > 24 or int(minute) > 59 or (hour == "24" and minute != "00"):
            yield Fault(schedule, key, 'write a time in quotes, as "09:00"')


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
