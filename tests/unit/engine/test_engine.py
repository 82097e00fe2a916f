"""The engine never says nothing: whatever fails, the child gets a reply with people who help."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from rasa_sdk import Action

from actions.directory import Directory
from actions.registry import ACTIONS, all_actions
from actions.services import Services, services_from_environment
from bot.content import Catalogue
from bot.engine.agent import NoLock, OneTurnTrackers, StrictAgent
from bot.engine.choices import parse_choice
from bot.engine.conversations import Lifetime, MemoryConversations
from bot.engine.engine import Engine, EngineNotReady
from bot.engine.in_process import InProcessActions
from bot.errors import UnknownChoice
from bot.nlu.lexicon import RiskLexicon
from bot.nlu.risk import Alarm
from bot.privacy.masking import Masker

MODEL = Path("models/latarnik.tar.gz")


class OneAlarm(RiskLexicon):
    """A lexicon that hears one thing in every message."""

    def __init__(self, alarm: Alarm | None) -> None:
        super().__init__([])
        self._alarm = alarm

    def assess(self, text: str) -> Alarm | None:
        return self._alarm


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    database = tmp_path_factory.mktemp("d") / "directory.sqlite"
    return Services(Catalogue.load(), Directory(f"sqlite:///{database}"))


def engine(services: Services, alarm: Alarm | None = None, model: Path = MODEL) -> Engine:
    lifetime = Lifetime(60.0, 600.0)
    store = MemoryConversations(lifetime, 10, time.monotonic)
    return Engine(model, services, store, lifetime, Masker(), OneAlarm(alarm), time.monotonic)


async def opened(engine: Engine, **about: Any) -> Engine:
    about = {"language": "en", "country": "GB", "audience": "age_13_17", **about}
    await engine.open("key", timezone=None, page=None, **about)
    return engine


async def test_without_a_model_the_lexicon_still_brings_help(services: Services) -> None:
    alarm = Alarm("urgent", "violence_home", 0.9)
    talk = await opened(engine(services, alarm))
    turn = await talk.say("key", "1", text="my dad hits me")
    assert turn.messages[0]["kind"] == "support"
    assert turn.messages[0]["disclosure"] == "violence_home"
    assert {card["country"] for card in turn.messages[0]["helplines"]} <= {"GB", "ZZ"}
    assert "999" in turn.messages[0]["text"]
    assert turn.state["risk"] == "urgent"


async def test_without_model_and_database_there_is_still_a_sentence(services: Services) -> None:
    class Gone(Directory):
        def __init__(self) -> None:
            pass

        async def find(self, *args: Any, **more: Any) -> list[Any]:
            raise OSError("the database is gone")

        async def emergency(self, country: str | None) -> Any:
            raise OSError("the database is gone")

    talk = engine(Services(services.catalogue, Gone()))
    await talk._conversations.create("key")
    turn = await talk.say("key", "1", text="hello")
    assert turn.messages[0]["kind"] == "fallback"
    assert "112" in turn.messages[0]["text"]


async def test_it_does_not_start_without_a_model(services: Services, tmp_path: Path) -> None:
    with pytest.raises(EngineNotReady, match="latarnik train"):
        await engine(services, model=tmp_path / "none.tar.gz").start()


async def test_an_unknown_choice_is_refused(services: Services) -> None:
    for choice in (
        "topic:nonsense",
        "act:/restart",
        "country:XX",
        "language:de",
        "",
        "x:y",
        "say_it:nothing",
        "section:passwords.none",
    ):
        with pytest.raises(UnknownChoice):
            parse_choice(choice, services.catalogue, frozenset({"PL"}))


async def test_an_action_that_fails_or_hangs_says_nothing_and_the_engine_then_does() -> None:
    class Fails(Action):
        def name(self) -> str:
            return "action_fails"

        async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
            raise RuntimeError("secret words of a child")

    class Hangs(Action):
        def name(self) -> str:
            return "action_hangs"

        async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
            await asyncio.sleep(60)
            return []

    endpoint = InProcessActions([Fails(), Hangs()], timeout=0.05)
    tracker = {"sender_id": "x", "slots": {}, "events": [], "latest_message": {}, "paused": False}
    tracker |= {"followup_action": None, "active_loop": {}, "latest_action_name": None}
    for name in ("action_fails", "action_hangs"):
        call = {"next_action": name, "tracker": tracker, "domain": {}, "version": "3.6.21"}
        assert await endpoint.request(json=call) == {"events": [], "responses": []}


async def test_the_country_of_the_site_stands_in_for_an_unknown_one(services: Services) -> None:
    polish = replace(services, default_country="PL")
    talk = await opened(engine(polish, Alarm("urgent", "violence_home", 0.9)), country=None)
    (message,) = (await talk.say("key", "1", text="my dad hits me")).messages
    assert {card["country"] for card in message["helplines"]} == {"PL"}


async def test_rasas_own_action_server_finds_every_action() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "rasa", "run", "actions", "--actions", "actions", "--port", "5056",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with ClientSession() as session:
            while process.returncode is None:
                try:
                    async with session.get("http://127.0.0.1:5056/actions") as got:
                        names = {action["name"] for action in await got.json()}
                    break
                except ClientError:
                    await asyncio.sleep(0.2)
        assert names >= set(InProcessActions(all_actions(services_from_environment()), 1.0).names)
    finally:
        process.terminate()
        await process.wait()


async def test_every_action_of_the_domain_is_there(services: Services) -> None:
    import yaml

    domain = yaml.safe_load(Path("domain.yml").read_text())
    names = InProcessActions(all_actions(services), 1.0).names
    assert set(domain["actions"]) == names
    assert len(names) == len(ACTIONS)


async def test_the_domain_has_the_topics_that_are_written(services: Services) -> None:
    import yaml

    domain = yaml.safe_load(Path("domain.yml").read_text())
    topics = set(services.catalogue.labels.topics)
    written = set(services.catalogue.topics)
    assert set(domain["intents"]) & topics == written == topics
    assert set(services.catalogue.labels.dialogue_acts) <= set(domain["intents"])


async def test_rasa_gets_no_other_store_and_keeps_no_tracker() -> None:
    with pytest.raises(TypeError):
        StrictAgent(tracker_store=None, lock_store=NoLock())
    trackers = OneTurnTrackers(None)
    trackers.open("key", {"language": "pl"})
    assert trackers.close("key") == {"language": "pl"}
    assert len(trackers) == 0
    assert await trackers.retrieve("key") is None
