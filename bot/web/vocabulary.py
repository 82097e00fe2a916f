"""The fixed words of the contract: languages, audiences, countries, kinds, ids of labels."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pycountry
import yaml

from bot.web.ports import Turn

DATA = Path(__file__).resolve().parents[2] / "data"

MESSAGE_KINDS = frozenset(
    {
        "answer",
        "support",
        "helplines",
        "question",
        "choices",
        "notice",
        "exercise",
        "quiz",
        "smalltalk",
        "fallback",
    }
)
HELPLINE_KINDS = frozenset(
    {
        "child_helpline",
        "cyber_incident",
        "domestic_violence",
        "eating_disorder",
        "emergency",
        "image_removal",
        "lgbtq_line",
        "mental_health",
        "missing_children",
        "offender_prevention",
        "parent_line",
        "report_hotline",
    }
)
# The ways to reach a service, as its card shows them.
CHANNELS = frozenset({"phone", "sms", "chat", "web", "email"})
# Kosovo has a helpline record and no ISO code; XK is the user-assigned code everybody uses.
COUNTRIES = frozenset({country.alpha_2 for country in pycountry.countries} | {"XK"})


class Labels(NamedTuple):
    """What one message was about: fixed words only, "" for none, "other" for a stranger."""

    kind: str
    topic: str
    disclosure: str
    language: str
    audience: str


@dataclass(frozen=True)
class Vocabulary:
    """The words that come from data: what may be asked for and what a metric may be labelled."""

    languages: frozenset[str]
    audiences: frozenset[str]
    topics: frozenset[str]
    disclosures: frozenset[str]
    sentences: dict[str, dict[str, str]]

    @classmethod
    def load(cls, data: Path = DATA) -> "Vocabulary":
        """Read `labels.yml` and `dialogue/errors.<language>.yml` (a language = such a file)."""
        labels = yaml.safe_load((data / "labels.yml").read_text(encoding="utf-8"))
        sentences = {
            path.suffixes[0].removeprefix("."): yaml.safe_load(path.read_text(encoding="utf-8"))
            for path in sorted((data / "dialogue").glob("errors.*.yml"))
        }
        return cls(
            languages=frozenset(sentences),
            audiences=frozenset(labels["audiences"]),
            topics=frozenset(labels["topics"]) | frozenset(labels["dialogue_acts"]),
            disclosures=frozenset(labels["disclosures"]),
            sentences=sentences,
        )

    def labels(self, turn: Turn) -> list[Labels]:
        """The labels of every message of a turn: nothing else of it may be counted."""
        language = _known(turn.state.get("language"), self.languages)
        audience = _known(turn.state.get("audience"), self.audiences)
        return [
            Labels(
                _known(message.get("kind"), MESSAGE_KINDS),
                _known(message.get("topic"), self.topics),
                _known(message.get("disclosure"), self.disclosures),
                language,
                audience,
            )
            for message in turn.messages
        ]


def _known(value: object, words: frozenset[str]) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) and value in words else "other"
