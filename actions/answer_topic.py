"""Answers a question about a topic with the text that was written for this audience."""

import re
from dataclasses import replace

from actions.platform import say_platform
from actions.turn import LatarnikAction, Message, Turn
from bot.content import Answer, Topic
from bot.labels import ADULT

# More than this many buttons under an answer are not read.
_MOST_CHOICES = 4
# How an answer begins that allows something. Whoever asks about an act that could hurt hears it
# only where their question is so likely: "can i give him my number" - "Yes, voices can be changed".
_ALLOWS, _PLAINLY = re.compile(r"(Yes|Tak)\b"), 0.6
# The topics about those who help, and how to tell somebody.
_HELP, _TELLING = "help", "tell_adult"


class AnswerTopic(LatarnikAction):
    """The topic is the intent of the message."""

    action_name = "action_answer_topic"

    async def answer(self, turn: Turn) -> None:
        """Says the answer and remembers the topic for follow-up questions."""
        topic_id = turn.decision.get("topic") or turn.intent
        section = turn.decision.get("section")
        asked = _asked(turn, topic_id) if section is None else None
        if asked is not None:
            await _say_precisely(turn, topic_id, asked)
            return
        goes_on = (turn.slot("topic"), turn.slot("part")) == (topic_id, "answer")
        turn.remember(topic=topic_id, part="answer")
        answer = turn.catalogue.answer(topic_id, *turn.listener)
        cards = []
        if turn.alarmed:
            cards = await turn.helplines(turn.catalogue.topics[topic_id].resource_kinds, limit=2)
            turn.stay_close()
        if section is not None:
            await say_answer(turn, topic_id, _section(turn, topic_id, section))
        elif not say_platform(turn, topic_id, answer, cards):
            if goes_on and answer.more is not None:  # the same words again would not help
                turn.remember(part="more")
                answer = answer.more
            await say_answer(turn, topic_id, answer)
        if turn.catalogue.has_text(f"exercise_{topic_id}"):
            turn.say_text(f"exercise_{topic_id}")


def _asked(turn: Turn, topic_id: str) -> Answer | None:
    """The answer to the precise question of the message, unless it was said just now."""
    question = turn.decision.get("question")
    if question is None or turn.slot("said") == f"{topic_id}/{question}":
        return None
    answer = turn.catalogue.question(topic_id, question, *turn.listener)
    if answer is not None and _ALLOWS.match(answer.text) and turn.is_risky:
        answer = answer if turn.decision.get("asked", 1.0) >= _PLAINLY else None
    if answer is not None:
        turn.remember(said=f"{topic_id}/{question}")
    return answer


async def _say_precisely(turn: Turn, topic_id: str, answer: Answer) -> None:
    """Says the answer to a precise question, and offers its topic where that was not said yet.

    Whoever asks what a helpline costs still talks about what was told.
    """
    topic, before = turn.catalogue.topics[topic_id], turn.slot("topic")
    if before != topic_id and not (topic.group == _HELP and before in turn.catalogue.topics):
        turn.remember(topic=topic_id, part=None)
    turn.stay_close()
    whole = [] if before == topic_id or not turn.fits(topic_id) else [f"topic:{topic_id}"]
    own = ["act:say_it"] if turn.in_distress and turn.audience != ADULT else []
    related = [f"topic:{name}" for name in turn.related(topic_id)]
    message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
    message["choices"] = turn.choices([*whole, *own, *related, "act:find_helpline"][:_MOST_CHOICES])
    rests_on = answer if answer.sources else turn.catalogue.answer(topic_id, *turn.listener)
    message["sources"] = sources(turn, topic, rests_on) if turn.audience == ADULT else []
    if turn.in_distress or topic.typical_risk != "none" or turn.decision.get("risk") != "none":
        message["helplines"] = await turn.helplines(topic.resource_kinds, limit=2)
    turn.say(message)


def _section(turn: Turn, topic_id: str, name: str) -> Answer:
    """The section for this audience; its buttons are the sections that come after it."""
    sections = turn.catalogue.sections(topic_id, turn.language)
    written = sections[name].answers
    names = [*sections, *sections]
    following = names[names.index(name) + 1 :][: _MOST_CHOICES - 1]
    choices = (*(f"section:{topic_id}.{n}" for n in following), "act:find_helpline")
    return replace(written[turn.catalogue.audience_for(written, turn.audience)], choices=choices)


async def say_answer(turn: Turn, topic_id: str, answer: Answer) -> None:
    """Says one part of a topic's answer, with helplines where the topic is a worry.

    A second or simpler part leads on where the answer does, and to the part not said yet.
    """
    topic = turn.catalogue.topics[topic_id]
    whole = turn.catalogue.answer(topic_id, *turn.listener)
    message: Message = {"kind": "answer", "topic": topic_id, **turn.body(answer)}
    if topic_id == _TELLING and turn.in_distress and turn.audience != ADULT:
        message["say_it"] = turn.words_to_tell or answer.say_it
    parts = [
        f"act:{part}" for part in ("more", "simpler") if getattr(whole, part) not in (None, answer)
    ]
    message["choices"] = turn.choices([*(answer.choices or whole.choices), *parts][:_MOST_CHOICES])
    message["sources"] = sources(turn, topic, answer)
    if turn.in_distress or topic.typical_risk != "none" or turn.decision.get("risk") != "none":
        message["helplines"] = await turn.helplines(topic.resource_kinds, limit=2)
    turn.say(message)


def sources(turn: Turn, topic: Topic, answer: Answer) -> list[dict[str, str]]:
    """Adults see every source by name; children only official addresses meant to be shown."""
    chosen = [source for source in topic.sources if source.id in answer.sources]
    shown = chosen if turn.audience == ADULT else [source for source in chosen if source.show]
    return [
        {"title": s.title, "publisher": s.publisher, "url": s.url}
        for s in shown
        if s.url.startswith("http")
    ]
