"""The directory in the formats in which others keep theirs: CSV and Open Referral HSDS 3.

The files of data/directory stay the one place of truth: an export is made from them, an import
replaces them, or changes nothing at all.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from actions.directory import files
from actions.directory.errors import DirectoryError
from actions.directory.exchange import hsds, hsds_tabular, table

Country = dict[str, Any]


def _read_yaml(folder: Path) -> list[Country]:
    return list(files.read(folder))


def _write_yaml(countries: Iterable[Country], folder: Path) -> None:
    for country in countries:
        files.write(plain(country), folder)


READERS: dict[str, Callable[[Path], list[Country]]] = {
    "yaml": _read_yaml,
    "csv": table.read,
    "hsds": hsds.read,
    "hsds-tabular": hsds_tabular.read,
}
WRITERS: dict[str, Callable[[Iterable[Country], Path], None]] = {
    "yaml": _write_yaml,
    "csv": table.write,
    "hsds": hsds.write,
    "hsds-tabular": hsds_tabular.write,
}


def plain(value: Any) -> Any:
    """A copy of plain dicts and lists: what was read with line numbers loses them."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


def export_to(form: str, target: Path, folder: Path = files.FOLDER) -> int:
    """Writes all countries into the folder `target`; how many services. Raises DirectoryError."""
    countries = [plain(country) for country in files.read(folder)]
    target.mkdir(parents=True, exist_ok=True)
    WRITERS[form](countries, target)
    return sum(len(country.get("services") or []) for country in countries)


def import_from(form: str, origin: Path, folder: Path = files.FOLDER) -> list[str]:
    """Replaces the files of the countries that the folder `origin` holds; their codes.

    Everything is read and checked in a copy first. Raises DirectoryError naming the place and the
    mend, and then no file is changed.
    """
    try:
        countries = [plain(country) for country in READERS[form](origin)]
    except OSError as error:
        raise DirectoryError(f"{error.filename}: cannot be read: {error.strerror}") from error
    if not countries:
        raise DirectoryError(f"{origin}: no country in it")
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made)
        for file in files.country_files(folder):
            shutil.copy(file, copy)
        for country in countries:
            files.write(country, copy)
        for _ in files.read(copy):  # also what only shows between files: an id used twice
            pass
        for country in countries:
            name = f"{country['country']}.yml"
            part = folder / f".{name}.part"
            shutil.copy(copy / name, part)
            part.replace(folder / name)
    return sorted(country["country"] for country in countries)
