"""Whom a child-protection worker would expect first: lookups.yml, decided by hand."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.directory import Directory, files
from actions.directory.files import WORLD
from actions.directory.needs import kinds_for

TABLE = Path(__file__).with_name("lookups.yml")
COMPLETE = ("PL", "GB", "IE", "US", "DE", "UA", "CZ", "SK", "LT", "FR", "ES", "IT", "NL", "CA")
AUDIENCES = {"age_6_9", "age_10_12", "age_13_17", "parent", None}


@dataclass(frozen=True)
class Case:
    """One row: who asks, from where and when, and the service to come first."""

    country: str | None
    needs: tuple[str, ...]
    audience: str | None
    language: str
    moment: datetime
    first: str
    why: str

    @property
    def name(self) -> str:
        """Short enough to be read in a test report; the whole list of needs is not."""
        asked = self.needs[0] + (f"+{len(self.needs) - 1}" if len(self.needs) > 1 else "")
        when = self.moment.strftime("%m-%dT%H:%M%z")
        return f"{self.country}-{asked}-{self.audience}-{self.language}-{when}-{self.first}"


def _case(row: dict[str, Any]) -> Case:
    moment = datetime.fromisoformat(row["moment"])
    return Case(**{**row, "needs": tuple(row["needs"]), "moment": moment})


CASES = [_case(row) for row in yaml.safe_load(TABLE.read_text(encoding="utf-8"))["lookups"]]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    """The real directory, read once."""
    opened = Directory(f"sqlite:///{tmp_path_factory.mktemp('lookups') / 'directory.sqlite'}")
    asyncio.run(opened.start())
    return opened


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_first_is_whom_a_worker_would_expect(directory: Directory, case: Case) -> None:
    found = asyncio.run(
        directory.find(
            case.country,
            needs=case.needs,
            audience=case.audience,
            language=case.language,
            now=case.moment,
        )
    )
    assert [card.id for card in found][:1] == [case.first], case.why


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_service_is_of_another_country(directory: Directory, case: Case) -> None:
    found = asyncio.run(
        directory.find(
            case.country,
            needs=case.needs,
            audience=case.audience,
            language=case.language,
            now=case.moment,
            limit=None,
        )
    )
    assert found
    assert {card.country for card in found} <= {case.country, WORLD}
    assert all(card.phone is None for card in found if card.country == WORLD)


def test_the_table_is_wide() -> None:
    assert len(CASES) >= 400
    asked = Counter(case.country for case in CASES)
    assert all(asked[country] >= 15 for country in COMPLETE)
    assert len(set(asked) - {*COMPLETE, None}) >= 100
    assert asked[None]
    assert {case.audience for case in CASES} == AUDIENCES


def test_the_complete_countries_are_asked_for_every_kind_that_they_have() -> None:
    have = {
        (country["country"], service["kind"])
        for country in files.read()
        if country["country"] in COMPLETE
        for service in country.get("services") or []
        if service.get("show", True) and service["confidence"] != "low"
    }
    asked = {(case.country, kind) for case in CASES for kind in kinds_for(case.needs)}
    assert have <= asked


def test_every_row_says_why_and_names_a_service_of_the_data() -> None:
    known = {s["id"] for country in files.read() for s in country.get("services") or []}
    for case in CASES:
        assert case.why, case.name
        assert case.first in known, case.name
        assert case.moment.tzinfo is not None, case.name


def test_who_may_harm_a_child_is_not_handed_the_childrens_line(directory: Directory) -> None:
    now = datetime.fromisoformat("2026-11-24T12:00+00:00")
    for country in COMPLETE:
        found = asyncio.run(directory.find(country, needs=["offender_prevention"], now=now))
        assert {card.country for card in found} <= {WORLD}, country


def test_a_parent_who_asks_for_nothing_in_particular_gets_a_sure_line(directory: Directory) -> None:
    now = datetime.fromisoformat("2026-11-24T20:00+00:00")
    for country, first in (("GB", "gb-child_helpline-1"), ("ID", "id-child_helpline-1")):
        found = asyncio.run(directory.find(country, audience="parent", now=now))
        assert found[0].id == first


def test_a_line_for_one_faith_comes_where_it_is_asked_for(directory: Directory) -> None:
    def found(*needs: str) -> list[str]:
        now = datetime.fromisoformat("2026-11-24T02:00+00:00")
        cards = asyncio.run(
            directory.find("GB", needs=needs, audience="age_6_9", now=now, limit=99)
        )
        return [card.id for card in cards]

    faith = "gb-child_helpline-2"
    assert faith not in found("child_helpline", "crisis_helpline")
    assert faith in found("faith_support")
    assert faith in found()
