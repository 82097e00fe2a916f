"""The risk lexicon: a second opinion beside the model, and the only one when the model is gone.

A phrase is a row of lemmas ("nie chcieć żyć"); every inflected form counts, without diacritics and
with one slip in a longer word. The words may stand in any order, with up to `GAP` others between.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bot.nlu.common_words import common_words
from bot.nlu.danger_words import FILE, DangerWords
from bot.nlu.risk import OF_FRIENDS, Alarm
from bot.nlu.text import fold, squeeze

FOLDER = Path("data/lexicon")
GAP = 2
# Words this long may be misspelled by one letter and still count.
_LONG = 6
_WORD = re.compile(r"[^\W_]+")
# The places of a phrase, each with the forms that fill it.
Slots: TypeAlias = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Phrase:
    """A row of slots; each slot is the set of forms that fill it."""

    slots: Slots
    disclosure: str
    risk: str
    score: float


@dataclass(frozen=True)
class Heard:
    """What the lexicon hears in a message, for the decision to weigh against the model."""

    alarm: Alarm | None  # the gravest thing that a phrase says
    danger: float  # how likely the weighted words find an urgent harm, in 0..1; 0.5 without them
    corrects: bool  # it begins with "it's not online", "ale nie chodzi o ..."
    friend: bool  # it begins with "my friend ..." and has no word about oneself after it
    doer: bool = False  # a child is named who did harm: "my son made fake pictures of a girl"
    names_friend: bool = False  # a friend, a brother or a sister is in it somewhere
    mean: bool = False  # a child is named who is mean to others: "my son mocks a boy"


class RiskLexicon:
    """Loaded once; all that it says is a pure function of the text."""

    def __init__(
        self,
        rules: Iterable[dict[str, Any]],
        words: DangerWords | None = None,
        common: Iterable[str] = (),
    ) -> None:
        """`common` are folded words of everyday language, which are no slips of any other word."""
        self._danger_words = words
        self._phrases: list[Phrase] = []
        self._cancel: list[Slots] = []
        self._friend: frozenset[str] = frozenset()
        self._kin: frozenset[str] = frozenset()
        self._child: frozenset[str] = frozenset()
        self._corrects: list[list[str]] = []
        self._doer: list[Slots] = []
        self._mean: list[Slots] = []
        # How "my friend ...", "kumpel ..." begins -> the words after it that are about oneself.
        self._oneself: dict[str, frozenset[str]] = {}
        self._told_me: list[list[str]] = []
        for rule in rules:
            inflect = _Inflector(rule["language"])
            for pattern in rule["patterns"]:
                for said in pattern["say"]:
                    slots = tuple(inflect.slot(word) for word in said.split())
                    self._phrases.append(
                        Phrase(slots, pattern["disclosure"], pattern["risk"], pattern["score"])
                    )
            self._cancel += [
                tuple(inflect.slot(word) for word in said.split()) for said in rule["lookalikes"]
            ]
            self._corrects += [said.split() for said in rule.get("corrects", ())]
            for kind, own in (("doer", self._doer), ("mean", self._mean)):
                own += [
                    tuple(inflect.slot(word) for word in said.split())
                    for said in rule.get(kind, ())
                ]
            friend = frozenset().union(*(inflect.slot(word) for word in rule["friend"]))
            begins, oneself = (*rule.get("my", ()), *friend), frozenset(rule.get("oneself", ()))
            self._oneself |= dict.fromkeys(begins, oneself)
            self._told_me += [said.split() for said in rule.get("told_me", ())]
            self._friend |= friend
            self._kin |= frozenset().union(*(inflect.slot(w) for w in rule.get("kin", ())))
            self._child |= frozenset().union(*(inflect.slot(w) for w in rule["child"]))
        self._real: frozenset[str] = frozenset()
        real = {word for rule in rules for word in rule.get("real", ())}.union(common)
        self._real = frozenset(word for word in real if self._mended(word) != word)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "RiskLexicon":
        """Reads the phrases and the weighted words.

        Raises OSError, ValueError or yaml.YAMLError when a file is missing or broken.
        """
        files = sorted(folder.glob("risk.*.yml"))
        rules = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
        common = common_words(*(rule["language"] for rule in rules))
        return cls(rules, DangerWords.load(folder / FILE.name), common)

    @cached_property
    def _long_forms(self) -> dict[str, str]:
        """A long form with one letter taken out -> the form: finds one slip at once."""
        found: dict[str, str] = {}
        for phrase in self._phrases:
            for slot in phrase.slots:
                for form in slot:
                    if len(form) >= _LONG:
                        for at in range(len(form)):
                            found.setdefault(form[:at] + form[at + 1 :], form)
        return found

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(form for p in self._phrases for slot in p.slots for form in slot)

    @cached_property
    def _by_form(self) -> dict[str, list[Phrase]]:
        """The phrases whose first place a form fills."""
        found: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._phrases:
            for form in phrase.slots[0]:
                found[form].append(phrase)
        return dict(found)

    def _begun_by(self, heard: set[str]) -> Iterator[Phrase]:
        """Phrases that may be in a message of these words: few of the many."""
        for word in heard:
            yield from self._by_form.get(word, ())

    @cached_property
    def _cancel_by_form(self) -> dict[str, list[Slots]]:
        """The harmless phrases whose first place a form fills."""
        found: defaultdict[str, list[Slots]] = defaultdict(list)
        for slots in self._cancel:
            for form in slots[0]:
                found[form].append(slots)
        return dict(found)

    def _cancelled(self, words: list[str]) -> bool:
        return any(
            _matches(words, at, slots)
            for at, word in enumerate(words)
            for slots in self._cancel_by_form.get(word, ())
        )

    def _words(self, text: str) -> list[str]:
        folded = re.sub(r"['’`]", "", squeeze(fold(text)))
        return [self._mended(word) for word in _WORD.findall(folded)]

    def _mended(self, word: str) -> str:
        if len(word) < _LONG or word in self._forms or word in self._real:
            return word
        if word in self._long_forms:
            return self._long_forms[word]
        for at in range(len(word)):
            shorter = word[:at] + word[at + 1 :]
            if shorter in self._forms and len(shorter) >= _LONG:
                return shorter
            if shorter in self._long_forms:
                return self._long_forms[shorter]
        return word

    def assess_alone(self, text: str) -> Alarm | None:
        """What phrases and weighted words together hear, for when nothing else understands."""
        phrase = self.assess(text)
        if self._danger_words is None or (phrase is not None and phrase.risk == "urgent"):
            return phrase
        heard = self._danger_words.assess(text)
        return self._about(heard, self._words(text)) if heard is not None else phrase

    def hear(self, text: str) -> "Heard":
        """All that phrases and weighted words say beside the model."""
        words = self._words(text)
        table = self._danger_words
        return Heard(
            self._phrase(words),
            table.danger(text)[0] if table is not None else 0.5,
            self._corrects_a_guess(words),
            self._is_about_a_friend(words),
            _any_in(words, self._doer, GAP),
            not (self._friend | self._kin).isdisjoint(words),
            _any_in(words, self._mean, 0),
        )

    def _corrects_a_guess(self, words: list[str]) -> bool:
        return any(
            words[skipped : skipped + len(said)] == said
            for said in self._corrects
            for skipped in (0, 1)
        )

    def _is_about_a_friend(self, words: list[str]) -> bool:
        oneself = self._oneself.get(words[0]) if words else None
        if oneself is None or self._friend.isdisjoint(words[:3]):
            return False
        # "Kumpel napisal mi, ze ..." is about the friend, though it was told to oneself.
        told = (
            at + len(said)
            for said in self._told_me
            for at in (1, 2, 3)
            if words[at:][: len(said)] == said
        )
        return oneself.isdisjoint(words[next(told, 1) :])

    def assess(self, text: str) -> Alarm | None:
        """The gravest thing that a phrase says, or None."""
        return self._phrase(self._words(text))

    def _phrase(self, words: list[str]) -> Alarm | None:
        if self._cancelled(words):
            return None
        best: Phrase | None = None
        heard = set(words)
        for phrase in self._begun_by(heard):
            better = best is None or _weight(phrase) > _weight(best)
            if (
                better
                and not any(slot.isdisjoint(heard) for slot in phrase.slots)
                and _near(words, phrase.slots)
            ):
                best = phrase
        if best is None:
            return None
        return self._about(Alarm(best.risk, best.disclosure, best.score), words)

    def _about(self, alarm: Alarm, words: list[str]) -> Alarm:
        """The alarm, with whom it is about when the words say so."""
        if any(word in self._child for word in words):
            return replace(
                alarm, disclosure="parent_discloses_abuse", stance="child", harm=alarm.disclosure
            )
        if any(word in self._friend for word in words) and alarm.disclosure in OF_FRIENDS:
            return replace(
                alarm, disclosure="friend_at_risk", stance="friend", harm=alarm.disclosure
            )
        return alarm


def _weight(phrase: Phrase) -> tuple[bool, float, int]:
    return phrase.risk == "urgent", phrase.score, len(phrase.slots)


def _any_in(words: list[str], phrases: list[Slots], gap: int) -> bool:
    """True when one of the phrases stands in the words, in its order, with such gaps at most."""
    return any(
        word in slots[0] and _matches(words, at, slots, gap)
        for slots in phrases
        for at, word in enumerate(words)
    )


def _matches(words: list[str], at: int, slots: Slots, gap: int = GAP) -> bool:
    for slot in slots[1:]:
        nearby = range(at + 1, min(at + 2 + gap, len(words)))
        found = next((i for i in nearby if words[i] in slot), None)
        if found is None:
            return False
        at = found
    return True


def _near(words: list[str], slots: Slots) -> bool:
    """True when all places are filled close together, in any order: children's order is free."""
    window = len(slots) + GAP * (len(slots) - 1)
    for start in range(len(words)):
        part = words[start : start + window]
        if words[start] in frozenset().union(*slots) and all(
            any(word in slot for word in part) for slot in slots
        ):
            return True
    return False


class _Inflector:
    """Forms of a lemma; `=word` is that form alone, `a|b` are alternatives."""

    def __init__(self, language: str) -> None:
        self._morfeusz: Any = None
        if language == "pl":
            import morfeusz2

            self._morfeusz = morfeusz2.Morfeusz()

    def slot(self, word: str) -> frozenset[str]:
        """Folded forms that fill this place."""
        forms: set[str] = set()
        for lemma in word.split("|"):
            if lemma.startswith("="):
                forms.add(lemma[1:])
            elif self._morfeusz is not None:
                forms |= {lemma, *(form for form, *_ in self._morfeusz.generate(lemma))}
            else:
                forms |= _english(lemma)
        return frozenset(fold(form) for form in forms)


def _english(lemma: str) -> set[str]:
    """Regular endings; irregular forms are listed in the data with `|`."""
    forms = {lemma, lemma + "s", lemma + "ing", lemma + "ed"}
    if lemma.endswith("e"):
        forms |= {lemma[:-1] + "ing", lemma + "d", lemma[:-1] + "in"}
    if len(lemma) > 2 and lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou":
        forms |= {lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"}
    return forms
