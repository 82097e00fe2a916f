"""The complete countries: for every need a service, or the statement that none was found."""

from typing import Any

import pytest
import yaml

from actions.directory import coverage, files
from actions.directory.needs import kinds_for, needs

COMPLETE = ("PL", "GB", "IE", "US", "DE", "UA", "CZ", "SK", "LT", "FR", "ES", "IT", "NL", "CA")
# Help that has no card (data/directory/needs.yml says which): a person near, the police, the app.
CARDLESS = set(yaml.safe_load(
    (files.FOLDER / "needs.yml").read_text(encoding="utf-8"))["needs"]) - set(needs())  # fmt: skip


def asked() -> set[str]:
    """What the topics and the disclosures ask for."""
    found: set[str] = set()
    for file in (*files.FOLDER.parent.glob("topics/*/*/topic.yml"),
                 *files.FOLDER.parent.glob("disclosures/*/disclosure.yml")):  # fmt: skip
        found |= set(yaml.safe_load(file.read_text(encoding="utf-8")).get("resource_kinds") or [])
    return found


@pytest.fixture(scope="module")
def countries() -> list[dict[str, Any]]:
    return list(files.read())


@pytest.mark.parametrize("code", COMPLETE)
def test_every_need_has_a_service_or_a_stated_none_found(
    countries: list[dict[str, Any]], code: str
) -> None:
    country = next(c for c in countries if c["country"] == code)
    held = coverage.kinds_of(country) | coverage.tools(countries)
    absent = {absence["kind"] for absence in country.get("none_found") or []}
    for need in asked() - CARDLESS:
        assert {kinds_for([need])[0]} <= held | absent, need
    assert not absent & held


def test_enough_countries_have_a_child_helpline_and_a_hotline(
    countries: list[dict[str, Any]],
) -> None:
    held = coverage.countries_by_kind(countries)
    assert len(held["child_helpline"]) >= 150
    assert len(held["report_hotline"]) >= 90


def test_a_service_that_is_withheld_does_not_count(countries: list[dict[str, Any]]) -> None:
    held = coverage.countries_by_kind(countries)
    assert "GE" not in held["child_helpline"]
    assert "ZZ" not in held["report_hotline"]
