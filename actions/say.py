"""Small talk and notices that are one written text: thanks, goodbye, an insult, off topic."""

from actions.turn import LatarnikAction, Turn


class Say(LatarnikAction):
    """The text has the name of the intent in data/dialogue."""

    action_name = "action_say"

    async def answer(self, turn: Turn) -> None:
        """Says it; after a disclosure in its gentle form and with people who help beside it."""
        if turn.in_distress:
            turn.say_text(turn.intent, helplines=await turn.helplines((), limit=2))
        else:
            turn.say_text(turn.intent)
