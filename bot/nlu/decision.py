"""What the dialogue does with a message: pure functions from readings to a decision.

Costs decide, not hand-set confidences: a wrong answer costs four clarifying questions, and a missed
urgent line costs fifty false alarms (docs/understanding.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.labels import ADULT
from bot.nlu.context import CLARIFY, DISCLOSURE, FALLBACK, OUT_OF_SCOPE, Context, Decision
from bot.nlu.harm import LIFE, NAMED_HARMS, OF_OTHERS, likeliest_own, told_in
from bot.nlu.precise import BY_APP, DOER, Otherwise, precise_question
from bot.nlu.risk import (
    FOLLOW_UP,
    FRIEND_AT_RISK,
    NONE,
    PARENT_DISCLOSES,
    URGENT_FROM,
    Alarm,
    Ranking,
    of_an_adult,
    with_hint,
    within,
    without_misuse,
)

WRONG_ANSWER_COST = 4.0
MISSED_URGENT_COST = 50.0
# Saying "I did not understand" to somebody who asked something costs nearly three questions: the
# right topic is among the three likeliest of nine hard lines in ten (docs/understanding.md).
NOT_UNDERSTOOD_COST = 2.6
CHOICES = 3
# A topic that is not written for who is speaking is so much less likely (docs/understanding.md),
# and the one that the talk is about so much likelier: "how long should it be?".
UNSUITED, STAYS = 0.25, 2.0
# What the turns before may have been about is likelier by so much, times how likely it was then,
# and a part of it is forgotten with each turn. Topics that were less likely are forgotten.
RECALLED, FADES, RECALLED_FROM = 16.0, 0.7, 0.05
# A next question is about the topic of the talk: from this share of the topic's likelihood on it
# takes the topic's place, since the same answer again says nothing new.
ASKS_ON = 0.1
# Of all next questions it must be one with this share, or the answer is to something else.
PLAIN_KIND, PLAIN_KIND_TOLD = 0.55, 0.35
# And where a question after harm would get no answer at all, so likely by itself.
KIND_ASKED = 0.1
# After a disclosure a turn belongs to it unless it plainly says something else: from these
# confidences on. What asks for help, for other words or about the harm itself is always heard, and
# so is whoever says that they were misunderstood (promise 7).
PLAIN_TOPIC, PLAIN_ACT, PLAIN_THANKS = 0.7, 0.9, 0.5
# What is asked as a question is heard sooner, and what helps after any harm.
PLAIN_QUESTION, PLAIN_HELP = 0.35, 0.3
HELPS = frozenset({
    "tell_adult", "will_parents_find_out", "police_child", "not_my_fault", "image_takedown",
    "report_block", "calm_down_now", "parent_how_to_talk", "parent_police_report",
})  # fmt: skip
# Off topic, from this likelihood of a worry on it gets kind words.
WORRY = 0.15
HEARD_ACTS = frozenset({"misunderstood", "simpler", "more", "affirm", "goodbye"})
SEEKS_HELP = frozenset({"find_helpline", "helpline_what_happens", "help_now"})
SOFT = frozenset({"fear_worry", "loneliness_sadness"})
# A wrong "you're welcome" costs little; "you sound cross" and "how old are you, then?" do not.
COSTLY_ACTS = frozenset({"bot_insult", "change_age", "change_country", "change_language"})
SHORT = 10  # "and on YouTube?" has fewer words
# What the talk holds after a faint alarm, which named no harm: only what says nothing is about it.
UNSURE = "unsure"
# After it a message that is harmless so surely takes it back.
HARMLESS_AGAIN = 0.6
# A faint alarm may be left to the answer of a topic that is so likely, unless the topic itself is a
# grave harm: people who help stand under it as well (docs/understanding.md).
ANSWERS_FAINT = 0.4
# A menu whose likeliest topic is a grave harm, and so likely: kind words and people instead, since
# "sometimes i cant be bothered with anything" may be the first thing that somebody dares to say.
GRAVE_MENU = 0.3
# A topic is offered as a button only when it is so likely, and a grave harm, which nobody named,
# from the second on.
OFFERED, GRAVE_OFFERED = 0.05, 0.2
# From here on so is the topic of the likeliest precise question.
ASKED_OFFERED = 0.1
# "No, I mean the settings" names what is meant, from so many words on.
CORRECTION = 5
# "My friend ..." is about the friend at least so surely.
FRIEND_SAID = 0.8
# From this confidence on it is plain what a friend's or a child's danger is about.
PLAIN = 0.4
# Whoever tells of a child that did harm is not told that it is not this child's fault: sooner, and
# at once where the words name it.
PLAIN_DOER = 0.25
OWN_HARM = "own_harmful_behaviour"
# What a parent asks whose child was mean to others, unless an alarm is surer than this.
MEAN, MEAN_UNLESS = ("parent_school_bullying", "my_child_mocked"), 0.6

# How to talk with a child about it is a next question once harm was told.
TALKING, TALKS = "parent_how_to_talk", "how_to_talk"
HELP_NOW = "help_now"
MISUNDERSTOOD = "misunderstood"
HELP_FRIEND = "help_friend"
OTHER_LANGUAGE = "other_language"


def decide(
    ranked: Mapping[str, Ranking],
    alarm: Alarm | None,
    context: Context,
    acts: Collection[str],
    danger: float = 0.5,
) -> Decision:
    """Turns the heads' rankings and the lexicon's alarm into one decision.

    `ranked` maps head to (class, probability), likeliest first; it may be empty when the model is
    gone, then the lexicon decides alone. `danger` is how likely the weighted words alone find an
    urgent harm; 0.5 says nothing.
    """
    if context.wordless or context.other_language is not None:
        ranked = {}  # emoji, or a language that was not learned: only the lexicon can hear
    alarm = of_an_adult(alarm) if context.audience == ADULT else alarm
    opening = context.topic is None and context.told is None
    ranked = within(ranked, not opening)
    ranked = without_misuse(ranked, context.audience, context.told, not opening)
    ranked = with_hint(ranked, context.hinted)
    harm = told_in(ranked, alarm, danger, context)
    plain = PLAIN_KIND if context.told is None else PLAIN_KIND_TOLD
    followup = _plainest(ranked.get("followup", ()), plain)
    topics = _likely(ranked.get("topic", ()), context, followup != NONE)
    about = next((name for name, p in topics if name != HELP_FRIEND and p >= _plain(name)), None)
    about = context.for_friend or about
    if context.doer and harm.disclosure == PARENT_DISCLOSES:
        about = DOER
    if alarm is not None and harm.disclosure in OF_OTHERS:
        named = NAMED_HARMS.get(alarm.harm or "")
        about = named if about is None or named == LIFE else about
    if harm.disclosure == FRIEND_AT_RISK:
        friend = dict(ranked.get("stance", ())).get("friend", 0.5)
        topics = _for_a_friend(topics, max(friend, FRIEND_SAID if context.friend else 0.0))
    faint = harm.is_faint(alarm) and not harm.is_own(context)
    if faint and context.told not in (None, UNSURE):
        # It belongs to what was told, unless it plainly says something else.
        harm = replace(harm, disclosure=None, risk="concern")
    if faint and _answers_faint(topics, context, acts):
        harm = replace(harm, disclosure=None)
        intent = topics[0][0]
    else:
        intent = _intent(topics, harm.disclosure, context, acts)
    calm = context.told is None and context.risk in (None, NONE)  # else the alarm is taken back
    if intent == MISUNDERSTOOD and calm and context.words >= CORRECTION:
        topics = [(name, p) for name, p in topics if name not in acts]
        intent = CLARIFY if _offered(topics, context) else intent
    if harm.disclosure is None:
        intent = _in_this_talk(intent, topics, context)
    if intent in (CLARIFY, FALLBACK) and _may_be_grave(topics, context):
        intent = DISCLOSURE
        risk = "concern" if harm.risk == NONE else harm.risk
        harm = replace(harm, disclosure=likeliest_own(ranked, context)[0], risk=risk)
    if context.told not in (None, UNSURE) and intent == TALKING:
        intent, followup = FOLLOW_UP, TALKS  # not about the internet, but about what was told
    harmless = _of(ranked.get("risk", ()), NONE)
    held = context.told is not None and _vague(intent, topics, context, acts, harmless)
    kind = _plainest(ranked.get("followup", ()), PLAIN_KIND_TOLD)
    likely = kind != NONE and _of(ranked.get("followup", ()), kind) >= KIND_ASKED
    if held and context.question and likely and not context.corrects:
        intent, followup, held = FOLLOW_UP, kind, False  # better than "I don't know"
        harm = replace(harm, disclosure=None, risk="concern")
    if held and context.corrects:  # promise 7: the child is right about the child
        intent, held = MISUNDERSTOOD, False
    elif held:
        intent = DISCLOSURE
        harm = replace(harm, disclosure=context.told, risk="concern")
    if context.denied and not topics and harm.disclosure is None:  # nothing else was said
        intent = MISUNDERSTOOD
    otherwise = Otherwise(
        intent=intent,
        disclosure=harm.disclosure,
        repeated=held or _is_told_again(harm.disclosure, context),
        faint=faint,
        plain=_of(topics, intent),
        followup=_of(ranked.get("followup", ()), followup),
        off_topic=_of(ranked.get("topic", ()), OUT_OF_SCOPE),
    )
    asked, question = precise_question(ranked.get("question", ()), otherwise, context, acts)
    surer = harm.disclosure is not None and harm.score >= MEAN_UNLESS
    other = about not in (None, DOER, MEAN[0])
    if question is None and not (surer or other) and _is_mean(topics, alarm, context):
        asked, question = MEAN
    if question is not None:
        intent, harm, held = asked, replace(harm, disclosure=None), False
    topic = intent if intent not in (*acts, DISCLOSURE, CLARIFY, FALLBACK, FOLLOW_UP) else None
    return Decision(
        intent=intent,
        topic=topic,
        candidates=_offered(topics, context, ranked.get("question", ())),
        risk=harm.risk,
        risk_score=round(harm.score, 4),
        disclosure=harm.disclosure,
        stance=harm.stance,
        certainty=round(harm.certainty, 4),
        about=about if harm.disclosure is not None and not held else None,
        held=held,
        corrects=harm.is_own(context) or (context.corrects and harm.disclosure != context.told),
        worry=_is_worry(intent, harm.score, dict(ranked.get("risk", ()))),
        followup=followup if intent == FOLLOW_UP else None,
        question=question,
        asked=round(_of(ranked.get("question", ()), f"{asked}/{question}"), 4),
        denied=context.denied,
        language=context.other_language,
        changed=context.changed,
        wordless=context.wordless,
        ranking=[(n, round(p, 4)) for n, p in topics if n != FOLLOW_UP][:5],
        likely=_recalled(topics, context, acts),
    )


def _in_this_talk(intent: str, topics: Ranking, context: Context) -> str:
    """The intent where no new harm is told, weighed against what the talk is about."""
    if _same_of_another_app(intent, topics, context):
        intent = str(context.topic)
    if intent == CLARIFY and not _offered(topics, context):
        intent = FALLBACK
    if context.told is not None and intent in (CLARIFY, FALLBACK) and topics:
        best, p = topics[0]
        helps = p >= PLAIN_HELP and (best in HELPS or best == context.topic)
        intent = best if best in SEEKS_HELP or helps else intent
    if context.worry and intent == OUT_OF_SCOPE and _of(topics, intent) < PLAIN_ACT:
        return FALLBACK  # "I don't know about that" would be said to somebody who goes on telling
    return intent


def _is_told_again(disclosure: str | None, context: Context) -> bool:
    """True for the harm that was told before, and for "is what he did a crime?" after a parent."""
    by_own_child = disclosure == OWN_HARM and context.told == PARENT_DISCLOSES
    return by_own_child or (disclosure is not None and disclosure == context.told)


def _is_mean(topics: Ranking, alarm: Alarm | None, context: Context) -> bool:
    """True when an adult names a child of theirs that was mean, and nothing graver is told."""
    grave = context.doer or context.told not in (None, UNSURE)
    grave = grave or (alarm is not None and alarm.risk == "urgent")
    own = context.mean and context.audience == ADULT and _of(topics, MEAN[0]) >= OFFERED
    return own and not grave


def _is_worry(intent: str, urgent: float, risk: Mapping[str, float]) -> bool:
    """True when nothing answers it and it may be no small thing: kind words, no shrug."""
    if intent == FALLBACK:
        return urgent >= URGENT_FROM
    return intent == OUT_OF_SCOPE and risk.get("concern", 0.0) >= WORRY


def _recalled(topics: Ranking, context: Context, acts: Collection[str]) -> dict[str, float]:
    """What the talk may be about by now: this turn's topics and, less so, those before."""
    now = {name: p for name, p in topics if name not in (*acts, FOLLOW_UP)}
    names = dict.fromkeys((*now, *context.likely))
    found = {name: max(now.get(name, 0.0), FADES * context.likely.get(name, 0.0)) for name in names}
    return {name: round(p, 3) for name, p in found.items() if p >= RECALLED_FROM}


