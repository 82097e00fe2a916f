"""The directory over HTTP, and the file for when the server is gone."""

import pytest

from .conftest import Site, Start
from .contract import hold_answer

FIND = "/api/v1/helplines"
FALLBACK = "/api/v1/helplines/fallback"


async def test_helplines_of_a_country(site: Site) -> None:
    query = {"country": "PL", "kind": "child_helpline", "audience": "parent", "language": "en"}
    query["timezone"] = "Europe/Lisbon"
    body = await hold_answer(await site.client.get(FIND, params=query), "GET", FIND)
    assert body["country"] == "PL"
    assert body["emergency"]["kind"] == "emergency"
    assert [line["kind"] for line in body["helplines"]] == ["child_helpline"]
    asked = site.directory.asked[-1]
    assert (asked["country"], asked["audience"], asked["language"]) == ("PL", "parent", "en")
    assert asked["now"] == site.clock()
    assert asked["timezone"] == "Europe/Lisbon"


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


SERVICES = "/api/v1/services"


async def test_the_directory_in_pages(site: Site) -> None:
    first = await hold_answer(
        await site.client.get(SERVICES, params={"per_page": "4"}), "GET", SERVICES
    )
    assert (first["total_items"], first["total_pages"], first["size"]) == (6, 2, 4)
    assert (first["first_page"], first["last_page"], first["empty"]) == (True, False, False)
    query = {"per_page": "4", "page": "2"}
    last = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
    assert (last["size"], last["last_page"]) == (2, True)
    ids = [service["id"] for service in first["contents"] + last["contents"]]
    assert len(set(ids)) == 6
    query = {"page": "9"}
    past = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
    assert past["empty"]


async def test_the_directory_by_country_and_kind(site: Site) -> None:
    query = {"country": "PL", "kind": "child_helpline"}
    body = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
    assert {s["service_areas"][0]["extent"] for s in body["contents"]} == {"PL"}
    query = {"country": "PL", "kind": "parent_line"}
    body = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
    assert body["total_items"] == 0


async def test_the_directory_by_reader_and_language(site: Site) -> None:
    for query, expected in (
        ({"audience": "age_10_12"}, 6),
        ({"audience": "parent"}, 0),
        ({"language": "pl"}, 0),
    ):
        body = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
        assert body["total_items"] == expected


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"country": "QQ"}, "unknown_country"),
        ({"audience": "QQ"}, "unknown_audience"),
        ({"language": "Q"}, "unknown_language"),
        ({"language": "pol1"}, "unknown_language"),
        ({"kind": "QQ"}, "unknown_kind"),
        ({"page": "0"}, "bad_page_number"),
        ({"page": "-1"}, "bad_page_number"),
        ({"page": "\N{SUPERSCRIPT TWO}"}, "bad_page_number"),
        ({"per_page": "101"}, "bad_page_number"),
    ],
)
async def test_a_page_that_is_not_there(site: Site, query: dict[str, str], code: str) -> None:
    response = await site.client.get(SERVICES, params=query)
    assert response.status == 422
    assert (await hold_answer(response, "GET", SERVICES))["error"]["code"] == code


async def test_any_page_may_read_the_directory_and_hold_it(site: Site) -> None:
    first = await site.client.get(SERVICES, headers={"Origin": "https://elsewhere.example"})
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in first.headers["Access-Control-Expose-Headers"]
    held = {"If-None-Match": first.headers["ETag"]}
    again = await site.client.get(SERVICES, headers=held)
    assert again.status == 304
    await hold_answer(again, "GET", SERVICES)


async def test_any_page_may_ask_with_the_etag_that_it_holds(site: Site) -> None:
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    preflight = await site.client.options(SERVICES, headers=headers)
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    # For reading alone.
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET"
    written = await site.client.post(SERVICES, headers={"Origin": "https://elsewhere.example"})
    assert written.status == 403


async def test_services_of_every_country_can_be_asked_for(site: Site) -> None:
    query = {"country": "ZZ"}
    body = await hold_answer(await site.client.get(SERVICES, params=query), "GET", SERVICES)
    assert body["empty"]
