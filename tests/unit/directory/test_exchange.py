"""Export and import: nothing is lost on the way, and a wrong file changes nothing."""

import json
from pathlib import Path

import pytest

from actions.directory import DirectoryError, exchange, files
from actions.directory.exchange import READERS, WRITERS, hsds, plain

FORMS = sorted(READERS)


@pytest.fixture(scope="module")
def whole() -> list[dict[str, object]]:
    return [plain(country) for country in files.read()]


@pytest.mark.parametrize("form", FORMS)
def test_the_whole_directory_comes_back_as_it_went(
    form: str, whole: list[dict[str, object]], tmp_path: Path
) -> None:
    WRITERS[form](whole, tmp_path)
    assert sorted(READERS[form](tmp_path), key=lambda c: c["country"]) == sorted(
        whole, key=lambda c: str(c["country"])
    )


@pytest.mark.parametrize("form", FORMS)
def test_an_import_replaces_the_countries_it_holds(form: str, folder: Path, tmp_path: Path) -> None:
    before = [plain(c) for c in files.read(folder)]
    exchange.export_to(form, tmp_path / "out", folder)
    (folder / "PL.yml").write_text("country: PL\n", encoding="utf-8")
    assert exchange.import_from(form, tmp_path / "out", folder) == ["PL"]
    assert [plain(c) for c in files.read(folder)] == before


@pytest.mark.parametrize("form", FORMS)
def test_ages_needs_and_what_was_not_found_come_back(
    form: str, folder: Path, tmp_path: Path
) -> None:
    file = folder / "PL.yml"
    more = "  serves: [child_helpline, crisis_helpline]\n  minimum_age: 6\n  maximum_age: 18\n"
    absent = "none_found:\n- kind: lgbtq_line\n  searched: two lists\n  searched_on: '2026-11-29'\n"
    file.write_text(file.read_text(encoding="utf-8") + more + absent, encoding="utf-8")
    before = [plain(c) for c in files.read(folder)]
    exchange.export_to(form, tmp_path / "out", folder)
    exchange.import_from(form, tmp_path / "out", folder)
    assert [plain(c) for c in files.read(folder)] == before


def test_hsds_says_for_what_ages_a_service_is(folder: Path) -> None:
    file = folder / "PL.yml"
    file.write_text(file.read_text(encoding="utf-8") + "  minimum_age: 6\n", encoding="utf-8")
    made = hsds.services(files.read(folder))[1]
    assert (made["minimum_age"], made["maximum_age"]) == (6, 18)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("child_helpline", "helpline", r"services.csv: row 2, column `kind`: write one of"),
        ("116 111", "1", r"services.csv: row 2, column `phones`: a number of 1 digits"),
        ("2026-11-01", "yesterday", r"services.csv: row 2, column `checked_on`: write a day"),
        ("checked_on", "checked", r"services.csv: row 1, column `checked`: not a known column"),
        ("Telefon", "", r"services.csv: row 2, column `name`: it is missing"),
    ],
)
def test_a_wrong_cell_is_named_and_changes_nothing(
    wrong: str, right: str, said: str, folder: Path, tmp_path: Path
) -> None:
    exchange.export_to("csv", tmp_path / "out", folder)
    table = tmp_path / "out" / "services.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(wrong, right), encoding="utf-8")
    before = (folder / "PL.yml").read_bytes()
    with pytest.raises(DirectoryError, match=said):
        exchange.import_from("csv", tmp_path / "out", folder)
    assert (folder / "PL.yml").read_bytes() == before
    assert sorted(file.name for file in folder.iterdir()) == ["PL.yml"]


def test_an_id_used_in_two_countries_changes_nothing(folder: Path, tmp_path: Path) -> None:
    exchange.export_to("yaml", tmp_path / "out", folder)
    text = (folder / "PL.yml").read_text(encoding="utf-8").replace("country: PL", "country: DE")
    (tmp_path / "out" / "DE.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"it is also in DE\.yml"):
        exchange.import_from("yaml", tmp_path / "out", folder)
    assert not (folder / "DE.yml").exists()


def test_an_hsds_service_that_is_wrong_is_named(folder: Path, tmp_path: Path) -> None:
    exchange.export_to("hsds", tmp_path / "out", folder)
    file = tmp_path / "out" / "services.json"
    services = json.loads(file.read_text(encoding="utf-8"))
    services[1]["assured_date"] = "soon"
    file.write_text(json.dumps(services), encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"service 2 \(Telefon\), `checked_on`: write a day"):
        exchange.import_from("hsds", tmp_path / "out", folder)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(DirectoryError, match="not JSON"):
        exchange.import_from("hsds", tmp_path / "out", folder)


def test_hsds_uses_its_own_names_and_the_same_ids_every_time(
    whole: list[dict[str, object]],
) -> None:
    services = hsds.services(whole)
    assert services == hsds.services(whole)
    ids = [service["id"] for service in services]
    assert len(ids) == len(set(ids))
    childline = next(s for s in services if s["name"] == "Childline")
    assert childline["status"] == "active"
    assert childline["phones"][0]["number"] == "0800 1111"
    assert childline["service_areas"][0]["extent"] == "GB"
    assert childline["assured_date"] == "2026-11-23"


def test_a_missing_folder_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"emergency.csv: cannot be read"):
        exchange.import_from("csv", tmp_path / "nothing", folder)
