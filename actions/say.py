"""Small talk and notices that are one written text: thanks, goodbye, an insult, off topic."""

from actions.turn import LatarnikAction, Turn
from bot.nlu.context import OUT_OF_SCOPE


class Say(LatarnikAction):
    """The text has the name of the intent in data/dialogue."""

    action_name = "action_say"

    async def answer(self, turn: Turn) -> None:
        """Says it; after a disclosure in its gentle form and with people who help beside it."""
        key, worry = turn.intent, False
        if key == OUT_OF_SCOPE:
            worry = bool(turn.decision.get("worry"))
            key = "other_worry" if worry else "read_that" if turn.is_remark else key
        if turn.in_distress or worry:
            turn.say_text(key, helplines=await turn.helplines((), limit=2))
        else:
            turn.say_text(key)
