"""The answers of three voters, joined and calibrated.

Each voter is linear: one over n-grams, one over the vectors of each encoder. Their softmax outputs
are joined by a weighted geometric mean (a logarithmic pool: Genest and Zidek, "Combining
Probability Distributions", 1986), which lets a voter that is sure that something is *not* the case
have its say, and which beat both the arithmetic mean and a network over the vectors. The pool is
sharpened or softened by one temperature, fitted on lines that neither the voters nor the encoder
saw (Guo et al., "On Calibration of Modern Neural Networks", 2017).

Topic, risk, stance and disclosure are one head over the combinations that the training data has,
and each answer is a marginal of it. "He says not to tell mum about the pics" shares words with many
harmless questions of its topic; the combination has a sharper border than risk has over all topics
at once (docs/understanding.md has the measurements).
"""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.nlu.encoders import ENCODERS

Floats = npt.NDArray[np.float32]
Features: TypeAlias = Floats | csr_matrix

NGRAMS = "ngrams"
# How much each voter's word counts; the shares of those that are there are made to sum to one.
_WEIGHTS = {NGRAMS: 0.5, "use": 0.2, "e5": 0.3}
_FLOOR = 1e-6  # no voter may rule anything out for good
# LinearSVC gives distances, not log odds: this scale was best on the public sets (knowledge, nlu).
_SVC_SCALE = 6.0
# liblinear's own default is 0.1, scikit-learn's stricter: both take longer and gain nothing.
_SVC_TOLERANCE = 2.0
# So many shares of the machines, where each has so many classes at least.
_SHARES, _CLASSES_A_SHARE = 4, 50
# The largest whole number of a weight, and what divides a row of zeros.
_LARGEST, _TINY = 127, 1e-9
# What a class that the rows do not have gets for a bias, and the class of what is in no share.
_NEVER, _REST = -30.0, -1
# Twenty steps are where the development lines stop gaining; more only take longer.
_STRENGTH, _STEPS = 0.03, 20


def softmax(logits: Floats) -> Floats:
    """Row-wise softmax, shape kept."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    grown = np.exp(shifted)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


def log_softmax(logits: Floats) -> Floats:
    """Row-wise logarithm of `softmax`, shape kept."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    whole = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.asarray(shifted - whole, dtype=np.float32)


def _regression(rows: Floats, targets: npt.NDArray[np.int64], classes: int) -> Floats:
    """Multinomial logistic regression: weights (features + 1, classes), the last row the bias.

    The loss and the steps of scikit-learn's, which computes them in 64 bits and takes 1.6 times as
    long (docs/decisions.md).
    """
    inputs = np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
    at = np.arange(len(rows))

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(-1, classes).astype(np.float32)
        scores = log_softmax(inputs @ weights)
        value = -float(scores[at, targets].sum(dtype=np.float64))
        value += 0.5 / _STRENGTH * float(np.square(weights[:-1]).sum())
        errors = np.exp(scores)
        errors[at, targets] -= 1.0
        slope = inputs.T @ errors
        slope[:-1] += weights[:-1] / np.float32(_STRENGTH)
        return value, slope.ravel().astype(np.float64)

    start, how = np.zeros(inputs.shape[1] * classes), {"maxiter": _STEPS, "maxls": 50}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=how).x
    return np.asarray(found.reshape(-1, classes), dtype=np.float32)


