"""The reply to a disclosure: believe, name the emergency number, show people who help."""

from dataclasses import replace

from actions.turn import LatarnikAction, Turn
from bot.content import Answer, Disclosure
from bot.labels import ADULT
from bot.nlu.decision import UNSURE
from bot.nlu.risk import MISUSE

# What the slot `part` holds after a reply to a disclosure.
SUPPORT = "support"
_LEVELS = ("none", "concern", "urgent")
# Offered to whoever tells of harm of their own, not to whoever means harm.
OFFERED = ("act:say_it", "topic:calm_down_now")
_ABOUT_OTHERS = ("friend_at_risk", "parent_discloses_abuse")
_FROM_ADULTS = "parent_discloses_abuse"
# An alarm is loud early, so that no child is missed. Below the first score it does not tell what
# the harm is; below the second it does not tell of another harm than the one told before: what
# somebody adds ("not tonight, just in general") is about that one.
_PLAIN, _ANOTHER = 0.6, 0.9
# An adult who names what it is about is asked for less: to get it wrong hurts no child.
_PLAIN_TO_ADULTS, _PLAIN_TO_ADULTS_AT_ALL = 0.3, 0.45
# The reply names a harm when it is at least so likely to be this one; to leave the one that was
# told it must be likelier. Danger to life is named whatever the score (docs/understanding.md).
_NAMED, _NAMED_LATER, _NAMED_ANEW = 0.6, 0.5, 0.7
_LIFE_NAMED, _LIFE_NAMED_ANEW = 0.4, 0.5
# From here on people are shown who help with this harm, though it is not named.
_SHOWN = 0.5
# These are heard whatever the score, and above what was told before.
_LIFE = ("immediate_danger", "suicidal_intent")
# "He says not to tell mum" after harm by somebody near is that harm, and no stranger online.
_SAME = {("sexual_abuse_offline", "grooming_in_progress")}
# Whoever is in danger now, or has hurt somebody, needs a person and not what a topic advises.
_NO_ADVICE = (*_LIFE, "own_harmful_behaviour")
_CANDIDATES = 2
# How to tell somebody: offered with many harms, and none itself.
_TELLING = "tell_adult"


class Support(LatarnikAction):
    """Anchors S3, S4, S13, S15 of the design: one warm reply, cards at once, no interrogation."""

    action_name = "action_support"

    async def answer(self, turn: Turn) -> None:
        """Says the reply of the disclosure that the decision names, as far as it is plain."""
        named = turn.decision.get("disclosure") or "immediate_danger"
        told = turn.slot("disclosure") if _told_plainly(turn) else None
        if turn.decision.get("corrects"):  # what was named before was wrong
            told = None
        exact = _exact(turn, named, _stance(turn))
        score, certainty = _score(turn), float(turn.decision.get("certainty", 1.0))
        life = _LIFE_NAMED_ANEW if told else _LIFE_NAMED
        if turn.decision.get("held"):
            await _go_on(turn, told)
        elif named == MISUSE or (exact in _LIFE and certainty >= life):
            await say_support(turn, named)
        elif told and (
            told == named or (told, named) in _SAME or score < _ANOTHER or certainty < _NAMED_ANEW
        ):
            await say_support(turn, told, turn.slot("stance"))
        elif score < _plain(turn) or certainty < _least(turn) or _is_adults_alone(turn, named):
            await _say_unsure(turn, named)
        else:
            await say_support(turn, named)


async def _go_on(turn: Turn, told: str | None) -> None:
    if turn.is_question:
        await _say_cannot_answer(turn)
    elif told:
        await say_support(turn, told, turn.slot("stance"))
    else:
        await _say_unsure(turn, str((turn.slot("heard") or [""])[-1]).partition(".")[2])


async def _say_cannot_answer(turn: Turn) -> None:
    """More kind words would pass over what was asked: people can answer it, and topics may."""
    topics = [f"topic:{name}" for name in turn.decision.get("candidates", ()) if turn.fits(name)]
    own = ["act:say_it"] if turn.audience != ADULT else []
    choices = turn.choices([*topics[:_CANDIDATES], *own, "act:find_helpline"])
    topic = turn.catalogue.topics.get(turn.slot("topic") or "")
    cards = await turn.helplines(topic.resource_kinds if topic else ())
    turn.say_text("cannot_answer", choices=choices, helplines=cards)


def _told_plainly(turn: Turn) -> bool:
    """True while what comes belongs to a harm that a reply has named."""
    return turn.slot("quiet_turns") is not None and turn.slot("disclosure") not in (MISUSE, UNSURE)


def _plain(turn: Turn) -> float:
    """How sure the alarm must be to tell what the harm is."""
    if turn.audience != ADULT:
        return _PLAIN
    return _PLAIN_TO_ADULTS if turn.decision.get("about") else _PLAIN_TO_ADULTS_AT_ALL


def _least(turn: Turn) -> float:
    """How certain a harm must be that is named first: of an opening it is asked otherwise."""
    return _NAMED_LATER if turn.slot("topic") or turn.slot("heard") else _NAMED


def _is_adults_alone(turn: Turn, named: str) -> bool:
    return named == _FROM_ADULTS and turn.audience not in (None, ADULT)


