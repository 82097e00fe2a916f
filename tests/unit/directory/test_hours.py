"""Is somebody there now: at the hard moments."""

from datetime import UTC, datetime

import pytest

from actions.directory.hours import (
    DAYS,
    Opening,
    described,
    named_zone,
    open_now,
    seen_from,
)

WEEK = DAYS[:5]
WARSAW = "Europe/Warsaw"


def at(moment: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # Monday to Friday 12:00-20:00 in Warsaw: UTC+1 in winter, UTC+2 in summer.
        ("2026-11-24 10:59", False),
        ("2026-11-24 11:00", True),
        ("2026-11-24 18:59", True),
        ("2026-11-24 19:00", False),
        ("2026-07-14 09:59", False),
        ("2026-07-14 10:00", True),
        ("2026-07-14 17:59", True),
        ("2026-07-14 18:00", False),
        ("2026-11-28 12:00", False),  # a Saturday
        ("2026-11-29 12:00", False),  # a Sunday
        # Summer time ends on 25 October 2026: the Friday before and the Monday after.
        ("2026-10-23 10:00", True),
        ("2026-10-26 10:30", False),
        ("2026-10-26 11:00", True),
        # Summer time began on 29 March 2026.
        ("2026-03-27 10:30", False),
        ("2026-03-30 10:30", True),
        # Public holidays: nothing sure.
        ("2026-11-11 12:00", None),
        ("2026-12-25 12:00", None),
        ("2026-05-01 12:00", None),
        # But nobody is there on a holiday at an hour at which nobody is there on any day.
        ("2026-11-11 02:00", False),
        ("2026-12-25 19:00", False),
    ],
)
def test_weekly_hours(moment: str, is_open: bool | None) -> None:
    hours = [Opening(WEEK, "12:00", "20:00", WARSAW)]
    assert open_now(hours, at(moment), "PL") is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # Friday and Saturday 20:00-02:00: the night belongs to the day on which it began.
        ("2026-11-27 18:59", False),
        ("2026-11-27 19:00", True),
        ("2026-11-27 23:30", True),
        ("2026-11-28 00:59", True),
        ("2026-11-28 01:00", False),
        ("2026-11-28 12:00", False),
        ("2026-11-29 00:30", True),
        ("2026-11-29 01:30", False),
        ("2026-11-29 20:00", False),
    ],
)
def test_over_midnight(moment: str, is_open: bool) -> None:
    assert open_now([Opening(("FR", "SA"), "20:00", "02:00", WARSAW)], at(moment), "PL") is is_open


def test_a_holiday_begins_at_midnight_of_the_country() -> None:
    # 10 November 22:30 UTC is 23:30 in Warsaw, an hour later it is Independence Day.
    late = [Opening(DAYS, "22:00", "24:00", WARSAW), Opening(DAYS, "00:00", "02:00", WARSAW)]
    assert open_now(late, at("2026-11-10 22:30"), "PL") is True
    assert open_now(late, at("2026-11-10 23:30"), "PL") is None
    assert open_now(late, at("2026-11-11 23:30"), "PL") is True


def test_a_night_that_began_before_a_holiday_goes_on() -> None:
    night = [Opening(DAYS, "20:00", "04:00", WARSAW)]
    assert open_now(night, at("2026-11-11 01:00"), "PL") is True
    assert open_now(night, at("2026-11-12 01:00"), "PL") is None


def test_until_midnight() -> None:
    evening = [Opening(DAYS, "18:00", "24:00", WARSAW)]
    assert open_now(evening, at("2026-11-24 22:59"), "PL") is True
    assert open_now(evening, at("2026-11-24 23:00"), "PL") is False


def test_several_openings_a_day() -> None:
    hours = [Opening(WEEK, "08:00", "12:00", WARSAW), Opening(WEEK, "14:00", "18:00", WARSAW)]
    assert open_now(hours, at("2026-11-24 10:59"), "PL") is True
    assert open_now(hours, at("2026-11-24 12:00"), "PL") is False
    assert open_now(hours, at("2026-11-24 13:00"), "PL") is True


def test_always_is_always_even_on_a_holiday() -> None:
    always = [Opening(DAYS, "00:00", "24:00", None)]
    assert open_now(always, at("2026-12-25 03:00"), "PL") is True
    assert described(always, "pl") == "24/7"


def test_unknown_hours_are_unknown() -> None:
    assert open_now([], at("2026-11-24 12:00"), "PL") is None
    assert open_now([Opening(WEEK, "09:00", "17:00", None)], at("2026-11-24 12:00"), "PL") is None


def test_the_southern_summer_and_half_hours() -> None:
    adelaide = [Opening(WEEK, "09:00", "17:00", "Australia/Adelaide")]  # UTC+10:30 in November
    assert open_now(adelaide, at("2026-11-23 22:29"), "AU") is False
    assert open_now(adelaide, at("2026-11-23 22:30"), "AU") is True
    kathmandu = [Opening(DAYS, "09:00", "17:00", "Asia/Kathmandu")]  # UTC+5:45
    assert open_now(kathmandu, at("2026-11-24 03:14"), "NP") is False
    assert open_now(kathmandu, at("2026-11-24 03:15"), "NP") is True


def test_hours_are_said_in_the_language() -> None:
    hours = [Opening(WEEK, "12:00", "20:00", WARSAW), Opening(("SA",), "09:00", "24:00", WARSAW)]
    assert described(hours, "en") == "Mon–Fri 12:00–20:00; Sat 09:00–24:00"
    assert described(hours, "pl") == "pon.–pt. 12:00–20:00; sob. 09:00–24:00"
    assert described([], "pl") is None


def test_hours_move_to_another_clock_and_take_their_days_along() -> None:
    evening = [Opening(("FR", "SA"), "20:00", "02:00", "America/New_York")]
    tokyo = seen_from(evening, "Asia/Tokyo", at("2026-11-24 12:00"))
    assert tokyo == [Opening(("SA", "SU"), "10:00", "16:00", "Asia/Tokyo")]
    honolulu = seen_from(evening, "Pacific/Honolulu", at("2026-11-24 12:00"))
    assert honolulu == [Opening(("FR", "SA"), "15:00", "21:00", "Pacific/Honolulu")]
    early = [Opening(("MO",), "01:00", "05:00", "Europe/Warsaw")]
    assert seen_from(early, "America/New_York", at("2026-11-24 12:00")) == [
        Opening(("SU",), "19:00", "23:00", "America/New_York")
    ]
    midnight = [Opening(("MO",), "12:00", "18:00", "America/New_York")]
    assert seen_from(midnight, "Europe/Warsaw", at("2026-11-24 12:00"))[0].closes_at == "24:00"
    # Summer time ends in Europe a week before America: then they are five hours apart, not six.
    assert seen_from(midnight, "Europe/Warsaw", at("2026-10-28 12:00"))[0].opens_at == "17:00"


def test_only_a_country_of_several_times_names_the_time() -> None:
    assert named_zone([Opening(WEEK, "09:00", "17:00", WARSAW)], "PL", "pl") is None
    denver = [Opening(WEEK, "09:00", "17:00", "America/Denver")]
    assert named_zone(denver, "US", "en") == "Mountain Time"
    assert named_zone([Opening(DAYS, "00:00", "24:00", "America/Denver")], "US", "en") is None
