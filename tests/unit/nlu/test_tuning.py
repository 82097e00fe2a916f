"""The adapter is made the way it is used, and typing errors are those of a hurry."""

import random
import subprocess
import sys
from difflib import SequenceMatcher

from bot.nlu.tuning import noisy

# In a process of its own: the tests run without TensorFlow.
SCRIPT = """
import numpy as np
from bot.nlu import e5, tuning
tuning._EPOCHS, tuning._BATCH, tuning._WARM_UP = 2, 8, 1
lines = [f"{what} {n}" for n in range(8) for what in ("ktoś mi grozi", "what is a password")]
adapter = tuning.tune(lines, ["a", "b"] * 8)
base = e5.E5.bundled(adapted=False)
tuned = e5.E5(base.weights, adapter)
tokens = [base.ids(line) for line in lines[:3]]
network = tuning.Tuned(base, 2, adapter)
by_tensorflow = network.vectors(*tuning._padded(base, tokens), False).numpy()
by_onnx = tuned.query(lines[:3])
by_onnx /= np.linalg.norm(by_onnx, axis=1, keepdims=True)
plain = base.query(lines[:3])
plain /= np.linalg.norm(plain, axis=1, keepdims=True)
print(float((by_tensorflow * by_onnx).sum(axis=1).min()), float(np.abs(by_onnx - plain).max()))
"""


def test_what_is_learned_in_tensorflow_is_what_the_product_computes() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    alike, changed = map(float, done.stdout.split())
    assert alike > 0.999
    assert changed > 1e-4


def test_noise_leaves_most_of_a_text_as_it_is() -> None:
    chance = random.Random(3)
    text = "ktoś z klasy pisze mi codziennie że wyśle to wszystkim"
    for _ in range(200):
        changed = noisy(text, chance)
        assert changed
        assert abs(len(changed) - len(text)) <= 3
        assert SequenceMatcher(None, changed, text).ratio() > 0.85


def test_noise_never_leaves_nothing() -> None:
    chance = random.Random(5)
    assert all(noisy("a", chance) for _ in range(100))
