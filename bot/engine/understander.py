"""Understanding in threads, so that the web loop goes on answering while a message is read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext

from bot.engine import rules, runner  # noqa: F401 (Rasa works with them from here on)

# Rasa writes its whole graph into a debug line that nobody reads, for every message: 2 ms.
ExecutionContext.__repr__ = object.__repr__
# The encoders release the interpreter lock while they compute: two cores, two readers.
_READERS = 2


class Understander:
    """Parses messages with the NLU part of a loaded Rasa model."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="nlu")

    def parse(self, text: str, known: dict[str, Any]) -> dict[str, Any]:
        """Rasa's parse data for a message; `known` are the slots of the conversation."""
        message = UserMessage(text.lstrip("/ ") or " ", metadata=known)
        # A coroutine, though it waits for nothing: an event loop for each message costs half a
        # millisecond.
        parsing = self._processor.parse_message(message)
        try:
            parsing.send(None)
        except StopIteration as done:
            parsed: dict[str, Any] = done.value
            return parsed
        raise RuntimeError("parsing a message waited for something")

    async def understand(self, text: str, known: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The same without blocking the loop; raises TimeoutError after so many `seconds`."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads, self.parse, text, known)
        return await asyncio.wait_for(future, seconds)

    def close(self) -> None:
        """Lets running reads finish."""
        self._threads.shutdown(wait=False, cancel_futures=True)
