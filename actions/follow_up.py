"""Answers a question that only has a meaning after what was said ("a jak nie przestanie?")."""

from actions.turn import ADULT, LatarnikAction, Message, Turn

# After these comes "how do I say it", after that one something to calm down with.
_ABOUT_TELLING = frozenset({
    "parents_angry", "who_to_tell", "in_trouble", "lose_phone", "promised_secret", "no_snitch",
    "not_ready", "told_in_vain", "revenge", "will_tell", "nobody_near", "how_to_talk", "no_proof",
})  # fmt: skip
_CANNOT_REST, _REST = "cant_sleep", "topic:calm_down_now"


class FollowUp(LatarnikAction):
    """The topic is the one that the talk is about."""

    action_name = "action_follow_up"

    async def answer(self, turn: Turn) -> None:
        """The topic's own follow-up answer, or the general one."""
        topic_id, followup = turn.slot("topic"), turn.decision.get("followup") or ""
        answer = turn.catalogue.followup(topic_id, followup, turn.language, turn.audience)
        if turn.slot("said") == followup:  # asked once more: the same words would not help
            answer = turn.catalogue.followup(None, followup, turn.language, turn.audience)
        turn.remember(said=followup)
        message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
        topic = turn.catalogue.topics.get(topic_id)
        if not message["choices"]:
            related = [f"topic:{name}" for name in turn.related(topic_id)]
            if followup in _ABOUT_TELLING and turn.audience != ADULT:
                related[1:] = ["act:say_it"]
            elif followup == _CANNOT_REST and turn.audience != ADULT:
                related[1:] = [_REST]
            message["choices"] = turn.choices([*related, "act:find_helpline"])
        if turn.in_distress or turn.alarmed:
            needs = topic.resource_kinds if topic else ()
            message["helplines"] = await turn.helplines(needs, limit=2)
        turn.stay_close()
        turn.say(message)