async def say_support(turn: Turn, disclosure_id: str, stance: str | None = None) -> None:
    """Says the reply for this speaker and keeps the conversation gentle from here on."""
    disclosure = turn.catalogue.disclosures[disclosure_id]
    stance = stance or _stance(turn)
    exact = turn.catalogue.disclosures[_exact(turn, disclosure_id, stance)]
    language, whose = turn.listener
    reply = turn.catalogue.reply(exact.id, language, stance, whose)
    if stance != "friend":  # whoever fears for a friend first needs to know how to help
        reply = _leading(turn, reply, exact)
    topic = _topic(turn, reply, exact)
    if stance == "self" and disclosure_id != MISUSE:
        choices = (*reply.choices[:-1], *OFFERED, *reply.choices[-1:])
        reply = replace(reply, choices=tuple(dict.fromkeys(choices)))
    said, heard = f"{exact.id}.{stance}", list(turn.slot("heard") or [])
    if said in heard and disclosure_id != MISUSE:
        advice = topic if exact.id not in _NO_ADVICE and turn.fits(topic) else None
        reply = _goes_on(turn, reply, disclosure_id, advice, heard.count(said))
    kinds = (*disclosure.resource_kinds, *exact.resource_kinds)
    await _say(turn, disclosure_id, topic, reply, kinds)
    turn.remember(
        disclosure=disclosure_id, stance=stance, topic=topic, part=SUPPORT, heard=[*heard, said]
    )
    await turn.ask_country_once()


def _goes_on(
    turn: Turn, reply: Answer, disclosure_id: str, advice: str | None, times: int
) -> Answer:
    """For somebody who goes on telling: the same words again would sound as if nobody listens.

    First the second reply, then what the topic `advice` says, then that it is heard.
    """
    if times == 1 and reply.more is not None:
        other = reply.more
    elif times == 2 and advice is not None:
        other = turn.catalogue.answer(advice, *turn.listener)
    else:
        key = _key(turn, "support_again", disclosure_id)
        other = turn.catalogue.text(key, *turn.listener)
    return replace(reply, text=other.text, steps=other.steps, say_it=None)


def _key(turn: Turn, key: str, disclosure_id: str) -> str:
    """The text for this disclosure where it has one of its own, in the form not said last."""
    own = f"{key}_{disclosure_id}"
    return turn.key(own if turn.catalogue.has_text(own) else key)


async def _say_unsure(turn: Turn, disclosure_id: str) -> None:
    """Something may be wrong, and it is not plain what: warm words, people, and what it may be."""
    heard = list(turn.slot("heard") or [])
    again = any(said.startswith(UNSURE) for said in heard)
    key = _key(turn, "support_again" if again else "support_unsure", disclosure_id)
    reply = turn.catalogue.text(key, *turn.listener)
    topics = [f"topic:{name}" for name in turn.decision.get("candidates", ()) if turn.fits(name)]
    choices = (*topics[:_CANDIDATES], *reply.choices)
    kinds = turn.default_needs()
    if float(turn.decision.get("certainty", 1.0)) >= _SHOWN:
        kinds += turn.catalogue.disclosures[disclosure_id].resource_kinds
    own = turn.catalogue.disclosures[disclosure_id].topic
    await _say(turn, disclosure_id, own, replace(reply, choices=choices), tuple(kinds))
    turn.remember(
        disclosure=UNSURE, stance=_stance(turn), topic=None, part=UNSURE,
        heard=[*heard, f"{UNSURE}.{disclosure_id}"],
    )  # fmt: skip
    await turn.ask_country_once()


async def _say(
    turn: Turn, disclosure_id: str, topic: str, reply: Answer, kinds: tuple[str, ...]
) -> None:
    cards = await turn.helplines(list(dict.fromkeys(kinds)))
    turn.say(
        {
            "kind": "support",
            "disclosure": disclosure_id,
            "topic": topic,
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


def _topic(turn: Turn, reply: Answer, exact: Disclosure) -> str:
    """What the talk is about from here on: its answers come next.

    It is the topic that the reply offers, but for how to tell somebody: "should I go?" is then
    still about the harm, and so is what the talk was about before.
    """
    ids = (choice.partition(":") for choice in reply.choices)
    offered = next((value for kind, _, value in ids if kind == "topic"), exact.topic)
    if offered != _TELLING:
        return offered
    harm = (exact.topic, *exact.also)
    named = (turn.decision.get("about"), turn.slot("topic"), exact.topic)
    return next((str(name) for name in named if name in harm and turn.fits(str(name))), offered)


def _exact(turn: Turn, disclosure_id: str, stance: str) -> str:
    """For a friend or a child in danger: the disclosure that it is about, as far as that is plain.

    What was plain before stays so while the talk is about the same person.
    """
    if disclosure_id not in _ABOUT_OTHERS:
        return disclosure_id
    about = turn.decision.get("about")
    for disclosure in turn.catalogue.disclosures.values():
        of_one = disclosure.id not in (*_ABOUT_OTHERS, MISUSE)
        if of_one and about in (disclosure.topic, *disclosure.also):
            return disclosure.id
    if (disclosure_id, stance) == (turn.slot("disclosure"), turn.slot("stance")):
        said = [entry for entry in turn.slot("heard") or [] if not entry.startswith(UNSURE)]
        return str((said or [disclosure_id])[-1]).partition(".")[0]
    return disclosure_id


def _leading(turn: Turn, reply: Answer, exact: Disclosure) -> Answer:
    """The reply with its topic changed for the one of the same harm that is plainly meant."""
    about = turn.decision.get("about")
    if about not in exact.also or not turn.fits(about):
        return reply
    choices = tuple(f"topic:{about}" if c.startswith("topic:") else c for c in reply.choices)
    return replace(reply, choices=tuple(dict.fromkeys(choices)))
