"""Not sure enough: offers two to four meanings to choose from."""

from actions.turn import LatarnikAction, Turn

# "Is it about one of these: Yes" is no question.
_SAID_NOT_CHOSEN = ("affirm", "deny", "greet", "thanks", "goodbye", "bot_insult")


class Clarify(LatarnikAction):
    """The candidates come from the decision, likeliest first."""

    action_name = "action_clarify"

    async def answer(self, turn: Turn) -> None:
        """A question with the candidates as buttons; a person is always one of them."""
        ids = [
            f"topic:{name}" if name in turn.catalogue.topics else f"act:{name}"
            for name in turn.decision.get("candidates", [])
            if _can_be_meant(turn, name)
        ]
        choices = turn.choices([*ids[:3], "act:find_helpline"])
        # What comes next is about the likeliest of them, and no longer about what was before.
        topics = [name for name in turn.decision.get("candidates", []) if turn.fits(name)]
        turn.remember(topic=next(iter(topics), turn.slot("topic")), part=None)
        more = {"choices": choices}
        if turn.in_distress or turn.decision.get("risk") not in (None, "none"):
            turn.say_text("clarify", **more, helplines=await turn.helplines(()))
        else:
            turn.say_text("clarify", **more)


def _can_be_meant(turn: Turn, name: str) -> bool:
    """A topic that is written for who is speaking, or an act that makes sense on a button."""
    return turn.fits(name) or name not in (*turn.catalogue.topics, *_SAID_NOT_CHOSEN)
