"""The directory over HTTP, and the file for when the server is gone."""

import pytest

from .conftest import Site, Start
from .contract import hold_answer

FIND = "/api/v1/helplines"
FALLBACK = "/api/v1/helplines/fallback"


async def test_helplines_of_a_country(site: Site) -> None:
    query = {"country": "PL", "kind": "child_helpline", "audience": "parent", "language": "en"}
    body = await hold_answer(await site.client.get(FIND, params=query), "GET", FIND)
    assert body["country"] == "PL"
    assert body["emergency"]["kind"] == "emergency"
    assert [line["kind"] for line in body["helplines"]] == ["child_helpline"]
    asked = site.directory.asked[-1]
    assert (asked["country"], asked["audience"], asked["language"]) == ("PL", "parent", "en")
    assert asked["now"] == site.clock()


async def test_another_kind_is_filtered_out(site: Site) -> None:
    query = {"country": "PL", "kind": "parent_line"}
    body = await hold_answer(await site.client.get(FIND, params=query), "GET", FIND)
    assert body["helplines"] == []


async def test_without_a_country_none_is_guessed(start: Start) -> None:
    site = await start()
    body = await hold_answer(await site.client.get(FIND), "GET", FIND)
    assert body["country"] is None
    assert site.directory.asked[-1]["country"] is None


async def test_the_default_country_stands_in(start: Start) -> None:
    site = await start(LATARNIK_DEFAULT_COUNTRY="IE")
    body = await hold_answer(await site.client.get(FIND), "GET", FIND)
    assert body["country"] == "IE"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("country", "unknown_country"),
        ("kind", "unknown_kind"),
        ("audience", "unknown_audience"),
        ("language", "unknown_language"),
    ],
)
async def test_an_unknown_word_is_refused(site: Site, name: str, code: str) -> None:
    response = await site.client.get(FIND, params={name: "QQ"})
    assert response.status == 422
    assert (await hold_answer(response, "GET", FIND))["error"]["code"] == code


async def test_a_directory_that_fails_still_gives_helplines(start: Start) -> None:
    site = await start(LATARNIK_DEFAULT_COUNTRY="PL")
    site.directory.fault = RuntimeError()
    response = await site.client.get(FIND, params={"country": "PL"})
    assert response.status == 503
    assert (await hold_answer(response, "GET", FIND))["helplines"]


async def test_the_fallback_is_cached_by_its_etag(site: Site) -> None:
    first = await site.client.get(FALLBACK)
    assert "PL" in (await hold_answer(first, "GET", FALLBACK))["countries"]
    assert "public" in first.headers["Cache-Control"]
    etag = first.headers["ETag"]
    again = await site.client.get(FALLBACK, headers={"If-None-Match": etag})
    assert again.status == 304
    assert again.headers["ETag"] == etag
    other = await site.client.get(FALLBACK, headers={"If-None-Match": '"other"'})
    assert other.status == 200


async def test_the_fallback_outlives_the_directory(site: Site) -> None:
    site.directory.fault = RuntimeError()
    site.clock.moment = site.clock.moment.replace(hour=20)
    await hold_answer(await site.client.get(FALLBACK), "GET", FALLBACK)


async def test_the_fallback_is_renewed(site: Site) -> None:
    before = await (await site.client.get(FALLBACK)).json()
    site.clock.moment = site.clock.moment.replace(day=24)
    after = await (await site.client.get(FALLBACK)).json()
    assert (before["made_on"], after["made_on"]) == ("2026-11-23", "2026-11-24")
