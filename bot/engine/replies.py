"""The reply that is given when nothing else could be: a kind sentence and people who help."""

from typing import Any

import structlog

from actions.services import Services
from bot.nlu.risk import Alarm

logger = structlog.get_logger()
KINDS = frozenset(
    [
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
    ]
)


def is_message(value: Any) -> bool:
    """True for what a client can show: a known kind and a text."""
    return isinstance(value, dict) and value.get("kind") in KINDS and bool(value.get("text"))


def has_helplines(messages: list[dict[str, Any]]) -> bool:
    """True when at least one message shows helplines."""
    return any(message.get("helplines") for message in messages)


class SafeReplies:
    """Needs neither the model nor the database: content and the directory's last good copy."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def reply(self, slots: dict[str, Any], alarm: Alarm | None) -> list[dict[str, Any]]:
        """Support for the lexicon's alarm, or "I did not understand", with helplines beside it."""
        catalogue = self._services.catalogue
        language, audience = self._who(slots)
        cards = await self._cards(slots, language, audience)
        emergency = next((c["phone"] for c in cards if c["kind"] == "emergency"), "112")
        disclosure = alarm.disclosure if alarm else None
        if alarm is not None and disclosure in catalogue.disclosures:
            reply = catalogue.reply(disclosure, language, alarm.stance or "self", audience)
            kind = "support"
        else:
            reply = catalogue.text("safe_reply", language, audience)
            kind = "fallback"
            disclosure = None
        message = {
            "kind": kind,
            "text": reply.text.format(emergency=emergency),
            "steps": list(reply.steps),
            "disclosure": disclosure,
            "helplines": cards,
            "choices": [
                {"id": c, "label": catalogue.choice_label(c, language, audience)}
                for c in reply.choices
                if catalogue.has_choice(c)
            ],
        }
        return [{key: value for key, value in message.items() if value}]

    def notice(self, slots: dict[str, Any], key: str) -> dict[str, Any]:
        """A notice of data/dialogue."""
        language, audience = self._who(slots)
        text = self._services.catalogue.text(key, language, audience)
        return {"kind": "notice", "text": text.text}

    def _who(self, slots: dict[str, Any]) -> tuple[str, str | None]:
        return slots.get("language") or self._services.default_language, slots.get("audience")

    async def _cards(
        self, slots: dict[str, Any], language: str, audience: str | None
    ) -> list[dict[str, Any]]:
        directory = self._services.directory
        country = slots.get("country") or self._services.default_country
        needs = ["parent_helpline"] if audience == "parent" else ["child_helpline"]
        try:
            emergency = await directory.emergency(country, audience=audience, language=language)
            services = await directory.find(
                country,
                needs=needs,
                audience=audience,
                language=language,
                now=self._services.now(),
                timezone=slots.get("timezone"),
                limit=2,
            )
            return [card.as_json() for card in (emergency, *services)]
        except (
            Exception
        ) as error:  # the directory is gone: the reply still names the emergency number
            logger.error("directory_failed", class_name=type(error).__name__)
            return []
