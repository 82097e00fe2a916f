"""A child opens a conversation, talks, reloads, forgets."""

import asyncio
import hashlib
import json

import pytest
from aiohttp import ClientTimeout

from bot.web.middlewares import size

from .conftest import Site, Start
from .contract import hold_answer

OPEN = "/api/v1/conversations"
CURRENT = "/api/v1/conversations/current"
SAY = "/api/v1/messages"


async def test_a_whole_conversation(site: Site) -> None:
    opened = await site.client.post(OPEN, json={"language": "en", "country": "PL"})
    body = await hold_answer(opened, "POST", OPEN)
    bearer = {"Authorization": f"Bearer {body['token']}"}

    said = await site.client.post(SAY, json={"id": "1", "text": "hi"}, headers=bearer)
    reply = await hold_answer(said, "POST", SAY)
    assert reply["messages"][0]["text"] == "heard"
    assert reply["state"] == {"language": "en", "country": "PL", "audience": None, "risk": "none"}

    picked = {"id": "2", "choice": "topic:passwords"}
    await hold_answer(await site.client.post(SAY, json=picked, headers=bearer), "POST", SAY)
    assert [heard["choice"] for heard in site.engine.heard] == [None, "topic:passwords"]

    again = await hold_answer(await site.client.get(CURRENT, headers=bearer), "GET", CURRENT)
    assert again["expires_in"] == 1800

    await hold_answer(await site.client.delete(CURRENT, headers=bearer), "DELETE", CURRENT)
    assert not site.engine.alive
    gone = await site.client.post(SAY, json={"id": "3", "text": "hi"}, headers=bearer)
    assert (await hold_answer(gone, "POST", SAY))["error"]["code"] == "unknown_token"


async def test_the_engine_sees_a_hash_and_never_the_token(site: Site) -> None:
    bearer = await site.open()
    token = bearer["Authorization"].removeprefix("Bearer ")
    assert len(token) == 43
    assert list(site.engine.alive) == [hashlib.sha256(token.encode()).hexdigest()]


async def test_two_conversations_have_two_tokens(site: Site) -> None:
    assert await site.open() != await site.open()
    assert len(site.engine.alive) == 2


async def test_an_empty_body_opens_and_null_counts_as_missing(site: Site) -> None:
    await site.open()
    await site.open(language=None, audience=None, country=None, timezone=None, page=None)
    wishes = site.engine.opened[1]
    assert {value for name, value in wishes.items() if name != "key"} == {None}


async def test_of_the_page_only_host_and_path_go_on(site: Site) -> None:
    await site.open(page="https://ola:pw@school.example:8080/help?name=Ola#me", timezone="No/Where")
    assert site.engine.opened[0]["page"] == "school.example/help"
    assert site.engine.opened[0]["timezone"] is None


async def test_a_known_time_zone_goes_on(site: Site) -> None:
    await site.open(timezone="Europe/Warsaw")
    assert site.engine.opened[0]["timezone"] == "Europe/Warsaw"


async def test_a_retry_gets_the_reply_and_other_content_a_conflict(site: Site) -> None:
    bearer = await site.open()
    said = {"id": "m", "text": "hi"}
    first = await site.client.post(SAY, json=said, headers=bearer)
    second = await site.client.post(SAY, json=said, headers=bearer)
    assert await first.json() == await second.json()
    other = await site.client.post(SAY, json={**said, "text": "ho"}, headers=bearer)
    assert (await hold_answer(other, "POST", SAY))["error"]["code"] == "message_id_reused"
    assert other.status == 409


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": "hi"}, "bad_id"),
        ({"id": "", "text": "hi"}, "bad_id"),
        ({"id": 7, "text": "hi"}, "bad_id"),
        ({"id": "x" * 65, "text": "hi"}, "bad_id"),
        ({"id": "a\x00b", "text": "hi"}, "bad_id"),
        ({"id": "m"}, "text_or_choice"),
        ({"id": "m", "text": "hi", "choice": "topic:passwords"}, "text_or_choice"),
        ({"id": "m", "text": ""}, "text_missing"),
        ({"id": "m", "text": ["hi"]}, "text_missing"),
        ({"id": "m", "text": "x" * 1001}, "text_too_long"),
        ({"id": "m", "choice": "/restart"}, "unknown_choice"),
        ({"id": "m", "choice": "x" * 101}, "unknown_choice"),
        ([], "bad_body"),
        ("hi", "bad_body"),
        (7, "bad_body"),
    ],
)
async def test_a_message_that_cannot_be_used(site: Site, body: object, code: str) -> None:
    bearer = await site.open()
    response = await site.client.post(SAY, json=body, headers=bearer)
    assert response.status == 422
    assert (await hold_answer(response, "POST", SAY))["error"]["code"] == code
    assert not site.engine.heard


async def test_a_text_of_a_thousand_characters_is_heard(site: Site) -> None:
    bearer = await site.open()
    response = await site.client.post(SAY, json={"id": "m", "text": "ż" * 1000}, headers=bearer)
    assert response.status == 200


