"""From YAML files to objects, collecting every fault on the way."""

from pathlib import Path
from typing import Any

from bot.content import yaml_lines
from bot.content.blanks import EMERGENCY, FILLED_TEXTS, blanks, braced
from bot.content.errors import ContentError, ContentErrors
from bot.content.models import (
    Answer,
    DialogueText,
    Disclosure,
    Followups,
    Question,
    Review,
    Section,
    Source,
    Topic,
)
from bot.content.platforms import written_forms
from bot.content.yaml_lines import Mapping
from bot.labels import ADULT, Labels

KINDS = frozenset(
    ("answer", "support", "helplines", "question", "choices", "notice", "exercise", "quiz",
     "smalltalk", "fallback")
)  # fmt: skip
STANCES = ("self_young", "self", "friend", "child")
ANY = "any"
# An adult who works with children: a form of what is written for adults, where one is written.
TEACHER = "teacher"
_ADULT_TITLE = "title_parent"
_KEYS = {"text", "steps", "say_it", "choices", "sources"}
_PARTS = ("more", "simpler")


class Reader:
    """Reads files and keeps the faults; a fault never stops the reading of the rest."""

    def __init__(self, labels: Labels, languages: tuple[str, ...] = ()) -> None:
        self.labels = labels
        self.languages = languages
        self.errors: list[ContentError] = []

    def fault(self, file: Path, line: int, message: str, mend: str) -> None:
        """Notes one fault."""
        self.errors.append(ContentError(file, line, message, mend))

    def file(self, file: Path) -> Mapping | None:
        """The file's mapping, or None with the fault noted."""
        try:
            return yaml_lines.read(file)
        except ContentErrors as found:
            self.errors += found.errors
            return None

    def mapping(self, file: Path, of: Mapping | None, key: str) -> Mapping:
        """A required mapping below `key`; empty, with the fault noted, where it is none."""
        if of is None:
            return Mapping()
        value = of.get(key)
        if isinstance(value, Mapping):
            return value
        mend = f"write `{key}:` and its lines below, two spaces in"
        self.fault(file, of.line_of(key), f"`{key}` is missing or holds no keys", mend)
        return Mapping(of.line_of(key))

    def text(self, file: Path, of: Mapping, key: str) -> str:
        """A required text, its white space made single; line breaks of a `|` block stay."""
        value = of.get(key)
        if not isinstance(value, str) or not value.strip():
            mend = f'write `{key}: "…"`, in quotes'
            self.fault(file, of.line_of(key), f"`{key}` is missing or not a text", mend)
            return ""
        lines = (" ".join(line.split()) for line in value.strip().splitlines())
        return "\n".join(line for line in lines if line)

    def texts(self, file: Path, of: Mapping, key: str) -> tuple[str, ...]:
        """A list of texts, empty if left out."""
        value = of.get(key, [])
        if not isinstance(value, list) or not all(isinstance(i, str) and i.strip() for i in value):
            mend = f'write `{key}: ["…", "…"]`, every item in quotes'
            self.fault(file, of.line_of(key), f"`{key}` is not a list of texts", mend)
            return ()
        return tuple(" ".join(item.split()) for item in value)

    def words_to_texts(self, file: Path, of: Mapping | None, key: str) -> dict[str, str]:
        """A mapping of names to texts, such as the labels of buttons."""
        found = self.mapping(file, of, key)
        return {name: self.text(file, found, name) for name in found}

    # ----------------------------------------------------------------- answers

    def answer(
        self,
        file: Path,
        raw: Any,
        audience: str,
        *,
        at: int,
        kind: str | None = None,
        offered: frozenset[str] = frozenset({EMERGENCY}),
        filled: frozenset[str] = frozenset(),
        parts: tuple[str, ...] = _PARTS,
    ) -> Answer | None:
        """An answer with the parts of its own that it may have.

        `offered` are the blanks that the program fills in its text and its steps, `filled` those
        that its text must have; `at` is the line to name when it is no answer at all.
        """
        if not isinstance(raw, Mapping):
            self.fault(file, at, f"{audience}: not an answer", 'write `text: "…"` under it')
            return None
        known = {*_KEYS, *parts}
        for key in sorted(raw.keys() - known):
            mend = f"use one of {', '.join(sorted(known))}"
            self.fault(file, raw.line_of(key), f"unknown key `{key}`", mend)
        own = {
            part: self.answer(
                file, raw[part], audience, at=raw.line_of(part), filled=filled, parts=()
            )
            for part in parts
            if part in raw
        }
        made: dict[str, Any] = {
            "text": self.text(file, raw, "text"),
            "steps": self.texts(file, raw, "steps"),
            "say_it": self.text(file, raw, "say_it") if "say_it" in raw else None,
            "choices": self.texts(file, raw, "choices"),
            "sources": self.texts(file, raw, "sources"),
            "audience": audience,
            "file": file,
            "line": raw.line,
            "lines": raw.lines,
            **own,
        }
        self._blanks(file, raw, made, offered, filled)
        return DialogueText(**made, kind=kind) if kind else Answer(**made)

    def _blanks(
        self,
        file: Path,
        raw: Mapping,
        made: dict[str, Any],
        offered: frozenset[str],
        filled: frozenset[str],
    ) -> None:
        """Only blanks that the program fills, and all that the text or a step must have."""
        in_steps = set().union(*(blanks(step) or () for step in made["steps"]))
        for key, allowed in (
            ("text", offered | filled),
            ("steps", offered),
            ("say_it", frozenset[str]()),
        ):
            value = made[key]
            for text in value if isinstance(value, tuple) else [value or ""]:
                names = blanks(text)
                if names is None or names - allowed:
                    wrong = "" if names is None else min(names - allowed)
                    mend = "take the braces out"
                    if allowed:
                        mend += f"; only {braced(allowed)} is filled in"
                    self.fault(file, raw.line_of(key), f"`{key}`: nothing fills {{{wrong}}}", mend)
                elif key == "text" and filled - names - in_steps:
                    missing = braced(filled - names - in_steps)
                    mend = f"write {missing} where the program shall fill it in"
                    self.fault(file, raw.line_of(key), f"`text` has no {missing}", mend)

    def answers(
        self, file: Path, raw: Mapping, known: tuple[str, ...], **how: Any
    ) -> dict[str, Answer]:
        """Audience (or stance) -> answer."""
        found = {}
        for key, value in raw.items():
            if key not in known:
                mend = f"use one of {', '.join(known)}"
                self.fault(file, raw.line_of(key), f"unknown `{key}`", mend)
            made = self.answer(file, value, key, at=raw.line_of(key), **how)
            if made is not None:
                found[key] = made
        return found

    def followups(self, file: Path, raw: Mapping) -> Followups:
        """Follow-up id -> audience or `any` -> answer."""
        found: dict[str, dict[str, Answer]] = {}
        for name, value in raw.items():
            at = raw.line_of(name)
            if isinstance(value, Mapping) and "text" in value:
                made = self.answer(file, value, ANY, at=at, parts=())
                found[name] = {ANY: made} if made else {}
            elif isinstance(value, Mapping) and value:
                known = (ANY, *self.labels.audiences, TEACHER)
                found[name] = self.answers(file, value, known, parts=())
            else:
                self.fault(file, at, f"{name}: not an answer", 'write `text: "…"` under it')
        return {name: written for name, written in found.items() if written}

    def sections(self, file: Path, raw: Mapping) -> dict[str, Section]:
        """Name -> section, in the order of their buttons."""
        found = {}
        for name in raw:
            part = self.mapping(file, raw, name)
            found[name] = Section(
                self.text(file, part, "title"),
                written_forms(self.texts(file, part, "written")),
                self.answers(
                    file,
                    self.mapping(file, part, "answers"),
                    self.labels.audiences,
                    parts=(),
                ),
            )
        return found

    def questions(self, file: Path) -> dict[str, Question]:
        """Id -> question; empty when the topic has no such file."""
        if not file.is_file():
            return {}
        raw = self.mapping(file, self.file(file), "questions")
        found = {}
        for name in raw:
            part = self.mapping(file, raw, name)
            answers = self.mapping(file, part, "answers")
            found[name] = Question(
                self.texts(file, part, "asks"),
                self.answers(file, answers, (ANY, ADULT), parts=()),
                raw.line_of(name),
                part.lines,
            )
        return found

    # ------------------------------------------------------------------- rooms

    def sources(self, file: Path, raw: Mapping) -> tuple[Source, ...]:
        """The sources of a room."""
        value = raw.get("sources", [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            mend = "start every source with `- id:` as in another topic"
            self.fault(file, raw.line_of("sources"), "`sources` is not a list of sources", mend)
            return ()
        keys = ("id", "title", "publisher", "url", "tier", "read_on")
        return tuple(
            Source(
                **{key: self.text(file, item, key) for key in keys},
                show=item.get("show") is True,
                line=item.line,
            )
            for item in value
        )

    def review(self, file: Path, raw: Mapping) -> Review:
        """Draft until a named professional signs."""
        review = self.mapping(file, raw, "review")
        status, by, on = review.get("status"), review.get("by"), review.get("on")
        line = raw.line_of("review")
        if review and status not in ("draft", "signed"):
            self.fault(file, line, "`review.status` must be draft or signed", "write draft")
        if status == "signed" and not (by and on):
            mend = "write the professional's name in `by` and the day in `on`, or status draft"
            self.fault(file, line, "signed without a name or a date", mend)
        return Review(
            str(status or "draft"),
            str(by) if by else None,
            str(on) if on else None,
            str(review.get("due") or ""),
        )

    def _identity(self, file: Path, raw: Mapping, known: Any) -> str | None:
        name = self.text(file, raw, "id")
        if name in known and name == file.parent.name:
            return name
        mend = "give the folder and `id` the same id, one of data/labels.yml"
        self.fault(file, raw.line_of("id"), f"`{name}` is not the id of this folder", mend)
        return None

    def topic(self, folder: Path) -> Topic | None:
        """A topic's folder."""
        file = folder / "topic.yml"
        raw = self.file(file)
        name = self._identity(file, raw, self.labels.topics) if raw is not None else None
        if raw is None or name is None:
            return None
        titles, adults, answers, followups, sections, questions = {}, {}, {}, {}, {}, {}
        for language in self.languages:
            written = folder / f"answers.{language}.yml"
            texts = self.file(written)
            if texts is None:
                continue
            titles[language] = self.text(written, texts, "title")
            if _ADULT_TITLE in texts:
                adults[language] = self.text(written, texts, _ADULT_TITLE)
            found = self.mapping(written, texts, "answers")
            known = (*self.labels.audiences, TEACHER)
            answers[language] = self.answers(written, found, known)
            if "followups" in texts:
                found = self.mapping(written, texts, "followups")
                followups[language] = self.followups(written, found)
            if "sections" in texts:
                found = self.mapping(written, texts, "sections")
                sections[language] = self.sections(written, found)
            questions[language] = self.questions(folder / f"questions.{language}.yml")
        return Topic(
            name,
            self.text(file, raw, "group"),
            self.texts(file, raw, "audiences"),
            self.text(file, raw, "typical_risk"),
            self.texts(file, raw, "resource_kinds"),
            self.texts(file, raw, "related"),
            self.sources(file, raw),
            self.review(file, raw),
            folder,
            raw.lines,
            titles,
            adults,
            answers,
            followups,
            sections,
            questions,
        )

    def disclosure(self, folder: Path) -> Disclosure | None:
        """A disclosure's folder."""
        file = folder / "disclosure.yml"
        raw = self.file(file)
        name = self._identity(file, raw, self.labels.disclosures) if raw is not None else None
        if raw is None or name is None:
            return None
        titles, replies = {}, {}
        for language in self.languages:
            written = folder / f"replies.{language}.yml"
            texts = self.file(written)
            if texts is None:
                continue
            titles[language] = self.text(written, texts, "title")
            found = self.mapping(written, texts, "replies")
            replies[language] = self.answers(
                written,
                found,
                (*STANCES, TEACHER),
                filled=frozenset({EMERGENCY}),
                parts=("more",),
            )
        return Disclosure(
            name,
            self.text(file, raw, "risk"),
            self.text(file, raw, "topic"),
            self.texts(file, raw, "also"),
            self.texts(file, raw, "resource_kinds"),
            self.sources(file, raw),
            self.review(file, raw),
            folder,
            raw.lines,
            titles,
            replies,
        )

    def dialogue(self, file: Path) -> dict[str, dict[str, DialogueText]]:
        """Key -> audience or `any` -> text."""
        raw = self.file(file)
        texts = self.mapping(file, raw, "texts")
        found: dict[str, dict[str, DialogueText]] = {}
        for key, value in texts.items():
            at = texts.line_of(key)
            if not isinstance(value, Mapping):
                self.fault(file, at, f"{key}: not a text", "write `kind:` and `any:` under it")
                continue
            kind = value.get("kind")
            if not isinstance(kind, str) or kind not in KINDS:
                mend = f"use one of {', '.join(sorted(KINDS))}"
                self.fault(file, value.line_of("kind"), f"{key}: unknown kind", mend)
                kind = "notice"
            for audience in (name for name in value if name != "kind"):
                if audience not in (ANY, *self.labels.audiences):
                    mend = f"use `any` or one of {', '.join(self.labels.audiences)}"
                    self.fault(file, value.line_of(audience), f"unknown `{audience}`", mend)
                made = self.answer(
                    file,
                    value[audience],
                    audience,
                    at=value.line_of(audience),
                    kind=kind,
                    offered=frozenset(),
                    filled=FILLED_TEXTS.get(key, frozenset()),
                    parts=(),
                )
                if isinstance(made, DialogueText):
                    found.setdefault(key, {})[audience] = made
            if ANY not in value:
                self.fault(file, at, f"{key}: no `any`", "write the text for everyone")
        return found
