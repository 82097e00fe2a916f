"""Heads: joint answers, marginals, calibration, and voters that are missing."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.heads import Features, Head, Layer, join, log_softmax, sharpen, softmax

QUESTIONS = ("topic", "risk")
CLASSES = [("fomo", "none"), ("fomo", "concern"), ("phishing", "none")]


def data(rows: int = 90) -> tuple[dict[str, Features], list[str]]:
    """Rows that each voter can tell apart; the slow encoder read every other one."""
    rng = np.random.default_rng(7)
    at = np.arange(rows) % len(CLASSES)
    use, e5 = rng.normal(0, 0.2, (2, rows, 8)).astype(np.float32)
    use[np.arange(rows), at] += 1.0
    e5[np.arange(rows), at] += 1.0
    e5[::2] = np.nan
    sparse = np.zeros((rows, 6), dtype=np.float32)
    sparse[np.arange(rows), at] = 1.0
    labels = [join(CLASSES[i]) for i in at]
    return {"ngrams": csr_matrix(sparse), "use": use, "e5": e5}, labels


def fitted(features: dict[str, Features], labels: list[str]) -> Head:
    vectors = {name: rows for name, rows in features.items() if name != "ngrams"}
    return Head.fit(features["ngrams"], labels, vectors.items())


def test_a_head_learns_and_its_answers_are_marginals() -> None:
    features, labels = data()
    head = fitted(features, labels)
    row = {name: rows[1:2] for name, rows in features.items()}
    answers = head.marginals(head.probabilities(row)[0], QUESTIONS)
    assert max(answers["topic"], key=lambda name: answers["topic"][name]) == "fomo"
    assert max(answers["risk"], key=lambda name: answers["risk"][name]) == "concern"
    for answer in answers.values():
        assert sum(answer.values()) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("there", [("ngrams",), ("use",), ("ngrams", "use")])
def test_what_is_there_answers_when_the_rest_is_missing(there: tuple[str, ...]) -> None:
    features, labels = data()
    head = fitted(features, labels)
    best = head.probabilities({name: features[name] for name in there}).argmax(axis=1)
    assert [head.classes[i] for i in best] == labels


def test_without_any_encoder_the_ngrams_vote_alone() -> None:
    features, labels = data()
    head = fitted({"ngrams": features["ngrams"]}, labels)
    assert list(head.voters) == ["ngrams"]
    best = head.probabilities({"ngrams": features["ngrams"]}).argmax(axis=1)
    assert [head.classes[i] for i in best] == labels


def test_a_voter_that_rules_something_out_is_heard() -> None:
    """The other one leans to the second class only a little; the arithmetic mean would follow it."""
    sure, leaning = np.float32([[6.0, 2.0, -9.0]]), np.float32([[0.0, 1.2, 1.5]])
    identity = np.eye(3, dtype=np.float16)
    none = np.zeros(3, dtype=np.float32)
    head = Head(["a", "b", "c"], {"use": Layer(identity, none), "e5": Layer(identity, none)})
    pooled = head.probabilities({"use": sure, "e5": leaning})[0]
    assert pooled.argmax() == 0
    assert pooled[2] < 0.01 < softmax(leaning)[0][2] / 2


def test_a_class_that_the_rows_do_not_have_is_never_likely() -> None:
    vectors = np.float32([[1, 0], [0, 1], [1, 0.1], [0.1, 1], [np.nan, np.nan]])
    layer = Layer.over_vectors(vectors, np.array([0, 2, 0, 2, 1]), 3)
    assert layer.logits(vectors[:4]).argmax(axis=1).tolist() == [0, 2, 0, 2]
    assert softmax(layer.logits(vectors[:4]))[:, 1].max() < 1e-6


def test_two_classes_have_two_probabilities() -> None:
    features, labels = data()
    head = fitted(features, [label.split("|")[0] for label in labels])
    p = head.probabilities({name: features[name] for name in ("ngrams", "use")})
    assert p.shape == (len(labels), 2)
    assert np.allclose(p.sum(axis=1), 1.0, atol=1e-3)


def test_calibration_makes_an_overconfident_head_humbler() -> None:
    features, labels = data()
    head = fitted(features, labels)
    rng = np.random.default_rng(1)
    noisy = [labels[i] for i in rng.permutation(len(labels))]
    quick = {name: features[name] for name in ("ngrams", "use")}
    head.calibrate(quick, noisy)
    assert head.temperatures["ngrams+use"] < 1.0
    assert head.probabilities(quick).max() < head.probabilities(quick, False).max()


def test_without_lines_to_calibrate_on_the_temperature_stays() -> None:
    features, labels = data()
    head = fitted(features, labels)
    head.calibrate({name: features[name][:0] for name in ("ngrams", "use")}, [])
    assert head.temperatures == {}


def test_sharpening_keeps_the_order() -> None:
    p = np.array([[0.2, 0.5, 0.3]], dtype=np.float32)
    assert sharpen(p, 3.0).max() > p.max()
    assert sharpen(p, 3.0).argsort().tolist() == p.argsort().tolist()


def test_two_trainings_give_the_same_weights() -> None:
    chance = np.random.default_rng(5)
    targets = np.repeat(np.arange(100), 4)
    features = csr_matrix(chance.random((len(targets), 30), dtype=np.float32))
    first, again = (Layer.over_ngrams(features, targets, 100) for _ in range(2))
    assert np.array_equal(first.weights, again.weights)
    assert np.array_equal(first.bias, again.bias)


def test_the_regression_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(400, 12)).astype(np.float32)
    targets = (rows @ rng.normal(size=(12, 5))).argmax(axis=1)
    scaled = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + np.float32(1e-6))
    theirs = LogisticRegression(C=0.03, max_iter=20).fit(scaled, targets).predict_log_proba(scaled)
    ours = log_softmax(Layer.over_vectors(rows, targets, 5).logits(rows))
    assert np.abs(np.exp(ours) - np.exp(theirs)).max() < 1e-3
