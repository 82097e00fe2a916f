"""One turn as an action sees it: who is speaking, what was understood, and how to answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.directory.needs import kinds_for
from actions.services import Services, services_from_environment
from bot.content import Answer
from bot.content.loading import TEACHER
from bot.content.platforms import Platform
from bot.labels import ADULT

CHILD_AUDIENCES = ("age_6_9", "age_10_12", "age_13_17")
# The country was asked beside cards, or the question was skipped: it is not asked again.
COUNTRY_FOR_HELP = "country_for_help"
# Turns after a disclosure before help is offered once more.
_TURNS_UNTIL_OFFER = 4.0
Event = dict[str, Any]
Message = dict[str, Any]


class LatarnikAction(Action):
    """Base of all actions: gives them their services and a `Turn`."""

    action_name = ""

    def __init__(self, services: Services | None = None) -> None:
        self._services = services

    def name(self) -> str:
        """The name in domain.yml."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        """Builds the turn, answers it, and returns the slots that changed."""
        services = self._services or services_from_environment()
        await services.directory.start()
        turn = Turn(services, tracker, dispatcher)
        turn.emergency = (await services.directory.emergency(turn.country_or_default)).phone
        turn.take_back()
        turn.remember(likely=turn.decision.get("likely", turn.slot("likely")))
        await self.answer(turn)
        await turn.offer_again()
        return turn.events

    async def answer(self, turn: "Turn") -> None:
        """Says something in `turn`; every action says at least one message."""
        raise NotImplementedError


class Turn:
    """Reads slots and the decision; collects messages and slot changes."""

    def __init__(
        self, services: Services, tracker: Tracker, dispatcher: CollectingDispatcher
    ) -> None:
        self.catalogue = services.catalogue
        self.directory = services.directory
        self._default_country = services.default_country
        self._platforms = services.platforms
        self._named_countries = services.named_countries
        self.now = services.now()
        # The emergency number that the texts of this turn name.
        self.emergency: str | None = None
        self.events: list[Event] = []
        self._slots: dict[str, Any] = dict(tracker.slots)
        self._dispatcher = dispatcher
        self._cards_shown = self._supported = False
        latest = tracker.latest_message or {}
        self.intent: str = (latest.get("intent") or {}).get("name") or ""
        self.decision: dict[str, Any] = latest.get("decision") or {}
        self._speaker: dict[str, Any] = latest.get("speaker") or {}
        self.language: str = self.slot("language") or services.default_language

    def slot(self, name: str) -> Any:
        """The slot's value now, with the changes of this turn."""
        return self._slots.get(name)

    def remember(self, **slots: Any) -> None:
        """Sets slots."""
        for name, value in slots.items():
            if self._slots.get(name) != value:
                self._slots[name] = value
                self.events.append(SlotSet(name, value))

    @property
    def audience(self) -> str | None:
        """The band or `parent`, None while unknown."""
        audience: str | None = self.slot("audience")
        return audience

    @property
    def listener(self) -> tuple[str, str | None]:
        """Language and audience, `teacher` for an adult who is one: what a text is chosen by."""
        teaches = self.audience == ADULT and self.slot("work") == TEACHER
        return self.language, TEACHER if teaches else self.audience

    @property
    def country(self) -> str | None:
        """Where the person lives, None while unknown."""
        country: str | None = self.slot("country")
        return country

    @property
    def country_or_default(self) -> str | None:
        """Where the person lives, else the country of the site."""
        return self.country or self._default_country

    @property
    def platform(self) -> Platform | None:
        """The app that the message names."""
        return self._platforms.get(self._speaker.get("platform"))

    @property
    def asks(self) -> list[str]:
        """What the message asks about an app: to block, to report, or neither by name."""
        return list(self._speaker.get("asks") or ())

    @property
    def in_distress(self) -> bool:
        """True from the first disclosure to the end of the conversation (S13)."""
        return self.slot("risk") in ("concern", "urgent")

    @property
    def alarmed(self) -> bool:
        """True for a faint alarm that an answer is left to: people stand under it as well."""
        return self.decision.get("risk") == "urgent"

    @property
    def is_question(self) -> bool:
        """True when something is asked."""
        return bool(self._speaker.get("question"))

    @property
    def is_risky(self) -> bool:
        """True when an act is named that could hurt whoever does it."""
        return bool(self._speaker.get("risky"))

    @property
    def names_telling(self) -> bool:
        """True when an adult is named whom one could tell."""
        return bool(self._speaker.get("telling"))

    @property
    def is_remark(self) -> bool:
        """True for a remark, not a question, in a talk about a topic."""
        return self.slot("topic") in self.catalogue.topics and not self.is_question

    def take_back(self) -> None:
        """A guess that the message denies is gone; people who help stay in sight (promise 7)."""
        if self.decision.get("denied") and self.intent != "misunderstood":
            self.remember(topic=None, part=None, disclosure=None, heard=[], quiet_turns=None)
            if self.in_distress:
                self.remember(risk="concern")

    def stay_close(self) -> None:
        """After a faint alarm: gently from here on, and help is offered once more."""
        if self.alarmed and not self.in_distress:
            self.remember(risk="concern", quiet_turns=0.0)

    @property
    def words_to_tell(self) -> str | None:
        """A sentence that tells somebody what the talk is about, for a child to copy.

        That of the harm that was told and named, else that of the topic.
        """
        named = [said for said in self.slot("heard") or () if self._is_reply(said)]
        if named and self.slot("quiet_turns") is not None:
            disclosure, _, stance = named[-1].partition(".")
            return self.catalogue.reply(disclosure, self.language, stance, self.audience).say_it
        topic = self.slot("topic")
        known = topic in self.catalogue.topics
        return self.catalogue.answer(topic, *self.listener).say_it if known else None

    def _is_reply(self, said: str) -> bool:
        return said.partition(".")[0] in self.catalogue.disclosures

    # ------------------------------------------------------------------ saying

    def say(self, message: Message) -> None:
        """Adds a message to the reply; empty fields are left out."""
        self._cards_shown |= bool(message.get("helplines"))
        self._supported |= message.get("kind") == "support"
        self._dispatcher.utter_message(
            json_message={
                key: value for key, value in message.items() if value not in (None, [], "")
            }
        )

    def say_text(self, key: str, **more: Any) -> None:
        """Says a text of data/dialogue, in the form that `key` picks."""
        text = self.catalogue.text(self.key(key), *self.listener)
        self.say({**self.body(text), "kind": text.kind, **more})

    def key(self, key: str) -> str:
        """The text's gentle form after a disclosure, another one where it was said last."""
        if self.in_distress and self.catalogue.has_text(f"{key}_gentle"):
            key = f"{key}_gentle"
        again = f"{key}_once_more"
        said = again if self.slot("said") == key and self.catalogue.has_text(again) else key
        self.remember(said=said)
        return said

    def body(self, answer: Answer) -> Message:
        """The fields of a written answer as they go to the widget, for this country."""
        return {
            "text": self._here(answer.text),
            "steps": [step for step in map(self._here, answer.steps) if step],
            "say_it": answer.say_it,
            "choices": self.choices(answer.choices),
        }

    def _here(self, text: str) -> str:
        """With the number it asks for, without what is true of other countries only."""
        fitting = self._named_countries.fitting(text, self.country_or_default)
        return fitting.format(emergency=self.emergency)

    def choices(self, ids: Iterable[str]) -> list[dict[str, str]]:
        """Labelled choices, without repeats and without topics that are not written yet."""
        return [
            {
                "id": choice,
                "label": self.catalogue.choice_label(choice, self.language, self.audience),
            }
            for choice in dict.fromkeys(ids)
            if self.catalogue.has_choice(choice)
        ]

    def fits(self, topic_id: str) -> bool:
        """True when the topic is written for who is speaking; everything fits while unknown."""
        topic = self.catalogue.topics.get(topic_id)
        return topic is not None and self.audience in (None, *topic.audiences)

    def related(self, topic_id: str | None) -> list[str]:
        """Topics near this one that are written for who is speaking."""
        topics = self.catalogue.topics
        topic = topics.get(topic_id or "")
        whose = self.audience or self.catalogue.labels.audiences[0]
        return [n for n in (topic.related if topic else ()) if whose in topics[n].audiences][:2]

    # ---------------------------------------------------------------- helplines

    async def helplines(self, needs: Sequence[str], limit: int = 3) -> list[dict[str, Any]]:
        """Cards for these needs: the emergency number first, then the ranked services.

        Whoever speaks of a child is not shown help for people who fear what they do themselves.
        """
        country = self.country_or_default
        if self.audience == ADULT and self.slot("stance") == "child":
            needs = [need for need in needs if need != "offender_prevention"]
        if self.audience == ADULT and set(kinds_for(needs)) <= {"child_helpline"}:
            needs = self.default_needs()  # the line for parents before the one for children
        emergency = await self.directory.emergency(
            country, audience=self.audience, language=self.language
        )
        services = await self.directory.find(
            country,
            needs=[need for need in needs if need != "emergency"] or self.default_needs(),
            audience=self.audience,
            language=self.language,
            now=self.now,
            timezone=self.slot("timezone"),
            limit=limit,
        )
        return [card.as_json() for card in (emergency, *services)]

    def default_needs(self) -> list[str]:
        """What helps when nothing more is known."""
        return (
            ["parent_helpline", "child_helpline"]
            if self.audience == ADULT
            else [
                "child_helpline",
                "crisis_helpline",
            ]
        )

    async def offer_again(self) -> None:
        """One gentle re-offer some turns after a disclosure, whatever was said since (S6)."""
        quiet = self.slot("quiet_turns")
        if quiet is None:
            return
        if quiet < _TURNS_UNTIL_OFFER:
            self.remember(quiet_turns=quiet + 1.0)
            return
        self.remember(quiet_turns=None)
        if not self._supported:  # a reply to a disclosure has just offered the same
            cards = [] if self._cards_shown else await self.helplines((), limit=2)
            self.say_text("reoffer", helplines=cards)

    async def ask_country_once(self) -> None:
        """After cards for an unknown country: asks where the person lives, once.

        Also when it was asked at the start and not answered: now the answer matters.
        """
        asked = list(self.slot("asked") or [])
        if self.country is None and COUNTRY_FOR_HELP not in asked:
            self.say_text("ask_country")
            self.remember(asked=[*asked, "country", COUNTRY_FOR_HELP])
