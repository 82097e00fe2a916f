"""All that was written, loaded once and looked up by topic, language and audience."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from babel import Locale

from bot.content import yaml_lines
from bot.content.errors import ContentErrors
from bot.content.loading import Reader
from bot.content.models import Answer, DialogueText, Disclosure, Topic
from bot.labels import Labels

ADULT = "parent"


@dataclass(frozen=True)
class Catalogue:
    """Frozen content. A third language is one more entry of data/dialogue/languages.yml."""

    labels: Labels
    languages: dict[str, str]
    topics: dict[str, Topic]
    disclosures: dict[str, Disclosure]
    texts: dict[str, dict[str, dict[str, DialogueText]]]
    followups: dict[str, dict[str, dict[str, Answer]]]
    choice_labels: dict[str, dict[str, str]]
    other_languages: dict[str, str]
    _locales: dict[str, Locale] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path = Path("data")) -> "Catalogue":
        """Reads everything below `root`; raises ContentErrors with all faults."""
        labels = Labels.load(root / "labels.yml")
        reader = Reader(labels)
        dialogue = root / "dialogue"
        spoken = reader.file(dialogue / "languages.yml") or yaml_lines.Mapping()
        languages = {code: str(about["name"]) for code, about in (spoken.get("languages") or {}).items()}
        codes = tuple(languages)
        topics = {}
        for file in sorted(root.glob("topics/*/*/topic.yml")):
            topic = reader.topic(file.parent, codes)
            if topic:
                topics[topic.id] = topic
        disclosures = {}
        for file in sorted(root.glob("disclosures/*/disclosure.yml")):
            disclosure = reader.disclosure(file.parent, codes)
            if disclosure:
                disclosures[disclosure.id] = disclosure
        texts = {code: reader.dialogue(dialogue / f"texts.{code}.yml") for code in codes}
        followups, choices = {}, {}
        for code in codes:
            file = dialogue / f"followups.{code}.yml"
            followups[code] = reader.followups(file, (reader.file(file) or {}).get("followups"))
            choices[code] = dict((reader.file(dialogue / f"choices.{code}.yml") or {}).get("choices") or {})
        others = reader.file(dialogue / "other_languages.yml") or {}
        if reader.errors:
            raise ContentErrors(reader.errors)
        return cls(
            labels,
            languages,
            topics,
            disclosures,
            texts,
            followups,
            choices,
            dict(others.get("other_languages") or {}),
            {code: Locale.parse(code) for code in codes},
        )

    @property
    def followup_ids(self) -> tuple[str, ...]:
        """Ids of the common next questions."""
        return tuple(next(iter(self.followups.values()), {}))

    def answer(self, topic_id: str, language: str, audience: str | None) -> Answer:
        """The answer for an audience; for one that the topic does not list, the nearest younger.

        An unknown audience gets the youngest wording (anchor A3).
        """
        written = self.topics[topic_id].answers[language]
        return self._nearest(written, audience)

    def followup(
        self, topic_id: str | None, followup_id: str, language: str, audience: str | None
    ) -> Answer:
        """The topic's own answer to a common next question, or the general one."""
        topic = self.topics.get(topic_id or "")
        own = topic.followups.get(language, {}).get(followup_id) if topic else None
        written = own or self.followups[language][followup_id]
        return written.get(audience or "any") or written.get("any") or next(iter(written.values()))

    def reply(self, disclosure_id: str, language: str, stance: str, audience: str | None) -> Answer:
        """The support reply for the child itself, for a friend, or for a parent's child."""
        written = self.disclosures[disclosure_id].replies[language]
        if stance == "general":
            stance = "child" if audience == ADULT else "self"
        if stance == "self" and audience == "age_6_9" and "self_young" in written:
            stance = "self_young"
        return written.get(stance) or written["self"]

    def has_text(self, key: str) -> bool:
        """True when the text is written."""
        return all(key in texts for texts in self.texts.values())

    def text(self, key: str, language: str, audience: str | None) -> DialogueText:
        """A text of data/dialogue."""
        written = self.texts[language][key]
        return written.get(audience or "any") or written["any"]

    def choice_label(self, choice: str, language: str) -> str:
        """What a button says."""
        own = self.choice_labels[language].get(choice)
        if own:
            return own
        kind, _, value = choice.partition(":")
        if kind == "topic":
            return self.topics[value].titles[language]
        if kind == "country":
            return str(self._locales[language].territories.get(value, value))
        if kind == "language":
            return self.languages[value]
        raise KeyError(choice)

    def other_language(self, code: str) -> str:
        """What is said to somebody who writes in a language that is not spoken here."""
        return self.other_languages.get(code) or self.other_languages["default"]

    def _nearest(self, written: dict[str, Answer] | object, audience: str | None) -> Answer:
        assert isinstance(written, dict)
        order = [a for a in self.labels.audiences if a in written]
        if audience in written:
            return replace(written[audience], audience=audience)
        if audience is None or audience == ADULT:
            chosen = order[0] if audience is None else order[-1]
        else:
            rank = self.labels.audiences.index(audience)
            younger = [a for a in order if self.labels.audiences.index(a) < rank and a != ADULT]
            older = [a for a in order if self.labels.audiences.index(a) > rank]
            chosen = younger[-1] if younger else older[0]
        return written[chosen]
