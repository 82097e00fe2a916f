"""The reply to a disclosure: believe, name the emergency number, show people who help."""

from dataclasses import replace

from actions.turn import ADULT, LatarnikAction, Turn
from bot.content import Answer

_LEVELS = ("none", "concern", "urgent")
# Offered to whoever tells of harm of their own, not to whoever means harm.
OFFERED = ("act:say_it", "topic:calm_down_now")
MISUSE = "adult_intent_or_misuse"
_ABOUT_OTHERS = ("friend_at_risk", "parent_discloses_abuse")
_FROM_ADULTS = "parent_discloses_abuse"
# An alarm is loud early, so that no child is missed. Below the first score it does not tell what
# the harm is; below the second it does not tell of another harm than the one told before: what
# somebody adds ("not tonight, just in general") is about that one.
_PLAIN, _ANOTHER = 0.35, 0.9
# These are heard whatever the score and whatever was told before.
_LIFE = ("immediate_danger", "suicidal_intent")
_CANDIDATES = 2


class Support(LatarnikAction):
    """Anchors S3, S4, S13, S15 of the design: one warm reply, cards at once, no interrogation."""

    action_name = "action_support"

    async def answer(self, turn: Turn) -> None:
        """Says the reply of the disclosure that the decision names, as far as it is plain."""
        named = turn.decision.get("disclosure") or "immediate_danger"
        told, score = turn.slot("disclosure"), _score(turn)
        if turn.decision.get("held"):
            await say_support(turn, named, stance=turn.slot("stance"))
        elif named in _LIFE or named == MISUSE:
            await say_support(turn, named)
        elif told and told != named and score < _ANOTHER:
            await say_support(turn, told, stance=turn.slot("stance"))
        elif score < _PLAIN or (named == _FROM_ADULTS and turn.audience not in (None, ADULT)):
            await _say_unsure(turn, named)
        else:
            await say_support(turn, named)


async def say_support(turn: Turn, disclosure_id: str, stance: str | None = None) -> None:
    """Says the reply for this speaker and keeps the conversation gentle from here on."""
    disclosure = turn.catalogue.disclosures[disclosure_id]
    stance = stance or _stance(turn)
    exact = turn.catalogue.disclosures[_exact(turn, disclosure_id)]
    reply = turn.catalogue.reply(exact.id, turn.language, stance, turn.audience)
    topic = _leads_to(reply) or exact.topic
    part = "support"
    if stance == "self" and disclosure_id != MISUSE:
        choices = (*reply.choices[:-1], *OFFERED, *reply.choices[-1:])
        reply = replace(reply, choices=tuple(dict.fromkeys(choices)))
    said = (turn.slot("disclosure"), turn.slot("stance"), turn.slot("part"))
    if said == (disclosure_id, stance, part) and disclosure_id != MISUSE:
        # The same words to somebody who goes on telling would sound as if nobody listens.
        other = turn.catalogue.text("support_again", turn.language, turn.audience)
        reply, part = replace(reply, text=other.text), "support_again"
    await _say(turn, disclosure_id, reply, (*disclosure.resource_kinds, *exact.resource_kinds))
    turn.remember(disclosure=disclosure_id, stance=stance, topic=topic, part=part)
    await turn.ask_country_once()


async def _say_unsure(turn: Turn, disclosure_id: str) -> None:
    """Something may be wrong, and it is not plain what: warm words, people, and what it may be."""
    reply = turn.catalogue.text("support_unsure", turn.language, turn.audience)
    if turn.slot("part") == "support_unsure":
        other = turn.catalogue.text("support_again", turn.language, turn.audience)
        reply = replace(reply, text=other.text)
    topics = [f"topic:{name}" for name in turn.decision.get("candidates", ()) if turn.fits(name)]
    choices = (*topics[:_CANDIDATES], *reply.choices)
    kinds = turn.catalogue.disclosures[disclosure_id].resource_kinds
    await _say(
        turn, disclosure_id, replace(reply, choices=choices), (*turn.default_needs(), *kinds)
    )
    turn.remember(stance=_stance(turn), topic=None, part="support_unsure")
    await turn.ask_country_once()


async def _say(turn: Turn, disclosure_id: str, reply: Answer, kinds: tuple[str, ...]) -> None:
    cards = await turn.helplines(list(dict.fromkeys(kinds)))
    turn.say(
        {
            "kind": "support",
            "disclosure": disclosure_id,
            "topic": turn.catalogue.disclosures[disclosure_id].topic,
            **turn.body(reply),
            "helplines": cards,
        }
    )
    risk = turn.decision.get("risk") or "concern"
    risk = max(turn.slot("risk") or "none", risk, key=_LEVELS.index)
    turn.remember(risk=risk)
    if not turn.decision.get("held"):  # nothing new was told, so the quiet turns go on
        turn.remember(quiet_turns=0.0)


def _score(turn: Turn) -> float:
    """How sure the alarm is; what is no urgent alarm has been weighed already."""
    if turn.decision.get("risk") != "urgent":
        return 1.0
    return float(turn.decision.get("risk_score", 1.0))


def _stance(turn: Turn) -> str:
    """About whom it is; an adult speaks of a child, and a child of another one as of a friend."""
    stance = turn.decision.get("stance") or "self"
    if turn.audience == ADULT and turn.decision.get("disclosure") != MISUSE:
        return "child"
    if stance == "child" and turn.audience is not None:
        return "friend"
    return "self" if stance == "general" else str(stance)


def _leads_to(reply: Answer) -> str | None:
    """The topic that the reply offers to this speaker: its answers come next."""
    ids = (choice.partition(":") for choice in reply.choices)
    return next((value for kind, _, value in ids if kind == "topic"), None)


def _exact(turn: Turn, disclosure_id: str) -> str:
    """For a friend or a child in danger: the disclosure that it is about, if that is plain."""
    if disclosure_id not in _ABOUT_OTHERS:
        return disclosure_id
    topic = turn.decision.get("about")
    about = (d.id for d in turn.catalogue.disclosures.values() if d.topic == topic)
    return next(about, disclosure_id)
