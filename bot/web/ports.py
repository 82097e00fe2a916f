"""What the web side asks of the engine and of the directory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Turn:
    """What one call to the engine gives back.

    `messages` and `state` are as `docs/openapi.yml` says (Message, State); `expires_in` is the
    number of seconds until the conversation dies if nothing more is said.
    """

    messages: list[dict[str, Any]]
    state: dict[str, Any]
    expires_in: int


class Engine(Protocol):
    """The dialogue engine. `key` is the SHA-256 (hex) of a conversation's token."""

    ready: bool

    async def start(self) -> None:
        """Load the model; raises when it cannot serve. `ready` is true afterwards."""

    async def stop(self) -> None:
        """Finish the running turns and let go of everything."""

    async def open(
        self,
        key: str,
        *,
        language: str | None,
        audience: str | None,
        country: str | None,
        timezone: str | None,
        page: str | None,
    ) -> Turn:
        """Begin a conversation. Raises TooManyConversations."""
        ...

    async def say(
        self, key: str, message_id: str, *, text: str | None = None, choice: str | None = None
    ) -> Turn:
        """Answer one message; a repeat of `message_id` gets the same reply once more.

        Raises UnknownConversation, UnknownChoice, MessageIdReused, TooManyConversations,
        ConversationBusy.
        """
        ...

    async def recall(self, key: str) -> Turn:
        """The messages still alive and the state. Raises UnknownConversation."""
        ...

    async def forget(self, key: str) -> None:
        """Delete everything about a conversation. Raises UnknownConversation."""


class TopicList(Protocol):
    """What can be asked (`bot.content.Catalogue`)."""

    def groups(self, language: str, audience: str | None) -> list[dict[str, Any]]:
        """The `groups` of TopicList in `docs/openapi.yml`."""
        ...


class Service(Protocol):
    """One service of the directory."""

    def as_json(self) -> dict[str, Any]:
        """The Helpline of `docs/openapi.yml`."""
        ...


class Staleness(Protocol):
    """How long ago the directory was checked (`actions.directory.staleness.Staleness`)."""

    @property
    def checked(self) -> int:
        """Services and emergency numbers."""
        ...

    @property
    def oldest_days(self) -> int:
        """Days since the check that is longest ago."""
        ...

    @property
    def due(self) -> int:
        """How many must be verified again."""
        ...


class Directory(Protocol):
    """The directory of helplines (`actions.directory.Directory`)."""

    async def start(self) -> None:
        """Open the database."""

    async def stop(self) -> None:
        """Close the database."""

    async def find(
        self,
        country: str | None,
        *,
        needs: Iterable[str] = (),
        audience: str | None = None,
        language: str = "en",
        now: datetime,
        timezone: str | None = None,
        limit: int | None = 3,
    ) -> Sequence[Service]:
        """Services for a country, best first; for None those that serve every country."""
        ...

    async def emergency(
        self, country: str | None, *, audience: str | None = None, language: str = "en"
    ) -> Service:
        """The emergency number of a country; for None the safe default."""
        ...

    async def countries(self) -> list[str]:
        """ISO 3166-1 alpha-2 codes that have a service of their own."""
        ...

    async def staleness(self, today: date) -> Staleness:
        """Days since the check that is longest ago, and how many services are due again."""
        ...

    async def services(self) -> list[dict[str, Any]]:
        """All services that may be shown, in the form of Open Referral HSDS 3."""
        ...

    async def fallback(self, now: datetime) -> dict[str, Any]:
        """The small file that a widget keeps for when the server is gone."""
        ...
