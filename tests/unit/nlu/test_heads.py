"""Linear heads: joint answers, marginals, calibration, and voters that are missing."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.heads import Features, Head, join, sharpen

QUESTIONS = ("topic", "risk")
CLASSES = [("fomo", "none"), ("fomo", "concern"), ("phishing", "none")]


def data(rows: int = 90) -> tuple[dict[str, Features], list[str]]:
    """Rows that one dense and one sparse voter can tell apart."""
    rng = np.random.default_rng(7)
    at = np.arange(rows) % len(CLASSES)
    dense = rng.normal(0, 0.2, (rows, 8)).astype(np.float32)
    dense[np.arange(rows), at] += 1.0
    sparse = np.zeros((rows, 6), dtype=np.float32)
    sparse[np.arange(rows), at] = 1.0
    labels = [join(CLASSES[i]) for i in at]
    return {"ngrams": csr_matrix(sparse), "use": dense}, labels


def test_a_head_learns_and_its_answers_are_marginals() -> None:
    features, labels = data()
    head = Head.fit(features, labels)
    row = {voter: rows[1:2] for voter, rows in features.items()}
    answers = head.marginals(head.probabilities(row)[0], QUESTIONS)
    assert max(answers["topic"], key=lambda name: answers["topic"][name]) == "fomo"
    assert max(answers["risk"], key=lambda name: answers["risk"][name]) == "concern"
    for answer in answers.values():
        assert sum(answer.values()) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("voter", ["ngrams", "use"])
def test_one_voter_answers_when_the_others_are_missing(voter: str) -> None:
    features, labels = data()
    head = Head.fit(features, labels)
    best = head.probabilities({voter: features[voter]}).argmax(axis=1)
    assert [head.classes[i] for i in best] == labels


def test_two_classes_have_two_probabilities() -> None:
    features, labels = data()
    two = [label if label.startswith("fomo") else "phishing|none" for label in labels]
    head = Head.fit(features, [label.split("|")[0] for label in two])
    p = head.probabilities(features)
    assert p.shape == (len(labels), 2)
    assert np.allclose(p.sum(axis=1), 1.0, atol=1e-3)


def test_calibration_makes_an_overconfident_head_humbler() -> None:
    features, labels = data()
    head = Head.fit(features, labels)
    rng = np.random.default_rng(1)
    noisy = [labels[i] for i in rng.permutation(len(labels))]
    head.calibrate(features, noisy, ("ngrams", "use"))
    assert head.temperatures["ngrams+use"] < 1.0
    assert head.probabilities(features).max() < head.probabilities(features, False).max()


def test_sharpening_keeps_the_order() -> None:
    p = np.array([[0.2, 0.5, 0.3]], dtype=np.float32)
    assert sharpen(p, 3.0).max() > p.max()
    assert sharpen(p, 3.0).argsort().tolist() == p.argsort().tolist()
