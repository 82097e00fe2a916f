"""Where sources disagree, the data says what was decided and why: settled, or withheld."""

import asyncio
from datetime import UTC, datetime

import pytest

from actions.directory import Directory, Helpline, files

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# The number that is shown, after the disagreement was settled.
SETTLED = {
    "ie-child_helpline-1": "116 111",
    "kz-child_helpline-1": "150",
    "mv-child_helpline-1": "1412",
    "mr-child_helpline-1": "+222 46 71 08 31",
    "mw-child_helpline-1": "116",
    "ug-child_helpline-1": "116",
    "vu-child_helpline-1": "087777",
    "sv-child_helpline-1": "119",
    "my-child_helpline-1": "1800-18-2327",
    "cy-child_helpline-2": "116 111",
    "tg-child_helpline-1": "1011",
    "ca-mental_health-2": "988",
}
WITHHELD = (
    "gb-child_helpline-3", "ca-mental_health-1", "bw-child_helpline-1", "cy-child_helpline-1",
    "ge-child_helpline-1", "gh-child_helpline-1",
)  # fmt: skip
WITHHELD_HOURS = (
    "gb-parent_line-1", "pl-parent_line-1", "gb-mental_health-1", "tn-child_helpline-2",
)  # fmt: skip
WITHHELD_PHONES = ("cy-report_hotline-1", "kr-image_removal-1", "in-report_hotline-1")
WITHHELD_EMERGENCIES = ("NG", "GH", "PE", "BO", "AM", "CM", "IQ", "MM")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Helpline]:
    """Every card of every country that is shown to somebody."""
    directory = Directory(f"sqlite:///{tmp_path_factory.mktemp('all') / 'directory.sqlite'}")

    async def every() -> dict[str, Helpline]:
        return {
            card.id: card
            for country in await directory.countries()
            for audience in ("age_13_17", "parent")
            for card in await directory.find(country, audience=audience, now=NOW, limit=None)
        }

    return asyncio.run(every())


def note_of(key: str) -> str:
    country = next(c for c in files.read() if c["country"] == key[:2].upper())
    service = next(s for s in country["services"] if s["id"] == key)
    return str(service.get("note", ""))


@pytest.mark.parametrize(("key", "number"), SETTLED.items())
def test_a_settled_disagreement_shows_one_number(
    shown: dict[str, Helpline], key: str, number: str
) -> None:
    assert shown[key].phone == number
    assert key == "ca-mental_health-2" or "settled" in note_of(key)


@pytest.mark.parametrize("key", WITHHELD)
def test_what_is_not_settled_is_shown_to_nobody_and_says_why(
    shown: dict[str, Helpline], key: str
) -> None:
    assert key not in shown
    assert note_of(key).startswith("Withheld, disagreement")


@pytest.mark.parametrize("key", WITHHELD_HOURS)
def test_hours_that_sources_disagree_about_are_not_shown(
    shown: dict[str, Helpline], key: str
) -> None:
    assert shown[key].hours is None
    assert shown[key].open_now is None
    assert "hours" in note_of(key)


@pytest.mark.parametrize("key", WITHHELD_PHONES)
def test_a_phone_that_sources_disagree_about_gives_way_to_the_form(
    shown: dict[str, Helpline], key: str
) -> None:
    assert shown[key].phone is None
    assert shown[key].web
    assert "isagreement" in note_of(key)


@pytest.mark.parametrize("code", WITHHELD_EMERGENCIES)
def test_an_emergency_number_that_lists_disagree_about_is_not_given_as_sure(code: str) -> None:
    emergency = next(c for c in files.read() if c["country"] == code)["emergency"]
    assert emergency["primary"] is None
    assert emergency["note"].startswith("Withheld, disagreement")


def test_sos_crianca_has_the_newer_hours(shown: dict[str, Helpline]) -> None:
    assert shown["pt-child_helpline-1"].hours == "Mon–Fri 09:00–21:00 (Western European Time)"


def test_a_line_that_was_not_free_is_not_called_free(shown: dict[str, Helpline]) -> None:
    cost = shown["bg-child_helpline-1"].cost
    assert cost
    assert not cost.startswith("free")


def test_two_emergency_numbers_that_both_lists_know_are_shown() -> None:
    numbers = {c["country"]: c["emergency"] for c in files.read() if c["country"] in ("ZA", "AE")}
    assert numbers["ZA"]["services"]["police"] == "10111"
    assert numbers["AE"]["primary"] == "999"


def test_the_harmonised_number_for_missing_children_is_left_out_in_finland() -> None:
    finland = next(c for c in files.read() if c["country"] == "FI")
    assert not [s for s in finland["services"] if s["kind"] == "missing_children"]