def _offered(topics: Ranking, context: Context, questions: Ranking = ()) -> list[str]:
    """What may be meant, likeliest first, without grave harm that is only a guess.

    Last the topic of the likeliest of the `questions`, where it is not there yet.
    """
    found = [
        name
        for name, p in topics
        if name not in (OUT_OF_SCOPE, FOLLOW_UP)
        and p >= (GRAVE_OFFERED if name in context.grave else OFFERED)
    ][:CHOICES]
    asked = [name.partition("/")[0] for name, p in questions[:1] if p >= ASKED_OFFERED]
    more = [name for name in asked if name not in (*found, *context.grave)]
    return [*found[: CHOICES - len(more)], *more]


def _answers_faint(topics: Ranking, context: Context, acts: Collection[str]) -> bool:
    """True when the answer of the likeliest topic says more than words for something unknown."""
    if context.told not in (None, UNSURE) or context.changed or not topics:
        return False
    name, p = topics[0]
    return p >= ANSWERS_FAINT and name not in (*acts, *context.grave)


def _of(ranking: Ranking, name: str | None) -> float:
    return dict(ranking).get(name or "", 0.0)


def _likely(topics: Ranking, context: Context, followup: bool) -> list[tuple[str, float]]:
    """The topics that this talk allows, with probabilities that say so."""
    allowed = [
        (name, p * _weight(name, context))
        for name, p in context.meant(topics)
        if name != FOLLOW_UP or (followup and (context.topic or context.told))
    ]
    # What is left out gives its share to the rest; what was too unlikely to be ranked keeps it.
    total = sum(p for _, p in allowed) + max(0.0, 1.0 - sum(p for _, p in topics))
    likely = {name: p / max(total, 1e-9) for name, p in allowed}
    same = likely.get(context.topic or "", 0.0)
    if 0.0 < ASKS_ON * same <= likely.get(FOLLOW_UP, 0.0):
        likely[FOLLOW_UP] += likely.pop(context.topic or "")
    return sorted(likely.items(), key=lambda pair: -pair[1])


