"""A bare yes or no."""

from actions.find_helpline import say_helplines
from actions.turn import LatarnikAction, Turn


class Affirm(LatarnikAction):
    """After a disclosure, yes means: show me help."""

    action_name = "action_affirm"

    async def answer(self, turn: Turn) -> None:
        """Help, or an open question."""
        if turn.in_distress:
            await say_helplines(turn, "here_is_help")
        else:
            turn.say_text("affirm")


class Deny(LatarnikAction):
    """One "I'm fine" does not end the support (S6)."""

    action_name = "action_deny"

    async def answer(self, turn: Turn) -> None:
        """Accepts the no; the helpline stays in sight."""
        if turn.in_distress:
            turn.say_text("fine", helplines=await turn.helplines((), limit=2))
        else:
            turn.say_text("deny")
