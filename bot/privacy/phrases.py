"""Phrases that introduce something personal, as spaCy token patterns.

spaCy never sees a word of the child: each token is given to it as one of the words of the rules, or
as "_" with the traits that the rules ask for. So its string store holds our own words alone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlu.text import flat
from bot.privacy.names import NameBook

_TOKEN = re.compile(r"[^\W_]+(?:['’‘`´-][^\W_]+)*|[^\w\s]|_+")
_APOSTROPHE = re.compile(r"['’‘`´]")
_NUMBER = re.compile(r"^\d{1,4}[a-z]?$")
_ROMAN = re.compile(r"^[IVX]{1,6}$")
_HANDLE = re.compile(r"^@?(?=.*[\d_.#])(?=.*[^\W\d_])(?!\d+[^\W\d]{1,5}$)[\w.#-]{4,40}$")
_STREET = re.compile(r".{2,}(?:ej|ego|owa|na|ska|cka|ja|icza|wicza|ow|skich|ckich|ych|iej)$")
_GLUED = re.compile(r"^(?:sp|lo|zs|zso|zsp|zss)\d{1,3}$")
_EDGE = ".,!?;:)(\"'„”…"
_TRAITS = [
    "glued",
    "first",
    "sure",
    "given",
    "last",
    "family",
    "shape",
    "cap",
    "word",
    "street",
    "num",
    "roman",
    "handle",
    "odd",
]


class Token(NamedTuple):
    """A token of the message: where it is, as written, and in lower case without diacritics."""

    start: int
    end: int
    text: str
    plain: str


class Span(NamedTuple):
    """What is to be masked, by character offsets."""

    start: int
    end: int
    kind: str


def tokens(text: str) -> list[Token]:
    """Words (with their hyphens and apostrophes) and single signs."""
    return [
        Token(m.start(), m.end(), m.group(), _APOSTROPHE.sub("", flat(m.group())) or m.group())
        for m in _TOKEN.finditer(text)
    ]


class Phrases:
    """The phrases of data/lexicon/privacy.yml, compiled once."""

    def __init__(self, rules: Mapping[str, Any], names: NameBook) -> None:
        self._names = names
        self._stop = frozenset(rules["not_a_name"])
        self._counted = frozenset(rules["counted"])
        self._things = frozenset(rules["things"])
        self._not_schools = frozenset(rules["not_schools"])
        self._well_known = frozenset(rules["well_known"])
        self._macros = {
            "{platform}": "|".join(rules["platforms"]),
            "{way}": rules["way"],
            "{level}": rules["level"],
        }
        self._tail = rules["tail"]
        self._vocab = Vocab()
        self._matcher = Matcher(self._vocab)
        self._masked: dict[str, tuple[int, int]] = {}
        self._literals: set[str] = set()
        self._needed: list[tuple[list[frozenset[str]], set[str]]] = []
        for kind, phrases in rules["phrases"].items():
            for number, phrase in enumerate(phrases.splitlines()):
                self._add(f"{kind}:{number}", phrase)

    def find(self, text: str) -> Iterator[Span]:
        """Everything that a phrase of the rules introduces."""
        found = tokens(text)
        said = {t.plain for t in found}
        # spaCy tries every phrase at every token; most messages have what no phrase needs.
        asked = [
            traits
            for words, traits in self._needed
            if not any(options.isdisjoint(said) for options in words)
        ]
        if not asked:
            return
        tags = [self._tag(text, t) for t in found]
        shown = {trait for tag in tags for trait in tag.split("+")}
        if not any(traits <= shown for traits in asked):
            return
        words = [t.plain if t.plain in self._literals else "_" for t in found]
        document = Doc(self._vocab, words=words, tags=tags)
        for key, start, end, alignment in self._matcher(document, with_alignments=True):
            name = self._vocab.strings[key]
            opening, closing = self._masked[name]
            inside = [
                found[start + i] for i, place in enumerate(alignment) if opening <= place < closing
            ]
            span = self._span(text, name.partition(":")[0], inside, found, start, end)
            if span:
                yield span

    def _span(
        self, text: str, kind: str, inside: list[Token], found: list[Token], start: int, end: int
    ) -> Span | None:
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        following = found[end].plain if end < len(found) else ""
        if _NUMBER.match(last.plain) and following in self._counted:
            return None
        if kind == "name":
            before = {t.plain for t in found[max(0, start - 3) : start]}
            if before & self._things or last.plain in self._well_known:
                return None
        if kind == "school" and any(t.plain in self._not_schools for t in inside[:2]):
            return None
        if kind == "handle":
            begin, finish = _run(text, first.start)
            return Span(begin, finish, kind)
        return Span(first.start, last.end, kind)

    def _tag(self, text: str, token: Token) -> str:
        traits = set(self._traits(text, token))
        return "+".join(t for t in _TRAITS if t in traits) or "-"

    def _traits(self, text: str, token: Token) -> Iterator[str]:
        word, plain = token.text, token.plain
        begin, finish = _run(text, token.start)
        if token.start == begin and _HANDLE.match(text[begin:finish]):
            yield from ("handle", "odd")
        if _NUMBER.match(plain):
            yield "num"
        if _ROMAN.match(word):
            yield "roman"
        if _GLUED.match(plain):
            yield "glued"
        capital = word[0].isupper() and not word.isupper()
        names = self._names
        if not word[0].isalpha() or plain in self._stop:
            if capital and names.listed(plain):
                yield "given"
            return
        yield "word"
        if capital:
            yield from ("cap", "street")
        elif _STREET.match(plain):
            yield "street"
        first = len(plain) > 1 and names.first(word, plain)
        unknown = names.unknown(word, plain)
        if first:
            yield "first"
            if names.sure(word, plain):
                yield "sure"
        if first or capital or unknown or names.family(plain) or names.last(word, plain):
            yield "given"
        if unknown and token.start == begin:
            yield "odd"
        if names.shape(plain):
            yield "shape"
        if names.family(plain):
            yield "family"
        if capital or names.last(word, plain):
            yield "last"

    def _add(self, name: str, phrase: str) -> None:
        phrase = phrase.replace("{tail}", self._tail)
        words = phrase.split()
        pattern: list[dict[str, Any]] = []
        opening = closing = 0
        literals: list[frozenset[str]] = []
        traits: set[str] = set()
        for word in words:
            if word == "(":
                opening = len(pattern)
            elif word == ")":
                closing = len(pattern)
            elif word == "?":
                pattern[-1]["OP"] = "?"
            else:
                pattern.append(self._token(word))
        for token, word in zip(pattern, (w for w in words if w not in "()?"), strict=True):
            if "OP" in token:
                continue
            if word.startswith("<"):
                traits.add(_trait(word))
            else:
                literals.append(frozenset(token["ORTH"]["IN"]))
        self._needed.append((literals, traits))
        self._masked[name] = (opening, closing)
        self._matcher.add(name, [pattern])

    def _token(self, word: str) -> dict[str, Any]:
        optional = len(word) > 1 and word.endswith("?")
        word = word.rstrip("?") if optional else word
        if word.startswith("<"):
            token: dict[str, Any] = {"TAG": {"REGEX": rf"(?:^|\+){_trait(word)}(?:\+|$)"}}
        else:
            options: list[str] = []
            for part in word.split("|"):
                options += self._macros.get(part, part).split("|")
            plain = sorted({_APOSTROPHE.sub("", flat(o)) or o for o in options})
            self._literals |= set(plain)
            token = {"ORTH": {"IN": plain}}
        if optional:
            token["OP"] = "?"
        return token


def _trait(word: str) -> str:
    return word.strip("<>").rstrip("2")


def _run(text: str, at: int) -> tuple[int, int]:
    """The run of characters without a space around `at`, without the signs at its edges."""
    begin = text.rfind(" ", 0, at) + 1
    finish = text.find(" ", at)
    finish = len(text) if finish < 0 else finish
    while finish > at + 1 and text[finish - 1] in _EDGE:
        finish -= 1
    while begin < at and text[begin] in _EDGE:
        begin += 1
    return begin, finish
