"""Masks what identifies somebody before anything else reads, logs, counts or keeps the text.

Numbers are found by libraries that check them (phonenumbers, python-stdnum); names, schools,
handles and streets by spaCy token patterns around the words that introduce them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bot.nlu.text import MAX_CHARS, clean, flat
from bot.privacy.names import NameBook
from bot.privacy.numbers import Numbers, digits
from bot.privacy.phrases import Phrases, Span
from bot.privacy.web import Web

LEXICON = Path("data/lexicon")
DIRECTORY = Path("data/directory")
KINDS = frozenset(
    ["phone", "email", "web", "id", "iban", "address", "name", "school", "handle", "birthdate"]
)
_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(sorted(KINDS)) + r")\]")
_PASSES = 4
_NUMBER = re.compile(
    r"^\s*-?\s*(?:number|e164|primary|police|ambulance|fire|sms|[a-z_]*phone): *'?([+\d][\d ()-]*)",
    re.MULTILINE,
)
_HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)")


@dataclass(frozen=True)
class Masked:
    """The text with placeholders such as `[phone]`, and which kinds were found."""

    text: str
    kinds: frozenset[str]


def directory_keep(folder: Path = DIRECTORY) -> frozenset[str]:
    """Numbers and hosts of the helplines in the directory files: what is never masked."""
    found: set[str] = set()
    for file in sorted(folder.glob("??.yml")):
        text = file.read_text(encoding="utf-8")
        found |= {m.group(1) for m in _NUMBER.finditer(text)}
        for block in re.findall(r"^  (?:chat|web|email): .*$", text, re.MULTILINE):
            found |= {m.group(1).lower() for m in _HOST.finditer(block)}
    return frozenset(found)


class Masker:
    """Loads its rules once.

    `keep` are numbers and hosts that are never masked (default: those of `data/directory`);
    `today` tells which dates can be a child's date of birth.
    """

    def __init__(
        self,
        keep: Collection[str] | None = None,
        lexicon: Path = LEXICON,
        today: date | None = None,
    ) -> None:
        import morfeusz2
        from wordfreq import get_frequency_dict

        rules = yaml.safe_load((lexicon / "privacy.yml").read_text(encoding="utf-8"))
        lists = yaml.safe_load((lexicon / "first_names.yml").read_text(encoding="utf-8"))
        kept = directory_keep() if keep is None else keep
        hosts = {k for k in kept if not digits(k) or any(c.isalpha() for c in k)}
        numbers = {digits(k) for k in [*kept, *rules["never_masked"]] if k not in hosts}
        numbers |= {number.lstrip("0") for number in numbers}
        words = {
            flat(word): frequency
            for language in ("en", "pl")
            for word, frequency in get_frequency_dict(language, wordlist="small").items()
        }
        names = NameBook(lists, morfeusz2.Morfeusz(), words)
        self._phrases = Phrases(rules, names)
        self._web = Web(rules, names, hosts)
        self._numbers = Numbers(rules, numbers, today or date.today())

    def mask(self, text: str) -> Masked:
        """The text, cleaned, with everything that identifies somebody replaced."""
        text = clean(text)
        kinds: set[str] = set()
        # A mask can bring two words together that say something: again until nothing changes.
        for _ in range(_PASSES):
            masked, found = self._once(text)
            kinds |= found
            if masked == text:
                break
            text = masked
        return Masked(text, frozenset(kinds))

    def _once(self, text: str) -> tuple[str, set[str]]:
        plain = flat(text)
        spans = [*self._web.find(text, plain), *self._phrases.find(text)]
        if any(c.isdigit() for c in plain):
            spans += self._numbers.find(text, plain)
        return _replaced(text, spans) if spans else (text, set())


def _replaced(text: str, spans: list[Span]) -> tuple[str, set[str]]:
    closed = [m.span() for m in _PLACEHOLDER.finditer(text)]
    out, at, kinds = [], 0, set()
    for start, end, kind in sorted(spans, key=lambda span: (span.start, -span.end)):
        if start < at or any(a < end and start < b for a, b in closed):
            continue
        out += [text[at:start], f"[{kind}]"]
        kinds.add(kind)
        at = end
    replaced = "".join(out) + text[at:]
    if len(replaced) > MAX_CHARS:
        # Never half a placeholder at the end.
        cut = replaced[:MAX_CHARS]
        torn = cut.rfind("[")
        whole = torn < 0 or "]" in cut[torn:] or not _PLACEHOLDER.match(replaced, torn)
        replaced = cut if whole else cut[:torn]
    return replaced.strip(), kinds
