"""Fixtures for all tests: the trained product, served on loopback."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import logs, without_tensorflow

logs.configure("error")
without_tensorflow.leave_out()
os.environ.setdefault("OMP_NUM_THREADS", "2")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole product with the trained model, in a thread of this process."""
    from bot.product import build
    from bot.settings import Settings
    from bot.web.server import serve

    model = ROOT / "models" / "latarnik.tar.gz"
    assert model.exists(), "no model: run `latarnik train` first (make test does)"
    database = tmp_path_factory.mktemp("directory") / "directory.sqlite"
    settings = Settings.from_environment(
        {
            "LATARNIK_PORT": "0",
            "LATARNIK_RATE_LIMIT": "off",
            "LATARNIK_DATABASE_URL": f"sqlite:///{database}",
            "LATARNIK_MODEL": str(model),
        }
    )
    address: list[str] = []
    listening = threading.Event()
    failed: list[BaseException] = []
    loop = asyncio.new_event_loop()
    stop: list[asyncio.Event] = []

    def opened(where: str) -> None:
        address.append(where)
        listening.set()

    async def live() -> None:
        stop.append(asyncio.Event())
        await serve(build(settings), settings, stop=stop[0], on_listening=opened)

    def run() -> None:
        try:
            loop.run_until_complete(live())
        except BaseException as error:
            failed.append(error)
            listening.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    listening.wait(60)
    if failed:
        raise failed[0]
    _wait_until_ready(address[0], failed)
    yield address[0]
    loop.call_soon_threadsafe(stop[0].set)
    thread.join(15)


def _wait_until_ready(address: str, failed: list[BaseException]) -> None:
    import time
    import urllib.error
    import urllib.request

    for _ in range(600):
        if failed:
            raise failed[0]
        try:
            urllib.request.urlopen(address + "/readyz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            time.sleep(0.1)
    raise TimeoutError("the product did not become ready")


@pytest.fixture
async def child(product: str) -> AsyncIterator["Child"]:  # noqa: F821
    """Somebody with a conversation still to be opened."""
    from aiohttp import ClientSession

    from tests.talk import Child

    async with ClientSession() as session:
        yield Child(session, product)
