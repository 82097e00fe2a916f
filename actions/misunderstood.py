"""The child is right about the child: "you misunderstood me" always works (promise 7)."""

from actions.turn import LatarnikAction, Turn


class Misunderstood(LatarnikAction):
    """Takes the alarm back, keeps people in sight, offers other meanings."""

    action_name = "action_misunderstood"

    async def answer(self, turn: Turn) -> None:
        """Says sorry and asks for other words; helplines stay if there was an alarm."""
        if turn.in_distress:
            cards = await turn.helplines((), limit=1)
            turn.remember(risk="none", disclosure=None, heard=[])
            turn.say_text("misunderstood_alarm", helplines=cards)
        else:
            turn.say_text("misunderstood")
        turn.remember(topic=None, part=None)
