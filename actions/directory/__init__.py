"""The directory of helplines: SQLAlchemy tables, filled from data/directory, read in memory."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import create_engine, make_url, select
from sqlalchemy.orm import Session, selectinload

from actions.directory import files
from actions.directory.cards import Helpline, Record
from actions.directory.coverage import LISTS
from actions.directory.errors import DirectoryError
from actions.directory.exchange import hsds
from actions.directory.guidance import Guide
from actions.directory.hours import Opening
from actions.directory.importer import import_files
from actions.directory.lookup import Asked, Reader, choose, emergency_card, safe_emergency
from actions.directory.migration import upgrade
from actions.directory.models import Emergency, Organization, Service
from actions.directory.needs import UnknownNeed
from actions.directory.staleness import Staleness
from bot.errors import UnknownCountry

_ZONES = available_timezones()

__all__ = ["Directory", "DirectoryError", "Helpline", "UnknownCountry", "UnknownNeed"]


class Directory:
    """Opened once for each process.

    The few hundred services are read into memory at the start: a lookup takes microseconds and goes
    on answering when the database is gone.
    """

    def __init__(self, url: str, folder: Path = files.FOLDER) -> None:
        parsed = make_url(url)
        driver = {"postgresql": "postgresql+psycopg"}.get(parsed.get_backend_name())
        self._url = parsed.set(drivername=driver) if driver else parsed
        self._folder = folder
        self._services: dict[str, list[Record]] | None = None
        self._emergency: dict[str, Emergency] = {}
        self._read_on = date.min
        self._guide = Guide()
        self._hsds: list[dict[str, Any]] | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Migrates, imports changed files, reads all; quick when it was done before.

        Raises DirectoryError (a wrong file) or sqlalchemy errors (no database).
        """
        if self._services is not None:
            return
        async with self._starting:
            if self._services is None:
                await asyncio.to_thread(self._load)

    async def stop(self) -> None:
        """Nothing is held open between lookups."""

    def _load(self) -> None:
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(self._url)
        try:
            upgrade(engine)
            with Session(engine) as session:
                import_files(session, self._folder)
                session.commit()
                self._read(session)
        finally:
            engine.dispose()

    def _read(self, session: Session) -> None:
        emergency = {row.country: row for row in session.scalars(select(Emergency))}
        session.expunge_all()
        query = select(Organization).options(
            *(
                selectinload(Organization.services).selectinload(part)
                for part in (
                    Service.phones,
                    Service.schedules,
                    Service.languages,
                    Service.service_areas,
                    Service.contacts,
                    Service.urls,
                    Service.attributes,
                )
            )
        )
        found: dict[str, list[Record]] = {}
        for organization in session.scalars(query):
            for service in organization.services:
                if service.status == "active" and service.confidence in ("high", "medium"):
                    record = _record(service)
                    found.setdefault(record.country, []).append(record)
        for records in found.values():
            records.sort(key=lambda record: record.position)
        self._emergency = emergency
        self._read_on = max((r.checked_on for rs in found.values() for r in rs), default=date.min)
        self._services = found

    async def find(
        self,
        country: str | None,
        *,
        needs: Iterable[str] = (),
        audience: str | None = None,
        language: str = "en",
        now: datetime,
        timezone: str | None = None,
        limit: int | None = 3,
    ) -> list[Helpline]:
        """Services of the country, ranked; worldwide ones where it has none, or for no country.

        Hours are said on the clocks of `timezone` (a time zone is not a country: it chooses
        nothing). Raises UnknownNeed.
        """
        await self.start()
        services = self._services or {}
        own = services.get(country, []) if country and country != files.WORLD else []
        world = services.get(files.WORLD, [])
        reader = Reader(audience, language, now, _known_zone(timezone))
        found = choose(own, world, Asked.of(needs), reader, limit)
        return [self._guided(card, audience, language) for card in found]

    async def emergency(
        self, country: str | None, *, audience: str | None = None, language: str = "en"
    ) -> Helpline:
        """The one number that serves all emergencies, else the police, else the safe default."""
        await self.start()
        return self._guided(self._number(country), audience, language)

    def _guided(self, card: Helpline, audience: str | None, language: str) -> Helpline:
        # A list of other countries' lines has nobody who answers.
        if card.country == files.WORLD and card.kind in LISTS:
            return card
        text = self._guide.of(card.kind, audience, language)
        return replace(card, what_happens=text.what_happens, say_it=text.say_it) if text else card

    def _number(self, country: str | None) -> Helpline:
        row = self._emergency.get(country or "")
        if row is None or country is None:
            return safe_emergency(self._read_on)
        number = row.primary_number or row.police or row.ambulance
        if number is None:
            return safe_emergency(self._read_on)
        return emergency_card(country, number, row.source, row.assured_date)

    async def countries(self) -> list[str]:
        """Countries with a service or an emergency number of their own."""
        await self.start()
        own = {code for code in self._services or {} if code != files.WORLD}
        return sorted(own | set(self._emergency))

    async def openings(self) -> dict[str, list[dict[str, Any]]]:
        """The weekly hours of each service that has some, by its id, with HSDS names."""
        await self.start()
        return {
            record.id: [
                {
                    "byday": ",".join(opening.byday),
                    "opens_at": opening.opens_at,
                    "closes_at": opening.closes_at,
                    "timezone": opening.timezone,
                }
                for opening in record.openings
            ]
            for records in (self._services or {}).values()
            for record in records
            if record.openings
        }

    async def staleness(self, today: date) -> Staleness:
        """Of every service that is shown and every emergency number."""
        await self.start()
        records = [r.checked_on for found in (self._services or {}).values() for r in found]
        return Staleness.of(
            [*records, *(row.assured_date for row in self._emergency.values())], today
        )

    async def services(self) -> list[dict[str, Any]]:
        """All services that may be shown, in the form of Open Referral HSDS 3; made once."""
        async with self._starting:
            if self._hsds is None:
                self._hsds = await asyncio.to_thread(self._shown)
        return self._hsds

    def _shown(self) -> list[dict[str, Any]]:
        countries = []
        for country in files.read(self._folder):
            kept = [service for service in country.get("services") or [] if files.is_shown(service)]
            emergency = country.get("emergency")
            numbers = [emergency.get("primary"), emergency.get("services")] if emergency else []
            countries.append(
                {
                    "country": country["country"],
                    "emergency": emergency if any(numbers) else None,
                    "services": kept,
                }
            )
        return hsds.services(countries)

    async def fallback(self, now: datetime) -> dict[str, Any]:
        """What a widget keeps for when the server is gone: numbers and child helplines."""
        await self.start()
        emergency: dict[str, Any] = {}
        for code in sorted(self._emergency):
            number = (await self.emergency(code)).phone
            if number != "112":
                emergency[code] = {"number": number}
        helplines = {}
        for code in sorted(self._services or {}):
            if code != files.WORLD:
                found = await self.find(code, needs=["child_helpline"], now=now, limit=2)
                helplines[code] = [_small(card) for card in found if card.country == code]
        default = await self.find(None, needs=["child_helpline"], now=now, limit=2)
        return {
            "generated_on": now.date().isoformat(),
            "emergency": {**emergency, "default": {"number": "112"}},
            "helplines": {
                **{k: v for k, v in helplines.items() if v},
                "default": [_small(c) for c in default],
            },
            "texts": {},
        }