async def test_half_characters_are_made_readable(site: Site) -> None:
    bearer = await site.open()
    headers = {**bearer, "Content-Type": "application/json"}
    response = await site.client.post(
        SAY, data=rb'{"id": "m", "text": "a\ud800b\u0000"}', headers=headers
    )
    assert response.status == 200
    assert site.engine.heard[0]["text"] == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"language": "xx"}, "unknown_language"),
        ({"language": 1}, "unknown_language"),
        ({"country": "QQ"}, "unknown_country"),
        ({"country": "pl"}, "unknown_country"),
        ({"country": ["PL"]}, "unknown_country"),
        ({"audience": "age_90"}, "unknown_audience"),
        ({"timezone": 3}, "bad_timezone"),
        ({"page": {}}, "bad_page"),
        ({"page": "x" * 2001}, "bad_page"),
    ],
)
async def test_an_opening_that_cannot_be_used(
    site: Site, wish: dict[str, object], code: str
) -> None:
    response = await site.client.post(OPEN, json=wish)
    assert response.status == 422
    assert (await hold_answer(response, "POST", OPEN))["error"]["code"] == code
    assert not site.engine.opened


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b'{"id": NaN}', b"[" * 9000, b"'", b"\xef\xbb\xbf{}"]
)
async def test_what_is_no_json_is_refused(site: Site, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = await site.client.post(OPEN, data=raw, headers=headers)
    assert response.status == 400
    assert (await hold_answer(response, "POST", OPEN))["error"]["code"] == "bad_json"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_another_content_type_is_refused(site: Site, kind: str) -> None:
    response = await site.client.post(OPEN, data=b"{}", headers={"Content-Type": kind})
    assert response.status == 415
    assert (await hold_answer(response, "POST", OPEN))["error"]["code"] == "not_json"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "no_token"),
        ("", "no_token"),
        ("Basic abc", "no_token"),
        ("Bearer", "unknown_token"),
        ("Bearer short", "unknown_token"),
        ("Bearer " + "A" * 43, "unknown_token"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", CURRENT), ("DELETE", CURRENT), ("POST", SAY)])
async def test_without_a_living_token_nothing_is_told(
    site: Site, method: str, path: str, header: str | None, code: str
) -> None:
    await site.open()
    headers = {} if header is None else {"Authorization": header}
    body = {"id": "m", "text": "hi"} if method == "POST" else None
    response = await site.client.request(method, path, headers=headers, json=body)
    assert response.status == 401
    assert (await hold_answer(response, method, path))["error"]["code"] == code


async def test_a_token_in_the_address_is_not_read(site: Site) -> None:
    token = (await site.open())["Authorization"].removeprefix("Bearer ")
    response = await site.client.get(CURRENT, params={"token": token, "access_token": token})
    assert response.status == 401


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_sixteen_kilobytes_is_refused(site: Site, chunked: bool) -> None:
    bearer = await site.open()
    raw = json.dumps({"id": "m", "text": "hi", "pad": "x" * 16_400}).encode()

    async def pieces():
        yield raw[:9000]
        yield raw[9000:]

    headers = {**bearer, "Content-Type": "application/json"}
    data = pieces() if chunked else raw
    response = await site.client.post(SAY, data=data, headers=headers)
    assert response.status == 413
    assert (await hold_answer(response, "POST", SAY))["error"]["code"] == "body_too_large"


async def test_a_body_that_drips_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "PATIENCE", 0.01)
    bearer = await site.open()
    end = asyncio.Event()

    async def pieces():
        yield b'{"id": '
        await end.wait()

    headers = {**bearer, "Content-Type": "application/json"}
    response = await site.client.post(SAY, data=pieces(), headers=headers)
    assert response.status == 408
    assert (await hold_answer(response, "POST", SAY))["error"]["code"] == "too_slow"
    end.set()


async def test_a_turn_goes_on_when_the_browser_leaves(start: Start) -> None:
    site = await start()
    bearer = await site.open()
    site.engine.gate = asyncio.Event()
    with pytest.raises(TimeoutError):
        await site.client.post(
            SAY, json={"id": "m", "text": "hi"}, headers=bearer, timeout=ClientTimeout(total=0.05)
        )
    site.engine.gate.set()
    again = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    assert again.status == 200
    # The first turn was not cancelled with its request: both reached the end.
    assert len(site.engine.heard) == 2


async def test_a_slow_turn_is_answered_with_helplines_before_the_widget_gives_up(
    start: Start,
) -> None:
    site = await start(turn_deadline=0.01)
    bearer = await site.open(language="en", country="IE")
    site.engine.gate = asyncio.Event()
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    body = await hold_answer(response, "POST", SAY)
    assert body["error"]["code"] == "unavailable"
    assert {line["country"] for line in body["helplines"]} == {"IE"}
    site.engine.gate.set()
