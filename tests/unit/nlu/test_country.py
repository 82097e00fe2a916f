"""Where the speaker lives, and where only somebody else does."""

from pathlib import Path

import pytest
import yaml
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu import places
from bot.nlu.country import CountryReader

CASES = yaml.safe_load((Path(__file__).parent / "countries.yml").read_text(encoding="utf-8"))
NOT_COUNTRIES = places._NOT_COUNTRIES
# "Georgia" is a country and one of the United States: a wrong number harms, so the child is asked.
TWO_PLACES = {"Georgia"}
# Written with a part in brackets in the middle that nobody types.
NOT_TYPED = {"Cocos (Keeling) Islands"}
COUNTRIES = [
    (locale, code, str(name).partition(" (")[0])
    for locale in ("en", "pl")
    for code, name in Locale(locale).territories.items()
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    if name not in TWO_PLACES | NOT_TYPED
]
LIVE = {"en": "I live in {}", "pl": "mieszkam w {}"}


@pytest.fixture(scope="module")
def countries() -> CountryReader:
    return CountryReader()


def test_every_country_of_the_world_is_known_by_name(countries: CountryReader) -> None:
    assert len(COUNTRIES) > 480
    for locale, code, name in COUNTRIES:
        assert countries.read(name) == code, name
        assert countries.read(LIVE[locale].format(name)) == code, name
        assert countries.read(LIVE[locale].format(name).lower()) == code, name


def test_polish_names_are_known_in_their_cases(countries: CountryReader) -> None:
    inflector = places.Inflector()
    for locale, code, name in COUNTRIES:
        if locale == "pl" and " " not in name and name.isalpha():
            for form in inflector.forms(name):
                assert countries.read(f"mieszkam w {form}") in (code, None), form
            assert countries.read(f"mieszkam w {name}") == code, name


@pytest.mark.parametrize(
    ("text", "code"),
    [(t, None if code == "none" else code) for code, texts in CASES.items() for t in texts],
)
def test_where_the_speaker_lives(countries: CountryReader, text: str, code: str | None) -> None:
    assert countries.read(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("people call me names cause im from mexico", None),
        ("śmieją się ze mnie w klasie bo jestem z Ukrainy", None),
        ("im from ireland", "IE"),
        ("no i live in ireland now with my dad", "IE"),
    ],
)
def test_where_the_country_is_known_origin_is_no_move(
    countries: CountryReader, text: str, code: str | None
) -> None:
    assert countries.read(text, "US") == code


def test_there_are_enough_cases_by_hand() -> None:
    assert sum(map(len, CASES.values())) >= 300


def test_the_flags_of_the_nations_of_the_kingdom(countries: CountryReader) -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert countries.read(england) == "GB"


def test_the_table_of_places_is_fresh() -> None:
    rules = yaml.safe_load(places.SOURCE.read_text(encoding="utf-8"))
    fresh = places.rendered(places.build(rules))
    assert fresh == places.RESULT.read_text(encoding="utf-8"), "run python -m bot.nlu.places"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(countries: CountryReader, text: str) -> None:
    code = countries.read(text)
    assert code is None or len(code) == 2
