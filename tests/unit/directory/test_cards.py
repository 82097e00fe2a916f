"""What a card says: what happens, a sentence to start with, hours on the child's own clock."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from actions.directory import Directory, DirectoryError, files
from actions.directory.guidance import READERS, Guide
from actions.directory.record import KINDS
from bot.content.lint.readability import measure_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DATA = Path("data")
# A language is a file of the dialogue's errors; a third costs only data.
LANGUAGES = [file.suffixes[0].removeprefix(".") for file in DATA.glob("dialogue/errors.*.yml")]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    return Directory(f"sqlite:///{tmp_path_factory.mktemp('cards') / 'directory.sqlite'}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_every_kind_says_what_happens_and_how_to_begin(language: str, reader: str) -> None:
    guide = Guide()
    audience = "parent" if reader == "parent" else "age_6_9"
    for kind in (*KINDS, "emergency"):
        text = guide.of(kind, audience, language)
        assert text, (kind, language)
        assert text.what_happens.endswith("."), kind
        assert len(text.what_happens.split()) <= 30, kind
        assert len(text.say_it.split()) <= 15, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_as_easy_as_the_reader_needs(language: str) -> None:
    settings = yaml.safe_load((DATA / "dialogue/languages.yml").read_text(encoding="utf-8"))
    measure = measure_of(settings["languages"][language]["readability"], DATA / "lexicon")
    limits = settings["languages"][language]["readability"]
    written = yaml.safe_load((files.FOLDER / f"cards.{language}.yml").read_text(encoding="utf-8"))
    for kind, texts in written.items():
        for reader, band in (("child", "age_6_9"), ("parent", "parent")):
            assert measure.grade(texts[reader]["what_happens"]) <= limits[band], (kind, reader)


def test_a_card_speaks_to_the_reader(directory: Directory) -> None:
    child, parent = (
        asyncio.run(
            directory.find(
                "PL", needs=["child_helpline"], audience=audience, language="pl", now=NOW
            )
        )[0]
        for audience in ("age_10_12", "parent")
    )
    assert child.say_it == "Nie wiem, od czego zacząć."
    assert parent.say_it != child.say_it
    assert child.as_json()["what_happens"] == child.what_happens
    emergency = asyncio.run(directory.emergency("PL", audience="age_10_12", language="pl"))
    assert emergency.what_happens


def test_a_list_of_other_countries_lines_answers_nobody(directory: Directory) -> None:
    found = asyncio.run(directory.find(None, needs=["child_helpline"], now=NOW))
    assert found[0].id == "zz-child_helpline-1"
    assert found[0].what_happens is None
    assert "say_it" not in found[0].as_json()


def test_the_file_for_when_the_server_is_gone_stays_small(directory: Directory) -> None:
    kept = asyncio.run(directory.fallback(NOW))["helplines"]["PL"]
    assert not {"what_happens", "say_it"} & set(kept[0])


@pytest.mark.parametrize(
    ("timezone", "hours"),
    [
        ("America/New_York", "Mon–Fri 12:00–18:00"),
        ("America/Los_Angeles", "Mon–Fri 09:00–15:00"),
        ("Pacific/Honolulu", "Mon–Fri 07:00–13:00"),
        (None, "Mon–Fri 12:00–18:00 (Eastern Time)"),
        ("Nowhere/Else", "Mon–Fri 12:00–18:00 (Eastern Time)"),
    ],
)
def test_hours_are_on_the_clock_of_whoever_asks(
    directory: Directory, timezone: str | None, hours: str
) -> None:
    found = asyncio.run(
        directory.find(
            "US", needs=["parent_helpline"], audience="parent", now=NOW, timezone=timezone
        )
    )
    assert (found[0].id, found[0].hours) == ("us-parent_line-1", hours)


def test_a_time_zone_chooses_no_country(directory: Directory) -> None:
    found = asyncio.run(
        directory.find(None, needs=["child_helpline"], now=NOW, timezone="Europe/Warsaw")
    )
    assert {card.country for card in found} == {"ZZ"}


def test_a_file_without_a_kind_of_help_is_refused(tmp_path: Path) -> None:
    written = yaml.safe_load((files.FOLDER / "cards.en.yml").read_text(encoding="utf-8"))
    del written["child_helpline"]["parent"]
    (tmp_path / "cards.en.yml").write_text(yaml.safe_dump(written), encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"cards.en.yml: `child_helpline`, `parent`: write"):
        Guide(tmp_path)
