"""Linear heads over several voters, averaged and calibrated.

Each voter (n-grams, USE, E5) has a linear layer of its own; their softmax outputs are averaged with
equal weight, and the average is sharpened or softened by one temperature, fitted on lines that the
layers did not see (Guo et al., "On Calibration of Modern Neural Networks", 2017).

Topic, risk, stance and disclosure are one head over the combinations that the training data has,
and each answer is a marginal of it. "He says not to tell mum about the pics" shares words with many
harmless questions of its topic; the combination has a sharper border than risk has over all topics
at once (docs/understanding.md has the measurements).
"""

import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, issparse
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]
Features: TypeAlias = Floats | csr_matrix

# LinearSVC gives distances, not log odds: this scale was best on the public sets (knowledge, nlu).
_SVC_SCALE = 6.0
# Discriminants are too sure of themselves for a vote among three; their covariance needs smoothing.
_LDA_SCALE = 0.4
_SHRINKAGE = 0.2


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

    weights: npt.NDArray[np.float16] | Floats
    bias: Floats

    @classmethod
    def fit(
        cls, voter: str, features: Features, targets: npt.NDArray[np.int64], classes: int
    ) -> "Layer":
        """The kind of linear model that suits the voter (docs/understanding.md).

        Sparse n-grams: a support vector machine. E5: linear discriminants, as good there as a
        regression and fitted in a second. Other dense vectors: multinomial logistic regression.
        """
        if issparse(features):
            model: Any = LinearSVC(C=1.0, random_state=7).fit(features, targets)
            weights, bias = model.coef_ * _SVC_SCALE, model.intercept_ * _SVC_SCALE
        elif voter == "e5":
            model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=_SHRINKAGE)
            with warnings.catch_warnings():  # a combination may have one example only
                warnings.simplefilter("ignore", UserWarning)
                model.fit(np.asarray(features, dtype=np.float64), targets)
            weights, bias = model.coef_ * _LDA_SCALE, model.intercept_ * _LDA_SCALE
        else:
            model = LogisticRegression(C=10.0, max_iter=45, tol=1e-3)
            with warnings.catch_warnings():  # stopped early on purpose: it generalises as well
                warnings.simplefilter("ignore", ConvergenceWarning)
                model.fit(features, targets)
            weights, bias = model.coef_, model.intercept_
        if weights.shape[0] == 1:  # two classes: scikit-learn keeps one row
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        full = np.zeros((classes, weights.shape[1]), dtype=np.float32)
        low = np.full(classes, -30.0, dtype=np.float32)
        full[model.classes_] = weights
        low[model.classes_] = bias
        shaped = np.ascontiguousarray(full.T)
        return cls(shaped.astype(np.float16) if issparse(features) else shaped, low)

    def logits(self, features: Features) -> Floats:
        """Shape (rows, classes)."""
        if not issparse(features):
            return np.asarray(features @ self.weights + self.bias, dtype=np.float32)
        rows = [
            row.data @ self.weights[row.indices].astype(np.float32) + self.bias for row in features
        ]
        return np.asarray(rows, dtype=np.float32)


@dataclass
class Head:
    """Its classes, a layer for each voter, a temperature for each set of voters."""

    classes: list[str]
    layers: dict[str, Layer]
    temperatures: dict[str, float] = field(default_factory=dict)
    _places: dict[int, tuple[list[str], npt.NDArray[np.int64]]] = field(default_factory=dict)

    @classmethod
    def fit(cls, features: Mapping[str, Features], labels: Sequence[str]) -> "Head":
        """Fits one layer for each voter; no temperature yet (1)."""
        classes = sorted(set(labels))
        index = {name: i for i, name in enumerate(classes)}
        targets = np.array([index[label] for label in labels], dtype=np.int64)
        with ThreadPoolExecutor(max_workers=2) as pool:
            fits = {
                voter: pool.submit(Layer.fit, voter, rows, targets, len(classes))
                for voter, rows in features.items()
            }
        return cls(classes, {voter: fit.result() for voter, fit in fits.items()})

    def votes(self, features: Mapping[str, Features]) -> dict[str, Floats]:
        """What each voter in `features` says, shape (rows, classes)."""
        return {v: softmax(self.layers[v].logits(rows)) for v, rows in features.items()}

    def agreed(self, votes: Mapping[str, Floats], calibrated: bool = True) -> Floats:
        """The mean of the votes, sharpened by the temperature of this set of voters."""
        voters = [v for v in self.layers if v in votes]
        mean = np.mean([votes[v] for v in voters], axis=0)
        power = self.temperatures.get("+".join(voters), 1.0) if calibrated else 1.0
        return sharpen(np.asarray(mean), power)

    def probabilities(self, features: Mapping[str, Features], calibrated: bool = True) -> Floats:
        """Shape (rows, classes); only the voters that are in `features` vote."""
        return self.agreed(self.votes(features), calibrated)

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

    def calibrate(
        self, features: Mapping[str, Features], labels: Sequence[str], voters: Sequence[str]
    ) -> None:
        """Fits the temperature of this set of voters on lines that the layers did not see."""
        index = {name: i for i, name in enumerate(self.classes)}
        kept = [i for i, label in enumerate(labels) if label in index]
        subset = {v: features[v][kept] for v in self.layers if v in voters}
        targets = np.array([index[labels[i]] for i in kept])
        mean = self.probabilities(subset, calibrated=False)

        def loss(log_temperature: float) -> float:
            p = sharpen(mean, float(np.exp(log_temperature)))[np.arange(len(targets)), targets]
            return float(-np.log(np.maximum(p, 1e-9)).mean())

        best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded")
        self.temperatures["+".join(subset)] = float(np.exp(best.x))


def join(answers: Sequence[str]) -> str:
    """One class name for a combination of answers."""
    return "|".join(answers)


def sharpen(probabilities: Floats, power: float) -> Floats:
    """Probabilities raised to `power` and normalised again: above 1 surer, below 1 humbler."""
    grown = np.power(np.maximum(probabilities, 1e-9), power)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
