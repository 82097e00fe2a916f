"""Answers a question that only has a meaning after what was said ("a jak nie przestanie?")."""

from actions.turn import ADULT, LatarnikAction, Message, Turn

# After these comes "how do I say it".
_ABOUT_TELLING = ("parents_angry", "who_to_tell", "in_trouble")


class FollowUp(LatarnikAction):
    """The topic is the one that the talk is about."""

    action_name = "action_follow_up"

    async def answer(self, turn: Turn) -> None:
        """The topic's own follow-up answer, or the general one."""
        topic_id, followup = turn.slot("topic"), turn.decision.get("followup") or ""
        answer = turn.catalogue.followup(topic_id, followup, turn.language, turn.audience)
        message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
        topic = turn.catalogue.topics.get(topic_id)
        if not message["choices"]:
            related = [f"topic:{name}" for name in turn.related(topic_id)]
            if followup in _ABOUT_TELLING and turn.audience != ADULT:
                related[1:] = ["act:say_it"]
            message["choices"] = turn.choices([*related, "act:find_helpline"])
        if turn.in_distress:
            needs = topic.resource_kinds if topic else ()
            message["helplines"] = await turn.helplines(needs, limit=2)
        turn.say(message)
