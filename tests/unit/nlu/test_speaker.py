"""What a message says about its writer, as the talk takes it over."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import Speaker


def audience(text: str, known: str | None) -> str | None:
    """The audience that the message sets, None where it sets none."""
    message = Message({"text": text, "metadata": {"audience": known}})
    Speaker({}).process([message])
    return next(
        (e["value"] for e in message.get("entities") or [] if e["entity"] == "audience"), None
    )


@pytest.mark.parametrize(
    "text",
    ["zdjecie mojej corki krazy po szkole. rozebrane. 14 lat", "11yo. its a group of 4 girls"],
)
def test_a_childs_age_does_not_make_a_child_of_a_parent(text: str) -> None:
    assert audience(text, "parent") is None


@pytest.mark.parametrize("known", ["parent", None])
def test_whoever_says_how_old_they_are_is_taken_at_their_word(known: str | None) -> None:
    assert audience("i am 11 and scared", known) == "age_10_12"


def test_an_age_alone_tells_who_writes_while_nobody_is_known() -> None:
    assert audience("14 lat", None) == "age_13_17"


@pytest.mark.parametrize("known", ["age_6_9", "age_10_12", "age_13_17"])
def test_a_number_alone_makes_no_adult_of_a_child(known: str) -> None:
    assert audience("mam mu zapłacić? mam 30", known) is None
    assert audience("mam 30 lat, jestem mamą", known) == "parent"


@pytest.mark.parametrize(
    ("text", "known", "work"),
    [
        ("one of my pupils gets nasty memes", None, ("parent", "teacher")),
        ("uczennica pisze że nie chce żyć", "parent", (None, "teacher")),
        ("my daughter gets nasty memes", "parent", (None, "parent")),
        ("im a teacher in our game, im 12", None, ("age_10_12", "teacher")),
        ("i teach my little brother minecraft", None, (None, None)),
        ("our school does nothing about it", "parent", (None, None)),
    ],
)
def test_who_works_with_children_is_an_adult_unless_they_say_their_age(
    text: str, known: str | None, work: tuple[str | None, str | None]
) -> None:
    message = Message({"text": text, "metadata": {"audience": known}})
    Speaker({}).process([message])
    found = {e["entity"]: e["value"] for e in message.get("entities") or []}
    assert (found.get("audience"), found.get("work")) == work
