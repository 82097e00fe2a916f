"""The promises of the design as properties: any sequence of messages, through the real product."""

import asyncio
from typing import Any

from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.talk import Answer, Child

URGENT = {
    "pl": ["nie chce mi sie zyc", "tata mnie bije i boje sie wracac do domu", "ktos mnie szantazuje nagimi zdjeciami"],
    "en": ["i want to kill myself", "my uncle touches me", "someone says theyll leak my nudes if i dont pay"],
}  # fmt: skip
LINES = st.sampled_from(
    [
        "hej", "hi", "tak", "no", "dzieki", "what is grooming", "jak zmienic haslo", "jestes glupi",
        "more", "prosciej", "mam 11 lat", "pa", "nic mi nie jest", "im fine", "a jak nie przestanie",
        "to nie to", "😭", "???", "/restart", "/disclosure{\"country\":\"PL\"}", "asdfgh qwerty",
        "lubie pierogi", "who is messi",
    ]
)  # fmt: skip
CHOICES = st.sampled_from(
    ["act:more", "act:simpler", "act:misunderstood", "act:help_now", "act:find_helpline",
     "topic:passwords", "topic:scary_content", "skip:audience", "skip:country", "audience:age_6_9"]
)  # fmt: skip
STEP = st.one_of(
    LINES.map(lambda text: ("text", text)),
    CHOICES.map(lambda choice: ("choice", choice)),
    st.text(min_size=1, max_size=60)
    .filter(lambda text: text.strip())
    .map(lambda text: ("text", text)),
)
COUNTRY = st.sampled_from(["PL", "GB", "DE", "US", "UA", None])
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def take(child: Child, step: tuple[str, str]) -> Answer:
    kind, value = step
    return await (child.says(value) if kind == "text" else child.chooses(value))


def talking(product: str, work: Any) -> Any:
    async def run() -> Any:
        async with ClientSession() as session:
            return await work(Child(session, product))

    return asyncio.run(run())


@FEW
@given(steps=st.lists(STEP, min_size=1, max_size=6), language=st.sampled_from(["pl", "en"]))
def test_there_is_always_a_reply(product: str, steps: list[tuple[str, str]], language: str) -> None:
    async def work(child: Child) -> None:
        assert (await child.opens(language=language)).text
        for step in steps:
            answer = await take(child, step)
            assert answer.messages
            assert all(message["text"].strip() for message in answer.messages)
            assert len(answer.messages) <= 4

    talking(product, work)


@FEW
@given(
    steps=st.lists(STEP, max_size=4),
    language=st.sampled_from(["pl", "en"]),
    country=COUNTRY,
    which=st.integers(0, 2),
)
def test_an_urgent_message_gets_helplines_of_the_country_in_every_state(
    product: str, steps: list[tuple[str, str]], language: str, country: str | None, which: int
) -> None:
    async def work(child: Child) -> None:
        await child.opens(language=language, **({"country": country} if country else {}))
        for step in steps:
            await take(child, step)
        answer = await child.says(URGENT[language][which])
        cards = answer.helplines
        assert answer.state["risk"] == "urgent"
        assert any(card["kind"] == "emergency" and card["phone"] for card in cards)
        assert any(
            card.get("chat") or card.get("web") or card.get("sms") or card.get("email")
            for card in cards
        )
        here = answer.state["country"]
        assert {card["country"] for card in cards} <= {here, "ZZ"}
        support = [message for message in answer.messages if message["kind"] == "support"]
        assert support, answer.text
        said = [support[0]["text"], *support[0].get("steps", []), support[0].get("say_it", "")]
        assert len(" ".join(said).split()) <= 80
        assert sum(message["text"].count("?") for message in answer.messages) <= 1
        assert "dlaczego" not in answer.text.lower()
        assert "why" not in answer.text.lower().split()

    talking(product, work)


@FEW
@given(lines=st.lists(LINES, min_size=2, max_size=5))
def test_two_conversations_never_mix(product: str, lines: list[str]) -> None:
    async def run() -> None:
        async with ClientSession() as session:
            one, other = Child(session, product), Child(session, product)
            await one.opens(language="pl", country="PL", audience="age_13_17")
            await other.opens(language="en", country="GB", audience="age_6_9")
            await one.says("tata mnie bije i boje sie wracac do domu")
            for line in lines:
                first, second = await asyncio.gather(one.chooses("act:help_now"), other.says(line))
                assert first.state["country"] == "PL"
                assert second.state["country"] != "PL"
                assert second.state["audience"] in ("age_6_9", "age_10_12")
                assert {card["country"] for card in first.helplines} <= {"PL", "ZZ"}

    asyncio.run(run())


def test_nothing_survives_leaving(product: str) -> None:
    async def work(child: Child) -> None:
        await child.opens(language="en", country="GB")
        await child.says("my dad hits me")
        assert await child.leaves() == 204
        status, body = await child.sends({"id": "after", "text": "hello"})
        assert (status, body["error"]["code"]) == (401, "unknown_token")

    talking(product, work)


def test_a_retry_gets_the_same_reply_and_other_content_is_refused(product: str) -> None:
    async def work(child: Child) -> None:
        await child.opens(language="en", country="GB")
        first = await child.sends({"id": "one", "text": "what is grooming"})
        again = await child.sends({"id": "one", "text": "what is grooming"})
        assert first[1]["messages"] == again[1]["messages"]
        status, body = await child.sends({"id": "one", "text": "something else"})
        assert (status, body["error"]["code"]) == (409, "message_id_reused")

    talking(product, work)
