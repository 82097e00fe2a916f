"""When the precise question that a message asks is answered, and what it is weighed against.

`bot.nlu.questions` says which question it may be; here it is likely enough or not, by what would be
said otherwise. All values were read off development lines (docs/understanding.md).
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.nlu.context import CLARIFY, DISCLOSURE, FALLBACK, Context
from bot.nlu.risk import FOLLOW_UP, Ranking

# A precise question is answered from these likelihoods on, by what would be said otherwise: a next
# question's answer or one more kind word about the harm; its topic's answer to an opening; nothing
# understood in a talk about its topic; a plain next question, another topic or an act. Steps for an
# app are more precise.
_ASKED, _AT_FIRST, _IN_VAIN, _BESIDE = 0.35, 0.4, 0.18, 0.5
# Beside a topic that is as plain as this, none ("a strong password that i wont forget").
_PLAIN_TOPIC = 0.97
_OVER = frozenset({"greet", "thanks", "affirm", "deny", "more", "out_of_scope"})
# What tells the same harm once more and asks nothing gets kind words sooner.
_TOLD = 0.48
# Whoever did harm is answered as such only where the talk is about that, or it is as plain as this.
_DOER = 0.6
# Instead of a menu a question about anything else is answered from here on: on development lines
# two in three of these answers are right or near, and a wrong answer costs four menus.
_INSTEAD = 0.17
# From this likelihood of no topic at all on, a question beside the talk is none: of 220 development
# lines off topic four would have been answered as one; of 313 precise answers seven are lost.
_OFF_TOPIC = 0.05
# Likewise instead of kind words for a faint alarm: four in five are right, and people who help
# stand under the answer as well. Not where the topic is a grave harm, or what a person does to a
# child (promise 1: whoever tells of it is thanked and believed first), and where a life may be at
# stake only what is plain.
_FAINT, _FAINT_LIFE = 0.15, 0.5
_LIFE = frozenset({
    "suicidal_intent", "self_harm", "immediate_danger", "violence_home", "sexual_abuse_offline",
    "running_away",
})  # fmt: skip
# Answers that hurt whoever did not ask for them: who was hurt must not be told to say sorry, and a
# quarrel is none about dying. They must be as likely as that of whoever did harm.
_HEAVY = frozenset({
    "he_says_he_ruined_everything", "empty_since_loss", "i_am_not_honest", "i_lied_to_them",
    "i_asked_someone", "i_dared_someone", "i_hit_someone", "i_hurt_someone", "i_made_it",
    "i_made_one_for_fun", "i_passed_it_on", "i_posted_friend", "i_posted_it", "i_scammed",
    "i_sent_it_on", "i_started_it", "i_told_someones_secret", "i_touched_someone", "i_troll_others",
    "i_was_the_one_asking", "i_went_too_far", "made_a_fake_picture", "made_teacher_fake",
})  # fmt: skip
# From here on it is plain which next question it is.
_PLAIN_FOLLOWUP = 0.7
# Questions about an app of nearly the same name: from here on plainer than the steps for the other.
_OF_AN_APP, _BY_NAME = frozenset({"youtube_kids"}), 0.75
# "And on YouTube?" asks of another app what was asked of one before: these answers differ by app.
BY_APP = frozenset({"age_limits", "parent_age_rules", "report_block"})
# The topic for whoever did harm.
DOER = "own_harmful_thoughts"


@dataclass(frozen=True)
class Otherwise:
    """What is said where no precise question is answered."""

    intent: str
    disclosure: str | None
    repeated: bool  # about a harm that was told before
    faint: bool  # for an alarm that may be none
    plain: float  # how likely its topic is
    followup: float  # how likely it is a next question of the likeliest kind
    off_topic: float  # how likely it is about nothing that there is a topic for


def precise_question(
    questions: Ranking, otherwise: Otherwise, context: Context, acts: Collection[str]
) -> tuple[str, str | None]:
    """Topic and name of the precise question; the intent and None where that stays.

    `questions` are named `topic/question`, with probabilities, likeliest first.
    """
    if not questions or context.wordless or context.other_language is not None:
        return otherwise.intent, None
    (name, p), *_ = questions
    topic, _, question = name.partition("/")
    beside = topic != context.topic
    nobody_named = otherwise.intent in (CLARIFY, FALLBACK) and beside and topic in context.grave
    if nobody_named or (beside and otherwise.off_topic >= _OFF_TOPIC):
        return otherwise.intent, None
    if ((topic == DOER and beside) or question in _HEAVY) and p < _DOER:
        return otherwise.intent, None
    named = question in _OF_AN_APP and p >= _BY_NAME
    by_app = context.app and topic in BY_APP and not named
    if by_app or p < _least(topic, otherwise, context, acts):
        return otherwise.intent, None
    return topic, question


def _least(topic: str, otherwise: Otherwise, context: Context, acts: Collection[str]) -> float:
    """How likely a question of this topic must be; 1 where it is never answered."""
    intent = otherwise.intent
    if intent == DISCLOSURE:
        return _least_after_harm(topic, otherwise, context)
    if intent in (CLARIFY, FALLBACK):
        return _IN_VAIN if topic == context.topic else _INSTEAD
    if intent in acts:
        return _BESIDE if intent in _OVER else 1.0
    follows = intent == FOLLOW_UP and topic == context.topic
    if intent == topic or (follows and otherwise.followup < _PLAIN_FOLLOWUP):
        return _ASKED if context.topic is not None else _AT_FIRST
    plain = otherwise.plain >= _PLAIN_TOPIC and intent != FOLLOW_UP
    return 1.0 if plain else _BESIDE


def _least_after_harm(topic: str, otherwise: Otherwise, context: Context) -> float:
    """A new harm comes first, unless the alarm is faint and the topic about something else."""
    if otherwise.repeated:
        return _ASKED if context.question else _TOLD
    harm = topic in context.grave or topic in context.done_by_somebody
    if harm or not otherwise.faint:
        return 1.0
    return _FAINT_LIFE if otherwise.disclosure in _LIFE else _FAINT
