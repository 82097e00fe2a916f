"""Numbers that identify somebody, checked by the libraries that know them."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.gb import nhs
from stdnum.ie import pps
from stdnum.pl import nip, pesel

from bot.privacy.phrases import Span

_REGIONS = ("PL", "GB", "IE", "US")
# Digits with the signs that people put between them, at least seven digits.
_CANDIDATE = re.compile(r"(?<![\w@#/.,])(?:\+|\(|00)?(?:\d[ ().\-–]{0,3}){6,24}\d(?![\w])")
_SHAPES = re.compile(
    r"(?<![\d.,])(?:"
    r"(?:\+|00)\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}"  # international
    r"|\d{3}([ .-])\d{3}\1\d{3}"  # Poland, mobile
    r"|\d{2}[ -]\d{3}[ -]\d{2}[ -]\d{2}"  # Poland, fixed
    r"|0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}"  # United Kingdom and Ireland
    r"|08\d[ -]?\d{3}[ -]?\d{4}"
    r"|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"  # North America
    r")(?![\d\w]|[.,]\d)"
)
_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b|\b\d{2}(?: ?\d{4}){6}\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w])\d(?:[ -]?\d){7,18}(?![\w])")
_CARD = re.compile(r"(?<![\w])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w])")
_NINO = re.compile(r"\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_PPS = re.compile(r"\b\d{7}[a-w][a-i]?\b")
_CARD_OF_POLAND = re.compile(r"\b[A-Z]{3} ?\d{6}\b|\b[A-Z]{2} ?\d{7}\b")
_NEAR_ID = re.compile(r"[\s:=#.]*(?:(?:to|is|nr|numer|number|no|mam|my|moj)\b[\s:.]*){0,3}")
_ID_VALUE = re.compile(r"(?=[a-z/ -]{0,4}\d)[a-z]{0,3} ?\d[\d /-]{3,18}[a-z]?\b")
_WORD = re.compile(r"[^\W\d_]+")
_COUNTING = ("0123456789", "1234567890", "9876543210", "0987654321")


def digits(text: str) -> str:
    """Only the digits of a text."""
    return "".join(c for c in text if c.isdigit())


class Numbers:
    """Phones, identity numbers, accounts and dates of birth; `keep` holds digits never masked."""

    def __init__(self, rules: Mapping[str, Any], keep: Collection[str], today: date) -> None:
        self._keep = frozenset(keep)
        self._short = frozenset(digits(str(number)) for number in rules["never_masked"])
        self._phone_words = frozenset(rules["phone_words"])
        self._counted = frozenset(rules["counted"])
        self._id = re.compile(rf"\b(?:{'|'.join(rules['id_words'])})\b")
        self._today = today
        months = "|".join(rules["months"])
        day = r"\d{1,2}(?:st|nd|rd|th|ego|go)?"
        year = r"(?:19|20)\d{2}"
        numeric = rf"\d{{1,2}}[./ -]\d{{1,2}}[./ -]({year})|({year})[./-]\d{{1,2}}[./-]\d{{1,2}}"
        spoken = rf"{day} (?:of )?(?:{months}),? ({year})|(?:{months}) {day},? ({year})"
        self._full_date = re.compile(rf"(?<![\d.])(?:{numeric}|{spoken})(?:r\b)?(?!\d)")
        short = (
            rf"{day} (?:of )?(?:{months})\b|(?:{months}) {day}\b"
            r"|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?(?![\d/])"
        )
        between = r"(?:sie|mam|to|is|on|in|the|of|w|dnia|data|of birth|date|was|a)\b[\s:.]*"
        birth = "|".join(rules["birth_words"])
        self._birthday = re.compile(
            rf"\b(?:{birth})\b[\s:.]*(?:{between}){{0,4}}"
            rf"({short}(?:,? {year})?|{year}-\d{{2}}-\d{{2}}|{year}(?= |$|[.,]))"
        )

    def find(self, text: str, plain: str) -> Iterator[Span]:
        """Spans of `text`; `plain` is the same text folded character for character."""
        taken: list[tuple[int, int]] = []
        for span in self._identity(text, plain):
            taken.append((span.start, span.end))
            yield span
        for span in self._dates(plain):
            taken.append((span.start, span.end))
            yield span
        for candidate in _CANDIDATE.finditer(text):
            for start, end in self._phones(text, plain, candidate.start(), candidate.end()):
                if not any(a < end and start < b for a, b in taken):
                    taken.append((start, end))
                    yield Span(start, end, "phone")

    def kept(self, number: str) -> bool:
        """A helpline or emergency number, with or without its country."""
        found = digits(number)
        forms = [found, found.lstrip("0")]
        if number.lstrip().startswith(("+", "00")):
            forms += [found.lstrip("0")[size:] for size in (1, 2, 3)]
        return any(form in self._keep for form in forms)

    def _identity(self, text: str, plain: str) -> Iterator[Span]:
        for m in _IBAN.finditer(text):
            value = m.group().replace(" ", "").upper()
            if iban.is_valid(value if value[0].isalpha() else "PL" + value):
                yield Span(m.start(), m.end(), "iban")
        for pattern, source in ((_NINO, plain), (_SSN, plain), (_CARD_OF_POLAND, text)):
            for m in pattern.finditer(source):
                yield Span(m.start(), m.end(), "id")
        for m in _CARD.finditer(text):
            if luhn.is_valid(digits(m.group())):
                yield Span(m.start(), m.end(), "id")
        for m in _PPS.finditer(plain):
            if pps.is_valid(m.group().upper()):
                yield Span(m.start(), m.end(), "id")
        for m in _LONG.finditer(text):
            number = digits(m.group())
            if number in _COUNTING or self.kept(number):
                continue
            if any(check.is_valid(number) for check in (pesel, nip, nhs)):
                yield Span(m.start(), m.end(), "id")
        for word in self._id.finditer(plain):
            near = _NEAR_ID.match(plain, word.end())
            shown = _ID_VALUE.match(plain, near.end() if near else word.end())
            if shown and len(digits(shown.group())) >= 4 and not self.kept(shown.group()):
                yield Span(shown.start(), shown.end(), "id")

    def _dates(self, plain: str) -> Iterator[Span]:
        for m in self._full_date.finditer(plain):
            year = int(next(g for g in m.groups() if g))
            # A day four to nineteen years ago is most likely the day a child was born.
            if 4 <= self._today.year - year <= 19:
                yield Span(m.start(), m.end(), "birthdate")
        for m in self._birthday.finditer(plain):
            yield Span(m.start(1), m.end(1), "birthdate")

    def _phones(self, text: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        piece = text[start:end]
        if self._harmless(piece) or self._counts(plain, end):
            return
        for m in _SHAPES.finditer(piece):
            if not self._harmless(m.group()):
                yield start + m.start(), start + m.end()
        for region in _REGIONS:
            for phone in PhoneNumberMatcher(piece, region, leniency=Leniency.VALID):
                if len(digits(phone.raw_string)) >= 8 and not self._harmless(phone.raw_string):
                    yield start + phone.start, start + phone.end
        if 7 <= len(digits(piece)) <= 15:
            near = _WORD.findall(plain[max(0, start - 40) : start])[-4:]
            if self._phone_words.intersection(near):
                yield start, end

    def _harmless(self, piece: str) -> bool:
        groups = re.findall(r"\d+", piece)
        number = "".join(groups)
        if self.kept(number) or any(number in run for run in _COUNTING):
            return True
        if all(g in self._short for g in groups) or set("".join(groups[1:])) == {"0"}:
            return True
        years = all(len(g) == 4 and g[:2] in ("19", "20") for g in groups)
        return years or (len(number) >= 7 and len(set(number)) == 1)

    def _counts(self, plain: str, end: int) -> bool:
        """A counted thing follows the number at `end`."""
        unit = _WORD.match(plain, end + 1) if plain[end : end + 1] == " " else None
        return unit is not None and unit.group() in self._counted
