"""The real web server with written replies: what the widget does, whatever the product says.

It starts in a moment, can be stopped and started again on its port, and always says the same, so
that pictures can be compared.
"""

import asyncio
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.ports import Turn
from bot.web.server import serve
from tests.unit.web.fakes import FakeDirectory, FakeEngine

# What is said in the written talk: a question, a disclosure, fear.
SAYS = {
    "pl": ("Jakie hasło jest dobre?", "Ktoś mi grozi", "Boję się"),
    "en": ("What is a good password?", "Someone threatens me", "I'm scared"),
}
TALK = json.loads(Path(__file__).with_name("talk.json").read_text(encoding="utf-8"))


@dataclass
class WrittenEngine(FakeEngine):
    """Says what `talk.json` has for a text, and its first answer to everything else."""

    async def say(
        self, key: str, message_id: str, *, text: str | None = None, choice: str | None = None
    ) -> Turn:
        """Answers; a choice of language changes the language."""
        if choice and choice.startswith("language:"):
            self._held(key)["state"]["language"] = choice.removeprefix("language:")
            choice = "act:change_language"
        return await super().say(key, message_id, text=text, choice=choice)

    def _turn(self, key: str, text: str, kind: str) -> Turn:
        state = self._held(key)["state"]
        said = self.heard[-1]["text"] if kind == "answer" else ""
        replies = TALK[state["language"]]
        messages = [dict(m) for m in replies.get(said) or list(replies.values())[1]]
        for message in messages:
            if "helplines" in message:
                message["helplines"] = [TALK["helplines"][name] for name in message["helplines"]]
        return Turn(messages, dict(state), 1800)


class WrittenDirectory(FakeDirectory):
    """The helplines of `talk.json`."""

    async def fallback(self, now: Any) -> dict[str, Any]:
        lines = [TALK["helplines"]["line"]]
        return {
            "emergency": {"PL": {"number": "112"}, "default": {"number": "112"}},
            "helplines": {"PL": lines, "default": []},
        }


class WrittenTopics:
    """The topics of `talk.json`."""

    def groups(self, language: str, audience: str | None) -> list[dict[str, Any]]:
        """The same for every audience."""
        groups: list[dict[str, Any]] = TALK["topics"][language]
        return groups


class Stage:
    """One server: `start` and `stop` as often as a test wants, at the same address."""

    def __init__(self, **environment: str) -> None:
        self.environment = {"LATARNIK_RATE_LIMIT": "off", "LATARNIK_PORT": "0", **environment}
        self.address = ""
        self.engine = WrittenEngine()

    def start(self) -> "Stage":
        """Serve, with no memory of the conversations before."""
        self.engine = WrittenEngine()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        listening = threading.Event()

        def opened(where: str) -> None:
            self.address = where
            self.environment["LATARNIK_PORT"] = where.rsplit(":", 1)[1]
            listening.set()

        settings = Settings.from_environment(self.environment)
        app = create_app(
            settings,
            self.engine,
            WrittenDirectory(),
            topic_list=WrittenTopics(),
            conversations_alive=self.engine.count,
        )
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(
                serve(app, settings, stop=self._stop, on_listening=opened)
            ),
            daemon=True,
        )
        self._thread.start()
        assert listening.wait(15), "the stage did not open"
        return self

    def stop(self) -> None:
        """End the server, its conversations with it."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        self._loop.close()
