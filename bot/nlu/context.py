"""What a decision is made from beside the readings, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.labels import ADULT

# Intents that the decision makes or looks for.
OUT_OF_SCOPE = "out_of_scope"
CLARIFY = "clarify"
FALLBACK = "nlu_fallback"
DISCLOSURE = "disclosure"

# What an adult asks about in the words of a topic that is for children only.
_FOR_ADULTS = {
    "i_bullied_someone": "parent_school_bullying", "group_chat_exclusion": "parent_school_bullying",
    "cyberbullying_bystander": "parent_school_bullying",
    "stranger_contact": "parent_grooming_signs", "gifts_and_secrets": "parent_grooming_signs",
    "move_to_private_app": "parent_grooming_signs",
    "online_boyfriend_girlfriend": "parent_grooming_signs",
    "asked_for_pictures": "parent_child_groomed", "sexual_messages_adult": "parent_child_groomed",
    "pornography": "parent_child_sees_porn", "received_nude": "parent_child_sent_nudes",
}  # fmt: skip


@dataclass(frozen=True)
class Context:
    """What the conversation already knows (slots), and what this message says about its writer."""

    topic: str | None = None
    likely: Mapping[str, float] = field(default_factory=dict)  # topics of the turns before
    risk: str | None = None
    told: str | None = None  # the disclosure of the turns just before
    hinted: str | None = None  # the disclosure that a faint alarm just before may have been
    worry: bool = False  # the topic of the talk is a worry
    audience: str | None = None
    language: str | None = None
    other_language: str | None = None
    changed: str | None = None
    app: bool = False  # the message names one
    question: bool = False  # something is asked
    corrects: bool = False  # it begins as one does who was got wrong
    friend: bool = False  # it begins with "my friend", and nobody else is in it
    doer: bool = False  # it names a child who did harm
    mean: bool = False  # it names a child who is mean to others
    for_friend: str | None = None  # the topic of a harm that is a friend's: "not me, my friend"
    about_me: bool = False  # what was told of a friend is the writer's own: "no, its me"
    also_me: bool = False  # it is the writer's own as well: "mine hits me too"
    denied: bool = False  # it says that the guess before was wrong, and that part is left out
    corrected: bool = False  # it says that something else is meant
    words: int = 0
    wordless: bool = False
    unsuited: frozenset[str] = frozenset()  # topics that are not for this audience
    grave: frozenset[str] = frozenset()  # topics that are urgent harm themselves
    done_by_somebody: frozenset[str] = frozenset()  # topics about what a person does to a child

    def meant(self, topics: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """The topics with their probabilities, an adult's in place of those for children."""
        if self.audience != ADULT:
            return list(topics)
        found: dict[str, float] = {}
        for name, p in topics:
            own = _FOR_ADULTS.get(name, name)
            found[own] = found.get(own, 0.0) + p
        return list(found.items())


@dataclass(frozen=True)
class Decision:
    """The intent that the rules see, and what the action needs to know."""

    intent: str
    topic: str | None
    candidates: list[str]
    risk: str
    risk_score: float
    disclosure: str | None
    stance: str
    certainty: float = 1.0  # how likely it is this disclosure and no other
    about: str | None = None  # the topic of a danger that somebody else is in
    held: bool = False  # nothing new was plainly said: it belongs to what was told before
    worry: bool = False  # off topic or not understood, and a worry
    corrects: bool = False  # another harm than the one that was named before
    followup: str | None = None
    question: str | None = None  # the precise question about the topic
    asked: float = 0.0  # how likely it is this question
    denied: bool = False  # what was heard before is taken back
    language: str | None = None
    changed: str | None = None
    wordless: bool = False
    ranking: list[tuple[str, float]] = field(default_factory=list)
    likely: dict[str, float] = field(default_factory=dict)  # topics, for the turns to come

    def as_dict(self) -> dict[str, Any]:
        """JSON form for Rasa's message."""
        return dict(vars(self))
