"""Daily counts by language, audience, kind and topic, for those who run Latarnik: no words.

A referral is counted with the kind "referral" and its country, kind and channel as the topic.
Off unless `LATARNIK_STATISTICS=on`. Counts below ten are never shown: they could point at the
only child of a day.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import sqlalchemy as sa
import structlog

from bot.web.vocabulary import Labels

log = structlog.get_logger()

# k-anonymity of what is shown.
FEWEST_SHOWN = 10

_tables = sa.MetaData()
_counts = sa.Table(
    "daily_count",
    _tables,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("language", sa.String(8), primary_key=True),
    sa.Column("audience", sa.String(16), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
_CELL = ("day", "language", "audience", "kind", "topic")
Cell = tuple[date, str, str, str, str]
Row = tuple[date, str, str, str, str, int]


class Statistics:
    """Counts in memory, written to the database now and then and added up there."""

    def __init__(self, database_url: str) -> None:
        url = sa.make_url(database_url)
        # Counts are written from a thread, so the plain driver of the database serves.
        self._url = url.set(drivername=url.get_backend_name())
        self._engine = sa.create_engine(self._url)
        self._waiting: Counter[Cell] = Counter()

    async def start(self) -> None:
        """Make the table; raises when the database cannot be written."""
        await asyncio.to_thread(self._make_table)

    async def stop(self) -> None:
        """Write what waits and close."""
        await self.write()
        self._engine.dispose()

    def count(self, day: date, labels: Iterable[Labels]) -> None:
        """Count the messages of one turn."""
        for label in labels:
            self._waiting[day, label.language, label.audience, label.kind, label.topic] += 1

    async def write(self) -> None:
        """Add what waits to the database; what cannot be written waits on."""
        taken, self._waiting = self._waiting, Counter()
        try:
            await asyncio.to_thread(self._add, taken)
        except sa.exc.SQLAlchemyError as error:
            self._waiting.update(taken)
            log.error("statistics_failed", class_name=type(error).__name__)

    async def write_every(self, seconds: float) -> None:
        """Write for ever, with pauses of so many seconds."""
        while True:
            await asyncio.sleep(seconds)
            await self.write()

    def rows(self, since: date) -> list[Row]:
        """Days from `since` on: day, language, audience, kind, topic, count (ten or more)."""
        self._make_table()
        query = (
            sa.select(_counts)
            .where(_counts.c.day >= since, _counts.c["count"] >= FEWEST_SHOWN)
            .order_by(_counts.c.day, _counts.c["count"].desc(), _counts.c.topic)
        )
        with self._engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(query)]
        self._engine.dispose()
        return found  # type: ignore[return-value]

    def _make_table(self) -> None:
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        _tables.create_all(self._engine)

    def _add(self, taken: Counter[Cell]) -> None:
        with self._engine.begin() as connection:
            for cell, number in taken.items():
                where = sa.and_(
                    *(_counts.c[name] == value for name, value in zip(_CELL, cell, strict=True))
                )
                more = sa.update(_counts).where(where)
                more = more.values({"count": _counts.c["count"] + number})
                if connection.execute(more).rowcount:
                    continue
                try:
                    with connection.begin_nested():
                        values = dict(zip(_CELL, cell, strict=True)) | {"count": number}
                        connection.execute(sa.insert(_counts).values(values))
                # Another process was first to count in this cell.
                except sa.exc.IntegrityError:
                    connection.execute(more)
