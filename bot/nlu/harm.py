"""What a message tells of harm, and whose it is: from the readings, the alarm and the talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.labels import ADULT
from bot.nlu.context import Context
from bot.nlu.risk import (
    FRIEND_AT_RISK,
    MISUSE,
    NONE,
    PARENT_DISCLOSES,
    URGENT_FROM,
    URGENT_LATER,
    Alarm,
    Ranking,
    assess_risk,
    certainty,
)

OF_OTHERS = (FRIEND_AT_RISK, PARENT_DISCLOSES)
# The topic of a harm of somebody else that a word names, however many other things are told beside
# it; a life comes before what the message is mostly about.
LIFE = "suicidal_thoughts"
NAMED_HARMS = {
    "suicidal_intent": LIFE, "self_harm": "self_harm", "eating_disorder": "pro_ana_content",
    "running_away": "running_away", "violence_home": "abuse_home",
    "sextortion_in_progress": "sextortion",
}  # fmt: skip
# Below this score an alarm may be none (docs/understanding.md).
FAINT = 0.45
# From these likelihoods on it is plain which harm is meant by "no, its me", and by "me too".
_PLAIN_OWN, _ALSO = 0.4, 0.2


@dataclass(frozen=True)
class Harm:
    """`disclosure` is None where none is told; `certainty` is how likely it is this one."""

    risk: str
    score: float
    certainty: float
    disclosure: str | None
    stance: str

    def is_own(self, context: Context) -> bool:
        """True for a harm that is said to be the writer's own, after a friend's."""
        own = self.disclosure not in (None, *OF_OTHERS)
        return own and (context.about_me or context.also_me)

    def is_faint(self, alarm: Alarm | None) -> bool:
        """True for a harm that may be none, and that no phrase of the lexicon names."""
        named = alarm is not None and alarm.risk == "urgent"
        faint = self.risk == "urgent" and self.score < FAINT
        return faint and self.disclosure is not None and not named


def told_in(
    ranked: Mapping[str, Ranking], alarm: Alarm | None, danger: float, context: Context
) -> Harm:
    """The harm that a message tells, and about whom."""
    opening = context.topic is None and context.told is None
    least = URGENT_FROM if context.topic is None or context.told else URGENT_LATER
    risk, score, disclosure = assess_risk(ranked, alarm, danger, context.audience, least)
    sure = certainty(ranked, alarm, disclosure, opening, context.audience)
    if context.for_friend is not None:  # what was told is so, of somebody else
        risk, score, sure, disclosure = "urgent", 1.0, 1.0, FRIEND_AT_RISK
    elif context.about_me:
        risk, (disclosure, sure) = "urgent", likeliest_own(ranked, context)
        score = 1.0 if sure >= _PLAIN_OWN else sure
    elif context.also_me and risk == "urgent":
        likeliest, own = likeliest_own(ranked, context)
        named = alarm is not None and alarm.disclosure not in (None, *OF_OTHERS, MISUSE)
        if own >= _ALSO or named:
            disclosure = alarm.disclosure if alarm is not None and named else likeliest
            sure = max(sure, own, alarm.score if alarm is not None and named else 0.0)
    if disclosure is not None and disclosure == context.told and risk == "concern":
        disclosure = None  # more about an unpleasant thing: what is asked plainly is answered
    stances = ranked.get("stance") or [("general", 1.0)]
    stance = alarm.stance if alarm and alarm.stance else stances[0][0]
    also_own = context.also_me and disclosure not in (None, *OF_OTHERS)
    if context.about_me or also_own:
        stance = "self"
    if context.audience == ADULT and disclosure == FRIEND_AT_RISK:
        disclosure, stance = PARENT_DISCLOSES, "child"
    elif context.for_friend or (
        context.friend and context.audience != ADULT and disclosure not in (None, MISUSE)
    ):
        disclosure, stance = FRIEND_AT_RISK, "friend"
    if disclosure is not None and stance == "general":
        stance = "child" if context.audience == ADULT else "self"
    return Harm(risk, score, sure, disclosure, stance)


def likeliest_own(ranked: Mapping[str, Ranking], context: Context) -> tuple[str, float]:
    """The harm of whoever speaks of themselves, however unlikely, and how sure it is that one.

    It is the one that was told before as a friend's, if any.
    """
    others = (*OF_OTHERS, MISUSE, NONE)
    own = [(name, p) for name, p in ranked.get("disclosure", ()) if name not in others]
    if context.hinted is not None and context.hinted not in others:
        return context.hinted, 1.0
    return max(own, key=lambda pair: pair[1], default=("immediate_danger", 0.0))
