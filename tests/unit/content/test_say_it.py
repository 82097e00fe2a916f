"""The parts of which "how do I say it" puts its sentence together."""

import pytest

from bot.content import Catalogue

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_part_has_a_button_and_words_of_its_own(language: str) -> None:
    said = set()
    for part in CATALOGUE.say_it_parts:
        written = CATALOGUE.text(f"say_it_{part}", language, None)
        assert len(CATALOGUE.choice_label(f"say_it:{part}", language)) <= 40
        assert written.say_it, part
        said.add(written.say_it)
    assert len(said) == len(CATALOGUE.say_it_parts)


def test_a_sentence_can_be_about_every_topic_or_group_that_it_names() -> None:
    known = {
        *CATALOGUE.topics,
        *(label.group for label in CATALOGUE.labels.topics.values()),
        "else",
    }
    about = [part for part in CATALOGUE.say_it_parts if part.startswith("about_")]
    assert {part.removeprefix("about_") for part in about} <= known


@pytest.mark.parametrize(
    ("choice", "there"),
    [
        ("say_it:skip", True),
        ("say_it:about_contact.whom_home", True),
        ("say_it:about_contact.skip.amount_all", True),
        ("say_it:about_nothing", False),
        ("say_it:", False),
    ],
)
def test_only_its_own_choices_are_choices(choice: str, there: bool) -> None:
    assert CATALOGUE.has_choice(choice) is there


def test_a_button_says_what_was_chosen_last() -> None:
    assert CATALOGUE.choice_label("say_it:about_contact.whom_school", "en") == "Someone at school"
    assert CATALOGUE.choice_label("say_it:about_contact.skip", "pl") == "Pomiń"
