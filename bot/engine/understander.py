"""Understanding in threads, so that the web loop goes on answering while a message is read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

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
        parsed: dict[str, Any] = asyncio.run(self._processor.parse_message(message))
        return parsed

    async def understand(self, text: str, known: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The same without blocking the loop; raises TimeoutError after so many `seconds`."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._threads, self.parse, text, known)
        return await asyncio.wait_for(future, seconds)

    def close(self) -> None:
        """Lets running reads finish."""
        self._threads.shutdown(wait=False, cancel_futures=True)
