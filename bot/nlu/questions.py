"""Which precise question about a topic a message asks.

A topic has a dozen questions with answers of their own ("can people still see my old posts"). Each
topic has a small logistic regression over the vectors of each encoder: its questions, and "none of
these", learned from other lines of the topic, from next questions of all kinds, and from lines
about anything else. They are asked for the topics that the talk can be about, and for those that a
regression over all ways to ask finds likely: many are far from what their topic is mostly about
("whats a vpn").
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.content.examples import Example
from bot.content.loading import TEACHER
from bot.labels import ADULT
from bot.nlu.heads import Floats, Layer, log_softmax
from bot.nlu.risk import FOLLOW_UP

_NONE = ""
# How much each encoder's word counts, and what is left of the word of one alone, which is surer
# than it may be (docs/understanding.md).
_WEIGHTS, _ALONE = {"use": 0.4, "e5": 0.6}, 0.6
# Lines that teach "none of these": of the topic, next questions, and anything else.
_OWN, _NEXT, _REST = 40, 120, 160
# These lines are half of what a topic's voter learns from, far more than in talks about it: "none
# of these" is so much less likely (a logarithm; docs/understanding.md).
_NONE_LESS = 1.0
# From this likelihood on a topic is asked for that the ways to ask point to.
_POINTED = 0.1
_LIKELIEST = 3
# What a name holds that is asked of a child of one's own, which no teacher means; and of a pupil or
# a class, which no parent means.
_OWN_CHILD = ("own_child", "my_child")
_PUPILS = ("pupil", "to_class", "class_talk")


def _not_meant_by(name: str) -> str | None:
    if any(part in name for part in _OWN_CHILD):
        return TEACHER
    return ADULT if any(part in name for part in _PUPILS) else None


class Questions:
    """What is asked of each topic, and the voters that tell it apart.

    `asked` is topic -> question -> for whom it has answers (`any`, `parent`); `voters` is topic ->
    encoder -> a layer with a class for each question, in this order, and one for none of them.
    Under the topic `_NONE` there is one with a class for each topic, in this order, and for none.
    """

    def __init__(
        self,
        asked: Mapping[str, Mapping[str, Sequence[str]]],
        voters: Mapping[str, Mapping[str, Layer]],
    ) -> None:
        self._asked = asked
        self._voters = voters
        # Topic -> its questions: the whole name, for whom, and who among adults never means it.
        self._named = {
            topic: [(f"{topic}/{n}", tuple(whose), _not_meant_by(n)) for n, whose in own.items()]
            for topic, own in asked.items()
        }

    @classmethod
    def fit(
        cls, asks: Sequence[Example], others: Sequence[Example], vectors: Mapping[str, Floats]
    ) -> "Questions":
        """From the ways to ask and other lines.

        `vectors` has a row for each of both, in this order; NaN where an encoder was not asked.
        """
        lines = [*asks, *others]
        asked: dict[str, dict[str, Sequence[str]]] = {}
        for ask in asks:
            answered = tuple(ask.metadata["answered"])
            asked.setdefault(ask.intent, {})[ask.metadata["question"]] = answered
        # Numbers, since comparing a hundred thousand names for each topic takes seconds.
        number = {name: at for at, name in enumerate(sorted({line.intent for line in lines}))}
        topics = np.array([number[line.intent] for line in lines])
        names = np.array([line.metadata.get("question", _NONE) for line in lines])
        precise, following = names != _NONE, topics == number.get(FOLLOW_UP, -1)
        chance = np.random.default_rng(7).random(len(lines))

        def some(rows: npt.NDArray[np.bool_], most: int) -> npt.NDArray[np.int64]:
            """At most so many of these rows, whichever."""
            at: npt.NDArray[np.int64] = np.flatnonzero(rows)
            picked: npt.NDArray[np.int64] = at[np.argsort(chance[at])[:most]]
            return picked

        def voters_of(topic: str) -> dict[str, Layer]:
            mine, order = topics == number[topic], [*asked[topic], _NONE]
            found = {}
            for encoder, block in vectors.items():
                there = ~np.isnan(block[:, 0])
                chosen = [
                    np.flatnonzero(there & mine & precise),
                    some(there & mine & ~precise, _OWN),
                    some(there & following, _NEXT),
                    some(there & ~mine & ~following, _REST),
                ]
                rows = np.concatenate(chosen)
                said = np.where(mine[rows], names[rows], _NONE)
                targets = np.array([order.index(name) for name in said])
                found[encoder] = Layer.over_vectors(block[rows], targets, len(order))
            return found

        place = {number[topic]: at for at, topic in enumerate(asked)}
        which = np.array([place.get(topic, len(asked)) for topic in topics.tolist()])
        with ThreadPoolExecutor() as pool:
            voters = dict(zip(asked, pool.map(voters_of, asked), strict=True))
        voters[_NONE] = {
            encoder: Layer.over_vectors(block, which, len(asked) + 1)
            for encoder, block in vectors.items()
            if asked
        }
        return cls(asked, voters)

    def likely(
        self,
        vectors: Mapping[str, Floats],
        topics: Mapping[str, float],
        whose: str | None,
        work: str | None = None,
    ) -> list[tuple[str, float]]:
        """Questions of these topics as `topic/question`, with how likely each is, likeliest first.

        `vectors` are one row each; `topics` say how far each may be meant, in 0..1; `whose` is
        `any` or `parent`: who must have an answer. An adult whose `work` is known to be that of a
        teacher speaks of no child of their own, and a parent of no pupil.
        """
        found = []
        pointed = dict(zip(self._asked, self._shares(_NONE, vectors), strict=False))
        meant = {name: p for name, p in pointed.items() if p >= _POINTED}
        for topic, p in topics.items():
            meant[topic] = max(p, meant.get(topic, 0.0))
        for topic, p in meant.items():
            # The last share is that of "none of these".
            shares = self._shares(topic, vectors, _NONE_LESS)
            named = self._named.get(topic, ())
            for (name, answered, not_meant_by), share in zip(named, shares, strict=False):
                if (whose is None or whose in answered) and (work is None or work != not_meant_by):
                    found.append((name, p * share))
        return sorted(found, key=lambda pair: -pair[1])[:_LIKELIEST]

    def _shares(self, topic: str, vectors: Mapping[str, Floats], less: float = 0.0) -> list[float]:
        """How likely each class of a topic's voters is, the last one by `less` less; [] if none."""
        own = {n: layer for n, layer in self._voters.get(topic, {}).items() if n in vectors}
        if not own:
            return []
        weights = _WEIGHTS if len(own) > 1 else dict.fromkeys(own, _ALONE)
        votes = [
            weights[name] * log_softmax(layer.logits(vectors[name])) for name, layer in own.items()
        ]
        pool = np.sum(votes, axis=0)
        pool[0, -1] -= less
        shares: list[float] = np.exp(log_softmax(pool))[0].tolist()
        return shares

    def state(self) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
        """What is asked, and the arrays, for storage without pickle."""
        arrays = {}
        for topic, own in self._voters.items():
            for encoder, layer in own.items():
                arrays[f"{topic}/{encoder}/weights"] = layer.weights
                arrays[f"{topic}/{encoder}/bias"] = layer.bias
        return {topic: dict(questions) for topic, questions in self._asked.items()}, arrays

    @classmethod
    def from_state(cls, asked: dict[str, Any], arrays: Mapping[str, Any]) -> "Questions":
        """The inverse of `state`."""
        voters: dict[str, dict[str, Layer]] = {topic: {} for topic in (*asked, _NONE)}
        for name in arrays:
            topic, encoder, kind = name.split("/")
            if kind == "weights":
                bias = arrays[f"{topic}/{encoder}/bias"]
                voters[topic][encoder] = Layer(arrays[name], bias)
        return cls(asked, voters)
