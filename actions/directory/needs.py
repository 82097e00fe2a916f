"""From what a topic or a disclosure needs to kinds of services (data/directory/needs.yml)."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from actions.directory.errors import DirectoryError
from actions.directory.record import KINDS

NEEDS_FILE = Path("data/directory/needs.yml")


class UnknownNeed(DirectoryError):
    """A need that data/directory/needs.yml does not know."""


@cache
def _table(file: Path) -> dict[str, list[str]]:
    table = yaml.safe_load(file.read_text(encoding="utf-8"))["needs"]
    for need, kinds in table.items():
        for kind in kinds:
            if kind not in KINDS:
                raise DirectoryError(f"{file}: `{need}` names the unknown kind `{kind}`")
    return {need: list(kinds) for need, kinds in table.items()}


def kinds_for(needs: Iterable[str], file: Path = NEEDS_FILE) -> list[str]:
    """Kinds in the order in which they are shown; a kind's own name is a need as well."""
    table = _table(file)
    found: dict[str, None] = {}
    for need in needs:
        if need in table:
            found.update(dict.fromkeys(table[need]))
        elif need in KINDS:
            found[need] = None
        elif need != "emergency":
            raise UnknownNeed(need)
    return list(found)


def is_need(name: str, file: Path = NEEDS_FILE) -> bool:
    """True for what a topic, a disclosure or `serves` of a service may name."""
    return name in _table(file)


def needs(file: Path = NEEDS_FILE) -> list[str]:
    """Every need that leads to a card."""
    return [need for need, kinds in _table(file).items() if kinds]
