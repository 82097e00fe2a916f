"""Serves the application until it is told to stop or the engine cannot start."""

import asyncio
import signal
import threading
from collections.abc import Callable

import structlog
from aiohttp import web

from bot.settings import Settings
from bot.web.keys import ENGINE_START, STOPPING

log = structlog.get_logger()

# A caller that sends no whole request for so many seconds is cut off (slow or dead clients).
IDLE_SECONDS = 30.0
SHUTDOWN_SECONDS = 10.0
LINE_BYTES = 4096  # the request line, so also the longest address
HEADER_BYTES = 4096
HEADERS = 64
SIGNALS = (signal.SIGTERM, signal.SIGINT)


def runner_of(app: web.Application) -> web.AppRunner:
    """A runner with the limits on headers and on slow clients."""
    return web.AppRunner(
        app,
        access_log=None,
        keepalive_timeout=IDLE_SECONDS,
        shutdown_timeout=SHUTDOWN_SECONDS,
        max_line_size=LINE_BYTES,
        max_field_size=HEADER_BYTES,
        max_headers=HEADERS,
        lingering_time=2.0,
    )


async def serve(
    app: web.Application,
    settings: Settings,
    *,
    stop: asyncio.Event | None = None,
    on_listening: Callable[[str], None] | None = None,
) -> None:
    """Listen, and come back after SIGTERM, SIGINT or `stop`, with every running turn finished.

    `on_listening` gets the address, such as `http://127.0.0.1:8080`, once it is open. Raises what
    the engine raised if it could not start, and OSError if the port is taken.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    # Only the main thread hears signals; a test may serve from another one.
    signals = SIGNALS if threading.current_thread() is threading.main_thread() else ()
    for name in signals:
        loop.add_signal_handler(name, stop.set)
    runner = runner_of(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port, backlog=512)
        await site.start()
        port = runner.addresses[0][1]
        address = f"http://{settings.host}:{port}"
        log.info("listening", address=address)
        if on_listening:
            on_listening(address)
        started = app[ENGINE_START]
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait({started, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if started.done() and not started.cancelled():
            started.result()
        await stopped
        app[STOPPING].set()
    finally:
        await runner.cleanup()
        for name in signals:
            loop.remove_signal_handler(name)