def _rows_of(
    model: LinearSVC,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Weights and bias, a row for each class; scikit-learn keeps one row for two classes."""
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return weights, bias, model.classes_


def _whole(weights: npt.NDArray[np.float16]) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights as whole numbers, and what each row of them is multiplied by."""
    scale = np.abs(weights).max(axis=1).astype(np.float32) / _LARGEST
    whole = np.empty(weights.shape, dtype=np.int8)
    for row, size in enumerate(scale):
        whole[row] = np.round(weights[row].astype(np.float32) / max(size, _TINY))
    return whole, scale


Share: TypeAlias = tuple[csr_matrix, npt.NDArray[np.int64]]
Machines: TypeAlias = tuple[npt.NDArray[np.float16], Floats, npt.NDArray[np.int64]]


def _machines(share: Share) -> Machines:
    """Weights (features, classes) and bias of the classes of a share, and which these are."""
    features, targets = share
    model = LinearSVC(C=1.0, tol=_SVC_TOLERANCE, random_state=7).fit(features, targets)
    coefficients, intercepts, known = _rows_of(model)
    own = known != _REST
    weights = (coefficients[own].T * _SVC_SCALE).astype(np.float16)
    return weights, (intercepts[own] * _SVC_SCALE).astype(np.float32), known[own]


def _each(fit: Callable[[Share], Machines], shares: Sequence[Share]) -> Iterator[Machines]:
    """`fit` of every share, in processes where there are several."""
    if len(shares) == 1:
        yield fit(shares[0])
        return
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        yield from pool.map(fit, shares)


@dataclass(frozen=True)
class Layer:
    """logits = features @ weights + bias; weights have shape (features, classes).

    The many weights over n-grams are whole numbers of 8 bits, each row with a scale of its own: a
    message touches few of them, and they take an eighth of what the fitted ones do.
    """

    weights: Floats | npt.NDArray[np.int8]
    bias: Floats
    scale: Floats | None = None

    @classmethod
    def over_ngrams(
        cls, features: csr_matrix, targets: npt.NDArray[np.int64], classes: int
    ) -> "Layer":
        """Support vector machines, each class against the rest, a share of them in a process.

        Not in threads: liblinear has one row of random numbers for all of them, so that no two
        trainings would give the same weights. The shares are as many on every machine.
        """
        there = np.unique(targets)
        shares = min(_SHARES, len(there) // _CLASSES_A_SHARE) or 1
        asked = [
            (features, np.where(np.isin(targets, there[share::shares]), targets, _REST))
            for share in range(shares)
        ]
        weights = np.zeros((features.shape[1], classes), dtype=np.float16)
        bias = np.full(classes, _NEVER, dtype=np.float32)
        for fitted, intercepts, known in _each(_machines, asked):
            weights[:, known] = fitted
            bias[known] = intercepts
        whole, scale = _whole(weights)
        return cls(whole, bias, scale)

    @classmethod
    def over_vectors(cls, vectors: Floats, targets: npt.NDArray[np.int64], classes: int) -> "Layer":
        """Logistic regression on the rows that are there (no NaN), each component scaled alike."""
        there = ~np.isnan(vectors[:, 0])
        vectors, targets = vectors[there], targets[there]
        mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
        known, wanted = np.unique(targets, return_inverse=True)
        fitted = _regression((vectors - mean) / spread, wanted, len(known))
        weights = np.zeros((vectors.shape[1], classes), dtype=np.float32)
        bias = np.full(classes, _NEVER, dtype=np.float32)
        weights[:, known] = fitted[:-1] / spread[:, None]
        bias[known] = fitted[-1] - mean @ weights[:, known]
        return cls(weights, bias)

    def logits(self, features: Features) -> Floats:
        """Shape (rows, classes)."""
        if isinstance(features, csr_matrix) and self.scale is not None:
            columns = features.indices
            data = features.data * self.scale[columns]
            rows = [
                data[start:end] @ self.weights[columns[start:end]].astype(np.float32) + self.bias
                for start, end in itertools.pairwise(features.indptr)
            ]
            return np.asarray(rows, dtype=np.float32)
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)


@dataclass
class Head:
    """Its classes, its voters, and a temperature for each set of features that may be there."""

    classes: list[str]
    voters: dict[str, Layer]
    temperatures: dict[str, float] = field(default_factory=dict)
    _places: dict[int, tuple[list[str], npt.NDArray[np.int64]]] = field(default_factory=dict)

    @classmethod
    def fit(
        cls, ngrams: csr_matrix, labels: Sequence[str], encoded: Iterable[tuple[str, Floats]]
    ) -> "Head":
        """Fits a voter to the n-grams and to each encoder's vectors; no temperature yet (1).

        `encoded` gives the vectors, encoder after encoder, while the others are fitted: the
        machines over the n-grams and the encoders take minutes, and neither keeps all cores busy.
        """
        classes = sorted(set(labels))
        index = {name: i for i, name in enumerate(classes)}
        targets = np.array([index[label] for label in labels], dtype=np.int64)
        with ThreadPoolExecutor(len(ENCODERS) + 1) as pool:
            voters = {NGRAMS: pool.submit(Layer.over_ngrams, ngrams, targets, len(classes))}
            for name, vectors in encoded:
                voters[name] = pool.submit(Layer.over_vectors, vectors, targets, len(classes))
        return cls(classes, {name: voter.result() for name, voter in voters.items()})

    def votes(self, features: Mapping[str, Features]) -> dict[str, Floats]:
        """What each voter that `features` allow says, as log probabilities (rows, classes)."""
        return {
            name: np.log(softmax(voter.logits(features[name])) + _FLOOR)
            for name, voter in self.voters.items()
            if name in features
        }

    def pooled(self, votes: Mapping[str, Floats], calibrated: bool = True) -> Floats:
        """Shape (rows, classes): the pool of these votes, sharpened."""
        whole = sum(_WEIGHTS[name] for name in votes)
        pool = softmax(
            np.sum([_WEIGHTS[name] / whole * vote for name, vote in votes.items()], axis=0)
        )
        return sharpen(pool, self.temperatures.get(_key(votes), 1.0)) if calibrated else pool

    def probabilities(self, features: Mapping[str, Features], calibrated: bool = True) -> Floats:
        """Shape (rows, classes): the pool of the voters that `features` allow, sharpened."""
        return self.pooled(self.votes(features), calibrated)

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
        """Fits the temperature of this set of features on lines that the voters did not see.

        It stays 1 where there are none, as with a handful of examples.
        """
        index = {name: i for i, name in enumerate(self.classes)}
        kept = [i for i, label in enumerate(labels) if label in index]
        if not kept:
            return
        targets = np.array([index[labels[i]] for i in kept])
        pooled = self.probabilities(
            {n: rows[kept] for n, rows in features.items()}, calibrated=False
        )

        def loss(log_temperature: float) -> float:
            p = sharpen(pooled, float(np.exp(log_temperature)))[np.arange(len(targets)), targets]
            return float(-np.log(np.maximum(p, 1e-9)).mean())

        best = minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded")
        self.temperatures[_key(features)] = float(np.exp(best.x))


def _key(there: Mapping[str, object]) -> str:
    return "+".join(name for name in (NGRAMS, *ENCODERS) if name in there)


def join(answers: Sequence[str]) -> str:
    """One class name for a combination of answers."""
    return "|".join(answers)


def sharpen(probabilities: Floats, power: float) -> Floats:
    """Probabilities raised to `power` and normalised again: above 1 surer, below 1 humbler."""
    grown = np.power(np.maximum(probabilities, 1e-9), power)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)
