"""How likely a message tells of harm, and of which: from the readings and the lexicon's alarm."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.labels import ADULT

# Read off the development lines (docs/understanding.md).
URGENT_FROM = 0.12
# Later turns are fragments ("my mum will be mad"), and look like harm more often than openings do.
URGENT_LATER = 0.20
CONCERN_FROM = 0.5
# An unpleasant line is a fifth as far from an urgent one as a harmless line is, and the weighted
# words say half as much as the model: both found on the development lines.
CONCERN_WEIGHT = 0.2
WORDS_WEIGHT = 0.5
# Nothing is surer than this, so that neither half silences the other.
LEAST = 1e-3
DISCLOSURE_FROM = 0.5
SURE_DISCLOSURE = 0.7
# An adult who means harm is refused, and a refusal hurts everybody else: from these probabilities
# on, by who is speaking; in an adult's talk about something else, and after another harm was told,
# from the last ones.
MISUSE = "adult_intent_or_misuse"
MISUSE_FROM = {"age_6_9": 1.0, "age_10_12": 1.0, "age_13_17": 0.7, "parent": 0.25}
MISUSE_IN_TALK, MISUSE_AFTER_HARM = 0.7, 0.9
# What a word names may be a friend's, a brother's or a sister's ("my sister cuts"): it is where
# the model, which knows whose, gives this share of all harms to a friend's.
FRIEND_AT_RISK, FRIENDS_SHARE = "friend_at_risk", 0.7
OF_FRIENDS = frozenset(
    ("suicidal_intent", "self_harm", "violence_home", "eating_disorder", "running_away")
)
# A harm that the turn before may have told is so much likelier than another one.
HINTED = 4.0
# What only means something in a talk is so much likelier there than beside openings, and rare as
# an opening.
FOLLOW_UP = "follow_up"
NEXT, NEXT_AT_FIRST = 6.0, 0.3
# A phrase that the model knows to be harmless ("they kicked me out of the chat") tells nothing.
HARMLESS = 0.05
NONE = "none"
PARENT_DISCLOSES = "parent_discloses_abuse"

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Alarm:
    """What the risk lexicon found; `score` in 0..1 is how sure its patterns are.

    `harm` is what somebody else is told to be in, where `disclosure` says only who is.
    """

    risk: str
    disclosure: str | None
    score: float
    stance: str | None = None
    harm: str | None = None


def of_an_adult(alarm: Alarm | None) -> Alarm | None:
    """The alarm without "she doesn't want me to tell", which no adult says of being groomed."""
    groomed = alarm is not None and alarm.disclosure == "grooming_in_progress"
    return None if groomed else alarm


def assess_risk(
    ranked: Mapping[str, Ranking],
    alarm: Alarm | None,
    danger: float = 0.5,
    audience: str | None = None,
    least: float = URGENT_FROM,
) -> tuple[str, float, str | None]:
    """Risk level, its score in 0..1, and the disclosure if somebody discloses.

    The score is how likely the message is urgent: the odds of the model (against harmless), of the
    weighted words and of the phrase that was found, multiplied; without a model, the phrase's own.
    It is urgent from `least` on. A known child never tells as a parent does.
    """
    p = dict(ranked.get("risk", ()))
    disclosures = dict(ranked.get("disclosure", ()))
    urgent, concern = p.get("urgent", 0.0), p.get("concern", 0.0)
    phrase = alarm.score if alarm is not None and alarm.risk == "urgent" else None
    if p:
        harmless = p.get(NONE, 0.0) + CONCERN_WEIGHT * concern
        odds = _log_odds(urgent / max(urgent + harmless, LEAST)) + WORDS_WEIGHT * _log_odds(danger)
        urgent = 1.0 / (1.0 + math.exp(-odds - (_log_odds(phrase) if phrase else 0.0)))
    elif phrase:
        urgent = phrase
    if alarm is not None and alarm.risk == "concern":
        concern = max(concern, alarm.score)
    if urgent >= least:
        risk = "urgent"
    elif urgent + concern >= CONCERN_FROM:
        risk = "concern"
    else:
        return NONE, urgent, None
    named = {d: q for d, q in disclosures.items() if d != NONE}
    if audience not in (None, ADULT) and len(named) > 1:
        named.pop(PARENT_DISCLOSES, None)
    best = max(named, key=lambda d: named[d], default=None)
    if alarm is not None and alarm.disclosure is not None:
        # The lexicon names its category; the model refines it only when it is sure.
        sure = best is not None and named[best] > SURE_DISCLOSURE
        if best == FRIEND_AT_RISK and alarm.disclosure in OF_FRIENDS:
            sure = named[best] >= FRIENDS_SHARE * sum(named.values())
        if p and risk != "urgent" and sum(named.values()) < HARMLESS:
            return risk, urgent, None
        return risk, max(urgent, concern), best if sure else alarm.disclosure
    told = 1.0 - disclosures.get(NONE, 1.0)
    if risk == "urgent" or told >= DISCLOSURE_FROM:
        return risk, urgent, best
    return risk, urgent, None


def without_misuse(
    ranked: Mapping[str, Ranking], audience: str | None, told: str | None, talking: bool = False
) -> Mapping[str, Ranking]:
    """The reading without an adult who means harm, where that is not plain: harmless then.

    `told` is the disclosure of the turns just before; `talking` is True in a talk about a topic:
    a grandfather who worries about a coach asks what may not be.
    """
    disclosures = dict(ranked.get("disclosure", ()))
    misuse = disclosures.get(MISUSE, 0.0)
    least = max(
        MISUSE_FROM.get(audience or "", 0.0),
        MISUSE_IN_TALK if talking and audience == ADULT else 0.0,
    )
    if told is not None:
        least = MISUSE_AFTER_HARM
    if not 0.0 < misuse < least:
        return ranked
    del disclosures[MISUSE]
    disclosures[NONE] = disclosures.get(NONE, 0.0) + misuse
    risk = dict(ranked["risk"])
    moved = min(misuse, risk.get("urgent", 0.0))
    risk["urgent"] = risk.get("urgent", 0.0) - moved
    risk[NONE] = risk.get(NONE, 0.0) + moved
    return {**ranked, "disclosure": list(disclosures.items()), "risk": list(risk.items())}


def with_hint(ranked: Mapping[str, Ranking], hinted: str | None) -> Mapping[str, Ranking]:
    """The reading where the harm that was hinted at counts for more among the harms."""
    disclosures = dict(ranked.get("disclosure", ()))
    named = {name: p for name, p in disclosures.items() if name != NONE}
    if hinted not in named:
        return ranked
    whole = sum(named.values())
    named[hinted] *= HINTED
    scale = whole / max(sum(named.values()), LEAST)
    disclosures |= {name: p * scale for name, p in named.items()}
    return {**ranked, "disclosure": list(disclosures.items())}


def within(ranked: Mapping[str, Ranking], talking: bool) -> Mapping[str, Ranking]:
    """The reading with next questions as likely as they are in a talk, or before one.

    They tell of no harm, so what they gain or lose the harms lose or gain (Bayes).
    """
    next_one = dict(ranked.get("topic", ())).get(FOLLOW_UP, 0.0)
    weight = NEXT if talking else NEXT_AT_FIRST
    whole = 1.0 + (weight - 1.0) * next_one

    def weighed(asked: Ranking, kept: str) -> Ranking:
        gained = {kept: (weight - 1.0) * next_one}
        found = [(name, max(p + gained.get(name, 0.0), 0.0) / whole) for name, p in asked]
        return sorted(found, key=lambda pair: -pair[1])

    if not next_one:
        return ranked
    kept = {"topic": FOLLOW_UP, "risk": NONE, "disclosure": NONE}
    return {**ranked, **{q: weighed(ranked[q], kept[q]) for q in kept if q in ranked}}


def certainty(
    ranked: Mapping[str, Ranking],
    alarm: Alarm | None,
    disclosure: str | None,
    opening: bool,
    audience: str | None = None,
) -> float:
    """How likely it is this one; or as surely as a phrase names it.

    An adult who tells of a child's harm tells of the harm as well: these two are one.

    Of an opening it is asked which harm it tells, if any; later turns are fragments, and look like
    harm when they only belong to what was said before.
    """
    phrase = alarm.score if alarm is not None and alarm.disclosure == disclosure else 0.0
    disclosures = dict(ranked.get("disclosure", ()))
    whole = sum(p for name, p in disclosures.items() if name != NONE) if opening else 1.0
    same = {disclosure or ""}
    if audience == ADULT:
        told = disclosure == PARENT_DISCLOSES
        same = set(disclosures) - {NONE, MISUSE} if told else {*same, PARENT_DISCLOSES}
    likely = sum(disclosures.get(name, 0.0) for name in same)
    return max(phrase, likely / max(whole, LEAST))


def _log_odds(p: float) -> float:
    return math.log((p + LEAST) / (1.0 - p + LEAST))
