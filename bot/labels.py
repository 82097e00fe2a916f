"""The ids that everything shares: data/labels.yml."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

# The audience of parents and teachers.
ADULT = "parent"
# Groups of topics about what a person does to a child.
_PEOPLE = ("contact", "image")

LABELS_FILE = Path("data/labels.yml")


@dataclass(frozen=True)
class TopicLabel:
    """What the label file says of a topic."""

    group: str
    audiences: tuple[str, ...]
    typical_risk: str
    meaning: str


@dataclass(frozen=True)
class DisclosureLabel:
    """What the label file says of a disclosure."""

    risk: str
    meaning: str


@dataclass(frozen=True)
class Labels:
    """All labels; ids are the keys."""

    audiences: tuple[str, ...]
    risk_levels: tuple[str, ...]
    stances: tuple[str, ...]
    topics: dict[str, TopicLabel]
    disclosures: dict[str, DisclosureLabel]
    dialogue_acts: tuple[str, ...]

    @classmethod
    def load(cls, file: Path = LABELS_FILE) -> "Labels":
        """Reads the file once for each process."""
        return _load(file.resolve())

    def worrying(self, topic: str | None) -> bool:
        """True for a topic that is asked about by those who have a worry."""
        label = self.topics.get(topic or "")
        return label is not None and label.typical_risk != self.risk_levels[0]

    @cached_property
    def done_by_somebody(self) -> frozenset[str]:
        """Topics about what a person does to a child: contact and pictures."""
        return frozenset(name for name, topic in self.topics.items() if topic.group in _PEOPLE)

    @cached_property
    def grave(self) -> frozenset[str]:
        """The topics that are urgent harm themselves."""
        return frozenset(
            n for n, t in self.topics.items() if t.typical_risk == self.risk_levels[-1]
        )

    def not_for(self, audience: str | None) -> frozenset[str]:
        """Topics that are not written for this audience; none while it is unknown."""
        return self._unsuited.get(audience or "", frozenset())

    @cached_property
    def _unsuited(self) -> dict[str, frozenset[str]]:
        return {
            audience: frozenset(n for n, t in self.topics.items() if audience not in t.audiences)
            for audience in self.audiences
        }


@cache
def _load(file: Path) -> Labels:
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Labels(
        tuple(raw["audiences"]),
        tuple(raw["risk_levels"]),
        tuple(raw["stances"]),
        {
            name: TopicLabel(t["group"], tuple(t["audiences"]), t["typical_risk"], t["meaning"])
            for name, t in raw["topics"].items()
        },
        {name: DisclosureLabel(d["risk"], d["meaning"]) for name, d in raw["disclosures"].items()},
        tuple(raw["dialogue_acts"]),
    )


def spoken_languages(file: Path = Path("data/dialogue/languages.yml")) -> dict[str, str]:
    """Codes of the languages that the product speaks, with their own names."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))["languages"]
    return {code: about["name"] for code, about in raw.items()}
