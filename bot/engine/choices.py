"""Choices a client may send, turned into what Rasa would have understood. Typed text never is."""

from typing import Any

from bot.content import Catalogue
from bot.content.catalogue import EXTRA_ACTS
from bot.errors import UnknownChoice

_CHANGES = {"audience": "change_age", "country": "change_country", "language": "change_language"}


def parse_choice(choice: str, catalogue: Catalogue, countries: frozenset[str]) -> dict[str, Any]:
    """Rasa parse data for a choice id (`topic:…`, `act:…`, `audience:…`, `skip:…` …).

    Raises UnknownChoice for anything that is not on the product's own lists.
    """
    kind, _, value = choice.partition(":")
    labels = catalogue.labels
    if kind == "topic" and value in catalogue.topics:
        return _parsed(value, topic=value)
    if kind == "section" and catalogue.has_choice(choice):
        topic, _, section = value.partition(".")
        return _parsed(topic, topic=topic, section=section)
    if kind == "act" and value in (*labels.dialogue_acts, *EXTRA_ACTS):
        return _parsed(value)
    if kind == "say_it" and catalogue.has_choice(choice):
        return _parsed("say_it", say_it=value.split("."))
    if kind == "followup" and value in catalogue.followup_ids:
        return _parsed("follow_up", followup=value)
    known = {
        "audience": labels.audiences,
        "country": countries,
        "language": tuple(catalogue.languages),
    }
    if kind in known and value in known[kind]:
        entity = {"entity": kind, "value": value, "start": 0, "end": 0, "extractor": "choice"}
        return _parsed(_CHANGES[kind], [entity], changed=kind)
    if kind == "skip" and value in _CHANGES:
        return _parsed(_CHANGES[value], skipped=value)
    raise UnknownChoice(kind[:20])


def _parsed(
    intent: str, entities: list[dict[str, Any]] | None = None, **decision: Any
) -> dict[str, Any]:
    return {
        "text": "",
        "intent": {"name": intent, "confidence": 1.0},
        "entities": entities or [],
        "decision": {"risk": "none", **decision},
    }
