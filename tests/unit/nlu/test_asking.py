"""Questions are heard with and without their mark."""

import pytest

from bot.nlu.asking import Asking

ASKING = Asking.load()


@pytest.mark.parametrize(
    "text",
    [
        "do i tell his mum or our head of year",
        "ok so what do they do with it",
        "and will she hate me",
        "he wont tell her, right?",
        "no to co mam mu napisać",
        "a czy to cos kosztuje",
        "nah its fine. whats a good horror game",
        "mam jej powiedziec",
        "dzieki. a ile to trwa",
        "Am I allowed to keep it",
    ],
)
def test_a_question_is_heard_without_its_mark(text: str) -> None:
    assert ASKING.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "he hits me when he drinks", "mam 12 lat", "ok thanks", "no", "a", "", "👍",
        "nie wiem co robic", "i was hit again last night", "i am scared of him", "am scared",
        "did it again last night", "cant sleep", "will kill myself", "what he did to me hurts",
        "jak wypije to krzyczy", "co tydzien mnie bije", "kiedy tata wraca to sie chowam",
        "moge umrzec", "a on mnie bije",
    ],
)  # fmt: skip
def test_what_tells_asks_nothing(text: str) -> None:
    assert not ASKING.asks(text)


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("to mam wplacic te 50 zl czy to oszustwo", True),
        ("so do i pay or not", True),
        ("isc do niego czy nie", True),
        ("do i block him", False),
        ("mam go zablokowac", False),
    ],
)
def test_what_could_hurt_is_heard(text: str, risky: bool) -> None:
    assert ASKING.is_risky(text) is risky


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("no i mean should i tell the principal or not", True),
        ("czy mam powiedziec pani w szkole", True),
        ("should i tell him he is a creep", False),
        ("mam mu powiedziec ze nie", False),
    ],
)
def test_telling_an_adult_is_heard(text: str, telling: bool) -> None:
    assert ASKING.is_telling(text) is telling
