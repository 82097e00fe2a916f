"""What is done with readings: costs, risk, and what the conversation already knows."""

from dataclasses import replace

import pytest

from bot.labels import Labels
from bot.nlu.context import Context, Decision
from bot.nlu.decision import decide
from bot.nlu.risk import Alarm

ACTS = Labels.load().dialogue_acts


def decided(
    topic: dict[str, float] | None = None,
    *,
    urgent: float = 0.0,
    concern: float = 0.0,
    stance: str = "self",
    disclosure: str | None = None,
    alarm: Alarm | None = None,
    topic_now: str | None = None,
    **known: object,
) -> Decision:
    """A decision on a reading with these probabilities; a disclosure of None reads as "none"."""
    ranked = {}
    if topic is not None:
        ranked = {
            "topic": list(topic.items()),
            "risk": [("urgent", urgent), ("concern", concern), ("none", 1 - urgent - concern)],
            "stance": [(stance, 1.0)],
            "disclosure": [
                (disclosure or "none", 0.9),
                ("none" if disclosure else "self_harm", 0.1),
            ],
        }
    return decide(ranked, alarm, Context(topic=topic_now, **known), ACTS)  # type: ignore[arg-type]


def test_a_sure_topic_is_answered() -> None:
    assert decided({"passwords": 0.9, "two_factor": 0.1}).intent == "passwords"


def test_an_unsure_topic_is_asked_about_with_at_most_four_choices() -> None:
    unsure = decided({"passwords": 0.4, "two_factor": 0.35, "phishing": 0.2, "fomo": 0.05})
    assert unsure.intent == "clarify"
    assert unsure.candidates[0] == "passwords"
    assert 2 <= len(unsure.candidates) <= 4


def test_a_parent_is_answered_as_a_parent_where_both_could_ask() -> None:
    both = {"asked_for_pictures": 0.5, "parent_child_groomed": 0.4, "fomo": 0.1}
    labels = Labels.load()
    assert decided(both).ranking[0][0] == "asked_for_pictures"
    adult = decided(both, audience="parent", unsuited=labels.not_for("parent"))
    assert adult.ranking[0][0] == "parent_child_groomed"
    child = decided(both, audience="age_10_12", unsuited=labels.not_for("age_10_12"))
    assert child.ranking[0][0] == "asked_for_pictures"
    assert sum(p for _, p in child.ranking) == pytest.approx(1.0, abs=0.01)


def test_an_adult_gets_the_topic_for_adults_of_what_children_ask() -> None:
    bully = {"i_bullied_someone": 0.5, "parent_school_bullying": 0.2, "fomo": 0.1}
    unsuited = Labels.load().not_for("parent")
    adult = decided(bully, audience="parent", unsuited=unsuited)
    assert adult.intent == "parent_school_bullying"
    assert decided(bully, audience="age_13_17").intent != "parent_school_bullying"


def test_nothing_likely_is_said_not_to_be_understood() -> None:
    assert decided(dict.fromkeys(("passwords", "fomo", "phishing"), 0.02)).intent == "nlu_fallback"


def test_danger_comes_before_the_topic() -> None:
    told = decided({"passwords": 0.9}, urgent=0.9, disclosure="sextortion_in_progress")
    assert (told.intent, told.risk) == ("disclosure", "urgent")
    assert told.disclosure == "sextortion_in_progress"


def test_a_general_question_about_danger_is_no_disclosure() -> None:
    asked = decided({"self_harm": 0.9}, urgent=0.04, stance="general")
    assert (asked.intent, asked.risk) == ("self_harm", "none")


@pytest.mark.parametrize("topic", ["out_of_scope", "greet", "thanks"])
def test_danger_is_heard_in_small_talk(topic: str) -> None:
    assert decided({topic: 0.9}, urgent=0.8, disclosure="suicidal_intent").risk == "urgent"


def test_the_lexicon_alone_is_enough() -> None:
    heard = decided(None, alarm=Alarm("urgent", "violence_home", 0.9))
    assert (heard.intent, heard.disclosure, heard.stance) == ("disclosure", "violence_home", "self")


