"""Addresses of the net: mail, pages with somebody's name or path, handles after an @, postcodes."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.privacy.names import NameBook
from bot.privacy.phrases import Span

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(
    r"(?:(?P<scheme>https?://|www\.)(?P<host>[^\s/\[\]]{1,100})"
    r"|(?<![\w@.-])(?P<bare>(?:[\w-]{1,40}\.){1,4}"
    r"(?:com|pl|net|org|gg|io|me|co|uk|eu|ie|tv|app|edu|info|xyz|gov|ai|it|fr|de|link|ee|us)))"
    r"(?![\w-])(?::\d{1,5})?(?P<path>[/?#][^\s\[\]]{0,300})?"
)
_AT = re.compile(r"(?<![\w@.])@[\w.]{3,30}")
_UK = re.compile(r"\b([a-z]{1,2})(\d[a-z\d]?) ?(\d[abd-hjlnp-uw-z]{2})\b")
_EIRE = re.compile(r"\b[ACDEFHKNPRTVWXY]\d[\dW] [ACDEFHKNPRTVWXY\d]{4}\b")
# "00-950 Warszawa": two and three digits may also be a range, so a town has to follow.
_POLAND = re.compile(r"(?<![\d-])\d{2}-\d{3}(?= [A-Z][^\W\d_]{2})")
_NUMBERED = re.compile(r"\d(?:st|nd|rd|th|hp|xp|gb|fps)$")
_NAME_PART = re.compile(r"[^\W\d_]{3,}")


class Web:
    """Finds them; `keep` are hosts that are never masked (those of helplines)."""

    def __init__(self, rules: Mapping[str, Any], names: NameBook, keep: Collection[str]) -> None:
        self._names = names
        self._keep = frozenset(keep)
        self._platforms = frozenset(rules["platform_domains"]) | self._keep
        self._hosting = tuple(f".{name}" for name in rules["hosting_domains"])
        self._not_handles = frozenset(rules["not_handles"])
        self._areas = frozenset(rules["uk_areas"])
        at, dot = "|".join(rules["at_words"]), "|".join(rules["dot_words"])
        top = r"(?:com|pl|co|net|org|eu|ie|uk)\b"
        self._spoken = re.compile(
            rf"(?<![\w.])[\w.+-]{{3,64}} ?"
            rf"(?:[(\[](?:{at})[)\]] ?[\w-]{{2,40}} ?(?:\.| (?:{dot}) ) ?{top}"
            rf"|(?:{at}) [\w-]{{2,40}} (?:{dot}) {top})"
        )
        self._mine = re.compile("(?:" + "|".join(rules["my_site"]) + r")\W+(?:to|is)?\W*$")
        self._kod = re.compile(
            r"\b(?:" + "|".join(rules["postcode_words"]) + r")\b[\s:]*(?:(?:to|is|code)\b[\s:]*)?"
            r"(\d{2}-\d{3}|\d{5}(?:-\d{4})?|\d{2} \d{3})(?!\d)"
        )

    def find(self, text: str, plain: str) -> Iterator[Span]:
        """Spans of `text`; `plain` is the same text folded character for character."""
        if "@" in text:
            yield from (Span(m.start(), m.end(), "email") for m in _EMAIL.finditer(text))
            for m in _AT.finditer(plain):
                if m.group()[1:].rstrip(".") not in self._not_handles:
                    yield Span(m.start(), m.start() + len(m.group().rstrip(".")), "handle")
        yield from (Span(m.start(), m.end(), "email") for m in self._spoken.finditer(plain))
        if "." in text:
            for m in _URL.finditer(text):
                if self._personal(m, plain):
                    end = m.start() + len(m.group().rstrip(".,!?;:)"))
                    yield Span(m.start(), end, "web")
        if any(c.isdigit() for c in plain):
            yield from self._postcodes(text, plain)

    def _personal(self, m: "re.Match[str]", plain: str) -> bool:
        host = (m["host"] or m["bare"]).lower().rstrip(".,!?;:)").partition(":")[0]
        path = (m["path"] or "").rstrip(".,!?;:)/")
        host = host.removeprefix("www.").partition("?")[0]
        if host in self._keep or any(host.endswith("." + known) for known in self._keep):
            return False
        if len(path) > 1 or host.endswith(self._hosting):
            return True
        if host in self._platforms:
            return False
        if m["scheme"] or self._mine.search(plain, 0, m.start()):
            return True
        parts = _NAME_PART.findall(host.rpartition(".")[0])
        return any(self._names.sure(part, part) or self._names.shape(part) for part in parts)

    def _postcodes(self, text: str, plain: str) -> Iterator[Span]:
        for m in _UK.finditer(plain):
            if m[1] in self._areas and not _NUMBERED.search(m.group()):
                yield Span(m.start(), m.end(), "address")
        yield from (Span(m.start(), m.end(), "address") for m in _EIRE.finditer(text))
        yield from (Span(m.start(), m.end(), "address") for m in _POLAND.finditer(text))
        for m in self._kod.finditer(plain):
            yield Span(m.start(1), m.end(1), "address")
