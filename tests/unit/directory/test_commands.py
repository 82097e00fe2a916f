"""`latarnik directory` for the people who keep the data: tables, counts, files for a site."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from actions.directory import files
from bot.cli.directory import app


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATARNIK_DATABASE_URL", f"sqlite:///{tmp_path / 'directory.sqlite'}")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_table_of_every_country_and_reader(tmp_path: Path) -> None:
    result = run("lookup", "--need", "hotline_csam", "--audience", "age_10_12", "--audience",
                 "parent", "--language", "pl", "--at", "2026-12-25T02:00:00",
                 "--csv", str(tmp_path / "table.csv"))  # fmt: skip
    assert result.exit_code == 0, result.output
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = {row["country"] for row in rows}
    assert asked >= {file.stem for file in files.country_files()} - {files.WORLD}
    for country in asked:
        own = [row for row in rows if row["country"] == country]
        assert [row["need"] for row in own].count("emergency") == 1
        for row in own:
            assert row["reach"], row
            # Never another country's number.
            assert row["service"].split("-")[0] in (country.lower(), "zz"), row
        assert {row["audience"] for row in own if row["need"] == "hotline_csam"} == {
            "age_10_12", "parent"
        }  # fmt: skip


def test_the_table_on_the_screen() -> None:
    result = run("lookup", "PL", "--need", "child_helpline", "--audience", "age_6_9")
    assert "116 111" in result.output
    assert "PL age_6_9 en" in result.output


def test_a_need_that_nobody_knows_is_named() -> None:
    result = run("lookup", "PL", "--need", "pizza")
    assert result.exit_code == 1
    assert "pizza" in result.output


def test_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    output = run("coverage").output
    for kind in ("child_helpline", "report_hotline"):
        line = next(line for line in output.splitlines() if kind in line)
        assert int(line.split("│")[2]) >= 90
    assert "Parentline" in output


def test_files_for_a_site_without_a_server(tmp_path: Path) -> None:
    result = run("export", "--format", "static", str(tmp_path / "site"))
    assert result.exit_code == 0, result.output
    index = json.loads((tmp_path / "site/index.json").read_text(encoding="utf-8"))
    assert {"pl", "en"} <= set(index["languages"])
    for language in index["languages"]:
        for reader in ("child", "parent"):
            for country in (*index["countries"], "default"):
                file = tmp_path / "site" / language / reader / f"{country}.json"
                content = json.loads(file.read_text(encoding="utf-8"))
                assert content["emergency"]["phone"]
                for card in content["helplines"]:
                    assert card["country"] in (country, "ZZ")
                    assert not {"open_now", "why"} & set(card)
    poland = json.loads((tmp_path / "site/pl/child/PL.json").read_text(encoding="utf-8"))
    first = poland["helplines"][0]
    assert first["phone"] == "116 111"
    assert first["what_happens"]
    assert first["schedules"][0]["opens_at"] == "00:00"
    adults = json.loads((tmp_path / "site/pl/parent/PL.json").read_text(encoding="utf-8"))
    assert "parent_line" in {card["kind"] for card in adults["helplines"]}
    assert "parent_line" not in {card["kind"] for card in poland["helplines"]}


def test_the_files_for_a_site_are_not_imported(tmp_path: Path) -> None:
    assert run("import", "--format", "static", str(tmp_path)).exit_code == 2
