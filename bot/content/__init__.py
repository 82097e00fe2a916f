"""The written content: topics, replies to disclosures, what is said about the talk itself."""

from bot.content.catalogue import Catalogue
from bot.content.errors import ContentError, ContentErrors
from bot.content.models import (
    Answer,
    DialogueText,
    Disclosure,
    Followups,
    Reply,
    Review,
    Source,
    Topic,
)

__all__ = [
    "Answer",
    "Catalogue",
    "ContentError",
    "ContentErrors",
    "DialogueText",
    "Disclosure",
    "Followups",
    "Reply",
    "Review",
    "Source",
    "Topic",
]
