"""Daily counts: off by default, never a word, never a small number."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.web.statistics import Statistics
from bot.web.vocabulary import Labels

from .conftest import Start
from .fakes import NOON

SAY = "/api/v1/messages"
DAY = date(2026, 11, 23)
LABEL = Labels("answer", "passwords", "", "pl", "parent")


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'counts.sqlite'}"


async def test_ten_are_shown_and_nine_are_not(database: str) -> None:
    statistics = Statistics(database)
    await statistics.start()
    for _ in range(10):
        statistics.count(DAY, [LABEL])
    for _ in range(9):
        statistics.count(DAY, [LABEL._replace(topic="sextortion")])
    await statistics.stop()
    shown = [(DAY, "pl", "parent", "answer", "passwords", 10)]
    assert Statistics(database).rows(DAY) == shown
    assert Statistics(database).rows(date(2026, 11, 24)) == []


async def test_counts_of_several_processes_add_up(database: str) -> None:
    for _ in range(3):
        statistics = Statistics(database)
        await statistics.start()
        statistics.count(DAY, [LABEL] * 5)
        await statistics.stop()
    assert Statistics(database).rows(DAY)[0][-1] == 15


async def test_what_cannot_be_written_waits(database: str) -> None:
    statistics = Statistics(database)
    statistics.count(DAY, [LABEL] * 10)
    await statistics.write()
    await statistics.start()
    await statistics.stop()
    assert Statistics(database).rows(DAY)[0][-1] == 10


async def test_an_asynchronous_address_serves_too(database: str) -> None:
    statistics = Statistics(database.replace("sqlite:", "sqlite+aiosqlite:"))
    assert statistics.rows(DAY) == []


async def test_the_server_counts_and_keeps_no_word(start: Start, database: str) -> None:
    site = await start(LATARNIK_STATISTICS="on", LATARNIK_DATABASE_URL=database)
    bearer = await site.open(language="pl", audience="parent")
    for number in range(12):
        said = {"id": str(number), "text": "canary-word-1234"}
        await site.client.post(SAY, json=said, headers=bearer)
    await site.client.close()
    rows = Statistics(database).rows(DAY)
    assert rows == [(NOON.date(), "pl", "parent", "answer", "passwords", 12)]
    assert b"canary" not in Path(sa.make_url(database).database or "").read_bytes()


async def test_without_the_switch_no_database_is_touched(start: Start, database: str) -> None:
    site = await start(LATARNIK_DATABASE_URL=database)
    await site.open()
    await site.client.close()
    assert not Path(sa.make_url(database).database or "").exists()
