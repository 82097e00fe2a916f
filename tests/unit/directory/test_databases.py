"""The tables on SQLite and on a PostgreSQL server: filled, taken down and built up again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, select
from sqlalchemy.orm import Session

from actions.directory import Directory, DirectoryError
from actions.directory.importer import import_files
from actions.directory.migration import downgrade, upgrade
from actions.directory.models import Base, Organization, Phone, Service

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def engine_of(address: str) -> object:
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url)


def test_up_down_and_up_again_with_the_whole_directory_in_it(database: str) -> None:
    engine = engine_of(database)
    upgrade(engine)
    with Session(engine) as session:
        import_files(session)
        session.commit()
        services = len(session.scalars(select(Service)).all())
        assert services > 300
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    with Session(engine) as session:
        assert not session.scalars(select(Service)).all()
        assert import_files(session)
        session.commit()
        assert len(session.scalars(select(Service)).all()) == services
    engine.dispose()


def test_a_step_back_and_forth_keeps_the_services_and_fills_the_ages(database: str) -> None:
    engine = engine_of(database)
    upgrade(engine)
    with Session(engine) as session:
        import_files(session)
        session.commit()
        services = len(session.scalars(select(Service)).all())
    downgrade(engine, "0001")
    assert "minimum_age" not in {c["name"] for c in inspect(engine).get_columns("service")}
    upgrade(engine)
    with Session(engine) as session:
        assert len(session.scalars(select(Service)).all()) == services
        assert import_files(session)
        session.commit()
        assert session.get(Service, "nl-child_helpline-2").minimum_age == 18
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_models(database: str) -> None:
    engine = engine_of(database)
    upgrade(engine)
    made = inspect(engine)
    for name, table in Base.metadata.tables.items():
        assert {c["name"] for c in made.get_columns(name)} == {c.name for c in table.columns}, name
    engine.dispose()


def test_the_same_answers_from_both(database: str) -> None:
    directory = Directory(database)
    found = asyncio.run(directory.find("PL", needs=["child_helpline"], language="pl", now=NOW))
    assert found[0].phone == "116 111"
    assert asyncio.run(directory.emergency("GB")).phone == "999"


def test_unchanged_files_are_not_imported_twice(database: str, folder: Path) -> None:
    engine = engine_of(database)
    upgrade(engine)
    with Session(engine) as session:
        assert import_files(session, folder)
        assert not import_files(session, folder)
        session.rollback()
    engine.dispose()


def test_a_wrong_file_leaves_the_tables_as_they_were(database: str, folder: Path) -> None:
    engine = engine_of(database)
    upgrade(engine)
    with Session(engine) as session:
        import_files(session, folder)
        session.commit()
    file = folder / "PL.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: child_helpline", "kind: kind"))
    with Session(engine) as session:
        with pytest.raises(DirectoryError, match=r"PL.yml:10: `kind` of pl-1: write one of"):
            import_files(session, folder)
        session.commit()
        assert [o.name for o in session.scalars(select(Organization))] == ["Telefon"]
        assert [p.number for p in session.scalars(select(Phone))] == ["116 111"]
    engine.dispose()