def test_a_phrase_raises_what_the_model_doubts_but_not_what_it_is_sure_of() -> None:
    alarm = Alarm("urgent", "suicidal_intent", 0.95)
    heard = decided({"fomo": 0.9}, urgent=0.03, alarm=alarm)
    assert (heard.risk, heard.disclosure) == ("urgent", "suicidal_intent")
    assert decided({"out_of_scope": 1.0}, alarm=alarm).risk == "none"


def test_a_faint_alarm_leaves_the_answer_to_its_topic_but_not_to_grave_harm() -> None:
    grave = Labels.load().grave
    faint = {"urgent": 0.2, "disclosure": "grooming_in_progress", "grave": grave}
    answered = decided({"live_streaming": 0.6}, **faint)
    assert (answered.intent, answered.risk, answered.disclosure) == (
        "live_streaming", "urgent", None,
    )  # fmt: skip
    assert decided({"sexual_messages_adult": 0.6}, **faint).intent == "disclosure"
    assert decided({"live_streaming": 0.2}, **faint).intent == "disclosure"
    assert decided({"live_streaming": 0.6}, **{**faint, "urgent": 0.7}).intent == "disclosure"


def test_a_fragment_alarms_later_than_an_opening() -> None:
    told = {"urgent": 0.15, "disclosure": "suicidal_intent"}
    assert decided({"tell_adult": 0.2}, **told).risk == "urgent"
    assert decided({"tell_adult": 0.2}, topic_now="scary_content", **told).risk != "urgent"


def test_what_was_hinted_at_counts_for_more_in_the_next_turn() -> None:
    ranked = {
        "topic": [("stranger_contact", 0.6)],
        "risk": [("urgent", 0.8), ("none", 0.2)],
        "disclosure": [("grooming_in_progress", 0.6), ("sexual_abuse_offline", 0.3), ("none", 0.1)],
    }
    fresh, after = (
        decide(ranked, None, Context(told=told, hinted=hinted), ACTS)
        for told, hinted in ((None, None), ("unsure", "sexual_abuse_offline"))
    )
    assert (fresh.disclosure, after.disclosure) == ("grooming_in_progress", "sexual_abuse_offline")


def test_a_phrase_that_the_model_knows_to_be_harmless_tells_nothing() -> None:
    ranked = {
        "topic": [("group_chat_exclusion", 0.95)],
        "risk": [("concern", 0.6), ("none", 0.4)],
        "disclosure": [("none", 0.98), ("cyberbullying_severe", 0.02)],
    }
    kicked = decide(ranked, Alarm("concern", "violence_home", 0.6), Context(), ACTS)
    assert (kicked.intent, kicked.risk) == ("group_chat_exclusion", "concern")
    doubted = {**ranked, "disclosure": [("none", 0.8), ("extremist_involvement", 0.2)]}
    pulled = decide(doubted, Alarm("concern", "extremist_involvement", 0.75), Context(), ACTS)
    assert pulled.disclosure == "extremist_involvement"


def test_grave_harm_that_is_a_guess_stands_on_no_button() -> None:
    guessed = {"photo_consent": 0.3, "nude_leaked": 0.15, "digital_footprint": 0.1, "fomo": 0.03}
    assert decided(guessed, grave=Labels.load().grave).candidates == [
        "photo_consent", "digital_footprint",
    ]  # fmt: skip


def test_a_correction_that_names_what_is_meant_is_heard() -> None:
    corrected = {"misunderstood": 0.7, "privacy_settings": 0.2}
    assert decided(corrected, words=6).candidates == ["privacy_settings"]
    assert decided(corrected, words=6).intent == "clarify"
    assert decided(corrected, words=3).intent == "misunderstood"
    assert decided(corrected, words=6, told="self_harm").intent == "misunderstood"
    assert decided(corrected, words=6, risk="concern").intent == "misunderstood"


