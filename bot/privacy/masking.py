"""Masks what identifies somebody before anything else reads, logs, counts or keeps the text.

Numbers are found by libraries that check them (phonenumbers, python-stdnum); names, schools and
addresses by spaCy token rules around the words that introduce them. There is no list of people.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import phonenumbers
import spacy
import yaml
from phonenumbers import Leniency, PhoneNumberMatcher
from spacy.matcher import Matcher
from stdnum import iban, luhn
from stdnum.gb import nhs
from stdnum.pl import nip, pesel
from stdnum.us import ssn

from bot.nlu.text import clean, strip_diacritics

RULES = Path("data/lexicon/privacy.yml")
_REGIONS = ("PL", "GB", "IE", "US", "DE")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_WEB = re.compile(
    r"\b(?:https?://|www\.)\S{3,200}|\b[\w-]{2,40}\.(?:com|pl|net|org|gg|io|me|co|uk|eu|ie|tv)/\S{1,200}",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b|\b\d{2}(?: ?\d{4}){6}\b", re.I)
_LONG_NUMBER = re.compile(r"(?<![\d\w])\d(?:[ -]?\d){8,18}(?![\d\w])")
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.I)
_DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})\b"
)
_HANDLE = re.compile(r"(?<![\w@])@[\w.]{3,30}\b")
_POSTCODE = re.compile(r"\b\d{2}-\d{3}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


@dataclass(frozen=True)
class Masked:
    """The text with placeholders such as `[phone]`, and which kinds were found."""

    text: str
    kinds: frozenset[str]


class Masker:
    """Loads its rules once; `keep` are numbers that are never masked (helplines)."""

    def __init__(self, keep: Collection[str] = (), rules: Path = RULES) -> None:
        self._keep = {_digits(number) for number in keep}
        self._rules = yaml.safe_load(rules.read_text(encoding="utf-8"))
        self._keep |= {_digits(str(number)) for number in self._rules["never_masked"]}
        self._keep |= _directory_numbers()
        self._spacy = spacy.blank("xx")

    @cached_property
    def _matcher(self) -> Matcher:
        matcher = Matcher(self._spacy.vocab)
        for kind, patterns in self._rules["introduced"].items():
            for number, pattern in enumerate(patterns):
                matcher.add(f"{kind}:{number}", [self._tokens(pattern)])
        return matcher

    def _tokens(self, pattern: str) -> list[dict[str, object]]:
        tokens: list[dict[str, object]] = []
        for word in pattern.split():
            optional = word.endswith("?")
            word = word.rstrip("?")
            token: dict[str, object]
            if word == "<Name>":  # written with a capital, or a name that children often have
                token = {"TEXT": {"REGEX": r"^[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{1,20}(-[A-Z][a-z]+)?$"}}
            elif word == "<name>":
                token = {"LOWER": {"IN": [n for n in self._rules["first_names"]]}}
            elif word == "<word>":
                token = {"IS_ALPHA": True, "LENGTH": {">=": 3}, "LOWER": {"NOT_IN": self._rules["not_a_name"]}}
            elif word == "<handle>":
                token = {"TEXT": {"REGEX": r"^@?(?=.*[\d_.])[\w.]{4,30}$"}}
            elif word == "<number>":
                token = {"TEXT": {"REGEX": r"^\d{1,4}[a-zA-Z]?(/\d{1,4})?$"}}
            else:
                token = {"LOWER": {"IN": sorted({v for w in word.split("|") for v in (w, strip_diacritics(w))})}}
            if optional:
                token["OP"] = "?"
            tokens.append(token)
        return tokens

    def mask(self, text: str) -> Masked:
        """The text, cleaned, with everything that identifies somebody replaced."""
        text = clean(text)
        spans: list[tuple[int, int, str]] = []
        for pattern, kind in ((_EMAIL, "email"), (_WEB, "web"), (_NINO, "id"), (_HANDLE, "handle")):
            spans += [(m.start(), m.end(), kind) for m in pattern.finditer(text)]
        spans += [(m.start(), m.end(), "address") for m in _POSTCODE.finditer(text)]
        spans += [(m.start(), m.end(), "birthdate") for m in _DATE.finditer(text)]
        if any(c.isdigit() for c in text):
            spans += self._numbers(text)
        spans += self._introduced(text)
        return _replaced(text, spans)

    def _numbers(self, text: str) -> list[tuple[int, int, str]]:
        found = []
        for match in _IBAN.finditer(text):
            value = match.group().replace(" ", "")
            if iban.is_valid(value) or iban.is_valid("PL" + value):
                found.append((match.start(), match.end(), "iban"))
        for match in _LONG_NUMBER.finditer(text):
            digits = _digits(match.group())
            checks = (pesel.is_valid, nip.is_valid, nhs.is_valid)
            card = len(digits) >= 13 and luhn.is_valid(digits)
            if digits not in self._keep and (card or any(check(digits) for check in checks)):
                found.append((match.start(), match.end(), "id"))
        for match in re.finditer(r"\b\d{3}-\d{2}-\d{4}\b", text):
            if ssn.is_valid(match.group()):
                found.append((match.start(), match.end(), "id"))
        taken = [(a, b) for a, b, _ in found]
        for region in _REGIONS:
            for phone in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
                national = str(phone.number.national_number)
                kept = _digits(phone.raw_string) in self._keep or national in self._keep
                inside = any(a < phone.end and phone.start < b for a, b in taken)
                if len(national) >= 8 and not kept and not inside:
                    found.append((phone.start, phone.end, "phone"))
                    taken.append((phone.start, phone.end))
        return found

    def _introduced(self, text: str) -> list[tuple[int, int, str]]:
        document = self._spacy(text)
        found = []
        for match_id, start, end in self._matcher(document):
            kind = self._spacy.vocab.strings[match_id].partition(":")[0]
            lead = self._rules["leads"]
            while start < end - 1 and strip_diacritics(document[start].lower_) in lead:
                start += 1
            span = document[start:end]
            found.append((span.start_char, span.end_char, kind))
        return found


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _directory_numbers() -> set[str]:
    folder = Path("data/directory")
    found = set()
    for file in folder.glob("??.yml"):
        for match in re.finditer(r"(?:number|e164|primary|police|ambulance|fire): '?([+\d][\d ()-]*)", file.read_text()):
            digits = _digits(match.group(1))
            found |= {digits, digits.removeprefix("0")}
    return found


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> Masked:
    out, at, kinds = [], 0, set()
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        out += [text[at:start], f"[{kind}]"]
        kinds.add(kind)
        at = end
    return Masked("".join(out) + text[at:], frozenset(kinds))
