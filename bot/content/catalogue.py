"""All that was written, loaded once and looked up by topic, language and audience."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from babel import Locale, UnknownLocaleError

from bot.content.errors import ContentError, ContentErrors
from bot.content.loading import ANY, TEACHER, Reader
from bot.content.models import Answer, DialogueText, Disclosure, Followups, Section, Topic
from bot.labels import ADULT, Labels
from bot.nlu.text import fold

# Not acts of labels.yml, but offered as such everywhere.
EXTRA_ACTS = ("find_helpline", "say_it")
# The texts of which "how do I say it" puts its sentence together (actions/say_it.py).
_SAY_IT = re.compile(r"say_it_((?:about|whom|amount)_\w+)")
_SKIP = "skip"
_Text = TypeVar("_Text", bound=Answer)


@dataclass(frozen=True)
class Catalogue:
    """Frozen content. A third language is one more entry of data/dialogue/languages.yml."""

    labels: Labels
    languages: dict[str, str]
    topics: dict[str, Topic]
    disclosures: dict[str, Disclosure]
    texts: dict[str, dict[str, dict[str, DialogueText]]]
    followups: dict[str, Followups]
    choice_labels: dict[str, dict[str, str]]
    group_labels: dict[str, dict[str, str]]
    other_languages: dict[str, str]
    _locales: dict[str, Locale] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path = Path("data")) -> "Catalogue":
        """Reads everything below `root`; raises ContentErrors with all faults.

        Choices that lead to a topic of labels.yml which is not written yet are left out.
        """
        catalogue, errors = cls.read(root)
        if errors:
            raise ContentErrors(errors)
        return catalogue._without_unwritten()

    @classmethod
    def read(cls, root: Path) -> "tuple[Catalogue, list[ContentError]]":
        """What could be read, and the faults; for the linter, which goes on after a fault.

        Raises ContentErrors when labels.yml is no label file: nothing else can be judged then.
        """
        labels = _labels(root / "labels.yml")
        dialogue = root / "dialogue"
        reader = Reader(labels)
        file = dialogue / "languages.yml"
        languages, locales = _languages(reader, file)
        reader.languages = codes = tuple(languages)
        rooms = [reader.topic(f.parent) for f in sorted(root.glob("topics/*/*/topic.yml"))]
        told = [
            reader.disclosure(f.parent) for f in sorted(root.glob("disclosures/*/disclosure.yml"))
        ]
        followups: dict[str, Followups] = {}
        texts, buttons, groups = {}, {}, {}
        for code in codes:
            texts[code] = reader.dialogue(dialogue / f"texts.{code}.yml")
            file = dialogue / f"followups.{code}.yml"
            followups[code] = reader.followups(
                file, reader.mapping(file, reader.file(file), "followups")
            )
            file = dialogue / f"choices.{code}.yml"
            buttons[code] = reader.words_to_texts(file, reader.file(file), "choices")
            file = dialogue / f"groups.{code}.yml"
            groups[code] = reader.words_to_texts(file, reader.file(file), "groups")
        file = dialogue / "other_languages.yml"
        others = reader.words_to_texts(file, reader.file(file), "other_languages")
        catalogue = cls(
            labels,
            languages,
            {topic.id: topic for topic in rooms if topic},
            {disclosure.id: disclosure for disclosure in told if disclosure},
            texts,
            followups,
            buttons,
            groups,
            others,
            locales,
        )
        return catalogue, reader.errors + list(_gaps(catalogue, dialogue))

    @property
    def followup_ids(self) -> tuple[str, ...]:
        """Ids of the common next questions."""
        return tuple(next(iter(self.followups.values()), {}))

    @cached_property
    def say_it_parts(self) -> tuple[str, ...]:
        """What the sentence of "how do I say it" can be about, to whom, and how much it says."""
        texts = next(iter(self.texts.values()), {})
        return tuple(found[1] for key in texts if (found := _SAY_IT.fullmatch(key)))

    def answer(self, topic_id: str, language: str, audience: str | None) -> Answer:
        """The answer for an audience; for one that the topic does not list, the nearest younger.

        An unknown audience gets the youngest wording (anchor A3). `Answer.audience` names the
        audience that the text was written for. Raises KeyError for an unknown topic or language.
        """
        written = self.topics[topic_id].answers[language]
        return written[self.audience_for(written, audience)]

    def followup(
        self, topic_id: str | None, followup_id: str, language: str, audience: str | None
    ) -> Answer:
        """The topic's own answer to a common next question, or the general one.

        An adult in a topic for children gets the general one: it speaks to adults.
        """
        forms = _forms(audience)
        topic, general = self.topics.get(topic_id or ""), self.followups[language][followup_id]
        own = topic.followups.get(language, {}).get(followup_id, {}) if topic else {}
        if topic and ADULT in forms and {*topic.audiences, *own}.isdisjoint(forms):
            own = {}
        return _for(forms, own) or _for(forms, general) or next(iter(general.values()))

    def question(
        self, topic_id: str, question_id: str, language: str, audience: str | None
    ) -> Answer | None:
        """The answer to a precise question about a topic; None where nobody wrote it for them."""
        asked = self.topics[topic_id].questions[language].get(question_id)
        return asked.answers.get(ADULT if ADULT in _forms(audience) else ANY) if asked else None

    def sections(self, topic_id: str | None, language: str) -> Mapping[str, Section]:
        """The parts of a topic that have buttons of their own, often none."""
        topic = self.topics.get(topic_id or "")
        return topic.sections.get(language, {}) if topic else {}

    def section_named_in(self, topic_id: str | None, text: str) -> str | None:
        """The first section of the topic whose words the text names, in any language."""
        folded = fold(text)
        for language in self.languages:
            for name, section in self.sections(topic_id, language).items():
                if section.pattern.search(folded):
                    return name
        return None

    def reply(self, disclosure_id: str, language: str, stance: str, audience: str | None) -> Answer:
        """The support reply for the child itself, for a friend, or for a parent's child."""
        written = self.disclosures[disclosure_id].replies[language]
        if stance == "general":
            stance = "child" if ADULT in _forms(audience) else "self"
        if stance == "child" and audience == TEACHER and TEACHER in written:
            stance = TEACHER
        if stance == "self" and audience == "age_6_9" and "self_young" in written:
            stance = "self_young"
        return written.get(stance) or written["self"]

    def has_text(self, key: str) -> bool:
        """True when the text is written in every language."""
        return all(key in texts for texts in self.texts.values())

    def text(self, key: str, language: str, audience: str | None, **fill: str) -> DialogueText:
        """A text of data/dialogue, its blanks filled; raises KeyError for a blank left open."""
        written = self.texts[language][key]
        found = _for(_forms(audience), written) or written[ANY]
        return replace(found, text=found.text.format_map(fill)) if fill else found

    def has_choice(self, choice: str) -> bool:
        """True when a button can be made of it and leads somewhere now."""
        kind, _, value = choice.partition(":")
        match kind:
            case "topic":
                return value in self.topics
            case "act":
                return value in (*self.labels.dialogue_acts, *EXTRA_ACTS)
            case "followup":
                return value in self.followup_ids
            case "audience":
                return value in self.labels.audiences
            case "language":
                return value in self.languages
            case "country":
                return any(value in locale.territories for locale in self._locales.values())
            case "skip":
                return value in ("audience", "country")
            case "section":
                return self._section(value, next(iter(self.languages))) is not None
            case "say_it":
                return {*value.split(".")} <= {_SKIP, *self.say_it_parts}
        return False

    def choice_label(self, choice: str, language: str, audience: str | None = None) -> str:
        """What a button says to an audience; raises KeyError for what is no choice."""
        own = self.choice_labels[language].get(choice)
        if own:
            return own
        kind, _, value = choice.partition(":")
        if kind == "topic":
            return self.topics[value].title(language, audience)
        if kind == "country":
            return str(self._locales[language].territories.get(value, value))
        if kind == "language":
            return self.languages[value]
        section = self._section(value, language) if kind == "section" else None
        if section is not None:
            return section.title
        if kind == "say_it":
            last = value.rpartition(".")[2]
            skip = self.choice_labels[language][f"{kind}:{_SKIP}"]
            return skip if last == _SKIP else self.text(f"say_it_{last}", language, None).text
        raise KeyError(choice)

    def _section(self, value: str, language: str) -> Section | None:
        """The section of a choice, `topic.name`."""
        topic, _, name = value.partition(".")
        return self.sections(topic, language).get(name)

    def groups(self, language: str, audience: str | None) -> list[dict[str, Any]]:
        """The topics that an audience can ask about, in named groups; empty groups are left out.

        An unknown audience gets the list of the youngest (anchor A3), as with answers. Raises
        KeyError for an unknown language.
        """
        whose = audience or self.labels.audiences[0]
        listed: dict[str, list[dict[str, str]]] = {name: [] for name in self.group_labels[language]}
        for name, label in self.labels.topics.items():
            if name in self.topics and whose in label.audiences:
                title = self.topics[name].title(language, whose)
                listed[label.group].append({"id": name, "label": title})
        return [
            {"id": group, "label": self.group_labels[language][group], "topics": topics}
            for group, topics in listed.items()
            if topics
        ]

    def other_language(self, code: str) -> str:
        """What is said to somebody who writes in a language that is not spoken here."""
        return self.other_languages.get(code) or self.other_languages["default"]

    def audience_for(self, written: Mapping[str, Any], audience: str | None) -> str:
        """Whose text of `written` an audience gets: its own, else the nearest younger."""
        for form in _forms(audience):
            if form in written:
                return form
        ranks = {name: rank for rank, name in enumerate(self.labels.audiences)}
        order = [name for name in self.labels.audiences if name in written]
        if audience is None:
            return order[0]
        if ADULT in _forms(audience):
            return order[-1]
        younger = [name for name in order if ranks[name] < ranks[audience] and name != ADULT]
        return younger[-1] if younger else order[0]

    def served(self) -> "Catalogue":
        """The same without the ways to ask: 60,000 texts that only training and editors read."""

        def answered(topic: Topic) -> Topic:
            questions = {
                language: {name: replace(asked, asks=()) for name, asked in own.items()}
                for language, own in topic.questions.items()
            }
            return replace(topic, questions=questions)

        return replace(self, topics={n: answered(topic) for n, topic in self.topics.items()})

    def _without_unwritten(self) -> "Catalogue":
        """The same, without choices that lead to topics not written yet."""

        def pruned(answer: Any) -> Any:
            return replace(answer, choices=tuple(c for c in answer.choices if self.has_choice(c)))

        def all_of(written: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
            return {a: {b: pruned(text) for b, text in of.items()} for a, of in written.items()}

        return replace(
            self,
            topics={n: replace(t, answers=all_of(t.answers)) for n, t in self.topics.items()},
            disclosures={
                n: replace(d, replies=all_of(d.replies)) for n, d in self.disclosures.items()
            },
            texts={code: all_of(texts) for code, texts in self.texts.items()},
        )


def _forms(audience: str | None) -> tuple[str, ...]:
    """Whose texts somebody gets, the best first: a teacher those of adults as well."""
    if audience == TEACHER:
        return TEACHER, ADULT
    return (audience,) if audience else ()


def _for(forms: Sequence[str], written: Mapping[str, _Text]) -> _Text | None:
    """The text for the first of these audiences, else the one for everybody."""
    return next((written[form] for form in (*forms, ANY) if form in written), None)


def _labels(file: Path) -> Labels:
    try:
        return Labels.load(file)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        problem = f"not a label file ({type(error).__name__}: {error})"
        mend = "take back the last change; the ids of this file are fixed"
        raise ContentErrors([ContentError(file, 1, problem, mend)]) from None


def _languages(reader: Reader, file: Path) -> tuple[dict[str, str], dict[str, Locale]]:
    """Own names and locales of the languages that are spoken here."""
    names, locales = {}, {}
    raw = reader.mapping(file, reader.file(file), "languages")
    for code in raw:
        names[code] = reader.text(file, reader.mapping(file, raw, code), "name")
        try:
            locales[code] = Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            mend = "use the two letters of ISO 639-1, such as `uk` for Ukrainian"
            reader.fault(file, raw.line_of(code), f"`{code}` is no language code", mend)
    return names, locales


def _gaps(catalogue: Catalogue, dialogue: Path) -> list[ContentError]:
    """What the program would look up in vain: texts, labels and answers that are not there."""
    found = []
    for code in catalogue.languages:
        for kind, written in (("texts", catalogue.texts), ("followups", catalogue.followups)):
            file = dialogue / f"{kind}.{code}.yml"
            for key in sorted({key for of in written.values() for key in of} - set(written[code])):
                mend = f"write `{key}` here too, or take it out of the other languages"
                found.append(ContentError(file, 1, f"`{key}` is missing", mend))
        file = dialogue / f"choices.{code}.yml"
        for choice in sorted(_program_choices(catalogue) - set(catalogue.choice_labels[code])):
            mend = f'write `{choice}: "…"`, at most 40 characters'
            found.append(ContentError(file, 1, f"the button {choice} has no label", mend))
    for code in catalogue.languages:
        file = dialogue / f"groups.{code}.yml"
        named, known = set(catalogue.group_labels[code]), _groups(catalogue)
        for group in sorted(known - named):
            mend = f'write `{group}: "…"`'
            found.append(ContentError(file, 1, f"the group {group} has no name", mend))
        for group in sorted(named - known):
            mend = "correct the id, or take the line out"
            found.append(ContentError(file, 1, f"{group} is no group of labels.yml", mend))
    if "default" not in catalogue.other_languages:
        mend = "write `default:`, for languages that have no text of their own"
        file = dialogue / "other_languages.yml"
        found.append(ContentError(file, 1, "`default` is missing", mend))
    for topic in catalogue.topics.values():
        for code, answers in topic.answers.items():
            if not answers:
                mend = f"write an answer for each of {', '.join(topic.audiences)}"
                file = topic.folder / f"answers.{code}.yml"
                found.append(ContentError(file, 1, "no answer", mend))
    for disclosure in catalogue.disclosures.values():
        for code, replies in disclosure.replies.items():
            if "self" not in replies:
                mend = "write the reply to the child itself"
                file = disclosure.folder / f"replies.{code}.yml"
                found.append(ContentError(file, 1, "no reply `self`", mend))
    return found


def _groups(catalogue: Catalogue) -> set[str]:
    return {label.group for label in catalogue.labels.topics.values()}


def _program_choices(catalogue: Catalogue) -> set[str]:
    """Buttons that the program makes by itself and that have no other name."""
    acts = (*catalogue.labels.dialogue_acts, *EXTRA_ACTS)
    audiences = catalogue.labels.audiences
    return {
        *(f"act:{act}" for act in acts),
        *(f"audience:{audience}" for audience in audiences),
        "skip:audience",
        "skip:country",
        "say_it:skip",
    }
