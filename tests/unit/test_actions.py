"""What the actions say from turn to turn, without a model: the decision is given by hand."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_topic import AnswerTopic
from actions.clarify import Clarify
from actions.directory import Directory
from actions.follow_up import FollowUp
from actions.misunderstood import Misunderstood
from actions.not_understood import NotUnderstood
from actions.part import TellMore
from actions.say import Say
from actions.say_it import SayIt
from actions.services import Services
from actions.support import Support
from actions.turn import LatarnikAction
from bot.content import Catalogue

CATALOGUE = Catalogue.load()
Messages = list[dict[str, Any]]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    database: Path = tmp_path_factory.mktemp("d") / "directory.sqlite"
    return Services(CATALOGUE, Directory(f"sqlite:///{database}"))


class Talk:
    """The slots of a talk, and what is said in it."""

    def __init__(self, services: Services, **slots: Any) -> None:
        self._services = services
        self.slots = {"language": "en", "country": "GB", "audience": "age_13_17", **slots}

    async def hears(
        self,
        action: type[LatarnikAction],
        intent: str = "",
        speaker: dict[str, Any] | None = None,
        **decision: Any,
    ) -> Messages:
        message = {"intent": {"name": intent}, "decision": decision, "speaker": speaker}
        tracker = Tracker("key", self.slots, message, [], False, None, {}, None)
        said = CollectingDispatcher()
        for event in await action(self._services).run(said, tracker, {}):
            self.slots[event["name"]] = event["value"]
        return [message["custom"] for message in said.messages]

    async def is_told(self, disclosure: str, score: float, **more: Any) -> dict[str, Any]:
        decision = {"risk": "urgent", "risk_score": score, "stance": "self", **more}
        return (await self.hears(Support, disclosure=disclosure, **decision))[0]


def ids(message: dict[str, Any]) -> list[str]:
    return [choice["id"] for choice in message.get("choices", [])]


async def test_whoever_goes_on_telling_never_hears_the_same_twice_in_a_row(
    services: Services,
) -> None:
    talk = Talk(services)
    replies = [await talk.is_told("sextortion_in_progress", 0.9) for _ in range(6)]

    texts = [reply["text"] for reply in replies]
    assert len(set(texts)) == 5
    assert all(text != after for text, after in itertools.pairwise(texts))
    assert all(reply["helplines"][0]["phone"] == "999" for reply in replies)
    assert all(reply["helplines"] == replies[0]["helplines"] for reply in replies)


@pytest.mark.parametrize(
    "disclosure", ["immediate_danger", "suicidal_intent", "own_harmful_behaviour"]
)
async def test_whoever_is_in_danger_or_did_harm_gets_no_topics_advice(
    services: Services, disclosure: str
) -> None:
    talk = Talk(services)
    replies = [await talk.is_told(disclosure, 0.9) for _ in range(5)]

    assert all("999" in str((reply["text"], reply.get("steps"))) for reply in replies)
    advice = CATALOGUE.answer(CATALOGUE.disclosures[disclosure].topic, "en", None).text
    assert advice not in [reply["text"] for reply in replies]


async def test_whoever_comes_back_to_it_does_not_hear_the_first_reply_again(
    services: Services,
) -> None:
    talk = Talk(services)
    first = await talk.is_told("sextortion_in_progress", 0.9)
    await talk.hears(AnswerTopic, topic="passwords", risk="none")
    again = await talk.is_told("sextortion_in_progress", 0.1, held=True)

    assert again["text"] != first["text"]


async def test_a_parent_stays_with_the_harm_that_was_told_first(services: Services) -> None:
    talk = Talk(services, audience="parent")
    first = await talk.is_told(
        "parent_discloses_abuse", 0.9, stance="child", about="parent_child_groomed"
    )
    more = await talk.is_told("parent_discloses_abuse", 0.1, stance="child", held=True)

    groomed = CATALOGUE.reply("grooming_in_progress", "en", "child", "parent")
    assert groomed.more is not None
    assert first["text"] == groomed.text.format(emergency="999")
    assert more["text"] == groomed.more.text.format(emergency="999")


async def test_a_friend_who_is_beaten_is_no_parents_matter(services: Services) -> None:
    reply = await Talk(services).is_told("friend_at_risk", 0.9, stance="friend", about="abuse_home")

    assert reply["text"] == CATALOGUE.reply("violence_home", "en", "friend", None).text.format(
        emergency="999"
    )


async def test_a_made_up_picture_leads_to_its_own_topic(services: Services) -> None:
    reply = await Talk(services).is_told("images_shared", 0.9, about="deepfake_nudes")

    assert "topic:deepfake_nudes" in ids(reply)
    assert "topic:nude_leaked" not in ids(reply)


async def test_whoever_may_have_hurt_somebody_is_neither_blamed_nor_cleared(
    services: Services,
) -> None:
    talk = Talk(services)
    unsure = await talk.is_told("own_harmful_behaviour", 0.2)
    again = await talk.is_told("own_harmful_behaviour", 0.2)

    for reply in (unsure, again):
        assert "fault" not in reply["text"]
        assert "999" in reply["text"]
    assert unsure["text"] != again["text"]


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("PL", "112"), (None, "112")])
async def test_an_answer_names_the_emergency_number_of_the_country(
    services: Services, country: str | None, number: str
) -> None:
    talk = Talk(services, country=country)
    answer = (await talk.hears(AnswerTopic, topic="extremist_recruitment", risk="none"))[0]

    assert f"call {number}." in " ".join(answer["steps"])


async def test_a_faint_alarm_names_no_harm_but_brings_people(services: Services) -> None:
    faint = await Talk(services).is_told(
        "extremist_involvement", 0.2, candidates=["gaming_too_much", "parent_controls"]
    )

    assert "999" in faint["text"]
    assert len(faint["helplines"]) > 1
    assert ids(faint) == ["topic:gaming_too_much", "act:say_it", "act:misunderstood"]


async def test_a_faint_alarm_does_not_change_what_the_talk_is_about(services: Services) -> None:
    talk = Talk(services)
    await talk.is_told("planned_meeting", 0.9)
    after = await talk.is_told("friend_at_risk", 0.3)
    added = await talk.is_told("running_away", 0.77)
    plain = await talk.is_told("violence_home", 0.99)

    assert after["disclosure"] == added["disclosure"] == "planned_meeting"
    assert plain["disclosure"] == "violence_home"


async def test_a_faint_word_of_dying_is_always_heard(services: Services) -> None:
    talk = Talk(services)
    await talk.is_told("planned_meeting", 0.9)
    after = await talk.is_told("suicidal_intent", 0.2)

    assert after["disclosure"] == "suicidal_intent"
    assert after["text"] == CATALOGUE.reply("suicidal_intent", "en", "self", None).text.format(
        emergency="999"
    )


async def test_after_a_misunderstanding_what_is_told_anew_is_answered_from_the_start(
    services: Services,
) -> None:
    talk = Talk(services)
    first = await talk.is_told("running_away", 0.9)
    await talk.hears(Misunderstood, "misunderstood")
    anew = await talk.is_told("running_away", 0.9)

    assert anew["text"] == first["text"]


async def test_a_child_who_wants_to_die_is_heard_whatever_was_told_before(
    services: Services,
) -> None:
    talk = Talk(services, audience="parent")
    await talk.is_told("parent_discloses_abuse", 0.9, stance="child", about="cyberbullying_victim")
    after = await talk.is_told(
        "parent_discloses_abuse", 0.5, stance="child", about="suicidal_thoughts"
    )

    assert after["text"] == CATALOGUE.reply("suicidal_intent", "en", "child", "parent").text.format(
        emergency="999"
    )


async def test_an_unsure_guess_names_no_harm_however_loud(services: Services) -> None:
    talk = Talk(services)
    unsure = await talk.is_told("sexual_abuse_offline", 0.9, certainty=0.3)
    again = await talk.is_told("suicidal_intent", 0.9, certainty=0.2)

    assert unsure["text"] == CATALOGUE.text("support_unsure", "en", None).text.format(
        emergency="999"
    )
    assert again["text"] != unsure["text"]
    assert talk.slots["disclosure"] == "unsure"


async def test_what_is_held_keeps_whom_it_is_about(services: Services) -> None:
    talk = Talk(services)
    first = await talk.is_told("self_harm", 0.9, stance="friend")
    held = await talk.is_told("self_harm", 0.1, stance="general", held=True)

    assert held["disclosure"] == "self_harm"
    assert held["text"] != first["text"]
    assert talk.slots["stance"] == "friend"


async def test_what_is_held_does_not_hold_the_talk_for_good(services: Services) -> None:
    talk = Talk(services)
    await talk.is_told("self_harm", 0.9)
    for _ in range(4):
        assert talk.slots["quiet_turns"] is not None
        await talk.is_told("self_harm", 0.1, held=True)

    assert talk.slots["quiet_turns"] is None  # help was offered once more, and nothing is held


async def test_help_is_offered_again_once_and_not_under_a_reply_that_offers_it(
    services: Services,
) -> None:
    offer = CATALOGUE.text("reoffer", "en", "age_13_17").text.format(emergency="999")
    left, stayed = Talk(services), Talk(services)
    for talk in (left, stayed):
        await talk.is_told("self_harm", 0.9)
    elsewhere = [
        await left.hears(AnswerTopic, topic="passwords", intent="passwords") for _ in range(6)
    ]
    under = [
        await stayed.hears(
            Support, disclosure="self_harm", risk="urgent", risk_score=0.1, held=True
        )
        for _ in range(4)  # then nothing is held any more
    ]

    assert [any(m["text"] == offer for m in said) for said in elsewhere].count(True) == 1
    assert all(len([m for m in said if m.get("helplines")]) == 1 for said in under)
    assert not any(m["text"] == offer for said in under for m in said)


@pytest.mark.parametrize("topic", ["report_block", "live_streaming"])
async def test_a_faint_alarm_that_its_topic_answers_shows_people_and_they_stay(
    services: Services, topic: str
) -> None:
    talk = Talk(services)
    said = await talk.hears(
        AnswerTopic, speaker={"platform": "snapchat"}, topic=topic, intent=topic, risk="urgent"
    )
    assert said[-1]["helplines"][0]["phone"] == "999"
    assert said[-1]["kind"] == "answer"
    later = await talk.hears(AnswerTopic, topic="passwords", intent="passwords", risk="none")
    assert later[0]["helplines"][0]["phone"] == "999"
    assert talk.slots["quiet_turns"] is not None  # help is offered once more


async def test_a_teacher_is_answered_about_a_child(services: Services) -> None:
    reply = await Talk(services, audience="parent").is_told("violence_home", 0.9, stance="friend")

    assert reply["text"] == CATALOGUE.reply("violence_home", "en", "child", "parent").text.format(
        emergency="999"
    )


async def test_a_child_is_never_answered_as_a_parent(services: Services) -> None:
    reply = await Talk(services).is_told("friend_at_risk", 0.9, stance="child")
    unsure = await Talk(services).is_told("parent_discloses_abuse", 0.9)

    assert reply["text"] == CATALOGUE.reply("friend_at_risk", "en", "friend", None).text.format(
        emergency="999"
    )
    assert ids(unsure) == ["act:say_it", "act:misunderstood"]


async def test_how_do_i_say_it_asks_two_things_and_not_what_is_known(services: Services) -> None:
    talk = Talk(services, topic="sextortion")
    whom = (await talk.hears(SayIt))[0]
    amount = (await talk.hears(SayIt, say_it=["whom_school"]))[0]
    said = (await talk.hears(SayIt, say_it=["whom_school", "skip"]))[0]

    assert "say_it:whom_school" in ids(whom)
    assert "say_it:skip" in ids(whom)
    assert "say_it:whom_school.amount_little" in ids(amount)
    assert said["say_it"].startswith("Could I talk to you alone")
    assert "photo" in said["say_it"]


async def test_whoever_says_little_does_not_name_it(services: Services) -> None:
    said = (await Talk(services).hears(SayIt, say_it=["about_image", "skip", "amount_little"]))[0]

    assert "photo" not in said["say_it"]


async def test_thanks_twice_is_answered_in_two_ways(services: Services) -> None:
    talk = Talk(services)
    first = (await talk.hears(Say, "thanks"))[0]["text"]
    second = (await talk.hears(Say, "thanks"))[0]["text"]

    assert first != second


async def test_more_says_something_new_and_then_that_this_is_all(services: Services) -> None:
    talk = Talk(services, topic="passwords", part="answer")
    more = (await talk.hears(TellMore))[0]
    all_of_it = (await talk.hears(TellMore))[0]

    assert more["kind"] == "answer"
    assert "act:simpler" in ids(more)
    assert all_of_it["kind"] == "notice"
    assert "act:find_helpline" in ids(all_of_it)


async def test_only_what_can_be_meant_is_offered(services: Services) -> None:
    offered = await Talk(services, audience="parent").hears(
        Clarify, candidates=["affirm", "tell_adult", "sextortion"]
    )

    assert ids(offered[0]) == ["topic:sextortion", "act:find_helpline"]


@pytest.mark.parametrize(("topic", "answers"), [("passwords", 2), ("pro_ana_content", 1)])
async def test_the_same_next_question_never_gets_the_same_words_twice(
    services: Services, topic: str, answers: int
) -> None:
    talk = Talk(services, topic=topic, part="answer")
    said = [(await talk.hears(FollowUp, followup="should_i"))[0] for _ in range(3)]
    texts = [message["text"] for message in said]
    assert all(text != after for text, after in itertools.pairwise(texts[: answers + 1]))
    assert [message["kind"] for message in said[: answers + 1]] == ["answer"] * answers + ["notice"]


async def test_the_way_it_is_done_stands_in_the_second_part(services: Services) -> None:
    talk = Talk(services, topic="passwords", part="answer")
    more = CATALOGUE.answer("passwords", "en", "age_13_17").more
    assert more is not None
    assert (await talk.hears(FollowUp, followup="how_exactly"))[0]["text"] == more.text
    assert (await talk.hears(FollowUp, followup="how_exactly"))[0]["text"] != more.text


async def test_a_precise_question_gets_its_own_answer_and_leads_to_the_topic(
    services: Services,
) -> None:
    asked = {"topic": "privacy_settings", "question": "old_posts", "risk": "none"}
    answer = CATALOGUE.question("privacy_settings", "old_posts", "en", "age_13_17")
    assert answer is not None
    talk = Talk(services)
    said = await talk.hears(AnswerTopic, "privacy_settings", **asked)
    assert [message["text"] for message in said] == [answer.text]
    assert ids(said[0])[0] == "topic:privacy_settings"
    assert "helplines" not in said[0]
    whole = CATALOGUE.answer("privacy_settings", "en", "age_13_17")
    assert (await talk.hears(TellMore))[0]["text"] == whole.text
    again = await talk.hears(AnswerTopic, "privacy_settings", **asked)
    assert ids(again[0])[0] != "topic:privacy_settings"
    more = await talk.hears(AnswerTopic, "privacy_settings", **asked)
    assert more[0]["text"] != answer.text


async def test_a_question_about_helplines_does_not_change_the_subject(services: Services) -> None:
    talk = Talk(services, topic="sextortion", part="support", risk="urgent")
    asked = {"topic": "find_helpline", "question": "does_it_cost", "risk": "none"}
    said = await talk.hears(AnswerTopic, "find_helpline", **asked)
    assert said[0]["topic"] == "find_helpline"
    assert said[0]["helplines"]
    assert talk.slots["topic"] == "sextortion"
    first = Talk(services)
    await first.hears(AnswerTopic, "find_helpline", **asked)
    assert first.slots["topic"] == "find_helpline"


async def test_under_a_precise_question_about_harm_stand_people(services: Services) -> None:
    asked = {"topic": "sextortion", "question": "countdown", "risk": "urgent", "risk_score": 0.9}
    talk = Talk(services, topic="sextortion", risk="urgent", disclosure="sextortion_in_progress")
    said = await talk.hears(AnswerTopic, "sextortion", **asked)
    assert said[0]["helplines"][0]["phone"] == "999"
    assert "act:say_it" in ids(said[0])


async def test_under_a_next_question_with_a_faint_alarm_stand_people(services: Services) -> None:
    talk = Talk(services, topic="passwords", part="answer")
    said = await talk.hears(FollowUp, followup="revenge", risk="urgent", risk_score=0.3)
    assert said[0]["helplines"][0]["phone"] == "999"
    assert talk.slots["risk"] == "concern"


async def test_after_choices_the_talk_is_about_the_first_of_them(services: Services) -> None:
    talk = Talk(services, topic="phishing", part="answer")
    await talk.hears(Clarify, candidates=["thanks", "sleep_phone", "fomo"])
    assert (talk.slots["topic"], talk.slots["part"]) == ("sleep_phone", None)
    answer = CATALOGUE.answer("sleep_phone", "en", "age_13_17")
    assert (await talk.hears(TellMore))[0]["text"] == answer.text


async def test_a_worry_off_topic_gets_people_and_a_question_off_topic_does_not(
    services: Services,
) -> None:
    worry = await Talk(services).hears(Say, intent="out_of_scope", worry=True)
    assert worry[0]["text"] == CATALOGUE.text("other_worry", "en", "age_13_17").text
    assert worry[0]["helplines"]
    plain = await Talk(services).hears(Say, intent="out_of_scope")
    assert "helplines" not in plain[0]


async def test_a_question_that_nothing_answers_is_not_passed_over(services: Services) -> None:
    talk = Talk(services)
    await talk.is_told("sextortion_in_progress", 0.9)
    asked = {"disclosure": "sextortion_in_progress", "risk": "concern", "held": True}
    (said, *_) = await talk.hears(Support, speaker={"question": True}, **asked)
    assert said["text"] == CATALOGUE.text("cannot_answer", "en", "age_13_17").text
    assert said["helplines"][0]["phone"] == "999"
    (told, *_) = await talk.hears(Support, speaker={"question": False}, **asked)
    assert told["kind"] == "support"


async def test_whoever_tells_of_a_child_that_did_harm_is_taken_for_no_offender(
    services: Services,
) -> None:
    talk = Talk(services, audience="parent")
    said = await talk.is_told(
        "parent_discloses_abuse", 0.9, stance="child", about="own_harmful_thoughts"
    )
    reply = CATALOGUE.reply("own_harmful_behaviour", "en", "child", "parent")
    assert said["text"] == reply.text.format(emergency="999")


async def test_what_may_be_a_worry_gets_no_shrug(services: Services) -> None:
    (said, *_) = await Talk(services).hears(NotUnderstood, worry=True)
    assert said["text"] == CATALOGUE.text("other_worry", "en", "age_13_17").text
    assert said["helplines"]


async def test_a_teacher_is_spoken_to_as_a_teacher(services: Services) -> None:
    teacher = Talk(services, audience="parent", work="teacher")
    told = await teacher.is_told(
        "parent_discloses_abuse", 0.9, stance="child", about="suicidal_thoughts"
    )
    assert told["text"].startswith(
        CATALOGUE.reply("suicidal_intent", "en", "child", "teacher").text[:40]
    )
    asked = await Talk(services, audience="parent", work="teacher").hears(
        AnswerTopic, topic="parent_school_bullying", risk="none"
    )
    parents = await Talk(services, audience="parent", work="parent").hears(
        AnswerTopic, topic="parent_school_bullying", risk="none"
    )
    assert asked[0]["text"] != parents[0]["text"]
    assert "your child" not in asked[0]["text"].lower()
    assert asked[0]["sources"]


async def test_a_child_who_says_pupil_stays_a_child(services: Services) -> None:
    child = Talk(services, audience="age_13_17", work="teacher")
    said = await child.hears(AnswerTopic, topic="cyberbullying_victim", risk="none")
    assert said[0]["text"] == CATALOGUE.answer("cyberbullying_victim", "en", "age_13_17").text


@pytest.mark.parametrize(("country", "said"), [("PL", True), ("GB", False)])
async def test_the_law_of_another_country_is_not_said(
    services: Services, country: str, said: bool
) -> None:
    talk = Talk(
        services, audience="parent", country=country, topic="parent_school_bullying", part="answer"
    )
    more = await talk.hears(TellMore)
    assert ("In Poland" in more[0]["text"]) is said


async def test_the_harm_keeps_the_talk_when_the_reply_offers_how_to_tell(
    services: Services,
) -> None:
    talk = Talk(services)
    reply = await talk.is_told("grooming_in_progress", 0.9, about="sexual_messages_adult")
    assert talk.slots["topic"] == reply["topic"] == "sexual_messages_adult"
    unknown = Talk(services)
    assert "topic:tell_adult" in ids(await unknown.is_told("grooming_in_progress", 0.9))
    assert unknown.slots["topic"] == "grooming_what_is"


async def test_whoever_is_about_to_tell_gets_the_words_for_it(services: Services) -> None:
    talk = Talk(services)
    reply = await talk.is_told("sextortion_in_progress", 0.9)
    told = await talk.hears(FollowUp, followup="will_tell")
    assert told[0]["say_it"] == reply["say_it"]
    calm = await Talk(services, topic="asked_for_pictures").hears(FollowUp, followup="will_tell")
    assert calm[0]["say_it"] == CATALOGUE.answer("asked_for_pictures", "en", "age_13_17").say_it


async def test_nobody_hears_yes_to_paying_in_a_harmless_talk(services: Services) -> None:
    general = CATALOGUE.followup(None, "should_i", "en", "age_13_17")
    own = CATALOGUE.followup("report_block", "should_i", "en", "age_13_17")
    risky = {"speaker": {"risky": True}, "followup": "should_i"}
    talk = Talk(services, topic="report_block")
    assert (await talk.hears(FollowUp, **risky))[0]["text"].startswith(general.text[:20])
    blocks = Talk(services, topic="report_block")
    assert (await blocks.hears(FollowUp, followup="should_i"))[0]["text"].startswith(own.text[:20])
    grave = CATALOGUE.followup("sextortion", "should_i", "en", "age_13_17")
    worried = Talk(services, topic="sextortion")
    assert (await worried.hears(FollowUp, **risky))[0]["text"].startswith(grave.text[:20])


async def test_adults_need_no_words_of_a_child(services: Services) -> None:
    talk = Talk(services, topic="phishing", audience="parent")
    assert "say_it" not in (await talk.hears(FollowUp, followup="will_tell"))[0]


async def test_should_i_tell_is_answered_with_yes_whatever_the_harm(services: Services) -> None:
    yes = CATALOGUE.followup("tell_adult", "should_i", "en", "age_13_17").text
    talk = Talk(services, topic="deepfake_nudes", risk="urgent")
    said = await talk.hears(FollowUp, followup="should_i", speaker={"telling": True})
    assert said[0]["text"].startswith(yes[:20])


async def test_yes_to_another_question_allows_nothing(services: Services) -> None:
    asked = {"topic": "adult_pretending_child", "question": "voice_changer", "risk": "none"}
    own = CATALOGUE.question("adult_pretending_child", "voice_changer", "en", "age_13_17")
    assert own is not None
    assert own.text.startswith("Yes")
    talk = Talk(services, topic="adult_pretending_child")
    risky = {"speaker": {"risky": True}, **asked}
    guess = await talk.hears(AnswerTopic, "adult_pretending_child", asked=0.4, **risky)
    assert guess[0]["text"] != own.text
    plain = await Talk(services).hears(AnswerTopic, "adult_pretending_child", asked=0.8, **risky)
    assert plain[0]["text"] == own.text
