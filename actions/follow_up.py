"""Answers a question that only has a meaning after what was said ("a jak nie przestanie?")."""

from actions.answer_topic import say_answer
from actions.turn import ADULT, LatarnikAction, Message, Turn
from bot.content import Answer

# After these comes "how do I say it", after that one something to calm down with.
_ABOUT_TELLING = frozenset({
    "parents_angry", "who_to_tell", "in_trouble", "lose_phone", "promised_secret", "no_snitch",
    "not_ready", "told_in_vain", "revenge", "will_tell", "nobody_near", "how_to_talk", "no_proof",
})  # fmt: skip
_CANNOT_REST, _REST = "cant_sleep", "topic:calm_down_now"
# What is asked for in more detail stands in the second part of the answer.
_DETAIL = "how_exactly"


class FollowUp(LatarnikAction):
    """The topic is the one that the talk is about."""

    action_name = "action_follow_up"

    async def answer(self, turn: Turn) -> None:
        """The topic's own follow-up answer, or the general one."""
        topic_id, followup = turn.slot("topic"), turn.decision.get("followup") or ""
        more = _in_detail(turn, topic_id) if followup == _DETAIL else None
        if more is not None:
            turn.remember(part="more")
            turn.stay_close()
            await say_answer(turn, topic_id, more)
            return
        again = turn.slot("said") == followup  # the same words once more would not help
        answer = turn.catalogue.followup(None if again else topic_id, followup, *turn.listener)
        turn.remember(said=followup)
        message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
        if not message["choices"]:
            message["choices"] = turn.choices(_choices(turn, topic_id, followup))
        if turn.in_distress or turn.alarmed:
            topic = turn.catalogue.topics.get(topic_id)
            needs = topic.resource_kinds if topic else ()
            message["helplines"] = await turn.helplines(needs, limit=2)
        turn.stay_close()
        turn.say(message)


def _in_detail(turn: Turn, topic_id: str | None) -> Answer | None:
    """The second part of the answer that was given last."""
    if topic_id not in turn.catalogue.topics or turn.slot("part") != "answer":
        return None
    return turn.catalogue.answer(topic_id, *turn.listener).more


def _choices(turn: Turn, topic_id: str | None, followup: str) -> list[str]:
    related = [f"topic:{name}" for name in turn.related(topic_id)]
    if turn.audience != ADULT and followup in _ABOUT_TELLING:
        related[1:] = ["act:say_it"]
    elif turn.audience != ADULT and followup == _CANNOT_REST:
        related[1:] = [_REST]
    return [*related, "act:find_helpline"]
