"""How tests talk to the product: `child.says("ktos mi grozi").gets(kind="support", country="PL")`."""

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import ClientSession

from bot.content import Catalogue

Message = dict[str, Any]


@cache
def answers_to(next_question: str) -> frozenset[str]:
    """How every answer to a next question begins, of one topic ("passwords/why") or the general."""
    catalogue = Catalogue.load()
    topic_id, _, kind = next_question.rpartition("/")
    written = catalogue.topics[topic_id].followups if topic_id else catalogue.followups
    answers = [a for own in written.values() for a in own.get(kind, {}).values()]
    return frozenset(answer.text.partition("{")[0] for answer in answers)


@dataclass
class Answer:
    """What came back for one message."""

    asked: str
    messages: list[Message]
    state: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def helplines(self) -> list[dict[str, Any]]:
        return [card for message in self.messages for card in message.get("helplines", [])]

    @property
    def choices(self) -> list[str]:
        return [c["id"] for message in self.messages for c in message.get("choices", [])]

    def gets(
        self,
        kind: str | None = None,
        topic: str | None = None,
        disclosure: str | None = None,
        country: str | None = None,
        emergency: str | None = None,
        offers: str | None = None,
        helplines: bool | None = None,
        contains: str | None = None,
        country_is: str | None = None,
        source: str | None = None,
        says_it: str | None = None,
        answers: str | None = None,
        **state: Any,
    ) -> "Answer":
        """Fails, saying what was asked and what came, unless the answer has all of this."""
        shown = f"{self.asked!r} got {[(m['kind'], m.get('topic'), m.get('disclosure')) for m in self.messages]}: {self.text[:300]!r} {self.state}"
        assert self.messages, shown
        if kind:
            assert kind in [m["kind"] for m in self.messages], f"no {kind}: {shown}"
        if topic:
            assert topic in [m.get("topic") for m in self.messages], f"no {topic}: {shown}"
        if disclosure:
            assert disclosure in [m.get("disclosure") for m in self.messages], (
                f"no {disclosure}: {shown}"
            )
        if helplines is not None:
            assert bool(self.helplines) is helplines, f"helplines {self.helplines}: {shown}"
        if country:
            assert self.helplines, f"no helplines: {shown}"
            assert {c["country"] for c in self.helplines} <= {country, "ZZ"}, (
                f"wrong country: {shown}"
            )
            assert country in {c["country"] for c in self.helplines}, f"none of {country}: {shown}"
        if emergency:
            numbers = [c["phone"] for c in self.helplines if c["kind"] == "emergency"]
            assert emergency in numbers, f"emergency {numbers}: {shown}"
        if offers:
            assert offers in self.choices, f"choices {self.choices}: {shown}"
        if contains:
            assert contains in self.text, f"without {contains!r}: {shown}"
        if source:
            urls = [s["url"] for message in self.messages for s in message.get("sources", [])]
            assert source in urls, f"sources {urls}: {shown}"
        if says_it:
            sentences = [message.get("say_it", "") for message in self.messages]
            assert any(says_it in sentence for sentence in sentences), f"{sentences}: {shown}"
        if answers:
            begins = tuple(answers_to(answers))
            assert any(m["text"].startswith(begins) for m in self.messages), (
                f"no answer to {answers}: {shown}"
            )
        if country_is:
            state["country"] = country_is
        for name, value in state.items():
            assert self.state.get(name) == value, f"state {name}: {shown}"
        return self


class Child:
    """Somebody at the other end of the HTTP API."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session = session
        self._address = address
        self._token = ""
        self._ids = itertools.count()

    async def opens(self, **about: Any) -> Answer:
        async with self._session.post(f"{self._address}/api/v1/conversations", json=about) as got:
            body = await got.json()
            assert got.status == 201, body
            self._token = body["token"]
            return Answer("(opens)", body["messages"], body["state"])

    async def says(self, text: str) -> Answer:
        return await self._sends({"text": text})

    async def chooses(self, choice: str) -> Answer:
        return await self._sends({"choice": choice})

    async def leaves(self) -> int:
        async with self._session.delete(
            f"{self._address}/api/v1/conversations/current", headers=self._headers
        ) as got:
            return got.status

    async def sends(self, body: Any, path: str = "/api/v1/messages") -> tuple[int, Any]:
        async with self._session.post(
            self._address + path, json=body, headers=self._headers
        ) as got:
            return got.status, await got.json()

    async def _sends(self, content: dict[str, Any]) -> Answer:
        status, body = await self.sends({"id": f"m{next(self._ids)}", **content})
        assert status == 200, (content, status, body)
        return Answer(next(iter(content.values())), body["messages"], body["state"])

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}
