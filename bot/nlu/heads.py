"""The answers of two voters, averaged and calibrated.

One voter is linear over n-grams, the other a small network over the vectors of the encoders; their
softmax outputs are averaged with equal weight, and the average is sharpened or softened by one
temperature, fitted on lines that the voters did not see (Guo et al., "On Calibration of Modern
Neural Networks", 2017).

Topic, risk, stance and disclosure are one head over the combinations that the training data has,
and each answer is a marginal of it. "He says not to tell mum about the pics" shares words with many
harmless questions of its topic; the combination has a sharper border than risk has over all topics
at once (docs/understanding.md has the measurements).
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from bot.nlu.encoders import ENCODERS, SLOW
from bot.nlu.network import Network

Floats = npt.NDArray[np.float32]
Features: TypeAlias = Floats | csr_matrix

NGRAMS = "ngrams"
# LinearSVC gives distances, not log odds: this scale was best on the public sets (knowledge, nlu).
_SVC_SCALE = 6.0
# What liblinear itself stops at; scikit-learn's stricter default takes minutes and gains nothing.
_SVC_TOLERANCE = 0.1


def softmax(logits: Floats) -> Floats:
    """Row-wise softmax, shape kept."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    grown = np.exp(shifted)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Layer:
    """logits = features @ weights + bias; weights have shape (features, classes).

    The many weights of a sparse voter stay in half precision: a message touches few of them.
    """

    weights: npt.NDArray[np.float16]
    bias: Floats

    @classmethod
    def fit(cls, features: csr_matrix, targets: npt.NDArray[np.int64], classes: int) -> "Layer":
        """Support vector machines, each class against the rest, on all cores."""
        machine = LinearSVC(C=1.0, tol=_SVC_TOLERANCE, random_state=7)
        model = OneVsRestClassifier(machine, n_jobs=-1).fit(features, targets)
        weights = np.vstack([one.coef_ for one in model.estimators_]) * _SVC_SCALE
        bias = np.hstack([one.intercept_ for one in model.estimators_]) * _SVC_SCALE
        if weights.shape[0] == 1:  # two classes: scikit-learn keeps one row
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        full = np.zeros((classes, weights.shape[1]), dtype=np.float16)
        low = np.full(classes, -30.0, dtype=np.float32)
        full[model.classes_] = weights
        low[model.classes_] = bias
        return cls(np.ascontiguousarray(full.T), low)

    def logits(self, features: csr_matrix) -> Floats:
        """Shape (rows, classes)."""
        rows = [
            row.data @ self.weights[row.indices].astype(np.float32) + self.bias for row in features
        ]
        return np.asarray(rows, dtype=np.float32)


@dataclass
class Head:
    """Its classes, both voters, and a temperature for each set of features that may be there."""

    classes: list[str]
    layer: Layer
    network: Network | None
    temperatures: dict[str, float] = field(default_factory=dict)
    _places: dict[int, tuple[list[str], npt.NDArray[np.int64]]] = field(default_factory=dict)

    @classmethod
    def fit(
        cls,
        features: Mapping[str, Features],
        labels: Sequence[str],
    ) -> "Head":
        """Fits both voters; no temperature yet (1). Without encoders the n-grams vote alone."""
        classes = sorted(set(labels))
        index = {name: i for i, name in enumerate(classes)}
        targets = np.array([index[label] for label in labels], dtype=np.int64)
        blocks = {name: features[name] for name in ENCODERS if name in features}
        with ThreadPoolExecutor(max_workers=1) as pool:
            layer = pool.submit(Layer.fit, features[NGRAMS], targets, len(classes))
            network = Network.fit(blocks, targets, len(classes), SLOW) if blocks else None
        return cls(classes, layer.result(), network)

    def probabilities(self, features: Mapping[str, Features], calibrated: bool = True) -> Floats:
        """Shape (rows, classes): the mean of the votes that `features` allow, sharpened."""
        votes = []
        if NGRAMS in features:
            votes.append(softmax(self.layer.logits(features[NGRAMS])))
        blocks = {name: features[name] for name in ENCODERS if name in features}
        if blocks and self.network is not None:
            votes.append(softmax(self.network.logits(blocks)))
        mean = np.asarray(np.mean(votes, axis=0), dtype=np.float32)
        return sharpen(mean, self.temperatures.get(_key(features), 1.0)) if calibrated else mean

    def marginals(
        self, probabilities: Floats, questions: Sequence[str]
    ) -> dict[str, dict[str, float]]:
        """For each question the probability of each answer, summed over joint classes (one row)."""
        found = {}
        for place, question in enumerate(questions):
            answers, which = self._answers(place)
            sums = np.bincount(which, weights=probabilities, minlength=len(answers))
            found[question] = dict(zip(answers, sums.tolist(), strict=True))
        return found

    def _answers(self, place: int) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The answers to the question at this place of the joint names, and each class's one."""
        if place not in self._places:
            own = [name.split("|")[place] for name in self.classes]
            answers = sorted(set(own))
            index = {answer: i for i, answer in enumerate(answers)}
            self._places[place] = answers, np.array([index[answer] for answer in own])
        return self._places[place]

    def calibrate(self, features: Mapping[str, Features], labels: Sequence[str]) -> None:
        """Fits the temperature of this set of features on lines that the voters did not see."""
        index = {name: i for i, name in enumerate(self.classes)}
        kept = [i for i, label in enumerate(labels) if label in index]
        targets = np.array([index[labels[i]] for i in kept])
        mean = self.probabilities({n: rows[kept] for n, rows in features.items()}, calibrated=False)

        def loss(log_temperature: float) -> float:
            p = sharpen(mean, float(np.exp(log_temperature)))[np.arange(len(targets)), targets]
            return float(-np.log(np.maximum(p, 1e-9)).mean())

        best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded")
        self.temperatures[_key(features)] = float(np.exp(best.x))


def _key(features: Mapping[str, Features]) -> str:
    return "+".join(name for name in (NGRAMS, *ENCODERS) if name in features)


def join(answers: Sequence[str]) -> str:
    """One class name for a combination of answers."""
    return "|".join(answers)


def sharpen(probabilities: Floats, power: float) -> Floats:
    """Probabilities raised to `power` and normalised again: above 1 surer, below 1 humbler."""
    grown = np.power(np.maximum(probabilities, 1e-9), power)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