def test_after_a_disclosure_a_faint_alarm_tells_nothing_new() -> None:
    faint = {"urgent": 0.2, "disclosure": "self_harm", "told": "sextortion_in_progress"}
    bye = decided({"goodbye": 0.95}, **faint)
    assert (bye.intent, bye.risk) == ("goodbye", "concern")
    vague = decided({"fomo": 0.2}, **faint)
    assert (vague.disclosure, vague.held) == ("sextortion_in_progress", True)


def test_a_parent_speaks_of_a_child() -> None:
    alarm = Alarm("urgent", "suicidal_intent", 0.95)
    assert decided(None, alarm=alarm, audience="parent").stance == "child"


def test_whoever_fears_for_a_friend_needs_to_know_how_to_help() -> None:
    told = decided(
        {"suicidal_thoughts": 0.8, "help_friend": 0.1},
        urgent=0.9,
        stance="friend",
        disclosure="friend_at_risk",
    )
    assert told.ranking[0][0] == "help_friend"
    assert (told.about, told.disclosure) == ("suicidal_thoughts", "friend_at_risk")


def test_without_a_model_and_without_danger_nothing_is_understood() -> None:
    assert decided(None).intent == "nlu_fallback"


def test_signs_without_words_are_not_guessed() -> None:
    assert decided({"greet": 0.9}, wordless=True).intent == "nlu_fallback"


def test_another_language_is_named() -> None:
    assert decided({"greet": 0.9}, other_language="uk").language == "uk"


def test_a_short_message_with_a_new_country_changes_the_country() -> None:
    assert decided({"greet": 0.4}, changed="country", words=2).intent == "change_country"


def test_a_follow_up_needs_something_to_follow() -> None:
    reading = {
        "topic": [("follow_up", 0.9), ("fomo", 0.1)],
        "followup": [("if_not_stop", 0.9), ("none", 0.1)],
    }
    after = decide(reading, None, Context(topic="phishing"), ACTS)
    assert (after.intent, after.followup) == ("follow_up", "if_not_stop")
    assert decide(reading, None, Context(), ACTS).intent != "follow_up"


def test_a_next_question_is_likelier_in_a_talk_and_makes_harm_less_likely_there() -> None:
    reading = {
        "topic": [("sextortion", 0.6), ("follow_up", 0.3)],
        "followup": [("none", 0.7), ("should_i", 0.3)],
        "risk": [("none", 0.75), ("urgent", 0.25)],
        "disclosure": [("none", 0.75), ("sextortion_in_progress", 0.25)],
    }
    talking = decide(reading, None, Context(topic="passwords"), ACTS)
    assert (talking.intent, talking.followup, talking.risk) == ("follow_up", "should_i", "none")
    assert decide(reading, None, Context(), ACTS).risk == "urgent"


def test_whoever_corrects_the_bot_after_a_disclosure_is_believed() -> None:
    reading = {
        "topic": [("out_of_scope", 0.4), ("fomo", 0.3)],
        "risk": [("none", 0.9), ("urgent", 0.02)],
        "disclosure": [("none", 0.95)],
    }
    told = Context(topic="sextortion", told="sextortion_in_progress", risk="urgent")
    assert decide(reading, None, told, ACTS).held
    corrected = decide(reading, None, replace(told, corrects=True), ACTS)
    assert (corrected.intent, corrected.held) == ("misunderstood", False)


def test_a_next_question_comes_before_the_same_topic_once_more() -> None:
    reading = {
        "topic": [("passwords", 0.8), ("follow_up", 0.05)],
        "followup": [("none", 0.95), ("why", 0.05)],
    }
    after = decide(reading, None, Context(topic="passwords"), ACTS)
    assert (after.intent, after.followup) == ("follow_up", "why")
    assert decide(reading, None, Context(topic="fomo"), ACTS).intent == "passwords"


def test_a_known_child_never_tells_as_a_parent_does() -> None:
    ranked = {
        "topic": [("abuse_home", 0.9)],
        "risk": [("urgent", 0.9)],
        "stance": [("self", 0.9)],
        "disclosure": [("parent_discloses_abuse", 0.6), ("violence_home", 0.3), ("none", 0.1)],
    }
    assert decide(ranked, None, Context(), ACTS).disclosure == "parent_discloses_abuse"
    child = decide(ranked, None, Context(audience="age_10_12"), ACTS)
    assert (child.risk, child.disclosure) == ("urgent", "violence_home")