def _weight(name: str, context: Context) -> float:
    if name in context.unsuited:
        return UNSUITED
    stays = name == context.topic and context.told is None and not context.corrected
    return max(STAYS if stays else 1.0, 1.0 + RECALLED * context.likely.get(name, 0.0))


def _for_a_friend(topics: Ranking, friend: float) -> list[tuple[str, float]]:
    """Whoever fears for a friend first needs to know how to help, whatever the danger is."""
    others = [(name, p * (1.0 - friend)) for name, p in topics if name != HELP_FRIEND]
    return [(HELP_FRIEND, friend), *others]


def _plainest(followups: Ranking, plain: float) -> str:
    """Which next question it is if it is one, where that is plain."""
    kinds = [(name, p) for name, p in followups if name != NONE]
    whole = sum(p for _, p in kinds)
    return next((name for name, p in kinds[:1] if p >= plain * whole), NONE)


def _may_be_grave(topics: Ranking, context: Context) -> bool:
    """True where nothing was told yet and a life may be at stake, though no alarm rang."""
    corrected = context.corrects or context.corrected or context.denied
    if corrected or context.told is not None or context.audience == ADULT or not topics:
        return False
    name, p = topics[0]
    at_stake = name in context.grave - context.done_by_somebody and name != DOER
    return at_stake and p >= GRAVE_MENU


