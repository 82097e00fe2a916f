"""Whatever is read, and whatever the talk knows: what is decided is something that can be said."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Catalogue
from bot.labels import Labels
from bot.nlu.context import CLARIFY, DISCLOSURE, FALLBACK, OUT_OF_SCOPE, Context
from bot.nlu.decision import OTHER_LANGUAGE, UNSURE, decide
from bot.nlu.risk import FOLLOW_UP, NONE, Alarm

LABELS, CATALOGUE = Labels.load(), Catalogue.load()
ACTS = LABELS.dialogue_acts
TOPICS = [*LABELS.topics, *ACTS, OUT_OF_SCOPE, FOLLOW_UP]
KINDS = sorted(CATALOGUE.followups["en"])
QUESTIONS = [f"{t.id}/{q}" for t in CATALOGUE.topics.values() for q in t.questions["en"]]
SAYABLE = {*LABELS.topics, *ACTS, OUT_OF_SCOPE, FOLLOW_UP, DISCLOSURE, CLARIFY, FALLBACK}


def ranking(names: list[str]) -> st.SearchStrategy[list[tuple[str, float]]]:
    """Some of these names, likeliest first, with shares of one."""

    def shares(weights: dict[str, float]) -> list[tuple[str, float]]:
        whole = sum(weights.values())
        return sorted(((n, w / whole) for n, w in weights.items()), key=lambda pair: -pair[1])

    weights = st.floats(0.01, 1.0)
    return st.dictionaries(st.sampled_from(names), weights, min_size=1, max_size=6).map(shares)


READING = st.fixed_dictionaries({
    "topic": ranking(TOPICS),
    "risk": ranking(["none", "concern", "urgent"]),
    "stance": ranking(list(LABELS.stances)),
    "disclosure": ranking([NONE, *LABELS.disclosures]),
    "followup": ranking([NONE, *KINDS]),
    "question": ranking(QUESTIONS),
})  # fmt: skip
ALARM = st.one_of(
    st.none(),
    st.builds(
        Alarm,
        risk=st.sampled_from(["concern", "urgent"]),
        disclosure=st.sampled_from(sorted(LABELS.disclosures)),
        score=st.floats(0.1, 0.99),
    ),
)
TALK = st.fixed_dictionaries({
    "topic": st.one_of(st.none(), st.sampled_from(sorted(LABELS.topics))),
    "told": st.one_of(st.none(), st.just(UNSURE), st.sampled_from(sorted(LABELS.disclosures))),
    "audience": st.one_of(st.none(), st.sampled_from(LABELS.audiences)),
    "words": st.integers(0, 40),
    **{
        flag: st.booleans()
        for flag in ("app", "question", "corrects", "friend", "doer", "mean", "about_me", "denied",
                     "corrected", "worry", "wordless")
    },
})  # fmt: skip


@settings(deadline=None)
@given(READING, ALARM, TALK)
def test_what_is_decided_can_be_said(
    reading: dict[str, Any], alarm: Alarm | None, talk: dict[str, Any]
) -> None:
    told = Context(
        **talk,
        grave=LABELS.grave,
        done_by_somebody=LABELS.done_by_somebody,
        unsuited=LABELS.not_for(talk["audience"]),
    )
    found = decide(reading, alarm, told, ACTS)
    assert found.intent in SAYABLE | {OTHER_LANGUAGE}
    assert (found.followup in KINDS) == (found.intent == FOLLOW_UP)
    assert (found.disclosure in LABELS.disclosures or found.disclosure == UNSURE) == (
        found.intent == DISCLOSURE
    )
    assert found.topic in {None, *LABELS.topics}
    if found.question is not None:
        assert found.question in CATALOGUE.topics[found.intent].questions["en"]
    assert 0.0 <= found.risk_score <= 1.0