@pytest.mark.parametrize(("words", "risk"), [(0.02, "none"), (0.5, "urgent"), (0.9, "urgent")])
def test_the_weighted_words_settle_what_the_model_leaves_open(words: float, risk: str) -> None:
    ranked = {"topic": [("fomo", 0.9)], "risk": [("none", 0.8), ("urgent", 0.2)]}
    assert decide(ranked, None, Context(), ACTS, words).risk == risk


def test_neither_half_silences_the_other() -> None:
    sure = {"risk": [("urgent", 1.0)], "disclosure": [("self_harm", 1.0)]}
    assert decide(sure, None, Context(), ACTS, danger=0.0).risk == "urgent"
    deaf = {"risk": [("none", 1.0)], "topic": [("fomo", 1.0)]}
    assert decide(deaf, None, Context(), ACTS, danger=1.0).risk_score > 0.01


@pytest.mark.parametrize(
    "topics",
    [
        {"deny": 0.7, "affirm": 0.2},  # "nobody knows"
        {"change_age": 0.67, "affirm": 0.1},  # "since last year"
        {"fear_worry": 0.9},  # "I'm really scared"
        {"in_app_purchases": 0.68, "sextortion": 0.02},  # "he wants 500 zl by blik"
        dict.fromkeys(("passwords", "fomo", "phishing"), 0.02),
    ],
)
def test_what_is_vague_after_a_disclosure_belongs_to_it(topics: dict[str, float]) -> None:
    held = decided(topics, told="sextortion_in_progress")
    assert (held.intent, held.disclosure) == ("disclosure", "sextortion_in_progress")
    assert held.held
    assert decided(topics).intent != "disclosure"


@pytest.mark.parametrize(
    "topics",
    [
        {"phishing": 0.8},
        {"thanks": 0.95},
        {"help_now": 0.6, "find_helpline": 0.3},
        {"find_helpline": 0.35, "helpline_what_happens": 0.3, "fomo": 0.2},  # "is there a chat"
        {"more": 0.7, "affirm": 0.2},
        {"out_of_scope": 0.95},
        {"misunderstood": 0.6, "deny": 0.3},
    ],
)
def test_what_is_plain_after_a_disclosure_is_heard(topics: dict[str, float]) -> None:
    assert decided(topics, told="self_harm").intent == next(iter(topics))


def test_a_question_about_the_harm_itself_is_answered() -> None:
    reading = {"topic": [("sextortion", 0.63), ("not_my_fault", 0.06)]}  # "should i pay him"
    known = Context(topic="sextortion", told="sextortion_in_progress")
    assert decide(reading, None, known, ACTS).intent == "sextortion"
    assert decide(reading, None, Context(told="self_harm"), ACTS).held


def test_another_harm_after_a_disclosure_is_heard() -> None:
    other = decided({"abuse_home": 0.9}, urgent=0.95, disclosure="violence_home", told="self_harm")
    assert (other.disclosure, other.held) == ("violence_home", False)


def test_an_insult_is_heard_only_when_it_is_one() -> None:
    faint = {"bot_insult": 0.3, "affirm": 0.2, "thanks": 0.1}
    assert decided(faint).intent != "bot_insult"
    assert decided({"thanks": 0.3, "affirm": 0.2, "bot_insult": 0.1}).intent == "thanks"
    assert decided({"bot_insult": 0.9}).intent == "bot_insult"


@pytest.mark.parametrize(
    "reading", [{"live_streaming": 0.5}, {"follow_up": 0.9}, {"passwords": 0.2}]
)
def test_the_same_question_about_another_app_keeps_its_topic(reading: dict[str, float]) -> None:
    about_an_app = decided(reading, topic_now="age_limits", app=True, words=3)
    assert about_an_app.intent == about_an_app.topic == "age_limits"


