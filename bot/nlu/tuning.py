"""Teaches E5 how children write: `make encoder`, an hour on two cores.

`make encoder ON=1` goes on from the adapter that is kept, for lines that came later: a quarter of
that.

The encoder as it comes was taught on encyclopedias and search queries. Here thin matrices beside
the weights of its upper layers (LoRA, Hu et al. 2021) learn to tell the combinations of topic,
risk, stance and disclosure apart on our training lines, a third of them with typing errors. The
result, `e5_adapter.npz`, is kept in the repository, since few changes of the lines call for a new
one: `latarnik train` fits the voters on the vectors that it gives. A tenth of the lines is never
shown, so that the voters can be calibrated on vectors of lines that are new to the encoder
(`bot.nlu.understanding`).

The only module that computes with TensorFlow, which Rasa brings; nothing else imports it.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from bot.content.examples import taught
from bot.nlu.diacritics import Restorer, frequency_table
from bot.nlu.e5 import (
    ADAPTER_FILE,
    ADAPTER_SCALE,
    E5,
    Adapter,
    Floats,
    Layers,
    expanded,
    shown_to_encoder,
)
from bot.nlu.lines import QUESTIONS, labels_of, neighboured
from bot.nlu.text import strip_diacritics
from bot.progress import progress_bar

_FIRST_LAYER, _RANK = 4, 16
_EPOCHS, _BATCH, _LINES_A_CLASS, _MOST_TOKENS = 4, 64, 100, 64
_RATE, _WARM_UP, _DECAY_SQUARES, _LARGEST_GRADIENT = 1.5e-3, 100, 0.98, 1.0
# Whoever goes on from the adapter that is kept learns once and more slowly.
_EPOCHS_ON, _RATE_ON = 1, 6e-4
_DROP, _DROP_ADAPTER, _SMOOTHING = 0.1, 0.05, 0.05
_HEAD_EPOCHS, _HEAD_BATCH, _HEAD_RATE, _HEAD_DROP, _HEAD_DECAY = 12, 256, 3e-3, 0.2, 1e-5
_LINES_OF_HEAD = 40
_NOISY = 0.3
_WATCHED = 400
_BESIDE = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioposdfghjklpxcvbnmn", strict=True))
Tensor = Any  # TensorFlow has no types that mypy reads


def noisy(text: str, chance: random.Random) -> str:
    """The text without diacritics, or with a letter in 25 dropped, swapped, doubled or missed."""
    if chance.random() < 0.35:
        return strip_diacritics(text)
    letters = list(text)
    for _ in range(1 + len(letters) // 25):
        at, kind = chance.randrange(len(letters)), chance.random()
        if not letters[at].isalpha():
            continue
        if kind < 0.3:
            letters[at] = ""
        elif kind < 0.55 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind < 0.75:
            letters[at] *= 2
        else:
            letters[at] = _BESIDE.get(letters[at], letters[at])
    return "".join(letters) or text


class Tuned(tf.Module):  # type: ignore[misc]
    """The encoder in TensorFlow: weights that stay, adapters that learn, one layer of answers."""

    def __init__(self, base: E5, classes: int, start: Adapter) -> None:
        self._base = base
        weights = base.weights
        chance = np.random.default_rng(1)
        self._constants: dict[str, Tensor] = {}
        self.adapter: dict[str, Tensor] = {}
        width, inner = weights.width, weights.inner
        for number in range(weights.layers):
            own = f"l{number}"
            self._product(f"{own}.qkv", [f"{own}.{part}" for part in "qkv"], width)
            self._product(f"{own}.ao", [f"{own}.ao"], width)
            self._product(f"{own}.fi", [f"{own}.fi"], inner)
            self._product(f"{own}.fo", [f"{own}.fo"], width)
            if number < _FIRST_LAYER:
                continue
            for name, rows, columns in (
                ("qkv", width, 3 * width), ("ao", width, width),
                ("fi", width, inner), ("fo", inner, width),
            ):  # fmt: skip
                down = (chance.standard_normal((rows, _RANK)) / np.sqrt(rows)).astype(np.float32)
                down = start.get(f"{own}.{name}.down", down)
                up = start.get(f"{own}.{name}.up", np.zeros((_RANK, columns), np.float32))
                self.adapter[f"{own}.{name}.down"] = tf.Variable(down)
                self.adapter[f"{own}.{name}.up"] = tf.Variable(up)
        head = chance.standard_normal((width, classes)) * 0.02
        self.head = tf.Variable(head.astype(np.float32))
        self.bias = tf.Variable(tf.zeros(classes))
        self.mean, self.spread = tf.zeros(width), tf.ones(width)

    def _product(self, name: str, parts: list[str], rows: int) -> None:
        weights = self._base.weights
        matrix = np.concatenate([expanded(weights.blocks(f"{part}.w", rows)) for part in parts])
        bias = np.concatenate([weights.vector(f"{part}.b") for part in parts])
        self._constants[name] = tf.constant(np.ascontiguousarray(matrix.T)), tf.constant(bias)

    def _linear(self, name: str, inputs: Tensor, learning: bool) -> Tensor:
        matrix, bias = self._constants[name]
        outputs = tf.matmul(inputs, matrix) + bias
        if f"{name}.down" not in self.adapter:
            return outputs
        thin = tf.nn.dropout(inputs, _DROP_ADAPTER) if learning else inputs
        thin = tf.matmul(tf.matmul(thin, self.adapter[f"{name}.down"]), self.adapter[f"{name}.up"])
        return outputs + thin * ADAPTER_SCALE

    def _normalized(self, name: str, inputs: Tensor) -> Tensor:
        weights = self._base.weights
        mean, variance = tf.nn.moments(inputs, -1, keepdims=True)
        inputs = (inputs - mean) * tf.math.rsqrt(variance + weights.epsilon)
        return inputs * weights.vector(f"{name}.w") + weights.vector(f"{name}.b")

    def vectors(self, embedded: Tensor, mask: Tensor, learning: bool) -> Tensor:
        """Unit vectors of a batch, shape (texts, width); `mask` is 1 where there is a token."""
        weights = self._base.weights
        width, heads = weights.width, weights.heads
        texts, tokens = tf.shape(embedded)[0], tf.shape(embedded)[1]
        absent = (mask[:, None, None, :] - 1.0) * 1e9
        state = tf.reshape(self._normalized("emb.ln", embedded), [texts * tokens, width])
        for number in range(weights.layers):
            own, drops = f"l{number}", learning and number >= _FIRST_LAYER
            parts = self._linear(f"{own}.qkv", state, learning)
            parts = tf.reshape(parts, [texts, tokens, 3, heads, width // heads])
            query, key, value = (tf.transpose(parts[:, :, i], [0, 2, 1, 3]) for i in range(3))
            scores = tf.matmul(query, key, transpose_b=True) / np.sqrt(width // heads)
            weight = _dropped(tf.nn.softmax(scores + absent), drops)
            seen = tf.transpose(tf.matmul(weight, value), [0, 2, 1, 3])
            seen = self._linear(f"{own}.ao", tf.reshape(seen, [texts * tokens, width]), learning)
            state = self._normalized(f"{own}.aln", state + _dropped(seen, drops))
            grown = tf.nn.gelu(self._linear(f"{own}.fi", state, learning))
            grown = self._linear(f"{own}.fo", grown, learning)
            state = self._normalized(f"{own}.oln", state + _dropped(grown, drops))
        state = tf.reshape(state, [texts, tokens, width]) * mask[:, :, None]
        return tf.math.l2_normalize(tf.reduce_sum(state, 1), -1)

    def loss(self, vectors: Tensor, targets: Tensor, drop: float) -> Tensor:
        """Smoothed cross entropy of the layer of answers."""
        scaled = tf.nn.dropout((vectors - self.mean) / self.spread, drop)
        classes = self.bias.shape[0]
        wanted = tf.one_hot(targets, classes) * (1.0 - _SMOOTHING) + _SMOOTHING / classes
        logits = tf.matmul(scaled, self.head) + self.bias
        return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, logits))

    def fit_head(self, vectors: Floats, targets: npt.NDArray[np.int32]) -> None:
        """The layer of answers alone, on the vectors of the encoder as it comes."""
        self.mean, self.spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
        adam = tf.keras.optimizers.legacy.Adam(_HEAD_RATE)

        @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[misc]
        def step(rows: Tensor, wanted: Tensor) -> None:
            with tf.GradientTape() as tape:
                loss = self.loss(rows, wanted, _HEAD_DROP)
                loss += _HEAD_DECAY * tf.reduce_sum(self.head * self.head)
            learned = [self.head, self.bias]
            adam.apply_gradients(zip(tape.gradient(loss, learned), learned, strict=True))

        chance = np.random.default_rng(0)
        for epoch in range(_HEAD_EPOCHS):
            adam.learning_rate.assign(_HEAD_RATE * (1 - epoch / _HEAD_EPOCHS))
            order = chance.permutation(len(vectors))
            for at in range(0, len(order) - _HEAD_BATCH + 1, _HEAD_BATCH):
                chosen = order[at : at + _HEAD_BATCH]
                step(vectors[chosen], targets[chosen])


def _dropped(values: Tensor, drops: bool) -> Tensor:
    return tf.nn.dropout(values, _DROP) if drops else values


def tune(
    texts: Sequence[str], classes: Sequence[str], start: Adapter | None = None
) -> dict[str, Floats]:
    """The adapter for these texts, as the encoder reads them, and their classes.

    With `start` it goes on from that one.
    """
    chance = random.Random(1)
    base = E5(E5.bundled(adapted=False).weights, start or {})
    rate_at_best, epochs = (_RATE_ON, _EPOCHS_ON) if start else (_RATE, _EPOCHS)
    names = sorted(set(classes))
    numbers = {name: number for number, name in enumerate(names)}
    of_class = defaultdict(list)
    for text, name in zip(texts, classes, strict=True):
        of_class[numbers[name]].append(text)
    tuned = Tuned(base, len(names), start or {})
    first = [(t, n) for n, own in of_class.items() for t in own[:_LINES_OF_HEAD]]
    vectors = []
    with progress_bar("as it comes", len(first)) as advance:
        for done, (text, _) in enumerate(first, 1):
            vectors.append(base.query([text])[0])
            advance(done)
    rows = np.stack(vectors)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    tuned.fit_head(rows, np.array([n for _, n in first], np.int32))
    learned = [*tuned.adapter.values(), tuned.head, tuned.bias]
    adam = tf.keras.optimizers.legacy.Adam(_RATE, beta_2=_DECAY_SQUARES)

    def step(embedded: Tensor, mask: Tensor, wanted: Tensor, rate: Tensor) -> Tensor:
        with tf.GradientTape() as tape:
            loss = tuned.loss(tuned.vectors(embedded, mask, True), wanted, _DROP)
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, learned), _LARGEST_GRADIENT)
        adam.learning_rate.assign(rate)
        adam.apply_gradients(zip(gradients, learned, strict=True))
        return loss

    shapes = [
        tf.TensorSpec([None, None, base.weights.width]), tf.TensorSpec([None, None]),
        tf.TensorSpec([None], tf.int32), tf.TensorSpec([]),
    ]  # fmt: skip
    step = tf.function(step, input_signature=shapes, autograph=False)
    steps = epochs * (sum(min(_LINES_A_CLASS, len(own)) for own in of_class.values()) // _BATCH)
    done = 0
    with progress_bar("learning", steps) as advance:
        while done < steps:
            for lines in _batches(base, _epoch(of_class, chance), chance):
                if done == steps:
                    break
                rate = rate_at_best * min(1.0, (done + 1) / _WARM_UP)
                rate *= 0.5 * (1.0 + np.cos(np.pi * done / steps))
                embedded, mask = _padded(base, [ids for ids, _ in lines])
                wanted = np.array([number for _, number in lines], np.int32)
                step(embedded, mask, wanted, np.float32(rate))
                done += 1
                advance(done)
    return {name: value.numpy() for name, value in tuned.adapter.items()}


Line = tuple[list[int], int]


def _epoch(of_class: dict[int, list[str]], chance: random.Random) -> list[tuple[str, int]]:
    """At most so many lines of each class, others each time, some with typing errors."""
    return [
        (noisy(text, chance) if chance.random() < _NOISY else text, number)
        for number, own in of_class.items()
        for text in chance.sample(own, min(_LINES_A_CLASS, len(own)))
    ]


def _batches(
    base: E5, lines: list[tuple[str, int]], chance: random.Random
) -> Iterator[Sequence[Line]]:
    """Whole batches of lines of like length, in random order."""
    read = [(base.ids(text)[:_MOST_TOKENS], number) for text, number in lines]
    chance.shuffle(read)
    pool = 24 * _BATCH
    batches = []
    for start in range(0, len(read), pool):
        near = sorted(read[start : start + pool], key=lambda line: len(line[0]))
        batches += [near[at : at + _BATCH] for at in range(0, len(near), _BATCH)]
    chance.shuffle(batches)
    yield from (batch for batch in batches if len(batch) == _BATCH)


def _padded(base: E5, ids: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """Embeddings, shape (texts, tokens, width), and their mask."""
    longest = max(map(len, ids))
    tokens = np.zeros((len(ids), longest), np.int64)
    mask = np.zeros((len(ids), longest), np.float32)
    for row, own in enumerate(ids):
        tokens[row, : len(own)] = own
        mask[row, : len(own)] = 1.0
    return base.embedded(tokens), mask


def reaches(base: E5, adapter: Adapter, texts: Sequence[str]) -> dict[str, Floats]:
    """How large each input of each product grows on these texts, shape (inputs,)."""
    layers = Layers(base.weights, adapter)
    session = layers.whole(watched=True)
    found: dict[str, Floats] = {}
    for text in texts:
        embedded = base.embedded(np.array([base.ids(text)]))
        _, *seen = session.run(None, {"embedded": embedded})
        for product, inputs in zip(layers.products, seen, strict=True):
            own = np.abs(inputs[0]).max(axis=0)
            found[f"{product}.reach"] = np.maximum(own, found.get(f"{product}.reach", 0.0))
    return found


def kept() -> dict[str, Floats]:
    """The adapter of the repository without what is measured afterwards."""
    with np.load(ADAPTER_FILE, allow_pickle=False) as stored:
        names = [name for name in stored.files if not name.endswith(".reach")]
        return {name: stored[name].astype(np.float32) for name in names}


def main() -> None:
    """Reads the training lines, tunes, writes the adapter."""
    parser = argparse.ArgumentParser(prog="make encoder")
    parser.add_argument("--on", action="store_true", help="go on from the adapter that is kept")
    asked = parser.parse_args()
    restorer = Restorer(frequency_table())
    texts, combinations = [], []
    for example in taught(Path("data")):
        if shown_to_encoder(example.text):
            texts.append(restorer.for_encoders(example.text, example.language))
            labels = labels_of(example)
            combinations.append(tuple(labels[question] for question in QUESTIONS))
    tuned = tune(texts, neighboured(combinations), kept() if asked.on else None)
    tuned |= reaches(E5.bundled(adapted=False), tuned, texts[:: len(texts) // _WATCHED])
    adapter = {name: value.astype(np.float16) for name, value in tuned.items()}
    partial = Path(ADAPTER_FILE).with_suffix(".part.npz")
    np.savez_compressed(partial, **adapter)
    partial.replace(ADAPTER_FILE)


if __name__ == "__main__":
    main()
