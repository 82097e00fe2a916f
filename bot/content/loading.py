"""From YAML files to objects, collecting every fault on the way."""

from pathlib import Path
from typing import Any

from bot.content import yaml_lines
from bot.content.errors import ContentError, ContentErrors
from bot.content.models import Answer, DialogueText, Disclosure, Review, Source, Topic
from bot.labels import Labels

KINDS = frozenset(
    ("answer", "support", "helplines", "question", "choices", "notice", "exercise", "quiz",
     "smalltalk", "fallback")
)  # fmt: skip
_ANSWER_KEYS = {"text", "steps", "say_it", "choices", "sources", "more", "simpler"}


class Reader:
    """Reads files and keeps the faults; a fault never stops the reading of the rest."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.errors: list[ContentError] = []

    def fault(self, file: Path, line: int, message: str, mend: str) -> None:
        """Notes one fault."""
        self.errors.append(ContentError(file, line, message, mend))

    def file(self, file: Path) -> yaml_lines.Mapping | None:
        """The file's mapping, or None with the fault noted."""
        try:
            return yaml_lines.read(file)
        except ContentErrors as found:
            self.errors += found.errors
            return None

    def text(self, file: Path, of: Any, key: str, default: str | None = None) -> str:
        """A required text."""
        value = of.get(key, default)
        if not isinstance(value, str) or not value.strip():
            line = of.lines.get(key, of.line)
            self.fault(file, line, f"`{key}` is missing or empty", f'write `{key}: "…"`')
            return ""
        return " ".join(value.split())

    def texts(self, file: Path, of: Any, key: str) -> tuple[str, ...]:
        """A list of texts, empty if left out."""
        value = of.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            mend = f'write `{key}: ["…", "…"]`, every item in quotes'
            self.fault(file, of.lines.get(key, of.line), f"`{key}` is not a list of texts", mend)
            return ()
        return tuple(" ".join(item.split()) for item in value)

    def answer(self, file: Path, raw: Any, audience: str | None, **more: Any) -> Answer | None:
        """An answer with its second and its simpler part."""
        if not isinstance(raw, yaml_lines.Mapping):
            self.fault(file, 1, f"{audience}: not an answer", 'write `text: "…"` under it')
            return None
        for key in raw.keys() - _ANSWER_KEYS - {"kind"}:
            mend = f"use one of {', '.join(sorted(_ANSWER_KEYS))}"
            self.fault(file, raw.lines[key], f"unknown key `{key}`", mend)
        parts = {
            part: self.answer(file, raw[part], audience) for part in ("more", "simpler") if part in raw
        }
        say_it = self.text(file, raw, "say_it") if "say_it" in raw else None
        kind = more.pop("kind", None)
        made = {
            "text": self.text(file, raw, "text"),
            "steps": self.texts(file, raw, "steps"),
            "say_it": say_it,
            "choices": self.texts(file, raw, "choices"),
            "sources": self.texts(file, raw, "sources"),
            "audience": audience,
            "file": file,
            "line": raw.line,
            **parts,
        }
        return DialogueText(**made, kind=kind) if kind else Answer(**made)

    def answers(self, file: Path, raw: Any) -> dict[str, Answer]:
        """Audience (or stance) -> answer."""
        if not isinstance(raw, yaml_lines.Mapping):
            return {}
        made = {key: self.answer(file, value, key) for key, value in raw.items()}
        return {key: answer for key, answer in made.items() if answer is not None}

    def followups(self, file: Path, raw: Any) -> dict[str, dict[str, Answer]]:
        """Follow-up id -> audience or `any` -> answer."""
        found = {}
        for name, value in (raw or {}).items():
            if isinstance(value, yaml_lines.Mapping) and "text" in value:
                made = self.answer(file, value, "any")
                found[name] = {"any": made} if made else {}
            else:
                found[name] = self.answers(file, value)
        return found

    def sources(self, file: Path, raw: Any) -> tuple[Source, ...]:
        """The sources of a room."""
        made = []
        for item in raw.get("sources") or []:
            values = {
                key: self.text(file, item, key) for key in ("id", "title", "publisher", "url", "tier")
            }
            made.append(
                Source(**values, read_on=str(item.get("read_on", "")), show=item.get("show") is True)
            )
        return tuple(made)

    def review(self, file: Path, raw: Any) -> Review:
        """Draft until a named professional signs."""
        review = raw.get("review") or {}
        if review.get("status") not in ("draft", "signed"):
            line = raw.lines.get("review", raw.line)
            self.fault(file, line, "`review.status` must be draft or signed", "write draft")
        if review.get("status") == "signed" and not (review.get("by") and review.get("on")):
            line = raw.lines.get("review", raw.line)
            self.fault(file, line, "signed without a name or a date", "write `by` and `on`")
        on = review.get("on")
        return Review(
            review.get("status", "draft"),
            review.get("by"),
            str(on) if on else None,
            str(review.get("due", "")),
        )

    def topic(self, folder: Path, languages: tuple[str, ...]) -> Topic | None:
        """A topic's folder."""
        file = folder / "topic.yml"
        raw = self.file(file)
        if raw is None:
            return None
        name = self.text(file, raw, "id")
        if name not in self.labels.topics or name != folder.name:
            mend = "give the folder and `id` the same id, one of data/labels.yml"
            self.fault(file, raw.lines.get("id", 1), f"`{name}` is not the topic of this folder", mend)
            return None
        titles, answers, followups = {}, {}, {}
        for language in languages:
            written = folder / f"answers.{language}.yml"
            texts = self.file(written)
            if texts is None:
                continue
            titles[language] = self.text(written, texts, "title")
            answers[language] = self.answers(written, texts.get("answers"))
            followups[language] = self.followups(written, texts.get("followups"))
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
            titles,
            answers,
            followups,
        )

    def disclosure(self, folder: Path, languages: tuple[str, ...]) -> Disclosure | None:
        """A disclosure's folder."""
        file = folder / "disclosure.yml"
        raw = self.file(file)
        if raw is None:
            return None
        name = self.text(file, raw, "id")
        if name not in self.labels.disclosures or name != folder.name:
            mend = "give the folder and `id` the same id, one of data/labels.yml"
            self.fault(file, 1, f"`{name}` is not the disclosure of this folder", mend)
            return None
        titles, replies = {}, {}
        for language in languages:
            written = folder / f"replies.{language}.yml"
            texts = self.file(written)
            if texts is None:
                continue
            titles[language] = self.text(written, texts, "title")
            replies[language] = self.answers(written, texts.get("replies"))
        return Disclosure(
            name,
            self.text(file, raw, "risk"),
            self.text(file, raw, "topic"),
            self.texts(file, raw, "resource_kinds"),
            self.sources(file, raw),
            self.review(file, raw),
            folder,
            titles,
            replies,
        )

    def dialogue(self, file: Path) -> dict[str, dict[str, DialogueText]]:
        """Key -> audience or `any` -> text."""
        raw = self.file(file)
        found: dict[str, dict[str, DialogueText]] = {}
        for key, value in ((raw or {}).get("texts") or {}).items():
            kind = value.get("kind")
            if kind not in KINDS:
                mend = f"use one of {', '.join(sorted(KINDS))}"
                self.fault(file, value.line, f"{key}: unknown kind", mend)
            found[key] = {}
            for audience in value.keys() - {"kind"}:
                made = self.answer(file, value[audience], audience, kind=kind or "notice")
                if isinstance(made, DialogueText):
                    found[key][audience] = made
            if "any" not in found[key]:
                self.fault(file, value.line, f"{key}: no `any`", "write the text for everyone")
        return found
