"""Says honestly that it did not understand, with the way to a person."""

from actions.turn import LatarnikAction, Turn


class NotUnderstood(LatarnikAction):
    """Three wordings in turn: other words, then topics to browse, then people; kind ones for what
    may be a worry.
    """

    action_name = "action_not_understood"

    async def answer(self, turn: Turn) -> None:
        """Counts the misses in a row; a person is offered each time."""
        misses = int(turn.slot("misses") or 0) + 1
        turn.remember(misses=float(misses))
        key = "wordless" if turn.decision.get("wordless") else "not_understood"
        worry = bool(turn.decision.get("worry"))
        if key == "not_understood" and turn.is_remark:
            key = "read_that"
        if misses > 1:
            key = "not_understood_again"
        if worry:
            key = "other_worry"
        if worry or misses > 1 or turn.in_distress:
            turn.say_text(key, helplines=await turn.helplines((), limit=2))
        else:
            turn.say_text(key)
