"""From the files to the tables, in one transaction."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.directory import files
from actions.directory.models import (
    Attribute,
    Base,
    Contact,
    Emergency,
    Language,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    Stamp,
    Url,
)


def import_files(session: Session, folder: Path = files.FOLDER) -> bool:
    """Fills the tables when the files changed; True when it did.

    Raises DirectoryError when a file is wrong, and then changes nothing. The caller commits.
    """
    now = files.digest(folder)
    if session.scalar(select(Stamp.digest)) == now:
        return False
    countries = list(files.read(folder))
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))
    session.expunge_all()
    position = 0
    for country in countries:
        emergency = country.get("emergency")
        if emergency:
            session.add(_emergency(country["country"], emergency))
        for raw in country.get("services") or []:
            position += 1
            session.add(_organization(country["country"], position, raw))
    session.add(Stamp(id=1, digest=now))
    session.flush()
    return True


def _emergency(country: str, raw: Any) -> Emergency:
    services = raw.get("services") or {}
    source = raw["sources"][0]
    return Emergency(
        country=country,
        primary_number=raw.get("primary"),
        police=services.get("police"),
        ambulance=services.get("ambulance"),
        source=source.get("url") or source["title"],
        assured_date=date.fromisoformat(str(source["read_on"])),
    )


def _organization(country: str, position: int, raw: Any) -> Organization:
    zone = raw.get("timezone")
    service = Service(
        id=raw["id"],
        position=position,
        name=raw["name"],
        alternate_name=raw.get("name_en"),
        status="active" if raw.get("show", True) else "inactive",
        eligibility_description=raw["audience"],
        minimum_age=raw.get("minimum_age"),
        maximum_age=raw.get("maximum_age"),
        fees_description=raw.get("cost"),
        hours_description=str(raw["hours"]) if raw.get("hours") else None,
        assured_date=date.fromisoformat(str(raw["checked_on"])),
        confidence=raw["confidence"],
        national=raw.get("scope", "national") in ("national", "global"),
        alert=raw.get("note"),
        phones=[
            Phone(
                number=p["number"], e164=p.get("e164"), type=p["type"], extension=p.get("keyword")
            )
            for p in raw.get("phones") or []
        ],
        schedules=[
            Schedule(
                byday=",".join(s["byday"]),
                opens_at=s["opens_at"],
                closes_at=s["closes_at"],
                timezone=zone,
            )
            for s in raw.get("schedules") or []
        ],
        languages=[Language(code=code) for code in raw.get("languages") or []],
        service_areas=[ServiceArea(extent=country)],
        contacts=[Contact(email=raw["email"])] if raw.get("email") else [],
        urls=[
            *(Url(label=way, url=raw[way]) for way in ("web", "chat") if raw.get(way)),
            *(Url(label="source", url=s.get("url"), title=s["title"]) for s in raw["sources"]),
        ],
        attributes=[
            Attribute(taxonomy="kind", value=raw["kind"]),
            *(Attribute(taxonomy="serves", value=need) for need in raw.get("serves") or []),
        ],
    )
    return Organization(id=f"org-{raw['id']}", name=raw["name"], services=[service])