def _known_zone(name: str | None) -> str | None:
    return name if name in _ZONES else None


def _small(card: Helpline) -> dict[str, Any]:
    kept = card.as_json()
    # One file for every language and reader: their own words stay out of it.
    for key in ("why", "source", "open_now", "what_happens", "say_it"):
        kept.pop(key, None)
    return kept


def _record(service: Service) -> Record:
    ways = {url.label: url.url for url in reversed(service.urls)}
    voice = next((phone for phone in service.phones if phone.type == "voice"), None)
    sms = next((phone for phone in service.phones if phone.type == "sms"), None)
    source = next((url for url in service.urls if url.label == "source"), None)
    return Record(
        id=service.id,
        position=service.position,
        name=service.name,
        name_en=service.alternate_name,
        kind=next(a.value for a in service.attributes if a.taxonomy == "kind"),
        serves=tuple(a.value for a in service.attributes if a.taxonomy == "serves"),
        country=service.service_areas[0].extent,
        audience=service.eligibility_description,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        confidence=service.confidence,
        national=service.national,
        phone=voice.number if voice else None,
        e164=voice.e164 if voice else None,
        sms=sms.number if sms else None,
        chat=ways.get("chat"),
        web=ways.get("web"),
        email=service.contacts[0].email if service.contacts else None,
        openings=tuple(
            Opening(tuple(s.byday.split(",")), s.opens_at, s.closes_at, s.timezone)
            for s in service.schedules
        ),
        languages=tuple(language.code for language in service.languages),
        cost=service.fees_description,
        source=(source.url or source.title) if source else None,
        checked_on=service.assured_date,
    )
