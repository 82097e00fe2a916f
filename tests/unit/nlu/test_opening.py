"""What a message begins with before it says anything."""

import pytest

from bot.nlu.opening import Openings

OPENINGS = Openings.load()


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("hey whats a vpn", "whats a vpn"),
        ("Hi, is this private?", "is this private?"),
        ("ok thx. and how do i tell him", "and how do i tell him"),
        ("Dzień dobry, ile czasu 8-latek może grać?", "ile czasu 8-latek może grać?"),
        ("dobra nieważne. a ile trzeba mieć lat", "a ile trzeba mieć lat"),
    ],
)
def test_an_opening_is_left_out(text: str, telling: str) -> None:
    assert OPENINGS.without(text) == telling


@pytest.mark.parametrize(
    "text",
    [
        "hi", "ok thanks", "hej ty", "no he isnt from school", "nie, to mój brat", "", "👋",
        "pomoc", "i want to die", "there is a man following me", "a man is following me",
        "you are killing me", "ta pani mnie bije", "i on mnie dotyka", "right now he is outside",
    ],
)  # fmt: skip
def test_what_says_something_stays(text: str) -> None:
    assert OPENINGS.without(text) == text
