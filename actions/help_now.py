"""The safe word: help at once, from every state (S2)."""

from actions.find_helpline import say_helplines
from actions.turn import LatarnikAction, Turn


class HelpNow(LatarnikAction):
    """No question first, no condition."""

    action_name = "action_help_now"

    async def answer(self, turn: Turn) -> None:
        """The cards of the country, with the emergency number first."""
        await say_helplines(turn, "help_now")
