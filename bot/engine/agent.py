"""Rasa's Agent without its traps: no copies in memory, a quick lock, a tracker of one turn."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


class OneTurnTrackers(TrackerStore):  # type: ignore[misc]
    """Trackers that live for a turn: made from the slots, and read back into slots.

    Rules look at one message only, so no past event is needed: latency does not grow with the talk,
    and no text of a child outlives its turn.
    """

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self._slots: dict[str, dict[str, Any]] = {}

    def open(self, sender_id: str, slots: dict[str, Any]) -> None:
        """Before a turn: what is known so far."""
        self._slots[sender_id] = slots

    def close(self, sender_id: str) -> dict[str, Any]:
        """After a turn: what is known now. Nothing stays here."""
        return self._slots.pop(sender_id, {})

    def __len__(self) -> int:
        return len(self._slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker that stands where the next message is awaited."""
        if sender_id not in self._slots:
            return None
        tracker = DialogueStateTracker(sender_id, self.domain.slots)
        events = [ActionExecuted("action_session_start"), SessionStarted()]
        events += [SlotSet(k, v) for k, v in self._slots[sender_id].items() if v is not None]
        tracker.update_with_events([*events, ActionExecuted("action_listen")], self.domain)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the slots."""
        if tracker.sender_id in self._slots:
            self._slots[tracker.sender_id] = tracker.current_slot_values()

    async def keys(self) -> Iterable[str]:
        """Conversations with a turn under way."""
        return list(self._slots)


class NoLock(LockStore):  # type: ignore[misc]
    """The engine already runs one turn of a conversation at a time; Rasa's lock polls for long."""

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """None is ever kept."""
        return None

    def save_lock(self, lock: TicketLock) -> None:
        """Keeps nothing."""

    def delete_lock(self, conversation_id: str) -> None:
        """Nothing to delete."""

    @asynccontextmanager
    async def lock(self, *args: Any, **kwargs: Any) -> AsyncGenerator[TicketLock, None]:
        """Always free."""
        await asyncio.sleep(0)
        yield TicketLock("")


class StrictAgent(Agent):  # type: ignore[misc]
    """Rasa wraps every store so that a failing one is silently copied to memory; this one fails."""

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        if not isinstance(store, OneTurnTrackers):
            raise TypeError("the tracker store of the engine is OneTurnTrackers")
        store.domain = domain
        return store
