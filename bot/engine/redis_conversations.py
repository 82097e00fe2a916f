"""Conversations in Redis, for several processes behind a balancer.

Every value has an expiry, so a conversation dies by itself also when all processes are gone. The
key is the hash of the token; the value holds labels and the bot's own messages, no child's words.
Run Redis without snapshots and append-only file: nothing may be at rest.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from redis.asyncio import Redis

from bot.engine.conversations import Conversation, Lifetime
from bot.errors import TooManyConversations, UnknownConversation

_PREFIX = "latarnik:conversation:"
_LOCK = "latarnik:lock:"
# Longer than any turn can take: a lock left by a dead process frees itself.
_LOCK_SECONDS = 20.0


class RedisConversations:
    """See `bot.engine.conversations.ConversationStore`. `clock` gives Unix seconds."""

    def __init__(
        self, url: str, lifetime: Lifetime, most: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._redis: Redis[str] = Redis.from_url(url, decode_responses=True)
        self._lifetime = lifetime
        self._most = most
        self._clock = clock

    async def start(self) -> None:
        """Raises redis.ConnectionError when there is no server: the product does not start."""
        await self._redis.ping()

    async def stop(self) -> None:
        """Closes the connections; the conversations stay until they expire."""
        await self._redis.close(close_connection_pool=True)

    async def create(self, key: str) -> Conversation:
        """See ConversationStore."""
        if await self.count() >= self._most:
            raise TooManyConversations(str(self._most))
        now = self._clock()
        conversation = Conversation(now, now)
        await self._write(key, conversation)
        return conversation

    async def get(self, key: str) -> Conversation:
        """See ConversationStore."""
        stored = await self._redis.get(_PREFIX + key)
        if stored is None:
            raise UnknownConversation(key[:6])
        data = json.loads(stored)
        data["replies"] = OrderedDict((i, tuple(reply)) for i, reply in data["replies"])
        conversation = Conversation(**data)
        if self._lifetime.over(conversation, self._clock()):
            await self.delete(key)
            raise UnknownConversation(key[:6])
        return conversation

    async def save(self, key: str, conversation: Conversation) -> None:
        """See ConversationStore."""
        if await self._redis.exists(_PREFIX + key):  # forgotten in mid-turn stays forgotten
            conversation.touched_at = self._clock()
            await self._write(key, conversation)

    async def delete(self, key: str) -> None:
        """See ConversationStore."""
        await self._redis.delete(_PREFIX + key)

    async def count(self) -> int:
        """See ConversationStore."""
        count = 0
        async for _ in self._redis.scan_iter(match=_PREFIX + "*", count=1000):
            count += 1
        return count

    def lock(self, key: str) -> AbstractAsyncContextManager[Any]:
        """See ConversationStore."""
        lock: AbstractAsyncContextManager[Any] = self._redis.lock(
            _LOCK + key, timeout=_LOCK_SECONDS, sleep=0.02
        )
        return lock

    async def _write(self, key: str, conversation: Conversation) -> None:
        data = {**conversation.__dict__, "replies": list(conversation.replies.items())}
        left = self._lifetime.left(conversation, self._clock())
        await self._redis.set(_PREFIX + key, json.dumps(data), ex=max(1, left))
