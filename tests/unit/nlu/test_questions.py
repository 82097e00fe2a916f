"""Precise questions are told apart within a topic, and from what is none."""

from pathlib import Path

import numpy as np
import pytest

from bot.content.examples import Example
from bot.nlu.questions import Questions

ANGLES = {"old_posts": 0.0, "who_sees": 1.2, "": 2.6}
CHANCE = np.random.default_rng(3)


def line(topic: str, question: str, answered: tuple[str, ...] = ("any",)) -> Example:
    marks = {"question": question, "answered": answered} if question else {}
    return Example(Path(), 1, "en", topic, marks, f"{topic} {question} {CHANCE.random()}")


def vector(angle: float) -> list[float]:
    turned = angle + CHANCE.normal(0.0, 0.1)
    return [np.cos(turned), np.sin(turned), CHANCE.normal(0.0, 0.1)]


@pytest.fixture(scope="module")
def questions() -> Questions:
    asks = [line("privacy_settings", q) for q in ("old_posts", "who_sees") for _ in range(12)]
    asks += [line("fomo", "own_child_left", ("parent",)) for _ in range(12)]
    others = [line(topic, "") for topic in ("privacy_settings", "follow_up") for _ in range(20)]
    angles = [ANGLES[a.metadata["question"]] for a in asks[:24]] + [4.0] * 12 + [ANGLES[""]] * 40
    rows = np.array([vector(angle) for angle in angles], dtype=np.float32)
    unread = rows.copy()
    unread[::3] = np.nan  # the slow encoder reads fewer lines
    return Questions.fit(asks, others, {"use": rows, "e5": unread})


def read(angle: float) -> dict[str, np.ndarray]:
    row = np.array([[np.cos(angle), np.sin(angle), 0.0]], dtype=np.float32)
    return {"use": row, "e5": row}


def test_the_question_is_found_and_what_is_none_is_not(questions: Questions) -> None:
    topics = {"privacy_settings": 1.0}
    for name in ("old_posts", "who_sees"):
        (best, share), (_, second), *_ = questions.likely(read(ANGLES[name]), topics, "any")
        assert best == f"privacy_settings/{name}"
        assert share > 0.4 > second
    assert questions.likely(read(ANGLES[""]), topics, "any")[0][1] < 0.3


def test_a_topic_is_asked_as_far_as_it_may_be_meant(questions: Questions) -> None:
    name = "privacy_settings/old_posts"
    whole = dict(questions.likely(read(0.0), {"privacy_settings": 1.0}, None))[name]
    less = dict(questions.likely(read(0.0), {"privacy_settings": 0.9}, None))[name]
    assert less == pytest.approx(0.9 * whole)
    assert questions.likely(read(0.0), {"sextortion": 1.0}, None)[0][0] == name


def test_a_question_is_found_in_a_topic_that_nobody_thought_of(questions: Questions) -> None:
    assert questions.likely(read(0.0), {}, "any")[0][0] == "privacy_settings/old_posts"
    assert questions.likely(read(0.0), {"fomo": 1.0}, "any")[0][0] == "privacy_settings/old_posts"
    assert questions.likely(read(4.0), {}, "parent")[0][0] == "fomo/own_child_left"


def test_only_answers_for_who_asks(questions: Questions) -> None:
    topics = {"fomo": 1.0, "privacy_settings": 1.0}
    assert "fomo/own_child_left" not in dict(questions.likely(read(4.0), topics, "any"))
    assert set(dict(questions.likely(read(4.0), topics, "parent"))) == {"fomo/own_child_left"}


def test_a_teacher_means_no_child_of_their_own(questions: Questions) -> None:
    asked = read(4.0), {"fomo": 1.0}, "parent"
    assert questions.likely(*asked) != []
    assert questions.likely(*asked, work="teacher") == []


def test_one_encoder_is_enough_and_none_finds_nothing(questions: Questions) -> None:
    alone = {"use": read(0.0)["use"]}
    assert questions.likely(alone, {"privacy_settings": 1.0}, None)[0][0].endswith("old_posts")
    assert questions.likely({}, {"privacy_settings": 1.0}, None) == []


def test_what_is_stored_reads_the_same(questions: Questions) -> None:
    again = Questions.from_state(*questions.state())
    topics = {"privacy_settings": 1.0, "fomo": 1.0}
    assert again.likely(read(1.2), topics, None) == questions.likely(read(1.2), topics, None)
