"""How do I say it: a sentence to tell an adult, put together from at most two choices."""

from actions.turn import LatarnikAction, Message, Turn

# What is used for a question that was skipped or not asked.
_DEFAULTS = {"about": "about_else", "whom": "whom_anyone", "amount": "amount_some"}
_LITTLE = "amount_little"
_QUESTIONS = 2
_SKIP = "skip"
# More than this many buttons under a question are not read.
_MOST_OFFERED = 6


class SayIt(LatarnikAction):
    """The choices stand in the id of the last one, so nothing about the child is kept."""

    action_name = "action_say_it"

    async def answer(self, turn: Turn) -> None:
        """Asks the next question, or says the sentence; what the talk is about is not asked."""
        chosen = list(turn.decision.get("say_it") or [])
        about = _about(turn)
        asked = ("whom", "amount") if about else ("about", "whom")
        if len(chosen) < _QUESTIONS:
            _ask(turn, asked[len(chosen)], chosen)
            return
        parts = {"about": about, **{c.partition("_")[0]: c for c in chosen if c != _SKIP}}
        await _say(turn, {part: parts.get(part) or _DEFAULTS[part] for part in _DEFAULTS}, chosen)


def _about(turn: Turn) -> str | None:
    """What the talk is about: a text for the topic itself, or for its group."""
    topic = turn.slot("topic")
    label = turn.catalogue.labels.topics.get(topic)
    names = (f"about_{topic}", f"about_{label.group}") if label else ()
    return next((name for name in names if name in turn.catalogue.say_it_parts), None)


def _ask(turn: Turn, part: str, chosen: list[str]) -> None:
    offered = [name for name in turn.catalogue.say_it_parts if name.startswith(f"{part}_")]
    if part != "amount":
        offered.remove(_DEFAULTS[part])
    values = [*offered[:_MOST_OFFERED], _SKIP]
    turn.say_text(f"say_it_ask_{part}", choices=turn.choices(_id(chosen, v) for v in values))


async def _say(turn: Turn, parts: dict[str, str], chosen: list[str]) -> None:
    # Whoever wants to say little does not yet want to name it.
    about = _DEFAULTS["about"] if parts["amount"] == _LITTLE else parts["about"]
    texts = (turn.catalogue.text(f"say_it_{name}", *turn.listener)
             for name in (parts["whom"], about, parts["amount"]))  # fmt: skip
    amounts = [name for name in turn.catalogue.say_it_parts if name.startswith("amount_")]
    others = [_id(chosen[:_QUESTIONS], name) for name in amounts if name != parts["amount"]]
    message: Message = {
        "topic": "tell_adult",
        "say_it": " ".join(text.say_it or "" for text in texts),
        "choices": turn.choices([*others, "topic:tell_adult", "act:find_helpline"]),
        "helplines": await turn.helplines((), limit=2),
    }
    turn.say_text("say_it_ready", **message)


def _id(chosen: list[str], value: str) -> str:
    return f"say_it:{'.'.join([*chosen, value])}"
