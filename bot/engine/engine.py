"""The dialogue engine: one message in, a reply that is never empty out."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pycountry
import structlog
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from actions.registry import all_actions
from actions.services import Services
from bot.engine.agent import NoLock, OneTurnTrackers, StrictAgent
from bot.engine.choices import parse_choice
from bot.engine.conversations import Conversation, ConversationStore, Lifetime, content_hash
from bot.engine.in_process import InProcessActions
from bot.engine.replies import SafeReplies, has_helplines, is_message
from bot.engine.understander import Understander
from bot.nlu.lexicon import RiskLexicon
from bot.nlu.risk import Alarm
from bot.privacy.masking import Masker
from bot.web.ports import Turn

logger = structlog.get_logger()

_UNDERSTAND_SECONDS = 4.0
_ACTION_SECONDS = 3.0
# In a long talk the child is reminded that this is a program (T3).
_REMIND_AFTER = 30 * 60
_WARM_UP = ("ktos do mnie pisze i sie boje", "what is grooming")
STATE = ("language", "audience", "country", "risk")
# What the understanding of a message may know of the talk.
KNOWN = (
    "language", "audience", "work", "country", "topic", "likely", "risk", "disclosure",
    "quiet_turns", "heard",
)  # fmt: skip


class EngineNotReady(RuntimeError):
    """The model does not fit the program; the text says what is missing."""


class Engine:
    """See `bot.web.ports.Engine`. One instance a process."""

    def __init__(
        self,
        model: Path,
        services: Services,
        conversations: ConversationStore,
        lifetime: Lifetime,
        masker: Masker,
        lexicon: RiskLexicon,
        clock: Callable[[], float],
    ) -> None:
        self.ready = False
        self._model = model
        self._services = services
        self._conversations = conversations
        self._lifetime = lifetime
        self._masker = masker
        self._lexicon = lexicon
        self._clock = clock
        self._trackers: OneTurnTrackers | None = None
        self._agent: StrictAgent | None = None
        self._understander: Understander | None = None
        self._safe = SafeReplies(services)
        self._countries = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}

    # ------------------------------------------------------------------ life

    async def start(self) -> None:
        """Loads the model in a thread; raises EngineNotReady when it does not fit the program."""
        await self._services.directory.start()
        await self._conversations.start()
        await asyncio.to_thread(self._load)
        for text in _WARM_UP:
            await self._understand(text, {})
        self.ready = True

    def _load(self) -> None:
        if not self._model.is_file():
            raise EngineNotReady(f"no model at {self._model}: run `latarnik train`")
        actions = InProcessActions(all_actions(self._services), _ACTION_SECONDS)
        trackers = OneTurnTrackers(None)
        agent = StrictAgent(tracker_store=trackers, lock_store=NoLock(), action_endpoint=actions)
        agent.load_model(self._model)
        if agent.processor is None or agent.domain is None:
            raise EngineNotReady(f"{self._model} holds no dialogue model")
        missing = set(agent.domain.user_actions) - actions.names
        if missing:
            raise EngineNotReady(f"the model knows actions that do not exist: {sorted(missing)}")
        unanswered = set(agent.domain.intents) & set(self._services.catalogue.labels.topics)
        unanswered -= set(self._services.catalogue.topics)
        if unanswered:
            raise EngineNotReady(f"topics of the model without an answer: {sorted(unanswered)}")
        self._agent, self._trackers = agent, trackers
        self._understander = Understander(agent.processor)

    async def stop(self) -> None:
        """Ends the threads and forgets every conversation in memory."""
        self.ready = False
        if self._understander is not None:
            self._understander.close()
        await self._conversations.stop()
        await self._services.directory.stop()

    # ------------------------------------------------------------ conversations

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
        """Begins a conversation with the welcome. `page` is not kept: it can name a person."""
        conversation = await self._conversations.create(key)
        conversation.slots = {
            "language": language or self._services.default_language,
            "audience": audience,
            "country": country,
            "timezone": timezone,
            "risk": "none",
        }
        parsed = {"text": "", "intent": {"name": "welcome", "confidence": 1.0}, "entities": []}
        messages = await self._dialogue(key, conversation, parsed)
        if not messages:
            messages = await self._safe.reply(conversation.slots, None)
        conversation.keep(messages)
        await self._conversations.save(key, conversation)
        return self._turn(conversation, messages)

    async def say(
        self, key: str, message_id: str, *, text: str | None = None, choice: str | None = None
    ) -> Turn:
        """Answers one message; see `bot.web.ports.Engine`."""
        async with self._conversations.lock(key):
            conversation = await self._conversations.get(key)
            mark = content_hash(text, choice)
            replayed = conversation.replayed(message_id, mark)
            if replayed is not None:
                return self._turn(conversation, *replayed)
            if choice is not None:
                parsed = parse_choice(choice, self._services.catalogue, self._countries)
                messages = await self._dialogue(key, conversation, parsed)
                if not messages:
                    messages = await self._safe.reply(conversation.slots, None)
            else:
                messages = await self._answer(key, conversation, text or "")
            messages += self._reminders(conversation)
            turn = self._turn(conversation, messages)
            conversation.add(message_id, mark, messages, turn.state)
            await self._conversations.save(key, conversation)
            return turn

    async def recall(self, key: str) -> Turn:
        """The bot's messages still kept, and the state."""
        conversation = await self._conversations.get(key)
        return self._turn(conversation, conversation.messages)

    async def forget(self, key: str) -> None:
        """Deletes the conversation; raises UnknownConversation."""
        await self._conversations.get(key)
        await self._conversations.delete(key)

    async def alive(self) -> int:
        """How many conversations there are."""
        return await self._conversations.count()

    # -------------------------------------------------------------------- a turn

    async def _answer(
        self, key: str, conversation: Conversation, text: str
    ) -> list[dict[str, Any]]:
        masked = self._masker.mask(text)
        messages: list[dict[str, Any]] = []
        urgent = False
        try:
            parsed = await self._understand(masked.text, conversation.slots)
            decision = parsed.get("decision") or {}
            topic = decision.get("topic")
            decision["section"] = self._services.catalogue.section_named_in(topic, masked.text)
            parsed["text"] = ""  # rules and actions need labels, not words
            parsed.pop("reading", None)
            parsed.pop("text_tokens", None)
            urgent = decision.get("risk") == "urgent"
            messages = await self._dialogue(key, conversation, parsed)
        except Exception as error:  # whatever failed, the child gets a reply
            logger.error("turn_failed", class_name=type(error).__name__)
        if not messages or (urgent and not has_helplines(messages)):
            alarm = self._lexicon.assess_alone(masked.text)
            messages = await self._safe.reply(conversation.slots, alarm)
            self._raise_risk(conversation, alarm)
        if masked.kinds and "masked" not in conversation.told:
            conversation.told.append("masked")
            messages = [*messages, self._safe.notice(conversation.slots, "masked")]
        return messages

    @staticmethod
    def _raise_risk(conversation: Conversation, alarm: Alarm | None) -> None:
        if alarm is not None and conversation.slots.get("risk") != "urgent":
            conversation.slots["risk"] = alarm.risk

    async def _understand(self, text: str, slots: dict[str, Any]) -> dict[str, Any]:
        if self._understander is None:
            raise EngineNotReady("the model is not loaded")
        known = {name: slots.get(name) for name in KNOWN}
        return await self._understander.understand(text, known, _UNDERSTAND_SECONDS)

    async def _dialogue(
        self, key: str, conversation: Conversation, parsed: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Rules and actions; [] when they fail in any way."""
        if self._agent is None or self._trackers is None:
            return []
        before = dict(conversation.slots)
        if parsed["intent"]["name"] not in ("nlu_fallback", "clarify"):
            before["misses"] = None
        self._trackers.open(key, before)
        channel = CollectingOutputChannel()
        try:
            await self._agent.handle_message(
                UserMessage(
                    parsed["text"], channel, key, parse_data=parsed, input_channel="latarnik"
                )
            )
        except Exception as error:  # a failing rule or action must not cost the reply
            logger.error("dialogue_failed", class_name=type(error).__name__)
            self._trackers.close(key)
            return []
        after = self._trackers.close(key)
        messages = [out["custom"] for out in channel.messages if is_message(out.get("custom"))]
        if messages:
            conversation.slots = {k: v for k, v in after.items() if v is not None}
        return messages

    def _reminders(self, conversation: Conversation) -> list[dict[str, Any]]:
        if (
            self._clock() - conversation.opened_at < _REMIND_AFTER
            or "reminder" in conversation.told
        ):
            return []
        conversation.told.append("reminder")
        return [self._safe.notice(conversation.slots, "break_reminder")]

    def _turn(
        self,
        conversation: Conversation,
        messages: list[dict[str, Any]],
        state: dict[str, Any] | None = None,
    ) -> Turn:
        known = state or {name: conversation.slots.get(name) for name in STATE}
        known["risk"] = known.get("risk") or "none"
        return Turn(list(messages), known, self._lifetime.left(conversation, self._clock()))
