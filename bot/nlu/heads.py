"""Linear heads over several voters, averaged and calibrated.

A head answers one question (topic, risk, stance, disclosure). Each voter (n-grams, USE, E5) has a
linear layer of its own; their softmax outputs are averaged with equal weight, and the average is
sharpened or softened by one temperature, fitted on lines that the layers did not see (Guo et al.,
"On Calibration of Modern Neural Networks", 2017).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, issparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]
Features: TypeAlias = Floats | csr_matrix

# LinearSVC gives distances, not log odds: this scale was best on the public sets (knowledge, nlu).
_SVC_SCALE = 6.0


def softmax(logits: Floats) -> Floats:
    """Row-wise softmax, shape kept."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    grown = np.exp(shifted)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Layer:
    """logits = features @ weights + bias; weights have shape (features, classes)."""

    weights: Floats
    bias: Floats

    @classmethod
    def fit(cls, features: Features, targets: npt.NDArray[np.int64], classes: int) -> "Layer":
        """Linear SVM for sparse rows, multinomial logistic regression for dense ones."""
        if issparse(features):
            model: Any = LinearSVC(C=1.0, random_state=7).fit(features, targets)
            weights, bias, scale = model.coef_, model.intercept_, _SVC_SCALE
        else:
            model = LogisticRegression(C=30.0, max_iter=300, tol=1e-3).fit(features, targets)
            weights, bias, scale = model.coef_, model.intercept_, 1.0
        if weights.shape[0] == 1:  # two classes: scikit-learn keeps one row
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        full = np.zeros((classes, weights.shape[1]), dtype=np.float32)
        low = np.full(classes, -30.0, dtype=np.float32)
        full[model.classes_] = weights * scale
        low[model.classes_] = bias * scale
        return cls(np.ascontiguousarray(full.T), low)

    def logits(self, features: Features) -> Floats:
        """Shape (rows, classes)."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)


@dataclass
class Head:
    """One question: its classes, a layer for each voter, a temperature for each set of voters."""

    classes: list[str]
    layers: dict[str, Layer]
    temperatures: dict[str, float] = field(default_factory=dict)

    @classmethod
    def fit(cls, features: Mapping[str, Features], labels: Sequence[str]) -> "Head":
        """Fits one layer for each voter; no temperature yet (1)."""
        classes = sorted(set(labels))
        index = {name: i for i, name in enumerate(classes)}
        targets = np.array([index[label] for label in labels], dtype=np.int64)
        return cls(classes, {v: Layer.fit(x, targets, len(classes)) for v, x in features.items()})

    def probabilities(self, features: Mapping[str, Features], calibrated: bool = True) -> Floats:
        """Shape (rows, classes); only the voters that are in `features` vote."""
        voters = [v for v in self.layers if v in features]
        mean = np.mean([softmax(self.layers[v].logits(features[v])) for v in voters], axis=0)
        if not calibrated:
            return np.asarray(mean, dtype=np.float32)
        return sharpen(np.asarray(mean), self.temperatures.get("+".join(voters), 1.0))

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


def sharpen(probabilities: Floats, power: float) -> Floats:
    """Probabilities raised to `power` and normalised again: above 1 surer, below 1 humbler."""
    grown = np.power(np.maximum(probabilities, 1e-9), power)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
