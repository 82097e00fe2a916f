"""Pressed ways to a service: counted by country, kind, channel and day, and nothing else."""

from pathlib import Path

import pytest

from bot.web.statistics import Statistics

from .conftest import Start
from .contract import hold_answer
from .fakes import NOON

REFERRALS = "/api/v1/referrals"
PRESSED = {"country": "PL", "kind": "child_helpline", "channel": "phone"}


async def test_a_press_is_counted_without_a_token(start: Start) -> None:
    site = await start()
    answer = await site.client.post(REFERRALS, json=PRESSED)
    await hold_answer(answer, "POST", REFERRALS)
    assert answer.status == 204
    metrics = await (await site.client.get("/metrics")).text()
    counted = 'latarnik_referrals_total{channel="phone",country="PL",kind="child_helpline"} 1.0'
    assert counted in metrics


async def test_a_service_of_every_country_has_none(start: Start) -> None:
    site = await start()
    answer = await site.client.post(REFERRALS, json={**PRESSED, "country": None})
    assert answer.status == 204
    assert 'country="",' in await (await site.client.get("/metrics")).text()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"country": "XX"}, "unknown_country"),
        ({"kind": "my name is Ala"}, "unknown_kind"),
        ({"kind": None}, "unknown_kind"),
        ({"kind": ["child_helpline"]}, "unknown_kind"),
        ({"channel": "+48 600 100 200"}, "unknown_channel"),
        ({"channel": {}}, "unknown_channel"),
    ],
)
async def test_only_known_words_are_counted(
    start: Start, change: dict[str, object], code: str
) -> None:
    site = await start()
    answer = await site.client.post(REFERRALS, json={**PRESSED, **change})
    assert (await hold_answer(answer, "POST", REFERRALS))["error"]["code"] == code
    assert "latarnik_referrals_total{" not in await (await site.client.get("/metrics")).text()


async def test_the_day_is_kept_where_statistics_are_on(start: Start, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'counts.sqlite'}"
    site = await start(LATARNIK_STATISTICS="on", LATARNIK_DATABASE_URL=database)
    for _ in range(10):
        await site.client.post(REFERRALS, json=PRESSED)
    await site.client.close()
    (row,) = Statistics(database).rows(NOON.date())
    assert row == (NOON.date(), "", "", "referral", "PL child_helpline phone", 10)
