"""A small network over the vectors of both encoders, which has learned to do without the slow one.

One hidden layer (rectified), dropout on both sides (Srivastava et al. 2014), Adam (Kingma & Ba
2015), smoothed labels. While it learns, the vectors of the slow encoder are taken away from some
lines at random, and most lines never have them: so it answers with them and without, and no second
model is needed. Written here because scikit-learn's network has no dropout, and TensorFlow is left
out (docs/decisions.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_HIDDEN = 512
_EPOCHS, _LEAST_STEPS, _BATCH = 12, 600, 128
_RATE, _DECAY, _DECAY_SQUARES = 1e-3, 0.9, 0.999
_DROP_INPUT, _DROP_HIDDEN, _DROP_BLOCK = 0.2, 0.4, 0.2
_SMOOTHING = 0.05


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each component of one encoder, by which it is brought to zero and one."""

    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, rows: Floats) -> "Scale":
        """The scale of these rows, shape (rows, dimension)."""
        return cls(rows.mean(axis=0), rows.std(axis=0) + np.float32(1e-6))

    def __call__(self, rows: Floats) -> Floats:
        """The rows in this scale; zeros, which say nothing, where a vector is missing (NaN)."""
        return np.nan_to_num((rows - self.mean) / self.spread)


@dataclass(frozen=True)
class Network:
    """logits = rectified(inputs @ hidden + hidden_bias) @ output + output_bias."""

    scales: dict[str, Scale]
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats

    @classmethod
    def fit(
        cls,
        blocks: Mapping[str, Floats],
        targets: npt.NDArray[np.int64],
        classes: int,
        optional: str,
    ) -> "Network":
        """Fits to one block of rows for each encoder; rows of `optional` may be NaN (not encoded).

        `targets` are class numbers below `classes`.
        """
        scales = {
            name: Scale.of(rows[~np.isnan(rows[:, 0])] if name == optional else rows)
            for name, rows in blocks.items()
        }
        rows = np.hstack([scale(blocks[name]) for name, scale in scales.items()])
        before = sum(blocks[name].shape[1] for name in list(blocks)[: list(blocks).index(optional)])
        block = slice(before, before + blocks[optional].shape[1])
        rng = np.random.default_rng(7)
        layers = [
            _initial(rng, rows.shape[1], _HIDDEN, 2.0), np.zeros(_HIDDEN, np.float32),
            _initial(rng, _HIDDEN, classes, 1.0), np.zeros(classes, np.float32),
        ]  # fmt: skip
        batch = min(_BATCH, len(rows))
        batches = len(rows) // batch
        epochs = max(_EPOCHS, -(-_LEAST_STEPS // batches))
        adam = _Adam(layers, epochs * batches)
        for _ in range(epochs):
            order = rng.permutation(len(rows))
            for at in range(batches):
                chosen = order[at * batch : (at + 1) * batch]
                inputs = rows[chosen]
                inputs[rng.random(batch) < _DROP_BLOCK, block] = 0.0
                adam.step(_gradients(layers, inputs, targets[chosen], rng))
        return cls(scales, *layers)

    def logits(self, blocks: Mapping[str, Floats]) -> Floats:
        """Shape (rows, classes); a block that is not in `blocks` counts as missing."""
        count = len(next(iter(blocks.values())))
        inputs = np.hstack(
            [
                scale(blocks[name])
                if name in blocks
                else np.zeros((count, len(scale.mean)), np.float32)
                for name, scale in self.scales.items()
            ]
        )
        grown = np.maximum(inputs @ self.hidden + self.hidden_bias, 0.0)
        return np.asarray(grown @ self.output + self.output_bias, dtype=np.float32)

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Plain arrays by name, for storage without pickle."""
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "hidden": self.hidden.astype(np.float16), "hidden_bias": self.hidden_bias,
            "output": self.output.astype(np.float16), "output_bias": self.output_bias,
        }  # fmt: skip
        for name, scale in self.scales.items():
            arrays |= {f"{name}.mean": scale.mean, f"{name}.spread": scale.spread}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.float32]]) -> "Network":
        """The inverse of `to_arrays`."""
        names = [key.removesuffix(".mean") for key in arrays if key.endswith(".mean")]
        return cls(
            {name: Scale(arrays[f"{name}.mean"], arrays[f"{name}.spread"]) for name in names},
            *(
                np.asarray(arrays[key], dtype=np.float32)
                for key in ("hidden", "hidden_bias", "output", "output_bias")
            ),
        )


def _initial(rng: np.random.Generator, rows: int, columns: int, gain: float) -> Floats:
    """Random weights that keep the spread of what passes (He et al. 2015)."""
    return np.asarray(rng.standard_normal((rows, columns)) * np.sqrt(gain / rows), np.float32)


def _kept(rng: np.random.Generator, shape: tuple[int, ...], dropped: float) -> Floats:
    """Zero for what is dropped; the rest is scaled so that the sum stays the same on average."""
    kept = rng.random(shape, dtype=np.float32) >= dropped
    return np.asarray(kept / np.float32(1.0 - dropped), dtype=np.float32)


def _gradients(
    layers: list[Floats], inputs: Floats, targets: npt.NDArray[np.int64], rng: np.random.Generator
) -> list[Floats]:
    """Of the smoothed cross entropy, for each array of `layers`."""
    hidden, hidden_bias, output, output_bias = layers
    count, classes = len(inputs), len(output_bias)
    inputs = inputs * _kept(rng, inputs.shape, _DROP_INPUT)
    grown = inputs @ hidden + hidden_bias
    passes = (grown > 0) * _kept(rng, grown.shape, _DROP_HIDDEN)
    grown = grown * passes
    logits = grown @ output + output_bias
    error = np.exp(logits - logits.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(count), targets] -= 1.0 - _SMOOTHING
    error = (error - _SMOOTHING / classes) / np.float32(count)
    back = (error @ output.T) * passes
    return [inputs.T @ back, back.sum(axis=0), grown.T @ error, error.sum(axis=0)]


class _Adam:
    """Changes the layers in place, with a rate that falls like a cosine to nothing."""

    def __init__(self, layers: list[Floats], steps: int) -> None:
        self._layers, self._steps, self._done = layers, steps, 0
        self._means = [np.zeros_like(layer) for layer in layers]
        self._squares = [np.zeros_like(layer) for layer in layers]

    def step(self, gradients: list[Floats]) -> None:
        """One step down."""
        self._done += 1
        rate = _RATE * 0.5 * (1.0 + np.cos(np.pi * self._done / self._steps))
        rate *= np.sqrt(1.0 - _DECAY_SQUARES**self._done) / (1.0 - _DECAY**self._done)
        for layer, gradient, mean, square in zip(
            self._layers, gradients, self._means, self._squares, strict=True
        ):
            mean += (1.0 - _DECAY) * (gradient - mean)
            square += (1.0 - _DECAY_SQUARES) * (gradient * gradient - square)
            layer -= np.float32(rate) * mean / (np.sqrt(square) + 1e-8)
