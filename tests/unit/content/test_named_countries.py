"""What is true of one country is said there, and where no country is known."""

import pytest

from bot.content.named_countries import NamedCountries

NAMED = NamedCountries.load()
LAW = "It differs. In Poland, schools must act. Ask at {emergency}. In the EU it is 16."


@pytest.mark.parametrize(
    ("country", "said"),
    [
        (None, LAW),
        ("PL", LAW),
        ("IE", "It differs. Ask at {emergency}. In the EU it is 16."),
        ("US", "It differs. Ask at {emergency}."),
    ],
)
def test_a_sentence_on_a_country_is_said_there(country: str | None, said: str) -> None:
    assert NAMED.fitting(LAW, country) == said


def test_an_ordinal_ends_no_sentence() -> None:
    text = "Prawo się zmienia. W Polsce to projekt dla dzieci przed 15. rokiem życia. „Sprawdź to”."
    assert NAMED.fitting(text, "GB") == "Prawo się zmienia. „Sprawdź to”."


def test_other_words_about_a_country_stay() -> None:
    text = "I live in Poland. W Polscee nie ma."
    assert NAMED.fitting(text, "GB") == text


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        ("In Poland it is 16. Before that a parent agrees.", "Before that a parent agrees."),
        ("W Polsce to 16 lat. Wcześniej zgodę daje rodzic.", "Wcześniej zgodę daje rodzic."),
        ("In Poland it is 16. Ask a parent.", None),
        ("Ask. There is help.", None),
    ],
)
def test_what_leans_on_such_a_sentence_is_found(text: str, leaning: str | None) -> None:
    assert NAMED.leaning(text) == leaning
