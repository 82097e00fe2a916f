"""The list of what can be asked, and the first questions that the widget suggests."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.content import Catalogue
from bot.labels import Labels

from .conftest import Site, Start
from .contract import ROOT, hold_answer

TOPICS = "/api/v1/topics"
LABELS = Labels.load(ROOT / "data" / "labels.yml")
STRINGS = sorted((ROOT / "widget" / "src" / "strings").glob("*.json"))


@cache
def written() -> Catalogue:
    return Catalogue.load(ROOT / "data")


@pytest.fixture
async def listed(start: Start) -> Site:
    return await start(topic_list=written())


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("audience", LABELS.audiences)
async def test_an_audience_sees_its_topics_and_no_other(
    listed: Site, language: str, audience: str
) -> None:
    query = {"language": language, "audience": audience}
    body = await hold_answer(await listed.client.get(TOPICS, params=query), "GET", TOPICS)
    shown = [topic["id"] for group in body["groups"] for topic in group["topics"]]
    own = [name for name, label in LABELS.topics.items() if audience in label.audiences]
    assert sorted(shown) == sorted(own)
    for group in body["groups"]:
        for topic in group["topics"]:
            assert LABELS.topics[topic["id"]].group == group["id"]
            assert topic["label"] == written().topics[topic["id"]].title(language, audience)


async def test_nobody_known_sees_the_list_of_the_youngest(listed: Site) -> None:
    unknown = await (await listed.client.get(TOPICS)).json()
    youngest = await (await listed.client.get(TOPICS, params={"audience": "age_6_9"})).json()
    assert unknown == youngest
    assert unknown["groups"]


async def test_the_language_of_the_browser_stands_in(listed: Site) -> None:
    response = await listed.client.get(TOPICS, headers={"Accept-Language": "en-IE,pl;q=0.5"})
    assert (await response.json())["groups"][0]["label"] == "How I feel"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["audience", "language"])
async def test_an_unknown_word_is_refused(listed: Site, name: str) -> None:
    response = await listed.client.get(TOPICS, params={name: "QQ"})
    assert response.status == 422
    assert (await hold_answer(response, "GET", TOPICS))["error"]["code"] == f"unknown_{name}"


async def test_without_a_list_there_is_an_empty_one(site: Site) -> None:
    body = await hold_answer(await site.client.get(TOPICS), "GET", TOPICS)
    assert body == {"groups": []}


@pytest.mark.parametrize("file", STRINGS, ids=lambda file: file.stem)
def test_first_questions_lead_to_topics_of_that_audience(file: Path) -> None:
    strings: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert sorted(strings["first"]) == sorted(LABELS.audiences)
    for audience, questions in strings["first"].items():
        offered = {c.removeprefix("topic:") for c in _offered(file.stem, audience)}
        assert 3 <= len(questions) <= 4
        for topic in questions:
            assert audience in LABELS.topics[topic].audiences
            assert topic not in offered, "the first choices offer this already"


def _offered(language: str, audience: str) -> tuple[str, ...]:
    return written().text("ready", language, audience).choices
