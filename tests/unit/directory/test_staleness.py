"""What is due again is said: to the server's log and metrics, and to whoever keeps the data."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from actions.directory import Directory, files
from actions.directory.staleness import Staleness, checks
from bot.cli.directory import app


def test_a_check_is_good_for_ninety_days() -> None:
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 11, 29)]
    assert Staleness.of(days, date(2026, 11, 30)) == Staleness(3, 91, 1)
    assert Staleness.of([], date(2026, 11, 30)) == Staleness(0, 0, 0)


def test_the_directory_tells_its_own(folder: Path, tmp_path: Path) -> None:
    directory = Directory(f"sqlite:///{tmp_path / 'directory.sqlite'}", folder)
    # The one service was checked, and the emergency number read, on 1 November.
    assert asyncio.run(directory.staleness(date(2027, 1, 30))) == Staleness(2, 90, 0)
    assert asyncio.run(directory.staleness(date(2027, 1, 31))) == Staleness(2, 91, 2)


def test_withheld_services_are_verified_again_as_well(folder: Path) -> None:
    file = folder / "PL.yml"
    withheld = "  show: false\n  note: Withheld.\n"
    file.write_text(file.read_text(encoding="utf-8") + withheld, encoding="utf-8")
    assert [check.id for check in checks(files.read(folder))] == ["pl-emergency", "pl-1"]


@pytest.mark.parametrize(("on", "due"), [("2026-12-01", 0), ("2099-01-01", None)])
def test_the_command_lists_what_is_due(on: str, due: int | None) -> None:
    done = len(list(checks(files.read())))
    expected = done if due is None else due
    result = CliRunner().invoke(app, ["due", "--on", on])
    assert result.exit_code == 0
    assert f"{expected} of {done} were checked more than 90 days ago" in result.output
    assert ("pl-emergency" in result.output) == bool(expected)
