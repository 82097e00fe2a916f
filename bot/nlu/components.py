"""Rasa components around the pure readers: spaCy tokens, the speaker, the decision."""

import hashlib
import logging
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.platforms import Platforms, asked_in
from bot.labels import ADULT, Labels, spoken_languages
from bot.nlu.age import read as read_age
from bot.nlu.asking import Asking
from bot.nlu.context import Context
from bot.nlu.country import CountryReader
from bot.nlu.decision import HELP_FRIEND, UNSURE, decide
from bot.nlu.denial import ABOUT_ME, ALSO_ME, CORRECTED, NOT_ME, SAID, TAKEN_BACK, Denials
from bot.nlu.language import LanguageReader
from bot.nlu.lexicon import RiskLexicon
from bot.nlu.opening import Openings
from bot.nlu.risk import FRIEND_AT_RISK, MISUSE
from bot.nlu.text import fold
from bot.nlu.tokens import tokens
from bot.nlu.work import Work

logger = logging.getLogger(__name__)

_Type = DefaultV1Recipe.ComponentType
# A language is taken over from this confidence on, and only from a message of some words.
_SURE = 0.8
_WORDS_TO_SWITCH = 3


@DefaultV1Recipe.register(_Type.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyBlankTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's rule tokenizer for all languages: no model download, no statistics."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own keys."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpacyBlankTokenizer":
        """A new tokenizer."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Unchanged: nothing is learned from tokens, and Rasa would hash every one of them."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens with their offsets."""
        text = message.get(attribute) or ""
        return [Token(word, start) for word, start in tokens(text)]


class _Reader(GraphComponent):  # type: ignore[misc]
    """A component that learns nothing."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "_Reader":
        """A new component."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Unchanged."""
        return training_data


def _guesses(known: dict[str, Any]) -> list[str]:
    """The topic and the disclosures that the talk was heard as."""
    hint = str((known.get("heard") or [""])[-1]).partition(".")[2]
    return [str(name) for name in (known.get("topic"), known.get("disclosure"), hint) if name]


def band_of(age: int) -> str:
    """The audience of an age in years; help is never blocked by age, so every age has one."""
    for most, audience in ((9, "age_6_9"), (12, "age_10_12"), (17, "age_13_17")):
        if age <= most:
            return audience
    return "parent"


@DefaultV1Recipe.register(_Type.ENTITY_EXTRACTOR, is_trainable=False)
class Speaker(_Reader, EntityExtractorMixin):  # type: ignore[misc]
    """Language, country and age of the person, as entities that fill the slots of the same name.

    Also the app that is named and what is asked of it: actions get labels, never words.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._languages = LanguageReader()
        self._countries = CountryReader()
        self._spoken = set(spoken_languages())
        self._platforms = Platforms.load()
        self._denials = Denials.load()
        self._asking = Asking.load()
        self._openings = Openings.load()
        self._work = Work.load()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities, and `speaker` with all that was read."""
        for message in messages:
            text = message.get(TEXT) or ""
            known = message.get("metadata") or {}
            guess = self._languages.read(text, known.get("language"))
            words = len(fold(text).split())
            age = read_age(text)
            platform = self._platforms.named_in(text)
            found: dict[str, Any] = {
                "language": guess.code,
                "language_confidence": round(guess.confidence, 3),
                "country": self._countries.read(text, known.get("country")),
                "age": age.speaker,
                "words": words,
                "question": self._asking.asks(text),
                "risky": self._asking.is_risky(text),
                "telling": self._asking.is_telling(text),
                "wordless": bool(text.strip()) and not any(c.isalpha() for c in text),
                "other_language": None,
                "platform": platform.id if platform else None,
                "asks": asked_in(text),
            }
            entities: dict[str, str] = {}
            if found["country"] and found["country"] != known.get("country"):
                entities["country"] = found["country"]
            # "14 lat", written by a parent, is the age of the child.
            # "mam 30", written by a child, is money.
            of_adults = found["age"] is not None and band_of(found["age"]) == ADULT
            money = of_adults and age.bare and known.get("audience") not in (None, ADULT)
            own = not money and (age.plainly or known.get("audience") != ADULT)
            if found["age"] is not None and own and band_of(found["age"]) != known.get("audience"):
                entities["audience"] = band_of(found["age"])
            elif age.child is not None and known.get("audience") is None:
                entities["audience"] = "parent"
            audience = entities.get("audience") or known.get("audience")
            work = self._work.read(text, audience, known.get("work"))
            if work is not None:
                entities["work"] = work
                if audience is None:
                    entities["audience"] = ADULT
            if guess.code and guess.confidence >= _SURE and words >= _WORDS_TO_SWITCH:
                if guess.code not in self._spoken:
                    found["other_language"] = guess.code
                elif guess.code != known.get("language"):
                    entities["language"] = guess.code
            found["changed"] = next(
                (name for name in ("country", "audience") if name in entities), None
            )
            message.set(
                ENTITIES,
                [
                    *(message.get(ENTITIES) or []),
                    *(
                        {"entity": k, "value": v, "start": 0, "end": 0, "extractor": "Speaker"}
                        for k, v in entities.items()
                    ),
                ],
                add_to_output=True,
            )
            message.set("speaker", found, add_to_output=True)
            guesses = _guesses(known)
            telling = self._openings.without(text)
            if telling != text:
                message.set(SAID, telling)
            denied = self._denials.read(telling, guesses) if guesses else None
            if known.get("disclosure") == FRIEND_AT_RISK:
                message.set(ABOUT_ME, self._denials.is_about_me(telling))
                message.set(ALSO_ME, self._denials.is_also_about_me(telling))
            # Alone, what denies some other harm answers something.
            if denied is not None and (denied.rest or denied.taken_back):
                told = known.get("disclosure") if known.get("quiet_turns") is not None else None
                message.set(SAID, denied.rest)
                # A harm that was named goes on being told after "i mean"; a faint alarm does not.
                message.set(TAKEN_BACK, denied.taken_back or (denied.corrected and told == UNSURE))
                message.set(CORRECTED, denied.corrected)
                message.set(NOT_ME, denied.not_me)
        return messages


@DefaultV1Recipe.register(_Type.INTENT_CLASSIFIER, is_trainable=False)
class Decide(_Reader):
    """Joins the readings and the risk lexicon into the intent that the rules see."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._labels = Labels.load()
        self._lexicon = RiskLexicon.load()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The lexicon and the decision are not in Rasa's fingerprint."""
        digest = hashlib.sha256()
        for module in ("decision", "precise", "harm", "context", "risk", "lexicon"):
            digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
        return digest.hexdigest()

    def _is_urgent_of_oneself(self, known: dict[str, Any]) -> bool:
        """True when a child has told of urgent harm of their own."""
        told = known.get("disclosure") if known.get("quiet_turns") is not None else None
        label = self._labels.disclosures.get(told or "")
        urgent = label is not None and label.risk == "urgent" and told != MISUSE
        return urgent and known.get("audience") != ADULT

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `decision`; `intent_ranking` stays the classification."""
        for message in messages:
            speaker = message.get("speaker") or {}
            known = message.get("metadata") or {}
            ranked = message.get("reading") or {}
            said = message.get(SAID)
            denied, corrected = bool(message.get(TAKEN_BACK)), bool(message.get(CORRECTED))
            heard = self._lexicon.hear(message.get(TEXT) or "" if said is None else said)
            for_friend = None
            if message.get(NOT_ME) and heard.names_friend and self._is_urgent_of_oneself(known):
                for_friend, denied = known.get("topic") or HELP_FRIEND, False
            if denied or for_friend:  # promise 7: what was heard before is taken back
                known = {name: known.get(name) for name in ("audience", "language")}
            told = known.get("disclosure") if known.get("quiet_turns") is not None else None
            hint = str((known.get("heard") or [""])[-1]) if told == UNSURE else ""
            about_me = bool(message.get(ABOUT_ME)) and known.get("audience") != ADULT
            if about_me:  # "eating_disorder.friend" is the writer's own then
                harm = str((known.get("heard") or [""])[-1]).partition(".")[0]
                told, hint = None, f".{harm}"
            decision = decide(
                ranked,
                heard.alarm,
                Context(
                    topic=known.get("topic"),
                    likely={} if corrected else known.get("likely") or {},
                    corrected=corrected,
                    risk=known.get("risk"),
                    # A refusal is no harm that what comes next would belong to.
                    told=None if told == MISUSE else told,
                    hinted=hint.partition(".")[2] or None,
                    worry=self._labels.worrying(known.get("topic")),
                    audience=known.get("audience"),
                    language=known.get("language"),
                    other_language=speaker.get("other_language"),
                    changed=speaker.get("changed"),
                    app=speaker.get("platform") is not None,
                    question=speaker.get("question", False),
                    corrects=heard.corrects,
                    friend=heard.friend,
                    doer=heard.doer,
                    mean=heard.mean,
                    for_friend=for_friend,
                    about_me=about_me,
                    also_me=bool(message.get(ALSO_ME)) and known.get("audience") != ADULT,
                    words=speaker.get("words", 0),
                    wordless=speaker.get("wordless", False),
                    unsuited=self._labels.not_for(known.get("audience")),
                    grave=self._labels.grave,
                    done_by_somebody=self._labels.done_by_somebody,
                    denied=denied,
                ),
                self._labels.dialogue_acts,
                heard.danger,
            )
            confidence = decision.ranking[0][1] if decision.ranking else 0.0
            message.set(
                "intent", {"name": decision.intent, "confidence": confidence}, add_to_output=True
            )
            message.set("decision", decision.as_dict(), add_to_output=True)
        return messages
