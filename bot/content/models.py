"""What a folder of data/ holds, as frozen objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.labels import ADULT


@dataclass(frozen=True)
class Source:
    """Where a fact was read; `show` marks an official address that a child may be shown."""

    id: str
    title: str
    publisher: str
    url: str
    tier: str
    read_on: str
    show: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Review:
    """`status` is draft or signed; nobody of this project signs for a professional."""

    status: str
    by: str | None
    on: str | None
    due: str


@dataclass(frozen=True)
class Answer:
    """What is said to one audience: point, steps, a sentence to copy, choices that lead on."""

    text: str
    steps: tuple[str, ...] = ()
    say_it: str | None = None
    choices: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    more: "Answer | None" = None
    simpler: "Answer | None" = None
    audience: str | None = None
    file: Path = Path()
    line: int = 0
    # Where each of its keys stands in the file, for messages to the editor.
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def line_of(self, key: str) -> int:
        """The line of `text`, `steps`, ...; the answer's own where the key is not written."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class DialogueText(Answer):
    """An answer with the kind of message it is."""

    kind: str = "notice"


@dataclass(frozen=True)
class Section:
    """A part of a topic that has a button of its own and is said when its words are named."""

    title: str
    pattern: re.Pattern[str]
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Question:
    """A precise question about a topic, the ways in which people ask it, and its answers.

    `answers` is `any` (children) or `parent` (adults) -> answer: who has none does not ask it.
    """

    asks: tuple[str, ...]
    answers: Mapping[str, Answer]
    line: int = field(default=0, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


# Follow-up id -> audience or `any` -> answer; stance -> reply.
Followups = Mapping[str, Mapping[str, Answer]]
Reply = Answer


@dataclass(frozen=True)
class Topic:
    """A room: everything about a topic.

    `answers` is language -> audience -> answer, `sections` language -> name -> section, `questions`
    language -> id -> question.
    """

    id: str
    group: str
    audiences: tuple[str, ...]
    typical_risk: str
    resource_kinds: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    review: Review
    folder: Path
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    titles: Mapping[str, str] = field(default_factory=dict)
    adult_titles: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    followups: Mapping[str, Followups] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, Section]] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, Question]] = field(default_factory=dict)

    def title(self, language: str, audience: str | None) -> str:
        """What its button says; to adults in words of their own where a child speaks in it.

        Raises KeyError for a language in which it is not written.
        """
        own = self.adult_titles if audience == ADULT else {}
        return own.get(language) or self.titles[language]


@dataclass(frozen=True)
class Disclosure:
    """Replies to somebody who tells of harm. `replies` is language -> stance -> answer.

    `topic` is the one that the reply leads to; `also` are others that tell of the same harm.
    """

    id: str
    risk: str
    topic: str
    also: tuple[str, ...]
    resource_kinds: tuple[str, ...]
    sources: tuple[Source, ...]
    review: Review
    folder: Path
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    titles: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, Mapping[str, Reply]] = field(default_factory=dict)
