"""Small parts: who calls, the counting of limits, the server's life."""

import asyncio
import ipaddress

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import make_mocked_request

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.clients import Clients
from bot.web.middlewares.rate_limit import CountsInMemory
from bot.web.server import LINE_BYTES, serve

from .fakes import FakeClock, FakeDirectory, FakeEngine, FakeSeconds


class Peer:
    """A connection from an address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get_extra_info(self, name: str, default: object = None) -> object:
        return (self.address, 1234) if name == "peername" else default


def asked(address: str, **headers: str):
    return make_mocked_request("GET", "/", headers=headers, transport=Peer(address))


def test_a_key_does_not_show_the_address_and_changes_every_day() -> None:
    clock = FakeClock()
    clients = Clients((), clock)
    first = clients.key(asked("192.0.2.1"))
    assert "192" not in first
    assert first == clients.key(asked("192.0.2.1"))
    assert first != clients.key(asked("192.0.2.2"))
    clock.moment = clock.moment.replace(day=24)
    assert first != clients.key(asked("192.0.2.1"))
    assert first != Clients((), FakeClock()).key(asked("192.0.2.1"))


def test_a_network_of_one_subscriber_has_one_key() -> None:
    clients = Clients((), FakeClock())
    assert clients.key(asked("2001:db8::1")) == clients.key(asked("2001:db8::ffff"))
    assert clients.key(asked("2001:db8::1")) != clients.key(asked("2001:db8:0:1::1"))
    assert clients.key(asked("::ffff:192.0.2.1")) == clients.key(asked("192.0.2.1"))


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("203.0.113.9, 192.0.2.1, 10.0.0.7", "192.0.2.1"),
        ("nonsense", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("10.0.0.2, 10.0.0.3", "10.0.0.2"),
    ],
)
def test_the_chain_of_balancers_is_read_from_its_right_end(chain: str, address: str) -> None:
    clients = Clients((ipaddress.ip_network("10.0.0.0/8"),), FakeClock())
    request = asked("10.0.0.1", **{"X-Forwarded-For": chain})
    assert str(clients.address(request)) == address


def test_counts_pass_with_their_window_and_never_grow_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CountsInMemory, "MOST_KEYS", 10)
    clock = FakeSeconds()
    counts = CountsInMemory(clock)
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.get("a")] == [1, 2, 2]
    assert counts.get_expiry("a") == clock.seconds + 60
    clock.seconds += 60
    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1
    for number in range(50):
        counts.incr(str(number), 60)
    assert counts.reset() <= 10
    counts.clear("none")
    assert counts.check()


async def test_the_server_answers_until_it_is_told_to_stop() -> None:
    settings = Settings.from_environment({"LATARNIK_PORT": "0"})
    engine = FakeEngine()
    stop = asyncio.Event()
    where: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    app = create_app(settings, engine, FakeDirectory())
    running = asyncio.create_task(serve(app, settings, stop=stop, on_listening=where.set_result))
    address = await where
    async with ClientSession() as session:
        async with session.get(address + "/livez") as response:
            assert response.status == 200
        async with session.get(address + "/" + "x" * LINE_BYTES) as response:
            assert response.status == 400
        async with session.get(address + "/livez", headers={"X-A": "x" * 9000}) as response:
            assert response.status == 400
    stop.set()
    await running
    assert engine.stopped


async def test_an_engine_that_cannot_start_ends_the_server_and_says_why() -> None:
    settings = Settings.from_environment({"LATARNIK_PORT": "0"})
    engine = FakeEngine(ready=False, start_fault=LookupError("no model: run `latarnik train`"))
    app = create_app(settings, engine, FakeDirectory())
    with pytest.raises(LookupError, match="no model"):
        await serve(app, settings)
    assert engine.stopped
