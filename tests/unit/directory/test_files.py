"""The country files: every mistake is named with its file, line and mend."""

from pathlib import Path

import pytest

from actions.directory import DirectoryError, files
from actions.directory.record import faults
from tests.unit.directory.conftest import COUNTRY


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("kind: child_helpline", "kind: line", "PL.yml:10: `kind` of pl-1: write one of"),
        ("audience: child", "audience: kids", "PL.yml:11: `audience` of pl-1: write one of"),
        ("number: 116 111", "number: '1'", "PL.yml:14: `number` of PL: a number of 1 digits"),
        ("  name: Telefon\n", "", "PL.yml:8: `name` of pl-1: it is missing"),
        ("primary: '112'", "primary: 'call'", "PL.yml:3: `primary` of PL: call is not a short"),
        ("country: PL", "country: DE", "PL.yml:1: `country` of PL: write `country: PL`"),
        ("confidence: high", "confidance: high", "`confidance` of pl-1: not a known key"),
        ("  languages:\n  - pl\n", "  languages: []\n", "`languages` of pl-1: it is empty"),
        ("  - pl\n", "  - pl\n  timezone: Warsaw\n", "`timezone` of pl-1: write an IANA"),
        ("  - pl\n", "  - pl\n  chat: example.org\n", "`chat` of pl-1: write the whole address"),
        ("    number: 116 111\n", "    number: 116 111\n    e164: '+4811'\n", "+4811 is not valid"),
        ("    number: 116 111\n", "    number: 116 111\n    e164: xx\n", "xx is not valid"),
        ("  kind:", "\tkind:", "PL.yml:10:"),
        ("confidence: high", "confidence: high\n  show: false", "`note` of pl-1: write why it is"),
        ("  - pl\n", "  - pl\n  serves: [pizza]\n", "`serves` of pl-1: `pizza` is not in needs"),
        ("  - pl\n", "  - pl\n  minimum_age: old\n", "`minimum_age` of pl-1: write an age"),
        ("  - pl\n", "  - pl\n  maximum_age: 100\n", "`maximum_age` of pl-1: write an age"),
        ("  - pl\n", "  - pl\n  cost: free call\n", "`cost` of pl-1: write `free`, or what"),
        ("services:", "none_found:\n- kind: line\nservices:", "`kind` of PL: write one of"),
        (
            "services:",
            "none_found:\n- kind: parent_line\nservices:",
            "`searched` of PL: write what",
        ),
        (
            "services:",
            "none_found:\n- kind: parent_line\n  searched: everywhere\n"
            "  searched_on: today\nservices:",
            "`searched_on` of PL: write the day",
        ),
        (
            "services:",
            "none_found:\n- kind: child_helpline\n  searched: everywhere\n"
            "  searched_on: '2026-11-29'\nservices:",
            "`kind` of PL: pl-1 is one; take the line out",
        ),
    ],
)
def test_a_mistake_is_named(wrong: str, right: str, said: str, folder: Path) -> None:
    assert wrong in COUNTRY
    (folder / "PL.yml").write_text(COUNTRY.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(DirectoryError) as error:
        list(files.read(folder))
    assert said in str(error.value)


@pytest.mark.parametrize("clock", ["25:00", "9", "24:30", "12:60", "noon"])
def test_an_hour_that_is_none(clock: str, folder: Path) -> None:
    opening = f"  schedules:\n  - byday: [MO]\n    opens_at: '{clock}'\n    closes_at: '17:00'\n"
    (folder / "PL.yml").write_text(COUNTRY + opening, encoding="utf-8")
    with pytest.raises(DirectoryError, match="`opens_at` of PL: write a time"):
        list(files.read(folder))


def test_no_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="the directory is missing"):
        list(files.read(tmp_path))


def test_the_real_directory_is_right() -> None:
    countries = list(files.read())
    assert len(countries) == 250
    assert not [fault for country in countries for fault in faults(country)]


def test_a_low_confidence_number_is_not_for_show() -> None:
    for country in files.read():
        for service in country.get("services") or []:
            assert service["confidence"] != "low" or not service.get("show", True), service["id"]