@pytest.mark.parametrize(
    "known",
    [
        {"topic_now": "passwords", "app": True, "words": 3},
        {"topic_now": "age_limits", "app": False, "words": 3},
        {"topic_now": "age_limits", "app": True, "words": 12},
    ],
)
def test_an_app_alone_does_not_keep_the_topic(known: dict[str, object]) -> None:
    assert decided({"live_streaming": 0.5}, **known).intent != known["topic_now"]


def test_a_plain_question_or_harm_in_another_app_is_heard() -> None:
    plain = decided({"hacked_account": 0.9}, topic_now="report_block", app=True, words=4)
    assert plain.intent == "hacked_account"
    harm = decided({"sextortion": 0.5}, urgent=0.9, disclosure="sextortion_in_progress",
                   topic_now="report_block", app=True, words=4)  # fmt: skip
    assert harm.intent == "disclosure"


MEANS_HARM = "adult_intent_or_misuse"


@pytest.mark.parametrize(
    ("audience", "told", "disclosure"),
    [
        (None, None, MEANS_HARM),
        ("parent", None, MEANS_HARM),
        ("age_10_12", None, None),  # "how do i make them like me"
        ("parent", "parent_discloses_abuse", None),  # "how do i get her to talk to me"
    ],
)
def test_nobody_is_refused_who_does_not_plainly_mean_harm(
    audience: str | None, told: str | None, disclosure: str | None
) -> None:
    reading = {
        "topic": [("out_of_scope", 0.6), ("parent_how_to_talk", 0.4)],
        "risk": [("urgent", 0.6), ("none", 0.4)],
        "disclosure": [(MEANS_HARM, 0.6), ("none", 0.4)],
    }
    found = decide(reading, None, Context(audience=audience, told=told), ACTS)
    assert (found.disclosure if not found.held else None) == disclosure
    assert (found.risk == "urgent") == (disclosure is not None)


def test_a_decision_says_how_certain_the_harm_is() -> None:
    assert decided({"abuse_home": 0.9}, urgent=0.9, disclosure="violence_home").certainty == 1.0
    torn = {
        "risk": [("urgent", 0.5), ("none", 0.5)],
        "disclosure": [("none", 0.5), ("violence_home", 0.3), ("running_away", 0.2)],
    }
    assert decide(torn, None, Context(), ACTS).certainty == pytest.approx(0.6)
    assert decide(torn, None, Context(topic="fomo"), ACTS).certainty == pytest.approx(0.3)
    named = Alarm("urgent", "planned_meeting", 0.8)
    assert decided({"fomo": 0.9}, urgent=0.3, alarm=named).certainty == 0.8


def test_somebody_with_a_worry_is_not_told_that_this_is_off_topic() -> None:
    faint = {"out_of_scope": 0.8, "scary_content": 0.1}  # "there was blood and the pig was crying"
    assert decided(faint, topic_now="scary_content", worry=True).intent == "nlu_fallback"
    assert decided(faint, topic_now="passwords").intent == "out_of_scope"
    assert decided({"out_of_scope": 0.95}, worry=True).intent == "out_of_scope"


def test_after_a_faint_alarm_questions_are_answered_and_only_nothing_is_held() -> None:
    assert decided({"passwords": 0.6, "phishing": 0.1}, told="unsure").intent == "passwords"
    assert decided({"passwords": 0.05}, concern=0.6, told="unsure").held
    assert decided({"deny": 0.5, "fomo": 0.1}, concern=0.6, told="unsure").held
    # What is plainly harmless takes the guess back: no more kind words about nothing.
    assert not decided({"passwords": 0.05}, told="unsure").held


def test_what_the_talk_may_be_about_counts_in_the_turns_after() -> None:
    """ "They're my students though" after a question about AI friends names no topic itself."""
    first = decided({"ai_companions": 0.45, "parent_how_to_talk": 0.2, "fomo": 0.1})
    assert first.intent == "clarify"
    assert first.likely["ai_companions"] == pytest.approx(0.45)
    lost = {"ai_companions": 0.2, "parent_grooming_signs": 0.38, "fomo": 0.05}
    assert decided(lost).ranking[0][0] == "parent_grooming_signs"
    then = decided(lost, likely=first.likely)
    assert then.ranking[0][0] == "ai_companions"
    # A new subject is heard, and what was before fades.
    anew = decided({"passwords": 0.97}, likely=then.likely)
    assert anew.intent == "passwords"
    assert anew.likely["ai_companions"] < then.likely["ai_companions"]


