"""When a precise question is answered precisely, and what comes before it."""

from dataclasses import replace

from bot.nlu.context import Context
from bot.nlu.decision import decide
from tests.unit.nlu.test_decision import ACTS

ASKED = {
    "topic": [("privacy_settings", 0.9), ("fomo", 0.05)],
    "risk": [("none", 0.99)],
    "question": [("privacy_settings/old_posts", 0.6)],
}
TOLD = Context(topic="sextortion", told="sextortion_in_progress", risk="urgent")


def test_a_precise_question_is_answered_precisely() -> None:
    first = decide(ASKED, None, Context(), ACTS)
    assert (first.intent, first.topic, first.question) == (*["privacy_settings"] * 2, "old_posts")
    vague = {**ASKED, "question": [("privacy_settings/old_posts", 0.1)]}
    assert decide(vague, None, Context(), ACTS).question is None


def test_a_precise_question_comes_before_a_next_question_and_a_menu() -> None:
    talk = Context(topic="privacy_settings")
    following = {
        **ASKED,
        "topic": [("follow_up", 0.9), ("fomo", 0.02)],
        "followup": [("why", 0.9), ("none", 0.1)],
    }
    assert decide(following, None, talk, ACTS).question == "old_posts"
    lost = {**ASKED, "topic": [("fomo", 0.2), ("passwords", 0.2)]}
    lost["question"] = [("privacy_settings/old_posts", 0.25)]
    found = decide(lost, None, talk, ACTS)
    assert (found.intent, found.question) == ("privacy_settings", "old_posts")
    assert decide(lost, None, Context(topic="fomo"), ACTS).question == "old_posts"
    lost["question"] = [("privacy_settings/old_posts", 0.16)]
    menu = decide(lost, None, Context(topic="fomo"), ACTS)
    assert (menu.intent, menu.question) == ("clarify", None)
    assert menu.candidates == ["fomo", "passwords", "privacy_settings"]


def test_a_faint_alarm_leaves_the_word_to_a_precise_answer_with_people_under_it() -> None:
    faint = {
        "topic": [("phishing", 0.3), ("game_scams", 0.2)],
        "risk": [("none", 0.7), ("urgent", 0.25)],
        "disclosure": [("none", 0.7), ("grooming_in_progress", 0.2)],
        "question": [("phishing/nothing_came", 0.3)],
    }
    found = decide(faint, None, Context(), ACTS)
    assert (found.intent, found.question, found.risk) == ("phishing", "nothing_came", "urgent")
    for harm in ("grave", "done_by_somebody"):
        told = decide(faint, None, Context(**{harm: frozenset({"phishing"})}), ACTS)
        assert told.intent == "disclosure"
    life = {**faint, "disclosure": [("none", 0.7), ("suicidal_intent", 0.2)]}
    assert decide(life, None, Context(), ACTS).intent == "disclosure"
    surer = {**faint, "risk": [("urgent", 0.6), ("none", 0.4)]}
    assert decide(surer, None, Context(), ACTS).intent == "disclosure"


def test_told_harm_comes_before_a_precise_question_and_the_same_harm_again_after_it() -> None:
    harm = {
        "topic": [("sextortion", 0.9)],
        "risk": [("urgent", 0.9), ("none", 0.1)],
        "disclosure": [("sextortion_in_progress", 0.9)],
        "question": [("sextortion/countdown", 0.8)],
    }
    assert decide(harm, None, Context(), ACTS).intent == "disclosure"
    again = decide(harm, None, TOLD, ACTS)
    assert (again.intent, again.question, again.risk) == ("sextortion", "countdown", "urgent")
    other = {**harm, "disclosure": [("self_harm", 0.9)]}
    assert decide(other, None, TOLD, ACTS).intent == "disclosure"


def test_whoever_denies_the_guess_and_says_no_more_was_misunderstood() -> None:
    assert decide({}, None, Context(denied=True), ACTS).intent == "misunderstood"
    rest = decide(ASKED, None, Context(denied=True), ACTS)
    assert (rest.intent, rest.denied) == ("privacy_settings", True)


def test_the_same_harm_told_again_gets_kind_words_unless_something_is_asked() -> None:
    again = {
        "topic": [("sextortion", 0.9)],
        "risk": [("urgent", 0.9), ("none", 0.1)],
        "disclosure": [("sextortion_in_progress", 0.9)],
        "question": [("sextortion/countdown", 0.4)],
    }
    assert decide(again, None, TOLD, ACTS).intent == "disclosure"
    assert decide(again, None, replace(TOLD, question=True), ACTS).question == "countdown"


def test_what_may_be_off_topic_is_no_question_but_of_the_talks_own_topic() -> None:
    asked = {"topic": [("fomo", 0.2), ("out_of_scope", 0.15)]}
    asked["question"] = [("privacy_settings/old_posts", 0.4)]
    assert decide(asked, None, Context(), ACTS).question is None
    assert decide(asked, None, Context(topic="privacy_settings"), ACTS).question == "old_posts"


def test_nobody_is_answered_as_the_one_who_did_harm_by_a_guess() -> None:
    lost = {"topic": [("fomo", 0.2)], "question": [("own_harmful_thoughts/must_babysit", 0.5)]}
    assert decide(lost, None, Context(), ACTS).question is None
    about = Context(topic="own_harmful_thoughts")
    assert decide(lost, None, about, ACTS).question == "must_babysit"


def test_a_harm_that_nobody_named_is_no_precise_question() -> None:
    lost = {"topic": [("fomo", 0.2)], "question": [("sextortion/countdown", 0.6)]}
    assert decide(lost, None, Context(grave=frozenset({"sextortion"})), ACTS).question is None
    assert decide(lost, None, Context(), ACTS).question == "countdown"


def test_the_steps_of_an_app_are_more_precise_than_a_question() -> None:
    blocked = {"topic": [("report_block", 0.9)], "question": [("report_block/undo_block", 0.8)]}
    assert decide(blocked, None, Context(app=True), ACTS).question is None
    assert decide(blocked, None, Context(), ACTS).question == "undo_block"


def test_nobody_is_answered_as_the_one_who_did_it_by_a_guess() -> None:
    guess = {**ASKED, "topic": [("asked_for_pictures", 0.9)]}
    guess["question"] = [("asked_for_pictures/i_asked_someone", 0.5)]
    talk = Context(topic="asked_for_pictures")
    assert decide(guess, None, talk, ACTS).question is None
    guess["question"] = [("asked_for_pictures/i_asked_someone", 0.7)]
    assert decide(guess, None, talk, ACTS).question == "i_asked_someone"


def test_beside_a_plain_topic_no_question_is_answered() -> None:
    plain = {**ASKED, "topic": [("passwords", 0.99)]}
    assert decide(plain, None, Context(), ACTS).question is None
    plain["topic"] = [("passwords", 0.9)]
    assert decide(plain, None, Context(), ACTS).question == "old_posts"
