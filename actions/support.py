"""The reply to a disclosure: believe, name the emergency number, show people who help."""

from dataclasses import replace

from actions.turn import ADULT, LatarnikAction, Turn
from bot.content import Answer

_LEVELS = ("none", "concern", "urgent")
# Offered to whoever tells of harm of their own, not to whoever means harm.
OFFERED = ("act:say_it", "topic:calm_down_now")
MISUSE = "adult_intent_or_misuse"
# What was said last: these slots tell whether it would be the same reply once more.
_SAID = ("disclosure", "stance", "part")
_ABOUT_OTHERS = ("friend_at_risk", "parent_discloses_abuse")


class Support(LatarnikAction):
    """Anchors S3, S4, S13, S15 of the design: one warm reply, cards at once, no interrogation."""

    action_name = "action_support"

    async def answer(self, turn: Turn) -> None:
        """Says the reply of the disclosure that the decision names."""
        await say_support(turn, turn.decision.get("disclosure") or "immediate_danger")


async def say_support(turn: Turn, disclosure_id: str) -> None:
    """Says the reply for this speaker and keeps the conversation gentle from here on."""
    disclosure = turn.catalogue.disclosures[disclosure_id]
    stance = turn.decision.get("stance") or "self"
    if turn.audience == ADULT and stance in ("general", "self"):
        stance = "child"
    exact = turn.catalogue.disclosures[_exact(turn, disclosure_id)]
    reply = turn.catalogue.reply(exact.id, turn.language, stance, turn.audience)
    topic = _leads_to(reply) or exact.topic
    cards = await turn.helplines(
        list(dict.fromkeys((*disclosure.resource_kinds, *exact.resource_kinds)))
    )
    if stance == "self" and disclosure_id != MISUSE:
        choices = (*reply.choices[:-1], *OFFERED, *reply.choices[-1:])
        reply = replace(reply, choices=tuple(dict.fromkeys(choices)))
    again = (disclosure_id, stance, "support") == tuple(map(turn.slot, _SAID))
    if again and disclosure_id != MISUSE:
        # The same words to somebody who goes on telling would sound as if nobody listens.
        other = turn.catalogue.text("support_again", turn.language, turn.audience)
        reply = replace(reply, text=other.text)
    turn.say(
        {
            "kind": "support",
            "disclosure": disclosure_id,
            "topic": disclosure.topic,
            **turn.body(reply, emergency=cards[0]["phone"]),
            "helplines": cards,
        }
    )
    said = turn.decision.get("risk") or "concern"
    turn.remember(
        risk=max(turn.slot("risk") or "none", said, key=_LEVELS.index),
        disclosure=disclosure_id,
        stance=stance,
        topic=topic,
        part="support",
        quiet_turns=0.0,
    )
    await turn.ask_country_once()


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