def test_small_talk_forgets_no_topic() -> None:
    known = {"ai_companions": 0.5}
    assert decided({"thanks": 0.99}, likely=known).likely == {"ai_companions": 0.35}


def test_more_about_an_unpleasant_thing_leaves_room_for_questions() -> None:
    asked = {"chain_messages": 0.8, "scary_content": 0.1}  # "is it true?"
    told = {"concern": 0.8, "disclosure": "distress_after_content"}
    assert decided(asked, **told, told="distress_after_content").intent == "chain_messages"  # type: ignore[arg-type]
    assert decided({"scary_content": 0.3}, **told, told="distress_after_content").held  # type: ignore[arg-type]
    assert decided(asked, **told).intent == "disclosure"  # type: ignore[arg-type]


def test_a_wrong_change_of_age_or_country_is_not_cheap() -> None:
    assert decided({"change_age": 0.45, "fomo": 0.1}).intent != "change_age"
    assert decided({"thanks": 0.6, "fomo": 0.1}).intent == "thanks"


def test_a_death_wish_that_an_adult_repeats_is_what_it_is_about() -> None:
    heard = Alarm("urgent", "parent_discloses_abuse", 0.9, "child", "suicidal_intent")
    told = decided({"parent_school_bullying": 0.8}, urgent=0.6, alarm=heard, audience="parent")
    assert (told.disclosure, told.about) == ("parent_discloses_abuse", "suicidal_thoughts")


def test_a_harm_that_is_a_friends_goes_on_as_the_friends() -> None:
    said = decided({"misunderstood": 0.9}, audience="age_13_17", for_friend="suicidal_thoughts")
    assert (said.intent, said.disclosure, said.stance) == ("disclosure", "friend_at_risk", "friend")
    assert (said.risk, said.about) == ("urgent", "suicidal_thoughts")


def test_a_parent_of_the_child_that_was_mean_is_not_told_of_offenders() -> None:
    unclear = {"own_harmful_thoughts": 0.3, "parent_school_bullying": 0.2}
    own = decided(unclear, audience="parent", mean=True)
    assert (own.intent, own.question) == ("parent_school_bullying", "my_child_mocked")
    harm = decided(
        unclear, urgent=0.95, disclosure="parent_discloses_abuse", audience="parent", mean=True
    )
    assert harm.intent == "disclosure"
    assert decided(unclear, audience="age_13_17", mean=True).question is None
    assert decided(unclear, audience="parent", mean=True, doer=True).question is None
    assert decided({"screen_time": 0.9}, audience="parent", mean=True).intent == "screen_time"
    dying = {"suicidal_thoughts": 0.6, "parent_school_bullying": 0.3}
    told = decided(
        dying, urgent=0.4, disclosure="parent_discloses_abuse", audience="parent", mean=True
    )
    assert told.question is None


def test_the_harm_that_a_word_names_is_the_sisters_where_the_model_says_so() -> None:
    ranked = {
        "topic": [("help_friend", 0.6)],
        "risk": [("urgent", 0.6), ("none", 0.4)],
        "disclosure": [("friend_at_risk", 0.6), ("none", 0.37), ("self_harm", 0.02)],
        "stance": [("friend", 0.6)],
    }
    alarm = Alarm("urgent", "self_harm", 0.9)
    assert decide(ranked, alarm, Context(), ACTS).disclosure == "friend_at_risk"
    own = {**ranked, "disclosure": [("friend_at_risk", 0.3), ("self_harm", 0.3), ("none", 0.4)]}
    assert decide(own, alarm, Context(), ACTS).disclosure == "self_harm"


