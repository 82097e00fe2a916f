"""Tables of the directory, with the names of Open Referral HSDS 3.0.

https://docs.openreferral.org/en/3.0/: organization, service, phone, schedule, language,
service_area, contact, url, attribute. `assured_date` is the day a source was last read.
"""

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """All tables of the directory."""


class Organization(Base):
    """Who runs a service."""

    __tablename__ = "organization"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    services: Mapped[list["Service"]] = relationship(
        back_populates="organization", cascade="all, delete-orphan"
    )


class Service(Base):
    """One helpline, hotline or tool. `position` keeps the order of the file."""

    __tablename__ = "service"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id"))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    alternate_name: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))  # active, or inactive: withheld
    eligibility_description: Mapped[str] = mapped_column(String(16))  # child, parent, any
    minimum_age: Mapped[int | None] = mapped_column(Integer)
    maximum_age: Mapped[int | None] = mapped_column(Integer)
    fees_description: Mapped[str | None] = mapped_column(Text)
    hours_description: Mapped[str | None] = mapped_column(Text)
    assured_date: Mapped[date] = mapped_column(Date)
    confidence: Mapped[str] = mapped_column(String(8))
    national: Mapped[bool] = mapped_column(Boolean)
    alert: Mapped[str | None] = mapped_column(Text)
    organization: Mapped[Organization] = relationship(back_populates="services")
    phones: Mapped[list["Phone"]] = relationship(cascade="all, delete-orphan", order_by="Phone.id")
    schedules: Mapped[list["Schedule"]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.id"
    )
    languages: Mapped[list["Language"]] = relationship(
        cascade="all, delete-orphan", order_by="Language.id"
    )
    service_areas: Mapped[list["ServiceArea"]] = relationship(cascade="all, delete-orphan")
    contacts: Mapped[list["Contact"]] = relationship(cascade="all, delete-orphan")
    urls: Mapped[list["Url"]] = relationship(cascade="all, delete-orphan", order_by="Url.id")
    attributes: Mapped[list["Attribute"]] = relationship(cascade="all, delete-orphan")


class Phone(Base):
    """A number as it is dialled in its country; `extension` holds an SMS keyword."""

    __tablename__ = "phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    number: Mapped[str] = mapped_column(String(40))
    e164: Mapped[str | None] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(12))
    extension: Mapped[str | None] = mapped_column(String(40))


class Schedule(Base):
    """When somebody answers, in local time; "24:00" is midnight, less than opens_at is tomorrow."""

    __tablename__ = "schedule"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    freq: Mapped[str] = mapped_column(String(10), default="WEEKLY")
    byday: Mapped[str] = mapped_column(String(24))
    opens_at: Mapped[str] = mapped_column(String(5))
    closes_at: Mapped[str] = mapped_column(String(5))
    timezone: Mapped[str | None] = mapped_column(String(48))


class Language(Base):
    """A language in which the service answers."""

    __tablename__ = "language"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    code: Mapped[str] = mapped_column(String(8))


class ServiceArea(Base):
    """The country that the service is for; ZZ is every country."""

    __tablename__ = "service_area"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    extent: Mapped[str] = mapped_column(String(2), index=True)
    extent_type: Mapped[str] = mapped_column(String(16), default="country")


class Contact(Base):
    """An e-mail address of the service."""

    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    email: Mapped[str] = mapped_column(Text)


class Url(Base):
    """`label` is web, chat, or source (where the record was read)."""

    __tablename__ = "url"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    label: Mapped[str] = mapped_column(String(8))
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)


class Attribute(Base):
    """A taxonomy term: the `kind` of help, and the needs that the service `serves` above others."""

    __tablename__ = "attribute"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    taxonomy: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(32))


class Emergency(Base):
    """The emergency number of a country: `primary` serves all services, else one for each."""

    __tablename__ = "emergency"
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    primary_number: Mapped[str | None] = mapped_column(String(16))
    police: Mapped[str | None] = mapped_column(String(16))
    ambulance: Mapped[str | None] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
    assured_date: Mapped[date] = mapped_column(Date)


class Stamp(Base):
    """The hash of the files that the tables were filled from."""

    __tablename__ = "import_stamp"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
