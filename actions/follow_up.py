"""Answers a question that only has a meaning after what was said ("a jak nie przestanie?")."""

from typing import Any

from actions.answer_topic import say_answer
from actions.turn import LatarnikAction, Message, Turn
from bot.content import Answer
from bot.labels import ADULT

# Whoever is about to tell gets the words for it.
_TELLS = frozenset({"will_tell", "how_to_talk"})
# After these comes "how do I say it", after that one something to calm down with.
_ABOUT_TELLING = frozenset({
    "parents_angry", "who_to_tell", "in_trouble", "lose_phone", "promised_secret", "no_snitch",
    "not_ready", "told_in_vain", "revenge", "will_tell", "nobody_near", "how_to_talk", "no_proof",
})  # fmt: skip
_CANNOT_REST, _REST = "cant_sleep", "topic:calm_down_now"
_DECIDES, _TELLING, _HARMLESS = "should_i", "tell_adult", "none"
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
        general = turn.catalogue.followup(None, followup, *turn.listener)
        whose = _asked_about(turn, topic_id) if followup == _DECIDES else topic_id
        answer = turn.catalogue.followup(whose, followup, *turn.listener)
        said, once_more = turn.slot("said"), f"{followup}_once_more"
        if said == once_more or (said == followup and answer == general):
            await _say_nothing_more(turn, topic_id)
            return
        if said == followup:  # the same words once more would not help
            answer = general
        turn.remember(said=once_more if said == followup else followup)
        message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
        if not message["choices"]:
            message["choices"] = turn.choices(_choices(turn, topic_id, followup))
        if followup in _TELLS and turn.audience != ADULT and not answer.say_it:
            message["say_it"] = turn.words_to_tell
        message["helplines"] = await _cards(turn, topic_id)
        turn.stay_close()
        turn.say(message)


async def _say_nothing_more(turn: Turn, topic_id: str | None) -> None:
    choices = turn.choices(_choices(turn, topic_id, ""))
    turn.say_text("nothing_more", choices=choices, helplines=await _cards(turn, topic_id))
    turn.stay_close()


def _asked_about(turn: Turn, topic_id: str | None) -> str | None:
    """The topic that answers "should i ...?"; None for what is right after anything.

    "Should i tell the head?" is answered alike whatever the harm is: yes. And "should i pay?" in a
    talk about blocking is not told "yes, you can": that was about blocking.
    """
    if turn.names_telling and turn.audience != ADULT:
        return _TELLING
    topic = turn.catalogue.topics.get(topic_id or "")
    harmless = topic is None or topic.typical_risk == _HARMLESS
    return None if turn.is_risky and harmless else topic_id


async def _cards(turn: Turn, topic_id: str | None) -> list[dict[str, Any]]:
    """People who help, once harm was told or may have been."""
    if not (turn.in_distress or turn.alarmed):
        return []
    topic = turn.catalogue.topics.get(topic_id or "")
    return await turn.helplines(topic.resource_kinds if topic else (), limit=2)


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
