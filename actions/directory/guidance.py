"""What a card says besides numbers: data/directory/cards.<language>.yml."""

from pathlib import Path
from typing import NamedTuple

import yaml

from actions.directory.errors import DirectoryError
from actions.directory.files import FOLDER
from actions.directory.record import KINDS

READERS = ("child", "parent")


class Guidance(NamedTuple):
    """What happens when one gets in touch, and a sentence to start with."""

    what_happens: str
    say_it: str


class Guide:
    """The texts of all languages that have a file; a language without one says nothing."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises DirectoryError for a file that lacks a kind of help, a reader or a text."""
        self._texts: dict[tuple[str, str, str], Guidance] = {}
        for file in sorted(folder.glob("cards.*.yml")):
            language = file.name.split(".")[1]
            written = yaml.safe_load(file.read_text(encoding="utf-8"))
            for kind in (*sorted(KINDS), "emergency"):
                for reader in READERS:
                    try:
                        text = Guidance(**written[kind][reader])
                    except (KeyError, TypeError) as error:
                        mend = "write what_happens and say_it for child and for parent"
                        raise DirectoryError(f"{file}: `{kind}`, `{reader}`: {mend}") from error
                    self._texts[language, kind, reader] = text

    def languages(self) -> list[str]:
        """The languages that have a file."""
        return sorted({language for language, _, _ in self._texts})

    def of(self, kind: str, audience: str | None, language: str) -> Guidance | None:
        """For this reader; whoever is not known is taken for a child."""
        reader = "parent" if audience == "parent" else "child"
        return self._texts.get((language, kind, reader))
