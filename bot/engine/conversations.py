"""Conversations in memory: labels only, no words, gone by themselves.

A conversation keeps the slots, the bot's own messages and the answered message ids. What the child
wrote is never in it: the tracker of a turn is thrown away when the turn is over.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.errors import MessageIdReused, TooManyConversations, UnknownConversation

Message = dict[str, Any]

# A reload of the page shows this many of the bot's messages at most.
_MESSAGES_KEPT = 40
# A client retries within seconds: the last few ids are enough.
_IDS_KEPT = 8
_BYTES_KEPT = 64_000


def content_hash(text: str | None, choice: str | None) -> str:
    """A short mark that tells two contents apart without keeping either."""
    return hashlib.sha256(f"{choice}\x00{text}".encode("utf-8", "replace")).hexdigest()[:16]


@dataclass
class Conversation:
    """All that is remembered of one talk."""

    opened_at: float
    touched_at: float
    slots: dict[str, Any] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    # How long each message is, in characters; measured once, since a talk keeps many.
    sizes: list[int] = field(default_factory=list)
    replies: "OrderedDict[str, tuple[str, list[Message], dict[str, Any]]]" = field(
        default_factory=OrderedDict
    )
    told: list[str] = field(default_factory=list)

    def replayed(self, message_id: str, mark: str) -> tuple[list[Message], dict[str, Any]] | None:
        """The reply already given to this id, or None; raises MessageIdReused."""
        if message_id not in self.replies:
            return None
        known, messages, state = self.replies[message_id]
        if known != mark:
            raise MessageIdReused(message_id)
        return messages, state

    def add(
        self, message_id: str, mark: str, messages: list[Message], state: dict[str, Any]
    ) -> None:
        """Keeps a reply, and drops what is too old or too much."""
        self.replies[message_id] = (mark, messages, state)
        while len(self.replies) > _IDS_KEPT:
            self.replies.popitem(last=False)
        self.keep(messages)

    def keep(self, messages: list[Message]) -> None:
        """Keeps what the bot said, and drops what is too old or too much."""
        self.messages += messages
        self.sizes += [len(repr(message)) for message in messages]
        many = len(self.messages)
        while many > 1 and (many > _MESSAGES_KEPT or sum(self.sizes) > _BYTES_KEPT):
            del self.messages[0], self.sizes[0]
            many -= 1


class ConversationStore(Protocol):
    """Where conversations live: memory, or Redis for several processes."""

    async def create(self, key: str) -> Conversation:
        """A new conversation; raises TooManyConversations."""

    async def get(self, key: str) -> Conversation:
        """The living conversation; raises UnknownConversation."""

    async def save(self, key: str, conversation: Conversation) -> None:
        """Stores it and starts its idle time anew."""

    async def delete(self, key: str) -> None:
        """Forgets it; no error if it is not there."""

    async def count(self) -> int:
        """How many are alive."""

    def lock(self, key: str) -> Any:
        """An async context manager: one turn of a conversation at a time."""

    async def start(self) -> None:
        """Proves that the store works."""

    async def stop(self) -> None:
        """Lets go of connections."""


@dataclass(frozen=True)
class Lifetime:
    """How long a conversation lives, in seconds: since the last message, and at all."""

    idle: float
    absolute: float

    def over(self, conversation: Conversation, now: float) -> bool:
        """True when it must not be shown any more."""
        return (
            now - conversation.touched_at >= self.idle
            or now - conversation.opened_at >= self.absolute
        )

    def left(self, conversation: Conversation, now: float) -> int:
        """Seconds until it dies if nothing more is said."""
        idle = conversation.touched_at + self.idle
        return max(0, int(min(idle, conversation.opened_at + self.absolute) - now))


class MemoryConversations:
    """In this process. `clock` gives seconds and never goes back."""

    def __init__(self, lifetime: Lifetime, most: int, clock: Callable[[], float]) -> None:
        self._lifetime = lifetime
        self._most = most
        self._clock = clock
        self._alive: OrderedDict[str, Conversation] = OrderedDict()
        self._locks: dict[str, Any] = {}

    async def create(self, key: str) -> Conversation:
        """See ConversationStore."""
        self.purge()
        if len(self._alive) >= self._most:
            raise TooManyConversations(str(self._most))
        now = self._clock()
        conversation = Conversation(now, now)
        self._alive[key] = conversation
        return conversation

    async def get(self, key: str) -> Conversation:
        """See ConversationStore."""
        conversation = self._alive.get(key)
        if conversation is None or self._lifetime.over(conversation, self._clock()):
            await self.delete(key)
            raise UnknownConversation(key[:6])
        return conversation

    async def save(self, key: str, conversation: Conversation) -> None:
        """See ConversationStore."""
        if key in self._alive:  # forgotten in mid-turn stays forgotten
            conversation.touched_at = self._clock()
            self._alive[key] = conversation
            self._alive.move_to_end(key)

    async def delete(self, key: str) -> None:
        """See ConversationStore."""
        self._alive.pop(key, None)
        self._locks.pop(key, None)

    async def count(self) -> int:
        """See ConversationStore."""
        return self.alive()

    def alive(self) -> int:
        """How many conversations are in memory now."""
        self.purge()
        return len(self._alive)

    def lock(self, key: str) -> Any:
        """See ConversationStore."""
        return self._locks.setdefault(key, asyncio.Lock())

    def purge(self) -> int:
        """Forgets what is over; returns how many. Oldest use comes first, so this stops early."""
        now, gone = self._clock(), 0
        for key, conversation in list(self._alive.items()):
            if self._lifetime.over(conversation, now):
                self._alive.pop(key)
                self._locks.pop(key, None)
                gone += 1
            elif now - conversation.touched_at < self._lifetime.idle / 2:
                break
        return gone

    async def start(self) -> None:
        """Nothing to prove."""

    async def stop(self) -> None:
        """Forgets everything."""
        self._alive.clear()
        self._locks.clear()
