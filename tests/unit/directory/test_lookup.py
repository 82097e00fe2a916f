"""Every country, every need, every audience, both languages: never another country's number."""

import asyncio
from datetime import UTC, datetime

import phonenumbers
import pytest
import yaml

from actions.directory import Directory, Helpline, UnknownNeed, files
from actions.directory.exchange import hsds
from actions.directory.files import KINDS, WORLD
from actions.directory.needs import needs
from bot.web.vocabulary import HELPLINE_KINDS

MOMENTS = (datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 12, 25, 2, tzinfo=UTC))
CODES = [file.stem for file in files.country_files() if file.stem != WORLD]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    opened = Directory(f"sqlite:///{tmp_path_factory.mktemp('lookup') / 'directory.sqlite'}")
    asyncio.run(opened.start())
    return opened


async def every_way(directory: Directory, country: str | None) -> list[tuple[str, list[Helpline]]]:
    return [
        (need, await directory.find(
            country, needs=[need], audience=audience, language=language, now=now, limit=limit
        ))
        for need in needs()
        for audience in ("age_6_9", "age_13_17", "parent", None)
        for language in ("pl", "en")
        for now in MOMENTS
        for limit in (3, None)
    ]  # fmt: skip


@pytest.mark.parametrize("country", CODES)
def test_a_country_gets_its_own_lines_or_worldwide_ones(directory: Directory, country: str) -> None:
    for need, found in asyncio.run(every_way(directory, country)):
        assert {card.country for card in found} <= {country, WORLD}, need
        assert any(card.written for card in found) or not found, need
        for card in found:
            assert card.source, card.id
            assert card.why, card.id
            assert card.country != WORLD or not card.phone, card.id
    own = asyncio.run(directory.emergency(country))
    assert own.phone
    assert own.country in {country, WORLD}


def test_no_country_gets_worldwide_help_and_the_safe_number(directory: Directory) -> None:
    for need, found in asyncio.run(every_way(directory, None)):
        assert {card.country for card in found} <= {WORLD}, need
    assert asyncio.run(directory.emergency(None)).phone == "112"
    assert asyncio.run(directory.emergency("XX")).phone == "112"


def test_every_need_of_a_child_gets_somebody_everywhere(directory: Directory) -> None:
    for country in (*CODES, None):
        for need in ("child_helpline", "crisis_helpline", "hotline_csam", "image_takedown"):
            found = asyncio.run(
                directory.find(country, needs=[need], language="en", now=MOMENTS[0])
            )
            assert found, (country, need)


def test_a_child_is_never_sent_to_a_line_for_parents(directory: Directory) -> None:
    raw = {s["id"]: s for country in files.read() for s in country.get("services") or []}
    for country in CODES:
        for audience in ("age_6_9", "age_10_12", "age_13_17", None):
            found = asyncio.run(
                directory.find(
                    country, needs=["parent_line"], audience=audience, now=MOMENTS[0], limit=None
                )
            )
            assert all(raw[card.id]["audience"] != "parent" for card in found)


def test_a_line_for_a_part_of_the_country_takes_no_place_of_one_for_all(
    directory: Directory,
) -> None:
    raw = [service for country in files.read() for service in country.get("services") or []]
    everywhere = ("national", "global")
    regional = {s["id"] for s in raw if s.get("scope", "national") not in everywhere}
    shown = asyncio.run(
        directory.find("GB", needs=["child_helpline"], language="en", now=MOMENTS[0], limit=3)
    )
    listed = asyncio.run(
        directory.find("GB", needs=["child_helpline"], language="en", now=MOMENTS[0], limit=None)
    )
    assert not regional & {card.id for card in shown}
    assert regional & {card.id for card in listed}


def test_low_confidence_and_withheld_lines_are_shown_to_nobody(directory: Directory) -> None:
    hidden = {
        service["id"]
        for country in files.read()
        for service in country.get("services") or []
        if service["confidence"] == "low" or not service.get("show", True)
    }
    assert hidden
    for country in CODES:
        found = asyncio.run(directory.find(country, now=MOMENTS[0], limit=None))
        assert not hidden & {card.id for card in found}


def test_numbers_are_dialled_as_they_should_be(directory: Directory) -> None:
    for country in CODES:
        for card in asyncio.run(directory.find(country, now=MOMENTS[0], limit=None)):
            if card.phone_uri is None:
                continue
            number, _, context = card.phone_uri.removeprefix("tel:").partition(";phone-context=+")
            if number.startswith("+"):
                parsed = phonenumbers.parse(number)
                assert phonenumbers.is_valid_number(parsed), card.id
                assert phonenumbers.country_code_for_region(country) == parsed.country_code
            else:
                assert number.isdigit(), card.id
                assert not context or int(context) == phonenumbers.country_code_for_region(country)


def test_an_unknown_need_is_an_error(directory: Directory) -> None:
    with pytest.raises(UnknownNeed):
        asyncio.run(directory.find("PL", needs=["pizza"], now=MOMENTS[0]))


def test_every_kind_of_help_that_topics_ask_for_is_a_need() -> None:
    known = set(yaml.safe_load((files.FOLDER / "needs.yml").read_text(encoding="utf-8"))["needs"])
    for file in (*files.FOLDER.parent.glob("topics/*/*/topic.yml"),
                 *files.FOLDER.parent.glob("disclosures/*/disclosure.yml")):  # fmt: skip
        asked = yaml.safe_load(file.read_text(encoding="utf-8")).get("resource_kinds") or []
        assert set(asked) <= known | files.KINDS, file


def test_the_public_list_holds_every_line_that_is_shown_and_no_other(directory: Directory) -> None:
    services = asyncio.run(directory.services())
    shown = {hsds.identifier(s["id"]) for c in files.read() for s in c.get("services") or []
             if s.get("show", True) and s["confidence"] != "low"}  # fmt: skip
    listed = {service["id"] for service in services if not service["name"].startswith("Emergency")}
    assert shown <= {service["id"] for service in services}
    assert listed == shown


def test_the_api_knows_every_kind_of_help() -> None:
    assert KINDS | {"emergency"} == HELPLINE_KINDS
