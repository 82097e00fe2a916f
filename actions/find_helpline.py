"""Shows the helplines of the person's country."""

from actions.turn import LatarnikAction, Message, Turn


class FindHelpline(LatarnikAction):
    """Also the answer to the topic `find_helpline`."""

    action_name = "action_find_helpline"

    async def answer(self, turn: Turn) -> None:
        """The topic's answer, beside cards for what the talk is about."""
        answer = turn.catalogue.answer("find_helpline", *turn.listener)
        await say_cards(turn, {**turn.body(answer), "topic": "find_helpline"})


async def say_helplines(turn: Turn, key: str) -> None:
    """Says a text of data/dialogue with the cards that fit the talk so far."""
    key = turn.key(key)
    await say_cards(turn, turn.body(turn.catalogue.text(key, *turn.listener)))


async def say_cards(turn: Turn, message: Message) -> None:
    """Adds the cards that fit the talk so far, and asks for the country if it is not known."""
    catalogue = turn.catalogue
    room = catalogue.disclosures.get(turn.slot("disclosure")) or catalogue.topics.get(
        turn.slot("topic")
    )
    needs = dict.fromkeys((*(room.resource_kinds if room else ()), *turn.default_needs()))
    turn.say({**message, "kind": "helplines", "helplines": await turn.helplines(list(needs))})
    if not turn.in_distress:  # else the talk is still about what was told
        turn.remember(topic="find_helpline", part="answer")
    await turn.ask_country_once()
