"""Whose age a message tells."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.age import AgeReading, read

AGES = yaml.safe_load((Path(__file__).parent / "ages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "age"), [(t, age) for age, texts in AGES["speaker"].items() for t in texts]
)
def test_the_age_of_the_speaker(text: str, age: int) -> None:
    assert read(text) == AgeReading(speaker=age)


@pytest.mark.parametrize(
    ("text", "age"), [(t, age) for age, texts in AGES["child"].items() for t in texts]
)
def test_the_age_of_a_parents_child(text: str, age: int) -> None:
    assert read(text) == AgeReading(child=age)


@pytest.mark.parametrize("text", AGES["none"])
def test_other_numbers_and_other_people_are_not_the_speaker(text: str) -> None:
    assert read(text) == AgeReading()


def test_a_parent_can_tell_both() -> None:
    assert read("im 41 and my son is 9") == AgeReading(speaker=41, child=9)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    reading = read(text)
    assert reading.speaker is None or 3 <= reading.speaker <= 99
    assert reading.child is None or 0 <= reading.child <= 19


@pytest.mark.parametrize(
    ("text", "plainly"),
    [("mam 14 lat", True), ("im 15", True), ("moje zdjecie krazy. 14 lat", False), ("11yo", False)],
)
def test_whoever_says_so_plainly_is_the_speaker(text: str, plainly: bool) -> None:
    assert read(text).plainly is plainly
