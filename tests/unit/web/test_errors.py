"""Every failure is a kind sentence, in the language asked, with helplines where they are due."""

import asyncio
import json

import pytest
import yaml

from bot import errors
from bot.errors import ConversationBusy, LatarnikError, TooManyConversations
from bot.settings import SettingsError
from bot.web.problems import STATUS
from bot.web.vocabulary import DATA

from .conftest import WORDS, Site, Start
from .contract import hold_answer
from .fakes import FakeDirectory, FakeEngine

OPEN = "/api/v1/conversations"
SAY = "/api/v1/messages"
DOMAIN = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, LatarnikError)
]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_code_has_a_sentence_and_no_sentence_is_left_over(language: str) -> None:
    path = DATA / "dialogue" / f"errors.{language}.yml"
    sentences = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(sentences) == set(STATUS)
    assert all(len(sentence.split()) <= 30 for sentence in sentences.values())


@pytest.mark.parametrize("kind", DOMAIN)
def test_every_domain_error_has_a_status(kind: type[LatarnikError]) -> None:
    assert kind.code in STATUS


@pytest.mark.parametrize(
    ("headers", "query", "language"),
    [
        ({}, "", "pl"),
        ({"Accept-Language": "en-GB,en;q=0.9,pl;q=0.5"}, "", "en"),
        ({"Accept-Language": "de, pl;q=0.4, en;q=0.8"}, "", "en"),
        ({"Accept-Language": "en;q=0, *"}, "", "pl"),
        ({"Accept-Language": "en;q=x,;;,q"}, "", "pl"),
        ({"Accept-Language": "en"}, "?language=pl", "pl"),
        ({"Accept-Language": "pl"}, "?language=en", "en"),
    ],
)
async def test_the_sentence_is_in_the_language_asked(
    site: Site, headers: dict[str, str], query: str, language: str
) -> None:
    response = await site.client.get("/nowhere" + query, headers=headers)
    assert response.status == 404
    body = await response.json()
    sentences = WORDS.sentences[language]
    assert body == {"error": {"code": "not_found", "message": sentences["not_found"]}}


async def test_a_language_in_the_body_counts(site: Site) -> None:
    response = await site.client.post(OPEN, json={"language": "en", "country": "QQ"})
    message = (await response.json())["error"]["message"]
    assert message == WORDS.sentences["en"]["unknown_country"]


async def test_another_method_is_answered_in_json(site: Site) -> None:
    response = await site.client.put(OPEN)
    assert (await hold_answer(response, "POST", OPEN))["error"]["code"] == "method_not_allowed"
    assert response.headers["Allow"] == "POST"


async def test_until_the_engine_is_ready_helplines_answer(start: Start) -> None:
    loading = asyncio.Event()
    site = await start(Site(engine=FakeEngine(ready=False, loading=loading)))
    assert (await site.client.get("/livez")).status == 200
    waiting = await site.client.get("/readyz")
    assert (await hold_answer(waiting, "GET", "/readyz"))["error"]["code"] == "starting"
    response = await site.client.post(OPEN, json={"country": "PL"})
    body = await hold_answer(response, "POST", OPEN)
    assert response.status == 503
    assert [line["kind"] for line in body["helplines"]] == ["emergency", "child_helpline"]
    assert body["helplines"][0]["country"] == "PL"
    loading.set()
    while (await site.client.get("/readyz")).status != 200:
        await asyncio.sleep(0)
    await site.open()


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (TooManyConversations(), 503, "too_many_conversations"),
        (ConversationBusy(), 429, "conversation_busy"),
        (RuntimeError("nie chce mi sie zyc"), 503, "unavailable"),
        (KeyError("nie chce mi sie zyc"), 503, "unavailable"),
        (TimeoutError(), 503, "unavailable"),
    ],
)
async def test_what_the_engine_raises(site: Site, fault: Exception, status: int, code: str) -> None:
    bearer = await site.open(language="en", country="IE")
    site.engine.fault = fault
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    body = await hold_answer(response, "POST", SAY)
    assert response.status == status
    assert body["error"]["code"] == code
    assert body["helplines"]
    assert "zyc" not in json.dumps(body)


async def test_a_failed_turn_speaks_the_language_and_country_of_the_conversation(
    site: Site,
) -> None:
    bearer = await site.open(language="en", country="IE")
    site.engine.fault = RuntimeError()
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    body = await response.json()
    assert body["error"]["message"] == WORDS.sentences["en"]["unavailable"]
    assert {line["country"] for line in body["helplines"]} == {"IE"}


async def test_an_empty_reply_never_reaches_a_child(site: Site) -> None:
    bearer = await site.open()
    site.engine.silent = True
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    assert response.status == 503
    assert (await hold_answer(response, "POST", SAY))["helplines"]


@pytest.mark.parametrize(("method", "path"), [("POST", OPEN), ("DELETE", OPEN + "/current")])
async def test_other_calls_that_fail_are_kind_too(site: Site, method: str, path: str) -> None:
    bearer = await site.open()

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    site.engine.open = site.engine.forget = broken  # type: ignore[method-assign, assignment]
    response = await site.client.request(method, path, json={}, headers=bearer)
    assert response.status == 503
    assert (await hold_answer(response, method, path))["helplines"]


async def test_with_engine_and_directory_gone_the_helplines_of_the_start_are_shown(
    start: Start,
) -> None:
    site = await start(LATARNIK_DEFAULT_COUNTRY="PL")
    bearer = await site.open()
    site.directory.fault = RuntimeError()
    site.engine.fault = RuntimeError()
    site.clock.moment = site.clock.moment.replace(hour=20)
    response = await site.client.post(SAY, json={"id": "m", "text": "hi"}, headers=bearer)
    body = await hold_answer(response, "POST", SAY)
    assert [line["kind"] for line in body["helplines"]] == ["emergency", "child_helpline"]


async def test_a_directory_that_is_empty_handed_stops_the_start(start: Start) -> None:
    with pytest.raises(OSError, match="no database"):
        await start(Site(directory=FakeDirectory(fault=OSError("no database"))))


async def test_a_default_language_nobody_speaks_stops_the_start(start: Start) -> None:
    with pytest.raises(SettingsError, match="LATARNIK_DEFAULT_LANGUAGE=de: give one of: en, pl"):
        await start(LATARNIK_DEFAULT_LANGUAGE="de")


async def test_when_the_server_stops_the_engine_and_the_directory_stop(start: Start) -> None:
    site = await start()
    assert site.directory.running
    await site.client.close()
    assert site.engine.stopped
    assert not site.directory.running
