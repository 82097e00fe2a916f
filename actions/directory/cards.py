"""What is shown of a service: the helpline card of the contract."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import phonenumbers

from actions.directory.hours import Opening, described, named_zone, open_now, seen_from


@dataclass(frozen=True)
class Helpline:
    """A card; `open_now` None means that the hours are not known."""

    id: str
    name: str
    kind: str
    country: str
    phone: str | None
    phone_uri: str | None
    sms: str | None
    chat: str | None
    web: str | None
    email: str | None
    hours: str | None
    open_now: bool | None
    languages: tuple[str, ...]
    cost: str | None
    source: str | None
    checked_on: date
    why: tuple[str, ...] = ()
    what_happens: str | None = None
    say_it: str | None = None

    @property
    def written(self) -> bool:
        """True when one can write instead of calling."""
        return any((self.sms, self.chat, self.web, self.email))

    def as_json(self) -> dict[str, Any]:
        """The contract's object; what is not known is left out, but for hours and open_now."""
        shown = {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "country": self.country,
            "phone": self.phone,
            "phone_uri": self.phone_uri,
            "sms": self.sms,
            "chat": self.chat,
            "web": self.web,
            "email": self.email,
            "what_happens": self.what_happens,
            "say_it": self.say_it,
        }
        return {key: value for key, value in shown.items() if value} | {
            "hours": self.hours,
            "open_now": self.open_now,
            "languages": list(self.languages),
            "cost": self.cost,
            "source": self.source,
            "checked_on": self.checked_on.isoformat(),
            "why": list(self.why),
        }


@dataclass(frozen=True)
class Record:
    """A service as it is kept in memory between lookups."""

    id: str
    position: int
    name: str
    name_en: str | None
    kind: str
    country: str
    serves: tuple[str, ...]
    audience: str
    minimum_age: int | None
    maximum_age: int | None
    confidence: str
    national: bool
    phone: str | None
    e164: str | None
    sms: str | None
    chat: str | None
    web: str | None
    email: str | None
    openings: tuple[Opening, ...]
    languages: tuple[str, ...]
    cost: str | None
    source: str | None
    checked_on: date

    def card(self, language: str, now: datetime, timezone: str | None) -> Helpline:
        """The card in a language at a moment, with hours on the clocks of `timezone` if given."""
        if timezone is None:
            zone = named_zone(self.openings, self.country, language)
            hours = described(self.openings, language, zone)
        else:
            hours = described(seen_from(self.openings, timezone, now), language)
        name = self.name
        if self.name_en and language not in self.languages:
            # "Childline (Childline, UK)" would say it twice.
            name = self.name_en if self.name in self.name_en else f"{self.name} ({self.name_en})"
        return Helpline(
            self.id,
            name,
            self.kind,
            self.country,
            self.phone,
            phone_uri(self.phone, self.e164, self.country),
            self.sms,
            self.chat,
            self.web,
            self.email,
            hours,
            open_now(self.openings, now, self.country),
            self.languages,
            self.cost,
            self.source,
            self.checked_on,
        )


def phone_uri(phone: str | None, e164: str | None, country: str) -> str | None:
    """RFC 3966: the E.164 form where there is one, else the short number as it is dialled."""
    if phone is None:
        return None
    if e164:
        return f"tel:{e164}"
    digits = "".join(c for c in phone if c.isdigit())
    code = phonenumbers.country_code_for_region(country)
    return f"tel:{digits};phone-context=+{code}" if code else f"tel:{digits}"
