"""How to block and report in each app (data/platforms/platforms.yml), and which app is meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.content import yaml_lines
from bot.content.errors import ContentError, ContentErrors
from bot.nlu.text import fold

FILE = Path("platforms/platforms.yml")
KINDS = ("block", "report")
# Stems of "block" and "report" in the languages that are spoken, without Polish letters.
_ASKED = {
    "block": re.compile(r"\b(?:za|od)?blo[ck]|\bban|\bmute|wycis"),
    "report": re.compile(r"\breport|\bzgl[oa]s|\bzglasz|\bdonie[sz]"),
}
_KEYS = {"id", "name", "written", "help", "read_on", "age", "ages", "age_differs", "sources"}


@dataclass(frozen=True)
class Platform:
    """One app or game.

    `steps` is language -> block or report -> steps; `age` in years, `ages` where a country has
    another; `age_rule` is language -> what is said where there is no such age.
    """

    id: str
    name: str
    help: str
    age: int | None
    ages: Mapping[str, int]
    age_differs: bool
    age_rule: Mapping[str, str]
    steps: Mapping[str, Mapping[str, tuple[str, ...]]]
    sources: tuple[Mapping[str, str], ...]
    pattern: re.Pattern[str]
    line: int


class Platforms:
    """All apps, in the order of the file."""

    def __init__(self, platforms: tuple[Platform, ...]) -> None:
        self._platforms = platforms

    @classmethod
    @cache
    def load(
        cls, data: Path = Path("data"), languages: tuple[str, ...] = ("pl", "en")
    ) -> "Platforms":
        """Reads and checks the file; raises ContentErrors naming file, line and mend."""
        file = data / FILE
        read = yaml_lines.read(file)
        errors: list[ContentError] = []
        made = [_platform(file, raw, languages, errors) for raw in read.get("platforms") or []]
        if errors:
            raise ContentErrors(errors)
        return cls(tuple(platform for platform in made if platform))

    def __iter__(self) -> Any:
        return iter(self._platforms)

    def named_in(self, text: str) -> Platform | None:
        """The first app that the text names, however it is spelled or inflected, or None."""
        folded = fold(text)
        return next((platform for platform in self if platform.pattern.search(folded)), None)

    def get(self, platform_id: str | None) -> Platform | None:
        """The app of this id, or None."""
        return next((platform for platform in self if platform.id == platform_id), None)


def asked_in(text: str) -> list[str]:
    """Which of KINDS the text asks about; none means both."""
    folded = fold(text)
    return [kind for kind in KINDS if _ASKED[kind].search(folded)]


def _platform(
    file: Path, raw: Any, languages: tuple[str, ...], errors: list[ContentError]
) -> Platform | None:
    def wrong(key: str, message: str, mend: str) -> None:
        errors.append(ContentError(file, raw.line_of(key), f"{raw.get('id')}: {message}", mend))

    before = len(errors)
    for key in ("id", "name", "written", "help", "read_on"):
        if not raw.get(key):
            wrong(key, f"`{key}` is missing", "write it")
    for key in raw:
        if key not in _KEYS | set(languages):
            wrong(key, f"`{key}` is not a known key", f"use {', '.join(sorted(_KEYS))}")
    if not raw.get("sources"):
        wrong("sources", "no source", "name the pages on which it was read")
    age_rule = {code: raw[code]["age"] for code in languages if "age" in (raw.get(code) or {})}
    if (raw.get("age") is None) == (len(age_rule) < len(languages)):
        mend = "write `age:` in years, or `age:` in every language what is the rule instead"
        wrong("age", "no age, or two", mend)
    if not str(raw.get("help", "")).startswith("https://"):
        wrong("help", "`help` is no web address", "write the official help with https://")
    steps: dict[str, dict[str, tuple[str, ...]]] = {}
    for language in languages:
        written = raw.get(language) or {}
        steps[language] = {}
        for kind in KINDS:
            said = written.get(kind) or []
            if not 2 <= len(said) <= 4:
                wrong(language, f"`{language}.{kind}` has {len(said)} steps", "write two to four")
            steps[language][kind] = tuple(said)
    if len(errors) > before:
        return None
    return Platform(
        raw["id"],
        raw["name"],
        raw["help"],
        raw.get("age"),
        dict(raw.get("ages") or {}),
        raw.get("age_differs") is True,
        age_rule,
        steps,
        tuple(dict(source) for source in raw["sources"]),
        written_forms(raw["written"]),
        raw.line,
    )


def written_forms(written: Sequence[str]) -> re.Pattern[str]:
    """A pattern of words as people write them; `*` stands for any ending. For folded text."""
    forms = [re.escape(fold(str(form))).replace(r"\*", r"\w*") for form in written]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