def test_a_menu_never_opens_with_a_life_at_stake() -> None:
    grave = frozenset({"suicidal_thoughts", "sextortion"})
    by_people = frozenset({"sextortion"})
    known = {"grave": grave, "done_by_somebody": by_people}
    unsure = {"suicidal_thoughts": 0.35, "bot_privacy": 0.3}
    assert decided(unsure, **known).intent == "disclosure"
    assert decided(unsure, **known, audience="parent").intent == "clarify"
    assert decided(unsure, **known, corrected=True).intent == "clarify"
    assert decided({"sextortion": 0.35, "bot_privacy": 0.3}, **known).intent == "clarify"


def test_no_its_me_makes_a_friends_harm_the_writers_own() -> None:
    harm = {"topic": {"pro_ana_content": 0.5}, "disclosure": "self_harm", "urgent": 0.1}
    told = decided(**harm, about_me=True, hinted="eating_disorder")
    assert (told.disclosure, told.stance, told.corrects) == ("eating_disorder", "self", True)
    likeliest = decided(**harm, about_me=True, hinted="friend_at_risk")
    assert (likeliest.disclosure, likeliest.risk_score) == ("self_harm", 1.0)


def test_a_grandfather_who_wonders_in_a_talk_is_no_offender() -> None:
    misuse = {"urgent": 0.6, "disclosure": "adult_intent_or_misuse", "audience": "parent"}
    assert decided({"out_of_scope": 0.5}, **misuse).disclosure == "adult_intent_or_misuse"
    misuse["disclosure"], ranked = None, {"out_of_scope": 0.5}
    assert decided(ranked, **misuse, topic_now="parent_grooming_signs").disclosure != (
        "adult_intent_or_misuse"
    )


def test_what_a_word_names_is_what_an_adults_child_is_in() -> None:
    alarm = Alarm("urgent", "parent_discloses_abuse", 0.9, "child", "self_harm")
    told = decided(
        {"self_harm": 0.2, "suicidal_thoughts": 0.15}, urgent=0.9, alarm=alarm, audience="parent",
        disclosure="parent_discloses_abuse",
    )  # fmt: skip
    assert (told.disclosure, told.about) == ("parent_discloses_abuse", "self_harm")


def test_a_question_after_harm_gets_the_likeliest_next_answer_before_none() -> None:
    ranked = {
        "topic": [("fomo", 0.05)],
        "risk": [("none", 0.9)],
        "followup": [("none", 0.8), ("who_to_tell", 0.15), ("why", 0.02)],
    }
    told = Context(topic="sexual_abuse", told="sexual_abuse_offline", risk="urgent", question=True)
    found = decide(ranked, None, told, ACTS)
    assert (found.intent, found.followup, found.held) == ("follow_up", "who_to_tell", False)
    assert decide(ranked, None, replace(told, question=False), ACTS).held
    ranked["followup"] = [("none", 0.98), ("who_to_tell", 0.005), ("why", 0.005)]
    assert decide(ranked, None, told, ACTS).held


def test_how_to_talk_is_about_the_harm_that_an_adult_told() -> None:
    asked = {"parent_how_to_talk": 0.8}
    told = {"topic_now": "parent_police_report", "told": "parent_discloses_abuse"}
    found = decided(asked, audience="parent", **told)
    assert (found.intent, found.followup) == ("follow_up", "how_to_talk")
    assert decided(asked, audience="parent").intent == "parent_how_to_talk"


def test_me_too_is_the_writers_own_harm() -> None:
    talk = {"told": "friend_at_risk", "topic_now": "help_friend", "also_me": True}
    own = decided({"self_harm": 0.4}, urgent=0.8, disclosure="self_harm", **talk)
    assert (own.disclosure, own.stance, own.corrects) == ("self_harm", "self", True)
    faint = decided({"abuse_home": 0.7}, urgent=0.3, disclosure="violence_home", **talk)
    assert (faint.intent, faint.disclosure) == ("disclosure", "violence_home")
    fear = decided({"help_friend": 0.6}, urgent=0.05, **talk)
    assert fear.disclosure != "self_harm"
