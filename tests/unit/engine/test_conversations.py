"""Conversations die by themselves, and at once when the child says so."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from bot.engine.conversations import ConversationStore, Lifetime, MemoryConversations, content_hash
from bot.engine.redis_conversations import RedisConversations
from bot.errors import MessageIdReused, TooManyConversations, UnknownConversation

LIFETIME = Lifetime(idle=60.0, absolute=200.0)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis server on loopback that keeps nothing on disk."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: install the Debian package redis-server"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, clock: Clock) -> ConversationStore:
    if request.param == "memory":
        return MemoryConversations(LIFETIME, 3, clock)
    url = request.getfixturevalue("redis_url")

    with Redis.from_url(url) as client:
        client.flushall()
    return RedisConversations(url, LIFETIME, 3, clock)


async def test_what_is_saved_is_there_again(store: ConversationStore) -> None:
    talk = await store.create("a")
    talk.slots["language"] = "pl"
    talk.add("m1", content_hash("hej", None), [{"kind": "answer", "text": "x"}], {"risk": "none"})
    await store.save("a", talk)
    again = await store.get("a")
    assert again.slots == {"language": "pl"}
    assert again.replayed("m1", content_hash("hej", None)) == (
        [{"kind": "answer", "text": "x"}],
        {"risk": "none"},
    )
    with pytest.raises(MessageIdReused):
        again.replayed("m1", content_hash("other", None))
    await store.stop()


async def test_it_dies_when_nothing_is_said(store: ConversationStore, clock: Clock) -> None:
    await store.create("a")
    clock.now += 59
    talk = await store.get("a")
    await store.save("a", talk)
    clock.now += 59
    await store.get("a")
    clock.now += 2
    with pytest.raises(UnknownConversation):
        await store.get("a")
    await store.stop()


async def test_it_dies_at_its_absolute_age(store: ConversationStore, clock: Clock) -> None:
    await store.create("a")
    for _ in range(5):
        clock.now += 39
        await store.save("a", await store.get("a"))
    clock.now += 10
    with pytest.raises(UnknownConversation):
        await store.get("a")
    await store.stop()


async def test_forgotten_in_mid_turn_stays_forgotten(store: ConversationStore) -> None:
    talk = await store.create("a")
    await store.delete("a")
    await store.save("a", talk)
    with pytest.raises(UnknownConversation):
        await store.get("a")
    await store.stop()


async def test_too_many_are_refused(store: ConversationStore) -> None:
    for key in "abc":
        await store.create(key)
    with pytest.raises(TooManyConversations):
        await store.create("d")
    await store.stop()


async def test_one_turn_at_a_time(store: ConversationStore) -> None:
    order: list[str] = []

    async def turn(name: str) -> None:
        async with store.lock("a"):
            order.append(name + " begins")
            await asyncio.sleep(0.01)
            order.append(name + " ends")

    await asyncio.gather(turn("one"), turn("two"))
    assert [step.split()[1] for step in order] == ["begins", "ends", "begins", "ends"]
    await store.stop()


async def test_the_memory_of_a_talk_is_bounded() -> None:
    talk = await MemoryConversations(LIFETIME, 3, Clock()).create("a")
    for number in range(300):
        talk.add(f"m{number}", "x", [{"kind": "answer", "text": "y" * 2000}], {})
    assert len(talk.replies) <= 8
    assert len(repr(talk.messages)) <= 66_000


async def test_what_a_child_wrote_is_not_in_it() -> None:
    assert "secret" not in content_hash("secret", None)
