"""Answers a question that only has a meaning after what was said ("a jak nie przestanie?")."""

from actions.turn import LatarnikAction, Message, Turn


class FollowUp(LatarnikAction):
    """The topic is the one that the talk is about."""

    action_name = "action_follow_up"

    async def answer(self, turn: Turn) -> None:
        """The topic's own follow-up answer, or the general one."""
        topic_id, followup = turn.slot("topic"), turn.decision.get("followup") or ""
        answer = turn.catalogue.followup(topic_id, followup, turn.language, turn.audience)
        message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
        topic = turn.catalogue.topics.get(topic_id)
        related = topic.related[:2] if topic else ()
        if not message["choices"]:
            message["choices"] = turn.choices(
                [*(f"topic:{r}" for r in related), "act:find_helpline"]
            )
        if turn.in_distress:
            needs = topic.resource_kinds if topic else ()
            message["helplines"] = await turn.helplines(needs, limit=2)
        turn.say(message)
