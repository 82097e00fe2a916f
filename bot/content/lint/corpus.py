"""Everything that the rules look at, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.content import yaml_lines
from bot.content.catalogue import Catalogue
from bot.content.errors import ContentError, ContentErrors
from bot.content.examples import Example, asks_of, read_examples
from bot.content.loading import ANY, TEACHER
from bot.content.models import Answer
from bot.content.platforms import FILE as PLATFORMS
from bot.content.platforms import Platforms
from bot.labels import ADULT, Labels

# For which audience a reply is written.
BAND_OF_STANCE = {
    "self_young": "age_6_9",
    "self": "age_10_12",
    "friend": "age_10_12",
    "child": ADULT,
    TEACHER: ADULT,
}


@dataclass(frozen=True)
class Language:
    """A language of languages.yml: settings of its formula and its files of wording."""

    code: str
    readability: Mapping[str, Any]
    wording: Mapping[str, Path]


@dataclass(frozen=True)
class Passage:
    """One bubble: an answer, one of its parts, a follow-up, a reply or a dialogue text.

    `kind` is a kind of DESIGN section 4; `part` is answer, more, simpler, followup, question, reply
    or dialogue; `room` is the id of the topic or disclosure, or the key of the dialogue text;
    `band` is the audience or `any`; `where` names it for the editor.
    """

    language: str
    kind: str
    part: str
    room: str
    band: str
    where: str
    answer: Answer

    @property
    def file(self) -> Path:
        """Where it is written."""
        return self.answer.file

    @property
    def text(self) -> str:
        """The text of the bubble."""
        return self.answer.text

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps below the text."""
        return self.answer.steps

    @cached_property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Everything that is said, as (key of the file, text)."""
        own = self.answer.say_it
        return (
            ("text", self.text),
            *(("steps", step) for step in self.steps),
            *((("say_it", own),) if own else ()),
        )

    def line_of(self, key: str) -> int:
        """The line of a key of this passage."""
        return self.answer.line_of(key)


@dataclass(frozen=True)
class Corpus:
    """All texts and examples below a project's root."""

    root: Path
    catalogue: Catalogue
    languages: Mapping[str, Language]
    passages: tuple[Passage, ...]
    examples: tuple[Example, ...]
    asks: tuple[Example, ...] = ()
    errors: tuple[ContentError, ...] = ()
    # Also report what labels.yml names and nobody has written yet.
    complete: bool = False
    chosen: tuple[Path, ...] = field(default=())

    @property
    def labels(self) -> Labels:
        """The label file."""
        return self.catalogue.labels

    @property
    def data(self) -> Path:
        """The folder of all written content."""
        return self.root / "data"

    @property
    def lexicon(self) -> Path:
        """The folder of word lists."""
        return self.data / "lexicon"

    @property
    def languages_file(self) -> Path:
        """The file of languages."""
        return self.data / "dialogue" / "languages.yml"

    def is_chosen(self, file: Path) -> bool:
        """True when the caller asked about this file, or about everything."""
        return not self.chosen or any(file.resolve().is_relative_to(path) for path in self.chosen)

    @classmethod
    def read(cls, root: Path, paths: tuple[Path, ...] = (), complete: bool = False) -> "Corpus":
        """Reads the project at `root`; faults of reading are kept in `errors`.

        Raises ContentErrors when labels.yml cannot be read.
        """
        data = root / "data"
        catalogue, errors = Catalogue.read(data)
        languages, faults = _languages(data, catalogue)
        examples, unread = read_examples(data)
        return cls(
            root,
            catalogue,
            languages,
            (*_passages(catalogue), *_platform_passages(data, tuple(catalogue.languages))),
            tuple(examples),
            tuple(asks_of(catalogue)),
            (*errors, *faults, *unread),
            complete,
            tuple(path.resolve() for path in paths),
        )


def _languages(data: Path, catalogue: Catalogue) -> tuple[dict[str, Language], list[ContentError]]:
    file = data / "dialogue" / "languages.yml"
    faults: list[ContentError] = []
    try:
        raw = yaml_lines.read(file).get("languages")
    except ContentErrors:
        return {}, []  # the catalogue has reported it
    found = {}
    for code in catalogue.languages:
        about = raw[code] if isinstance(raw, dict) else {}
        parts = {}
        for key in ("readability", "wording"):
            value = about.get(key) if isinstance(about, dict) else None
            if not isinstance(value, dict):
                mend = f"write `{key}:` as another language has it"
                faults.append(ContentError(file, 1, f"{code}: no `{key}`", mend))
                value = {}
            parts[key] = value
        wording = {kind: data / "lexicon" / str(name) for kind, name in parts["wording"].items()}
        found[code] = Language(code, parts["readability"], wording)
    return found, faults


def _passages(catalogue: Catalogue) -> Iterator[Passage]:
    for topic in catalogue.topics.values():
        default = ADULT if topic.audiences == (ADULT,) else ANY
        for language, answers in topic.answers.items():
            for form, answer in answers.items():
                band = _band(form)
                yield Passage(language, "answer", "answer", topic.id, band, form, answer)
                for part, written in (("more", answer.more), ("simpler", answer.simpler)):
                    if written is not None:
                        where = f"{form}.{part}"
                        yield Passage(language, "answer", part, topic.id, band, where, written)
        for language, sections in topic.sections.items():
            for name, section in sections.items():
                for band, answer in section.answers.items():
                    where = f"sections.{name}.{band}"
                    yield Passage(language, "answer", "section", topic.id, band, where, answer)
        for language, questions in topic.questions.items():
            for name, question in questions.items():
                for band, answer in question.answers.items():
                    where = f"questions.{name}.{band}"
                    yield Passage(language, "answer", "question", topic.id, band, where, answer)
        for language, followups in topic.followups.items():
            for name, written_for in followups.items():
                for form, answer in written_for.items():
                    where = f"followups.{name}.{form}"
                    whom = default if form == ANY else _band(form)
                    yield Passage(language, "answer", "followup", topic.id, whom, where, answer)
    for disclosure in catalogue.disclosures.values():
        for language, replies in disclosure.replies.items():
            for stance, reply in replies.items():
                whom = BAND_OF_STANCE.get(stance, ANY)
                yield Passage(language, "support", "reply", disclosure.id, whom, stance, reply)
                if reply.more is not None:
                    where = f"{stance}.more"
                    yield Passage(
                        language, "support", "more", disclosure.id, whom, where, reply.more
                    )
    for language, texts in catalogue.texts.items():
        for key, said in texts.items():
            for form, text in said.items():
                where, band = f"{key}.{form}", _band(form)
                yield Passage(language, text.kind, "dialogue", key, band, where, text)
    for language, common in catalogue.followups.items():
        for name, written_for in common.items():
            for form, answer in written_for.items():
                where, band = f"{name}.{form}", _band(form)
                yield Passage(language, "answer", "followup", name, band, where, answer)


def _band(form: str) -> str:
    """The audience by whose rules a form is judged: a teacher is an adult."""
    return ADULT if form == TEACHER else form


def _platform_passages(data: Path, languages: tuple[str, ...]) -> Iterator[Passage]:
    if not (data / PLATFORMS).is_file():
        return
    for platform in Platforms.load(data, languages):
        for code in languages:
            said = platform.age_rule.get(code, "")
            steps = tuple(step for of in platform.steps[code].values() for step in of)
            answer = Answer(said, steps, file=data / PLATFORMS, line=platform.line)
            where = f"{platform.id}.{code}"
            yield Passage(code, "answer", "dialogue", platform.id, ANY, where, answer)
