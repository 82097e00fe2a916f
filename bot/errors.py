"""What can go wrong in Latarnik's own terms: each has a `code` that clients and sentences use."""

from typing import ClassVar


class LatarnikError(Exception):
    """A refusal the product foresees; `code` names it in an API error and in `errors.*.yml`."""

    code: ClassVar[str] = "unavailable"


class UnknownConversation(LatarnikError):
    """No conversation has this key: it never existed, it was forgotten, or its time is over."""

    code = "unknown_token"


class UnknownChoice(LatarnikError):
    """The choice was not offered and is not one that the product knows."""

    code = "unknown_choice"


class MessageIdReused(LatarnikError):
    """The same message id came again with other content."""

    code = "message_id_reused"


class TooManyConversations(LatarnikError):
    """The server holds as many conversations as it may."""

    code = "too_many_conversations"


class ConversationBusy(LatarnikError):
    """Messages of this conversation are still waiting for their turn."""

    code = "conversation_busy"


class UnknownLanguage(LatarnikError):
    """A language that the product does not speak."""

    code = "unknown_language"


class UnknownAudience(LatarnikError):
    """An audience that is not in `data/labels.yml`."""

    code = "unknown_audience"


class UnknownCountry(LatarnikError):
    """A country code that is not in ISO 3166-1 (or XK)."""

    code = "unknown_country"
