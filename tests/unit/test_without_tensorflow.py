"""Rasa runs without TensorFlow, and whoever needs it hears so instead of getting nonsense."""

import subprocess
import sys

SCRIPT = """
from bot import logs, without_tensorflow
logs.configure("error")
without_tensorflow.leave_out()
import sys
import tensorflow
from rasa.core.agent import Agent
from rasa.utils.tensorflow.layers import RandomlyConnectedDense
assert not hasattr(tensorflow, "__version__")
assert "tensorflow.python" not in sys.modules
try:
    RandomlyConnectedDense(units=8)
except without_tensorflow.TensorFlowLeftOut as error:
    print("left out:", error)
"""


def test_rasa_loads_and_a_component_that_computes_with_it_says_so() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("left out:")