def _plain(topic: str) -> float:
    return PLAIN_DOER if topic == DOER else PLAIN


def _intent(
    topics: Ranking, disclosure: str | None, context: Context, acts: Collection[str]
) -> str:
    if disclosure is not None:
        return DISCLOSURE
    if context.wordless:
        return FALLBACK
    if context.other_language is not None:
        return OTHER_LANGUAGE
    if context.changed is not None and context.words <= 5:
        return {"country": "change_country", "language": "change_language"}.get(
            context.changed, "change_age"
        )
    if not topics:
        return FALLBACK
    return _cheapest(topics, acts)


def _same_of_another_app(intent: str, topics: Ranking, context: Context) -> bool:
    if not context.app or context.words > SHORT or context.topic not in BY_APP:
        return False
    unclear = (CLARIFY, FALLBACK, FOLLOW_UP, OUT_OF_SCOPE)
    return intent in unclear or _of(topics, intent) < PLAIN_TOPIC


def _vague(
    intent: str, topics: Ranking, context: Context, acts: Collection[str], harmless: float
) -> bool:
    """True when a turn soon after a disclosure says nothing else plainly.

    "Nobody knows" is then about the harm, whatever small talk it looks like; so are plain fear and
    sadness, which must not take the place of what was told.
    """
    if intent in (DISCLOSURE, FOLLOW_UP, OTHER_LANGUAGE) or context.wordless:
        return False
    if context.told == UNSURE and (intent not in (FALLBACK, *acts) or harmless >= HARMLESS_AGAIN):
        return False
    if intent in (CLARIFY, FALLBACK) or intent in SOFT:
        return True
    if intent in SEEKS_HELP or intent == context.topic:
        return False
    if intent not in acts:
        plain = PLAIN_QUESTION if context.question else PLAIN_TOPIC
        return _of(topics, intent) < (PLAIN_HELP if intent in HELPS else plain)
    if intent.startswith("change_") and context.changed is not None:
        return False
    plain = PLAIN_THANKS if intent == "thanks" else PLAIN_ACT
    return intent not in HEARD_ACTS and _of(topics, intent) < plain


def _cheapest(topics: Ranking, acts: Collection[str]) -> str:
    """The step with the least expected cost in clarifying questions."""
    best, p = topics[0]
    offered = [q for name, q in topics if name not in (OUT_OF_SCOPE, FOLLOW_UP)][:CHOICES]
    beside = dict(topics).get(OUT_OF_SCOPE, 0.0)
    costs = {
        best: WRONG_ANSWER_COST * (1.0 - p),
        CLARIFY: 1.0 + WRONG_ANSWER_COST * (1.0 - beside - sum(offered)) * 0.5 + beside,
        FALLBACK: NOT_UNDERSTOOD_COST * (1.0 - beside),
    }
    if best in acts and best not in COSTLY_ACTS:
        costs[best] *= 0.5
    return min(costs, key=lambda step: costs[step])
