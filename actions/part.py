"""`more` and `simpler`: another part of the last answer."""

from actions.answer_topic import say_answer
from actions.support import SUPPORT
from actions.turn import LatarnikAction, Turn


class TellMore(LatarnikAction):
    """The second part of the answer."""

    action_name = "action_tell_more"

    async def answer(self, turn: Turn) -> None:
        """Says it, or asks what about."""
        await _say_part(turn, "more")


class Simplify(LatarnikAction):
    """The same in simpler words."""

    action_name = "action_simplify"

    async def answer(self, turn: Turn) -> None:
        """Says it, or asks what about."""
        await _say_part(turn, "simpler")


async def _say_part(turn: Turn, part: str) -> None:
    topic_id = turn.slot("topic")
    if topic_id not in turn.catalogue.topics:
        turn.say_text("what_about")
        return
    answer = turn.catalogue.answer(topic_id, *turn.listener)
    said = turn.slot("part")
    if said in (None, SUPPORT):
        # After a support reply or a choice, "tell me more" first means the topic itself.
        turn.remember(part="answer")
        await say_answer(turn, topic_id, answer)
        return
    written = getattr(answer, part)
    if written is None or said == part:
        # The same once more would sound like a machine that is stuck.
        related = (f"topic:{name}" for name in turn.related(topic_id))
        turn.say_text(f"nothing_{part}", choices=turn.choices([*related, "act:find_helpline"]))
        return
    turn.remember(part=part)
    await say_answer(turn, topic_id, written)
